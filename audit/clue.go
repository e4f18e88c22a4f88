package audit

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A clue is a word that a quest looks for: one of the title, else one of the
// reference's other words.
type clue struct {
	word    string
	quest   int
	inTitle bool
	part    bool // of a word of the title
	found   bool
}

// isIn tells whether a clue is found in a word of a page, or the last part of one.
func (c *clue) isIn(word string, part bool) bool {
	switch {
	case word == c.word:
		return c.inTitle || !part
	case !c.inTitle:
		return false
	case part || c.part:
		return min(len(c.word), len(word)) >= shortestPart && (strings.HasPrefix(word, c.word) || strings.HasPrefix(c.word, word))
	}
	return echoes(c.word, word)
}

// compounding are the languages that write words together: a page with a title's
// "Wildbienen" may have "Honigbienen" or "Bienenzucht" only.
var compounding = map[string]bool{"de": true, "nl": true, "sv": true, "da": true}

// How many bytes the last part of a compound has at least, and a word at most whose
// parts are looked at.
const (
	shortestPart  = 5
	longestParted = 60
)

// withoutDigraphs gives a word of a page as it would be plain if its ae, oe and ue
// stand for umlauts, as where only ASCII was to be had: "uebersicht" for "Übersicht".
func withoutDigraphs(word []byte) []byte {
	plain := word
	for i := 1; i < len(plain); i++ {
		if c := plain[i-1]; plain[i] == 'e' && (c == 'a' || c == 'o' || c == 'u') {
			plain = slices.Concat(plain[:i], plain[i+1:])
		}
	}
	return plain
}

// parts yields what may be the last part of a word.
func parts[T string | []byte](word T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for i := shortestName; len(word) <= longestParted && i <= len(word)-shortestPart; i++ {
			if !yield(word[i:]) {
				return
			}
		}
	}
}

// tellsSomething tells whether a word says what a title is about: it has four
// letters and stands neither in all sentences nor on all sites.
func tellsSomething(word string) bool {
	for _, r := range word {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return utf8.RuneCountInString(word) >= 4 && functionWords[word] == 0 && !emptyWords[word] && !siteWords[word]
}

// siteWords stand on sites of all kinds, and in references beside what they cite.
var siteWords = setOf(`online website internet page pages site home html http https news blog article articles information info service services search contact free best full
	january february march april june july august september october november december retrieved accessed available last
	januar februar marz juni juli oktober dezember abgerufen zugriff seite aktuelle
	janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre consulte disponible accueil
	enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre consultado recuperado pagina inicio
	janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro acesso disponivel
	gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre consultato
	страница сайт новости доступа обращения режим ресурс электронныи январь января февраль февраля марта апреля июня июля августа сентября октября ноября декабря`)

// echoes tells whether a word of a page is a form of one of a title, or near it:
// both begin alike. It errs on the side of likeness.
func echoes(title, word string) bool {
	a, b := []rune(title), []rune(word)
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	rest := max(len(a), len(b)) - same
	switch {
	case same >= 5 && 10*same >= 6*len(a), same >= 4 && (rest <= 3 || same == len(a)):
		return functionWords[word] == 0
	}
	return same == min(len(a), len(b)) && rest <= 1
}

// describes tells whether what a reference has in the place of a title says only what
// is cited, as of pictures, programs, data and sites: one of its first words does.
func describes(title []string) bool {
	first := 0
	for _, w := range title {
		if functionWords[w] != 0 {
			continue
		}
		if describingWords[w] {
			return true
		}
		if first++; first == 2 {
			break
		}
	}
	return false
}

// describingWords say what kind of thing is cited, or where it is.
var describingWords = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range wordsOf(`official personal private homepage website webpage site page portal profile account channel blog post tweet thread comment comments discussion
	photo photos photograph photographs picture pictures image images figure figures screenshot screenshots video videos audio recording film clip podcast map maps table tables chart diagram
	data dataset datasets database code source sources software program programs script scripts tool app application repository documentation manual supplementary supplement supplemental appendix
	interview lecture lectures slides presentation talk speech course materials material handout worksheet
	text texts fulltext full document documents file files list lists link links address download available accessible online project details description information info see visit complete entry record
	offizielle offizieller internetseite internetauftritt webseite startseite seite foto fotos bild bilder abbildung karte karten daten datensatz quellcode vortrag folien prasentation vorlesung volltext liste verfugbar abrufbar siehe auszug
	officiel officielle photographie capture carte cartes donnees entretien diaporama cours texte disponible consultable voir lien profil
	oficial sitio pagina fotografia imagen captura mapa datos entrevista presentacion texto lista vease perfil enlace archivo
	dados apresentacao imagem disponivel ligacao ficheiro ufficiale sito immagine mappa dati intervista presentazione testo elenco disponibile
	officiele afbeelding kaart gegevens presentatie tekst lijst beschikbaar zie officiell webbplats hjemmeside hemsida billede billeder karta kort tillganglig tilgaengelig
	oficjalna oficjalny strona zdjecie obraz dane wywiad prezentacja dostepne oficialni stranky fotografie obrazek rozhovor prezentace seznam dostupne
	официальный официальная сайт страница портал профиль канал группа сообщество фото фотография фотографии изображение рисунок скриншот видео видеозапись карта карты таблица данные база код программа
	интервью лекция лекции презентация слайды выступление материалы текст тексты документ документы файл список ссылка доступно описание информация сведения перечень полный смотри
	офіційний офіційна сторінка світлина зображення малюнок відео дані лекція презентація матеріали документи посилання опис інформація перелік повний`).list {
		set[w] = true
	}
	return set
}()

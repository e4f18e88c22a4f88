package audit

import (
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

// shortestPart is how many bytes the last part of a compound has at least.
const shortestPart = 5

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

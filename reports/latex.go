package reports

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// texSpecial are the characters that mean something to LaTeX, and how they are
// written. Braces are commands, because BibTeX counts those behind a backslash
// too.
var texSpecial = map[rune]string{
	'\\': `\textbackslash{}`, '{': `\textbraceleft{}`, '}': `\textbraceright{}`, '$': `\$`, '&': `\&`, '%': `\%`, '#': `\#`, '_': `\_`,
	'~': `\textasciitilde{}`, '^': `\textasciicircum{}`, '<': `\textless{}`, '>': `\textgreater{}`,
}

// texLetters are the Latin letters that are no letter with a mark.
var texLetters = map[rune]string{
	'ß': `{\ss}`, 'ø': `{\o}`, 'Ø': `{\O}`, 'ł': `{\l}`, 'Ł': `{\L}`, 'æ': `{\ae}`, 'Æ': `{\AE}`, 'œ': `{\oe}`, 'Œ': `{\OE}`, 'å': `{\aa}`, 'Å': `{\AA}`, 'ı': `{\i}`,
}

// texAccents are the marks on letters that LaTeX has commands for.
var texAccents = map[rune]string{
	0x300: "`", 0x301: "'", 0x302: "^", 0x303: "~", 0x304: "=", 0x306: "u", 0x307: ".", 0x308: `"`, 0x30A: "r", 0x30B: "H", 0x30C: "v", 0x323: "d", 0x327: "c", 0x328: "k", 0x331: "b",
}

// escape writes text so that LaTeX prints it as it stands.
func (d *bibDialect) escape(s string) string {
	var b strings.Builder
	prev := rune(0)
	for _, r := range s {
		switch command := texSpecial[r]; {
		case command != "":
			b.WriteString(command)
		case r == '-' && prev == '-': // two would become a dash
			b.WriteString("{}-")
		case r >= utf8.RuneSelf && d.ascii:
			b.WriteString(texLetter(r))
		default:
			b.WriteRune(r)
		}
		prev = r
	}
	return b.String()
}

// texLetter writes a letter as a command, braces around it as BibTeX wants
// them; what LaTeX has none for stays.
func texLetter(r rune) string {
	if command := texLetters[r]; command != "" {
		return command
	}
	parts := []rune(norm.NFD.String(string(r)))
	if len(parts) == 2 && parts[0] < utf8.RuneSelf && texAccents[parts[1]] != "" {
		accent := texAccents[parts[1]]
		if accent[0] >= 'a' && accent[0] <= 'z' || accent[0] == 'H' {
			return `{\` + accent + `{` + string(parts[0]) + `}}`
		}
		return `{\` + accent + string(parts[0]) + `}`
	}
	return string(r)
}

// protects tells whether a word of a title has capitals that are not just that
// of its beginning: NASA, pH, LaTeX.
func protects(word string) bool {
	capitals, letters := 0, 0
	inside := false
	for _, r := range word {
		if !unicode.IsLetter(r) {
			continue
		}
		if unicode.IsUpper(r) {
			capitals++
			inside = inside || letters > 0
		}
		letters++
	}
	return capitals > 1 || inside
}

// properNames tells which words of a title begin with a capital because they are
// names: all that do, but for those that begin a sentence, if other words do not. In
// a title of which most words have capitals nothing tells names.
func properNames(words []string) []bool {
	names := make([]bool, len(words))
	small, capitals := 0, 0
	start := true
	for i, word := range words {
		begins := start
		start = strings.HasSuffix(word, ":") || strings.HasSuffix(word, ".") || strings.HasSuffix(word, "?") || strings.HasSuffix(word, "!") || !hasLetter(word)
		first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }))
		switch {
		case begins || !hasLetter(word) || slices.Contains(smallWords, strings.ToLower(strings.TrimFunc(word, unicode.IsPunct))):
		case unicode.IsUpper(first):
			capitals++
			names[i] = true
		default:
			small++
		}
	}
	if capitals > small {
		clear(names)
	}
	return names
}

func hasLetter(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }

// smallWords have no capital in titles of which all other words have one.
var smallWords = strings.Fields("a an and as at but by for from if in into is it its nor of off on onto or out over per so than that the their then through to under up upon via vs " +
	"versus when where which while with within without between during after before against among toward towards about")

// babelNames are the names of languages that biblatex's langid takes.
var babelNames = map[string]string{
	"ar": "arabic", "be": "belarusian", "bg": "bulgarian", "ca": "catalan", "cs": "czech", "cy": "welsh", "da": "danish", "de": "ngerman", "de-AT": "naustrian", "de-CH": "nswissgerman",
	"el": "greek", "en": "english", "en-AU": "australian", "en-CA": "canadian", "en-GB": "british", "en-NZ": "newzealand", "en-US": "american",
	"es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "gl": "galician", "he": "hebrew", "hi": "hindi", "hr": "croatian",
	"hu": "hungarian", "id": "indonesian", "is": "icelandic", "it": "italian", "ja": "japanese", "ko": "korean", "la": "latin", "lt": "lithuanian", "lv": "latvian", "mk": "macedonian",
	"nb": "norsk", "nl": "dutch", "nn": "nynorsk", "no": "norsk", "pl": "polish", "pt": "portuguese", "pt-BR": "brazilian", "ro": "romanian", "ru": "russian", "sk": "slovak",
	"sl": "slovene", "sr": "serbian", "sv": "swedish", "th": "thai", "tr": "turkish", "uk": "ukrainian", "vi": "vietnamese", "zh": "chinese",
}

// babelName gives the name of a language, or of the one that it is a variety of;
// "" if there is none.
func babelName(tag string) string {
	if name := babelNames[tag]; name != "" {
		return name
	}
	main, _, _ := strings.Cut(tag, "-")
	return babelNames[main]
}

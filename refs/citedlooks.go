package refs

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// goesOn tells whether a title that begins with a quotation goes on behind it.
func goesOn(s string, i int) bool {
	if i < len(s) && isAlnum(s[i]) {
		_, n := utf8.DecodeLastRuneInString(s[:i])
		return strings.IndexByte(",.", s[i-n-1]) < 0 // not of “Title,”Journal
	}
	if i+1 < len(s) && s[i] == ' ' {
		rest := s[i+1:]
		return lowerAt(rest, 0) > 0 && !startsLocator(rest) && !foldPrefix(rest, "in ") && !foldPrefix(rest, "in:")
	}
	return i < len(s) && (s[i] == ':' || s[i] == '-')
}

// noTitleAhead tells beginnings of what is behind a title, so that there is none.
func noTitleAhead(s string) bool {
	if startsLocator(s) && !foldPrefix(s, "accessed") && byteAt(s, 0) != 'A' && byteAt(s, 0) != 'a' {
		return true
	}
	if s == "" {
		return false
	}
	for _, w := range behindTitle[s[0]] {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// behindTitle has what can only stand behind a title, by its first byte.
var behindTitle = byFirstByte("In: ", "In “", "pp. ", "p. ", "Vol. ", "vol. ", "Available at", "Available from", "Retrieved ", "Accessed ", "Ibid", "ibid", "arXiv",
	"Personal communication", "personal communication", "op. cit", "Op. cit", "В кн", "// ")

func byFirstByte(words ...string) (table [256][]string) {
	for _, w := range words {
		table[w[0]] = append(table[w[0]], w)
	}
	return table
}

// endsAsSentence tells whether what stands behind a question mark begins
// something new for sure.
func endsAsSentence(s string, i int) bool {
	return i >= len(s) || s[i] == '(' || s[i] == '[' || isDigit(s[i]) || startsLocator(s[i:]) || noTitleAhead(s[i:]) || placeAt(s, i)
}

// isWorkTitle tells whether a text can be a title: words, not the numbers of a
// volume, not a name, not a link.
func isWorkTitle(s string) bool {
	const shortest = 8 // bytes
	if len(s) < shortest {
		return false
	}
	words, letters, small, beyond := 1, 0, 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == ' ':
			words++
		case isLower(c):
			small++
		case isUpper(c):
			letters++
		case c >= utf8.RuneSelf:
			beyond++
		case c == ':':
			if strings.HasPrefix(s[i+1:], "//") || strings.HasSuffix(s[:i], "doi") || strings.HasSuffix(s[:i], "arXiv") || strings.HasSuffix(s[:i], "doi ") {
				return false
			}
		}
	}
	letters += small
	c := s[0]
	if c == '(' || c == ')' || c == '&' || strings.HasPrefix(s, "www.") || c == 'h' && strings.HasPrefix(s, "http") {
		return false
	}
	if isLower(c) || c >= utf8.RuneSelf {
		if n := lowerAt(s, 0); n > 0 && byteAt(s, n) != '-' && !isMixed(firstWord(s)) {
			return false
		}
	}
	if k := quoteAt(s, 0); k > 0 && c != '\'' && !strings.HasPrefix(s, "‘") {
		if _, end := quoted(s, 0); end == 0 {
			return false
		}
	}
	if beyond >= 9 {
		wide := 0
		for _, r := range s {
			switch {
			case isWide(r):
				wide++
			case r >= utf8.RuneSelf && unicode.IsLetter(r):
				letters++
			}
		}
		if wide >= 3 {
			return true
		}
		return words >= 2 && letters >= 8 && hasLower(s)
	}
	return words >= 2 && letters*4 > len(s) && letters >= 8 && small > 0
}

// namesOnly tells a list of names that was not understood.
func namesOnly(s string) bool {
	k := 0
	for k < len(s) && isUpper(s[k]) {
		k++
	}
	if k > 0 && k < 4 && byteAt(s, k) == '.' {
		return true
	}
	if strings.IndexByte(s, ',') >= 0 && !hasLowWord(s) {
		return true
	}
	n := readName(s, 0)
	return (n.form == surnameFirst || n.form == forward || n.form == commaInverted) && (n.end == len(s) || s[n.end] == ',')
}

// hasLowWord tells whether a word of a text starts with a small letter.
func hasLowWord(s string) bool {
	for i := range len(s) {
		if s[i] == ' ' && lowerAt(s, i+1) > 0 {
			return true
		}
	}
	return false
}

// isMixed tells words such as "mRNA", "betaAR", "p53".
func isMixed(word string) bool {
	for i := 1; i < len(word); i++ {
		if isUpper(word[i]) || isDigit(word[i]) {
			return true
		}
	}
	return false
}

// startsReference tells whether a text that stands first can be a title and no
// list of names: a sentence of some words, not all of them with capitals.
func startsReference(s string) bool {
	if strings.Count(s, ", ") > 3 || strings.Contains(s, "; ") {
		return false
	}
	words, low := 0, 0
	for w := range strings.FieldsSeq(s) {
		words++
		if lowerAt(w, 0) > 0 && !(joinsBody(w) && w != "for") {
			low++
		}
	}
	return words >= 4 && low >= 1 && (low >= 2 || words >= 6) && upperAt(s, 0) > 0
}

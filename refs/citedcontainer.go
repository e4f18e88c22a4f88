package refs

import (
	"strings"
	"unicode/utf8"
)

// A container is what looks like the name of a journal with its numbers.
type container struct {
	volume  bool // a volume or year stands behind the name
	pages   bool // and more numbers behind that
	dotted  bool // all words of the name are abbreviated
	crossed bool // a full stop stands inside of the name
}

// containerAt reads the name of a journal and its volume at s[i:]: words with
// capitals, abbreviated or not, then a number, as in "J Clin Ocean 91:819", "Mar.
// Geod. 12, 34–56", "Tides, vol. 3", "Diabetes. 2005;54:1".
func containerAt(s string, i int) container {
	const mostWords, furthest, longestBeforeStop = 14, 160, 6
	c := container{dotted: true}
	words, broken, full := 0, false, false // full: a long word, not abbreviated
	for stop := min(len(s), i+furthest); i < stop && words <= mostWords; {
		switch {
		case isDigit(s[i]):
			if words == 0 {
				return container{}
			}
			return c.with(numeration(s, i))
		case s[i] == '(' && words > 0:
			if n := dateNote(s[i:]); n > 0 && n < 18 {
				if isDigit(byteAt(s, i+n+1)) || isDigit(byteAt(s, i+n+2)) {
					return c.with(2)
				}
				return c.with(1)
			}
			n := strings.IndexByte(s[i:stop], ')') // "Nature (London) 279, 679"
			if n < 0 || upperAt(s, i+1) == 0 {
				return container{}
			}
			i = skipSpace(s, i+n+1)
			continue
		}
		end := i
		for end < stop && !endsNamePart[s[end]] {
			end++
		}
		word := s[i:end]
		if word == "" || !isUpper(word[0]) && upperAt(s, i) == 0 && (words == 0 || !broken && !isLowWord(word) && !volumeWord(word)) {
			return container{}
		}
		if words > 0 && volumeWord(word) {
			at := end
			for at < stop && (s[at] == '.' || s[at] == ' ' || s[at] == 0xC2 || s[at] == 0xB0) {
				at++
			}
			if isDigit(byteAt(s, at)) {
				return c.with(numeration(s, at))
			}
			if upperAt(s, i) == 0 {
				return container{}
			}
		}
		broken = s[end-1] == '-'
		words++
		if end == stop {
			return container{}
		}
		switch s[end] {
		case '.':
			end++
			if end < stop && s[end] == ',' {
				end++
				if at := skipSpace(s, end); !isDigit(byteAt(s, at)) && !volumeAt(s, at) {
					return container{}
				}
			} else if at := skipSpace(s, end); !isDigit(byteAt(s, at)) {
				if full {
					return container{}
				}
				c.crossed = true
			}
		case ',':
			end++
			at := skipSpace(s, end)
			if !isDigit(byteAt(s, at)) && !volumeAt(s, at) || yearAt(s, at) > 0 && numeration(s, at) < 2 { // "Oslo, 1999."
				return container{}
			}
			c.dotted = false
		case ':', ';':
			end++
			if at := skipSpace(s, end); !isDigit(byteAt(s, at)) && !(c.dotted && upperAt(s, at) > 0) { // "J. Phys. B: At. Mol."
				return container{}
			}
			c.dotted = c.dotted && len(word) == 1
		case ')', '[', ']':
			return container{}
		default:
			c.dotted = c.dotted && len(word) == 1
			full = full || len(word) > longestBeforeStop || lowerAt(word, 0) > 0 && word != "of" && word != "and"
		}
		i = skipSpace(s, end)
	}
	return container{}
}

// endsNamePart has the bytes behind a word of a journal's name.
var endsNamePart = [256]bool{' ': true, '.': true, ',': true, ':': true, ';': true, '(': true, ')': true, '[': true, ']': true}

// with gives the container with what numeration said.
func (c container) with(n int) container {
	if n == 0 {
		return container{}
	}
	c.volume, c.pages = true, n > 1
	return c
}

// volumeWord tells words that stand in front of a volume's or issue's number.
func volumeWord(w string) bool {
	if len(w) > len("volume") {
		return false
	}
	switch w {
	case "vol", "Vol", "v", "V", "volume", "Volume", "no", "No", "n", "N", "nr", "Nr", "t", "T", "tome", "Tome", "bd", "Bd", "Band", "Jg", "issue", "Issue", "Т", "т", "№", "Вып", "вып", "Vyp", "n°", "nº", "Heft", "H", "art", "Art":
		return true
	}
	return false
}

// volumeAt tells whether such a word and a number stand at s[i:].
func volumeAt(s string, i int) bool {
	end := i
	for end < len(s) && end-i < 12 && strings.IndexByte(" .,:;", s[end]) < 0 {
		end++
	}
	if !volumeWord(s[i:end]) {
		r, n := utf8.DecodeRuneInString(s[i:])
		return r == '№' && isDigit(byteAt(s, skipSpace(s, i+n)))
	}
	for end < len(s) && (s[end] == '.' || s[end] == ' ') {
		end++
	}
	return isDigit(byteAt(s, end))
}

// numeration reads the numbers behind the name of a journal that start at s[i:]:
// 2 if they are a volume and pages, 1 if they may be, 0 if they are none.
func numeration(s string, i int) int {
	end := i
	for end < len(s) && (isDigit(s[end]) || s[end] == '-' || s[end] == '/') {
		end++
	}
	if end < len(s) && isLetter(s[end]) && !isAlnum(byteAt(s, end+1)) { // "83B"
		end++
	}
	if strings.HasPrefix(s[end:], "–") {
		end += len("–")
		for end < len(s) && isDigit(s[end]) {
			end++
		}
	}
	if end-i > 12 {
		return 0
	}
	at := end
	if at < len(s) && s[at] == ' ' {
		at++
	}
	if at == len(s) {
		return 1
	}
	switch s[at] {
	case '(':
		if isDigit(byteAt(s, at+1)) || dateNote(s[at:]) > 0 {
			return 2
		}
		if yearAt(s, i) > 0 {
			return 0 // "Brandt, 1986 (Bivalvia)"
		}
		return 1
	case ':', ',', ';':
		at = skipSpace(s, at+1)
		if isDigit(byteAt(s, at)) || isLetter(byteAt(s, at)) && isDigit(byteAt(s, at+1)) || volumeAt(s, at) || strings.HasPrefix(s[at:], "p.") || strings.HasPrefix(s[at:], "pp") || strings.HasPrefix(s[at:], "doi") || strings.HasPrefix(s[at:], "(") {
			return 2
		}
		return 0
	case '.':
		if at+1 == len(s) {
			return 1
		}
		if s[at+1] == ' ' {
			return 1
		}
	}
	if isDigit(s[at]) && at > end || strings.HasPrefix(s[at:], "p. ") || strings.HasPrefix(s[at:], "pp. ") || strings.HasPrefix(s[at:], "no. ") {
		return 2
	}
	return 0
}

// placeAt tells whether a place and a publisher stand at s[i:], "New York:
// Wiley".
func placeAt(s string, i int) bool {
	for words := 0; words < 4; words++ {
		end := capitalWord(s, i)
		if end == i || end >= len(s) {
			return false
		}
		if s[end] == ' ' && end+1 < len(s) && s[end+1] == ':' {
			end++
		}
		switch s[end] {
		case ':':
			at := skipSpace(s, end+1)
			return at > end+1 && upperAt(s, at) > 0
		case ' ':
			i = end + 1
		case ',':
			if byteAt(s, end+1) != ' ' {
				return false
			}
			i = end + 2
		default:
			return false
		}
	}
	return false
}

// pagesAt tells whether page numbers stand at s[i:]: "p. 5", "pp. 5–9".
func pagesAt(s string, i int) bool {
	for _, w := range []string{"p. ", "pp. ", "p.", "pp."} {
		if strings.HasPrefix(s[i:], w) && isDigit(byteAt(s, i+len(w))) {
			return true
		}
	}
	return false
}

// editedAt tells whether the words for an editor or a translator stand at s[i:].
func editedAt(s string, i int) bool {
	for _, w := range []string{"ed. ", "eds. ", "edited by ", "trans. ", "translated by ", "trad. ", "hrsg. ", "Hrsg. ", "hg. ", "éd. ", "под ред"} {
		if strings.HasPrefix(s[i:], w) {
			return true
		}
	}
	return false
}

// editionAt tells whether an edition stands at s[i:]: "2nd ed.", "3. Aufl.".
func editionAt(s string, i int) bool {
	end := i
	for end < len(s) && isDigit(s[end]) && end < i+2 {
		end++
	}
	if end == i {
		return false
	}
	for end < len(s) && (isLower(s[end]) || s[end] == '.' || s[end] == ' ') && end < i+6 {
		if isEdition(s[end:]) {
			return true
		}
		end++
	}
	return isEdition(s[end:])
}

func isEdition(s string) bool {
	return foldPrefix(s, "ed") || foldPrefix(s, "aufl") || strings.HasPrefix(s, "éd") || strings.HasPrefix(s, "изд")
}

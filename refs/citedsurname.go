package refs

import (
	"unicode"
	"unicode/utf8"
)

// surname gives the end of a surname of at most so many words, with its
// particles, at s[i:]; i if there is none.
func surname(s string, i, words int) int {
	end := i
	for at := i; words > 0; words-- {
		behind := particles(s, at)
		w := capitalWord(s, behind)
		if w == behind && behind > at { // "Du J" has no particle
			behind, w = at, capitalWord(s, at)
		}
		if w == behind {
			break
		}
		end = w
		if w == len(s) || s[w] != ' ' {
			break
		}
		at = w + 1
	}
	return end
}

// capitalWord gives the end of a word of letters that starts with a capital, has
// more than one letter, and can be a name; i if there is none.
func capitalWord(s string, i int) int {
	n := upperAt(s, i)
	if n == 0 {
		return i
	}
	end := i + n
	for end < len(s) {
		c := s[end]
		if c < utf8.RuneSelf {
			if isLetter(c) || (c == '-' || c == '\'' || c == '`') && end+1 < len(s) && (isLetter(s[end+1]) || s[end+1] >= utf8.RuneSelf) {
				end++
				continue
			}
			if c == '-' && end+2 < len(s) && s[end+1] == ' ' && isLetter(s[end+2]) { // a line ended here
				end += 2
				continue
			}
			break
		}
		r, m := utf8.DecodeRuneInString(s[end:])
		if unicode.IsLetter(r) && !isWide(r) || unicode.IsMark(r) || r == '’' || r == '´' || r == 'ʼ' || r == '\u2010' || r == '\u2011' || isInvisible(r) {
			end += m
			continue
		}
		break
	}
	if end == i+n || nameless(s[i:end]) {
		return i
	}
	if s[i:end] == "St" && end < len(s) && s[end] == '.' {
		end++
	}
	return end
}

// nameless tells words with which no name goes on, though they have a capital.
func nameless(s string) bool {
	switch s {
	case "And", "The", "Of", "In", "For", "From", "With", "Und", "Et", "Ed", "Eds", "Hrsg", "Vol", "No", "Nr", "Pp", "URL", "DOI", "ISBN", "ISSN", "PMID", "Available", "Accessed", "Retrieved":
		return true
	}
	return false
}

// particles gives the place behind the particles of a name at s[i:], "van der ",
// "de la "; i if there are none.
func particles(s string, i int) int {
	for {
		n := 0
		switch {
		case i >= len(s):
			return i
		case particleStarts[s[i]]:
			n = particle(s[i:])
		}
		if n == 0 {
			return i
		}
		i += n
	}
}

var particleStarts = [256]bool{'v': true, 'd': true, 'l': true, 't': true, 'z': true, 'a': true, 'e': true, 'b': true, 'i': true, 'V': true, 'D': true, 'L': true, 'T': true, 'E': true, 'A': true}

// particle gives the length of the particle that s starts with, and of the space
// or apostrophe behind it; 0 if there is none.
func particle(s string) int {
	k := 0
	for k < len(s) && k < 6 && isLetter(s[k]) {
		k++
	}
	if k < 1 || k == len(s) || k == 6 {
		return 0
	}
	switch s[k] {
	case ' ':
	case '\'':
		if s[0] == 'd' && k == 1 || s[:k] == "dell" || s[:k] == "l" {
			return k + 1
		}
		return 0
	case '-':
		if s[:k] == "al" || s[:k] == "el" || s[:k] == "ibn" {
			return k + 1
		}
		return 0
	default:
		return 0
	}
	switch s[:k] {
	case "van", "von", "der", "den", "de", "la", "le", "del", "della", "di", "da", "dos", "das", "do", "du", "des", "ter", "ten", "te", "zu", "zur", "vom", "af", "av", "el", "al",
		"bin", "ibn", "ben", "dal", "dalla", "degli", "los", "las", "Van", "Von", "De", "La", "Le", "Del", "Della", "Di", "Da", "Dos", "Du", "Ter", "Ten", "El", "Al":
		return k + 1
	}
	return 0
}

// nameSuffix gives the place behind "Jr", ", Jr.", "III", "3rd" at s[i:]; i if
// there is none.
func nameSuffix(s string, i int) int {
	at := i
	if at < len(s) && s[at] == ',' {
		at++
	}
	if at >= len(s) || s[at] != ' ' {
		return i
	}
	at++
	end := at
	for end < len(s) && isAlnum(s[end]) && end-at < 4 {
		end++
	}
	switch s[at:end] {
	case "Jr", "Sr":
		if end < len(s) && s[end] == '.' && at > i+1 { // not the full stop behind the list
			end++
		}
	case "II", "III", "IV", "2nd", "3rd", "4th":
	default:
		return i
	}
	if !endsWord(s, end) {
		return i
	}
	return end
}

// endsWord tells whether no letter or digit stands at s[i:].
func endsWord(s string, i int) bool {
	if i >= len(s) {
		return true
	}
	if c := s[i]; c < utf8.RuneSelf {
		return !isAlnum(c) && c != '-' && c != '\'' && c != '_' && c != '@' && (c != '/' || upperAt(s, i+1) > 0)
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '’' && !isDash(r) || isWide(r)
}

func hasLower(s string) bool {
	for i := range len(s) {
		if isLower(s[i]) || s[i] >= utf8.RuneSelf && lowerAt(s, i) > 0 {
			return true
		}
	}
	return false
}

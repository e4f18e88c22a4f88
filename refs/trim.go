package refs

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// trimmed gives the end of the link s[start:end] without the punctuation of the
// sentence around it: GitHub Flavored Markdown 6.9 (trailing punctuation, a
// closing bracket without its opening one, the rest of an entity), one
// character at a time, and without a note that sticks to it.
func (f *finder) trimmed(start, end int, isDOI bool) int {
	s := f.text
	for {
		end = trimPunctuation(s, start, end, isDOI)
		cut := tailNote(s, start, end)
		if cut == end {
			return end
		}
		end = cut
	}
}

func trimPunctuation(s string, start, end int, isDOI bool) int {
	var open, closed [3]int
	for i := start; i < end; i++ {
		switch s[i] {
		case '(', '[', '{':
			open[bracketKind(s[i])]++
		case ')', ']', '}':
			closed[bracketKind(s[i])]++
		}
	}
	for end > start {
		c := s[end-1]
		switch {
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeLastRuneInString(s[start:end])
			if !isInvisible(r) && !isDash(r) && unicode.IsOneOf([]*unicode.RangeTable{unicode.L, unicode.M, unicode.N, unicode.S}, r) {
				return end
			}
			end -= n
			continue
		case c == ';':
			if i := strings.LastIndexByte(s[start:end-1], '&'); i >= 0 && isEntityName(s[start+i+1:end-1]) {
				end = start + i
				continue
			}
		case strings.IndexByte(".,:!?'*_~|\\", c) >= 0, c == '#' && isDOI:
		case c == '(' || c == '[' || c == '{':
			open[bracketKind(c)]--
		case c == ')' || c == ']' || c == '}':
			k := bracketKind(c)
			if closed[k] <= open[k] {
				return end
			}
			closed[k]--
		case c == '<':
		default:
			if cut := yearTail(s[start:end], open[0] > closed[0]); cut > 0 {
				open[0]--
				end = start + cut
				continue
			}
			return end
		}
		end--
	}
	return end
}

// isEntityName tells whether s can be the name of a character reference.
func isEntityName(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isAlnum(s[i]) {
			return false
		}
	}
	return s != "" && len(s) < 32
}

// yearTail gives the place of a bracket that opens a year which ends s and is
// never closed there, as in "10.1000/182(2018"; 0 if there is none.
func yearTail(s string, unclosed bool) int {
	i := strings.LastIndexByte(s, '(')
	if !unclosed || i < 1 || len(s)-i != 5 || !isYear(s[i+1:]) {
		return 0
	}
	return i
}

func isYear(s string) bool {
	return len(s) == 4 && allDigits(s) && (s[:2] == "19" || s[:2] == "20")
}

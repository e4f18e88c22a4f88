package refs

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// style is the way in which an entry is marked.
type style uint8

const (
	unmarked  style = iota
	dotted          // 1.
	closed          // 1) or 1]
	enclosed        // (1)
	bracketed       // [1]
	raised          // ¹
	circled         // ①, and its like for (1) and 1.
	roman           // ii. or (ii)
	bare            // 1 and a space
	named           // [Knuth84]
	noted           // [^1]:
	bulleted        // a bullet
)

// marker reads what an entry of a list may start with at s[at:] and gives the
// place of the text behind it.
func marker(s string, at int) (style, int32, int) {
	switch c := s[at]; {
	case isDigit(c):
		return numberMarker(s, at)
	case c == '(':
		return enclosedMarker(s, at, at+1)
	case c == '[':
		return bracketMarker(s, at, at+1, "]")
	case c == '-' || c == '*' || c == '+':
		if i := at + 1; i < len(s) && isBlank(s[i]) {
			return bulleted, 0, behindMarker(s, i)
		}
	case c == 'i' || c == 'v' || c == 'x':
		return romanMarker(s, at, at, ".)")
	case c >= utf8.RuneSelf:
		return foreignMarker(s, at)
	}
	return unmarked, 0, at
}

// foreignMarker reads a marker whose first character is not one of ASCII.
func foreignMarker(s string, at int) (style, int32, int) {
	for _, opener := range []struct{ open, close string }{{"【", "】"}, {"［", "］"}, {"〔", "〕"}} {
		if strings.HasPrefix(s[at:], opener.open) {
			return bracketMarker(s, at, at+len(opener.open), opener.close)
		}
	}
	switch r, n := utf8.DecodeRuneInString(s[at:]); {
	case r == '（':
		return enclosedMarker(s, at, at+n)
	case isFullWidth(r):
		return numberMarker(s, at)
	case circledNumber(r) > 0:
		return circled, circledNumber(r), behindMarker(s, at+n)
	case raisedDigit(r) >= 0:
		return raisedMarker(s, at)
	case r == '•' || r == '–' || r == '—' || r == '▪' || r == '●' || r == '◦' || r == '‣' || r == '·':
		if i := at + n; i < len(s) && isBlank(s[i]) {
			return bulleted, 0, behindMarker(s, i)
		}
	}
	return unmarked, 0, at
}

func numberMarker(s string, at int) (style, int32, int) {
	n, i := number(s, at)
	if i == at {
		return unmarked, 0, at
	}
	if i == len(s) {
		return bare, n, i
	}
	switch c := s[i]; {
	case c == '.' && i+1 < len(s) && s[i+1] == ')':
		return closed, n, behindMarker(s, i+2)
	case c == '.' && (i+1 == len(s) || !isDigit(s[i+1])):
		return dotted, n, behindMarker(s, i+1)
	case c == ')' || c == ']':
		return closed, n, behindMarker(s, i+1)
	case hasAnyPrefix(s[i:], []string{"．", "、"}):
		return dotted, n, behindMarker(s, i+3)
	case hasAnyPrefix(s[i:], []string{"）", "］"}):
		return closed, n, behindMarker(s, i+3)
	case isBlank(c):
		return bare, n, behindMarker(s, i)
	}
	return unmarked, 0, at
}

// enclosedMarker reads "(1)", "(1.)" or "(ii)", whose bracket is at start.
func enclosedMarker(s string, start, at int) (style, int32, int) {
	if n, i := number(s, at); i > at {
		rest := strings.TrimPrefix(s[i:], ".")
		for _, closer := range []string{")", "）"} {
			if strings.HasPrefix(rest, closer) {
				return enclosed, n, behindMarker(s, len(s)-len(rest)+len(closer))
			}
		}
		return unmarked, 0, start
	}
	return romanMarker(s, start, at, ")")
}

// bracketMarker reads a label that starts at at, its bracket at start.
func bracketMarker(s string, start, at int, closer string) (style, int32, int) {
	const longest = 40
	n := strings.Index(s[at:min(len(s), at+longest)], closer)
	if n <= 0 {
		return unmarked, 0, start
	}
	label, i := s[at:at+n], at+n+len(closer)
	if num, end := number(s, at); end == at+n && num > 0 {
		if i+1 < len(s) && s[i] == '.' && isBlank(s[i+1]) { // "[1]. Smith"
			i++
		}
		return bracketed, num, behindMarker(s, i)
	}
	if label[0] == '^' && i < len(s) && s[i] == ':' {
		return noted, 0, behindMarker(s, i+1)
	}
	if strings.ContainsAny(label, " \t/:([") || i < len(s) && (s[i] == '(' || s[i] == ':') {
		return unmarked, 0, start
	}
	return named, 0, behindMarker(s, i)
}

// romanMarker reads a number in small Roman numerals up to xxxix at s[at:],
// behind which one of closers must stand; the marker starts at start.
func romanMarker(s string, start, at int, closers string) (style, int32, int) {
	i := at
	for i < len(s) && i-at < 8 && (s[i] == 'i' || s[i] == 'v' || s[i] == 'x') {
		i++
	}
	n := romanNumber(s[at:i])
	if n == 0 || i == len(s) || strings.IndexByte(closers, s[i]) < 0 || i+1 < len(s) && !isBlank(s[i+1]) {
		return unmarked, 0, start
	}
	return roman, n, behindMarker(s, i+1)
}

// romanNumber gives the value of a numeral of i, v and x; 0 if it is none.
func romanNumber(s string) int32 {
	tens := len(s) - len(strings.TrimLeft(s, "x"))
	if tens > 3 {
		return 0
	}
	for ones, numeral := range []string{"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"} {
		if s[tens:] == numeral {
			return int32(10*tens + ones)
		}
	}
	return 0
}

// raisedMarker reads a number in superscript digits.
func raisedMarker(s string, at int) (style, int32, int) {
	n, i := int32(0), at
	for i < len(s) && i-at < 12 {
		r, size := utf8.DecodeRuneInString(s[i:])
		d := raisedDigit(r)
		if d < 0 {
			break
		}
		n = n*10 + d
		i += size
	}
	if n == 0 {
		return unmarked, 0, at
	}
	return raised, n, behindMarker(s, i)
}

// raisedDigit gives the value of a superscript digit, -1 for any other
// character.
func raisedDigit(r rune) int32 {
	switch r {
	case '¹':
		return 1
	case '²':
		return 2
	case '³':
		return 3
	}
	if r == '⁰' || r >= '⁴' && r <= '⁹' {
		return r - '⁰'
	}
	return -1
}

// circledNumber gives the number that is one character with its circle,
// brackets or full stop (Unicode, Enclosed Alphanumerics and Enclosed CJK); 0
// for any other character.
func circledNumber(r rune) int32 {
	for _, block := range []struct{ first, last, number rune }{
		{'①', '⑳', 1}, {'⑴', '⒇', 1}, {'⒈', '⒛', 1}, {'❶', '❿', 1}, {'㉑', '㉟', 21}, {'㊱', '㊿', 36},
	} {
		if r >= block.first && r <= block.last {
			return r - block.first + block.number
		}
	}
	return 0
}

// number reads up to five digits, full-width ones too, at s[at:]; 0 digits or
// more than five give at.
func number(s string, at int) (int32, int) {
	n, i := int32(0), at
	for digits := 0; i < len(s); digits++ {
		d, size := int32(s[i])-'0', 1
		if s[i] >= utf8.RuneSelf {
			r, wide := utf8.DecodeRuneInString(s[i:])
			d, size = r-'０', wide
		}
		if d < 0 || d > 9 {
			break
		}
		if digits == 5 {
			return 0, at
		}
		n = n*10 + d
		i += size
	}
	return n, i
}

func behindMarker(s string, at int) int {
	for at < len(s) && isBlank(s[at]) {
		at++
	}
	return at
}

// labelOf gives the label that the marker of a line shows, as written; a number
// in other digits than ASCII's in those.
func (l line) labelOf(text string) string {
	if l.style == unmarked || l.style == bulleted {
		return ""
	}
	m := strings.TrimRight(text[l.start:l.body], " \t\n\r\f\v.):]）】］〕．、")
	for _, opener := range []string{"(", "（", "[^", "[", "【", "［", "〔"} {
		if rest, ok := strings.CutPrefix(m, opener); ok {
			m = rest
			break
		}
	}
	if l.number > 0 && !isASCII(m) {
		return strconv.Itoa(int(l.number))
	}
	return m
}

package refs

import (
	"strings"
	"unicode/utf8"
)

// tail reads what stands between authors and title: roles, the year, punctuation.
func (b byline) tail(s string, i int) (byline, bool) {
	if b.sep == 0 {
		b.sep = ' '
		if i > 0 && s[i-1] == '.' {
			b.sep = '.'
		}
	}
	for i < len(s) {
		switch c := s[i]; {
		case c == ' ':
			i++
			continue
		case c == '.' || c == ':' || c == ',' || c == ';':
			b.sep = c
			i++
			continue
		case c == '(' || c == '[':
			if n := dateNote(s[i:]); n > 0 {
				b.year, b.sep = true, '.'
				i += n
				continue
			}
		case isDigit(c) && !b.year:
			if yearAt(s, i) > 0 {
				end := i + 4
				if end < len(s) && isLower(s[end]) && endsWord(s, end+1) {
					end++
				}
				if end == len(s) || strings.IndexByte(".,:; )", s[end]) >= 0 {
					b.year, b.sep = true, '.'
					i = end
					continue
				}
			}
		case c >= utf8.RuneSelf || c == '-':
			if r, n := utf8.DecodeRuneInString(s[i:]); (isDash(r) || r == '-') && i+n < len(s) && s[i+n] == ' ' {
				b.sep = '.'
				i += n
				continue
			}
		}
		if end := roleAt(s, i); end > i {
			i = end
			continue
		}
		if end := undated(s, i); end > i {
			b.year, b.sep = true, '.'
			i = end
			continue
		}
		break
	}
	b.end = i
	return b, true
}

// undated gives the end of the words at s[i:] that stand for a year; i if there
// are none.
func undated(s string, i int) int {
	if strings.IndexByte("FfIinN", s[i]) < 0 {
		return i
	}
	for _, w := range []string{"forthcoming.", "in press.", "n.d.", "n. d."} {
		if foldPrefix(s[i:], w) {
			return i + len(w)
		}
	}
	return i
}

// dateNote gives the length of the brackets that s starts with if they hold a
// date of publication or say that there is none; else 0.
func dateNote(s string) int {
	const longest = 44 // bytes
	closers := ")"
	if s[0] == '[' {
		closers = "]"
	}
	n := strings.IndexAny(s[1:min(len(s), longest)], closers) + 1
	if n < 3 {
		return 0
	}
	inner := s[1:n]
	switch strings.ToLower(inner) {
	case "n.d.", "n.d", "nd", "n. d.", "s. a.", "s.a.", "s. f.", "s.f.", "o. j.", "o.j.", "in press", "forthcoming", "im druck", "submitted", "б. г.", "б.г.", "accepted", "to appear":
		return n + 1
	}
	for k := range len(inner) {
		if yearAt(inner, k) > 0 && (k == 0 || !isAlnum(inner[k-1])) {
			return n + 1
		}
	}
	return 0
}

// roleWords say what the people in front of them did.
var roleWords = []string{"(eds", "(ed.", "(ed)", "(hrsg", "(hg", "(hgg", "(editor", "(dir.", "(dirs", "(coord", "(org.", "(orgs", "(éd", "(red.", "(red)", "(ред", "(под ред", "(comp", "(trans", "(a cura", "(series ed", "(director", "(guest ed",
	"eds.", "ed.", "eds)", "eds,", "ed,", "editors", "editor", "hrsg.", "hg.", "dir.", "orgs.", "org."}

// roleAt gives the end of such words at s[i:], i if there are none.
func roleAt(s string, i int) int {
	if i+2 >= len(s) || s[i] != '(' && (strings.IndexByte("eEhHdDoO", s[i]) < 0 || strings.IndexByte("dDgGiIrR", s[i+1]) < 0) || s[i] == '(' && isDigit(s[i+1]) {
		return i
	}
	for _, w := range roleWords {
		if !foldPrefix(s[i:], w) {
			continue
		}
		if w[0] == '(' {
			if n := strings.IndexByte(s[i:min(len(s), i+40)], ')'); n > 0 {
				return i + n + 1
			}
			continue
		}
		if end := i + len(w); !isAlnum(s[end-1]) || endsWord(s, end) {
			return end
		}
	}
	return i
}

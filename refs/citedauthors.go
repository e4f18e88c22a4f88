package refs

import (
	"strings"
	"unicode/utf8"
)

// A byline is what a reference begins with if it begins with its authors.
type byline struct {
	authors []string
	end     int  // where what follows it starts
	sep     byte // the punctuation behind it: '.', ',', ':', or ' ' for none
	year    bool // the year of publication stands in it
}

// readByline reads the authors that s starts with, in the forms of the usual
// styles: names inverted or not, with initials or in full, with commas,
// semicolons or words between them. ok is false if s starts with no such list
// or leaves a doubt.
func readByline(s string) (b byline, ok bool) {
	if n := dashedAuthor(s); n > 0 { // "———. Title": the author of the entry before
		return b.tail(s, n)
	}
	var room [16]string
	authors := room[:0]
	first, joined, dotted := noName, false, false // dotted: the initials of the first name are
	for i := 0; ; {
		n := readName(s, i)
		if n.form == noName || first != noName && !n.fits(first) || dotted && n.form == forward && !n.initials.dotted {
			if first == given {
				n = readPlain(s, i)
			}
			if first == noName || n.form == noName || !n.fits(first) || dotted && n.form == forward && !n.initials.dotted {
				if first == noName {
					return b, false
				}
				end := readCollective(s, i, true)
				if end == i {
					// Not a name, so the list ended with the comma.
					if j := len(strings.TrimRight(s[:i], " ")); s[j-1] != ',' {
						return b, false
					}
					b.authors = copied(authors)
					b.sep = ','
					return b.tail(s, i)
				}
				if len(authors) == 1 && first == forward && readCollective(s, 0, false) == end {
					return b, false // "U.S. Tide and Gauge Office" is one
				}
				n = personName{form: first, end: end}
			}
		}
		next, more := nextName(s, n)
		if next < 0 && len(authors) > 0 && !joined && s[i-2] == ',' { // "Smith, J., A New Tide"
			b.authors, b.sep = copied(authors), ','
			return b.tail(s, i)
		}
		if first == noName {
			first, dotted = n.form, n.initials.dotted
		}
		authors = append(authors, s[i:n.end])
		if !more {
			if next < 0 {
				return b, false
			}
			last := &authors[len(authors)-1]
			if n.form == surnameFirst && strings.HasSuffix(*last, ".") && n.initials.n == 1 && (len(authors) == 1 || !strings.HasSuffix(authors[0], ".")) {
				*last = strings.TrimSuffix(*last, ".") // it ends the list, not the initial
			}
			// "Smith J. E. coli in water": the title has the last initial.
			if at := n.initials.last; at > 0 && n.form != forward && next == n.end && startsLowerWord(s, next) {
				*last = strings.TrimRight(s[i:at], " ")
				next = at
			}
			b.authors = copied(authors)
			b, ok = b.tail(s, next)
			if first == given && (n.form == plain && !joined || len(authors) == 1 && b.sep == ',') {
				ok = b.year || quoteAt(s, b.end) > 0 // else "Tides, Winds, and more"
			}
			return b, ok
		}
		i = next
		joined = strings.IndexByte(",;", s[i-2]) < 0
	}
}

// copied gives what is in all with memory of its own, no more than it needs.
func copied(all []string) []string {
	c := make([]string, len(all))
	copy(c, all)
	return c
}

// startsLowerWord tells whether " word" in small letters stands at s[i:].
func startsLowerWord(s string, i int) bool {
	return i+1 < len(s) && s[i] == ' ' && lowerAt(s, i+1) > 0 && joinWord(s[i+1:]) == 0 && particle(s[i+1:]) == 0 && !strings.HasPrefix(s[i+1:], "et al")
}

// nextName looks at what follows a name. It gives the start of the next one if
// the list goes on, else the place where the list ends, -1 if no list ends so.
func nextName(s string, n personName) (next int, more bool) {
	i := n.end
	if end := othersAt(s, i); end > i {
		return end, false
	}
	at := i
	if at < len(s) && s[at] == ' ' {
		at++
	}
	if at == len(s) {
		return at, false
	}
	switch s[at] {
	case ';':
		at = skipSpace(s, at+1)
		return at + joinWord(s[at:]), true
	case ',':
		at = skipSpace(s, at+1)
		for strings.HasPrefix(s[at:], "…") || strings.HasPrefix(s[at:], "...") || strings.HasPrefix(s[at:], ". . .") {
			at += len("…")
			for at < len(s) && strings.IndexByte(". &,", s[at]) >= 0 {
				at++
			}
		}
		if yearAt(s, at) > 0 || at < len(s) && s[at] == '(' || roleAt(s, at) > at || quoteAt(s, at) > 0 {
			return i, false
		}
		if at < len(s) && s[at] == '&' && joinWord(s[at:]) == 0 {
			return at + 1, true
		}
		return at + joinWord(s[at:]), true
	case '.', ':', '(', '[':
		return at, false
	}
	if k := joinWord(s[at:]); k > 0 && at > i {
		return at + k, true
	}
	if s[at] == '&' || s[at] == '/' && at == i && upperAt(s, at+1) > 0 {
		return at + 1, true
	}
	if i < at && n.form == surnameFirst && n.initials.dotted && anotherName(s, at) {
		return at, true
	}
	switch {
	case i > 0 && s[i-1] == '.', yearAt(s, at) > 0, roleAt(s, at) > at, quoteAt(s, at) > 0:
		return i, false
	case strings.HasPrefix(s[at:], "– ") || strings.HasPrefix(s[at:], "— ") || strings.HasPrefix(s[at:], "- ") || strings.HasPrefix(s[at:], "/ "):
		return i, false
	}
	return -1, false
}

// anotherName tells whether names follow one another with spaces alone between
// them, as where a page's style sets them apart: a name at s[i:], and behind it
// the year or the next name.
func anotherName(s string, i int) bool {
	n := readName(s, i)
	if n.form != surnameFirst || !n.initials.dotted || byteAt(s, n.end) != ' ' {
		return false
	}
	if byteAt(s, n.end+1) == '(' {
		return dateNote(s[n.end+1:]) > 0
	}
	next := readName(s, n.end+1)
	return next.form == surnameFirst && next.initials.dotted
}

// joinWord gives the length of a word between names that s starts with, and of
// the space behind it; 0 if there is none.
func joinWord(s string) int {
	k := 0
	for k < len(s) && k < 8 && s[k] != ' ' {
		k++
	}
	if k == 0 || k >= 8 || k == len(s) {
		return 0
	}
	switch s[:k] {
	case "and", "&", "et", "und", "y", "e", "i", "og", "och", "en", "ve", "и", "та", "i.", "u.", "a", "&amp;", "And", "AND":
		if s[:k] == "et" && strings.HasPrefix(s[k+1:], "al") {
			return 0
		}
		return k + 1
	}
	return 0
}

// othersWords say that there are more authors than are named.
var othersWords = []string{"et al", "et. al", "et coll", "and others", "and colleagues", "u. a", "u.a", "и др", "i dr", "та ін", "y otros", "y col", "e outros", "i in.", "[et al", "[и др", "& al", "e.a.", "m.fl", "ve ark", "vd."}

// othersAt gives the end of such words at s[i:], without a full stop that ends
// the list too; i if there are none.
func othersAt(s string, i int) int {
	if i >= len(s) || s[i] != ',' && s[i] != ' ' && s[i] != ';' {
		return i
	}
	at := i
	for at < len(s) && (s[at] == ',' || s[at] == ' ' || s[at] == ';') && at < i+3 {
		at++
	}
	if at == len(s) || s[at] < utf8.RuneSelf && strings.IndexByte("eauyoi[vm", s[at]) < 0 && !strings.HasPrefix(s[at:], "& al") {
		return i
	}
	for _, w := range othersWords {
		if strings.HasPrefix(s[at:], w) && (endsWord(s, at+len(w)) || strings.HasPrefix(w, "y col")) {
			end := at + len(w)
			for end < len(s) && (isLower(s[end]) || s[end] == ']') {
				end++
			}
			return end
		}
	}
	return i
}

// dashedAuthor gives the length of the dashes that s starts with for an author
// named before; 0 if it starts with none.
func dashedAuthor(s string) int {
	i := 0
	for i < len(s) {
		if r, n := utf8.DecodeRuneInString(s[i:]); r == '_' || r == '-' || r == '—' || r == '–' || r == '―' {
			i += n
			continue
		}
		break
	}
	if i < 3 || strings.HasPrefix(s, "—") && i == len("—") || i == len(s) || strings.IndexByte(".,: (", s[i]) < 0 {
		return 0
	}
	return i
}

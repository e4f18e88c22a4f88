package refs

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// alternatives gives the readings that are worth a try if what is written,
// sound as it looks, leads nowhere.
func (l *Link) alternatives() []Repair {
	if rs := l.behindCustom(); rs != nil {
		return rs
	}
	if i := functionWord(l.Written); i > 0 {
		read := Link{Kind: l.Kind, Written: l.Written[:i]}
		if read.literal(); read.Target != "" {
			return []Repair{{read.Target, GluedText, Guess, "The word at its end may be one of the text."}}
		}
	}
	if l.Kind == KindDOI {
		return alternativeDOIs(l.ID)
	}
	if i := tailInDoubt(l.Written); i > 0 {
		if t, err := ParseTarget(withScheme(l.Written[:i])); err == nil {
			return []Repair{{t, GluedText, Guess, "The end may be a part of the text, not of the address."}}
		}
	}
	for _, other := range []struct {
		written, rule, why string
	}{
		{mapDashes(l.Written), WrongDash, "The dash may have been a hyphen."},
		{straightQuotes(l.Written), Homoglyph, "The quotation mark may have been an apostrophe."},
		{withoutAccents(l.Written), Homoglyph, "Most addresses are written without accents."},
		{withoutScheme(l.Written), MalformedURL, "The beginning may be a scheme whose colon and slashes are lost."},
	} {
		if other.written == l.Written {
			continue
		}
		if t, err := ParseTarget(withScheme(other.written)); err == nil && t != l.Target {
			return []Repair{{t, other.rule, Guess, other.why}}
		}
	}
	return nil
}

// straightQuotes puts the apostrophe for the quotation marks that text is set
// with.
func straightQuotes(s string) string {
	return apostrophes.Replace(s)
}

var apostrophes = strings.NewReplacer("’", "'", "‘", "'")

// withoutAccents takes the accents off the Latin letters of s.
func withoutAccents(s string) string {
	if isASCII(s) || !utf8.ValidString(s) {
		return s
	}
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
	if !isASCII(plain) {
		return s // of another script
	}
	return plain
}

// withoutScheme gives an address that begins with a scheme's letters alone
// ("httpmaps.org/a") without them.
func withoutScheme(s string) string {
	for _, scheme := range []string{"https", "http"} {
		if rest, ok := strings.CutPrefix(s, scheme); ok && rest != "" && isLetter(rest[0]) && isHostName(rest[:hostEnd(rest)]) {
			return rest
		}
	}
	return s
}

// alternativeDOIs gives what a DOI may have been that is not registered: with a
// single slash, without a preprint's version, with zeros for the letter O between
// its digits, with two digits of the registrant in the other order if that makes a
// well-known one.
func alternativeDOIs(id string) (rs []Repair) {
	if s := collapseSlashes(id); s != id {
		rs = append(rs, Repair{DOITarget(s), MalformedDOI, Likely, "A slash is doubled; some publishers registered it so, most did not."})
	}
	if s := withoutVersion(id); s != id {
		rs = append(rs, Repair{DOITarget(s), GluedText, Likely, "The version is part of the page's address; the preprint has one DOI for all of them."})
	}
	if s := zerosForO(id); s != id {
		rs = append(rs, Repair{DOITarget(s), Homoglyph, Guess, "The letter O stands between digits."})
	}
	if s := swapped(id); s != id {
		rs = append(rs, Repair{DOITarget(s), MalformedDOI, Guess, "Two digits of its prefix may have changed places."})
	}
	return rs
}

// swapped gives a DOI whose registrant nobody knows with two digits of it in the
// other order, if that makes a well-known one; id itself if none does.
func swapped(id string) string {
	n := len("10.1000")
	if registrantLen(id) != n+1 || wellKnown(id[:n]) {
		return id
	}
	for i := 3; i+1 < n; i++ {
		var b [len("10.1000")]byte
		copy(b[:], id)
		b[i], b[i+1] = b[i+1], b[i]
		if codeFirst[string(b[:])] || publishers[string(b[:])] {
			return string(b[:]) + id[n:]
		}
	}
	return id
}

// publishers are the registrants of the largest publishers, beside codeFirst.
var publishers = fieldSet("10.1016 10.1007 10.1080 10.1017 10.1088 10.1029 10.1039 10.1140 10.1023 10.1006 10.1034 10.1145 10.1186 10.1155 10.1159 10.1051 10.3390 10.1201 10.4324")

func wellKnown(registrant string) bool { return codeFirst[registrant] || publishers[registrant] }

// zerosForO puts zeros for the letters O of a suffix that stand between digits.
func zerosForO(id string) string {
	if !strings.Contains(id, "O") {
		return id
	}
	b := []byte(id)
	for i := registrantLen(id); i > 0 && i < len(b); i++ {
		if b[i] != 'O' || !isDigit(b[i-1]) {
			continue
		}
		end := i
		for end < len(b) && b[end] == 'O' {
			end++
		}
		if end < len(b) && isDigit(b[end]) {
			for ; i < end; i++ {
				b[i] = '0'
			}
		}
	}
	return string(b)
}

// tailInDoubt gives the place where an address may end before its end: in front
// of a last segment in a script without spaces, or of a year in brackets; 0 if
// there is no such doubt.
func tailInDoubt(s string) int {
	if n := len(s) - len("(2014)"); n > 0 && s[n] == '(' && s[len(s)-1] == ')' && isYear(s[n+1:len(s)-1]) && isAlnum(s[n-1]) {
		return n
	}
	i := strings.LastIndexByte(s, '/') + 1
	if i == len(s) || i < len("http://") || isTitleHost(s) {
		return 0
	}
	for _, r := range s[i:] {
		if !isWide(r) {
			return 0
		}
	}
	return i
}

// functionWord gives the start of a word of English prose that sticks to the
// number at the end of s ("119.044802for"); 0 if there is none.
func functionWord(s string) int {
	i := len(s)
	for i > 0 && isLower(s[i-1]) {
		i--
	}
	if i < 2 || !isDigit(s[i-1]) || !isDigit(s[i-2]) {
		return 0
	}
	switch s[i:] {
	case "and", "are", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "see", "that", "the", "to", "was", "which", "with":
		return i
	}
	return 0
}

// behindCustom gives the address without what only its author could use: a
// library's proxy, a session.
func (l *Link) behindCustom() []Repair {
	if rs := l.behindProxy(); rs != nil || l.Kind != KindURL {
		return rs
	}
	if s := withoutSession(string(l.Target)); s != string(l.Target) {
		if t, err := ParseTarget(s); err == nil {
			return []Repair{{t, GluedText, Guess, "The address names a session, which ends; others can follow it without."}}
		}
	}
	return nil
}

// behindProxy gives the address that a library's proxy stands in front of. It
// is no damage: the proxy's members can follow the link. Of the rules that one
// is named whose reason it has, a place that others cannot reach.
func (l *Link) behindProxy() []Repair {
	if l.Kind != KindURL {
		return nil
	}
	if t, c := unproxied(l.Target); t != "" {
		return []Repair{{t, LocalTarget, c, "The address goes through a library's proxy, which only its members can pass."}}
	}
	return nil
}

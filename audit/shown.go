package audit

import (
	"strings"
	"unicode"

	"github.com/refmend/refmend/refs"
)

// Shown is the link as a list shows it: its target, or what is written if there
// is none. An address in letters beyond ASCII is given as it is written, for its
// target has them encoded (RFC 3986, 2.1; RFC 5891) and nobody would find it
// again in the document.
func (l *Link) Shown() string {
	if l.Target == "" || l.Kind == refs.KindURL && beyondASCII(l.Written) {
		return l.Written
	}
	return string(l.Target)
}

// beyondASCII tells whether s is an address with letters beyond ASCII, as the
// reader of a document sees it: in one piece and in nobody's notation.
func beyondASCII(s string) bool {
	scheme, rest, _ := strings.Cut(s, "://")
	letters := false
	for _, r := range rest {
		switch {
		case r == '\\' || r == unicode.ReplacementChar || unicode.IsSpace(r) || !unicode.IsPrint(r):
			return false
		case r > unicode.MaxASCII:
			letters = true
		}
	}
	return letters && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

package refs

import (
	"net/url"
	"strings"
)

func (r *htmlReader) setBase(href string) {
	u, err := url.Parse(strings.TrimSpace(href))
	switch {
	case href == "" || err != nil:
	case u.IsAbs():
		r.base = u
	case r.base != nil:
		r.base = r.base.ResolveReference(u)
	}
}

// resolve gives where an href leads: the base of the document makes a
// relative one absolute. A place in the same document is no link.
func (r *htmlReader) resolve(href string) string {
	trimmed := strings.TrimSpace(href)
	if trimmed == "" || trimmed[0] == '#' {
		return ""
	}
	if r.base == nil || hasScheme(trimmed) {
		return href
	}
	u, err := url.Parse(trimmed)
	if err != nil {
		return href
	}
	return r.base.ResolveReference(u).String()
}

// hasScheme tells whether a URL is absolute (RFC 3986, 3.1).
func hasScheme(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == ':':
			return i > 0
		case isLetter(c), i > 0 && (isDigit(c) || c == '+' || c == '-' || c == '.'):
		default:
			return false
		}
	}
	return false
}

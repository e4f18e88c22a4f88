package refs

import (
	"html"
	"strings"
	"unicode/utf8"
)

// entityAt reads the character reference at the start of s, however often it
// was escaped ("&amp;lt;"), and gives its length and the character it stands
// for; 0 if there is none. Only the references that records and pages put
// instead of ASCII are read: "&copy=1" is a parameter.
func entityAt(s string) (n int, r rune) {
	if s == "" || s[0] != '&' {
		return 0, 0
	}
	n = 1
	for {
		if strings.HasPrefix(s[n:], "amp;") || strings.HasPrefix(s[n:], "#38;") {
			n += len("amp;")
			r = '&'
			continue
		}
		break
	}
	end := strings.IndexByte(s[n:min(len(s), n+10)], ';')
	if end > 0 {
		name := s[n : n+end+1]
		switch name {
		case "lt;", "gt;", "quot;", "apos;", "nbsp;", "shy;", "ndash;", "mdash;", "minus;":
			u, _ := utf8.DecodeRuneInString(html.UnescapeString("&" + name))
			return n + end + 1, u
		}
		if name[0] == '#' && len(name) > 2 {
			if u := html.UnescapeString("&" + name); u[0] != '&' {
				c, _ := utf8.DecodeRuneInString(u)
				return n + end + 1, c
			}
		}
	}
	if r == '&' {
		return n, '&'
	}
	return 0, 0
}

// unescapeEntities resolves character references, up to three rounds: deposits
// at Crossref carry "&amp;lt;" and worse. What is not plain text after that is
// left as it was.
func unescapeEntities(s string) string {
	once := s
	for range 4 {
		next := unescapeOnce(once)
		if next == once {
			return once
		}
		once = next
	}
	return s
}

func unescapeOnce(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if n, r := entityAt(s[i:]); n > 0 {
			b.WriteRune(r)
			i += n
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

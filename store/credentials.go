package store

import (
	"bytes"
	"strings"
)

// stripCredentials takes the user information out of every address in s, a
// URL or a text that quotes some: "https://me:secret@host/" gives
// "https://@host/". The "@" stays, so that an address with credentials and the
// one without remain two. User information is what stands between "//" and the
// last "@" of an authority, which ends at "/", "\", "?" or "#" (WHATWG URL,
// authority state) and in a text at white space or a quotation mark too.
func stripCredentials(s string) string {
	if !strings.Contains(s, "@") {
		return s
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "://")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString("://")
		authority := rest
		if end := strings.IndexAny(rest, "/\\?# \t\r\n\"'<>`"); end >= 0 {
			authority = rest[:end]
		}
		s = rest[strings.LastIndexByte(authority, '@')+1:]
		if len(s) < len(rest) {
			b.WriteByte('@')
		}
	}
}

// stripJSON is stripCredentials for all strings in JSON that was marshalled
// without escaping HTML. It works in place and gives what is left. What the
// escapes of JSON stand for ends an authority or does not, as stripCredentials
// has it; a string's end does.
func stripJSON(b []byte) []byte {
	if bytes.IndexByte(b, '@') < 0 {
		return b
	}
	kept := b[:0]
	for {
		i := bytes.Index(b, []byte("://"))
		if i < 0 {
			return append(kept, b...)
		}
		kept, b = append(kept, b[:i+3]...), b[i+3:]
		at := -1
	authority:
		for j, c := range b {
			switch c {
			case '@':
				at = j
			case '/', '?', '#', ' ', '"', '\'', '<', '>', '`':
				break authority
			case '\\':
				if j+1 < len(b) && b[j+1] != 'u' && b[j+1] != 'b' && b[j+1] != 'f' {
					break authority
				}
			}
		}
		if at > 0 {
			b = b[at:]
		}
	}
}

package refs

import "strings"

// StripCredentials takes the user information out of every address in s, a
// URL or a text that quotes some: "https://me:secret@host/" gives
// "https://@host/". The "@" stays, so that an address with credentials and the
// one without remain two. User information is what stands between "//" and the
// last "@" of an authority, which ends at "/", "\", "?" or "#" (WHATWG URL,
// authority state) and in a text at white space or a quotation mark too.
func StripCredentials(s string) string {
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

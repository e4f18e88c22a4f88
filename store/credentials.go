package store

import (
	"slices"
	"strings"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
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

// withoutCredentials gives o as it may be stored. It shares nothing with o that
// it changes.
func withoutCredentials(o audit.Outcome) audit.Outcome {
	o.Target = refs.Target(stripCredentials(string(o.Target)))
	o.MovedTo = refs.Target(stripCredentials(string(o.MovedTo)))
	o.Verdict.Detail = stripCredentials(o.Verdict.Detail)
	o.Evidence.FinalURL = stripCredentials(o.Evidence.FinalURL)
	o.Evidence.Error = stripCredentials(o.Evidence.Error)
	o.Metadata.Canonical = stripCredentials(o.Metadata.Canonical)
	o.Evidence.Hops = slices.Clone(o.Evidence.Hops)
	for i := range o.Evidence.Hops {
		o.Evidence.Hops[i].URL = stripCredentials(o.Evidence.Hops[i].URL)
	}
	return o
}

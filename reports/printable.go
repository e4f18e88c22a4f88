package reports

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Printable makes untrusted text safe to print on a terminal or into the log
// of a build, on one line:
//
//   - white space other than the plain space (line breaks, tabs) becomes a
//     space, all else that has no shape of its own (control characters, the
//     overrides of writing direction, zero-width characters, bytes that are
//     not UTF-8) is named: <U+001B>, <0xFF>. Joiners between letters of
//     scripts that need them stay.
//   - what the runners of build services would obey is taken apart by a space:
//     "::error" where a line could begin becomes ": :error", "##[" and
//     "##vso[" wherever they stand become "## [" and "##vso [". (Runners look
//     for "::" after leading white space and for "##...[" in the whole line.)
//
// Text without any of this is returned as it is.
func Printable(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	prev := rune(0)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, "<0x%02X>", s[i])
		case r == '[' && afterHashes(s[:i]):
			b.WriteString(" [")
		case unicode.IsSpace(r) && !unicode.Is(unicode.Zs, r), r == '\u2028', r == '\u2029':
			b.WriteByte(' ')
		case hidden(r) && !joins(r, prev, s[i+size:]):
			b.WriteString(codePoint(r))
		default:
			b.WriteRune(r)
		}
		prev, i = r, i+size
	}
	return disarm(b.String())
}

// plain tells whether Printable has nothing to do: the case of almost all text.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ', c >= 0x7f, c == '[' && afterHashes(s[:i]):
			return false
		case c == ':' && strings.HasPrefix(s[i:], "::"):
			return false
		}
	}
	return true
}

// hidden tells whether r has no shape of its own, so that a reader cannot see
// it or sees only what it does to others.
func hidden(r rune) bool {
	switch {
	case r < 0x7f:
		return r < ' '
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp):
		return true
	}
	// Default_Ignorable_Code_Point beyond Cf: grapheme joiner, Hangul fillers.
	switch r {
	case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0:
		return true
	}
	return false
}

// joins tells whether r is a joiner between characters for which it is part of
// the writing: Arabic, Indic and other letters, and emoji.
func joins(r, before rune, after string) bool {
	if r != '\u200c' && r != '\u200d' {
		return false
	}
	next, _ := utf8.DecodeRuneInString(after)
	needs := func(r rune) bool { return r >= 0x0600 && r != utf8.RuneError && !hidden(r) && !unicode.IsSpace(r) }
	return needs(before) && needs(next)
}

// codePoint names a character as people do who speak of characters: <U+200B>.
func codePoint(r rune) string { return fmt.Sprintf("<U+%04X>", r) }

// afterHashes tells whether a '[' after s would make it "##[" or "##name[".
func afterHashes(s string) bool {
	s = strings.TrimRightFunc(s, func(r rune) bool {
		return r < 0x80 && (unicode.IsLetter(r) || r == '.' || r == '-' || r == '_')
	})
	return strings.HasSuffix(s, "##")
}

// disarm takes every "::name" apart that stands at the beginning of s or after
// white space, where a caller that wraps lines may begin a new one.
func disarm(s string) string {
	if !strings.Contains(s, "::") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 4)
	start := true // nothing but white space since the last place to break a line
	for i, r := range s {
		b.WriteRune(r)
		if start && commandAt(s[i:]) {
			b.WriteByte(' ')
		}
		start = unicode.IsSpace(r)
	}
	return b.String()
}

// commandAt tells whether s begins as a command to a runner: "::error".
func commandAt(s string) bool {
	if len(s) < 3 || s[:2] != "::" {
		return false
	}
	c := s[2] | 0x20
	return 'a' <= c && c <= 'z'
}

// clip shortens s to at most n characters and says so. The cut is between
// characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	count := 0
	for i := range s {
		if count == n {
			return fmt.Sprintf("%s… (%d more characters)", s[:i], utf8.RuneCountInString(s[i:]))
		}
		count++
	}
	return s
}

// excerpt gives the first n characters of s.
func excerpt(s string, n int) string {
	count := 0
	for i := range s {
		if count == n {
			return s[:i] + "…"
		}
		count++
	}
	return s
}

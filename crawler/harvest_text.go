package crawler

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// fold makes text of a page fit for one line: runs of white space become one
// space, control characters and invisible formatting go, what is no UTF-8 is
// replaced, and at most limit runes are kept. Joiners stay: Persian and Indic
// scripts and emoji are written with them.
func fold(s string, limit int) string {
	if plain(s, limit) {
		return s
	}
	var b strings.Builder
	b.Grow(min(len(s), 4*limit))
	kept, space := 0, false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = kept > 0
			continue
		case unicode.IsControl(r), invisible(r):
			continue
		}
		if space {
			if kept+1 >= limit {
				break
			}
			b.WriteByte(' ')
			kept, space = kept+1, false
		}
		if kept >= limit {
			break
		}
		b.WriteRune(r)
		kept++
	}
	return b.String()
}

// plain tells that fold has nothing to do, which is the usual case.
func plain(s string, limit int) bool {
	if len(s) > limit {
		return false
	}
	before := byte(' ')
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < ' ' || c >= 0x7f || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return before != ' ' || s == ""
}

func invisible(r rune) bool {
	switch {
	case r == 0xad, r == 0x200b, r == 0x200e, r == 0x200f, r == 0xfeff, r == 0x61c,
		0x202a <= r && r <= 0x202e, 0x2060 <= r && r <= 0x2069, 0xfff9 <= r && r <= 0xfffb,
		0xe0000 <= r && r <= 0xe007f:
		return true
	}
	return false
}

var inlineMarkup = regexp.MustCompile(`(?i)</?(?:i|b|u|em|strong|sub|sup|span|italic|bold|sc|small|br|p|jats:[a-z]+|mml:[a-z]+)(?:\s[^<>]*)?/?>`)

// unmark takes markup and escapes out of a value that was escaped twice, as
// titles with italics often are.
func unmark(s string) string {
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	if strings.IndexByte(s, '<') >= 0 {
		s = inlineMarkup.ReplaceAllString(s, "")
	}
	return s
}

// letters gives the letters and digits of s in lower case: what two writings
// of a name or title have in common.
func letters(s string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// sameWords tells whether two texts differ in case, spaces and punctuation at
// most.
func sameWords(a, b string) bool {
	if a == b {
		return a != ""
	}
	l := letters(a)
	return l != "" && l == letters(b)
}

// hasCJK tells whether s has Chinese, Japanese or Korean letters.
func hasCJK(s string) bool {
	for _, r := range s {
		if r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			return true
		}
	}
	return false
}

// isURL tells whether a value that should be a name is an address.
func isURL(s string) bool {
	return strings.Contains(s, "://") || strings.HasPrefix(s, "www.") || strings.HasPrefix(s, "//")
}

func runes(s string) int { return utf8.RuneCountInString(s) }

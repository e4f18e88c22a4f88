package refs

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// isDash tells the characters that stand where a hyphen was meant: the set of
// OpenCitations' cleaner (oc_ds_converter, normalize_hyphens) with the
// horizontal bar, the small and the full-width hyphen.
func isDash(r rune) bool {
	switch r {
	case 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2043, 0x2212, 0x2796, 0x2CBA, 0xFE58, 0xFE63, 0xFF0D, 0x06D4:
		return true
	}
	return false
}

// isInvisible tells the characters that take no room on the page and survive
// copying: soft hyphens, zero-width and direction marks, the byte order mark,
// and the not sign by which some fonts show a soft hyphen.
func isInvisible(r rune) bool {
	switch {
	case r == 0xAD, r == 0xAC, r == 0xFEFF, r == 0x061C, r == 0x180E:
		return true
	}
	return r >= 0x200B && r <= 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2060 && r <= 0x2064 || r >= 0x2066 && r <= 0x2069
}

// isJoiner tells the two invisible characters that the spelling of some
// scripts needs (Persian, Malayalam, ...).
func isJoiner(r rune) bool { return r == 0x200C || r == 0x200D }

// isWide tells letters of the scripts that are written without spaces, where a
// link has no space behind it either.
func isWide(r rune) bool {
	return r >= 0x2E80 && r < 0xA4D0 && !(r >= 0x3000 && r <= 0x303F) || r >= 0xAC00 && r <= 0xD7A3 || r >= 0xF900 && r <= 0xFAFF || r >= 0x20000 && r <= 0x3FFFF
}

// isFullWidth tells the full-width forms of the ASCII characters.
func isFullWidth(r rune) bool { return r >= 0xFF01 && r <= 0xFF5E }

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLower(c byte) bool  { return c >= 'a' && c <= 'z' }
func isUpper(c byte) bool  { return c >= 'A' && c <= 'Z' }
func isLetter(c byte) bool { return isLower(c) || isUpper(c) }
func isAlnum(c byte) bool  { return isLetter(c) || isDigit(c) }
func isHex(c byte) bool    { return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }

func lower(c byte) byte {
	if isUpper(c) {
		return c + 'a' - 'A'
	}
	return c
}

// foldPrefix tells whether s starts with prefix, which is in lower case,
// whatever the case of s.
func foldPrefix(s, prefix string) bool {
	if len(s) < len(prefix) {
		return false
	}
	for i := 0; i < len(prefix); i++ {
		if lower(s[i]) != prefix[i] {
			return false
		}
	}
	return true
}

// foldSuffix is foldPrefix for the end of s.
func foldSuffix(s, suffix string) bool {
	return len(s) >= len(suffix) && foldPrefix(s[len(s)-len(suffix):], suffix)
}

// spaceAt gives the length of the white space character at the start of s, 0
// if there is none. Spaces of fixed width and the no-break space count.
func spaceAt(s string) int {
	if s == "" {
		return 0
	}
	switch c := s[0]; {
	case c == ' ', c >= '\t' && c <= '\r':
		return 1
	case c < utf8.RuneSelf:
		return 0
	}
	if r, n := utf8.DecodeRuneInString(s); unicode.IsSpace(r) {
		return n
	}
	return 0
}

// skipSpace gives the first place at or behind i that is no white space.
func skipSpace(s string, i int) int {
	for i < len(s) {
		n := spaceAt(s[i:])
		if n == 0 {
			break
		}
		i += n
	}
	return i
}

// spaceBefore gives the start of the white space, at most limit bytes of it,
// that ends at i.
func spaceBefore(s string, i, limit int) int {
	for low := i - limit; i > 0 && i > low; {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		if !unicode.IsSpace(r) {
			break
		}
		i -= n
	}
	return i
}

// gapAt is spaceAt for characters that cannot be seen, too.
func gapAt(s string) int {
	if n := spaceAt(s); n > 0 || s == "" || s[0] < utf8.RuneSelf {
		return n
	}
	if r, n := utf8.DecodeRuneInString(s); isInvisible(r) {
		return n
	}
	return 0
}

// gapBefore gives the start of at most count characters of white space, or that
// cannot be seen, that end at i.
func gapBefore(s string, i, count int) int {
	for ; i > 0 && count > 0; count-- {
		if c := s[i-1]; c < utf8.RuneSelf && c != ' ' && (c < '\t' || c > '\r') {
			break
		}
		r, n := utf8.DecodeLastRuneInString(s[:i])
		if !unicode.IsSpace(r) && !isInvisible(r) {
			break
		}
		i -= n
	}
	return i
}

// wordEnd gives the end of the run of characters other than white space that
// starts at i.
func wordEnd(s string, i int) int {
	for i < len(s) {
		if c := s[i]; c < utf8.RuneSelf {
			if c == ' ' || c >= '\t' && c <= '\r' {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.IsSpace(r) {
			return i
		}
		i += n
	}
	return i
}

// withoutSpace gives s with all white space taken out.
func withoutSpace(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c <= ' ' || c >= utf8.RuneSelf) && spaceAt(s[i:]) > 0 {
			return strings.Map(func(r rune) rune {
				if unicode.IsSpace(r) {
					return -1
				}
				return r
			}, s)
		}
	}
	return s
}

func hasDigit(s string) bool {
	for i := 0; i < len(s); i++ {
		if isDigit(s[i]) {
			return true
		}
	}
	return false
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// upperAt gives the length of the capital letter at s[i:], 0 if there is none.
func upperAt(s string, i int) int {
	if i >= len(s) {
		return 0
	}
	if s[i] < utf8.RuneSelf {
		if isUpper(s[i]) {
			return 1
		}
		return 0
	}
	if r, n := utf8.DecodeRuneInString(s[i:]); unicode.IsUpper(r) {
		return n
	}
	return 0
}

// lowerAt gives the length of the small letter at s[i:], 0 if there is none.
func lowerAt(s string, i int) int {
	if i >= len(s) {
		return 0
	}
	if s[i] < utf8.RuneSelf {
		if isLower(s[i]) {
			return 1
		}
		return 0
	}
	if r, n := utf8.DecodeRuneInString(s[i:]); unicode.IsLower(r) {
		return n
	}
	return 0
}

package refs

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// putJSON appends the inside of a string of JSON that stands at source, its
// escapes resolved.
func (w *weave) putJSON(raw string, source int) {
	for {
		i := strings.IndexByte(raw, '\\')
		if i < 0 {
			w.put(raw, source)
			return
		}
		w.put(raw[:i], source)
		n, stands := jsonEscape(raw[i:])
		w.put(stands, source+i)
		w.mark(source + i + n) // what follows does not follow byte for byte
		raw, source = raw[i+n:], source+i+n
	}
}

// unescapeJSON resolves the escapes in the inside of a string.
func unescapeJSON(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	w := newWeave()
	w.putJSON(s, 0)
	return string(w.text)
}

// jsonEscape gives the length of the escape at the start of s, a backslash and
// what follows, and what it stands for. One that there is not stands for
// itself, half a surrogate pair for U+FFFD.
func jsonEscape(s string) (n int, stands string) {
	if len(s) < 2 {
		return len(s), s
	}
	switch s[1] {
	case 'n':
		return 2, "\n"
	case 't':
		return 2, "\t"
	case 'r':
		return 2, "\r"
	case 'f':
		return 2, "\f"
	case 'b':
		return 2, "\b"
	case '"', '/', '\\':
		return 2, s[1:2]
	case 'u':
		r := jsonUnit(s)
		if r < 0 {
			return 2, s[:2]
		}
		if utf16.IsSurrogate(r) {
			if low := jsonUnit(s[6:]); low >= 0 {
				if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
					return 12, string(pair)
				}
			}
		}
		return 6, string(r)
	}
	_, size := utf8.DecodeRuneInString(s[1:])
	return 1 + size, s[:1+size]
}

// jsonUnit reads "\u00E9"; -1 if s does not begin so.
func jsonUnit(s string) rune {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return -1
	}
	for i := 2; i < 6; i++ {
		if !isHex(s[i]) {
			return -1
		}
	}
	n, _ := strconv.ParseUint(s[2:6], 16, 32) // four hexadecimal digits
	return rune(n)
}

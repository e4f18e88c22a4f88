package reports

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// A piece is a stretch of what is written, made [Printable].
type piece struct {
	text string
	hurt bool // the damage is here
	gone bool // not written: says what is missing here
}

// pieces takes what is written of a link apart, so that a report can show
// where it is damaged. Where the place of a defect is not known, nothing is
// marked.
func pieces(l *audit.Link) []piece {
	if l.Written == "" {
		return []piece{{text: "nothing", gone: true}}
	}
	written := clip(l.Written, maxWritten)
	hurt := make([]bool, len(written))
	var all []piece
	tail := false
	for _, code := range defectCodes(l) {
		switch code {
		case refs.TruncatedHead:
			all = []piece{{text: "beginning lost", gone: true}}
		case refs.TruncatedTail:
			tail = true
		case refs.GluedText:
			markGlued(hurt, written, l.Repairs)
		case refs.BadEscape:
			markEscapes(hurt, written)
		case refs.Homoglyph:
			markForeign(hurt, written)
		case refs.WrongDash:
			markRunes(hurt, written, dash)
		case refs.InvisibleCharacter:
			markRunes(hurt, written, func(r rune) bool { return r >= 0x7f && (hidden(r) || unicode.IsSpace(r)) || r < ' ' })
		case refs.SplitLink:
			markRunes(hurt, written, unicode.IsSpace)
		}
	}
	all = append(all, cut(written, hurt)...)
	if tail {
		all = append(all, piece{text: "end lost", gone: true})
	}
	return all
}

func defectCodes(l *audit.Link) []string {
	codes := []string{string(l.Verdict.Reason)}
	for _, d := range l.Defects {
		codes = append(codes, d.Code)
	}
	return codes
}

// cut makes pieces of equal marks. White space that is damage is drawn.
func cut(written string, hurt []bool) []piece {
	var all []piece
	for start := 0; start < len(written); {
		end := start + 1
		for end < len(written) && hurt[end] == hurt[start] {
			end++
		}
		text := written[start:end]
		if hurt[start] {
			text = drawSpace(text)
		}
		all = append(all, piece{text: Printable(text), hurt: hurt[start]})
		start = end
	}
	return all
}

func drawSpace(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			b.WriteRune('↵')
		case unicode.IsSpace(r):
			b.WriteRune('␣')
		default:
			_, size := utf8.DecodeRuneInString(s[i:])
			b.WriteString(s[i : i+size])
		}
	}
	return b.String()
}

// markRunes marks every character that is.
func markRunes(hurt []bool, s string, is func(rune) bool) {
	for i, r := range s {
		if is(r) {
			mark(hurt, i, i+utf8.RuneLen(r))
		}
	}
}

func mark(hurt []bool, from, to int) {
	for i := from; i < to && i < len(hurt); i++ {
		hurt[i] = true
	}
}

// dash tells whether r looks like a hyphen and is none.
func dash(r rune) bool {
	return r != '-' && unicode.Is(unicode.Pd, r) || r == 0x2212 || r == 0x2043 || r == 0x00AD
}

// markForeign marks the letters of other scripts that stand beside ASCII
// letters or digits, and look-alike signs. A word that is written in another
// script from end to end is no look-alike.
func markForeign(hurt []bool, s string) {
	ascii := func(r rune) bool { return r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r < 0x80 || !unicode.IsLetter(r) {
			if r >= 0x80 && size > 1 && !dash(r) {
				mark(hurt, i, i+size)
			}
			i += size
			continue
		}
		end := i
		for end < len(s) {
			r, size := utf8.DecodeRuneInString(s[end:])
			if r < 0x80 || !unicode.IsLetter(r) {
				break
			}
			end += size
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[end:])
		if ascii(before) || ascii(after) {
			mark(hurt, i, end)
		}
		i = end
	}
}

// markGlued marks what stands before and after the first repair that is
// contained in what is written.
func markGlued(hurt []bool, s string, repairs []audit.Repair) {
	for _, r := range repairs {
		for _, whole := range []string{string(r.Target), strings.TrimSuffix(string(r.Target), "/"), r.Target.DOI()} {
			if at := strings.Index(s, whole); whole != "" && at >= 0 {
				mark(hurt, at+len(whole), len(s))
				if !strings.Contains(s[:at], "doi") { // "https://doi.org/" before a DOI belongs to it
					mark(hurt, 0, at)
				}
				return
			}
		}
	}
}

// markEscapes marks remains of markup and percent signs that escape nothing or
// were escaped twice.
func markEscapes(hurt []bool, s string) {
	for i := 0; i < len(s); i++ {
		n := 0
		switch s[i] {
		case '&':
			if end := strings.IndexByte(s[i:], ';'); end > 1 && end <= 8 {
				n = end + 1
			}
		case '<':
			if end := strings.IndexByte(s[i:], '>'); end > 0 {
				n = end + 1
			}
		case '\\':
			_, size := utf8.DecodeRuneInString(s[i+1:])
			n = 1 + size
		case '%':
			switch {
			case strings.HasPrefix(s[i:], "%25") && len(s) >= i+5 && hex(s[i+3]) && hex(s[i+4]):
				n = 3
			case len(s) < i+3 || !hex(s[i+1]) || !hex(s[i+2]):
				n = 1
			}
		}
		if n > 0 {
			mark(hurt, i, i+n)
			i += n - 1
		}
	}
}

func hex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

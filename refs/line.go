package refs

import "strings"

// A line is one line of a passage that has more than white space. It is kept
// small: a long document has millions.
type line struct {
	passage    int32 // index
	start, end int32 // in the passage's text, white space at both ends left out
	body       int32 // where the text behind the marker starts; start without one
	number     int32 // of the marker, 0 if it has none
	indent     uint16
	style      style
	gap        bool // a blank line or the edge of a passage is before it
}

// linesOf cuts the passages into lines. Code is cut too: in a list of
// references it is no code.
func linesOf(ps []passage) []line {
	const short = 16 // bytes; a text whose lines are shorter, such as blank ones, has the list grow
	n := 0
	for i := range ps {
		n += 1 + min(strings.Count(ps[i].text, "\n"), len(ps[i].text)/short)
	}
	lines := make([]line, 0, n)
	for i := range ps {
		text := ps[i].text
		gap, before := true, len(lines)
		for at := 0; at < len(text); {
			end, next := lineEnd(text, at)
			l, ok := newLine(text, at, end)
			if !ok {
				gap = true
				at = next
				continue
			}
			l.passage, l.gap = int32(i), gap
			lines = append(lines, l)
			gap, at = false, next
		}
		if len(lines) == before && len(ps[i].anchors) > 0 { // of pictures, or of a ruler
			lines = append(lines, line{passage: int32(i), end: int32(len(text)), gap: true})
		}
	}
	return lines
}

// lineEnd gives the end of the line that starts at at, and the start of the
// next one. Lines end with LF, CR LF or CR alone.
func lineEnd(text string, at int) (end, next int) {
	i := lineMark(text[at:])
	if i < 0 {
		return len(text), len(text)
	}
	end = at + i
	if text[end] == '\r' && end+1 < len(text) && text[end+1] == '\n' {
		return end, end + 2
	}
	return end, end + 1
}

// lineMark gives the place of the first LF or CR in s, -1 if there is none. It
// looks for one and then for the other in short pieces: that is quicker than for
// both at once, and linear whichever a text has.
func lineMark(s string) int {
	const piece = 256 // bytes
	for from := 0; from < len(s); from += piece {
		p := s[from:min(len(s), from+piece)]
		lf := strings.IndexByte(p, '\n')
		if lf >= 0 {
			p = p[:lf]
		}
		if cr := strings.IndexByte(p, '\r'); cr >= 0 {
			return from + cr
		}
		if lf >= 0 {
			return from + lf
		}
	}
	return -1
}

// newLine looks at text[at:end]; ok is false if it is blank or a ruler.
func newLine(text string, at, end int) (l line, ok bool) {
	indent := 0
	for at < end && isBlank(text[at]) {
		if text[at] == '\t' {
			indent += 8 - indent%8
		} else {
			indent++
		}
		at++
	}
	for at < end && isBlank(text[end-1]) {
		end--
	}
	if at == end || isRuler(text[at:end]) {
		return line{}, false
	}
	l = line{start: int32(at), end: int32(end), body: int32(at), indent: uint16(min(indent, 1<<16-1))}
	l.style, l.number, at = marker(text[:end], at)
	l.body = int32(at)
	return l, true
}

// isRuler tells lines that only draw a line.
func isRuler(s string) bool {
	c := s[0]
	if len(s) < 3 || strings.IndexByte("-=_*~#", c) < 0 {
		return false
	}
	for i := 1; i < len(s); i++ {
		if s[i] != c && s[i] != ' ' {
			return false
		}
	}
	return true
}

// isBlank tells the white space of ASCII.
func isBlank(c byte) bool {
	return c == ' ' || '\t' <= c && c <= '\r'
}

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

// style is the way in which an entry is marked.
type style uint8

const (
	unmarked  style = iota
	dotted          // 1.
	closed          // 1)
	enclosed        // (1)
	bracketed       // [1]
	bare            // 1 and a space
	named           // [Knuth84]
	noted           // [^1]:
	bulleted        // a bullet
)

// linesOf cuts the passages into lines. Code is cut too: in a list of
// references it is no code.
func linesOf(ps []passage) []line {
	var lines []line
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
	i := strings.IndexAny(text[at:], "\r\n")
	if i < 0 {
		return len(text), len(text)
	}
	end = at + i
	if text[end] == '\r' && end+1 < len(text) && text[end+1] == '\n' {
		return end, end + 2
	}
	return end, end + 1
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

// marker reads what an entry of a list may start with at s[at:] and gives the
// place of the text behind it.
func marker(s string, at int) (style, int32, int) {
	switch c := s[at]; {
	case isDigit(c):
		return numberMarker(s, at)
	case c == '(':
		if n, i := number(s, at+1); i > at+1 && i < len(s) && s[i] == ')' {
			return enclosed, n, behindMarker(s, i+1)
		}
	case c == '[':
		return bracketMarker(s, at, at+1, "]")
	case strings.HasPrefix(s[at:], "【"):
		return bracketMarker(s, at, at+len("【"), "】")
	case strings.HasPrefix(s[at:], "［"):
		return bracketMarker(s, at, at+len("［"), "］")
	case strings.HasPrefix(s[at:], "•"), strings.HasPrefix(s[at:], "–"), strings.HasPrefix(s[at:], "—"):
		if i := at + 3; i < len(s) && isBlank(s[i]) {
			return bulleted, 0, behindMarker(s, i)
		}
	case c == '-' || c == '*' || c == '+':
		if i := at + 1; i < len(s) && isBlank(s[i]) {
			return bulleted, 0, behindMarker(s, i)
		}
	}
	return unmarked, 0, at
}

func numberMarker(s string, at int) (style, int32, int) {
	n, i := number(s, at)
	if i == at {
		return unmarked, 0, at
	}
	if i == len(s) {
		return bare, n, i
	}
	switch c := s[i]; {
	case c == '.' && (i+1 == len(s) || !isDigit(s[i+1])):
		return dotted, n, behindMarker(s, i+1)
	case c == ')':
		return closed, n, behindMarker(s, i+1)
	case strings.HasPrefix(s[i:], "．"), strings.HasPrefix(s[i:], "、"):
		return dotted, n, behindMarker(s, i+3)
	case strings.HasPrefix(s[i:], "）"):
		return closed, n, behindMarker(s, i+3)
	case isBlank(c):
		return bare, n, behindMarker(s, i)
	}
	return unmarked, 0, at
}

// bracketMarker reads a label that starts at at, its bracket at start.
func bracketMarker(s string, start, at int, closer string) (style, int32, int) {
	const longest = 40
	n := strings.Index(s[at:min(len(s), at+longest)], closer)
	if n <= 0 {
		return unmarked, 0, start
	}
	label, i := s[at:at+n], at+n+len(closer)
	if num, end := number(s, at); end == at+n && num > 0 {
		return bracketed, num, behindMarker(s, i)
	}
	if label[0] == '^' && i < len(s) && s[i] == ':' {
		return noted, 0, behindMarker(s, i+1)
	}
	if strings.ContainsAny(label, " \t/:([") || i < len(s) && (s[i] == '(' || s[i] == ':') {
		return unmarked, 0, start
	}
	return named, 0, behindMarker(s, i)
}

// number reads up to five digits at s[at:]; 0 digits or more than five give at.
func number(s string, at int) (int32, int) {
	n, i := int32(0), at
	for i < len(s) && isDigit(s[i]) {
		if i-at == 5 {
			return 0, at
		}
		n = n*10 + int32(s[i]-'0')
		i++
	}
	return n, i
}

func behindMarker(s string, at int) int {
	for at < len(s) && isBlank(s[at]) {
		at++
	}
	return at
}

// labelOf gives the label that the marker of a line shows.
func (l line) labelOf(text string) string {
	if l.style == unmarked || l.style == bulleted {
		return ""
	}
	m := strings.TrimRight(text[l.start:l.body], " \t\n\r\f\v.):]）】］．、")
	for _, opener := range []string{"(", "[^", "[", "【", "［"} {
		if rest, ok := strings.CutPrefix(m, opener); ok {
			return rest
		}
	}
	return m
}

// isBlank tells the white space of ASCII.
func isBlank(c byte) bool {
	return c == ' ' || '\t' <= c && c <= '\r'
}

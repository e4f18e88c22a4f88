package refs

import (
	"bytes"
	"html"
	"strings"
)

// leaveOut blanks what Markdown's relatives have between the text, so that
// places stay: the marks of Pandoc's and Quarto's blocks (":::"), what Quarto
// includes, and of MDX the lines that import and export, and expressions in
// braces. Code is left for the parser to tell. What is included is noted in c.
func leaveOut(body []byte, c *content) {
	isMDX := bytes.Contains(body, []byte("{/*"))
	var f fence
	begins := true // a block may begin with the line
	for at := 0; at < len(body); {
		end, next := at+bytesLineEnd(body[at:]), 0
		next = min(end+1, len(body))
		line := body[at:end]
		switch {
		case f.takes(line):
			begins = true
		case isDivision(line), c.includeShortcode(string(cutBytes(line, 600))):
			blank(line)
			begins = true
		case begins && isModuleLine(string(cutBytes(line, 200))):
			isMDX = true
			for at < len(body) { // up to an empty line
				end = at + bytesLineEnd(body[at:])
				if len(bytes.TrimSpace(body[at:end])) == 0 {
					break
				}
				c.includeModule(string(cutBytes(body[at:end], 600)))
				blank(body[at:end])
				at = min(end+1, len(body))
			}
			continue
		default:
			begins = len(bytes.TrimSpace(line)) == 0
			isMDX = isMDX || hasComponent(line)
		}
		at = next
	}
	if isMDX {
		leaveOutExpressions(body, c)
	}
}

func bytesLineEnd(b []byte) int {
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		return i
	}
	return len(b)
}

func cutBytes(b []byte, n int) []byte { return b[:min(len(b), n)] }

// blank makes everything but line ends white space.
func blank(b []byte) {
	for i, c := range b {
		if c != '\n' && c != '\r' {
			b[i] = ' '
		}
	}
}

// A fence is the code between two fences that is being read, if any.
type fence struct {
	mark byte // 0: none
	n    int
}

// takes tells whether a line is of fenced code (CommonMark 4.5).
func (f *fence) takes(line []byte) bool {
	s := bytes.TrimLeft(line, " \t>")
	n := 0
	for n < len(s) && s[n] == s[0] && (s[0] == '`' || s[0] == '~') {
		n++
	}
	switch {
	case f.mark == 0 && n >= 3 && (s[0] == '~' || bytes.IndexByte(s[n:], '`') < 0):
		f.mark, f.n = s[0], n
		return true
	case f.mark != 0 && n >= f.n && s[0] == f.mark && len(bytes.TrimSpace(s[n:])) == 0:
		f.mark = 0
		return true
	}
	return f.mark != 0
}

// isDivision tells the lines that open or close a fenced division of Pandoc's.
func isDivision(line []byte) bool {
	s := bytes.TrimSpace(line)
	rest := bytes.TrimLeft(s, ":")
	if len(s)-len(rest) < 3 {
		return false
	}
	rest = bytes.TrimSpace(rest)
	return len(rest) == 0 || rest[0] == '{' || !bytes.ContainsAny(rest, " \t")
}

// isModuleLine tells a line of JavaScript that imports or exports.
func isModuleLine(s string) bool {
	s = strings.TrimRight(s, " \t\r;")
	if rest, ok := strings.CutPrefix(s, "import "); ok && rest != "" {
		from := strings.LastIndex(rest, "from ")
		ends := strings.HasSuffix(rest, "'") || strings.HasSuffix(rest, `"`)
		return ends && (from >= 0 || rest[0] == rest[len(rest)-1]) || strings.HasSuffix(rest, "{")
	}
	rest, ok := strings.CutPrefix(s, "export ")
	return ok && strings.ContainsAny(rest, "={(") && hasAnyPrefix(rest, []string{"const ", "let ", "var ", "function", "default ", "class ", "async ", "{", "* "})
}

// hasComponent tells a line with a tag of JSX that HTML does not have.
func hasComponent(line []byte) bool {
	i := bytes.IndexByte(line, '<')
	return i >= 0 && i+1 < len(line) && isUpper(line[i+1]) && bytes.Contains(line[i:], []byte("={"))
}

// leaveOutExpressions blanks the expressions of MDX. In a tag they become an
// empty value, and a string alone is the value. Instructions in comments are
// noted.
func leaveOutExpressions(body []byte, notes *content) {
	var f fence
	ticks, hopeless := 0, 0 // no expression before it is ever closed
	for at := 0; at < len(body); {
		if at == 0 || body[at-1] == '\n' {
			if end := at + bytesLineEnd(body[at:]); f.takes(body[at:end]) {
				at = min(end+1, len(body))
				continue
			}
		}
		switch c := body[at]; {
		case c == '`':
			n := at
			for n < len(body) && body[n] == '`' {
				n++
			}
			switch ticks {
			case 0:
				ticks = n - at
			case n - at:
				ticks = 0
			}
			at = n
			continue
		case c == '\n' && len(bytes.TrimSpace(body[at:min(len(body), at+2)])) == 0:
			ticks = 0
		case c == '\\':
			at++
		case c == '{' && ticks == 0 && at >= hopeless:
			end := closingBrace(body, at)
			if end < 0 {
				hopeless = -end
				break
			}
			leaveOutExpression(body, at, end, notes)
			at = end
		}
		at++
	}
}

// closingBrace gives the place of the brace that closes the one at at, before
// the paragraph ends; or else the place of its end, negative.
func closingBrace(body []byte, at int) int {
	depth := 0
	for i := at; i < len(body); i++ {
		switch body[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		case '\n':
			if i+1 < len(body) && (body[i+1] == '\n' || body[i+1] == '\r') {
				return -i
			}
		}
	}
	return -len(body)
}

func leaveOutExpression(body []byte, at, end int, c *content) {
	inside := bytes.TrimSpace(body[at+1 : end])
	if comment, ok := bytes.CutPrefix(inside, []byte("/*")); ok {
		c.hear(string(bytes.TrimSuffix(comment, []byte("*/"))), at, end+1)
	}
	value := at > 0 && body[at-1] == '='
	if n := len(inside); value && n > 1 && (inside[0] == '"' || inside[0] == '\'') && bytes.IndexByte(inside[1:], inside[0]) == n-2 {
		body[at], body[end] = ' ', ' '
		return
	}
	blank(body[at : end+1])
	if value {
		body[at], body[end] = '"', '"'
	} else {
		body[at] = leftOut
	}
}

// leftOut stands where an expression was: white space alone would make what
// follows indented code.
const leftOut = 0x1F

// markup reads HTML in which there may be tags of components, which a program
// makes hyperlinks of: <Card href="...">.
func (r *markdownReader) markup(text string, offset int) {
	text = strings.ReplaceAll(text, string(rune(leftOut)), " ")
	if i := strings.IndexByte(text, '<'); i < 0 || strings.Contains(text, "<script") || strings.Contains(text, "<style") {
		r.read(text, offset)
		return
	}
	done := 0
	for at := 0; ; {
		i := strings.IndexByte(text[at:], '<')
		if i < 0 {
			break
		}
		at += i
		if strings.HasPrefix(text[at:], "<!--") {
			n := strings.Index(text[at:], "-->")
			if n < 0 {
				break
			}
			at += n
			continue
		}
		n := componentLen(text[at:])
		if n == 0 {
			at++
			continue
		}
		r.read(text[done:at], offset+done)
		r.component(text[at:at+n], offset+at)
		at += n
		done = at
	}
	r.read(text[done:], offset+done)
}

// componentLen gives the length of the tag of a component at the start of s, 0
// if there is none. Its name has a capital and small letters, and is no name
// of HTML.
func componentLen(s string) int {
	at := 1
	if strings.HasPrefix(s, "</") {
		at++
	}
	if at >= len(s) || !isUpper(s[at]) {
		return 0
	}
	n := at
	for n < len(s) && (isAlnum(s[n]) || s[n] == '.' || s[n] == '_') {
		n++
	}
	name := s[at:n]
	if name == strings.ToUpper(name) || blockElements[strings.ToLower(name)] {
		return 0
	}
	quote := byte(0)
	for ; n < len(s); n++ {
		switch c := s[n]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return n + 1
		}
	}
	return 0
}

// component opens or closes the hyperlink of a component's tag.
func (r *markdownReader) component(tag string, source int) {
	if tag[1] == '/' {
		r.closeAnchor()
		return
	}
	at := attributeAt(tag, "href")
	if at == 0 { // <Link to="..."> of the routers
		at = attributeAt(tag, "to")
	}
	if at == 0 {
		return
	}
	value := tag[at:]
	if q := tag[at-1]; q == '"' || q == '\'' {
		value, _, _ = strings.Cut(value, string(q))
	} else {
		value = strings.TrimRight(value[:wordEnd(value, 0)], "/>")
	}
	href := r.resolve(html.UnescapeString(value))
	if href == "" || r.hidden > 0 {
		return
	}
	r.openAnchor(href, source+at)
	if strings.HasSuffix(tag, "/>") {
		r.closeAnchor()
	}
}

package refs

import "strings"

// readTeX reads LaTeX documents and the .bbl files that BibTeX and biber
// make. What \bibitem and \entry begin is an entry of a list; links are what
// \url, \href, \doi and their likes say, and addresses in running text.
// Verbatim text, mathematics and comments are left alone.
//
// Files that \input, \include, \bibliography and their likes name are told, not
// read.
func readTeX(src *source, _ Options) (content, error) {
	r := &texReader{blocks: newBlocks(), s: src.text}
	r.braces.s = src.text
	r.body = texBody(src.text)
	r.allowance = len(src.text) + 1<<16
	r.read()
	for len(r.ends) > 0 {
		r.end()
	}
	return r.finish(), nil
}

// texBody gives the place of \begin{document}, 0 if there is none. One in a
// comment is none.
func texBody(s string) int {
	const begin = `\begin{document}`
	for at := 0; ; at += len(begin) {
		i := strings.Index(s[at:], begin)
		if i < 0 {
			return 0
		}
		at += i
		line := s[max(at-1000, 0):at]
		line = line[strings.LastIndexAny(line, "\r\n")+1:]
		if !strings.Contains(strings.ReplaceAll(line, `\%`, ""), "%") {
			return at
		}
	}
}

// A texReader goes through a document of TeX.
type texReader struct {
	blocks
	s      string
	at     int
	body   int // place of \begin{document}: what is before it is no text
	braces texBraces
	ends   []texEnd // arguments that are being read as text, innermost last
	shown  int      // of ends, those whose text is shown though it stands before the body

	macros    map[string]texMacro // commands that stand for an address
	allowance int                 // bytes that such commands may still become
	options   int                 // brackets inside brackets that are being read as text
	noOption  int                 // no brackets of options are closed that begin before this place
	noMark    map[byte]int        // no such byte from the last one to this end of a line
	noFi      bool                // no \fi from here on
	noEnd     map[string]bool     // environments that are never ended from here on
	noMath    [2]int              // no "\)" or "\]" before these places
	keys      map[string]bool     // of biblatex entries read
	notes     int
}

// A texEnd says what to do at the end of an argument.
type texEnd struct {
	at int
	do func()
}

// deepestText bounds the arguments inside arguments that are told apart.
const deepestText = 4

// texSpecial marks the bytes that mean something in running text.
var texSpecial = func() (t [256]bool) {
	for _, c := range []byte("\\%{}$~&\r\n") {
		t[c] = true
	}
	return t
}()

func (r *texReader) read() {
	r.readTo(len(r.s))
}

// readTo reads the text up to a place.
func (r *texReader) readTo(to int) {
	for r.at < to {
		if n := len(r.ends); n > 0 && r.at >= r.ends[n-1].at {
			r.end()
			continue
		}
		stop := to
		if n := len(r.ends); n > 0 {
			stop = min(stop, r.ends[n-1].at)
		}
		i := r.at
		for i < stop && !texSpecial[r.s[i]] {
			i++
		}
		if r.isShown() {
			r.put(r.s[r.at:i], r.at)
		}
		r.at = i
		if i < stop {
			r.special()
		}
	}
}

// isShown tells whether text at this place is printed.
func (r *texReader) isShown() bool { return r.at >= r.body || r.shown > 0 }

// end ends the innermost argument that is read as text.
func (r *texReader) end() {
	n := len(r.ends) - 1
	do := r.ends[n].do
	r.ends = r.ends[:n]
	do()
}

// special deals with the byte of a special meaning at the place.
func (r *texReader) special() {
	switch c := r.s[r.at]; c {
	case '\\':
		r.command()
	case '%':
		r.comment()
	case '$':
		r.math()
	case '\n', '\r':
		r.newline()
	case '~':
		// "http://a.org/~x" was meant as it stands, whatever TeX makes of it.
		if n := len(r.text); n > 0 && r.text[n-1] == '/' {
			r.put("~", r.at)
		} else {
			r.put(" ", r.at)
		}
		r.at++
	case '&': // between the cells of a table
		r.put(" ", r.at)
		r.at++
	default:
		r.at++
		if c == '}' && r.endsInAddress() {
			if at := r.beforeArgument(); at < len(r.s) && r.s[at] == '{' {
				r.put(" ", r.at) // another argument does not go on with it
			}
		}
	}
}

// newline deals with the end of a line; an empty one ends the paragraph.
func (r *texReader) newline() {
	end := texBlanks(r.s, r.at)
	if texEndsParagraph(r.s, r.at, end) {
		r.paragraphEnd()
		r.at = end
		return
	}
	if r.isShown() {
		r.put(r.s[r.at:end], r.at)
	}
	r.at = end
}

func (r *texReader) paragraphEnd() {
	for len(r.ends) > 0 { // arguments end with their paragraph
		r.end()
	}
	r.flush()
}

// comment leaves out a comment with the end of its line and the white space
// that the next line begins with.
func (r *texReader) comment() {
	end := texLineEnd(r.s, r.at)
	r.content.hear(strings.TrimLeft(r.s[r.at:end], "%"), r.at, end)
	next := end
	if next < len(r.s) {
		_, next = lineEnd(r.s, end)
	}
	r.at = next
	for r.at < len(r.s) && (r.s[r.at] == ' ' || r.s[r.at] == '\t') {
		r.at++
	}
	if r.at < len(r.s) && (r.s[r.at] == '\n' || r.s[r.at] == '\r') {
		r.paragraphEnd()
	}
}

// math leaves out a formula. In an entry of a list, which may have one in its
// title, what it says is kept; one symbol, as in the DOI
// "...16$<$1661::AID-SIM968$>$3.0.CO;2-2" by older styles, always is.
func (r *texReader) math() {
	mark := "$"
	if strings.HasPrefix(r.s[r.at:], "$$") {
		mark = "$$"
	}
	start := r.at + len(mark)
	for i := start; i < len(r.s); i++ {
		switch c := r.s[i]; {
		case c == '\\':
			i++
		case c == '$' && strings.HasPrefix(r.s[i:], mark):
			r.formula(start, i)
			r.at = i + len(mark)
			return
		case c == '$':
			r.formula(start, i)
			r.at = i + 1
			return
		case c == '\n' || c == '\r':
			if end := texBlanks(r.s, i); texEndsParagraph(r.s, i, end) {
				r.at++
				return
			}
		}
	}
	r.at++
}

// formula appends what a formula says, if that is kept.
func (r *texReader) formula(start, end int) {
	const longest = 200 // bytes
	body := r.s[start:end]
	symbol := len(body) <= 1 || body == `\_` || isTexSymbol(body)
	if !r.isShown() || !symbol && (len(r.entries) == 0 || end-start > longest) {
		return
	}
	if symbol {
		r.putLaTeX(body, start, false)
		return
	}
	for i, c := range []byte(body) {
		if strings.IndexByte(`\{}`, c) < 0 {
			r.put(body[i:i+1], start+i)
		}
	}
}

// isTexSymbol tells a formula that is but a command for a character, such as
// the tilde of old home pages: "$\scriptstyle\sim$".
func isTexSymbol(body string) bool {
	const longest = 40 // bytes
	if len(body) > longest || body[0] != '\\' {
		return false
	}
	body = texStyles.Replace(body)
	return len(body) > 1 && body[0] == '\\' && symbols[body[1:]] != ""
}

var texStyles = strings.NewReplacer(`\scriptstyle`, "", `\displaystyle`, "", `\mathtt`, "", `\mathrm`, "", "{", "", "}", "", " ", "")

// mathCommand leaves out "\( ... \)" or "\[ ... \]" and tells whether there
// was such a formula.
func (r *texReader) mathCommand(closer string, known *int) bool {
	if r.at < *known {
		return false
	}
	for i := r.at + 2; i < len(r.s); i++ {
		switch c := r.s[i]; {
		case strings.HasPrefix(r.s[i:], closer):
			r.formula(r.at+2, i)
			r.at = i + 2
			return true
		case c == '\\':
			i++
		case c == '\n' || c == '\r':
			if end := texBlanks(r.s, i); texEndsParagraph(r.s, i, end) {
				*known = i
				return false
			}
		}
	}
	*known = len(r.s)
	return false
}

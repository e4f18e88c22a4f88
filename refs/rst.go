package refs

import (
	"strings"
	"unicode/utf8"
)

// readRST reads reStructuredText (docutils' specification). Citations and
// footnotes (".. [1] text") are entries of a list by themselves; hyperlinks
// lead to their targets wherever those stand, and targets that nothing leads
// to are read where they are. Literal blocks, code and comments are left
// alone.
func readRST(src *source, _ Options) (content, error) {
	r := &rstReader{blocks: newBlocks(), s: src.text, skip: -1, simple: -1, targets: map[string]*definition{}, at: map[int]*definition{}, numbered: map[int]bool{}}
	r.findTargets()
	for at := 0; at < len(r.s); {
		at = r.line(r.lineAt(at))
	}
	r.endParagraph()
	for len(r.entries) > 0 {
		r.closeEntry()
	}
	r.closeLists(0)
	r.unused(r.defined)
	return r.finish(), nil
}

// An rstReader goes through a document line by line.
type rstReader struct {
	blocks
	s       string
	start   int  // of the paragraph being gathered
	end     int  // of it; start if there is none
	least   int  // indent that its further lines must have
	column  int  // at which its text stands
	rank    int  // its level, if it is a heading
	skip    int  // what is indented more is left alone; -1: nothing is
	quote   byte // unindented lines that begin with it are left alone; 0: none, ' ': those with the mark of the next line
	doctest bool // what follows up to an empty line is left alone
	lined   bool // the paragraph is one of a line block
	grid    bool // what follows are rows of a grid table
	simple  int  // indent of the rows of a simple table; -1: there is none
	within  []int
	styles  []string // of headings, the highest first

	targets   map[string]*definition
	at        map[int]*definition // by the place of their markup
	numbered  map[int]bool        // footnotes with a number of their own
	notes     int                 // footnotes that are numbered, up to now
	symbols   int                 // footnotes that have a symbol
	anonymous []*definition
	nextNone  int // the next of anonymous to be used
	defined   []*definition
	emphasis  bool // an asterisk is open
	noDouble  int  // no "``" before this place
}

// An rstLine is a line without the white space around it.
type rstLine struct{ first, start, end, next int }

func (l rstLine) indent() int { return l.start - l.first }

func (r *rstReader) lineAt(at int) rstLine {
	end, next := lineEnd(r.s, at)
	l := rstLine{at, at, end, next}
	for l.start < end && isBlank(r.s[l.start]) {
		l.start++
	}
	for l.end > l.start && isBlank(r.s[l.end-1]) {
		l.end--
	}
	return l
}

func (r *rstReader) shown(l rstLine) string { return r.s[l.start:l.end] }

// line reads a line and gives the place of the next one.
func (r *rstReader) line(l rstLine) int {
	if l.start == l.end {
		r.endParagraph()
		r.doctest = false
		if r.quote != ' ' {
			r.quote = 0
		}
		return l.next
	}
	if r.isQuoted(l) {
		return l.next
	}
	if r.doctest || r.skip >= 0 && l.indent() > r.skip {
		return l.next
	}
	r.skip = -1
	if r.row(l) {
		return l.next
	}
	if r.end > r.start && l.indent() >= r.least && l.indent() != r.simple {
		if next := r.underlined(l); next > 0 {
			return next
		}
		if s := r.shown(l); (!strings.HasPrefix(r.s[r.start:r.end], ":") || !isField(s)) && !(r.lined && isLineOfBlock(s)) {
			r.end = l.end
			return l.next
		}
	}
	r.endParagraph()
	for n := len(r.within); n > 0 && l.indent() <= r.within[n-1]; n = len(r.within) {
		r.closeEntry()
		r.within = r.within[:n-1]
	}
	return r.block(l)
}

// block reads the first line of a block.
func (r *rstReader) block(l rstLine) int {
	s := r.shown(l)
	if kind := rstExplicit(s); kind != rstNoMarkup {
		r.leaveLists(l.indent())
		return r.explicit(kind, l)
	}
	if mark, label, n := rstItem(s); n > 0 {
		if len(r.entries) == 0 {
			r.listItem(l.indent(), mark, label)
		}
		r.begin(l.start+n, l.end, l.indent()+1, l.indent()+n)
		return l.next
	}
	r.leaveLists(l.indent())
	switch {
	case isAdornment(s):
		return r.overlined(l)
	case strings.HasPrefix(s, ">>>"):
		r.doctest = true
		return l.next
	case isTableRule(s):
		// Behind the last rule of a simple table stands an empty line.
		if next := r.lineAt(l.next); s[0] == '=' && next.start < next.end {
			r.simple = l.indent()
		} else {
			r.simple = -1
		}
		return l.next
	case isLineOfBlock(s):
		r.begin(l.start+2, l.end, l.indent(), l.indent())
		r.lined = true
		return l.next
	}
	r.begin(l.start, l.end, l.indent(), l.indent())
	return l.next
}

// begin begins a paragraph whose first line is s[start:end]. Its further lines
// are indented by least or more, its text by column.
func (r *rstReader) begin(start, end, least, column int) {
	r.start, r.end, r.least, r.column, r.lined = start, end, least, column, false
}

// endParagraph reads the paragraph that was gathered. One that ends with "::"
// announces a literal block.
func (r *rstReader) endParagraph() {
	if r.end <= r.start {
		r.flush()
		return
	}
	start, end := r.start, r.end
	r.end = r.start
	if strings.HasSuffix(r.s[start:end], "::") && !r.grid {
		r.skip, r.quote = r.column, ' '
		if end -= 1; end-1 == start || isBlank(r.s[end-2]) { // alone they are no text
			end--
		}
	}
	r.emphasis = false
	r.inline(start, end)
	r.level, r.rank = r.rank, 0
	r.flush()
}

// isQuoted tells the lines of a literal block that are not indented: each
// begins with the same mark.
func (r *rstReader) isQuoted(l rstLine) bool {
	mark := r.s[l.start]
	if r.quote == ' ' {
		r.quote = 0
		if r.skip >= 0 && l.indent() == r.skip && mark < 0x80 && mark > ' ' && !isAlnum(mark) && rstExplicit(r.shown(l)) == rstNoMarkup {
			if _, _, n := rstItem(r.shown(l)); n == 0 {
				r.quote = mark
			}
		}
	}
	return r.quote != 0 && r.quote == mark
}

// row reads a line of a grid table and tells whether l is one. Each is a
// paragraph by itself.
func (r *rstReader) row(l rstLine) bool {
	s := r.shown(l)
	switch {
	case s[0] == '+' && len(s) > 2 && s[len(s)-1] == '+' && isTableRule(s):
		r.endParagraph()
		r.grid = true
	case r.grid && s[0] == '|':
		r.begin(l.start, l.end, l.indent(), l.indent())
		r.endParagraph()
	default:
		r.grid = false
	}
	return r.grid
}

// isLineOfBlock tells a line of a line block, whose breaks are kept.
func isLineOfBlock(s string) bool {
	return len(s) > 2 && s[0] == '|' && isBlank(s[1])
}

// underlined tells whether line l underlines the paragraph, which is one line,
// and is its heading then; it gives the place of the next line, 0 if not.
func (r *rstReader) underlined(l rstLine) int {
	s := r.shown(l)
	title := r.s[r.start:r.end]
	if l.indent() > 0 || !isAdornment(s) || strings.ContainsAny(title, "\r\n") || len(s) < 4 && len(s) < utf8.RuneCountInString(title) {
		return 0
	}
	r.rank = r.levelOf(s[:1])
	r.leaveAll()
	r.endParagraph()
	return l.next
}

// overlined reads a heading between two lines of adornment; a line alone is a
// transition, or a part of a table.
func (r *rstReader) overlined(l rstLine) int {
	title := r.lineAt(l.next)
	if title.start < title.end && !isAdornment(r.shown(title)) && title.next > title.end {
		under := r.lineAt(title.next)
		if u := r.shown(under); isAdornment(u) && u[0] == r.s[l.start] {
			r.leaveAll()
			r.begin(title.start, title.end, 0, 0)
			r.rank = r.levelOf(u[:1] + "=")
			r.endParagraph()
			return under.next
		}
	}
	return l.next
}

func (r *rstReader) leaveAll() {
	for len(r.entries) > 0 {
		start, end := r.start, r.end
		r.end = r.start
		r.closeEntry()
		r.start, r.end = start, end
	}
	r.within = r.within[:0]
	r.closeLists(0)
}

// levelOf gives the level of a style of headings; levels are in the order in
// which their styles first appear.
func (r *rstReader) levelOf(style string) int {
	for i, s := range r.styles {
		if s == style {
			return i + 1
		}
	}
	r.styles = append(r.styles, style)
	return len(r.styles)
}

// leaveLists ends the lists that text at an indent is not in.
func (r *rstReader) leaveLists(indent int) {
	n := len(r.lists)
	for n > 0 && r.lists[n-1].indent >= indent {
		n--
	}
	r.closeLists(n)
}

func (r *rstReader) listItem(indent int, mark, label string) {
	n := len(r.lists)
	for n > 0 && (r.lists[n-1].indent > indent || r.lists[n-1].indent == indent && r.lists[n-1].mark != mark) {
		n--
	}
	r.closeLists(n)
	if n == 0 || r.lists[n-1].indent < indent {
		r.openList(mark, indent, mark[0] == '1')
	}
	r.openItem(label)
}

// rstItem reads the marker of a list's item: its style, the number that it
// shows, and its length, 0 if there is none.
func rstItem(s string) (mark, label string, n int) {
	for _, bullet := range []string{"*", "-", "+", "•", "‣", "⁃"} {
		if rest, ok := strings.CutPrefix(s, bullet); ok && rest != "" && isBlank(rest[0]) {
			return bullet, "", behindMarker(s, len(bullet))
		}
	}
	if strings.HasPrefix(s, "#. ") {
		return "1.", "", behindMarker(s, 2)
	}
	switch style, _, i := marker(s, 0); {
	case style == dotted || style == closed || style == enclosed:
		if i < len(s) && i > 0 && isBlank(s[i-1]) {
			return []string{dotted: "1.", closed: "1)", enclosed: "1("}[style], strings.Trim(s[:i], "().\t "), i
		}
	}
	return "", "", 0
}

// isAdornment tells a line of one punctuation character.
func isAdornment(s string) bool {
	if len(s) < 3 || isAlnum(s[0]) || s[0] <= ' ' || s[0] >= 0x7F {
		return false
	}
	for i := 1; i < len(s); i++ {
		if s[i] != s[0] {
			return false
		}
	}
	return s != "..." && s != ":::"
}

// isTableRule tells the lines that draw a table.
func isTableRule(s string) bool {
	return len(s) > 2 && (s[0] == '+' && strings.Trim(s, "+-=|: ") == "" || strings.Trim(s, "= ") == "" || strings.Trim(s, "- ") == "" && s[0] == '-')
}

// isField tells a line that begins with the name of a field between colons.
func isField(s string) bool {
	if len(s) < 3 || s[0] != ':' || isBlank(s[1]) || s[1] == ':' {
		return false
	}
	i := strings.IndexByte(s[1:min(len(s), 80)], ':')
	return i > 0 && (i+2 == len(s) || isBlank(s[i+2]))
}

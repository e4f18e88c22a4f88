package refs

import (
	"strings"
	"unicode/utf8"
)

// readAsciiDoc reads AsciiDoc as Asciidoctor understands it. An entry of a
// bibliography ("- [[[key]]] text") is an entry of a list by itself; {name} is
// resolved where a line ":name: value" tells what it stands for. Listings,
// literal and passed-through text and comments are left alone. Files that
// include:: names are told, not read.
func readAsciiDoc(src *source, _ Options) (content, error) {
	r := &asciiDocReader{blocks: newBlocks(), s: src.text, attributes: map[string]span{}, noMark: map[string]int{}, allowance: len(src.text) + 1<<16}
	r.findDelimiters()
	for r.at < len(r.s) {
		r.line()
	}
	r.endParagraph()
	r.endEntry()
	r.closeLists(0)
	return r.finish(), nil
}

// An asciiDocReader goes through a document line by line.
type asciiDocReader struct {
	blocks
	s          string
	at         int
	start, end int            // of the paragraph being gathered; end is start if there is none
	last       map[string]int // where each delimiter of blocks stands for the last time
	style      string         // that the next block has, by the line "[style]" before it
	table      bool
	begun      bool // a title or text was read
	gap        bool // an empty line was read since the last text
	attached   bool // what follows belongs to the item that is open
	header     bool // of the document: up to an empty line

	attributes map[string]span
	allowance  int // bytes that attributes may still become
	notes      int
	emphasis   bool // a mark of emphasis is open
	nesting    int  // of links in the text of links
	noBracket  int  // no "]" between this place and the end of the paragraph
	noMark     map[string]int
}

func (r *asciiDocReader) lineAt(at int) (start, end, next int) {
	end, next = lineEnd(r.s, at)
	for end > at && isBlank(r.s[end-1]) {
		end--
	}
	return at, end, next
}

// delimiterOf gives the kind of block that a line opens or closes: one of
// "-.+/`|" and others; 0 if it is no delimiter.
func delimiterOf(line string) byte {
	const longest = 200 // bytes
	if len(line) > longest || line == "" {
		return 0
	}
	if line == "--" || strings.HasPrefix(line, "```") && strings.Trim(line[3:], "`") == strings.TrimLeft(line[3:], "`") {
		return line[0]
	}
	if len(line) == 4 && strings.HasSuffix(line, "===") && strings.IndexByte("|,:!", line[0]) >= 0 {
		return '|'
	}
	if len(line) < 4 || strings.IndexByte("-.+/=*_", line[0]) < 0 || strings.Trim(line, line[:1]) != "" {
		return 0
	}
	return line[0]
}

// closer gives the line that closes the block that line opens.
func closer(line string) string {
	if strings.HasPrefix(line, "```") {
		return "```"
	}
	return line
}

// findDelimiters notes where each delimiter stands for the last time: a block
// that is never closed is none.
func (r *asciiDocReader) findDelimiters() {
	r.last = map[string]int{}
	for at := 0; at < len(r.s); {
		start, end, next := r.lineAt(at)
		if line := r.s[start:end]; delimiterOf(line) != 0 {
			r.last[closer(line)] = start
		}
		at = next
	}
}

// line reads the line at the place.
func (r *asciiDocReader) line() {
	start, end, next := r.lineAt(r.at)
	s := r.s[start:end]
	r.at = next
	switch {
	case s == "":
		r.endParagraph()
		r.flush()
		r.header, r.gap = false, true
		return
	case strings.HasPrefix(s, "//") && !strings.HasPrefix(s, "///"):
		r.content.hear(s[2:], start, end)
		r.interrupt()
		return
	case r.isDirective(s):
		r.interrupt()
		if strings.HasPrefix(s, "include::") && !isLeftAlone(r.style) {
			r.include(start+len("include::"), start+strings.IndexByte(s, '['))
		}
		return
	case r.attribute(s, start):
		return
	}
	if kind := delimiterOf(s); kind != 0 && r.delimiter(kind, s, start) {
		return
	}
	if r.end > r.start {
		if s == "+" { // another block of the item follows
			r.endParagraph()
			r.flush()
			r.attached = true
			return
		}
		if !r.table && r.marker(s) == 0 {
			r.end = end
			return
		}
		r.endParagraph()
	}
	r.block(s, start, end)
}

// isDirective tells the lines of the preprocessor.
func (r *asciiDocReader) isDirective(s string) bool {
	return strings.HasSuffix(s, "]") && strings.IndexByte(s, '[') >= 0 && hasAnyPrefix(s, []string{"include::", "ifdef::", "ifndef::", "ifeval::", "endif::"}) || s == "toc::[]" || s == "<<<"
}

// include tells the file that s[from:to] names.
func (r *asciiDocReader) include(from, to int) {
	w := newWeave()
	if from < to && r.address(&w, from, to, true) == to {
		r.content.include(string(w.text))
	}
}

// block reads the first line of a block.
func (r *asciiDocReader) block(s string, start, end int) {
	style := r.style
	switch {
	case r.table:
		r.gather(start, end)
	case s == "+":
		r.attached = true
	case s[0] == '[' && s[len(s)-1] == ']' && !strings.HasPrefix(s, "[[["):
		r.blockStyle(s)
		return
	case asciiDocHeading(s) > 0:
		n := asciiDocHeading(s)
		r.heading(n, start+n, end)
		if style == "bibliography" {
			r.style = style
			return
		}
	case r.underlinedAt(s):
		// The line of the title is read, that under it left out.
		_, _, r.at = r.lineAt(r.at)
	case s[0] == '.' && len(s) > 1 && !isBlank(s[1]) && s[1] != '.':
		r.leaveItem()
		r.gather(start+1, end) // the title of a block
		r.endParagraph()
		r.flush()
		return
	case isLeftAlone(style):
		r.skipParagraph()
	case r.marker(s) > 0:
		r.listItem(s, start, end)
		if style == "bibliography" {
			r.style = style
			return
		}
	case isBlank(s[0]) && !r.inItem():
		r.skipParagraph() // a literal paragraph
	default:
		if !isBlank(s[0]) {
			r.leaveItem()
		}
		r.gather(start, end)
		if strings.HasPrefix(s, "image::") {
			r.endParagraph()
		}
	}
	r.style = ""
}

// leaveItem ends the lists that are open if what follows belongs to no item of
// theirs: it stands behind an empty line.
func (r *asciiDocReader) leaveItem() {
	if r.gap && !r.attached {
		r.endEntry()
		r.closeLists(0)
	}
}

// isLeftAlone tells the styles of blocks whose content is no text.
func isLeftAlone(style string) bool {
	return isOneOf(style, "source", "listing", "literal", "pass", "comment", "stem", "latexmath", "asciimath", "mermaid", "plantuml", "ditaa", "graphviz")
}

func (r *asciiDocReader) gather(start, end int) {
	r.begun, r.gap, r.attached = true, false, false
	r.start, r.end = start, end
}

func (r *asciiDocReader) inItem() bool { return len(r.lists) > 0 || len(r.entries) > 0 }

// interrupt reads what was gathered of a paragraph that goes on behind a line
// that is none of it.
func (r *asciiDocReader) interrupt() {
	if end := r.end; r.paragraph() {
		r.put("\n", end)
	}
}

// endParagraph reads the paragraph that was gathered.
func (r *asciiDocReader) endParagraph() {
	if r.paragraph() {
		r.flush()
	}
}

// paragraph reads what was gathered of a paragraph, if there is any.
func (r *asciiDocReader) paragraph() bool {
	if r.end <= r.start {
		return false
	}
	start, end := r.start, r.end
	r.end = r.start
	r.beginInline()
	r.inline(start, end)
	return true
}

func (r *asciiDocReader) beginInline() {
	r.emphasis, r.noBracket = false, -1
	clear(r.noMark)
}

// skipParagraph leaves out the lines up to an empty one.
func (r *asciiDocReader) skipParagraph() {
	for r.at < len(r.s) {
		start, end, next := r.lineAt(r.at)
		if start == end {
			return
		}
		r.at = next
	}
}

// asciiDocHeading gives the number of the signs that begin a heading, 0 if
// the line is none.
func asciiDocHeading(s string) int {
	n := 0
	for n < len(s) && n < 7 && s[n] == s[0] && (s[0] == '=' || s[0] == '#') {
		n++
	}
	if n == 0 || n == 7 || n == len(s) || s[n] != ' ' {
		return 0
	}
	return n
}

// heading reads a heading with n signs; the first one of a document, with one,
// is its title.
func (r *asciiDocReader) heading(n, start, end int) {
	r.endEntry()
	r.closeLists(0)
	r.flush()
	title := n == 1 && r.content.title == "" && !r.begun
	r.gather(start, end)
	start, end = r.start, r.end
	r.end = r.start
	r.beginInline()
	for start < end && isBlank(r.s[start]) {
		start++
	}
	r.inline(start, end)
	r.level, r.title, r.header = n, title, title
	r.flush()
}

// underlinedAt reads line s as a heading if the next line underlines it: a
// line of one sign that is as long, give or take one.
func (r *asciiDocReader) underlinedAt(s string) bool {
	start, end, _ := r.lineAt(r.at)
	under := r.s[start:end]
	level := 0
	if len(under) > 1 && strings.Trim(under, under[:1]) == "" {
		level = strings.IndexByte("=-~^+", under[0]) + 1
	}
	n := utf8.RuneCountInString(s)
	if level == 0 || n < 2 || len(under) < n-1 || len(under) > n+1 || !isAlnum(s[0]) && s[0] < utf8.RuneSelf {
		return false
	}
	at := start - 1
	for at > 0 && isBlank(r.s[at]) {
		at--
	}
	r.heading(level, at+1-len(s), at+1)
	return true
}

// delimiter deals with a line that opens or closes a block, and tells whether
// it is one. Blocks that hold no text are left out whole.
func (r *asciiDocReader) delimiter(kind byte, s string, start int) bool {
	if r.end > r.start && kind != '|' && !strings.HasPrefix(s, "//") && r.last[closer(s)] <= start && !r.table {
		return false // at the end of a paragraph it is text
	}
	r.endParagraph()
	r.flush()
	style := r.style
	r.style = ""
	alone := kind == '.' || kind == '+' || kind == '/' || kind == '`' || kind == '-' && s != "--" ||
		isLeftAlone(style)
	switch {
	case kind == '|':
		r.table = !r.table && r.last[s] > start
	case alone && r.last[closer(s)] > start:
		r.skipBlock(closer(s))
	}
	return true
}

// skipBlock leaves out the lines up to the one that closes a block.
func (r *asciiDocReader) skipBlock(closing string) {
	for r.at < len(r.s) {
		start, end, next := r.lineAt(r.at)
		r.at = next
		if r.s[start:end] == closing {
			return
		}
	}
}

// blockStyle reads "[style, ...]", "[[anchor]]" and their likes before a
// block.
func (r *asciiDocReader) blockStyle(s string) {
	if strings.HasPrefix(s, "[[") {
		return
	}
	style, _, _ := strings.Cut(s[1:len(s)-1], ",")
	style = strings.TrimSpace(style)
	if i := strings.IndexAny(style, "%#."); i >= 0 {
		style = style[:i]
	}
	if style != "" && !strings.Contains(style, "=") {
		r.style = style
	}
}

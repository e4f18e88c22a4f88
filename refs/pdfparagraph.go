//go:build !nopdf

package refs

import "strings"

// hangEntries makes the entries of lists hang that the page sets apart by gaps
// or not at all: where no line is indented, the lines with which an entry goes
// on are given an indent, by which segmentation knows them.
func hangEntries(columns []pdfColumn) {
	var lines []pdfFlow
	listed := false
	for i := range columns {
		c := &columns[i]
		right := c.lines[0].right
		for k := range c.lines {
			right = max(right, c.lines[k].right)
		}
		for k := range c.lines {
			l := &c.lines[k]
			if l.heading > 0 || isListHeading(l.text) {
				if listed {
					hang(lines)
				}
				lines, listed = lines[:0], isListHeading(l.text)
				continue
			}
			if listed {
				lines = append(lines, pdfFlow{l, right - l.right})
			}
		}
	}
	if listed {
		hang(lines)
	}
}

// A pdfFlow is a line among those that follow one another over columns and
// pages.
type pdfFlow struct {
	*pdfLine
	room float32 // between its end and that of the longest line of its column
}

// hang gives indents to the lines of one list.
func hang(lines []pdfFlow) {
	const own = 5 // of so many lines that go on, one that is indented tells that entries hang
	indented := 0
	var on []pdfFlow
	for k := 1; k < len(lines); k++ {
		switch before, l := lines[k-1], lines[k]; {
		case l.indent > before.indent+1, l.indent+1 < before.indent:
			indented++
		case before.runsOn(l):
			on = append(on, l)
		}
	}
	if indented*own > len(on) {
		return
	}
	const depth = 3 // spaces
	for _, l := range on {
		l.indent += depth
	}
}

// runsOn tells whether the entry that line l is in goes on with the line next:
// there is no gap, no word of next would have had room behind l, and l ends no
// entry in front of one that begins with an author.
func (l pdfFlow) runsOn(next pdfFlow) bool {
	if next.gap || l.text == "" || next.text == "" {
		return false
	}
	if kind := markOf(next.text); kind != unmarked && kind != bare && kind != dotted {
		return false
	}
	word := next.text
	if i := strings.IndexByte(word, ' '); i > 0 {
		word = word[:i]
	}
	width := (next.right - next.left) / float32(len(next.text))
	return float32(len(word)+1)*width >= l.room && !(endsEntry(l.text) && startsWithAuthor(next.text))
}

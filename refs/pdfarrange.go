//go:build !nopdf

package refs

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// arrangePDF makes passages of the lines of all pages: the text that runs over
// columns and pages with its headings, and apart from it the notes at the feet
// of the pages.
func arrangePDF(pages []pdfPage) content {
	for i := range pages {
		pages[i].lines = joinRows(pages[i].lines)
	}
	dropFurniture(pages)
	var columns []pdfColumn
	for i := range pages {
		columns = append(columns, columnsOf(i, pages[i].lines)...)
	}
	body := bodySize(columns)
	title := findHeadings(columns, body)
	notes := takeNotes(columns, body)
	indent(columns)
	hangEntries(columns)

	w := pdfWeave{weave: newWeave()}
	for _, n := range notes {
		w.note(n)
	}
	for _, c := range columns {
		for k := range c.lines {
			w.line(&c.lines[k])
		}
	}
	w.flush()
	w.content.title = title
	if title == "" && len(columns) > 0 {
		w.content.title = firstLine(columns[0].lines[0].text)
	}
	return w.content
}

// bodySize gives the size of the font that most of the text is set in.
func bodySize(columns []pdfColumn) float32 {
	count := map[int]int{} // by tenths of a point
	for _, c := range columns {
		for k := range c.lines {
			count[int(c.lines[k].size*10+0.5)] += len(c.lines[k].text)
		}
	}
	best := 0
	for _, size := range slices.Sorted(maps.Keys(count)) {
		if count[size] > count[best] {
			best = size
		}
	}
	return float32(best) / 10
}

// findHeadings finds the headings, a few lines in a row in a font of one size
// that is bigger than that of the text, and gives the biggest of the first page,
// the title.
func findHeadings(columns []pdfColumn, body float32) (title string) {
	const (
		bigger  = 1.15
		longest = 200 // bytes
		most    = 3   // lines
	)
	biggest := float32(0)
	levels := map[int]bool{} // sizes of headings, in tenths of a point
	var found [][]pdfLine
	for _, c := range columns {
		for from := 0; from < len(c.lines); {
			to, text := from+1, c.lines[from].text
			for to < len(c.lines) && near(c.lines[to].size, c.lines[from].size, 0.1) {
				if len(text) <= longest {
					text += " " + c.lines[to].text
				}
				to++
			}
			group := c.lines[from:to]
			from = to
			kind := markOf(text)
			if size := group[0].size; size < bigger*body || to-from > most || len(group) > most || len(text) > longest || text == "" || kind == bracketed || kind == named {
				continue
			}
			if c.page == 0 && group[0].size > biggest {
				biggest, title = group[0].size, text
			}
			levels[int(group[0].size*10+0.5)] = true
			found = append(found, group)
		}
	}
	sizes := slices.Sorted(maps.Keys(levels))
	for _, group := range found {
		n, _ := slices.BinarySearch(sizes, int(group[0].size*10+0.5))
		for k := range group {
			group[k].heading = len(sizes) - n
		}
	}
	return title
}

// takeNotes takes the notes at the feet of columns out of them: lines in a
// smaller font than the text above them, the first of which begins with the
// mark of a note. Under the heading of a list they are the list.
func takeNotes(columns []pdfColumn, body float32) [][]pdfLine {
	const smaller = 0.93
	var all [][]pdfLine
	for i := range columns {
		c := &columns[i]
		k := len(c.lines)
		for k > 0 && c.lines[k-1].size <= smaller*body && c.lines[k-1].heading == 0 {
			k--
		}
		for k < len(c.lines) && !opensNote(&c.lines[k]) {
			k++
		}
		if k == 0 || k == len(c.lines) || isListHeading(c.lines[k-1].text) {
			continue
		}
		lines := c.lines[k:]
		c.lines = c.lines[:k]
		if last := c.lines[k-1]; len(last.links) > 0 && last.links[len(last.links)-1].end == len(last.text) {
			dropLinks(lines, last.links[len(last.links)-1].href)
		}
		for from := 0; from < len(lines); {
			to := from + 1
			for to < len(lines) && !opensNote(&lines[to]) {
				to++
			}
			all = append(all, lines[from:to])
			from = to
		}
	}
	return all
}

// dropLinks takes hyperlinks away that only seem to lie on the notes: TeX lays
// one that is broken by the end of the page over them, too.
func dropLinks(notes []pdfLine, href string) {
	for i := range notes {
		notes[i].links = slices.DeleteFunc(notes[i].links, func(s pdfSpan) bool { return s.href == href })
	}
}

// opensNote tells a line that begins with the mark of a note.
func opensNote(l *pdfLine) bool {
	if l.noted {
		return true
	}
	r, n := utf8.DecodeRuneInString(l.text)
	if strings.ContainsRune("*†‡§¶∗", r) {
		return true
	}
	for n < len(l.text) && isDigit(l.text[n]) {
		n++
	}
	return isPDFDigit(r) && n < 4 && n < len(l.text) && l.text[n] == ' '
}

// A pdfWeave makes the passages.
type pdfWeave struct {
	weave
	content content
	heading int // level of what is being made, 0 if it is none
}

// line appends a line of the text.
func (w *pdfWeave) line(l *pdfLine) {
	if l.heading != w.heading {
		w.flush()
		w.heading = l.heading
	}
	if l.text == "" { // pictures
		w.flush()
		w.words(l)
		w.flush()
		return
	}
	switch {
	case len(w.text) == 0:
	case l.gap:
		w.put("\n\n", l.at-1)
	default:
		w.put("\n", l.at-1)
	}
	if l.heading == 0 {
		w.put(strings.Repeat(" ", l.indent), l.at)
	}
	w.words(l)
}

// words appends the text of a line with its hyperlinks. One that the end of a
// line, column or page has divided is one.
func (w *pdfWeave) words(l *pdfLine) {
	start := len(w.text)
	w.put(l.text, l.at)
	for _, s := range l.links {
		a := anchor{start: start + s.start, end: start + s.end, href: s.href, source: l.at + s.start}
		if k := len(w.anchors) - 1; k >= 0 && s.start < s.end && a.href == w.anchors[k].href && w.anchors[k].start < w.anchors[k].end &&
			strings.TrimSpace(string(w.text[w.anchors[k].end:a.start])) == "" {
			w.anchors[k].end = a.end
			continue
		}
		w.anchors = append(w.anchors, a)
	}
}

// flush ends the passage.
func (w *pdfWeave) flush() {
	p, ok := w.passage()
	if ok {
		if w.heading > 0 {
			p.kind, p.level = heading, w.heading
		}
		w.keep(p)
	}
	w.heading = 0
}

func (w *pdfWeave) keep(p passage) {
	if len(w.content.passages)+len(w.content.records) >= mostPieces {
		w.content.cut = true
		return
	}
	w.content.passages = append(w.content.passages, p)
}

// note makes a passage of a note. One that shows the traits of a reference is an
// entry, as the notes of the humanities are; any other is running text.
func (w *pdfWeave) note(lines []pdfLine) {
	for k := range lines {
		if k > 0 {
			w.put("\n", lines[k].at-1)
		}
		w.words(&lines[k])
	}
	p, ok := w.passage()
	if !ok {
		return
	}
	label := cutRunes(p.text, 4)
	if i := strings.IndexFunc(p.text, func(r rune) bool { return !isPDFDigit(r) }); i >= 0 {
		label = p.text[:i]
	}
	if likeness(p.text) < 2 || len(w.content.records) >= mostPieces {
		p.aside = true
		w.keep(p)
		return
	}
	body := p.cut(len(label), len(p.text))
	w.content.records = append(w.content.records, record{
		reference: Reference{Label: label, Listed: true, Pos: Position{Offset: lines[0].at}, Text: fold(body.text)},
		passages:  []passage{body},
	})
}

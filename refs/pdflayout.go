//go:build !nopdf

package refs

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// A pdfColumn is a run of lines of a page, each below the one before.
type pdfColumn struct {
	page  int // index
	lines []pdfLine
	edge  float32 // x at which its lines begin that are not indented
}

// columnsOf finds the columns of a page. A line that stands higher than the one
// before it, or beside the whole column, begins another one.
func columnsOf(page int, lines []pdfLine) []pdfColumn {
	var all []pdfColumn
	from := 0
	var left, right float32
	for i := range lines {
		l := &lines[i]
		if i > from {
			before := &lines[i-1]
			if l.base > before.base+0.5*before.size || l.left > right || l.right < left {
				all = append(all, pdfColumn{page: page, lines: lines[from:i]})
				from = i
			}
		}
		if i == from {
			left, right = l.left, l.right
		}
		left, right = min(left, l.left), max(right, l.right)
	}
	if from < len(lines) {
		all = append(all, pdfColumn{page: page, lines: lines[from:]})
	}
	return all
}

// joinRows joins what stands on one line and was set in pieces: a label and the
// text behind it.
func joinRows(lines []pdfLine) []pdfLine {
	joined := lines[:0]
	for _, l := range lines {
		if k := len(joined) - 1; k >= 0 && joined[k].goesOnWith(&l) {
			joined[k].join(l)
			continue
		}
		joined = append(joined, l)
	}
	return joined
}

// goesOnWith tells whether b stands on the same line as l, not far behind it.
func (l *pdfLine) goesOnWith(b *pdfLine) bool {
	size := max(l.size, b.size)
	return float32(math.Abs(float64(l.base-b.base))) < 0.45*size && b.left > l.right-0.5*size && b.left < l.right+3*size && l.text != "" && b.text != ""
}

// join appends b to a line. Their places follow one another, with one byte
// between them.
func (l *pdfLine) join(b pdfLine) {
	shift := len(l.text) + 1
	if len(b.text) > len(l.text) {
		l.noted = l.noted || l.base > b.base+0.15*b.size && l.size < 0.85*b.size
		l.size, l.base = b.size, b.base
	}
	l.text += " " + b.text
	l.right = max(l.right, b.right)
	for _, s := range b.links {
		l.links = append(l.links, pdfSpan{s.start + shift, s.end + shift, s.href})
	}
}

// indent tells of every line how far it is indented and whether a gap is above
// it.
func indent(columns []pdfColumn) {
	findEdges(columns)
	for i := range columns {
		c := &columns[i]
		for k := range c.lines {
			l := &c.lines[k]
			l.indent = max(0, min(16, int((l.left-c.edge)/(0.5*max(l.size, 1))+0.2)))
		}
		c.findGaps()
		if i > 0 {
			above := columns[i-1].lines
			first := &c.lines[0]
			first.gap = isListHeading(first.text) || endsEntry(above[len(above)-1].text) && (markOf(first.text) != unmarked || startsWithAuthor(first.text))
		}
	}
}

// hanging is the least and the greatest width of an indent, in sizes of the
// font.
var hanging = [2]float32{0.6, 6}

// findEdges finds the edges of the columns: where their leftmost lines begin.
// In a column of lines that all begin at one place this is no indent only if no
// other column has an edge a little to the left of it. Pages on the left and on
// the right have edges of their own.
func findEdges(columns []pdfColumn) {
	type pair struct{ edge, inner float32 }
	var pairs [2][]pair
	for i := range columns {
		c := &columns[i]
		c.edge = c.lines[0].left
		for k := range c.lines {
			c.edge = min(c.edge, c.lines[k].left)
		}
		if inner := c.inner(); inner > 0 && len(pairs[c.page%2]) < 1000 {
			pairs[c.page%2] = append(pairs[c.page%2], pair{c.edge, inner})
		}
	}
	for i := range columns {
		c := &columns[i]
		if c.inner() > 0 {
			continue
		}
		size, edge := c.lines[0].size, c.edge
		for _, p := range pairs[c.page%2] {
			if near(p.edge, c.edge, hanging[0]*size) {
				edge = c.edge
				break
			}
			if near(p.inner, c.edge, hanging[0]*size) {
				edge = p.edge
			}
		}
		c.edge = edge
	}
}

// inner gives the place at which most of the indented lines of a column begin,
// 0 if there are none.
func (c *pdfColumn) inner() float32 {
	count := map[int]int{}
	best, most := float32(0), 0
	for k := range c.lines {
		l := &c.lines[k]
		d := l.left - c.edge
		if d < hanging[0]*l.size || d > hanging[1]*l.size {
			continue
		}
		at := int(l.left)
		if count[at]++; count[at] > most {
			best, most = l.left, count[at]
		}
	}
	return best
}

func near(a, b, within float32) bool { return a-b < within && b-a < within }

// findGaps finds the lines that stand farther below the one before them than
// lines about them do.
func (c *pdfColumn) findGaps() {
	const around = 6 // lines
	down := make([]float32, len(c.lines))
	for k := 1; k < len(c.lines); k++ {
		down[k] = c.lines[k-1].base - c.lines[k].base
	}
	var about []float32
	for k := 1; k < len(c.lines); k++ {
		about = about[:0]
		for j := max(1, k-around); j < min(len(down), k+around+1); j++ {
			if down[j] > 0.5*c.lines[j].size {
				about = append(about, down[j])
			}
		}
		if len(about) == 0 {
			continue
		}
		slices.Sort(about)
		usual := about[len(about)/4]
		if len(about) < 3 {
			usual = min(usual, 1.3*c.lines[k].size)
		}
		c.lines[k].gap = down[k] > 1.25*usual+0.5
	}
}

// dropFurniture takes away what stands above or below the text of several pages
// at the same height and says the same but for numbers: running heads and page
// numbers.
func dropFurniture(pages []pdfPage) {
	type seen struct {
		shape string
		top   bool
	}
	type place struct {
		base  float32
		pages int
		last  int
	}
	count := map[seen][]place{}
	edges := make([][]int, len(pages))
	visit := func(page, i int, do func(*place)) {
		l := &pages[page].lines[i&^topLine]
		key := seen{shapeOf(l.text), i&topLine != 0}
		for k := range count[key] {
			if p := &count[key][k]; near(p.base, l.base, 8) {
				do(p)
				return
			}
		}
		if len(count[key]) < 16 {
			count[key] = append(count[key], place{l.base, 1, page})
		}
	}
	for page := range pages {
		edges[page] = edgeLines(pages[page].lines)
		for _, i := range edges[page] {
			visit(page, i, func(p *place) {
				if p.last != page {
					p.pages++
					p.last = page
				}
			})
		}
	}
	enough := 2
	if len(pages) > 4 {
		enough = 3
	}
	for page := range pages {
		for _, i := range edges[page] {
			l := &pages[page].lines[i&^topLine]
			alone := isPageNumber(l.text)
			visit(page, i, func(p *place) {
				if p.pages >= enough || alone {
					l.furniture = true
				}
			})
		}
		pages[page].lines = slices.DeleteFunc(pages[page].lines, func(l pdfLine) bool { return l.furniture })
	}
}

// topLine is set in the index of a line that stands above the text.
const topLine = 1 << 30

// edgeLines gives the lines of a page, three at most on either side, that a gap
// separates from the text above or below it.
func edgeLines(lines []pdfLine) []int {
	const most, near = 3, 12 // lines at the edge; lines that are looked at
	byBase := make([]int, len(lines))
	for i := range byBase {
		byBase[i] = i
	}
	slices.SortStableFunc(byBase, func(a, b int) int { return cmp.Compare(lines[b].base, lines[a].base) })
	var all []int
	outer := func(at func(k int) *pdfLine, add func(k int)) {
		rows := 1
		for k := 1; k < min(len(lines), near); k++ {
			l, before := at(k), at(k-1)
			apart := float32(math.Abs(float64(before.base - l.base)))
			if apart < 0.5*l.size {
				continue
			}
			if apart > 1.6*max(l.size, before.size) {
				for j := range k {
					if isMarked(at(j).text) {
						return
					}
				}
				for j := range k {
					add(j)
				}
				return
			}
			if rows++; rows > most {
				return
			}
		}
	}
	n := len(lines)
	outer(func(k int) *pdfLine { return &lines[byBase[k]] }, func(k int) { all = append(all, byBase[k]|topLine) })
	outer(func(k int) *pdfLine { return &lines[byBase[n-1-k]] }, func(k int) { all = append(all, byBase[n-1-k]) })
	return all
}

// isMarked tells whether a line begins as an entry of a list of references.
func isMarked(s string) bool {
	switch kind := markOf(s); kind {
	case unmarked, bare:
		return false
	default:
		return !isPageNumber(s) && (kind != dotted && kind != bulleted || likeness(s) > 0)
	}
}

// markOf tells how a line is marked, which may be empty.
func markOf(s string) style {
	if s == "" {
		return unmarked
	}
	kind, _, _ := marker(s, 0)
	return kind
}

// shapeOf gives a text with 0 for every number.
func shapeOf(s string) string {
	if isPageNumber(s) {
		return "0"
	}
	const enough = 100 // bytes
	var b strings.Builder
	digit := false
	for _, r := range cutRunes(s, enough) {
		if d := unicode.IsDigit(r); !d {
			b.WriteRune(r)
		} else if !digit {
			b.WriteByte('0')
		}
		digit = unicode.IsDigit(r)
	}
	return b.String()
}

// isPageNumber tells a line of nothing but a number.
func isPageNumber(s string) bool {
	s = strings.Trim(s, " -–—|·[]()")
	return s != "" && len(s) <= 5 && (allDigits(s) || strings.Trim(strings.ToLower(s), "ivxlc") == "")
}

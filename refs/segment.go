package refs

import (
	"cmp"
	"slices"
)

// An entry is what segmentation takes for one entry of a reference list: a
// label and the lines of it.
type entry struct {
	label string
	lines []int32 // indices, ascending; never empty
}

// A segmenter finds the entries of reference lists among the lines of a
// document. What it does not take is running text.
//
// A numbered run of paragraphs is a list of references if it stands under a
// heading that says so or if at least half of its paragraphs look like
// references; everything else needs such a heading or a mark of the format.
type segmenter struct {
	passages []passage
	lines    []line
	taken    []bool // by an entry, for each line
	entries  []entry
}

// segment finds the entries of all lists, in document order.
func segment(ps []passage) *segmenter {
	s := &segmenter{passages: ps, lines: linesOf(ps)}
	s.parted()
	s.taken = make([]bool, len(s.lines))
	outside := 0
	for i := 0; i < len(s.lines); {
		heading, marked := s.opensList(i)
		if !heading && !marked {
			i++
			continue
		}
		s.loose(outside, i)
		from := i
		if heading {
			from++
		}
		to := s.closes(i, from, marked)
		s.listed(from, to)
		i = max(to, i+1)
		outside = i
	}
	s.loose(outside, len(s.lines))
	slices.SortStableFunc(s.entries, func(a, b entry) int { return cmp.Compare(a.lines[0], b.lines[0]) })
	return s
}

func (s *segmenter) passage(i int) *passage { return &s.passages[s.lines[i].passage] }

// text gives a line with its marker.
func (s *segmenter) text(i int) string {
	l := s.lines[i]
	return s.passage(i).text[l.start:l.end]
}

// body gives a line without its marker.
func (s *segmenter) body(i int) string {
	l := s.lines[i]
	return s.passage(i).text[l.body:l.end]
}

// opensList tells whether a list of references begins at line i: by a heading,
// or because the format marks what follows as such a list.
func (s *segmenter) opensList(i int) (heading_, marked bool) {
	p := s.passage(i)
	if p.refs && (i == 0 || !s.passage(i-1).refs) {
		marked = true
	}
	if p.aside || p.kind == code || !isListHeading(s.text(i)) {
		return false, marked
	}
	if p.kind == heading {
		return true, marked
	}
	// A word of a menu or of a table of contents is no heading.
	return p.item == 0 && len(p.anchors) == 0, marked
}

// closes gives the first line from on that is no part of the list that opens
// at line i.
func (s *segmenter) closes(i, from int, marked bool) int {
	opener := s.passage(i)
	for j := from; j < len(s.lines); j++ {
		p := s.passage(j)
		if p.refs {
			marked = true
		} else if marked {
			return j
		}
		if p.section < opener.section {
			return j
		}
		if p.aside {
			continue
		}
		if h, _ := s.opensList(j); h && j > i {
			return j
		}
		switch {
		case p.kind == heading:
			if !marked && (opener.level == 0 || p.level <= opener.level) {
				return j
			}
		case p.item == 0 && s.lines[j].gap:
			if t := s.text(j); len(t) <= longestHeading/2 && closesList(t) && s.likeness(j, j+1) == 0 {
				return j
			}
		}
	}
	return len(s.lines)
}

// likeness counts the traits of a reference in the lines [from:to]; see there.
func (s *segmenter) likeness(from, to int) int {
	a, b := s.lines[from], s.lines[to-1]
	p := s.passage(from)
	if a.passage != b.passage {
		b.end = int32(len(p.text))
	}
	text := p.text[a.body:b.end]
	n := likeness(text)
	if text == "" || len(p.anchors) == 0 || hasLocator(text) {
		return n
	}
	for _, h := range p.anchors[firstBehind(len(p.anchors), int(a.start), func(i int) int { return p.anchors[i].end }):] {
		if h.start > int(b.end) {
			break
		}
		if hasLocator(h.href) {
			return n + 1
		}
	}
	return n
}

// take makes an entry of lines.
func (s *segmenter) take(label string, lines []int32) {
	if len(lines) == 0 {
		return
	}
	for _, i := range lines {
		s.taken[i] = true
	}
	s.entries = append(s.entries, entry{label, lines})
}

// takeMarked makes an entry of lines the first of which has a marker.
func (s *segmenter) takeMarked(lines []int32) {
	first := int(lines[0])
	s.take(s.lines[first].labelOf(s.passage(first).text), lines)
}

// listed finds the entries of the list of references that lines [from:to]
// hold.
func (s *segmenter) listed(from, to int) {
	if from >= to {
		return
	}
	if s.takeItems(from, to, true) {
		return
	}
	if s.takeRuns(from, to, true) {
		return
	}
	if s.takeMarkers(from, to) {
		return
	}
	s.takeLayout(from, to)
}

// loose finds lists of references without heading or mark.
func (s *segmenter) loose(from, to int) {
	if from >= to {
		return
	}
	s.takeItems(from, to, false)
	s.takeRuns(from, to, false)
	s.takeNotes(from, to)
}

// takeNotes takes footnotes written as "[^1]: text", wherever they stand.
func (s *segmenter) takeNotes(from, to int) {
	isNote := func(i int) bool {
		return s.lines[i].style == noted && !s.taken[i] && s.passage(i).kind != code
	}
	for i := from; i < to; {
		if !isNote(i) {
			i++
			continue
		}
		next := i + 1
		for next < to && next < i+longestEntry && !isNote(next) {
			next++
		}
		lines := s.extent(i, next, false)
		s.takeMarked(lines)
		i = int(lines[len(lines)-1]) + 1
	}
}

// takeMarkers takes entries that start with a name in brackets, a note's mark
// or a bullet, if the first one is near the heading; of bullets, at least half
// must look like references.
func (s *segmenter) takeMarkers(from, to int) bool {
	const near = 4 // lines of introduction
	first := from
	for first < min(to, from+near) && (s.lines[first].style < named || s.passage(first).aside) {
		first++
	}
	if first == min(to, from+near) {
		return false
	}
	kind, like := s.lines[first].style, 0
	var entries [][]int32
	for i := first; i < to; {
		next := i + 1
		for next < to && s.lines[next].style != kind {
			next++
		}
		entries = append(entries, s.extent(i, next, next < to))
		if s.likeness(i, i+1) > 0 {
			like++
		}
		i = next
	}
	const rest = 3 // lines that may follow a single entry
	if kind == bulleted && like*2 < len(entries) || len(entries) == 1 && len(entries[0])+rest < to-from {
		return false
	}
	for _, lines := range entries {
		s.takeMarked(lines)
	}
	return true
}

const longestEntry = 100 // lines; what goes on longer is no reference

// extent gives the lines of the entry that starts at line i; its last one is
// before stop. Behind a gap an entry goes on only where it must; followed
// says that another entry of the list starts at stop.
func (s *segmenter) extent(i, stop int, followed bool) []int32 {
	lines := []int32{int32(i)}
	last := i
	empty := s.lines[i].body == s.lines[i].end
	for j := i + 1; j < min(stop, i+longestEntry); j++ {
		p := s.passage(j)
		if p.aside || p.kind == heading || s.taken[j] {
			break
		}
		switch l := s.lines[j]; {
		case !l.gap:
			if !followed && (isListHeading(s.text(j)) || isFurniture(s.text(j))) {
				return lines
			}
		case empty && j == i+1:
		case followed && isFurniture(s.text(j)) && j-last <= 3:
			continue
		case !followed || !continues(s.text(last), s.text(j)):
			return lines
		}
		lines = append(lines, int32(j))
		last = j
	}
	return lines
}

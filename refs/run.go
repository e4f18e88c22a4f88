package refs

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// A run is a sequence of lines with consecutive numbers in one style.
type run struct {
	style style
	next  int32
	marks []int32 // lines
	outer *run    // the run that went on behind this one
	state runState
}

type runState uint8

const (
	unjudged runState = iota
	accepted
	refused
)

// takeRuns takes the numbered entries among lines [from:to] and tells whether
// there were any.
func (s *segmenter) takeRuns(from, to int, underHeading bool) bool {
	var lists []*run
	for _, r := range s.runs(from, to, underHeading) {
		if s.accepts(r, from, to, underHeading) {
			lists = append(lists, r)
		}
	}
	for k, r := range lists {
		end := to
		if k+1 < len(lists) {
			// Two lists can be intertwined; then the first has the lines.
			end = max(int(lists[k+1].marks[0]), int(r.marks[len(r.marks)-1])+1)
		}
		entries := s.entriesOf(r, end)
		s.entries = slices.Grow(s.entries, len(entries))
		for _, lines := range entries {
			if !s.taken[lines[0]] {
				s.takeMarked(lines)
			}
		}
	}
	return len(lists) > 0
}

// runs finds the numbered runs. A number is taken by the latest run that waits
// for it, so that a list inside an entry, a date at the start of a line or a
// page number does not end the list around it; runs that began in between are
// over then.
func (s *segmenter) runs(from, to int, underHeading bool) []*run {
	const deepest = 16 // runs that wait at once
	var all, waiting []*run
	for i := from; i < to; i++ {
		l := s.lines[i]
		if l.style == unmarked || l.style > bare || l.style == bare && !underHeading || s.taken[i] {
			continue
		}
		p := s.passage(i)
		if p.item != 0 || p.aside || p.kind == heading || p.kind == code && !underHeading {
			continue
		}
		k := len(waiting) - 1
		for k >= 0 && !s.awaits(waiting[k], i) {
			k--
		}
		if k >= 0 {
			r := waiting[k]
			for _, inner := range waiting[k+1:] {
				inner.outer = r
			}
			waiting = waiting[:k+1]
			r.marks = append(r.marks, int32(i))
			r.next = l.number + 1
			continue
		}
		if l.number > 1 && !l.gap && !(underHeading && i == from) {
			continue
		}
		r := &run{style: l.style, next: l.number + 1, marks: []int32{int32(i)}}
		all = append(all, r)
		waiting = append(waiting, r)
		if len(waiting) > deepest {
			waiting = append(waiting[:0], waiting[1:]...)
		}
	}
	return all
}

// awaits tells whether line i is the next entry of r. A number or two may be
// missing, if the line looks like a new entry.
func (s *segmenter) awaits(r *run, i int) bool {
	const missing = 2
	l := s.lines[i]
	if l.style != r.style {
		return false
	}
	if l.number == r.next {
		return l.style != bare || startsEntry(s.body(i)) || i > 0 && endsEntry(s.text(i-1))
	}
	return l.number > r.next && l.number <= r.next+missing && len(r.marks) > 1 && (l.gap || l.style == bracketed) && s.likeness(i, i+1) > 0
}

// accepts judges whether a run is a list of references.
func (s *segmenter) accepts(r *run, from, to int, underHeading bool) bool {
	if r.state != unjudged {
		return r.state == accepted
	}
	r.state = refused
	if r.outer != nil && s.accepts(r.outer, from, to, underHeading) {
		return false
	}
	first := r.next - int32(len(r.marks))
	n, like, need := len(r.marks), 0, 2
	switch {
	case underHeading && (n == 1 && (first > 1 || !s.fills(r, from, to)) || n < 3 && r.style == bare && (n == 1 || first > 1)):
		return false
	case underHeading:
		need = 1
	case n < 2 || first > 1 && n < 3:
		return false
	}
	for _, lines := range s.entriesOf(r, to) {
		if s.likenessOf(lines) >= need {
			like++
		}
	}
	const near = 4 // lines of introduction under a heading
	switch {
	case like*2 >= n,
		underHeading && r.style != bare && int(r.marks[0]) < from+near && like*4 >= n:
		r.state = accepted
	}
	return r.state == accepted
}

// fills tells whether the only entry of a run is about all that there is
// between from and to: among others without a number, its number is something
// else.
func (s *segmenter) fills(r *run, from, to int) bool {
	const rest = 3 // lines
	return to-from <= longestEntry+rest && to-from <= len(s.extent(int(r.marks[0]), to, false))+rest
}

// likenessOf is likeness for the lines of an entry.
func (s *segmenter) likenessOf(lines []int32) int {
	best := 0
	for from := 0; from < len(lines) && best < 2; {
		to := from + 1
		for to < len(lines) && lines[to] == lines[to-1]+1 && s.lines[lines[to]].passage == s.lines[lines[from]].passage {
			to++
		}
		best = max(best, s.likeness(int(lines[from]), int(lines[to-1])+1))
		from = to
	}
	return best
}

// entriesOf gives the lines of each entry of a run that ends before line to.
func (s *segmenter) entriesOf(r *run, to int) [][]int32 {
	all := make([][]int32, len(r.marks))
	wrapped := false
	for k, m := range r.marks {
		stop, followed := to, false
		if k+1 < len(r.marks) {
			stop, followed = int(r.marks[k+1]), true
		}
		all[k] = s.extent(int(m), stop, followed)
		if followed && len(all[k]) > 1 {
			wrapped = true
		}
	}
	// Where each entry before has one line, so has the last one, unless it shows
	// that it goes on: what else follows it directly is the page's.
	const telling = 4
	if last := len(all) - 1; last+1 >= telling && !wrapped {
		lines := all[last]
		whole, longest := 0, 0 // entries that end as one does, bytes
		for _, m := range r.marks[:last] {
			text := s.text(int(m))
			longest = max(longest, len(text))
			if endsEntry(text) {
				whole++
			}
		}
		n := 1
		for n < len(lines) && s.wraps(lines[:n], int(lines[n]), whole == last, longest) {
			n++
		}
		all[last] = lines[:n]
	}
	return all
}

// wraps tells whether line i goes on with an entry although none of the entries
// before it had a second line: it hangs below the entry's text, or the entry is
// cut off. Whole says that the entries before end as entries do; the longest of
// them has so many bytes.
func (s *segmenter) wraps(lines []int32, i int, whole bool, longest int) bool {
	const slack = 8 // columns that a continuation may hang deeper than the text
	first, l := s.lines[lines[0]], s.lines[i]
	if first.body == first.end {
		return true // a marker alone
	}
	if l.passage == first.passage && l.indent > first.indent && int(l.indent) <= int(first.indent)+int(first.body-first.start)+slack {
		return true
	}
	before, text := s.text(int(lines[len(lines)-1])), s.text(i)
	if continues(before, text) && !s.locatesAny(lines) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(text)
	if !endsEntry(before) && (unicode.IsLower(r) || unicode.IsDigit(r) || r == '(' || whole && unicode.IsLetter(r)) {
		return true
	}
	// The line was full, and what did not fit in it is the place of a work.
	word, _ := cutWord(text)
	return len(before)+1+len(word) > longest && !s.locatesAny(lines) && hasLocator(text) && hasPages(text) && unicode.IsLetter(r)
}

// locatesAny tells whether a link stands in one of lines.
func (s *segmenter) locatesAny(lines []int32) bool {
	for _, i := range lines {
		if hasLocator(s.text(int(i))) {
			return true
		}
	}
	return false
}

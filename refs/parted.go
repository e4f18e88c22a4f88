package refs

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// parted parts lines that hold more than one entry of a numbered list: text that
// was copied out of a page often has "... 2001. [2] Jones ..." on one line. Only
// a number that is missing at the starts of lines is looked for, from the entry
// before it up to the next one that has its number there.
func (s *segmenter) parted() {
	var cuts []line // the entries that begin inside a line, in order
	var last [bare]int
	for i := range last {
		last[i] = -1
	}
	for i := range s.lines {
		l := &s.lines[i]
		if l.style == unmarked || l.style >= bare {
			continue
		}
		if from := last[l.style]; from >= 0 {
			cuts = s.cutsBetween(cuts, from, i, l.number)
		}
		last[l.style] = i
	}
	for _, from := range last {
		if from >= 0 {
			cuts = s.cutsBetween(cuts, from, len(s.lines), 1<<30)
		}
	}
	if len(cuts) == 0 {
		return
	}
	slices.SortFunc(cuts, func(a, b line) int {
		if a.passage != b.passage {
			return int(a.passage - b.passage)
		}
		return int(a.start - b.start)
	})
	s.cutLines(cuts)
}

// cutsBetween appends the entries that begin inside the lines [from:to] and have
// the numbers behind that of line from, before the number stop, which line to
// has. They end with the paragraph and after the lines that one entry may have.
func (s *segmenter) cutsBetween(cuts []line, from, to int, stop int32) []line {
	first := s.lines[from]
	if stop <= first.number+1 {
		return cuts // none is missing, or the list begins anew
	}
	next, start := first.number+1, int(first.body)
	for i := from; i < min(to, from+longestEntry) && next < stop; i++ {
		l := s.lines[i]
		if l.passage != first.passage || i > from && l.gap {
			break
		}
		if i > from {
			start = max(start, int(l.start))
		}
		for next < stop {
			c, ok := s.cutAt(first, i, start, next)
			if !ok {
				break
			}
			cuts = append(cuts, c)
			next++
			start = int(c.body)
			first.body = c.body
		}
	}
	return cuts
}

// cutAt finds the marker of the entry with a number in line i, from start on.
// What it ends, from before.body on, must look like a reference, and what it
// begins must begin like one.
func (s *segmenter) cutAt(before line, i, start int, number int32) (line, bool) {
	const longest = 4000 // bytes of the entry before
	text := s.passages[before.passage].text
	end := min(int(s.lines[i].end), int(before.body)+longest)
	for at := start; at < end; {
		n := strings.IndexByte(text[at:end], ' ')
		if n < 0 {
			break
		}
		at = behindMarker(text[:end], at+n)
		if at == end || !opensMarker(text[at]) {
			continue
		}
		style, got, body := marker(text[:end], at)
		if style != before.style || got != number {
			continue
		}
		left, right := strings.TrimRight(text[before.body:at], " \t\r\n"), text[body:end]
		if !endsEntry(left) || likeness(left) < 2 || !s.beginsEntry(style, left, right) {
			continue
		}
		c := s.lines[i]
		c.start, c.body, c.style, c.number, c.gap = int32(at), int32(body), style, number, false
		return c, true
	}
	return line{}, false
}

// opensMarker tells the bytes that a numbered marker can begin with.
func opensMarker(c byte) bool {
	return isDigit(c) || c == '(' || c == '[' || c >= utf8.RuneSelf || c == 'i' || c == 'v' || c == 'x'
}

// beginsEntry tells whether right begins an entry whose number stands inside a
// line, behind left. A number in brackets may be a citation; one with a dot may
// be a volume's ("Vol. 2. Oxford: ..."): there only a name in front will do.
func (s *segmenter) beginsEntry(style style, left, right string) bool {
	if style == bracketed || style == raised || style == circled {
		return startsEntry(right)
	}
	word := left[strings.LastIndexAny(left, " \t\r\n")+1:]
	abbreviated := strings.HasSuffix(word, ".") && len(word) < 6 && !hasDigit(word) && !hasYear(word)
	return startsWithAuthor(right) && !abbreviated
}

// cutLines puts the cuts, which are in order of place, among the lines.
func (s *segmenter) cutLines(cuts []line) {
	all := make([]line, 0, len(s.lines)+len(cuts))
	for _, l := range s.lines {
		for len(cuts) > 0 && cuts[0].passage == l.passage && cuts[0].start > l.start && cuts[0].start < l.end {
			c := cuts[0]
			cuts = cuts[1:]
			text := s.passages[l.passage].text
			l.end = int32(len(strings.TrimRight(text[:c.start], " \t")))
			all = append(all, l)
			// The line that the cut begins ends where the one that it stands in
			// did; the next cut is in it.
			l = c
		}
		all = append(all, l)
	}
	s.lines = all
}

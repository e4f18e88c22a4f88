package refs

// takeLayout takes the entries of a list without any markers, by how its
// lines are set: hanging or first-line indents, one entry a line, blank lines
// between entries. The list ends where several blocks in a row do not look like
// references, and what does not at its end is left out.
func (s *segmenter) takeLayout(from, to int) {
	const strangers = 3
	var lines []int
	for i := from; i < to; i++ {
		if p := s.passage(i); !p.aside && p.kind != heading && !s.taken[i] {
			lines = append(lines, i)
		}
	}
	starts := s.layoutStarts(lines)
	var waiting [][]int32 // blocks that are entries if one behind them is
	like := 0
	for k := 0; k < len(lines) && len(waiting) < strangers; {
		end := k + 1
		for end < len(lines) && !starts[end] {
			end++
		}
		block := make([]int32, 0, end-k)
		for _, i := range lines[k:end] {
			block = append(block, int32(i))
		}
		k = end
		if isFurniture(s.text(int(block[0]))) {
			continue
		}
		waiting = append(waiting, block)
		if s.likenessOf(block) == 0 {
			continue
		}
		for _, w := range waiting {
			if like == 0 && len(w) > 0 && s.likenessOf(w) == 0 {
				continue // an introduction
			}
			s.lines[w[0]].body = s.lines[w[0]].start
			s.take("", w)
		}
		waiting = waiting[:0]
		like++
	}
}

// layoutStarts tells for each line whether an entry starts there.
func (s *segmenter) layoutStarts(lines []int) []bool {
	starts := make([]bool, len(lines))
	if len(lines) == 0 {
		return starts
	}
	least, most, longest, long, inside := s.lines[lines[0]].indent, s.lines[lines[0]].indent, 0, 0, 0
	blocks, height, highest := 0, 0, 0 // what gaps separate
	for k, i := range lines {
		l := s.lines[i]
		least, most = min(least, l.indent), max(most, l.indent)
		longest = max(longest, int(l.end-l.start))
		height++
		if k == 0 || l.gap {
			blocks++
			height = 1
		} else {
			inside++
		}
		highest = max(highest, height)
	}
	for _, i := range lines {
		if l := s.lines[i]; int(l.end-l.start)*5 >= longest*4 {
			long++
		}
	}
	const fullLine = 110 // bytes; a longer line was not wrapped
	wrapped := longest <= fullLine && long*2 >= len(lines)
	// Wrapped text in blocks, none of which is nearly all of it: entries.
	apart := wrapped && blocks > 1 && highest*2 <= len(lines)+1
	indented := most > least+1 && inside > 0
	firstLine := indented && s.firstLineIndent(lines, least)
	start := 0 // of the entry that line k may go on with
	whole := func(k int) bool {
		return s.likeness(lines[start], lines[k-1]+1) > 0 && s.likeness(lines[k], lines[k]+1) > 0
	}
	for k, i := range lines {
		l := s.lines[i]
		switch {
		case k == 0:
			starts[k] = true
		case indented && !firstLine:
			starts[k] = l.indent <= least+1
		case indented:
			starts[k] = l.indent > least+1
		case l.gap:
			starts[k] = true
		case apart:
		case !wrapped:
			starts[k] = endsEntry(s.text(lines[k-1])) && startsEntry(s.text(i)) && whole(k) || longest > 2*fullLine
		default:
			before := s.lines[lines[k-1]]
			short := int(before.end-before.start)*4 < longest*3
			starts[k] = endsEntry(s.text(lines[k-1])) && (short && startsEntry(s.text(i)) || startsWithAuthor(s.text(i))) && whole(k)
		}
		if starts[k] {
			start = k
		}
	}
	return starts
}

// firstLineIndent tells whether the first lines of blocks are the indented
// ones.
func (s *segmenter) firstLineIndent(lines []int, least uint16) bool {
	first, indented := 0, 0
	for k, i := range lines {
		if l := s.lines[i]; k == 0 || l.gap {
			first++
			if l.indent > least+1 {
				indented++
			}
		}
	}
	if first > 1 {
		return indented*2 > first
	}
	return s.lines[lines[0]].indent > least+1
}

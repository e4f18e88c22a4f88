package refs

// takeLayout takes the entries of a list without any markers, by how its
// lines are set: hanging or first-line indents, one entry a line, blank lines
// between entries. What does not look like a reference is left out; two such
// blocks in a row end the list.
func (s *segmenter) takeLayout(from, to int) {
	var lines []int
	for i := from; i < to; i++ {
		if p := s.passage(i); !p.aside && p.kind != heading && !s.taken[i] {
			lines = append(lines, i)
		}
	}
	starts := s.layoutStarts(lines)
	strangers := 0
	for k := 0; k < len(lines); {
		end := k + 1
		for end < len(lines) && !starts[end] {
			end++
		}
		block := make([]int32, 0, end-k)
		for _, i := range lines[k:end] {
			block = append(block, int32(i))
		}
		if s.likenessOf(block) == 0 || isFurniture(s.text(lines[k])) {
			if strangers++; strangers == 2 {
				return
			}
		} else {
			strangers = 0
			s.lines[block[0]].body = s.lines[block[0]].start
			s.take("", block)
		}
		k = end
	}
}

// layoutStarts tells for each line whether an entry starts there.
func (s *segmenter) layoutStarts(lines []int) []bool {
	starts := make([]bool, len(lines))
	if len(lines) == 0 {
		return starts
	}
	least, most, longest, long, inside := s.lines[lines[0]].indent, s.lines[lines[0]].indent, 0, 0, 0
	for _, i := range lines {
		l := s.lines[i]
		least, most = min(least, l.indent), max(most, l.indent)
		longest = max(longest, int(l.end-l.start))
		if !l.gap {
			inside++
		}
	}
	for _, i := range lines {
		if l := s.lines[i]; int(l.end-l.start)*5 >= longest*4 {
			long++
		}
	}
	const fullLine = 110 // bytes; a longer line was not wrapped
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
		case longest > fullLine || long*2 < len(lines):
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

package refs

// listItem is what segmentation knows of an item of a list that the format
// makes explicit.
type listItem struct {
	first    int // line
	list     int
	label    string
	likeness int
	note     bool
	inner    int // the greatest likeness of the items in it
	entry    int // the item whose entry it belongs to; 0: none
	lines    []int32
}

// onlyHolds tells an item that is but the title of the items in it, which are
// references, and not of links to databases that stand below one.
func (it *listItem) onlyHolds() bool { return it.likeness == 0 && it.inner >= 2 }

// takeItems takes the items of explicit lists among lines [from:to] as
// entries. Under a heading, enough of all items must look like references;
// elsewhere the items of one numbered list. It tells whether it took any.
func (s *segmenter) takeItems(from, to int, underHeading bool) bool {
	items, order := s.itemsOf(from, to)
	if len(items) == 0 {
		return false
	}
	type count struct{ all, like int }
	counts := map[int]count{}
	for _, id := range order {
		it := items[id]
		key, need := it.list, 2
		if underHeading {
			key, need = 0, 1
		}
		if it.onlyHolds() {
			continue
		}
		c := counts[key]
		c.all++
		if it.likeness >= need || it.note {
			c.like++
		}
		counts[key] = c
	}
	marked := s.passage(from).refs
	accepts := func(it *listItem) bool {
		if it.note {
			return true
		}
		if !underHeading {
			c := counts[it.list]
			return it.label != "" && c.all >= 2 && c.like*2 >= c.all
		}
		c := counts[0]
		return c.like*2 >= c.all || marked && c.like*4 >= c.all
	}
	return s.takeAccepted(items, order, accepts)
}

// itemsOf gathers the items among lines [from:to] and gives their numbers in
// document order.
func (s *segmenter) itemsOf(from, to int) (map[int]*listItem, []int) {
	items := map[int]*listItem{}
	var order []int
	for i := from; i < to; i++ {
		p := s.passage(i)
		if p.item == 0 || p.aside && !p.refs || p.kind == heading {
			continue
		}
		it := items[p.item]
		if it == nil {
			it = &listItem{first: i, list: p.list, label: p.label, note: p.kind == note}
			items[p.item] = it
			order = append(order, p.item)
		}
		if it.likeness < 2 {
			it.likeness = max(it.likeness, s.likeness(i, i+1))
			if outer := items[p.parent]; outer != nil {
				outer.inner = max(outer.inner, it.likeness)
			}
		}
		it.lines = append(it.lines, int32(i))
	}
	return items, order
}

// takeAccepted makes entries of the items that are accepted. An item inside
// one that is an entry belongs to it; one that only holds others, as a title
// of theirs, is none.
func (s *segmenter) takeAccepted(items map[int]*listItem, order []int, accepts func(*listItem) bool) bool {
	var roots []int
	for _, id := range order {
		it := items[id]
		if outer := items[s.passage(it.first).parent]; outer != nil && outer.entry != 0 {
			it.entry = outer.entry
			root := items[outer.entry]
			root.lines = append(root.lines, it.lines...)
			continue
		}
		if it.onlyHolds() || !accepts(it) {
			continue
		}
		it.entry = id
		roots = append(roots, id)
	}
	for _, id := range roots {
		it := items[id]
		label := it.label
		// A label in the text is what a reader sees, so it goes before the one
		// that the list would count.
		l := s.lines[it.first]
		own := ""
		if l.style != bare || l.body == l.end && len(it.lines) > 1 {
			own = l.labelOf(s.passage(it.first).text)
		}
		if own != "" {
			label = own
		} else {
			s.lines[it.first].body = l.start
		}
		s.take(label, it.lines)
	}
	return len(roots) > 0
}

package refs

import "strconv"

func (r *htmlReader) openList(name string, a tagAttributes) {
	r.numbers.list++
	l := listState{item: -1, number: r.numbers.list, parent: r.top().item}
	if name == "ol" {
		l.step, l.next = 1, 1
		if a.reversed {
			l.step = -1
		}
		if n, err := strconv.Atoi(a.start); err == nil {
			l.next = n
		}
	}
	r.lists = append(r.lists, l)
}

// openItem opens an item of the innermost list; one that is open in it ends.
// The definitions behind a term belong to the term's item.
func (r *htmlReader) openItem(name string, a tagAttributes) {
	if len(r.lists) == 0 {
		r.push(name, a)
		return
	}
	l := &r.lists[len(r.lists)-1]
	if l.item >= 0 && l.item < len(r.stack) {
		r.popTo(l.item)
	}
	l.item = len(r.stack)
	e := r.push(name, a)
	if name != "dd" || l.current == 0 {
		r.numbers.item++
		l.current = r.numbers.item
	}
	e.item, e.parent, e.list, e.label = l.current, l.parent, l.number, ""
	if e.kind != code {
		e.kind = item
	}
	if l.step != 0 {
		if n, err := strconv.Atoi(a.value); err == nil {
			l.next = n
		}
		e.label = strconv.Itoa(l.next)
		l.next += l.step
	}
}

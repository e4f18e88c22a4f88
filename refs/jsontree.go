package refs

import (
	"iter"
	"strings"
)

// A jsonTree is one value of a document with all that is in it, the nodes in
// order of place, each behind the one that holds it.
type jsonTree struct {
	s     string          // the document
	skip  map[string]bool // names of members that are passed over
	nodes []jsonNode
}

// A jsonNode is a value: the member of an object, an element of an array, or
// the tree itself.
type jsonNode struct {
	name       string // of a member, escapes resolved; "" in an array
	kind       jsonKind
	start, end int // in the document; of a string what stands between the quotes
	next       int // the node behind this one and all that is in it
}

// What is read of one tree; more is passed over.
const (
	mostNodes   = 1 << 16
	deepestTree = 32 // levels
)

// add reads the value that begins with t.
func (x *jsonTree) add(j *jsonScanner, name string, t jsonToken, level int) {
	holds := t.kind == jsonObject || t.kind == jsonArray
	if len(x.nodes) == mostNodes || level == deepestTree || x.skip[name] {
		if holds {
			j.leave()
		}
		return
	}
	i := len(x.nodes)
	x.nodes = append(x.nodes, jsonNode{name, t.kind, t.start, t.end, i + 1})
	if !holds {
		return
	}
	for {
		name, t := j.member()
		if t.kind == jsonClose || t.kind == jsonEnd {
			break
		}
		x.add(j, name, t, level+1)
	}
	x.nodes[i].next = len(x.nodes)
}

// member gives the beginning of the next value in the object or array that is
// open, and its name in an object; a token of kind jsonClose or jsonEnd if
// there is none.
func (j *jsonScanner) member() (name string, t jsonToken) {
	if t = j.next(); t.kind == jsonName {
		name = unescapeJSON(j.s[t.start:t.end])
		t = j.next()
	}
	return name, t
}

// leave passes over the rest of the object or array that is open.
func (j *jsonScanner) leave() {
	for n := len(j.open); n > 0 && len(j.open) >= n; {
		j.next()
	}
}

// inside gives what an object or array holds; of any other value itself.
func (x *jsonTree) inside(i int) iter.Seq[int] {
	return func(yield func(int) bool) {
		if i < 0 {
			return
		}
		n := &x.nodes[i]
		if n.kind != jsonObject && n.kind != jsonArray {
			yield(i)
			return
		}
		for k := i + 1; k < n.next; k = x.nodes[k].next {
			if !yield(k) {
				return
			}
		}
	}
}

// elements gives what an array holds; of any other value itself: where formats
// have a list, programs write a single value too.
func (x *jsonTree) elements(i int) iter.Seq[int] {
	if i >= 0 && x.nodes[i].kind == jsonObject {
		return func(yield func(int) bool) { yield(i) }
	}
	return x.inside(i)
}

// member gives the first member of an object with one of the names, the names
// in order of preference; -1 if there is none.
func (x *jsonTree) member(i int, names ...string) int {
	if i < 0 || x.nodes[i].kind != jsonObject {
		return -1
	}
	for _, name := range names {
		for k := i + 1; k < x.nodes[i].next; k = x.nodes[k].next {
			if n := &x.nodes[k]; n.name == name && !(n.kind == jsonPlain && x.s[n.start:n.end] == "null") {
				return k
			}
		}
	}
	return -1
}

// text gives a string or a number as a person reads it, of an array its first
// element; "" for anything else.
func (x *jsonTree) text(i int) string {
	if i >= 0 && x.nodes[i].kind == jsonArray && x.nodes[i].next > i+1 {
		i++
	}
	if i < 0 {
		return ""
	}
	n := &x.nodes[i]
	s := x.s[n.start:n.end]
	switch {
	case n.kind == jsonString:
		if s = unescapeJSON(s); !isFolded(s) {
			s = fold(s)
		}
		return s
	case n.kind == jsonPlain && !isLetter(s[0]):
		return s
	}
	return ""
}

// field gives the text of a member of the tree itself.
func (x *jsonTree) field(names ...string) string { return x.text(x.member(0, names...)) }

// passage gives the text of a string or a number; ok is false if it has none.
func (x *jsonTree) passage(i int, field string) (p passage, ok bool) {
	n := &x.nodes[i]
	raw := x.s[n.start:n.end]
	if n.kind != jsonString && (n.kind != jsonPlain || isLetter(raw[0])) { // null, true, false
		return passage{}, false
	}
	lead := len(raw) - len(strings.TrimLeft(raw, " \t"))
	w := newWeave()
	w.putJSON(raw[lead:], n.start+lead)
	p, ok = w.passage()
	p.field = field
	return p, ok
}

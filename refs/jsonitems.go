package refs

import "strings"

// A jsonItems reads the records of a document that is a list of them, one of
// them alone, or an object that holds such a list.
type jsonItems struct {
	jsonScanner
	content
	tree jsonTree
	// record makes a reference of an object; false if it is none.
	record func(*jsonTree) (record, bool)
}

// itemsIn are the members of an object that hold its records: those of
// exports of reference managers, of BibJSON and of the answers of registries.
var itemsIn = wordSet(`items|references|records|message|data`)

const deepestItems = 4 // objects around a record

func readItems(text string, record func(*jsonTree) (record, bool)) (content, error) {
	r := &jsonItems{jsonScanner: jsonScanner{s: text}, tree: jsonTree{s: text}, record: record}
	r.list(0)
	return r.content, r.err(text)
}

// list reads the elements of the array that is open, or the document.
func (r *jsonItems) list(level int) {
	for !r.cut {
		switch t := r.next(); t.kind {
		case jsonEnd, jsonClose:
			return
		case jsonObject:
			r.object(t, level)
		case jsonArray:
			if level < deepestItems {
				r.list(level + 1)
			} else {
				r.leave()
			}
		}
	}
}

// object reads a record, or an object that holds some.
func (r *jsonItems) object(open jsonToken, level int) {
	x := &r.tree
	x.nodes = append(x.nodes[:0], jsonNode{kind: jsonObject, start: open.start, end: open.end})
	holder := false
	for !r.cut {
		name, t := r.member()
		if t.kind == jsonClose || t.kind == jsonEnd {
			break
		}
		if itemsIn[name] && level < deepestItems && (t.kind == jsonArray || t.kind == jsonObject) {
			holder = true
			if t.kind == jsonArray {
				r.list(level + 1)
			} else {
				r.object(t, level+1)
			}
			continue
		}
		if holder {
			if t.kind == jsonArray || t.kind == jsonObject {
				r.leave()
			}
			continue
		}
		x.add(&r.jsonScanner, name, t, 1)
	}
	if holder {
		return
	}
	x.nodes[0].next = len(x.nodes)
	if rec, ok := r.record(x); ok {
		if len(r.records) == mostPieces {
			r.cut = true
			return
		}
		r.records = append(r.records, rec)
	}
}

// people gives the names of a list of persons and groups, up to a bound.
func (x *jsonTree) people(list int) (names []string) {
	for i := range x.elements(list) {
		if len(names) == mostAuthors {
			break
		}
		names = addName(names, x.person(i))
	}
	return names
}

// person gives a name that is a string, or an object of its parts.
func (x *jsonTree) person(i int) string {
	if x.nodes[i].kind == jsonString {
		return x.text(i)
	}
	part := func(names ...string) string { return x.text(x.member(i, names...)) }
	if whole := part("literal", "name"); whole != "" {
		return whole
	}
	family := part("non-dropping-particle") + " " + part("family", "lastname")
	given := part("given", "firstname") + " " + part("dropping-particle")
	name := familyFirst(family, given)
	if suffix := part("suffix"); suffix != "" && name != "" {
		name += ", " + suffix
	}
	return name
}

// beginsJSON tells text that can be an object or an array.
func beginsJSON(head string) bool {
	s := strings.TrimLeft(strings.TrimPrefix(head, "\uFEFF"), " \t\r\n")
	return s != "" && (s[0] == '{' || s[0] == '[')
}

// hasItem tells whether a record is in the beginning of a document.
func hasItem(head string, is func(*jsonTree) bool) bool {
	found := false
	if beginsJSON(head) {
		// Where the head is cut off, the document goes on: the error tells nothing.
		_, _ = readItems(strings.TrimPrefix(head, "\uFEFF"), func(x *jsonTree) (record, bool) {
			found = found || is(x)
			return record{}, false
		})
	}
	return found
}

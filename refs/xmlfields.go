package refs

import "strings"

// An xmlRecordFormat is a format of records whose fields are elements.
type xmlRecordFormat struct {
	records map[string]bool // names of the elements that are records
	title   func(path []string) bool
	// record makes a reference of the fields of a record.
	record func(*xmlRecord) (record, bool)
}

// An xmlRecord is a record as it stands: its fields in order.
type xmlRecord struct {
	source int
	fields []xmlField
}

// An xmlField is an element that has text of its own, or attributes.
type xmlField struct {
	name, parent string
	passage      passage
	attrs        xmlToken
}

const (
	mostFields = 4096 // of one record
	mostPath   = 64   // levels inside a record that are told apart
)

// An xmlRecordReader reads records one by one.
type xmlRecordReader struct {
	xmlScanner
	weave
	format *xmlRecordFormat
	content
	stack []string // names, all of them
	open  int      // depth of the record; 0: outside of one
	rec   xmlRecord
	tag   xmlToken // that the text being woven stands behind
}

func readRecords(text string, f *xmlRecordFormat) (content, error) {
	r := &xmlRecordReader{weave: newWeave(), format: f}
	r.s = text
	for {
		t := r.next()
		switch t.kind {
		case xmlStart:
			r.start(t)
		case xmlEmpty:
			r.start(t)
			r.end(t)
		case xmlClose:
			r.end(t)
		case xmlText, xmlCDATA:
			if bad := r.putXML(t); bad >= 0 {
				r.fault(bad, "an & that begins no reference")
			}
			if r.open == 0 && len(r.text) > 1<<16 { // between records: nobody waits for it
				r.forget()
			}
		case xmlEnd:
			if len(r.stack) > 0 {
				r.fault(t.source, "the element <%s> is never closed", cutRunes(r.stack[len(r.stack)-1], longestName))
				for len(r.stack) > 0 {
					r.pop()
				}
			}
			return r.content, r.err(r.s)
		}
	}
}

// inField are elements that only dress the text of a field.
func inField(name string) bool { return name == "style" }

func (r *xmlRecordReader) start(t xmlToken) {
	if !inField(t.name) {
		r.forget()
		r.tag = t
	}
	r.stack = append(r.stack, t.name)
	if r.open == 0 && r.format.records[t.name] {
		r.open = len(r.stack)
		r.rec.source = t.source
	}
}

// forget drops the text that was woven.
func (r *xmlRecordReader) forget() {
	text := r.text[:0]
	r.weave = newWeave()
	r.text = text
}

func (r *xmlRecordReader) end(t xmlToken) {
	n := len(r.stack) - 1
	for n > 0 && n > len(r.stack)-1-farthestXML && r.stack[n] != t.name {
		n--
	}
	if n < 0 || r.stack[n] != t.name {
		r.fault(t.source, "the end tag </%s> has no start", cutRunes(t.name, longestName))
		return
	}
	if n < len(r.stack)-1 {
		r.fault(t.source, "the element <%s> is never closed", cutRunes(r.stack[len(r.stack)-1], longestName))
	}
	for len(r.stack) > n {
		r.pop()
	}
}

// pop closes the innermost element.
func (r *xmlRecordReader) pop() {
	k := len(r.stack) - 1
	name := r.stack[k]
	if !inField(name) {
		r.closeField(name, k)
	}
	r.stack = r.stack[:k]
	if r.open == k+1 {
		r.open = 0
		if rec, ok := r.format.record(&r.rec); ok {
			if len(r.records) == mostPieces {
				r.cut = true
			} else {
				r.records = append(r.records, rec)
			}
		}
		r.rec.fields = r.rec.fields[:0] // passages were copied
	}
}

// closeField keeps the text of an element that ends.
func (r *xmlRecordReader) closeField(name string, k int) {
	f := xmlField{name: name}
	if k > 0 {
		f.parent = r.stack[k-1]
	}
	if r.tag.name == name {
		f.attrs = r.tag
	}
	r.tag = xmlToken{}
	f.passage, _ = r.passage()
	if strings.TrimSpace(f.passage.text) == "" && f.attrs.attrs == "" {
		return
	}
	switch {
	case r.open > 0 && k+1 > r.open:
		if len(r.rec.fields) < mostFields {
			r.rec.fields = append(r.rec.fields, f)
		}
	case r.open == 0 && r.title == "" && r.format.title != nil && r.format.title(r.stack):
		r.title = fold(cutRunes(f.passage.text, 4*longestTitle))
	}
}

// text gives the first field of the names as a person reads it, "" if there is
// none; in names the field's parent may be given ("titles/title").
func (x *xmlRecord) text(names ...string) string {
	for _, name := range names {
		if all := x.all(name); len(all) > 0 {
			return fold(all[0].passage.text)
		}
	}
	return ""
}

// all gives the fields of a name.
func (x *xmlRecord) all(name string) []*xmlField {
	parent, child, ok := strings.Cut(name, "/")
	if !ok {
		parent, child = "", name
	}
	var out []*xmlField
	for i := range x.fields {
		if f := &x.fields[i]; f.name == child && (parent == "" || f.parent == parent) && f.passage.text != "" {
			out = append(out, f)
		}
	}
	return out
}

// link gives a passage of the address that an attribute of a field holds.
func (f *xmlField) link(name string) (passage, bool) {
	raw, source, ok := f.attrs.attribute(name)
	href := strings.TrimSpace(unescapeXML(raw))
	if !ok || !isHref(href) {
		return passage{}, false
	}
	return passage{origins: []origin{{0, source}}, anchors: []anchor{{href: href, source: source}}}, true
}

// address gives a passage whose whole text is an address.
func (f *xmlField) address() passage {
	p := f.passage
	p.hint = KindURL
	return p
}

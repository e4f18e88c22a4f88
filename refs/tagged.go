package refs

import (
	"slices"
	"strings"
)

// A taggedFormat is a format of records whose fields begin, each on a line of
// its own, with a tag; lines without one go on with the field before.
type taggedFormat struct {
	// tag gives the tag of a line, in upper case, and the place of its value; ""
	// for a line without one.
	tag    func(line string) (tag string, value int)
	first  string // tag with which a record begins
	last   string // with which it ends; "": where the next one begins
	record func(*taggedRecord) record
}

// A taggedRecord is a record as it stands: its fields in order.
type taggedRecord struct {
	source int
	fields []taggedField
	lines  []taggedLine // of all fields
}

type taggedField struct {
	tag      string
	from, to int // its lines
}

// A taggedLine is what stands on one line of a field, white space at both ends
// left out.
type taggedLine struct {
	text   string
	source int
}

// mostLines bounds what is read of one record, in fields and in lines: papers
// with five thousand authors have three for each.
const mostLines = 1 << 16

// readTagged makes a reference of each record. What stands before the first
// one is left out.
func readTagged(text string, f *taggedFormat) content {
	var c content
	var r taggedRecord
	open := false
	end := func() {
		if open && len(c.records) == mostPieces {
			c.cut = true
		} else if open {
			c.records = append(c.records, f.record(&r))
		}
		open = false
		r.fields, r.lines = r.fields[:0], r.lines[:0]
	}
	for at := 0; at < len(text) && !c.cut; {
		start := at
		stop, next := lineEnd(text, at)
		at = next
		if strings.HasPrefix(text[start:stop], "\uFEFF") { // of a file behind another
			start += len("\uFEFF")
		}
		line := text[start:stop]
		tag, value := f.tag(line)
		switch {
		case tag == f.first:
			end()
			open, r.source = true, start
		case tag == f.last && tag != "":
			end()
		case !open:
			continue
		}
		if tag != "" {
			r.open(tag)
		}
		r.add(line[value:], start+value)
	}
	end()
	return c
}

// open begins a field.
func (r *taggedRecord) open(tag string) {
	if len(r.fields) < mostLines {
		r.fields = append(r.fields, taggedField{tag, len(r.lines), len(r.lines)})
	}
}

// add appends a line to the field that is open.
func (r *taggedRecord) add(line string, source int) {
	s := strings.TrimLeft(line, " \t\u00a0")
	source += len(line) - len(s)
	s = strings.TrimRight(s, " \t\u00a0")
	n := len(r.fields) - 1
	if s == "" || n < 0 || len(r.lines) == mostLines {
		return
	}
	r.lines = append(r.lines, taggedLine{s, source})
	r.fields[n].to = len(r.lines)
}

// value gives the text of a field as a person reads it.
func (r *taggedRecord) value(f *taggedField) string {
	lines := r.lines[f.from:f.to]
	if len(lines) == 1 && isFolded(lines[0].text) {
		return lines[0].text
	}
	var b strings.Builder
	for _, l := range lines {
		foldInto(&b, l.text)
	}
	return b.String()
}

// text gives the first field with one of the tags, the tags in order of
// preference; "" if there is none.
func (r *taggedRecord) text(tags ...string) string {
	for _, tag := range tags {
		for i := range r.fields {
			if f := &r.fields[i]; f.tag == tag && f.to > f.from {
				return r.value(f)
			}
		}
	}
	return ""
}

// names gives the fields with a tag, up to a bound; with several tags those
// with the first tag that is there.
func (r *taggedRecord) names(tags ...string) (names []string) {
	for _, tag := range tags {
		for i := range r.fields {
			if f := &r.fields[i]; f.tag == tag && f.to > f.from {
				names = addName(names, r.value(f))
			}
		}
		if len(names) > 0 {
			break
		}
	}
	return names
}

// passage gives the text of a field, its lines as they stand.
func (r *taggedRecord) passage(f *taggedField) passage {
	w := newWeave()
	for i, l := range r.lines[f.from:f.to] {
		if i > 0 {
			w.newline(l.source)
		}
		w.put(l.text, l.source)
	}
	p, _ := w.passage()
	p.field = f.tag
	return p
}

// hasDOI tells whether a DOI is among the first passages of a record.
func hasDOI(all []passage, doi string) bool {
	return slices.ContainsFunc(all[:min(len(all), mostCompared)], func(p passage) bool { return p.hint == KindDOI && strings.EqualFold(p.text, doi) })
}

package refs

import "strings"

// inherits tells whether entries of a file may take fields from others.
func inherits(text string) bool {
	return containsAny(text, []string{"crossref", "Crossref", "CrossRef", "CROSSREF", "xdata", "Xdata", "XData", "XDATA"})
}

// readFamilies reads a file in which entries take fields from others, which
// may stand anywhere in it.
func (b *bibScanner) readFamilies() (content, error) {
	var all []*bibEntry
	f := bibFamilies{byKey: map[string]*bibEntry{}, left: mostPieces, given: map[*bibEntry]bool{}}
	var c content
	for e := b.entry(); e != nil; e = b.entry() {
		if len(all) == mostPieces {
			c.cut = true
			break
		}
		all = append(all, e)
		if key := strings.ToLower(e.key); f.byKey[key] == nil && key != "" {
			f.byKey[key] = e
		}
	}
	for _, e := range all {
		f.complete(e, 0)
	}
	for _, e := range all {
		if !f.given[e] { // what @xdata holds is that of the entries it is given to
			c.records = append(c.records, e.record())
		}
	}
	return c, b.err(b.s)
}

// bibFamilies are the entries of a file that takes fields from others.
type bibFamilies struct {
	byKey map[string]*bibEntry // in lower case, the first one of a key
	given map[*bibEntry]bool   // @xdata that entries have taken
	left  int                  // fields that may still be looked at: lists of parents multiply them
}

// complete gives an entry the fields that it has from others: all of the
// @xdata that it names, as if they stood in it, and of the entry that crossref
// names those that say where it appeared. The parent's DOI, address or note
// are of another work.
func (f *bibFamilies) complete(e *bibEntry, depth int) {
	const deepest = 8 // generations
	if e.complete || depth == deepest {
		return
	}
	e.complete = true
	for key := range strings.SplitSeq(e.plain("xdata"), ",") {
		parent := f.byKey[strings.ToLower(strings.TrimSpace(key))]
		if parent == nil || parent == e || parent.kind != "xdata" || f.left == 0 {
			continue
		}
		f.complete(parent, depth+1)
		f.given[parent] = true
		for i := range parent.fields {
			f.take(e, parent.fields[i].name, &parent.fields[i], true)
		}
	}
	parent := f.byKey[strings.ToLower(e.plain("crossref"))]
	if parent == nil || parent == e {
		return
	}
	f.complete(parent, depth+1)
	for i := range parent.fields {
		f.take(e, heirOf(parent, parent.fields[i].name, e.kind), &parent.fields[i], false)
	}
}

// take gives an entry a field under a name, unless it has one.
func (f *bibFamilies) take(e *bibEntry, name string, field *bibField, shared bool) {
	if name == "" || f.left == 0 {
		return
	}
	if f.left--; e.field(name) == nil {
		e.fields = append(e.fields, bibField{name, field.value, shared})
	}
}

// inherited are the fields that an entry has from the one that crossref names.
var inherited = wordSet(`author|editor|publisher|organization|institution|school|year|date|journal|journaltitle|booktitle|series|volume|number|address|langid|language|hyphenation`)

// heirOf gives the name under which an entry of a kind inherits a field, ""
// if it does not (biblatex 3.20, "Default Inheritance Setup"; what that leaves
// out, as BibTeX does).
func heirOf(parent *bibEntry, name, kind string) string {
	if name != "title" {
		if inherited[name] {
			return name
		}
		return ""
	}
	switch {
	case strings.HasPrefix(parent.kind, "mv"):
		return "" // the title of all volumes
	case parent.kind == "periodical":
		return "journaltitle"
	case strings.HasPrefix(kind, "in") || strings.HasPrefix(kind, "supp") || kind == "bookinbook" || kind == "conference":
		if parent.field("booktitle") != nil {
			return ""
		}
		return "booktitle"
	}
	return name
}

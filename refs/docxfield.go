package refs

import "strings"

// A docxField is a field (ECMA-376, 17.16): an instruction, and what it came
// to, which is what a reader sees. Both can go on over many runs.
type docxField struct {
	instruction weave
	result      bool // its result is being read
	anchor      bool // it is a hyperlink that is open
	docxControl      // what its result is
}

const (
	deepestField       = 64      // fields in fields that are told apart
	longestInstruction = 8 << 10 // bytes; reference managers keep whole records there
)

// fieldMark begins a field, its result, or ends it.
func (r *docxReader) fieldMark(t *xmlToken) {
	n := len(r.fields) - 1
	switch t.value("fldCharType") {
	case "begin":
		if n+1 == deepestField {
			r.deeper++
			return
		}
		r.fields = append(r.fields, docxField{instruction: newWeave()})
		r.coding++
	case "separate":
		if n >= 0 && r.deeper == 0 && !r.fields[n].result {
			r.coding--
			r.fields[n].result = true
			r.showResult(&r.fields[n])
		}
	case "end":
		switch {
		case r.deeper > 0:
			r.deeper--
		case n >= 0:
			f := r.fields[n]
			r.fields = r.fields[:n]
			r.endField(&f)
		}
	}
}

// instruct appends to the instruction that is being read.
func (r *docxReader) instruct(t xmlToken) {
	for n := len(r.fields) - 1; n >= 0; n-- {
		if f := &r.fields[n]; !f.result {
			if room := longestInstruction - len(f.instruction.text); room > 0 {
				t.text = cutRunes(t.text, room)
				f.instruction.putXML(t)
			}
			return
		}
	}
}

// showResult begins what a field shows.
func (r *docxReader) showResult(f *docxField) {
	p := passage{text: string(f.instruction.text), origins: f.instruction.origins}
	if href, at := hyperlinkOf(&p); href != "" && r.coding == 0 && r.open {
		r.openLink(href, at)
		f.anchor = true
	}
	f.docxControl = controlOf(p.text)
	r.control(f.docxControl, 1)
}

func (r *docxReader) endField(f *docxField) {
	if !f.result {
		r.coding--
		r.showResult(f)
	}
	if f.anchor {
		r.closeAnchor()
	}
	r.control(f.docxControl, -1)
	// The last paragraph of the result ends behind it.
	if len(r.text) > 0 && r.open {
		r.paragraph.refs = r.paragraph.refs || f.marked
		r.paragraph.aside = r.paragraph.aside || f.aside
	}
}

// control begins (1) or ends (-1) what is marked as references, or stands around
// the text.
func (r *docxReader) control(c docxControl, by int) {
	if c.marked {
		r.marked += by
	}
	if c.aside {
		r.around += by
	}
}

// startSimpleField opens a field whose instruction is an attribute.
func (r *docxReader) startSimpleField(t *xmlToken) officeRole {
	raw, source, _ := t.attribute("instr")
	w := newWeave()
	w.putXML(xmlToken{kind: xmlText, text: cutRunes(raw, longestInstruction), source: source})
	p := passage{text: string(w.text), origins: w.origins}
	if href, at := hyperlinkOf(&p); href != "" && r.coding == 0 && r.open {
		r.openLink(href, at)
		return officeAnchor
	}
	if c := controlOf(p.text); r.open && (c.marked || c.aside) {
		r.paragraph.refs, r.paragraph.aside = r.paragraph.refs || c.marked, r.paragraph.aside || c.aside
	}
	return officeInline
}

// controlOf tells by the instruction of a field whether it is a bibliography, by
// Word itself or a reference manager, or a table of contents.
func controlOf(instruction string) docxControl {
	const enough = 60 // bytes
	name, rest, _ := strings.Cut(strings.TrimSpace(instruction), " ")
	switch strings.ToUpper(name) {
	case "BIBLIOGRAPHY":
		return docxControl{marked: true}
	case "TOC", "INDEX", "TOA":
		return docxControl{aside: true}
	case "ADDIN":
		rest, _, _ = strings.Cut(cutRunes(rest, enough), "{")
		rest = strings.ToLower(strings.TrimSpace(rest))
		return docxControl{marked: strings.Contains(rest, "_bibl") || strings.Contains(rest, "bibliography") || strings.HasPrefix(rest, "en.reflist")}
	}
	return docxControl{}
}

// hyperlinkOf gives the address of a field that is a hyperlink, and its place in
// the source; "" if there is none. Its switches are \l, a place in what the
// address leads to, and those that say how it opens, with or without a value.
func hyperlinkOf(p *passage) (href string, source int) {
	f := fieldWords{s: p.text}
	if word, _ := f.next(); !strings.EqualFold(word, "HYPERLINK") {
		return "", 0
	}
	place := ""
	for {
		word, at := f.next()
		switch {
		case word == "" && at < 0:
			if place != "" && isHref(href) && !strings.Contains(href, "#") {
				href += "#" + place
			}
			if !isHref(href) {
				return "", 0
			}
			return href, source
		case strings.EqualFold(word, `\l`) && !f.quoted:
			place, _ = f.next()
		case (strings.EqualFold(word, `\o`) || strings.EqualFold(word, `\t`)) && !f.quoted:
			f.next()
		case len(word) == 2 && word[0] == '\\' && !f.quoted:
		case href == "":
			href, source = word, p.sourceAt(at)
		}
	}
}

// fieldWords parts an instruction into words.
type fieldWords struct {
	s      string
	at     int
	quoted bool // the last word was
}

// next gives the next word and its place, which is below 0 behind the last one.
// In a quoted one, a backslash stands before a quotation mark or a backslash.
func (f *fieldWords) next() (word string, at int) {
	for f.at < len(f.s) && isBlank(f.s[f.at]) {
		f.at++
	}
	f.quoted = false
	if f.at == len(f.s) {
		return "", -1
	}
	at = f.at
	if f.s[at] != '"' {
		for f.at < len(f.s) && !isBlank(f.s[f.at]) {
			f.at++
		}
		return f.s[at:f.at], at
	}
	f.quoted = true
	f.at++
	at++
	var b strings.Builder
	for ; f.at < len(f.s) && f.s[f.at] != '"'; f.at++ {
		if f.s[f.at] == '\\' && f.at+1 < len(f.s) && (f.s[f.at+1] == '"' || f.s[f.at+1] == '\\') {
			f.at++
		}
		b.WriteByte(f.s[f.at])
	}
	f.at = min(f.at+1, len(f.s))
	return b.String(), at
}

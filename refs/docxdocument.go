package refs

import (
	"strconv"
	"strings"
)

// A docxReader reads one part of a document that has text.
type docxReader struct {
	officeReader
	doc     *docxDocument
	rels    map[string]relation
	notes   *docxNotes  // that the part consists of; nil: it is no part of notes
	targets map[int]int // places of hyperlinks to those of their addresses in the relations

	fields   []docxField
	deeper   int            // fields open that are nested too deeply to tell them apart
	coding   int            // of fields, those whose instruction is being read
	choices  []bool         // of the alternatives being read, whether one was taken
	controls []docxControl  // that are open
	drawn    bool           // the drawing being read has its hyperlink
	vanished bool           // the run being read is hidden
	verbatim bool           // the text being read keeps its spaces at both ends
	settings docxProperties // of the paragraph being read
	levels   [docxLevels]officePlace
	plain    int // paragraphs since the last item of a list
}

// A docxControl is a content control.
type docxControl struct{ marked, aside bool }

func newDOCXReader(text string, d *docxDocument, rels map[string]relation) *docxReader {
	r := &docxReader{officeReader: newOfficeReader(text), doc: d, rels: rels, targets: map[int]int{}}
	r.format = r
	return r
}

// docxHidden are the elements that are no text: what was deleted or moved away,
// what was different before a change, and settings.
var docxHidden = wordSet(`del|moveFrom|delText|delInstrText|pPrChange|rPrChange|tblPrChange|tcPrChange|trPrChange|tblPrExChange|sectPrChange|numberingChange|` +
	`tabs|tblGrid|tblPr|tcPr|trPr|tblPrEx|rubyPr|rt|binData|ffData|dataBinding|ctrlPr|control|OLEObject`)

func (r *docxReader) start(t *xmlToken) officeRole {
	switch t.name {
	case "r":
		r.vanished = false
	case "t":
		r.verbatim = t.value("space") == "preserve"
	case "p":
		if t.prefix != "a" { // that of a diagram has no text of the document
			return officeParagraph
		}
	case "pPr", "sdt", "AlternateContent":
		return r.startOwn(t)
	case "rPr":
		if r.inside("pPr") {
			return officeHidden // of the paragraph's mark
		}
	case "tbl":
		return officeTable
	case "tr":
		return officeRow
	case "tc":
		return officeCell
	case "tab", "ptab", "br", "cr", "noBreakHyphen", "sym":
		r.character(t)
	case "hyperlink":
		return r.startHyperlink(t)
	case "fldChar":
		r.fieldMark(t)
	case "fldSimple":
		return r.startSimpleField(t)
	case "Choice", "Fallback":
		return r.startAlternative()
	case "drawing":
		r.drawn = false
	case "hlinkClick":
		r.picture(t)
	case "footnote", "endnote":
		return r.startNote(t)
	default:
		switch {
		case docxHidden[t.name]:
			return officeHidden
		case t.prefix == "v":
			r.shape(t)
		default:
			r.property(t)
		}
	}
	return officeInline
}

// startOwn opens what end closes.
func (r *docxReader) startOwn(t *xmlToken) officeRole {
	switch t.name {
	case "sdt":
		r.controls = append(r.controls, docxControl{})
	case "AlternateContent":
		r.choices = append(r.choices, false)
	}
	return officeOwn
}

func (r *docxReader) opened(*xmlToken) {
	r.settings = docxProperties{outline: -1}
	r.plain++
}

func (r *docxReader) end(e *officeElement) {
	switch e.name {
	case "pPr":
		r.placeParagraph()
	case "sdt":
		n := len(r.controls) - 1
		if r.controls[n].marked {
			r.marked--
		}
		if r.controls[n].aside {
			r.around--
		}
		r.controls = r.controls[:n]
	case "AlternateContent":
		r.choices = r.choices[:len(r.choices)-1]
	}
}

// startAlternative takes the first of several ways to show the same (ECMA-376,
// part 3), which is the newest.
func (r *docxReader) startAlternative() officeRole {
	n := len(r.choices) - 1
	if n < 0 || !r.inside("AlternateContent") {
		return officeInline
	}
	if r.choices[n] {
		return officeHidden
	}
	r.choices[n] = true
	return officeInline
}

// words takes text, which stands in elements made for it.
func (r *docxReader) words(t xmlToken) {
	switch {
	case r.inside("instrText"), r.inside("t") && r.coding > 0:
		r.instruct(t)
	case r.inside("t") && r.open && !r.vanished:
		if !r.verbatim {
			lead := len(t.text) - len(strings.TrimLeft(t.text, " \t\r\n"))
			t.text, t.source = strings.TrimSpace(t.text), t.source+lead
		}
		if bad := r.putXML(t); bad >= 0 {
			r.fault(bad, "an & that begins no reference")
		}
	}
}

// character takes an element that stands for a character.
func (r *docxReader) character(t *xmlToken) {
	if !r.open || r.coding > 0 || r.vanished {
		return
	}
	switch t.name {
	case "tab", "ptab":
		r.space(t.source)
	case "br", "cr":
		r.newline(t.source)
	case "noBreakHyphen":
		r.put("-", t.source)
	case "sym":
		r.put(docxSymbol(t.value("char")), t.source)
	}
}

// space appends a space if there is none.
func (w *weave) space(source int) {
	if !w.endsBlank() {
		w.put(" ", source)
	}
}

// docxSymbol gives a character of a font of symbols, by its number. That of
// such a font's own says only for digits and punctuation what it looks like.
func docxSymbol(number string) string {
	n, err := strconv.ParseUint(number, 16, 21)
	switch {
	case err != nil:
		return " "
	case n&^0xFF == 0xF000:
		if c := byte(n); c > ' ' && c < 0x7F && !isLetter(c) {
			return string(rune(c))
		}
		return " "
	case n <= ' ':
		return " "
	}
	return string(rune(n))
}

// startHyperlink opens a hyperlink, whose address is in the relations. One to a
// place in the document is none.
func (r *docxReader) startHyperlink(t *xmlToken) officeRole {
	href, source := r.related(t)
	if href == "" || r.coding > 0 || r.vanished {
		return officeInline
	}
	for _, name := range []string{"anchor", "docLocation"} {
		if place := t.value(name); place != "" && !strings.Contains(href, "#") {
			href += "#" + place
		}
	}
	r.openLink(href, source)
	return officeAnchor
}

// related gives the address that an element refers to, and the place of the
// reference; "" if there is none.
func (r *docxReader) related(t *xmlToken) (href string, source int) {
	id, source, ok := t.attribute("id")
	rel := r.rels[id]
	if !ok || !isHref(rel.target) {
		return "", 0
	}
	r.targets[source] = rel.at
	return rel.target, source
}

// picture takes the hyperlink of a picture or a shape, which several elements
// of a drawing repeat.
func (r *docxReader) picture(t *xmlToken) {
	if href, source := r.related(t); href != "" && !r.drawn && r.open {
		r.drawn = true
		r.openAnchor(href, source)
		r.closeAnchor()
	}
}

// shape takes the hyperlink of a shape of VML.
func (r *docxReader) shape(t *xmlToken) {
	switch t.name {
	case "shape", "rect", "roundrect", "oval", "line", "group", "image":
		if raw, source, ok := t.attribute("href"); ok && r.open {
			r.openAnchor(unescapeXML(raw), source)
			r.closeAnchor()
		}
	}
}

// startNote opens a note. Rulers between text and notes are none, nor are notes
// that nothing refers to any more.
func (r *docxReader) startNote(t *xmlToken) officeRole {
	if r.notes == nil {
		return officeInline
	}
	if kind := t.value("type"); kind != "" && kind != "normal" {
		return officeHidden
	}
	label, ok := r.notes.label(t.value("id"))
	if !ok {
		return officeHidden
	}
	return r.openNote(label, t.source)
}

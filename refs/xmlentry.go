package refs

import "strings"

// An xmlEntry is an entry of a list of references while it is read.
type xmlEntry struct {
	open      int // its element in the stack
	source    int
	label, id string
	forms     []xmlForm
	spans     []xmlSpan // of the form being woven
	targets   []passage // identifiers in attributes
	year      int
	accessed  string
	language  string
	work      xmlWork
	variants  bool // the forms say the same
}

// An xmlForm is one way in which an entry gives its citation.
type xmlForm struct {
	passage
	spans []xmlSpan
	role  xmlRole
}

// An xmlSpan is a stretch of a citation's text that is an identifier, or, if it
// is empty, a place at which no link goes on.
type xmlSpan struct {
	span
	kind Kind
}

func (r *xmlReader) openReference(t *xmlToken, e *xmlElement) {
	r.listed = &xmlEntry{open: len(r.stack), source: t.source, label: trimLabel(t.value("n")), id: t.value("id")}
	r.listed.setLanguage(t)
	r.closed = false
}

// inLanguage are the elements whose language is that of the cited work.
var inLanguage = wordSet(`ref|mixed-citation|element-citation|nlm-citation|citation|article-title|chapter-title|data-title|part-title|source|bibl|biblStruct|title|textLang`)

func (n *xmlEntry) setLanguage(t *xmlToken) {
	if n.language != "" || !inLanguage[t.name] {
		return
	}
	name := "lang"
	if t.name == "textLang" {
		name = "mainLang"
	}
	if v := strings.TrimSpace(t.value(name)); isLanguageTag(v) {
		n.language = v
	}
}

// isLanguageTag tells a tag of BCP 47 that names a language: two or three
// letters and perhaps subtags. "und" and "mul" name none.
func isLanguageTag(s string) bool {
	main, rest, _ := strings.Cut(s, "-")
	if len(main) < 2 || len(main) > 3 || main == "und" || main == "mul" || len(rest) > 30 {
		return false
	}
	for i := 0; i < len(main); i++ {
		if !isLetter(main[i]) {
			return false
		}
	}
	for i := 0; i < len(rest); i++ {
		if !isAlnum(rest[i]) && rest[i] != '-' {
			return false
		}
	}
	return true
}

// startPart opens an element inside of a reference.
func (r *xmlReader) startPart(t *xmlToken, e *xmlElement, amongElements bool) {
	n := r.listed
	if r.format.tells != nil {
		e.tells = r.format.tells(r, t)
		n.work.begins(e.tells)
	}
	switch m := &e.meaning; m.role {
	case xmlLabel:
		r.openLabel()
		return
	case xmlCitation, xmlElements, xmlRaw:
		r.endForm(xmlGroup)
	case xmlVariants:
		n.variants = true
	case xmlReferred:
		m.role, m.before = xmlGroup, ". "
		if m.mixed {
			m.role = xmlPart
		}
	case xmlBreak, xmlCell:
		r.part(" ", t.source)
		return
	case xmlInline, xmlPart, xmlGroup, xmlYear, xmlAccess, xmlID:
	default:
		m.role, m.before = xmlPart, ". "
	}
	n.setLanguage(t)
	if !amongElements {
		r.separate(t, e)
	} else {
		before := e.meaning.before
		if before == "" {
			before = ". "
		}
		r.part(before, t.source)
		if before[0] == '.' { // the links of one element end there
			n.spans = append(n.spans, xmlSpan{span: span{len(r.text), len(r.text)}})
		}
	}
	e.start = len(r.text)
	switch e.meaning.role {
	case xmlID:
		r.startID(t, e, amongElements)
	case xmlYear:
		e.value = t.value("iso-8601-date") + t.value("when")
	case xmlAccess:
		e.value = t.value("iso-8601-date") + t.value("when")
		if amongElements {
			r.put("accessed ", t.source)
		}
	}
	r.openHref(t, e)
}

// idLabels are what a person puts before an identifier.
var idLabels = map[Kind]string{
	KindDOI: "doi:", KindPMID: "PMID:", KindPMCID: "PMCID:", KindArXiv: "arXiv:", KindHandle: "hdl:", KindISBN: "ISBN ",
}

func (r *xmlReader) startID(t *xmlToken, e *xmlElement, amongElements bool) {
	for _, name := range r.format.idType {
		if e.id = kindNamed(t.value(name)); e.id != "" {
			break
		}
	}
	if t.name == "isbn" {
		e.id = KindISBN
	}
	if amongElements {
		r.put(idLabels[e.id], t.source)
		e.start = len(r.text)
	}
}

// endPart closes an element inside of a reference.
func (r *xmlReader) endPart(e *xmlElement, source int) {
	n := r.listed
	start := min(e.start, len(r.text))
	text := string(r.text[start:min(len(r.text), start+longestDate)])
	if e.tells != tellsNothing {
		n.work.told(e, r.text[start:])
	}
	switch e.meaning.role {
	case xmlLabel:
		r.closeLabel()
		return
	case xmlCitation, xmlElements, xmlRaw:
		r.endForm(e.meaning.role)
	case xmlID:
		if end := len(r.text); end > start && (len(n.spans) == 0 || n.spans[len(n.spans)-1].end <= start) {
			n.spans = append(n.spans, xmlSpan{span{start, end}, e.id})
		}
	case xmlYear:
		if n.year == 0 {
			n.year = firstYearOf(e.value)
		}
		if n.year == 0 {
			n.year = firstYearOf(text)
		}
		if text == "" { // the attribute is all there is
			r.put(cutRunes(e.value, 4), source)
		}
	case xmlAccess:
		if e.value != "" && strings.TrimPrefix(text, "accessed ") == "" {
			r.put(e.value, source)
		}
		for _, s := range []string{e.value, strings.TrimPrefix(text, "accessed "), text} {
			if n.accessed == "" && s != "" {
				if n.accessed, _ = dateBehind(s, 0); n.accessed == "" {
					n.accessed = accessNote(s).date
				}
			}
		}
	}
	if after := e.meaning.after; after != "" && len(r.text) > e.start {
		r.put(after, source)
	}
	r.closed = e.meaning.role >= xmlCitation || e.anchor
	if len(r.stack)-1 == n.open {
		r.closeReference()
	}
}

const longestDate = 200 // bytes of a date that are looked at

// firstYearOf gives the first year in s, 0 if there is none.
func firstYearOf(s string) int {
	for i := range cutRunes(s, 100) {
		if y := yearAt(s, i); y > 0 {
			return y
		}
	}
	return 0
}

// endForm ends the text of a citation.
func (r *xmlReader) endForm(role xmlRole) {
	n := r.listed
	p, ok := r.passage()
	if ok {
		for i := range n.spans {
			n.spans[i].end = min(n.spans[i].end, len(p.text))
			n.spans[i].start = min(n.spans[i].start, n.spans[i].end)
		}
		n.forms = append(n.forms, xmlForm{p, n.spans, role})
	}
	n.spans = nil
	n.work.done = len(n.work.authors) > 0 // other forms have the same
}

// closeReference makes a record of the reference.
func (r *xmlReader) closeReference() {
	r.endForm(xmlGroup)
	n := r.listed
	r.listed = nil
	if len(r.records) == mostPieces {
		r.cut = true
		return
	}
	r.dropHeading()
	if n.label == "" {
		n.label = n.id
	}
	rec := record{reference: Reference{
		Label: cutRunes(fold(n.label), 100), Pos: Position{Offset: n.source}, Listed: true, Year: n.year, Accessed: n.accessed, Language: n.language,
	}}
	n.work.fill(&rec.reference)
	main := n.mainForm()
	var texts []string
	for i := range n.forms {
		f := &n.forms[i]
		if main < 0 || i == main {
			texts = append(texts, f.text)
			rec.passages = append(rec.passages, f.pieces()...)
			continue
		}
		for k, p := range f.pieces() {
			if k >= mostCompared || n.forms[main].lacks(&p) {
				rec.passages = append(rec.passages, p)
			}
		}
	}
	rec.reference.Text = foldAll(texts)
	for k, p := range n.targets {
		if main := max(main, 0); k >= mostCompared || main >= len(n.forms) || !strings.Contains(n.forms[main].text, p.text[strings.IndexByte(p.text, ':')+1:]) {
			rec.passages = append(rec.passages, p)
		}
	}
	r.records = append(r.records, rec)
}

const mostCompared = 64 // pieces of one form of a citation with another

// mainForm gives the index of the form that a person would read where several
// say the same, -1 if they do not: the printed one, or else one with its
// punctuation.
func (n *xmlEntry) mainForm() int {
	best := -1
	for i := range n.forms {
		switch role := n.forms[i].role; {
		case role == xmlRaw:
			return i
		case n.variants && (best < 0 || role == xmlCitation && n.forms[best].role != xmlCitation):
			best = i
		}
	}
	return best
}

// dropHeading takes back the heading of a list of references: all that stands
// under it are its entries, and those are known.
func (r *xmlReader) dropHeading() {
	if k := len(r.passages) - 1; k >= 0 && r.passages[k].kind == heading && isListHeading(r.passages[k].text) {
		r.passages = r.passages[:k]
	}
}

// lacks tells whether a piece of another form has an address or an identifier
// that this one does not show.
func (f *xmlForm) lacks(p *passage) bool {
	for _, a := range p.anchors {
		if !strings.Contains(f.text, a.href) && !f.leadsTo(a.href) {
			return true
		}
	}
	value := p.text[strings.IndexByte(p.text, ':')+1:]
	return len(p.anchors) == 0 && p.kind == item && !strings.Contains(f.text, value)
}

func (f *xmlForm) leadsTo(href string) bool {
	for _, a := range f.anchors {
		if a.href == href {
			return true
		}
	}
	return false
}

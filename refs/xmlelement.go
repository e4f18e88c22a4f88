package refs

import "strings"

// start opens an element.
func (r *xmlReader) start(t *xmlToken) {
	if len(r.stack) == deepestXML {
		r.beyond++
		return
	}
	m := r.format.elements[t.name]
	if r.format.meaning != nil {
		m = r.format.meaning(r, t, m)
	}
	parent := r.top()
	e := xmlElement{name: t.name, meaning: m, xmlPlace: parent.xmlPlace}
	switch {
	case r.label.depth > 0:
		r.label.depth++
		e.meaning = xmlMeaning{}
	case r.heads > 0:
		e.meaning = xmlMeaning{}
	case m.role == xmlHidden || r.hidden > 0:
		r.startHidden(&e)
	case r.listed != nil:
		r.startPart(t, &e, parent.meaning.holdsElements())
	default:
		r.startBlock(t, &e)
	}
	r.stack = append(r.stack, e)
}

// startHidden opens an element nobody reads, or one inside of such.
func (r *xmlReader) startHidden(e *xmlElement) {
	switch e.meaning.role {
	case xmlTitle:
		if r.title == "" && r.heads == 0 {
			r.flush()
			r.heads++
			return
		}
	case xmlReadAgain:
		r.flush()
		e.start, r.hidden = r.hidden, 0
		return
	}
	e.meaning.role = xmlHidden
	r.hidden++
}

// startBlock opens an element outside of references.
func (r *xmlReader) startBlock(t *xmlToken, e *xmlElement) {
	switch e.meaning.role {
	case xmlInline, xmlPart, xmlGroup, xmlYear, xmlAccess, xmlRaw, xmlCitation, xmlElements, xmlVariants, xmlID:
		r.separate(t, e)
		r.openHref(t, e)
		return
	case xmlCell:
		if !r.endsBlank() {
			r.put(" ", t.source)
		}
		return
	case xmlBreak:
		r.newline(t.source)
		return
	case xmlTitle:
		if r.title == "" {
			r.flush()
			r.heads++
			return
		}
	case xmlLabel:
		if e.item > 0 && e.label == "" {
			r.openLabel()
			return
		}
	case xmlNote:
		r.openNote(t, e)
		return
	}
	r.flush()
	switch e.meaning.role {
	case xmlBlock:
		r.openHref(t, e)
	case xmlReferred:
		r.openReference(t, e)
	case xmlSection:
		r.numbers.section++
		r.sections++
		e.section = r.numbers.section
	case xmlHeading:
		e.xmlPlace.kind = heading
	case xmlVerbatim:
		e.xmlPlace.kind = code
	case xmlList:
		r.numbers.list++
		e.list = r.numbers.list
	case xmlItem:
		r.numbers.item++
		e.parent, e.item, e.label = e.item, r.numbers.item, t.value("n")
		e.xmlPlace.kind = item
	}
}

// separate keeps parts of a citation that nothing parts from running together.
func (r *xmlReader) separate(t *xmlToken, e *xmlElement) {
	if e.meaning.role != xmlInline && r.closed && !r.endsBlank() {
		r.put(" ", t.source)
	}
	r.closed = false
	e.start = len(r.text)
}

// openHref begins the hyperlink that an element is, if it is one.
func (r *xmlReader) openHref(t *xmlToken, e *xmlElement) {
	for _, name := range r.format.hrefs {
		raw, source, ok := t.attribute(name)
		if !ok {
			continue
		}
		href := unescapeXML(raw)
		if !isHref(href) {
			r.namedTarget(t, href, source)
			return
		}
		// A list of addresses (TEI's data.pointer) is one of several links.
		plain := len(href) == len(raw)
		for plain && strings.Contains(href, " ") {
			first, rest, _ := strings.Cut(href, " ")
			if !isHref(strings.TrimSpace(rest)) {
				break
			}
			r.openAnchor(first, source)
			r.closeAnchor()
			source += len(href) - len(strings.TrimLeft(rest, " "))
			href = strings.TrimLeft(rest, " ")
		}
		r.openAnchor(href, source)
		e.anchor = true
		return
	}
}

// namedTarget takes an address that is the bare identifier that the element's
// type tells ("doi"). It becomes a passage of its own.
func (r *xmlReader) namedTarget(t *xmlToken, href string, source int) {
	if href == "" || strings.HasPrefix(href, "#") {
		return
	}
	kind := kindNamed(t.value("ext-link-type"))
	if kind == "" || kind == KindURL {
		return
	}
	w := newWeave()
	if label := fieldLabels[kind]; label != "" && !strings.Contains(href, ":") {
		w.put(label, source)
	}
	w.put(href, source)
	p, ok := w.passage()
	if !ok {
		return
	}
	if kind == KindDOI {
		p.hint = kind
	}
	p.section = int(r.top().section)
	if r.listed != nil {
		r.listed.targets = append(r.listed.targets, p)
	} else if len(r.passages) < mostPieces {
		r.passages = append(r.passages, p)
	}
}

// kindNamed gives the kind of identifier that formats of publishing call by
// this name; "" for all others.
func kindNamed(name string) Kind {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "doi", "book-doi", "chapter-doi", "conference-doi", "article-doi":
		return KindDOI
	case "pmid", "pubmed", "medline":
		return KindPMID
	case "pmcid", "pmc":
		return KindPMCID
	case "arxiv", "arxivid", "arxiv-id":
		return KindArXiv
	case "handle", "hdl":
		return KindHandle
	case "isbn", "isbn-10", "isbn-13", "isbn10", "isbn13":
		return KindISBN
	case "urn", "nbn":
		return KindURN
	case "uri", "url":
		return KindURL
	}
	return ""
}

func (r *xmlReader) openLabel() {
	r.label.weave = newWeave()
	r.label.depth = 1
}

// closeLabel gives a label to the item, note or reference around it.
func (r *xmlReader) closeLabel() {
	p, _ := r.label.passage()
	label := trimLabel(fold(p.text))
	if r.listed != nil {
		if r.listed.label == "" {
			r.listed.label = label
		}
		return
	}
	item := r.top().item
	for i := len(r.stack) - 1; i > max(0, len(r.stack)-farthestXML) && r.stack[i].item == item; i-- {
		r.stack[i].label = label
	}
}

// trimLabel leaves of "[1]", "1." and "(1)" what a person says.
func trimLabel(s string) string {
	const longest = 100 // bytes
	return strings.TrimRight(strings.Trim(cutRunes(s, longest), "[](){}<> \u00a0"), ".:)] ")
}

// openNote begins a note; the paragraph around it goes on behind it.
func (r *xmlReader) openNote(t *xmlToken, e *xmlElement) {
	if len(r.outer) == mostOuter {
		e.meaning.role = xmlInline
		return
	}
	r.outer = append(r.outer, r.weave)
	r.weave = newWeave()
	r.numbers.item++
	e.parent, e.item, e.list = 0, r.numbers.item, 0
	e.label, e.xmlPlace.kind = trimLabel(t.value("n")), note
}

// pop closes the innermost element.
func (r *xmlReader) pop(source int) {
	e := *r.top()
	if r.label.depth > 0 {
		if r.label.depth--; r.label.depth > 0 {
			r.stack = r.stack[:len(r.stack)-1]
			return
		}
	}
	if e.anchor {
		r.closeAnchor()
	}
	if e.meaning.role == xmlHidden {
		r.hidden--
		r.stack = r.stack[:len(r.stack)-1]
		return
	}
	if r.listed != nil {
		r.endPart(&e, source)
		r.stack = r.stack[:len(r.stack)-1]
		return
	}
	r.closed = e.meaning.role >= xmlCitation
	switch e.meaning.role {
	case xmlInline, xmlCell, xmlPart, xmlGroup, xmlYear, xmlAccess, xmlRaw, xmlCitation, xmlElements, xmlVariants, xmlID, xmlBreak:
	case xmlLabel:
		r.stack = r.stack[:len(r.stack)-1]
		if e.item > 0 && e.label == "" {
			r.closeLabel()
		}
		return
	case xmlTitle:
		r.closeTitle()
	case xmlReadAgain:
		r.flush()
		r.hidden = e.start
	case xmlNote:
		r.flush()
		r.weave = r.outer[len(r.outer)-1]
		r.outer = r.outer[:len(r.outer)-1]
	case xmlSection:
		r.flush()
		r.sections--
	default:
		r.flush()
	}
	r.stack = r.stack[:len(r.stack)-1]
}

// closeTitle ends the document's title.
func (r *xmlReader) closeTitle() {
	if r.heads == 0 {
		r.flush()
		return
	}
	r.heads--
	p, _ := r.passage()
	r.title = fold(cutRunes(p.text, 4*longestTitle))
}

package refs

import "strings"

// readTEI reads texts in the format of the Text Encoding Initiative (P5), as
// editions and GROBID write it.
func readTEI(src *source, _ Options) (content, error) {
	return newXMLReader(src.text, tei).read()
}

var tei = &xmlFormat{
	hrefs:   []string{"target", "url"},
	idType:  []string{"type"},
	meaning: teiMeaning,
	tells:   teiTelling,
	elements: meanings(map[xmlRole]string{
		xmlHidden:    `teiHeader|formula|facsimile|standOff|fw`,
		xmlReadAgain: `abstract|listBibl`,
		xmlBlock: `TEI|text|front|body|back|p|ab|lg|l|quote|epigraph|table|row|argument|byline|opener|closer|salute|signed|dateline|titlePage|docTitle|titlePart|` +
			`castList|sp|stage|entry|desc|figure|figDesc|listPerson|listPlace`,
		xmlHeading:  `head`,
		xmlSection:  `div|div1|div2|div3|div4|div5|div6|div7|group`,
		xmlList:     `list`,
		xmlItem:     `item`,
		xmlLabel:    `label`,
		xmlCell:     `cell`,
		xmlBreak:    `lb`,
		xmlNote:     `note`,
		xmlVerbatim: `code|eg|egXML`,
		xmlReferred: `biblStruct|biblFull|bibl`,
		xmlID:       `idno`,
	}, []struct {
		names string
		xmlMeaning
	}{
		{`analytic|monogr|series|imprint|respStmt|titleStmt|publicationStmt|editionStmt|seriesStmt|sourceDesc`, xmlMeaning{role: xmlGroup, before: ". "}},
		{`author|editor`, xmlMeaning{role: xmlGroup, before: ", "}},
		{`persName|forename|surname|roleName|nameLink|genName|addName`, xmlMeaning{role: xmlPart, before: " "}},
		{`publisher|biblScope`, xmlMeaning{role: xmlPart, before: ": "}},
		{`title|pubPlace|meeting|edition|ptr|ref|orgName|extent|availability|textLang|citedRange`, xmlMeaning{role: xmlPart, before: ". "}},
		{`date`, xmlMeaning{role: xmlYear, before: ". "}},
	}),
}

// teiMeaning decides on elements that mean one thing in the header, another in
// the text and a third one in a reference.
func teiMeaning(r *xmlReader, t *xmlToken, m xmlMeaning) xmlMeaning {
	parent := r.top()
	switch t.name {
	case "title":
		if r.hidden > 0 && parent.name == "titleStmt" {
			m.role = xmlTitle
		}
	case "listBibl":
		if r.hidden > 0 && !r.inside("standOff") {
			return xmlMeaning{role: xmlHidden} // of the header: the text's own origin
		} else if r.hidden == 0 {
			return xmlMeaning{role: xmlBlock}
		}
	case "bibl":
		m.mixed = true
		if r.listed == nil && r.inProse() {
			m = xmlMeaning{role: xmlPart}
		}
	case "head":
		if parent.name == "figure" || parent.name == "table" || parent.name == "list" {
			m.role = xmlBlock
		}
	case "persName":
		m.role = xmlGroup
	case "date":
		if kind := strings.ToLower(t.value("type")); strings.HasPrefix(kind, "access") || strings.HasPrefix(kind, "retriev") {
			m.role = xmlAccess
		}
	case "note":
		return teiNote(r, t, m)
	}
	return m
}

// teiNote tells the notes of a reference: GROBID keeps in one the reference as
// it was printed.
func teiNote(r *xmlReader, t *xmlToken, m xmlMeaning) xmlMeaning {
	if r.listed == nil {
		return m
	}
	switch t.value("type") {
	case "raw_reference":
		return xmlMeaning{role: xmlRaw}
	case "accessed":
		return xmlMeaning{role: xmlAccess, before: ". "}
	}
	return xmlMeaning{role: xmlPart, before: ". "}
}

// inProse tells whether a paragraph, a note or the like is open.
func (r *xmlReader) inProse() bool {
	for i := len(r.stack) - 1; i > max(0, len(r.stack)-8); i-- {
		switch r.stack[i].name {
		case "p", "ab", "note", "quote", "head", "cell", "l", "q", "cit", "epigraph", "desc", "figDesc":
			return true
		case "listBibl", "div":
			return false
		}
	}
	return false
}

// inside tells whether an element is open not far around the present place.
func (r *xmlReader) inside(name string) bool {
	for i := len(r.stack) - 1; i > max(0, len(r.stack)-8); i-- {
		if r.stack[i].name == name {
			return true
		}
	}
	return false
}

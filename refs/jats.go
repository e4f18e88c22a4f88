package refs

import "strings"

// readJATS reads articles in the Journal Article Tag Suite (ANSI/NISO Z39.96)
// and its forerunners, the NLM DTDs, and books in BITS.
func readJATS(src *source, _ Options) (content, error) {
	return newXMLReader(src.text, jats).read()
}

var jats = &xmlFormat{
	hrefs:   []string{"href"},
	idType:  []string{"pub-id-type", "object-id-type", "assigning-authority"},
	meaning: jatsMeaning,
	tells:   jatsTelling,
	elements: meanings(map[xmlRole]string{
		xmlHidden: `article-id|object-id|contrib-id|institution-id|journal-meta|issue-id|volume-id|custom-meta-group|custom-meta|tex-math|pub-date|history|counts|` +
			`self-uri|issn|isbn|book-id|elocation-id|license_ref|annotation|pub-history|event`,
		xmlBlock: `article|front|body|back|article-meta|title-group|contrib-group|contrib|aff|author-notes|permissions|license-p|abstract|trans-abstract|` +
			`p|boxed-text|disp-quote|verse-group|verse-line|fig|fig-group|caption|table-wrap|table-wrap-foot|table|thead|tbody|tfoot|tr|disp-formula|disp-formula-group|` +
			`statement|speech|supplementary-material|kwd-group|kwd|subject|subj-group|funding-group|award-group|def-list|def-item|term|def|glossary|ref-list|` +
			`response|front-stub|notes|product|attrib|corresp|question|answer|book-meta|book-part-meta|book-body|book-back|front-matter|copyright-statement|` +
			`subtitle|trans-title-group|article-categories`,
		xmlUnlinked: `license`,
		xmlHeading:  `title`,
		xmlSection:  `sec|ack|app|app-group|bio|sub-article|fn-group|book-part|floats-group`,
		xmlList:     `list`,
		xmlItem:     `list-item`,
		xmlLabel:    `label`,
		xmlCell:     `td|th`,
		xmlBreak:    `break`,
		xmlVerbatim: `code|preformat`,
		xmlReferred: `ref`,
		xmlCitation: `mixed-citation|citation`,
		xmlElements: `element-citation|nlm-citation`,
		xmlVariants: `citation-alternatives`,
		xmlID:       `pub-id`,
		xmlTitle:    `article-title|book-title`,
	}, citedElements),
}

// citedElements are the elements of a citation, with what parts them in one
// that has no punctuation of its own.
var citedElements = []struct {
	names string
	xmlMeaning
}{
	{`person-group`, xmlMeaning{role: xmlGroup, before: ". "}},
	{`name`, xmlMeaning{role: xmlGroup, before: ", "}},
	{`string-name|collab|etal|anonymous|institution|on-behalf-of`, xmlMeaning{role: xmlPart, before: ", "}},
	{`name-alternatives|collab-alternatives`, xmlMeaning{role: xmlGroup, before: ", "}},
	{`surname|given-names|prefix|suffix|month|day|season|volume|supplement`, xmlMeaning{role: xmlPart, before: " "}},
	{`issue`, xmlMeaning{role: xmlPart, before: "(", after: ")"}},
	{`fpage|page-range|elocation-id|publisher-name`, xmlMeaning{role: xmlPart, before: ": "}},
	{`lpage`, xmlMeaning{role: xmlPart, before: "–"}},
	{`year`, xmlMeaning{role: xmlYear, before: ". "}},
	{`access-date`, xmlMeaning{role: xmlAccess, before: ". "}},
	{`isbn`, xmlMeaning{role: xmlID, before: ". "}},
	{`article-title|chapter-title|data-title|part-title|trans-title|trans-source|source|series|edition|version|comment|conf-name|conf-loc|conf-date|conf-sponsor|` +
		`publisher-loc|patent|gov|std|role|size|date|date-in-citation|issn|issue-title|issue-part|volume-series|volume-id|object-id|ext-link|uri|note|p|annotation`,
		xmlMeaning{role: xmlPart, before: ". "}},
}

var jatsCited = meanings(nil, citedElements)

// jatsMeaning decides on elements that mean one thing in a citation and another
// in the article, and on those whose type tells.
func jatsMeaning(r *xmlReader, t *xmlToken, m xmlMeaning) xmlMeaning {
	if r.listed == nil {
		switch {
		case t.name == "fn":
			return jatsNote(t)
		case t.name == "title" && r.top().name == "caption":
			m.role = xmlBlock
		case t.name == "label" && r.top().item == 0:
			m.role = xmlHidden // the number of a section or a figure
		}
		return m
	}
	if cited, ok := jatsCited[t.name]; ok {
		m = cited
	}
	switch {
	case t.name == "date-in-citation" && strings.Contains(strings.ToLower(t.value("content-type")), "access"):
		m.role = xmlAccess
	case t.name == "object-id" && kindNamed(t.value("pub-id-type")) != "":
		m.role = xmlID
	}
	return m
}

// jatsNote tells notes to the text from those about the authors and the
// article ("con", "conflict", "equal"), which are no references.
func jatsNote(t *xmlToken) xmlMeaning {
	switch t.value("fn-type") {
	case "", "other", "custom", "supplementary-material", "note":
		return xmlMeaning{role: xmlNote}
	}
	return xmlMeaning{role: xmlBlock}
}

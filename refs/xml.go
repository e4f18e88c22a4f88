package refs

import "strings"

// The formats of the XML family.
const (
	FormatJATS    Format = "jats"
	FormatTEI     Format = "tei"
	FormatEndNote Format = "endnote" // EndNote's XML export
	FormatSitemap Format = "sitemap"
	FormatFeed    Format = "feed" // RSS 1.0 and 2.0, Atom
	FormatXML     Format = "xml"  // any other vocabulary
)

var xmlReaders = []reader{
	{
		format: FormatJATS, endings: []string{".nxml", ".jats"}, borrowed: []string{".xml"},
		mediaTypes: []string{"application/jats+xml", "application/vnd.jats+xml"}, looks: looksJATS, strict: true, read: readJATS,
	},
	{
		format: FormatTEI, endings: []string{".tei"}, borrowed: []string{".xml"},
		mediaTypes: []string{"application/tei+xml"}, looks: looksTEI, strict: true, read: readTEI,
	},
	{format: FormatEndNote, endings: []string{".enx"}, borrowed: []string{".xml"}, looks: looksEndNote, strict: true, read: readEndNote},
	{format: FormatSitemap, endings: []string{".sitemap"}, borrowed: []string{".xml"}, looks: looksSitemap, strict: true, read: readSitemap},
	{
		format: FormatFeed, endings: []string{".rss", ".atom"}, borrowed: []string{".xml", ".rdf"},
		mediaTypes: []string{"application/rss+xml", "application/atom+xml", "application/x-rss+xml"}, looks: looksFeed, strict: true, read: readFeed,
	},
	// Files of unknown vocabularies are read when they are named, and not
	// looked for in directories: most of them are no documents.
	{format: FormatXML, looks: looksXML, read: readXML},
}

// xmlRoot gives the first start tag of a document and what stands behind it.
func xmlRoot(head string) (root xmlToken, rest string, ok bool) {
	head = strings.TrimPrefix(head, "\xEF\xBB\xBF")
	x := xmlScanner{s: head}
	for {
		switch t := x.next(); t.kind {
		case xmlStart, xmlEmpty:
			return t, head[x.at:], true
		case xmlText:
			if !isVoid([]byte(t.text)) {
				return t, "", false
			}
		default:
			return t, "", false
		}
	}
}

// looksJATS tells JATS from DocBook, whose root has the same name.
func looksJATS(head string) bool {
	root, rest, ok := xmlRoot(head)
	if !ok {
		return false
	}
	switch root.name {
	case "article", "book":
		if strings.Contains(root.attrs, "docbook") {
			return false
		}
		_, _, version := root.attribute("dtd-version")
		_, _, kind := root.attribute("article-type")
		return version || kind || strings.Contains(head, "JATS") || strings.Contains(head, "NLM//DTD") || strings.Contains(head, "BITS") ||
			strings.Contains(rest, "<front") || strings.Contains(rest, "<ref-list") || strings.Contains(rest, "<journal-meta")
	case "ref-list", "pmc-articleset":
		return true
	}
	return strings.Contains(rest, "<journal-meta") || strings.Contains(rest, "<ref-list") && strings.Contains(rest, "<ref ")
}

func looksTEI(head string) bool {
	root, _, ok := xmlRoot(head)
	if !ok {
		return false
	}
	switch root.name {
	case "TEI", "TEI.2", "teiCorpus", "listBibl", "biblStruct":
		return true
	}
	return false
}

func looksEndNote(head string) bool {
	root, rest, ok := xmlRoot(head)
	return ok && (root.name == "xml" || root.name == "records") && strings.Contains(rest, "<record>") &&
		(strings.Contains(rest, "<ref-type") || strings.Contains(rest, "<source-app") || strings.Contains(rest, "<electronic-resource-num"))
}

func looksSitemap(head string) bool {
	root, _, ok := xmlRoot(head)
	return ok && (root.name == "urlset" || root.name == "sitemapindex")
}

func looksFeed(head string) bool {
	root, _, ok := xmlRoot(head)
	switch root.name {
	case "rss", "feed":
		return ok
	case "RDF":
		return ok && strings.Contains(root.attrs, "purl.org/rss/1.0/")
	}
	return false
}

// looksXML tells XML of any kind by its declaration or the namespace of its
// root.
func looksXML(head string) bool {
	root, _, ok := xmlRoot(head)
	return ok && (strings.HasPrefix(strings.TrimLeft(head, "\xEF\xBB\xBF \r\n\t"), "<?xml") || strings.Contains(root.attrs, "xmlns"))
}

// readXML reads documents of unknown vocabularies: the text, every element of
// which is a paragraph of its own, and the attributes that usually hold
// addresses.
func readXML(src *source, _ Options) (content, error) {
	return newXMLReader(src.text, &xmlFormat{
		hrefs: []string{"href", "url", "htmlUrl", "xmlUrl"},
		meaning: func(*xmlReader, *xmlToken, xmlMeaning) xmlMeaning {
			return xmlMeaning{role: xmlBlock}
		},
	}).read()
}

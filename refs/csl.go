package refs

import (
	"html"
	"strings"
)

// readCSL reads the input of processors of the Citation Style Language (CSL
// 1.0.2, csl-data.json), as Zotero, pandoc and the registries of DOIs write it.
func readCSL(src *source, _ Options) (content, error) {
	return readItems(src.text, cslRecord)
}

func cslRecord(x *jsonTree) (record, bool) {
	c := citation{
		authors: x.people(x.member(0, "author")), editors: x.people(x.member(0, "editor", "collection-editor", "container-author", "director", "composer")),
		title: withoutTags(x.field("title")), container: withoutTags(x.field("container-title", "collection-title", "journal", "event-title", "event")),
		volume: x.field("volume"), issue: x.field("issue"), pages: x.field("page", "page-first"), publisher: x.field("publisher"),
	}
	date := x.cslDate(x.member(0, "issued", "published", "year"))
	c.date = cutRunes(date, longestDate)
	if y := firstYearOf(date); y > 0 {
		c.date = date[:min(4, len(date))]
		if firstYearOf(c.date) != y {
			c.date = date
		}
	}
	r := record{told: true}
	c.fill(&r.reference)
	if r.reference.Label = x.field("id"); r.reference.Label == "" || strings.Contains(r.reference.Label, "://") {
		if key := x.field("citation-key", "citation-label"); key != "" {
			r.reference.Label = key
		}
	}
	r.reference.Label = cutRunes(r.reference.Label, 100)
	r.reference.Pos.Offset = x.nodes[0].start
	r.reference.Language = languageNamed(x.field("language"))
	r.word = cutRunes(x.field(fieldForUs), longestComment)
	r.reference.Accessed = accessDate(x.cslDate(x.member(0, "accessed")))
	if r.reference.Accessed == "" {
		r.reference.Accessed = accessNote(cutRunes(x.field("note"), longestParagraph)).date
	}
	for i := range x.inside(0) {
		for k := range x.elements(i) {
			r.passages = x.cslLinks(r.passages, k, x.nodes[i].name)
		}
	}
	return r, len(r.passages) > 0 || r.reference.Text != ""
}

// withoutTags leaves the tags out that CSL has in titles, "<i>" and its likes,
// and resolves the entities that deposits of metadata bring along.
func withoutTags(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	var b strings.Builder
	for rest := s; rest != ""; {
		i := strings.IndexByte(rest, '<')
		if i < 0 {
			b.WriteString(rest)
			break
		}
		b.WriteString(rest[:i])
		rest = rest[i:]
		if n := cslTagLen(rest); n > 0 {
			rest = rest[n:]
			continue
		}
		b.WriteByte('<')
		rest = rest[1:]
	}
	return fold(html.UnescapeString(b.String()))
}

// cslTagLen gives the length of a tag of CSL's at the start of s; 0 if there is
// none.
func cslTagLen(s string) int {
	const longest = 40
	end := strings.IndexByte(s[:min(len(s), longest)], '>')
	if end < 0 {
		return 0
	}
	name, _, _ := strings.Cut(strings.Trim(s[1:end], "/"), " ")
	if !isOneOf(name, "i", "b", "em", "strong", "sub", "sup", "sc", "scp", "span", "jats:italic", "jats:sub", "jats:sup") {
		return 0
	}
	return end + 1
}

// cslDate gives a date as it is written or, of numbers, as "2001-5-3".
func (x *jsonTree) cslDate(i int) string {
	if i < 0 || x.nodes[i].kind != jsonObject {
		return x.text(i)
	}
	parts := x.member(i, "date-parts")
	for first := range x.elements(parts) {
		var numbers []string
		for k := range x.elements(first) {
			if s := x.text(k); s != "" && len(numbers) < 3 {
				numbers = append(numbers, s)
			}
		}
		if len(numbers) > 0 {
			return strings.Join(numbers, "-")
		}
		break
	}
	return x.text(x.member(i, "raw", "literal", "year", "date-time"))
}

// cslLinks appends what may hold links of a value of the variable that name
// tells. Notes hold variables too: "DOI: 10.1000/1".
func (x *jsonTree) cslLinks(all []passage, i int, name string) []passage {
	kind := Kind("")
	switch name {
	case "DOI", "doi":
		kind = KindDOI
	case "URL", "url":
		kind = KindURL
	case "PMID", "pmid":
		kind = KindPMID
	case "PMCID", "pmcid":
		kind = KindPMCID
	case "ISBN", "isbn":
		kind = KindISBN
	case "note", "annote":
	case "number", "title", "container-title", "publisher", "archive", "archive_location", "genre":
		if n := &x.nodes[i]; n.kind != jsonString || !hasLocator(unescapeJSON(x.s[n.start:n.end])) {
			return all
		}
	default:
		return all
	}
	p, ok := x.passage(i, name)
	switch {
	case !ok || kind == KindURL && isLocalFile(p.text):
	case kind == "":
		all = append(all, p)
	case kind == KindISBN:
		all = append(all, p.isbns()...)
	default:
		all = append(all, p.identified(kind))
	}
	return all
}

// cslTypes are the types of CSL 1.0.2 that are no words of everyday JSON, and
// the commonest of those that are.
var cslTypes = wordSet(`article|article-journal|article-magazine|article-newspaper|bill|book|broadcast|chapter|classic|collection|dataset|document|entry|entry-dictionary|` +
	`entry-encyclopedia|event|figure|graphic|hearing|interview|legal_case|legislation|manuscript|map|motion_picture|musical_score|pamphlet|paper-conference|patent|` +
	`performance|periodical|personal_communication|post|post-weblog|regulation|report|review|review-book|software|song|speech|standard|thesis|treaty|webpage|` +
	`journal-article|proceedings-article|book-chapter|posted-content|monograph`)

func looksCSL(head string) bool { return hasItem(head, isCSL) }

// isCSL tells an item by its type and one sign that other JSON does not have,
// or by a title and two of them.
func isCSL(x *jsonTree) bool {
	signs := 0
	for i := range x.inside(0) {
		switch n := &x.nodes[i]; n.name {
		case "DOI", "URL", "ISBN", "PMID", "PMCID", "container-title", "publisher-place", "citation-key", "title-short", "collection-title", "event-place":
			signs++
		case "issued", "accessed":
			if x.member(i, "date-parts", "raw", "literal") >= 0 {
				signs++
			}
		case "author", "editor":
			for k := range x.elements(i) {
				if x.member(k, "family", "literal") >= 0 {
					signs++
				}
				break
			}
		}
	}
	return signs > 0 && cslTypes[x.field("type")] || signs > 1 && x.field("title") != ""
}

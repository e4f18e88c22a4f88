package refs

import "strings"

// readBibJSON reads BibJSON: BibTeX's fields with lists of identifiers and
// links.
func readBibJSON(src *source, _ Options) (content, error) {
	return readItems(src.text, bibJSONRecord)
}

func bibJSONRecord(x *jsonTree) (record, bool) {
	journal := x.member(0, "journal", "container")
	within := func(names ...string) string {
		if s := x.field(names...); s != "" {
			return s
		}
		return x.text(x.member(journal, names...))
	}
	c := citation{
		authors: x.people(x.member(0, "author")), editors: x.people(x.member(0, "editor")), title: x.field("title"),
		container: x.text(x.member(journal, "name", "title")), volume: within("volume"), issue: within("number", "issue"), pages: within("pages"),
		publisher: x.field("publisher"), date: x.field("year", "date"),
	}
	if c.container == "" {
		c.container = x.field("journal", "booktitle")
	}
	if c.publisher == "" {
		c.publisher = x.text(x.member(x.member(0, "publisher"), "name"))
	}
	r := record{told: true}
	c.fill(&r.reference)
	r.reference.Label = cutRunes(x.field("citekey", "id", "cid", "_id"), 100)
	r.reference.Pos.Offset = x.nodes[0].start
	r.reference.Language = languageNamed(within("language"))
	r.reference.Accessed = accessDate(x.field("urldate", "accessed", "accessdate", "access_date"))
	for i := range x.inside(0) {
		for k := range x.elements(i) {
			r.passages = x.bibJSONLinks(r.passages, k, x.nodes[i].name)
		}
	}
	return r, len(r.passages) > 0 || r.reference.Text != ""
}

// bibJSONLinks appends what may hold links of a value of a member of a record.
func (x *jsonTree) bibJSONLinks(all []passage, i int, name string) []passage {
	switch name {
	case "identifier":
		id := x.member(i, "id")
		if id < 0 {
			return all
		}
		kind := x.text(x.member(i, "type"))
		p, ok := x.passage(id, kind)
		if k := kindNamed(kind); !ok || k == "" {
			return all
		} else if k == KindISBN {
			return append(all, p.isbns()...)
		} else {
			return append(all, p.identified(k))
		}
	case "link":
		if url := x.member(i, "url", "href"); url >= 0 {
			i = url
		}
		if p, ok := x.passage(i, "link"); ok && !isLocalFile(p.text) {
			p.hint = KindURL
			return append(all, p)
		}
		return all
	case "license", "licence":
		return all
	case "eprint", "howpublished":
		if p, ok := x.passage(i, name); ok && hasLocator(p.text) {
			return append(all, p)
		}
		return all
	}
	return x.cslLinks(all, i, name)
}

func looksBibJSON(head string) bool { return hasItem(head, isBibJSON) }

// isBibJSON tells a record by its title and by identifiers, links or authors
// in the manner of BibJSON, of which authors prove nothing without a year.
func isBibJSON(x *jsonTree) bool {
	if x.field("title") == "" {
		return false
	}
	first := func(list string, names ...string) bool {
		i := x.member(0, list)
		if i < 0 || x.nodes[i].kind != jsonArray || x.nodes[i].next == i+1 {
			return false
		}
		for _, name := range names {
			if x.member(i+1, name) < 0 {
				return false
			}
		}
		return true
	}
	dated := x.member(0, "year") >= 0 || x.member(0, "journal") >= 0
	return first("identifier", "type", "id") || dated && (first("author", "name") || first("author", "lastname") || first("link", "url"))
}

// readJSON reads documents of unknown shapes: every string is a paragraph.
// What names a vocabulary is left out.
func readJSON(src *source, _ Options) (content, error) {
	j := jsonScanner{s: src.text}
	var c content
	name, names := "", []string{""} // of the value, and of what is open
	for {
		t := j.next()
		switch t.kind {
		case jsonEnd:
			return c, j.err(src.text)
		case jsonObject, jsonArray:
			names = append(names, name)
		case jsonClose:
			names = names[:len(names)-1]
		case jsonName:
			name = src.text[t.start:t.end]
			continue
		case jsonString:
			if ofVocabulary[name] {
				break
			}
			w := newWeave()
			w.putJSON(src.text[t.start:t.end], t.start)
			p, ok := w.passage()
			if p.field = strings.ToValidUTF8(cutRunes(name, 100), "\uFFFD"); !ok {
				break
			}
			if len(c.passages) == mostPieces {
				c.cut = true
				return c, nil
			}
			c.passages = append(c.passages, p)
		}
		name = names[len(names)-1]
	}
}

// ofVocabulary are the members whose values are names of vocabularies that
// look like addresses (JSON Schema, JSON-LD).
var ofVocabulary = wordSet(`$schema|$id|$ref|@context|@vocab|@type`)

// looksJSON tells text that is JSON as far as it goes.
func looksJSON(head string) bool {
	if !beginsJSON(head) {
		return false
	}
	j := jsonScanner{s: strings.TrimPrefix(head, "\uFEFF")}
	words := false
	for {
		switch j.next().kind {
		case jsonName, jsonString:
			words = true
		case jsonEnd:
			return words && (j.count == 0 || j.count == 1 && j.cutOff)
		}
	}
}

package refs

import "strings"

// readFeed makes a reference of each entry of a feed: RSS 2.0, RSS 1.0 and
// Atom (RFC 4287). Its text is the entry's title.
func readFeed(src *source, _ Options) (content, error) {
	return readRecords(src.text, &xmlRecordFormat{
		records: map[string]bool{"item": true, "entry": true},
		title: func(path []string) bool {
			return path[len(path)-1] == "title" && len(path) > 1 && (path[len(path)-2] == "channel" || path[len(path)-2] == "feed")
		},
		record: feedRecord,
	})
}

// ownLinks are the relations of Atom's links that lead to the entry as a
// document of a service, not to what a reader reads (RFC 4287, RFC 5023).
var ownLinks = wordSet(`self|edit|edit-media|hub|service|replies|http://schemas.google.com/g/2005#feed`)

func feedRecord(x *xmlRecord) (record, bool) {
	r := record{told: true, reference: Reference{Pos: Position{Offset: x.source}, Listed: true, Text: x.text("title", "summary", "description", "link"), Title: cutRunes(x.text("title"), longestTitle)}}
	for _, name := range []string{"author/name", "creator"} { // of Atom, of Dublin Core
		if len(r.reference.Authors) == 0 {
			r.reference.Authors = x.names(name)
		}
	}
	for i := range x.fields {
		f := &x.fields[i]
		switch f.name {
		case "link":
			if ownLinks[f.attrs.value("rel")] {
				continue
			}
			if f.passage.text != "" {
				r.passages = append(r.passages, f.address())
			} else if p, ok := f.link("href"); ok {
				r.passages = append(r.passages, p)
			}
		case "guid":
			// It is an address unless it says that it is none (RSS 2.0).
			text := strings.TrimSpace(f.passage.text)
			if f.attrs.value("isPermaLink") != "false" && isHref(text) && text != x.text("link") {
				r.passages = append(r.passages, f.address())
			}
		case "enclosure", "content", "comments":
			if f.name == "comments" && isHref(strings.TrimSpace(f.passage.text)) {
				r.passages = append(r.passages, f.address())
			}
			for _, name := range []string{"url", "src"} {
				if p, ok := f.link(name); ok {
					r.passages = append(r.passages, p)
				}
			}
		}
	}
	year := firstYearOf(x.text("published", "date", "updated"))
	if year == 0 {
		date := x.text("pubDate")
		year = publicationYear(date, accessPlace{start: -1})
	}
	r.reference.Year = year
	return r, len(r.passages) > 0 || r.reference.Text != ""
}

package refs

// readSitemap makes a reference of each page or sitemap that a sitemap lists
// (sitemaps.org, protocol 0.9), with its pictures, films and translations.
func readSitemap(src *source, _ Options) (content, error) {
	return readRecords(src.text, &xmlRecordFormat{records: map[string]bool{"url": true, "sitemap": true}, record: sitemapRecord})
}

func sitemapRecord(x *xmlRecord) (record, bool) {
	r := record{reference: Reference{Pos: Position{Offset: x.source}, Listed: true, Text: x.text("loc")}}
	for i := range x.fields {
		f := &x.fields[i]
		switch f.name {
		case "loc", "content_loc", "thumbnail_loc", "player_loc":
			if f.passage.text != "" {
				r.passages = append(r.passages, f.address())
			}
		case "link":
			if p, ok := f.link("href"); ok {
				r.passages = append(r.passages, p)
			}
		}
	}
	return r, len(r.passages) > 0
}

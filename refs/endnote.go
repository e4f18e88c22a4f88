package refs

import "strings"

// readEndNote reads EndNote's XML export. Text may be dressed in <style>.
func readEndNote(src *source, _ Options) (content, error) {
	return readRecords(src.text, &xmlRecordFormat{records: map[string]bool{"record": true}, record: endNoteRecord})
}

func endNoteRecord(x *xmlRecord) (record, bool) {
	r := record{told: true, reference: Reference{
		Label: cutRunes(x.text("rec-number", "label"), 100), Pos: Position{Offset: x.source}, Listed: true,
		Text: endNoteText(x), Title: cutRunes(x.text("titles/title"), longestTitle), Authors: x.names("authors/author"), Year: firstYearOf(x.text("dates/year", "year", "pub-dates/date")), Language: languageNamed(x.text("language")),
	}}
	if s := x.text("access-date"); s != "" {
		if r.reference.Accessed, _ = dateBehind(s, 0); r.reference.Accessed == "" {
			r.reference.Accessed = accessNote(s).date
		}
	}
	pubMed := isPubMed(x.text("remote-database-name")) || isPubMed(x.text("remote-database-provider"))
	for i := range x.fields {
		f := &x.fields[i]
		p := f.passage
		text := strings.TrimSpace(p.text)
		switch {
		case text == "":
			continue
		case f.name == "electronic-resource-num":
			// It may hold a publisher's own number, or several.
			if strings.HasPrefix(text, "10.") || foldPrefix(text, "doi") {
				p.hint = KindDOI
			}
		case f.name == "url":
			// What lies beside the library on its owner's disk is no link.
			if f.parent == "pdf-urls" || f.parent == "image-urls" || foldPrefix(text, "internal-") {
				continue
			}
			p.hint = KindURL
		case f.name == "accession-num" && pubMed && allDigits(text):
			p = p.identified(KindPMID)
		case strings.HasPrefix(f.name, "custom") && pmcidLen(text) == len(text):
			p = p.identified(KindPMCID)
		case f.name == "notes", f.name == "research-notes":
		default:
			continue
		}
		r.passages = append(r.passages, p)
	}
	return r, len(r.passages) > 0 || r.reference.Text != ""
}

// names gives the fields of a name, "parent/child" too, up to a bound.
func (x *xmlRecord) names(name string) (names []string) {
	for _, f := range x.all(name) {
		names = addName(names, f.passage.text)
	}
	return names
}

func isPubMed(name string) bool {
	return strings.EqualFold(name, "PubMed") || foldPrefix(name, "Medline") || strings.EqualFold(name, "NLM")
}

// endNoteText gives authors, title, container and year as a reference would.
func endNoteText(x *xmlRecord) string {
	people := x.names("authors/author")
	if len(people) == 0 {
		people = x.names("secondary-authors/author")
	}
	volume := x.text("volume")
	if n := x.text("number"); n != "" && volume != "" {
		volume += "(" + n + ")"
	}
	if pages := x.text("pages"); pages != "" {
		volume = strings.TrimPrefix(volume+": "+pages, ": ")
	}
	return sentences(strings.Join(people, "; "), x.text("titles/title"), x.text("titles/secondary-title", "periodical/full-title"), volume, x.text("publisher"), x.text("dates/year", "year"))
}

// sentences joins parts with full stops.
func sentences(parts ...string) string {
	var b strings.Builder
	last := ""
	for _, part := range parts {
		if part == "" || part == last {
			continue
		}
		if last != "" {
			if !strings.HasSuffix(last, ".") && !strings.HasSuffix(last, "?") {
				b.WriteByte('.')
			}
			b.WriteByte(' ')
		}
		b.WriteString(part)
		last = part
	}
	return b.String()
}

// languageNamed reads the language of a record: a name, a code of ISO 639 or a
// tag.
func languageNamed(s string) string {
	if tag := languageNames[strings.ToLower(s)]; tag != "" {
		return tag
	}
	if tag := languageCodes[strings.ToLower(s)]; tag != "" {
		return tag
	}
	if s = strings.ReplaceAll(s, "_", "-"); !isLanguageTag(s) {
		return ""
	}
	main, rest, more := strings.Cut(s, "-")
	if main = strings.ToLower(main); more {
		main += "-" + rest
	}
	return main
}

// languageCodes are codes of ISO 639-2, as PubMed uses them, for which BCP 47
// has shorter ones.
var languageCodes = map[string]string{
	"eng": "en", "ger": "de", "deu": "de", "fre": "fr", "fra": "fr", "rus": "ru", "chi": "zh", "zho": "zh", "jpn": "ja", "kor": "ko", "spa": "es", "ita": "it",
	"por": "pt", "pol": "pl", "dut": "nl", "nld": "nl", "ukr": "uk", "cze": "cs", "ces": "cs", "tur": "tr", "ara": "ar", "per": "fa", "fas": "fa", "heb": "he",
}

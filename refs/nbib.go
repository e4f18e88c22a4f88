package refs

import "strings"

// readNBIB reads PubMed's tagged format, that of MEDLINE (NLM, "MEDLINE/PubMed
// Data Element (Field) Descriptions").
func readNBIB(src *source, _ Options) (content, error) {
	return readTagged(src.text, &taggedFormat{tag: nbibTag, first: "PMID", record: nbibRecord}), nil
}

// nbibTag reads a tag of up to four characters, filled up with spaces, and a
// hyphen: "TI  - On tides". Lines that go on begin with spaces.
func nbibTag(line string) (tag string, value int) {
	const width = 4
	if len(line) <= width || line[width] != '-' || len(line) > width+1 && !isBlank(line[width+1]) {
		return "", 0
	}
	tag = strings.TrimRight(line[:width], " ")
	for i := 0; i < len(tag); i++ {
		if !isUpper(tag[i]) && !isDigit(tag[i]) {
			return "", 0
		}
	}
	return tag, min(width+2, len(line))
}

func nbibRecord(x *taggedRecord) record {
	c := citation{
		authors: x.names("FAU", "AU"), editors: x.names("FED", "ED"), title: x.text("TI", "BTI"), container: x.text("TA", "JT", "BTI", "CTI"),
		volume: x.text("VI"), issue: x.text("IP"), pages: x.text("PG"), publisher: x.text("PB"), date: x.text("DP", "DEP"),
	}
	for _, group := range x.names("CN") {
		c.authors = addName(c.authors, group)
	}
	// PubMed ends every title with a full stop.
	if strings.HasSuffix(c.title, ".") && !strings.HasSuffix(c.title, "..") {
		c.title = c.title[:len(c.title)-1]
	}
	r := record{told: true}
	c.fill(&r.reference)
	r.reference.Label = cutRunes(x.text("PMID"), 100)
	r.reference.Pos.Offset = x.source
	r.reference.Language = languageNamed(x.text("LA"))
	for i := range x.fields {
		if f := &x.fields[i]; f.to > f.from {
			r.passages = x.nbibLinks(r.passages, f)
		}
	}
	return r
}

// nbibLinks appends the links of the work itself that a field holds; those of
// comments on it, errata and the like are other works.
func (x *taggedRecord) nbibLinks(all []passage, f *taggedField) []passage {
	switch f.tag {
	case "PMID":
		if p := x.passage(f); allDigits(p.text) {
			return append(all, p.identified(KindPMID))
		}
	case "PMC":
		if p := x.passage(f); pmcidLen(p.text) == len(p.text) {
			return append(all, p.identified(KindPMCID))
		}
	case "LID", "AID": // mostly the same in both: the sort stands behind it in brackets
		p := x.passage(f)
		if i := strings.LastIndex(p.text, "[doi]"); i >= 0 {
			p = p.cut(0, len(strings.TrimRight(p.text[:i], " \n")))
			if p.hint = KindDOI; p.text != "" && !hasDOI(all, p.text) {
				return append(all, p)
			}
		}
	case "ISBN":
		p := x.passage(f)
		return append(all, p.isbns()...)
	case "URLF", "URLS", "4099", "4100": // of the full text, of a summary
		p := x.passage(f)
		p.hint = KindURL
		return append(all, p)
	}
	return all
}

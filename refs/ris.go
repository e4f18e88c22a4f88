package refs

import "strings"

// readRIS reads the format of Research Information Systems, as reference
// managers and publishers write it: also with tags in small letters, with one
// space before the hyphen, and without the tag that ends a record.
func readRIS(src *source, _ Options) (content, error) {
	return readTagged(src.text, &taggedFormat{tag: risTag, first: "TY", last: "ER", record: risRecord}), nil
}

// risTag reads a tag of two characters, two spaces and a hyphen: "TY  - JOUR".
// With other white space between them, or some before them, it must be one that
// there is, so that a line of an abstract is none.
func risTag(line string) (tag string, value int) {
	const mostBlanks = 8
	start := 0
	for start < len(line) && start < mostBlanks && (line[start] == ' ' || line[start] == '\t') {
		start++
	}
	if len(line)-start < len("TY-") || !isLetter(line[start]) || !isAlnum(line[start+1]) {
		return "", 0
	}
	i := start + 2
	for i < len(line) && i < start+6 && (line[i] == ' ' || line[i] == '\t') {
		i++
	}
	if i == len(line) || line[i] != '-' {
		return "", 0
	}
	apart := line[start+2:i] == "  "
	regular := apart && start == 0
	tag = line[start : start+2]
	if isLower(tag[0]) || isLower(tag[1]) {
		tag = strings.ToUpper(tag)
	}
	i++
	ends := i == len(line) || isBlank(line[i])
	if !regular && (!ends || tag != line[start:start+2] || !risTags[tag] || start > 0 && !apart) {
		return "", 0
	}
	return tag, i
}

// risTags are the tags of the format and of its usual dialects.
var risTags = wordSet(`TY|ER|A1|A2|A3|A4|AB|AD|AN|AU|AV|BT|C1|C2|C3|C4|C5|C6|C7|C8|CA|CN|CP|CT|CY|DA|DB|DI|DO|DP|ED|EP|ET|ID|IS|J1|J2|JA|JF|JO|KW|L1|L2|L3|L4|LA|LB|LK|` +
	`M1|M2|M3|N1|N2|NV|OP|PB|PP|PY|RD|RI|RN|RP|SE|SN|SP|ST|SV|T1|T2|T3|TA|TI|TT|U1|U2|U3|U4|U5|UR|VL|VO|WP|WT|WV|Y1|Y2`)

func risRecord(x *taggedRecord) record {
	c := citation{
		authors: x.names("AU", "A1"), editors: x.names("ED", "A2"),
		title: x.text("TI", "T1", "CT", "BT"), container: x.text("T2", "JO", "JF", "JA", "J2", "J1", "BT"),
		volume: x.text("VL", "VO"), issue: x.text("IS"), pages: x.text("SP"), publisher: x.text("PB"), date: x.text("PY", "Y1", "DA"),
	}
	if last := x.text("EP"); last != "" && c.pages != "" && last != c.pages && !strings.ContainsAny(c.pages, "-–") {
		c.pages += "–" + last
	}
	r := record{told: true}
	c.date, _, _ = strings.Cut(c.date, "/")
	c.fill(&r.reference)
	r.reference.Label = cutRunes(x.text("ID", "LB"), 100)
	r.reference.Pos.Offset = x.source
	r.reference.Language = languageNamed(x.text("LA"))
	r.reference.Accessed = accessDate(x.text("Y2", "RD"))
	for _, tag := range []string{"N1", "M1"} {
		if r.reference.Accessed == "" {
			r.reference.Accessed = accessNote(cutRunes(x.text(tag), longestDate)).date
		}
	}
	pubMed, doi := isPubMed(x.text("DB", "DP")), x.text("DO", "DI") != ""
	for i := range x.fields {
		r.passages = x.risLinks(r.passages, &x.fields[i], pubMed, doi)
	}
	return r
}

// risLinks appends what may hold links of a field of a record, of which it is
// known whether it comes from PubMed and has a field for its DOI.
func (x *taggedRecord) risLinks(all []passage, f *taggedField, pubMed, doi bool) []passage {
	if f.to == f.from || !risLinkTags[f.tag] {
		return all
	}
	p := x.passage(f)
	switch f.tag {
	case "DO", "DI":
		p.hint = KindDOI
	case "UR":
		if isLocalFile(p.text) {
			return all
		}
		p.hint = KindURL
	case "L1", "L2", "L3", "L4", "LK":
		// They hold the files of a library's owner too.
		switch {
		case isDOIText(p.text):
			p.hint = KindDOI
		case !hasLocator(p.text) || isLocalFile(p.text):
			return all
		default:
			p.hint = KindURL
		}
	case "SN":
		return append(all, p.isbns()...)
	case "AN":
		switch {
		case pubMed && allDigits(p.text):
			p = p.identified(KindPMID)
		case !isDOIText(p.text):
			return all
		}
	case "ID": // of some publishers it is the DOI, and the only place of it
		if doi || !isDOIText(p.text) {
			return all
		}
		p.hint = KindDOI
	case "N1": // prose, in which anything may stand
	default:
		if pmcidLen(p.text) == len(p.text) && foldPrefix(p.text, "pmc") {
			p = p.identified(KindPMCID)
		} else if isDOIText(p.text) {
			p.hint = KindDOI
		} else if !hasLocator(p.text) {
			return all
		}
	}
	return append(all, p)
}

// risLinkTags are the tags of fields in which links are looked for.
var risLinkTags = wordSet(`DO|DI|UR|L1|L2|L3|L4|LK|SN|AN|ID|C1|C2|C3|C4|C5|C6|C7|C8|U1|U2|U3|U4|U5|N1|M1|M2|M3|AV|RN|TI|T1|T2|JO|JF|PB`)

// isLocalFile tells the addresses of files that lie beside a library on its
// owner's disk.
func isLocalFile(s string) bool {
	return foldPrefix(s, "internal-") || foldPrefix(s, "file:") || foldPrefix(s, "zotero:") || len(s) > 2 && isLetter(s[0]) && s[1] == ':' && (s[2] == '\\' || s[2] == '/')
}

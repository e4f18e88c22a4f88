package refs

import (
	"slices"
	"strings"
)

// readBibTeX makes a reference of each entry. Links are looked for where
// authors put them: doi, url, note, howpublished, eprint and their likes. A
// damaged file gives ErrSyntax with the first line at fault, and what could be
// read.
func readBibTeX(src *source, _ Options) (content, error) {
	b := &bibScanner{s: src.text, macros: months(), keep: inherits(src.text)}
	if b.keep {
		return b.readFamilies()
	}
	var c content
	for e := b.entry(); e != nil && !c.cut; e = b.entry() {
		c.addEntry(e)
	}
	return c, b.err(src.text)
}

func (c *content) addEntry(e *bibEntry) {
	if len(c.records) == mostPieces {
		c.cut = true
		return
	}
	c.records = append(c.records, e.record())
}

// months are the macros that every style of BibTeX has.
func months() map[string]bibValue {
	m := map[string]bibValue{}
	for _, name := range strings.Fields("jan feb mar apr may jun jul aug sep oct nov dec") {
		m[name] = bibValue{{name, 0}}
	}
	return m
}

// bibLinks are the fields that links are looked for in, with what a field of
// that name is; "" if it is prose. The addresses of records in databases
// (adsurl, bdsk-url-1) are those that styles and programs link to; biburl is
// that of the entry itself and none. What is beside the library on its owner's
// disk (file) is no link.
var bibLinks = map[string]Kind{
	"doi": KindDOI, "url": KindURL, "ee": KindURL, "link": KindURL, "uri": KindURL, "website": KindURL, "www": KindURL, "weblink": KindURL,
	"adsurl": KindURL, "bdsk-url-1": KindURL, "bdsk-url-2": KindURL, "bdsk-url-3": KindURL, "archiveurl": KindURL,
	"pmid": KindPMID, "pmcid": KindPMCID, "arxiv": KindArXiv, "arxivid": KindArXiv, "isbn": KindISBN, "hdl": KindHandle, "handle": KindHandle,
	"eprint": "", "howpublished": "", "note": "", "addendum": "", "annote": "", "annotation": "", "urlnote": "", "titleaddon": "",
}

// bibWords are the fields that tell of the work, and in which an address or an
// identifier stands now and then: "arXiv preprint arXiv:2101.00001".
var bibWords = wordSet(`title|booktitle|journal|journaltitle|publisher|organization|institution|author|number|type|series`)

// record makes a reference of an entry.
func (e *bibEntry) record() record {
	r := record{told: true, reference: Reference{
		Label:    e.key,
		Pos:      Position{Offset: e.source},
		Text:     e.text(),
		Listed:   true,
		Title:    e.title(),
		Authors:  e.authors(),
		Year:     e.year(),
		Accessed: e.accessed(),
		Language: e.language(),
	}}
	for _, f := range e.fields[:e.own] {
		if f.name == fieldForUs {
			r.word = f.value.plain()
		}
	}
	r.passages = make([]passage, 0, 2)
	for i := range e.fields {
		r.passages = e.links(r.passages, i)
	}
	// Macros and what is inherited stand elsewhere.
	byPlace := func(a, b passage) int { return a.sourceAt(0) - b.sourceAt(0) }
	if !slices.IsSortedFunc(r.passages, byPlace) {
		slices.SortStableFunc(r.passages, byPlace)
	}
	return r
}

// links appends what may hold links of a field.
func (e *bibEntry) links(all []passage, i int) []passage {
	f := &e.fields[i]
	hint, ok := bibLinks[f.name]
	if !ok && !(bibWords[f.name] && f.value.hasLocator()) || i >= e.own && !f.shared {
		return all
	}
	if slices.ContainsFunc(e.fields[:i], func(g bibField) bool { return g.name == f.name }) {
		return all // the first one counts
	}
	if f.name == "eprint" {
		hint = e.eprintKind()
	}
	p, ok := f.value.passage(hint)
	p.field = f.name
	switch {
	case !ok:
	case hint == KindISBN:
		all = append(all, p.isbns()...)
	case strings.HasPrefix(f.name, "bdsk-") && slices.ContainsFunc(all, func(q passage) bool { return q.text == p.text }):
		// BibDesk repeats url and doi.
	default:
		all = append(all, p)
	}
	return all
}

func (v bibValue) hasLocator() bool {
	return slices.ContainsFunc(v, func(piece bibPiece) bool { return hasLocator(piece.text) })
}

// fieldLabels are the labels of the kinds of identifier that are nothing but a
// number without one.
var fieldLabels = map[Kind]string{KindArXiv: "arXiv:", KindPMID: "PMID:", KindPMCID: "PMCID:", KindHandle: "hdl:"}

// passage gives the text of a value, commands of LaTeX resolved.
func (v bibValue) passage(hint Kind) (passage, bool) {
	if _, labelled := fieldLabels[hint]; len(v) == 1 && !labelled && !hasLaTeX(v[0].text) {
		text := strings.TrimRight(v[0].text, " \t\r\n")
		return passage{text: text, origins: []origin{{0, v[0].source}}, hint: hint}, text != ""
	}
	w := newWeave()
	if label := fieldLabels[hint]; label != "" && len(v) > 0 {
		// The field says what its value is: in prose a label would.
		if !strings.Contains(v[0].text, ":") {
			w.put(label, v[0].source)
		}
		hint = ""
	}
	for _, piece := range v {
		w.putLaTeX(piece.text, piece.source, hint == KindURL || hint == KindDOI)
	}
	p, ok := w.passage()
	p.hint = hint
	return p, ok
}

// plain gives the value of a field as a person reads it, the names in order of
// preference.
func (e *bibEntry) plain(names ...string) string {
	for _, name := range names {
		if v := e.field(name); v != nil {
			if s := v.plain(); s != "" {
				return s
			}
		}
	}
	return ""
}

// plain gives a value as a person reads it.
func (v bibValue) plain() string {
	if len(v) == 1 && isFolded(v[0].text) && !hasLaTeX(v[0].text) {
		return v[0].text
	}
	if p, ok := v.passage(""); ok {
		return fold(p.text)
	}
	return ""
}

// eprintKind tells what an eprint is the number of; without a word on it, a
// number of arXiv's present form (2007) is one.
func (e *bibEntry) eprintKind() Kind {
	switch strings.ToLower(e.plain("archiveprefix", "eprinttype")) {
	case "arxiv":
		return KindArXiv
	case "pubmed", "pmid":
		return KindPMID
	case "pmc", "pmcid":
		return KindPMCID
	case "hdl", "handle":
		return KindHandle
	case "doi":
		return KindDOI
	case "":
		month, number, ok := strings.Cut(e.plain("eprint"), ".")
		if ok && len(month) == 4 && allDigits(month) && len(number) >= 4 && allDigits(number[:4]) {
			return KindArXiv
		}
	}
	return ""
}

// text gives authors, title, container and year as a reference would.
func (e *bibEntry) text() string {
	people := e.plain("author", "editor", "organization", "institution")
	people = strings.ReplaceAll(people, " and ", "; ")
	return sentences(people, e.plain("title", "booktitle"), e.plain("journal", "journaltitle", "booktitle", "publisher", "school", "howpublished"), e.plain("year", "date"))
}

// title gives the title of the work, its subtitle too.
func (e *bibEntry) title() string {
	title, sub := e.plain("title"), e.plain("subtitle")
	if title != "" && sub != "" {
		title += ": " + sub
	}
	return cutRunes(title, longestTitle)
}

func (e *bibEntry) year() int {
	for _, name := range []string{"year", "date", "origdate"} {
		if y := firstYearOf(e.plain(name)); y > 0 {
			return y
		}
	}
	s := e.plain("howpublished")
	return publicationYear(s, accessNote(s))
}

func (e *bibEntry) accessed() string {
	for _, name := range []string{"urldate", "accessed", "accessdate", "lastaccessed", "lastchecked", "lastvisited", "visited", "retrieved"} {
		if d := accessDate(e.plain(name)); d != "" {
			return d
		}
	}
	if year := e.plain("urlyear"); year != "" {
		parts := []string{year, e.plain("urlmonth"), e.plain("urlday")}
		return accessDate(strings.TrimRight(strings.Join(parts, "-"), "-"))
	}
	for _, name := range []string{"note", "howpublished", "addendum", "urlnote"} {
		if d := accessNote(e.plain(name)).date; d != "" {
			return d
		}
	}
	return ""
}

// languageNames are the names that Babel and biblatex give languages.
var languageNames = map[string]string{
	"english": "en", "american": "en-US", "usenglish": "en-US", "british": "en-GB", "ukenglish": "en-GB", "german": "de", "ngerman": "de", "deutsch": "de", "naustrian": "de-AT", "austrian": "de-AT",
	"french": "fr", "francais": "fr", "français": "fr", "russian": "ru", "русский": "ru", "chinese": "zh", "中文": "zh", "japanese": "ja", "korean": "ko", "spanish": "es", "español": "es",
	"italian": "it", "italiano": "it", "portuguese": "pt", "brazilian": "pt-BR", "dutch": "nl", "polish": "pl", "czech": "cs", "ukrainian": "uk", "swedish": "sv", "danish": "da",
	"norwegian": "no", "norsk": "nb", "nynorsk": "nn", "finnish": "fi", "hungarian": "hu", "greek": "el", "turkish": "tr", "arabic": "ar", "persian": "fa", "hebrew": "he", "latin": "la",
}

func (e *bibEntry) language() string {
	for _, name := range []string{"langid", "language", "hyphenation"} {
		if tag := languageNamed(e.plain(name)); tag != "" {
			return tag
		}
	}
	return ""
}

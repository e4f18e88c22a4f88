package refs

import (
	"fmt"
	"slices"
	"strings"
)

// readBibTeX makes a reference of each entry. Links are looked for where
// authors put them: doi, url, note, howpublished, eprint and their likes. A
// damaged file gives ErrSyntax with the first line at fault, and what could be
// read.
func readBibTeX(src *source, _ Options) (content, error) {
	b := &bibScanner{s: src.text, macros: months()}
	var c content
	for e := b.entry(); e != nil; e = b.entry() {
		if len(c.records) == mostPieces {
			c.cut = true
			break
		}
		c.records = append(c.records, e.record())
	}
	if b.problems == 0 {
		return c, nil
	}
	more := ""
	if b.problems > 1 {
		more = fmt.Sprintf(" (and %d more problems)", b.problems-1)
	}
	return c, fmt.Errorf("%w: line %d: %s%s", ErrSyntax, lineOf(src.text, b.where), b.first, more)
}

// months are the macros that every style of BibTeX has.
func months() map[string]bibValue {
	m := map[string]bibValue{}
	for _, name := range strings.Fields("jan feb mar apr may jun jul aug sep oct nov dec") {
		m[name] = bibValue{{name, 0}}
	}
	return m
}

// lineOf counts the lines up to a place, from 1.
func lineOf(text string, at int) int {
	n := 1
	for i := 0; i < at; n++ {
		if _, i = lineEnd(text, i); i > at || i == len(text) {
			break
		}
	}
	return n
}

// bibLinks are the fields that links are looked for in, with what a field of
// that name is; "" if it is prose.
var bibLinks = []struct {
	field string
	hint  Kind
}{
	{"doi", KindDOI}, {"url", KindURL}, {"ee", KindURL}, {"link", KindURL}, {"eprint", ""}, {"pmid", KindPMID}, {"pmcid", KindPMCID},
	{"howpublished", ""}, {"note", ""}, {"addendum", ""}, {"annote", ""}, {"urlnote", ""},
}

// record makes a reference of an entry.
func (e *bibEntry) record() record {
	r := record{reference: Reference{
		Label:    e.key,
		Pos:      Position{Offset: e.source},
		Text:     e.text(),
		Listed:   true,
		Year:     e.year(),
		Accessed: e.accessed(),
		Language: e.language(),
	}}
	for _, f := range bibLinks {
		v, ok := e.fields[f.field]
		if !ok {
			continue
		}
		hint := f.hint
		if f.field == "eprint" {
			hint = e.eprintKind()
		}
		if p, ok := v.passage(hint); ok {
			p.field = f.field
			r.passages = append(r.passages, p)
		}
	}
	slices.SortStableFunc(r.passages, func(a, b passage) int { return a.sourceAt(0) - b.sourceAt(0) })
	return r
}

// fieldLabels are the labels of the kinds of identifier that are nothing but a
// number without one.
var fieldLabels = map[Kind]string{KindArXiv: "arXiv:", KindPMID: "PMID:", KindPMCID: "PMCID:", KindHandle: "hdl:"}

// passage gives the text of a value, commands of LaTeX resolved.
func (v bibValue) passage(hint Kind) (passage, bool) {
	w := newWeave()
	if label := fieldLabels[hint]; label != "" && len(v) > 0 {
		// The field says what its value is: in prose a label would.
		if !strings.Contains(v[0].text, ":") {
			w.put(label, v[0].source)
		}
		hint = ""
	}
	for _, piece := range v {
		w.putLaTeX(piece.text, piece.source, hint != "")
	}
	p, ok := w.passage()
	p.hint = hint
	return p, ok
}

// plain gives the value of a field as a person reads it.
func (e *bibEntry) plain(names ...string) string {
	for _, name := range names {
		if v, ok := e.fields[name]; ok {
			if p, ok := v.passage(""); ok {
				return fold(p.text)
			}
		}
	}
	return ""
}

// eprintKind tells what an eprint is the number of; without a word on it, a
// number of arXiv's present form (2007) is one.
func (e *bibEntry) eprintKind() Kind {
	switch strings.ToLower(e.plain("archiveprefix", "eprinttype")) {
	case "arxiv":
		return KindArXiv
	case "pubmed":
		return KindPMID
	case "hdl":
		return KindHandle
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
	parts := []string{people, e.plain("title", "booktitle"), e.plain("journal", "journaltitle", "booktitle", "publisher", "school", "howpublished"), e.plain("year", "date")}
	var b strings.Builder
	for i, part := range parts {
		if part == "" || i > 0 && part == parts[i-1] {
			continue
		}
		if b.Len() > 0 {
			if !strings.HasSuffix(b.String(), ".") {
				b.WriteByte('.')
			}
			b.WriteByte(' ')
		}
		b.WriteString(part)
	}
	return b.String()
}

func (e *bibEntry) year() int {
	for _, name := range []string{"year", "date", "origdate"} {
		s := e.plain(name)
		for i := range s {
			if y := yearAt(s, i); y > 0 {
				return y
			}
		}
	}
	return 0
}

func (e *bibEntry) accessed() string {
	for _, name := range []string{"urldate", "accessed", "accessdate", "lastaccessed", "lastchecked", "lastvisited"} {
		if s := e.plain(name); s != "" {
			if d, _ := dateBehind(s, 0); d != "" {
				return d
			}
			if n := accessNote(s); n.date != "" {
				return n.date
			}
		}
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
		s := e.plain(name)
		if tag := languageNames[strings.ToLower(s)]; tag != "" {
			return tag
		}
		main, _, _ := strings.Cut(strings.ReplaceAll(s, "_", "-"), "-")
		if n := len(main); (n == 2 || n == 3) && strings.IndexFunc(main, func(r rune) bool { return r < 'a' || r > 'z' }) < 0 {
			return strings.ReplaceAll(s, "_", "-")
		}
	}
	return ""
}

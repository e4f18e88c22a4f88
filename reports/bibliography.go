package reports

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/refmend/refmend/audit"
)

// Bibliographies lists the formats for what the references of a report cite,
// as reference managers and typesetters read it. In all of them each work
// stands once, in the order of its first reference, under a key that is unique
// in the bibliography. [Lookup], [ForPath] and [Write] know these formats too.
//
// Of each work they have what its registry or its page tells, completed by what
// the reference says; repaired addresses instead of damaged ones; the day on
// which the page was looked at; the archived copy of what is gone; a retraction
// as a note to be printed, and any other doubt about a link as a remark for
// whoever keeps the bibliography.
var Bibliographies = []Format{
	{"bibtex", []string{".bib"}, "for BibTeX, with LaTeX's commands for accents", writeBibTeX},
	{"biblatex", nil, "for biblatex, in UTF-8", writeBibLaTeX},
	{"ris", []string{".ris"}, "for reference managers", writeRIS},
	{"csl-json", []string{".csljson"}, "for pandoc, citeproc and Zotero", writeCSL},
}

// A work is what one or several references cite. Its strings went through
// [tidy].
type work struct {
	key       string   // see assignKeys
	own       string   // the key that the document has for it; "" if it has none
	aliases   []string // other keys that documents have for it
	kind      string   // one of CSL's types
	title     string
	authors   []person
	published string // "2019-05-17", "2019-05", "2019"; "" if not known
	accessed  string // as published
	container string // of a book, a report or a thesis its series
	series    string // of the container
	volume    string // see audit.Details
	issue     string
	pages     string // "" of what is a whole
	publisher string
	language  string // BCP 47
	doi       string
	arxiv     string
	pmid      string
	pmcid     string
	issn      string
	isbn      string
	url       string // http or https
	archive   string // the address of an archived copy of url
	copied    string // when that was made, as published
	note      string // to be printed
	remark    string // not to be printed
}

// works gives what the references of a report cite, each work once.
func works(r *audit.Report) []work {
	var all []work
	known := map[string]int{} // index in all, by identity
	for d := range r.Documents {
		doc := &r.Documents[d]
		for i := range doc.References {
			w, ok := workOf(&doc.References[i])
			if !ok {
				continue
			}
			w.own = ownKey(doc.Format, &doc.References[i])
			id := w.identity()
			if first, twice := known[id]; twice {
				all[first].complete(&w)
				continue
			}
			known[id] = len(all)
			all = append(all, w)
		}
	}
	assignKeys(all)
	return all
}

// identity is what the works of two references have in common that are one: the
// DOI; else address and title, for many a page holds several works; else who
// says what and when.
func (w *work) identity() string {
	title := strings.ToLower(strings.Join(strings.FieldsFunc(w.title, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " "))
	switch {
	case w.doi != "":
		return "doi " + strings.ToLower(w.doi)
	case w.url != "":
		return "url " + strings.TrimPrefix(strings.TrimPrefix(w.url, "https://"), "http://") + " " + title
	case w.arxiv+w.pmid+w.pmcid != "":
		return "id " + w.arxiv + " " + w.pmid + " " + w.pmcid
	}
	id := "text " + title + " " + w.published + " " + w.isbn + " " + w.note
	for _, a := range w.authors {
		id += ";" + a.family + a.literal
	}
	return id
}

// complete takes from another reference to the same work what is missing.
func (w *work) complete(o *work) {
	for _, f := range []struct{ to, from *string }{
		{&w.own, &o.own}, {&w.title, &o.title}, {&w.published, &o.published}, {&w.accessed, &o.accessed}, {&w.container, &o.container},
		{&w.series, &o.series}, {&w.volume, &o.volume}, {&w.issue, &o.issue}, {&w.pages, &o.pages}, {&w.issn, &o.issn},
		{&w.publisher, &o.publisher}, {&w.language, &o.language}, {&w.arxiv, &o.arxiv}, {&w.pmid, &o.pmid}, {&w.pmcid, &o.pmcid},
		{&w.isbn, &o.isbn}, {&w.url, &o.url}, {&w.archive, &o.archive}, {&w.copied, &o.copied}, {&w.note, &o.note}, {&w.remark, &o.remark},
	} {
		if *f.to == "" {
			*f.to = *f.from
		}
	}
	if o.own != "" && o.own != w.own && !slices.Contains(w.aliases, o.own) {
		w.aliases = append(w.aliases, o.own)
	}
	if len(w.authors) == 0 {
		w.authors = o.authors
	}
}

// tidy puts untrusted text on one line: white space becomes single spaces,
// what has no shape is left out unless the writing needs it, letters and their
// marks are composed (Unicode's NFC), and nothing in it is a command to the
// machine that runs a build.
func tidy(s string) string {
	if plain(s) && !strings.Contains(s, "  ") { // the case of almost all text
		return strings.TrimSpace(s)
	}
	s = norm.NFC.String(strings.ToValidUTF8(s, " "))
	var b strings.Builder
	prev := ' '
	for i, r := range s {
		switch {
		case unicode.IsSpace(r):
			if prev != ' ' {
				b.WriteByte(' ')
			}
			prev = ' '
			continue
		case r == utf8.RuneError, hidden(r) && !joins(r, prev, s[i+utf8.RuneLen(r):]):
			continue
		case r == '[' && afterHashes(b.String()[max(0, b.Len()-32):]):
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		prev = r
	}
	return strings.TrimSpace(b.String())
}

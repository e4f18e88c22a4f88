package reports

import (
	"bufio"
	"fmt"
	"strings"
	"unicode"

	"github.com/refmend/refmend/audit"
)

func writeBibTeX(w *bufio.Writer, r *audit.Report, _ Options) error {
	return writeBib(w, r, &bibDialect{ascii: true})
}

func writeBibLaTeX(w *bufio.Writer, r *audit.Report, _ Options) error {
	return writeBib(w, r, &bibDialect{biblatex: true})
}

// A bibDialect is a way to write BibTeX's format.
type bibDialect struct {
	biblatex bool // the fields and types of biblatex (its manual, 2.1 and 2.2), else those of BibTeX's styles
	ascii    bool // commands instead of accented Latin letters
}

func writeBib(w *bufio.Writer, r *audit.Report, d *bibDialect) error {
	for i, one := range works(r) {
		if i > 0 {
			w.WriteByte('\n')
		}
		d.entry(w, &one)
	}
	return w.Flush()
}

// entry writes one work. Errors stay in w until it is flushed.
func (d *bibDialect) entry(w *bufio.Writer, o *work) {
	kind := bibKinds[o.kind]
	name, in, publisher := kind.bibtex, kind.container, kind.publisher
	if d.biblatex {
		name, in, publisher = kind.biblatex, kind.biblatexIn, kind.biblatexPublisher
	}
	fmt.Fprintf(w, "@%s{%s", name, o.key)
	if d.biblatex {
		raw(w, "ids", strings.Join(o.aliases, ", "))
	}
	text := func(field, value string) {
		if value != "" {
			fmt.Fprintf(w, ",\n  %s = {%s}", field, d.escape(value))
		}
	}
	var names []string
	for _, p := range o.authors {
		names = append(names, d.name(p))
	}
	raw(w, "author", strings.Join(names, " and "))
	raw(w, "title", d.title(o.title, o.language))
	switch in {
	case "series":
	case "booktitle": // whose case some styles change as that of titles
		raw(w, in, d.title(o.container, o.language))
	default:
		text(in, o.container)
	}
	raw(w, "series", d.title(o.inSeries(), o.language))
	d.numbers(w, o)
	text(publisher, o.publisher)
	text("type", bibTypes[o.kind])
	if d.biblatex {
		raw(w, "date", o.published)
		raw(w, "langid", babelName(o.language))
	} else {
		d.parts(w, o.published)
		raw(w, "language", o.language)
	}
	verbatim(w, "doi", o.doi)
	switch {
	case o.arxiv != "" && d.biblatex:
		verbatim(w, "eprint", o.arxiv)
		raw(w, "eprinttype", "arxiv")
	case o.arxiv != "":
		verbatim(w, "eprint", o.arxiv)
		raw(w, "archiveprefix", "arXiv")
	}
	verbatim(w, "pmid", o.pmid)
	verbatim(w, "pmcid", o.pmcid)
	verbatim(w, "issn", o.issn)
	verbatim(w, "isbn", o.isbn)
	verbatim(w, "url", o.url)
	raw(w, "urldate", o.accessed)
	verbatim(w, "archiveurl", o.archive)
	raw(w, "archivedate", o.copied)
	text("note", o.note)
	if d.biblatex {
		text("annotation", o.remark)
	} else {
		text("annote", o.remark)
	}
	w.WriteString("\n}\n")
}

// bibTypes are what styles are told to call works of which nothing more is known:
// theses are not all for a doctorate, as they would say.
var bibTypes = map[string]string{"thesis": "Thesis", "report": "Report"}

// numbers writes where a work stands in its container. In biblatex a series has
// numbers and no volumes, and articles may have an ID instead of pages.
func (d *bibDialect) numbers(w *bufio.Writer, o *work) {
	volume, pages := "volume", "pages"
	if d.biblatex && o.inSeries() != "" && o.issue == "" {
		volume = "number"
	}
	if d.biblatex && isArticleID(o) {
		pages = "eid"
	}
	raw(w, volume, d.ranges(o.volume))
	raw(w, "number", d.ranges(o.issue))
	raw(w, pages, d.ranges(o.pages))
}

// ranges writes numbers with LaTeX's dash where one stands for what is between them.
func (d *bibDialect) ranges(s string) string {
	parts := strings.Split(s, "–")
	if strings.Count(s, "-") == 1 && len(parts) == 1 {
		parts = strings.Split(s, "-")
	}
	for i := range parts {
		parts[i] = d.escape(parts[i])
	}
	return strings.Join(parts, "--")
}

// isArticleID tells whether a work has a number instead of pages.
func isArticleID(o *work) bool { return strings.HasPrefix(o.kind, "article-") && isNumbered(o.pages) }

// isNumbered tells the numbers of articles from pages: "e0123", "104532".
func isNumbered(pages string) bool {
	digits := strings.Trim(pages, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
	return digits != "" && strings.Trim(digits, "0123456789") == "" && (len(digits) > 4 || strings.IndexAny(pages, "Ee") == 0)
}

// parts writes a date as BibTeX's styles want it.
func (d *bibDialect) parts(w *bufio.Writer, date string) {
	numbers := dateParts(date)
	if len(numbers) > 0 {
		raw(w, "year", date[:4])
	}
	if len(numbers) > 1 {
		fmt.Fprintf(w, ",\n  month = %s", strings.Fields("jan feb mar apr may jun jul aug sep oct nov dec")[numbers[1]-1])
	}
	if len(numbers) > 2 {
		raw(w, "day", date[8:])
	}
}

// raw writes a field whose value is LaTeX already; nothing if it is empty.
func raw(w *bufio.Writer, field, value string) {
	if value != "" {
		fmt.Fprintf(w, ",\n  %s = {%s}", field, value)
	}
}

// verbatim writes a field that is not read as LaTeX, unless its value would end
// it.
func verbatim(w *bufio.Writer, field, value string) {
	if !strings.ContainsAny(value, `{}\`) {
		raw(w, field, value)
	}
}

// name writes a name as "von Last, Jr, First" or, of a group, in braces.
func (d *bibDialect) name(p person) string {
	if p.literal != "" {
		return "{" + d.escape(p.literal) + "}"
	}
	family := d.namePart(p.family)
	if p.particle == "" && family == d.escape(p.family) && strings.ToLower(p.family[:1]) == p.family[:1] && p.family[0] < 0x80 {
		family = "{" + family + "}" // else it is taken for a particle: "al-Tusi"
	}
	s := strings.TrimSpace(d.escape(p.particle) + " " + family)
	if p.suffix != "" {
		s += ", " + d.namePart(p.suffix)
	}
	if p.given != "" || p.suffix != "" {
		s += ", " + d.namePart(p.given)
	}
	return s
}

// namePart hides what would part a name.
func (d *bibDialect) namePart(s string) string {
	if strings.Contains(s, ",") || strings.Contains(" "+strings.ToLower(s)+" ", " and ") || strings.EqualFold(s, "others") {
		return "{" + d.escape(s) + "}"
	}
	return d.escape(s)
}

// title writes a title with its words in braces that must keep their capitals
// where a style makes small letters of them: "{NASA}". BibTeX's styles do so in
// every language, biblatex's in English only.
func (d *bibDialect) title(title, language string) string {
	english := language == "" || language == "en" || strings.HasPrefix(language, "en-")
	switch {
	case title == "":
		return ""
	case !english && d.biblatex:
		return d.escape(title)
	case !english && strings.ToLower(title) != title:
		return "{" + d.escape(title) + "}"
	case strings.ToUpper(title) == title: // no word stands out
		return d.escape(title)
	}
	words := strings.Split(title, " ")
	names := properNames(words)
	for i, word := range words {
		if !protects(word) && !names[i] {
			words[i] = d.escape(word)
			continue
		}
		// A colon in braces would not keep the capital of the next word.
		core := strings.TrimFunc(word, unicode.IsPunct)
		before, after, _ := strings.Cut(word, core)
		words[i] = d.escape(before) + "{" + d.escape(core) + "}" + d.escape(after)
	}
	return strings.Join(words, " ")
}

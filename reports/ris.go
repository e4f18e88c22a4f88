package reports

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/refmend/refmend/audit"
)

// writeRIS writes records of Research Information Systems' format, with its
// line ends. Where the format has no field, those that EndNote and Zotero take
// are used: C2 for PubMed Central, AV for an archived copy.
func writeRIS(w *bufio.Writer, r *audit.Report, _ Options) error {
	for i, one := range works(r) {
		if i > 0 {
			w.WriteString("\r\n")
		}
		risRecord(w, &one)
	}
	return w.Flush()
}

func risRecord(w *bufio.Writer, o *work) {
	put := func(tag, value string) {
		if value != "" {
			fmt.Fprintf(w, "%s  - %s\r\n", tag, value)
		}
	}
	put("TY", bibKinds[o.kind].ris)
	put("ID", o.key)
	for _, p := range o.authors {
		if strings.Contains(p.literal, " ") {
			put("AU", p.literal+",") // the comma keeps EndNote from splitting it
		} else {
			put("AU", p.sorted())
		}
	}
	put("TI", o.title)
	if series := o.inSeries(); bibKinds[o.kind].whole() {
		put("T2", series)
	} else {
		put("T2", o.container)
		put("T3", series)
	}
	put("VL", o.volume)
	put("IS", o.issue)
	first, last := firstAndLast(o.pages)
	put("SP", first)
	put("EP", last)
	put("PB", o.publisher)
	if o.published != "" {
		put("PY", o.published[:4])
		put("DA", risDate(o.published))
	}
	put("LA", o.language)
	put("DO", o.doi)
	put("SN", o.isbn)
	put("SN", o.issn)
	if o.pmid != "" {
		put("AN", o.pmid)
		put("DB", "PubMed")
	}
	put("C2", o.pmcid)
	put("UR", o.url)
	if o.url == "" && o.arxiv != "" {
		put("UR", "https://arxiv.org/abs/"+o.arxiv)
	}
	if o.accessed != "" {
		put("Y2", risDate(o.accessed))
	}
	put("AV", o.archive)
	put("N1", o.note)
	put("N1", o.remark)
	w.WriteString("ER  - \r\n")
}

// firstAndLast parts pages. Of more than one stretch all is the first.
func firstAndLast(pages string) (first, last string) {
	for _, dash := range []string{"–", "-"} {
		if from, to, ok := strings.Cut(pages, dash); ok && !strings.ContainsAny(to, ",;"+dash) {
			return from, to
		}
	}
	return pages, ""
}

// risDate gives a date as "2019/05/17/", with all slashes whatever is missing.
func risDate(date string) string {
	parts := strings.Split(date, "-")
	for len(parts) < 3 {
		parts = append(parts, "")
	}
	return strings.Join(parts, "/") + "/"
}

// sorted gives a name with the family first: "van Gogh, Vincent, Jr.".
func (p person) sorted() string {
	if p.literal != "" {
		return p.literal
	}
	s := strings.TrimSpace(p.particle + " " + p.family)
	for _, part := range []string{p.given, p.suffix} {
		if part != "" {
			s += ", " + part
		}
	}
	return s
}

package reports

import (
	"bufio"

	"github.com/refmend/refmend/audit"
)

// A cslItem is a work in the JSON that processors of the Citation Style
// Language read (CSL 1.0.2, csl-data.json).
type cslItem struct {
	ID              string    `json:"id"`
	Type            string    `json:"type"`
	Title           string    `json:"title,omitempty"`
	Author          []cslName `json:"author,omitempty"`
	Issued          *cslDate  `json:"issued,omitempty"`
	Accessed        *cslDate  `json:"accessed,omitempty"`
	Container       string    `json:"container-title,omitempty"`
	Collection      string    `json:"collection-title,omitempty"`
	InCollection    string    `json:"collection-number,omitempty"`
	Volume          string    `json:"volume,omitempty"`
	Issue           string    `json:"issue,omitempty"`
	Page            string    `json:"page,omitempty"`
	Publisher       string    `json:"publisher,omitempty"`
	Language        string    `json:"language,omitempty"`
	DOI             string    `json:"DOI,omitempty"`
	PMID            string    `json:"PMID,omitempty"`
	PMCID           string    `json:"PMCID,omitempty"`
	ISSN            string    `json:"ISSN,omitempty"`
	ISBN            string    `json:"ISBN,omitempty"`
	Number          string    `json:"number,omitempty"`
	URL             string    `json:"URL,omitempty"`
	Archive         string    `json:"archive,omitempty"`
	ArchiveLocation string    `json:"archive_location,omitempty"`
	Note            string    `json:"note,omitempty"`
	Annote          string    `json:"annote,omitempty"`
}

type cslName struct {
	Family   string `json:"family,omitempty"`
	Given    string `json:"given,omitempty"`
	Particle string `json:"non-dropping-particle,omitempty"`
	Suffix   string `json:"suffix,omitempty"`
	Literal  string `json:"literal,omitempty"`
}

type cslDate struct {
	Parts [][]int `json:"date-parts"`
}

func newCSLDate(date string) *cslDate {
	if date == "" {
		return nil
	}
	return &cslDate{[][]int{dateParts(date)}}
}

func newCSLItem(o *work) cslItem {
	item := cslItem{
		ID: o.key, Type: o.kind, Title: o.title, Issued: newCSLDate(o.published), Accessed: newCSLDate(o.accessed),
		Container: o.container, Collection: o.inSeries(), Volume: o.volume, Issue: o.issue, Page: o.pages, Publisher: o.publisher, Language: o.language,
		DOI: o.doi, PMID: o.pmid, PMCID: o.pmcid, ISSN: o.issn, ISBN: o.isbn, URL: o.url, Note: o.note, Annote: o.remark,
	}
	if bibKinds[o.kind].whole() {
		item.Container = ""
	}
	if item.Collection != "" {
		item.Volume, item.InCollection = "", o.volume
	}
	for _, p := range o.authors {
		item.Author = append(item.Author, cslName{p.family, p.given, p.particle, p.suffix, p.literal})
	}
	if o.arxiv != "" {
		item.Number = "arXiv:" + o.arxiv
	}
	if o.archive != "" {
		item.Archive, item.ArchiveLocation = archiveName(o.archive), o.archive
	}
	return item
}

// writeCSL writes an array of items, one at a time, with the escapes of [quiet].
func writeCSL(w *bufio.Writer, r *audit.Report, _ Options) error {
	e := newIndenter(&quiet{w: w})
	e.text("[")
	all := works(r)
	for i := range all {
		e.text(separator(i, "  "))
		if err := e.open(newCSLItem(&all[i]), "  ", ""); err != nil {
			return err
		}
	}
	if len(all) > 0 {
		e.text("\n")
	}
	e.text("]\n")
	return e.err
}

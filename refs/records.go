package refs

import "strings"

// The formats of bibliographic records, and other JSON.
const (
	FormatRIS      Format = "ris"
	FormatNBIB     Format = "nbib"     // PubMed's: the tagged format of MEDLINE
	FormatCSL      Format = "csl-json" // of the Citation Style Language, as Zotero and pandoc write it
	FormatBibJSON  Format = "bibjson"
	FormatNotebook Format = "notebook" // of Jupyter
	FormatJSON     Format = "json"     // any other JSON
)

var recordReaders = []reader{
	{
		format: FormatRIS, endings: []string{".ris"}, borrowed: []string{".txt", ".text"},
		mediaTypes: []string{"application/x-research-info-systems", "application/x-inst-for-scientific-info", "text/x-research-info-systems"},
		looks:      looksRIS, strict: true, read: readRIS,
	},
	{
		format: FormatNBIB, endings: []string{".nbib", ".medline"}, borrowed: []string{".txt", ".text"},
		mediaTypes: []string{"application/nbib"}, looks: looksNBIB, strict: true, read: readNBIB,
	},
	{
		format: FormatNotebook, endings: []string{".ipynb"}, borrowed: []string{".json"},
		mediaTypes: []string{"application/x-ipynb+json"}, looks: looksNotebook, strict: true, read: readNotebook,
	},
	{
		format: FormatCSL, endings: []string{".csljson"}, borrowed: []string{".json"},
		mediaTypes: []string{"application/vnd.citationstyles.csl+json"}, looks: looksCSL, strict: true, read: readCSL,
	},
	{
		format: FormatBibJSON, endings: []string{".bibjson"}, borrowed: []string{".json"},
		mediaTypes: []string{"application/bibjson+json", "application/vnd.bibjson+json"}, looks: looksBibJSON, strict: true, read: readBibJSON,
	},
	// As with XML, files of unknown shapes are read when they are named.
	{format: FormatJSON, looks: looksJSON, read: readJSON},
}

// looksRIS tells text in which the first tag is that of a record's type, and a
// line with another tag follows.
func looksRIS(head string) bool {
	open := false
	for line := range strings.Lines(strings.TrimPrefix(head, "\uFEFF")) {
		switch tag, _ := risTag(line); {
		case tag == "TY":
			open = true
		case tag != "":
			return open
		case open && strings.TrimSpace(line) != "":
			return false
		}
	}
	return false
}

// looksNBIB tells text that begins with the number of a record, and a line
// with another tag behind it.
func looksNBIB(head string) bool {
	lines := 0
	for line := range strings.Lines(strings.TrimPrefix(head, "\uFEFF")) {
		if strings.TrimSpace(line) == "" && lines == 0 {
			continue
		}
		tag, value := nbibTag(line)
		if lines++; lines == 2 {
			return tag != ""
		}
		if tag != "PMID" || !allDigits(strings.TrimSpace(line[value:])) {
			return false
		}
	}
	return false
}

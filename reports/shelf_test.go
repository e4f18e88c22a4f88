package reports

import (
	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// shelf is a report that cites a work of each type that a bibliography commonly
// has, as registries and pages tell of them.
func shelf() *audit.Report {
	ok := audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}
	registered := func(id string, m audit.Metadata) audit.Reference {
		m.Source, m.DOI = audit.SourceRegistry, id
		return audit.Reference{Listed: true, Text: id, Links: []audit.Link{{Kind: refs.KindDOI, Written: id, ID: id, Target: refs.DOITarget(id), Verdict: ok, Metadata: &m}}}
	}
	page := func(target refs.Target, m audit.Metadata) audit.Reference {
		l := found(1, target, ok, &audit.Evidence{Status: 200, CheckedAt: at(24, 12)})
		l.Metadata = &m
		return audit.Reference{Listed: true, Text: string(target), Links: []audit.Link{l}}
	}
	both := registered("10.5555/both", audit.Metadata{Title: "Fog signals", Authors: []string{"Ada Quay"}, Published: "2012", Container: "Tidal Letters", Type: "article-journal"})
	both.Links = append(both.Links, page("https://letters.example/fog", audit.Metadata{Title: "Fog signals", Source: "citation-meta", Details: &audit.Details{Volume: "3", Pages: "4-1–4-20", ISSN: "0028-0836"}}).Links[0],
		page("https://data.example/fog", audit.Metadata{Title: "Data of another work", Source: "citation-meta", Details: &audit.Details{Issue: "9", ISBN: "9780306406157"}}).Links[0])
	damagedURL := audit.Reference{Listed: true, Text: "Mole", Title: "Breakwaters of Denmark", Authors: []string{"Mole, B."}, Accessed: "2024-02-29", Links: []audit.Link{{
		Kind: refs.KindURL, Written: "https://port.example/break waters", Target: "https://port.example/break", Verdict: audit.Verdict{State: audit.Damaged, Reason: audit.ReasonSplitLink},
		Repairs: []audit.Repair{{Target: "https://port.example/breakwaters", Rule: "split-link", Confidence: refs.Certain, Verified: ptr(true)}}}}}
	r := &audit.Report{
		Schema: audit.Schema, Tool: audit.Tool{Name: "refmend", Version: "1.2.3"}, Run: audit.RunInfo{ID: "s", Started: at(24, 12), Finished: at(24, 13), Complete: true},
		Documents: []audit.Document{{Path: "paper.md", Format: refs.FormatMarkdown, References: []audit.Reference{
			registered("10.5555/article", audit.Metadata{Title: "A Bayesian survey of piers in Norway: Bergen & the fjords", Authors: []string{"Gabriel García Márquez", "The Tern Watch", "Jürgen van der Möle", "Jan de la Cruz y Vega", "Ludwig von Bülow", "H. K. Hall Jr."},
				Published: "2020-05-17", Container: "Journal of Piers & Moles", Publisher: "North Press", Language: "en", Type: "article-journal",
				Details: &audit.Details{Volume: "41", Issue: "3", Pages: "317-335", ISSN: "1476-4687", Families: []string{"García Márquez", "The Tern Watch", "van der Möle", "de la Cruz y Vega", "", ""}}}),
			registered("10.5555/number", audit.Metadata{Title: "Tides of the Deep North Sea", Authors: []string{"Ada Quay"}, Published: "2021", Container: "PLOS Tides", Type: "article-journal",
				Details: &audit.Details{Volume: "16", Issue: "1-2", Pages: "e0123456", ISSN: "2434-561X"}}),
			registered("10.5555/supplement", audit.Metadata{Title: "Ebb", Authors: []string{"王小明", "太郎山田"}, Published: "2013", Container: "Tidal Letters", Type: "article-journal", Language: "zh",
				Details: &audit.Details{Volume: "41", Issue: "Suppl 1", Pages: "D36-D42", Families: []string{"王", "太郎山田"}}}),
			registered("10.5555/chapter", audit.Metadata{Title: "Moored buoys", Authors: []string{"Maija Aalto"}, Published: "2014", Container: "Sea Marks 2014", Publisher: "Springer Example", Type: "chapter",
				Details: &audit.Details{Series: "Lecture Notes in Buoys", Volume: "8693", Pages: "740-755", ISSN: "0302-9743", ISBN: "9783161484100"}}),
			registered("10.5555/proceedings", audit.Metadata{Title: "Counting waves", Authors: []string{"Kaj Brandt"}, Published: "2019-06", Container: "Proceedings of the Wave Conference", Type: "paper-conference",
				Details: &audit.Details{Pages: "xi-xiv", ISBN: "9780306406157"}}),
			registered("10.5555/book", audit.Metadata{Title: "Über den Hafen", Authors: []string{"Änne Groß"}, Published: "1999", Container: "Hafenbücher", Publisher: "Hafen-Verlag", Language: "de", Type: "monograph",
				Details: &audit.Details{Volume: "12", Pages: "234", ISBN: "9783161484100"}}),
			registered("10.5281/data", audit.Metadata{Title: "Tables of tides", Authors: []string{"Kaj Brandt", "Per Ceder"}, Published: "2020", Publisher: "Zenodo", Type: "dataset"}),
			registered("10.48550/arXiv.2101.00001", audit.Metadata{Title: "On waves", Authors: []string{"Maria De Luca"}, Published: "2021", Publisher: "arXiv", Type: "preprint"}),
			page("https://uni.example/diss", audit.Metadata{Title: "Harbour walls", Authors: []string{"Ida Larsen"}, Published: "2018", Publisher: "University of Example", Language: "en", Type: "thesis", Source: "citation-meta"}),
			page("https://port.example/rules_2?a=1&b=%7Bx%7D#top", audit.Metadata{Title: "Rules of the Port_Authority {new} \\ 100 %", Authors: []string{"Port of Example"}, Published: "2022-03-04", Container: "Port & Harbour", Language: "en", Type: "webpage", Source: "json-ld"}),
			registered("10.5555/report", audit.Metadata{Title: "State of the NASA piers", Authors: []string{"Pier Commission"}, Published: "2016", Publisher: "Pier Institute", Type: "report"}),
			both, damagedURL,
		}}},
	}
	sum(r)
	return r
}

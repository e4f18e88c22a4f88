package reports

import (
	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// bibliography is a report in which everything happens that bibliographies have
// to show.
func bibliography() *audit.Report {
	registered := func(id string, m audit.Metadata) audit.Link {
		m.Source, m.DOI = audit.SourceRegistry, id
		return audit.Link{Kind: refs.KindDOI, Written: id, ID: id, Target: refs.DOITarget(id), Verdict: audit.Verdict{State: audit.OK, Reason: audit.ReasonOK},
			Evidence: &audit.Evidence{Status: 200, CheckedAt: at(24, 12)}, Metadata: &m}
	}
	page := func(target refs.Target, m audit.Metadata) audit.Link {
		l := found(1, target, audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}, &audit.Evidence{Status: 200, CheckedAt: at(24, 12)})
		l.Metadata = &m
		return l
	}
	identified := func(kind refs.Kind, id string, target refs.Target, m audit.Metadata) audit.Link {
		m.Source = audit.SourceRegistry
		return audit.Link{Kind: kind, Written: id, ID: id, Target: target, Verdict: audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}, Metadata: &m}
	}
	retracted := registered("10.5555/retracted", audit.Metadata{Title: "Tides that never were", Authors: []string{"Carl von Meer"}, Published: "2018-02", Container: "Tidal Letters",
		Type: "article-journal", Notices: []audit.Notice{{Type: "correction", Date: "2018-05"}, {Type: "retraction", Date: "2019-11-03", DOI: "10.5555/notice"}}})
	retracted.Verdict = audit.Verdict{State: audit.Suspect, Reason: audit.ReasonRetracted}
	wrong := page("https://port.example/other", audit.Metadata{Title: "Cheap cruises", Authors: []string{"A. Seller"}, Source: "citation-meta"})
	wrong.Verdict = audit.Verdict{State: audit.Suspect, Reason: audit.ReasonTitleMismatch}
	gone := found(1, "https://port.example/gone", audit.Verdict{State: audit.Broken, Reason: audit.ReasonNotFound}, &audit.Evidence{Status: 404, CheckedAt: at(24, 12)})
	gone.Repairs = []audit.Repair{{Target: "https://web.archive.org/web/20150503120000/https://port.example/gone", Rule: audit.RuleArchivedCopy, Confidence: refs.Likely, Verified: ptr(true)}}
	copied := page("https://web.archive.org/web/20120304050607/http://quay.example/list", audit.Metadata{Title: "List of quays", Source: "html", Language: "en"})
	moved := page("http://port.example/old", audit.Metadata{Title: "Port rules | Port of Example", Source: "html", Language: "en-GB"})
	moved.Verdict = audit.Verdict{State: audit.Moved, Reason: audit.ReasonPermanentRedirect}
	moved.Repairs = []audit.Repair{{Target: "https://port.example/rules?a=1&b=50%25#part_2", Rule: "permanent-redirect", Confidence: refs.Certain, Verified: ptr(true)}}
	isbn := identified(refs.KindISBN, "9783161484100", "urn:isbn:9783161484100", audit.Metadata{Title: "Handbook of Harbours", Authors: []string{"The Editor"}, Publisher: "North Press", Published: "2011", Type: "book"})
	isbn.Verdict = audit.Verdict{State: audit.Skipped, Reason: audit.ReasonUnsupportedScheme}
	beyond := damaged(5, 3, refs.KindURL, "htp:/port..example/x", audit.ReasonMalformedURL, "")

	listed := func(all ...audit.Reference) []audit.Reference {
		for i := range all {
			all[i].Listed = true
		}
		return all
	}
	r := &audit.Report{
		Schema: audit.Schema, Tool: audit.Tool{Name: "refmend", Version: "1.2.3"}, Run: audit.RunInfo{ID: "b", Started: at(24, 12), Finished: at(24, 13), Complete: true},
		Documents: []audit.Document{
			{Path: "library.bib", Format: refs.FormatBibTeX, References: listed(
				audit.Reference{Label: "Quay:2020", Text: "Quay. Piers", Title: "Piers", Authors: []string{"Quay, Ada"}, Year: 2020, Links: []audit.Link{
					registered("10.5555/piers_(20)1<1:a>2.0;2-#", audit.Metadata{Title: "Piers & Tides: 100% of NASA's {new} $\\pi$_{2} \\input{/etc/passwd} pH~7 – a survey", Authors: []string{"Ada Quay", "Jürgen van der Möle Jr.", "World Harbour Organization", "Łukasz Dvořák"},
						Published: "2020-05-17", Container: "Journal of Piers & Moles", Publisher: "North Press", Language: "en-US", Type: "article-journal"})}},
				audit.Reference{Label: "no such key {}", Text: "Meer", Title: "Tides that never were", Accessed: "2023-03", Links: []audit.Link{retracted}},
				audit.Reference{Label: "again", Text: "Meer again", Title: "Tides that never were", Accessed: "2023-04-01", Links: []audit.Link{retracted}},
				audit.Reference{Label: "quay:2020", Text: "Another key that differs in case.", Title: "Another key", Year: 2001},
				audit.Reference{Label: "Diss", Title: "Über Hafenmauern", Text: "Diss", Language: "de", Authors: []string{"Groß, Änne"}, Links: []audit.Link{
					page("https://uni.example/diss", audit.Metadata{Title: "Über Hafenmauern", Authors: []string{"Änne Groß"}, Published: "1999", Publisher: "Universität Exempel", Language: "de", Type: "thesis", Source: "citation-meta"})}},
			)},
			{Path: "list.txt", Format: refs.FormatText, References: listed(
				audit.Reference{Label: "1", Text: "Щербаков И. И. Причалы Севера. 2019.", Title: "Причалы Севера", Authors: []string{"Щербаков И. И.", "Quay A.", "Smith JA"}, Year: 2019, Language: "ru"},
				audit.Reference{Label: "2", Text: "王小明, 欧阳修. 港口史研究. 2019.", Title: "港口史研究", Authors: []string{"王小明", "欧阳修"}, Year: 2019, Language: "zh"},
				audit.Reference{Label: "3", Text: "山田太郎. 灯台の歴史. 1998.", Title: "灯台の歴史", Authors: []string{"山田太郎"}, Year: 1998, Language: "ja"},
				audit.Reference{Label: "4", Text: "An entry of which nothing is known for certain."},
				audit.Reference{Label: "5", Text: "Port rules.", Title: "Port rules", Authors: []string{"Port of Example"}, Links: []audit.Link{moved}},
				audit.Reference{Label: "6", Text: "Gone.", Title: "What is gone", Authors: []string{"Mole, B."}, Accessed: "2015-05-01", Links: []audit.Link{gone}},
				audit.Reference{Label: "7", Text: "List of quays.", Title: "List of quays", Links: []audit.Link{copied}},
				audit.Reference{Label: "8", Text: "Ships of the North.", Title: "Ships of the North", Year: 2003, Links: []audit.Link{wrong}},
				audit.Reference{Label: "9", Text: "Mole B. Breakwaters. In: Handbook of Harbours. 2011.", Title: "Breakwaters", Authors: []string{"Mole B."}, Year: 2011, Links: []audit.Link{isbn}},
				audit.Reference{Label: "10", Text: "An e-print.", Links: []audit.Link{identified(refs.KindArXiv, "2101.00001v2", "https://arxiv.org/abs/2101.00001v2",
					audit.Metadata{Title: "On waves", Authors: []string{"Maria De Luca", "Abu al-Hasan"}, Published: "2021-01-01", Type: "article"})}},
				audit.Reference{Label: "11", Text: "From PubMed.", Links: []audit.Link{identified(refs.KindPMID, "31452104", "https://pubmed.ncbi.nlm.nih.gov/31452104/",
					audit.Metadata{Title: "Seasickness", Authors: []string{"MK Aalto"}, Published: "2019-08", Container: "J Sea Med", Type: "article-journal"})}},
				audit.Reference{Label: "12", Text: "Beyond repair.", Title: "Beyond repair", Links: []audit.Link{beyond}},
				audit.Reference{Label: "13", Text: "Two works on one page, one.", Title: "The first", Links: []audit.Link{found(1, "https://list.example/", audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}, nil)}},
				audit.Reference{Label: "14", Text: "Two works on one page, two.", Title: "The second", Links: []audit.Link{found(1, "https://list.example/", audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}, nil)}},
			)},
		},
	}
	r.Documents = append(r.Documents, audit.Document{Path: "page.md", Format: refs.FormatMarkdown, References: []audit.Reference{
		{Text: "See the rules and the list.", Links: []audit.Link{found(1, "https://fine.example/путь", audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}, &audit.Evidence{Status: 200, CheckedAt: at(24, 12)})}},
		{Text: "Write to us.", Links: []audit.Link{found(1, "mailto:a@port.example", audit.Verdict{State: audit.Skipped, Reason: audit.ReasonUnsupportedScheme}, nil)}},
	}})
	sum(r)
	return r
}

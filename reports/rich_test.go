package reports

import (
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// hostile is what a page may say of itself to do harm where it is printed.
const hostile = "::error file=x::Owned\x1b[2J\x1b]0;title\a\u009b31m <script>alert(1)</script> ##[error]x ##vso[task.x]y " +
	"\u202egnp.exe\u202c `code` | [a](javascript:alert(1)) @everyone #1 www.evil.example &lt; \x00\xff\r\n::warning::second\n# Heading"

func at(day, hour int) time.Time { return time.Date(2026, time.November, day, hour, 0, 0, 0, time.UTC) }

func ptr[T any](v T) *T { return &v }

// rich is a report in which everything happens that formats have to show: all
// states, repairs of every sort, remembered answers, scripts from right to
// left, hostile text, documents that could not be read, or not in full.
func rich() *audit.Report {
	r := &audit.Report{
		Schema: audit.Schema,
		Tool:   audit.Tool{Name: "refmend", Version: "1.2.3"},
		Run: audit.RunInfo{ID: "20261124T120000Z-7f3a", Started: at(24, 12), Finished: at(24, 13), Warnings: []string{
			"refmend.toml:12 expired on 2026-11-01 and does not hold any more; it was there because: the harbour's site is being moved.",
			"Of .refmendignore, the rules in lines 3, 4 concern no link of these documents. " + hostile,
		}},
		Documents: []audit.Document{
			{Path: "essays/harbours.txt", Format: refs.FormatText, Title: "Harbours of the North", References: damagedReferences()},
			{Path: "notes/сети.md", Format: refs.FormatMarkdown, References: answeredReferences(),
				Warnings: []string{"Its name ends in .md, but it is text and was read as that."}},
			{Path: "lost/scan.pdf", Error: "open lost/scan.pdf: permission denied; make the file readable or leave it out"},
			{Path: "x\x1b[1m::error::.bib", Format: refs.FormatBibTeX, Warnings: []string{hostile, "And another."}, Title: hostile, References: hostileReferences(),
				Error: "read it: line 9: " + hostile},
		},
	}
	sum(r)
	return r
}

// sum fills in what audit counts.
func sum(r *audit.Report) {
	s := audit.Summary{
		Documents: len(r.Documents), Requests: 41, Targets: 19, FromCache: 2,
		ByState: map[audit.State]int{}, ByReason: map[audit.Reason]int{},
	}
	for i := range r.Documents {
		s.References += len(r.Documents[i].References)
		for j := range r.Documents[i].References {
			for _, l := range r.Documents[i].References[j].Links {
				s.Links++
				s.ByState[l.Verdict.State]++
				s.ByReason[l.Verdict.Reason]++
				if l.Verdict.State == audit.Damaged || l.Verdict.State == audit.Broken {
					s.Failing++
				}
			}
		}
	}
	r.Summary = s
}

func damaged(line, column int, kind refs.Kind, written string, reason audit.Reason, detail string, repairs ...audit.Repair) audit.Link {
	return audit.Link{
		Kind: kind, Written: written, Line: line, Column: column, Column16: column - 2, Length: len(written), Offset: ptr(line*100 + column),
		Defects: []audit.Defect{{Code: string(reason), Detail: detail}},
		Verdict: audit.Verdict{State: audit.Damaged, Reason: reason, Detail: detail},
		Repairs: repairs,
	}
}

func damagedReferences() []audit.Reference {
	dash := damaged(33, 71, refs.KindDOI, "10.5555/2686–7702–2020–10001", audit.ReasonWrongDash,
		"Three dashes (–) stand where hyphens belong.",
		audit.Repair{Target: "https://doi.org/10.5555/2686-7702-2020-10001", Rule: "wrong-dash", Confidence: refs.Certain, Verified: ptr(true), Why: "DOIs are written with hyphens."})
	dash.Metadata = &audit.Metadata{Title: "Piers and tides: a survey", Authors: []string{"Ada Quay", "Bo Mole"}, Published: "2020-05",
		Container: "Journal of Piers", DOI: "10.5555/2686-7702-2020-10001", Source: "citation-meta", Details: &audit.Details{Volume: "12", Issue: "3", Pages: "5-19", ISSN: "2686-7702"}}
	split := damaged(38, 12, refs.KindURL, "https://harbour.example/annual\n  report 2021.html", audit.ReasonSplitLink, "",
		audit.Repair{Target: "https://harbour.example/annualreport2021.html", Rule: "split-link", Confidence: refs.Likely, Verified: ptr(false)},
		audit.Repair{Target: "https://harbour.example/annual-report-2021.html", Rule: "split-link", Confidence: refs.Guess})
	invisible := damaged(40, 3, refs.KindURL, "https://harb\u00adour.example/tide\u200b.html", audit.ReasonInvisibleCharacter,
		"A soft hyphen and a zero-width space stand inside the address.",
		audit.Repair{Target: "https://harbour.example/tide.html", Rule: "invisible-character", Confidence: refs.Certain})
	foreign := damaged(41, 3, refs.KindURL, "https://hаrbour.example/поиск", audit.ReasonHomoglyph, "The а is a Cyrillic letter.",
		audit.Repair{Target: "https://harbour.example/%D0%BF%D0%BE%D0%B8%D1%81%D0%BA", Rule: "homoglyph", Confidence: refs.Likely})
	foreign.Defects = append(foreign.Defects, audit.Defect{Code: refs.TruncatedTail})
	escape := damaged(44, 3, refs.KindURL, "https://harbour.example/?a=1&amp;b=2%2520c", audit.ReasonBadEscape, "")
	glued := damaged(45, 3, refs.KindURL, "https://harbour.example/moleAccessed", audit.ReasonGluedText, "",
		audit.Repair{Target: "https://harbour.example/mole", Rule: "glued-text", Confidence: refs.Likely})
	return []audit.Reference{
		{Label: "1", Line: 30, Text: "Quay A. Where ships rest. North Press, 2011.", Language: "en"},
		{Label: "2", Line: 31, Text: "Mole B. The sea wall. 30 September 2022. URL: (accessed: 19.03.2023).", Accessed: "2023-03-19", Language: "en",
			Links: []audit.Link{damaged(31, 49, refs.KindURL, "", audit.ReasonMissingURL, "")}},
		{Label: "3", Line: 33, Title: "Piers and tides: a survey", Authors: []string{"Quay A.", "Mole B."}, Year: 2020, Text: "Quay A., Mole B. Пирсы и приливы (Piers and tides: a survey). Journal of Piers. 2020. No. 1. S. 6–18. DOI: 10.5555/2686–7702–2020–10001.", Language: "ru",
			Links: []audit.Link{dash}},
		{Label: "4", Line: 35, Text: "港口史研究. 东海出版社, 2019年. 306页.", Language: "zh"},
		{Label: "5", Line: 36, Text: "码头与潮汐关系之研究——以北方诸港为例，兼论防波堤之历史沿革与现状，及其对沿海城市发展的影响. 海港评论. 2023. URL:–32645118.html (accessed: 17.03.2023).", Language: "zh", Accessed: "2023-03-17",
			Links: []audit.Link{damaged(36, 103, refs.KindURL, "–32645118.html", audit.ReasonTruncatedHead, "")}},
		{Label: "6", Line: 37, Text: "A reference without any link."},
		{Label: "7", Line: 38, Text: "Harbour authority. Annual report. https://harbour.example/annual report 2021.html", Links: []audit.Link{split}},
		{Label: "8", Line: 40, Text: "Two addresses: https://harbour.example/tide.html and https://harbour.example/поиск", Links: []audit.Link{invisible, foreign}},
		{Label: "9", Line: 42, Text: "Another."}, {Label: "10", Line: 43, Text: "And one more."}, {Label: "11", Line: 43, Text: "The third in a row."},
		{Label: "12", Line: 44, Text: "Tables of tides.", Links: []audit.Link{escape, glued}},
	}
}

func found(line int, target refs.Target, v audit.Verdict, e *audit.Evidence) audit.Link {
	return audit.Link{Kind: refs.KindURL, Written: string(target), Line: line, Column: 5, Column16: 5, Length: len(target), Offset: ptr(line * 80), Target: target, Verdict: v, Evidence: e}
}

func answeredReferences() []audit.Reference {
	gone := found(3, "https://port.example/gone", audit.Verdict{State: audit.Broken, Reason: audit.ReasonGone},
		&audit.Evidence{Status: 410, CheckedAt: at(20, 9), Cached: true, Attempts: 1})
	gone.History = &audit.History{FirstChecked: at(1, 9), LastOK: at(10, 9), FailingSince: at(13, 9), Failures: 4, Change: "same"}
	missing := found(4, "https://port.example/missing", audit.Verdict{State: audit.Broken, Reason: audit.ReasonNotFound},
		&audit.Evidence{Status: 404, FinalURL: "https://www.port.example/404", ContentType: "text/html; charset=utf-8", ElapsedMS: 120, Attempts: 2, CheckedAt: at(24, 12),
			Hops: []audit.Hop{{URL: "https://port.example/missing", Status: 302}, {URL: "https://www.port.example/404", Status: 404}}})
	missing.History = &audit.History{Change: "broke"}
	other := found(5, "https://port.example/ship", audit.Verdict{State: audit.Suspect, Reason: audit.ReasonTitleMismatch,
		Detail: "The page calls itself “Cheap cruises”, the reference “Корабли севера”."}, &audit.Evidence{Status: 200, CheckedAt: at(24, 12)})
	other.Metadata = &audit.Metadata{Title: "Cheap cruises", Language: "en", Source: "html"}
	moved := found(6, "http://port.example/old", audit.Verdict{State: audit.Moved, Reason: audit.ReasonPermanentRedirect},
		&audit.Evidence{Status: 200, FinalURL: "https://port.example/new", CheckedAt: at(24, 12),
			Hops: []audit.Hop{{URL: "http://port.example/old", Status: 301}, {URL: "https://port.example/new", Status: 200}}})
	moved.Repairs = []audit.Repair{{Target: "https://port.example/new", Rule: "permanent-redirect", Confidence: refs.Certain, Verified: ptr(true)}}
	wall := found(7, "https://wall.example/a", audit.Verdict{State: audit.Unverified, Reason: audit.ReasonBlocked},
		&audit.Evidence{Status: 403, Provider: "cloudflare", CheckedAt: at(24, 12)})
	slow := found(8, "https://slow.example/", audit.Verdict{State: audit.Unverified, Reason: audit.ReasonTimeout, Detail: "No answer within 20 s, three times."},
		&audit.Evidence{Error: "context deadline exceeded", Attempts: 3, CheckedAt: at(24, 12)})
	slower := found(8, "https://slower.example/", audit.Verdict{State: audit.Unverified, Reason: audit.ReasonTimeout, Detail: "No answer within 20 s, twice."}, nil)
	late := found(9, "https://late.example/", audit.Verdict{State: audit.Unverified, Reason: audit.ReasonOutOfTime, Detail: "The time for the run was up before this link was checked."}, nil)
	doi := audit.Link{Kind: refs.KindDOI, Written: "10.5555/Ab<c>(9)", ID: "10.5555/Ab<c>(9)", Line: 10, Column: 2, Offset: ptr(700), Target: refs.DOITarget("10.5555/Ab<c>(9)"),
		Verdict:  audit.Verdict{State: audit.OK, Reason: audit.ReasonDOIRegistered},
		Evidence: &audit.Evidence{Status: 200, CheckedAt: at(22, 9), Cached: true}, Metadata: &audit.Metadata{Title: "Lighthouses"}}
	fine := found(11, "https://fine.example/путь", audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}, &audit.Evidence{Status: 200, CheckedAt: at(24, 12)})
	mail := found(12, "mailto:harbour@port.example", audit.Verdict{State: audit.Skipped, Reason: audit.ReasonUnsupportedScheme}, nil)
	var all []audit.Reference
	texts := []string{"Портовое управление. Отчёт за год.", "Morskaya biblioteka.", "Корабли севера. Альманах.", "ספינות הצפון — קטלוג", "سفن الشمال: دليل", "Slow sites.", "", "灯台の歴史。", "Fine.", "Mail."}
	links := [][]audit.Link{{gone}, {missing}, {other}, {moved}, {wall}, {slow, slower}, {late}, {doi}, {fine}, {mail}}
	languages := []string{"ru", "ru", "ru", "he", "ar", "en", "", "ja", "en", "x\" onload="}
	for i, l := range links {
		all = append(all, audit.Reference{Line: i + 3, Text: texts[i], Language: languages[i], Links: l})
	}
	return all
}

func hostileReferences() []audit.Reference {
	parked := found(1, "https://parked.example/", audit.Verdict{State: audit.Broken, Reason: audit.ReasonParked, Detail: hostile},
		&audit.Evidence{Status: 200, FinalURL: "javascript:alert(1)", Error: hostile, Provider: hostile, ContentType: hostile, CheckedAt: at(24, 12),
			Hops: []audit.Hop{{URL: hostile, Status: 301}, {URL: "javascript:alert(2)"}}})
	parked.Metadata = &audit.Metadata{Title: hostile, Authors: []string{hostile}, Published: hostile, Container: hostile, Publisher: hostile, DOI: hostile, Canonical: "javascript:alert(3)",
		Details: &audit.Details{Series: hostile, Volume: hostile, Issue: hostile, Pages: hostile, ISSN: hostile, ISBN: hostile, Families: []string{hostile}}}
	script := audit.Link{Kind: refs.KindURL, Written: hostile, Line: 2, Column: 1, Target: "javascript:alert(4)",
		Verdict: audit.Verdict{State: audit.Suspect, Reason: "no-such-reason"}, Defects: []audit.Defect{{Code: hostile, Detail: hostile}},
		Repairs: []audit.Repair{{Target: "javascript:alert(5)", Rule: hostile, Confidence: "no-such-confidence", Why: hostile},
			{Target: "https://x.example/\"onmouseover=alert(6)//`|)<b>", Rule: "guess", Confidence: refs.Guess}},
		History: &audit.History{Change: hostile}}
	script.Part, script.Field, script.Line, script.Page = hostile, hostile, 0, 7
	data := found(3, "data:text/html,<script>alert(7)</script>", audit.Verdict{State: audit.Unverified, Reason: audit.ReasonConnection, Detail: hostile}, nil)
	return []audit.Reference{
		{Label: "::error::" + hostile, Line: 1, Text: hostile + " beside", Language: hostile, Links: []audit.Link{parked, script, data}},
		{Label: hostile, Line: 4, Text: hostile, Title: hostile, Authors: []string{hostile}},
	}
}

// empty is a run over one document without any reference.
func empty() *audit.Report {
	r := &audit.Report{Schema: audit.Schema, Tool: audit.Tool{Name: "refmend", Version: "1.2.3"},
		Run:       audit.RunInfo{ID: "e", Started: at(24, 12), Finished: at(24, 12), Complete: true},
		Documents: []audit.Document{{Path: "empty.txt", Format: refs.FormatText}}}
	sum(r)
	r.Summary.Requests, r.Summary.Targets, r.Summary.FromCache = 0, 0, 0
	return r
}

// offline is a run without the network, where two DOIs were not asked about.
func offline() *audit.Report {
	r := &audit.Report{Schema: audit.Schema, Tool: audit.Tool{Name: "refmend", Version: "1.2.3"},
		Run:       audit.RunInfo{ID: "o", Started: at(24, 12), Finished: at(24, 12), Complete: true, Offline: true},
		Documents: []audit.Document{{Path: "harbours.txt", Format: refs.FormatText, References: damagedReferences()[:6]}}}
	for _, id := range []string{"10.5555/one", "10.5555/two"} {
		r.Documents[0].References = append(r.Documents[0].References, audit.Reference{Label: "7", Line: 50, Text: "A study of " + id, Links: []audit.Link{{
			Kind: refs.KindDOI, Written: id, ID: id, Line: 50, Column: 12, Offset: ptr(5000), Target: refs.DOITarget(id),
			Verdict: audit.Verdict{State: audit.Unverified, Reason: audit.ReasonOffline, Detail: "The check ran without the network, and no answer is remembered."}}}})
	}
	sum(r)
	r.Summary.Requests, r.Summary.FromCache = 0, 0
	return r
}

// elsewhere is a run over documents that are no files, or not plain ones.
func elsewhere() *audit.Report {
	gone := func(line int) audit.Link {
		l := found(line, "https://port.example/gone", audit.Verdict{State: audit.Broken, Reason: audit.ReasonGone}, &audit.Evidence{Status: 410, CheckedAt: at(24, 12), Attempts: 1})
		l.History = &audit.History{FirstChecked: at(20, 12), LastOK: at(23, 12), FailingSince: at(24, 12), Failures: 1, Change: "broke"}
		return l
	}
	archived, paged, late := gone(9), gone(0), gone(4)
	archived.Part, archived.Length = "word/document.xml", 0
	paged.Page, paged.Column, paged.Column16, paged.Length, paged.Offset = 12, 0, 0, 0, nil
	late.Column16, late.Length = 0, 0
	mended := found(3, "https://port.example/back", audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}, &audit.Evidence{Status: 200, CheckedAt: at(24, 12)})
	mended.History = &audit.History{Change: "fixed"}
	slash := damaged(1, 9, refs.KindURL, "http:/pipe.example/", audit.ReasonMalformedURL, "A slash is missing.",
		audit.Repair{Target: "http://pipe.example/", Rule: refs.MalformedURL, Confidence: refs.Certain})
	one := func(path string, format refs.Format, links ...audit.Link) audit.Document {
		return audit.Document{Path: path, Format: format, References: []audit.Reference{{Label: "1", Listed: true, Line: 2, Text: "A reference.", Links: links}}}
	}
	r := &audit.Report{Schema: audit.Schema, Tool: audit.Tool{Name: "refmend", Version: "1.2.3"},
		Run: audit.RunInfo{ID: "w", Started: at(24, 12), Finished: at(24, 12), Complete: true},
		Documents: []audit.Document{
			one("https://web.example/лист?a=1#b", refs.FormatHTML, gone(2), gone(2), mended),
			one("-", refs.FormatText, slash),
			one("/srv/docs/a: b.docx", refs.FormatDOCX, archived),
			one("./docs/100%, #1.pdf", refs.FormatPDF, paged),
			one("docs/=cmd.txt", refs.FormatText, late, slash),
		}}
	sum(r)
	return r
}

// cutShort is a run that was killed: its end is not known.
func cutShort() *audit.Report {
	r := &audit.Report{Schema: audit.Schema, Tool: audit.Tool{Name: "refmend", Version: "1.2.3"}, Run: audit.RunInfo{ID: "c", Started: at(24, 12)},
		Documents: []audit.Document{{Path: "a.md", Format: refs.FormatMarkdown, References: []audit.Reference{
			{Line: 1, Text: "See https://fine.example/", Links: []audit.Link{found(1, "https://fine.example/", audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}, nil)}},
			{Line: 2, Text: "See https://late.example/", Links: []audit.Link{found(2, "https://late.example/", audit.Verdict{State: audit.Unverified, Reason: audit.ReasonOutOfTime}, nil)}}}}}}
	sum(r)
	return r
}

// earlier is runs before that of rich.
func earlier() []audit.RunRecord {
	var all []audit.RunRecord
	for i := range 13 {
		all = append(all, audit.RunRecord{Run: audit.RunInfo{Started: at(i+1, 8)}, Summary: audit.Summary{Links: 18 + i/4,
			ByState: map[audit.State]int{audit.Broken: i / 5, audit.Damaged: 7, audit.Suspect: i % 3, audit.OK: 11 - i/5 - i%3 + i/4}}})
	}
	return all
}

package reports

import (
	"strings"
	"testing"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// What the page says is true of what it says it of, and said once.
func TestWordsOfThePage(t *testing.T) {
	held := found(1, "https://a.example/held", audit.Verdict{State: audit.Unverified, Reason: audit.ReasonNotFound, Detail: "It has failed since yesterday."}, nil)
	retracted := found(2, "https://doi.org/10.5555/a.2019", audit.Verdict{State: audit.Suspect, Reason: audit.ReasonRetracted, Detail: "The work was retracted on 2020-03-04 (https://doi.org/10.5555/n)."},
		&audit.Evidence{Status: 200, CheckedAt: at(24, 12)})
	retracted.History = &audit.History{FirstChecked: at(1, 12), LastOK: at(24, 12), Change: audit.ChangeSame}
	retracted.Metadata = &audit.Metadata{Published: "2019", DOI: "10.5555/a.2019"}
	gone := found(3, "https://a.example/gone", audit.Verdict{State: audit.Broken, Reason: audit.ReasonGone, Detail: "The server says that this page was removed for good (410)."}, nil)
	local := found(4, "http://localhost/", audit.Verdict{State: audit.Skipped, Reason: audit.ReasonLocalTarget, Detail: "It leads to the author's machine."}, nil)
	excluded := found(5, "https://a.example/x", audit.Verdict{State: audit.Skipped, Reason: audit.ReasonExcluded, Detail: "Left out: for members only."}, nil)
	other := found(6, "https://a.example/y", audit.Verdict{State: audit.Skipped, Reason: audit.ReasonExcluded, Detail: "Left out: a draft."}, nil)
	r := &audit.Report{Schema: audit.Schema, Run: audit.RunInfo{Started: at(24, 12), Complete: true}, Documents: []audit.Document{{Path: "a.md"}}}
	for _, l := range []audit.Link{held, retracted, gone, local, excluded, other} {
		r.Documents[0].References = append(r.Documents[0].References, audit.Reference{Line: l.Line, Text: "See " + l.Written, Links: []audit.Link{l}})
	}
	sum(r)
	page := render(t, "html", r, Options{})
	for want, n := range map[string]int{
		`<section class="need later" id="later">`:                            1, // held back
		`id="unverified-not-found"`:                                          1,
		`id="skipped-local-target"`:                                          1,
		`id="damaged-local-target"`:                                          0,
		`(<a href=https://doi.org/10.5555/n>https://doi.org/10.5555/n</a>).`: 1,
		`<rect class="good"`:                                                 0, // retracted is not fine
		`<th scope=row>Year<td dir=auto>–<td dir=auto>2019`:                  1, // the year stands in the DOI only
		`<th scope=row>DOI`:                                                  0, // which the reference has
		"<h3>The server says that this page was removed for good (410).":     1,
		"<p>The server says that this page was removed for good (410).":      0, // as the heading says
		"<small>Left out: for members only.</small>":                         1,
		"<small>Left out: a draft.</small>":                                  1,
		"<small>It leads to the author&#39;s machine.</small>":               0, // as the heading says
	} {
		if got := strings.Count(page, want); got != n {
			t.Errorf("the page has %d times %q, want %d", got, want, n)
		}
	}
}

// A detail is a heading if it suits all, and is short.
func TestSharedWords(t *testing.T) {
	info := audit.ReasonInfo{Meaning: "In general."}
	long := strings.Repeat("a long story ", 20)
	for _, tt := range []struct {
		details []string
		want    string
	}{
		{[]string{"Short."}, "Short."},
		{[]string{"Short.", "Short."}, "Short."},
		{[]string{"Short.", "Other."}, "In general."},
		{[]string{"“URL:” has no address."}, "In general."},
		{[]string{"“URL:” has no address.", "“URL:” has no address."}, "“URL:” has no address."},
		{[]string{"It went to https://a.example/."}, "In general."},
		{[]string{long, long}, "In general."},
		{[]string{""}, "In general."},
	} {
		var items []item
		for _, d := range tt.details {
			items = append(items, item{Finding: audit.Finding{Link: &audit.Link{Kind: refs.KindURL, Verdict: audit.Verdict{Reason: "r", Detail: d}}}})
		}
		if got := shared(items, info); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.details, got, tt.want)
		}
	}
}

package audit_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// A reader is a Checker that searches pages: of all addresses "Best casinos", but of
// those given other ones.
type reader struct {
	titles map[refs.Target]string
	source string // of their titles
	asked  []audit.Question
}

func (r *reader) Check(_ context.Context, questions []audit.Question, answer func(audit.Outcome)) error {
	for _, q := range questions {
		r.asked = append(r.asked, q)
		o := fine
		o.Target, o.Validator = q.Target, audit.Validator{ETag: `"1"`}
		o.Metadata = audit.Metadata{Title: "Best casinos", Source: r.source}
		if title := r.titles[q.Target]; title != "" {
			o.Metadata.Title = title
		}
		if q.Sought != nil {
			s := q.Sought.Search(&o.Metadata)
			s.Read(strings.Repeat("Come in and play with us at the tables, where you will win as much as you can carry. ", 20), true)
			o.Sightings = s.Sightings(true)
		}
		answer(o)
	}
	return nil
}

const beesText = "Aalto M. (2019). Guidelines for the survey of wild bees. "

// citing gives a document with a reference of that text and title for each of
// several sets of links.
func citing(sets ...[]refs.Link) []audit.Input {
	in := input()
	for _, links := range sets {
		in[0].Document.References = append(in[0].Document.References, refs.Reference{
			Listed: true, Text: beesText, Title: "Guidelines for the survey of wild bees", Authors: []string{"Aalto M"}, Links: links})
	}
	return in
}

// A page that has beyond doubt nothing of the title that it is cited by is suspect;
// but not for the reference that stands in running text, cites something else beside
// it or is of a work that a registry knows.
func TestLostTitle(t *testing.T) {
	const casino, right, copied = refs.Target("https://a.org/x/bees.html"), refs.Target("https://b.org/x/bees.html"), refs.Target("https://web.archive.org/web/20190102030405/https://a.org/x/bees.html")
	damaged := refs.Link{Kind: refs.KindURL, Written: "https://a. org", Defects: []refs.Defect{{Code: refs.SplitLink}}, Repairs: []refs.Repair{
		{Target: casino, Rule: refs.SplitLink, Confidence: refs.Likely}, {Target: right, Rule: refs.SplitLink, Confidence: refs.Likely},
	}}
	in := citing([]refs.Link{link(casino)}, []refs.Link{link(right)}, []refs.Link{link(casino)}, []refs.Link{link(casino), link("https://c.org/licence")},
		[]refs.Link{link(casino), link(copied)}, []refs.Link{{Kind: refs.KindDOI, ID: "10.1/x", Target: refs.DOITarget("10.1/x")}}, []refs.Link{damaged},
		[]refs.Link{link(casino + "#/reports/7")}, []refs.Link{link(casino + "#bees")})
	in[0].Document.References[2].Listed = false
	r := &reader{titles: map[refs.Target]string{right: "Guidelines for the survey of wild bees"}}
	report, err := audit.Run(t.Context(), in, audit.Options{Checker: r})
	if err != nil {
		t.Fatal(err)
	}
	const bad = "suspect/title-mismatch"
	if got, want := verdicts(report), []string{bad, "ok/ok", "ok/ok", "ok/ok", "ok/ok", bad, bad, "ok/ok", "damaged/split-link", "ok/ok", bad}; !slices.Equal(got, want) {
		t.Errorf("verdicts %v, want %v", got, want)
	}
	all := report.Documents[0].References
	if got, want := all[0].Links[0].Verdict.Detail, "None of the 4 telling words of the cited title, “Guidelines for the survey of wild bees”, can be found anywhere in the page, nor a name that the reference gives; the page calls itself “Best casinos”."; got != want {
		t.Errorf("detail %q", got)
	}
	p := all[6].Links[0].Repairs
	if *p[0].Verified || !*p[1].Verified {
		t.Errorf("verified are %v and %v", *p[0].Verified, *p[1].Verified)
	}

	registered := &reader{source: audit.SourceRegistry}
	report, err = audit.Run(t.Context(), citing([]refs.Link{link(casino)}), audit.Options{Checker: registered})
	if got := verdicts(report); err != nil || got[0] != "ok/ok" {
		t.Errorf("error %v, verdicts %v of what a registry knows", err, got)
	}
}

// What was not found is remembered for the title that was looked for, and for no
// other one; what is not known of a page is not asked for only to learn that.
func TestLostTitleRemembered(t *testing.T) {
	const casino = refs.Target("https://a.org/x/bees.html")
	now := time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
	m := &memory{}
	run := func(r *reader, title string) string {
		t.Helper()
		in := citing([]refs.Link{link(casino)})
		in[0].Document.References[0].Title = title
		o := audit.Options{Archive: m, Now: func() time.Time { return now }, Policy: audit.Policy{MaxAge: -1}}
		if r != nil {
			o.Checker = r
		}
		report, err := audit.Run(t.Context(), in, o)
		if err != nil {
			t.Fatal(err)
		}
		return verdicts(report)[0]
	}
	const bees, harbours = "Guidelines for the survey of wild bees", "On the harbours of the northern coast in winter"
	r := &reader{}
	if got := run(r, bees); got != "suspect/title-mismatch" || len(r.asked) != 1 {
		t.Errorf("%s, asked %v", got, r.asked)
	}
	now = now.Add(time.Hour)
	if got := run(nil, bees); got != "suspect/title-mismatch" {
		t.Errorf("remembered: %s", got)
	}
	if got := run(r, harbours); got != "ok/ok" || len(r.asked) != 1 {
		t.Errorf("another title: %s, asked %v", got, r.asked)
	}
	// Whether the page has changed is all that need be known for the title that was
	// looked for, but not for another one.
	for _, c := range []struct {
		title string
		known bool
	}{{bees, true}, {harbours, false}, {harbours, true}, {bees, false}} {
		now = now.Add(30 * 24 * time.Hour)
		r := &reader{}
		if got := run(r, c.title); got != "suspect/title-mismatch" || len(r.asked) != 1 || r.asked[0].Known != nil != c.known {
			t.Errorf("%s: %s, asked %+v", c.title, got, r.asked)
		}
	}
}

// What a page is without holds for a reference as it stands: another one of the same
// title may name who publishes the page. Numbers and marks do not matter.
func TestLostTitleByText(t *testing.T) {
	const casino = refs.Target("https://a.org/x/bees.html")
	in := citing([]refs.Link{link(casino)}, []refs.Link{link(casino)})
	in[0].Document.References[1].Text += "Tables Press."
	m := &memory{}
	o := audit.Options{Checker: &reader{}, Archive: m, Policy: audit.Policy{MaxAge: -1}}
	report, err := audit.Run(t.Context(), in, o)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := verdicts(report), []string{"suspect/title-mismatch", "ok/ok"}; !slices.Equal(got, want) {
		t.Errorf("verdicts %v, want %v", got, want)
	}
	for text, want := range map[string]string{"[17] " + beesText: "suspect/title-mismatch", beesText + "Tables.": "ok/ok"} {
		in := citing([]refs.Link{link(casino)})
		in[0].Document.References[0].Text = text
		o.Checker = nil
		if report, err = audit.Run(t.Context(), in, o); err != nil {
			t.Fatal(err)
		}
		if got := verdicts(report)[0]; got != want {
			t.Errorf("remembered, then cited as %q: %s, want %s", text, got, want)
		}
	}
}

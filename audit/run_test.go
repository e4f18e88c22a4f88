package audit_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// web is a Checker that knows all answers; a target without one is never
// answered.
type web struct {
	answers map[refs.Target]audit.Outcome
	mu      sync.Mutex
	asked   []refs.Target
}

func (w *web) Check(ctx context.Context, questions []audit.Question, answer func(audit.Outcome)) error {
	var silent bool
	for _, q := range questions {
		t := q.Target
		w.mu.Lock()
		w.asked = append(w.asked, t)
		w.mu.Unlock()
		o, ok := w.answers[t]
		silent = silent || !ok
		if ok {
			o.Target, o.Requests = t, 1
			answer(o)
		}
	}
	if silent {
		<-ctx.Done()
	}
	return ctx.Err()
}

// checker is a Checker of one function.
type checker func(context.Context, []audit.Question, func(audit.Outcome)) error

func (c checker) Check(ctx context.Context, questions []audit.Question, answer func(audit.Outcome)) error {
	return c(ctx, questions, answer)
}

// memory is an Archive.
type memory struct {
	mu       sync.Mutex
	outcomes map[string]audit.Outcome
	pasts    map[string]audit.Past
	runs     []audit.RunRecord
	reports  map[string]*audit.Report
	full     error // what Record says
	flushed  int
}

func (m *memory) Latest(t refs.Target, _ string) (audit.Memory, error) {
	if o, ok := m.outcomes[t.Key()]; ok {
		return audit.Memory{Outcome: o, Past: m.pasts[t.Key()]}, nil
	}
	return audit.Memory{}, audit.ErrNotFound
}

func (m *memory) Record(o audit.Memory) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.outcomes == nil {
		m.outcomes = map[string]audit.Outcome{}
	}
	if m.pasts == nil {
		m.pasts = map[string]audit.Past{}
	}
	m.outcomes[o.Target.Key()], m.pasts[o.Target.Key()] = o.Outcome, o.Past
	return m.full
}

func (m *memory) Flush() error                      { m.flushed++; return nil }
func (m *memory) RecordRun(r audit.RunRecord) error { m.runs = append(m.runs, r); return nil }

func (m *memory) RecordReport(id string, r *audit.Report) error {
	m.reports = map[string]*audit.Report{id: r}
	return nil
}

var (
	fine    = audit.Outcome{Verdict: audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}, Metadata: audit.Metadata{Title: "Tides"}}
	missing = audit.Outcome{Verdict: audit.Verdict{State: audit.Broken, Reason: audit.ReasonNotFound}}
	walled  = audit.Outcome{Verdict: audit.Verdict{State: audit.Unverified, Reason: audit.ReasonBlocked}}
)

func input(links ...refs.Link) []audit.Input {
	doc := refs.Document{Path: "paper.txt", Format: refs.FormatText}
	for _, l := range links {
		doc.References = append(doc.References, refs.Reference{Listed: true, Links: []refs.Link{l}})
	}
	return []audit.Input{{Document: doc}}
}

func link(t refs.Target) refs.Link {
	return refs.Link{Kind: refs.KindURL, Written: string(t), Target: t}
}

func verdicts(r *audit.Report) (all []string) {
	for _, d := range r.Documents {
		for _, ref := range d.References {
			for _, l := range ref.Links {
				all = append(all, l.Verdict.State.String()+"/"+string(l.Verdict.Reason))
			}
		}
	}
	return all
}

// A target that is cited often is asked once, and every citation gets the
// answer; letters' case does not make two DOIs of one.
func TestEachTargetOnce(t *testing.T) {
	w := &web{answers: map[refs.Target]audit.Outcome{"https://a.org/": fine, "https://doi.org/10.1/X": missing}}
	report, err := audit.Run(t.Context(), input(link("https://a.org/"), link("https://doi.org/10.1/X"), link("https://a.org/#top"), link("https://doi.org/10.1/x")), audit.Options{Checker: w})
	if err != nil {
		t.Fatal(err)
	}
	if want := []refs.Target{"https://a.org/", "https://doi.org/10.1/X"}; !slices.Equal(w.asked, want) {
		t.Errorf("asked %v, want %v", w.asked, want)
	}
	if got, want := verdicts(report), []string{"ok/ok", "broken/not-found", "ok/ok", "broken/not-found"}; !slices.Equal(got, want) {
		t.Errorf("verdicts %v, want %v", got, want)
	}
	if s := report.Summary; s.Targets != 2 || s.Requests != 2 || s.Links != 4 {
		t.Errorf("summary %+v", s)
	}
}

// An offset is told where the document has lines, the first byte's too, and
// left out where it has pages.
func TestOffset(t *testing.T) {
	first, paged := link("https://a.org/"), link("https://b.org/")
	first.Pos, paged.Pos = refs.Position{Line: 1, Column: 1}, refs.Position{Page: 2}
	report, err := audit.Run(t.Context(), input(first, paged), audit.Options{})
	if err != nil {
		t.Fatal(err)
	}
	links := report.Documents[0].References
	if at := links[0].Links[0].Offset; at == nil || *at != 0 {
		t.Errorf("offset on line 1: %v, want 0", at)
	}
	if at := links[1].Links[0].Offset; at != nil {
		t.Errorf("offset on page 2: %d, want none", *at)
	}
}

// The copy of a page in a web archive is told with what it is a copy of.
func TestArchived(t *testing.T) {
	const copied = "https://web.archive.org/web/20120304/http://a.org/"
	w := &web{answers: map[refs.Target]audit.Outcome{copied: fine, "https://a.org/": fine}}
	report, err := audit.Run(t.Context(), input(link(copied), link("https://a.org/")), audit.Options{Checker: w})
	if err != nil {
		t.Fatal(err)
	}
	want := &audit.Archived{Archive: "web.archive.org", Time: "2012-03-04", Original: "http://a.org/"}
	if diff := cmp.Diff(want, report.Documents[0].References[0].Links[0].Archived); diff != "" {
		t.Error(diff)
	}
	if other := report.Documents[0].References[1].Links[0].Archived; other != nil {
		t.Errorf("an ordinary page is a copy: %+v", other)
	}
}

// A damaged link stays damaged; its repairs are checked and carry what was
// found.
func TestRepairsOfDamaged(t *testing.T) {
	damaged := refs.Link{
		Kind: refs.KindDOI, Written: "10.1/a–b", Target: "https://doi.org/10.1/a%E2%80%93b",
		Defects: []refs.Defect{{Code: refs.WrongDash, Detail: "A dash."}},
		Repairs: []refs.Repair{{Target: "https://doi.org/10.1/ab"}, {Target: "https://doi.org/10.1/a-b"}, {Target: "https://doi.org/10.1/a_b"}},
	}
	w := &web{answers: map[refs.Target]audit.Outcome{"https://doi.org/10.1/a-b": fine, "https://doi.org/10.1/ab": missing, "https://doi.org/10.1/a_b": walled}}
	report, err := audit.Run(t.Context(), input(damaged), audit.Options{Checker: w, Policy: audit.Policy{FailOn: []audit.State{audit.Damaged}}})
	if err != nil {
		t.Fatal(err)
	}
	l := report.Documents[0].References[0].Links[0]
	yes, no := true, false
	want := []audit.Repair{{Target: "https://doi.org/10.1/ab", Verified: &no}, {Target: "https://doi.org/10.1/a-b", Verified: &yes}, {Target: "https://doi.org/10.1/a_b"}}
	if diff := cmp.Diff(want, l.Repairs); diff != "" {
		t.Error(diff)
	}
	if l.Verdict.State != audit.Damaged || l.Evidence != nil || l.Metadata == nil || l.Metadata.Title != "Tides" {
		t.Errorf("link %+v", l)
	}
	if slices.Contains(w.asked, damaged.Target) {
		t.Error("what cannot be followed was asked about")
	}
	if report.Summary.Failing != 1 {
		t.Errorf("failing %d", report.Summary.Failing)
	}
}

// What the user leaves out is not asked about as a repair either.
func TestExcludedRepair(t *testing.T) {
	damaged := refs.Link{
		Written: "https://a.org/b–c", Target: "https://a.org/b%E2%80%93c",
		Defects: []refs.Defect{{Code: refs.WrongDash}}, Repairs: []refs.Repair{{Target: "https://a.org/b-c"}},
	}
	w := &web{}
	policy := audit.Policy{Exclude: []*regexp.Regexp{regexp.MustCompile("b-c$")}}
	if _, err := audit.Run(t.Context(), input(damaged), audit.Options{Checker: w, Policy: policy}); err != nil || len(w.asked) > 0 {
		t.Errorf("asked %v, error %v", w.asked, err)
	}
}

// Another reading of a link that is not damaged is tried only if the link as
// written proved broken.
func TestReadingsOfBroken(t *testing.T) {
	ambiguous := func(t, other refs.Target) refs.Link {
		l := link(t)
		l.Repairs = []refs.Repair{{Target: other, Rule: refs.WrongDash, Confidence: refs.Guess}}
		return l
	}
	w := &web{answers: map[refs.Target]audit.Outcome{"https://a.org/1": fine, "https://a.org/2": missing, "https://a.org/2b": fine}}
	report, err := audit.Run(t.Context(), input(ambiguous("https://a.org/1", "https://a.org/1b"), ambiguous("https://a.org/2", "https://a.org/2b")), audit.Options{Checker: w})
	if err != nil {
		t.Fatal(err)
	}
	if want := []refs.Target{"https://a.org/1", "https://a.org/2", "https://a.org/2b"}; !slices.Equal(w.asked, want) {
		t.Errorf("asked %v, want %v", w.asked, want)
	}
	if got := report.Documents[0].References[1].Links[0]; got.Verdict.State != audit.Broken || got.Repairs[0].Verified == nil || !*got.Repairs[0].Verified {
		t.Errorf("link %+v", got)
	}
}

// A DOI that leads to another paper than the one cited is suspect, and a repair
// that does is none.
func TestTitleMismatch(t *testing.T) {
	about := func(title, author string) audit.Outcome {
		o := fine
		o.Metadata = audit.Metadata{Title: title, Authors: []string{author}, Source: "citation-meta"}
		return o
	}
	right, wrong := about("On the drift of moored buoys in shallow water", "Maija Aalto"), about("Photosynthesis of alpine lichens", "Per Ceder")
	w := &web{answers: map[refs.Target]audit.Outcome{"https://doi.org/10.1/right": right, "https://doi.org/10.1/wrong": wrong}}
	doi := func(id string) refs.Link {
		return refs.Link{Kind: refs.KindDOI, Written: id, ID: id, Target: refs.DOITarget(id)}
	}
	damaged := refs.Link{Kind: refs.KindDOI, Written: "10.1/x", Defects: []refs.Defect{{Code: refs.SplitLink}}, Repairs: []refs.Repair{
		{Target: "https://doi.org/10.1/wrong", Rule: refs.SplitLink, Confidence: refs.Likely}, {Target: "https://doi.org/10.1/right", Rule: refs.SplitLink, Confidence: refs.Likely},
	}}
	in := input(doi("10.1/right"), doi("10.1/wrong"), damaged)
	for i := range in[0].Document.References {
		in[0].Document.References[i].Text = "Aalto M, Brandt K. On the drift of moored buoys in shallow water: a second look. J Sea Res. 2001;12:5-19."
	}
	report, err := audit.Run(t.Context(), in, audit.Options{Checker: w})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := verdicts(report), []string{"ok/ok", "suspect/title-mismatch", "damaged/split-link"}; !slices.Equal(got, want) {
		t.Errorf("verdicts %v, want %v", got, want)
	}
	all := report.Documents[0].References
	if got, want := all[1].Links[0].Verdict.Detail, "It leads to “Photosynthesis of alpine lichens” by Per Ceder, of which the reference says nothing."; got != want {
		t.Errorf("detail %q", got)
	}
	p := all[2].Links[0].Repairs
	if *p[0].Verified || !*p[1].Verified {
		t.Errorf("verified are %v and %v", *p[0].Verified, *p[1].Verified)
	}
}

// Where an address has moved to is not proposed if that is another work.
func TestMovedToAnotherWork(t *testing.T) {
	moved := audit.Outcome{Verdict: audit.Verdict{State: audit.Moved, Reason: audit.ReasonPermanentRedirect}, MovedTo: "https://b.org/",
		Metadata: audit.Metadata{Title: "Photosynthesis of alpine lichens", Authors: []string{"Per Ceder"}, Source: "citation-meta"}}
	in := input(link("https://a.org/"))
	in[0].Document.References[0].Text = "Aalto M, Brandt K. On the drift of moored buoys in shallow water: a second look. J Sea Res. 2001;12:5-19."
	report, err := audit.Run(t.Context(), in, audit.Options{Checker: &web{answers: map[refs.Target]audit.Outcome{"https://a.org/": moved}}})
	if err != nil {
		t.Fatal(err)
	}
	if l := report.Documents[0].References[0].Links[0]; l.Verdict.Reason != audit.ReasonTitleMismatch || len(l.Repairs) > 0 {
		t.Errorf("%+v, repairs %+v", l.Verdict, l.Repairs)
	}
}

// An archivist is a web that knows where to ask for copies.
type archivist struct{ *web }

func (archivist) CopyQuestion(t refs.Target, near string) refs.Target {
	return "https://archive.org/?" + t + refs.Target("@"+near)
}

// For what is gone, and for nothing else, a copy is asked for that is near to the
// day of access, else to the year of publication.
func TestArchivedCopies(t *testing.T) {
	kept := audit.Outcome{Verdict: audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}, MovedTo: "https://web.archive.org/web/20150504010203/http://a.org/"}
	w := &web{answers: map[refs.Target]audit.Outcome{
		"https://a.org/gone": missing, "https://a.org/fine": fine, "https://a.org/wall": walled, "https://a.org/lost": missing,
		"https://archive.org/?https://a.org/gone@2015-05-03": kept, "https://archive.org/?https://a.org/lost@2009": fine,
	}}
	in := input(link("https://a.org/gone"), link("https://a.org/fine"), link("https://a.org/wall"), link("https://a.org/lost"))
	in[0].Document.References[0].Accessed = "2015-05-03"
	in[0].Document.References[0].Year = 2001
	in[0].Document.References[3].Year = 2009
	report, err := audit.Run(t.Context(), in, audit.Options{Checker: archivist{w}})
	if err != nil {
		t.Fatal(err)
	}
	if len(w.asked) != 6 {
		t.Errorf("asked %v", w.asked)
	}
	all := report.Documents[0].References
	p := all[0].Links[0].Repairs
	if len(p) != 1 || p[0].Target != kept.MovedTo || p[0].Rule != audit.RuleArchivedCopy || p[0].Confidence != refs.Likely || !*p[0].Verified || p[0].Why != "The archive says that it keeps a copy of 2015-05-04." {
		t.Errorf("repairs %+v", p)
	}
	for _, i := range []int{1, 2, 3} {
		if p := all[i].Links[0].Repairs; len(p) != 0 {
			t.Errorf("repairs %+v", p)
		}
	}
}

// A registrar is a web that knows where to ask about works.
type registrar struct{ *web }

func (registrar) WorkQuestion(t refs.Target) refs.Target {
	if t.DOI() == "" {
		return ""
	}
	return "https://works.org/?" + refs.Target(t.DOI())
}

// What the registry says of a work goes before what the page says; a retraction
// makes the link suspect, other notices are mentioned.
func TestRegisteredWorks(t *testing.T) {
	about := func(title string, notices ...audit.Notice) audit.Outcome {
		o := fine
		o.Metadata = audit.Metadata{Title: title, Authors: []string{"Maija Aalto"}, Source: audit.SourceRegistry, Notices: notices}
		return o
	}
	const drift = "On the drift of moored buoys in shallow water"
	w := &web{answers: map[refs.Target]audit.Outcome{
		"https://doi.org/10.1/plain": fine, "https://works.org/?10.1/plain": about(drift),
		"https://doi.org/10.1/gone": missing, "https://works.org/?10.1/gone": missing,
		"https://doi.org/10.1/taken": fine, "https://works.org/?10.1/taken": about(drift, audit.Notice{Type: "correction"}, audit.Notice{Type: "retraction", Date: "2022-07-07", DOI: "10.1/n"}),
		"https://doi.org/10.1/mended": fine, "https://works.org/?10.1/mended": about(drift, audit.Notice{Type: "correction", DOI: "10.1/c"}),
		"https://doi.org/10.1/other": fine, "https://works.org/?10.1/other": {Verdict: fine.Verdict, Metadata: audit.Metadata{Title: "Photosynthesis of alpine lichens", Authors: []string{"Per Ceder"}, Source: audit.SourceRegistry}},
		"https://a.org/": fine,
	}}
	doi := func(id string) refs.Link { return refs.Link{Kind: refs.KindDOI, ID: id, Target: refs.DOITarget(id)} }
	in := input(doi("10.1/plain"), doi("10.1/gone"), doi("10.1/taken"), doi("10.1/mended"), doi("10.1/other"), link("https://a.org/"))
	for i := range in[0].Document.References {
		in[0].Document.References[i].Text = "Aalto M, Brandt K. On the drift of moored buoys in shallow water: a second look. J Sea Res. 2001;12:5-19."
	}
	report, err := audit.Run(t.Context(), in, audit.Options{Checker: registrar{w}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := verdicts(report), []string{"ok/ok", "broken/not-found", "suspect/retracted", "ok/ok", "suspect/title-mismatch", "ok/ok"}; !slices.Equal(got, want) {
		t.Errorf("verdicts %v, want %v", got, want)
	}
	all := report.Documents[0].References
	if m := all[0].Links[0].Metadata; m.Title != drift || m.Source != "registry" {
		t.Errorf("metadata %+v", m)
	}
	if got, want := all[2].Links[0].Verdict.Detail, "The work was retracted on 2022-07-07 (https://doi.org/10.1/n)."; got != want {
		t.Errorf("detail %q", got)
	}
	if got, want := all[3].Links[0].Verdict.Detail, " There is a notice on the work: correction (https://doi.org/10.1/c)."; got != want {
		t.Errorf("detail %q", got)
	}
	if len(w.asked) != 11 || report.Summary.Targets != 6 {
		t.Errorf("asked %v, targets %d", w.asked, report.Summary.Targets)
	}
}

// A short DOI is asked about as the DOI that it stands for, and the agency of a
// DOI is told.
func TestWorkOfAnAlias(t *testing.T) {
	short := fine
	short.Alias = "https://doi.org/10.1/long"
	work := fine
	work.Metadata, work.Agency = audit.Metadata{Title: "On the drift of buoys", Source: audit.SourceRegistry}, "Crossref"
	w := &web{answers: map[refs.Target]audit.Outcome{
		"https://doi.org/10/abc1": short, "https://doi.org/10.1/long": fine, "https://works.org/?10.1/long": work,
	}}
	report, err := audit.Run(t.Context(), input(link("https://doi.org/10/abc1"), link("https://doi.org/10.1/long")), audit.Options{Checker: registrar{w}})
	if err != nil {
		t.Fatal(err)
	}
	for i, detail := range []string{"", " Its registration agency is Crossref."} {
		l := report.Documents[0].References[i].Links[0]
		if l.Metadata == nil || l.Metadata.Title != work.Metadata.Title || l.Verdict.Detail != detail {
			t.Errorf("%s: %+v, %q", l.Target, l.Metadata, l.Verdict.Detail)
		}
	}
	if len(w.asked) != 3 {
		t.Errorf("asked %v", w.asked)
	}
}

// An ISBN leads to no page: it is fine if a registry knows the book, and else
// never a finding; one that is wrong is not asked about.
func TestISBNs(t *testing.T) {
	isbn := func(id string) refs.Link {
		return refs.Link{Kind: refs.KindISBN, Written: id, ID: id, Target: refs.Target("urn:isbn:" + id)}
	}
	w := &web{answers: map[refs.Target]audit.Outcome{
		"urn:isbn:9783161484100": fine,
		"urn:isbn:0306406152":    {Verdict: audit.Verdict{State: audit.Skipped, Reason: audit.ReasonUnsupportedScheme}},
	}}
	for name, o := range map[string]struct {
		options audit.Options
		want    []string
		asked   int
	}{
		"asked":   {audit.Options{Checker: w}, []string{"ok/ok", "skipped/unsupported-scheme", "skipped/unsupported-scheme"}, 2},
		"offline": {audit.Options{}, []string{"skipped/unsupported-scheme", "skipped/unsupported-scheme", "skipped/unsupported-scheme"}, 0},
	} {
		w.asked = nil
		report, err := audit.Run(t.Context(), input(isbn("9783161484100"), isbn("0306406152"), isbn("9783161484101")), o.options)
		if err != nil {
			t.Fatal(err)
		}
		if got := verdicts(report); !slices.Equal(got, o.want) || len(w.asked) != o.asked {
			t.Errorf("%s: %v, asked %v", name, got, w.asked)
		}
	}
}

// A page is asked for once, in a way that tells which places it has; one that was
// remembered without them is asked for again.
func TestFragments(t *testing.T) {
	page := fine
	page.Anchors = &audit.Anchors{Names: []uint32{audit.AnchorHash("intro")}}
	w := &web{answers: map[refs.Target]audit.Outcome{"https://a.org/#intro": page, "https://b.org/": fine}}
	m := &memory{}
	if err := m.Record(audit.Memory{Outcome: audit.Outcome{Target: "https://a.org/", Verdict: fine.Verdict, Evidence: audit.Evidence{CheckedAt: time.Now()}}}); err != nil {
		t.Fatal(err)
	}
	o := audit.Options{Checker: w, Archive: m, Policy: audit.Policy{MaxAge: -1}}
	for range 2 {
		report, err := audit.Run(t.Context(), input(link("https://a.org/"), link("https://a.org/#intro"), link("https://a.org/#none"), link("https://b.org/")), o)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := verdicts(report), []string{"ok/ok", "ok/ok", "suspect/fragment-missing", "ok/ok"}; !slices.Equal(got, want) {
			t.Errorf("verdicts %v, want %v", got, want)
		}
	}
	if want := []refs.Target{"https://a.org/#intro", "https://b.org/"}; !slices.Equal(w.asked, want) {
		t.Errorf("asked %v, want %v", w.asked, want)
	}
}

func TestMovedProposesTheNewPlace(t *testing.T) {
	moved := audit.Outcome{Verdict: audit.Verdict{State: audit.Moved, Reason: audit.ReasonPermanentRedirect}, MovedTo: "https://b.org/"}
	w := &web{answers: map[refs.Target]audit.Outcome{"https://a.org/": moved}}
	report, err := audit.Run(t.Context(), input(link("https://a.org/")), audit.Options{Checker: w})
	if err != nil {
		t.Fatal(err)
	}
	p := report.Documents[0].References[0].Links[0].Repairs
	if len(p) != 1 || p[0].Target != "https://b.org/" || p[0].Rule != "permanent-redirect" || p[0].Verified == nil || !*p[0].Verified {
		t.Errorf("repairs %+v", p)
	}
}

// Whoever leads to the same address with https has it proposed, unless it has
// moved there for good, which says it already.
func TestHTTPSIsProposed(t *testing.T) {
	to := func(end string, status int) audit.Outcome {
		o := fine
		o.Evidence.FinalURL, o.Evidence.Status = end, status
		return o
	}
	moved := audit.Outcome{Verdict: audit.Verdict{State: audit.Moved, Reason: audit.ReasonPermanentRedirect}, MovedTo: "https://moved.org/x"}
	moved.Evidence.FinalURL, moved.Evidence.Status = "https://moved.org/x", 200
	badly := to("https://bad.org/x", 200)
	badly.Verdict = audit.Verdict{State: audit.Suspect, Reason: audit.ReasonTLSCertificate}
	w := &web{answers: map[refs.Target]audit.Outcome{
		"http://a.org/x?y#z": to("https://a.org/x?y#z", 200), "http://path.org/x": to("https://path.org/y", 200),
		"http://www.org/x": to("https://www.www.org/x", 200), "https://secure.org/x": to("https://secure.org/x", 200),
		"http://down.org/x": to("http://www.down.org/x", 200), "http://several.org/x": to("https://several.org/x", 300),
		"http://moved.org/x": moved, "http://bad.org/x": badly, "http://none.org/x": fine,
	}}
	for target := range w.answers {
		report, err := audit.Run(t.Context(), input(link(target)), audit.Options{Checker: w})
		if err != nil {
			t.Fatal(err)
		}
		p := report.Documents[0].References[0].Links[0].Repairs
		switch target {
		case "http://a.org/x?y#z":
			if len(p) != 1 || p[0].Target != "https://a.org/x?y#z" || p[0].Rule != audit.RuleUpgrade || p[0].Confidence != refs.Likely || !*p[0].Verified {
				t.Errorf("%s: repairs %+v", target, p)
			}
		case "http://moved.org/x":
			if len(p) != 1 || p[0].Rule != string(audit.ReasonPermanentRedirect) {
				t.Errorf("%s: repairs %+v", target, p)
			}
		default:
			if len(p) != 0 {
				t.Errorf("%s: repairs %+v", target, p)
			}
		}
	}
}

// Fresh answers are reused and say so; stale ones are asked again; every new
// answer and the run's start and end are recorded.
func TestMemory(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	old := func(o audit.Outcome, age time.Duration) audit.Outcome {
		o.Evidence.CheckedAt = now.Add(-age)
		return o
	}
	m := &memory{outcomes: map[string]audit.Outcome{"https://a.org/": old(fine, time.Hour), "https://b.org/": old(fine, 30*24*time.Hour)}}
	w := &web{answers: map[refs.Target]audit.Outcome{"https://b.org/": missing}}
	report, err := audit.Run(t.Context(), input(link("https://a.org/"), link("https://b.org/")), audit.Options{
		Checker: w, Archive: m, Now: func() time.Time { return now }, Policy: audit.Policy{MaxAge: -1},
	})
	if err != nil {
		t.Fatal(err)
	}
	a, b := report.Documents[0].References[0].Links[0], report.Documents[0].References[1].Links[0]
	if !a.Evidence.Cached || !a.Evidence.CheckedAt.Equal(now.Add(-time.Hour)) || b.Evidence.Cached || !b.Evidence.CheckedAt.Equal(now) {
		t.Errorf("evidence %+v, %+v", a.Evidence, b.Evidence)
	}
	if o := m.outcomes["https://b.org/"]; o.Verdict.State != audit.Broken || o.Evidence.Cached {
		t.Errorf("recorded %+v", o)
	}
	if report.Summary.FromCache != 1 || report.Summary.Requests != 1 {
		t.Errorf("summary %+v", report.Summary)
	}
	if len(m.runs) != 2 || m.runs[0].Run.Complete || !m.runs[1].Run.Complete || m.runs[0].Run.ID != m.runs[1].Run.ID || m.flushed != 1 {
		t.Errorf("runs %+v, flushed %d", m.runs, m.flushed)
	}
	if r := m.reports[m.runs[1].Run.ID]; r == nil || !r.Run.Complete {
		t.Errorf("the report as recorded: %+v", r)
	}
	if !slices.Equal(m.runs[1].Documents, []string{"paper.txt"}) || m.runs[1].Summary.Links != 2 {
		t.Errorf("run %+v", m.runs[1])
	}
}

// Without the network only what is remembered counts, and that is said.
func TestOffline(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	known := fine
	known.Evidence.CheckedAt = now.Add(-time.Hour)
	report, err := audit.Run(t.Context(), input(link("https://a.org/"), link("https://b.org/")), audit.Options{
		Archive: &memory{outcomes: map[string]audit.Outcome{"https://a.org/": known}}, Now: func() time.Time { return now }, Policy: audit.Policy{MaxAge: -1},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := verdicts(report), []string{"ok/ok", "unverified/offline"}; !slices.Equal(got, want) {
		t.Errorf("verdicts %v, want %v", got, want)
	}
	if !report.Run.Offline || !report.Run.Complete {
		t.Errorf("run %+v", report.Run)
	}
}

// A run that is cut short keeps what it has and does not look complete.
func TestCutShort(t *testing.T) {
	full := errors.New("disk full")
	tests := map[string]struct {
		ends  time.Duration // of the caller's patience
		cause error
		full  error
		want  error
	}{
		"interrupted": {ends: time.Second, want: audit.ErrInterrupted},
		"out of time": {ends: time.Second, cause: audit.ErrOutOfTime, want: audit.ErrOutOfTime},
		"disk full":   {ends: time.Hour, full: full, want: full},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithTimeoutCause(t.Context(), tt.ends, tt.cause)
				defer stop()
				m := &memory{full: tt.full}
				w := &web{answers: map[refs.Target]audit.Outcome{"https://a.org/": missing}}
				report, err := audit.Run(ctx, input(link("https://a.org/"), link("https://never.org/")), audit.Options{Checker: w, Archive: m})
				if !errors.Is(err, tt.want) {
					t.Fatalf("error %v, want %v", err, tt.want)
				}
				if got, want := verdicts(report), []string{"broken/not-found", "unverified/out-of-time"}; !slices.Equal(got, want) {
					t.Errorf("verdicts %v, want %v", got, want)
				}
				if report.Run.Complete || report.Run.Finished.IsZero() {
					t.Errorf("run %+v", report.Run)
				}
				if last := m.runs[len(m.runs)-1]; last.Run.Complete {
					t.Errorf("recorded as complete: %+v", last)
				}
			})
		})
	}
}

// A run that ended while its documents were read is cut short, though all that
// was read is answered.
func TestCutShortWhileReading(t *testing.T) {
	ctx, stop := context.WithCancelCause(t.Context())
	stop(audit.ErrOutOfTime)
	in := append(input(refs.Link{Defects: []refs.Defect{{Code: refs.MissingURL}}}),
		audit.Input{Document: refs.Document{Path: "slow.txt"}, Err: fmt.Errorf("read slow.txt: %w", audit.Ended(ctx))})
	report, err := audit.Run(ctx, in, audit.Options{})
	if !errors.Is(err, audit.ErrOutOfTime) {
		t.Errorf("error %v", err)
	}
	if got, want := verdicts(report), []string{"damaged/missing-url"}; !slices.Equal(got, want) || report.Run.Complete {
		t.Errorf("verdicts %v, want %v; run %+v", got, want, report.Run)
	}
}

// A run that has all its answers when its time ends is complete.
func TestAnsweredInTime(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	w := checker(func(_ context.Context, questions []audit.Question, answer func(audit.Outcome)) error {
		answer(audit.Outcome{Target: questions[0].Target, Verdict: fine.Verdict})
		stop()
		return nil
	})
	if report, err := audit.Run(ctx, input(link("https://a.org/")), audit.Options{Checker: w}); err != nil || !report.Run.Complete {
		t.Errorf("error %v, run %+v", err, report.Run)
	}
}

// A document that could not be read is in the report, and the run is not
// complete; what could be read of it counts.
func TestUnreadableDocument(t *testing.T) {
	in := input(link("https://a.org/"))
	in[0].Err = errors.New("read paper.txt: line 3: no closing brace")
	report, err := audit.Run(t.Context(), in, audit.Options{Checker: &web{answers: map[refs.Target]audit.Outcome{"https://a.org/": fine}}})
	if err != nil {
		t.Fatal(err)
	}
	if d := report.Documents[0]; d.Error != in[0].Err.Error() || len(d.References) != 1 || report.Run.Complete {
		t.Errorf("document %+v, run %+v", d, report.Run)
	}
}

func TestFindingsWorstFirst(t *testing.T) {
	w := &web{answers: map[refs.Target]audit.Outcome{"https://a.org/": walled, "https://b.org/": missing, "https://c.org/": fine}}
	bad := refs.Link{Defects: []refs.Defect{{Code: refs.MissingURL}}}
	report, err := audit.Run(t.Context(), input(link("https://a.org/"), bad, link("https://c.org/"), link("https://b.org/"), link("mailto:x@y.org")), audit.Options{Checker: w})
	if err != nil {
		t.Fatal(err)
	}
	var got []audit.State
	for _, f := range report.Findings() {
		got = append(got, f.Link.Verdict.State)
		if f.Document != &report.Documents[0] || &f.Reference.Links[0] != f.Link {
			t.Error("a finding does not lead into the report")
		}
	}
	if want := []audit.State{audit.Broken, audit.Damaged, audit.Unverified}; !slices.Equal(got, want) {
		t.Errorf("findings %v, want %v", got, want)
	}
	want := map[audit.State]int{audit.Broken: 1, audit.Damaged: 1, audit.Unverified: 1, audit.OK: 1, audit.Skipped: 1}
	if !maps.Equal(report.Summary.ByState, want) {
		t.Errorf("by state %v", report.Summary.ByState)
	}
}

func TestProgress(t *testing.T) {
	var last [2]int
	w := &web{answers: map[refs.Target]audit.Outcome{"https://a.org/": fine, "https://b.org/": fine}}
	_, err := audit.Run(t.Context(), input(link("https://a.org/"), link("https://b.org/")), audit.Options{Checker: w, Progress: func(done, total int) { last = [2]int{done, total} }})
	if err != nil || last != [2]int{2, 2} {
		t.Errorf("progress ends at %v, %v", last, err)
	}
}

// A network that is out of order makes a run incomplete. It is held against no
// target, and the page that it shows in place of all others makes no link fine.
func TestNetworkOutOfOrder(t *testing.T) {
	var links []refs.Link
	for i := range 6 {
		links = append(links, link(refs.Target(fmt.Sprintf("https://site%d.org/a", i))))
	}
	down := audit.Outcome{Verdict: audit.Verdict{State: audit.Unverified, Reason: audit.ReasonConnection}}
	portal := fine
	portal.Evidence = audit.Evidence{Status: 200, FinalURL: "http://login.hotel.net/in?from=1"}
	for name, test := range map[string]struct {
		first, second audit.Outcome // of three links each
		verdict       string        // on the first
		complete      bool
		recorded      audit.State // of the first; Skipped: it is not
	}{
		"down":        {down, down, "unverified/connection", false, audit.Skipped},
		"half of it":  {down, fine, "unverified/connection", true, audit.Unverified},
		"portal":      {portal, portal, "unverified/connection", false, audit.Unverified},
		"portal once": {portal, fine, "ok/ok", true, audit.OK},
	} {
		w, m := &web{answers: map[refs.Target]audit.Outcome{}}, &memory{}
		for i, l := range links {
			w.answers[l.Target] = []audit.Outcome{test.first, test.second}[i/3]
		}
		report, err := audit.Run(t.Context(), input(links...), audit.Options{Checker: w, Archive: m})
		if err != nil {
			t.Fatal(err)
		}
		if got := verdicts(report)[0]; got != test.verdict || report.Run.Complete != test.complete || (report.Run.Network == "") != test.complete {
			t.Errorf("%s: %s, %+v", name, got, report.Run)
		}
		if o := m.outcomes[links[0].Target.Key()]; o.Verdict.State != test.recorded {
			t.Errorf("%s: recorded as %v", name, o.Verdict)
		}
	}
}

// What registries do not answer about works is recorded only if the network is in order,
// also where they were asked ahead.
func TestNetworkBeforeWorks(t *testing.T) {
	portal := fine
	portal.Evidence = audit.Evidence{Status: 200, FinalURL: "http://login.hotel.net/in?from=1"}
	unreadable := audit.Outcome{Verdict: audit.Verdict{State: audit.Unverified, Reason: audit.ReasonMalformedAnswer}, Evidence: audit.Evidence{Status: 200}}
	for _, answer := range []audit.Outcome{portal, fine} {
		w, m := &web{answers: map[refs.Target]audit.Outcome{"https://works.org/?10.1/x": unreadable}}, &memory{}
		links := []refs.Link{link("https://doi.org/10.1/x")}
		for i := range 12 {
			links = append(links, link(refs.Target(fmt.Sprintf("https://site%d.org/", i))))
		}
		for _, l := range links {
			w.answers[l.Target] = answer
		}
		report, err := audit.Run(t.Context(), input(links...), audit.Options{Checker: registrar{w}, Archive: m})
		if err != nil {
			t.Fatal(err)
		}
		_, recorded := m.outcomes["https://works.org/?10.1/x"]
		if inOrder := answer.Evidence.FinalURL == ""; recorded != inOrder || inOrder != (report.Run.Network == "") {
			t.Errorf("network %q: recorded %v", report.Run.Network, recorded)
		}
	}
}

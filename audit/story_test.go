package audit_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

var spring = time.Date(2026, 3, 1, 6, 0, 0, 0, time.UTC)

// nights runs audits of one link, one a night, with answers as given, and gives
// the link of each report.
func nights(t *testing.T, policy audit.Policy, answers ...audit.Verdict) (all []audit.Link) {
	t.Helper()
	m := &memory{}
	for i, v := range answers {
		w := &web{answers: map[refs.Target]audit.Outcome{"https://a.org/": {Verdict: v}}}
		report, err := audit.Run(t.Context(), input(link("https://a.org/")), audit.Options{
			Checker: w, Archive: m, Policy: policy, Now: func() time.Time { return spring.AddDate(0, 0, i) },
		})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, report.Documents[0].References[0].Links[0])
	}
	return all
}

// The report tells the past of a link, and its verdict is given in its light; what
// is remembered stays what was seen.
func TestHistory(t *testing.T) {
	timeout := audit.Verdict{State: audit.Unverified, Reason: audit.ReasonTimeout}
	policy := audit.Policy{Failures: 3, FailuresApart: 3 * 24 * time.Hour}
	links := nights(t, policy, fine.Verdict, timeout, timeout, timeout, timeout, timeout, timeout, timeout, timeout, fine.Verdict)
	var got []string
	for _, l := range links {
		got = append(got, fmt.Sprintf("%s/%s %s %d", l.Verdict.State, l.Verdict.Reason, l.History.Change, l.History.Failures))
	}
	want := []string{
		"ok/ok new 0", "unverified/timeout same 1", "unverified/timeout same 2", "unverified/timeout same 3", "unverified/timeout same 4",
		"unverified/timeout same 5", "unverified/timeout same 6", "broken/persistent-failure broke 7", "broken/persistent-failure same 8", "ok/ok fixed 0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	h := links[7].History
	if !h.FirstChecked.Equal(spring) || !h.LastOK.Equal(spring) || !h.FailingSince.Equal(spring.AddDate(0, 0, 1)) {
		t.Errorf("history %+v", h)
	}
}

// What is broken, cannot be told and is broken again broke once, and is fixed
// when it is fine again, whatever could be told the night before.
func TestBrokeOnce(t *testing.T) {
	timeout := audit.Verdict{State: audit.Unverified, Reason: audit.ReasonTimeout}
	m := &memory{}
	var last *audit.Report
	for i, night := range []struct {
		answer audit.Verdict
		asked  bool
		want   string // what changed since the night before, of its failing links how many are known
	}{
		{fine.Verdict, true, " 0/0"},
		{missing.Verdict, true, "broke 1/0"},
		{timeout, true, " 0/0"},
		{missing.Verdict, true, "still 0/1"},
		{audit.Verdict{}, false, " 0/0"},
		{missing.Verdict, true, "still 0/1"},
		{timeout, true, " 0/0"},
		{fine.Verdict, true, "fixed 0/0"},
		{timeout, true, " 0/0"},
		{missing.Verdict, true, "broke 1/0"},
	} {
		w := checker(func(_ context.Context, asked []audit.Question, answer func(audit.Outcome)) error {
			if !night.asked {
				return audit.ErrOutOfTime
			}
			answer(audit.Outcome{Target: asked[0].Target, Verdict: night.answer, Evidence: audit.Evidence{CheckedAt: spring.AddDate(0, 0, i)}})
			return nil
		})
		report, err := audit.Run(t.Context(), input(link("https://a.org/")), audit.Options{
			Checker: w, Archive: m, Baseline: last, Now: func() time.Time { return spring.AddDate(0, 0, i) }, Policy: audit.Policy{FailOn: []audit.State{audit.Broken}},
		})
		if night.asked && err != nil {
			t.Fatal(err)
		}
		got := ""
		if last != nil {
			c := audit.Compare(last, report)
			for what, all := range map[string][]audit.Difference{"broke": c.Broke, "still": c.Still, "fixed": c.Fixed} {
				if len(all) > 0 {
					got += what
				}
			}
		}
		if got += fmt.Sprintf(" %d/%d", report.Summary.Failing, report.Summary.Known); got != night.want {
			t.Errorf("night %d: %q, want %q", i, got, night.want)
		}
		last = report
	}
}

// Nothing is told of the past where nothing is remembered.
func TestNoHistory(t *testing.T) {
	w := &web{answers: map[refs.Target]audit.Outcome{"https://a.org/": missing}}
	report, err := audit.Run(t.Context(), input(link("https://a.org/")), audit.Options{Checker: w, Policy: audit.Policy{ConfirmAfter: time.Hour}})
	if err != nil {
		t.Fatal(err)
	}
	if l := report.Documents[0].References[0].Links[0]; l.History != nil || l.Verdict.State != audit.Broken {
		t.Errorf("link %+v", l)
	}
}

// For what is broken by its past an archived copy is asked for; for what is held
// back none is.
func TestCopiesInTheLightOfThePast(t *testing.T) {
	for name, tt := range map[string]struct {
		now  audit.Verdict
		past audit.Past
		want int // questions
	}{
		"persistent": {audit.Verdict{State: audit.Unverified, Reason: audit.ReasonTimeout}, audit.Past{
			FirstChecked: spring.AddDate(0, 0, -9), FailingSince: spring.AddDate(0, 0, -9), Strikes: []time.Time{spring.AddDate(0, 0, -9), spring.AddDate(0, 0, -5)},
		}, 2},
		"held back": {missing.Verdict, audit.Past{}, 1},
	} {
		m := &memory{
			outcomes: map[string]audit.Outcome{"https://a.org/": {Verdict: fine.Verdict, Evidence: audit.Evidence{CheckedAt: spring.AddDate(0, 0, -9)}}},
			pasts:    map[string]audit.Past{"https://a.org/": tt.past},
		}
		w := &web{answers: map[refs.Target]audit.Outcome{"https://a.org/": {Verdict: tt.now}, "https://archive.org/?https://a.org/@": fine}}
		policy := audit.Policy{Failures: 3, FailuresApart: 3 * 24 * time.Hour, ConfirmAfter: 5 * 24 * time.Hour}
		if _, err := audit.Run(t.Context(), input(link("https://a.org/")), audit.Options{Checker: archivist{w}, Archive: m, Policy: policy, Now: func() time.Time { return spring }}); err != nil {
			t.Fatal(err)
		}
		if len(w.asked) != tt.want {
			t.Errorf("%s: asked %v", name, w.asked)
		}
	}
}

// A night on which the network here is out of order is no part of the past of any
// link.
func TestNetworkFaultIsNoFailure(t *testing.T) {
	down := audit.Outcome{Verdict: audit.Verdict{State: audit.Unverified, Reason: audit.ReasonConnection}, Evidence: audit.Evidence{Attempts: 1}}
	portal := fine
	portal.Evidence = audit.Evidence{Status: 200, FinalURL: "https://login.hotel.com/"}
	for name, answer := range map[string]audit.Outcome{"down": down, "wants a login first": portal} {
		old := audit.Past{
			FirstChecked: spring.AddDate(0, 0, -9), FailingSince: spring.AddDate(0, 0, -9), Failures: 2,
			Strikes: []time.Time{spring.AddDate(0, 0, -9), spring.AddDate(0, 0, -5)},
		}
		m := &memory{outcomes: map[string]audit.Outcome{}, pasts: map[string]audit.Past{}}
		w := &web{answers: map[refs.Target]audit.Outcome{}}
		var links []refs.Link
		for _, host := range []string{"a", "b", "c", "d", "e", "f"} {
			target := refs.Target("https://" + host + ".org/")
			m.outcomes[target.Key()] = audit.Outcome{Evidence: audit.Evidence{CheckedAt: spring.AddDate(0, 0, -5)}}
			m.pasts[target.Key()] = old
			w.answers[target] = answer
			links = append(links, link(target))
		}
		policy := audit.Policy{MaxAge: -1, Failures: 3, FailuresApart: 3 * 24 * time.Hour}
		o := audit.Options{Checker: w, Archive: m, Policy: policy, Now: func() time.Time { return spring }}
		report, err := audit.Run(t.Context(), input(links...), o)
		if err != nil || report.Run.Network == "" {
			t.Fatalf("%s: error %v, network %q", name, err, report.Run.Network)
		}
		for i, v := range verdicts(report) {
			if l := report.Documents[0].References[i].Links[0]; v != "unverified/connection" || l.History.Failures != 2 || l.History.Change != audit.ChangeSame {
				t.Errorf("%s: %s: %s, history %+v", name, l.Target, v, l.History)
			}
		}
		if diff := cmp.Diff(old, m.pasts["https://a.org/"]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// handed is the memory of a page that was handed on.
func handed(target refs.Target) *memory {
	o := fine
	o.Evidence = audit.Evidence{CheckedAt: spring, FinalURL: "https://casino.example.com/"}
	return &memory{outcomes: map[string]audit.Outcome{target.Key(): o}, pasts: map[string]audit.Past{target.Key(): {
		FirstChecked: spring.AddDate(-5, 0, 0), LastOK: spring,
		Before: &audit.Identity{Owner: "a.org", Title: "Floods of the lower Danube", From: spring.AddDate(-5, 0, 0), To: spring.AddDate(0, -2, 0)},
		Shown:  &audit.Identity{Owner: "example.com", Title: "Casino slots bonus", From: spring.AddDate(0, -1, 0), To: spring},
	}}}
}

func TestDomainChangedHands(t *testing.T) {
	policy := audit.Policy{MaxAge: -1, SameFor: audit.DefaultSameFor}
	o := audit.Options{Archive: handed("https://a.org/x"), Policy: policy, Now: func() time.Time { return spring.Add(time.Hour) }}
	report, err := audit.Run(t.Context(), input(link("https://a.org/x")), o)
	if err != nil {
		t.Fatal(err)
	}
	l := report.Documents[0].References[0].Links[0]
	if got := verdicts(report); got[0] != "suspect/domain-changed-hands" || !strings.Contains(l.Verdict.Detail, "Floods of the lower Danube") || !strings.Contains(l.Verdict.Detail, "Casino slots bonus") {
		t.Errorf("verdict %v: %s", got, l.Verdict.Detail)
	}
	doi := refs.Link{Kind: refs.KindDOI, Target: refs.DOITarget("10.1/x"), ID: "10.1/x"}
	o.Archive = handed(doi.Target)
	if report, err = audit.Run(t.Context(), input(doi), o); err != nil || verdicts(report)[0] != "ok/ok" {
		t.Errorf("DOI: %v, %v", verdicts(report), err)
	}
}

// known is a memory of targets that were checked so many days ago.
func known(days map[refs.Target]int) *memory {
	m := &memory{outcomes: map[string]audit.Outcome{}, pasts: map[string]audit.Past{}}
	for t, d := range days {
		o := fine
		o.Target, o.Evidence.CheckedAt = t, spring.AddDate(0, 0, -d)
		m.outcomes[t.Key()], m.pasts[t.Key()] = o, audit.Past{}.With(o)
	}
	return m
}

// planning is a memory that tells quickly when a target was checked.
type planning struct{ *memory }

func (p planning) LastChecked(t refs.Target, _ string) (time.Time, bool) {
	o, ok := p.outcomes[t.Key()]
	return o.Evidence.CheckedAt, ok
}

// When the requests are used up, the run asks no more: it is cut short, and says
// of the rest what was known, with its age, or that nobody was asked.
func TestMaxRequests(t *testing.T) {
	all := []refs.Target{"https://a.org/fresh", "https://a.org/12", "https://a.org/30", "https://b.org/20", "https://c.org/new", "https://c.org/newer", "https://d.org/new"}
	days := map[refs.Target]int{all[0]: 1, all[1]: 12, all[2]: 30, all[3]: 20}
	archives := map[string]func() audit.Archive{
		"archive": func() audit.Archive { return known(days) },
		"planner": func() audit.Archive { return planning{known(days)} },
	}
	for name, archive := range archives {
		for requests, want := range map[int][]refs.Target{
			0: {all[1], all[2], all[3], all[4], all[5], all[6]}, // no bound
			1: {all[4]}, 2: {all[4], all[6]}, 3: {all[4], all[6], all[5]}, 4: {all[4], all[6], all[5], all[2]}, 5: {all[4], all[6], all[5], all[2], all[3]},
			6: {all[4], all[6], all[5], all[2], all[3], all[1]}, 60: {all[4], all[6], all[5], all[2], all[3], all[1]},
		} {
			w := &web{answers: map[refs.Target]audit.Outcome{}}
			var links []refs.Link
			for _, target := range all {
				w.answers[target] = fine
				links = append(links, link(target))
			}
			report, err := audit.Run(t.Context(), input(links...), audit.Options{
				Checker: w, Archive: archive(), Policy: audit.Policy{MaxAge: -1, MaxRequests: requests}, Now: func() time.Time { return spring },
			})
			if !slices.Equal(w.asked, want) {
				t.Errorf("%s, %d requests: asked %v, want %v", name, requests, w.asked, want)
			}
			if cut := len(want) < 6; cut != errors.Is(err, audit.ErrOutOfRequests) || !cut && err != nil || report.Run.Complete == cut {
				t.Errorf("%s, %d requests: error %v, complete %v", name, requests, err, report.Run.Complete)
			}
			if requests != 4 {
				continue
			}
			if got, want := verdicts(report), []string{"ok/ok", "ok/ok", "ok/ok", "ok/ok", "ok/ok", "ok/ok", "ok/ok"}; !slices.Equal(got, want) {
				t.Errorf("%s: verdicts %v", name, got)
			}
			refsOf := report.Documents[0].References
			if late := refsOf[1].Links[0]; late.Verdict.Detail != "The link leads where it should. This is as of 12 days ago; it was not asked about anew." || !late.Evidence.Cached || late.History.Change != audit.ChangeSame {
				t.Errorf("%s: not asked: %+v, evidence %+v", name, late.Verdict, late.Evidence)
			}
			if fresh := refsOf[0].Links[0]; fresh.Verdict.Detail != "" || !fresh.Evidence.Cached {
				t.Errorf("%s: fresh: %+v", name, fresh.Verdict)
			}
			if s := report.Summary; s.FromCache != 3 || s.Requests != 4 || s.Targets != 7 {
				t.Errorf("%s: summary %+v", name, s)
			}
		}
	}
}

// What was never checked and cannot be asked about says so.
func TestOutOfRequestsInWords(t *testing.T) {
	w := &web{answers: map[refs.Target]audit.Outcome{"https://a.org/": fine}}
	report, err := audit.Run(t.Context(), input(link("https://a.org/"), link("https://b.org/")), audit.Options{Checker: w, Policy: audit.Policy{MaxRequests: 1}})
	if !errors.Is(err, audit.ErrOutOfRequests) {
		t.Errorf("error %v", err)
	}
	if v := report.Documents[0].References[1].Links[0].Verdict; v.Reason != audit.ReasonOutOfTime || v.Detail != "The requests that the run may send were used up before this link was checked." {
		t.Errorf("verdict %+v", v)
	}
}

// An old answer is told where nobody can be asked, but not one that was reached
// by other rules, from another vantage, or that is older than the user wants.
func TestOldAnswers(t *testing.T) {
	old := fine
	old.Evidence.CheckedAt = spring.AddDate(0, 0, -40)
	old.Rules, old.Vantage = 2, "lab"
	lab := func(refs.Target) string { return "lab" }
	usual := audit.Policy{MaxAge: -1, Rules: 2, Vantage: lab}
	late := func(p audit.Policy, change func(*audit.Policy)) audit.Policy { change(&p); return p }
	for name, tt := range map[string]struct {
		policy audit.Policy
		want   string
	}{
		"told":             {usual, "ok/ok"},
		"other rules":      {late(usual, func(p *audit.Policy) { p.Rules = 3 }), "unverified/offline"},
		"another vantage":  {late(usual, func(p *audit.Policy) { p.Vantage = nil }), "unverified/offline"},
		"older than wants": {late(usual, func(p *audit.Policy) { p.MaxAge = 24 * time.Hour }), "unverified/offline"},
		"none is wanted":   {late(usual, func(p *audit.Policy) { p.MaxAge = 0 }), "unverified/offline"},
	} {
		m := &memory{outcomes: map[string]audit.Outcome{"https://a.org/": old}}
		report, err := audit.Run(t.Context(), input(link("https://a.org/")), audit.Options{Archive: m, Policy: tt.policy, Now: func() time.Time { return spring }})
		if err != nil {
			t.Fatal(err)
		}
		if got := verdicts(report); got[0] != tt.want {
			t.Errorf("%s: %v, want %s", name, got, tt.want)
		}
	}
}

// A run that is interrupted tells what is known of what it did not reach.
func TestCutShortTellsWhatIsKnown(t *testing.T) {
	ctx, stop := context.WithCancelCause(t.Context())
	w := checker(func(ctx context.Context, _ []audit.Question, _ func(audit.Outcome)) error {
		stop(audit.ErrOutOfTime)
		return ctx.Err()
	})
	report, err := audit.Run(ctx, input(link("https://a.org/"), link("https://b.org/")), audit.Options{
		Checker: w, Archive: known(map[refs.Target]int{"https://a.org/": 20}), Policy: audit.Policy{MaxAge: -1}, Now: func() time.Time { return spring },
	})
	if !errors.Is(err, audit.ErrOutOfTime) || report.Run.Complete {
		t.Errorf("error %v, run %+v", err, report.Run)
	}
	if got, want := verdicts(report), []string{"ok/ok", "unverified/out-of-time"}; !slices.Equal(got, want) {
		t.Errorf("verdicts %v, want %v", got, want)
	}
}

// What is remembered of works, copies and other readings costs no request: it is
// told, fresh or old, though a run is cut short before it would ask about them, or
// nobody is asked at all.
func TestRememberedWorksAreTold(t *testing.T) {
	const doi, work = "https://doi.org/10.1/taken", "https://works.org/?10.1/taken"
	const gone, copied = "https://a.org/gone)", "https://archive.org/?https://a.org/gone)@"
	w := &web{answers: map[refs.Target]audit.Outcome{
		doi: fine, work: {Verdict: fine.Verdict, Metadata: audit.Metadata{Title: "Tides", Source: audit.SourceRegistry, Notices: []audit.Notice{{Type: "retraction"}}}},
		gone: missing, "https://a.org/gone": missing, copied: {Verdict: fine.Verdict, MovedTo: "https://web.archive.org/web/20150504010203/http://a.org/gone"},
	}}
	documents := func() []audit.Input {
		l := link(gone)
		l.Repairs = []refs.Repair{{Target: "https://a.org/gone", Rule: "glued-text"}}
		return input(link(doi), l)
	}
	policy := audit.Policy{MaxAge: -1}
	at := func(days int) func() time.Time { return func() time.Time { return spring.AddDate(0, 0, days) } }
	cutAt := func(target refs.Target) checker { // "": at once
		return func(ctx context.Context, questions []audit.Question, answer func(audit.Outcome)) error {
			if target == "" || slices.ContainsFunc(questions, func(q audit.Question) bool { return q.Target == target }) {
				return context.DeadlineExceeded
			}
			return w.Check(ctx, questions, answer)
		}
	}
	for name, o := range map[string]audit.Options{
		"offline, fresh":       {Checker: all{w, nil}, Offline: true, Now: at(0)},
		"offline, old":         {Checker: all{w, nil}, Offline: true, Now: at(40)},
		"cut short":            {Checker: all{w, cutAt("")}, Now: at(40)},
		"cut short at works":   {Checker: all{w, cutAt(work)}, Now: at(40)},
		"cut short at copies":  {Checker: all{w, cutAt(copied)}, Now: at(40)},
		"cut short and judged": {Checker: all{w, cutAt("https://a.org/gone")}, Now: at(40)},
	} {
		m := &memory{}
		if _, err := audit.Run(t.Context(), documents(), audit.Options{Checker: all{w, w.Check}, Archive: m, Policy: policy, Now: at(0)}); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancelCause(t.Context())
		if check := o.Checker.(all).check; check != nil {
			o.Checker = all{w, func(ctx context.Context, questions []audit.Question, answer func(audit.Outcome)) error {
				err := check(ctx, questions, answer)
				if err != nil {
					stop(audit.ErrOutOfTime)
				}
				return err
			}}
		}
		d := &diary{t: t}
		o.Archive, o.Policy, o.Follower = m, policy, d
		report, err := audit.Run(ctx, documents(), o)
		stop(nil)
		if !o.Offline && !errors.Is(err, audit.ErrOutOfTime) || o.Offline && err != nil || report.Run.Offline != o.Offline {
			t.Errorf("%s: error %v, run %+v", name, err, report.Run)
		}
		d.agrees(report)
		if got, want := verdicts(report), []string{"suspect/retracted", "broken/not-found"}; !slices.Equal(got, want) {
			t.Errorf("%s: verdicts %v, want %v", name, got, want)
		}
		repairs := report.Documents[0].References[1].Links[0].Repairs
		if len(repairs) != 2 || repairs[0].Verified == nil || *repairs[0].Verified || repairs[1].Rule != audit.RuleArchivedCopy {
			t.Errorf("%s: repairs %+v", name, repairs)
		}
	}
}

// That a host was given up before a page was asked for is no check of the page.
func TestGivenUpIsNoCheck(t *testing.T) {
	w := checker(func(_ context.Context, asked []audit.Question, answer func(audit.Outcome)) error {
		for _, q := range asked {
			answer(audit.Outcome{Target: q.Target, Verdict: audit.Verdict{State: audit.Unverified, Reason: audit.ReasonOutOfTime}, Requests: 1})
		}
		return nil
	})
	m := known(map[refs.Target]int{"https://a.org/": 20})
	report, err := audit.Run(t.Context(), input(link("https://a.org/"), link("https://b.org/")), audit.Options{
		Checker: w, Archive: m, Policy: audit.Policy{MaxAge: -1}, Now: func() time.Time { return spring },
	})
	if err != nil || !report.Run.Complete || report.Summary.Requests != 2 {
		t.Errorf("error %v, run %+v, summary %+v", err, report.Run, report.Summary)
	}
	if got, want := verdicts(report), []string{"ok/ok", "unverified/out-of-time"}; !slices.Equal(got, want) {
		t.Errorf("verdicts %v, want %v", got, want)
	}
	if o, err := m.Latest("https://a.org/", ""); err != nil || o.Verdict.State != audit.OK || len(o.Past.Spells) > 1 {
		t.Errorf("remembered %+v, error %v", o, err)
	}
	if _, err := m.Latest("https://b.org/", ""); err == nil {
		t.Error("b.org is remembered")
	}
}

// Only what did not fail in the baseline fails the run.
func TestBaseline(t *testing.T) {
	w := &web{answers: map[refs.Target]audit.Outcome{
		"https://a.org/1": missing, "https://a.org/2": fine, "https://a.org/3": missing, "https://a.org/4": missing, "https://a.org/5": fine,
	}}
	run := func(baseline *audit.Report, in []audit.Input) *audit.Report {
		report, err := audit.Run(t.Context(), in, audit.Options{Checker: w, Baseline: baseline, Policy: audit.Policy{FailOn: []audit.State{audit.Broken, audit.Damaged}}})
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	damaged := refs.Link{Written: "https:/a.org/", Defects: []refs.Defect{{Code: refs.MalformedURL}}}
	before := run(nil, input(damaged, link("https://a.org/1"), link("https://a.org/2"), link("https://a.org/3")))
	if s := before.Summary; s.Failing != 3 || s.Known != 0 {
		t.Errorf("summary %+v", s)
	}
	w.answers["https://a.org/2"], w.answers["https://a.org/3"] = missing, fine
	after := run(before, input(link("https://a.org/5"), link("https://a.org/1"), link("https://a.org/2"), link("https://a.org/3"), link("https://a.org/4"), damaged))
	if s := after.Summary; s.Failing != 2 || s.Known != 2 || s.ByState[audit.Broken] != 3 {
		t.Errorf("summary %+v", s)
	}
	var changes []audit.Change
	for _, ref := range after.Documents[0].References {
		changes = append(changes, ref.Links[0].History.Change)
		if known := ref.Links[0].Target == "https://a.org/1" || ref.Links[0].Target == ""; ref.Links[0].History.Known != known {
			t.Errorf("%s: known is %v", ref.Links[0].Target, !known)
		}
	}
	if want := []audit.Change{audit.ChangeNew, audit.ChangeSame, audit.ChangeBroke, audit.ChangeFixed, audit.ChangeNew, audit.ChangeSame}; !slices.Equal(changes, want) {
		t.Errorf("changes %v, want %v", changes, want)
	}
}

// Who asks is told what was known of a page that its server can tell apart from a
// later one, unless the answer would be of no use.
func TestKnownIsTold(t *testing.T) {
	old := fine
	old.Evidence.CheckedAt = spring.AddDate(0, 0, -40)
	old.Validator = audit.Validator{ETag: `"a"`}
	with := func(change func(*audit.Outcome)) audit.Outcome {
		o := old
		change(&o)
		return o
	}
	for name, tt := range map[string]struct {
		remembered audit.Outcome
		link       refs.Target
		want       bool
	}{
		"stale":                {old, "https://a.org/", true},
		"no validator":         {with(func(o *audit.Outcome) { o.Validator = audit.Validator{} }), "https://a.org/", false},
		"broken":               {with(func(o *audit.Outcome) { o.Verdict = missing.Verdict }), "https://a.org/", false},
		"other rules":          {with(func(o *audit.Outcome) { o.Rules = 2 }), "https://a.org/", false},
		"another vantage":      {with(func(o *audit.Outcome) { o.Vantage = "lab" }), "https://a.org/", false},
		"a place is wanted":    {old, "https://a.org/#here", false},
		"and its places known": {with(func(o *audit.Outcome) { o.Anchors = &audit.Anchors{Open: true} }), "https://a.org/#here", true},
	} {
		var told *audit.Outcome
		c := checker(func(_ context.Context, questions []audit.Question, answer func(audit.Outcome)) error {
			told = questions[0].Known
			answer(audit.Outcome{Target: questions[0].Target, Verdict: fine.Verdict})
			return nil
		})
		m := &memory{outcomes: map[string]audit.Outcome{"https://a.org/": tt.remembered}}
		_, err := audit.Run(t.Context(), input(link(tt.link)), audit.Options{
			Checker: c, Archive: m, Policy: audit.Policy{MaxAge: -1}, Now: func() time.Time { return spring },
		})
		if err != nil {
			t.Fatal(err)
		}
		if (told != nil) != tt.want || told != nil && told.Validator != tt.remembered.Validator {
			t.Errorf("%s: told %+v", name, told)
		}
	}
}

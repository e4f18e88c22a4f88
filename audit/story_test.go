package audit_test

import (
	"fmt"
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

package audit_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// Rules leave links out before anybody asks, take damage away that is none, and
// put other verdicts in place of those that answers give. What became fine so is
// not looked for elsewhere.
func TestRules(t *testing.T) {
	on := func(host string) audit.Match { return audit.Match{Hosts: []*regexp.Regexp{audit.Wildcard(host)}} }
	skipped := audit.Skipped
	rules := []audit.Rule{
		{Line: 1, Match: on("left.org"), Verdict: &skipped},
		{Line: 2, Match: on("dash.org"), Ignore: []audit.Reason{audit.ReasonWrongDash}},
		{Line: 3, Match: on("lost.org"), Accept: []int{404}},
		{Line: 4, Match: on("nobody.org"), Accept: []int{404}},
		{Line: 5, Match: on("gone.org"), Accept: []int{404}, Expires: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)},
		{Line: 6, Match: on("none.org"), Accept: []int{404}},
		{Line: 7, Match: audit.Match{Document: func(path string) bool { return path == "other.txt" }}, Verdict: &skipped},
	}
	for i := range rules {
		rules[i].File, rules[i].Reason = "refmend.toml", "because"
	}
	dashed := link("https://dash.org/a–b")
	dashed.Defects = []refs.Defect{{Code: refs.WrongDash, Detail: "A dash."}}
	lost := link("https://lost.org/")
	lost.Repairs = []refs.Repair{{Target: "https://lost.org/2"}}
	quiet := link("https://quiet.org/")
	quiet.Ignored = "the author says so"
	proposed := link("https://gone.org/")
	proposed.Repairs = []refs.Repair{{Target: "https://left.org/2"}}

	gone := missing
	gone.Evidence.Status = 404
	w := &web{answers: map[refs.Target]audit.Outcome{
		"https://dash.org/a–b": fine, "https://lost.org/": gone, "https://gone.org/": gone,
		"https://left.org/": fine, "https://left.org/2": fine, "https://lost.org/2": fine, "https://quiet.org/": fine, // to be seen asking
	}}
	report, err := audit.Run(t.Context(), input(link("https://left.org/"), dashed, lost, quiet, proposed), audit.Options{Checker: w, Policy: audit.Policy{MaxAge: -1, LinkRules: rules}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"skipped/excluded", "ok/ok", "ok/ok", "skipped/excluded", "broken/not-found"}
	if got := verdicts(report); !slices.Equal(got, want) {
		t.Errorf("verdicts %v, want %v", got, want)
	}
	if want := []refs.Target{"https://dash.org/a–b", "https://lost.org/", "https://gone.org/"}; !slices.Equal(w.asked, want) {
		t.Errorf("asked %v, want %v", w.asked, want)
	}
	warned := []string{
		"refmend.toml:5 expired on 2020-01-01 and does not hold any more; it was there because: because.",
		"Of refmend.toml, the rules in lines 4, 6, 7 concern no link of these documents.",
	}
	if diff := cmp.Diff(warned, report.Run.Warnings); diff != "" {
		t.Error(diff)
	}
	if d := report.Documents[0].References[3].Links[0].Verdict.Detail; !strings.Contains(d, "the author says so") {
		t.Errorf("detail %q does not say why", d)
	}
}

// Whoever does not trust authors sees what they say to leave, and which links
// these are.
func TestNoDocumentIgnores(t *testing.T) {
	w := &web{answers: map[refs.Target]audit.Outcome{"https://hidden.org/": missing, "https://seen.org/": fine}}
	hidden, damaged := link("https://hidden.org/"), link("")
	hidden.Ignored, hidden.Pos.Line = "it is fine", 7
	damaged.Ignored, damaged.Written, damaged.Defects = "so printed", "htp//x", []refs.Defect{{Code: refs.TruncatedHead}}
	inputs := input(link("https://seen.org/"), hidden, damaged)
	inputs[0].Document.Warnings = []string{"It is odd."}
	report, err := audit.Run(t.Context(), inputs, audit.Options{Checker: w, Policy: audit.Policy{MaxAge: -1, NoDocumentIgnores: true}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := verdicts(report), []string{"ok/ok", "broken/not-found", "damaged/truncated-head"}; !slices.Equal(got, want) {
		t.Errorf("verdicts %v, want %v", got, want)
	}
	warned := []string{"It is odd.", "2 links are looked at that the document says to leave. Lines: 7."}
	if diff := cmp.Diff(warned, report.Documents[0].Warnings); diff != "" {
		t.Error(diff)
	}
}

// What is remembered is reported as a run would: by its past, and by the rules
// that hold whatever the document.
func TestReported(t *testing.T) {
	night := func(n int) time.Time { return time.Date(2026, 9, n, 22, 0, 0, 0, time.UTC) }
	o := audit.Outcome{
		Target: "https://down.org/", Verdict: audit.Verdict{State: audit.Unverified, Reason: audit.ReasonServerError},
		Evidence: audit.Evidence{Status: 500},
	}
	m := audit.Memory{Outcome: o}
	for _, n := range []int{1, 5, 9} {
		m.Evidence.CheckedAt = night(n)
		m.Past = m.Past.With(m.Outcome)
	}
	skipped := audit.Skipped
	down := audit.Match{Hosts: []*regexp.Regexp{audit.Wildcard("down.org")}}
	for name, tt := range map[string]struct {
		policy audit.Policy
		want   string
	}{
		"as it was":           {audit.Policy{}, "unverified/server-error"},
		"too few failures":    {audit.Policy{Failures: 4}, "unverified/server-error"},
		"enough of them":      {audit.Policy{Failures: 3, FailuresApart: 72 * time.Hour}, "broken/persistent-failure"},
		"too close together":  {audit.Policy{Failures: 3, FailuresApart: 120 * time.Hour}, "unverified/server-error"},
		"accepted":            {audit.Policy{Failures: 3, LinkRules: []audit.Rule{{Match: down, Accept: []int{500}, Reason: "so"}}}, "ok/ok"},
		"left out":            {audit.Policy{Failures: 3, LinkRules: []audit.Rule{{Match: down, Verdict: &skipped, Reason: "so"}}}, "skipped/excluded"},
		"in one document":     {audit.Policy{LinkRules: []audit.Rule{{Match: audit.Match{Hosts: down.Hosts, Document: func(string) bool { return true }}, Accept: []int{500}, Reason: "so"}}}, "unverified/server-error"},
		"by a rule of before": {audit.Policy{LinkRules: []audit.Rule{{Match: down, Accept: []int{500}, Reason: "so", Expires: night(9)}}}, "unverified/server-error"},
	} {
		v := tt.policy.Reported(&m, night(9))
		if got := v.State.String() + "/" + string(v.Reason); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

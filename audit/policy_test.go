package audit

import (
	"regexp"
	"testing"
	"time"

	"github.com/refmend/refmend/refs"
)

func TestJudgeText(t *testing.T) {
	local := refs.Defect{Code: refs.LocalTarget, Detail: "localhost is no public address."}
	dash := refs.Defect{Code: refs.WrongDash, Detail: "A dash."}
	matching := func(s string) []*regexp.Regexp { return []*regexp.Regexp{regexp.MustCompile(s)} }
	all := func(refs.Target) bool { return true }
	tests := map[string]struct {
		link    refs.Link
		running bool // in running text, not in a list
		policy  Policy
		want    Verdict // zero: not decided
		defects int
	}{
		"sound":                  {link: refs.Link{Target: "https://a.org/"}},
		"damaged":                {link: refs.Link{Target: "https://a.org/", Defects: []refs.Defect{dash}}, want: Verdict{Damaged, ReasonWrongDash, "A dash."}, defects: 1},
		"first defect counts":    {link: refs.Link{Defects: []refs.Defect{dash, local}}, want: Verdict{Damaged, ReasonWrongDash, "A dash."}, defects: 2},
		"unreadable":             {link: refs.Link{Written: "http://"}, want: Verdict{Damaged, ReasonMalformedURL, "What is written cannot be read as an address."}},
		"mail":                   {link: refs.Link{Target: "mailto:a@b.org"}, want: Verdict{Skipped, ReasonUnsupportedScheme, `Links with "mailto:" are not followed.`}},
		"local in a list":        {link: refs.Link{Target: "http://localhost/", Defects: []refs.Defect{local}}, want: Verdict{Damaged, ReasonLocalTarget, local.Detail}, defects: 1},
		"local in running text":  {link: refs.Link{Target: "http://localhost/", Defects: []refs.Defect{local}}, running: true, want: Verdict{Skipped, ReasonLocalTarget, local.Detail}, defects: 1},
		"local, allowed":         {link: refs.Link{Target: "http://localhost/", Defects: []refs.Defect{local}}, policy: Policy{Reachable: all}},
		"local, allowed, dashed": {link: refs.Link{Target: "http://localhost/", Defects: []refs.Defect{local, dash}}, policy: Policy{Reachable: all}, want: Verdict{Damaged, ReasonWrongDash, "A dash."}, defects: 1},
		"excluded by target":     {link: refs.Link{Target: "https://a.org/", Defects: []refs.Defect{dash}}, policy: Policy{Exclude: matching("^https://a")}, want: Verdict{State: Skipped, Reason: ReasonExcluded}, defects: 1},
		"excluded as written":    {link: refs.Link{Target: "https://a.org/", Written: "a.org"}, policy: Policy{Exclude: matching("^a")}, want: Verdict{State: Skipped, Reason: ReasonExcluded}},
		"not excluded":           {link: refs.Link{Target: "https://a.org/"}, policy: Policy{Exclude: matching("^b")}},
		"included":               {link: refs.Link{Target: "https://a.org/"}, policy: Policy{Include: matching("a.org")}},
		"not included":           {link: refs.Link{Target: "https://b.org/"}, policy: Policy{Include: matching("a.org")}, want: Verdict{State: Skipped, Reason: ReasonExcluded}},
		"include wins":           {link: refs.Link{Target: "https://a.org/"}, policy: Policy{Include: matching("a.org"), Exclude: matching("org")}},
		"neither rule":           {link: refs.Link{Target: "https://b.net/"}, policy: Policy{Include: matching("a.org"), Exclude: matching("org")}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, decided := tt.policy.judgeText(&tt.link, !tt.running)
			if got != tt.want || decided != (tt.want != Verdict{}) {
				t.Errorf("judgeText = %+v, %v; want %+v", got, decided, tt.want)
			}
			if len(tt.link.Defects) != tt.defects {
				t.Errorf("defects left: %v, want %d", tt.link.Defects, tt.defects)
			}
		})
	}
}

func TestReuses(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	hours := func(n time.Duration) time.Duration { return n * time.Hour }
	tests := map[string]struct {
		verdict Verdict
		age     time.Duration
		policy  Policy
		want    bool
	}{
		"from the future":             {Verdict{State: OK}, hours(-24), Policy{MaxAge: -1}, false},
		"of another vantage":          {Verdict{State: OK}, hours(1), Policy{MaxAge: -1, Vantage: "staging"}, false},
		"ok, six days":                {Verdict{State: OK}, hours(6 * 24), Policy{MaxAge: -1}, true},
		"ok, a week":                  {Verdict{State: OK}, hours(7 * 24), Policy{MaxAge: -1}, false},
		"moved":                       {Verdict{State: Moved}, hours(6 * 24), Policy{MaxAge: -1}, true},
		"broken, an hour":             {Verdict{State: Broken}, hours(1), Policy{MaxAge: -1}, true},
		"broken, a day":               {Verdict{State: Broken}, hours(24), Policy{MaxAge: -1}, false},
		"timeout, minutes":            {Verdict{State: Unverified, Reason: ReasonTimeout}, time.Minute, Policy{MaxAge: -1}, true},
		"timeout, an hour":            {Verdict{State: Unverified, Reason: ReasonTimeout}, hours(1), Policy{MaxAge: -1}, false},
		"blocked, hours":              {Verdict{State: Unverified, Reason: ReasonBlocked}, hours(23), Policy{MaxAge: -1}, true},
		"blocked, a day":              {Verdict{State: Unverified, Reason: ReasonBlocked}, hours(24), Policy{MaxAge: -1}, false},
		"younger than the user wants": {Verdict{State: OK}, hours(1), Policy{MaxAge: hours(2)}, true},
		"older than the user wants":   {Verdict{State: OK}, hours(3), Policy{MaxAge: hours(2)}, false},
		"the user wants all anew":     {Verdict{State: OK}, 0, Policy{MaxAge: 0}, false},
		"the user wants broken anew":  {Verdict{State: Broken}, time.Minute, Policy{MaxAge: -1, Recheck: []State{Broken}}, false},
		"and nothing else":            {Verdict{State: OK}, time.Minute, Policy{MaxAge: -1, Recheck: []State{Broken}}, true},
	}
	for name, age := range map[string]struct {
		verdict Verdict
		hours   int
		want    bool
	}{
		"what a registry knows, four weeks":       {Verdict{State: OK}, 29 * 24, true},
		"what a registry knows, a month":          {Verdict{State: OK}, 30 * 24, false},
		"what a registry does not know":           {Verdict{State: Skipped}, 29 * 24, true},
		"what a registry could not tell, an hour": {Verdict{State: Unverified}, 1, false},
	} {
		o := Outcome{Verdict: age.verdict, Agency: "arXiv", Evidence: Evidence{CheckedAt: now.Add(-hours(time.Duration(age.hours)))}}
		if got := (&Policy{MaxAge: -1}).reuses(o, now); got != age.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := Outcome{Verdict: tt.verdict, Evidence: Evidence{CheckedAt: now.Add(-tt.age)}}
			if got := tt.policy.reuses(o, now); got != tt.want {
				t.Errorf("reuses = %v, want %v", got, tt.want)
			}
		})
	}
}

package audit

import (
	"fmt"
	"testing"
	"time"

	"github.com/refmend/refmend/refs"
)

func TestReuses(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	hours := func(n time.Duration) time.Duration { return n * time.Hour }
	own := Policy{MaxAge: -1}
	tests := map[string]struct {
		verdict Verdict
		age     time.Duration
		policy  Policy
		want    bool
	}{
		"from the future":             {Verdict{State: OK}, hours(-24), own, false},
		"of another vantage":          {Verdict{State: OK}, hours(1), Policy{MaxAge: -1, Vantage: func(refs.Target) string { return "staging" }}, false},
		"by other rules":              {Verdict{State: OK}, hours(1), Policy{MaxAge: -1, Rules: 2}, false},
		"ok, five days":               {Verdict{State: OK}, 5 * day, own, true},
		"ok, nine days":               {Verdict{State: OK}, 9 * day, own, false},
		"moved":                       {Verdict{State: Moved}, 5 * day, own, true},
		"registered, three weeks":     {Verdict{State: OK, Reason: ReasonDOIRegistered}, 21 * day, own, true},
		"registered, six weeks":       {Verdict{State: OK, Reason: ReasonDOIRegistered}, 42 * day, own, false},
		"broken, an hour":             {Verdict{State: Broken}, hours(1), own, true},
		"broken, the next night":      {Verdict{State: Broken}, hours(23), own, false},
		"timeout, minutes":            {Verdict{State: Unverified, Reason: ReasonTimeout}, time.Minute, own, true},
		"timeout, two hours":          {Verdict{State: Unverified, Reason: ReasonTimeout}, hours(2), own, false},
		"blocked, hours":              {Verdict{State: Unverified, Reason: ReasonBlocked}, hours(12), own, true},
		"blocked, the next night":     {Verdict{State: Unverified, Reason: ReasonBlocked}, hours(23), own, false},
		"younger than the user wants": {Verdict{State: OK}, hours(1), Policy{MaxAge: hours(2)}, true},
		"older than the user wants":   {Verdict{State: OK}, hours(3), Policy{MaxAge: hours(2)}, false},
		"the user wants all anew":     {Verdict{State: OK}, 0, Policy{MaxAge: 0}, false},
		"the user wants broken anew":  {Verdict{State: Broken}, time.Minute, Policy{MaxAge: -1, Recheck: []State{Broken}}, false},
		"and nothing else":            {Verdict{State: OK}, time.Minute, Policy{MaxAge: -1, Recheck: []State{Broken}}, true},
	}
	for name, tt := range map[string]struct {
		verdict Verdict
		days    time.Duration
		want    bool
	}{
		"what a registry knows, three weeks": {Verdict{State: OK}, 21, true},
		"what a registry knows, six weeks":   {Verdict{State: OK}, 42, false},
		"what a registry does not know":      {Verdict{State: Skipped}, 21, true},
		"what a registry could not tell":     {Verdict{State: Unverified}, 1, false},
	} {
		o := Outcome{Verdict: tt.verdict, Agency: "arXiv", Evidence: Evidence{CheckedAt: now.Add(-tt.days * day)}}
		if got := own.reuses(&o, now); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := Outcome{Verdict: tt.verdict, Evidence: Evidence{CheckedAt: now.Add(-tt.age)}}
			if got := tt.policy.reuses(&o, now); got != tt.want {
				t.Errorf("reuses = %v, want %v", got, tt.want)
			}
		})
	}
}

// What was checked in one night falls due over several, and no target has a life
// of its own choosing.
func TestJitter(t *testing.T) {
	due := map[int]int{}
	for i := range 2000 {
		o := Outcome{Target: refs.Target(fmt.Sprintf("https://a.org/paper/%d", i)), Verdict: Verdict{State: OK}}
		life := lifetime(o)
		if life < 7*day*8/10 || life > 7*day*12/10 {
			t.Fatalf("%s lives for %v", o.Target, life)
		}
		if !Fresh(o, life-1) || Fresh(o, life) {
			t.Fatalf("%s is not fresh for %v", o.Target, life)
		}
		due[int(life/(12*time.Hour))]++
	}
	for half, n := range due {
		if n > 2000/3 {
			t.Errorf("%d of 2000 fall due in one half of day %d", n, half/2)
		}
	}
	if ok := (Verdict{State: OK}); lifetime(Outcome{Target: "https://a.org/#x", Verdict: ok}) != lifetime(Outcome{Target: "https://a.org/", Verdict: ok}) {
		t.Error("two targets of one key live for different times")
	}
	for _, l := range lifetimes {
		if l.ttl == night && float64(l.ttl)*(1+jitter) >= float64(day-time.Hour) {
			t.Errorf("%v outlives a night", l)
		}
	}
}

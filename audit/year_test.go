package audit

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"text/tabwriter"
	"time"

	"github.com/refmend/refmend/refs"
)

// A tally is how well a policy told dead links from those that had a bad night.
type tally struct {
	nights, checks int
	alarms         int // links that were called broken anew
	falseAlarms    int // of them, those that were not dead
	deaths, missed int // for good, and of those the ones that nobody was told of in time
	delays         []time.Duration
}

// perNights gives the false alarms per 10 000 nights of a link.
func (t *tally) perNights() float64 { return float64(t.falseAlarms) * 10_000 / float64(t.nights) }

// delay gives the delay that so large a share of the deaths did not exceed.
func (t *tally) delay(share float64) time.Duration {
	if len(t.delays) == 0 {
		return 0
	}
	slices.Sort(t.delays)
	return t.delays[min(len(t.delays)-1, int(share*float64(len(t.delays))))]
}

// alarm counts that a link was called broken at a time.
func (t *tally) alarm(l *worldLink, at time.Time, told map[refs.Target]bool) {
	t.alarms++
	died := l.died()
	if died.IsZero() || at.Before(died) {
		t.falseAlarms++
		return
	}
	if !told[l.target] {
		told[l.target] = true
		t.delays = append(t.delays, at.Sub(died))
	}
}

// slowest is the longest that a death may take to be told: an answer that was
// just given lives as long as an answer may, until the next night; then the rule
// wants its checks, each of which waits for a night; a wall, a day on which the
// host flickers or a weekend may cost some more.
func slowest(p Policy) time.Duration {
	wait := time.Duration(float64(7*day)*(1+jitter)) + day
	rule := p.ConfirmAfter
	if p.Failures > 1 {
		rule = max(rule, time.Duration(p.Failures-1)*(p.FailuresApart+day))
	}
	return wait + rule + 2*day
}

// liveThrough lets a year pass over links that are checked each night when their
// answers are due, and judged by a policy.
func liveThrough(w *world, p Policy, begin time.Time) tally {
	const year = 365
	var t tally
	told := map[refs.Target]bool{}
	p.MaxAge = -1
	for i := range w.links {
		l := &w.links[i]
		var past Past
		var last Outcome
		for n := range year {
			// Runs begin at one hour and take an hour.
			at := begin.Add(time.Duration(n)*day + 3*time.Hour + time.Duration((i*7919+n*104729)%3600)*time.Second)
			t.nights++
			if n > 0 && p.reuses(&last, at) {
				continue
			}
			t.checks++
			last = l.look(at)
			before := past
			past = past.With(last)
			h := p.historyOf(&before, &past)
			if h.Change == ChangeBroke || h.Change == ChangeNew && p.inLightOf(&past, last.Verdict).State == Broken {
				t.alarm(l, at, told)
			}
		}
		if died := l.died(); !died.IsZero() && died.Before(begin.Add(year*day-slowest(p))) {
			t.deaths++
			if !told[l.target] {
				t.missed++
			}
		}
	}
	return t
}

// TestYear lives through a year of nightly runs over 5000 links. With -v it prints
// the table in docs/verdicts.md.
func TestYear(t *testing.T) {
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	w := newWorld(2026, 5000, begin)
	usual := Policy{Failures: DefaultFailures, FailuresApart: DefaultFailuresApart}
	confirming := func(d time.Duration) Policy {
		p := usual
		p.ConfirmAfter = d
		return p
	}
	tests := []struct {
		name   string
		policy Policy
	}{
		{"broken at the first failure", Policy{Failures: 1}},
		{"default", usual},
		{"and confirmed for 7 days", confirming(7 * day)},
	}
	var table strings.Builder
	tw := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "rule\tdeaths\talarms\tfalse\tfalse per 10 000 link-nights\tdays late, median\t95 %\tmost")
	for _, tt := range tests {
		got := liveThrough(w, tt.policy, begin)
		days := func(d time.Duration) float64 { return d.Hours() / 24 }
		fmt.Fprintf(tw, "%s\t%d\t%d\t%d\t%.2f\t%.1f\t%.1f\t%.1f\n", tt.name, got.deaths, got.alarms, got.falseAlarms, got.perNights(), days(got.delay(0.5)), days(got.delay(0.95)), days(got.delay(1)))
		if tt.policy.Failures == 1 {
			continue // what others do
		}
		if got.deaths < 100 {
			t.Errorf("%s: only %d deaths", tt.name, got.deaths)
		}
		if got.perNights() > 1 {
			t.Errorf("%s: %.2f false alarms per 10 000 link-nights", tt.name, got.perNights())
		}
		if got.missed > 0 || got.delay(1) > slowest(tt.policy) {
			t.Errorf("%s: %d deaths untold, the slowest told after %v, not %v", tt.name, got.missed, got.delay(1), slowest(tt.policy))
		}
		if most := 365 * len(w.links) / 3; got.checks > most {
			t.Errorf("%s: %d checks in %d link-nights", tt.name, got.checks, got.nights)
		}
	}
	tw.Flush()
	t.Logf("a year over %d links:\n%s", len(w.links), &table)
}

// archive remembers in memory.
type archive map[string]Memory

func (a archive) Latest(t refs.Target, _ string) (Memory, error) {
	if m, ok := a[t.Key()]; ok {
		return m, nil
	}
	return Memory{}, ErrNotFound
}

func (a archive) Record(m Memory) error     { a[m.Target.Key()] = m; return nil }
func (a archive) Flush() error              { return nil }
func (a archive) RecordRun(RunRecord) error { return nil }

func (a archive) RecordReport(string, *Report) error { return nil }

// sky is a Checker that looks at a world.
type sky map[refs.Target]*worldLink

func (s sky) Check(_ context.Context, questions []Question, answer func(Outcome)) error {
	for _, q := range questions {
		answer(s[q.Target].look(time.Now()))
	}
	return nil
}

// Whole runs, night after night, tell the same as their parts: a comparison of
// each report with the one before has as many alarms as the links' histories.
func TestNightlyRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now() // the first of a January
		w := newWorld(4, 200, begin)
		s, a := sky{}, archive{}
		var doc refs.Document
		for i := range w.links {
			s[w.links[i].target] = &w.links[i]
			doc.References = append(doc.References, refs.Reference{Links: []refs.Link{{Kind: refs.KindURL, Target: w.links[i].target}}})
		}
		policy := Policy{MaxAge: -1, FailOn: []State{Broken}, Failures: DefaultFailures, FailuresApart: DefaultFailuresApart}
		told := map[refs.Target]bool{}
		var byHistory, byComparison tally
		var before *Report
		requests := 0
		for range 150 {
			time.Sleep(24 * time.Hour)
			report, err := Run(t.Context(), []Input{{Document: refs.Document{Path: "a.md", References: slices.Clone(doc.References)}}}, Options{Checker: s, Archive: a, Policy: policy})
			if err != nil {
				t.Fatal(err)
			}
			requests += report.Summary.Requests
			for _, ref := range report.Documents[0].References {
				if l := ref.Links[0]; l.History.Change == ChangeBroke {
					byHistory.alarm(s[l.Target], time.Now(), told)
				}
			}
			if before != nil {
				c := Compare(before, report)
				byComparison.alarms += len(c.Broke)
				if len(c.New)+len(c.Gone) > 0 {
					t.Fatalf("%d new, %d gone", len(c.New), len(c.Gone))
				}
			}
			before = report
		}
		if byHistory.alarms == 0 || byHistory.alarms > byComparison.alarms {
			t.Errorf("%d alarms by history, %d by comparison", byHistory.alarms, byComparison.alarms)
		}
		if most := 150 * len(w.links) / 3; requests > most {
			t.Errorf("%d requests, more than %d", requests, most)
		}
	})
}

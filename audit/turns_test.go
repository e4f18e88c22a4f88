package audit

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/refmend/refmend/refs"
)

func TestTakeTurns(t *testing.T) {
	tests := map[string]struct {
		due, want string // "host target:day", a host's letter and a number; ":" and nothing: never checked
	}{
		"nothing":                   {"", ""},
		"oldest first":              {"a1:3 b1:1 c1:2", "b1 c1 a1"},
		"never checked, first":      {"a1:1 b1: c1:2", "b1 a1 c1"},
		"in the documents' order":   {"b1: a1: c1:", "b1 a1 c1"},
		"hosts take turns":          {"a1: a2: a3: b1: c1: c2:", "a1 b1 c1 a2 c2 a3"},
		"of the checked too":        {"a1:1 a2:2 a3:3 b1:9 c1:8", "a1 c1 b1 a2 a3"},
		"the oldest of a host":      {"a1:9 a2:1 b1:5", "a2 b1 a1"},
		"new ones do not use turns": {"a1: a2:1 b1:2", "a1 a2 b1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var due []turn
			var names []string
			for f := range strings.FieldsSeq(tt.due) {
				target, days, _ := strings.Cut(f, ":")
				last := int64(0)
				if days != "" {
					fmt.Sscan(days, &last)
				}
				due = append(due, turn{last: last, place: int32(len(due)), host: int32(target[0] - 'a')})
				names = append(names, target)
			}
			takeTurns(due, 3)
			var got []string
			for _, d := range due {
				got = append(got, names[d.place])
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("order %s, want %s", s, tt.want)
			}
		})
	}
}

func TestTurnHost(t *testing.T) {
	for target, want := range map[refs.Target]string{
		"https://a.org/x": "a.org", "http://b.a.org:8080/": "b.a.org", "https://doi.org/10.1000/182": "10.1000", "https://doi.org/10/abc12": "doi.org",
	} {
		if got := turnHost(target); got != want {
			t.Errorf("%s burdens %q, want %q", target, got, want)
		}
	}
}

func TestAllowance(t *testing.T) {
	asked := func(p Policy, requests, checked, sent int) *run {
		return &run{Options: Options{Policy: p}, requests: requests, checked: checked, checkRequests: sent}
	}
	for name, tt := range map[string]struct {
		run     *run
		bounded bool
		want    int
	}{
		"no bound":                {asked(Policy{}, 0, 0, 0), false, 1<<63 - 1},
		"bound by time":           {asked(Policy{}, 99, 9, 99), true, slice},
		"at first":                {asked(Policy{MaxRequests: 100}, 0, 0, 0), true, 50},
		"documents count":         {asked(Policy{MaxRequests: 100}, 80, 0, 0), true, 10},
		"as many as they will do": {asked(Policy{MaxRequests: 1000}, 400, 100, 300), true, 200},
		"at least one a target":   {asked(Policy{MaxRequests: 1000}, 400, 100, 10), true, 600},
		"at least one target":     {asked(Policy{MaxRequests: 1000}, 999, 100, 900), true, 1},
		"used up":                 {asked(Policy{MaxRequests: 1000}, 1000, 100, 900), true, 0},
		"more than used up":       {asked(Policy{MaxRequests: 1000}, 1010, 100, 900), true, 0},
		"never very many at once": {asked(Policy{MaxRequests: 1e9}, 0, 0, 0), true, slice},
	} {
		if got := tt.run.allowance(tt.bounded); got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
}

// planner is an Archive that knows when targets were checked.
type planner struct {
	Archive
	last map[refs.Target]time.Time
}

func (p planner) LastChecked(t refs.Target, _ string) (time.Time, bool) {
	at, ok := p.last[t]
	return at, ok
}

// BenchmarkPlan puts a million targets of a hundred thousand hosts in order.
func BenchmarkPlan(b *testing.B) {
	const n = 1_000_000
	targets := make([]refs.Target, n)
	last := make(map[refs.Target]time.Time, n)
	for i := range targets {
		targets[i] = refs.Target(fmt.Sprintf("https://host%d.example/paper/%d", i*7919%100_000, i))
		if i%10 != 0 {
			last[targets[i]] = dawn.Add(time.Duration(i*104729%n) * time.Minute)
		}
	}
	for b.Loop() {
		r := &run{Options: Options{Archive: planner{last: last}}, subjects: map[string]*subject{}}
		for _, t := range targets {
			r.plan(t)
		}
		due := r.due
		if err := r.order(due); err != nil || len(due) != n {
			b.Fatal(err, len(due))
		}
		if !slices.ContainsFunc(due[:1], func(s *subject) bool { return last[s.target].IsZero() }) {
			b.Fatal("what was never checked is not first")
		}
	}
}

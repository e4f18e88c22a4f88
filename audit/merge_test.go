package audit

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// history makes nightly checks of one target, some nights of which are left out.
func history(rnd *rand.Rand, nights int) (all []Outcome) {
	verdicts := []Verdict{{State: OK, Reason: ReasonOK}, {State: Unverified, Reason: ReasonTimeout}, {State: Broken, Reason: ReasonNotFound}, {State: Unverified, Reason: ReasonBlocked}}
	v := verdicts[0]
	owner := 0
	for n := range nights {
		if rnd.IntN(4) == 0 {
			v = verdicts[rnd.IntN(len(verdicts))]
		}
		if rnd.IntN(10) == 0 {
			owner = rnd.IntN(3)
		}
		o := seen(float64(n), v.State, v.Reason)
		o.Evidence.CheckedAt = o.Evidence.CheckedAt.Add(time.Duration(rnd.IntN(3600)) * time.Second)
		o.Evidence.ElapsedMS = int64(100 + rnd.IntN(900))
		o.Evidence.FinalURL = []string{"", "https://b.org/", "https://c.org/"}[owner]
		o.Metadata.Title = "A page"
		all = append(all, o)
	}
	return all
}

// Merging does not depend on the order or on how often, however much each side
// has seen.
func TestMergePastsLaws(t *testing.T) {
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		p, q := past(history(rnd, rnd.IntN(300))...), past(history(rnd, rnd.IntN(300))...)
		pq := MergePasts(p, q)
		if diff := cmp.Diff(pq, MergePasts(q, p)); diff != "" {
			t.Fatalf("seed %d: the order matters: %s", seed, diff)
		}
		for _, same := range []Past{p, pq} {
			if diff := cmp.Diff(same, MergePasts(same, same), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("seed %d: merged with itself: %s", seed, diff)
			}
			if diff := cmp.Diff(same, MergePasts(same, Past{}), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("seed %d: merged with nothing: %s", seed, diff)
			}
		}
		checkPast(t, pq)
		if raw, _ := json.Marshal(pq); len(raw) > 8<<10 {
			t.Fatalf("seed %d: %d bytes", seed, len(raw))
		}
	}
}

// checkPast holds a past to what every past is.
func checkPast(t *testing.T, p Past) {
	t.Helper()
	if len(p.Spells) > maxSpells || len(p.Strikes) > maxStrikes || p.Failures < len(p.Strikes) {
		t.Fatalf("%d spells, %d strikes of %d failures", len(p.Spells), len(p.Strikes), p.Failures)
	}
	if p.FailingSince.IsZero() != (len(p.Strikes) == 0) || len(p.Strikes) > 0 && !p.Strikes[0].Equal(p.FailingSince) || !p.FailingSince.IsZero() && !p.FailingSince.After(p.LastOK) {
		t.Fatalf("last fine %v, failing since %v, strikes %v", p.LastOK, p.FailingSince, p.Strikes)
	}
	if !slices.IsSortedFunc(p.Strikes, time.Time.Compare) {
		t.Fatalf("strikes %v", p.Strikes)
	}
	for i, s := range p.Spells {
		if s.To.Before(s.From) || s.Checks < 1 || i > 0 && (s.From.Before(p.Spells[i-1].To) || s.sameAs(p.Spells[i-1])) {
			t.Fatalf("spell %d of %+v", i, p.Spells)
		}
	}
}

// What several archives saw of one target comes together, in whatever order, to
// what one would know that had seen it all.
func TestMergePastsOfParts(t *testing.T) {
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		all := history(rnd, maxStrikes)
		var seenBy [3][]Outcome
		for _, o := range all {
			by := 1 + rnd.IntN(7) // some saw it both
			for i := range seenBy {
				if by&(1<<i) != 0 {
					seenBy[i] = append(seenBy[i], o)
				}
			}
		}
		a, b, c := past(seenBy[0]...), past(seenBy[1]...), past(seenBy[2]...)
		whole := past(all...)
		for name, got := range map[string]Past{"(ab)c": MergePasts(MergePasts(a, b), c), "a(bc)": MergePasts(a, MergePasts(b, c)), "(ac)b": MergePasts(MergePasts(a, c), b)} {
			// How many checks there were, and which page was first, only one who saw
			// all of them knows.
			if diff := cmp.Diff(whole, got, cmpopts.IgnoreFields(Past{}, "Failures", "UsualMS", "Spells", "Shown", "Before")); diff != "" {
				t.Fatalf("seed %d: %s: %s", seed, name, diff)
			}
			if got.Failures > whole.Failures {
				t.Fatalf("seed %d: %s: %d failures of %d", seed, name, got.Failures, whole.Failures)
			}
			checkPast(t, got)
			policy := Policy{Failures: DefaultFailures, FailuresApart: DefaultFailuresApart}
			if policy.persists(&whole) != policy.persists(&got) {
				t.Fatalf("seed %d: %s: another verdict", seed, name)
			}
		}
	}
}

func TestMergeSpells(t *testing.T) {
	type spans = []Spell
	at := func(d int) time.Time { return dawn.AddDate(0, 0, d) }
	good := func(from, to, n int) Spell { return Spell{OK, ReasonOK, 200, at(from), at(to), n} }
	bad := func(from, to, n int) Spell { return Spell{Broken, ReasonNotFound, 404, at(from), at(to), n} }
	for name, tt := range map[string]struct{ a, b, want spans }{
		"nothing":                  {nil, nil, nil},
		"one side":                 {spans{good(0, 4, 5)}, nil, spans{good(0, 4, 5)}},
		"one after the other":      {spans{good(0, 4, 5)}, spans{bad(5, 9, 5)}, spans{good(0, 4, 5), bad(5, 9, 5)}},
		"the same seen by both":    {spans{good(0, 4, 5)}, spans{good(2, 9, 6)}, spans{good(0, 9, 6)}},
		"a bad day between":        {spans{good(0, 9, 10)}, spans{bad(4, 4, 1)}, spans{{OK, ReasonOK, 0, at(0), at(0), 5}, bad(4, 4, 1), {OK, ReasonOK, 200, at(9), at(9), 5}}},
		"goes on where one ended":  {spans{good(0, 4, 5)}, spans{good(0, 4, 5), bad(5, 6, 2)}, spans{good(0, 4, 5), bad(5, 6, 2)}},
		"within one second, twice": {spans{bad(0, 4, 5), good(4, 6, 3)}, nil, spans{bad(0, 4, 5), good(4, 6, 3)}},
	} {
		for _, got := range []spans{mergeSpells(tt.a, tt.b), mergeSpells(tt.b, tt.a)} {
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	}
}

func TestMergeIdentities(t *testing.T) {
	id := func(owner string, from, to int) *Identity {
		return &Identity{owner, owner + "'s page", dawn.AddDate(0, 0, from), dawn.AddDate(0, 0, to)}
	}
	for name, tt := range map[string]struct{ all, want []*Identity }{
		"nobody":               {[]*Identity{nil, nil, nil, nil}, []*Identity{nil, nil}},
		"one owner":            {[]*Identity{id("a", 0, 9), nil, id("a", 5, 20), nil}, []*Identity{id("a", 0, 20), nil}},
		"sold":                 {[]*Identity{id("a", 0, 9), nil, id("b", 15, 20), id("a", 3, 12)}, []*Identity{id("b", 15, 20), id("a", 0, 12)}},
		"both, by turns":       {[]*Identity{id("a", 0, 18), nil, id("b", 15, 20), nil}, []*Identity{id("b", 15, 20), nil}},
		"who stayed longer":    {[]*Identity{id("c", 15, 20), id("a", 0, 9), id("b", 10, 12), nil}, []*Identity{id("c", 15, 20), id("a", 0, 9)}},
		"a visitor in between": {[]*Identity{id("a", 0, 20), nil, id("b", 7, 8), nil}, []*Identity{id("a", 0, 20), nil}},
	} {
		for range 3 {
			shown, before := mergeIdentities(tt.all...)
			if diff := cmp.Diff(tt.want, []*Identity{shown, before}); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			slices.Reverse(tt.all)
		}
	}
}

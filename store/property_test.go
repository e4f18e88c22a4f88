package store

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// A team is two stores that learn from each other, and what each should know:
// the observations of each target, oldest first.
type team struct {
	t      *testing.T
	r      *rand.Rand
	now    time.Time
	stores [2]*Store
	known  [2]map[refs.Target][]audit.Outcome
	did    []string
}

// Whatever is observed, pruned, compacted, copied, exported and imported, in
// whatever order: every store knows of each target the newest answer it heard of,
// when it was checked first and when it was fine last.
func TestAnySequence(t *testing.T) {
	seeds := uint64(6)
	if testing.Short() {
		seeds = 2
	}
	for seed := range seeds {
		m := team{t: t, r: rand.New(rand.NewPCG(seed, 11)), now: noon}
		for i := range m.stores {
			m.stores[i] = openStore(t, storePath(t))
			m.known[i] = map[refs.Target][]audit.Outcome{}
		}
		for range 250 {
			m.step()
			if t.Failed() {
				t.Fatalf("seed %d: %s", seed, strings.Join(m.did, ", "))
			}
		}
		for i := range m.stores {
			m.check(i)
			if err := m.stores[i].Close(); err != nil {
				t.Fatal(err)
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d: %s", seed, strings.Join(m.did, ", "))
		}
	}
}

func (m *team) step() {
	i := m.r.IntN(2)
	s := m.stores[i]
	note := func(what string) { m.did = append(m.did, fmt.Sprintf("%s %d", what, i)) }
	switch n := m.r.IntN(40); n {
	case 0:
		note("flush")
		m.must(s.Flush())
	case 1:
		note("reopen")
		m.must(s.Close())
		m.stores[i] = openStore(m.t, s.path)
	case 2:
		note("compact")
		m.must(s.Close())
		_, _, err := Compact(m.t.Context(), s.path, Options{})
		m.must(err)
		m.stores[i] = openStore(m.t, s.path)
	case 3:
		note("restore")
		to := storePath(m.t)
		m.must(s.Flush())
		m.must(s.Backup(m.t.Context(), to))
		m.must(s.Close())
		m.must(os.Rename(to, s.path))
		m.stores[i] = openStore(m.t, s.path)
	case 4:
		note("prune")
		m.prune(i)
	case 5, 6:
		note("hear")
		from := m.r.IntN(2)
		var text bytes.Buffer
		m.must(m.stores[from].Flush())
		m.must(m.stores[from].Export(&text))
		_, err := s.Import(&text)
		m.must(err)
		m.hear(i, from)
	case 7:
		note("check")
		m.check(i)
	default:
		note("observe")
		m.observe(i)
	}
}

func (m *team) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatalf("%v after %s", err, strings.Join(m.did, ", "))
	}
}

func (m *team) observe(i int) {
	m.now = m.now.Add(time.Duration(1+m.r.IntN(200_000)) * time.Second)
	o := randomOutcome(m.r).Outcome
	o.Target = refs.Target(fmt.Sprintf("https://host.example/%d", m.r.IntN(12)))
	o.Evidence.CheckedAt, o.Evidence.Cached = m.now, false
	switch m.r.IntN(3) {
	case 0:
		o.Verdict = audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}
	case 1:
		o.Verdict = audit.Verdict{State: audit.Unverified, Reason: audit.ReasonTimeout}
	}
	before, err := m.stores[i].Latest(o.Target, "")
	if err != nil && !errors.Is(err, audit.ErrNotFound) {
		m.t.Fatal(err)
	}
	m.must(m.stores[i].Record(audit.Memory{Outcome: o, Past: before.Past.With(o)}))
	m.known[i][o.Target] = append(m.known[i][o.Target], o)
}

func (m *team) prune(i int) {
	keep := time.Duration(m.r.IntN(60)) * day
	m.must(m.stores[i].Flush())
	_, err := m.stores[i].Prune(Keep{Targets: keep + 1}, m.now)
	m.must(err)
	for t, all := range m.known[i] {
		if all[len(all)-1].Evidence.CheckedAt.Before(m.now.Add(-keep - 1)) {
			delete(m.known[i], t)
		}
	}
}

// hear merges what a store knows into what another one does.
func (m *team) hear(i, from int) {
	for t, theirs := range m.known[from] {
		ours := m.known[i][t]
		var all []audit.Outcome
		for len(ours) > 0 || len(theirs) > 0 {
			c := 1
			switch {
			case len(theirs) == 0:
				c = -1
			case len(ours) > 0:
				c = ours[0].Evidence.CheckedAt.Compare(theirs[0].Evidence.CheckedAt)
			}
			if c <= 0 {
				all, ours = append(all, ours[0]), ours[1:]
			}
			if c > 0 {
				all = append(all, theirs[0])
			}
			if c >= 0 {
				theirs = theirs[1:]
			}
		}
		m.known[i][t] = all
	}
}

func (m *team) check(i int) {
	s := m.stores[i]
	for n := range 12 {
		target := refs.Target(fmt.Sprintf("https://host.example/%d", n))
		got, err := s.Latest(target, "")
		all := m.known[i][target]
		if len(all) == 0 {
			if err != audit.ErrNotFound {
				m.t.Errorf("store %d knows of %s: %v", i, target, err)
			}
			continue
		}
		m.must(err)
		want := all[len(all)-1]
		if d := cmp.Diff(want, got.Outcome, sameOutcome); d != "" {
			m.t.Errorf("store %d, %s: answer (-want +got):\n%s", i, target, d)
		}
		var lastOK time.Time
		for _, o := range all {
			if p := (audit.Past{}).With(o); !p.LastOK.IsZero() {
				lastOK = p.LastOK
			}
		}
		if p := got.Past; !p.FirstChecked.Equal(all[0].Evidence.CheckedAt) || !p.LastOK.Equal(lastOK) {
			m.t.Errorf("store %d, %s: first checked %v, last fine %v, want %v, %v", i, target, p.FirstChecked, p.LastOK, all[0].Evidence.CheckedAt, lastOK)
		}
		if at, ok := s.LastChecked(target, ""); !ok || !at.Equal(want.Evidence.CheckedAt) {
			m.t.Errorf("store %d, %s: last checked %v, want %v", i, target, at, want.Evidence.CheckedAt)
		}
	}
	if f, err := s.Verify(m.t.Context()); err != nil || f.Problems > 0 || f.Targets != len(m.known[i]) {
		m.t.Errorf("store %d: %+v, %v, want %d targets", i, f, err, len(m.known[i]))
	}
}

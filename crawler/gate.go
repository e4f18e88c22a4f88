package crawler

import (
	"math"
	"time"
)

// A gate holds the tasks that lead to one authority (scheme, host and port) until
// its robots.txt is read. Tasks that wait there hold no slot.
type gate struct {
	rules   *robotsRules // nil: not read yet
	waiting []*task
}

// purge takes out the tasks of b and gives their number.
func (g *gate) purge(b *batch) int {
	kept := g.waiting[:0]
	for _, t := range g.waiting {
		if t.batch != b {
			kept = append(kept, t)
		}
	}
	n := len(g.waiting) - len(kept)
	clear(g.waiting[len(kept):])
	g.waiting = kept
	return n
}

// pass tells whether a task may be queued, which may be in order to be refused,
// and the spacing that its gate asks for. If it may not, it waits for the rules;
// the first to come has them read.
func (s *schedule) pass(t *task, now time.Time) (delay time.Duration, ok bool) {
	name := s.gateOf(t)
	if name == "" {
		return 0, true
	}
	g := s.gates[name]
	if g == nil {
		g = &gate{}
		s.gates[name] = g
		s.enqueue(s.warden(name), now)
	}
	if g.rules == nil {
		g.waiting = append(g.waiting, t)
		return 0, false
	}
	t.barred = g.rules.bars(t)
	return g.rules.delay, true
}

// rulesOf gives the rules of a gate that is open.
func (s *schedule) rulesOf(name string) *robotsRules {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.gates[name].rules
}

// admit opens a gate with its rules, which took so many requests to read.
func (s *schedule) admit(name string, rules robotsRules, requests int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, now := s.gates[name], time.Now()
	g.rules = &rules
	waiting := g.waiting
	g.waiting = nil
	for i, t := range waiting {
		if i == 0 {
			t.owed = uint16(min(requests, math.MaxUint16))
		}
		s.enqueue(t, now)
	}
	s.employ()
}

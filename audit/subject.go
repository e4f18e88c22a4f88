package audit

import (
	"errors"

	"github.com/refmend/refmend/refs"
)

// A subject is what a run knows of one target.
type subject struct {
	// target is what to ask about. points says that it names a place in its page,
	// which the answer then must tell of.
	target refs.Target
	points bool
	// answer is the newest outcome that counts: remembered and fresh, or of this
	// run; nil if there is none.
	answer   *Outcome
	past     Past // before this run's check; not kept once there is an answer
	standing standing
}

// A standing is what an answer comes to in the light of the past.
type standing struct {
	verdict Verdict
	history *History // nil: nothing is remembered
	handed  string   // says to whom a page was handed on; "": to nobody
}

// stand works out where a target stands by the newest check of it, o. past has
// this check in it, before is what it was without it if it was made in this run.
func (r *run) stand(o *Outcome, before, past *Past) standing {
	if r.Archive == nil {
		return standing{verdict: o.Verdict}
	}
	h := r.Policy.historyOf(before, past)
	return standing{r.Policy.inLightOf(past, o.Verdict), &h, r.Policy.changedHands(past, o)}
}

// load asks the archive about a subject.
func (r *run) load(s *subject) error {
	if r.Archive == nil {
		return nil
	}
	m, err := r.Archive.Latest(s.target, r.Policy.Vantage)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if m.Past.FirstChecked.IsZero() { // it was recorded without
		m.Past = m.Past.With(m.Outcome)
	}
	s.past = m.Past
	if r.Policy.reuses(&m.Outcome, r.Now()) && (!s.points || m.Anchors != nil || m.Verdict.State != OK) {
		m.Evidence.Cached = true
		s.answer, s.standing, s.past = &m.Outcome, r.stand(&m.Outcome, &s.past, &s.past), Past{}
		r.answered++
		r.fromCache++
	}
	return nil
}

// answer gives the answer about a target by its key; nil if there is none.
func (r *run) answer(key string) *Outcome {
	if s := r.subjects[key]; s != nil {
		return s.answer
	}
	return nil
}

// isBroken tells whether a target is called broken.
func (r *run) isBroken(t refs.Target) bool {
	s := r.subjects[t.Key()]
	return s != nil && s.answer != nil && s.standing.verdict.State == Broken
}

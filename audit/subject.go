package audit

import (
	"errors"
	"fmt"
	"time"

	"github.com/refmend/refmend/refs"
)

// A subject is what a run knows of one target.
type subject struct {
	// target is what to ask about. points says that it names a place in its page,
	// which the answer then must tell of.
	target  refs.Target
	points  bool
	cited   bool    // a link leads there, or the repair of one: it is a target of the report
	loaded  bool    // the archive was asked
	late    bool    // answer is what was known, though it is not fresh
	waiting int32   // begins the links that wait for the answer: see following
	last    int64   // when it was checked last, as the archive says, in nanoseconds since 1970; 0: never
	sought  *Sought // in its page, until there is an answer; nil: nothing
	// answer is of the newest outcome that counts: remembered and fresh, or of this
	// run. Until there is one, known is the remembered one that may be told
	// instead if nobody can be asked; nil: none.
	answer   *answer
	known    *Outcome
	past     *Past     // before this run, nil: none; not kept if what is remembered is the answer
	history  *History  // with the answer in it; nil: nothing is remembered
	standing *standing // what the answer comes to in the light of the past; nil: it stands for itself
	work     *subject  // what asks about the work that the answer says it is; nil: nobody
	ahead    bool      // it is what asks about a work, and asked before the network is judged
}

// A standing is what the past makes of an answer.
type standing struct {
	verdict Verdict
	handed  string // says to whom a page was handed on; "": to nobody
}

// stand works out where a target stands by the newest check of it, o, which is its
// answer. past has this check in it, before is what it was without it if it was made in
// this run.
func (r *run) stand(s *subject, o *Outcome, before, past *Past) {
	s.history, s.standing = nil, nil
	if r.Archive == nil {
		return
	}
	s.history = r.shared(r.Policy.historyOf(before, past))
	v, handed := r.Policy.inLightOf(past, o.Verdict), r.Policy.changedHands(past, o)
	if v != o.Verdict || handed != "" {
		s.standing = &standing{v, handed}
	}
}

// standAlone is stand for an outcome that is in the past already, or is to stay out
// of it.
func (r *run) standAlone(s *subject, o *Outcome) { r.stand(s, o, s.before(), s.before()) }

// standingOf gives what a subject's answer comes to.
func (s *subject) standingOf() standing {
	if s.standing != nil {
		return *s.standing
	}
	return standing{verdict: s.answer.Verdict}
}

// mostHistories bounds those that are kept to be shared.
const mostHistories = 1000

// shared gives a history that others may have too: in a first run there are few
// different ones. Nobody may change it.
func (r *run) shared(h History) *History {
	if same := r.histories[h]; same != nil {
		return same
	}
	if r.histories == nil || len(r.histories) == mostHistories {
		r.histories = map[History]*History{}
	}
	r.histories[h] = &h
	return &h
}

// load asks the archive about a subject.
func (r *run) load(s *subject) error {
	s.loaded = true
	if r.Archive == nil {
		return nil
	}
	latest, err := r.Archive.Latest(s.target, r.Policy.vantage(s.target))
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	past := latest.Past // apart: it is kept for longer
	s.past, s.last = &past, latest.Evidence.CheckedAt.UnixNano()
	now := r.Now()
	if !r.Policy.recalls(&latest.Outcome, now) {
		return nil
	}
	known := latest.Outcome
	known.Evidence.Cached = true
	if r.Policy.reuses(&known, now) && (!s.points || known.Anchors != nil || known.Verdict.State != OK) {
		r.settle(s, &known)
		r.heard(s)
	} else {
		s.known = &known
	}
	return nil
}

// settle makes a remembered outcome a subject's answer.
func (r *run) settle(s *subject, o *Outcome) {
	s.answer, s.known = answerOf(s.target, o), nil
	r.standAlone(s, o)
	s.past = nil
	r.answers++
	if s.cited {
		r.fromCache++
	}
}

// before gives the past of a subject before this run.
func (s *subject) before() *Past {
	if s.past == nil {
		return &Past{}
	}
	return s.past
}

// question gives what to ask a checker about a subject.
func (s *subject) question() Question {
	q := Question{Target: s.target, Sought: s.sought}
	if k := s.known; k != nil && k.Verdict.State == OK && k.Validator != (Validator{}) && (!s.points || k.Anchors != nil) && s.sought.coveredBy(k) {
		q.Known = k
	}
	return q
}

// outcome gives the outcome that a subject's answer is of. There must be one.
func (s *subject) outcome() Outcome { return s.answer.outcome(s.target) }

// bare is outcome without metadata, which take longest to unpack.
func (s *subject) bare() Outcome {
	o, _ := s.answer.open(s.target)
	return o
}

// answered gives the subject of a target that was answered; nil if there is none.
func (r *run) answered(t refs.Target) *subject {
	if s := r.subjects[t.Key()]; s != nil && s.answer != nil {
		return s
	}
	return nil
}

// fallBack has what is known of the subjects that nobody was asked about stand
// in for an answer, and tells whether there were any.
func (r *run) fallBack() (any bool) {
	for _, s := range r.subjects {
		if s.answer == nil && s.known != nil {
			r.settle(s, s.known)
			s.late, any = true, true
		}
	}
	return any
}

// asOf adds to a verdict that it is old, and how old.
func asOf(v Verdict, at, now time.Time) Verdict {
	v.Detail = fmt.Sprintf("%s This is as of %s ago; it was not asked about anew.", v.sentence(), Age(now.Sub(at)))
	return v
}

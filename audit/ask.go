package audit

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ask gets answers for what was planned, from the archive where they are fresh, else
// from the checker, unless the network proved to be out of order. In a run that is cut
// short, what the archive knows of the rest is loaded all the same.
func (r *run) ask(ctx context.Context) error {
	due := r.due
	r.due = nil
	r.stage++
	r.look()
	bounded := r.isBounded(ctx)
	if bounded {
		if err := r.order(due); err != nil {
			return err
		}
	}
	r.tell()
	for len(due) > 0 {
		var stale []*subject
		var err error
		most := r.allowance(bounded)
		if stale, due, err = r.takeStale(due, max(most, 1)); err != nil {
			return err
		}
		r.tell()
		switch {
		case !r.asks() || len(stale) == 0 || r.report.Run.Network != "":
			continue
		case most == 0:
			err = ErrOutOfRequests
		default:
			err = r.check(ctx, stale)
		}
		if isCut(err) {
			_, _, e := r.takeStale(due, len(due))
			return errors.Join(err, e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// recallRest has what the archive knows stand in for the answers to whatever a run
// that asks no more would still have asked about.
func (r *run) recallRest() error {
	for _, plan := range []func(){r.planReadings, r.planWorks, r.planCopies} {
		r.fallBack() // what the next ones are depends on it
		plan()
		due := r.due
		r.due = nil
		if _, _, err := r.takeStale(due, len(due)); err != nil {
			return err
		}
	}
	return nil
}

// asks tells whether anybody is asked.
func (r *run) asks() bool { return r.Checker != nil && !r.Offline }

// takeStale loads subjects until it has found as many as given that must be
// asked about. It gives these and those that were not looked at.
func (r *run) takeStale(due []*subject, most int) (stale, rest []*subject, err error) {
	for i, s := range due {
		if len(stale) == most {
			return stale, due[i:], nil
		}
		if !s.loaded {
			if err := r.load(s); err != nil {
				return nil, nil, err
			}
		}
		if s.answer == nil {
			stale = append(stale, s)
		}
	}
	return stale, nil, nil
}

// check asks the checker and records each answer as it arrives.
func (r *run) check(ctx context.Context, subjects []*subject) error {
	checking, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	questions := make([]Question, len(subjects))
	for i, s := range subjects {
		questions[i] = s.question()
	}
	err := r.Checker.Check(checking, questions, func(o Outcome) {
		if err := r.take(o); err != nil {
			stop(err)
		}
	})
	switch cause := context.Cause(checking); {
	case cause != nil && ctx.Err() == nil:
		return cause // the archive's
	case err == nil:
		return nil // all is answered, whatever has ended since
	case cause != nil:
		return Ended(ctx)
	}
	return fmt.Errorf("check links: %w", err)
}

// take notes what the checker has found, and records it unless nothing was heard of
// a host: see blame.
func (r *run) take(o Outcome) error {
	if o.Evidence.CheckedAt.IsZero() {
		o.Evidence.CheckedAt = r.Now()
	}
	o.Evidence.CheckedAt = o.Evidence.CheckedAt.UTC().Truncate(time.Second)
	r.mu.Lock()
	s := r.subjects[o.Target.Key()]
	if s == nil || s.answer != nil {
		r.mu.Unlock()
		return nil
	}
	r.checked++
	r.requests += o.Requests
	r.checkRequests += o.Requests
	if o.Verdict.Reason == ReasonOutOfTime {
		r.giveUp(s, &o)
		r.mu.Unlock()
		return nil
	}
	past := s.before().With(o)
	s.answer, s.known, s.sought = answerOf(s.target, &o), nil, nil
	r.stand(s, &o, s.before(), &past)
	r.answers++
	unheard := !r.judged && (o.unheard() || s.isUnsure(&o))
	if unheard {
		r.unheard = append(r.unheard, s)
	}
	if seen, ok := sightOf(&o); ok && !seen.sound() {
		r.wrong = true
	}
	r.tell()
	if r.following.see(&o) {
		r.look()
	}
	r.heard(s)
	r.mu.Unlock()
	if r.Archive == nil || unheard {
		return nil
	}
	return r.Archive.Record(Memory{o, past})
}

// giveUp notes that a target was not asked about, for its host was given up: that
// is no check of it, so nothing is recorded, and what is known of it is told
// instead if anything is.
func (r *run) giveUp(s *subject, o *Outcome) {
	if s.known == nil { // else see fallBack
		s.answer = answerOf(s.target, o)
		r.standAlone(s, o)
		r.answers++
		r.tell()
		r.heard(s)
	}
}

func (r *run) tell() {
	if r.Progress != nil {
		r.Progress(r.answers, len(r.subjects))
	}
}

package audit

import (
	"fmt"
	"time"
)

// The rule by which a link that cannot be verified becomes broken unless told
// otherwise: that of Wikipedia's InternetArchiveBot.
const (
	DefaultFailures      = 3
	DefaultFailuresApart = 3 * 24 * time.Hour
)

// inLightOf gives the verdict on a target whose newest check gave v: past has
// this check in it. What is kept in an archive stays v, so that other settings
// hold for what was seen before too.
func (p *Policy) inLightOf(past *Past, v Verdict) Verdict {
	if v.bearing() != failing {
		return v
	}
	if v.State == Unverified && p.persists(past) {
		v = Verdict{Broken, ReasonPersistentFailure, fmt.Sprintf("%s Since %s it has failed %d times and was never fine.",
			v.sentence(), dayOf(past.FailingSince), past.Failures)}
	}
	if v.State == Broken && !p.confirms(past, past.lastFailure()) {
		v = Verdict{Unverified, v.Reason, fmt.Sprintf("%s It has failed since %s and is called broken if it still fails on %s.",
			v.sentence(), momentOf(past.FailingSince), momentOf(past.FailingSince.Add(p.ConfirmAfter)))}
	}
	return v
}

// persists tells whether a target has failed so often and for so long that it
// is broken, however it failed.
func (p *Policy) persists(past *Past) bool { return !p.struckOut(past).IsZero() }

// struckOut gives the time of the failing check by which a target has failed often
// enough, each time far enough from the one before; zero if it has not. Those before
// a wall do not count: somebody was there to turn us away.
func (p *Policy) struckOut(past *Past) time.Time {
	n, last := 0, past.lastWall()
	count := func(at time.Time) {
		if n < p.Failures && at.After(last) && (n == 0 || at.Sub(last) >= p.FailuresApart) {
			last = at
			n++
		}
	}
	for _, at := range past.Strikes {
		count(at)
	}
	if at := past.lastFailure(); !at.IsZero() {
		count(at)
	}
	if p.Failures <= 0 || n < p.Failures {
		return time.Time{}
	}
	return last
}

// confirms tells whether what was seen failing at a time had been so for long
// enough to be called broken. What counts is what was seen: two checks within an
// hour do not confirm each other later.
func (p *Policy) confirms(past *Past, seen time.Time) bool {
	return p.ConfirmAfter <= 0 || seen.Sub(past.FailingSince) >= p.ConfirmAfter
}

// brokenSince gives the time since when a target has been called broken and was
// never fine; zero if it has not.
func (p *Policy) brokenSince(past *Past) (since time.Time) {
	if past.FailingSince.IsZero() {
		return since
	}
	confirmed := past.FailingSince.Add(p.ConfirmAfter)
	take := func(from, to time.Time) {
		if from.Before(confirmed) {
			from = confirmed
		}
		if p.confirms(past, to) && (since.IsZero() || from.Before(since)) {
			since = from
		}
	}
	for _, s := range past.Spells {
		if s.State == Broken && !s.To.Before(past.FailingSince) {
			take(s.From, s.To)
		}
	}
	if at := p.struckOut(past); !at.IsZero() {
		take(at, past.lastFailure())
	}
	return since
}

// historyOf tells the past of a target for a report. before is what it was
// without this run's check, and equal to past if there was none.
func (p *Policy) historyOf(before, past *Past) History {
	h := History{
		FirstChecked: past.FirstChecked, LastOK: past.LastOK,
		FailingSince: past.FailingSince, Failures: past.Failures, BrokenSince: p.brokenSince(past), Change: ChangeSame,
	}
	switch was := !p.brokenSince(before).IsZero(); {
	case before.FirstChecked.IsZero():
		h.Change = ChangeNew
	case !was && !h.BrokenSince.IsZero():
		h.Change = ChangeBroke
	case was && past.FailingSince.IsZero():
		h.Change = ChangeFixed
	}
	return h
}

// sentence says what a verdict means in a sentence.
func (v Verdict) sentence() string {
	if v.Detail != "" {
		return v.Detail
	}
	info, _ := Explain(v.State, v.Reason)
	return info.Meaning
}

func dayOf(t time.Time) string { return t.UTC().Format(time.DateOnly) }

func momentOf(t time.Time) string { return t.UTC().Format("2006-01-02 at 15:04 UTC") }

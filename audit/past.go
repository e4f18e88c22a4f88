package audit

import (
	"slices"
	"time"
)

// A Past is what is remembered of a target over all its checks. It is bounded:
// however often a target is checked, a Past stays below some kilobytes. The zero
// value is that of a target never checked. Times are in UTC, to the second.
type Past struct {
	FirstChecked time.Time `json:"first_checked,omitzero"`
	LastOK       time.Time `json:"last_ok,omitzero"`       // the last check that found it fine
	FailingSince time.Time `json:"failing_since,omitzero"` // the first failing check after that; zero: it does not fail
	Failures     int       `json:"failures,omitempty"`     // failing checks since then
	// Strikes are the times of failing checks since FailingSince, the first one
	// included, oldest first: one a night, and once there are maxStrikes, spread
	// over the time.
	Strikes []time.Time `json:"strikes,omitempty"`
	// UsualMS is the time in milliseconds in which it usually answers; 0: it
	// never has.
	UsualMS int64 `json:"usual_ms,omitempty"`
	// Shown is what it shows now, Before what it showed until then; nil if it has
	// never changed, or nobody knows.
	Shown  *Identity `json:"shown,omitempty"`
	Before *Identity `json:"before,omitempty"`
	// Spells are the verdicts in order, oldest first; checks in a row with the
	// same verdict are one.
	Spells []Spell `json:"spells,omitempty"`
}

const (
	maxStrikes = 16
	// strikeGap is less than a day, so that every night's check counts, though
	// it came some hours sooner than the night before.
	strikeGap = 18 * time.Hour
)

// A bearing is what a verdict says of whether a target still leads somewhere.
type bearing uint8

const (
	saysNothing bearing = iota // a refusal, or nobody could ask
	fine                       // something answers
	failing                    // nothing does, or only failures
)

// bearing says how a verdict bears on a target's life. That something answers is
// life, whatever else is suspect about it; a wall says nothing either way.
func (v Verdict) bearing() bearing {
	switch v.State {
	case OK, Moved, Suspect:
		return fine
	case Broken:
		return failing
	case Unverified:
		switch v.Reason {
		case ReasonTimeout, ReasonConnection, ReasonServerError, ReasonMalformedAnswer:
			return failing
		}
	}
	return saysNothing
}

// With gives the past that has one more check in it, at o.Evidence.CheckedAt,
// which must not be before those that p has. It shares no memory with p that
// either changes.
func (p Past) With(o Outcome) Past {
	at := o.Evidence.CheckedAt.UTC().Truncate(time.Second)
	if p.FirstChecked.IsZero() {
		p.FirstChecked = at
	}
	switch o.Verdict.bearing() {
	case fine:
		p.LastOK, p.FailingSince, p.Failures, p.Strikes = at, time.Time{}, 0, nil
		p.UsualMS = smoothed(p.UsualMS, o.Evidence.ElapsedMS)
		p = p.shows(identityOf(o, at))
	case failing:
		if p.FailingSince.IsZero() {
			p.FailingSince = at
		}
		p.Failures++
		if n := len(p.Strikes); n == 0 || at.Sub(p.Strikes[n-1]) >= strikeGap {
			p.Strikes = boundStrikes(append(slices.Clip(p.Strikes), at))
		}
	}
	p.Spells = withSpell(p.Spells, Spell{o.Verdict.State, o.Verdict.Reason, o.Evidence.Status, at, at, 1})
	return p
}

// boundStrikes drops strikes until few enough are left: those whose neighbours
// are nearest to each other, of these the oldest, but neither the first nor the
// last. What is left is spread over the whole time.
func boundStrikes(strikes []time.Time) []time.Time {
	for len(strikes) > maxStrikes {
		least := 1
		for i := 2; i < len(strikes)-1; i++ {
			if strikes[i+1].Sub(strikes[i-1]) < strikes[least+1].Sub(strikes[least-1]) {
				least = i
			}
		}
		strikes = slices.Delete(strikes, least, least+1)
	}
	return strikes
}

// smoothed follows a time that varies: an eighth of what is new counts, as in
// TCP's round-trip time (RFC 6298, section 2.3).
func smoothed(usual, now int64) int64 {
	switch {
	case now <= 0:
		return usual
	case usual == 0:
		return now
	}
	return usual + (now-usual)/8
}

// lastFailure gives the time of the last failing check since FailingSince; zero
// if it does not fail.
func (p *Past) lastFailure() (last time.Time) {
	if n := len(p.Strikes); n > 0 {
		last = p.Strikes[n-1]
	}
	for _, s := range slices.Backward(p.Spells) {
		if s.To.After(last) && !p.FailingSince.IsZero() && s.verdict().bearing() == failing {
			return s.To
		}
	}
	return last
}

// lastWall gives the time of the last check that a server answered by turning us
// away; zero if none is known.
func (p *Past) lastWall() time.Time {
	for _, s := range slices.Backward(p.Spells) {
		switch s.Reason {
		case ReasonBlocked, ReasonPaywall, ReasonRateLimited:
			return s.To
		}
	}
	return time.Time{}
}

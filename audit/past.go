package audit

import (
	"slices"
	"time"

	"golang.org/x/net/publicsuffix"

	"github.com/refmend/refmend/refs"
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
	// included, at least strikeGap apart, oldest first, at most maxStrikes.
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

// A Spell is a stretch of checks in a row that had the same verdict.
type Spell struct {
	State  State     `json:"state"`
	Reason Reason    `json:"reason"`
	Status int       `json:"status,omitempty"` // HTTP status of the last of them
	From   time.Time `json:"from"`             // of the first check
	To     time.Time `json:"to"`               // of the last check
	Checks int       `json:"checks"`
}

// An Identity is by what one sees that a page is still the one it was.
type Identity struct {
	Owner string    `json:"owner"` // registrable domain of the final address
	Title string    `json:"title"`
	From  time.Time `json:"from"` // of the first check that saw both
	To    time.Time `json:"to"`   // of the last one
}

const (
	maxSpells  = 24
	keptSpells = 8 // the newest that are never dropped
	maxStrikes = 16
	strikeGap  = 24 * time.Hour
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
// which must not be before those that p has. It shares no memory with p.
func (p Past) With(o Outcome) Past {
	at := o.Evidence.CheckedAt.UTC().Truncate(time.Second)
	if p.FirstChecked.IsZero() {
		p.FirstChecked = at
	}
	switch o.Verdict.bearing() {
	case fine:
		p.LastOK, p.FailingSince, p.Failures, p.Strikes = at, time.Time{}, 0, nil
		p.UsualMS = smoothed(p.UsualMS, o.Evidence.ElapsedMS)
		p = p.shows(o, at)
	case failing:
		if p.FailingSince.IsZero() {
			p.FailingSince = at
		}
		p.Failures++
		p.Strikes = slices.Clone(p.Strikes)
		if n := len(p.Strikes); n == 0 || n < maxStrikes && at.Sub(p.Strikes[n-1]) >= strikeGap {
			p.Strikes = append(p.Strikes, at)
		}
	}
	p.Spells = withSpell(p.Spells, Spell{o.Verdict.State, o.Verdict.Reason, o.Evidence.Status, at, at, 1})
	return p
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

// shows notes what a page shows that was found fine at a time.
func (p Past) shows(o Outcome, at time.Time) Past {
	now := Identity{Title: o.Metadata.Title, From: at, To: at}
	if now.Title == "" {
		return p
	}
	switch now.Owner = ownerOf(o); {
	case now.Owner == "":
	case p.Shown == nil:
		p.Shown = &now
	case p.Shown.Owner == now.Owner:
		// Titles of one owner's page change with its wording.
		now.From = p.Shown.From
		p.Shown = &now
	case p.Before != nil && p.Before.Owner == now.Owner:
		now.From = p.Before.From
		p.Shown, p.Before = &now, nil // it has come back
	default:
		p.Shown, p.Before = &now, p.Shown
	}
	return p
}

// ownerOf gives the registrable domain of the address that a target leads to in
// the end, "" if there is none.
func ownerOf(o Outcome) string {
	end := refs.Target(o.Evidence.FinalURL)
	if end == "" {
		end = o.Target
	}
	owner, err := publicsuffix.EffectiveTLDPlusOne(end.Host())
	if err != nil {
		return ""
	}
	return owner
}

// withSpell appends a check to spells, of which it keeps the telling ones: the
// first, the newest, and of those between the long ones.
func withSpell(spells []Spell, s Spell) []Spell {
	spells = slices.Clone(spells)
	if n := len(spells); n > 0 && spells[n-1].sameAs(s) {
		last := &spells[n-1]
		last.To, last.Status = s.To, s.Status
		last.Checks += s.Checks
		return spells
	}
	return boundSpells(append(spells, s))
}

func (s Spell) sameAs(o Spell) bool { return s.State == o.State && s.Reason == o.Reason }

// boundSpells drops the spells with the fewest checks, the oldest of them first,
// until few enough are left; what then stands side by side and is the same
// becomes one.
func boundSpells(spells []Spell) []Spell {
	for len(spells) > maxSpells {
		least := 1
		for i := 2; i < len(spells)-keptSpells; i++ {
			if spells[i].Checks < spells[least].Checks {
				least = i
			}
		}
		spells = joinSpells(slices.Delete(spells, least, least+1))
	}
	return spells
}

// joinSpells makes one of neighbours with the same verdict.
func joinSpells(spells []Spell) []Spell {
	kept := spells[:0]
	for _, s := range spells {
		if n := len(kept); n > 0 && kept[n-1].sameAs(s) {
			kept[n-1].To, kept[n-1].Status = s.To, s.Status
			kept[n-1].Checks += s.Checks
			continue
		}
		kept = append(kept, s)
	}
	return kept
}

package audit

import (
	"hash/fnv"
	"slices"
	"time"

	"github.com/refmend/refmend/refs"
)

const (
	day = 24 * time.Hour
	// night is what lives from one nightly run to the next one at most: with
	// its jitter it is still less than a day.
	night = 18 * time.Hour
)

// lifetimes says for how long an answer is as good as a new one, before jitter.
// The first row that fits counts; a row without reason fits all of its state.
//
// What leads somewhere is trusted for a week, as InternetArchiveBot does, a DOI's
// registration for a month, as EZID does. What a registry has of a work stays, but
// a retraction must be seen: a month. What is broken or suspect is looked at again
// every night, for that is what people mend; so is what turns programs away, for
// it does not change from one hour to the next. What could not be told is asked
// again in the next hour.
var lifetimes = []struct {
	state  State
	reason Reason
	agency bool // only what a registry has said: see Outcome.Agency
	ttl    time.Duration
}{
	{OK, "", true, 30 * day},
	{Moved, "", true, 30 * day},
	{Skipped, "", true, 30 * day},
	{OK, ReasonDOIRegistered, false, 30 * day},
	{OK, "", false, 7 * day},
	{Moved, "", false, 7 * day},
	{Broken, "", false, night},
	{Suspect, "", false, night},
	{Unverified, ReasonBlocked, false, night},
	{Unverified, ReasonPaywall, false, night},
	{Unverified, ReasonRobots, false, night},
	{Unverified, ReasonForbiddenAddress, false, night},
	{Unverified, "", false, time.Hour},
	{Skipped, "", false, time.Hour},
}

// jitter is the part of its lifetime by which an answer may live longer or
// shorter.
const jitter = 0.2

// Fresh tells whether an answer of some age is as good as a new one: see
// [lifetimes]. Answers about different targets live for different times, so that
// what was checked in one day does not fall due on one day. An answer from the
// future is not fresh: the clock was wrong then, or is now.
func Fresh(o Outcome, age time.Duration) bool {
	return age >= 0 && age < lifetime(o)
}

func lifetime(o Outcome) time.Duration {
	for _, l := range lifetimes {
		if l.state == o.Verdict.State && (l.reason == o.Verdict.Reason || l.reason == "") && (o.Agency != "" || !l.agency) {
			return time.Duration(float64(l.ttl) * (1 + jitter*spread(o.Target)))
		}
	}
	return 0
}

// spread gives a number from -1 to 1 that is always the same for one target.
func spread(t refs.Target) float64 {
	h := fnv.New32a()
	h.Write([]byte(t.Key()))
	return 2*float64(h.Sum32())/(1<<32) - 1
}

// reuses tells whether a remembered answer stands in for a new one.
func (p *Policy) reuses(o *Outcome, now time.Time) bool {
	if o.Verdict.Reason == ReasonRobots && o.Evidence.Error != "" {
		return false // the rules could not be read, which says nothing of tomorrow's
	}
	return p.recalls(o, now) && !slices.Contains(p.Recheck, o.Verdict.State) && p.fresh(o, now)
}

// fresh tells what [Fresh] tells, but where a rule of the user says otherwise.
func (p *Policy) fresh(o *Outcome, now time.Time) bool {
	age := now.Sub(o.Evidence.CheckedAt)
	if r := RulingOn(p.LinkRules, o.Target, now).TTL; r != nil {
		return age >= 0 && age < *r.TTL
	}
	return Fresh(*o, age)
}

// recalls tells whether a remembered answer may at least be told, with its age,
// where nobody can be asked.
func (p *Policy) recalls(o *Outcome, now time.Time) bool {
	age := now.Sub(o.Evidence.CheckedAt)
	return age >= 0 && (p.MaxAge < 0 || age < p.MaxAge) && o.Vantage == p.vantage(o.Target) && o.Rules == p.Rules
}

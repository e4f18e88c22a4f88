package audit

import (
	"cmp"
	"slices"
	"time"
)

// MergePasts gives what is known of a target that two archives remember, which
// may have seen some checks both. The order of the two does not matter, nor does
// merging one of them again. Where both saw a stretch of checks there is no
// telling how many they were: the larger number counts.
func MergePasts(a, b Past) Past {
	m := Past{FirstChecked: a.FirstChecked, LastOK: a.LastOK, UsualMS: a.UsualMS, Spells: mergeSpells(a.Spells, b.Spells)}
	if m.FirstChecked.IsZero() || !b.FirstChecked.IsZero() && b.FirstChecked.Before(m.FirstChecked) {
		m.FirstChecked = b.FirstChecked
	}
	if newer := b.LastOK.Compare(a.LastOK); newer > 0 && b.UsualMS > 0 || newer == 0 && b.UsualMS > a.UsualMS || a.UsualMS == 0 {
		m.UsualMS = b.UsualMS
	}
	if b.LastOK.After(m.LastOK) {
		m.LastOK = b.LastOK
	}
	m.Shown, m.Before = mergeIdentities(a.Shown, a.Before, b.Shown, b.Before)
	for _, p := range []*Past{&a, &b} {
		known, failures := p.failuresAfter(m.LastOK)
		m.Strikes = append(m.Strikes, known...)
		m.Failures = max(m.Failures, failures)
	}
	m.Strikes = apart(m.Strikes)
	if len(m.Strikes) > 0 {
		m.FailingSince = m.Strikes[0]
		m.Failures = max(m.Failures, len(m.Strikes))
	}
	m.Strikes = boundStrikes(m.Strikes)
	return m
}

// failuresAfter gives the times of the failing checks that are known after a
// fine one, and how many there were at least.
func (p *Past) failuresAfter(fine time.Time) (known []time.Time, n int) {
	if p.FailingSince.After(fine) {
		return p.Strikes, p.Failures
	}
	for _, at := range append(slices.Clip(p.Strikes), p.lastFailure()) {
		if at.After(fine) {
			known = append(known, at)
		}
	}
	known = slices.CompactFunc(known, time.Time.Equal)
	return known, len(known)
}

// apart gives the times in order, without those that are too near to the one
// before to be strikes.
func apart(times []time.Time) []time.Time {
	slices.SortFunc(times, time.Time.Compare)
	kept := times[:0]
	for _, at := range times {
		if n := len(kept); n == 0 || at.Sub(kept[n-1]) >= strikeGap {
			kept = append(kept, at)
		}
	}
	return kept
}

// mergeIdentities gives what a page shows now, and what it showed before. An
// owner who was seen all the while beside the present one was none before him.
func mergeIdentities(all ...*Identity) (shown, before *Identity) {
	owners := map[string]*Identity{}
	for _, id := range all {
		if id == nil {
			continue
		}
		known, ok := owners[id.Owner]
		if !ok {
			same := *id
			owners[id.Owner] = &same
			continue
		}
		if cmp.Or(id.To.Compare(known.To), cmp.Compare(id.Title, known.Title)) > 0 {
			known.Title = id.Title
		}
		if id.From.Before(known.From) {
			known.From = id.From
		}
		if id.To.After(known.To) {
			known.To = id.To
		}
	}
	for _, id := range owners {
		if shown == nil || cmp.Or(id.To.Compare(shown.To), cmp.Compare(id.Owner, shown.Owner)) > 0 {
			shown = id
		}
	}
	for _, id := range owners {
		if id != shown && id.To.Before(shown.From) &&
			(before == nil || cmp.Or(cmp.Compare(id.lasted(), before.lasted()), cmp.Compare(id.Owner, before.Owner)) > 0) {
			before = id
		}
	}
	return shown, before
}

// mergeSpells interleaves the spells of two archives by time: of a spell, only
// its first and its last check are known, so another one may lie between.
func mergeSpells(a, b []Spell) []Spell {
	points := pointsOf(append(slices.Clip(a), b...))
	var merged []Spell
	at := map[point]int{} // which of merged a point belongs to
	for i := 0; i < len(points); i++ {
		p := points[i]
		if n := len(merged); n > 0 {
			// Of what was seen in one second, what goes on comes first.
			for k := i + 1; k < len(points) && points[k].second == p.second; k++ {
				if last := merged[n-1]; points[k].state == last.State && points[k].reason == last.Reason {
					points[i], points[k] = points[k], p
					p = points[i]
					break
				}
			}
		}
		s := Spell{p.state, p.reason, p.status, p.time(), p.time(), 0}
		if n := len(merged); n > 0 && merged[n-1].sameAs(s) {
			merged[n-1] = merged[n-1].with(s)
		} else {
			merged = append(merged, s)
		}
		p.status = 0
		at[p] = len(merged) - 1
	}
	for _, side := range [][]Spell{a, b} {
		checks := make([]int, len(merged))
		for _, s := range side {
			checks[at[pointOf(s, s.From)]] += (s.Checks + 1) / 2
			checks[at[pointOf(s, s.To)]] += s.Checks / 2
		}
		for i, n := range checks {
			merged[i].Checks = max(merged[i].Checks, n, 1)
		}
	}
	return boundSpells(merged)
}

// A point is a check of which it is known when it was and what it gave.
type point struct {
	second int64
	state  State
	reason Reason
	status int
}

func (p point) time() time.Time { return time.Unix(p.second, 0).UTC() }

func pointOf(s Spell, at time.Time) point {
	return point{second: at.Unix(), state: s.State, reason: s.Reason}
}

// pointsOf gives the first and the last check of each spell in order, each once.
func pointsOf(spells []Spell) []point {
	var all []point
	for _, s := range spells {
		first, last := pointOf(s, s.From), pointOf(s, s.To)
		last.status = s.Status
		if first == pointOf(s, s.To) {
			first.status = s.Status
		}
		all = append(all, first, last)
	}
	slices.SortFunc(all, func(p, q point) int {
		return cmp.Or(cmp.Compare(p.second, q.second), cmp.Compare(p.state, q.state), cmp.Compare(p.reason, q.reason), cmp.Compare(q.status, p.status))
	})
	return slices.CompactFunc(all, func(p, q point) bool { p.status, q.status = 0, 0; return p == q })
}

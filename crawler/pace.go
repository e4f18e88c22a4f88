package crawler

import "time"

const (
	leastSlowdown = 250 * time.Millisecond // spacing after the first refusal, at least
	maxSpacing    = 10 * time.Second       // that a host can bring about, however it does
	goodAnswers   = 5                      // in a row that undo one step of a slow-down
	slowAnswer    = time.Second            // smoothed; a host that is faster is not overburdened
	slowFactor    = 3                      // so many times its best is slow for a host
	smoothing     = 4                      // answers, about, that make up the smoothed latency
)

// A pace is how fast requests to one host may follow each other. It falls when
// the host refuses requests or grows slow, and recovers step by step.
type pace struct {
	least time.Duration // spacing that is owed in any case
	most  int           // requests at once when all is well
	told  limits        // by the host's headers; pause is not kept here

	slack   time.Duration // spacing because of refusals; 0: none
	fewer   int           // requests at once less than most
	good    int           // good answers since the last change
	changed time.Time     // last slow-down
	best    time.Duration // latency; 0: unknown
	smooth  time.Duration
}

// spacing is the time from one request to the next.
func (p *pace) spacing() time.Duration { return max(p.least, p.told.spacing, p.slack) }

// atOnce is how many requests may be in flight, one at least.
func (p *pace) atOnce() int {
	n := max(1, p.most-p.fewer)
	if p.told.atOnce > 0 {
		n = min(n, p.told.atOnce)
	}
	return n
}

// usual tells whether there is nothing to remember.
func (p *pace) usual() bool { return p.slack == 0 && p.fewer == 0 && p.told == (limits{}) }

// heed takes in how long a request took, and whether it was refused (429, 503) or
// failed in another way. What was under way when the pace fell last says nothing
// of the pace since.
func (p *pace) heed(refused, failed bool, took time.Duration, now time.Time) {
	before := now.Add(-took).Before(p.changed)
	switch {
	case refused && before:
	case refused:
		p.slack = min(maxSpacing, max(2*p.slack, p.least, leastSlowdown))
		p.fewer, p.good, p.changed = p.most-1, 0, now
	case p.observe(took) && !before:
		p.fewer, p.good, p.changed = min(p.most-1, p.fewer+(p.most-p.fewer+1)/2), 0, now
	case !failed:
		p.recover()
	}
}

// observe takes in a latency and tells whether the host has grown slow.
func (p *pace) observe(took time.Duration) bool {
	if p.best == 0 || took < p.best {
		p.best = took
	}
	if p.smooth == 0 {
		p.smooth = took
	}
	p.smooth += (took - p.smooth) / smoothing
	return p.smooth > slowAnswer && p.smooth > slowFactor*p.best
}

func (p *pace) recover() {
	if p.slack == 0 && p.fewer == 0 {
		return
	}
	if p.good++; p.good < goodAnswers {
		return
	}
	p.good = 0
	if p.slack > 0 {
		if p.slack /= 2; p.slack < max(leastSlowdown, p.least) {
			p.slack = 0
		}
		return
	}
	p.fewer--
}

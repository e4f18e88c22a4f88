package audit

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/refmend/refmend/refs"
)

// A world is hosts and links as they are on the web, played from a seed: what a
// check finds depends on the time alone.
type world struct {
	links []worldLink
}

type worldHost struct {
	flaky    float64  // share of checks that fail for no reason
	weekends bool     // it rests from Friday night to Monday morning
	outages  []outage // in order of their beginning
	dies     time.Time
	deathBed Verdict // what it says when it is dead
}

// An outage is a time in which all checks of a host find the same, or half of
// them, while it recovers.
type outage struct {
	from, to time.Time
	says     Verdict
	half     bool
}

type worldLink struct {
	target   refs.Target
	host     *worldHost
	dies     time.Time // its page; zero: it does not
	deathBed Verdict
}

var (
	saysTimeout     = Verdict{State: Unverified, Reason: ReasonTimeout}
	saysConnection  = Verdict{State: Unverified, Reason: ReasonConnection}
	saysServerError = Verdict{State: Unverified, Reason: ReasonServerError}
	saysBlocked     = Verdict{State: Unverified, Reason: ReasonBlocked}
	saysNotFound    = Verdict{State: Broken, Reason: ReasonNotFound}
	saysNoName      = Verdict{State: Broken, Reason: ReasonDNS}
)

// newWorld makes links on a third as many hosts, a few of which have very many,
// and lets a year happen to them.
func newWorld(seed uint64, links int, begin time.Time) *world {
	rnd := rand.New(rand.NewPCG(seed, 7))
	w := &world{}
	hosts := make([]*worldHost, max(1, links/3))
	for i := range hosts {
		hosts[i] = newWorldHost(rnd, begin)
	}
	for i := range links {
		h := int(float64(len(hosts)) * math.Pow(rnd.Float64(), 2))
		l := worldLink{target: refs.Target(fmt.Sprintf("https://host%d.org/paper/%d", h, i)), host: hosts[h]}
		if rnd.Float64() < 0.03 { // pages go at 3 % a year beside their hosts
			l.dies, l.deathBed = someDay(rnd, begin), saysNotFound
		}
		w.links = append(w.links, l)
	}
	return w
}

func someDay(rnd *rand.Rand, begin time.Time) time.Time {
	return begin.Add(time.Duration(rnd.Float64() * float64(365*day)))
}

func newWorldHost(rnd *rand.Rand, begin time.Time) *worldHost {
	h := &worldHost{flaky: 0.001 * math.Pow(20, rnd.Float64()), weekends: rnd.Float64() < 0.01}
	failures := []Verdict{saysTimeout, saysConnection, saysServerError}
	// happens adds so many outages a year, of lengths around a typical one.
	happens := func(perYear float64, typical time.Duration, vary float64, says Verdict) {
		for n := poisson(rnd, perYear); n > 0; n-- {
			from := someDay(rnd, begin)
			to := from.Add(time.Duration(float64(typical) * math.Exp(vary*rnd.NormFloat64())))
			h.outages = append(h.outages, outage{from, to, says, false})
			if rnd.Float64() < 0.3 {
				h.outages = append(h.outages, outage{to, to.Add(to.Sub(from) / 2), failures[rnd.IntN(3)], true})
			}
		}
	}
	happens(6, 2*time.Hour, 1, failures[rnd.IntN(3)])      // restarts, overload
	happens(0.3, 36*time.Hour, 0.7, failures[rnd.IntN(3)]) // moves, broken disks
	happens(0.02, 6*time.Hour, 0.7, saysNotFound)          // deployments that went wrong
	happens(0.005, 3*day, 0.7, saysNoName)                 // names not paid for in time
	if rnd.Float64() < 0.15 {                              // walls that come and go
		happens(4, 20*day, 1, saysBlocked)
	}
	if rnd.Float64() < 0.02 {
		h.dies, h.deathBed = someDay(rnd, begin), []Verdict{saysNoName, saysNotFound, saysTimeout, saysConnection, saysServerError}[rnd.IntN(5)]
	}
	slices.SortFunc(h.outages, func(a, b outage) int { return a.from.Compare(b.from) })
	return h
}

// poisson gives a number of events of which there are so many on average.
func poisson(rnd *rand.Rand, mean float64) (n int) {
	for p := rnd.Float64(); p > math.Exp(-mean); p *= rnd.Float64() {
		n++
	}
	return n
}

// died gives when a link died for good, zero if it lives.
func (l *worldLink) died() time.Time {
	if l.dies.IsZero() || !l.host.dies.IsZero() && l.host.dies.Before(l.dies) {
		return l.host.dies
	}
	return l.dies
}

// look gives what a check of a link finds at a time.
func (l *worldLink) look(at time.Time) Outcome {
	o := Outcome{Target: l.target, Verdict: Verdict{State: OK, Reason: ReasonOK}, Evidence: Evidence{CheckedAt: at, ElapsedMS: 200}, Requests: 1}
	h := l.host
	rnd := rand.New(rand.NewPCG(uint64(at.Unix()), uint64(AnchorHash(string(l.target)))))
	flake := rnd.Float64() < h.flaky
	switch dead := !h.dies.IsZero() && !at.Before(h.dies); {
	case flake:
		o.Verdict = []Verdict{saysTimeout, saysConnection, saysServerError}[rnd.IntN(3)]
		return o
	case dead:
		o.Verdict = h.deathBed
		return o
	case h.weekends && (at.Weekday() == time.Saturday || at.Weekday() == time.Sunday):
		o.Verdict = saysConnection
		return o
	}
	for _, out := range h.outages {
		if !at.Before(out.from) && at.Before(out.to) && (!out.half || rnd.IntN(2) == 0) {
			o.Verdict = out.says
			return o
		}
	}
	if !l.dies.IsZero() && !at.Before(l.dies) {
		o.Verdict = l.deathBed
	}
	return o
}

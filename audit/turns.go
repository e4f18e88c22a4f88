package audit

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/refmend/refmend/refs"
)

// A Planner is an [Archive] that knows quickly when a target was checked last.
type Planner interface {
	// LastChecked gives the time of the newest check of a target of the same Key
	// as seen from a vantage, and whether there was one.
	LastChecked(t refs.Target, vantage string) (time.Time, bool)
}

// slice is the most targets that are asked about at once in a run that may be
// cut short: the archive is asked about them just before.
const slice = 1 << 14

// isBounded tells whether a run may end before all is asked.
func (r *run) isBounded(ctx context.Context) bool {
	_, deadline := ctx.Deadline()
	return r.asks() && (deadline || r.Policy.MaxRequests > 0)
}

// order puts subjects in the order in which a run that may be cut short asks
// about them.
func (r *run) order(all []*subject) error {
	planner, quick := r.Archive.(Planner)
	turns := make([]turn, len(all))
	hosts := map[string]int32{}
	for i, s := range all {
		name := turnHost(s.target)
		host, ok := hosts[name]
		if !ok {
			host = int32(len(hosts))
			hosts[name] = host
		}
		turns[i] = turn{place: int32(i), host: host}
		if quick {
			if at, ok := planner.LastChecked(s.target, r.Policy.vantage(s.target)); ok {
				turns[i].last = max(at.UnixNano(), 1)
			}
			continue
		}
		if err := r.load(s); err != nil {
			return err
		}
		if s.past != nil {
			turns[i].last = max(s.last, 1)
		}
	}
	takeTurns(turns, len(hosts))
	planned := slices.Clone(all)
	for i, t := range turns {
		all[i] = planned[t.place]
	}
	return nil
}

// A turn is the place of a subject in the order. It is small and without pointers,
// for there may be millions.
type turn struct {
	last  int64 // when it was checked last, in nanoseconds since 1970; 0: never
	place int32 // among what was planned
	host  int32
	round int32
}

// takeTurns puts first what was never checked, then what was checked longest
// ago; of both, each host has one target in a round, so that none takes the time
// or the requests of all others. What is equal stays in its order. The hosts are
// numbered from 0.
func takeTurns(all []turn, hosts int) {
	byAge := func(a, b turn) int { return cmp.Or(cmp.Compare(a.last, b.last), cmp.Compare(a.place, b.place)) }
	slices.SortFunc(all, byAge)
	old, _ := slices.BinarySearchFunc(all, int64(1), func(t turn, least int64) int { return cmp.Compare(t.last, least) })
	for _, part := range [][]turn{all[:old], all[old:]} {
		rounds := make([]int32, hosts)
		for i := range part {
			part[i].round = rounds[part[i].host]
			rounds[part[i].host]++
		}
		slices.SortFunc(part, func(a, b turn) int { return cmp.Or(cmp.Compare(a.round, b.round), byAge(a, b)) })
	}
}

// turnHost gives the host that a question about a target is a burden to. Of a
// DOI it is its registrant, at whose host the page is.
func turnHost(t refs.Target) string {
	if id := t.DOI(); id != "" {
		registrant, _, _ := strings.Cut(id, "/")
		return registrant
	}
	return t.Host()
}

// allowance gives how many targets may be asked about next: of what is left of
// the requests, as many as they will probably do for.
func (r *run) allowance(bounded bool) int {
	if !bounded {
		return math.MaxInt
	}
	if r.Policy.MaxRequests <= 0 {
		return slice
	}
	left := r.Policy.MaxRequests - r.requests
	if left <= 0 {
		return 0
	}
	each := 2.0
	if r.checked > 0 {
		each = max(1, float64(r.checkRequests)/float64(r.checked))
	}
	return min(slice, max(1, int(float64(left)/each)))
}

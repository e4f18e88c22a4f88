package crawler

import (
	"slices"
	"time"

	"github.com/refmend/refmend/refs"
)

// A host is left alone when so many of its targets in a row have failed over so
// long a time in a way that may pass: every link to a dead host would cost all
// its timeouts. After a rest one request is let through, to see.
const (
	troubleTargets = 8
	troubleTime    = 10 * time.Second
	troubleRest    = 30 * time.Second
	// refusalTime is how long a host may do nothing but ask for fewer requests
	// (429), however slowly it is asked. Limits are mostly counted by the minute.
	refusalTime = 90 * time.Second
)

// A trouble is a row of failed requests to one host: of timeouts, connections that
// break or do not come about, and failures of the server's own. The zero value is
// none.
type trouble struct {
	fails int           // requests
	since time.Time     // end of the first
	until time.Time     // end of the last
	of    []refs.Target // the first of those that failed, each once
}

// note adds the failed request of a target.
func (r *trouble) note(t refs.Target, now time.Time) {
	if r.fails++; r.fails == 1 {
		r.since = now
	}
	r.until = now
	if len(r.of) < troubleTargets && !slices.Contains(r.of, t) {
		r.of = append(r.of, t)
	}
}

// lasts tells whether the host is to be left alone.
func (r *trouble) lasts() bool { return r.lastsFor(troubleTime) }

// lastsFor tells whether a row of so many targets has gone on for d.
func (r *trouble) lastsFor(d time.Duration) bool {
	return len(r.of) >= troubleTargets && r.until.Sub(r.since) >= d
}

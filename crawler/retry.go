package crawler

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
)

const (
	// hostPatience is how many times MaxRetryAfter a host may make a run wait
	// by refusing requests, over all its targets.
	hostPatience = 5
	// targetPatience is the same for the retries of one target.
	targetPatience = 3
	maxBackoff     = 30 * time.Second
)

// passing tells whether what went wrong may be over when asked again.
func passing(f failure, status int) bool {
	switch f {
	case timedOut, noConnection, garbled:
		return true
	case noFailure:
		switch status {
		case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
			return true
		case http.StatusNotImplemented, http.StatusHTTPVersionNotSupported:
			return false
		}
		return status >= 500 && status < 600
	}
	return false
}

// newBackoff gives the times to wait before retries: each about three times
// the one before, and at random lest all come back at once.
func newBackoff(first time.Duration) *backoff.ExponentialBackOff {
	return &backoff.ExponentialBackOff{
		InitialInterval: first, RandomizationFactor: 0.5, Multiplier: 3, MaxInterval: maxBackoff,
	}
}

// parseRetryAfter reads a Retry-After header: seconds or a date (RFC 9110,
// section 10.2.3). A time that has passed is 0.
func parseRetryAfter(value string, now time.Time) (time.Duration, bool) {
	value = strings.TrimSpace(value)
	if n, err := strconv.ParseFloat(value, 64); err == nil && !math.IsNaN(n) {
		return secondsLong(n), true
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	return max(0, at.Sub(now)), true
}

// experience says what an answer tells of its host, whatever it says of its target.
func (c *Crawler) experience(a *answer, f failure, now time.Time) step {
	st := step{heard: a.status != 0, took: a.elapsed}
	if a.status != 0 {
		st.limits = readLimits(a.header, now)
		st.limits.pause = min(st.limits.pause, c.options.MaxRetryAfter)
	}
	if passing(f, a.status) && !walled(a) {
		st.refused = a.status == http.StatusTooManyRequests || a.status == http.StatusServiceUnavailable
		st.failed = f != noFailure || a.status >= 500
	}
	return st
}

func walled(a *answer) bool {
	if a.status == 0 {
		return false
	}
	_, walled := a.wall()
	return walled
}

// retry decides whether the request of t is made again, and what its answer
// means for the whole host.
func (c *Crawler) retry(ch *chain, a *answer, f failure, now time.Time) (st step) {
	if f == nameDoubtful && ch.doubts == 0 {
		ch.doubts++
		return step{again: true, wait: c.backoff}
	}
	if f == badCert && !ch.lax && ch.purpose != toAsk && !ch.atResolver(c) {
		ch.lax, ch.certificate = true, certificateFault(a.err, now)
		return step{again: true}
	}
	if !passing(f, a.status) {
		return step{}
	}
	wait := time.Duration(0)
	if a.status >= 400 {
		if walled(a) {
			return step{} // it is not load that the host minds
		}
		wait, _ = parseRetryAfter(a.header.Get("Retry-After"), now)
	}
	limited := a.status == http.StatusTooManyRequests
	if wait > c.options.MaxRetryAfter {
		if limited {
			ch.asked, st.shut = wait, wait
		}
		return st
	}
	if ch.backoff == nil {
		ch.backoff = newBackoff(c.backoff)
	}
	wait = max(wait, ch.backoff.NextBackOff())
	if limited {
		st.pause = wait
	}
	if ch.retries >= ch.settings.Retries || ch.waited+wait > targetPatience*c.options.MaxRetryAfter {
		return st
	}
	ch.retries++
	ch.waited += wait
	ch.last, ch.lastFailure = a.slim(), f
	st.again, st.wait = true, wait
	// The last time is when all else is done: a bad quarter of an hour passes.
	st.late = ch.retries == ch.settings.Retries && !limited
	return st
}

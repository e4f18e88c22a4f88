package crawler

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/dunglas/httpsfv"
)

// limits are what the header of an answer says of the pace that its host wants.
// Zero fields say nothing.
type limits struct {
	pause   time.Duration // no request is left for so long
	spacing time.Duration // from one request to the next
	atOnce  int           // requests
}

// readLimits reads the fields that are in use: RateLimit of the IETF's drafts (as
// a list of policies since draft 8, as a dictionary until draft 7, in fields of its
// own until draft 6), the same with "X-" before them, and Crossref's X-Rate-Limit-
// Limit, X-Rate-Limit-Interval and X-Concurrency-Limit (REST API, "Rate limits").
func readLimits(h http.Header, now time.Time) (l limits) {
	for _, line := range h.Values("RateLimit") {
		l.pause = max(l.pause, policyPause([]string{line}))
	}
	for _, prefix := range []string{"Ratelimit-", "X-Ratelimit-", "X-Rate-Limit-"} {
		left, ok := leadingNumber(h.Get(prefix + "Remaining"))
		if ok && left <= 0 {
			l.pause = max(l.pause, parseReset(h.Get(prefix+"Reset"), now))
		}
	}
	limit, ok := leadingNumber(h.Get("X-Rate-Limit-Limit"))
	interval, err := time.ParseDuration(strings.TrimSpace(h.Get("X-Rate-Limit-Interval")))
	if ok && err == nil && limit >= 1 && interval > 0 {
		l.spacing = min(maxSpacing, time.Duration(float64(interval)/limit))
	}
	if n, ok := leadingNumber(h.Get("X-Concurrency-Limit")); ok && n >= 1 {
		l.atOnce = int(min(n, math.MaxInt16))
	}
	return l
}

// policyPause reads RateLimit as a structured field: `"default";r=0;t=30`, or
// `limit=100, remaining=0, reset=30`.
func policyPause(lines []string) (pause time.Duration) {
	if list, err := httpsfv.UnmarshalList(lines); err == nil {
		for _, member := range list {
			item, ok := member.(httpsfv.Item)
			if !ok || item.Params == nil {
				continue
			}
			left, hasLeft := wholeNumber(item.Params.Get("r"))
			wait, hasWait := wholeNumber(item.Params.Get("t"))
			if hasLeft && hasWait && left <= 0 {
				pause = max(pause, secondsLong(float64(wait)))
			}
		}
	}
	if all, err := httpsfv.UnmarshalDictionary(lines); err == nil {
		left, hasLeft := memberNumber(all, "remaining")
		wait, hasWait := memberNumber(all, "reset")
		if hasLeft && hasWait && left <= 0 {
			pause = max(pause, secondsLong(float64(wait)))
		}
	}
	return pause
}

func memberNumber(all *httpsfv.Dictionary, name string) (int64, bool) {
	member, ok := all.Get(name)
	if !ok {
		return 0, false
	}
	item, ok := member.(httpsfv.Item)
	if !ok {
		return 0, false
	}
	return wholeNumber(item.Value, true)
}

func wholeNumber(value any, ok bool) (int64, bool) {
	n, isNumber := value.(int64)
	return n, ok && isNumber
}

// leadingNumber reads the number that a field begins with; behind it may stand
// others, of further limits.
func leadingNumber(value string) (float64, bool) {
	if value == "" {
		return 0, false // as most often
	}
	if at := strings.IndexAny(value, ",;"); at >= 0 {
		value = value[:at]
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	return n, err == nil && !math.IsNaN(n)
}

// parseReset reads when a limit is reset: in seconds, as a duration ("6m0s"), or
// as a time in seconds or milliseconds since 1970. 0 is what cannot be read or has
// passed.
func parseReset(value string, now time.Time) time.Duration {
	const year2001 = 1e9 // nobody waits for that long
	n, ok := leadingNumber(value)
	switch {
	case !ok:
		d, err := time.ParseDuration(strings.TrimSpace(value))
		if err != nil {
			return 0
		}
		return secondsLong(d.Seconds())
	case n >= year2001*1000:
		n = n/1000 - float64(now.UnixMilli())/1000
	case n >= year2001:
		n -= float64(now.UnixMilli()) / 1000
	}
	return secondsLong(n)
}

// secondsLong is n seconds: not less than none, and not more than a year.
func secondsLong(n float64) time.Duration {
	const longest = 365 * 24 * 3600 // no clock of ours outlives it
	return time.Duration(max(0, min(n, longest)) * float64(time.Second))
}

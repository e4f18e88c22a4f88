package crawler

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/refmend/refmend/audit"
)

// failFirst answers n times with f before it serves.
func failFirst(n int32, f http.HandlerFunc) http.HandlerFunc { return failThen(n, f, serve) }

// failThen answers n times with f before it goes on with then.
func failThen(n int32, f, then http.HandlerFunc) http.HandlerFunc {
	var count atomic.Int32
	return func(rw http.ResponseWriter, r *http.Request) {
		if count.Add(1) <= n {
			f(rw, r)
			return
		}
		then(rw, r)
	}
}

func refuse(status int, retryAfter string) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) {
		if retryAfter != "" {
			rw.Header().Set("Retry-After", retryAfter)
		}
		rw.WriteHeader(status)
	}
}

func TestCheckRetries(t *testing.T) {
	w := newWeb(t)
	slow := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	w.on("site.example/500", failFirst(2, refuse(500, "")))
	w.on("site.example/503", failFirst(1, refuse(503, "")))
	w.on("site.example/reset", failFirst(2, raw("reset")))
	w.on("site.example/garbage", failFirst(1, raw("?\r\n\r\n")))
	w.on("site.example/slow", failFirst(1, slow))
	w.on("site.example/down", refuse(502, ""))
	w.on("site.example/404", failFirst(1, refuse(404, "")))
	w.on("site.example/403", failFirst(1, refuse(403, "")))
	w.on("site.example/501", failFirst(1, refuse(501, "")))
	w.on("site.example/maintenance", refuse(503, "3600"))
	w.redirect("site.example/redirect", 302, "/flaky")
	w.on("site.example/flaky", failFirst(2, refuse(500, "")))
	o := w.options()
	o.Retries, o.Timeout = 2, 300*time.Millisecond
	for path, want := range map[string]struct {
		state    audit.State
		reason   audit.Reason
		attempts int
		requests int
	}{
		"500":         {audit.OK, audit.ReasonOK, 3, 3},
		"503":         {audit.OK, audit.ReasonOK, 2, 2},
		"reset":       {audit.OK, audit.ReasonOK, 3, 3},
		"garbage":     {audit.OK, audit.ReasonOK, 2, 2},
		"slow":        {audit.OK, audit.ReasonOK, 2, 2},
		"down":        {audit.Unverified, audit.ReasonServerError, 3, 3},
		"404":         {audit.Broken, audit.ReasonNotFound, 1, 1},
		"403":         {audit.Unverified, audit.ReasonBlocked, 1, 1},
		"501":         {audit.Unverified, audit.ReasonServerError, 1, 1},
		"maintenance": {audit.Unverified, audit.ReasonServerError, 1, 1},
		"redirect":    {audit.OK, audit.ReasonOK, 3, 4},
	} {
		c := newTestCrawler(t, o) // net/http asks again by itself if a used connection breaks
		o := check(t, c, "http://site.example/"+path)
		wantVerdict(t, o, want.state, want.reason)
		if o.Evidence.Attempts != want.attempts || o.Requests != want.requests {
			t.Errorf("%s: %d attempts, %d requests; want %+v", path, o.Evidence.Attempts, o.Requests, want)
		}
	}
}

func TestCheckHonoursRetryAfter(t *testing.T) {
	w := newWeb(t)
	var first, second time.Time
	w.on("site.example/", func(rw http.ResponseWriter, r *http.Request) {
		if first.IsZero() {
			first = time.Now()
			refuse(429, "1")(rw, r)
			return
		}
		if second.IsZero() {
			second = time.Now()
		}
		serve(rw, r)
	})
	o := w.options()
	o.Retries, o.PerHost = 2, 1
	c := newTestCrawler(t, o)
	for _, o := range checkAll(t, c, "https://site.example/a", "https://site.example/b", "https://site.example/c") {
		wantVerdict(t, o, audit.OK, audit.ReasonOK)
	}
	if gap := second.Sub(first); gap < time.Second {
		t.Errorf("the host was asked again after %v, by whatever target: it wanted a second", gap)
	}
}

// A host that wants to be left alone for an hour is, at once.
func TestCheckLeavesHostAlone(t *testing.T) {
	w := newWeb(t)
	var asked atomic.Int32
	w.on("busy.example/", func(rw http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		refuse(429, "3600")(rw, r)
	})
	w.on("site.example/", serve)
	o := w.options()
	o.Retries, o.PerHost = 2, 1
	c := newTestCrawler(t, o)
	start := time.Now()
	got := checkAll(t, c, "https://busy.example/a", "https://busy.example/b", "https://busy.example/c", "https://site.example/")
	wantVerdict(t, got["https://busy.example/a"], audit.Unverified, audit.ReasonRateLimited)
	wantVerdict(t, got["https://busy.example/b"], audit.Unverified, audit.ReasonRateLimited)
	wantVerdict(t, got["https://site.example/"], audit.OK, audit.ReasonOK)
	if n := asked.Load(); n != 1 || time.Since(start) > 5*time.Second {
		t.Errorf("%d requests in %v", n, time.Since(start))
	}
}

func TestParseRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"0": 0, "120": 2 * time.Minute, " 5 ": 5 * time.Second, "1.5": 1500 * time.Millisecond, "-3": 0,
		"99999999999999999999":           365 * 24 * time.Hour,
		"Sun, 01 Mar 2026 12:00:30 GMT":  30 * time.Second,
		"Sun, 01 Mar 2026 11:00:00 GMT":  0,
		"Sunday, 01-Mar-26 12:01:00 GMT": time.Minute,
	} {
		if got, ok := parseRetryAfter(value, now); !ok || got != want {
			t.Errorf("%q: %v, %v; want %v", value, got, ok, want)
		}
	}
	for _, value := range []string{"", "soon", "NaN", "12h"} {
		if got, ok := parseRetryAfter(value, now); ok {
			t.Errorf("%q: %v", value, got)
		}
	}
}

// TestLastRetryIsLate holds that the last try of what fails comes when all other
// targets are finished, and that nothing waits for ever.
func TestLastRetryIsLate(t *testing.T) {
	w := newWeb(t)
	var mu sync.Mutex
	var order []string
	note := func(who string) {
		mu.Lock()
		defer mu.Unlock()
		order = append(order, who)
	}
	w.on("down.example/", func(rw http.ResponseWriter, _ *http.Request) { note("down"); rw.WriteHeader(500) })
	w.on("other.example/", func(rw http.ResponseWriter, _ *http.Request) { time.Sleep(20 * time.Millisecond); note("other") })
	o := w.options()
	o.Retries, o.Concurrency, o.PerHost = 1, 4, 1
	c := newTestCrawler(t, o)
	targets := []string{"http://down.example/1", "http://down.example/2"}
	for i := range 20 {
		targets = append(targets, fmt.Sprintf("http://other.example/%d", i))
	}
	checkAll(t, c, targets...)
	if n := len(order); n != 24 || order[n-1] != "down" || order[n-2] != "down" || order[n-3] != "other" {
		t.Errorf("asked in the order %q", order)
	}
	// A call that ends early leaves nobody waiting.
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if err := c.Check(ctx, about("http://down.example/3", "http://other.example/a", "http://other.example/b", "http://other.example/c", "http://other.example/d"), func(audit.Outcome) {}); err == nil {
		t.Error("the call has not ended early")
	}
}

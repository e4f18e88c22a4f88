package crawler

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// A guestbook notes at the server what its visitors do.
type guestbook struct {
	mu       sync.Mutex
	now      map[string]int         // requests being answered, by host
	most     map[string]int         // the most at one time
	arrivals map[string][]time.Time // by host
}

func (g *guestbook) enter(host string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.now[host]++
	g.most[host] = max(g.most[host], g.now[host])
	g.arrivals[host] = append(g.arrivals[host], time.Now())
}

func (g *guestbook) leave(host string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.now[host]--
}

// Manners hold for what redirects and retries lead to, over several hosts and
// calls, as the servers see it.
func TestMannersAsServersSeeThem(t *testing.T) {
	const perHost, delay = 2, 30 * time.Millisecond
	g := &guestbook{now: map[string]int{}, most: map[string]int{}, arrivals: map[string][]time.Time{}}
	w := newWeb(t)
	var failed sync.Map
	w.on("/", func(rw http.ResponseWriter, r *http.Request) {
		g.enter(r.Host)
		defer g.leave(r.Host)
		time.Sleep(70 * time.Millisecond)
		switch {
		case strings.HasPrefix(r.Host, "from"):
			http.Redirect(rw, r, "http://hub.example"+r.URL.Path, http.StatusFound)
		case strings.HasSuffix(r.URL.Path, "/1"):
			if _, again := failed.LoadOrStore(r.URL.Path, true); !again {
				rw.WriteHeader(500)
				return
			}
			fallthrough
		default:
			serve(rw, r)
		}
	})
	o := w.options()
	o.PerHost, o.HostDelay, o.Retries = perHost, delay, 1
	c := newTestCrawler(t, o)
	var targets []string
	for host := range 4 {
		for i := range 3 {
			targets = append(targets, fmt.Sprintf("http://from%d.example/%d/%d", host, host, i))
		}
	}
	var calls sync.WaitGroup
	for _, part := range [][]string{targets[:6], targets[6:]} {
		calls.Go(func() { checkAll(t, c, part...) })
	}
	calls.Wait()
	if n := len(g.arrivals["hub.example"]); n != 16 {
		t.Errorf("%d requests to the redirects' target, want 12 and 4 retries", n)
	}
	for host, times := range g.arrivals {
		if g.most[host] > perHost {
			t.Errorf("%s answered %d requests at once", host, g.most[host])
		}
		// Spacing holds where requests start. New connections blur it a little.
		for i := 2; i < len(times); i++ {
			if gap := times[i].Sub(times[i-2]); gap < delay {
				t.Errorf("%s: three requests in %v", host, gap)
			}
		}
	}
	if took := g.arrivals["hub.example"][15].Sub(g.arrivals["hub.example"][0]); took < 14*delay {
		t.Errorf("16 requests to one host in %v", took)
	}
}

// A pipeline is a network in memory, for tests whose time is played too: whatever
// is dialled leads to its one server.
type pipeline chan net.Conn

func (p pipeline) Accept() (net.Conn, error) {
	if conn, ok := <-p; ok {
		return conn, nil
	}
	return nil, net.ErrClosed
}

func (p pipeline) Close() error   { close(p); return nil }
func (p pipeline) Addr() net.Addr { return &net.TCPAddr{} }

func (p pipeline) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p <- there:
		return here, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// playManners runs a test in played time with a crawler whose requests all reach a
// handler, by way of a guestbook.
func playManners(t *testing.T, o Options, h http.HandlerFunc, test func(*testing.T, *Crawler, *guestbook)) {
	synctest.Test(t, func(t *testing.T) {
		g := &guestbook{now: map[string]int{}, most: map[string]int{}, arrivals: map[string][]time.Time{}}
		p := make(pipeline)
		server := &http.Server{Handler: http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			g.enter(r.Host)
			defer g.leave(r.Host)
			h(rw, r)
		})}
		go server.Serve(p)
		c, err := newCrawler(o, nil)
		if err != nil {
			t.Fatal(err)
		}
		c.strict.DialContext = p.dial
		c.dialer.resolver.sane = true // nobody is looked up
		defer func() {
			c.Close()
			server.Close()
		}()
		test(t, c, g)
	})
}

// An audit of several documents, with links that several of them have, redirects
// from host to host and failures that pass, keeps its manners to the millisecond,
// and asks for nothing twice without need.
func TestMannersOfAnAudit(t *testing.T) {
	const perHost, delay = 2, 100 * time.Millisecond
	var failed sync.Map
	answer := func(rw http.ResponseWriter, r *http.Request) {
		time.Sleep(350 * time.Millisecond)
		_, again := failed.LoadOrStore(r.Host+r.URL.Path, true)
		switch {
		case strings.HasPrefix(r.Host, "from"):
			http.Redirect(rw, r, "http://hub.example"+r.URL.Path, http.StatusFound)
		case strings.HasSuffix(r.URL.Path, "/1") && !again:
			rw.WriteHeader(500)
		default:
			serve(rw, r)
		}
	}
	o := Options{PerHost: perHost, HostDelay: delay, Retries: 1, ShareManners: []string{"press.example"}}
	playManners(t, o, answer, func(t *testing.T, c *Crawler, g *guestbook) {
		var inputs []audit.Input
		for document := range 3 { // each shares half of its links with the one before
			var text strings.Builder
			for i := range 8 {
				n := 4*document + i
				fmt.Fprintf(&text, "See http://from%d.example/%d/%d, http://alone.example/%d and http://j%d.press.example/%d.\n\n", n%3, n, n%2, n, n, n)
			}
			d, err := refs.Read("text.txt", []byte(text.String()), refs.Options{})
			if err != nil {
				t.Fatal(err)
			}
			inputs = append(inputs, audit.Input{Document: d})
		}
		report, err := audit.Run(t.Context(), inputs, audit.Options{
			Checker: c, Policy: audit.Policy{Reachable: func(refs.Target) bool { return true }},
		})
		if err != nil || report.Summary.Links != 72 || report.Summary.ByState[audit.OK] != 72 {
			t.Fatalf("%v, %+v", err, report.Summary)
		}
		synctest.Wait()
		// 16 different links of each kind; those that end in "/1" fail once.
		for host, want := range map[string]int{"hub.example": 16 + 8, "alone.example": 16 + 1, "from0.example": 6, "j3.press.example": 1} {
			if got := len(g.arrivals[host]); got != want {
				t.Errorf("%s: %d requests, want %d", host, got, want)
			}
		}
		if report.Summary.Requests != 16+24+17+17 {
			t.Errorf("%d requests are reported", report.Summary.Requests)
		}
		var press []time.Time
		for host, times := range g.arrivals {
			if g.most[host] > perHost {
				t.Errorf("%s answered %d requests at once", host, g.most[host])
			}
			if strings.HasSuffix(host, "press.example") {
				press = append(press, times...)
				continue
			}
			wantGaps(t, host, times, delay)
		}
		slices.SortFunc(press, time.Time.Compare)
		wantGaps(t, "the platform", press, delay)
	})
}

func wantGaps(t *testing.T, who string, times []time.Time, delay time.Duration) {
	t.Helper()
	for i := 1; i < len(times); i++ {
		if gap := times[i].Sub(times[i-1]); gap < delay {
			t.Errorf("%s: %v between two requests", who, gap)
		}
	}
}

// A host that never answers costs a few timeouts, however many links lead there.
func TestDeadHostCostsLittle(t *testing.T) {
	o := Options{PerHost: 4, HostDelay: 100 * time.Millisecond, Retries: 2}
	answer := func(rw http.ResponseWriter, r *http.Request) {
		if r.Host == "dead.example" {
			<-r.Context().Done()
			return
		}
		serve(rw, r)
	}
	playManners(t, o, answer, func(t *testing.T, c *Crawler, g *guestbook) {
		targets := []string{"http://fine.example/"}
		for i := range 200 {
			targets = append(targets, fmt.Sprintf("http://dead.example/%d", i))
		}
		begin := time.Now()
		reasons := map[audit.Reason]int{}
		for target, o := range checkAll(t, c, targets...) {
			reasons[o.Verdict.Reason]++
			if o.Verdict.Reason == audit.ReasonOutOfTime && (o.Requests != 0 || !strings.Contains(o.Verdict.Detail, "times in a row")) {
				t.Errorf("%s: %+v", target, o)
			}
		}
		if took := time.Since(begin); took > 3*time.Minute {
			t.Errorf("the host kept the run for %v", took)
		}
		synctest.Wait()
		if n := len(g.arrivals["dead.example"]); n > 20 {
			t.Errorf("%d requests to the dead host", n)
		}
		if reasons[audit.ReasonOutOfTime] < 180 || reasons[audit.ReasonTimeout] == 0 || reasons[audit.ReasonOK] != 1 {
			t.Errorf("verdicts: %v", reasons)
		}
	})
}

// Many hosts that all refuse, again and again, keep a run only for as long as one of
// them may.
func TestRefusingHostsKeepNoRun(t *testing.T) {
	o := Options{PerHost: 2, Retries: 2}
	answer := func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Retry-After", "60")
		rw.WriteHeader(429)
	}
	playManners(t, o, answer, func(t *testing.T, c *Crawler, g *guestbook) {
		var targets []string
		for i := range 300 {
			targets = append(targets, fmt.Sprintf("http://host%d.example/%d", i%30, i))
		}
		begin := time.Now()
		for _, o := range checkAll(t, c, targets...) {
			wantVerdict(t, o, audit.Unverified, audit.ReasonRateLimited)
		}
		if took := time.Since(begin); took > 12*time.Minute {
			t.Errorf("the run took %v", took)
		}
	})
}

// What a host says of its limits in good answers is kept, and costs no link its
// verdict.
func TestLimitsToldInHeaders(t *testing.T) {
	var crowded int
	answer := func(rw http.ResponseWriter, r *http.Request) {
		switch r.Host {
		case "api.example":
			rw.Header().Set("X-Rate-Limit-Limit", "2")
			rw.Header().Set("X-Rate-Limit-Interval", "1s")
			rw.Header().Set("X-Concurrency-Limit", "1")
		case "window.example":
			if crowded++; crowded%5 == 0 {
				rw.Header().Set("RateLimit", `"default";r=0;t=10`)
			}
		}
		serve(rw, r)
	}
	playManners(t, Options{PerHost: 1}, answer, func(t *testing.T, c *Crawler, g *guestbook) {
		var targets []string
		for i := range 10 {
			targets = append(targets, fmt.Sprintf("http://api.example/%d", i), fmt.Sprintf("http://window.example/%d", i))
		}
		for _, o := range checkAll(t, c, targets...) {
			wantVerdict(t, o, audit.OK, audit.ReasonOK)
		}
		synctest.Wait()
		wantGaps(t, "api.example", g.arrivals["api.example"], 499*time.Millisecond)
		if w := g.arrivals["window.example"]; w[5].Sub(w[4]) < 10*time.Second || w[4].Sub(w[0]) > time.Second {
			t.Errorf("the limit was not kept: %v", w)
		}
	})
}

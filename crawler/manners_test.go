package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
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

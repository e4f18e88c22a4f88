package crawler

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// What differs for one target holds for its requests alone; its headers go to the
// hosts that they name, and over https only.
func TestSettings(t *testing.T) {
	w := newWeb(t)
	var tries atomic.Int32
	seen := func(want string) http.HandlerFunc {
		return func(rw http.ResponseWriter, r *http.Request) {
			if got := r.Header.Get("X-Token"); got != want {
				t.Errorf("%s%s got token %q, want %q", r.Host, r.URL, got, want)
			}
			serve(rw, r)
		}
	}
	w.on("own.example/page", seen("secret"))
	w.on("own.example/other", seen(""))
	w.on("else.example/page", seen(""))
	w.on("busy.example/", func(rw http.ResponseWriter, r *http.Request) {
		if tries.Add(1) < 3 {
			rw.WriteHeader(http.StatusBadGateway)
			return
		}
		serve(rw, r)
	})
	w.redirect("own.example/away", http.StatusFound, "https://else.example/page")
	w.on("slow.example/", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	o := w.options()
	o.Adjust = func(t refs.Target, s *Settings) {
		switch {
		case strings.Contains(string(t), "busy"):
			s.Retries = 2
		case strings.Contains(string(t), "slow"):
			s.Timeout = 20 * time.Millisecond
		case strings.Contains(string(t), "own.example") && !strings.HasSuffix(string(t), "/other"):
			s.Headers = []Header{{"own.example", "X-Token", "secret"}}
		}
	}
	c := newTestCrawler(t, o)
	wantVerdict(t, check(t, c, "https://own.example/page"), audit.OK, audit.ReasonOK)
	wantVerdict(t, check(t, c, "https://own.example/other"), audit.OK, audit.ReasonOK)
	wantVerdict(t, check(t, c, "https://own.example/away"), audit.OK, audit.ReasonOK)
	wantVerdict(t, check(t, c, "https://busy.example/"), audit.OK, audit.ReasonOK)
	wantVerdict(t, check(t, c, "https://slow.example/"), audit.Unverified, audit.ReasonTimeout)
	w.on("own.example/plain", seen(""))
	wantVerdict(t, check(t, c, "http://own.example/plain"), audit.OK, audit.ReasonOK)
}

// Headers make a vantage for the targets that have some, and no other setting does.
func TestVantageOfTargets(t *testing.T) {
	token := "one"
	o := Options{Adjust: func(t refs.Target, s *Settings) {
		s.Timeout, s.Retries = time.Minute, 7
		if t.Host() == "own.example" {
			s.Headers = []Header{{"own.example", "X-Token", token}}
		}
	}}
	c := newTestCrawler(t, o)
	own := c.Vantage("https://own.example/")
	if own == "" || c.Vantage("https://own.example/x") != own {
		t.Errorf("vantages of one host: %q and %q", own, c.Vantage("https://own.example/x"))
	}
	if v := c.Vantage("https://else.example/"); v != "" {
		t.Errorf("vantage of another host: %q", v)
	}
	if token = "two"; c.Vantage("https://own.example/") != own {
		t.Error("a new token makes another vantage")
	}
	o.UserAgent = "Mozilla/5.0"
	if c := newTestCrawler(t, o); c.Vantage("https://own.example/") == own || c.Vantage("https://own.example/") == c.Vantage("https://else.example/") {
		t.Error("the rest of the options does not count")
	}
}

// Own manners take the place of the usual ones, but not of those that are owed.
func TestHostManners(t *testing.T) {
	o := Options{PerHost: 4, HostDelay: time.Second, HostManners: func(host string, n int, d time.Duration) (int, time.Duration) {
		if host == "own.example" || host == "export.arxiv.org" {
			return 9, 0
		}
		return n, d
	}}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for host, want := range map[string]manners{
		"own.example": {9, 0}, "else.example": {4, time.Second}, "export.arxiv.org": {1, 3 * time.Second},
	} {
		if got := c.schedule.manners(host); got != want {
			t.Errorf("%s: %v, want %v", host, got, want)
		}
	}
}

// A header that cannot be sent is refused without its value being told.
func TestHeaderErrors(t *testing.T) {
	for _, s := range []string{"a.org: X-Token: sec\x00ret", "a.org:X-Token: secret", "a.org: Host: secret", "a.org: X Token: secret", "secret"} {
		if _, err := ParseHeader(s); err == nil || strings.Contains(err.Error(), "sec") {
			t.Errorf("%q: %v", s, err)
		}
	}
}

// HEAD is believed only where it brings good news.
func TestHeadFirst(t *testing.T) {
	w := newWeb(t)
	var asked []string
	page := func(head int, get http.HandlerFunc) http.HandlerFunc {
		return func(rw http.ResponseWriter, r *http.Request) {
			asked = append(asked, r.Method)
			if r.Method == http.MethodHead {
				rw.Header().Set("Content-Type", "text/html")
				rw.WriteHeader(head)
				return
			}
			get(rw, r)
		}
	}
	missing := func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusNotFound) }
	w.on("fine.example/", page(200, missing))
	w.on("refuses.example/", page(405, serve))
	w.on("lies.example/", page(404, serve))
	w.on("fails.example/", page(500, serve))
	w.on("busy.example/", page(429, serve))
	w.on("gone.example/", page(404, missing))
	w.on("walled.example/", func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Cf-Mitigated", "challenge")
		page(200, func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusForbidden) })(rw, r)
	})
	w.on("moves.example/", func(rw http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method)
		http.Redirect(rw, r, "https://lies.example/", http.StatusMovedPermanently)
	})
	o := w.options()
	o.Adjust = func(_ refs.Target, s *Settings) { s.HeadFirst, s.Retries = true, 0 }
	c := newTestCrawler(t, o)
	for _, test := range []struct {
		target string
		state  audit.State
		reason audit.Reason
		asked  string
	}{
		{"https://fine.example/", audit.OK, audit.ReasonOK, "HEAD"},
		{"https://fine.example/#place", audit.Broken, audit.ReasonNotFound, "GET"},
		{"https://refuses.example/", audit.OK, audit.ReasonOK, "HEAD GET"},
		{"https://lies.example/", audit.OK, audit.ReasonOK, "HEAD GET"},
		{"https://fails.example/", audit.OK, audit.ReasonOK, "HEAD GET"},
		{"https://busy.example/", audit.Unverified, audit.ReasonRateLimited, "HEAD"},
		{"https://gone.example/", audit.Broken, audit.ReasonNotFound, "HEAD GET"},
		{"https://walled.example/", audit.Unverified, audit.ReasonBlocked, "HEAD GET"},
		{"https://moves.example/", audit.Moved, audit.ReasonPermanentRedirect, "HEAD HEAD GET"},
	} {
		asked = nil
		wantVerdict(t, check(t, c, test.target), test.state, test.reason)
		if got := strings.Join(asked, " "); got != test.asked {
			t.Errorf("%s was asked for with %s, want %s", test.target, got, test.asked)
		}
	}
}

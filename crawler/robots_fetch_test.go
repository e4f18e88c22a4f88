package crawler

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/refmend/refmend/audit"
)

// robots answers with a robots.txt.
func robots(lines ...string) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/plain")
		fmt.Fprintln(rw, strings.Join(lines, "\n"))
	}
}

// newRobotsWeb plays hosts that differ in their robots.txt and notes what is asked.
func newRobotsWeb(t *testing.T) (*web, func(url string) int) {
	w := newWeb(t)
	var mu sync.Mutex
	asked := map[string]int{}
	note := func(f http.HandlerFunc) http.HandlerFunc {
		return func(rw http.ResponseWriter, r *http.Request) {
			mu.Lock()
			asked[r.Host+r.URL.Path]++
			mu.Unlock()
			f(rw, r)
		}
	}
	w.on("/", note(serve))
	for host, f := range map[string]http.HandlerFunc{
		"some.example":    robots("User-agent: *", "Disallow: /private"),
		"ours.example":    robots("User-agent: *", "Disallow: /", "", "User-agent: refmend", "Disallow: /not-you"),
		"closed.example":  robots("User-agent: *", "Disallow: /"),
		"none.example":    refuse(404, ""),
		"forbids.example": refuse(403, ""),
		"down.example":    refuse(500, ""),
		"busy.example":    refuse(429, ""),
		"reset.example":   raw("reset"),
		"page.example":    serve,
		"away.example": func(rw http.ResponseWriter, r *http.Request) {
			http.Redirect(rw, r, "http://closed.example/robots.txt", http.StatusFound)
		},
		"loop.example":      func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, "/robots.txt", http.StatusFound) },
		"bom.example":       robots("\ufeffUser-agent: *\rDisallow: /a\r"),
		"expired.example":   robots("User-agent: *", "Disallow: /a"),
		"soft.example":      robots("User-agent: *", "Disallow: /*", "Allow: /cited$"),
		"publisher.example": robots("User-agent: *", "Disallow: /article"),
	} {
		w.on(host+"/robots.txt", note(f))
	}
	w.on("some.example/to-closed", note(func(rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, "https://closed.example/x", http.StatusMovedPermanently)
	}))
	w.on("soft.example/cited", note(func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html")
		fmt.Fprint(rw, "<title>Page not found</title><h1>Page not found</h1>")
	}))
	w.on("doi.example/robots.txt", note(robots("User-agent: *", "Disallow: /")))
	w.on("doi.example/api/handles/10.5555/1", note(handleAnswer("https://publisher.example/article")))
	return w, func(url string) int {
		mu.Lock()
		defer mu.Unlock()
		return asked[url]
	}
}

func handleAnswer(landing string) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(rw, `{"responseCode":1,"values":[{"type":"URL","data":{"value":%q}}]}`, landing)
	}
}

func TestCheckObeysRobots(t *testing.T) {
	w, asked := newRobotsWeb(t)
	o := w.options()
	o.Robots, o.Retries = true, 1
	o.Services = map[Service]string{ServiceDOI: "https://doi.example"}
	c := newTestCrawler(t, o)
	ok := audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}
	barred := audit.Verdict{State: audit.Unverified, Reason: audit.ReasonRobots}
	cases := map[string]struct {
		want   audit.Verdict
		detail string // a part of it
	}{
		"https://some.example/public":      {ok, ""},
		"https://some.example/private/x":   {barred, "asks programs not to visit this page"},
		"https://some.example/to-closed":   {barred, "redirects to a page"},
		"https://ours.example/a":           {ok, ""},
		"https://ours.example/not-you":     {barred, ""},
		"https://closed.example/":          {barred, ""},
		"http://closed.example/#place":     {barred, ""},
		"https://none.example/a":           {ok, ""},
		"https://forbids.example/a":        {ok, ""},
		"https://down.example/a":           {barred, "could not be read"},
		"https://busy.example/a":           {barred, "could not be read"},
		"https://reset.example/a":          {barred, "could not be read"},
		"https://page.example/a":           {ok, ""},
		"https://away.example/a":           {barred, ""},
		"https://loop.example/a":           {ok, ""},
		"https://bom.example/a":            {barred, ""},
		"https://expired.example/a":        {barred, ""},
		"https://expired.example/b":        {audit.Verdict{State: audit.Suspect, Reason: audit.ReasonTLSCertificate}, ""},
		"https://soft.example/cited":       {ok, ""}, // what is said of its sibling may not be asked for
		"https://doi.org/10.5555/1":        {audit.Verdict{State: audit.OK, Reason: audit.ReasonDOIRegistered}, "robots.txt"},
		"https://publisher.example/public": {ok, ""},
	}
	var targets []string
	for target := range cases {
		targets = append(targets, target)
	}
	for target, o := range checkAll(t, c, targets...) {
		test := cases[string(target)]
		wantVerdict(t, o, test.want.State, test.want.Reason)
		if !strings.Contains(o.Verdict.Detail, test.detail) {
			t.Errorf("%s: %q", target, o.Verdict.Detail)
		}
		if unread := test.detail == "could not be read"; unread != (o.Verdict.Reason == audit.ReasonRobots && o.Evidence.Error != "") {
			t.Errorf("%s: error %q", target, o.Evidence.Error)
		}
	}
	for url, want := range map[string]int{
		"some.example/robots.txt": 1, "some.example/private/x": 0,
		"closed.example/robots.txt": 3, // over http and https, and where a redirect leads to it
		"closed.example/":           0, "closed.example/x": 0, "down.example/robots.txt": 2, "down.example/a": 0,
		"doi.example/robots.txt": 0, "publisher.example/robots.txt": 1, "publisher.example/article": 0,
	} {
		if got := asked(url); got != want {
			t.Errorf("%s was asked for %d times, want %d", url, got, want)
		}
	}
	// What was read holds for the rest of the run, and counts once.
	o2 := check(t, c, "https://some.example/private/y")
	wantVerdict(t, o2, audit.Unverified, audit.ReasonRobots)
	if o2.Requests != 0 || asked("some.example/robots.txt") != 1 {
		t.Errorf("%d requests for what is known not to be allowed", o2.Requests)
	}
	if o3 := check(t, c, "https://new.example/a"); o3.Requests != 2 {
		t.Errorf("%d requests for a page and the robots.txt before it", o3.Requests)
	}
	// A document that the user has named is read.
	if _, err := c.Fetch(t.Context(), "https://closed.example/doc"); err != nil {
		t.Error(err)
	}
}

// A name that does not exist has no robots.txt, and is told as what it is.
func TestRobotsOfNoHost(t *testing.T) {
	c := newTestCrawler(t, Options{Robots: true})
	wantVerdict(t, check(t, c, "https://gone.example/"), audit.Broken, audit.ReasonDNS)
	wantVerdict(t, check(t, c, "http://127.0.0.1/"), audit.Unverified, audit.ReasonForbiddenAddress)
}

// Who waits for a robots.txt is let go when the call ends, or the crawler.
func TestRobotsEndWithCall(t *testing.T) {
	w := newWeb(t)
	reached := make(chan bool, 2)
	w.on("slow.example/robots.txt", func(_ http.ResponseWriter, r *http.Request) {
		reached <- true
		<-r.Context().Done()
	})
	o := w.options()
	o.Robots = true
	c := newTestCrawler(t, o)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-reached; cancel() }()
	start := time.Now()
	err := c.Check(ctx, about("https://slow.example/a", "https://slow.example/b"), func(audit.Outcome) { t.Error("answered") })
	if err == nil || time.Since(start) > 4*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
	again := make(chan error)
	go func() { again <- c.Check(t.Context(), about("https://slow.example/c"), func(audit.Outcome) {}) }()
	time.AfterFunc(20*time.Millisecond, c.Close)
	if err := <-again; err == nil {
		t.Error("the call outlives its crawler")
	}
}

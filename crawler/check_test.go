package crawler

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

const page = "<!doctype html><title>A page</title><p>Text."

// raw answers with bytes of the test's choosing instead of HTTP and hangs up.
func raw(answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		if answer == "reset" {
			if tcp, ok := conn.(*net.TCPConn); ok {
				tcp.SetLinger(0)
			}
		} else {
			fmt.Fprint(conn, answer)
		}
		conn.Close()
	}
}

func TestCheckStatuses(t *testing.T) {
	w := newWeb(t)
	w.on("site.example/status/{code}", func(rw http.ResponseWriter, r *http.Request) {
		var code int
		fmt.Sscan(r.PathValue("code"), &code)
		rw.WriteHeader(code)
	})
	c := newTestCrawler(t, w.options())
	for code, want := range map[int]audit.Verdict{
		200: {State: audit.OK, Reason: audit.ReasonOK},
		203: {State: audit.OK, Reason: audit.ReasonOK},
		204: {State: audit.OK, Reason: audit.ReasonOK},
		206: {State: audit.OK, Reason: audit.ReasonOK},
		300: {State: audit.OK, Reason: audit.ReasonOK},
		301: {State: audit.Unverified, Reason: audit.ReasonMalformedAnswer},
		304: {State: audit.Unverified, Reason: audit.ReasonMalformedAnswer},
		400: {State: audit.Unverified, Reason: audit.ReasonBlocked},
		401: {State: audit.Unverified, Reason: audit.ReasonBlocked},
		402: {State: audit.Unverified, Reason: audit.ReasonPaywall},
		403: {State: audit.Unverified, Reason: audit.ReasonBlocked},
		404: {State: audit.Broken, Reason: audit.ReasonNotFound},
		405: {State: audit.Unverified, Reason: audit.ReasonBlocked},
		406: {State: audit.Unverified, Reason: audit.ReasonBlocked},
		408: {State: audit.Unverified, Reason: audit.ReasonTimeout},
		410: {State: audit.Broken, Reason: audit.ReasonGone},
		429: {State: audit.Unverified, Reason: audit.ReasonRateLimited},
		451: {State: audit.Unverified, Reason: audit.ReasonBlocked},
		500: {State: audit.Unverified, Reason: audit.ReasonServerError},
		503: {State: audit.Unverified, Reason: audit.ReasonServerError},
		999: {State: audit.Unverified, Reason: audit.ReasonBlocked},
	} {
		o := check(t, c, fmt.Sprintf("https://site.example/status/%d", code))
		wantVerdict(t, o, want.State, want.Reason)
		if o.Evidence.Status != code || o.Requests != 1 || o.Evidence.Attempts != 1 {
			t.Errorf("%d: evidence %+v, %d requests", code, o.Evidence, o.Requests)
		}
	}
}

func TestCheckBadAnswers(t *testing.T) {
	w := newWeb(t)
	w.on("site.example/reset", raw("reset"))
	w.on("site.example/eof", raw(""))
	w.on("site.example/garbage", raw("SSH-2.0-OpenSSH_9.9\r\n\r\n"))
	w.on("site.example/badstatus", raw("HTTP/1.1 abc OK\r\n\r\n"))
	w.on("site.example/badheader", raw("HTTP/1.1 200 OK\r\nno colon here\r\n\r\n"))
	w.on("site.example/hugeheader", raw("HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 2*maxHeaderBytes)+"\r\n\r\n"))
	w.on("site.example/short", raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\nshort"))
	w.on("site.example/badgzip", raw("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope"))
	w.on("site.example/gone", raw("HTTP/1.1 410 Gone\r\nContent-Length: 100\r\n\r\nshort"))
	w.on("site.example/slowhead", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	w.on("site.example/slowbody", func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html")
		fmt.Fprint(rw, page)
		rw.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	o := w.options()
	o.Timeout = 500 * time.Millisecond
	c := newTestCrawler(t, o)
	for path, want := range map[string]audit.Verdict{
		"reset":      {State: audit.Unverified, Reason: audit.ReasonConnection},
		"eof":        {State: audit.Unverified, Reason: audit.ReasonConnection},
		"garbage":    {State: audit.Unverified, Reason: audit.ReasonMalformedAnswer},
		"badstatus":  {State: audit.Unverified, Reason: audit.ReasonMalformedAnswer},
		"badheader":  {State: audit.Unverified, Reason: audit.ReasonMalformedAnswer},
		"hugeheader": {State: audit.Unverified, Reason: audit.ReasonMalformedAnswer},
		"short":      {State: audit.OK, Reason: audit.ReasonOK},
		"badgzip":    {State: audit.OK, Reason: audit.ReasonOK},
		"gone":       {State: audit.Broken, Reason: audit.ReasonGone},
		"slowhead":   {State: audit.Unverified, Reason: audit.ReasonTimeout},
		"slowbody":   {State: audit.OK, Reason: audit.ReasonOK},
	} {
		o := check(t, c, "http://site.example/"+path)
		wantVerdict(t, o, want.State, want.Reason)
		if o.Evidence.Error == "" {
			t.Errorf("%s: the evidence does not tell the error", path)
		}
	}
}

func TestCheckRefusedConnection(t *testing.T) {
	c := newTestCrawler(t, Options{AllowPrivate: true, Retries: 2})
	o := check(t, c, "http://127.0.0.1:"+closedPort+"/")
	wantVerdict(t, o, audit.Unverified, audit.ReasonConnection)
	if o.Requests != 0 {
		t.Errorf("%d requests, but there was no connection", o.Requests)
	}
}

// Memory is bounded by what is wanted of a body, not by what is sent.
func TestCheckBoundsBodies(t *testing.T) {
	w := newWeb(t)
	w.on("site.example/huge", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html")
		chunk := bytes.Repeat([]byte("<p>more"), 10_000)
		for range 400 {
			if _, err := rw.Write(chunk); err != nil {
				return
			}
		}
	})
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	for zero := make([]byte, 1<<20); bomb.Len() < 20<<10; {
		z.Write(zero)
	}
	z.Close()
	for _, kind := range []string{"text/html", "application/gzip", "application/pdf"} {
		w.on("site.example/bomb/"+kind, func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", kind)
			if kind == "text/html" {
				rw.Header().Set("Content-Encoding", "gzip")
			}
			rw.Write(bomb.Bytes())
		})
	}
	c := newTestCrawler(t, w.options())
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for target, o := range checkAll(t, c, "https://site.example/huge", "https://site.example/bomb/text/html",
		"https://site.example/bomb/application/gzip", "https://site.example/bomb/application/pdf") {
		if o.Verdict.State != audit.OK {
			t.Errorf("%s: %+v", target, o)
		}
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 16<<20 {
		t.Errorf("%d bytes were allocated for four bodies", grown)
	}
}

func TestCheckReusesConnections(t *testing.T) {
	w := newWeb(t)
	var conns sync.Map
	w.on("site.example/", func(rw http.ResponseWriter, r *http.Request) {
		conns.Store(r.RemoteAddr, true)
		if strings.HasSuffix(r.URL.Path, "9") {
			http.NotFound(rw, r)
			return
		}
		rw.Header().Set("Content-Type", "text/html")
		fmt.Fprint(rw, page)
	})
	o := w.options()
	o.PerHost = 1
	c := newTestCrawler(t, o)
	var targets []string
	for i := range 40 {
		targets = append(targets, fmt.Sprintf("http://site.example/%d", i))
	}
	checkAll(t, c, targets...)
	n := 0
	conns.Range(func(any, any) bool { n++; return true })
	if n != 1 {
		t.Errorf("%d connections for 40 requests one after the other", n)
	}
}

func TestCheckIsCancelledAtOnce(t *testing.T) {
	w := newWeb(t)
	reached := make(chan bool, 100)
	w.on("slow.example/", func(_ http.ResponseWriter, r *http.Request) {
		reached <- true
		<-r.Context().Done()
	})
	w.on("later.example/", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Retry-After", "30")
		rw.WriteHeader(503)
	})
	o := w.options()
	o.Retries, o.PerHost = 2, 2
	c := newTestCrawler(t, o)
	var targets []refs.Target
	for i := range 50 {
		targets = append(targets, refs.Target(fmt.Sprintf("https://slow.example/%d", i)), refs.Target(fmt.Sprintf("https://later.example/%d", i)))
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		done <- c.Check(ctx, about(targets...), func(o audit.Outcome) { t.Errorf("answered: %+v", o) })
	}()
	<-reached
	<-reached
	cancel()
	select {
	case err := <-done:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	case <-time.After(2 * time.Second):
		t.Error("Check still runs 2 s after its end")
	}
	// The crawler goes on to serve.
	wantVerdict(t, check(t, c, "https://nowhere.example/"), audit.Broken, audit.ReasonNotFound)
}

func TestCheckEndsWithCrawler(t *testing.T) {
	w := newWeb(t)
	reached := make(chan bool, 1)
	w.on("slow.example/", func(_ http.ResponseWriter, r *http.Request) {
		reached <- true
		<-r.Context().Done()
	})
	c := newTestCrawler(t, w.options())
	go func() { <-reached; c.Close() }()
	err := c.Check(t.Context(), about("https://slow.example/"), func(audit.Outcome) { t.Error("answered") })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestCheckSkipsWhatIsNotWeb(t *testing.T) {
	c := newTestCrawler(t, Options{})
	wantVerdict(t, check(t, c, "mailto:a@site.example"), audit.Skipped, audit.ReasonUnsupportedScheme)
}

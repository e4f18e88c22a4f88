package crawler

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/refmend/refmend/audit"
)

func TestCheckCertificates(t *testing.T) {
	w := newWeb(t)
	w.on("/", func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case r.Host == "good.example":
			if r.Header.Get("X-Token") == "" {
				t.Error("a good host after a bad one is treated as bad")
			}
			serve(rw, r)
		case r.Header.Get("X-Token") != "" || r.Header.Get("Authorization") != "":
			t.Errorf("%s got secrets without a certificate", r.Host)
		case r.URL.Path == "/404":
			http.NotFound(rw, r)
		case r.URL.Path == "/away":
			http.Redirect(rw, r, "https://good.example/", http.StatusMovedPermanently)
		default:
			serve(rw, r)
		}
	})
	o := w.options()
	for _, host := range []string{"expired.example", "wrong.example", "selfsigned.example", "good.example"} {
		o.Headers = append(o.Headers, Header{host, "X-Token", "secret"})
	}
	c := newTestCrawler(t, o)
	for target, says := range map[string]string{
		"https://user:pass@expired.example/": "has expired on ",
		"https://wrong.example/":             "another name (somebody.else.example)",
		"https://selfsigned.example/":        "self-signed",
		"https://expired.example/404":        "status 404",
		"https://expired.example/away":       "is there (200)",
	} {
		o := check(t, c, target)
		wantVerdict(t, o, audit.Suspect, audit.ReasonTLSCertificate)
		if !strings.Contains(o.Verdict.Detail, says) || o.MovedTo != "" {
			t.Errorf("%s: %+v, want %q", target, o, says)
		}
	}
	wantVerdict(t, check(t, c, "https://good.example/"), audit.OK, audit.ReasonOK)
	if _, err := c.Fetch(t.Context(), "https://expired.example/"); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("Fetch trusts what no certificate vouches for: %v", err)
	}
}

func TestCheckHTTPOnTLSPort(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(serve))
	defer s.Close()
	c := newTestCrawler(t, Options{AllowPrivate: true})
	wantVerdict(t, check(t, c, strings.Replace(s.URL, "http:", "https:", 1)+"/"), audit.Unverified, audit.ReasonMalformedAnswer)
}

// A server that takes connections and never says a word costs no longer than a
// request may take, its connection included.
func TestCheckMuteTLS(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	hungUp := make(chan struct{})
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		io.Copy(io.Discard, conn) // ends when the other side hangs up
		close(hungUp)
	}()
	c := newTestCrawler(t, Options{AllowPrivate: true, Timeout: 100 * time.Millisecond})
	wantVerdict(t, check(t, c, "https://"+l.Addr().String()+"/"), audit.Unverified, audit.ReasonTimeout)
	select {
	case <-hungUp:
	case <-time.After(5 * time.Second):
		t.Error("the connection outlives its request")
	}
}

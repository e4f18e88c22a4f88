package crawler

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	log.SetOutput(io.Discard) // net/http tells there of answers that nobody asked for
	goleak.VerifyTestMain(m)
}

// A web plays all hosts of the web on loopback: port 80 of every name leads to
// one server, port 443 to another with certificates of its own authority.
type web struct {
	http.ServeMux // patterns with hosts: "site.example/page"
	plain, secure *httptest.Server
	authority     *authority
}

func newWeb(t testing.TB) *web {
	w := &web{authority: newAuthority(t)}
	w.plain = httptest.NewServer(w)
	w.secure = httptest.NewUnstartedServer(w)
	w.secure.TLS = &tls.Config{GetCertificate: w.authority.forName}
	quiet := log.New(io.Discard, "", 0)
	w.plain.Config.ErrorLog, w.secure.Config.ErrorLog = quiet, quiet
	w.secure.StartTLS()
	t.Cleanup(func() {
		w.plain.CloseClientConnections()
		w.plain.Close()
		w.secure.CloseClientConnections()
		w.secure.Close()
	})
	return w
}

func port(s *httptest.Server) string {
	_, p, _ := net.SplitHostPort(s.Listener.Addr().String())
	return p
}

// options sends everything to w, without manners.
func (w *web) options() Options {
	return Options{
		ConnectTo: []ConnectTo{{"", "80", "127.0.0.1", port(w.plain)}, {"", "443", "127.0.0.1", port(w.secure)}},
		RootCAs:   w.authority.pool,
		Timeout:   5 * time.Second,
	}
}

// on answers requests for "host/path".
func (w *web) on(pattern string, f http.HandlerFunc) { w.HandleFunc(pattern, f) }

// redirect makes from lead to a Location.
func (w *web) redirect(from string, status int, to string) {
	w.on(from, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header()["Location"] = []string{to}
		rw.WriteHeader(status)
	})
}

func newTestCrawler(t testing.TB, o Options) *Crawler {
	t.Helper()
	return newTestCrawlerWith(t, o, func(_ context.Context, host string) ([]netip.Addr, error) {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	})
}

func newTestCrawlerWith(t testing.TB, o Options, ask lookup) *Crawler {
	t.Helper()
	c, err := newCrawler(o, ask)
	if err != nil {
		t.Fatal(err)
	}
	c.backoff, c.dialer.resolver.doubt = 10*time.Millisecond, 5*time.Millisecond
	c.dialer.resolver.sane = true
	c.hasRoute = func(netip.Addr) bool { return true } // wherever the tests run
	for host, m := range c.schedule.owed {
		c.schedule.owed[host] = manners{m.atOnce, m.delay / 100} // nobody minds here
	}
	t.Cleanup(c.Close)
	return c
}

// check asks about one target.
func check(t testing.TB, c *Crawler, target string) audit.Outcome {
	t.Helper()
	return checkAll(t, c, target)[refs.Target(target)]
}

func checkAll(t testing.TB, c *Crawler, targets ...string) map[refs.Target]audit.Outcome {
	t.Helper()
	asked := make([]refs.Target, len(targets))
	for i, target := range targets {
		asked[i] = refs.Target(target)
	}
	return askAll(t, c, about(asked...))
}

// askAll asks questions, each about another target.
func askAll(t testing.TB, c *Crawler, questions []audit.Question) map[refs.Target]audit.Outcome {
	t.Helper()
	var mu sync.Mutex
	got := map[refs.Target]audit.Outcome{}
	err := c.Check(t.Context(), questions, func(o audit.Outcome) {
		mu.Lock()
		defer mu.Unlock()
		if _, twice := got[o.Target]; twice {
			t.Errorf("%s was answered twice", o.Target)
		}
		got[o.Target] = o
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(questions) {
		t.Fatalf("%d of %d targets were answered", len(got), len(questions))
	}
	return got
}

func wantVerdict(t testing.TB, o audit.Outcome, state audit.State, reason audit.Reason) {
	t.Helper()
	if o.Verdict.State != state || o.Verdict.Reason != reason {
		t.Errorf("%s: %s/%s, want %s/%s\n%+v\n%+v", o.Target, o.Verdict.State, o.Verdict.Reason, state, reason, o.Verdict, o.Evidence)
	}
	if o.Verdict.Detail == "" {
		t.Errorf("%s: no detail", o.Target)
	}
}

// An authority issues certificates as the name asks for: "expired.…" an
// expired one, "notyet.…" one of tomorrow, "wrong.…" one of another name,
// "selfsigned.…" one that nobody vouches for, "unknown.…" one of an authority
// that nobody knows, and a good one to all others.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	pool *x509.CertPool

	mu     sync.Mutex
	issued map[string]*tls.Certificate
}

func newAuthority(t testing.TB) *authority {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	a := &authority{key: key, pool: x509.NewCertPool(), issued: map[string]*tls.Certificate{}}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Test authority"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	a.pool.AddCert(a.cert)
	return a
}

func (a *authority) forName(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	name := hello.ServerName
	if c := a.issued[name]; c != nil {
		return c, nil
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(int64(len(a.issued) + 2)), DNSNames: []string{name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	parent, signer := a.cert, a.key
	switch {
	case hasLabel(name, "expired"):
		template.NotAfter = time.Now().Add(-time.Minute)
	case hasLabel(name, "notyet"):
		template.NotBefore, template.NotAfter = time.Now().Add(24*time.Hour), time.Now().Add(48*time.Hour)
	case hasLabel(name, "unknown"):
		stranger := *a.cert
		stranger.RawSubject, stranger.Subject = nil, pkix.Name{CommonName: "A stranger"}
		parent = &stranger
	case hasLabel(name, "wrong"):
		template.DNSNames = []string{"somebody.else.example"}
	case hasLabel(name, "selfsigned"):
		parent = template
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &a.key.PublicKey, signer)
	if err != nil {
		return nil, err
	}
	a.issued[name] = &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: a.key}
	return a.issued[name], nil
}

func hasLabel(name, label string) bool {
	return len(name) > len(label) && name[:len(label)+1] == label+"."
}

// about asks about targets of which nothing is known.
func about(targets ...refs.Target) []audit.Question {
	all := make([]audit.Question, len(targets))
	for i, t := range targets {
		all[i].Target = t
	}
	return all
}

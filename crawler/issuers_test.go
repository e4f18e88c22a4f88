package crawler

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/smallstep/pkcs7"

	"github.com/refmend/refmend/audit"
)

// A signer is a certificate with its key.
type signer struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// sign has s make a certificate that names issuers as the place where the one
// of s can be had.
func (s signer) sign(t testing.TB, name string, ca bool, issuers ...string) signer {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IssuingCertificateURL: issuers,
	}
	if ca {
		template.IsCA, template.BasicConstraintsValid, template.KeyUsage = true, true, x509.KeyUsageCertSign
	} else {
		template.DNSNames = []string{name}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, s.cert, &key.PublicKey, s.key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return signer{cert, key}
}

// present has the server of a name send that certificate and no others but more.
func (w *web) present(name string, s signer, more ...*x509.Certificate) {
	w.authority.mu.Lock()
	defer w.authority.mu.Unlock()
	c := &tls.Certificate{Certificate: [][]byte{s.cert.Raw}, PrivateKey: s.key}
	for _, m := range more {
		c.Certificate = append(c.Certificate, m.Raw)
	}
	w.authority.issued[name] = c
}

// say answers with a body.
func say(body []byte) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) { rw.Write(body) }
}

// A chain from which the server left out what browsers fetch is fine; what
// completes none is not, and costs little.
func TestCheckCompletesChains(t *testing.T) {
	w := newWeb(t)
	w.on("/", serve)
	root := signer{w.authority.cert, w.authority.key}
	one := root.sign(t, "One", true, "http://ca.example/root.der")
	two := one.sign(t, "Two", true, "http://ca.example/one.der")
	deep := signer{one.cert, one.key}
	for i := range maxIssuers + 1 {
		at := fmt.Sprintf("http://ca.example/deep%d", i)
		w.on(at[len("http://"):], say(deep.cert.Raw))
		deep = deep.sign(t, fmt.Sprint("Deep ", i), true, at)
	}
	w.on("ca.example/deepest", say(deep.cert.Raw))
	stranger := newAuthority(t)
	other := signer{stranger.cert, stranger.key}.sign(t, "One", true)
	bundle, err := pkcs7.DegenerateCertificate(append(append([]byte(nil), other.cert.Raw...), one.cert.Raw...))
	if err != nil {
		t.Fatal(err)
	}
	w.on("ca.example/one.der", say(one.cert.Raw))
	w.on("ca.example/two.der", say(two.cert.Raw))
	w.on("ca.example/one.pem", say(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: one.cert.Raw})))
	w.on("ca.example/one.p7c", say(bundle))
	w.on("ca.example/other.der", say(other.cert.Raw))
	w.on("ca.example/leaf.der", say(one.sign(t, "One", false).cert.Raw))
	w.on("ca.example/garbage", say([]byte("<html>no certificate</html>")))
	w.on("ca.example/huge", say(append(one.cert.Raw[:len(one.cert.Raw):len(one.cert.Raw)], make([]byte, maxIssuer)...)))
	w.on("ca.example/gone", func(rw http.ResponseWriter, _ *http.Request) {
		rw.WriteHeader(http.StatusGone)
		rw.Write(one.cert.Raw)
	})
	w.on("ca.example/slow", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	w.redirect("ca.example/there", 302, "http://ca.example/one.der")
	w.redirect("ca.example/secure", 302, "https://ca.example/one.der")
	w.redirect("ca.example/inside", 302, "http://127.0.0.1:"+port(inside(t))+"/")
	w.redirect("ca.example/round", 302, "http://ca.example/round")
	for name, test := range map[string]struct {
		by       signer
		issuers  []string
		fine     bool
		requests int // beside those to the page
	}{
		"der":         {one, []string{"http://ca.example/one.der"}, true, 1},
		"pem":         {one, []string{"http://ca.example/one.pem"}, true, 1},
		"bundle":      {one, []string{"http://ca.example/one.p7c"}, true, 1},
		"redirected":  {one, []string{"http://ca.example/there"}, true, 1},
		"two":         {two, []string{"http://ca.example/two.der"}, true, 2},
		"second":      {one, []string{"ldap://ca.example/one", "https://ca.example/one.der", "http://ca.example/garbage", "http://ca.example/one.der"}, true, 2},
		"none":        {one, nil, false, 0},
		"secure":      {one, []string{"https://ca.example/one.der"}, false, 0},
		"to secure":   {one, []string{"http://ca.example/secure"}, false, 1},
		"private":     {one, []string{"http://10.0.0.1/one.der"}, false, 0},
		"inside":      {one, []string{"http://ca.example/inside"}, false, 1},
		"no address":  {one, []string{"http://", "::", "http://[", ""}, false, 0},
		"garbage":     {one, []string{"http://ca.example/garbage"}, false, 1},
		"huge":        {one, []string{"http://ca.example/huge"}, false, 1},
		"gone":        {one, []string{"http://ca.example/gone"}, false, 1},
		"slow":        {one, []string{"http://ca.example/slow"}, false, 1},
		"round":       {one, []string{"http://ca.example/round"}, false, 1},
		"wrong key":   {one, []string{"http://ca.example/other.der"}, false, 1},
		"no issuer":   {one, []string{"http://ca.example/leaf.der"}, false, 1},
		"stranger":    {other, []string{"http://ca.example/other.der"}, false, 1},
		"too deep":    {deep, []string{"http://ca.example/deepest"}, false, maxIssuers},
		"many places": {one, []string{"http://ca.example/garbage", "http://ca.example/gone", "http://ca.example/one.der"}, false, 2},
	} {
		host := strings.ReplaceAll(name, " ", "-") + ".example"
		w.present(host, test.by.sign(t, host, false, test.issuers...))
		o := w.options()
		o.ConnectTo = []ConnectTo{{"ca.example", "80", "127.0.0.1", port(w.plain)}, {host, "443", "127.0.0.1", port(w.secure)}}
		c := newTestCrawler(t, o)
		c.issuers.timeout = 100 * time.Millisecond
		got := check(t, c, "https://"+host+"/")
		page := 1 + 1 // the first handshake fails
		if test.fine {
			wantVerdict(t, got, audit.OK, audit.ReasonOK)
		} else {
			wantVerdict(t, got, audit.Suspect, audit.ReasonTLSCertificate)
		}
		if got.Requests != page+test.requests {
			t.Errorf("%s: %d requests, want %d", name, got.Requests, page+test.requests)
		}
		if got = check(t, c, "https://"+host+"/again"); test.fine && got.Requests != 1 {
			t.Errorf("%s: %d requests for the second page", name, got.Requests)
		}
	}
}

// A server that sends an issuer of yesterday is helped to that of today; one
// whose own certificate is of yesterday is not.
func TestCheckReplacesIssuer(t *testing.T) {
	w := newWeb(t)
	w.on("/", serve)
	root := signer{w.authority.cert, w.authority.key}
	one := root.sign(t, "One", true)
	w.on("ca.example/one.der", say(one.cert.Raw))
	template := *one.cert
	template.NotAfter = time.Now().Add(-time.Minute)
	der, err := x509.CreateCertificate(rand.Reader, &template, root.cert, &one.key.PublicKey, root.key)
	if err != nil {
		t.Fatal(err)
	}
	old, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	w.present("site.example", one.sign(t, "site.example", false, "http://ca.example/one.der"), old)
	w.present("lost.example", one.sign(t, "lost.example", false), old)
	c := newTestCrawler(t, w.options())
	o := check(t, c, "https://lost.example/")
	wantVerdict(t, o, audit.Suspect, audit.ReasonTLSCertificate)
	if want := "a certificate that vouches for it has expired on"; !strings.Contains(o.Verdict.Detail, want) {
		t.Errorf("%q, want %q", o.Verdict.Detail, want)
	}
	wantVerdict(t, check(t, c, "https://site.example/"), audit.OK, audit.ReasonOK)
	if o = check(t, c, "https://expired.example/"); o.Requests != 2 {
		t.Errorf("%d requests for a certificate that has expired", o.Requests)
	}
}

// However many handshakes want for a certificate, it is fetched once.
func TestCheckFetchesIssuerOnce(t *testing.T) {
	w := newWeb(t)
	w.on("/", serve)
	var fetched atomic.Int32
	one := signer{w.authority.cert, w.authority.key}.sign(t, "One", true)
	w.on("ca.example/one.der", func(rw http.ResponseWriter, r *http.Request) {
		fetched.Add(1)
		rw.Write(one.cert.Raw)
	})
	var targets []string
	for i := range 20 {
		host := fmt.Sprintf("host%d.example", i)
		w.present(host, one.sign(t, host, false, "http://ca.example/one.der"))
		targets = append(targets, "https://"+host+"/a", "https://"+host+"/b")
	}
	requests := 0
	for _, o := range checkAll(t, newTestCrawler(t, w.options()), targets...) {
		wantVerdict(t, o, audit.OK, audit.ReasonOK)
		requests += o.Requests
	}
	if n := fetched.Load(); n != 1 {
		t.Errorf("the issuer was fetched %d times", n)
	}
	if most := 1 + 2*len(targets); requests > most {
		t.Errorf("%d requests, want %d at most", requests, most)
	}
}

// To help a chain is not to believe it: all else is verified as ever.
func TestVerifyConnection(t *testing.T) {
	root := newAuthority(t)
	one := signer{root.cert, root.key}.sign(t, "One", true)
	leaf := one.sign(t, "site.example", false)
	s := newIssuers(t.Context(), Options{RootCAs: root.pool, Timeout: time.Second}, nil, nil)
	s.learn([]*x509.Certificate{one.cert, one.cert})
	s.learn([]*x509.Certificate{one.cert})
	if len(s.learned) != 1 {
		t.Errorf("%d certificates are remembered for one", len(s.learned))
	}
	for name, test := range map[string]struct {
		asked string
		chain []*x509.Certificate
		want  failure
	}{
		"right":      {"site.example", []*x509.Certificate{leaf.cert}, noFailure},
		"other name": {"other.example", []*x509.Certificate{leaf.cert}, badCert},
		"no name":    {"", []*x509.Certificate{leaf.cert}, badCert},
		"no chain":   {"site.example", nil, badCert},
		"stranger":   {"site.example", []*x509.Certificate{one.sign(t, "Two", true).sign(t, "site.example", false).cert}, badCert},
	} {
		if got := diagnose(s.verifyConnection(tls.ConnectionState{ServerName: test.asked, PeerCertificates: test.chain})); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

func FuzzParseIssuers(f *testing.F) {
	a := newAuthority(f)
	bundle, err := pkcs7.DegenerateCertificate(a.cert.Raw)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{a.cert.Raw, bundle, pem.EncodeToMemory(&pem.Block{Type: "PKCS7", Bytes: bundle}), {0x30, 0x80}, bytes.Repeat([]byte{0x30, 0x80}, 1000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		all, err := parseIssuers(body[:min(len(body), maxIssuer)])
		if err == nil && len(all) > maxBundle {
			t.Errorf("%d certificates", len(all))
		}
		for _, c := range all {
			if !c.IsCA {
				t.Error("a certificate that may sign nothing")
			}
		}
	})
}

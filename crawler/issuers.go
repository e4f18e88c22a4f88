package crawler

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

const (
	maxIssuers    = 3        // fetched for one chain, one after the other
	maxIssuerURLs = 2        // of one certificate that are asked
	maxIssuer     = 64 << 10 // bytes of what such a URL gives
	maxBundle     = 16       // certificates in it
	maxRSABits    = 8192     // as crypto/tls
	issuerTimeout = 5 * time.Second
	issuerHops    = 3                // redirects followed
	issuerAgain   = 30 * time.Second // after a failure
)

// issuers completes chains of certificates from which a server left out one
// that its own names the address of, "CA Issuers" (RFC 5280, section 4.2.2.1).
// Browsers do that too, so for a person nothing is wrong with such a site. What
// was fetched vouches for nothing by itself: the whole chain is verified.
type issuers struct {
	ctx     context.Context // of all fetches, whoever waits for them
	client  *http.Client
	agent   string
	roots   *x509.CertPool // nil: those of the system
	timeout time.Duration
	mayAsk  func(*url.URL) bool
	flight  singleflight.Group
	hosts   sync.Map // host:port of the servers whose chains were completed

	mu      sync.Mutex
	fetched map[string]*bundle // by URL
	learned []*x509.Certificate
}

// A bundle is what a URL of issuers gave.
type bundle struct {
	certs   []*x509.Certificate
	expires time.Time // zero: never
}

func newIssuers(ctx context.Context, o Options, through http.RoundTripper, mayAsk func(*url.URL) bool) *issuers {
	s := &issuers{
		ctx: ctx, agent: o.UserAgent, roots: o.RootCAs, timeout: min(o.Timeout, issuerTimeout), mayAsk: mayAsk,
		fetched: map[string]*bundle{},
	}
	s.client = &http.Client{Transport: through, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if len(via) > issuerHops || !s.allowed(r.URL) {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	return s
}

// allowed tells whether issuers may be fetched from u. Over https they might
// need the same to be done first.
func (s *issuers) allowed(u *url.URL) bool { return u.Scheme == "http" && u.Host != "" && s.mayAsk(u) }

// helps tells whether the chain of a server has been completed.
func (s *issuers) helps(u *url.URL) bool {
	_, ok := s.hosts.Load(hostPort(u))
	return ok
}

// verifyConnection is for a [tls.Config] that verifies nothing itself. It does
// what that would do, with the certificates that were fetched beside those of
// the server. A server without a name, which TLS does not tell, never passes.
func (s *issuers) verifyConnection(state tls.ConnectionState) error {
	s.mu.Lock()
	learned := s.learned
	s.mu.Unlock()
	err := s.verify(state.ServerName, state.PeerCertificates, learned)
	if err != nil {
		return &tls.CertificateVerificationError{UnverifiedCertificates: state.PeerCertificates, Err: err}
	}
	return nil
}

func (s *issuers) verify(name string, chain, more []*x509.Certificate) error {
	if name == "" || len(chain) == 0 {
		return errors.New("a certificate without a name to verify it for")
	}
	between := x509.NewCertPool()
	for _, c := range append(chain[1:len(chain):len(chain)], more...) {
		between.AddCert(c)
	}
	_, err := chain[0].Verify(x509.VerifyOptions{DNSName: name, Roots: s.roots, Intermediates: between})
	return err
}

// wantsIssuer tells whether it is not the server's own certificate that is at
// fault, but that the others lead to no known authority: one is missing, or has
// expired and another one may have taken its place.
func wantsIssuer(failed *tls.CertificateVerificationError) bool {
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	return errors.As(failed.Err, &unknown) ||
		errors.As(failed.Err, &invalid) && invalid.Cert != nil && len(failed.UnverifiedCertificates) > 0 && !invalid.Cert.Equal(failed.UnverifiedCertificates[0])
}

// complete tells whether a handshake that failed for want of a known authority
// will do when it is tried again, and how many requests it made to see to that.
func (s *issuers) complete(ctx context.Context, u *url.URL, failed error) (requests int, ok bool) {
	var unverified *tls.CertificateVerificationError
	name := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if _, err := netip.ParseAddr(name); err == nil || !errors.As(failed, &unverified) || !wantsIssuer(unverified) {
		return 0, false
	}
	ctx, cancel := context.WithTimeout(ctx, 2*s.timeout)
	defer cancel()
	chain := unverified.UnverifiedCertificates
	s.mu.Lock()
	more := s.learned[:len(s.learned):len(s.learned)]
	s.mu.Unlock()
	for step := 0; s.verify(name, chain, more) != nil; step++ {
		last := lastOf(chain, more)
		if step == maxIssuers || last == nil || bytes.Equal(last.RawIssuer, last.RawSubject) {
			return requests, false
		}
		found, n := s.issuersOf(ctx, last)
		requests += n
		if len(found) == 0 {
			return requests, false
		}
		more = append(more, found...)
	}
	s.learn(more)
	s.hosts.Store(hostPort(u), true)
	return requests, true
}

// lastOf follows a chain from its first certificate to the one whose issuer is
// not there, or not valid now; nil if there is no end.
func lastOf(chain, more []*x509.Certificate) *x509.Certificate {
	if len(chain) == 0 {
		return nil
	}
	last := chain[0]
	for range 2 * maxIssuers {
		next := issuerAmong(last, append(chain[1:len(chain):len(chain)], more...))
		if next == nil {
			return last
		}
		last = next
	}
	return nil
}

// issuerAmong gives the certificate that has signed c; nil if it is not there.
func issuerAmong(c *x509.Certificate, all []*x509.Certificate) *x509.Certificate {
	if bytes.Equal(c.RawIssuer, c.RawSubject) {
		return nil
	}
	for _, issuer := range all {
		if hasSigned(issuer, c) {
			return issuer
		}
	}
	return nil
}

// hasSigned tells whether issuer vouches for c today.
func hasSigned(issuer, c *x509.Certificate) bool {
	now := time.Now()
	return bytes.Equal(issuer.RawSubject, c.RawIssuer) && !now.Before(issuer.NotBefore) && !now.After(issuer.NotAfter) &&
		c.CheckSignatureFrom(issuer) == nil
}

// learn keeps the certificates by which a chain was completed.
func (s *issuers) learn(more []*x509.Certificate) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range more {
		known := false
		for _, k := range s.learned {
			known = known || k.Equal(c)
		}
		if !known {
			s.learned = append(s.learned[:len(s.learned):len(s.learned)], c)
		}
	}
}

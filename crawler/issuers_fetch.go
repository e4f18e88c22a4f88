package crawler

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/smallstep/pkcs7"
)

// issuersOf fetches the certificates that have signed c, and gives the number
// of requests that it made itself.
func (s *issuers) issuersOf(ctx context.Context, c *x509.Certificate) (found []*x509.Certificate, requests int) {
	asked := 0
	for _, raw := range c.IssuingCertificateURL {
		u, err := url.Parse(raw)
		if err != nil || len(raw) > maxURL || !s.allowed(u) {
			continue
		}
		if asked++; asked > maxIssuerURLs {
			return nil, requests
		}
		all, n := s.at(ctx, u)
		requests += n
		for _, issuer := range all {
			if hasSigned(issuer, c) {
				found = append(found, issuer)
			}
		}
		if len(found) > 0 {
			return found, requests
		}
	}
	return nil, requests
}

// at gives the certificates at a URL, each asked for once at a time, and the
// number of requests that this call made.
func (s *issuers) at(ctx context.Context, u *url.URL) (certs []*x509.Certificate, requests int) {
	key := u.String()
	answer := s.flight.DoChan(key, func() (any, error) {
		s.mu.Lock()
		known := s.fetched[key]
		s.mu.Unlock()
		if known != nil && (known.expires.IsZero() || time.Now().Before(known.expires)) {
			return known, nil
		}
		requests = 1
		b := &bundle{}
		var err error
		if b.certs, err = s.fetch(key); err != nil {
			b.expires = time.Now().Add(issuerAgain)
		}
		s.mu.Lock()
		s.fetched[key] = b
		s.mu.Unlock()
		return b, nil
	})
	select {
	case a := <-answer:
		return a.Val.(*bundle).certs, requests
	case <-ctx.Done():
		return nil, 0
	}
}

func (s *issuers) fetch(at string) (certs []*x509.Certificate, err error) {
	defer func() {
		if p := recover(); p != nil { // parsers have bugs, and nobody above would catch it
			err = fmt.Errorf("fetch issuers: panic: %v", p)
		}
	}()
	ctx, cancel := context.WithTimeout(s.ctx, s.timeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return nil, fmt.Errorf("fetch issuers: %w", err)
	}
	r.Header.Set("User-Agent", s.agent)
	response, err := s.client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("fetch issuers: %w", err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxIssuer+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("fetch issuers: %w", err)
	case response.StatusCode != http.StatusOK || len(body) > maxIssuer:
		return nil, fmt.Errorf("fetch issuers: status %d, %d bytes", response.StatusCode, len(body))
	}
	return parseIssuers(body)
}

// parseIssuers reads a certificate in DER, as RFC 5280 wants it, or several as
// "certs-only" CMS message, or either in PEM.
func parseIssuers(body []byte) ([]*x509.Certificate, error) {
	if block, _ := pem.Decode(body); block != nil {
		body = block.Bytes
	}
	all, err := x509.ParseCertificates(body)
	if err != nil {
		message, failed := pkcs7.Parse(body)
		if failed != nil {
			return nil, fmt.Errorf("parse issuers: %w", err)
		}
		all = message.Certificates
	}
	var sane []*x509.Certificate
	for _, c := range all[:min(len(all), maxBundle)] {
		if key, ok := c.PublicKey.(*rsa.PublicKey); c.IsCA && (!ok || key.N.BitLen() <= maxRSABits) {
			sane = append(sane, c)
		}
	}
	return sane, nil
}

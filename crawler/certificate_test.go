package crawler

import (
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"
)

func TestCertificateFault(t *testing.T) {
	now := time.Date(2024, 5, 2, 0, 0, 0, 0, time.UTC)
	old := &x509.Certificate{NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(0, 0, -1)}
	early := &x509.Certificate{NotBefore: now.AddDate(0, 0, 1), NotAfter: now.AddDate(1, 0, 0)}
	oldIssuer := &x509.Certificate{NotBefore: old.NotBefore, NotAfter: old.NotAfter, IsCA: true}
	invalid := func(c *x509.Certificate, r x509.InvalidReason) error {
		return x509.CertificateInvalidError{Cert: c, Reason: r}
	}
	name := func(c x509.Certificate) error { return x509.HostnameError{Certificate: &c, Host: "site.example"} }
	unknown := func(c *x509.Certificate) error {
		return &tls.CertificateVerificationError{UnverifiedCertificates: []*x509.Certificate{c}, Err: x509.UnknownAuthorityError{Cert: c}}
	}
	issued := &x509.Certificate{RawIssuer: []byte("a"), RawSubject: []byte("b")}
	for what, test := range map[string]struct {
		err  error
		want string
	}{
		"expired":        {invalid(old, x509.Expired), "it has expired on 1 May 2024"},
		"early":          {invalid(early, x509.Expired), "it is not valid before 3 May 2024"},
		"expired issuer": {invalid(oldIssuer, x509.Expired), "a certificate that vouches for it has expired on 1 May 2024"},
		"for mail":       {invalid(old, x509.IncompatibleUsage), "it was not made for servers"},
		"no signer":      {invalid(old, x509.NotAuthorizedToSign), "who signed it may not vouch for it"},
		"one name":       {name(x509.Certificate{DNSNames: []string{"*.b.example"}}), "it was made out to another name (*.b.example)"},
		"four names": {name(x509.Certificate{DNSNames: []string{"a.example", "b.example", "c.example"}, IPAddresses: []net.IP{{192, 0, 2, 1}}}),
			"it was made out to another name (a.example, b.example, c.example and another)"},
		"many names": {name(x509.Certificate{DNSNames: strings.Split(strings.Repeat("x,", 4999)+"x", ",")}),
			"it was made out to another name (x, x, x and 4997 others)"},
		"an address":  {name(x509.Certificate{IPAddresses: []net.IP{{192, 0, 2, 1}}}), "it was made out to another name (192.0.2.1)"},
		"common name": {name(x509.Certificate{Subject: pkix.Name{CommonName: "Router"}}), "it was made out to another name (Router)"},
		"no name":     {name(x509.Certificate{}), "it was made out to another name"},
		"hostile name": {name(x509.Certificate{DNSNames: []string{"a\x1b[31m\n::error\u202e" + strings.Repeat("я", 100)}}),
			"it was made out to another name (a[31m::error" + strings.Repeat("я", 34) + "…)"},
		"self-signed":    {unknown(&x509.Certificate{RawIssuer: []byte("a"), RawSubject: []byte("a")}), "nobody but its owner vouches for it (self-signed)"},
		"unknown":        {unknown(issued), "nobody known vouches for it"},
		"unknown issuer": {unknown(&x509.Certificate{RawIssuer: []byte("a"), Issuer: pkix.Name{CommonName: "Some CA"}}), "its issuer, “Some CA”, is not known, nor is who vouches for that one"},
		"organization":   {unknown(&x509.Certificate{RawIssuer: []byte("a"), Issuer: pkix.Name{Organization: []string{"Some"}}}), "its issuer, “Some”, is not known, nor is who vouches for that one"},
		"without chain":  {x509.UnknownAuthorityError{}, "nobody known vouches for it"},
		"weak":           {fmt.Errorf("%w: %w", x509.UnknownAuthorityError{}, x509.InsecureAlgorithmError(x509.SHA1WithRSA)), "it is signed in a way that is not safe any more"},
		"revoked":        {fmt.Errorf("x509: “site” certificate is revoked"), "its issuer has revoked it"},
		"anything":       {fmt.Errorf("x509: something new"), "it does not hold"},
	} {
		if got := certificateFault(test.err, now); got != test.want {
			t.Errorf("%s: %q, want %q", what, got, test.want)
		}
	}
}

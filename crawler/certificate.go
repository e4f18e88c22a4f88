package crawler

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
)

// certificateFault says in words for a reader what is wrong with a certificate
// by the error of its verification at a time. What it quotes of the certificate
// is short and printable.
func certificateFault(err error, now time.Time) string {
	var (
		name       x509.HostnameError
		invalid    x509.CertificateInvalidError
		unknown    x509.UnknownAuthorityError
		unverified *tls.CertificateVerificationError
	)
	switch {
	case errors.As(err, &name):
		return "it was made out to another name" + madeOutTo(name.Certificate)
	case errors.As(err, &invalid):
		return invalidity(invalid, now)
	case errors.As(err, &unknown):
		if strings.Contains(err.Error(), "insecure algorithm") {
			return "it is signed in a way that is not safe any more"
		}
		if errors.As(err, &unverified) && len(unverified.UnverifiedCertificates) > 0 {
			return unvouched(unverified.UnverifiedCertificates[0])
		}
		return "nobody known vouches for it"
	case strings.Contains(err.Error(), "revoked"): // systems that keep lists of those have no error of their own for it
		return "its issuer has revoked it"
	}
	return "it does not hold"
}

// invalidity says why a certificate of a chain cannot vouch for anything.
func invalidity(e x509.CertificateInvalidError, now time.Time) string {
	const day = "2 January 2006"
	whose := "it"
	if e.Cert != nil && e.Cert.IsCA {
		whose = "a certificate that vouches for it"
	}
	switch {
	case e.Reason == x509.Expired && e.Cert == nil:
		return "it has expired or is not valid yet"
	case e.Reason == x509.Expired && now.Before(e.Cert.NotBefore):
		return fmt.Sprintf("%s is not valid before %s", whose, e.Cert.NotBefore.UTC().Format(day))
	case e.Reason == x509.Expired:
		return fmt.Sprintf("%s has expired on %s", whose, e.Cert.NotAfter.UTC().Format(day))
	case e.Reason == x509.IncompatibleUsage:
		return "it was not made for servers"
	case e.Reason == x509.NotAuthorizedToSign, e.Reason == x509.CANotAuthorizedForThisName,
		e.Reason == x509.CANotAuthorizedForExtKeyUsage, e.Reason == x509.TooManyIntermediates:
		return "who signed it may not vouch for it"
	}
	return "it does not hold"
}

// unvouched says who stands behind a certificate that nobody known does.
func unvouched(c *x509.Certificate) string {
	if bytes.Equal(c.RawIssuer, c.RawSubject) {
		return "nobody but its owner vouches for it (self-signed)"
	}
	issuer := c.Issuer.CommonName
	if issuer == "" && len(c.Issuer.Organization) > 0 {
		issuer = c.Issuer.Organization[0]
	}
	if issuer = certified(issuer); issuer == "" {
		return "nobody known vouches for it"
	}
	return "its issuer, “" + issuer + "”, is not known, nor is who vouches for that one"
}

const namesShown = 3 // of those that a certificate is made out to

// madeOutTo gives the names of a certificate, the first of them, in brackets.
func madeOutTo(c *x509.Certificate) string {
	if c == nil {
		return ""
	}
	names := append([]string(nil), c.DNSNames[:min(len(c.DNSNames), namesShown)]...)
	for _, ip := range c.IPAddresses[:min(len(c.IPAddresses), namesShown)] {
		names = append(names, ip.String())
	}
	all := len(c.DNSNames) + len(c.IPAddresses)
	if all == 0 { // nobody looks at the common name any more (RFC 9525, section 2)
		names, all = append(names, c.Subject.CommonName), 1
	}
	shown := names[:min(len(names), namesShown)]
	for i := range shown {
		shown[i] = certified(shown[i])
	}
	said := strings.Join(shown, ", ")
	switch rest := all - len(shown); {
	case said == "":
		return ""
	case rest == 1:
		said += " and another"
	case rest > 1:
		said += fmt.Sprintf(" and %d others", rest)
	}
	return " (" + said + ")"
}

// certified gives the beginning of a name in a certificate without what is not for
// print.
func certified(name string) string {
	return clip(strings.TrimSpace(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, name)), 80)
}

package crawler

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"net/url"
	"strings"

	"code.dny.dev/ssrf"
)

// A failure is why there is no answer to judge.
type failure uint8

const (
	noFailure     failure = iota
	timedOut              // no answer, or not all of its head, in time
	nameMissing           // DNS says that the name does not exist, asked twice
	nameDoubtful          // DNS said so once
	noConnection          // refused, reset, cut off, DNS or TLS out of order
	badCert               // the certificate does not vouch for the host
	garbled               // an answer, but not one of HTTP
	forbidden             // the address guard forbids the way
	looping               // redirects in a circle, or without end
	cookieLooping         // the same while cookies are being set
	offTheWeb             // a redirect to something that is neither http nor https
	badLocation           // a redirect to nothing that can be read
	turnedAway            // the host asked to be left alone for longer than we wait
	givenUp               // the host has failed many times in a row
	disallowed            // robots.txt asks programs not to visit the page
	robotsUnread          // robots.txt, which may do so, could not be read
)

// errForbidden says that the address guard does not let a request pass.
var errForbidden = errors.New("address is private or special")

// diagnose tells the failure behind the error of a request.
func diagnose(err error) failure {
	if err == nil {
		return noFailure
	}
	var (
		unknown  *unknownHostError
		dns      *net.DNSError
		cert     *tls.CertificateVerificationError
		protocol textproto.ProtocolError
		notTLS   tls.RecordHeaderError
	)
	switch {
	case errors.Is(err, errForbidden), errors.Is(err, ssrf.ErrProhibitedIP), errors.Is(err, ssrf.ErrProhibitedNetwork):
		return forbidden
	case errors.As(err, &unknown):
		if unknown.confirmed {
			return nameMissing
		}
		return nameDoubtful
	case errors.As(err, &dns):
		return noConnection
	case errors.As(err, &cert):
		return badCert
	case isTimeout(err):
		return timedOut
	case errors.As(err, &protocol), errors.As(err, &notTLS), saysGarbled(err.Error()):
		return garbled
	}
	return noConnection
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout()
}

// saysGarbled tells by its words whether an error of net/http is about an
// answer that is not HTTP. The package has no types for these.
func saysGarbled(message string) bool {
	for _, words := range []string{
		"malformed HTTP", "malformed MIME", "malformed chunked", "server gave HTTP response to HTTPS client",
		"response headers exceeded", "bad Content-Length", "multiple Content-Length", "unsupported transfer encoding",
		"too many transfer encodings", "too many 1xx", "invalid header", "Unexpected trailer",
	} {
		if strings.Contains(message, words) {
			return true
		}
	}
	return false
}

// errorText is err in a person's words, without what is said elsewhere, and
// bounded: it may quote the server.
func errorText(err error) string {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "time ran out"
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return "the server closed the connection too early"
	}
	text := fmt.Sprint(err)
	for _, layer := range []string{"net/http: HTTP/1.x transport connection broken: ", "net/http: "} {
		text = strings.TrimPrefix(text, layer)
	}
	return clip(text, 300)
}

// clip cuts s after n bytes, at the border of a character.
func clip(s string, n int) string {
	if len(s) <= n {
		return strings.Clone(s)
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}

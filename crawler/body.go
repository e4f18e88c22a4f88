package crawler

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
)

// How much is read of a body, after any decompression.
const (
	pageLimit     = 512 << 10 // of what may be text
	refusalLimit  = 64 << 10  // of an error page: enough to tell a bot wall
	otherLimit    = 4 << 10   // of anything else
	documentLimit = 64 << 20  // of a document that is to be read itself
	drainLimit    = 16 << 10  // thrown away to use a connection again
)

// bodyLimit says how many bytes of the body of a response are wanted.
func bodyLimit(p purpose, status int, header http.Header) int64 {
	switch {
	case status >= 300 && status < 400:
		return 0
	case p == toRead && status < 300:
		return documentLimit
	case status >= 400:
		return refusalLimit
	case !textual(header):
		return otherLimit
	}
	return pageLimit
}

// textual tells whether a body may be text by what is said of it.
func textual(header http.Header) bool {
	if e := header.Get("Content-Encoding"); e != "" && e != "identity" {
		return false // nobody asked for that coding
	}
	kind := mediaType(header.Get("Content-Type"))
	return kind == "" || strings.HasPrefix(kind, "text/") || !strings.Contains(kind, "/") ||
		strings.HasSuffix(kind, "xml") || strings.HasSuffix(kind, "json")
}

// mediaType gives the type that a Content-Type names, in lower case and without
// its parameters, however wrong those are.
func mediaType(contentType string) string {
	kind, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

// A boundedBody is a body that ends where no more of it is wanted. It notes in
// the answer what became of the rest, instead of failing: what came of a body
// that breaks off is still good.
type boundedBody struct {
	io.ReadCloser
	answer *answer
	left   int64 // wanted still
	rest   int64 // to come by what was announced; negative: unknown
}

func newBoundedBody(response *http.Response, a *answer) *boundedBody {
	return &boundedBody{response.Body, a, bodyLimit(a.purpose, response.StatusCode, response.Header), response.ContentLength}
}

func (b *boundedBody) Read(p []byte) (n int, err error) {
	if b.left <= 0 {
		return 0, io.EOF
	}
	n, err = b.ReadCloser.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	b.rest -= int64(n)
	if err != nil {
		b.left = -1 // ended, one way or the other
		if err != io.EOF {
			b.answer.bodyErr = err
		}
		err = io.EOF
	}
	return n, err
}

// Close leaves the connection fit for the next request if that is cheap.
// net/http closes it otherwise.
func (b *boundedBody) Close() error {
	if b.left == 0 {
		if b.rest > drainLimit {
			b.answer.truncated = true
		} else {
			n, err := io.CopyN(io.Discard, b.ReadCloser, drainLimit)
			b.answer.truncated = n > 0
			if err != nil && err != io.EOF {
				b.answer.bodyErr = err
			}
		}
	}
	return b.ReadCloser.Close()
}

// dialFailed tells whether an error came from making a connection.
func dialFailed(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	return errors.As(err, &dns) || errors.As(err, &op) && op.Op == "dial"
}

package crawler

import (
	"bytes"
	"errors"
	"io"
	"mime"
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
	keptBuffer    = 128 << 10 // the largest buffer that is kept for the next body
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
	declared := header.Get("Content-Type")
	kind, _, err := mime.ParseMediaType(declared)
	if err != nil && kind == "" {
		kind, _, _ = strings.Cut(strings.ToLower(declared), ";")
		kind = strings.TrimSpace(kind)
	}
	return kind == "" || strings.HasPrefix(kind, "text/") || !strings.Contains(kind, "/") ||
		strings.HasSuffix(kind, "xml") || strings.HasSuffix(kind, "json")
}

// readBody reads what is wanted of the body and leaves the connection fit for
// the next request if that is cheap. net/http closes it otherwise.
func (a *answer) readBody(response *http.Response) {
	defer response.Body.Close()
	limit := bodyLimit(a.purpose, response.StatusCode, response.Header)
	length := response.ContentLength
	if limit > 0 && length != 0 {
		a.buffer = buffers.Get().(*bytes.Buffer)
		if length > 0 && length <= keptBuffer {
			a.buffer.Grow(int(min(length, limit)) + bytes.MinRead)
		}
		_, a.bodyErr = a.buffer.ReadFrom(io.LimitReader(response.Body, limit))
		a.body = a.buffer.Bytes()
	}
	if a.bodyErr != nil || int64(len(a.body)) < limit {
		return // ended, one way or the other
	}
	if length > int64(len(a.body))+drainLimit {
		a.truncated = true
		return
	}
	n, err := io.CopyN(io.Discard, response.Body, drainLimit)
	a.truncated = n > 0
	if err != nil && !errors.Is(err, io.EOF) {
		a.bodyErr = err
	}
}

// dialFailed tells whether an error came from making a connection.
func dialFailed(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	return errors.As(err, &dns) || errors.As(err, &op) && op.Op == "dial"
}

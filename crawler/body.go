package crawler

import (
	"bytes"
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
	registryLimit = 8 << 20   // of a registry's answer about many works, each by thousands of authors perhaps
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
	case p == toObey && status < 300:
		return robotsLimit
	case status >= 400:
		return refusalLimit
	case p == toAsk && textual(header):
		return registryLimit
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

// takeBody puts what is wanted of a response's body into the answer, and notes
// there what became of the rest, instead of failing: what came of a body that
// breaks off is still good. It leaves the connection fit for the next request if
// that is cheap; net/http closes it otherwise.
func takeBody(a *answer, response *http.Response) {
	defer response.Body.Close()
	limit := bodyLimit(a.purpose, response.StatusCode, response.Header)
	if a.held > 0 {
		limit = a.held
	}
	if limit > 0 {
		a.buffer = buffers.get()
		if size := response.ContentLength; 0 < size && size <= usualPage {
			a.buffer.Grow(int(size) + bytes.MinRead)
		}
		_, a.bodyErr = a.buffer.ReadFrom(io.LimitReader(response.Body, limit))
		a.body = a.buffer.Bytes()
	}
	if a.bodyErr != nil || int64(len(a.body)) < limit {
		return
	}
	if response.ContentLength-limit > drainLimit {
		a.truncated = true
		return
	}
	n, err := io.CopyN(io.Discard, response.Body, drainLimit)
	a.truncated = n > 0
	if err != nil && err != io.EOF {
		a.bodyErr = err
	}
}

// buffers are what bodies are read into: one for each page would be most of the
// garbage that a check makes.
var buffers = shelf(make(chan *bytes.Buffer, 128))

// usualPage is the size in bytes that pages seldom exceed.
const usualPage = 64 << 10

// A shelf has buffers that are not in use. Unlike a sync.Pool it still has them
// after the garbage collector has been there, which in a large run is often.
type shelf chan *bytes.Buffer

func (s shelf) get() *bytes.Buffer {
	select {
	case b := <-s:
		return b
	default:
		return new(bytes.Buffer)
	}
}

// put takes a buffer, unless there are enough or it is larger than usual.
func (s shelf) put(b *bytes.Buffer) {
	if b.Cap() > 2*usualPage {
		return
	}
	b.Reset()
	select {
	case s <- b:
	default:
	}
}

// release gives back the memory of the body, of which nothing may be used any
// more. Whoever keeps the body does not call it.
func (a *answer) release() {
	if a.buffer != nil {
		buffers.put(a.buffer)
	}
	a.buffer, a.body, a.looked = nil, nil, nil
}

// dialFailed tells whether an error came from making a connection, be it to a proxy.
func dialFailed(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	if errors.As(err, &op) && op.Op == proxyConnect {
		err = op.Err
	}
	return errors.As(err, &dns) || errors.As(err, &op) && op.Op == "dial"
}

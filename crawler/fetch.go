package crawler

import (
	"context"
	"errors"
	"fmt"

	"github.com/refmend/refmend/refs"
)

// ErrTooLarge says that a document is larger than 64 MB.
var ErrTooLarge = errors.New("larger than 64 MB")

// Fetched is a document from the web.
type Fetched struct {
	URL         string // where the redirects ended
	ContentType string // as the server says; "" if it does not
	Body        []byte // without any content coding
	Requests    int    // that were sent for it: hops and retries count
}

// Fetch gets a document that is to be read itself, with the manners, guards
// and retries of Check. The error says what the server said, or why there is
// no answer; it is ErrTooLarge if the document is, ctx's if that ended. Requests
// counts beside an error too, save ctx's.
func (c *Crawler) Fetch(ctx context.Context, rawURL string) (Fetched, error) {
	target, err := refs.ParseTarget(rawURL)
	if err != nil {
		return Fetched{}, fmt.Errorf("fetch document: %w", err)
	}
	name, ok := c.firstHost(target)
	if !ok {
		return Fetched{}, fmt.Errorf("fetch %s: not an http or https address", rawURL)
	}
	b, stop := c.newBatch(ctx, toRead)
	defer stop()
	var got Fetched
	b.finish = func(t *task, a *answer, f failure) {
		got, err = t.chain.document(a, f)
		got.Requests = t.chain.requests
	}
	if !c.schedule.run(b, []*task{{target: target, name: name}}) {
		return Fetched{}, fmt.Errorf("fetch %s: %w", rawURL, context.Cause(b.ctx))
	}
	if err != nil {
		return got, fmt.Errorf("fetch %s: %w", rawURL, err)
	}
	return got, nil
}

// document gives the body of the last answer, if that is one to be trusted.
func (ch *chain) document(a *answer, f failure) (Fetched, error) {
	switch {
	case ch.certificate != "":
		return Fetched{}, fmt.Errorf("the server's certificate is not valid: %s", ch.certificate)
	case f == forbidden:
		return Fetched{}, fmt.Errorf("%w, which is visited with --allow-private only", errForbidden)
	case a.err != nil:
		return Fetched{}, a.err
	case f != noFailure || a.status < 200 || a.status > 299:
		return Fetched{}, errors.New(classifyPage(observation{hops: ch.hops, status: a.status, failure: f, asked: ch.asked}).Detail)
	case a.bodyErr != nil:
		return Fetched{}, fmt.Errorf("read body: %w", a.bodyErr)
	case a.truncated:
		return Fetched{}, ErrTooLarge
	}
	return Fetched{URL: withoutFragment(ch.url), ContentType: a.header.Get("Content-Type"), Body: a.body}, nil
}

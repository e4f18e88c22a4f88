package crawler

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/refmend/refmend/refs"
)

// bars says why the next request of a task must not be made, as a robots.txt has it.
func (r *robotsRules) bars(t *task) failure {
	switch {
	case r.allows(t.pageURL()):
		return noFailure
	case r.unread != nil:
		return robotsUnread
	}
	return disallowed
}

// pageURL is where the next request of a task goes, if that is to a page.
func (t *task) pageURL() string {
	if t.chain == nil {
		return string(t.target)
	}
	return t.chain.url
}

// robotsGate names the authority whose robots.txt has a say in the next request of
// a task; "" if none has: for questions to services, and for documents, which
// the user has named one by one.
func (c *Crawler) robotsGate(t *task) string {
	ch := t.chain
	registry, _ := c.systemOf(t.target)
	switch {
	case ch == nil && (t.batch.purpose != toCheck || t.asking != nil || c.asksForCopy(t.target) || registry != nil),
		ch != nil && (ch.purpose != toCheck || ch.atResolver(c)):
		return ""
	}
	u, err := url.Parse(t.pageURL())
	if err != nil {
		if u, err = wireURL(t.pageURL(), false); err != nil {
			return ""
		}
	}
	return u.Scheme + "://" + hostPort(u)
}

// robotsTask makes the task that reads the robots.txt of an authority. It is of a
// batch of its own, for those who wait for it may be of several.
func (c *Crawler) robotsTask(authority string) *task {
	at := authority + "/robots.txt"
	b := &batch{ctx: c.ctx, purpose: toObey, left: 1, done: make(chan struct{})}
	b.finish = func(t *task, a *answer, f failure) {
		c.schedule.admit(authority, readRobots(a, f), t.chain.requests)
	}
	context.AfterFunc(c.ctx, func() { c.schedule.drop(b) })
	return &task{batch: b, target: refs.Target(at), name: c.options.queueOf(hostName(at))}
}

// readRobots says what the answer to a question about robots.txt allows. Without
// a file (4xx) all is, without an answer nothing (RFC 9309, section 2.3.1), and so
// it is if the host wants fewer requests. A name that leads to no host, or to none
// that may be visited, has nobody to ask: that the next request will show.
func readRobots(a *answer, f failure) robotsRules {
	switch {
	case f == nameMissing || f == forbidden:
		return robotsRules{}
	case f == looping, f == cookieLooping, f == offTheWeb, f == badLocation:
		return robotsRules{} // too many redirects are as good as no file (section 2.3.1.2)
	case f != noFailure && a.err != nil:
		return robotsRules{unread: a.err}
	case f != noFailure, a.status >= 500, a.status == http.StatusTooManyRequests:
		return robotsRules{unread: fmt.Errorf("the server answers with status %d", a.status)}
	case a.status >= 400:
		return robotsRules{}
	case a.bodyErr != nil && len(a.body) == 0:
		return robotsRules{unread: a.bodyErr}
	}
	return parseRobots(a.body)
}

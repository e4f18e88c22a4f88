package crawler

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"
	"unique"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

var _ audit.Checker = (*Crawler)(nil)

// Check asks about every target, as [audit.Checker] tells. Targets of one host
// are asked about in the order given, behind what registries are asked of many at
// once; hosts side by side. At most as many goroutines run as there may be requests
// at once.
//
// Of a DOI, handle or URN the registration is asked for first, then its page is
// visited. The question to the registry counts as a request but is no hop; if
// there is no page to visit, it is the evidence's final URL. Other identifiers are
// asked about at their registries, many at once; the page of one is visited only
// if the registry does not know it or gives no answer.
func (c *Crawler) Check(ctx context.Context, asked []audit.Question, answered func(audit.Outcome)) error {
	b, stop := c.newBatch(ctx, toCheck)
	defer stop()
	b.answered = answered
	b.finish = func(t *task, a *answer, f failure) { answered(c.outcome(t, a, f)) }
	tasks := make([]*task, 0, len(asked))
	var questions []question
	for _, a := range asked {
		target := a.Target
		if q, ok := c.questionAbout(target); ok {
			questions = append(questions, q)
			continue
		}
		name, ok := c.firstHost(target)
		if !ok {
			answered(audit.Outcome{Target: target, Verdict: verdict(
				audit.Skipped, audit.ReasonUnsupportedScheme, "The link is not one of the web's."), Vantage: c.Vantage(target), Rules: Rules})
			continue
		}
		tasks = append(tasks, &task{target: target, name: name, known: a.Known, sought: a.Sought})
	}
	tasks = append(c.askingTasks(questions), tasks...) // a few that answer many go first
	if !c.schedule.run(b, tasks) {
		return context.Cause(b.ctx)
	}
	return nil
}

// newBatch begins a call. It ends with ctx, with stop and with the crawler.
func (c *Crawler) newBatch(ctx context.Context, p purpose) (b *batch, stop func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	unhook := context.AfterFunc(c.ctx, func() { cancel(context.Canceled) })
	b = &batch{ctx: ctx, purpose: p, done: make(chan struct{})}
	return b, func() { unhook(); cancel(nil) }
}

// firstHost names the queue that a target is asked about in at first, and tells
// whether there is one.
func (c *Crawler) firstHost(t refs.Target) (string, bool) {
	raw := string(t)
	if s, _ := c.systemOf(t); s != nil {
		raw = c.options.Services[s.service]
	}
	u, err := url.Parse(raw)
	if err != nil {
		u, err = wireURL(raw, false)
	}
	if err != nil || !webScheme(u.Scheme) || u.Host == "" {
		return "", false
	}
	return c.options.queueOf(strings.ToLower(u.Hostname())), true
}

// perform makes the next request of a task. That is what workers do.
func (c *Crawler) perform(t *task) (st step) {
	b := t.batch
	if b.ctx.Err() != nil {
		return step{drop: true}
	}
	if t.chain == nil {
		t.chain = c.newChain(t)
	}
	// What pages send is untrusted, and parsers have bugs: one page must not
	// end the run of all.
	defer func() {
		if p := recover(); p != nil {
			c.options.Log.Error("panic", "target", t.target, "panic", p, "stack", string(debug.Stack()))
			st = c.end(t, &answer{err: fmt.Errorf("panic: %v", p)}, garbled)
		}
	}()
	t.chain.requests += int(t.owed)
	t.owed = 0
	if t.barred != noFailure {
		return c.refuse(t)
	}
	r := t.chain.request()
	a := c.do(b.ctx, r)
	if b.ctx.Err() != nil {
		return step{drop: true} // it may have broken off for that alone
	}
	if c.options.Log.Enabled(b.ctx, slog.LevelDebug) {
		c.options.Log.Debug("request", "url", r.url, "status", a.status, "elapsed", a.elapsed, "error", a.err)
	}
	st, f := c.advance(t, a, time.Now())
	if !st.again && t.asking == nil {
		last := a
		if page := t.chain.page; page != nil { // what was asked last was about its sibling
			last, f = page, noFailure
		}
		b.finish(t, last, f)
		if last != a && b.purpose != toRead {
			last.release()
		}
	}
	if b.purpose != toRead && t.chain.page != a {
		a.release()
	}
	return st
}

// refuse ends a task whose next request must not be made. What was asked before
// keeps the answer that it got; if its host is given up it has one more chance when
// all else is done.
func (c *Crawler) refuse(t *task) step {
	ch := t.chain
	a, f := &answer{}, t.barred
	switch {
	case ch.page != nil:
		a, f = ch.page, noFailure
		defer a.release()
	case f == givenUp && ch.last != nil && !ch.postponed:
		ch.postponed, t.barred = true, noFailure
		return step{again: true, late: true}
	case ch.last != nil && (f == givenUp || f == turnedAway):
		a, f = ch.last, ch.lastFailure
		fallthrough
	case ch.purpose == toCheck:
		if f == robotsUnread {
			a.err = fmt.Errorf("read robots.txt: %w", c.schedule.rulesOf(c.robotsGate(t)).unread)
		}
		ch.hops = append(ch.hops, audit.Hop{URL: ch.url, Status: a.status})
	}
	return c.end(t, a, f)
}

// end ends a task before its time.
func (c *Crawler) end(t *task, a *answer, f failure) step {
	if t.asking != nil {
		return step{more: c.giveUp(t, a, f)}
	}
	t.batch.finish(t, a, f)
	return step{}
}

// outcome says what became of a target, with the answer to its last request.
func (c *Crawler) outcome(t *task, a *answer, f failure) audit.Outcome {
	ch := t.chain
	if c.asksForCopy(t.target) {
		return c.copyOutcome(t, a, f)
	}
	seen := observation{
		hops: ch.hops, status: a.status, failure: f, asked: ch.asked, fails: int(t.fails), certificate: ch.certificate,
		system: ch.system, registration: ch.registration, estranged: ch.estranged, pageless: ch.pageless, viaResolver: ch.viaResolver, denied: ch.denied,
		login:   ch.purpose == toCheck && loginAt(ch.hops, a.body),
		paywall: ch.purpose == toCheck && paywallAt(ch.hops),
	}
	if ch.proved {
		seen.proved = ch.doubt
	}
	if a.status != 0 {
		seen.provider, seen.walled = a.wall()
	}
	unchanged := f == noFailure && ch.isUnchanged(a)
	if unchanged {
		seen.status = http.StatusOK
	}
	o := audit.Outcome{Target: t.target, Verdict: classify(seen), Requests: ch.requests, Vantage: c.Vantage(t.target), Rules: Rules, CutOff: c.cutOff(t, a)}
	o.Evidence = ch.evidence(t, a, f)
	o.Evidence.Provider = seen.provider
	if ch.aliases > 0 && ch.system == doiSystem {
		o.Alias, _ = refs.ParseTarget(DefaultDOIResolver + "/" + ch.id)
	}
	if o.Verdict.State == audit.Moved {
		o.MovedTo, _ = refs.ParseTarget(permanentEnd(ch.hops))
	}
	switch {
	case unchanged:
		ch.keepKnown(&o, a)
	case ch.purpose == toCheck:
		o.Metadata = a.metadata(ch.end())
		if o.Verdict.State == audit.OK {
			o.Validator = validatorOf(a)
		}
		if audit.Fragment(t.target) != "" && a.status/100 == 2 {
			o.Anchors = anchorsOf(a, ch.end())
		}
		if t.sought != nil && (o.Verdict.State == audit.OK || o.Verdict.State == audit.Moved) {
			o.Sightings = ch.sightings(a, t.sought, &o.Metadata)
		}
	}
	return o
}

// evidence is what a verdict rests on, for the reader.
func (ch *chain) evidence(t *task, a *answer, f failure) audit.Evidence {
	e := audit.Evidence{
		Status:    a.status,
		ElapsedMS: (ch.elapsed + a.elapsed).Milliseconds(),
		CheckedAt: time.Now().UTC(),
	}
	if ch.requests > 0 {
		e.Attempts = 1 + ch.retries
	}
	if end := ch.end(); end != string(t.target) {
		e.FinalURL = end
	}
	if len(ch.hops) > 1 {
		e.Hops = ch.hops
	}
	if a.status != 0 {
		e.ContentType = shared(clip(a.header.Get("Content-Type"), 200))
	}
	switch {
	case a.err != nil:
		e.Error = errorText(a.err)
	case f != noFailure && a.status != 0 && a.header.Get("Location") != "":
		e.Error = "redirected to " + clip(a.header.Get("Location"), 300)
	case a.bodyErr != nil:
		e.Error = "read body: " + errorText(a.bodyErr)
	}
	return e
}

// shared gives a string equal to s that all its equals share: very many answers
// say the same.
func shared(s string) string { return unique.Make(s).Value() }

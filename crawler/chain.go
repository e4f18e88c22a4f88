package crawler

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/refmend/refmend/audit"
	"golang.org/x/net/publicsuffix"
)

// A chain is what a target has been through: the redirects, retries and
// questions on the way to its verdict. It is one worker's at a time.
type chain struct {
	url      string // of the next request, fragment included
	purpose  purpose
	settings Settings

	hops       []audit.Hop
	jar        *cookiejar.Jar // nil until a redirect sets a cookie
	lastCookie int            // index of the hop that last set one; -1: none

	byGet       bool   // HEAD was not answered with success at the address at hand
	accept      string // media type that a registry is asked for; "": the usual one
	lax         bool   // the certificate of the host at hand does not hold
	certificate string // what is wrong with one on the way; "": nothing

	system       *idSystem // of the identifier that the target is of; nil: of none
	id           string    // that is asked about: the target's, or what it is another name of
	aliases      int       // names that led to it
	registration registration
	estranged    bool
	pageless     bool
	viaResolver  bool
	denied       *registry // that says that there is no such identifier

	known  *audit.Outcome // see audit.Question; nil: nothing
	page   *answer        // that is in doubt while a sibling of it is asked for
	doubt  doubt          // why
	beside []audit.Hop    // the answers about the sibling
	proved bool           // they prove the doubt

	requests int
	retries  int
	doubts   int // times that DNS denied a name it was then asked for again
	waited   time.Duration
	backoff  *backoff.ExponentialBackOff
	asked    time.Duration // that the host wanted to be left alone
	// last is the answer behind which the request at hand is made again, without
	// its body; nil: it is made for the first time.
	last        *answer
	lastFailure failure
	postponed   bool          // the request waits for the end of the run
	elapsed     time.Duration // of the hops that are behind
}

// newChain begins the way of a target.
func (c *Crawler) newChain(t *task) *chain {
	ch := &chain{url: string(t.target), purpose: t.batch.purpose, settings: c.settings(t.target), lastCookie: -1, known: t.known}
	if t.asking != nil {
		ch.url, ch.purpose, ch.accept = t.asking.url, toAsk, t.asking.at.accept
		return ch
	}
	if c.asksForCopy(t.target) {
		ch.purpose = toAsk
		return ch
	}
	ch.system, ch.id = c.systemOf(t.target)
	switch {
	case ch.system == nil:
	case ch.purpose == toRead:
		ch.url = c.pageURL(ch.system, ch.id)
	default:
		ch.url, ch.purpose = c.registryURL(ch.system, ch.id), toAsk
	}
	return ch
}

// request gives the next request.
func (ch *chain) request() request {
	head := ch.settings.HeadFirst && ch.purpose == toCheck && ch.page == nil && !ch.byGet && !strings.Contains(ch.url, "#")
	r := request{url: withoutFragment(ch.url), purpose: ch.purpose, head: head, lax: ch.lax, accept: ch.accept, version: ch.validator(), timeout: ch.settings.Timeout, headers: ch.settings.Headers}
	if ch.jar == nil || ch.lax {
		return r
	}
	if u, err := url.Parse(r.url); err == nil {
		var b strings.Builder
		for _, cookie := range ch.jar.Cookies(u) {
			if b.Len() > 0 {
				b.WriteString("; ")
			}
			b.WriteString(cookie.Name + "=" + cookie.Value)
		}
		r.cookie = b.String()
	}
	return r
}

// atResolver tells whether the next request goes to the resolver, whose word
// counts for nothing without a certificate.
func (ch *chain) atResolver(c *Crawler) bool {
	return ch.system != nil && strings.HasPrefix(ch.url, c.pageURL(ch.system, ""))
}

// advance decides what the answer to a request leads to: the same again later,
// another request, or the end (st.again false), with its failure.
func (c *Crawler) advance(t *task, a *answer, now time.Time) (st step, f failure) {
	ch := t.chain
	if a.sent {
		ch.requests++
	}
	f = diagnose(a.err)
	// What the host shows of itself counts whatever becomes of the target.
	defer func(shown step) { st.show(shown) }(c.experience(a, f, now))
	if f == badCert && !a.lax && !a.helped {
		asked, ok := c.completes(t, a)
		ch.requests += asked
		if ok {
			return step{again: true}, f
		}
	}
	if a.head && !a.settlesHead() {
		ch.byGet = true
		return step{again: true}, f
	}
	if ch.page != nil {
		return c.hearSibling(t, a, f, now), f
	}
	if st = c.retry(ch, a, f, now); st.again {
		return st, f
	}
	if f == nameDoubtful {
		f = noConnection // DNS contradicts itself
	}
	if st.shut > 0 {
		f = turnedAway
	}
	ch.last, ch.postponed = nil, false
	if t.asking != nil {
		return c.advanceAsking(t, a, f, st)
	}
	if ch.purpose == toAsk && ch.system == nil {
		return st, f // an archive's word ends it
	}
	if ch.purpose == toAsk {
		st.again = c.hearRegistry(t, a)
		return st, f
	}
	ch.hops = append(ch.hops, audit.Hop{URL: ch.url, Status: a.status})
	if f != noFailure {
		return st, f
	}
	if !isRedirect(a.status, a.header.Get("Location")) {
		st.again = ch.purpose != toObey && (c.refresh(t, a) || c.doubts(t, a))
		return st, noFailure
	}
	ch.keepCookies(a)
	next, f := resolveRedirect(ch.url, a.header.Get("Location"))
	if f == noFailure {
		f = circle(ch.hops, next, ch.lastCookie)
	}
	if f != noFailure {
		return st, f
	}
	ch.elapsed += a.elapsed
	c.goTo(t, next)
	st.again = true
	return st, noFailure
}

// completes tells whether the certificates that a server left out were found, and how
// many requests that took.
func (c *Crawler) completes(t *task, a *answer) (requests int, ok bool) {
	c.schedule.await()
	defer c.schedule.resume()
	return c.issuers.complete(t.batch.ctx, a.wire, a.err)
}

// settlesHead tells whether an answer to HEAD is believed: success or a redirect. Many
// servers answer HEAD wrongly, so all else is asked about with GET before it is judged,
// but for a host's wish to be left alone.
func (a *answer) settlesHead() bool {
	if a.status == http.StatusTooManyRequests {
		return true
	}
	_, walled := a.wall()
	return !walled && (a.status/100 == 2 || a.status == http.StatusNotModified || isRedirect(a.status, a.header.Get("Location")))
}

// refresh tells whether a page sends its reader on by itself, which the chain
// is then set to follow. One that leads round is a page like any other.
func (c *Crawler) refresh(t *task, a *answer) bool {
	ch := t.chain
	next := a.refreshTo(ch.url)
	if next == "" {
		return false
	}
	ch.keepCookies(a)
	if circle(ch.hops, next, ch.lastCookie) != noFailure {
		return false
	}
	ch.elapsed += a.elapsed
	c.goTo(t, next)
	return true
}

// goTo sets the next hop. What was found out about the certificate of one host
// does not hold for another.
func (c *Crawler) goTo(t *task, next string) {
	ch := t.chain
	name := hostName(next)
	if name != hostName(ch.url) {
		ch.lax = false
	}
	ch.doubts, ch.byGet = 0, false
	ch.url, t.name = next, c.options.queueOf(name)
}

// hearRegistry takes in what a resolver's registry says and tells whether there
// is something to ask then: about the identifier that this one is another name of,
// or for its page.
func (c *Crawler) hearRegistry(t *task, a *answer) bool {
	ch := t.chain
	ch.elapsed += a.elapsed
	h := ch.system.read(ch.id, a.status, a.body)
	if h.registration != registered && ch.aliases > 0 {
		// The name is registered, whatever it stands for.
		h, ch.aliases = handle{registration: registered}, 0
	}
	ch.registration, ch.pageless = h.registration, h.pageless
	if h.alias != "" && ch.aliases < maxAliases {
		ch.id = escapedDOI(h.alias)
		ch.aliases++
		ch.startAfresh()
		c.goTo(t, c.registryURL(ch.system, ch.id))
		return true
	}
	ch.estranged = h.registration == unanswered && a.status == http.StatusNotFound
	if h.registration == unregistered || h.pageless {
		return false
	}
	ch.purpose = toCheck
	ch.startAfresh()
	if ch.viaResolver = h.landing == ""; ch.viaResolver {
		_, id := c.systemOf(t.target)
		c.goTo(t, c.pageURL(ch.system, id))
	} else {
		c.goTo(t, h.landing)
	}
	return true
}

// startAfresh forgets what it cost to get the answer before the next question.
func (ch *chain) startAfresh() { ch.retries, ch.backoff, ch.asked = 0, nil, 0 }

// keepCookies takes the cookies of a redirect into the chain's jar, which
// keeps them for the hosts they are meant for. No other chain sees them.
func (ch *chain) keepCookies(a *answer) {
	if len(a.header["Set-Cookie"]) == 0 {
		return
	}
	ch.lastCookie = len(ch.hops) - 1 // though browsers may understand more of them
	cookies := (&http.Response{Header: a.header}).Cookies()
	if len(cookies) == 0 {
		return
	}
	if ch.jar == nil {
		ch.jar, _ = cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
	}
	ch.jar.SetCookies(a.wire, cookies)
}

// hostName gives the host of a URL in normal form, in lower case and without
// port.
func hostName(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		if u, err = wireURL(raw, false); err != nil {
			return ""
		}
	}
	return strings.ToLower(u.Hostname())
}

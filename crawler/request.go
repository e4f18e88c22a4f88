package crawler

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gocolly/colly/v2"

	"github.com/refmend/refmend/audit"
)

// A request is one question to one host.
type request struct {
	url     string // absolute, without fragment
	purpose purpose
	cookie  string          // value of the Cookie header
	version audit.Validator // of the page that is known; zero: of none
	head    bool            // ask with HEAD
	lax     bool            // do not verify the certificate; nothing private is sent then
	accept  string          // media type to ask a registry for; "": JSON
	timeout time.Duration   // 0: that of the options
	headers []Header        // over https, beside those of the options
}

// A purpose says how much of a body is wanted.
type purpose uint8

const (
	toCheck purpose = iota // a page to be judged and harvested
	toAsk                  // a registry's answer
	toRead                 // a document
	toObey                 // a robots.txt
)

// An answer is what came back for a request.
type answer struct {
	ctx     context.Context // of the request
	wire    *url.URL        // what is really asked for
	purpose purpose
	head    bool
	lax     bool
	helped  bool // by certificates that the server left out

	sent      bool // a connection came about
	status    int  // 0: no answer, see err
	header    http.Header
	body      []byte
	buffer    *bytes.Buffer // that body lies in, see release
	truncated bool          // the body is longer
	bodyErr   error         // the body broke off; what came is in body
	err       error         // why there is no answer
	elapsed   time.Duration

	held     int64     // bytes of the budget for PDFs
	document *document // if a PDF was read; nil otherwise

	looked  *reply          // see reply
	harvest *audit.Metadata // see metadata
}

// slim is the answer without its body, to be kept for long.
func (a *answer) slim() *answer {
	return &answer{status: a.status, header: a.header, err: a.err, elapsed: a.elapsed}
}

// reply is the answer as walls and doubts look at it.
func (a *answer) reply() *reply {
	if a.looked == nil {
		at := ""
		if a.wire != nil {
			at = strings.ToLower(a.wire.Hostname()) + a.wire.Path
		}
		a.looked = newReply(at, a.status, a.header, a.body)
	}
	return a.looked
}

// wall tells whether the answer is a wall's, and whose.
func (a *answer) wall() (provider string, ok bool) { return a.reply().wall() }

// showsPage tells whether the answer is a page in HTML that its host calls fine
// and no wall stands before.
func (a *answer) showsPage() bool {
	if a.status < 200 || a.status > 299 || len(a.body) == 0 || !isHTML(a.body, a.header.Get("Content-Type")) {
		return false
	}
	_, walled := a.wall()
	return !walled
}

// metadata is what the page at an address says of itself; zero if there is none.
func (a *answer) metadata(at string) audit.Metadata {
	if a.harvest == nil {
		a.harvest = &audit.Metadata{}
		switch {
		case a.document != nil:
			*a.harvest = a.document.metadata(at)
		case a.showsPage():
			*a.harvest = harvest(a.body, a.header.Get("Content-Type"), at)
		}
	}
	return *a.harvest
}

// answerKey finds the answer to be filled in the context of its request.
type answerKey struct{}

// A requestContext is the context of a request with its answer in it.
type requestContext struct {
	context.Context
	answer *answer
}

func (c *requestContext) Value(key any) any {
	if key == (answerKey{}) {
		return c.answer
	}
	return c.Context.Value(key)
}

// newEngine configures the collector that others are clones of, one for each
// request in flight. Scheduling,
// redirects, cookies, limits and retries are ours, so colly's are off; the
// fields are set one by one because colly's constructor would let COLLY_*
// variables of the environment overrule them.
func newEngine(o Options, transport http.RoundTripper) *colly.Collector {
	c := &colly.Collector{}
	c.Init()
	c.UserAgent = o.UserAgent
	c.AllowURLRevisit = true
	c.ParseHTTPErrorResponse = true
	c.IgnoreRobotsTxt = true
	c.MaxBodySize = 0
	c.DisableCookies()
	c.SetRequestTimeout(0)
	c.SetRedirectHandler(func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse })
	c.WithTransport(transport)
	return c
}

// do makes one request with a clone of colly's collector and waits for its answer,
// which is never nil.
func (c *Crawler) do(ctx context.Context, r request) *answer {
	c.schedule.await()
	defer c.schedule.resume()
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(r.timeout, c.options.Timeout))
	defer cancel()
	a := &answer{ctx: ctx, purpose: r.purpose, head: r.head, lax: r.lax}
	start := time.Now()
	defer func() {
		a.elapsed = time.Since(start)
		c.pdfs.keep(a)
	}()
	if a.wire, a.err = wireURL(r.url, c.proxied); a.err != nil {
		return a
	}
	way := c.routeOf(a.wire)
	if !c.dialer.mayVisit(a.wire, way) {
		a.err = errForbidden
		return a
	}
	if r.lax {
		a.wire.User = nil
	}
	collector := c.engines.Get().(*colly.Collector)
	defer func() {
		collector.Context = context.Background()
		c.engines.Put(collector)
	}()
	collector.Context = &requestContext{ctx, a}
	method := http.MethodGet
	if r.head {
		method = http.MethodHead
	}
	if err := collector.Request(method, engineURL(a.wire), nil, nil, c.header(r, a.wire)); err != nil && a.status == 0 && a.err == nil {
		a.err = err
	}
	a.sent = a.status != 0 || connected(a.err)
	return a
}

// header gives the fields of a request.
func (c *Crawler) header(r request, u *url.URL) http.Header {
	h := make(http.Header, 6)
	h["User-Agent"] = []string{c.options.UserAgent}
	switch r.purpose {
	case toAsk:
		h["Accept"] = []string{cmp.Or(r.accept, "application/json")}
	default:
		h["Accept"] = []string{"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
		h["Accept-Language"] = []string{"en,*;q=0.5"}
	}
	if r.cookie != "" {
		h["Cookie"] = []string{r.cookie}
	}
	if r.lax {
		return h
	}
	askWhether(h, r.version)
	for _, own := range c.options.Headers {
		if own.matches(u) {
			h[http.CanonicalHeaderKey(own.Name)] = []string{own.Value}
		}
	}
	for _, own := range r.headers {
		if u.Scheme == "https" && own.matches(u) {
			h[http.CanonicalHeaderKey(own.Name)] = []string{own.Value}
		}
	}
	return h
}

// A recorder is the transport below colly. It keeps for the answer, which the
// request's context carries, what colly would lose (the header of a body that
// breaks off, why there is none), and the body within its bounds: colly would
// unpack one without bounds (a gzip file by its name or type), decode it by the
// header's word alone, and grow a buffer for each.
type recorder struct{ crawler *Crawler }

func (t *recorder) RoundTrip(r *http.Request) (*http.Response, error) {
	a := r.Context().Value(answerKey{}).(*answer)
	r.URL, r.Host = a.wire, hostField(a.wire)
	transport := t.crawler.strict
	switch {
	case a.lax:
		transport = t.crawler.lax
	case t.crawler.issuers.helps(a.wire):
		a.helped = true
		transport = t.crawler.helping
	}
	response, err := transport.RoundTrip(r)
	if err != nil {
		a.err = err
		return nil, err
	}
	a.status, a.header = response.StatusCode, response.Header
	a.held = t.crawler.pdfs.take(response, a)
	takeBody(a, response)
	return &http.Response{
		Status: response.Status, StatusCode: response.StatusCode, Proto: response.Proto,
		ProtoMajor: response.ProtoMajor, ProtoMinor: response.ProtoMinor,
		Header: http.Header{}, Body: http.NoBody, Uncompressed: true, Request: r,
	}, nil
}

// wireURL makes of a URL in normal form what net/http sends unchanged. Paths
// that are not to the letter of RFC 3986 (a lone "%", a "|") would be refused
// or escaped anew by net/url, which turns "%2F" into "/" on the way; browsers
// send them as they are.
func wireURL(raw string, proxied bool) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err == nil && u.RawPath == "" {
		return u, nil // its escapes are the usual ones
	}
	scheme, rest, _ := strings.Cut(raw, "://")
	end := strings.IndexAny(rest, "/?")
	if end < 0 {
		return u, err
	}
	path, query, hasQuery := strings.Cut(rest[end:], "?")
	if err == nil && u.EscapedPath() == path {
		return u, nil
	}
	if u, err = url.Parse(scheme + "://" + rest[:end] + "/"); err != nil {
		return nil, err
	}
	u.RawQuery, u.ForceQuery = query, hasQuery && query == ""
	if u.Opaque = path; proxied || strings.HasPrefix(path, "//") {
		u.Opaque = "//" + u.Host + path // RFC 9112, section 3.2.2
	}
	return u, nil
}

// anyHost is a URL that costs colly little to read.
const anyHost = "http://any/"

// engineURL is what colly is told to visit. It reads URLs its own way, several times
// over, so it gets none but for the credentials, which net/http makes a header of; what
// is asked for is the answer's wire URL.
func engineURL(u *url.URL) string {
	if u.User == nil {
		return anyHost
	}
	return (&url.URL{Scheme: "http", User: u.User, Host: "any", Path: "/"}).String()
}

// hostField is what a request says of its host: as browsers do, without the port if it
// is the usual one.
func hostField(u *url.URL) string { return strings.TrimSuffix(u.Host, ":"+defaultPort(u.Scheme)) }

// connected tells whether a request that failed got as far as a connection.
func connected(err error) bool {
	switch diagnose(err) {
	case forbidden, nameMissing, nameDoubtful:
		return false
	}
	return !dialFailed(err)
}

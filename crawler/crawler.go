// Package crawler asks the web: it visits URLs and DOIs with colly, judges the
// answers, and reads with goquery what pages say of themselves.
//
// The way of one target:
//
//	task -> schedule (whose turn is it?) -> one request -> chain (what next?)
//	  ^                                                      |
//	  '---- the next hop, a retry, a DOI's landing page -----'--> classify -> Outcome
//
// The unit of the schedule is one request. Whatever a target needs beyond its
// first is queued again at the host it goes to, so waiting holds neither a
// connection nor a goroutine, and the manners of a host hold for redirects and
// retries too.
//
// # Use
//
// [New] makes a [Crawler] of [Options], whose zero value is polite and never
// visits a private address; [Crawler.Check] asks about targets and gives each
// outcome as it arrives; [Crawler.Fetch] gets a document to read references from;
// [Crawler.Close] must end it. For a whole audit give the Crawler to audit.Run as
// its Checker; Policy's Vantage and Reachable are methods of it.
//
// A Crawler may be used by several goroutines at once, and keeps its manners over
// all that they ask: make one for a program, not one for each run. What goes wrong
// with a link is its verdict; errors are options that make no sense, and contexts
// that end.
package crawler

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"runtime"
	"sync"
	"time"
)

// A Crawler visits targets. It keeps its manners over all that it is asked for
// in its life, DNS answers for some minutes and connections for seconds. It
// may be used by several goroutines at once, until Close.
type Crawler struct {
	options  Options
	vantage  string
	schedule *schedule
	dialer   *dialer
	engines  sync.Pool // of clones of one *colly.Collector
	strict   *http.Transport
	lax      *http.Transport // does not verify certificates
	helping  *http.Transport // verifies them with what issuers has fetched
	issuers  *issuers
	pdfs     *pdfs
	proxied  bool                  // the environment names a proxy
	hasRoute func(netip.Addr) bool // does this machine know a way to an address?
	siblings sync.Map              // *sibling by directoryOf: what hosts say of addresses at which there is nothing

	backoff time.Duration // before the first retry, as a mean
	ctx     context.Context
	close   context.CancelFunc
}

// busyPerProcessor is how many workers may be busy with answers for each processor
// before no request begins any more.
const busyPerProcessor = 2

// lookup asks DNS for the addresses of a host.
type lookup func(ctx context.Context, host string) ([]netip.Addr, error)

// New makes a Crawler. Proxies are those of HTTP_PROXY, HTTPS_PROXY and
// NO_PROXY at this moment. Close it when done.
func New(o Options) (*Crawler, error) { return newCrawler(o, systemLookup(o.AllowPrivate)) }

func newCrawler(o Options, ask lookup) (*Crawler, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	proxy, addresses, err := environmentProxy(o.ConnectTo)
	if err != nil {
		return nil, fmt.Errorf("set up crawler: %w", err)
	}
	c := &Crawler{options: o, vantage: o.vantage(), backoff: time.Second, proxied: len(addresses) > 0, hasRoute: hasRoute}
	c.ctx, c.close = context.WithCancel(context.Background())
	c.schedule = newSchedule(o.Concurrency, o.PerHost, o.HostDelay, hostPatience*o.MaxRetryAfter, c.perform)
	c.schedule.owed, c.schedule.own = o.mannersOwed(), o.HostManners
	c.schedule.most = busyPerProcessor * runtime.GOMAXPROCS(0)
	if o.Robots {
		c.schedule.gateOf, c.schedule.warden = c.robotsGate, c.robotsTask
	}
	c.dialer = newDialer(o, newResolver(c.ctx, ask, o.Timeout), addresses)
	c.pdfs = newPDFs(c.ctx)
	c.strict = newTransport(o, c.dialer, proxy, nil)
	c.issuers = newIssuers(c.ctx, o, c.strict, func(u *url.URL) bool { return c.dialer.mayVisit(u, c.routeOf(u)) })
	c.helping = newTransport(o, c.dialer, proxy, c.issuers.verifyConnection)
	// Only to see what stands behind a certificate that was already found
	// wanting; the verdict says so.
	c.lax = newTransport(o, c.dialer, proxy, func(tls.ConnectionState) error { return nil })
	engine := newEngine(o, &recorder{c})
	c.engines.New = func() any { return engine.Clone() }
	return c, nil
}

// Hosts tells how many hosts are being asked at this moment.
func (c *Crawler) Hosts() int { return c.schedule.active() }

// Close ends whatever is going on and closes all connections. Calls of Check
// and Fetch that are still running return context.Canceled.
func (c *Crawler) Close() {
	c.close()
	c.strict.CloseIdleConnections()
	c.lax.CloseIdleConnections()
	c.helping.CloseIdleConnections()
}

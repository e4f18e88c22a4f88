package crawler

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// farAway are addresses that every machine on the internet has a route to, if it has
// IPv6 or IPv4 at all: those of a root name server (root-servers.org). Nothing is
// sent there.
var farAway = []netip.Addr{netip.MustParseAddr("2001:503:ba3e::2:30"), netip.MustParseAddr("198.41.0.4")}

// hasRoute tells whether this machine knows a way to an address. To connect a UDP
// socket sends nothing, so whatever forbids it is here.
func hasRoute(a netip.Addr) bool {
	conn, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(netip.AddrPortFrom(a, 53)))
	if err != nil {
		return false
	}
	conn.Close()
	return true
}

// cutOff says what keeps this machine from hearing of anybody, if that explains why a
// task has no answer: see [audit.Outcome]. What a rule sends elsewhere may fail for that
// alone.
func (c *Crawler) cutOff(t *task, a *answer) string {
	return c.cutOffFor(t.batch.ctx, t.chain.url, a.err)
}

// cutOffFor is cutOff for the request for a URL that failed with err, if it did.
func (c *Crawler) cutOffFor(ctx context.Context, raw string, err error) string {
	switch diagnose(err) {
	case timedOut, noConnection, nameDoubtful:
	default:
		return ""
	}
	u, broken := wireURL(raw, false)
	if broken != nil || c.routeOf(u).rerouted {
		return ""
	}
	if c.proxied {
		proxy, broken := c.strict.Proxy(&http.Request{URL: u})
		if broken != nil {
			return ""
		}
		if proxy != nil {
			return c.cutOffBehind(proxyAddress(proxy), err)
		}
	}
	return c.cutOffFrom(ctx, strings.ToLower(u.Hostname()), err)
}

// cutOffBehind is cutOff for requests that go by way of a proxy.
func (c *Crawler) cutOffBehind(proxy string, err error) string {
	var op *net.OpError
	if !isTimeout(err) && !(errors.As(err, &op) && op.Op == proxyConnect) {
		return ""
	}
	if _, reached := c.dialer.reached.Load(proxy); reached {
		return ""
	}
	return "no connection to the proxy " + proxy + " comes about"
}

// cutOffFrom is cutOff for requests that go to their host directly. That a host is only
// at IPv6 addresses, where this machine has none, proves nothing. Nor does a machine
// without a way out where private networks may be visited: theirs may have none.
func (c *Crawler) cutOffFrom(ctx context.Context, host string, err error) string {
	addresses := c.dialer.resolver.knownAddresses(host)
	stranded := !slices.ContainsFunc(farAway, c.hasRoute)
	switch {
	case stranded && len(addresses) == 0 && !c.options.AllowPrivate,
		stranded && len(addresses) > 0 && !slices.ContainsFunc(addresses, c.hasRoute):
		return "this machine has no route to the internet"
	case len(addresses) == 0 && (isSilence(err) || isTimeout(err)):
		c.schedule.await()
		defer c.schedule.resume()
		if c.dialer.resolver.isMute(ctx) {
			return "no name server answers"
		}
	}
	return ""
}

package crawler

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"code.dny.dev/ssrf"
)

// attemptDelay is how long one address may keep us waiting before the next is
// tried beside it (RFC 8305, section 5).
const attemptDelay = 250 * time.Millisecond

// A dialer makes connections, past the address guard. The guard sees the
// address that is really dialled, after DNS, so no name and no change of
// answers gets around it.
type dialer struct {
	guarded, open net.Dialer
	guard         *ssrf.Guardian // nil: private addresses are allowed
	rules         []ConnectTo
	resolver      *resolver
	proxies       map[string]bool // host:port of the proxies of the environment
	reached       sync.Map        // those of them that a connection came about to
}

func newDialer(o Options, r *resolver, proxies map[string]bool) *dialer {
	d := &dialer{rules: o.ConnectTo, resolver: r, proxies: proxies}
	// The system's keep-alive would cost three calls a connection; ours live
	// for seconds.
	d.open = net.Dialer{KeepAlive: -1}
	d.guarded = d.open
	if !o.AllowPrivate {
		d.guard = ssrf.New(ssrf.WithAnyPort())
		d.guarded.Control = d.guard.Safe
	}
	return d
}

// dial connects to "host:port" for a request whose context is ctx.
func (d *dialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := d.connect(ctx, network, address)
	if err == nil && d.proxies[address] {
		d.reached.Store(address, true)
	}
	return conn, err
}

func (d *dialer) connect(ctx context.Context, network, address string) (net.Conn, error) {
	// The transport lets a dial outlive the request that asked for it. Ours
	// does not: a run that ends leaves nothing behind.
	if a, ok := ctx.Value(answerKey{}).(*answer); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(a.ctx, cancel)()
		if deadline, ok := a.ctx.Deadline(); ok {
			ctx, cancel = context.WithDeadline(ctx, deadline)
			defer cancel()
		}
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("dial %s: %w", address, err)
	}
	way, with := routeTo(d.rules, strings.ToLower(host), port), &d.guarded
	if way.vouched || d.proxies[address] {
		with = &d.open
	}
	if _, err := netip.ParseAddr(way.host); err == nil {
		return with.DialContext(ctx, network, way.address())
	}
	found, err := d.resolver.addresses(ctx, strings.ToLower(way.host))
	if err != nil {
		return nil, err
	}
	return dialFirst(ctx, with, network, found, way.port)
}

// dialFirst tries addresses in turn, the next when one fails or is slow, and
// gives the first connection that comes about (RFC 8305, section 5).
func dialFirst(ctx context.Context, with *net.Dialer, network string, addresses []netip.Addr, port string) (net.Conn, error) {
	to := func(a netip.Addr) string { return net.JoinHostPort(a.String(), port) }
	if len(addresses) == 1 {
		return with.DialContext(ctx, network, to(addresses[0]))
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type result struct {
		conn net.Conn
		err  error
	}
	results := make(chan result)
	try := func(a netip.Addr) {
		conn, err := with.DialContext(ctx, network, to(a))
		select {
		case results <- result{conn, err}:
		case <-ctx.Done():
			if conn != nil {
				conn.Close()
			}
		}
	}
	var failed error
	timer := time.NewTimer(0)
	defer timer.Stop()
	for next, running := 0, 0; ; {
		select {
		case <-timer.C:
			if next < len(addresses) {
				go try(addresses[next])
				next, running = next+1, running+1
				timer.Reset(attemptDelay)
			}
		case r := <-results:
			if r.err == nil {
				return r.conn, nil
			}
			failed = worse(failed, r.err)
			if running--; running == 0 && next == len(addresses) {
				return nil, failed
			}
			timer.Reset(0)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// worse chooses the error to report of two: that of a public address says more
// than the guard's about a private one beside it.
func worse(a, b error) error {
	if a == nil || errors.Is(a, ssrf.ErrProhibitedIP) {
		return b
	}
	return a
}

// mayVisit tells by its host alone whether a URL may be asked for, before any
// proxy sees it: literal addresses and names of this machine. What names lead
// to is seen when dialling.
func (d *dialer) mayVisit(u *url.URL, way route) bool {
	if d.guard == nil || way.vouched {
		return true
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return false
	}
	a, err := netip.ParseAddr(host)
	return err != nil || d.guard.SafeAddr(a.WithZone("")) == nil
}

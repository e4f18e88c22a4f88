package crawler

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"testing"

	"github.com/refmend/refmend/audit"
)

// Only what is wrong on this side of the wire cuts a machine off, and only if no host
// can be the cause.
func TestCutOff(t *testing.T) {
	const away, mute = "this machine has no route to the internet", "no name server answers"
	fails := func(err net.DNSError) lookup {
		return func(context.Context, string) ([]netip.Addr, error) { return nil, &err }
	}
	unreachable := net.DNSError{Err: "dial udp 192.0.2.53:53: connect: network is unreachable"}
	refused := net.DNSError{Err: "read udp 127.0.0.1:5->127.0.0.1:53: read: connection refused"}
	silent := net.DNSError{Err: "i/o timeout", IsTimeout: true}
	failing := net.DNSError{Err: "server misbehaving", IsTemporary: true}
	system := net.DNSError{Err: "Temporary failure in name resolution", IsTemporary: true}
	missing := net.DNSError{Err: "no such host", IsNotFound: true}
	// knowing has DNS give addresses for one name.
	knowing := func(ask lookup, host string, addresses ...string) lookup {
		return func(ctx context.Context, name string) (found []netip.Addr, err error) {
			if name != host {
				return ask(ctx, name)
			}
			for _, a := range addresses {
				found = append(found, netip.MustParseAddr(a))
			}
			return found, nil
		}
	}
	noWay := func(netip.Addr) bool { return false }
	everyWay := func(netip.Addr) bool { return true }
	byFour := func(a netip.Addr) bool { return a.Is4() }
	toTen := func(a netip.Addr) bool { return netip.MustParsePrefix("10.0.0.0/8").Contains(a) }
	dialled := &net.OpError{Op: "dial", Err: errors.New("network is unreachable")}
	for name, test := range map[string]struct {
		ask      lookup
		hasRoute func(netip.Addr) bool
		options  Options
		host     string // "": a.example
		err      error  // nil: what DNS says
		want     string
	}{
		"no network":                        {ask: fails(unreachable), hasRoute: noWay, want: away},
		"no network, the system's resolver": {ask: fails(system), hasRoute: noWay, want: away},
		"no network, all names denied":      {ask: fails(missing), hasRoute: noWay, want: away},
		"no network, no name":               {ask: fails(missing), hasRoute: noWay, host: "9.9.9.9", err: dialled, want: away},
		"no network, names known":           {ask: knowing(fails(missing), "a.example", "9.9.9.9"), hasRoute: noWay, err: dialled, want: away},
		"name server unreachable":           {ask: fails(unreachable), hasRoute: everyWay, want: mute},
		"name server refuses":               {ask: fails(refused), hasRoute: everyWay, want: mute},
		"name server silent":                {ask: fails(silent), hasRoute: everyWay, want: mute},
		"no answer in time":                 {ask: fails(silent), hasRoute: everyWay, err: context.DeadlineExceeded, want: mute},
		"silent of this name":               {ask: knowing(fails(silent), wellKnown, "9.9.9.9"), hasRoute: everyWay},
		"silent of this, fails of others":   {ask: knowing(fails(silent), wellKnown), hasRoute: everyWay},
		"name server fails":                 {ask: fails(failing), hasRoute: everyWay},
		"the system says little":            {ask: fails(system), hasRoute: everyWay},
		"closed network":                    {ask: fails(missing), hasRoute: everyWay},
		"only IPv6, and none here":          {ask: knowing(fails(missing), "a.example", "2001:db8::1"), hasRoute: byFour, err: dialled},
		"host is down":                      {ask: knowing(fails(silent), "a.example", "9.9.9.9"), hasRoute: everyWay, err: dialled},
		"host is down, no name":             {ask: fails(silent), hasRoute: everyWay, host: "9.9.9.9", err: dialled},
		"ways to some networks only":        {ask: knowing(fails(missing), "a.example", "10.1.1.1"), hasRoute: toTen, err: dialled},
		"private, name denied":              {ask: fails(missing), hasRoute: toTen, options: Options{AllowPrivate: true}},
		"private, name server unreachable":  {ask: fails(unreachable), hasRoute: noWay, options: Options{AllowPrivate: true}, want: mute},
		"private, no network":               {ask: fails(missing), hasRoute: noWay, host: "10.1.1.1", err: dialled, options: Options{AllowPrivate: true}, want: away},
		"rerouted":                          {ask: fails(unreachable), hasRoute: noWay, options: Options{ConnectTo: []ConnectTo{{DialHost: "b.example"}}}},
		"forbidden":                         {ask: fails(unreachable), hasRoute: noWay, err: errForbidden},
	} {
		c := newTestCrawlerWith(t, test.options, test.ask)
		c.hasRoute, c.dialer.resolver.sane = test.hasRoute, false
		host := test.host
		if host == "" {
			host = "a.example"
		}
		_, err := c.dialer.resolver.addresses(t.Context(), host)
		if test.err != nil {
			err = test.err
		}
		if got := c.cutOffFor(t.Context(), "https://"+host+"/", err); got != test.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// A proxy that no connection comes about to cuts the machine off from all that lies
// behind it; one that was reached once does not.
func TestCutOffBehindProxy(t *testing.T) {
	dead, alive := httptest.NewServer(http.NotFoundHandler()), httptest.NewServer(http.NotFoundHandler())
	defer alive.Close()
	dead.Close()
	address := dead.Listener.Addr().String()
	t.Setenv("HTTPS_PROXY", "http://me:secret@"+address)
	t.Setenv("HTTP_PROXY", alive.URL)
	t.Setenv("NO_PROXY", "near.example")
	c := newTestCrawler(t, Options{})
	for target, want := range map[string]string{
		"https://a.example/":    "no connection to the proxy " + address + " comes about",
		"https://near.example/": "",
		"http://a.example/":     "",
	} {
		if o := check(t, c, target); o.CutOff != want || want != "" && o.Requests > 0 {
			t.Errorf("%s: %q, %d requests", target, o.CutOff, o.Requests)
		}
	}
	alive.Close()
	o := check(t, c, "http://b.example/")
	wantVerdict(t, o, audit.Unverified, audit.ReasonConnection)
	if o.CutOff != "" {
		t.Errorf("reached once: %q", o.CutOff)
	}
}

// Nothing is sent to find out whether there is a way.
func TestHasRoute(t *testing.T) {
	if !slices.ContainsFunc([]netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("::1")}, hasRoute) {
		t.Error("no way to this machine itself")
	}
	if hasRoute(netip.MustParseAddr("fe80::1%nosuchinterface")) {
		t.Error("a way through an interface that is not there")
	}
}

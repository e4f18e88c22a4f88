package crawler

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// inside is a server that nobody may reach; it fails the test if one does.
func inside(t *testing.T) *httptest.Server {
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the guard was pierced: %s %s", r.Host, r.URL)
	}))
	t.Cleanup(s.Close)
	return s
}

// names answers DNS questions from a table.
func names(table map[string]string) lookup {
	return func(_ context.Context, host string) ([]netip.Addr, error) {
		if a, ok := table[host]; ok {
			return []netip.Addr{netip.MustParseAddr(a)}, nil
		}
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
}

func TestCheckForbidsPrivateAddresses(t *testing.T) {
	p := port(inside(t))
	c := newTestCrawlerWith(t, Options{}, names(map[string]string{
		"rebind.example": "127.0.0.1", "meta.example": "169.254.169.254", "ten.example": "10.0.0.1",
		"mapped.example": "::ffff:127.0.0.1", "six.example": "::1", "nat.example": "100.64.0.1", "zero.example": "0.0.0.0",
		"nat64.example": "64:ff9b::7f00:1", "local.example": "fe80::1", "unique.example": "fd00::1",
	}))
	for _, host := range []string{
		"127.0.0.1", "localhost", "sub.localhost", "localhost.", "[::1]", "[::ffff:7f00:1]", "0.0.0.0", "10.1.2.3", "192.168.0.1",
		"169.254.169.254", "[fd00::1]", "[fe80::1]", "100.64.0.1",
		"rebind.example", "meta.example", "ten.example", "mapped.example", "six.example", "nat.example", "zero.example",
		"nat64.example", "local.example", "unique.example",
	} {
		o := check(t, c, "http://"+host+":"+p+"/")
		wantVerdict(t, o, audit.Unverified, audit.ReasonForbiddenAddress)
		if o.Requests != 0 {
			t.Errorf("%s: %d requests", host, o.Requests)
		}
	}
	if _, err := c.Fetch(t.Context(), "http://127.0.0.1:"+p+"/"); !errors.Is(err, errForbidden) {
		t.Errorf("Fetch: %v", err)
	}
}

func TestCheckForbidsPrivateRedirects(t *testing.T) {
	p := port(inside(t))
	w := newWeb(t)
	w.redirect("site.example/literal", 302, "http://127.0.0.1:"+p+"/")
	w.redirect("site.example/name", 302, "http://rebind.example:"+p+"/")
	w.redirect("site.example/octal", 302, "http://0177.0.0.1:"+p+"/")
	o := w.options()
	o.ConnectTo = []ConnectTo{{"site.example", "443", "127.0.0.1", port(w.secure)}}
	c := newTestCrawlerWith(t, o, names(map[string]string{"rebind.example": "127.0.0.1"}))
	for _, path := range []string{"literal", "name", "octal"} {
		wantVerdict(t, check(t, c, "https://site.example/"+path), audit.Unverified, audit.ReasonForbiddenAddress)
	}
}

func TestCheckAllowsPrivateAddresses(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(serve))
	defer s.Close()
	c := newTestCrawler(t, Options{AllowPrivate: true})
	wantVerdict(t, check(t, c, s.URL+"/"), audit.OK, audit.ReasonOK)
}

// A proxy may be private: the user named it. What is asked of it may not.
func TestCheckThroughProxy(t *testing.T) {
	var asked []string
	proxy := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.RequestURI)
		serve(rw, r)
	}))
	defer proxy.Close()
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("NO_PROXY", "")
	c := newTestCrawler(t, Options{})
	wantVerdict(t, check(t, c, "http://site.example/a|%2Fb"), audit.OK, audit.ReasonOK)
	wantVerdict(t, check(t, c, "http://10.0.0.1/"), audit.Unverified, audit.ReasonForbiddenAddress)
	direct := httptest.NewServer(http.HandlerFunc(serve))
	defer direct.Close()
	c = newTestCrawler(t, Options{ConnectTo: []ConnectTo{{"near.example", "80", "127.0.0.1", port(direct)}}})
	wantVerdict(t, check(t, c, "http://near.example/"), audit.OK, audit.ReasonOK)
	if len(asked) != 1 || asked[0] != "http://site.example/a|%2Fb" {
		t.Errorf("the proxy was asked for %q", asked)
	}
}

func TestReachable(t *testing.T) {
	for name, test := range map[string]struct {
		options Options
		target  refs.Target
		want    bool
	}{
		"guarded":         {Options{}, "http://localhost/", false},
		"allowed":         {Options{AllowPrivate: true}, "http://localhost/", true},
		"rerouted":        {Options{ConnectTo: []ConnectTo{{"localhost", "80", "192.0.2.1", "80"}}}, "http://localhost/x", true},
		"other port":      {Options{ConnectTo: []ConnectTo{{"localhost", "80", "192.0.2.1", "80"}}}, "https://localhost/", false},
		"other host":      {Options{ConnectTo: []ConnectTo{{"localhost", "", "192.0.2.1", ""}}}, "http://intranet/", false},
		"any host":        {Options{ConnectTo: []ConnectTo{{"", "443", "192.0.2.1", ""}}}, "https://intranet/", true},
		"only port named": {Options{ConnectTo: []ConnectTo{{"", "80", "", "8080"}}}, "http://localhost/", false},
		"not web":         {Options{ConnectTo: []ConnectTo{{"", "", "192.0.2.1", ""}}}, "file:///etc/passwd", false},
	} {
		if got := newTestCrawler(t, test.options).Reachable(test.target); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestCheckNames(t *testing.T) {
	var asked sync.Map
	count := func(host string) int32 {
		n, _ := asked.LoadOrStore(host, new(atomic.Int32))
		return n.(*atomic.Int32).Add(1)
	}
	c := newTestCrawlerWith(t, Options{}, func(_ context.Context, host string) ([]netip.Addr, error) {
		n := count(host)
		switch host {
		case "down.example":
			return nil, &net.DNSError{Err: "server misbehaving", Name: host, IsTemporary: true}
		case "timeout.example":
			return nil, &net.DNSError{Err: "i/o timeout", Name: host, IsTimeout: true}
		case "once.example": // a resolver that was wrong the first time
			if n > 1 {
				return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
			}
		case "empty.example":
			return nil, nil
		}
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	})
	for host, want := range map[string]audit.Verdict{
		"missing.example": {State: audit.Broken, Reason: audit.ReasonDNS},
		"empty.example":   {State: audit.Broken, Reason: audit.ReasonDNS},
		"down.example":    {State: audit.Unverified, Reason: audit.ReasonConnection},
		"timeout.example": {State: audit.Unverified, Reason: audit.ReasonConnection},
		"once.example":    {State: audit.Unverified, Reason: audit.ReasonForbiddenAddress},
	} {
		wantVerdict(t, check(t, c, "http://"+host+"/"), want.State, want.Reason)
	}
	if n := count("missing.example") - 1; n != 2 {
		t.Errorf("DNS was asked %d times for a name that does not exist, want twice", n)
	}
	checkAll(t, c, "http://missing.example/1", "http://missing.example/2", "http://missing.example/3")
	if n := count("missing.example") - 2; n != 2 {
		t.Errorf("what DNS said was not remembered: %d questions", n)
	}
}

// DNS is not believed that a name does not exist while it knows no name at all,
// as that of a closed network, nor before some time has passed.
func TestCheckDoubtsDNS(t *testing.T) {
	denied := func(_ context.Context, host string) ([]netip.Addr, error) {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	c, err := newCrawler(Options{}, denied)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.backoff, c.dialer.resolver.doubt = 10*time.Millisecond, 5*time.Millisecond
	for _, host := range []string{"missing.example", wellKnown} {
		wantVerdict(t, check(t, c, "http://"+host+"/"), audit.Unverified, audit.ReasonConnection)
	}

	hasty := newTestCrawlerWith(t, Options{}, denied)
	hasty.dialer.resolver.doubt = time.Hour
	for url, o := range checkAll(t, hasty, "http://missing.example/1", "http://missing.example/2") {
		if o.Verdict.Reason == audit.ReasonDNS {
			t.Errorf("%s: DNS was asked again at once", url)
		}
	}
}

// Where the first address of a name is dead, the next is tried.
func TestCheckTriesAllAddresses(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(serve))
	defer s.Close()
	c := newTestCrawlerWith(t, Options{AllowPrivate: true}, func(context.Context, string) ([]netip.Addr, error) {
		return []netip.Addr{netip.MustParseAddr("127.0.0.99"), netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("::1")}, nil
	})
	start := time.Now()
	wantVerdict(t, check(t, c, "http://dual.example:"+port(s)+"/"), audit.OK, audit.ReasonOK)
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestInterleave(t *testing.T) {
	a := netip.MustParseAddr
	got := interleave([]netip.Addr{a("1.1.1.1"), a("1.1.1.2"), a("::ffff:1.1.1.3"), a("2606::1")})
	want := []netip.Addr{a("2606::1"), a("1.1.1.1"), a("1.1.1.2"), a("1.1.1.3")}
	if len(got) != len(want) {
		t.Fatalf("%v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%v, want %v", got, want)
		}
	}
}

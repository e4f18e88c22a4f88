package crawler

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"sync/atomic"

	"github.com/refmend/refmend/audit"
)

// lookedUp are hosts that DNS is asked about, with what it says the n-th time.
var lookedUp = map[string]func(ctx context.Context, n int) ([]netip.Addr, error){
	"found.example":         found,
	"missing-once.example":  after(1, isMissing),
	"missing-twice.example": after(2, isMissing),
	"empty-once.example":    after(1, isEmpty),
	"empty.example":         func(context.Context, int) ([]netip.Addr, error) { return nil, nil },
	"servfail.example":      after(1<<30, &net.DNSError{Err: "server misbehaving", IsTemporary: true}),
	"refused.example":       after(1<<30, &net.DNSError{Err: "no answer from DNS server"}),
	"slow-dns.example":      after(1<<30, &net.DNSError{Err: "i/o timeout", IsTimeout: true, IsTemporary: true}),
	"never-dns.example": func(ctx context.Context, _ int) ([]netip.Addr, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	},
	"missing-then-servfail.example": func(_ context.Context, n int) ([]netip.Addr, error) {
		if n == 1 {
			return nil, isMissing
		}
		return nil, &net.DNSError{Err: "server misbehaving", IsTemporary: true}
	},
	"two-addresses.example": func(context.Context, int) ([]netip.Addr, error) {
		// Nobody listens at the first.
		return []netip.Addr{netip.MustParseAddr("127.0.0.99"), netip.MustParseAddr("127.0.0.1")}, nil
	},
}

var (
	isMissing = &net.DNSError{Err: "no such host", IsNotFound: true}
	isEmpty   error // DNS knows the name, but no address of it
)

func found(context.Context, int) ([]netip.Addr, error) {
	return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
}

// after gives the host's address when DNS has said err n times.
func after(n int, err error) func(context.Context, int) ([]netip.Addr, error) {
	return func(ctx context.Context, asked int) ([]netip.Addr, error) {
		if asked <= n {
			return nil, err
		}
		return found(ctx, asked)
	}
}

// nameBehaviours are hosts whose names are found, not found, or not told.
func nameBehaviours() (all []behaviour) {
	unheard := unsure(audit.ReasonConnection)
	for host, want := range map[string]wanted{
		"found.example":                 fine,
		"two-addresses.example":         fine,
		"missing-once.example":          fine,
		"missing-twice.example":         dead(audit.ReasonDNS),
		"empty-once.example":            fine,
		"empty.example":                 dead(audit.ReasonDNS),
		"servfail.example":              unheard,
		"refused.example":               unheard,
		"slow-dns.example":              unheard,
		"missing-then-servfail.example": unheard,
		"never-dns.example":             unsure(audit.ReasonTimeout),
	} {
		all = append(all, at(host, "name "+host, serve, "/", want))
	}
	return append(all,
		at("no-such-name.example", "no such name", nil, "/", dead(audit.ReasonDNS)),
		at("xn--bcher-kva.example", "no such name in Unicode", nil, "/", dead(audit.ReasonDNS)),
		at("no-such-name-in-http.example", "no such name in plain http", nil, "http://HOST:8080/x#y", dead(audit.ReasonDNS)),
	)
}

// playDNS answers questions about names: those of lookedUp by their own ways,
// those of leadsInside with private addresses. No other name exists.
func playDNS() lookup {
	asked := make(map[string]*atomic.Int32, len(lookedUp))
	for host := range lookedUp {
		asked[host] = new(atomic.Int32)
	}
	return func(ctx context.Context, name string) ([]netip.Addr, error) {
		host := strings.TrimPrefix(name, "found-as-")
		if answer := lookedUp[host]; answer != nil {
			return answer(ctx, int(asked[host].Add(1)))
		}
		if addresses := leadsInside[name]; addresses != nil {
			found := make([]netip.Addr, len(addresses))
			for i, a := range addresses {
				found[i] = netip.MustParseAddr(a)
			}
			return found, nil
		}
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
}

package crawler

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

const (
	resolutionLife = 5 * time.Minute // of an answer, whatever its TTL: a run is short
	failureLife    = 5 * time.Second // of a failure to ask
	maxAddresses   = 8               // of one host that are tried
)

// An unknownHostError says that DNS knows no address of the host's name.
type unknownHostError struct {
	host      string
	confirmed bool // by a second question some time after the first
}

func (e *unknownHostError) Error() string { return fmt.Sprintf("look up %s: no such host", e.host) }

// A resolver asks DNS, each question once at a time, and remembers the answers
// for some minutes. That a name does not exist it believes when told twice.
type resolver struct {
	ctx     context.Context // of all questions, whoever waits for them
	ask     lookup
	timeout time.Duration
	flight  singleflight.Group

	mu    sync.Mutex
	known map[string]*resolution
}

type resolution struct {
	addresses []netip.Addr
	err       error
	expires   time.Time
	misses    int // times in a row that DNS said that there is no such name
}

func newResolver(ctx context.Context, ask lookup, timeout time.Duration) *resolver {
	return &resolver{ctx: ctx, ask: ask, timeout: timeout, known: map[string]*resolution{}}
}

// systemLookup asks the system's resolver. The name is made absolute, lest a
// search list turn it into another.
func systemLookup(ctx context.Context, host string) ([]netip.Addr, error) {
	if host != "" && host[len(host)-1] != '.' {
		host += "."
	}
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}

// addresses gives the addresses of a host, IPv6 and IPv4 in turn (RFC 8305,
// section 4).
func (r *resolver) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	r.mu.Lock()
	if k := r.known[host]; k != nil && time.Now().Before(k.expires) {
		defer r.mu.Unlock()
		return k.addresses, k.err
	}
	r.mu.Unlock()
	answer := r.flight.DoChan(host, func() (any, error) { return r.learn(host), nil })
	select {
	case a := <-answer:
		k := a.Val.(*resolution)
		return k.addresses, k.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// learn asks DNS and remembers what it says.
func (r *resolver) learn(host string) *resolution {
	ctx, cancel := context.WithTimeout(r.ctx, r.timeout)
	defer cancel()
	found, err := r.ask(ctx, host)

	k := &resolution{addresses: interleave(found), err: err}
	r.mu.Lock()
	defer r.mu.Unlock()
	var dns *net.DNSError
	switch {
	case err == nil && len(found) > 0:
		k.expires = time.Now().Add(resolutionLife)
	case err == nil || errors.As(err, &dns) && dns.IsNotFound:
		if before := r.known[host]; before != nil {
			k.misses = before.misses
		}
		k.misses++
		k.err = &unknownHostError{host, k.misses > 1}
		if k.misses > 1 {
			k.expires = time.Now().Add(resolutionLife)
		}
	default:
		k.expires = time.Now().Add(failureLife)
	}
	r.known[host] = k
	return k
}

// interleave puts addresses of both families in turn, IPv6 first, and drops
// what is beyond maxAddresses.
func interleave(found []netip.Addr) []netip.Addr {
	var six, four []netip.Addr
	for _, a := range found {
		if a = a.Unmap(); a.Is6() {
			six = append(six, a)
		} else {
			four = append(four, a)
		}
	}
	var mixed []netip.Addr
	for i := 0; len(mixed) < maxAddresses && (i < len(six) || i < len(four)); i++ {
		if i < len(six) {
			mixed = append(mixed, six[i])
		}
		if i < len(four) {
			mixed = append(mixed, four[i])
		}
	}
	return mixed
}

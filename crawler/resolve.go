package crawler

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

const (
	resolutionLife = 5 * time.Minute // of an answer, whatever its TTL: a run is short
	failureLife    = 5 * time.Second // of a failure to ask
	doubtLife      = time.Second / 2 // of a first answer that there is no such name
	maxAddresses   = 8               // of one host that are tried
)

// wellKnown is a name that DNS knows if it knows the public names at all. The
// DNS of a closed network denies it like all others.
const wellKnown = "doi.org"

// An unknownHostError says that DNS knows no address of the host's name.
type unknownHostError struct {
	host      string
	confirmed bool // by a second question some time after the first
}

func (e *unknownHostError) Error() string { return fmt.Sprintf("look up %s: no such host", e.host) }

// A resolver asks DNS, each question once at a time, and remembers the answers
// for some minutes. That a name does not exist it believes when told twice, by
// a DNS that knows other names.
type resolver struct {
	ctx     context.Context // of all questions, whoever waits for them
	ask     lookup
	timeout time.Duration
	doubt   time.Duration // from one question about a missing name to the next, at least
	flight  singleflight.Group

	mu    sync.Mutex
	known map[string]*resolution
	sane  bool // DNS gave an address for a name with a dot
	mute  bool // see isMute
}

type resolution struct {
	addresses []netip.Addr
	err       error
	expires   time.Time
	misses    int // times in a row that DNS said that there is no such name
}

func newResolver(ctx context.Context, ask lookup, timeout time.Duration) *resolver {
	return &resolver{ctx: ctx, ask: ask, timeout: timeout, doubt: doubtLife, known: map[string]*resolution{}}
}

// systemLookup gives the questions to the system's resolver. A name is made
// absolute, lest a search list turn it into another. Names of private networks
// may need that list: where those are visited, it is tried after all else.
func systemLookup(private bool) lookup {
	return func(ctx context.Context, host string) ([]netip.Addr, error) {
		found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", strings.TrimSuffix(host, ".")+".")
		if private && isNotFound(err) && !strings.HasSuffix(host, ".") {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
		return found, err
	}
}

func isNotFound(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns) && dns.IsNotFound
}

// addresses gives the addresses of a host, IPv6 and IPv4 in turn (RFC 8305,
// section 4).
func (r *resolver) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	k, err := r.resolve(ctx, host)
	if err != nil {
		return nil, err
	}
	return k.addresses, k.err
}

// resolve gives what is remembered of a host, else what DNS says.
func (r *resolver) resolve(ctx context.Context, host string) (*resolution, error) {
	if k := r.remembered(host); k != nil {
		return k, nil
	}
	answer := r.flight.DoChan(host, func() (any, error) {
		if k := r.remembered(host); k != nil { // from a flight that ended just now
			return k, nil
		}
		return r.learn(host), nil
	})
	select {
	case a := <-answer:
		return a.Val.(*resolution), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// remembered gives what is known of a host and fresh, else nil.
func (r *resolver) remembered(host string) *resolution {
	r.mu.Lock()
	defer r.mu.Unlock()
	if k := r.known[host]; k != nil && time.Now().Before(k.expires) {
		return k
	}
	return nil
}

// knownAddresses gives the addresses of a host that is one or that DNS has given some of,
// not long ago; nil if there are none.
func (r *resolver) knownAddresses(host string) []netip.Addr {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}
	}
	if k := r.remembered(host); k != nil {
		return k.addresses
	}
	return nil
}

// learn asks DNS and remembers what it says.
func (r *resolver) learn(host string) *resolution {
	ctx, cancel := context.WithTimeout(r.ctx, r.timeout)
	defer cancel()
	found, err := r.ask(ctx, host)
	k := &resolution{addresses: interleave(found), err: err}
	missing := err == nil && len(found) == 0 || isNotFound(err)
	believed := missing && host != wellKnown && r.isSane()

	r.mu.Lock()
	defer r.mu.Unlock()
	life := resolutionLife
	switch {
	case missing:
		if before := r.known[host]; before != nil {
			k.misses = before.misses
		}
		k.misses++
		confirmed := believed && k.misses > 1
		k.err = &unknownHostError{host, confirmed}
		if !confirmed {
			life = r.doubt
		}
	case err != nil:
		life = failureLife
	default:
		r.sane = r.sane || strings.Contains(host, ".")
	}
	k.expires = time.Now().Add(life)
	r.known[host] = k
	return k
}

// isSane tells whether DNS knows any public name, for only then does it mean
// anything that it denies one.
func (r *resolver) isSane() bool {
	r.mu.Lock()
	sane := r.sane
	r.mu.Unlock()
	if sane {
		return true
	}
	k, err := r.resolve(r.ctx, wellKnown)
	return err == nil && k.err == nil
}

// isMute tells whether DNS says nothing at all, not even of a name that it should know:
// its servers cannot be reached, or keep silent. Found so, it is not asked about that again.
func (r *resolver) isMute(ctx context.Context) bool {
	r.mu.Lock()
	sane, mute := r.sane, r.mute
	r.mu.Unlock()
	if sane || mute {
		return !sane
	}
	k, err := r.resolve(ctx, wellKnown)
	mute = err == nil && isSilence(k.err)
	r.mu.Lock()
	r.mute = mute
	r.mu.Unlock()
	return mute
}

// isSilence tells whether a question to DNS failed for want of any answer. Package net
// keeps only the words of what went wrong on the way to a name server, which begin with
// the operation ([net.OpError]); what a server answers, or the system's own resolver
// does not tell more of, has others.
func isSilence(err error) bool {
	var dns *net.DNSError
	if !errors.As(err, &dns) {
		return false
	}
	op, _, _ := strings.Cut(dns.Err, " ")
	return dns.IsTimeout || op == "dial" || op == "read" || op == "write"
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

package crawler

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/refmend/refmend/refs"
)

// ConnectTo sends the requests for one host and port to another, as curl's
// --connect-to does: the name in the request, its Host header and the name
// asked of a certificate stay the same.
type ConnectTo struct {
	Host, Port         string // whose requests; "": any. Host in lower case, IPv6 without brackets
	DialHost, DialPort string // where they go; "": as before
}

// ParseConnectTo reads curl's "HOST:PORT:HOST2:PORT2". Each part may be empty;
// an IPv6 address stands in brackets.
func ParseConnectTo(s string) (ConnectTo, error) {
	parts := splitColons(s)
	if len(parts) != 4 {
		return ConnectTo{}, fmt.Errorf("parse connect-to %q: want HOST:PORT:HOST2:PORT2, IPv6 addresses in brackets", s)
	}
	for i, part := range parts {
		if inner, ok := strings.CutPrefix(part, "["); ok && i%2 == 0 {
			part, ok = strings.CutSuffix(inner, "]")
			if addr, err := netip.ParseAddr(part); !ok || err != nil || !addr.Is6() {
				return ConnectTo{}, fmt.Errorf("parse connect-to %q: %q is no IPv6 address in brackets", s, parts[i])
			}
			parts[i] = part
		}
		if strings.ContainsAny(part, "[]/@ \t") {
			return ConnectTo{}, fmt.Errorf("parse connect-to %q: %q is no host", s, part)
		}
	}
	for _, port := range []string{parts[1], parts[3]} {
		if n, err := strconv.ParseUint(port, 10, 16); port != "" && (err != nil || n == 0) {
			return ConnectTo{}, fmt.Errorf("parse connect-to %q: %q is no port", s, port)
		}
	}
	return ConnectTo{strings.ToLower(parts[0]), parts[1], parts[2], parts[3]}, nil
}

// splitColons splits s at the colons outside brackets.
func splitColons(s string) []string {
	var parts []string
	start, bracketed := 0, false
	for i := range len(s) {
		switch s[i] {
		case '[':
			bracketed = true
		case ']':
			bracketed = false
		case ':':
			if !bracketed {
				parts = append(parts, s[start:i])
				start = i + 1
			}
		}
	}
	return append(parts, s[start:])
}

func (ct ConnectTo) matches(host, port string) bool {
	return (ct.Host == "" || ct.Host == host) && (ct.Port == "" || ct.Port == port)
}

// vouches tells whether ct says clearly enough where requests go to lift the
// address guard: ":80::8080" names no host at all and would lift it for all.
func (ct ConnectTo) vouches() bool { return ct.Host != "" || ct.DialHost != "" }

// A route is where a connection goes.
type route struct {
	host, port string
	rerouted   bool // a rule holds
	vouched    bool // the user named it: the address guard does not apply
}

// routeTo gives the way to a host (lower case, no brackets) and port.
func routeTo(rules []ConnectTo, host, port string) route {
	for _, ct := range rules {
		if !ct.matches(host, port) {
			continue
		}
		r := route{host: host, port: port, vouched: ct.vouches(), rerouted: true}
		if ct.DialHost != "" {
			r.host = ct.DialHost
		}
		if ct.DialPort != "" {
			r.port = ct.DialPort
		}
		return r
	}
	return route{host: host, port: port}
}

func (c *Crawler) routeOf(u *url.URL) route {
	if len(c.options.ConnectTo) == 0 {
		return route{}
	}
	port := u.Port()
	if port == "" {
		port = defaultPort(u.Scheme)
	}
	return routeTo(c.options.ConnectTo, strings.ToLower(u.Hostname()), port)
}

// Reachable tells whether the options allow a target that is local, private or
// of a reserved name: all are allowed with AllowPrivate, else those whose host
// and port a ConnectTo sends somewhere.
func (c *Crawler) Reachable(t refs.Target) bool {
	if c.options.AllowPrivate {
		return true
	}
	u, err := url.Parse(string(t))
	return err == nil && webScheme(u.Scheme) && c.routeOf(u).vouched
}

func (r route) address() string { return net.JoinHostPort(r.host, r.port) }

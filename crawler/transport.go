package crawler

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/http/httpproxy"
)

const (
	idleTime       = 2 * time.Second // that an unused connection is kept
	maxHeaderBytes = 256 << 10
)

// newTransport makes the connections that requests share. HTTP/2 is left out:
// with it the bound on idle connections does not hold, and a checker has
// little to send at once over one connection. Verify takes the place of the
// usual verification of certificates, unless it is nil.
func newTransport(o Options, d *dialer, proxy func(*http.Request) (*url.URL, error), verify func(tls.ConnectionState) error) *http.Transport {
	t := &http.Transport{
		Proxy:                  proxy,
		DialContext:            d.dial,
		TLSClientConfig:        &tls.Config{RootCAs: o.RootCAs, ClientSessionCache: tls.NewLRUClientSessionCache(1024)},
		MaxIdleConns:           2 * o.Concurrency,
		MaxIdleConnsPerHost:    o.PerHost,
		IdleConnTimeout:        idleTime,
		TLSHandshakeTimeout:    o.Timeout, // a handshake outlives its request
		MaxResponseHeaderBytes: maxHeaderBytes,
		Protocols:              new(http.Protocols),
	}
	t.Protocols.SetHTTP1(true)
	t.TLSClientConfig.InsecureSkipVerify = verify != nil
	t.TLSClientConfig.VerifyConnection = verify
	return t
}

// proxyConnect is the operation of the errors in which net/http wraps whatever goes
// wrong before a proxy can be asked.
const proxyConnect = "proxyconnect"

// proxyAddress gives host and port of a proxy.
func proxyAddress(u *url.URL) string {
	address := hostPort(u)
	if strings.HasPrefix(u.Scheme, "socks5") && u.Port() == "" {
		address = strings.TrimSuffix(address, ":80") + ":1080"
	}
	return address
}

// environmentProxy reads the standard proxy variables. It gives the choice of
// a proxy for a request and the addresses of all proxies. What a rule reroutes
// goes there directly.
func environmentProxy(rules []ConnectTo) (func(*http.Request) (*url.URL, error), map[string]bool, error) {
	config := httpproxy.FromEnvironment()
	addresses := map[string]bool{}
	for _, raw := range []string{config.HTTPProxy, config.HTTPSProxy} {
		if raw == "" {
			continue
		}
		if !strings.Contains(raw, "://") {
			raw = "http://" + raw
		}
		u, err := url.Parse(raw)
		if err != nil || u.Host == "" {
			return nil, nil, fmt.Errorf("read proxy variables: %q is no address of a proxy", raw)
		}
		addresses[proxyAddress(u)] = true
	}
	if len(addresses) == 0 {
		return nil, nil, nil
	}
	choose := config.ProxyFunc()
	return func(r *http.Request) (*url.URL, error) {
		u := r.URL
		port := u.Port()
		if port == "" {
			port = defaultPort(u.Scheme)
		}
		if routeTo(rules, strings.ToLower(u.Hostname()), port).rerouted {
			return nil, nil
		}
		return choose(u)
	}, addresses, nil
}

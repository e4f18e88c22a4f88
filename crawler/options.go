package crawler

import (
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"

	"github.com/refmend/refmend/refs"
)

// What an audit uses unless its user says otherwise.
const (
	DefaultConcurrency   = 128
	DefaultPerHost       = 4
	DefaultHostDelay     = 100 * time.Millisecond
	DefaultTimeout       = 20 * time.Second
	DefaultRetries       = 2
	DefaultMaxRetryAfter = time.Minute
	DefaultDOIResolver   = "https://doi.org"
	DefaultUserAgent     = "refmend (+https://github.com/refmend/refmend)"
)

// Options say how a [Crawler] behaves. The zero value is usable: it neither
// spaces requests to a host nor repeats one that failed.
type Options struct {
	Concurrency int           // requests at once; 0: DefaultConcurrency
	PerHost     int           // requests at once to one host; 0: DefaultPerHost
	HostDelay   time.Duration // least time between the starts of two requests to one host
	Timeout     time.Duration // of one request, its body included; 0: DefaultTimeout
	Retries     int           // how often a target is asked again after a failure that may pass
	UserAgent   string        // "": DefaultUserAgent
	Mailto      string        // address of the person to write to, added to the user agent
	Headers     []Header      // sent to the host they name and to no other
	// AllowPrivate lifts the guard against loopback, private, link-local and
	// other special addresses.
	AllowPrivate bool
	ConnectTo    []ConnectTo    // the first that matches holds
	RootCAs      *x509.CertPool // nil: those of the system
	// Services are the addresses of services that are asked elsewhere than usual,
	// without a slash at their end, or NoService.
	Services map[Service]string
	Robots   bool // obey the robots.txt of the hosts of links (RFC 9309)
	// ShareManners names domains of platforms whose hosts share the manners owed to
	// one host, beside those of SharedPlatforms.
	ShareManners []string
	// MaxRetryAfter is the longest that a server may ask us to wait. A host
	// that asks for more is left alone for the time it named, and its targets
	// stay unverified. 0: DefaultMaxRetryAfter.
	MaxRetryAfter time.Duration
	// Adjust, if set, changes what differs for the requests of one target. It may be
	// called by several goroutines at once, and gives the same for the same target.
	Adjust func(refs.Target, *Settings)
	// HostManners, if set, gives the manners with a host by its name in lower case,
	// given the usual ones. Those that a service is owed hold in any case.
	HostManners func(host string, perHost int, delay time.Duration) (int, time.Duration)
	Log         *slog.Logger // every request, at debug level; nil: none
}

// withDefaults fills what was left zero, and refuses what makes no sense.
func (o Options) withDefaults() (Options, error) {
	if o.Concurrency < 0 || o.PerHost < 0 || o.HostDelay < 0 || o.Timeout < 0 || o.Retries < 0 || o.MaxRetryAfter < 0 {
		return o, fmt.Errorf("set up crawler: a number or time in its options is negative")
	}
	if o.Concurrency == 0 {
		o.Concurrency = DefaultConcurrency
	}
	if o.PerHost == 0 {
		o.PerHost = DefaultPerHost
	}
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	if o.MaxRetryAfter == 0 {
		o.MaxRetryAfter = DefaultMaxRetryAfter
	}
	shared, err := withPlatforms(o.ShareManners)
	if err != nil {
		return o, fmt.Errorf("set up crawler: %w", err)
	}
	o.ShareManners = shared
	all, err := withServices(o.Services)
	if err != nil {
		return o, fmt.Errorf("set up crawler: %w", err)
	}
	o.Services = all
	if o.Mailto != "" {
		if err := ValidateMailto(o.Mailto); err != nil {
			return o, fmt.Errorf("set up crawler: %w", err)
		}
	}
	switch {
	case o.UserAgent == "" && o.Mailto == "":
		o.UserAgent = DefaultUserAgent
	case o.UserAgent == "":
		o.UserAgent = strings.TrimSuffix(DefaultUserAgent, ")") + "; mailto:" + o.Mailto + ")"
	case o.Mailto != "":
		o.UserAgent += " (mailto:" + o.Mailto + ")"
	}
	if err := ValidateUserAgent(o.UserAgent); err != nil {
		return o, fmt.Errorf("set up crawler: %w", err)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o, nil
}

// A Header is a header field for the requests to one host.
type Header struct {
	Host  string // in lower case, with ":port" if only that port is meant
	Name  string
	Value string
}

// ValidateMailto refuses what cannot be Options.Mailto.
func ValidateMailto(s string) error {
	if a, err := mail.ParseAddress(s); err != nil || a.Address != s {
		return fmt.Errorf("%q is no mail address such as name@example.org", s)
	}
	return nil
}

// ValidateUserAgent refuses what cannot be Options.UserAgent.
func ValidateUserAgent(s string) error {
	if !httpguts.ValidHeaderFieldValue(s) {
		return fmt.Errorf("user agent %q cannot stand in a header", s)
	}
	return nil
}

// ParseHeader reads "HOST: NAME: VALUE". HOST may carry a port; an IPv6
// address stands in brackets. The error does not tell the value.
func ParseHeader(s string) (Header, error) {
	host, field, ok := strings.Cut(s, ": ")
	name, value, ok2 := strings.Cut(field, ":")
	host = strings.TrimSpace(host)
	if !ok || !ok2 || host == "" || strings.ContainsAny(host, "/ \t") {
		return Header{}, errors.New("parse header: want 'HOST: NAME: VALUE'")
	}
	return NewHeader(host, strings.TrimSpace(name), strings.TrimSpace(value))
}

// NewHeader makes a header field for the requests to a host. The error does not
// tell the value.
func NewHeader(host, name, value string) (Header, error) {
	switch {
	case !httpguts.ValidHeaderFieldName(name):
		return Header{}, fmt.Errorf("parse header: %q is no name of a header field", name)
	case !httpguts.ValidHeaderFieldValue(value):
		return Header{}, fmt.Errorf("parse header %s: the value holds a character that no header may", name)
	}
	switch strings.ToLower(name) {
	case "host", "connection", "content-length", "transfer-encoding", "accept-encoding", "upgrade", "te", "trailer":
		return Header{}, fmt.Errorf("parse header: %s is set by the connection itself", name)
	}
	return Header{strings.ToLower(host), name, value}, nil
}

// matches tells whether h is meant for requests to u.
func (h Header) matches(u *url.URL) bool {
	full := hostPort(u)
	return h.Host == full || h.Host == full[:strings.LastIndexByte(full, ':')]
}

// hostPort gives u's host in lower case with its port, which is that of the
// scheme if u names none; an IPv6 address stands in brackets.
func hostPort(u *url.URL) string {
	host := strings.ToLower(u.Host)
	if u.Port() == "" {
		host = strings.TrimSuffix(host, ":") + ":" + defaultPort(u.Scheme)
	}
	return host
}

func defaultPort(scheme string) string {
	if scheme == "https" {
		return "443"
	}
	return "80"
}

func webScheme(scheme string) bool { return scheme == "http" || scheme == "https" }

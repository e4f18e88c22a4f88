package crawler

import (
	"crypto/x509"
	"testing"
)

// Options that may change an answer make a vantage of their own, others do not.
func TestVantage(t *testing.T) {
	for name, test := range map[string]struct {
		options Options
		usual   bool
	}{
		"none":                       {Options{}, true},
		"what changes no answer":     {Options{Concurrency: 3, PerHost: 2, HostDelay: 7, Timeout: 9, Retries: 5, Mailto: "me@a.org", ShareManners: []string{"a.org"}}, true},
		"the defaults, spelled out":  {Options{UserAgent: DefaultUserAgent, Services: map[Service]string{ServiceDOI: DefaultDOIResolver + "/"}}, true},
		"user agent":                 {Options{UserAgent: "Mozilla/5.0"}, false},
		"user agent and its address": {Options{UserAgent: "Mozilla/5.0", Mailto: "me@a.org"}, false},
		"header":                     {Options{Headers: []Header{{"a.org", "Authorization", "1"}}}, false},
		"route":                      {Options{ConnectTo: []ConnectTo{{"a.org", "443", "127.0.0.1", "1"}}}, false},
		"resolver":                   {Options{Services: map[Service]string{ServiceDOI: "http://127.0.0.1:1"}}, false},
		"private":                    {Options{AllowPrivate: true}, false},
		"robots":                     {Options{Robots: true}, false},
		"authorities":                {Options{RootCAs: x509.NewCertPool()}, false},
	} {
		if got := newTestCrawler(t, test.options).Vantage("https://b.org/"); (got == "") != test.usual {
			t.Errorf("%s: %q", name, got)
		}
	}
	of := func(value string, port string) string {
		return newTestCrawler(t, Options{Headers: []Header{{"a.org", "X-Token", value}}, ConnectTo: []ConnectTo{{"a.org", "443", "127.0.0.1", port}}}).Vantage("https://a.org/")
	}
	if of("1", "1") != of("2", "1") {
		t.Error("a new token makes another vantage")
	}
	if of("1", "1") == of("1", "2") {
		t.Error("another route makes none")
	}
	w := newWeb(t)
	w.on("/", serve)
	c := newTestCrawler(t, w.options())
	if o := check(t, c, "http://a.example/"); o.Vantage != c.Vantage("http://a.example/") || o.Vantage == "" {
		t.Errorf("outcome of vantage %q, want %q", o.Vantage, c.Vantage("http://a.example/"))
	}
}

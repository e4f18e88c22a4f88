package refs

import (
	"net/url"
	"testing"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

func TestParseTarget(t *testing.T) {
	for raw, want := range map[string]Target{
		"http://maps.se":                             "http://maps.se/",
		"HTTP://Maps.SE:80/a/../b c?d=é#f":           "http://maps.se/b%20c?d=%C3%A9#f",
		"http://bücher.example/":                     "http://xn--bcher-kva.example/",
		"http://0x7f.1/":                             "http://127.0.0.1/",
		"http://dx.doi.org/10.1234/Drift.7":          "https://doi.org/10.1234/Drift.7",
		"https://www.doi.org/doi:10.1234/Drift.7?x":  "https://doi.org/10.1234/Drift.7",
		"https://doi.org/10.1234%2FDrift.7":          "https://doi.org/10.1234/Drift.7",
		"http://doi.acm.org/10.1145/25.96":           "https://doi.org/10.1145/25.96",
		"https://doi.org/10.1234/a<b>c#d":            "https://doi.org/10.1234/a%3Cb%3Ec",
		"https://doi.org/the-identifier/what-it-is/": "https://doi.org/the-identifier/what-it-is/",
	} {
		if got, err := ParseTarget(raw); err != nil || got != want {
			t.Errorf("ParseTarget(%q) = %q, %v; want %q", raw, got, err, want)
		}
	}
	for _, raw := range []string{"", "maps.se", "/a", "http://", "http://a b/", "http://[::1"} {
		if got, err := ParseTarget(raw); err == nil {
			t.Errorf("ParseTarget(%q) = %q, want an error", raw, got)
		}
	}
}

func TestLocal(t *testing.T) {
	for target, want := range map[Target]bool{
		"http://localhost:8080/x": true, "http://wiki/x": true, "file:///C:/a.pdf": true, "http://127.0.0.1/": true, "http://10.1.2.3/": true,
		"http://192.168.1.1/": true, "http://169.254.169.254/": true, "http://[::1]/": true, "http://[fd00::1]/": true, "http://[::ffff:10.0.0.1]/": true,
		"http://100.64.0.1/": true, "http://192.0.2.7/": true, "https://example.org/a": true, "https://www.example.com/": true, "http://nas.local/": true,
		"http://a.internal/": true, "http://a.test./": true, "http://printer.home.arpa/": true,
		"http://maps.se/": false, "http://8.8.8.8/": false, "http://myexample.org/": false, "http://example.edu/": false, "http://local.se/": false,
		"https://doi.org/10.1234/a": false, "mailto:a@localhost": false, "urn:nbn:se:x": false, "": false, "http://[2001:4860:4860::8888]/": false,
	} {
		if got := target.Local(); got != want {
			t.Errorf("%q.Local() = %v, want %v", target, got, want)
		}
	}
}

func TestKey(t *testing.T) {
	a, b := Target("https://doi.org/10.1234/Drift.7"), Target("https://doi.org/10.1234/dRIFT.7#x")
	if a.Key() != b.Key() {
		t.Errorf("%q and %q: keys %q, %q", a, b, a.Key(), b.Key())
	}
	if c, d := Target("http://maps.se/A"), Target("http://maps.se/a"); c.Key() == d.Key() {
		t.Errorf("%q and %q share the key %q", c, d, c.Key())
	}
}

// FuzzParseTarget holds that the short way and the full parser agree, and that
// what is normal stays as it is.
func FuzzParseTarget(f *testing.F) {
	for _, s := range []string{"http://maps.se/a?b#c", "https://a-b.c.maps.se/x%2e/", "http://1.2.3.4/", "http://a..b/", "http://maps.se/a/./b", "http://-a-.se/", "http://xn--a.se/", "https://doi.org/10.1234/a%2Fb", "http://a.se/%", "http://a.1e/", "http://a.se/a'b|c", "http://a.se:8080/", "https://a.se:443/", "http://a.se:080/", "http://a.se:/", "http://a.se:65536/", "http://127.0.0.1:8100/x", "http://127.1/", "http://01.2.3.4/", "http://1.2.3.4.5/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if isNormal(raw) {
			u, err := whatwg.Parse(raw)
			if err != nil {
				t.Fatalf("%q is held to be normal: %v", raw, err)
			}
			if href := u.Href(false); href != raw {
				t.Fatalf("%q is held to be normal, parser says %q", raw, href)
			}
		}
		target, err := ParseTarget(raw)
		if err != nil {
			return
		}
		if again, err := ParseTarget(string(target)); err != nil || again != target {
			t.Errorf("%q: %q, then %q (%v)", raw, target, again, err)
		}
		if id := target.DOI(); id != "" && DOITarget(id) != target {
			t.Errorf("%q: DOI %q of %q", raw, id, target)
		}
		target.Local()
	})
}

// FuzzHost holds that the host read without the parser is the parser's.
func FuzzHost(f *testing.F) {
	for _, s := range []string{"http://tides.org/a?b#c", "https://www.tides.org", "http://tides.org:80/", "http://u@tides.org/", "http://[::1]/", "http://a%zz/", "http://a/%zz", "http://:/", "ftp://a b/", "http://a\x7f/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		host, ok := plainHost(s)
		if !ok {
			return
		}
		if u, err := url.Parse(s); err != nil || u.Hostname() != host {
			t.Errorf("%q: %q; the parser says %v, %v", s, host, u, err)
		}
	})
}

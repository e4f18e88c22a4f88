package crawler

import (
	"bufio"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/refmend/refmend/audit"
)

// requestLines is a server that shows requests as they come, unparsed.
func requestLines(t *testing.T) (address string, lines chan string, headers chan textproto.MIMEHeader) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	lines, headers = make(chan string, 100), make(chan textproto.MIMEHeader, 100)
	done := make(chan bool)
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			r := textproto.NewReader(bufio.NewReader(conn))
			line, _ := r.ReadLine()
			h, _ := r.ReadMIMEHeader()
			lines <- line
			headers <- h
			conn.Write([]byte("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
			conn.Close()
		}
	}()
	t.Cleanup(func() { l.Close(); <-done })
	return l.Addr().String(), lines, headers
}

// What is asked for is the target to the letter, not a reading of it.
func TestRequestsAreSentToTheLetter(t *testing.T) {
	address, lines, _ := requestLines(t)
	c := newTestCrawler(t, Options{AllowPrivate: true})
	for target, want := range map[string]string{
		"/":                 "/",
		"/a%2Fb":            "/a%2Fb",
		"/a%2fb":            "/a%2fb",
		"/a|b%2Fc":          "/a|b%2Fc",
		"/100%":             "/100%",
		"/%zz?q=%zz":        "/%zz?q=%zz",
		"/a?":               "/a?",
		"/a?b=c?d&e='f'":    "/a?b=c?d&e='f'",
		"/a;b=c,(d)!*@:$&+": "/a;b=c,(d)!*@:$&+",
		"/a[1]^{}":          "/a[1]^{}",
		"/x#fragment":       "/x",
		"/x?y#%zz":          "/x?y",
		"//double//slash":   "//double//slash",
		"/a//b/%2e%2e/":     "/a//b/%2e%2e/",
	} {
		o := check(t, c, "http://"+address+target)
		wantVerdict(t, o, audit.OK, audit.ReasonOK)
		if got := <-lines; got != "GET "+want+" HTTP/1.1" {
			t.Errorf("%s: %q", target, got)
		}
	}
}

// A host is named as browsers name it, whatever colly was told to visit.
func TestRequestsNameTheirHost(t *testing.T) {
	for at, want := range map[string]string{
		"https://a.example/": "a.example", "https://a.example:443/x": "a.example", "http://a.example:443/": "a.example:443",
		"http://a.example:80": "a.example", "http://[::1]:80/": "[::1]", "http://10.0.0.1:8080/": "10.0.0.1:8080",
	} {
		u, err := wireURL(at, false)
		if err != nil {
			t.Fatal(err)
		}
		if got := hostField(u); got != want {
			t.Errorf("%s: %q, want %q", at, got, want)
		}
	}
}

func TestRequestsSayWhoAsks(t *testing.T) {
	address, lines, headers := requestLines(t)
	for want, o := range map[string]Options{
		DefaultUserAgent: {},
		"refmend (+https://github.com/refmend/refmend; mailto:me@site.example)": {Mailto: "me@site.example"},
		"mine/1.0":                          {UserAgent: "mine/1.0"},
		"mine/1.0 (mailto:me@site.example)": {UserAgent: "mine/1.0", Mailto: "me@site.example"},
	} {
		o.AllowPrivate = true
		check(t, newTestCrawler(t, o), "http://"+address+"/")
		<-lines
		h := <-headers
		if got := h.Get("User-Agent"); got != want {
			t.Errorf("user agent %q, want %q", got, want)
		}
		for _, name := range []string{"Accept", "Accept-Language", "Accept-Encoding"} {
			if h.Get(name) == "" {
				t.Errorf("no %s: walls take that for a program in hiding", name)
			}
		}
	}
}

func TestMailtoIsAnAddress(t *testing.T) {
	for _, address := range []string{"me", "Me <me@site.example>", "me@site.example, you@site.example", "me@site.example)\r\nX: y"} {
		if c, err := New(Options{Mailto: address}); err == nil {
			c.Close()
			t.Errorf("%q is taken for a mail address", address)
		}
	}
}

// Colly reads variables of its own from the environment. They change nothing.
func TestEngineIgnoresEnvironment(t *testing.T) {
	for _, name := range []string{"ALLOWED_DOMAINS", "CACHE_DIR", "DISALLOWED_DOMAINS", "FOLLOW_REDIRECTS", "IGNORE_ROBOTSTXT", "MAX_BODY_SIZE", "MAX_REQUESTS", "USER_AGENT"} {
		t.Setenv("COLLY_"+name, "1")
	}
	w := newWeb(t)
	w.redirect("site.example/a", 302, "/b")
	w.on("site.example/b", serve)
	w.on("site.example/robots.txt", func(http.ResponseWriter, *http.Request) { t.Error("robots.txt was asked for") })
	c := newTestCrawler(t, w.options())
	for range 2 {
		wantVerdict(t, check(t, c, "https://site.example/a"), audit.OK, audit.ReasonOK)
	}
	if _, err := os.Stat("1"); err == nil {
		t.Error("colly wrote a cache")
	}
}

func TestHeaderMatches(t *testing.T) {
	for _, test := range []struct {
		host, url string
		want      bool
	}{
		{"a.org", "http://a.org/", true},
		{"a.org", "https://A.org:8443/", true},
		{"a.org", "https://b.a.org/", false},
		{"a.org:443", "https://a.org/", true},
		{"a.org:443", "http://a.org/", false},
		{"[::1]", "http://[::1]/", true},
		{"[::1]", "http://[::1]:8080/", true},
		{"[::1]:8080", "http://[::1]:8080/", true},
	} {
		u, err := url.Parse(test.url)
		if err != nil {
			t.Fatal(err)
		}
		if got := (Header{Host: test.host}).matches(u); got != test.want {
			t.Errorf("header for %s, request for %s: %v", test.host, test.url, got)
		}
	}
}

func TestParseHeader(t *testing.T) {
	for in, want := range map[string]Header{
		"site.example: X-Token: a b":        {"site.example", "X-Token", "a b"},
		"Site.Example:8080: Cookie: a=b; c": {"site.example:8080", "Cookie", "a=b; c"},
		"[::1]:80: X: y:z":                  {"[::1]:80", "X", "y:z"},
		"site.example: X:":                  {"site.example", "X", ""},
	} {
		if got, err := ParseHeader(in); err != nil || got != want {
			t.Errorf("%q: %+v, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "X: y", "site.example:X:y", "https://site.example: X: y", "a: b c: d", "a: Host: b", "a: X: b\r\nY: z", ": X: y"} {
		if got, err := ParseHeader(in); err == nil {
			t.Errorf("%q: %+v", in, got)
		}
	}
}

func TestParseConnectTo(t *testing.T) {
	for in, want := range map[string]ConnectTo{
		"site.example:443:127.0.0.1:8443": {"site.example", "443", "127.0.0.1", "8443"},
		"Site.Example::other.example:":    {"site.example", "", "other.example", ""},
		":443:[::1]:8443":                 {"", "443", "::1", "8443"},
		"[2001:DB8::1]:80::81":            {"2001:db8::1", "80", "", "81"},
		":::":                             {},
	} {
		if got, err := ParseConnectTo(in); err != nil || got != want {
			t.Errorf("%q: %+v, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "a:b", "a:80:b", "a:80:b:90:c", "a:http:b:80", "a:0:b:80", "a:80:b:70000", "::1:80:b:80", "[::1:80:b:80", "[a]:80:b:80", "[::1]x:80:b:80", "a/b:80:c:80"} {
		if got, err := ParseConnectTo(in); err == nil {
			t.Errorf("%q: %+v", in, got)
		}
	}
}

func FuzzWireURL(f *testing.F) {
	for _, s := range []string{"http://a.example/", "http://a.example", "http://a.example?q", "http://a.example/%zz", "https://u:p@a.example:8080//x|%2F?%", "http://[::1]/", "mailto:a", "://"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsAny(s, "#") {
			return
		}
		u, err := wireURL(s, false)
		if err != nil || u.Host == "" || !webScheme(u.Scheme) {
			return
		}
		again := u.Scheme + "://" + u.Host + strings.TrimPrefix(u.RequestURI(), u.Scheme+"://"+u.Host)
		if v, err := wireURL(again, false); err != nil || v.RequestURI() != u.RequestURI() || v.Host != u.Host {
			t.Errorf("%q: %q, then %v, %v", s, u.RequestURI(), v, err)
		}
	})
}

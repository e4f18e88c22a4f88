package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

func serve(rw http.ResponseWriter, _ *http.Request) {
	rw.Header().Set("Content-Type", "text/html")
	fmt.Fprint(rw, page)
}

func TestCheckRedirects(t *testing.T) {
	w := newWeb(t)
	w.on("site.example/end", serve)
	w.on("site.example/dir/end", serve)
	w.on("other.example/end", serve)
	w.on("site.example/caf%C3%A9", serve)
	w.redirect("site.example/301", 301, "https://site.example/end")
	w.redirect("site.example/308", 308, "/end")
	w.redirect("site.example/302", 302, "/end")
	w.redirect("site.example/303", 303, "/end")
	w.redirect("site.example/307", 307, "end")
	w.redirect("site.example/dir/relative", 301, "end?a=b")
	w.redirect("site.example/other", 301, "//other.example/end")
	w.redirect("site.example/301-302", 301, "/302")
	w.redirect("site.example/302-301", 302, "/301")
	w.redirect("site.example/301-301", 301, "/301")
	w.redirect("site.example/fragment", 301, "/end#part")
	w.redirect("site.example/404", 301, "/nothing")
	w.redirect("site.example/nowhere", 302, "")
	w.redirect("site.example/mail", 302, "mailto:a@site.example")
	w.redirect("site.example/bad", 302, "http://[")
	w.redirect("site.example/utf8", 302, "/caf\xc3\xa9")
	w.redirect("site.example/self", 302, "/self")
	w.redirect("site.example/ping", 301, "/pong")
	w.redirect("site.example/pong", 301, "/ping")
	w.redirect("site.example/secure", 301, "https://site.example/end")
	w.on("site.example/endless/{n}", func(rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, "/endless/1"+r.PathValue("n"), http.StatusFound)
	})
	w.on("site.example/chain/{n}", func(rw http.ResponseWriter, r *http.Request) {
		n := len(r.PathValue("n"))
		if n == 1 {
			serve(rw, r)
			return
		}
		http.Redirect(rw, r, "/chain/"+strings.Repeat("x", n-1), http.StatusFound)
	})
	c := newTestCrawler(t, w.options())
	const site = "https://site.example/"
	for path, want := range map[string]struct {
		state  audit.State
		reason audit.Reason
		final  string
		moved  refs.Target
		hops   int
	}{
		"301":                              {audit.Moved, audit.ReasonPermanentRedirect, site + "end", site + "end", 2},
		"308":                              {audit.Moved, audit.ReasonPermanentRedirect, site + "end", site + "end", 2},
		"302":                              {audit.OK, audit.ReasonOK, site + "end", "", 2},
		"303":                              {audit.OK, audit.ReasonOK, site + "end", "", 2},
		"307":                              {audit.OK, audit.ReasonOK, site + "end", "", 2},
		"dir/relative":                     {audit.Moved, audit.ReasonPermanentRedirect, site + "dir/end?a=b", site + "dir/end?a=b", 2},
		"other":                            {audit.Moved, audit.ReasonPermanentRedirect, "https://other.example/end", "https://other.example/end", 2},
		"301-302":                          {audit.Moved, audit.ReasonPermanentRedirect, site + "end", site + "302", 3},
		"302-301":                          {audit.OK, audit.ReasonOK, site + "end", "", 3},
		"301-301":                          {audit.Moved, audit.ReasonPermanentRedirect, site + "end", site + "end", 3},
		"fragment":                         {audit.Moved, audit.ReasonPermanentRedirect, site + "end#part", site + "end#part", 2},
		"301#mine":                         {audit.Moved, audit.ReasonPermanentRedirect, site + "end#mine", site + "end#mine", 2},
		"404":                              {audit.Broken, audit.ReasonNotFound, site + "nothing", "", 2},
		"nowhere":                          {audit.Unverified, audit.ReasonMalformedAnswer, "", "", 0},
		"mail":                             {audit.Unverified, audit.ReasonMalformedAnswer, "", "", 0},
		"bad":                              {audit.Unverified, audit.ReasonMalformedAnswer, "", "", 0},
		"utf8":                             {audit.OK, audit.ReasonOK, site + "caf%C3%A9", "", 2},
		"self":                             {audit.Broken, audit.ReasonRedirectLoop, "", "", 0},
		"ping":                             {audit.Broken, audit.ReasonRedirectLoop, site + "pong", "", 2},
		"endless/1":                        {audit.Broken, audit.ReasonRedirectLoop, site + "endless/" + strings.Repeat("1", 21), "", 21},
		"chain/" + strings.Repeat("x", 21): {audit.OK, audit.ReasonOK, site + "chain/x", "", 21},
	} {
		o := check(t, c, site+path)
		wantVerdict(t, o, want.state, want.reason)
		if o.Evidence.FinalURL != want.final || o.MovedTo != want.moved || len(o.Evidence.Hops) != want.hops {
			t.Errorf("%s: final %q, moved to %q, %d hops; want %+v", path, o.Evidence.FinalURL, o.MovedTo, len(o.Evidence.Hops), want)
		}
	}
	o := check(t, c, "http://site.example/secure")
	wantVerdict(t, o, audit.Moved, audit.ReasonPermanentRedirect)
	if want := []audit.Hop{{URL: "http://site.example/secure", Status: 301}, {URL: site + "end", Status: 200}}; o.Evidence.Hops[0] != want[0] || o.Evidence.Hops[1] != want[1] {
		t.Errorf("hops %+v", o.Evidence.Hops)
	}
}

// A wall that tests for cookies sends its visitor to the same address again.
func TestCheckCookies(t *testing.T) {
	w := newWeb(t)
	w.on("site.example/wall", func(rw http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("seen"); err == nil {
			serve(rw, r)
			return
		}
		http.SetCookie(rw, &http.Cookie{Name: "seen", Value: "1", Path: "/"})
		http.Redirect(rw, r, "/wall", http.StatusFound)
	})
	w.on("site.example/never", func(rw http.ResponseWriter, r *http.Request) {
		http.SetCookie(rw, &http.Cookie{Name: "tag", Value: "1"})
		http.Redirect(rw, r, "/never", http.StatusFound)
	})
	w.on("site.example/away", func(rw http.ResponseWriter, r *http.Request) {
		http.SetCookie(rw, &http.Cookie{Name: "secret", Value: "1", Path: "/"})
		http.SetCookie(rw, &http.Cookie{Name: "super", Value: "1", Path: "/", Domain: "co.uk"})
		http.Redirect(rw, r, "https://other.example/", http.StatusFound)
	})
	w.on("other.example/", func(rw http.ResponseWriter, r *http.Request) {
		if len(r.Cookies()) > 0 {
			t.Errorf("another host got the cookies %v", r.Cookies())
		}
	})
	c := newTestCrawler(t, w.options())
	o := check(t, c, "https://site.example/wall")
	wantVerdict(t, o, audit.OK, audit.ReasonOK)
	if o.Requests != 2 {
		t.Errorf("%d requests", o.Requests)
	}
	if o = check(t, c, "https://site.example/wall"); o.Requests != 2 {
		t.Error("a cookie of another chain was sent")
	}
	wantVerdict(t, check(t, c, "https://site.example/never"), audit.Unverified, audit.ReasonBlocked)
	wantVerdict(t, check(t, c, "https://site.example/away"), audit.OK, audit.ReasonOK)
}

// What is meant for one host reaches no other.
func TestCheckKeepsSecrets(t *testing.T) {
	w := newWeb(t)
	var got []http.Header
	w.on("site.example/", func(rw http.ResponseWriter, r *http.Request) {
		got = append(got, r.Header)
		http.Redirect(rw, r, "https://other.example/", http.StatusFound)
	})
	w.on("other.example/", func(rw http.ResponseWriter, r *http.Request) { got = append(got, r.Header) })
	o := w.options()
	o.Headers = []Header{{"site.example", "X-Token", "secret"}}
	c := newTestCrawler(t, o)
	check(t, c, "https://user:pass@site.example/")
	if len(got) != 2 || got[0].Get("X-Token") != "secret" || !strings.HasPrefix(got[0].Get("Authorization"), "Basic ") {
		t.Fatalf("requests %v", got)
	}
	for _, name := range []string{"X-Token", "Authorization", "Referer", "Cookie"} {
		if got[1].Get(name) != "" {
			t.Errorf("another host got %s", name)
		}
	}
}

func TestPermanentEnd(t *testing.T) {
	hop := func(u string, status int) audit.Hop { return audit.Hop{URL: u, Status: status} }
	for name, test := range map[string]struct {
		hops []audit.Hop
		want string
	}{
		"none":           {[]audit.Hop{hop("a", 200)}, ""},
		"one":            {[]audit.Hop{hop("a", 301), hop("b", 200)}, "b"},
		"then temporary": {[]audit.Hop{hop("a", 308), hop("b", 302), hop("c", 200)}, "b"},
		"temporary":      {[]audit.Hop{hop("a", 302), hop("b", 301), hop("c", 200)}, ""},
		"to itself":      {[]audit.Hop{hop("a", 301), hop("a", 200)}, ""},
		"its fragment":   {[]audit.Hop{hop("a", 301), hop("a#x", 200)}, ""},
		"refreshed":      {[]audit.Hop{hop("a", 200), hop("b", 301), hop("c", 200)}, ""},
		"then refreshed": {[]audit.Hop{hop("a", 301), hop("b", 200), hop("c", 200)}, "b"},
		"tracked":        {[]audit.Hop{hop("http://a.org/x", 301), hop("https://a.org/x?utm_source=y", 200)}, "https://a.org/x"},
		"only consent":   {[]audit.Hop{hop("https://a.org/x", 301), hop("https://a.org/x?consent=1", 200)}, ""},
		"to consent":     {[]audit.Hop{hop("https://a.org/x", 301), hop("https://consent.a.org/m?continue=1", 200)}, ""},
		"to a cookie test": {[]audit.Hop{
			hop("https://a.org/doi/1", 301), hop("https://a.org/action/cookieAbsent", 200)}, ""},
		"to a login":      {[]audit.Hop{hop("https://a.org/x", 301), hop("https://a.org/login.php", 200)}, ""},
		"a login moved":   {[]audit.Hop{hop("https://a.org/login", 301), hop("https://b.org/login", 200)}, "https://b.org/login"},
		"a policy moved":  {[]audit.Hop{hop("https://a.org/cookies", 301), hop("https://b.org/cookies", 200)}, "https://b.org/cookies"},
		"and back":        {[]audit.Hop{hop("https://a.org/x", 301), hop("https://sso.b.org/?u=https%3A%2F%2Fa.org%2Fx", 302), hop("https://a.org/x", 200)}, ""},
		"to a bounce":     {[]audit.Hop{hop("https://a.org/x/y", 301), hop("https://a.org/enter?returnUrl=%2Fx%2Fy", 200)}, ""},
		"to a viewer":     {[]audit.Hop{hop("https://a.org/x/y", 301), hop("https://a.org/view?id=x/y", 200)}, "https://a.org/view?id=x/y"},
		"own parameter":   {[]audit.Hop{hop("https://a.org/x?u=/x", 301), hop("https://b.org/x?u=/x", 200)}, "https://b.org/x?u=/x"},
		"another's start": {[]audit.Hop{hop("https://a.org/", 301), hop("https://b.org/?from=/", 200)}, "https://b.org/?from=/"},
	} {
		if got := permanentEnd(test.hops); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func FuzzResolveRedirect(f *testing.F) {
	for _, location := range []string{"", "/", "//other.example", "http://[::1]/", "javascript:alert(1)", "\xff\xfe", "?a#b", "http:\\\\x", "https://a b/"} {
		f.Add(location)
	}
	f.Fuzz(func(t *testing.T, location string) {
		to, failed := resolveRedirect("https://site.example/dir/page?q#part", location)
		if failed != noFailure {
			return
		}
		if !strings.HasPrefix(to, "http://") && !strings.HasPrefix(to, "https://") {
			t.Errorf("%q leads to %q", location, to)
		}
		if len(to) > maxLocation {
			return // it would not be accepted as a header
		}
		if again, failed := resolveRedirect(to, to); failed != noFailure || again != to {
			t.Errorf("%q is not in normal form: %q", to, again)
		}
	})
}

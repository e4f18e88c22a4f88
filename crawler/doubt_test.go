package crawler

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/refmend/refmend/audit"
)

func TestHomeward(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{"https://site.org/a/b.html", "https://site.org/", true},
		{"https://site.org/a/b.html", "https://www.site.org/en/", true},
		{"http://old.site.co.uk/?id=7", "https://site.co.uk/index.php", true},
		{"https://site.org/flaky", "https://site.org/pt-br/home.html", true},
		{"https://site.org/a", "https://site.org/b", false},
		{"https://site.org/index.html", "https://site.org/", false},
		{"https://site.org/", "https://site.org/en", false},
		{"https://site.org/en/", "https://site.org/de/", false},
		{"https://site.org/a", "https://site.org/?session=1", false},
		{"https://code.org/p/tides", "https://tides.org/", false},
		{"https://a.github.io/x", "https://b.github.io/", false},
		{"https://site.org/a", "https://site.org/main.php?x", false},
	} {
		if got := homeward(c.from, c.to); got != c.want {
			t.Errorf("homeward(%s, %s) = %v", c.from, c.to, got)
		}
	}
}

func TestSaysNothingThere(t *testing.T) {
	for _, title := range []string{
		"404 Not Found", "Page not found | Tides", "Страница не найдена", "Сторінку не знайдено", "页面不存在", "您访问的页面找不到", "Seite nicht gefunden", "Page introuvable",
		"Página no encontrada", "Página não encontrada", "Pagina non trovata", "ページが見つかりません", "페이지를 찾을 수 없습니다", "Nie znaleziono strony", "This article is no longer available",
		"How to design a 404 page", // the question that follows clears it
	} {
		if !saysNothingThere(title) {
			t.Errorf("%q says that nothing is there", title)
		}
	}
	for _, title := range []string{"", "On tides", "Finding Nemo", "Lost and found", "Die Vermessung der Welt", "Il trovatore", "存在与时间", "Find a page"} {
		if saysNothingThere(title) {
			t.Errorf("%q says nothing of the kind", title)
		}
	}
}

func TestSiblingOf(t *testing.T) {
	for raw, want := range map[string]string{
		"https://site.org/a/b.html":              "https://site.org/a/*.html",
		"https://site.org/a/b.html?x":            "https://site.org/a/*.html",
		"https://site.org/a/b/":                  "https://site.org/a/*/",
		"https://site.org/%D0%B0/b#c":            "https://site.org/%D0%B0/*",
		"https://site.org/a%2Fb/c":               "https://site.org/a/b/*",
		"https://site.org/?id=7":                 "https://site.org/?id=*",
		"https://site.org/":                      "",
		"https://site.org":                       "",
		"https://site.org/10.1000/a.long-suffix": "https://site.org/10.1000/*",
	} {
		got := siblingOf(raw)
		u, err := url.Parse(got)
		if err != nil {
			t.Fatal(err)
		}
		name := u.Query().Get("id")
		if name == "" {
			name = strings.Trim(u.Path[strings.LastIndexByte(strings.TrimSuffix(u.Path, "/"), '/')+1:], "/")
			name, _, _ = strings.Cut(name, ".")
		}
		if got != "" {
			if len(name) < 25 {
				t.Errorf("%s: the name %q is not long enough to be nobody's", raw, name)
			}
			got = strings.Replace(got, name, "*", 1)
		}
		if got != want {
			t.Errorf("siblingOf(%s) = %s, want %s", raw, got, want)
		}
	}
}

func TestLoginAt(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{"https://site.org/thesis/7", "https://site.org/login?next=/thesis/7", true},
		{"https://site.org/thesis/7", "https://sso.uni.edu/cas/login?service=https%3A%2F%2Fsite.org%2Fthesis%2F7", true},
		{"https://site.org/thesis/7", "https://accounts.google.com/v3/x?continue=https://site.org/thesis/7", true},
		{"https://site.org/login", "https://site.org/signin?next=/login", false},
		{"https://site.org/thesis/7", "https://site.org/blog/7?ref=/thesis/7", false},
		{"https://site.org/thesis/7", "https://site.org/login", false},
	} {
		hops := []audit.Hop{{URL: c.from, Status: 302}, {URL: c.to, Status: 200}}
		if got := loginAt(hops); got != c.want {
			t.Errorf("loginAt(%s, %s) = %v", c.from, c.to, got)
		}
	}
}

// longPage is a page whose text no other one has.
func longPage(title, about string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><title>%s</title><h1>%s</h1><p>", title, title)
	for i := range 200 {
		fmt.Fprintf(&b, "%s in sentence %d of many. ", about, i)
	}
	return b.String()
}

var madeUp = regexp.MustCompile(`[a-z]{25}`)

// TestCheckDoubts plays hosts that answer with success where nothing is, and
// hosts that only look so.
func TestCheckDoubts(t *testing.T) {
	w := newWeb(t)
	say := func(status int, body string) http.HandlerFunc {
		return func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Content-Type", "text/html; charset=utf-8")
			rw.WriteHeader(status)
			fmt.Fprint(rw, strings.ReplaceAll(body, "PATH", r.URL.Path))
		}
	}
	// Every path of it is fine, and says that it is not.
	w.on("soft.example/", say(200, longPage("Page not found – Soft", "The menu of the site")+"<p>Nothing at PATH."))
	w.on("short.example/", say(200, "<title>Short</title><p>Diese Seite wurde nicht gefunden."))
	// One page says so; what is made up is refused as it should be.
	w.on("about.example/how-to-design-a-404-page", say(200, longPage("How to design a 404 page", "Design")))
	w.on("about.example/", say(404, longPage("Page not found", "The menu")))
	// A soft host that has an article about such pages.
	w.on("both.example/article", say(200, longPage("Why pages are not found", "Reasons")))
	w.on("both.example/", say(200, longPage("Page not found", "The menu of the site")))
	// All that is gone leads home.
	w.on("home.example/{$}", say(200, longPage("Home", "Welcome")))
	w.on("home.example/", func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, "/", http.StatusMovedPermanently) })
	// One page was moved to the start, others are told to be missing.
	w.on("merged.example/{$}", say(200, longPage("Home", "Welcome")))
	w.on("merged.example/about", func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, "/", http.StatusMovedPermanently) })
	w.on("merged.example/", say(404, "<title>Not found</title>"))
	w.on("parked.example/", say(200, `<title>parked.example</title><script src="https://www.sedoparking.com/x.js"></script><p>Related links`))
	w.on("sold.example/", say(200, longPage("How this domain is for sale became a phrase", "Domain")))
	w.on("private.example/thesis", func(rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, "/login?next=/thesis", http.StatusFound)
	})
	w.on("private.example/login", say(200, "<title>Log in</title><form><input type=password></form>"))
	w.on("busy.example/gone", say(200, "<title>Page not found</title>"))
	w.on("busy.example/", refuse(429, "1"))
	c := newTestCrawler(t, w.options())
	for target, want := range map[string]struct {
		state    audit.State
		reason   audit.Reason
		requests int
	}{
		"http://soft.example/2014/paper.html":           {audit.Broken, audit.ReasonSoft404, 2},
		"http://short.example/2014/paper.html":          {audit.Broken, audit.ReasonSoft404, 2},
		"http://about.example/how-to-design-a-404-page": {audit.OK, audit.ReasonOK, 2},
		"http://both.example/article":                   {audit.OK, audit.ReasonOK, 2},
		"http://home.example/2014/paper.html":           {audit.Suspect, audit.ReasonRedirectedHome, 4},
		"http://home.example/":                          {audit.OK, audit.ReasonOK, 1},
		"http://merged.example/about":                   {audit.Moved, audit.ReasonPermanentRedirect, 3},
		"http://parked.example/paper":                   {audit.Broken, audit.ReasonParked, 2},
		"http://sold.example/article":                   {audit.OK, audit.ReasonOK, 1},
		"http://private.example/thesis":                 {audit.Suspect, audit.ReasonRedirectedLogin, 2},
		"http://busy.example/gone":                      {audit.OK, audit.ReasonOK, 2},
	} {
		o := check(t, c, target)
		if o.Verdict.State != want.state || o.Verdict.Reason != want.reason || o.Requests != want.requests {
			t.Errorf("%s: %s/%s after %d requests (%s); want %+v", target, o.Verdict.State, o.Verdict.Reason, o.Requests, o.Verdict.Detail, want)
		}
		if end := o.Evidence.FinalURL; madeUp.MatchString(end) {
			t.Errorf("%s ends at its sibling %s", target, end)
		}
	}
	// What is known of a directory is not asked for again.
	if o := check(t, c, "http://soft.example/2014/other.html"); o.Verdict.Reason != audit.ReasonSoft404 || o.Requests != 1 {
		t.Errorf("the second page of a directory: %s after %d requests", o.Verdict.Reason, o.Requests)
	}
}

func TestDOIWhosePageIsSoft(t *testing.T) {
	o := observation{system: doiSystem, registration: registered, hops: []audit.Hop{{URL: "https://a.org/x", Status: 200}}, status: 200, proved: saysMissing}
	if v := classify(o); v.State != audit.Broken || v.Reason != audit.ReasonDOILandingNotFound {
		t.Errorf("%+v", v)
	}
	o.proved = wentHome
	if v := classify(o); v.State != audit.OK || v.Reason != audit.ReasonDOIRegistered {
		t.Errorf("%+v", v)
	}
}

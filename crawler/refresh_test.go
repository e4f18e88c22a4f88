package crawler

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/refmend/refmend/audit"
)

func TestParseRefresh(t *testing.T) {
	for value, want := range map[string]struct {
		delay   int
		written string
		ok      bool
	}{
		"0; url=/next":             {0, "/next", true},
		" 0 ;URL = '/next' ":       {0, "/next", true},
		`5,url="/a b"tail`:         {5, "/a b", true},
		"5 /next":                  {5, "/next", true},
		"5;/next":                  {5, "/next", true},
		"0.9;url=/next":            {0, "/next", true},
		".5;url=/next":             {0, "/next", true},
		"5":                        {5, "", true},
		"5;":                       {5, "", true},
		"5;url=":                   {5, "", true},
		"5;url":                    {5, "url", true},
		"5;urls=1":                 {5, "urls=1", true},
		"99999999999999999;url=/x": {maxRefreshDelay + 1, "/x", true},
		`0;url="/open`:             {0, "/open", true},
		"":                         {},
		"url=/next":                {},
		"-1;url=/next":             {},
		"5x;url=/next":             {},
	} {
		delay, written, ok := parseRefresh(value)
		if delay != want.delay || written != want.written || ok != want.ok {
			t.Errorf("%q: %d, %q, %v; want %+v", value, delay, written, ok, want)
		}
	}
}

func TestRefreshTo(t *testing.T) {
	const at = "https://site.example/dir/page#part"
	long := longPage("An article", "Text of it")
	meta := func(content string) string { return `<meta http-equiv="Refresh" content="` + content + `">` }
	for name, test := range map[string]struct {
		body   string
		header string
		want   string
	}{
		"plain":              {meta("0; url=next"), "", "https://site.example/dir/next#part"},
		"own fragment":       {meta("0; url=next#there"), "", "https://site.example/dir/next#there"},
		"header":             {"<p>x", "0; url=/next", "https://site.example/next#part"},
		"header first":       {meta("0; url=/two"), "0; url=/one", "https://site.example/one#part"},
		"header only":        {"", "0; url=/one", "https://site.example/one#part"},
		"upper case":         {`<META CONTENT='1;URL=/next' HTTP-EQUIV=REFRESH>`, "", "https://site.example/next#part"},
		"mixed case":         {`<p>q<meta hTtP-eQuIv=rEFRESH content="0; url=next"><!--Refresh-->Q`, "", "https://site.example/dir/next#part"},
		"beside others":      {`<meta http-equiv="X-UA-Compatible" content="IE=edge"><p>Refreshments</p>` + meta("0; url=next"), "", "https://site.example/dir/next#part"},
		"no values quoted":   {`<meta http-equiv=refresh content=0;url=next>`, "", "https://site.example/dir/next#part"},
		"escaped":            {meta("0; url=/a?b&amp;c"), "", "https://site.example/a?b&c#part"},
		"base":               {`<base href="//other.example/x/"><base href="/no/">` + meta("0; url=next"), "", "https://other.example/x/next#part"},
		"odd base":           {`<base href="data:,">` + meta("0; url=next"), "", "https://site.example/dir/next#part"},
		"first of two":       {meta("0; url=one") + meta("0; url=two"), "", "https://site.example/dir/one#part"},
		"at once":            {meta("1; url=next") + long, "", "https://site.example/dir/next#part"},
		"short of text":      {meta("15; url=next") + "<p>This page has moved.", "", "https://site.example/dir/next#part"},
		"to be read":         {meta("5; url=next") + long, "", ""},
		"late":               {meta("16; url=next"), "", ""},
		"itself":             {meta("5"), "", ""},
		"script":             {meta("0; url=javascript:alert(1)"), "", ""},
		"data":               {meta("0; url=data:text/html,x"), "", ""},
		"mail":               {meta("0; url=mailto:a@b.example"), "", ""},
		"comment":            {"<!--" + meta("0; url=next") + "-->", "", ""},
		"in a script":        {"<script>'" + meta("0; url=next") + "'</script>", "", ""},
		"other meta":         {`<meta name=refresh content="0; url=next">`, "", ""},
		"without scripts":    {"<noscript>" + meta("0; url=next") + "</noscript>", "", "https://site.example/dir/next#part"},
		"beside scripts":     {"<script src=x></script><noscript>" + meta("0; url=next") + "</noscript>", "", ""},
		"before scripts":     {"<noscript>" + meta("0; url=next") + "</noscript><script src=x></script>", "", ""},
		"beside text":        {"<noscript>" + meta("0; url=next") + "</noscript>" + long, "", ""},
		"nested deep":        {strings.Repeat("<b>", 600) + meta("0; url=next"), "", "https://site.example/dir/next#part"},
		"itself, with text":  {meta("0; url=page") + long, "", ""},
		"itself, with none":  {meta("0; url=page"), "", at},
		"behind the window":  {strings.Repeat(" ", refreshWindow) + meta("0; url=next"), "", ""},
		"a private address":  {meta("0; url=http://10.0.0.1/"), "", "http://10.0.0.1/#part"}, // the guard is asked later
		"nothing to be read": {meta("0; url=http://[/"), "", ""},
	} {
		a := &answer{status: 200, header: http.Header{"Content-Type": {"text/html"}}, body: []byte(test.body)}
		if test.header != "" {
			a.header.Set("Refresh", test.header)
		}
		if got := a.refreshTo(at); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
		a.looked, a.status = nil, 404
		if got := a.refreshTo(at); got != "" {
			t.Errorf("%s: an error page leads to %q", name, got)
		}
	}
}

// The page that another one leads to by itself is the one that is judged.
func TestCheckRefreshes(t *testing.T) {
	w := newWeb(t)
	lead := func(from, to string) {
		w.on(from, func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", "text/html")
			fmt.Fprintf(rw, `<title>Not found here</title><meta http-equiv=refresh content="0; url=%s">`, to)
		})
	}
	w.on("site.example/end", serve)
	lead("site.example/go", "/end")
	lead("site.example/gone", "/nothing")
	w.on("site.example/nothing", http.NotFound)
	w.redirect("site.example/moved", 301, "/go")
	lead("site.example/mixed", "/on")
	w.redirect("site.example/on", 301, "/end")
	lead("site.example/self", "/self")
	lead("site.example/ping", "/pong")
	lead("site.example/pong", "/ping")
	lead("site.example/round", "/back")
	w.redirect("site.example/back", 302, "/round")
	lead("site.example/inside", "http://127.0.0.1:"+port(inside(t))+"/")
	w.on("site.example/cookie", func(rw http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("seen"); err == nil {
			serve(rw, r)
			return
		}
		http.SetCookie(rw, &http.Cookie{Name: "seen", Value: "1"})
		rw.Header().Set("Refresh", "0; url=/cookie")
		fmt.Fprint(rw, "<p>One moment")
	})
	// Whatever is not there leads home.
	lead("lost.example/", "/home")
	w.on("lost.example/home", func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, longPage("Home", "Welcome")) })
	o := w.options()
	o.ConnectTo = []ConnectTo{{"site.example", "80", "127.0.0.1", port(w.plain)}, {"lost.example", "80", "127.0.0.1", port(w.plain)}}
	c := newTestCrawler(t, o)
	for path, want := range map[string]struct {
		state    audit.State
		reason   audit.Reason
		moved    string
		statuses []int
	}{
		"site.example/go":     {audit.OK, audit.ReasonOK, "", []int{200, 200}},
		"site.example/gone":   {audit.Broken, audit.ReasonNotFound, "", []int{200, 404}},
		"site.example/moved":  {audit.Moved, audit.ReasonPermanentRedirect, "http://site.example/go", []int{301, 200, 200}},
		"site.example/mixed":  {audit.OK, audit.ReasonOK, "", []int{200, 301, 200}},
		"site.example/self":   {audit.OK, audit.ReasonOK, "", nil},
		"site.example/ping":   {audit.OK, audit.ReasonOK, "", []int{200, 200}},
		"site.example/round":  {audit.Unverified, audit.ReasonBlocked, "", []int{200, 302}},
		"site.example/inside": {audit.Unverified, audit.ReasonForbiddenAddress, "", []int{200, 0}},
		"site.example/cookie": {audit.OK, audit.ReasonOK, "", []int{200, 200}},
		"lost.example/paper":  {audit.Suspect, audit.ReasonRedirectedHome, "", []int{200, 200}},
	} {
		got := check(t, c, "http://"+path)
		wantVerdict(t, got, want.state, want.reason)
		var statuses []int
		for _, h := range got.Evidence.Hops {
			statuses = append(statuses, h.Status)
		}
		if string(got.MovedTo) != want.moved || !slices.Equal(statuses, want.statuses) {
			t.Errorf("%s: moved to %q over %v; want %+v", path, got.MovedTo, statuses, want)
		}
	}
}

func FuzzParseRefresh(f *testing.F) {
	for _, seed := range []string{"0; url=/next", "5,URL='x", ".;\f", "1 url = \"", "00000000000000000000"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		delay, written, ok := parseRefresh(value)
		if delay < 0 || !ok && (delay != 0 || written != "") || !strings.Contains(value, written) {
			t.Errorf("%q: %d, %q, %v", value, delay, written, ok)
		}
	})
}

package reports

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// The page is for people with browsers: here a real one opens it from disk.
// Without a browser the test is skipped, unless REFMEND_REQUIRE_BROWSER=1 says
// that there must be one.
func TestBrowser(t *testing.T) {
	b := openBrowser(t)
	for name, test := range map[string]func(*testing.T, *browser){
		"reading": browseReading, "filters": browseFilters, "keys": browseKeys, "copying": browseCopying, "paper": browsePaper,
		"screens": browseScreens, "long": browseLong, "plain": browsePlain, "access": browseAccess,
	} {
		t.Run(name, func(t *testing.T) {
			b.media(t, "", "light")
			b.do(t, chromedp.EmulateViewport(1200, 900))
			test(t, b)
			b.wantSilence(t)
		})
	}
}

func browseReading(t *testing.T, b *browser) {
	b.open(t, render(t, "html", rich(), Options{Past: earlier()}))
	b.wantCount(t, "html.js main li[id]", 29) // 22 links, 7 references without any
	if got := eval[string](t, b, `document.title`); got != "14 of 22 links need attention" {
		t.Errorf("title %q", got)
	}
	if n := eval[int](t, b, `[...document.querySelectorAll("a[href]")].filter(a => !/^(https?:|file:)/.test(a.href)).length`); n != 0 {
		t.Errorf("%d links lead to neither http nor https", n)
	}
	t.Run("a place in the page", func(t *testing.T) {
		b.visit(t, "#f3")
		b.waitFor(t, `document.querySelector("li.here")?.id == "f3" && document.querySelector("li.here").getBoundingClientRect().top < innerHeight`)
	})
	t.Run("a word is explained", func(t *testing.T) {
		b.click(t, `.group[data-reason=wrong-dash] .do a`)
		b.waitFor(t, `document.querySelector("#damaged-wrong-dash").checkVisibility()`)
	})
}

func browseFilters(t *testing.T, b *browser) {
	b.open(t, render(t, "html", rich(), Options{}))
	shown := func(t *testing.T, want string, visible ...string) {
		t.Helper()
		b.waitFor(t, `document.getElementById("shown").textContent == `+quote(want))
		if got := eval[string](t, b, `[...document.querySelectorAll("main li[id]")].map(e => e.id).join(" ")`); got != strings.Join(visible, " ") {
			t.Errorf("shows %s, want %s", got, visible)
		}
	}
	reset := func(t *testing.T) {
		t.Helper()
		b.click(t, "#everything")
		b.waitFor(t, `document.querySelectorAll("main li[id]").length == 29 && document.getElementById("everything").hidden`)
	}
	t.Run("state", func(t *testing.T) {
		b.click(t, `[name=state][value=moved]`)
		shown(t, "1 of 22 links shown", "f12")
		reset(t)
	})
	t.Run("reason", func(t *testing.T) {
		b.click(t, `[name=reason][value=wrong-dash]`)
		shown(t, "1 of 22 links shown", "f2")
		b.click(t, `[name=reason][value=gone]`)
		shown(t, "2 of 22 links shown", "f2", "f9")
		reset(t)
	})
	t.Run("host", func(t *testing.T) {
		b.click(t, `[name=host][value="slow.example"]`)
		shown(t, "1 of 22 links shown", "f14")
		reset(t)
	})
	t.Run("document", func(t *testing.T) {
		b.click(t, `[data-document="3"]`)
		shown(t, "3 of 22 links shown", "f20", "f21", "f22", "r7")
		reset(t)
	})
	t.Run("search finds a reference by its text", func(t *testing.T) {
		b.do(t, chromedp.SendKeys(chromedp.CSS("#search"), "港口史 东海"))
		shown(t, "0 of 22 links shown", "r2")
		reset(t)
	})
	t.Run("nothing is like that", func(t *testing.T) {
		b.do(t, chromedp.SendKeys(chromedp.CSS("#search"), "no such words"))
		shown(t, "0 of 22 links shown")
		if got := eval[string](t, b, `document.querySelector("main").textContent`); !strings.Contains(got, "Nothing") {
			t.Errorf("the list says %q", got)
		}
		reset(t)
	})
	t.Run("order", func(t *testing.T) {
		for order, want := range map[string]string{"document": "f1 f2 f3", "host": "f2 f17 f18", "since": "f9"} {
			b.choose(t, "#sort", order)
			b.waitFor(t, `[...document.querySelectorAll("main li[id]")].map(e => e.id).join(" ").startsWith(`+quote(want)+`)`)
		}
		b.wantVisible(t, "li.broken .why", true)
		b.choose(t, "#sort", "need")
		b.waitFor(t, `!document.querySelector(".why") && document.querySelectorAll("main .group").length > 10`)
	})
	t.Run("a place that is filtered out", func(t *testing.T) {
		b.click(t, `[name=state][value=moved]`)
		shown(t, "1 of 22 links shown", "f12")
		b.visit(t, "#f2")
		b.waitFor(t, `document.querySelector("li.here")?.id == "f2"`)
	})
}

// Everything can be reached and used without a mouse.
func browseKeys(t *testing.T, b *browser) {
	b.open(t, render(t, "html", rich(), Options{}))
	tab := func() string {
		b.do(t, chromedp.KeyEvent("\t"))
		return eval[string](t, b, `(e => e.id || e.getAttribute("href") || e.name || e.tagName.toLowerCase())(document.activeElement)`)
	}
	var path []string
	for range 22 {
		path = append(path, tab())
	}
	want := "#list #mend #look #open #later #none #list #list #list search document sort state"
	if got := strings.Join(path, " "); !strings.HasPrefix(got, want) {
		t.Errorf("the tab key goes to\n%s, want\n%s ...", got, want)
	}
	b.do(t, chromedp.Focus(chromedp.CSS("[name=state][value=broken]")), chromedp.KeyEvent(" "))
	b.waitFor(t, `document.getElementById("shown").textContent.startsWith("3 of")`)
	b.do(t, chromedp.Focus(chromedp.CSS("main details summary")), chromedp.KeyEvent("\r"))
	b.waitFor(t, `document.querySelector("main details").open`)
}

func browseCopying(t *testing.T, b *browser) {
	b.open(t, render(t, "html", rich(), Options{}))
	said := `document.querySelector(".m button").textContent`
	b.click(t, ".m button")
	b.waitFor(t, `/Copied|Selected/.test(`+said+`) && document.getElementById("said").textContent == `+said)
	t.Run("without a clipboard", func(t *testing.T) {
		b.open(t, render(t, "html", rich(), Options{}))
		eval[bool](t, b, `Object.defineProperty(navigator, "clipboard", {value: undefined}) && (document.execCommand = () => false, true)`)
		b.click(t, ".m button")
		b.waitFor(t, `/Selected/.test(`+said+`) && getSelection().toString() == document.querySelector(".m code").textContent`)
	})
}

func browsePaper(t *testing.T, b *browser) {
	b.open(t, render(t, "html", rich(), Options{Past: earlier()}))
	b.media(t, "print", "")
	if n := eval[int](t, b, `[...document.querySelectorAll("main li, main details ol, .legend dd")].filter(a => !a.checkVisibility({contentVisibilityAuto: false})).length`); n != 0 {
		t.Errorf("%d findings or pieces of evidence are missing on paper", n)
	}
	b.wantVisible(t, ".filters", false)
	b.wantVisible(t, ".m button", false)
	pdf, err := chromedp.Call(b.ctx, page.PrintToPDF, page.PrintToPDFParams{PrintBackground: ptr(true)})
	if err != nil || len(pdf.Data) < 10_000 {
		t.Errorf("print to PDF: %d bytes, %v", len(pdf.Data), err)
	}
	b.media(t, "", "")
	t.Run("what was not looked at", func(t *testing.T) {
		b.open(t, render(t, "html", many(1000), Options{}))
		if n := eval[int](t, b, `document.querySelectorAll("main li[id]").length`); n >= 1000 {
			t.Fatalf("all %d entries are elements before anybody looks", n)
		}
		eval[bool](t, b, `dispatchEvent(new Event("beforeprint"))`)
		b.wantCount(t, "main li[id]", 1000)
	})
}

func browseScreens(t *testing.T, b *browser) {
	b.open(t, render(t, "html", rich(), Options{Past: earlier()}))
	t.Run("light and dark", func(t *testing.T) {
		paper := func(scheme string) string {
			b.media(t, "", scheme)
			return eval[string](t, b, `getComputedStyle(document.documentElement).backgroundColor`)
		}
		if light, dark := paper("light"), paper("dark"); light == dark || light == "rgba(0, 0, 0, 0)" {
			t.Errorf("paper is %s in the light and %s in the dark", light, dark)
		}
	})
	t.Run("text runs as its script does", func(t *testing.T) {
		if got := eval[string](t, b, `getComputedStyle(document.querySelector("#f12 .q")).direction + document.querySelector("#f12 .q").lang`); got != "rtlhe" {
			t.Errorf("Hebrew is %q", got)
		}
	})
	for _, width := range []int64{320, 360, 768, 1920} {
		b.do(t, chromedp.EmulateViewport(width, 740))
		if over := eval[int](t, b, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
			t.Errorf("page is %d pixels wider than a screen of %d", over, width)
		}
	}
	t.Run("a phone begins with the findings", func(t *testing.T) {
		b.do(t, chromedp.EmulateViewport(360, 740))
		b.waitFor(t, `!document.querySelector("#search").checkVisibility()`)
		b.click(t, ".filters > summary")
		b.wantVisible(t, "#search", true)
	})
}

// A long list has elements only for what is looked at, and loses nothing.
func browseLong(t *testing.T, b *browser) {
	b.open(t, render(t, "html", many(10_000), Options{}))
	elements := eval[int](t, b, `document.querySelectorAll("*").length`)
	took := eval[float64](t, b, `performance.timing.loadEventEnd - performance.timing.navigationStart`)
	t.Logf("10 000 findings: %d elements, loaded in %.0f ms", elements, took)
	if elements > 20_000 {
		t.Errorf("%d elements", elements)
	}
	b.do(t, chromedp.SendKeys(chromedp.CSS("#search"), "entry number 9997"))
	b.waitFor(t, `document.getElementById("shown").textContent == "2 of 10000 links shown"`)
	b.wantVisible(t, "#f9998", true)
	b.click(t, "#everything")
	b.waitFor(t, `document.getElementById("everything").hidden`)
	eval[bool](t, b, `(new MutationObserver(() => { window.took = performance.now() - window.began }).observe(document.getElementById("shown"), {childList: true}), true)`)
	b.waitFor(t, `(window.began ??= performance.now(), document.querySelector("[name=state]").matches(":checked") || document.querySelector("[name=state]").click(), !!window.took)`)
	t.Logf("filtering took %.0f ms", eval[float64](t, b, `took`))
	b.click(t, "#everything")
	b.waitFor(t, `document.getElementById("everything").hidden`)
	b.do(t, chromedp.SendKeys(chromedp.CSS("#host"), "site499.example"))
	b.waitFor(t, `document.getElementById("shown").textContent == "20 of 10000 links shown"`)
	b.visit(t, "#f9996")
	b.waitFor(t, `(r => !!r && r.top >= 0 && r.bottom <= innerHeight)(document.querySelector("#f9996.here")?.getBoundingClientRect())`)
	t.Run("scrolling brings the end", func(t *testing.T) {
		eval[bool](t, b, `(scrollTo(0, 1e9), true)`)
		b.waitFor(t, `(scrollTo(0, 1e9), !!document.getElementById("f10000"))`)
	})
}

func browsePlain(t *testing.T, b *browser) {
	disable := func(v bool) {
		if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: v}); err != nil {
			t.Fatal(err)
		}
	}
	disable(true)
	defer disable(false)
	b.open(t, render(t, "html", many(1000), Options{}))
	b.wantCount(t, "html:not(.js) main li[id]", 1000)
	b.wantVisible(t, "#f1000", true)
	b.wantVisible(t, ".state svg, .reason svg", true)
	b.wantVisible(t, "#search", false)
}

// browseAccess has axe-core look for what keeps people from reading the page.
func browseAccess(t *testing.T, b *browser) {
	axe, err := os.ReadFile(filepath.Join("testdata", "axe", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	look := func(t *testing.T) {
		t.Helper()
		eval[bool](t, b, `(document.head.querySelector("style").sheet.insertRule("* { content-visibility: visible !important }", 0), true)`)
		eval[bool](t, b, string(axe)+`; (axe.run(document, {resultTypes: ["violations"]}).then(r => { window.found = r }), true)`)
		b.waitFor(t, `!!window.found`)
		if n := eval[int](t, b, `found.passes.length`); n < 20 {
			t.Errorf("only %d rules were applied", n)
		}
		for _, v := range eval[[]string](t, b, `found.violations.flatMap(v => v.nodes.map(n => v.id + ": " + n.target + ": " + n.failureSummary))`) {
			t.Error(v)
		}
	}
	for _, scheme := range []string{"light", "dark"} {
		b.media(t, "", scheme)
		for _, width := range []int64{1200, 360} {
			t.Run(fmt.Sprint(scheme, width), func(t *testing.T) {
				b.do(t, chromedp.EmulateViewport(width, 900))
				b.open(t, render(t, "html", rich(), Options{Past: earlier()}))
				eval[bool](t, b, `document.querySelectorAll("details").forEach(d => { d.open = true }), true`)
				look(t)
			})
		}
	}
	t.Run("by host", func(t *testing.T) {
		b.open(t, render(t, "html", rich(), Options{}))
		b.choose(t, "#sort", "host")
		b.waitFor(t, `!!document.querySelector(".why")`)
		look(t)
	})
	for name, report := range reportsToRender {
		if name == "rich" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			b.open(t, render(t, "html", report(), Options{}))
			look(t)
		})
	}
}

// A browser is headless Chromium.
type browser struct {
	ctx    context.Context
	folder string // of the pages it opens
	pages  int

	mu       sync.Mutex
	requests []string
	messages []string
}

func openBrowser(t *testing.T) *browser {
	t.Helper()
	path := findBrowser(t)
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(t.TempDir()))
	timeout, stop := context.WithTimeout(t.Context(), 4*time.Minute)
	t.Cleanup(stop)
	alloc, stop := chromedp.NewExecAllocator(timeout, opts...)
	t.Cleanup(stop)
	ctx, _ := chromedp.NewContext(alloc)
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil && timeout.Err() == nil {
			t.Logf("close browser: %v", err)
		}
	})
	b := &browser{ctx: ctx, folder: t.TempDir()}
	b.listen(t)
	return b
}

// open opens a page from disk.
func (b *browser) open(t *testing.T, html string) {
	t.Helper()
	b.pages++
	file := filepath.Join(b.folder, fmt.Sprint(b.pages, ".html"))
	if err := os.WriteFile(file, []byte(html), 0o600); err != nil {
		t.Fatal(err)
	}
	b.do(t, chromedp.Navigate((&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()))
}

// visit goes to a place in the page that is open.
func (b *browser) visit(t *testing.T, hash string) {
	t.Helper()
	eval[string](t, b, "location.hash = "+quote(hash))
}

// click clicks as a person does, who waits until nothing moves: what comes into
// view takes its true height only then.
func (b *browser) click(t *testing.T, selector string) {
	t.Helper()
	eval[bool](t, b, `(document.querySelector(`+quote(selector)+`).scrollIntoView({block: "center"}), window.still = false,
		requestAnimationFrame(() => requestAnimationFrame(() => { still = true })), true)`)
	b.waitFor(t, `still`)
	b.do(t, chromedp.Click(chromedp.CSS(selector)))
}

// choose picks an option as a person does.
func (b *browser) choose(t *testing.T, selector, value string) {
	t.Helper()
	eval[bool](t, b, fmt.Sprintf(`(e => { e.value = %s; return e.dispatchEvent(new Event("input", {bubbles: true})) })(document.querySelector(%s))`, quote(value), quote(selector)))
}

func findBrowser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("REFMEND_REQUIRE_BROWSER") == "1" {
		t.Fatal("no Chromium or Chrome found, but REFMEND_REQUIRE_BROWSER=1")
	}
	t.Skip("no Chromium or Chrome found: the HTML page was not opened in a browser")
	return ""
}

// listen keeps every request and every message of the console.
func (b *browser) listen(t *testing.T) {
	t.Helper()
	if _, err := chromedp.Call(b.ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	err := chromedp.Listen(b.ctx, func(ev any) {
		if e, ok := ev.(*network.EventRequestWillBeSent); ok {
			b.mu.Lock()
			b.requests = append(b.requests, e.Request.URL)
			b.mu.Unlock()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	console := chromedp.Console(b.ctx)
	go func() {
		for m, err := range console {
			if err != nil {
				return
			}
			b.mu.Lock()
			b.messages = append(b.messages, m.String())
			b.mu.Unlock()
		}
	}()
}

// wantSilence fails if the page asked for anything but itself, or complained.
func (b *browser) wantSilence(t *testing.T) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.requests) == 0 {
		t.Error("not even the page itself was requested: requests are not seen")
	}
	for _, r := range b.requests {
		if !strings.HasPrefix(r, "file://"+filepath.ToSlash(b.folder)+"/") && r != "data:," {
			t.Errorf("page requested %s", r)
		}
	}
	for _, m := range b.messages {
		t.Errorf("console: %s", m)
	}
	b.requests, b.messages = nil, nil
}

func (b *browser) do(t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func eval[T any](t *testing.T, b *browser, js string) T {
	t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](js))
	if err != nil {
		t.Fatalf("%s: %v", js, err)
	}
	return v
}

func (b *browser) media(t *testing.T, kind, scheme string) {
	t.Helper()
	p := emulation.SetEmulatedMediaParams{Media: kind}
	if scheme != "" {
		p.Features = []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
	}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, p); err != nil {
		t.Fatal(err)
	}
}

func (b *browser) wantCount(t *testing.T, selector string, want int) {
	t.Helper()
	if got := eval[int](t, b, "document.querySelectorAll("+quote(selector)+").length"); got != want {
		t.Errorf("%d elements are %s, want %d", got, selector, want)
	}
}

func (b *browser) wantVisible(t *testing.T, selector string, want bool) {
	t.Helper()
	if got := eval[bool](t, b, "document.querySelector("+quote(selector)+").checkVisibility()"); got != want {
		t.Errorf("%s visible: %v, want %v", selector, got, want)
	}
}

func (b *browser) waitFor(t *testing.T, js string) {
	t.Helper()
	for range 500 {
		if eval[bool](t, b, js) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("never came true: %s; the page shows %s", js, eval[string](t, b, `document.getElementById("shown").textContent + ": " + [...document.querySelectorAll("main li[id]")].slice(0, 30).map(e => e.id).join(" ")`))
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `\'`) + "'" }

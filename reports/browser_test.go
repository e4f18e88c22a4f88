package reports

import (
	"context"
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
	b := openBrowser(t, render(t, "html", rich(), Options{}))

	t.Run("opens from disk with scripts", func(t *testing.T) {
		b.wantCount(t, "html.js main article", 29) // 22 links, 7 references without any
		if got := eval[string](t, b, `document.title`); !strings.HasPrefix(got, "Reference links: 4 documents") {
			t.Errorf("title %q", got)
		}
		if n := eval[int](t, b, `[...document.querySelectorAll("a[href]")].filter(a => !/^(https?:|file:)/.test(a.href)).length`); n != 0 {
			t.Errorf("%d links lead to neither http nor https", n)
		}
	})
	t.Run("boxes hide and show a state", func(t *testing.T) {
		b.wantVisible(t, ".state.damaged", true)
		b.do(t, chromedp.Click(chromedp.CSS("[for=show-damaged]")))
		b.wantVisible(t, ".state.damaged", false)
		b.wantVisible(t, ".state.broken", true)
		b.do(t, chromedp.Focus(chromedp.CSS("#show-damaged")), chromedp.SendKeys(chromedp.CSS("#show-damaged"), " "))
		b.wantVisible(t, ".state.damaged", true)
	})
	t.Run("search finds a reference by its text", func(t *testing.T) {
		b.do(t, chromedp.SendKeys(chromedp.CSS("#search"), "港口史 东海"))
		b.waitFor(t, `document.getElementById("shown").textContent.startsWith("1 of")`)
		b.wantVisible(t, ".state.broken", false)
		b.wantVisible(t, ".bare", true)
	})
	t.Run("paper shows all", func(t *testing.T) {
		b.do(t, chromedp.Click(chromedp.CSS("[for=show-moved]")))
		b.media(t, "print", "")
		defer b.media(t, "", "")
		if n := eval[int](t, b, `[...document.querySelectorAll("main article, main details li")].filter(a => !a.checkVisibility({contentVisibilityAuto: false})).length`); n != 0 {
			t.Errorf("%d findings or pieces of evidence are missing on paper", n)
		}
		b.wantVisible(t, ".controls", false)
		b.wantVisible(t, ".mend button", false)
		pdf, err := chromedp.Call(b.ctx, page.PrintToPDF, page.PrintToPDFParams{})
		if err != nil || len(pdf.Data) < 10_000 {
			t.Errorf("print to PDF: %d bytes, %v", len(pdf.Data), err)
		}
	})
	t.Run("light and dark", func(t *testing.T) {
		paper := func(scheme string) string {
			b.media(t, "", scheme)
			return eval[string](t, b, `getComputedStyle(document.documentElement).backgroundColor`)
		}
		if light, dark := paper("light"), paper("dark"); light == dark || light == "rgba(0, 0, 0, 0)" {
			t.Errorf("paper is %s in the light and %s in the dark", light, dark)
		}
	})
	t.Run("fits a phone", func(t *testing.T) {
		b.do(t, chromedp.EmulateViewport(360, 740))
		if over := eval[int](t, b, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
			t.Errorf("page is %d pixels wider than a phone", over)
		}
	})
	t.Run("copies a repair", func(t *testing.T) {
		b.do(t, chromedp.Evaluate[chromedp.Void](`document.querySelector(".mend:not(.failed) button").click()`))
		b.waitFor(t, `/Copied|Selected/.test(document.querySelector(".mend:not(.failed) button").textContent)`)
	})
	t.Run("whole without scripts", func(t *testing.T) {
		if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
			t.Fatal(err)
		}
		b.do(t, chromedp.Navigate(b.url))
		b.wantCount(t, "html:not(.js) main article", 29)
		b.do(t, chromedp.Click(chromedp.CSS("[for=show-damaged]")))
		b.wantVisible(t, ".state.damaged", false)
		b.wantVisible(t, ".search", false)
	})
	b.wantSilence(t)
}

// A browser is a page opened in headless Chromium.
type browser struct {
	ctx context.Context
	url string

	mu       sync.Mutex
	requests []string
	messages []string
}

func openBrowser(t *testing.T, html string) *browser {
	t.Helper()
	path := findBrowser(t)
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, []byte(html), 0o600); err != nil {
		t.Fatal(err)
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(t.TempDir()))
	timeout, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(stop)
	alloc, stop := chromedp.NewExecAllocator(timeout, opts...)
	t.Cleanup(stop)
	ctx, _ := chromedp.NewContext(alloc)
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil && timeout.Err() == nil {
			t.Logf("close browser: %v", err)
		}
	})
	b := &browser{ctx: ctx, url: (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String()}
	b.listen(t)
	b.do(t, chromedp.EmulateViewport(1200, 900), chromedp.Navigate(b.url))
	return b
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
		if r != b.url && r != "data:," {
			t.Errorf("page requested %s", r)
		}
	}
	for _, m := range b.messages {
		t.Errorf("console: %s", m)
	}
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
	for range 100 {
		if eval[bool](t, b, js) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("never came true: %s", js)
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `\'`) + "'" }

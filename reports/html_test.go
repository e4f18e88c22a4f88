package reports

import (
	"io"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/refmend/refmend/audit"
)

// The page of a hostile report holds no element, attribute or address but
// those that the templates put there.
func TestPageIsInert(t *testing.T) {
	scripts := 0
	eachElement(t, render(t, "html", rich(), Options{}), func(n *html.Node, a map[string]string) {
		switch n.Data {
		case "script", "style":
			scripts++
			if want := map[string]string{"script": pageScript, "style": pageStyle}[n.Data]; n.FirstChild.Data != want {
				t.Errorf("%s is not ours: %.200s", n.Data, n.FirstChild.Data)
			}
		case "iframe", "img", "object", "embed", "base", "audio", "video", "svg":
			t.Errorf("element %s", n.Data)
		}
		for name, value := range a {
			href := name == "href" && n.Data == "a"
			switch {
			case strings.HasPrefix(name, "on"), name == "style", name == "src", name == "srcset", name == "action":
				t.Errorf("attribute %s=%q of %s", name, value, n.Data)
			case href && !strings.HasPrefix(value, "#") && webAddress(value) == "":
				t.Errorf("link to %q", value)
			case href && strings.Contains(value, "parked.example"):
				t.Error("the page leads to a parked domain")
			case name == "lang" && language(value) == "":
				t.Errorf("language %q", value)
			}
		}
	})
	if scripts != 2 {
		t.Errorf("%d scripts and styles, want 1 of each", scripts)
	}
}

// Every reason that a card names is explained further down.
func TestLegendIsWhole(t *testing.T) {
	ids, wanted := map[string]bool{}, map[string]bool{}
	eachElement(t, render(t, "html", rich(), Options{}), func(n *html.Node, a map[string]string) {
		if id := a["id"]; id != "" && ids[id] {
			t.Errorf("two elements are #%s", id)
		}
		ids[a["id"]] = true
		if n.Data == "a" && strings.HasPrefix(a["href"], "#") {
			wanted[a["href"][1:]] = true
		}
	})
	delete(wanted, "suspect-no-such-reason")
	for id := range wanted {
		if !ids[id] {
			t.Errorf("nothing is #%s", id)
		}
	}
	if len(wanted) < 10 {
		t.Errorf("only %d reasons are named", len(wanted))
	}
}

func TestContentSecurityPolicy(t *testing.T) {
	found := false
	eachElement(t, render(t, "html", empty(), Options{}), func(n *html.Node, a map[string]string) {
		if a["http-equiv"] == "Content-Security-Policy" {
			found = true
			for _, want := range []string{"default-src 'none'", hash(pageStyle), hash(pageScript), "base-uri 'none'", "form-action 'none'"} {
				if !strings.Contains(a["content"], want) {
					t.Errorf("policy %q lacks %s", a["content"], want)
				}
			}
		}
	})
	if !found {
		t.Error("no Content-Security-Policy")
	}
	for _, part := range []string{"url(", "@import", "//"} {
		if strings.Contains(pageStyle, part) {
			t.Errorf("style has %s", part)
		}
	}
}

func eachElement(t *testing.T, page string, visit func(*html.Node, map[string]string)) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			attributes := map[string]string{}
			for _, a := range n.Attr {
				attributes[a.Key] = a.Val
			}
			visit(n, attributes)
		}
	}
}

func TestLanguage(t *testing.T) {
	for tag, want := range map[string]string{
		"zh": "zh", "zh-Hans-CN": "zh-Hans-CN", "es-419": "es-419",
		"": "", "x": "", "en us": "", "en\" onload=\"x": "", "ру": "", strings.Repeat("a", 40): "",
	} {
		if got := language(tag); got != want {
			t.Errorf("language(%q) = %q, want %q", tag, got, want)
		}
	}
}

// Halfway through a long report no format holds more than a small part of what
// it has written.
func TestMemoryIsFlat(t *testing.T) {
	r := many(20_000)
	for _, f := range Formats {
		size := counter(0)
		if err := f.Write(&size, r, Options{}); err != nil {
			t.Fatal(err)
		}
		w := &halfway{at: int64(size) / 2}
		before := liveHeap()
		if err := f.Write(w, r, Options{}); err != nil {
			t.Fatal(err)
		}
		if held := w.heap - before; held > int64(size)/3+64<<10 { // a buffer is held, however short the report
			t.Errorf("%s holds %d bytes halfway through %d", f.Name, held, size)
		}
	}
	runtime.KeepAlive(r)
}

func liveHeap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// halfway measures the heap when at bytes have been written.
type halfway struct{ at, heap int64 }

func (h *halfway) Write(p []byte) (int, error) {
	if h.at -= int64(len(p)); h.at <= 0 && h.heap == 0 {
		h.heap = liveHeap()
	}
	return io.Discard.Write(p)
}

// What a reader must do comes first, whatever order the document has.
func TestWorstFirst(t *testing.T) {
	for _, f := range []string{"text", "markdown", "html"} {
		out := render(t, f, rich(), Options{Verbose: true})
		last := -1
		for _, s := range audit.States {
			words := map[string]string{"text": "\n" + stateWords[s].title + " (", "markdown": "\n## " + stateWords[s].title + " (", "html": `<section class="state ` + s.String()}[f]
			at := strings.Index(out, words)
			if at <= last {
				t.Errorf("%s: %s stands at %d, what goes before it at %d", f, s, at, last)
			}
			last = at
		}
	}
}

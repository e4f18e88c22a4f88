package crawler

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/refmend/refmend/audit"
)

func TestCheckAnchors(t *testing.T) {
	w := newWeb(t)
	say := func(kind, body string) http.HandlerFunc {
		return func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", kind)
			fmt.Fprint(rw, body)
		}
	}
	const plain = `<!doctype html><title>T</title><h2 id="intro">I</h2><a name=old></a><p id='разд&amp;1'><input name=field><div id="">`
	w.on("site.org/page", say("text/html; charset=utf-8", plain))
	w.on("site.org/forms", say("text/html; charset=utf-8", "<p id='cafe\u0301'><svg><path id=fig-1 /><g id='%D0%B0'/></svg><a id=x name=y>"))
	w.on("site.org/app", say("text/html", `<title>T</title><script src=app.js></script><div id=root></div>`))
	w.on("site.org/scripted", say("text/html", plain+`<i id=a><i id=b><script>x</script>`))
	w.on("site.org/long", say("text/html", plain+strings.Repeat("<p>", pageLimit)))
	w.on("site.org/text", say("text/plain", "#intro"))
	w.on("site.org/a.pdf", say("application/pdf", "%PDF-1.7\n1 0 obj\n<< /Linearized 1 /L 1234 /H [ 1 2 ] /O 3 /E 4 /N 12 /T 5 >>\nendobj\n"))
	w.on("site.org/b.pdf", say("application/pdf", "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"))
	w.on("github.com/x", say("text/html", plain))
	c := newTestCrawler(t, w.options())
	for target, want := range map[string]audit.Anchors{
		"http://site.org/page#x":       {Names: hashes("intro", "old", "разд&1")},
		"http://site.org/scripted#x":   {Names: hashes("intro", "old", "разд&1", "a", "b")},
		"http://site.org/forms#x":      {Names: hashes("cafe\u0301", "caf\u00e9", "fig-1", "%D0%B0", "а", "x", "y")},
		"http://site.org/app#x":        {Names: hashes("root"), Open: true},
		"http://site.org/long#x":       {Open: true},
		"http://site.org/text#x":       {Open: true},
		"http://site.org/a.pdf#page=3": {Open: true, Pages: 12},
		"http://site.org/b.pdf#page=3": {Open: true},
		"http://github.com/x#x":        {Open: true},
	} {
		got := check(t, c, target).Anchors
		if got == nil || !slices.Equal(got.Names, want.Names) || got.Open != want.Open || got.Pages != want.Pages {
			t.Errorf("%s: %+v, want %+v", target, got, want)
		}
	}
	for _, target := range []string{"http://site.org/page", "http://site.org/page#:~:text=x", "http://site.org/none#x"} {
		if got := check(t, c, target).Anchors; got != nil {
			t.Errorf("%s: %+v", target, got)
		}
	}
}

func hashes(names ...string) (all []uint32) {
	for _, n := range names {
		all = append(all, audit.AnchorHash(n))
	}
	slices.Sort(all)
	return all
}

package crawler

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
)

// askAgain asks about a target of which an earlier outcome is known.
func askAgain(t *testing.T, c *Crawler, known audit.Outcome) audit.Outcome {
	t.Helper()
	var got audit.Outcome
	if err := c.Check(t.Context(), []audit.Question{{Target: known.Target, Known: &known}}, func(o audit.Outcome) { got = o }); err != nil {
		t.Fatal(err)
	}
	return got
}

func TestCheckUnchanged(t *testing.T) {
	w := newWeb(t)
	var mu sync.Mutex
	version, asked := `"v1"`, []string{}
	w.on("site.example/page", func(rw http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, r.Header.Get("If-None-Match"))
		rw.Header().Set("ETag", version)
		if r.Header.Get("If-None-Match") == version {
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		rw.Header().Set("Content-Type", "text/html")
		rw.Write([]byte("<title>Tides " + strings.Trim(version, `"`) + `</title><h2 id=intro>Introduction</h2><h2 id=a>A</h2>`))
	})
	w.redirect("site.example/old", http.StatusFound, "/page")
	w.redirect("site.example/elsewhere", http.StatusFound, "https://other.example/")
	w.on("other.example/", func(rw http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, r.Header.Get("If-None-Match"))
		rw.WriteHeader(http.StatusNotModified)
	})
	c := newTestCrawler(t, w.options())

	first := check(t, c, "https://site.example/old#intro")
	if first.Validator.ETag != `"v1"` || first.Anchors == nil {
		t.Fatalf("first: %+v", first)
	}
	known := first
	known.Sightings = []audit.Sighting{{Cited: 7, Lost: 4}}
	for range 2 { // what is known of what was known is as good
		again := askAgain(t, c, known)
		if again.Verdict.State != audit.OK || again.Metadata.Title != "Tides v1" || again.Evidence.Status != http.StatusNotModified || again.Evidence.Cached {
			t.Errorf("unchanged: %+v", again)
		}
		if d := cmp.Diff(first.Anchors, again.Anchors); d != "" || again.Validator != first.Validator {
			t.Errorf("unchanged: anchors (-first +again):\n%s, validator %v", d, again.Validator)
		}
		if !slices.Equal(again.Sightings, known.Sightings) {
			t.Errorf("unchanged: sightings %v", again.Sightings)
		}
		known = again
	}
	mu.Lock()
	version = `"v2"`
	mu.Unlock()
	if fresh := askAgain(t, c, known); fresh.Metadata.Title != "Tides v2" || fresh.Validator.ETag != `"v2"` || fresh.Evidence.Status != http.StatusOK {
		t.Errorf("changed: %+v", fresh)
	}
	if want := []string{"", `"v1"`, `"v1"`, `"v1"`}; !slices.Equal(asked, want) {
		t.Errorf("asked with %q, want %q", asked, want)
	}

	// The page now leads to another one, which the version is not of; a server that
	// says unasked that nothing has changed says nothing.
	asked = nil
	known.Target, known.Evidence.FinalURL = "https://site.example/elsewhere", "https://site.example/page"
	if o := askAgain(t, c, known); o.Verdict.Reason != audit.ReasonMalformedAnswer || !slices.Equal(asked, []string{""}) {
		t.Errorf("elsewhere: %+v, asked with %q", o.Verdict, asked)
	}
}

func TestValidatorOf(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		etag   string
		want   string
	}{
		"page":      {200, `W/"a"`, `W/"a"`},
		"error":     {404, `"a"`, ""},
		"long":      {200, `"` + strings.Repeat("a", 300) + `"`, ""},
		"no header": {200, "\"a\x00\"", ""},
	} {
		a := &answer{status: test.status, header: http.Header{"Etag": {test.etag}}}
		if got := validatorOf(a); got.ETag != test.want || got.LastModified != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

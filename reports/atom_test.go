package reports

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/refmend/refmend/audit"
)

type feed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Entries []feedEntry `xml:"entry"`
}

type feedEntry struct {
	ID      string `xml:"id"`
	Title   string `xml:"title"`
	Updated string `xml:"updated"`
	Content string `xml:"content"`
	Link    struct {
		Href string `xml:"href,attr"`
	} `xml:"link"`
}

// readFeed reads a feed and holds it to what RFC 4287 wants of feeds (4.1.1)
// and of their entries (4.1.2).
func readFeed(t *testing.T, text string) feed {
	t.Helper()
	var f feed
	if err := xml.Unmarshal([]byte(text), &f); err != nil {
		t.Fatalf("%v in:\n%s", err, text)
	}
	ids := map[string]bool{}
	whole := func(id, title, updated string) {
		if _, err := time.Parse(time.RFC3339, updated); err != nil || !strings.HasPrefix(id, "urn:uuid:") || len(id) != 45 || title == "" || ids[id] {
			t.Errorf("id %q, title %q, updated %q (%v)", id, title, updated, err)
		}
		ids[id] = true
	}
	whole(f.ID, f.Title, f.Updated)
	for _, e := range f.Entries {
		whole(e.ID, e.Title, e.Updated)
	}
	if f.Author == "" {
		t.Error("a feed without author")
	}
	return f
}

func TestAtomOfRuns(t *testing.T) {
	r := rich()
	at := r.Run
	news := []RunNews{
		{at, []audit.News{{What: audit.NewsBroke, Link: `https://a.example/?a=1&b="<x>`, Why: "404", Place: "a.md:1:2"}, {What: audit.NewsFixed, Link: "javascript:alert(1)", Why: "404", Place: "a.md:2:2"}}},
		{audit.RunInfo{ID: "before", Started: at.Started.AddDate(0, 0, -1)}, []audit.News{{What: audit.NewsNew, Link: "https://b.example/", Why: "dns", Place: "a.md:3:2"}}},
	}
	got := readFeed(t, render(t, "atom", r, Options{News: news}))
	if len(got.Entries) != 3 || got.Entries[0].Link.Href != news[0].News[0].Link || got.Entries[1].Link.Href != "" || got.Entries[2].Title != "New: https://b.example/" {
		t.Errorf("entries %+v", got.Entries)
	}
	// The next run's feed has the same entries behind its own.
	next := readFeed(t, render(t, "atom", r, Options{News: append([]RunNews{{audit.RunInfo{ID: "next"}, nil}}, news...)}))
	if got.ID != next.ID || fmt.Sprint(got.Entries) != fmt.Sprint(next.Entries) {
		t.Errorf("the same entries later: %+v", next.Entries)
	}
	if nothing := readFeed(t, render(t, "atom", r, Options{News: []RunNews{}})); len(nothing.Entries) > 0 {
		t.Errorf("nothing changed, but %+v", nothing.Entries)
	}
	if many := readFeed(t, render(t, "atom", many(2*maxEntries), Options{})); len(many.Entries) > maxEntries+1 {
		t.Errorf("%d entries", len(many.Entries))
	}
}

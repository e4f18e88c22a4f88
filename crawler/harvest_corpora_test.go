package crawler

import (
	"encoding/base64"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var corpora = flag.String("corpora", "", "folder with real pages and what they say, for TestCorpora")

// An expectation is what a page of the corpora should give. Fields that are absent
// are not asked for.
type expectation struct {
	Title       string   `json:"title"`
	TitleStarts string   `json:"title_startswith"`
	Authors     []string `json:"authors"`
	FirstAuthor string   `json:"first_author"`
	LastAuthor  string   `json:"last_author"`
	AuthorCount int      `json:"author_count"`
	Date        string   `json:"date"`
	DateAnyOf   []string `json:"date_any_of"`
	DOI         string   `json:"doi"`
	Journal     string   `json:"journal"`
	Publisher   string   `json:"publisher"`
	Lang        string   `json:"lang"`
	Canonical   string   `json:"canonical"`
	Volume      string   `json:"volume"`
	Issue       string   `json:"issue"`
	FirstPage   string   `json:"first_page"`
	ISSN        string   `json:"issn"`
}

// A page of the corpora.
type corporaPage struct {
	name, url, contentType string
	body                   []byte
	want                   expectation
}

// TestCorpora measures the harvest on pages that are not ours to keep here:
//
//	go test ./crawler -run TestCorpora -v -corpora DIR
//
// DIR holds html/expected.json with the pages beside it and
// html/constructed_responses.jsonl.
func TestCorpora(t *testing.T) {
	if *corpora == "" {
		t.Skip("no -corpora")
	}
	right, asked := map[string]int{}, map[string]int{}
	for _, page := range corporaPages(t, filepath.Join(*corpora, "html")) {
		got := harvest(page.body, page.contentType, page.url)
		tally := func(field string, ok, wanted bool, got, want any) {
			if !wanted {
				return
			}
			asked[field]++
			if ok {
				right[field]++
			} else {
				t.Logf("%s: %s is %q, want %q", page.name, field, got, want)
			}
		}
		w := page.want
		tally("title", got.Title == w.Title, w.Title != "", got.Title, w.Title)
		tally("title", strings.HasPrefix(got.Title, w.TitleStarts), w.TitleStarts != "", got.Title, w.TitleStarts)
		tally("authors", strings.Join(got.Authors, "|") == strings.Join(w.Authors, "|"), w.Authors != nil, got.Authors, w.Authors)
		names := strings.Join(got.Authors, "|")
		tally("authors", len(got.Authors) == w.AuthorCount && strings.HasPrefix(names, w.FirstAuthor+"|") && strings.HasSuffix(names, "|"+w.LastAuthor),
			w.AuthorCount > 0, names, w.FirstAuthor)
		tally("date", got.Published == w.Date, w.Date != "", got.Published, w.Date)
		tally("date", strings.Contains(strings.Join(w.DateAnyOf, " ")+" ", got.Published+" "), w.DateAnyOf != nil, got.Published, w.DateAnyOf)
		tally("doi", got.DOI == w.DOI, w.DOI != "", got.DOI, w.DOI)
		tally("container", got.Container == w.Journal, w.Journal != "", got.Container, w.Journal)
		tally("publisher", got.Publisher == w.Publisher, w.Publisher != "", got.Publisher, w.Publisher)
		tally("language", got.Language == w.Lang, w.Lang != "", got.Language, w.Lang)
		d := got.Told()
		tally("volume", d.Volume == w.Volume, w.Volume != "", d.Volume, w.Volume)
		tally("issue", d.Issue == w.Issue, w.Issue != "", d.Issue, w.Issue)
		tally("pages", d.Pages == w.FirstPage || strings.HasPrefix(d.Pages, w.FirstPage+"-"), w.FirstPage != "", d.Pages, w.FirstPage)
		tally("issn", d.ISSN == w.ISSN, w.ISSN != "", d.ISSN, w.ISSN)
		tally("canonical", got.Canonical == w.Canonical, w.Canonical != "", got.Canonical, w.Canonical)
	}
	for field, n := range asked {
		t.Logf("%-10s %d of %d, %.1f %%", field, right[field], n, 100*float64(right[field])/float64(n))
	}
	for field, least := range map[string]float64{"title": 97, "authors": 92, "date": 92} {
		if share := 100 * float64(right[field]) / float64(max(1, asked[field])); share < least {
			t.Errorf("%s right on %.1f %%, want %.0f %%", field, share, least)
		}
	}
}

func corporaPages(t *testing.T, dir string) []corporaPage {
	t.Helper()
	var pages []corporaPage
	raw, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var files []struct {
		File, URL string
		Type      string `json:"http_content_type"`
		Expected  expectation
	}
	if err := json.Unmarshal(raw, &files); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		body, err := os.ReadFile(filepath.Join(dir, f.File))
		if err != nil {
			t.Fatal(err)
		}
		if f.Type == "" {
			f.Type = "text/html"
		}
		pages = append(pages, corporaPage{f.File, f.URL, f.Type, body, f.Expected})
	}
	raw, err = os.ReadFile(filepath.Join(dir, "constructed_responses.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		var r struct {
			ID, URL  string
			Headers  map[string]string
			Body     string `json:"body_base64"`
			Expected expectation
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		body, err := base64.StdEncoding.DecodeString(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, corporaPage{r.ID, r.URL, r.Headers["Content-Type"], body, r.Expected})
	}
	return pages
}

package crawler

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/refmend/refmend/audit"
)

// answer gives a page as its host would send it.
func (p corporaPage) answer() *answer {
	return &answer{status: http.StatusOK, header: http.Header{"Content-Type": {p.contentType}}, body: p.body[:min(len(p.body), pageLimit)], truncated: len(p.body) > pageLimit}
}

// TestTitlesCorpora measures how often real pages are said to be without the title
// that they are cited by: their own, their own after it was taken out of them as if
// they had got a new one, and those of other works. DIR holds what TestCorpora needs,
// and matching/glutton_match_sample.jsonl.
//
//	go test ./crawler -run TestTitlesCorpora -v -corpora DIR
func TestTitlesCorpora(t *testing.T) {
	if *corpora == "" {
		t.Skip("no -corpora")
	}
	const address = "https://guides.site.org/guides/page-7.html"
	pages := corporaPages(t, filepath.Join(*corpora, "html"))
	cited, wrong := 0, 0
	for _, p := range pages {
		sought := citing(t, "Ceder, P. (2019). "+p.want.Title+".", address)
		if sought != nil {
			cited++
		}
		if p.answer().isWithout(sought, address) {
			wrong++
			t.Errorf("%s is said to be without its own title, %q", p.name, p.want.Title)
		}
		p.body = []byte(withoutTitle(string(decodeCharset(p.body, p.contentType)), p.want.Title))
		if p.answer().isWithout(sought, address) {
			wrong++
			t.Errorf("%s, with a new title, is said to have nothing to do with %q", p.name, p.want.Title)
		}
	}
	t.Logf("cited by their own titles: %d pages, %d of them by one that is looked for; %d are said to be without, as they are or with a new title", len(pages), cited, wrong)

	works := citedWorks(t, address)
	wrong = 0
	n, caught := 0, 0
	for i, w := range works {
		if titled(w.title).isWithout(w.sought, address) {
			wrong++
			t.Logf("a page that bears the title %q is said to be without", w.title) // some works of the corpora are not those that are cited
		}
		for k := range 20 {
			other := works[(i+37*k+1)%len(works)]
			n++
			if titled(other.title).isWithout(w.sought, address) {
				caught++
			}
		}
	}
	t.Logf("pages that have nothing of a work but its title: %d of %d said to be without, of %d with other works' titles %d", wrong, len(works), n, caught)

	n, caught = 0, 0
	for _, p := range pages {
		a, of := p.answer(), 0
		for i := 0; i < len(works); i += 4 {
			if a.isWithout(works[i].sought, address) {
				of++
			}
		}
		if of > 0 {
			n += len(works) / 4
			caught += of
			t.Logf("%-50s is said to be without %4d of %4d", p.name, of, len(works)/4)
		}
	}
	t.Logf("cited by other works' titles: %d of %d pairs caught, those of pages that nothing is said of left out", caught, n)
}

// A citedWork is a title as a registry has it, and what a run looks for in a page
// that somebody cites for it.
type citedWork struct {
	title  string
	sought *audit.Sought
}

func citedWorks(t *testing.T, address string) (all []citedWork) {
	f, err := os.Open(filepath.Join(*corpora, "matching", "glutton_match_sample.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var r struct{ Text, Title string }
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(r.Title, " ") { // else it was cut off at its first italics
			all = append(all, citedWork{r.Title, citing(t, r.Text, address)})
		}
	}
	return all
}

// titled is a page of a title with sentences on something else.
func titled(title string) *answer {
	return corporaPage{contentType: "text/html", body: []byte(bornAgain(title))}.answer()
}

// withoutTitle takes a title out of a page, however its words are set apart.
func withoutTitle(page, title string) string {
	words := strings.FieldsFunc(title, func(r rune) bool { return r < 'A' && (r < '0' || r > '9') || r > '~' })
	for i := range words {
		words[i] = regexp.QuoteMeta(words[i])
	}
	if len(words) == 0 {
		return page
	}
	return regexp.MustCompile(`(?i)`+strings.Join(words, `.{1,12}?`)).ReplaceAllString(page, "An untitled page")
}

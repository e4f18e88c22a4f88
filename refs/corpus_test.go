package refs

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var corpora = flag.String("corpora", "", "folder of reference corpora to measure the link finder on")

// A specimen is a line of a corpus: a reference or a value, and what is in it.
type specimen struct {
	ID         string   `json:"id"`
	Text       string   `json:"text"`
	Input      string   `json:"input"`
	Raw        string   `json:"raw"`
	URL        string   `json:"url"`
	DOI        string   `json:"doi"`
	URLs       []string `json:"urls"`
	DOIs       []string `json:"dois"`
	Expected   any      `json:"expected"`
	First      *string  `json:"expected_first"`
	Repair     string   `json:"repair"`
	Candidates []string `json:"candidates"`
	Kind       string   `json:"kind"`
	Policy     string   `json:"policy"`
	Class      string   `json:"cls"`
	Title      *string  `json:"title"`
	Author     *string  `json:"first_author"`
}

func (s specimen) text() string { return s.Text + s.Input + s.Raw + s.URL }

// wanted gives the keys of the targets that s must lead to.
func (s specimen) wanted() (keys []string) {
	for _, u := range s.URLs {
		if t, err := ParseTarget(withScheme(u)); err == nil {
			keys = append(keys, bareKey(t))
		}
	}
	for _, d := range s.DOIs {
		keys = append(keys, bareKey(DOITarget(d)))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// A tally counts, for one corpus, specimens whose first proposals are exactly
// right, and those whose right targets are among the candidates.
type tally struct {
	name                     string
	n, exact, among, invents int
	wrong                    []string
}

func (c *tally) judge(s specimen, links []Link, hint Kind) {
	c.n++
	var first, all []string
	bySelf := map[string]bool{} // DOIs that a publisher's URL carries
	for _, l := range links {
		if l.Kind != KindURL && l.Kind != KindDOI {
			continue
		}
		if t := l.proposal(); t != "" {
			first = append(first, bareKey(t))
			if l.Kind == KindURL && l.ID != "" {
				bySelf[bareKey(DOITarget(l.ID))] = true
			}
		}
		if l.Target != "" {
			all = append(all, bareKey(l.Target))
		}
		for _, r := range l.Repairs {
			all = append(all, bareKey(r.Target))
		}
	}
	slices.Sort(first)
	first = slices.Compact(first)
	want := s.wanted()
	if c.name == "doi_vectors" { // these tell nothing of URLs
		first = slices.DeleteFunc(first, func(k string) bool { return !strings.HasPrefix(k, "doi.org/") })
		for k := range bySelf {
			first = append(first, k)
		}
		bySelf = nil
	}
	if s.Repair == "impossible" {
		if len(first) > 0 && len(want) == 0 {
			c.invents++
		}
	}
	rest := slices.DeleteFunc(slices.Clone(want), func(k string) bool { return bySelf[k] && !slices.Contains(first, k) })
	if slices.Equal(first, rest) {
		c.exact++
	} else {
		c.wrong = append(c.wrong, fmt.Sprintf("%s: %q\n      got  %q\n      want %q", s.ID, s.text(), first, want))
	}
	missing := slices.ContainsFunc(want, func(k string) bool { return !slices.Contains(all, k) && !bySelf[k] })
	if !missing {
		c.among++
	}
}

func (c *tally) report(t *testing.T) {
	if c.n == 0 {
		return
	}
	t.Logf("%-34s %5d  exact %6.2f %%  among %6.2f %%  invented %d", c.name, c.n, 100*float64(c.exact)/float64(c.n), 100*float64(c.among)/float64(c.n), c.invents)
	if testing.Verbose() && os.Getenv("CORPUS_DETAIL") == c.name {
		t.Log("\n" + strings.Join(c.wrong, "\n"))
	}
}

func specimens(t *testing.T, path string) []specimen {
	f, err := os.Open(path)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []specimen
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var s specimen
		if err := json.Unmarshal(sc.Bytes(), &s); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		out = append(out, s)
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestCorpus measures; it judges nothing. Run it as
//
//	go test ./refs -run TestCorpus -corpora DIR -v
//
// With CORPUS_DETAIL set to the name of a set, what is wrong in it is printed.
func TestCorpus(t *testing.T) {
	if *corpora == "" {
		t.Skip("no -corpora folder")
	}
	sets := []struct {
		path string
		hint Kind
		only func(s *specimen) bool
	}{
		{"references/anystyle_clean", "", nil},
		{"references/grobid_clean", "", nil},
		{"references/refextract", "", nil},
		{"references/anystyle_none", "", nil},
		{"references/crossref_none", "", nil},
		{"references/anystyle_damaged", "", nil},
		{"references/grobid_damaged", "", nil},
		{"references/crossref_deposited", "", nil},
		{"references/refextract_pdf_annotation_links", KindURL, func(s *specimen) bool { s.URLs = []string{s.URL}; return s.DOI != "" || s.URL != "" }},
		{"matching/glutton_wrapped_dois", "", nil},
		{"matching/glutton_start_lost_dois", "", nil},
		{"doi-repair/opencitations_invalid_to_valid", KindDOI, func(s *specimen) bool { s.DOIs = []string{s.Expected.(string)}; return true }},
		{"doi-repair/damage_vectors", "", nil},
		{"doi-repair/doi_vectors", "", func(s *specimen) bool { return s.Policy == "" }},
		{"url-vectors/gfm_autolink", "", expectedURLs},
		{"url-vectors/twitter_extract", "", func(s *specimen) bool { return s.Policy == "core" && expectedURLs(s) }},
		{"url-vectors/linkify_links", "", func(s *specimen) bool {
			if s.First != nil {
				s.URLs = []string{*s.First}
			}
			return s.Kind == "scheme" || s.Kind == "www"
		}},
	}
	for _, set := range sets {
		c := tally{name: filepath.Base(set.path)}
		for _, s := range specimens(t, filepath.Join(*corpora, set.path+".jsonl")) {
			if set.only != nil && !set.only(&s) {
				continue
			}
			if s.DOI != "" && len(s.URLs) == 1 {
				s.URLs, s.DOIs = nil, []string{s.DOI}
			}
			p := &passage{text: s.text(), hint: set.hint}
			c.judge(s, findLinks(p, !strings.HasPrefix(set.path, "url-")), set.hint)
		}
		c.report(t)
	}
	measureCited(t, *corpora)
	measureJATS(t, filepath.Join(*corpora, "jats"))
	measureBib(t, filepath.Join(*corpora, "bib"))
}

func expectedURLs(s *specimen) bool {
	list, _ := s.Expected.([]any)
	for _, u := range list {
		s.URLs = append(s.URLs, u.(string))
	}
	return true
}

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
	Op         string   `json:"op"`
	Set        string   `json:"set"`
	Note       string   `json:"note"`
	Deproxied  *string  `json:"deproxied"`
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
// right, and those whose right targets are among the candidates. Those in doubt,
// whose damage is ambiguous or beyond repair, are asked for candidates only.
type tally struct {
	name                     string
	n, exact, among, invents int
	doubt, doubtExact        int
	wrong                    []string
}

// required are the percentages that a corpus must reach: of specimens exactly
// right, and of those with the right target among the candidates; nothing may be
// invented in any. A corpus without is measured only.
var required = map[string]struct{ exact, among float64 }{
	"anystyle_clean": {99, 0}, "grobid_clean": {99, 0}, "refextract": {99, 0}, "anystyle_none": {99.9, 0}, "crossref_none": {99.9, 0},
	"anystyle_damaged": {92, 97}, "grobid_damaged": {92, 97}, "crossref_deposited": {98, 97}, "refextract_pdf_annotation_links": {100, 0},
	"glutton_wrapped_dois": {90, 97}, "glutton_start_lost_dois": {100, 0},
	"opencitations_invalid_to_valid": {92, 0}, "damage_vectors": {95, 0}, "doi_vectors": {98, 0},
	"gfm_autolink": {97, 0}, "twitter_extract": {97, 0}, "linkify_links": {97, 0}, "linkify_not_links": {97, 0}, "xurls": {97, 0}, "deproxy": {97, 0},
	"internetarchive_checkifdead": {97, 0}, "jats": {100, 100}, "bib": {100, 100}, "seed": {100, 100},
}

func (c *tally) judge(s specimen, links []Link, hint Kind) {
	c.n++
	doubt := s.Repair == "ambiguous" || s.Repair == "impossible"
	if doubt {
		c.doubt++
	}
	var first, all []string
	bySelf := map[string]bool{} // DOIs that a publisher's URL carries
	for _, l := range links {
		if !isLocator(l) {
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
	if strings.HasSuffix(c.name, "_none") && slices.ContainsFunc(links, isLocator) || strings.HasPrefix(c.name, "glutton_start_lost") && !truncated(links) {
		rest = append(rest, "nothing")
	}
	if slices.Equal(first, rest) {
		c.exact++
		if doubt {
			c.doubtExact++
		}
	} else {
		c.wrong = append(c.wrong, fmt.Sprintf("%s: %q\n      got  %q\n      want %q", s.ID, s.text(), first, want))
	}
	missing := slices.ContainsFunc(want, func(k string) bool { return !slices.Contains(all, k) && !bySelf[k] })
	if !missing {
		c.among++
	}
}

// isLocator tells whether a link is of the kinds that the corpora know.
func isLocator(l Link) bool { return l.Kind == KindURL || l.Kind == KindDOI }

// truncated tells whether a link is reported whose start is lost.
func truncated(links []Link) bool {
	return slices.ContainsFunc(links, func(l Link) bool {
		return slices.ContainsFunc(l.Defects, func(d Defect) bool { return d.Code == TruncatedHead })
	})
}

func (c *tally) report(t *testing.T) {
	if c.n == 0 {
		return
	}
	exact, among := 100.0, 100*float64(c.among)/float64(c.n)
	sure, right := c.n, c.exact
	if must := required[c.name]; must.among > 0 && c.doubt < c.n {
		sure, right = c.n-c.doubt, c.exact-c.doubtExact
	}
	exact = 100 * float64(right) / float64(sure)
	must, verdict := required[c.name], ""
	if exact < must.exact || among < must.among || c.invents > 0 {
		verdict = "  SHORT"
	}
	t.Logf("%-32s %5d  exact %6.2f %% (must %4.1f)  among %6.2f %% (must %2.0f)  invented %d%s", c.name, c.n, exact, must.exact, among, must.among, c.invents, verdict)
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
	measureURLVectors(t, filepath.Join(*corpora, "url-vectors"))
	measureSeed(t, filepath.Join(*corpora, "seed-gold"))
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

package refs

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// An articleSpecimen tells what is in an article in JATS.
type articleSpecimen struct {
	File       string `json:"file"`
	Title      string `json:"article_title"`
	References []struct {
		ID     string   `json:"id"`
		DOIs   []string `json:"dois"`
		URLs   []string `json:"urls"`
		PMIDs  []string `json:"pmids"`
		PMCIDs []string `json:"pmcids"`
	} `json:"references"`
	Links []string `json:"all_ext_links"`
}

// A fragmentSpecimen is a list of references in JATS with what it says.
type fragmentSpecimen struct {
	ID       string `json:"id"`
	XML      string `json:"xml"`
	Expected []struct {
		ID  string `json:"id"`
		DOI string `json:"doi"`
		URI string `json:"uri"`
	} `json:"expected"`
}

// measureJATS counts the references of a corpus whose links are exactly those
// wanted, and the hyperlinks of its articles that come out.
func measureJATS(t *testing.T, dir string) {
	c := tally{name: "jats"}
	paths, _ := filepath.Glob(filepath.Join(dir, "*.expected.json"))
	for _, path := range paths {
		c.judgeArticle(t, dir, path)
	}
	for _, raw := range rawLines(t, filepath.Join(dir, "elife_reference_fragments.jsonl")) {
		var s fragmentSpecimen
		if err := json.Unmarshal(raw, &s); err != nil {
			t.Fatal(err)
		}
		byLabel := c.readJATS(t, s.ID, s.XML)
		for _, e := range s.Expected {
			want := specimen{ID: s.ID + " " + e.ID}
			if e.DOI != "" {
				want.DOIs = []string{e.DOI}
			}
			if e.URI != "" {
				want.URLs = []string{e.URI}
			}
			c.judge(want, byLabel[e.ID], "")
		}
	}
	c.report(t)
}

func (c *tally) judgeArticle(t *testing.T, dir, path string) {
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var s articleSpecimen
	if err := json.Unmarshal(raw, &s); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, s.File))
	if err != nil {
		t.Fatal(err)
	}
	byLabel := c.readJATS(t, s.File, string(text))
	if len(byLabel) == 0 {
		t.Errorf("%s: no references", s.File)
	}
	for _, r := range s.References {
		links, ok := byLabel[r.ID]
		if !ok {
			t.Errorf("%s: no reference %s", s.File, r.ID)
		}
		c.judge(specimen{ID: s.File + " " + r.ID, DOIs: r.DOIs, URLs: r.URLs}, links, "")
		for _, id := range slices.Concat(r.PMIDs, r.PMCIDs) {
			digits := strings.TrimPrefix(id, "PMC")
			if !slices.ContainsFunc(links, func(l Link) bool { return strings.TrimPrefix(l.ID, "PMC") == digits }) {
				t.Errorf("%s: %s has no link %s", s.File, r.ID, id)
			}
		}
	}
	all := map[string]bool{}
	for _, links := range byLabel {
		for _, l := range links {
			all[bareKey(l.proposal())] = true
		}
	}
	for _, u := range s.Links {
		target, err := ParseTarget(u)
		if err != nil || !all[bareKey(target)] {
			t.Errorf("%s: %s does not come out", s.File, u)
		}
	}
}

// readJATS gives the links of the references of a document by label.
func (c *tally) readJATS(t *testing.T, name, text string) map[string][]Link {
	doc, err := Read(name+".xml", []byte(text), Options{})
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	if doc.Format != FormatJATS {
		t.Errorf("%s looks like %s", name, doc.Format)
	}
	byLabel := map[string][]Link{}
	for _, r := range doc.References {
		byLabel[r.Label] = append(byLabel[r.Label], r.Links...)
	}
	return byLabel
}

func rawLines(t *testing.T, path string) (lines [][]byte) {
	raw, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		if strings.TrimSpace(line) != "" {
			lines = append(lines, []byte(line))
		}
	}
	return lines
}

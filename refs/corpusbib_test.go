package refs

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// measureBib counts the entries of a corpus of BibTeX whose links are exactly
// those that its expected_locators.json tells: of each file, of each key, the
// fields that may hold some. Beside a file there may be what another program
// makes of it, in CSL-JSON: titles, authors and years must be the same.
func measureBib(t *testing.T, dir string) {
	c := tally{name: "bib"}
	raw, err := os.ReadFile(filepath.Join(dir, "expected_locators.json"))
	if os.IsNotExist(err) {
		return
	}
	var expected map[string]map[string]map[string]any
	if err == nil {
		err = json.Unmarshal(raw, &expected)
	}
	if err != nil {
		t.Fatal(err)
	}
	paths, _ := filepath.Glob(filepath.Join(dir, "*.bib"))
	byLabel := map[string]Reference{}
	for _, path := range paths {
		for _, r := range readFile(t, path, FormatBibTeX) {
			name := filepath.Base(path)
			byLabel[r.Label] = r
			fields, told := expected[name][r.Label]
			delete(expected[name], r.Label)
			if !told { // nothing is to be found
				c.judge(specimen{ID: name + " " + r.Label, Text: r.Text}, r.Links, "")
				continue
			}
			c.judgeEntry(t, name, r, fields)
		}
	}
	for name, entries := range expected {
		for key := range entries {
			t.Errorf("%s: no entry %s", name, key)
		}
	}
	c.report(t)
	c = tally{name: "bib_csl"}
	paths, _ = filepath.Glob(filepath.Join(dir, "*csl*.json"))
	for _, path := range paths {
		for _, r := range readFile(t, path, FormatCSL) {
			if b, ok := byLabel[r.Label]; ok {
				c.compare(r, b)
			}
		}
	}
	c.report(t)
}

func readFile(t *testing.T, path string, want Format) []Reference {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Read(path, data, Options{})
	if err != nil || doc.Format != want {
		t.Errorf("%s: %s, %v", path, doc.Format, err)
	}
	return doc.References
}

// judgeEntry judges an entry by its fields: doi and url are what they say, in
// the others stand addresses and DOIs as words of their own.
func (c *tally) judgeEntry(t *testing.T, name string, r Reference, fields map[string]any) {
	s := specimen{ID: name + " " + r.Label, Text: r.Text}
	for field, value := range fields {
		v := strings.TrimSpace(fmt.Sprint(value))
		switch field = strings.ToLower(field); field {
		case "type", "title", "note", "howpublished", "url", "doi":
		default: // identifiers
			if bibLinks[field] != "" && !slices.ContainsFunc(r.Links, func(l Link) bool { return l.ID != "" && strings.Contains(v, l.ID) }) {
				t.Errorf("%s: no link of %s = %s", s.ID, field, v)
			}
			continue
		}
		if field == "title" && v != r.Title {
			t.Errorf("%s: title %q, want %q", s.ID, r.Title, v)
		}
		for _, word := range strings.FieldsFunc(v, func(r rune) bool { return strings.ContainsRune(" {}\"\\", r) }) {
			word = strings.Trim(word, ".,;()<>")
			switch i := doiStart(word); {
			case i >= 0:
				s.DOIs = append(s.DOIs, word[i:])
			case strings.Contains(word, "://") || field == "url":
				s.URLs = append(s.URLs, word)
			}
		}
	}
	c.judge(s, r.Links, "")
}

// compare counts references that say the same of a work.
func (c *tally) compare(got, want Reference) {
	c.n++
	same := func(a, b string) bool { return strings.EqualFold(strings.Trim(a, "."), strings.Trim(b, ".")) }
	if same(got.Title, want.Title) && slices.EqualFunc(got.Authors, want.Authors, same) && got.Year == want.Year {
		c.exact++
		c.among++
		return
	}
	c.wrong = append(c.wrong, fmt.Sprintf("%s: %q %q %d, want %q %q %d", got.Label, got.Title, got.Authors, got.Year, want.Title, want.Authors, want.Year))
}

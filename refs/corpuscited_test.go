package refs

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// measureCited prints how many titles and first authors are told right, wrong
// or not at all from the texts of all references in dir that tell theirs.
func measureCited(t *testing.T, dir string) {
	paths, err := filepath.Glob(filepath.Join(dir, "*", "*.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		var titles, authors citedTally
		for _, s := range specimens(t, path) {
			if s.text() == "" || s.Title == nil && s.Author == nil {
				continue
			}
			text := fold(s.text())
			names, title := cited(text, accessNote(text))
			if s.Title != nil {
				titles.judge(s.ID, text, title, *s.Title, func(got, want string) bool { return got == want })
			}
			if s.Author != nil {
				authors.judge(s.ID, text, first(names), *s.Author, strings.Contains)
			}
		}
		titles.report(t, filepath.Base(path)+" titles")
		authors.report(t, filepath.Base(path)+" authors")
	}
	measureGold(t, dir)
}

// measureGold does the same for references that were labelled by hand, in the
// files *_expected.json.
func measureGold(t *testing.T, dir string) {
	paths, err := filepath.Glob(filepath.Join(dir, "*", "*_expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var gold struct {
			References []struct {
				N     int
				Text  string
				Title *string
			}
		}
		if err := json.Unmarshal(data, &gold); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		var titles citedTally
		for _, r := range gold.References {
			if r.Title == nil {
				continue
			}
			text := fold(strings.TrimPrefix(r.Text, fmt.Sprintf("%d. ", r.N)))
			_, title := cited(text, accessNote(text))
			titles.judge(fmt.Sprint(r.N), text, title, *r.Title, func(got, want string) bool { return got == want })
		}
		titles.report(t, filepath.Base(path)+" titles")
	}
}

func first(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// A citedTally counts what is told of titles or authors. What holds the wanted
// one is counted apart: titles of databases are often cut off at the first
// italics.
type citedTally struct {
	n, right, part, none int
	wrong                []string
}

func (c *citedTally) judge(id, text, got, want string, same func(got, want string) bool) {
	a, b := letterKey(got), letterKey(want)
	if b == "" {
		return
	}
	c.n++
	switch {
	case a == "":
		c.none++
		c.wrong = append(c.wrong, fmt.Sprintf("%s: %q\n      none; want %q", id, text, want))
		return
	case same(a, b):
		c.right++
		return
	case strings.Contains(a, b):
		c.part++
	}
	c.wrong = append(c.wrong, fmt.Sprintf("%s: %q\n      got  %q\n      want %q", id, text, got, want))
}

func (c *citedTally) report(t *testing.T, name string) {
	if c.n == 0 {
		return
	}
	given := c.n - c.none
	t.Logf("%-40s %5d  given %6.2f %%  of these right %6.2f %%, more %6.2f %%", name, c.n, share(given, c.n), share(c.right, given), share(c.part, given))
	if os.Getenv("CORPUS_DETAIL") == name {
		t.Log("\n" + strings.Join(c.wrong, "\n"))
	}
}

func share(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }

// letterKey gives the letters and digits of s, without case and accents.
func letterKey(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKD.String(s))
}

// TestLetterKey holds that a hyphen at the end of a line makes no difference.
func TestLetterKey(t *testing.T) {
	if a, b := letterKey("On Séiche- watching: “a view”."), letterKey("on seichewatching a view"); a != b {
		t.Errorf("%q, %q", a, b)
	}
}

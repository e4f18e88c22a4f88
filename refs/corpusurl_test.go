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

// measureURLVectors measures the vectors of other finders of links whose lines
// have fields of their own.
func measureURLVectors(t *testing.T, dir string) {
	for name, judge := range map[string]func(c *tally, s specimen){
		"linkify_not_links": (*tally).judgeNoLink, "xurls": (*tally).judgeFirst,
		"deproxy": (*tally).judgeProxy, "internetarchive_checkifdead": (*tally).judgeForm,
	} {
		c := tally{name: name}
		for _, s := range specimens(t, filepath.Join(dir, name+".jsonl")) {
			judge(&c, s)
		}
		c.report(t)
	}
}

// is counts a specimen.
func (c *tally) is(right bool, s specimen, got, want any) {
	c.n++
	if right {
		c.exact++
		c.among++
		return
	}
	c.wrong = append(c.wrong, fmt.Sprintf("%s: %q\n      got  %q\n      want %q", s.ID, s.text(), got, want))
}

// judgeNoLink wants nothing that could be followed; what has a scheme may be
// told as unusable.
func (c *tally) judgeNoLink(s specimen) {
	links := findLinks(&passage{text: s.Input}, false)
	c.is(!slices.ContainsFunc(links, func(l Link) bool {
		return l.proposal() != "" && l.Kind == KindURL && !strings.HasPrefix(string(l.Target), "mailto:")
	}), s, lines(links), nil)
}

// judgeFirst judges lines in which all finders of links agree: those whose link
// has a scheme of the Web, or "www.", or that have none, and no mark at its end
// or in it that some count in and others do not.
func (c *tally) judgeFirst(s specimen) {
	want := ""
	if s.First != nil {
		want = *s.First
	}
	web := foldPrefix(want, "http://") || foldPrefix(want, "https://") || foldPrefix(want, "www.") || foldPrefix(want, "ftp://")
	disputed := strings.HasSuffix(want, "_") || strings.HasSuffix(want, "–") || strings.Contains(s.Input, "|") || strings.Contains(s.Input, ":// ")
	if want != "" && !web || disputed || s.Set == "StrictMatchingScheme" {
		return
	}
	links := findLinks(&passage{text: s.Input}, false)
	if want == "" {
		c.is(!slices.ContainsFunc(links, func(l Link) bool { return l.proposal() != "" }), s, lines(links), nil)
		return
	}
	target, err := ParseTarget(withScheme(want))
	right := len(links) > 0 && (links[0].Written == want || err == nil && bareKey(links[0].proposal()) == bareKey(target))
	c.is(right || err != nil && len(links) == 0, s, lines(links), want)
}

// judgeProxy wants the address behind a library's proxy, or the DOI in it where
// the host does not tell.
func (c *tally) judgeProxy(s specimen) {
	l := diagnose(KindURL, s.Input, 0)
	if s.Deproxied == nil {
		c.is(l.ID != "" && strings.Contains(s.Note, l.ID), s, l.line(), s.Note)
		return
	}
	want, err := ParseTarget(*s.Deproxied)
	got := l.proposal()
	if u, _ := unproxied(got); u != "" {
		got = u
	}
	c.is(err == nil && got == want, s, l.line(), want)
}

// judgeForm wants the form of an address in which it is compared or asked for.
func (c *tally) judgeForm(s specimen) {
	l := diagnose(KindURL, s.Input, 0)
	got, want := string(l.proposal()), s.Expected.(string)
	got, _, _ = strings.Cut(got, "#")
	if s.Op == "identity-key" {
		target, _ := ParseTarget("http://" + want)
		got, want = bareKey(Target(got)), bareKey(target)
	}
	c.is(got == want, s, got, want)
}

// measureSeed measures the hand-labelled list that the project began with: each
// locator of each reference, and when it was looked at.
func measureSeed(t *testing.T, dir string) {
	raw, err := os.ReadFile(filepath.Join(dir, "seed_000_expected.json"))
	if os.IsNotExist(err) {
		return
	}
	var gold struct {
		References []struct {
			N        int
			Text     string
			Accessed string
			Locators []struct{ Kind, Raw, Status, Repaired string }
		}
		Others []string `json:"not_references"`
	}
	if err != nil || json.Unmarshal(raw, &gold) != nil {
		t.Fatal("the expected answers cannot be read: ", err)
	}
	texts, _ := filepath.Glob(filepath.Join(dir, "*.txt"))
	c := tally{name: "seed"}
	for _, path := range texts {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := Read(path, data, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var listed []Reference
		for _, r := range doc.References {
			if r.Listed {
				listed = append(listed, r)
			}
		}
		c.is(len(listed) == len(gold.References), specimen{ID: path}, len(listed), len(gold.References))
		for i, want := range gold.References[:min(len(listed), len(gold.References))] {
			got := listed[i]
			s := specimen{ID: fmt.Sprint(want.N), Text: want.Text}
			c.is(got.Label == fmt.Sprint(want.N) && got.Accessed == want.Accessed, s, got.Label+" "+got.Accessed, want.Accessed)
			c.is(len(got.Links) == len(want.Locators), s, lines(got.Links), want.Locators)
			for k, w := range want.Locators[:min(len(got.Links), len(want.Locators))] {
				l := got.Links[k]
				defect := map[string]string{"empty": MissingURL, "start-lost": TruncatedHead}[w.Status]
				right := l.Written == w.Raw && string(l.Kind) == w.Kind && (defect == "" || len(l.Defects) == 1 && l.Defects[0].Code == defect)
				if w.Repaired != "" {
					right = right && l.proposal().Key() == DOITarget(w.Repaired).Key()
				} else {
					right = right && l.proposal() == "" && len(l.Repairs) == 0
				}
				c.is(right, s, l.line(), w)
			}
		}
		for _, other := range gold.Others {
			c.is(!slices.ContainsFunc(listed, func(r Reference) bool { return strings.Contains(r.Text, other) }), specimen{ID: other}, "in a reference", nil)
		}
	}
	c.report(t)
}

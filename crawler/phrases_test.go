package crawler

import "testing"

// Every phrase is found wherever it stands, and no part of one.
func TestPhrases(t *testing.T) {
	for _, p := range []*phrases{missingWords, excuses, gateWords, noticeWords, parkingMarks} {
		for _, all := range p.byStart {
			for _, phrase := range all {
				if !p.anyIn(phrase) || !p.anyIn("xy"+phrase) || !p.anyIn(phrase+"z") {
					t.Errorf("%q is not found", phrase)
				}
			}
		}
	}
	few := newPhrases("gone", "går")
	for _, text := range []string{"", "g", "go", "gon", "g-one", "Gone", "gå", "gar", "ggone"[:4]} {
		if few.anyIn(text) {
			t.Errorf("something is found in %q", text)
		}
	}
}

func TestIndexBy(t *testing.T) {
	for page, want := range map[string]int{
		"": -1, "1": -1, "<h": -1, "h1": -1, "<h1": 0, "<h1>": 0, "a<h1<h1": 1, "1<h1": 1, "11<h2<H1<h1": 8, "<h1"[:2]: -1, "1<h": -1,
	} {
		if got := indexBy([]byte(page), "<h1", '1'); got != want {
			t.Errorf("%q: %d, want %d", page, got, want)
		}
	}
}

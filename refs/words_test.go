package refs

import "testing"

func TestWordTable(t *testing.T) {
	table := newWordTable([]string{"doi:", "doi.org/", "№", " p. "})
	for text, want := range map[string]bool{
		"":                   false,
		"do":                 false,
		"doi":                false,
		"doi:":               true,
		"doi.org":            false,
		"see doi.org/10.1/a": true,
		"a doi or a doi:":    true,
		"Tides № 3":          true,
		"at the end №":       true,
		"p. 5":               false,
		"Tides, p. 5":        true,
	} {
		if got := table.in(text); got != want {
			t.Errorf("a word stands in %q: %v, want %v", text, got, want)
		}
	}
}

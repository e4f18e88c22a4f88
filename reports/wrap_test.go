package reports

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// TestFolded holds that what tells of runs and of the past fits terminals, all but
// words that they would break, and loses nothing there.
func TestFolded(t *testing.T) {
	all := map[string]func(w io.Writer, width int) error{
		"a history": func(w io.Writer, width int) error {
			return WriteHistory(w, "text", "https://stations.example/list", remembering(), width)
		},
	}
	for i, c := range compared() {
		all[fmt.Sprint("comparison ", i)] = func(w io.Writer, width int) error { return WriteChanges(w, "text", c, width) }
	}
	for name, write := range all {
		var whole bytes.Buffer
		if err := write(&whole, 0); err != nil {
			t.Fatal(err)
		}
		for _, width := range []int{20, 44, 80, 120} {
			var text bytes.Buffer
			if err := write(&text, width); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(text.String()) {
				line = strings.TrimRight(line, "\n")
				if n := columns.StringWidth(line); n > max(width, leastWidth) && strings.Contains(strings.TrimSpace(line), " ") {
					t.Errorf("%s in %d columns has a line of %d: %q", name, width, n, line)
				}
			}
			for line := range strings.Lines(whole.String()) {
				if columns.StringWidth(line) < leastWidth-20 && !strings.Contains(text.String(), "\n"+line) && !strings.HasPrefix(text.String(), line) {
					t.Errorf("%s in %d columns breaks or moves the line %q:\n%s", name, width, line, &text)
				}
			}
			tabular := name == "a history" && width < spellsWidth
			if !tabular && !slices.Equal(strings.Fields(text.String()), strings.Fields(whole.String())) {
				t.Errorf("%s in %d columns says\n%s\nand not\n%s", name, width, &text, &whole)
			}
		}
	}
}

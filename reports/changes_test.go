package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/refmend/refmend/audit"
)

// compared is the report of many links, and an empty one, against each other.
func compared() []Comparison {
	all := []Comparison{
		{Before: &audit.Report{Run: audit.RunInfo{ID: "one", Complete: true}}, After: rich()},
		{Before: rich(), After: &audit.Report{Run: audit.RunInfo{ID: "two", Complete: true}}},
		{Before: rich(), After: rich()},
	}
	for i, c := range all {
		all[i].Changes = audit.Compare(c.Before, c.After)
	}
	return all
}

// Every link is in the list that it belongs in, and nothing of a hostile
// document gets through.
func TestWriteChanges(t *testing.T) {
	links := rich().Summary.Links
	for i, c := range compared() {
		var raw, text bytes.Buffer
		if err := WriteChanges(&raw, "json", c, 0); err != nil {
			t.Fatal(err)
		}
		if err := WriteChanges(&text, "text", c, 0); err != nil {
			t.Fatal(err)
		}
		var got differences
		if err := json.Unmarshal(raw.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		want := [3]int{}
		switch i {
		case 0:
			want[0] = links
		case 1:
			want[1] = links
		case 2:
			want[2] = rich().Summary.ByState[audit.Broken] + rich().Summary.ByState[audit.Damaged]
		}
		if have := [3]int{len(got.New), len(got.Gone), len(got.Still)}; have != want || len(got.Broke)+len(got.Fixed) > 0 {
			t.Errorf("comparison %d: %v new, gone and still broken, want %v", i, have, want)
		}
		if strings.ContainsAny(text.String()+raw.String(), "\x00\x1b\u202e") {
			t.Errorf("comparison %d has control characters", i)
		}
		full := errors.New("no space left")
		for _, format := range ChangesFormats {
			if err := WriteChanges(&fullDisk{room: 100, err: full}, format, c, 0); !errors.Is(err, full) {
				t.Errorf("comparison %d as %s, disk full: %v", i, format, err)
			}
		}
	}
	if err := WriteChanges(new(bytes.Buffer), "xml", compared()[0], 0); !errors.Is(err, ErrUnknownFormat) {
		t.Errorf("unknown format: %v", err)
	}
}

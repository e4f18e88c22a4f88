package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/refmend/refmend/audit"
)

// remembering is a target that was fine, changed hands and fails, with what
// a hostile page puts into its title.
func remembering() []Remembered {
	night := func(n int) time.Time { return time.Date(2026, 9, n, 22, 0, 0, 0, time.UTC) }
	m := audit.Memory{
		Outcome: audit.Outcome{
			Target: "https://stations.example/list", Verdict: audit.Verdict{State: audit.Broken, Reason: audit.ReasonNotFound},
			Evidence: audit.Evidence{Status: 404, CheckedAt: night(12)}, Metadata: audit.Metadata{Title: "\x1b[31mStations\nof tides"},
		},
		Past: audit.Past{
			FirstChecked: night(1), LastOK: night(9), FailingSince: night(10), Failures: 3, UsualMS: 120,
			Before: &audit.Identity{Owner: "stations.example", Title: "Gauges", To: night(5)},
			Spells: []audit.Spell{
				{State: audit.OK, Reason: audit.ReasonOK, Status: 200, From: night(1), To: night(9), Checks: 9},
				{State: audit.Unverified, Reason: audit.ReasonTimeout, From: night(10), To: night(11), Checks: 2},
				{State: audit.Broken, Reason: audit.ReasonNotFound, Status: 404, From: night(12), To: night(12), Checks: 1},
			},
		},
	}
	other := audit.Memory{Outcome: audit.Outcome{Target: m.Target, Vantage: "74dac8a2", Verdict: audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}, Evidence: audit.Evidence{Status: 200, CheckedAt: night(2)}}}
	return []Remembered{{m, audit.Verdict{State: audit.Unverified, Reason: audit.ReasonNotFound, Detail: "It is called broken later."}}, {other, other.Verdict}}
}

func TestWriteHistory(t *testing.T) {
	var text bytes.Buffer
	if err := WriteHistory(&text, "text", "https://stations.example/list", remembering(), 0); err != nil {
		t.Fatal(err)
	}
	compareGolden(t, "history.txt", text.String())

	var raw bytes.Buffer
	if err := WriteHistory(&raw, "json", "https://stations.example/list", remembering(), 0); err != nil {
		t.Fatal(err)
	}
	var got history
	if err := json.Unmarshal(raw.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Schema != historySchema || len(got.Seen) != 2 || got.Seen[0].Past.Failures != 3 || got.Seen[0].Reported.State != audit.Unverified || got.Seen[1].Vantage != "74dac8a2" || got.Seen[1].Metadata != nil {
		t.Errorf("JSON: %+v", got)
	}
	if strings.Contains(raw.String(), "\x1b") {
		t.Error("JSON has a control character")
	}
	if err := WriteHistory(&raw, "xml", "", nil, 0); !errors.Is(err, ErrUnknownFormat) {
		t.Errorf("unknown format: %v", err)
	}
	full := errors.New("no space left")
	for _, format := range HistoryFormats {
		if err := WriteHistory(&fullDisk{room: 10, err: full}, format, "https://stations.example/list", remembering(), 0); !errors.Is(err, full) {
			t.Errorf("%s, disk full: %v", format, err)
		}
	}
}

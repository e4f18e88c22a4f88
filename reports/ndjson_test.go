package reports

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
)

// readNDJSON makes a report of the lines, in whatever order the links stand.
func readNDJSON(t testing.TB, text string) *audit.Report {
	t.Helper()
	r := &audit.Report{}
	documents := map[string]int{}
	for line := range strings.Lines(text) {
		var head struct {
			Type, Document string
			Reference      int
		}
		if err := json.Unmarshal([]byte(line), &head); err != nil {
			t.Fatal(err)
		}
		into := func(v any) {
			if err := json.Unmarshal([]byte(line), v); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
		}
		document := func() *audit.Document {
			i, ok := documents[head.Document]
			if !ok {
				t.Fatalf("%s: the document does not stand before", line)
			}
			return &r.Documents[i]
		}
		switch head.Type {
		case "run":
			var run runLine
			into(&run)
			r.Schema, r.Tool, r.Run = run.Schema, run.Tool, audit.RunInfo{ID: run.ID, Started: run.Started, Offline: run.Offline}
		case "document":
			var d documentLine
			into(&d)
			documents[d.Path] = len(r.Documents)
			r.Documents = append(r.Documents, d.Document)
		case "reference":
			var ref referenceLine
			into(&ref)
			d := document()
			d.References = append(d.References, ref.Reference)
			if ref.Number != len(d.References) {
				t.Errorf("reference %d is number %d", len(d.References), ref.Number)
			}
		case "link":
			var l linkLine
			into(&l)
			ref := &document().References[l.Reference-1]
			ref.Links = append(ref.Links, make([]audit.Link, max(0, l.Number-len(ref.Links)))...)
			if ref.Links[l.Number-1].Kind != "" || l.Label != ref.Label {
				t.Errorf("%s: another link stands there, or the reference has another label", line)
			}
			ref.Links[l.Number-1] = l.Link
		case "summary":
			var s summaryLine
			into(&s)
			r.Summary, r.Run.Finished, r.Run.Complete, r.Run.Network, r.Run.Warnings = s.Summary, s.Finished, s.Complete, s.Network, s.Warnings
		default:
			t.Errorf("a line of type %q", head.Type)
		}
	}
	return r
}

// The lines hold what the JSON report holds.
func TestNDJSONIsTheReport(t *testing.T) {
	down := func() *audit.Report {
		r := offline()
		r.Run.Network, r.Run.Complete = "The network here seems down.", false
		return r
	}
	for name, make := range map[string]func() *audit.Report{"rich": rich, "empty": empty, "cut short": cutShort, "elsewhere": elsewhere, "network down": down} {
		out := render(t, "ndjson", make(), Options{})
		var want audit.Report // as it is read back: bytes that are not UTF-8 become U+FFFD
		if err := json.Unmarshal([]byte(render(t, "json", make(), Options{})), &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(render(t, "json", &want, Options{}), render(t, "json", readNDJSON(t, out), Options{})); diff != "" {
			t.Errorf("%s (-JSON +NDJSON):\n%s", name, diff)
		}
		lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
		if !strings.HasPrefix(lines[0], `{"type":"run"`) || !strings.HasPrefix(lines[len(lines)-1], `{"type":"summary"`) {
			t.Errorf("%s begins with %s and ends with %s", name, lines[0], lines[len(lines)-1])
		}
	}
}

package reports

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// valid wants a JSON text to be valid against a schema.
func valid(t testing.TB, schema *jsonschema.Schema, text string) {
	t.Helper()
	v, err := unmarshalJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(v); err != nil {
		t.Error(err)
	}
}

func unmarshalJSON(text string) (any, error) {
	return jsonschema.UnmarshalJSON(strings.NewReader(text))
}

func compileSchema(t testing.TB, data []byte) *jsonschema.Schema {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("urn:schema", v); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("urn:schema")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSarifIsValid(t *testing.T) {
	data, err := os.ReadFile("testdata/schemas/sarif-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	schema := compileSchema(t, data)
	for name, make := range reportsToRender {
		t.Run(name, func(t *testing.T) { valid(t, schema, render(t, "sarif", make(), Options{})) })
	}
	if err := schema.Validate(map[string]any{"version": "2.1.0"}); err == nil {
		t.Error("a log without runs is valid")
	}
}

// A sarifLog is what the tests read back.
type sarifLog struct {
	Runs []struct {
		Tool struct {
			Driver struct{ Rules []sarifRule }
		}
		Invocations []sarifInvocation
		Artifacts   []struct{ Location sarifPlace }
		Results     []sarifResult
	}
}

func readSarif(t testing.TB, r *audit.Report) sarifLog {
	t.Helper()
	var log sarifLog
	if err := json.Unmarshal([]byte(render(t, "sarif", r, Options{})), &log); err != nil {
		t.Fatal(err)
	}
	return log
}

// Every result names its rule, and fingerprints tell all results apart.
func TestSarifRules(t *testing.T) {
	run := readSarif(t, rich()).Runs[0]
	seen := map[string]bool{}
	for _, res := range run.Results {
		if res.Index != nil && run.Tool.Driver.Rules[*res.Index].ID != res.Rule {
			t.Errorf("%s has the index of %s", res.Rule, run.Tool.Driver.Rules[*res.Index].ID)
		}
		print := res.Prints["referenceLink/v1"]
		if seen[print] || print == "" {
			t.Errorf("fingerprint %q occurs twice", print)
		}
		seen[print] = true
	}
	known := map[string]bool{}
	for _, rule := range run.Tool.Driver.Rules {
		if known[rule.ID] || rule.Help.Text == "" || rule.Default["level"] == "none" {
			t.Errorf("rule %+v", rule)
		}
		known[rule.ID] = true
	}
}

// Fingerprints stay the same when lines are moved, and links that are alike
// have one each.
func TestSarifFingerprintsSurvive(t *testing.T) {
	prints := func(r *audit.Report) (all []string) {
		for _, res := range readSarif(t, r).Runs[0].Results {
			all = append(all, res.Prints["referenceLink/v1"])
		}
		return all
	}
	one := rich()
	before := prints(one)
	for d := range one.Documents {
		for i := range one.Documents[d].References {
			ref := &one.Documents[d].References[i]
			ref.Line += 7
			ref.Text = " " + strings.ReplaceAll(ref.Text, " ", "\n ")
			for k := range ref.Links {
				l := &ref.Links[k]
				if l.Line > 0 && l.Offset != nil {
					l.Line, l.Offset = l.Line+7, ptr(*l.Offset+700)
				}
			}
		}
	}
	if after := prints(one); strings.Join(before, "\n") != strings.Join(after, "\n") {
		t.Errorf("moved lines have other fingerprints:\n%q\n%q", before, after)
	}
	twin := offline()
	refs := twin.Documents[0].References
	twin.Documents[0].References = append(refs, refs[len(refs)-1])
	all := prints(twin)
	if a, b := all[len(all)-2], all[len(all)-1]; a == b || strings.TrimSuffix(a, ":1") != strings.TrimSuffix(b, ":2") {
		t.Errorf("two alike have %q and %q", a, b)
	}
}

// Beyond what services take the least grave results are left out, and it is
// said how many.
func TestSarifLimit(t *testing.T) {
	r := many(maxSarifResults + 7)
	last := &r.Documents[0].References[maxSarifResults+6].Links[0]
	last.Verdict = audit.Verdict{State: audit.Broken, Reason: audit.ReasonGone}
	r.Documents[0].References[0].Links[0].Verdict = audit.Verdict{State: audit.Unverified, Reason: audit.ReasonTimeout}
	run := readSarif(t, r).Runs[0]
	if len(run.Results) != maxSarifResults {
		t.Errorf("%d results", len(run.Results))
	}
	gone := false
	for _, res := range run.Results {
		gone = gone || res.Rule == "gone"
		if res.Rule == "timeout" {
			t.Error("the least grave result was kept")
		}
	}
	if n := run.Invocations[0].Notifications; !gone || len(n) != 1 || !strings.Contains(n[0].Message.Text, "7 findings") {
		t.Errorf("the worst is there: %v; %+v", gone, n)
	}
}

func TestURI(t *testing.T) {
	for path, want := range map[string]struct {
		uri      string
		relative bool
	}{
		"paper.md":                   {"paper.md", true},
		"./docs/a b.md":              {"docs/a%20b.md", true},
		"../x.md":                    {"../x.md", true},
		"a:b/c?d#e%20":               {"a%3Ab/c%3Fd%23e%2520", true},
		"сети/\xff.md":               {"%D1%81%D0%B5%D1%82%D0%B8/%FF.md", true},
		"/tmp/a b":                   {"file:///tmp/a%20b", false},
		"https://a.org/б?c=d%20e#f":  {"https://a.org/%D0%B1?c=d%20e#f", false},
		"HTTP://a.org/<x>\x1b[1m":    {"HTTP://a.org/%3Cx%3E%1B[1m", false},
		"-":                          {"", false},
		"x\x1b[1m::error::.bib":      {"x%1B%5B1m%3A%3Aerror%3A%3A.bib", true},
		"notes/http://not.the.web/x": {"notes/http%3A//not.the.web/x", true},
	} {
		if got, relative := uri(path); got != want.uri || relative != want.relative {
			t.Errorf("uri(%q) = %q, %v; want %q, %v", path, got, relative, want.uri, want.relative)
		}
	}
}

// A fix is proposed only for bytes that are known, of a repair beyond doubt,
// that loses nothing and brings no markup.
func TestFix(t *testing.T) {
	link := func(change func(*audit.Document, *audit.Link)) audit.Finding {
		l := damaged(3, 9, refs.KindDOI, "10.5555/a–b", audit.ReasonWrongDash, "", audit.Repair{Target: "https://doi.org/10.5555/a-b", Rule: refs.WrongDash, Confidence: refs.Certain})
		d := &audit.Document{Path: "a.bib", Format: refs.FormatBibTeX}
		change(d, &l)
		return audit.Finding{Document: d, Reference: &audit.Reference{}, Link: &l}
	}
	for name, tt := range map[string]struct {
		change func(*audit.Document, *audit.Link)
		want   string
	}{
		"a bare DOI":       {func(*audit.Document, *audit.Link) {}, "10.5555/a-b"},
		"a resolver's URL": {func(_ *audit.Document, l *audit.Link) { l.Written = "http://dx.doi.org/10.5555/a–b" }, "https://doi.org/10.5555/a-b"},
		"verified":         {func(_ *audit.Document, l *audit.Link) { l.Repairs[0].Verified = ptr(true) }, "10.5555/a-b"},
		"refuted":          {func(_ *audit.Document, l *audit.Link) { l.Repairs[0].Verified = ptr(false) }, ""},
		"likely":           {func(_ *audit.Document, l *audit.Link) { l.Repairs[0].Confidence = refs.Likely }, ""},
		"not verbatim":     {func(_ *audit.Document, l *audit.Link) { l.Length = 0 }, ""},
		"on the web":       {func(d *audit.Document, _ *audit.Link) { d.Path = "https://a.org/a.bib" }, ""},
		"from a pipe":      {func(d *audit.Document, _ *audit.Link) { d.Path = "-" }, ""},
		"no address":       {func(_ *audit.Document, l *audit.Link) { l.Repairs[0].Target = "javascript:alert(1)" }, ""},
		"not damaged":      {func(_ *audit.Document, l *audit.Link) { l.Verdict.State = audit.Broken }, ""},
		"glued text": {func(_ *audit.Document, l *audit.Link) {
			l.Defects = append(l.Defects, audit.Defect{Code: refs.GluedText})
		}, ""},
		"markup": {func(_ *audit.Document, l *audit.Link) { l.Repairs[0].Target = "https://doi.org/10.5555/a_b" }, ""},
		"no markup in text": {func(d *audit.Document, l *audit.Link) {
			d.Format, l.Repairs[0].Target = refs.FormatText, "https://doi.org/10.5555/a_b"
		}, "10.5555/a_b"},
	} {
		if got := fix(link(tt.change)); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

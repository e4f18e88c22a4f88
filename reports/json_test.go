package reports

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
)

// The keys of refmend-report/1, by the path that leads to them. A report may
// leave keys out; it must not have others.
var schemaKeys = map[string]string{
	"":                                     "schema tool run summary documents",
	".tool":                                "name version",
	".run":                                 "id started finished complete offline",
	".summary":                             "documents references links targets requests from_cache by_state by_reason failing",
	".documents":                           "path format title error warnings references",
	".documents.references":                "label part page line text title authors year accessed language links",
	".documents.references.links":          "kind written field part page line column offset target id defects verdict evidence metadata repairs history",
	".documents.references.links.defects":  "code detail",
	".documents.references.links.verdict":  "state reason detail",
	".documents.references.links.evidence": "status final_url hops content_type elapsed_ms attempts checked_at cached provider error",
	".documents.references.links.evidence.hops":    "url status",
	".documents.references.links.metadata":         "title authors published container publisher language doi canonical type source notices",
	".documents.references.links.metadata.notices": "type date doi",
	".documents.references.links.repairs":          "target rule confidence verified why",
	".documents.references.links.history":          "first_checked last_ok failing_since failures change",
}

func TestJSONKeys(t *testing.T) {
	for name, make := range reportsToRender {
		var v any
		if err := json.Unmarshal([]byte(render(t, "json", make(), Options{})), &v); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		checkKeys(t, "", v)
	}
}

func checkKeys(t *testing.T, path string, v any) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			checkKeys(t, path, e)
		}
	case map[string]any:
		if path == ".summary.by_state" || path == ".summary.by_reason" {
			return
		}
		known := strings.Fields(schemaKeys[path])
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if !slices.Contains(known, k) {
				t.Errorf("key %s.%s is not of the schema", path, k)
			}
			if s, ok := v[k].(string); ok && s == "" && k != "text" && k != "written" && k != "version" {
				t.Errorf("%s.%s is empty and not left out", path, k)
			}
			checkKeys(t, path+"."+k, v[k])
		}
	}
}

// What is written piece by piece is what encoding/json gives for the whole,
// apart from escapes inside strings.
func TestJSONIsTheReport(t *testing.T) {
	for name, make := range reportsToRender {
		var whole bytes.Buffer
		e := json.NewEncoder(&quiet{&whole})
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(make()); err != nil {
			t.Fatal(err)
		}
		got := render(t, "json", make(), Options{})
		if diff := cmp.Diff(whole.String(), got); diff != "" {
			t.Errorf("%s (-encoding/json +got):\n%s", name, diff)
		}
		var back audit.Report
		if err := json.Unmarshal([]byte(got), &back); err != nil {
			t.Fatal(err)
		}
		// Bytes that are not UTF-8 come back as U+FFFD, so values are compared.
		var first, second any
		if err := json.Unmarshal([]byte(got), &first); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(render(t, "json", &back, Options{})), &second); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, second); diff != "" {
			t.Errorf("%s (-written +read back and written again):\n%s", name, diff)
		}
	}
}

// A report that is zero but for what it must have is an object with every
// member that programs look into.
func TestJSONOfZero(t *testing.T) {
	got := render(t, "json", &audit.Report{}, Options{})
	for _, want := range []string{`"documents": []`, `"by_state": {}`, `"by_reason": {}`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

func FuzzQuietJSON(f *testing.F) {
	for _, s := range []string{"", hostile, "\U000e0041\u009b\x7f", "##[", "##vso[", "<>&\u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var b bytes.Buffer
		e := newIndenter(&quiet{&b})
		if err := e.open([]string{s}, "", ""); err != nil {
			t.Fatal(err)
		}
		for _, l := range strings.Split(b.String(), "\n") {
			if what := armed(l); what != "" {
				t.Errorf("%q: %s in %q", s, what, l)
			}
		}
		plain, err := json.Marshal([]string{s})
		if err != nil {
			t.Fatal(err)
		}
		var got, want any
		if err := json.Unmarshal(b.Bytes(), &got); err != nil {
			t.Fatalf("%q: %v in %s", s, err, b.String())
		}
		if err := json.Unmarshal(plain, &want); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q became %q", want, got)
		}
	})
}

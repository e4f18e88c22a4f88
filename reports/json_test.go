package reports

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
)

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

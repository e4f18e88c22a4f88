package reports

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
)

// What is written is what is read back. Bytes that are not UTF-8 come back as
// U+FFFD.
func TestJSONReadBack(t *testing.T) {
	unwritten := cmp.FilterPath(func(p cmp.Path) bool {
		f, ok := p.Last().(cmp.StructField)
		return ok && p.Index(-2).Type().Field(f.Index()).Tag.Get("json") == "-"
	}, cmp.Ignore())
	valid := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().Type().Kind() == reflect.String }, cmp.Comparer(func(a, b any) bool {
		text := func(v any) string { return strings.ToValidUTF8(reflect.ValueOf(v).String(), "\uFFFD") }
		return text(a) == text(b)
	}))
	for name, make := range reportsToRender {
		want := make()
		got, err := ReadJSON(strings.NewReader(render(t, "json", want, Options{})))
		if err != nil {
			t.Fatal(name, err)
		}
		if diff := cmp.Diff(want, got, unwritten, valid); diff != "" {
			t.Errorf("%s (-written +read):\n%s", name, diff)
		}
	}
}

func TestReadJSONRefuses(t *testing.T) {
	whole := render(t, "json", rich(), Options{})
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", "it is empty"},
		{"white space", " \n\t", "it is empty"},
		{"null", "null", `schema ""`},
		{"a list", "[]", "line 1: array stands where"},
		{"another object", `{"name": "refmend"}`, `schema ""`},
		{"another schema", `{"schema": "refmend-report/2"}`, `schema "refmend-report/2"`},
		{"text", "3 references\n", "line 1: invalid character"},
		{"cut off", whole[:len(whole)/2], "it is cut off"},
		{"two reports", `{"schema": "refmend-report/1"}` + "\n\n{}", "line 3: invalid character '{' after top-level value"},
		{"wrong kind", "{\"schema\": \"refmend-report/1\",\n\"documents\": [\n{\"path\": 5}]}", "line 3: number stands where documents.path takes string"},
		{"unknown state", `{"schema": "refmend-report/1", "documents": [{"references": [{"links": [{"verdict": {"state": "fine"}}]}]}]}`, `unknown state "fine"`},
		{"a day that is none", `{"schema": "refmend-report/1", "run": {"started": "yesterday"}}`, `"yesterday"`},
	} {
		got, err := ReadJSON(strings.NewReader(tt.in))
		if !errors.Is(err, ErrNoReport) || !strings.Contains(err.Error(), tt.want) || got != nil {
			t.Errorf("%s: %v, want %q in it", tt.name, err, tt.want)
		}
	}
	if _, err := readJSON(strings.NewReader(whole), int64(len(whole))-1); !errors.Is(err, ErrNoReport) || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("too long: %v", err)
	}
	if _, err := readJSON(strings.NewReader(whole), int64(len(whole))); err != nil {
		t.Errorf("not too long: %v", err)
	}
	if _, err := ReadJSON(iotest.ErrReader(errOfDisk)); err != errOfDisk {
		t.Errorf("an error of the reader: %v", err)
	}
}

var errOfDisk = errors.New("disk on fire")

// A later version may say more, and some programs put a mark in front.
func TestReadJSONTakesMore(t *testing.T) {
	got, err := ReadJSON(strings.NewReader("\uFEFF" + `{"schema": "refmend-report/1", "weather": {"wind": 3}, "documents": [{"path": "a.md", "mood": "calm"}]}` + "\n"))
	if err != nil || len(got.Documents) != 1 || got.Documents[0].Path != "a.md" {
		t.Errorf("%+v, %v", got, err)
	}
}

// Whatever is read as a report can be written, and is then read as the same.
func FuzzReadJSON(f *testing.F) {
	for _, make := range reportsToRender {
		f.Add([]byte(render(f, "json", make(), Options{})))
	}
	f.Add([]byte(`{"schema": "refmend-report/1", "documents": [{"references": [{"links": [{"offset": 0, "metadata": {}, "repairs": null}]}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := ReadJSON(bytes.NewReader(data))
		if err != nil {
			if !errors.Is(err, ErrNoReport) {
				t.Fatal(err)
			}
			return
		}
		again := func(r *audit.Report) string {
			var b bytes.Buffer
			if err := Write(&b, "json", r, Options{}); err != nil {
				t.Skip(err) // times after the year 9999
			}
			return b.String()
		}
		written := again(first)
		second, err := ReadJSON(strings.NewReader(written))
		if err != nil {
			t.Fatalf("%v in %s", err, written)
		}
		if got := again(second); got != written {
			t.Errorf("written and read and written again:\n%s", cmp.Diff(written, got))
		}
	})
}

package reports

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// known gives the report with the words that audit knows, where a hostile one
// has others.
func known(r *audit.Report) *audit.Report {
	for d := range r.Documents {
		for i := range r.Documents[d].References {
			for k := range r.Documents[d].References[i].Links {
				l := &r.Documents[d].References[i].Links[k]
				for p := range l.Repairs {
					if !slices.Contains([]refs.Confidence{refs.Certain, refs.Likely, refs.Guess}, l.Repairs[p].Confidence) {
						l.Repairs[p].Confidence = refs.Guess
					}
				}
				if h := l.History; h != nil && changeWords[h.Change] == "" && h.Change != "same" {
					h.Change = "same"
				}
			}
		}
	}
	return r
}

func TestJSONIsValid(t *testing.T) {
	schema := compileSchema(t, []byte(JSONSchema))
	for name, make := range reportsToRender {
		t.Run(name, func(t *testing.T) { valid(t, schema, render(t, "json", known(make()), Options{})) })
	}
	goldens, err := filepath.Glob("testdata/*.json.golden")
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, path := range goldens {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var r audit.Report
		if json.Unmarshal(data, &r) != nil || r.Schema != audit.Schema {
			continue // a golden of another format
		}
		checked++
		t.Run(path, func(t *testing.T) { valid(t, schema, render(t, "json", known(&r), Options{})) })
	}
	if checked != len(reportsToRender) {
		t.Errorf("%d goldens are reports", checked)
	}
	for name, spoil := range map[string]func(*audit.Report){
		"schema": func(r *audit.Report) { r.Schema = "refmend-report/2" },
		"kind":   func(r *audit.Report) { r.Documents[0].References[1].Links[0].Kind = "x" },
		"line":   func(r *audit.Report) { r.Documents[0].References[1].Links[0].Line = -1 },
	} {
		r := offline()
		spoil(r)
		v, err := unmarshalJSON(render(t, "json", r, Options{}))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(v) == nil {
			t.Errorf("a report with another %s is valid", name)
		}
	}
}

// The schema has just the fields that the report's types have.
func TestSchemaHasAllFields(t *testing.T) {
	var schema struct {
		Properties map[string]any
		Defs       map[string]struct {
			Properties map[string]any
			Required   []string
		} `json:"$defs"`
	}
	if err := json.Unmarshal([]byte(JSONSchema), &schema); err != nil {
		t.Fatal(err)
	}
	for name, of := range map[string]any{
		"tool": audit.Tool{}, "run": audit.RunInfo{}, "summary": audit.Summary{}, "document": audit.Document{}, "reference": audit.Reference{}, "link": audit.Link{},
		"archived": audit.Archived{}, "defect": audit.Defect{}, "verdict": audit.Verdict{}, "evidence": audit.Evidence{}, "hop": audit.Hop{}, "metadata": audit.Metadata{},
		"notice": audit.Notice{}, "repair": audit.Repair{}, "history": audit.History{},
	} {
		fields, required := jsonFields(reflect.TypeOf(of))
		def := schema.Defs[name]
		if diff := cmp.Diff(fields, slices.Sorted(maps.Keys(def.Properties))); diff != "" {
			t.Errorf("%s (-type +schema):\n%s", name, diff)
		}
		slices.Sort(def.Required)
		if diff := cmp.Diff(required, def.Required); diff != "" && len(required) > 0 {
			t.Errorf("%s, required (-type +schema):\n%s", name, diff)
		}
	}
	fields, _ := jsonFields(reflect.TypeOf(audit.Report{}))
	if diff := cmp.Diff(fields, slices.Sorted(maps.Keys(schema.Properties))); diff != "" {
		t.Errorf("report (-type +schema):\n%s", diff)
	}
	for _, s := range audit.States {
		if !strings.Contains(JSONSchema, `"`+s.String()+`"`) {
			t.Errorf("the schema does not know %s", s)
		}
	}
}

// jsonFields gives the names of a struct's fields in JSON, and of those that are
// always there, both sorted.
func jsonFields(of reflect.Type) (all, required []string) {
	for i := range of.NumField() {
		if f := of.Field(i); f.Anonymous && f.Type.Kind() == reflect.Pointer {
			inner, _ := jsonFields(f.Type.Elem()) // absent if it is nil
			all = append(all, inner...)
			continue
		}
		name, options, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		all = append(all, name)
		if options == "" {
			required = append(required, name)
		}
	}
	slices.Sort(all)
	slices.Sort(required)
	return all, required
}

package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	bolt "go.etcd.io/bbolt"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// bigReport makes a report over n links, one a reference, as a run of today has
// them.
func bigReport(n int) *audit.Report {
	r := &audit.Report{
		Schema: audit.Schema, Tool: audit.Tool{Name: "refmend", Version: "1.0"},
		Run:     audit.RunInfo{ID: "20261124T093000Z-ABCDEF", Started: time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC), Complete: true},
		Summary: audit.Summary{Links: n, ByState: map[audit.State]int{audit.Moved: n}, ByReason: map[audit.Reason]int{audit.ReasonPermanentRedirect: n}},
	}
	const perDocument = 1300
	for from := 0; from < n; from += perDocument {
		d := audit.Document{Path: fmt.Sprintf("papers/%d.md", from), Format: refs.FormatMarkdown, Warnings: []string{"It is odd."}}
		for i := from; i < min(n, from+perDocument); i++ {
			o := outcome(i)
			offset := i * 150
			d.References = append(d.References, audit.Reference{
				Label: fmt.Sprint(i), Line: i + 1, Listed: i%2 == 0, Year: 1990 + i%30, Authors: []string{"Brook, A."}, Title: o.Metadata.Title,
				Text: fmt.Sprintf("[%d] Brook, A. (%d). Rivers & their names. Journal of Water, %d. %s", i, 1990+i%30, i%99, o.Target),
				Links: []audit.Link{{
					Kind: refs.KindURL, Written: string(o.Target), Target: o.Target, Line: i + 1, Column: 40, Offset: &offset,
					Verdict: o.Verdict, Evidence: &o.Evidence, Metadata: &o.Metadata,
					History: &audit.History{FirstChecked: o.Evidence.CheckedAt, Change: "same"},
				}},
			})
		}
		r.Documents = append(r.Documents, d)
	}
	return r
}

func TestReport(t *testing.T) {
	path := storePath(t)
	s := openStore(t, path)
	var reports []*audit.Report
	sizes := []int{0, 1, 1299, 4001}
	if raceDetector {
		sizes = []int{0, 1, 501, 1001} // more would show nothing but time
	}
	for i, n := range sizes {
		r := bigReport(n)
		r.Run.ID += fmt.Sprint(i)
		reports = append(reports, r)
	}
	reports[0].Documents = []audit.Document{}
	unread := &audit.Report{Run: audit.RunInfo{ID: "unread"}, Documents: []audit.Document{{Path: "gone.md", Error: "It is gone."}, {Path: "none.md"}}}
	filled := &audit.Report{}
	n := 0
	fill(t, reflect.ValueOf(filled).Elem(), &n)
	for _, r := range append(reports, unread, filled) {
		if err := s.RecordReport(r.Run.ID, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.RecordReport(reports[3].Run.ID, reports[3]); err != nil { // again
		t.Fatal(err)
	}
	if err := s.RecordReport(reports[2].Run.ID, bigReport(3)); err != nil { // another
		t.Fatal(err)
	}
	reports[2] = bigReport(3)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := OpenReader(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	ids := []string{reports[0].Run.ID, reports[1].Run.ID, bigReport(0).Run.ID + "2", reports[3].Run.ID, "unread", filled.Run.ID}
	for i, want := range append(reports, unread, filled) {
		got, err := r.Report(ids[i])
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got, sameOutcome); d != "" {
			t.Errorf("report %s (-recorded +read):\n%.3000s", ids[i], d)
		}
	}
	if _, err := r.Report("20261124T093000Z-ABCDEF"); !errors.Is(err, audit.ErrNotFound) {
		t.Errorf("of no run: %v", err)
	}
}

// What a report leaves out of its JSON is known here; a new such field is to be
// added to storedReference.
func TestFieldsWithoutJSON(t *testing.T) {
	var silent []string
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(v reflect.Type) {
		switch v.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			walk(v.Elem())
		case reflect.Struct:
			if seen[v] || v.PkgPath() == "time" {
				return
			}
			seen[v] = true
			for i := range v.NumField() {
				f := v.Field(i)
				if f.Tag.Get("json") == "-" {
					silent = append(silent, v.Name()+"."+f.Name)
				}
				walk(f.Type)
			}
		}
	}
	walk(reflect.TypeFor[audit.Report]())
	if got := strings.Join(silent, " "); got != "Link.Column16 Link.Length Reference.Listed" {
		t.Errorf("not in the JSON of a report: %s", got)
	}
}

// Without its head, or with a part missing, a report does not count.
func TestPartialReport(t *testing.T) {
	s := openStore(t, storePath(t))
	r := bigReport(1200)
	for name, damage := range map[string]func(tx *bolt.Tx) error{
		"no head": func(tx *bolt.Tx) error { return tx.Bucket(reportBucket).Delete([]byte(r.Run.ID)) },
		"no part": func(tx *bolt.Tx) error { return tx.Bucket(partBucket).Delete(partKey(r.Run.ID, 1)) },
		"half a part": func(tx *bolt.Tx) error {
			k := partKey(r.Run.ID, 1)
			raw := tx.Bucket(partBucket).Get(k)
			return tx.Bucket(partBucket).Put(k, append([]byte(nil), raw[:len(raw)/2]...))
		},
	} {
		if err := s.RecordReport(r.Run.ID, r); err != nil {
			t.Fatal(err)
		}
		if err := s.db.update(damage); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Report(r.Run.ID); err == nil || got != nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	for _, id := range []string{"", "a\x00b", strings.Repeat("x", 2000)} {
		if err := s.RecordReport(id, r); err == nil {
			t.Errorf("an ID of %d bytes was taken", len(id))
		}
	}
}

// A report is stored without the credentials in any of its fields, those that
// it may get one day too.
func TestReportWithoutCredentials(t *testing.T) {
	path := storePath(t)
	s := openStore(t, path)
	r := &audit.Report{}
	n := 0
	fill(t, reflect.ValueOf(r).Elem(), &n)
	var spoil func(reflect.Value)
	spoil = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			spoil(v.Elem())
		case reflect.Slice:
			for i := range v.Len() {
				spoil(v.Index(i))
			}
		case reflect.Struct:
			if _, isTime := v.Interface().(time.Time); !isTime {
				for i := range v.NumField() {
					spoil(v.Field(i))
				}
			}
		case reflect.String:
			v.SetString(`see https://ann:hunter2@host.example/"x" & http://<ann:hun@ter2@h.example>`)
		}
	}
	spoil(reflect.ValueOf(r).Elem())
	if err := s.RecordReport("1", r); err != nil {
		t.Fatal(err)
	}
	if w := r.Documents[0].References[0].Links[0].Written; !strings.Contains(w, "hunter2") {
		t.Errorf("the caller's report was changed: %q", w)
	}
	got, err := s.Report("1")
	if err != nil {
		t.Fatal(err)
	}
	const want = `see https://@host.example/"x" & http://<ann:hun@ter2@h.example>`
	if l := got.Documents[0].References[0].Links[0]; l.Written != want || l.Evidence.Hops[0].URL != want {
		t.Errorf("written %q, hop %q", l.Written, l.Evidence.Hops[0].URL)
	}
	if text := fmt.Sprintf("%+v", got); strings.Contains(text, "hunter2") {
		t.Error("the report contains a password")
	}
}

// What is taken out of JSON is what would have been taken out of its strings.
func TestStripJSON(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	pieces := []string{"://", "@", "/", "\\", "\"", "ann:pw", "?", "#", " ", "\n", "\t", "\b", "\f", "\x01", "\u2028", "<", "`", "'", "é", "http", "\xff", "&"}
	for range 20_000 {
		var s strings.Builder
		for range r.IntN(12) {
			s.WriteString(pieces[r.IntN(len(pieces))])
		}
		text := strings.ToValidUTF8(s.String(), "\uFFFD")
		want, err := marshalRaw([]string{refs.StripCredentials(text), "x"})
		if err != nil {
			t.Fatal(err)
		}
		plain, err := marshalRaw([]string{text, "x"})
		if err != nil {
			t.Fatal(err)
		}
		if got := string(stripJSON([]byte(plain))); got != want {
			t.Fatalf("of %q: %s, want %s", text, got, want)
		}
	}
}

func marshalRaw(v any) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.String(), err
}

func BenchmarkRecordReport(b *testing.B) {
	const links = 20_000
	r := bigReport(links)
	path := storePath(b)
	s := openStore(b, path)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		if err := s.RecordReport(fmt.Sprint(n), r); err != nil {
			b.Fatal(err)
		}
		n++
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(n*links), "µs/link")
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(info.Size())/float64(n*links), "B/link")
}

package store

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/refmend/refmend/audit"
)

// bodyOf and pieceOf are what the types say that jsonText is to write.
func bodyOf(m audit.Memory) outcomeBody {
	r := recordOf(m)
	r.Evidence.CheckedAt, r.Requests, r.Rules, r.Past = time.Time{}, 0, 0, audit.Past{}
	return outcomeBody{r, bodyVerdict{m.Verdict.Detail}}
}

func pieceOf(references []audit.Reference) (p reportPiece) {
	for _, r := range references {
		s := storedReference{Reference: r, Listed: r.Listed}
		for _, l := range r.Links {
			s.Places = append(s.Places, [2]int{l.Column16, l.Length})
		}
		p.References = append(p.References, s)
	}
	return p
}

// written gives what put writes.
func written(put func(*jsonText)) (string, error) {
	j := newText()
	defer j.giveBack()
	put(j)
	j.end()
	return string(j.text), j.err
}

// What is written field by field is what encoding/json makes of the same types,
// whichever fields are there: all of them, those too that a type may get one day,
// and some.
func TestJSONFields(t *testing.T) {
	compare := func(v any, put func(*jsonText)) {
		t.Helper()
		want, wrong := marshalRaw(v)
		got, err := written(put)
		if (err != nil) != (wrong != nil) {
			t.Fatalf("error %v, of encoding/json %v", err, wrong)
		}
		if err == nil && got+"\n" != want {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
	}
	r := rand.New(rand.NewPCG(5, 6))
	for round := range 2000 {
		var m audit.Memory
		var d audit.Document
		n := 0
		fill(t, reflect.ValueOf(&m).Elem(), &n)
		fill(t, reflect.ValueOf(&d).Elem(), &n)
		if round > 0 {
			spare(reflect.ValueOf(&m).Elem(), r)
			spare(reflect.ValueOf(&d).Elem(), r)
		}
		compare(bodyOf(m), func(j *jsonText) { j.body(&m, m.Target, m.Vantage) })
		compare(pieceOf(d.References), func(j *jsonText) { j.referencesPiece(d.References) })
		compare(reportPiece{Document: &audit.Document{Path: d.Path, Format: d.Format, Title: d.Title, Error: d.Error, Warnings: d.Warnings}}, func(j *jsonText) { j.documentPiece(&d) })
	}
	for _, change := range []func(*audit.Link){
		func(l *audit.Link) { l.Verdict.State = 200 },
		func(l *audit.Link) { l.History = &audit.History{LastOK: time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)} },
		func(l *audit.Link) { l.Evidence = &audit.Evidence{CheckedAt: noon.In(time.FixedZone("", 90*60))} },
		func(l *audit.Link) { l.Evidence = &audit.Evidence{CheckedAt: noon.In(time.FixedZone("", 24*3600))} },
	} {
		references := []audit.Reference{{Links: make([]audit.Link, 1)}}
		change(&references[0].Links[0])
		compare(pieceOf(references), func(j *jsonText) { j.referencesPiece(references) })
	}
}

// spare takes some of what fill has given away again.
func spare(v reflect.Value, r *rand.Rand) {
	if r.IntN(4) == 0 {
		v.SetZero()
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			spare(v.Elem(), r)
		}
	case reflect.Slice:
		for i := range v.Len() {
			spare(v.Index(i), r)
		}
	case reflect.Struct:
		if _, isTime := v.Interface().(time.Time); !isTime {
			for i := range v.NumField() {
				spare(v.Field(i), r)
			}
		}
	}
}

// Strings are written as encoding/json writes them.
func TestJSONStrings(t *testing.T) {
	var pieces []string
	for c := range 256 {
		pieces = append(pieces, string([]byte{byte(c)}))
	}
	pieces = append(pieces, "é", "河", "🜁", "\u2027", "\u2028", "\u2029", "\uFFFD", "\ufeff", "\xe2\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "plain text")
	compare := func(s string) {
		want, err := marshalRaw(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(appendQuoted(nil, s)) + "\n"; got != want {
			t.Fatalf("of %q: %s, want %s", s, got, want)
		}
	}
	for _, s := range pieces {
		compare(s)
	}
	r := rand.New(rand.NewPCG(7, 8))
	for range 20_000 {
		var s strings.Builder
		for range r.IntN(8) {
			s.WriteString(pieces[r.IntN(len(pieces))])
		}
		compare(s.String())
	}
}

func FuzzJSONString(f *testing.F) {
	for _, seed := range []string{"", "Rivers & <their> names", "\x00\"\\\u2028\xff", "河流\xe6"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want, err := marshalRaw(s)
		if got := fmt.Sprintf("%s\n", appendQuoted(nil, s)); err != nil || got != want {
			t.Errorf("of %q: %s, want %s, error %v", s, got, want, err)
		}
	})
}

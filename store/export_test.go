package store

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

func exported(t testing.TB, s *Store) string {
	t.Helper()
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := s.Export(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func importText(t testing.TB, s *Store, text string) Imported {
	t.Helper()
	n, err := s.Import(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The form of an export: teams have them in git. What changes here makes a
// difference in every line there.
func TestExportForm(t *testing.T) {
	s := openStore(t, storePath(t))
	b := observed(2, 0)
	b.Target, b.Vantage, b.Metadata, b.Evidence = "https://b.example/", "", audit.Metadata{Title: "B & B"}, audit.Evidence{Status: 200, CheckedAt: noon}
	b.Verdict, b.MovedTo, b.Validator = audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}, "", audit.Validator{}
	b.Past = audit.Past{}.With(b.Outcome)
	a := b
	a.Target, a.Evidence.CheckedAt = "https://a.example/", noon.Add(time.Second/2)
	a.Past = audit.Past{}
	elsewhere := b
	elsewhere.Vantage, elsewhere.Past = "staging", audit.Past{}
	for _, m := range []audit.Memory{elsewhere, b, a} {
		if err := s.Record(m); err != nil {
			t.Fatal(err)
		}
	}
	recordRunAt(t, s, "1", 0, "paper.md")
	const want = `{"schema":"refmend-export/1"}
{"target":"https://a.example/","verdict":{"state":"ok","reason":"ok"},"evidence":{"status":200,"checked_at":"2026-11-24T12:00:00.5Z"},"metadata":{"title":"B & B"},"requests":2,"rules":3}
{"target":"https://b.example/","verdict":{"state":"ok","reason":"ok"},"evidence":{"status":200,"checked_at":"2026-11-24T12:00:00Z"},"metadata":{"title":"B & B"},"requests":2,"rules":3,"past":{"first_checked":"2026-11-24T12:00:00Z","last_ok":"2026-11-24T12:00:00Z","shown":{"owner":"b.example","title":"B & B","from":"2026-11-24T12:00:00Z","to":"2026-11-24T12:00:00Z"},"spells":[{"state":"ok","reason":"ok","status":200,"from":"2026-11-24T12:00:00Z","to":"2026-11-24T12:00:00Z","checks":1}]}}
{"target":"https://b.example/","verdict":{"state":"ok","reason":"ok"},"evidence":{"status":200,"checked_at":"2026-11-24T12:00:00Z"},"metadata":{"title":"B & B"},"requests":2,"vantage":"staging","rules":3}
{"run":{"id":"1","started":"2026-11-24T12:00:00Z","finished":"2026-11-24T12:01:00Z","complete":true,"offline":false},"documents":["paper.md"],"summary":{"documents":0,"references":0,"links":0,"targets":0,"requests":0,"from_cache":0,"by_state":null,"by_reason":null,"failing":0}}
`
	if d := cmp.Diff(want, exported(t, s)); d != "" {
		t.Errorf("export (-want +got):\n%s", d)
	}
}

// What is exported and imported, once, twice, in any order, is what there was.
func TestImport(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var stores [2]*Store
	for i := range stores {
		stores[i] = openStore(t, storePath(t))
		for range 700 {
			m := randomOutcome(r)
			if r.IntN(20) == 0 {
				m.Target = refs.Target("https://host.example/" + strings.Repeat("long/", 300+r.IntN(3)*1000))
			}
			if r.IntN(9) == 0 {
				m.Vantage = staging
			}
			m.Evidence.CheckedAt = noon.Add(-time.Duration(r.IntN(1e6)) * time.Second)
			m.Past = audit.Past{}.With(m.Outcome)
			if err := stores[i].Record(m); err != nil {
				t.Fatal(err)
			}
		}
		for n := range 5 {
			run := recordRunAt(t, stores[i], fmt.Sprint("run", n*(i+1)), float64(n), "a")
			run.Summary.Links = r.IntN(100)
			if err := stores[i].RecordRun(run); err != nil {
				t.Fatal(err)
			}
		}
	}
	a, b := exported(t, stores[0]), exported(t, stores[1])
	into := func(texts ...string) string {
		s := openStore(t, storePath(t))
		for _, text := range texts {
			importText(t, s, text)
		}
		return exported(t, s)
	}
	if got := into(a); got != a {
		t.Errorf("imported and exported:\n%s", cmp.Diff(a, got))
	}
	both := into(a, b)
	for name, got := range map[string]string{
		"the other way": into(b, a), "twice": into(a, b, a, b), "what was merged": into(both), "and again": into(b, both, a),
		"from Windows": into(strings.ReplaceAll(both, "\n", "\r\n")), "without the last end of line": into(strings.TrimSuffix(both, "\n")),
	} {
		if got != both {
			t.Errorf("%s:\n%.2000s", name, cmp.Diff(both, got))
		}
	}
	s := openStore(t, storePath(t))
	if n := importText(t, s, both); n.Targets != n.Changed || n.Targets != strings.Count(both, `"verdict":`) || n.Runs != strings.Count(both, `{"run":`) {
		t.Errorf("imported %+v", n)
	}
	if n := importText(t, s, both); n.Changed != 0 {
		t.Errorf("imported again: %+v", n)
	}
}

func TestImportRefuses(t *testing.T) {
	const header = `{"schema":"refmend-export/1"}` + "\n"
	const sound = `{"target":"https://a.example/","verdict":{"state":"ok","reason":"ok"}}` + "\n"
	for text, want := range map[string]string{
		"":                                   "line 1: it is no export of a store: it is empty",
		"Notes\n":                            "line 1: it is no export",
		"{}\n":                               "line 1: it is no export",
		`{"schema":"refmend-report/1"}`:      "line 1: it is no export",
		`{"schema":"refmend-export/2"}`:      "line 1: made by a newer refmend",
		header + "Notes":                     "line 2: invalid character",
		header + sound + "<<<<<<< HEAD\n":    "line 3: invalid character",
		header + sound + "{}":                "line 3: it names no target",
		header + "\n" + `{"key":"0123"}`:     "line 3: it names no target",
		header + `{"target":"https://a.b/"}`: "line 2: unknown verdict",
		header + `{"target":"https://a.b/","verdict":{"state":"ok","reason":"gone"}}`:                                     "line 2: unknown verdict ok/gone",
		header + `{"target":"https://a.b/","verdict":{"state":"fine","reason":"ok"}}`:                                     `line 2: unknown state "fine"`,
		header + `{"target":"https://a.b/","verdict":{"state":"ok","reason":"ok"},"evidence":{"checked_at":"yesterday"}}`: "line 2: ",
		header + `{"run":{"id":""}}`: "line 2: a run with an ID",
		header + sound + `{"target":"https://a.example/` + strings.Repeat("x", maxRecord) + `","verdict":{"state":"ok"` + "\n" + sound: "line 3: unexpected end",
	} {
		s := openStore(t, storePath(t))
		_, err := s.Import(strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), s.path) {
			t.Errorf("%.100q: %v, want %q and the path", text, err, want)
		}
		if strings.Contains(text, sound) {
			if _, err := s.Latest("https://a.example/", ""); err != nil {
				t.Errorf("%.100q: the line before is not there: %v", text, err)
			}
		}
	}
	s := openStore(t, storePath(t))
	broken := errors.New("the disk is broken")
	if _, err := s.Import(&failing{strings.NewReader(header + sound), broken}); !errors.Is(err, broken) {
		t.Errorf("a reader that fails: %v", err)
	}
}

// failing reads from a reader and then fails.
type failing struct {
	from *strings.Reader
	err  error
}

func (f *failing) Read(p []byte) (int, error) {
	if n, _ := f.from.Read(p); n > 0 {
		return n, nil
	}
	return 0, f.err
}

func TestExportWithoutCredentials(t *testing.T) {
	s := openStore(t, storePath(t))
	m := observed(1, 0)
	const secret = "https://ann:hunter2@host.example/"
	m.Target, m.MovedTo, m.Evidence.FinalURL, m.Verdict.Detail = secret, secret, secret, secret
	m.Metadata.Title, m.Past.Shown = secret, &audit.Identity{Owner: "host.example", Title: secret}
	if err := s.Record(m); err != nil {
		t.Fatal(err)
	}
	recordRunAt(t, s, "1", 0, secret)
	// An import takes what an export would not have.
	line := `{"target":"https://bob:hunter2@host.example/","verdict":{"state":"ok","reason":"ok","detail":"` + secret + `"}}`
	importText(t, s, `{"schema":"refmend-export/1"}`+"\n"+line)
	if text := exported(t, s); strings.Contains(text, "hunter2") {
		t.Errorf("exported a password:\n%s", text)
	}
}

// Whatever is imported, the store stays sound, and what it took it gives back the
// same for good.
func FuzzImport(f *testing.F) {
	const header = `{"schema":"refmend-export/1"}` + "\n"
	s := openStore(f, storePath(f))
	for _, m := range []audit.Memory{outcome(1), observed(2, 3)} {
		if err := s.Record(m); err != nil {
			f.Fatal(err)
		}
	}
	f.Add(strings.TrimPrefix(exported(f, s), header))
	f.Add(`{"run":{"id":"1","started":"0001-01-01T00:00:00Z"},"documents":null}`)
	f.Add(`{"key":"` + strings.Repeat("0f", 32) + `","verdict":{"state":"ok","reason":"ok"},"vantage":"\u0000"}`)
	f.Add(`{"target":"a","verdict":{"state":"ok","reason":"ok"},"past":{"spells":[{"state":"ok","reason":"x","from":"9999-12-31T23:59:59Z"}],"strikes":["0000-01-01T00:00:00Z"]}}`)
	f.Add("{}\n{\"target\":1}")
	f.Fuzz(func(t *testing.T, lines string) {
		var texts [2]string
		text := header + lines
		for i := range texts {
			s, err := Open(storePath(t), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Import(strings.NewReader(text)); err != nil && i > 0 {
				t.Errorf("import of what was exported: %v\n%s", err, text)
			}
			text = exported(t, s)
			texts[i] = text
			if found, err := s.Verify(t.Context()); err != nil || found.Problems > 0 {
				t.Errorf("%+v, %v", found, err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if texts[0] != texts[1] {
			t.Errorf("exported, imported, exported:\n%s", cmp.Diff(texts[0], texts[1]))
		}
	})
}

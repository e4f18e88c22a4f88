package store

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	bolt "go.etcd.io/bbolt"
	"go.uber.org/goleak"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// childVariable, if set, makes the test binary the process that it names: see
// children.
const childVariable = "REFMEND_STORE_TEST_CHILD"

func TestMain(m *testing.M) {
	if name := os.Getenv(childVariable); name != "" {
		os.Exit(children[name](os.Args[1:]))
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		for _, f := range atEnd {
			f()
		}
		os.Exit(code)
	}))
}

// atEnd runs when all tests have ended.
var atEnd []func()

// openStore opens a store that is closed and checked when the test ends.
func openStore(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		checkFile(t, path)
	})
	return s
}

// checkFile fails the test if bbolt finds the file at path inconsistent.
func checkFile(t testing.TB, path string) {
	t.Helper()
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: time.Second, ReadOnly: true, PreLoadFreelist: true})
	if err != nil {
		t.Errorf("check %s: %v", path, err)
		return
	}
	defer db.Close()
	err = db.View(func(tx *bolt.Tx) error {
		var errs []error
		for err := range tx.Check() {
			errs = append(errs, err)
		}
		return errors.Join(errs...)
	})
	if err != nil {
		t.Errorf("check %s: %v", path, err)
	}
}

func storePath(t testing.TB) string { return filepath.Join(t.TempDir(), "refmend.db") }

// sameOutcome compares as a reader of the store may: nil and empty alike, times
// by instant.
var sameOutcome = cmp.Options{cmpopts.EquateEmpty(), cmpopts.EquateApproxTime(0)}

// staging is the vantage of what outcome makes.
const staging = "staging"

// outcome makes a full outcome of the nth target, of its own in every field.
func outcome(n int) audit.Memory {
	host := fmt.Sprintf("https://host%d.example/", n%500)
	url := fmt.Sprintf("%sarticle/%d?page=1", host, n)
	return audit.Memory{Outcome: audit.Outcome{
		Target:  refs.Target(url),
		Verdict: audit.Verdict{State: audit.Moved, Reason: audit.ReasonPermanentRedirect, Detail: "It is now at another address."},
		Evidence: audit.Evidence{
			Status: 200, FinalURL: url + "&moved",
			Hops:        []audit.Hop{{URL: url, Status: 301}, {URL: url + "&moved", Status: 200}},
			ContentType: "text/html; charset=utf-8", ElapsedMS: int64(n), Attempts: 1,
			CheckedAt: time.Date(2026, 11, 24, 9, 30, 0, n, time.UTC), Provider: "cloudflare", Error: "read: connection reset",
		},
		Metadata: audit.Metadata{
			Title: "Rivers & <their> names — 河流", Authors: []string{"Ada Brook", "Ben Ford"}, Published: "2021-05",
			Container: "Journal of Water", Publisher: "Brook Press", Language: "en", DOI: "10.5555/rivers",
			Canonical: url, Type: "article-journal", Source: "citation-meta",
		},
		MovedTo: refs.Target(url + "&moved"), Requests: 2, Vantage: staging, Rules: 3,
		Validator: audit.Validator{ETag: `"v1"`, LastModified: "Tue, 24 Nov 2026 09:00:00 GMT"},
	}}
}

func TestRemembers(t *testing.T) {
	path := storePath(t)
	s := openStore(t, path)
	want := outcome(1)
	if _, err := s.Latest(want.Target, staging); err != audit.ErrNotFound {
		t.Errorf("before any record: error %v, want %v", err, audit.ErrNotFound)
	}
	if err := s.Record(want); err != nil {
		t.Fatal(err)
	}
	check := func(when string, s *Store) {
		t.Helper()
		got, err := s.Latest(want.Target, staging)
		if err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		if d := cmp.Diff(want, got, sameOutcome); d != "" {
			t.Errorf("%s (-recorded +latest):\n%s", when, d)
		}
	}
	check("not committed yet", s)
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	check("flushed", s)
	want.Verdict = audit.Verdict{State: audit.Broken, Reason: audit.ReasonGone}
	if err := s.Record(want); err != nil {
		t.Fatal(err)
	}
	check("replaced, old in the file", s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	check("in another process's time", openStore(t, path))
}

// One check answers for every spelling of a target that has the same Key.
func TestLatestOfSpellings(t *testing.T) {
	s := openStore(t, storePath(t))
	long := refs.Target("https://host.example/" + strings.Repeat("a/", 20_000))
	for _, target := range []refs.Target{
		"https://doi.org/10.5555/ABC", "https://host.example/page#a", "https://host.example/closed",
		"https://ann:pw@host.example/closed", long + "1", long + "2", "odd:\x00\x1f",
	} {
		o := outcome(1)
		o.Target, o.Verdict.Detail = target, string(target[max(0, len(target)-8):])
		if err := s.Record(o); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	for asked, want := range map[refs.Target]string{
		"https://doi.org/10.5555/abc":        "5555/ABC",
		"https://host.example/page":          "e/page#a",
		"https://host.example/page#b":        "e/page#a",
		"https://host.example/closed":        "e/closed",
		"https://bob@host.example/closed":    "e/closed",
		"https://ann:pw@host.example/closed": "e/closed",
		long + "1":                           "/a/a/a/1",
		long + "2":                           "/a/a/a/2",
		long:                                 "",
		"https://host.example/Page":          "",
		"odd:\x00\x1f":                       "odd:\x00\x1f",
		"":                                   "",
	} {
		o, err := s.Latest(asked, staging)
		switch {
		case want == "" && err != audit.ErrNotFound:
			t.Errorf("Latest(%.60q): error %v, want %v", asked, err, audit.ErrNotFound)
		case want != "" && err != nil:
			t.Errorf("Latest(%.60q): %v", asked, err)
		case want != "" && (o.Verdict.Detail != want || o.Target != asked):
			t.Errorf("Latest(%.60q) is of %q, recorded for ...%q", asked, o.Target, o.Verdict.Detail)
		}
	}
}

func TestCredentialsAreNotStored(t *testing.T) {
	path := storePath(t)
	s := openStore(t, path)
	o := outcome(1)
	o.Target = "https://ann:hunter2@host.example/a"
	o.MovedTo = "https://ann:hunter2@host.example/b"
	o.Evidence.FinalURL = "https://ann:hunter2@host.example/b"
	o.Evidence.Hops = []audit.Hop{{URL: "https://ann:hunter2@host.example/a", Status: 301}}
	o.Evidence.Error = `Get "https://ann:hunter2@host.example/b": EOF`
	o.Verdict.Detail = "It moved to https://ann:hunter2@host.example/b for good."
	o.Metadata.Canonical = "https://ann:hunter2@host.example/b"
	given := o.Evidence.Hops[0].URL
	if err := s.Record(o); err != nil {
		t.Fatal(err)
	}
	if o.Evidence.Hops[0].URL != given {
		t.Error("Record changed the caller's outcome")
	}
	run := audit.RunRecord{Run: audit.RunInfo{ID: "1"}, Documents: []string{"https://ann:hunter2@host.example/paper.html"}}
	if err := s.RecordRun(run); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"hunter2", "ann"} {
		if strings.Contains(string(raw), secret) {
			t.Errorf("the file contains %q", secret)
		}
	}
	got, err := s.Latest(o.Target, staging)
	if err != nil {
		t.Fatal(err)
	}
	if want := "https://@host.example/b"; string(got.MovedTo) != want || got.Evidence.FinalURL != want {
		t.Errorf("moved to %q, final URL %q, want %q", got.MovedTo, got.Evidence.FinalURL, want)
	}
}

func TestRuns(t *testing.T) {
	path := storePath(t)
	s := openStore(t, path)
	start := time.Date(2026, 11, 24, 9, 0, 0, 0, time.FixedZone("", 3*3600))
	var want []audit.RunRecord
	for i := range 12 {
		r := audit.RunRecord{
			Run:       audit.RunInfo{ID: fmt.Sprintf("20261124-%02d", i), Started: start.Add(time.Duration(i) * time.Minute)},
			Documents: []string{"paper.md", "thesis <2>.txt"},
		}
		if err := s.RecordRun(r); err != nil { // it starts
			t.Fatal(err)
		}
		r.Run.Finished, r.Run.Complete = r.Run.Started.Add(time.Second), true
		r.Summary = audit.Summary{Links: i, ByState: map[audit.State]int{audit.Broken: 1, audit.OK: i}, ByReason: map[audit.Reason]int{audit.ReasonGone: 1}}
		if err := s.RecordRun(r); err != nil { // it ends
			t.Fatal(err)
		}
		want = append([]audit.RunRecord{r}, want...)
	}
	got, err := s.Runs()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got, sameOutcome); d != "" {
		t.Errorf("runs (-recorded +read):\n%s", d)
	}
	for _, id := range []string{"", strings.Repeat("x", 40_000)} {
		if err := s.RecordRun(audit.RunRecord{Run: audit.RunInfo{ID: id}}); err == nil {
			t.Errorf("a run with an ID of %d bytes was taken", len(id))
		}
	}

	put(t, s, runBucket, "20261124-99", "\x01{")
	got, err = s.Runs()
	if len(got) != len(want) || err == nil || !strings.Contains(err.Error(), `"20261124-99"`) {
		t.Errorf("with an illegible run: %d runs, error %v; want %d and an error naming it", len(got), err, len(want))
	}
}

// put writes a raw record behind the store's back.
func put(t *testing.T, s *Store, bucket []byte, key, value string) {
	t.Helper()
	err := s.db.update(func(tx *bolt.Tx) error { return tx.Bucket(bucket).Put([]byte(key), []byte(value)) })
	if err != nil {
		t.Fatal(err)
	}
}

// packed gives a record in form 1.
func packed(plain string) string {
	return string(packing{append([]byte{form1}, plain...), 1}.pack(new(slab)))
}

// A record that cannot be read is asked for again and replaced, and says why.
func TestIllegibleRecord(t *testing.T) {
	s := openStore(t, storePath(t))
	o := outcome(1)
	full, err := encodeMemory(key(o.Target, o.Vantage), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, raw := range []string{
		"", "\x00", "\x02{}", "\x01", "\x01\x05", "\x01\xff\xff\xff\xff\x0f", `{"target":"https://host.example/"}`,
		packed("{"), packed("null"), packed("{}"), packed("[]"), packed("{} x"),
		packed(`{"verdict":{"state":"broken","reason":"invented"}}`),
		packed(`{"verdict":{"state":"shaky","reason":"ok"}}`),
		packed(strings.Repeat("[", 100_000)),
		string(full.front()), string(full.front()[:3]), string(full.front()) + "\x00", "\x02\x00\x00", "\x02\xff\xff\xff\xff\x0f", "\x03",
		string(packing{append(full.front(), '{'), full.plain}.pack(new(slab))),
	} {
		put(t, s, latestBucket, key(o.Target, staging), raw)
		if got, err := s.Latest(o.Target, staging); !errors.Is(err, audit.ErrNotFound) {
			t.Errorf("record %.40q: outcome %v, error %v, want %v", raw, got, err, audit.ErrNotFound)
		} else if err == audit.ErrNotFound {
			t.Errorf("record %.40q: error %v does not say what is wrong", raw, err)
		}
	}
	if err := s.Record(o); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Latest(o.Target, staging); err != nil {
		t.Errorf("recorded anew: %v", err)
	}
}

func TestClosed(t *testing.T) {
	s := openStore(t, storePath(t))
	o := outcome(1)
	if err := s.Record(o); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
	_, latest := s.Latest(o.Target, staging)
	_, runs := s.Runs()
	for call, err := range map[string]error{
		"Latest": latest, "Runs": runs, "Record": s.Record(o), "Flush": s.Flush(),
		"RecordRun": s.RecordRun(audit.RunRecord{Run: audit.RunInfo{ID: "1"}}),
	} {
		if !errors.Is(err, fs.ErrClosed) || !strings.Contains(err.Error(), s.path) {
			t.Errorf("%s after Close: %v, want %v with the path", call, err, fs.ErrClosed)
		}
	}
}

func TestRecordWithoutTarget(t *testing.T) {
	s := openStore(t, storePath(t))
	if err := s.Record(audit.Memory{}); err == nil {
		t.Error("an outcome of no target was taken")
	}
	if err := s.Record(outcome(1)); err != nil {
		t.Errorf("the next one: %v", err)
	}
}

// Many goroutines record and ask at once, over more outcomes than two batches
// hold: each sees at least what it recorded itself.
func TestConcurrentUse(t *testing.T) {
	path := storePath(t)
	s := openStore(t, path)
	const workers, each = 8, 600
	var g sync.WaitGroup
	for w := range workers {
		g.Go(func() {
			for i := range each {
				o := outcome(w*each + i)
				if err := s.Record(o); err != nil {
					t.Errorf("record %s: %v", o.Target, err)
				}
				if got, err := s.Latest(o.Target, staging); err != nil || got.Evidence.ElapsedMS != o.Evidence.ElapsedMS {
					t.Errorf("latest of %s: %v, %v", o.Target, got.Evidence.ElapsedMS, err)
				}
				if i%200 == 0 {
					if err := s.Flush(); err != nil {
						t.Errorf("flush: %v", err)
					}
				}
			}
		})
	}
	g.Wait()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openStore(t, path)
	for n := range workers * each {
		o := outcome(n)
		if _, err := s.Latest(o.Target, staging); err != nil {
			t.Fatalf("after reopening: %s: %v", o.Target, err)
		}
	}
}

// Whatever is recorded, flushed and reopened in whatever order, the latest
// outcome of each target is the last one recorded.
func TestLatestIsLastRecorded(t *testing.T) {
	for seed := range uint64(5) {
		r := rand.New(rand.NewPCG(seed, 1))
		path := storePath(t)
		s := openStore(t, path)
		want := map[refs.Target]audit.Memory{}
		for range 3000 {
			switch r.IntN(300) {
			case 0:
				if err := s.Flush(); err != nil {
					t.Fatal(err)
				}
			case 1:
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				s = openStore(t, path)
			default:
				o := randomOutcome(r)
				want[o.Target] = o
				if err := s.Record(o); err != nil {
					t.Fatal(err)
				}
			}
		}
		for target, o := range want {
			got, err := s.Latest(target, "")
			if err != nil {
				t.Fatalf("seed %d: %s: %v", seed, target, err)
			}
			if d := cmp.Diff(o, got, sameOutcome); d != "" {
				t.Fatalf("seed %d: %s (-recorded +latest):\n%s", seed, target, d)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// randomOutcome makes an outcome of one of 200 targets, each field empty half
// of the time.
func randomOutcome(r *rand.Rand) audit.Memory {
	text := func() string {
		const alphabet = "az09 <&>\"'\\/\x00\x1b\n\t é河\u2028\U0001F600"
		runes := []rune(alphabet)
		b := make([]rune, max(0, r.IntN(40)-20))
		for i := range b {
			b[i] = runes[r.IntN(len(runes))]
		}
		return string(b)
	}
	number := func() int { return max(0, r.IntN(1000)-500) }
	info := audit.Reasons[r.IntN(len(audit.Reasons))]
	o := audit.Memory{Outcome: audit.Outcome{
		Target:  refs.Target(fmt.Sprintf("https://host.example/%d", r.IntN(200))),
		Verdict: audit.Verdict{State: info.State, Reason: info.Code, Detail: text()},
		MovedTo: refs.Target(text()), Alias: refs.Target(text()), Agency: text(),
		Requests: number(),
		Evidence: audit.Evidence{
			Status: number(), FinalURL: text(), ContentType: text(), ElapsedMS: r.Int64(), Attempts: number(),
			Cached: r.IntN(2) == 0, Provider: text(), Error: text(),
		},
		Metadata: audit.Metadata{
			Title: text(), Published: text(), Container: text(), Publisher: text(), Language: text(),
			DOI: text(), Canonical: text(), Type: text(), Source: text(),
		},
	}}
	if r.IntN(2) == 0 {
		o.Evidence.CheckedAt = time.Unix(r.Int64N(1<<32), r.Int64N(1e9)).In(time.FixedZone("", 3600*(r.IntN(24)-12)))
	}
	for range max(0, r.IntN(6)-3) {
		o.Evidence.Hops = append(o.Evidence.Hops, audit.Hop{URL: text(), Status: number()})
		o.Metadata.Authors = append(o.Metadata.Authors, text())
	}
	return o
}

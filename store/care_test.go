package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	bolt "go.etcd.io/bbolt"

	"github.com/refmend/refmend/audit"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// observed makes a memory of the nth target, checked some days before noon.
func observed(n int, days float64) audit.Memory {
	m := outcome(n)
	m.Evidence.CheckedAt = noon.Add(-time.Duration(days * float64(day)))
	m.Past = audit.Past{}.With(m.Outcome)
	return m
}

func recordRunAt(t *testing.T, s *Store, id string, days float64, documents ...string) audit.RunRecord {
	t.Helper()
	at := noon.Add(-time.Duration(days * float64(day)))
	r := audit.RunRecord{Run: audit.RunInfo{ID: id, Started: at, Finished: at.Add(time.Minute), Complete: true}, Documents: documents}
	if err := s.RecordRun(r); err != nil {
		t.Fatal(err)
	}
	return r
}

func reportOf(r audit.RunRecord, links int) *audit.Report {
	report := bigReport(links)
	report.Run = r.Run
	return report
}

// ids lists the runs that are there and those that have a report.
func ids(t *testing.T, s *Store) (runs, reports string) {
	t.Helper()
	all, err := s.Runs()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		runs += r.Run.ID + " "
		if _, err := s.Report(r.Run.ID); err == nil {
			reports += r.Run.ID + " "
		} else if !errors.Is(err, audit.ErrNotFound) {
			t.Error(err)
		}
	}
	return runs, reports
}

func TestPrune(t *testing.T) {
	s := openStore(t, storePath(t))
	for n := range 2500 {
		if err := s.Record(observed(n, float64(n))); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 9 { // of "a", a hundred days apart
		r := recordRunAt(t, s, fmt.Sprintf("r%d", 9-i), float64(100*i), "a")
		if err := s.RecordReport(r.Run.ID, reportOf(r, 700)); err != nil {
			t.Fatal(err)
		}
	}
	r := recordRunAt(t, s, "b", 800, "b", "c")
	if err := s.RecordReport("b", reportOf(r, 1)); err != nil {
		t.Fatal(err)
	}
	recordRunAt(t, s, "old", 800, "a")
	if err := s.db.update(func(tx *bolt.Tx) error { return tx.Bucket(partBucket).Put(partKey("half", 3), []byte{form3}) }); err != nil {
		t.Fatal(err)
	}

	got, err := s.Prune(Keep{Targets: -1, Runs: -1, Reports: -1}, noon)
	if want := (Pruned{}); err != nil || got != want {
		t.Errorf("kept for ever: %+v, %v", got, err)
	}
	// r9 to r7 are the newest, r6 is 300 days old.
	got, err = s.Prune(Keep{Targets: 1000 * day, Reports: 350 * day}, noon)
	if want := (Pruned{Targets: 1499, Runs: 2, Reports: 5}); err != nil || got != want {
		t.Errorf("pruned %+v, %v, want %+v", got, err, want)
	}
	runs, reports := ids(t, s)
	if runs != "r9 r8 r7 r6 r5 r4 r3 r2 b " || reports != "r9 r8 r7 r6 b " {
		t.Errorf("runs left: %s, reports: %s", runs, reports)
	}
	for n, want := range map[int]bool{0: true, 1000: true, 1001: false, 2499: false} {
		if _, err := s.Latest(outcome(n).Target, staging); (err == nil) != want {
			t.Errorf("checked %d days ago: %v", n, err)
		}
	}
	if got, err := s.Prune(Keep{}, noon); err != nil || got.Targets != 1001-366 || got.Reports != 1 || got.Runs != 0 {
		t.Errorf("by default: %+v, %v", got, err)
	}
	f, err := s.Verify(t.Context())
	if err != nil || f.Problems != 0 || f.Targets != 366 || f.Reports != 4 {
		t.Errorf("verified: %+v, %v", f, err)
	}
	if err := s.db.view(func(tx *bolt.Tx) error {
		if tx.Bucket(partBucket).Get(partKey("half", 3)) != nil {
			t.Error("what is left of a report is still there")
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}

// A target that is checked while it is pruned stays.
func TestPruneMeetsCheck(t *testing.T) {
	s := openStore(t, storePath(t))
	for n := range 300 {
		if err := s.Record(observed(n, 900)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		_, err := s.Prune(Keep{}, noon)
		done <- err
	}()
	for n := range 300 {
		if err := s.Record(observed(n, 0)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(<-done, s.Flush()); err != nil {
		t.Fatal(err)
	}
	for n := range 300 {
		if m, err := s.Latest(outcome(n).Target, staging); err != nil || !m.Evidence.CheckedAt.Equal(noon) {
			t.Fatalf("outcome %d: %v", n, err)
		}
	}
}

// A store prunes itself once a day, and a clock that is wrong once does not empty
// it.
func TestPrunesItself(t *testing.T) {
	path := storePath(t)
	run := func(id string, days float64) (left int) {
		s := openStore(t, path)
		r := recordRunAt(t, s, id, days, "a")
		if err := s.RecordReport(id, reportOf(r, 1)); err != nil {
			t.Fatal(err)
		}
		s.pruning.Wait()
		st, err := s.Stats()
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		return st.Targets
	}
	fill := func() {
		s := openStore(t, path)
		if err := errors.Join(s.Record(observed(1, 500)), s.Record(observed(2, 300)), s.Close()); err != nil {
			t.Fatal(err)
		}
	}
	fill()
	for _, step := range []struct {
		id   string
		days float64
		want int
	}{
		{"the first time", 3, 2},
		{"the same day", 2.5, 2},
		{"a day later", 1.9, 1},
		{"a century later", -36500, 1},
		{"the day after", 0.9, 1},
		{"and on", -40, 1},
		{"and on", -80, 1},
		{"in the end", -120, 0},
	} {
		if left := run(step.id, step.days); left != step.want {
			t.Errorf("%s: %d targets are left, want %d", step.id, left, step.want)
		}
	}
}

func TestStats(t *testing.T) {
	path := storePath(t)
	s := openStore(t, path)
	for n := range 1000 {
		m := observed(n, float64(n))
		if n < 10 {
			m.Verdict = audit.Verdict{State: audit.Broken, Reason: audit.ReasonGone}
		}
		if err := s.Record(m); err != nil {
			t.Fatal(err)
		}
	}
	r := recordRunAt(t, s, "1", 3, "a")
	if err := s.RecordReport("1", reportOf(r, 2000)); err != nil {
		t.Fatal(err)
	}
	put(t, s, latestBucket, "odd:1", "\x09")
	st, err := s.Stats()
	if err != nil {
		t.Fatal(err)
	}
	if st.Targets != 1001 || st.Illegible != 1 || st.Runs != 1 || st.Reports != 1 || st.Schema != schema ||
		st.ByState[audit.Broken] != 10 || st.ByState[audit.Moved] != 990 || !st.Newest.Equal(noon) || !st.Oldest.Equal(noon.Add(-999*day)) {
		t.Errorf("stats %+v", st)
	}
	sum := int64(0)
	for _, n := range st.Bytes {
		sum += n
	}
	if sum == 0 || sum+st.Free > st.Size || st.Free <= 0 {
		t.Errorf("of %d bytes %d are free and %v in use", st.Size, st.Free, st.Bytes)
	}
	reader, err := OpenReader(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if got, err := reader.Stats(); err != nil || cmp.Diff(st, got) != "" {
		t.Errorf("as a reader sees it: %v\n%s", err, cmp.Diff(st, got))
	}
}

func TestVerify(t *testing.T) {
	path := storePath(t)
	s := openStore(t, path)
	for n := range 20 {
		if err := s.Record(outcome(n)); err != nil {
			t.Fatal(err)
		}
	}
	closed := outcome(30)
	closed.Target = "https://ann:pw@host.example/closed"
	for _, m := range []audit.Memory{closed} {
		if err := s.Record(m); err != nil {
			t.Fatal(err)
		}
	}
	r := recordRunAt(t, s, "1", 3, "a")
	if err := s.RecordReport("1", reportOf(r, 1200)); err != nil {
		t.Fatal(err)
	}
	check := func(problems ...string) {
		t.Helper()
		f, err := s.Verify(t.Context())
		if err != nil || f.Problems != len(problems) || !f.Pages {
			t.Errorf("%d problems, want %d: %q, error %v", f.Problems, len(problems), f.First, err)
		}
		for _, p := range problems {
			if !strings.Contains(strings.Join(f.First, "\n"), p) {
				t.Errorf("nothing of %q: %q", p, f.First)
			}
		}
	}
	check()
	raw, err := record(outcome(3))
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, latestBucket, "https://host.example/", string(raw))
	put(t, s, latestBucket, "odd:1", "\x09")
	put(t, s, runBucket, "2", "\x01{")
	put(t, s, runBucket, "3", packed(`{"run":{"id":"4"}}`))
	put(t, s, partBucket, string(partKey("1", 1)), "\x03rubbish")
	check(`"https://host.example/" is of another target`, `"odd:1" cannot be read`, `run "2" cannot be read`, `run "3" is of another`, `report of run "1" cannot be read`)
	put(t, s, partBucket, string(partKey("1", 7)), string(raw))
	put(t, s, reportBucket, "9", "\x01{")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Verify(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	reader, err := OpenReader(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if f, err := reader.Verify(t.Context()); err != nil || f.Pages || f.Problems != 8 {
		t.Errorf("as a reader sees it: %+v, %v", f, err)
	}
}

// Pages that do not fit together are told, not fallen over.
func TestVerifyOverwrittenPages(t *testing.T) {
	full := storePath(t)
	s := openStore(t, full)
	for n := range 300 {
		if err := s.Record(outcome(n)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	sound, err := os.ReadFile(full)
	if err != nil {
		t.Fatal(err)
	}
	size, found := os.Getpagesize(), 0
	for page := 2; page < 40; page++ {
		for _, b := range []byte{0x00, 0xff, 0x5a} {
			content := bytes.Clone(sound)
			copy(content[page*size:], bytes.Repeat([]byte{b}, size))
			path := storePath(t)
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := Open(path, Options{})
			if err != nil {
				found++
				continue
			}
			if f, err := s.Verify(t.Context()); err != nil || f.Problems > 0 {
				found++
			}
			_ = s.Close()
		}
	}
	if found < 20 {
		t.Errorf("only %d damages were found", found)
	}
}

// fullStore makes a store with some of everything.
func fullStore(t *testing.T, path string, targets int) *Store {
	t.Helper()
	s := openStore(t, path)
	for range 3 {
		for n := range targets {
			if err := s.Record(observed(n, float64(n%300))); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 3 {
		r := recordRunAt(t, s, fmt.Sprint(i), float64(i), "a")
		if err := s.RecordReport(r.Run.ID, reportOf(r, 900)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// sameStores fails the test unless two stores have the same in them.
func sameStores(t *testing.T, a, b *Reader) {
	t.Helper()
	var texts [2]bytes.Buffer
	for i, r := range []*Reader{a, b} {
		if err := r.Export(&texts[i]); err != nil {
			t.Fatal(err)
		}
		runs, err := r.Runs()
		if err != nil {
			t.Fatal(err)
		}
		for _, run := range runs {
			report, err := r.Report(run.Run.ID)
			fmt.Fprintf(&texts[i], "%s %v %v\n", run.Run.ID, report != nil && report.Documents != nil, errors.Is(err, audit.ErrNotFound))
		}
	}
	if d := cmp.Diff(texts[0].String(), texts[1].String()); d != "" {
		t.Errorf("the stores differ:\n%.2000s", d)
	}
}

func TestCompact(t *testing.T) {
	path := storePath(t)
	s := fullStore(t, path, 3000)
	if _, err := s.Prune(Keep{Targets: 100 * day}, noon); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Compact(t.Context(), path, Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("while it is open: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	backup := storePath(t)
	r, err := OpenReader(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(r.Backup(t.Context(), backup), r.Close()); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}

	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Compact(cancelled, path, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("a compaction that failed has changed the store: %v", err)
	}

	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(path, link); err != nil {
		link = path
	}
	from, to, err := Compact(t.Context(), link, Options{})
	if err != nil || to >= from*2/3 {
		t.Errorf("compacted from %d to %d, error %v", from, to, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Size() != to || info.Mode().Perm() != 0o640 {
		t.Errorf("compacted: %v, error %v", info, err)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("left beside it: %v, %v", left, err)
	}
	sameStores(t, &openStore(t, path).Reader, &openStore(t, backup).Reader)
}

func TestBackup(t *testing.T) {
	path, to := storePath(t), storePath(t)
	s := fullStore(t, path, 1500)
	reader, err := OpenReader(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	stop, ended := make(chan bool), make(chan error)
	go func() { // a check goes on
		for n := 0; ; n++ {
			select {
			case <-stop:
				ended <- nil
				return
			default:
				if err := s.Record(observed(n%1500, 0)); err != nil {
					ended <- err
					return
				}
			}
		}
	}()
	for range 3 {
		if err := reader.Backup(t.Context(), to); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	b := openStore(t, to)
	if f, err := b.Verify(t.Context()); err != nil || f.Problems != 0 || f.Targets != 1500 || f.Reports != 3 {
		t.Errorf("the copy: %+v, %v", f, err)
	}

	other := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(other, []byte("Notes.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for place, want := range map[string]error{other: ErrNotStore, path: nil, t.TempDir(): ErrNotStore} {
		if err := s.Backup(t.Context(), place); err == nil || want != nil && !errors.Is(err, want) {
			t.Errorf("copied to %s: %v", place, err)
		}
	}
	if text, err := os.ReadFile(other); err != nil || string(text) != "Notes.\n" {
		t.Errorf("a file was overwritten: %q, %v", text, err)
	}

	old, err := OpenReader(oldStore(t, "schema1.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	copied := storePath(t)
	if err := old.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	checkOfSchema1(t, openStore(t, copied))
}

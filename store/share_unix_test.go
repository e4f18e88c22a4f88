//go:build (linux && !android) || darwin || dragonfly || freebsd || netbsd

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
	"syscall"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/refmend/refmend/audit"
)

func init() {
	children["read"] = readForEver
	children["hold reading"] = holdReading
}

const readTargets = 3000

// recordRound records all targets of a round, and then a run that says so.
func recordRound(s *Store, round int) error {
	for n := range readTargets {
		m := outcome(n)
		m.Evidence.Attempts, m.Requests = round, round
		m.Metadata.Title = strings.Repeat(fmt.Sprint(round%10), 100+(n*7+round*31)%300)
		if err := s.Record(m); err != nil {
			return err
		}
	}
	return s.RecordRun(audit.RunRecord{Run: audit.RunInfo{ID: "last"}, Summary: audit.Summary{Requests: round}})
}

// readForEver reads a store over and over, tells each look, and ends with an error
// if what it sees does not belong together.
func readForEver(args []string) int {
	for looks := 0; ; looks++ {
		if err := look(args[0], looks); err != nil {
			fmt.Println(err)
			return 1
		}
		fmt.Println("look")
	}
}

func look(path string, n int) error {
	r, err := OpenReader(path, Options{})
	if err != nil {
		return err
	}
	defer r.Close()
	for range 20 {
		runs, err := r.Runs()
		if err != nil {
			return err
		}
		if len(runs) == 0 {
			continue
		}
		round := runs[0].Summary.Requests
		for range 20 {
			n = (n + 977) % readTargets
			m, err := r.Latest(outcome(n).Target, staging)
			switch {
			case err != nil:
				return fmt.Errorf("outcome %d after round %d: %w", n, round, err)
			case m.Evidence.Attempts < round:
				return fmt.Errorf("outcome %d is of round %d after round %d was recorded", n, m.Evidence.Attempts, round)
			case m.Requests != m.Evidence.Attempts || m.Evidence.ElapsedMS != int64(n) || strings.Trim(m.Metadata.Title, fmt.Sprint(m.Requests%10)) != "":
				return fmt.Errorf("outcome %d is torn: %+v", n, m)
			}
		}
	}
	return nil
}

// holdReading has the store open for reading until standard input ends.
func holdReading(args []string) int {
	r, err := OpenReader(args[0], Options{})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("open")
	_, _ = os.Stdin.Read(make([]byte, 1))
	if err := look(args[0], 0); err != nil {
		fmt.Println(err)
	}
	fmt.Println("ends", r.Close())
	return 0
}

// sizeOfFile gives the size of the file at path.
func sizeOfFile(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// Others read while one writes: nobody waits, nobody sees half a state, and the
// file grows no more than it does alone, though readers are stopped and killed.
func TestReadersWhileWriting(t *testing.T) {
	const rounds = 6
	path := storePath(t)
	s := openStore(t, path)
	write := func(first, rounds int) {
		for round := range rounds {
			if err := recordRound(s, first+round); err != nil {
				t.Fatal(err)
			}
		}
	}
	write(1, rounds)
	alone := sizeOfFile(t, path)

	for range 2 {
		cmd, _, out := startChild(t, "hold reading", path)
		if !out.Scan() || out.Text() != "open" {
			t.Fatalf("reader: %q", out.Text())
		}
		if err := cmd.Process.Signal(syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
	}
	var reading sync.WaitGroup
	for range 3 {
		reading.Go(func() {
			for range 3 {
				cmd, _, out := startChild(t, "read", path)
				for range 1 + rand.IntN(10) {
					if !out.Scan() || out.Text() != "look" {
						t.Errorf("reader: %q", out.Text())
					}
				}
				time.Sleep(time.Duration(rand.IntN(10)) * time.Millisecond)
				_ = cmd.Process.Kill()
			}
		})
	}
	done := make(chan bool)
	go func() {
		reading.Wait()
		close(done)
	}()
	round := rounds + 1
	for reading := true; reading || round < 2*rounds; round++ {
		write(round, 1)
		select {
		case <-done:
			reading = false
		default:
		}
	}
	if shared := sizeOfFile(t, path); shared > alone {
		t.Errorf("with readers the file has %d bytes, alone %d", shared, alone)
	}
	t.Logf("%d rounds", round)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	openStore(t, path) // though readers are stopped
}

// A reader goes on to see what comes, also when the file has grown far beyond
// what it mapped.
func TestReaderFollows(t *testing.T) {
	path := storePath(t)
	s := openStore(t, path)
	r, err := OpenReader(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for n := range 8000 {
		if err := s.Record(outcome(n)); err != nil {
			t.Fatal(err)
		}
		if n%500 != 0 {
			continue
		}
		if err := s.Flush(); err != nil {
			t.Fatal(err)
		}
		if m, err := r.Latest(outcome(n).Target, staging); err != nil || m.Evidence.ElapsedMS != int64(n) {
			t.Fatalf("outcome %d: %v, %v", n, m.Evidence.ElapsedMS, err)
		}
	}
	if size := sizeOfFile(t, path); size < 3<<20 {
		t.Errorf("the file was to grow: %d", size)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if _, err := r.Runs(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

// What was read while a transaction was committed is read again, whatever became
// of it: another answer, an error, a panic.
func TestReadAgain(t *testing.T) {
	path := storePath(t)
	s := openStore(t, path)
	r, err := openReader(path, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer r.close()
	times := 0
	err = r.view(func(*bolt.Tx) error {
		times++
		if times < 4 {
			if err := s.RecordRun(audit.RunRecord{Run: audit.RunInfo{ID: "1"}}); err != nil {
				t.Error(err)
			}
		}
		switch times {
		case 1:
			return nil
		case 2:
			return errors.New("nonsense")
		case 3:
			panic("nonsense")
		}
		return nil
	})
	if err != nil || times != 4 {
		t.Errorf("read %d times, error %v", times, err)
	}
	if err := r.view(func(*bolt.Tx) error { panic("damage") }); !errors.Is(err, ErrDamaged) {
		t.Errorf("a panic without a commit: %v", err)
	}
}

// Readers need neither a directory nor a file that can be written, and do not make
// what is not there.
func TestReadOnly(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "refmend.db")
	if _, err := OpenReader(path, Options{}); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), path) {
		t.Errorf("no store: %v", err)
	}
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Record(outcome(1)), s.Close()); err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]fs.FileMode{path: 0o444, dir: 0o555} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
	r, err := OpenReader(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Latest(outcome(1).Target, staging); err != nil {
		t.Error(err)
	}
	if err := errors.Join(r.Close(), r.Close()); err != nil {
		t.Error(err)
	}

	for name, content := range map[string]string{"empty": "", "text": "A text.\n"} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenReader(path, Options{}); !errors.Is(err, ErrNotStore) {
			t.Errorf("%s: %v", name, err)
		}
	}
	old := oldStore(t, "schema1.db")
	if r, err = OpenReader(old, Options{}); err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if runs, err := r.Runs(); err != nil || len(runs) != 2 {
		t.Errorf("of an old store: runs %v, error %v", runs, err)
	}
}

// A process of an earlier release has the store for itself; readers wait for it.
func TestExclusiveHolder(t *testing.T) {
	path := storePath(t)
	openStore(t, path).Close()
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("open: %v", err)
	}
	if _, err := openWatched(path, time.Now()); !errors.Is(err, ErrLocked) {
		t.Errorf("open for reading: %v", err)
	}
	time.AfterFunc(50*time.Millisecond, func() { _ = db.Close() })
	r, err := OpenReader(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Close()

	s := openStore(t, path)
	if _, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: time.Millisecond}); err == nil {
		t.Error("an earlier release could write to an open store")
	}
	_ = s.Close()
}

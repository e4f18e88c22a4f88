package store

import (
	"bytes"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/refmend/refmend/audit"
)

func TestDefaultPath(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	state := t.TempDir()
	for set, want := range map[string]string{
		state:            filepath.Join(state, "refmend", "refmend.db"),
		"":               filepath.Join(home, ".local", "state", "refmend", "refmend.db"),
		"relative/state": filepath.Join(home, ".local", "state", "refmend", "refmend.db"),
	} {
		t.Setenv("XDG_STATE_HOME", set)
		if got, err := DefaultPath(); err != nil || got != want {
			t.Errorf("XDG_STATE_HOME=%q: %q, %v, want %q", set, got, err, want)
		}
	}
	t.Setenv("HOME", "")
	t.Setenv("USERPROFILE", "")
	t.Setenv("XDG_STATE_HOME", "")
	if got, err := DefaultPath(); err == nil {
		t.Errorf("without HOME: %q, want an error", got)
	}
}

// A new store and the directories on the way are for their owner alone, and
// nothing else is left beside it.
func TestNewStore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	path := filepath.Join(dir, "refmend.db")
	openStore(t, path)
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("directory has %v, error %v; want the store alone", entries, err)
	}
	if runtime.GOOS == "windows" {
		return // has no such modes
	}
	for name, want := range map[string]fs.FileMode{dir: 0o700, filepath.Dir(dir): 0o700, path: 0o600} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("mode of %s is %o, want %o", name, got, want)
		}
	}
}

// A file made by mktemp or touch becomes a store, and so does the database that
// a kill between two steps of making one can leave.
func TestEmptyFileBecomesStore(t *testing.T) {
	path := storePath(t)
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	openStore(t, path)
	path = storePath(t)
	makeDatabase(t, path, func(*bolt.Tx) error { return nil })
	openStore(t, path)
}

func TestStoreThroughSymlink(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "link.db")
	if err := os.Symlink(filepath.Join(dir, "real.db"), link); err != nil {
		t.Skipf("cannot make symbolic links: %v", err)
	}
	for range 2 { // dangling, then not
		s, err := Open(link, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	checkFile(t, filepath.Join(dir, "real.db"))
}

func makeDatabase(t *testing.T, path string, fill func(*bolt.Tx) error) {
	t.Helper()
	db, err := bolt.Open(path, 0o600, &bolt.Options{NoFreelistSync: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(fill), db.Close()); err != nil {
		t.Fatal(err)
	}
}

func meta(program, schema string) func(*bolt.Tx) error {
	return func(tx *bolt.Tx) error {
		b, err := tx.CreateBucket(metaBucket)
		if err != nil {
			return err
		}
		return errors.Join(b.Put(programKey, []byte(program)), b.Put(schemaKey, []byte(schema)))
	}
}

// What is no store of ours is told as what it is and not touched.
func TestOpenRefuses(t *testing.T) {
	full := storePath(t)
	s := openStore(t, full)
	for n := range 500 {
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
	var used int64 // the file is longer, for growth
	makeDatabase(t, full, func(tx *bolt.Tx) error {
		used = tx.Size()
		return nil
	})
	zeroHead := append(make([]byte, 2*os.Getpagesize()), sound[2*os.Getpagesize():]...)
	badSums := bytes.Clone(sound)
	badSums[os.Getpagesize()/2], badSums[16+4*6], badSums[os.Getpagesize()+16+4*6] = 0xff, 0xff, 0xff

	for name, c := range map[string]struct {
		content []byte
		fill    func(*bolt.Tx) error
		want    error
	}{
		"text":             {content: []byte("# References\n\n[1] A page.\n"), want: ErrNotStore},
		"long text":        {content: bytes.Repeat([]byte("0123456789abcdef"), 10_000), want: ErrNotStore},
		"one byte":         {content: []byte{0}, want: ErrNotStore},
		"zeros":            {content: make([]byte, 1<<16), want: ErrNotStore},
		"SQLite":           {content: append([]byte("SQLite format 3\x00"), make([]byte, 1<<14)...), want: ErrNotStore},
		"both heads lost":  {content: zeroHead, want: ErrNotStore},
		"both heads wrong": {content: badSums, want: ErrDamaged},
		"half a page":      {content: sound[:2000], want: ErrDamaged},
		"two pages":        {content: sound[:2*os.Getpagesize()], want: ErrDamaged},
		"last byte lost":   {content: sound[:used-1], want: ErrDamaged},
		"half a store":     {content: sound[:100_000], want: ErrDamaged},
		"another program's": {fill: func(tx *bolt.Tx) error {
			_, err := tx.CreateBucket([]byte("keys"))
			return err
		}, want: ErrNotStore},
		"another meta":    {fill: meta("other", "1"), want: ErrNotStore},
		"newer":           {fill: meta(program, strconv.Itoa(schema+1)), want: ErrNewer},
		"no schema":       {fill: meta(program, ""), want: ErrDamaged},
		"buckets missing": {fill: meta(program, "1"), want: ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			path := storePath(t)
			if c.fill != nil {
				makeDatabase(t, path, c.fill)
			} else if err := os.WriteFile(path, c.content, 0o600); err != nil {
				t.Fatal(err)
			}
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			s, err := Open(path, Options{})
			if err == nil {
				_ = s.Close()
			}
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("error %v, want %v with the path", err, c.want)
			}
			if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
				t.Errorf("the file was changed: error %v", err)
			}
			if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
				t.Errorf("left beside it: %v, error %v", entries, err)
			}
			if err := os.Remove(path); err != nil { // also: no lock or map is left
				t.Error(err)
			}
		})
	}
}

func TestOpenWhatIsNoFile(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{dir, os.DevNull} {
		if _, err := Open(path, Options{}); !errors.Is(err, ErrNotStore) {
			t.Errorf("Open(%s): %v, want %v", path, err, ErrNotStore)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "file", "refmend.db")
	if _, err := Open(path, Options{}); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("Open below a file: %v", err)
	}
}

// Pages overwritten with anything lead to errors, never to a crash, a hang or a
// lock that stays.
func TestOverwrittenPages(t *testing.T) {
	full := storePath(t)
	s := openStore(t, full)
	for n := range 300 {
		if err := s.Record(outcome(n)); err != nil {
			t.Fatal(err)
		}
		if n%100 == 0 {
			if err := s.Flush(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	sound, err := os.ReadFile(full)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	damages := map[string]func(page []byte){
		"zeros": func(p []byte) { clear(p) },
		"ones":  func(p []byte) { copy(p, bytes.Repeat([]byte{0xff}, len(p))) },
		"noise": func(p []byte) {
			for i := range p {
				p[i] = byte(r.Uint32())
			}
		},
		"noise behind the head": func(p []byte) {
			for i := 16; i < len(p); i++ {
				p[i] = byte(r.Uint32())
			}
		},
	}
	size := os.Getpagesize()
	noticed := 0
	for name, damage := range damages {
		for page := 0; page < 30 && (page+1)*size <= len(sound); page++ {
			content := bytes.Clone(sound)
			damage(content[page*size : (page+1)*size])
			path := filepath.Join(t.TempDir(), "refmend.db")
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := useDamaged(path); err != nil {
				noticed++
				if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotStore) {
					t.Errorf("page %d, %s: %v", page, name, err)
				}
			}
			if s, err := Open(path, Options{}); errors.Is(err, ErrLocked) {
				t.Errorf("page %d, %s: the lock was not given up: %v", page, name, err)
			} else if err == nil {
				_ = s.Close()
			}
		}
	}
	if noticed == 0 {
		t.Error("no damage was noticed")
	}
	t.Logf("%d damages noticed", noticed)
}

// useDamaged does with the store at path what a run does, and gives the first
// error that is not just a record to be asked for again.
func useDamaged(path string) error {
	s, err := Open(path, Options{Wait: time.Second})
	if err != nil {
		return err
	}
	var errs []error
	for n := range 400 {
		if _, err := s.Latest(outcome(n).Target, staging); !errors.Is(err, audit.ErrNotFound) {
			errs = append(errs, err)
		}
	}
	for n := range 50 {
		errs = append(errs, s.Record(outcome(n*8)))
	}
	errs = append(errs, s.Flush())
	_, err = s.Runs()
	return errors.Join(append(errs, err, s.Close())...)
}

package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
)

// What can be wrong with a store. The file is left as it was in all cases.
var (
	// ErrLocked: another process has the store open for writing.
	ErrLocked = errors.New("in use")
	// ErrNotStore: the file is something else, another program's database too.
	ErrNotStore = errors.New("not a refmend store")
	// ErrNewer: the store's schema is that of a later release.
	ErrNewer = errors.New("made by a newer refmend")
	// ErrDamaged: the file is, or was, a store, but is truncated or overwritten.
	ErrDamaged = errors.New("damaged")
)

// Options say how to open a store. The zero value is good.
type Options struct {
	// Wait is how long to wait for another process that writes the store. 0
	// means to fail at once, which takes some 200 ms.
	Wait time.Duration
	// Keep is how long what is in the store is kept.
	Keep Keep
}

// DefaultPath is where the store of a user is: refmend/refmend.db in
// $XDG_STATE_HOME, or in ~/.local/state if that is unset, empty or, as the XDG
// Base Directory Specification 0.8 demands, not absolute. The file need not
// exist.
func DefaultPath() (string, error) {
	state := os.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(state) {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("find default place of the store: %w; set XDG_STATE_HOME or name a store", err)
		}
		state = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(state, "refmend", "refmend.db"), nil
}

// Open opens the store at path for this process alone to write; others may read it
// with [OpenReader] meanwhile. A store that does not
// exist is made: the file readable by its owner only, like the directories
// that are missing.
//
// Errors name the path and what to do. They wrap [ErrLocked], [ErrNotStore],
// [ErrNewer] or [ErrDamaged], or else the operating system's error.
func Open(path string, o Options) (*Store, error) {
	s, err := open(path, time.Now().Add(max(o.Wait, grace)))
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w%s", path, cause(path, err), advice(err))
	}
	s.keep = o.Keep
	return s, nil
}

// grace is waited for a lock in any case: whoever opens the store, if only to
// read it, has a lock for a moment.
const grace = 200 * time.Millisecond

// cause gives what is wrong without the file's name, if that is what the system says
// again: whoever tells of it has named the file.
func cause(path string, err error) error {
	if e, ok := err.(*fs.PathError); ok && e.Path == path {
		return unnamed{e}
	}
	return err
}

// unnamed is an error of the system that does not name its file.
type unnamed struct{ of *fs.PathError }

func (e unnamed) Error() string { return e.of.Err.Error() }

func (e unnamed) Unwrap() error { return e.of }

func advice(err error) string {
	switch {
	case errors.Is(err, ErrLocked):
		return "; wait until it ends, or use another store"
	case errors.Is(err, ErrNotStore):
		return "; the file was not touched: name another place for the store"
	case errors.Is(err, ErrNewer):
		return "; the file was not touched: update this refmend, or use another store"
	case errors.Is(err, ErrDamaged):
		return "; restore it from a copy, or move it away and a new one is made"
	case errors.Is(err, fs.ErrPermission):
		return "; name a store that you may use, or run without one"
	default:
		return "; mend that, name another place for the store, or run without one"
	}
}

func open(path string, deadline time.Time) (*Store, error) {
	err := examine(path, deadline)
	if errors.Is(err, fs.ErrNotExist) {
		err = create(path)
	}
	if err != nil {
		return nil, err
	}
	db, err := claim(path, deadline)
	if err != nil {
		return nil, err
	}
	if err := bringUp(db); err != nil {
		return nil, errors.Join(err, db.close())
	}
	return &Store{Reader: Reader{path, db, nil}, db: db, writer: startWriter(commitTo(db))}, nil
}

// examine looks at what is at path without a chance of changing it, which opening
// a foreign database for writing has. What is empty is fine.
func examine(path string, deadline time.Time) error {
	size, err := sizeOf(path)
	if err != nil || size == 0 {
		return err
	}
	db, err := openWatched(path, deadline)
	if err != nil {
		return err
	}
	_, err = db.schema()
	return errors.Join(err, db.close())
}

// sizeOf gives the size of the file at path if it is one.
func sizeOf(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	if !info.Mode().IsRegular() {
		return 0, fmt.Errorf("%w but a %s", ErrNotStore, kind(info.Mode()))
	}
	return info.Size(), nil
}

func kind(m fs.FileMode) string {
	if m.IsDir() {
		return "directory"
	}
	return "special file"
}

// bringUp makes an empty database a store, and one of an old schema one of this.
func bringUp(db *database) error {
	var found int
	err := db.view(func(tx *bolt.Tx) (err error) {
		found, err = identify(tx)
		return err
	})
	switch {
	case err != nil:
		return err
	case found == 0:
		return db.update(prepare)
	case found < schema:
		return migrate(db, found)
	}
	return nil
}

// create makes a new store under another name and puts it in place when it is
// whole: neither a full disk nor a kill leaves half a store behind. If another
// process was faster, its store stands.
func create(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".refmend-new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if err := f.Close(); err != nil {
		return err
	}
	db, err := claim(f.Name(), time.Now().Add(grace))
	if err != nil {
		return err
	}
	if err := errors.Join(db.update(prepare), db.close()); err != nil {
		return err
	}
	err = os.Link(f.Name(), path) // unlike a rename, it spares what is there
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil { // a file system without hard links
		return os.Rename(f.Name(), path)
	}
	return nil
}

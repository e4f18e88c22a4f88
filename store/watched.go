package store

import (
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
)

// patience is how long a reader tries to get a look at a file that is written
// without a pause.
const patience = 10 * time.Second

// A watched is a database that is read while another process may write it.
// Neither waits for the other: it has no lock while it reads, so that a reader
// that was stopped stops nobody and keeps nothing alive.
//
// That is sound since bbolt copies on write: a transaction never overwrites what
// the one before it has left, only what was out of use then. So all that a
// read transaction saw belongs together if at its end none has been committed
// since it began. If one has, what was seen counts for nothing and is read again.
type watched struct {
	path string

	mu     sync.Mutex
	db     *database // nil: to be opened
	closed bool
}

// openWatched opens the file at path for reading. It waits until the deadline for
// a process that keeps readers out.
func openWatched(path string, deadline time.Time) (*watched, error) {
	w := &watched{path: path}
	for {
		err := w.open()
		if w.db != nil || err != nil {
			return w, err
		}
		if !time.Now().Before(deadline) {
			return nil, fmt.Errorf("%w by %s", ErrLocked, holder(path))
		}
		time.Sleep(lockPause)
	}
}

// open sets w.db unless another process keeps readers out.
func (w *watched) open() error {
	db, err := openDatabase(w.path, true)
	if db == nil || err != nil {
		return err
	}
	if sharing {
		if err := unlock(db.file); err != nil {
			return errors.Join(err, db.close())
		}
	}
	w.db = db
	return nil
}

// view runs f in a read transaction until it has seen one state of the file. f
// may run several times, meet nonsense and panic: what it changes must be set
// anew each time, and nothing large be taken from a length it reads.
func (w *watched) view(f func(*bolt.Tx) error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return fs.ErrClosed
	}
	start := time.Now()
	for {
		settled, err := w.try(f)
		if settled {
			return err
		}
		if time.Since(start) > patience {
			return fmt.Errorf("%w by %s, which writes all the time", ErrLocked, holder(w.path))
		}
		time.Sleep(time.Millisecond)
	}
}

// try runs f once, and tells whether what it saw counts.
func (w *watched) try(f func(*bolt.Tx) error) (settled bool, err error) {
	if w.db == nil {
		if err := w.open(); w.db == nil {
			return err != nil, err
		}
	}
	var seen, now int
	var outgrown bool
	err = w.db.view(func(tx *bolt.Tx) error {
		seen = tx.ID()
		if size := tx.Size(); size > w.db.mapped {
			if info, err := w.db.file.Stat(); err != nil || info.Size() < size {
				return errors.Join(fmt.Errorf("%w: it ends before its %d bytes do", ErrDamaged, size), err)
			}
			outgrown = true
			return nil
		}
		return f(tx)
	})
	if outgrown {
		err = w.db.close()
		w.db = nil
		return err != nil, err
	}
	if e := w.db.view(func(tx *bolt.Tx) error {
		now = tx.ID()
		return nil
	}); e != nil {
		return true, errors.Join(err, e)
	}
	return seen == now, err
}

// schema gives that of the store, or says why it is none. The file must be as
// long as it says.
func (w *watched) schema() (found int, err error) {
	err = w.view(func(tx *bolt.Tx) (err error) {
		found, err = identify(tx)
		return err
	})
	return found, err
}

func (w *watched) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	if w.db == nil {
		return nil
	}
	db := w.db
	w.db = nil
	return db.close()
}

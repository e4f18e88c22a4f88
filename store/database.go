package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// A viewer has transactions that read: a [database], or a [watched] one.
type viewer interface {
	view(f func(*bolt.Tx) error) error
}

// A database is an open bbolt file whose faults are errors, not panics.
type database struct {
	db     *bolt.DB
	file   *os.File // under db
	mapped int64    // bytes of the file that db surely can read

	mu sync.Mutex // of update and close
	// stuck: a write transaction could not even be rolled back. It holds locks
	// that closing db would wait for.
	stuck bool
}

// lockPause is how long to wait between two tries to get a lock.
const lockPause = 5 * time.Millisecond

// openDatabase opens the bbolt file at path, or gives nil if another has a lock
// on it.
func openDatabase(path string, readOnly bool) (*database, error) {
	d := &database{}
	options := &bolt.Options{
		Timeout:  time.Millisecond, // one try: bbolt would sleep 50 ms between two
		ReadOnly: readOnly,
		// The free list is kept in the file, though leaving it out makes commits
		// somewhat faster: opening then reads the whole file, in a goroutine
		// whose panic over a damaged page nobody can catch.
		FreelistType: bolt.FreelistMapType,
		// Room for some thousand targets before the map must be made anew, for
		// which readers have to end. The file first grows to this size.
		InitialMmapSize: 1 << 20,
		NoStatistics:    true,
		OpenFile: func(name string, flag int, mode fs.FileMode) (*os.File, error) {
			var err error
			if d.file, err = os.OpenFile(name, flag, mode); err != nil {
				return nil, err
			}
			info, err := d.file.Stat()
			if err != nil {
				d.file.Close()
				return nil, err
			}
			d.mapped = info.Size()
			return d.file, nil
		},
	}
	err := guard(func() (err error) {
		d.db, err = bolt.Open(path, 0o600, options)
		return err
	})
	switch {
	case err == nil:
		return d, nil
	case errors.Is(err, berrors.ErrTimeout):
		return nil, nil
	case d.file != nil:
		d.file.Close() // bbolt has done so unless it panicked
	}
	return nil, judge(path, err)
}

// at tells whether the file at path is the one that is open: another may have
// been put in its place.
func (d *database) at(path string) bool {
	there, err := os.Stat(path)
	if err != nil {
		return false
	}
	here, err := d.file.Stat()
	return err == nil && os.SameFile(there, here)
}

// view runs f in a read transaction. It must be short: pages that a reader may
// still see cannot be used again, and the file grows instead.
func (d *database) view(f func(*bolt.Tx) error) error {
	err := guard(func() error { return d.db.View(f) })
	if errors.Is(err, berrors.ErrDatabaseNotOpen) {
		return fs.ErrClosed
	}
	return err
}

// update runs f in a write transaction, durable when it returns nil and without
// effect otherwise.
func (d *database) update(f func(*bolt.Tx) error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stuck {
		return ErrDamaged
	}
	err := guard(func() error {
		tx, err := d.db.Begin(true)
		if err != nil {
			return err
		}
		d.stuck = true
		defer func() {
			// After a commit there is nothing to roll back. Neither DB.Update nor
			// a deferred Rollback alone would tell whether the rollback got through.
			_ = tx.Rollback()
			d.stuck = false
		}()
		if err := f(tx); err != nil {
			return err
		}
		return tx.Commit()
	})
	if errors.Is(err, berrors.ErrDatabaseNotOpen) {
		return fs.ErrClosed
	}
	return err
}

// sync makes durable what transactions without sync have written.
func (d *database) sync() error { return guard(d.db.Sync) }

// close closes the file and gives up its lock. If the database is stuck, the
// lock may last as long as the process.
func (d *database) close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stuck {
		return d.file.Close()
	}
	return guard(d.db.Close)
}

// judge says what an error of bbolt over an existing file means.
func judge(path string, err error) error {
	_, ofFile := errors.AsType[*fs.PathError](err)
	_, ofSystem := errors.AsType[syscall.Errno](err)
	switch {
	case ofFile || ofSystem || errors.Is(err, ErrDamaged):
		return err
	case startsAsDatabase(path):
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	default:
		return fmt.Errorf("%w: %w", ErrNotStore, err)
	}
}

// startsAsDatabase tells whether the first page claims to be bbolt's: its magic
// number, in the byte order of the machine, after a page header of 16 bytes.
func startsAsDatabase(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	var magic [4]byte
	_, err = f.ReadAt(magic[:], 16)
	return err == nil && binary.NativeEndian.Uint32(magic[:]) == 0xED0CDAED
}

// guard runs f and makes a panic in it [ErrDamaged]: bbolt panics over pages
// that cannot be, and the processor faults where the file ends too early.
func guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, p)
		}
	}()
	return f()
}

package store

import (
	"errors"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// A Reader answers questions about a store. [OpenReader] makes one, and Close must
// end it; the one in a [Store] ends with that. All methods may be called by
// several goroutines at once. What they return shares no memory with the file.
type Reader struct {
	path string
	db   viewer
	done func() error // nil in a Store
}

// OpenReader opens the store at path for reading, also where nothing may be
// written, and while another process writes it: neither waits for the other, and
// each answer shows what is durable at that moment. A store that does not exist
// is not made: the error wraps [fs.ErrNotExist] then, else it is as from [Open].
func OpenReader(path string, o Options) (*Reader, error) {
	deadline := time.Now().Add(max(o.Wait, readerGrace))
	db, err := openReader(path, deadline)
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w%s", path, cause(path, err), advice(err))
	}
	return &Reader{path, db, db.close}, nil
}

// readerGrace is waited for a lock that keeps readers out: a process that opens
// the store for writing has it for as long as that takes.
const readerGrace = 2 * time.Second

func openReader(path string, deadline time.Time) (*watched, error) {
	size, err := sizeOf(path)
	if err != nil {
		return nil, err
	}
	if size == 0 {
		return nil, fmt.Errorf("%w: it is empty", ErrNotStore)
	}
	db, err := openWatched(path, deadline)
	if err != nil {
		return nil, err
	}
	found, err := db.schema()
	if err == nil && found == 0 {
		err = fmt.Errorf("%w: it is empty", ErrNotStore)
	}
	if err != nil {
		return nil, errors.Join(err, db.close())
	}
	return db, nil
}

// Close closes the file. It may be called again.
func (r *Reader) Close() error {
	if err := r.done(); err != nil {
		return fmt.Errorf("close store %s: %w", r.path, err)
	}
	return nil
}

// wrap says of which store an error is.
func (r *Reader) wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("read store %s: %w", r.path, cause(r.path, err))
}

// Latest gives what was recorded last of a target of the same Key as seen from a
// vantage. Its Target is t, also where another spelling of it was recorded;
// targets with credentials share one outcome, apart from the one of the same
// target without.
//
// It returns [audit.ErrNotFound] if there is none; so it does, wrapped with what
// is wrong, if the record cannot be read (written by a later release, or
// damaged), since asking the network again mends that. [ErrDamaged] says that
// the file itself is broken.
func (r *Reader) Latest(t refs.Target, vantage string) (audit.Memory, error) {
	return r.latest(t, key(t, vantage))
}

// latest is Latest for the key of t and the vantage.
func (r *Reader) latest(t refs.Target, k string) (m audit.Memory, err error) {
	if k == "" {
		return audit.Memory{}, audit.ErrNotFound
	}
	notFound := audit.ErrNotFound // kept apart: no fault of the file
	var found *audit.Memory       // most targets of a first run are not found: they cost no Memory
	err = r.db.view(func(tx *bolt.Tx) error {
		found, notFound = nil, audit.ErrNotFound
		if raw := tx.Bucket(latestBucket).Get([]byte(k)); raw != nil { // valid only in here
			found = new(audit.Memory)
			*found, notFound = remembered(t, func() (audit.Memory, error) { return decodeMemory(k, raw) })
		}
		return nil
	})
	switch {
	case err != nil:
		return audit.Memory{}, r.wrap(err)
	case found == nil:
		return audit.Memory{}, notFound
	}
	return *found, notFound
}

// LastChecked tells when a target of the same Key was checked last as seen from a
// vantage, if Latest would find it. It is several times faster than that.
func (r *Reader) LastChecked(t refs.Target, vantage string) (at time.Time, ok bool) {
	return r.lastChecked(key(t, vantage))
}

func (r *Reader) lastChecked(k string) (at time.Time, ok bool) {
	if k == "" {
		return time.Time{}, false
	}
	err := r.db.view(func(tx *bolt.Tx) error {
		s, err := decodeStanding(tx.Bucket(latestBucket).Get([]byte(k)))
		at, ok = s.CheckedAt, err == nil
		return nil
	})
	return at, ok && err == nil
}

// remembered gives what read gives as the memory of t.
func remembered(t refs.Target, read func() (audit.Memory, error)) (audit.Memory, error) {
	m, err := read()
	if err != nil {
		return audit.Memory{}, fmt.Errorf("%w: the record of %s cannot be read: %w", audit.ErrNotFound, refs.StripCredentials(string(t)), err)
	}
	m.Target = t
	return m, nil
}

// Runs gives the recorded runs, newest first; IDs sort by time. Runs whose
// records cannot be read are left out and named in the error, beside which the
// others are still given.
func (r *Reader) Runs() (runs []audit.RunRecord, err error) {
	var illegible []error
	err = r.db.view(func(tx *bolt.Tx) error {
		runs, illegible = nil, nil
		c := tx.Bucket(runBucket).Cursor()
		for id, raw := c.Last(); id != nil; id, raw = c.Prev() {
			run, err := decodeRun(raw)
			if err != nil {
				illegible = append(illegible, fmt.Errorf("run %.100q: %w", id, err))
				continue
			}
			runs = append(runs, run)
		}
		return nil
	})
	if err = errors.Join(append(illegible, err)...); err != nil {
		return runs, fmt.Errorf("read runs of store %s: %w", r.path, err)
	}
	return runs, nil
}

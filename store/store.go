// Package store remembers outcomes and runs in one bbolt file.
//
// Outcomes are written in batches by a single goroutine, so that recording one
// costs no wait for the disk: see [Store.Record]. Everything that Flush,
// RecordRun or Close acknowledged outlives the process, kill -9 and loss of
// power included; a killed process loses at most its last 100 ms, and its file
// stays sound.
//
// One process at a time may have a store open. The lock is the kernel's
// (flock on Unix) and ends with the process, however that ends. Neither the
// lock nor the memory map of bbolt can be relied on over NFS or SMB: keep the
// store on a local disk.
//
// Credentials in addresses (the "user:password@" before a host) are never
// written to the file; the "@" that is left tells that there were some.
package store

import (
	"errors"
	"fmt"
	"sync"

	bolt "go.etcd.io/bbolt"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// A Store is an open store. [Open] makes one and Close must end it. All
// methods may be called by several goroutines at once. It meets
// [audit.Archive].
type Store struct {
	path   string
	db     *database
	writer *writer

	closing  sync.Once
	closeErr error
}

var _ audit.Archive = (*Store)(nil)

// Latest gives what was recorded last of a target of the same Key as seen from a
// vantage. What Record has taken is seen at once, durable or not. Its Target is t,
// also where another spelling of it was recorded; targets with credentials
// share one outcome, apart from the one of the same target without.
//
// It returns [audit.ErrNotFound] if there is none; so it does, wrapped with what
// is wrong, if the record cannot be read (written by a later release, or
// damaged), since asking the network again mends that. [ErrDamaged] says that
// the file itself is broken. The outcome shares no memory with the database.
func (s *Store) Latest(t refs.Target, vantage string) (audit.Memory, error) {
	k := key(t, vantage)
	if len(k) == 0 {
		return audit.Memory{}, audit.ErrNotFound
	}
	if p, ok := s.writer.pending(k); ok {
		return remembered(t, p.memory)
	}
	var m audit.Memory
	var notFound error // kept apart: no fault of the file
	err := s.db.view(func(tx *bolt.Tx) error {
		raw := tx.Bucket(latestBucket).Get(k) // valid only in here
		if raw == nil {
			notFound = audit.ErrNotFound
			return nil
		}
		m, notFound = remembered(t, func() (audit.Memory, error) { return decodeMemory(raw) })
		return nil
	})
	if err != nil {
		return audit.Memory{}, fmt.Errorf("read store %s: %w", s.path, err)
	}
	return m, notFound
}

// remembered gives what read gives as the memory of t.
func remembered(t refs.Target, read func() (audit.Memory, error)) (audit.Memory, error) {
	m, err := read()
	if err != nil {
		return audit.Memory{}, fmt.Errorf("%w: the record of %s cannot be read: %w", audit.ErrNotFound, stripCredentials(string(t)), err)
	}
	m.Target = t
	return m, nil
}

// Record takes an outcome to be written soon. It copies what it needs and does
// not wait for the disk unless the disk falls behind by two batches (of 1000
// outcomes or 8 MiB each). A batch is committed when it is full, when its oldest outcome is
// 50 ms old, or at Flush; that leaves a commit as long again to be durable
// within the 100 ms that [audit.Archive] promises.
//
// After a commit that failed, of a full disk for one, Record, Flush, RecordRun
// and Close all return its error, and nothing more is written: the file keeps
// what it had. After Close the error is [fs.ErrClosed].
func (s *Store) Record(m audit.Memory) error {
	k := key(m.Target, m.Vantage)
	if len(k) == 0 {
		return fmt.Errorf("record outcome in store %s: it has no target", s.path)
	}
	record, err := encodeMemory(m)
	if err != nil {
		return fmt.Errorf("record outcome of %s in store %s: %w", stripCredentials(string(m.Target)), s.path, err)
	}
	return s.wrapWrite(s.writer.add(entry{latestBucket, k, record}))
}

// Flush returns when everything recorded so far is durable, or the error that
// prevents it.
func (s *Store) Flush() error {
	return s.wrapWrite(s.writer.flush())
}

// RecordRun records a run under its ID, in place of what was there, and returns
// when that is durable; every outcome recorded before it is durable then too,
// so that no run is ever remembered as finished without its answers.
func (s *Store) RecordRun(r audit.RunRecord) error {
	if n := len(r.Run.ID); n == 0 || n > bolt.MaxKeySize {
		return fmt.Errorf("record run in store %s: an ID of %d bytes cannot be a key", s.path, n)
	}
	record, err := encodeRun(r)
	if err != nil {
		return fmt.Errorf("record run %s in store %s: %w", r.Run.ID, s.path, err)
	}
	if err := s.writer.add(entry{runBucket, []byte(r.Run.ID), record}); err != nil {
		return s.wrapWrite(err)
	}
	return s.Flush()
}

// Runs gives the recorded runs, newest first; IDs sort by time. Runs whose
// records cannot be read are left out and named in the error, beside which the
// others are still given.
func (s *Store) Runs() ([]audit.RunRecord, error) {
	var runs []audit.RunRecord
	var illegible []error
	err := s.db.view(func(tx *bolt.Tx) error {
		c := tx.Bucket(runBucket).Cursor()
		for id, raw := c.Last(); id != nil; id, raw = c.Prev() {
			r, err := decodeRun(raw)
			if err != nil {
				illegible = append(illegible, fmt.Errorf("run %q: %w", id, err))
				continue
			}
			runs = append(runs, r)
		}
		return nil
	})
	if err = errors.Join(append(illegible, err)...); err != nil {
		return runs, fmt.Errorf("read runs of store %s: %w", s.path, err)
	}
	return runs, nil
}

// Close makes everything recorded durable, closes the file and gives up its
// lock. It may be called again and returns the same then.
func (s *Store) Close() error {
	s.closing.Do(func() {
		err := s.writer.close()
		s.closeErr = s.wrapWrite(errors.Join(err, s.db.close()))
	})
	return s.closeErr
}

func (s *Store) wrapWrite(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("write store %s: %w", s.path, err)
}

// Package store remembers outcomes and runs in one bbolt file.
//
// Outcomes are written in batches by a single goroutine, so that recording one
// costs no wait for the disk: see [Store.Record]. Everything that Flush,
// RecordRun or Close acknowledged outlives the process, kill -9 and loss of
// power included; a killed process loses at most its last 100 ms, and its file
// stays sound.
//
// One process at a time may have a store open for writing; see [Open]. Others may
// read it meanwhile ([OpenReader]) on Linux, macOS and most BSDs; elsewhere they
// cannot. The lock is the kernel's (flock on Unix) and ends with the process,
// however that ends. Neither the lock nor the memory map of bbolt can be relied
// on over NFS or SMB: keep the store on a local disk.
//
// Credentials in addresses (the "user:password@" before a host) are never
// written to the file; the "@" that is left tells that there were some.
//
// # Use
//
// [Open] opens or makes a store, [DefaultPath] tells where a user's own lies. A
// [Store] is an audit.Archive: give it to audit.Run. [Store.Record] and
// [Store.Latest] keep and give what is known of a target; Runs and Report give the
// runs. [OpenReader] is for programs that only look. [Store.Close] must end a store
// and [Reader.Close] a reader.
//
// Stores and readers may be used by several goroutines at once. After a write has
// failed (a disk that is full) a store takes nothing more and says so; opened
// again, it has what was acknowledged. [ErrLocked], [ErrNotStore] and their
// neighbours say why a file could not be opened.
package store

import (
	"errors"
	"fmt"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// A Store is a store open for writing. [Open] makes one and Close must end it. All
// methods may be called by several goroutines at once. It meets
// [audit.Archive] and [audit.Planner].
type Store struct {
	Reader
	db     *database
	writer *writer

	reporting sync.Mutex // a report is being recorded, or what is left of some taken out
	keep      Keep
	pruning   sync.WaitGroup

	closing  sync.Once
	closeErr error
}

var (
	_ audit.Archive = (*Store)(nil)
	_ audit.Planner = (*Store)(nil)
)

// Latest is that of [Reader.Latest]. What Record has taken is seen at once,
// durable or not.
func (s *Store) Latest(t refs.Target, vantage string) (audit.Memory, error) {
	k := key(t, vantage)
	if p, ok := s.writer.pending(k); ok {
		return remembered(t, func() (audit.Memory, error) { return p.memory(k) })
	}
	return s.latest(t, k)
}

// LastChecked is that of [Reader.LastChecked] and sees what Latest does.
func (s *Store) LastChecked(t refs.Target, vantage string) (time.Time, bool) {
	k := key(t, vantage)
	if p, ok := s.writer.pending(k); ok {
		st, err := decodeStanding(p.front())
		return st.CheckedAt, err == nil
	}
	return s.lastChecked(k)
}

// Record takes an outcome to be written soon. It copies what it needs and does
// not wait for the disk unless the disk falls behind by two batches (of 1000
// outcomes or 8 MiB each). A batch is committed when it is full, at Flush, or 50
// to 80 ms after its oldest outcome came; that leaves a commit twice as long as the last
// one took to be durable within the 100 ms that [audit.Archive] promises.
//
// After a commit that failed, of a full disk for one, Record, Flush, RecordRun
// and Close all return its error, and nothing more is written: the file keeps
// what it had. After Close the error is [fs.ErrClosed].
func (s *Store) Record(m audit.Memory) error {
	k := key(m.Target, m.Vantage)
	if k == "" {
		return fmt.Errorf("record outcome in store %s: it has no target", s.path)
	}
	j := newText()
	defer j.giveBack()
	record, err := j.record(k, &m)
	if err != nil {
		return fmt.Errorf("record outcome of %s in store %s: %w", refs.StripCredentials(string(m.Target)), s.path, err)
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
	if err := s.writer.add(entry{runBucket, r.Run.ID, record}); err != nil {
		return s.wrapWrite(err)
	}
	return s.Flush()
}

// Close makes everything recorded durable, closes the file and gives up its
// lock. It may be called again and returns the same then.
func (s *Store) Close() error {
	s.closing.Do(func() {
		s.pruning.Wait()
		err := s.writer.close()
		s.closeErr = s.wrapWrite(errors.Join(err, s.db.close()))
	})
	return s.closeErr
}

func (s *Store) wrapWrite(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("write store %s: %w", s.path, cause(s.path, err))
}

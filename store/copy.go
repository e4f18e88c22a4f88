package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Backup copies the store into a file at path, also while answers are recorded.
// What was durable when it began is in the copy, some of what came later perhaps,
// and no run without its answers, nor half a report. A store that is there is
// replaced, and only by a copy that is whole and was read again; anything else
// that is there is not.
func (r *Reader) Backup(ctx context.Context, path string) error {
	if err := r.backup(ctx, path); err != nil {
		return fmt.Errorf("copy store %s to %s: %w", r.path, path, err)
	}
	return nil
}

func (r *Reader) backup(ctx context.Context, path string) error {
	if err := replaceable(r.path, path); err != nil {
		return err
	}
	return r.copyTo(ctx, path, func(temporary string) error { return os.Rename(temporary, path) })
}

// replaceable says why a copy of a store may not be put at path.
func replaceable(store, path string) error {
	there, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if here, err := os.Stat(store); err == nil && os.SameFile(here, there) {
		return errors.New("it is the store itself")
	}
	return examine(path, time.Now().Add(grace))
}

// Compact makes the store at path as small as it can be: it copies it, reads the
// copy again, and puts that in its place. Until then nothing is changed, and
// whatever fails or ends the program leaves the store as it was. It gives the size
// before and after in bytes.
func Compact(ctx context.Context, path string, o Options) (from, to int64, err error) {
	s, err := Open(path, o)
	if err != nil {
		return 0, 0, err
	}
	if from, to, err = s.compact(ctx); err != nil {
		err = fmt.Errorf("compact store %s: %w", path, err)
	}
	return from, to, errors.Join(err, s.Close())
}

func (s *Store) compact(ctx context.Context) (from, to int64, err error) {
	path, err := filepath.EvalSymlinks(s.path)
	if err != nil {
		return 0, 0, err
	}
	old, err := os.Stat(path)
	if err != nil {
		return 0, 0, err
	}
	err = s.copyTo(ctx, path, func(temporary string) error {
		info, err := os.Stat(temporary)
		if err != nil {
			return err
		}
		to = info.Size()
		if err := os.Chmod(temporary, old.Mode().Perm()); err != nil {
			return err
		}
		if !sharing { // Windows replaces no file that is open
			if err := s.db.close(); err != nil {
				return err
			}
		}
		return os.Rename(temporary, path)
	})
	return old.Size(), to, err
}

// copyTo makes a copy beside path, verifies it, and has place put it where it
// belongs.
func (r *Reader) copyTo(ctx context.Context, path string, place func(temporary string) error) error {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".refmend-copy-*")
	if err != nil {
		return err
	}
	temporary := f.Name()
	defer os.Remove(temporary) // after place there is none
	if err := f.Close(); err != nil {
		return err
	}
	db, err := claim(temporary, time.Now().Add(grace))
	if err != nil {
		return err
	}
	db.db.NoSync = true // until all is there
	err = db.update(prepare)
	if err == nil {
		err = r.copyInto(ctx, db)
	}
	var found Findings
	if err == nil {
		err = db.sync()
	}
	if err == nil {
		err = verifyPages(db, &found)
	}
	if err == nil && found.Problems > 0 {
		err = fmt.Errorf("%w: the copy: %s", ErrDamaged, found.First[0])
	}
	if err = errors.Join(err, db.close()); err != nil {
		return err
	}
	if err := place(temporary); err != nil {
		return err
	}
	return syncDirectory(dir)
}

// syncDirectory makes durable what was renamed in a directory, where that can be
// asked for.
func syncDirectory(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, fs.ErrInvalid) && sharing {
		return err
	}
	return nil
}

// copyInto copies all records. Runs go first, so that each finds its answers
// copied after it, and the heads of reports last, those only that have all
// their parts.
func (r *Reader) copyInto(ctx context.Context, to *database) error {
	c := copier{to: to}
	found := 0
	err := r.db.view(func(tx *bolt.Tx) (err error) {
		found, err = identify(tx)
		return err
	})
	if err != nil {
		return err
	}
	for _, name := range [][]byte{runBucket, latestBucket, partBucket} {
		err := walk(r.db, name, clonePair, func(p pair) error {
			return errors.Join(ctx.Err(), c.put(name, p))
		})
		if err = errors.Join(err, c.flush()); err != nil {
			return err
		}
	}
	err = walk(r.db, reportBucket, clonePair, func(p pair) error {
		if head, err := decodeReportHead(p.raw); err != nil || !hasParts(to, string(p.key), head.Parts) {
			return nil
		}
		return errors.Join(ctx.Err(), c.put(reportBucket, p))
	})
	if err != nil {
		return err
	}
	if pruned, err := r.copyOf(metaBucket, prunedKey); err == nil {
		if err := c.put(metaBucket, pair{prunedKey, pruned}); err != nil {
			return err
		}
	}
	if found == 1 { // the copy is migrated when it is opened
		if err := c.put(metaBucket, pair{migratedKey, []byte{0x00}}); err != nil {
			return err
		}
	}
	return c.flush()
}

func hasParts(db *database, id string, n int) bool {
	missing := false
	err := db.view(func(tx *bolt.Tx) error {
		for i := range n {
			missing = missing || tx.Bucket(partBucket).Get(partKey(id, i)) == nil
		}
		return nil
	})
	return err == nil && !missing
}

// A copier writes records that come in order into another database.
type copier struct {
	to     *database
	bucket []byte
	pairs  []pair
	bytes  int
}

func (c *copier) put(bucket []byte, p pair) error {
	if !bytes.Equal(bucket, c.bucket) {
		if err := c.flush(); err != nil {
			return err
		}
		c.bucket = bucket
	}
	c.pairs = append(c.pairs, p)
	c.bytes += len(p.key) + len(p.raw)
	if c.bytes < batchBytes && len(c.pairs) < 10*batchSize {
		return nil
	}
	return c.flush()
}

func (c *copier) flush() error {
	if len(c.pairs) == 0 {
		return nil
	}
	err := c.to.update(func(tx *bolt.Tx) error {
		b := tx.Bucket(c.bucket)
		b.FillPercent = fillPercent
		for _, p := range c.pairs {
			if err := b.Put(p.key, p.raw); err != nil {
				return err
			}
		}
		return nil
	})
	c.pairs, c.bytes = c.pairs[:0], 0
	return err
}

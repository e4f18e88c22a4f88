package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	bolt "go.etcd.io/bbolt"

	"github.com/refmend/refmend/audit"
)

// Findings are what a look at all of a store gave.
type Findings struct {
	Targets  int  `json:"targets"` // as seen from each vantage
	Runs     int  `json:"runs"`
	Reports  int  `json:"reports"`
	Pages    bool `json:"pages"` // that the pages of the file fit together was looked at too
	Problems int  `json:"problems"`
	// First are the first hundred problems, a sentence each. They may quote what
	// is in the file.
	First []string `json:"first,omitempty"`
}

func (f *Findings) problem(format string, args ...any) {
	f.Problems++
	if len(f.First) < 100 {
		f.First = append(f.First, fmt.Sprintf(format, args...))
	}
}

// Verify reads all that is in the store: every record must be legible and under
// its key, every report whole. An error says that it could not look further.
func (r *Reader) Verify(ctx context.Context) (Findings, error) {
	var f Findings
	if err := r.verifyRecords(ctx, &f); err != nil {
		return f, r.wrap(err)
	}
	return f, r.wrap(r.verifyReports(ctx, &f))
}

// Verify is that of [Reader.Verify], after a look at whether the pages of the file
// fit together. It holds up what is recorded meanwhile.
func (s *Store) Verify(ctx context.Context) (Findings, error) {
	var f Findings
	if err := s.Flush(); err != nil {
		return f, err
	}
	if err := verifyPages(s.db, &f); err != nil {
		return f, s.wrap(err)
	}
	if f.Problems > 0 {
		return f, nil // records of pages that do not fit say nothing
	}
	got, err := s.Reader.Verify(ctx)
	got.Pages = true
	return got, err
}

// verifyPages has bbolt look at its pages. Before, all pages that hold something
// are read here, where a fault of the processor is an error: bbolt looks from a
// goroutine where it would end the program.
func verifyPages(db *database, f *Findings) error {
	f.Pages = true
	err := db.view(func(tx *bolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bolt.Bucket) error {
			var before, value []byte
			return b.ForEach(func(k, v []byte) error {
				if before != nil && bytes.Compare(before, k) >= 0 {
					return fmt.Errorf("%w: bucket %.100q is not in order", ErrDamaged, name)
				}
				before, value = append(before[:0], k...), append(value[:0], v...)
				return nil
			})
		})
	})
	if err != nil {
		f.problem("%v", err)
		return nil
	}
	return db.view(func(tx *bolt.Tx) error {
		for err := range tx.Check() {
			f.problem("%v", err)
		}
		return nil
	})
}

func (r *Reader) verifyRecords(ctx context.Context, f *Findings) error {
	err := walk(r.db, latestBucket, func(k, raw []byte) string {
		if what := misfit(k, raw); what != "" {
			return fmt.Sprintf("The record of %.200q %s.", k, what)
		}
		return ""
	}, func(problem string) error {
		f.Targets++
		if problem != "" {
			f.problem("%s", problem)
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	return walk(r.db, runBucket, clonePair, func(p pair) error {
		f.Runs++
		if run, err := decodeRun(p.raw); err != nil {
			f.problem("The record of run %.100q cannot be read: %v.", p.key, err)
		} else if run.Run.ID != string(p.key) {
			f.problem("The record of run %.100q is of another one.", p.key)
		}
		return ctx.Err()
	})
}

// misfit says what is wrong with the record of a target, "" if nothing is.
func misfit(k, raw []byte) string {
	m, err := decodeMemory(string(k), raw)
	switch {
	case errors.Is(err, errOther):
		return "is of another target"
	case err != nil:
		return fmt.Sprintf("cannot be read (%v)", err)
	}
	if m.Target == "" { // it was too long to be stored
		return ""
	}
	if string(k) != key(m.Target, m.Vantage) && raw[0] != form1 {
		return "is of another target"
	}
	return ""
}

func (r *Reader) verifyReports(ctx context.Context, f *Findings) error {
	z, err := newUnpacker()
	if err != nil {
		return err
	}
	defer z.Close()
	heads := map[string]int{} // parts that are missing
	err = walk(r.db, reportBucket, clonePair, func(p pair) error {
		f.Reports++
		head, err := decodeReportHead(p.raw)
		if err != nil {
			f.problem("The report of run %.100q cannot be read: %v.", p.key, err)
		}
		heads[string(p.key)] = head.Parts
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	err = walk(r.db, partBucket, clonePair, func(p pair) error {
		id, _, _ := strings.Cut(string(p.key), "\x00")
		if _, ok := heads[id]; !ok {
			return ctx.Err() // of a report that is being recorded, or never was to its end
		}
		heads[id]--
		// A part may go on with a document of the one before.
		if _, err := appendPart(make([]audit.Document, 1), p.raw, z); err != nil {
			f.problem("Part %x of the report of run %.100q cannot be read: %v.", p.key[len(id):], id, err)
		}
		return ctx.Err()
	})
	for id, missing := range heads {
		if missing != 0 && err == nil {
			if _, e := r.copyOf(reportBucket, []byte(id)); e == nil { // it was not pruned meanwhile
				f.problem("The report of run %.100q has other parts than it says.", id)
			}
		}
	}
	return err
}

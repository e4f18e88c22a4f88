package store

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/refmend/refmend/audit"
)

// A Keep says how long what is in a store is kept. A field that is 0 stands for
// that of [DefaultKeep], a negative one for ever.
type Keep struct {
	Targets time.Duration // what is known of a target, since it was checked last
	Runs    time.Duration // the record of a run, since it began
	Reports time.Duration // its report; the newest of each set of documents stay
}

// DefaultKeep is how long things are kept unless something else is said.
var DefaultKeep = Keep{Targets: 365 * day, Runs: 2 * 365 * day, Reports: 90 * day}

const day = 24 * time.Hour

// keptReports are kept of a set of documents however old they are, so that there
// is always something to compare with.
const keptReports = 3

// before gives the time that what was last at work before is beyond its time.
func before(now time.Time, keep, usual time.Duration) time.Time {
	switch {
	case keep < 0:
		return time.Time{}
	case keep == 0:
		keep = usual
	}
	return now.Add(-keep)
}

// Pruned counts what was taken out.
type Pruned struct{ Targets, Runs, Reports int }

// Prune takes out what is beyond its time, and what is left of reports that were
// never finished. The room is used again; to have the file smaller, compact it.
// It works in short transactions, so that answers are recorded meanwhile. An
// error leaves what was not taken out yet.
func (s *Store) Prune(k Keep, now time.Time) (Pruned, error) {
	var p Pruned
	var err error
	if p.Targets, err = s.pruneTargets(before(now, k.Targets, DefaultKeep.Targets)); err == nil {
		p.Runs, p.Reports, err = s.pruneRuns(before(now, k.Runs, DefaultKeep.Runs), before(now, k.Reports, DefaultKeep.Reports))
	}
	if err == nil {
		err = s.dropRemains()
	}
	return p, s.wrapWrite(err)
}

const pruneStep = 1000 // keys that a transaction takes out

// pruneTargets takes out what was not checked since limit.
func (s *Store) pruneTargets(limit time.Time) (n int, err error) {
	stale := func(raw []byte) bool {
		st, err := decodeStanding(raw)
		return err == nil && st.CheckedAt.Before(limit)
	}
	var keys [][]byte
	drop := func() error {
		err := s.db.update(func(tx *bolt.Tx) error {
			latest := tx.Bucket(latestBucket)
			for _, k := range keys {
				if !stale(latest.Get(k)) { // it was checked meanwhile
					continue
				}
				if err := latest.Delete(k); err != nil {
					return err
				}
				n++
			}
			return nil
		})
		keys = keys[:0]
		return err
	}
	err = walk(s.db, latestBucket, func(k, raw []byte) []byte {
		if !stale(raw) {
			return nil
		}
		return bytes.Clone(k)
	}, func(k []byte) error {
		if k == nil {
			return nil
		}
		if keys = append(keys, k); len(keys) < pruneStep {
			return nil
		}
		return drop()
	})
	if err == nil && len(keys) > 0 {
		err = drop()
	}
	return n, err
}

// pruneRuns takes out runs that began before one time, and reports of runs that
// began before another. A run stays as long as its report. Those that
// cannot be read stay too.
func (s *Store) pruneRuns(runLimit, reportLimit time.Time) (runs, reports int, err error) {
	all, illegible := s.Runs()
	if all == nil && illegible != nil {
		return 0, 0, illegible
	}
	has := map[string]bool{}
	err = walk(s.db, reportBucket, func(k, _ []byte) string { return string(k) }, func(id string) error {
		has[id] = true
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	newer := map[string]int{} // reports of the same documents
	for _, r := range all {   // the newest first
		id := r.Run.ID
		if has[id] {
			set := documentSet(r)
			if newer[set]++; newer[set] <= keptReports || !r.Run.Started.Before(reportLimit) {
				continue
			}
			if err := s.dropReport(id); err != nil {
				return runs, reports, err
			}
			reports++
		}
		if r.Run.Started.Before(runLimit) {
			err := s.db.update(func(tx *bolt.Tx) error { return tx.Bucket(runBucket).Delete([]byte(id)) })
			if err != nil {
				return runs, reports, err
			}
			runs++
		}
	}
	return runs, reports, nil
}

func documentSet(r audit.RunRecord) string {
	paths := slices.Clone(r.Documents)
	slices.Sort(paths)
	return strings.Join(paths, "\x00")
}

// dropRemains takes out the parts of reports that have no head: recording them
// was cut short.
func (s *Store) dropRemains() error {
	s.reporting.Lock()
	defer s.reporting.Unlock()
	seen := map[string]bool{}
	err := walk(s.db, partBucket, func(k, _ []byte) string {
		return string(k[:max(0, len(k)-5)])
	}, func(id string) error {
		seen[id] = true
		return nil
	})
	for id := range seen {
		if _, e := s.copyOf(reportBucket, []byte(id)); errors.Is(e, audit.ErrNotFound) {
			err = errors.Join(err, s.dropReport(id))
		}
	}
	return err
}

const (
	// pruneEvery is how often a store is pruned by itself.
	pruneEvery = day
	// pruneStride is what time may have gone by for that since the time before: a
	// clock that is years ahead for one run shall not empty the store.
	pruneStride = 30 * day
)

// pruneInBackground prunes the store by itself if that was done last a day or
// longer before now. Nobody is told of an error: the next time is soon.
func (s *Store) pruneInBackground(now time.Time) {
	raw, err := s.copyOf(metaBucket, prunedKey)
	if now.IsZero() || err != nil && !errors.Is(err, audit.ErrNotFound) {
		return
	}
	last, err := time.Parse(time.RFC3339, string(raw))
	if err != nil || last.After(now) { // never, or by a clock that was wrong
		s.markPruned(now)
		return
	}
	if now.Before(last.Add(pruneEvery)) {
		return
	}
	s.pruning.Go(func() {
		until := earliest(now, last.Add(pruneStride))
		if _, err := s.Prune(s.keep, until); err == nil {
			s.markPruned(until)
		}
	})
}

func (s *Store) markPruned(at time.Time) {
	_ = s.db.update(func(tx *bolt.Tx) error {
		return tx.Bucket(metaBucket).Put(prunedKey, []byte(at.UTC().Format(time.RFC3339)))
	})
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

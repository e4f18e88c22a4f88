package store

import (
	"os"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/refmend/refmend/audit"
)

// Stats tell what is in a store.
type Stats struct {
	Schema    int                 `json:"schema"`
	Size      int64               `json:"size"`                // of the file, in bytes
	Free      int64               `json:"free"`                // bytes of it that wait for use
	Bytes     map[string]int64    `json:"bytes"`               // keys and values, by bucket
	Targets   int                 `json:"targets"`             // as seen from each vantage
	ByState   map[audit.State]int `json:"by_state"`            // targets
	Illegible int                 `json:"illegible,omitempty"` // targets of which the record cannot be read
	Oldest    time.Time           `json:"oldest,omitzero"`     // when the target was checked that was longest not
	Newest    time.Time           `json:"newest,omitzero"`     // when one was checked last
	Runs      int                 `json:"runs"`
	Reports   int                 `json:"reports"`
}

// Stats counts what is in the store. What is recorded meanwhile may count or not.
func (r *Reader) Stats() (Stats, error) {
	st, err := r.stats()
	return st, r.wrap(err)
}

func (r *Reader) stats() (Stats, error) {
	st := Stats{Bytes: map[string]int64{}, ByState: map[audit.State]int{}}
	info, err := os.Stat(r.path)
	if err != nil {
		return st, err
	}
	st.Size = info.Size()
	if err := r.db.view(func(tx *bolt.Tx) (err error) {
		st.Schema, err = identify(tx)
		return err
	}); err != nil {
		return st, err
	}
	type item struct {
		size     int64
		standing standing
		err      error
	}
	counts := map[string]int{}
	for _, b := range buckets(schema) {
		name := string(b)
		err := walk(r.db, b, func(k, raw []byte) item {
			i := item{size: int64(len(k) + len(raw))}
			if name == string(latestBucket) {
				i.standing, i.err = decodeStanding(raw)
			}
			return i
		}, func(i item) error {
			st.Bytes[name] += i.size
			counts[name]++
			if name != string(latestBucket) {
				return nil
			}
			if i.err != nil {
				st.Illegible++
				return nil
			}
			st.ByState[i.standing.State]++
			at := i.standing.CheckedAt
			if st.Oldest.IsZero() || at.Before(st.Oldest) {
				st.Oldest = at
			}
			if at.After(st.Newest) {
				st.Newest = at
			}
			return nil
		})
		if err != nil {
			return st, err
		}
	}
	st.Targets, st.Runs, st.Reports = counts[string(latestBucket)], counts[string(runBucket)], counts[string(reportBucket)]
	used, err := r.used()
	st.Free = max(0, st.Size-used)
	return st, err
}

// used gives the bytes of all pages that are in use, but for some of bbolt's own
// bookkeeping.
func (r *Reader) used() (bytes int64, err error) {
	for _, b := range buckets(schema) {
		var n int64
		err := r.db.view(func(tx *bolt.Tx) error {
			n = 0
			if bucket := tx.Bucket(b); bucket != nil {
				st := bucket.Stats()
				n = int64(st.BranchAlloc + st.LeafAlloc)
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
		bytes += n
	}
	return bytes, nil
}

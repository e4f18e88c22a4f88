package store

import (
	"bytes"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

const (
	// walkStep and walkBytes are where a transaction of a walk ends.
	walkStep  = 500
	walkBytes = 4 << 20
)

// walk goes over a bucket in the order of its keys, in transactions that are
// short, so that what is changed meanwhile may be seen or not. take copies what
// is wanted of a record, within a transaction and perhaps in vain; each gets
// that, outside and once. A bucket that an old schema does not have is empty.
func walk[T any](db viewer, bucket []byte, take func(k, raw []byte) T, each func(T) error) error {
	var from, last []byte
	var items []T
	for {
		err := db.view(func(tx *bolt.Tx) error {
			items = items[:0]
			b := tx.Bucket(bucket)
			if b == nil {
				return nil
			}
			c := b.Cursor()
			k, raw := c.Seek(from)
			if k != nil && bytes.Equal(k, from) {
				k, raw = c.Next()
			}
			for size := 0; k != nil && len(items) < walkStep && size < walkBytes; k, raw = c.Next() {
				if len(k) > bolt.MaxKeySize || len(raw) > maxPart {
					return fmt.Errorf("%w: a record of %d bytes", ErrDamaged, len(raw))
				}
				size += len(raw)
				items = append(items, take(k, raw))
				last = append(last[:0], k...)
			}
			return nil
		})
		if err != nil || len(items) == 0 {
			return err
		}
		for _, i := range items {
			if err := each(i); err != nil {
				return err
			}
		}
		from, last = last, from
	}
}

// A pair is a record with its key.
type pair struct{ key, raw []byte }

func clonePair(k, raw []byte) pair { return pair{bytes.Clone(k), bytes.Clone(raw)} }

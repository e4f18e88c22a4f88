package store

import (
	"bytes"
	"fmt"
	"strconv"

	bolt "go.etcd.io/bbolt"
)

// migrateStep is how many records one transaction of a migration rewrites.
const migrateStep = 2000

// migrate brings a store of an earlier schema to this one, in transactions that each
// leave a sound store: whatever ends it, the next opening goes on where it was. The
// schema's number changes first, so that no earlier release meets records that
// it cannot read; records of all forms are read at any time. Only those of schema 1
// have to be rewritten.
func migrate(db *database, found int) error {
	err := db.update(func(tx *bolt.Tx) error {
		meta := tx.Bucket(metaBucket)
		for _, name := range buckets(schema) {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		if found == 1 && meta.Get(migratedKey) == nil { // else it was begun before
			if err := meta.Put(migratedKey, []byte{0x00}); err != nil { // before all keys
				return err
			}
		}
		return meta.Put(schemaKey, strconv.AppendInt(nil, schema, 10))
	})
	for more := found == 1; more && err == nil; {
		err = db.update(func(tx *bolt.Tx) (err error) {
			more, err = migrateSome(tx)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("bring it from schema %d to %d: %w", found, schema, err)
	}
	return nil
}

// migrateSome brings the next records to the form of now, and tells whether there are
// more.
func migrateSome(tx *bolt.Tx) (more bool, err error) {
	type item struct{ key, raw []byte }
	var items []item
	meta, latest := tx.Bucket(metaBucket), tx.Bucket(latestBucket)
	from := meta.Get(migratedKey)
	c := latest.Cursor()
	k, raw := c.Seek(from)
	if bytes.Equal(k, from) {
		k, raw = c.Next()
	}
	for ; k != nil && len(items) < migrateStep; k, raw = c.Next() {
		items = append(items, item{bytes.Clone(k), bytes.Clone(raw)})
	}
	if len(items) == 0 {
		return false, meta.Delete(migratedKey)
	}
	for _, i := range items {
		if err := migrateRecord(latest, i.key, i.raw); err != nil {
			return false, err
		}
	}
	return true, meta.Put(migratedKey, items[len(items)-1].key)
}

// migrateRecord brings a record of form 1 to that of now and under the key of its vantage,
// where a newer one may stand. One that cannot be read stays as it is: the
// target is asked about again.
func migrateRecord(latest *bolt.Bucket, k, raw []byte) error {
	if len(raw) == 0 || raw[0] != form1 {
		return nil
	}
	m, err := decodeForm1(raw)
	if err != nil {
		return nil
	}
	to := k
	if bytes.IndexByte(k, 0x00) < 0 {
		to = []byte(withVantage(string(k), m.Vantage))
	}
	record, err := encodeMemory(string(to), m)
	if err != nil {
		return nil
	}
	if !bytes.Equal(to, k) {
		if err := latest.Delete(k); err != nil {
			return err
		}
		if s, err := decodeStanding(latest.Get(to)); err == nil && s.CheckedAt.After(m.Evidence.CheckedAt) {
			return nil
		}
	}
	return latest.Put(to, record.pack(new(slab)))
}

package store

import (
	"bytes"

	bolt "go.etcd.io/bbolt"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// Memories gives what was recorded last of a target of the same Key from each
// vantage, the usual one first, as [Reader.Latest] does for one: nothing if the
// target is not recorded. Records that cannot be read are left out.
func (r *Reader) Memories(t refs.Target) (all []audit.Memory, err error) {
	prefix := []byte(targetKey(t))
	if len(prefix) == 0 {
		return nil, nil
	}
	err = r.db.view(func(tx *bolt.Tx) error {
		all = nil
		c := tx.Bucket(latestBucket).Cursor()
		for k, raw := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, raw = c.Next() {
			if rest := k[len(prefix):]; len(rest) > 0 && rest[0] != 0x00 {
				break // of a longer target: no byte in one is as low
			}
			if m, err := remembered(t, func() (audit.Memory, error) { return decodeMemory(string(k), raw) }); err == nil {
				all = append(all, m)
			}
		}
		return nil
	})
	return all, r.wrap(err)
}

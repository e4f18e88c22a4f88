package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"

	bolt "go.etcd.io/bbolt"

	"github.com/refmend/refmend/refs"
)

// The file, schema 1:
//
//	meta    program -> "refmend", schema -> decimal number
//	latest  key of a target -> record of its newest outcome
//	run     ID of a run -> record of the run
//
// A record is one byte, the version of its form, and then that form. Keys of
// targets are never empty, at most maxKey bytes long and without bytes below
// 0x20, but for a first 0x01, and 0x00 before the vantage if it is not the usual
// one: what different vantages see of a target lies together.
var (
	metaBucket   = []byte("meta")
	latestBucket = []byte("latest")
	runBucket    = []byte("run")

	programKey = []byte("program")
	schemaKey  = []byte("schema")
)

const (
	program = "refmend"
	schema  = 1

	// maxKey is below bbolt's own limit of 32 768 bytes, since few long keys
	// fit in a page of 4096 and the tree grows deep with them.
	maxKey = 1024

	maxVantage = 64 // bytes; the crawler's have 16
)

// key gives the key that what a vantage saw of a target is kept under: its Key, without
// credentials, or the hash of that if it is long or holds control characters
// (a normal target holds none). It is empty for a target that is.
func key(t refs.Target, vantage string) []byte {
	k := targetKey(t)
	if len(k) > 0 && vantage != "" {
		k = append(append(k, 0x00), vantage[:min(len(vantage), maxVantage)]...)
	}
	return k
}

func targetKey(t refs.Target) []byte {
	k := stripCredentials(t.Key())
	plain := len(k) <= maxKey
	for i := 0; plain && i < len(k); i++ {
		plain = k[i] >= 0x20
	}
	if plain {
		return []byte(k)
	}
	sum := sha256.Sum256([]byte(k))
	return hex.AppendEncode([]byte{0x01}, sum[:])
}

// identify tells whether the file of tx is a store that this package can work
// on. An empty database is: it is a store that was just being made.
func identify(tx *bolt.Tx) (prepared bool, err error) {
	meta := tx.Bucket(metaBucket)
	if meta == nil {
		if first, _ := tx.Cursor().First(); first == nil {
			return false, nil
		}
		return false, ErrNotStore
	}
	if string(meta.Get(programKey)) != program {
		return false, ErrNotStore
	}
	n, err := strconv.Atoi(string(meta.Get(schemaKey)))
	switch {
	case err != nil || n < 1:
		return false, fmt.Errorf("%w: it names no schema", ErrDamaged)
	case n > schema:
		return false, fmt.Errorf("%w: schema %d, known is %d", ErrNewer, n, schema)
	}
	for _, name := range [][]byte{latestBucket, runBucket} {
		if tx.Bucket(name) == nil {
			return false, fmt.Errorf("%w: bucket %q is missing", ErrDamaged, name)
		}
	}
	return true, nil
}

// prepare makes an empty database a store.
func prepare(tx *bolt.Tx) error {
	for _, name := range [][]byte{metaBucket, latestBucket, runBucket} {
		if _, err := tx.CreateBucket(name); err != nil {
			return fmt.Errorf("create bucket %q: %w", name, err)
		}
	}
	meta := tx.Bucket(metaBucket)
	if err := meta.Put(programKey, []byte(program)); err != nil {
		return err
	}
	return meta.Put(schemaKey, strconv.AppendInt(nil, schema, 10))
}

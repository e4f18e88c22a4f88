package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	bolt "go.etcd.io/bbolt"

	"github.com/refmend/refmend/refs"
)

// The file, schema 3:
//
//	meta    program -> "refmend", schema -> decimal number
//	latest  key of a target -> record of what is known of it
//	run     ID of a run -> record of the run
//	report  ID of a run -> record of the head of its report
//	part    ID of a run, 0x00, number (4 bytes, big-endian) -> record of a part of
//	        its report
//
// A record is one byte, the version of its form, and then that form. Keys of
// targets are never empty, at most maxKey bytes long and without bytes below
// 0x20, but for a first 0x01, and 0x00 before the vantage if it is not the usual
// one: what different vantages see of a target lies together.
//
// Schema 2 had no form 4 of records. Schema 1 had form 1 only, and at first what any
// vantage saw under the key without it: see migrate.
var (
	metaBucket   = []byte("meta")
	latestBucket = []byte("latest")
	runBucket    = []byte("run")
	reportBucket = []byte("report")
	partBucket   = []byte("part")

	programKey = []byte("program")
	schemaKey  = []byte("schema")
	// migratedKey has, while a file of schema 1 is brought to that of now, the last
	// key of latest that was looked at.
	migratedKey = []byte("migrated")
	// prunedKey has when the store was pruned by itself, as RFC 3339 has it.
	prunedKey = []byte("pruned")
)

const (
	program = "refmend"
	schema  = 3

	// maxKey is below bbolt's own limit of 32 768 bytes, since few long keys
	// fit in a page of 4096 and the tree grows deep with them.
	maxKey = 1024

	maxVantage = 64 // bytes; the crawler's have 16
)

// key gives the key that what a vantage saw of a target is kept under: its Key, without
// credentials, or the hash of that if it is long or holds control characters
// (a normal target holds none). It is empty for a target that is.
func key(t refs.Target, vantage string) string {
	k := targetKey(t)
	if k == "" {
		return ""
	}
	return withVantage(k, vantage)
}

func withVantage(k, vantage string) string {
	if vantage == "" {
		return k
	}
	return k + "\x00" + vantage[:min(len(vantage), maxVantage)]
}

func targetKey(t refs.Target) string {
	k := refs.StripCredentials(t.Key())
	plain := len(k) <= maxKey
	for i := 0; plain && i < len(k); i++ {
		plain = k[i] >= 0x20
	}
	if plain {
		return k
	}
	return hashKey(sha256.Sum256([]byte(k)))
}

// hashKey gives the key of a target whose Key has this hash.
func hashKey(sum [sha256.Size]byte) string { return "\x01" + hex.EncodeToString(sum[:]) }

// told gives the target and the vantage that a key is made of; "" if it is made of
// a hash. They need not be those that key was called with.
func told(k string) (refs.Target, string) {
	t, vantage, _ := strings.Cut(k, "\x00")
	if strings.HasPrefix(t, "\x01") {
		t = ""
	}
	return refs.Target(t), vantage
}

// sumOfKey tells the record of one key from that of another: FNV-1a, folded.
func sumOfKey(k string) uint16 {
	h := fnv.New32a()
	h.Write([]byte(k))
	sum := h.Sum32()
	return uint16(sum>>16 ^ sum)
}

// identify tells whether the file of tx is a store that this package can work
// on, and its schema, 0 for an empty database: a store that was just being made.
// The schema of a file that is being migrated is still the old one.
func identify(tx *bolt.Tx) (found int, err error) {
	meta := tx.Bucket(metaBucket)
	if meta == nil {
		if first, _ := tx.Cursor().First(); first == nil {
			return 0, nil
		}
		return 0, ErrNotStore
	}
	if string(meta.Get(programKey)) != program {
		return 0, ErrNotStore
	}
	n, err := strconv.Atoi(string(meta.Get(schemaKey)))
	switch {
	case err != nil || n < 1:
		return 0, fmt.Errorf("%w: it names no schema", ErrDamaged)
	case n > schema:
		return 0, fmt.Errorf("%w: schema %d, known is %d", ErrNewer, n, schema)
	}
	for _, name := range buckets(n) {
		if tx.Bucket(name) == nil {
			return 0, fmt.Errorf("%w: bucket %q is missing", ErrDamaged, name)
		}
	}
	if meta.Get(migratedKey) != nil {
		n = 1
	}
	return n, nil
}

// buckets names those of a schema.
func buckets(schema int) [][]byte {
	names := [][]byte{metaBucket, latestBucket, runBucket}
	if schema > 1 {
		names = append(names, reportBucket, partBucket)
	}
	return names
}

// prepare makes an empty database a store.
func prepare(tx *bolt.Tx) error {
	for _, name := range buckets(schema) {
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

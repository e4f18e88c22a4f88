package store

import (
	"compress/gzip"
	"io"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	bolt "go.etcd.io/bbolt"

	"github.com/refmend/refmend/audit"
)

// oldStore unpacks a store that an earlier release has made.
func oldStore(t *testing.T, name string) (path string) {
	t.Helper()
	packed, err := os.Open("testdata/" + name + ".gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	z, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	path = storePath(t)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// ofSchema1 is the nth outcome of testdata/schema1.db as it is read today.
func ofSchema1(n int) audit.Memory {
	o := outcome(n)
	o.Evidence.CheckedAt = time.Date(2026, 11, 1+n%20, 9, 30, n, 0, time.UTC)
	o.Rules, o.Vantage, o.Validator = 0, "", audit.Validator{}
	if n%4 == 0 {
		o.Vantage = "staging"
	}
	if n%5 == 0 {
		o.Verdict = audit.Verdict{State: audit.Broken, Reason: audit.ReasonNotFound, Detail: "The server says that this page does not exist (404)."}
	}
	o.Past = audit.Past{}.With(o.Outcome)
	return o
}

func checkOfSchema1(t *testing.T, s *Store) {
	t.Helper()
	for n := range 40 {
		want := ofSchema1(n)
		got, err := s.Latest(want.Target, want.Vantage)
		if err != nil {
			t.Fatalf("outcome %d: %v", n, err)
		}
		if d := cmp.Diff(want, got, sameOutcome); d != "" {
			t.Errorf("outcome %d (-recorded +read):\n%s", n, d)
		}
		if _, err := s.Latest(want.Target, "elsewhere"); err != audit.ErrNotFound {
			t.Errorf("outcome %d from elsewhere: %v", n, err)
		}
	}
	if runs, err := s.Runs(); err != nil || len(runs) != 2 || runs[0].Run.ID != "20261120T093000Z-BBBBBB" || runs[1].Summary.Links != 40 {
		t.Errorf("runs %+v, error %v", runs, err)
	}
}

// A store of the first release opens, with all it has, and then has the forms and
// keys of this one.
func TestSchema1(t *testing.T) {
	path := oldStore(t, "schema1.db")
	for range 2 {
		s := openStore(t, path)
		checkOfSchema1(t, s)
		err := s.db.view(func(tx *bolt.Tx) error {
			if n, err := identify(tx); n != schema || err != nil {
				t.Errorf("schema %d, error %v", n, err)
			}
			return tx.Bucket(latestBucket).ForEach(func(k, raw []byte) error {
				if raw[0] != form4 {
					t.Errorf("%q is of form %d", k, raw[0])
				}
				return nil
			})
		})
		if err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// A store of schema 2 opens as it is. Earlier releases leave it alone from then on, for
// they would take what is written now for damage.
func TestSchema2(t *testing.T) {
	path := oldStore(t, "schema2.db")
	s := openStore(t, path)
	checkOfSchema1(t, s)
	if err := s.Record(ofSchema1(0)); err != nil {
		t.Error(err)
	}
	if err := s.Flush(); err != nil {
		t.Error(err)
	}
	err := s.db.view(func(tx *bolt.Tx) error {
		if n := tx.Bucket(metaBucket).Get(schemaKey); string(n) != "3" {
			t.Errorf("schema %s", n)
		}
		forms := map[byte]int{}
		err := tx.Bucket(latestBucket).ForEach(func(_, raw []byte) error {
			forms[raw[0]]++
			return nil
		})
		if forms[form2] != 39 || forms[form4] != 1 {
			t.Errorf("records by form: %v", forms)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	checkOfSchema1(t, s)
}

// A migration that was cut short, after whatever step, goes on at the next
// opening; what came under the right key in between stands.
func TestMigrationCutShort(t *testing.T) {
	for cut := range 3 {
		path := oldStore(t, "schema1.db")
		makeDatabase(t, path, func(tx *bolt.Tx) error {
			meta, latest := tx.Bucket(metaBucket), tx.Bucket(latestBucket)
			if err := meta.Put(schemaKey, []byte("2")); err != nil {
				return err
			}
			for _, b := range buckets(schema) {
				if _, err := tx.CreateBucketIfNotExists(b); err != nil {
					return err
				}
			}
			at := []byte{0x00}
			for range cut * 10 {
				k, raw := latest.Cursor().Seek(append(at, 0x01))
				at = append([]byte(nil), k...)
				if err := migrateRecord(latest, at, append([]byte(nil), raw...)); err != nil {
					return err
				}
			}
			return meta.Put(migratedKey, at)
		})
		checkOfSchema1(t, openStore(t, path))
	}
}

func TestMigrationMeetsNewer(t *testing.T) {
	path := oldStore(t, "schema1.db")
	newer, older := ofSchema1(4), ofSchema1(8)
	newer.Evidence.CheckedAt = newer.Evidence.CheckedAt.Add(time.Hour)
	older.Evidence.CheckedAt = older.Evidence.CheckedAt.Add(-time.Hour)
	makeDatabase(t, path, func(tx *bolt.Tx) error {
		for _, m := range []audit.Memory{newer, older} {
			raw, err := record(m)
			if err != nil {
				return err
			}
			if err := tx.Bucket(latestBucket).Put([]byte(key(m.Target, m.Vantage)), raw); err != nil {
				return err
			}
		}
		return nil
	})
	s := openStore(t, path)
	for n, want := range map[int]time.Time{4: newer.Evidence.CheckedAt, 8: ofSchema1(8).Evidence.CheckedAt} {
		if m, err := s.Latest(outcome(n).Target, "staging"); err != nil || !m.Evidence.CheckedAt.Equal(want) {
			t.Errorf("outcome %d: checked at %v, error %v, want %v", n, m.Evidence.CheckedAt, err, want)
		}
	}
}

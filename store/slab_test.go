package store

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// Pieces of a slab keep what was put in them until it is reset, and what it keeps
// then is bounded.
func TestSlab(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	var s slab
	for range 20 {
		var want, got [][]byte
		for range r.IntN(300) {
			b := bytes.Repeat([]byte{byte(r.IntN(256))}, r.IntN(20_000))
			want = append(want, b)
			if r.IntN(2) == 0 {
				got = append(got, s.put(b))
			} else {
				got = append(got, s.take(append(s.room(2*len(b)), b...)))
			}
		}
		for i := range got {
			_ = append(got[i], "beyond"...)
		}
		for i := range want {
			if !bytes.Equal(got[i], want[i]) {
				t.Fatalf("piece %d of %d bytes has changed", i, len(want[i]))
			}
		}
		s.put(make([]byte, r.IntN(3*slabSize)))
		if s.reset(); cap(s.piece) > slabSize {
			t.Errorf("%d bytes are kept", cap(s.piece))
		}
	}
}

// A record that is recorded again and again is seen as it was recorded last, though
// batches use each other's memory.
func TestPendingIsACopy(t *testing.T) {
	s := openStore(t, storePath(t))
	for n := range 50 {
		m := outcome(1)
		m.Evidence.Status = n + 1
		if err := s.Record(m); err != nil {
			t.Fatal(err)
		}
		k := key(m.Target, m.Vantage)
		p, ok := s.writer.pending(k)
		if !ok {
			t.Fatal("it is not seen")
		}
		for k := range 3 {
			if err := s.Flush(); err != nil {
				t.Fatal(err)
			}
			if err := s.Record(outcome(2 + k)); err != nil {
				t.Fatal(err)
			}
		}
		got, err := p.memory(k)
		if err != nil || got.Evidence.Status != n+1 {
			t.Fatalf("round %d: status %d, error %v", n, got.Evidence.Status, err)
		}
	}
}

package store

import (
	"testing"

	"github.com/refmend/refmend/audit"
)

// BenchmarkRecord writes outcomes of new targets until they are durable, fsync
// included.
func BenchmarkRecord(b *testing.B) {
	s := openStore(b, storePath(b))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		if err := s.Record(outcome(n)); err != nil {
			b.Fatal(err)
		}
		n++
	}
	if err := s.Flush(); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "records/s")
}

// filledStore makes a closed store of n targets.
func filledStore(b *testing.B, n int) (path string) {
	b.Helper()
	path = storePath(b)
	s, err := Open(path, Options{})
	if err != nil {
		b.Fatal(err)
	}
	for i := range n {
		if err := s.Record(outcome(i)); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

func BenchmarkLatest(b *testing.B) {
	const targets = 10_000
	s := openStore(b, filledStore(b, targets))
	var all []audit.Memory
	for n := range targets {
		all = append(all, outcome(n))
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		if _, err := s.Latest(all[n%targets].Target, staging); err != nil {
			b.Fatal(err)
		}
		n += 7919
	}
}

// BenchmarkOpen opens and closes a store of 100 000 targets.
func BenchmarkOpen(b *testing.B) {
	path := filledStore(b, 100_000)
	for b.Loop() {
		s, err := Open(path, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	o := outcome(1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := record(o); err != nil {
			b.Fatal(err)
		}
	}
}

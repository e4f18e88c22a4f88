package store

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

var benchTargets = flag.Int("targets", 20_000, "how many targets the stores of benchmarks have")

// benchStore is the store that benchmarks share, made once: targets with ten
// observations each, closed. It is removed when the tests end.
var benchStore string

// usual makes what is known of the nth target after ten checks, one of which
// failed: an ordinary page with its title.
func usual(n int) audit.Memory {
	url := fmt.Sprintf("https://host%d.example/2021/05/article-%d.html", n%10_000, n)
	m := audit.Memory{Outcome: audit.Outcome{
		Target:   refs.Target(url),
		Verdict:  audit.Verdict{State: audit.OK, Reason: audit.ReasonOK},
		Evidence: audit.Evidence{Status: 200, ContentType: "text/html; charset=utf-8", ElapsedMS: int64(80 + n%400), Attempts: 1},
		Metadata: audit.Metadata{Title: fmt.Sprintf("Rivers and their names, part %d", n), Container: "Journal of Water", Language: "en", Canonical: url, Type: "webpage", Source: "open-graph"},
		Requests: 1, Rules: 3,
		Validator: audit.Validator{ETag: fmt.Sprintf(`"%x"`, uint32(n)*2654435761)},
	}}
	for check := range 10 {
		o := m.Outcome
		o.Evidence.CheckedAt = noon.Add(time.Duration(check)*7*day + time.Duration(n*37%86400)*time.Second)
		if check == n%9 {
			o.Verdict = audit.Verdict{State: audit.Unverified, Reason: audit.ReasonTimeout}
		}
		m.Past = m.Past.With(o)
		m.Evidence.CheckedAt = o.Evidence.CheckedAt
	}
	return m
}

// filledStore gives the path of benchStore and makes it if need be. As in a run,
// answers come in no order.
func filledStore(b *testing.B) string {
	b.Helper()
	if benchStore != "" {
		return benchStore
	}
	dir, err := os.MkdirTemp("", "refmend-bench-")
	if err != nil {
		b.Fatal(err)
	}
	atEnd = append(atEnd, func() { os.RemoveAll(dir) })
	path := dir + "/refmend.db"
	s, err := Open(path, Options{})
	if err != nil {
		b.Fatal(err)
	}
	order := rand.New(rand.NewPCG(1, 2)).Perm(*benchTargets)
	for _, n := range order {
		if err := s.Record(usual(n)); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	benchStore = path
	return path
}

func openBenchStore(b *testing.B) *Store {
	b.Helper()
	s, err := Open(filledStore(b), Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	return s
}

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

// BenchmarkRecordAgain writes new outcomes of targets that are in a large store,
// in no order, until they are durable.
func BenchmarkRecordAgain(b *testing.B) {
	s := openBenchStore(b)
	again := make([]audit.Memory, 10_000)
	r := rand.New(rand.NewPCG(3, 4))
	for i := range again {
		again[i] = usual(r.IntN(*benchTargets))
	}
	n := 0
	for b.Loop() {
		if err := s.Record(again[n%len(again)]); err != nil {
			b.Fatal(err)
		}
		n++
	}
	if err := s.Flush(); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "records/s")
}

func BenchmarkLatest(b *testing.B) {
	s := openBenchStore(b)
	targets := someTargets(10_000)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		if _, err := s.Latest(targets[n%len(targets)], ""); err != nil {
			b.Fatal(err)
		}
		n++
	}
}

func someTargets(n int) (targets []refs.Target) {
	r := rand.New(rand.NewPCG(5, 6))
	for range n {
		targets = append(targets, usual(r.IntN(*benchTargets)).Target)
	}
	return targets
}

// BenchmarkReader opens a store for reading, looks one target up, and closes it.
func BenchmarkReader(b *testing.B) {
	path := filledStore(b)
	target := usual(7).Target
	for b.Loop() {
		r, err := OpenReader(path, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := r.Latest(target, ""); err != nil {
			b.Fatal(err)
		}
		if err := r.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	path := filledStore(b)
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s, err := Open(path, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(info.Size())/float64(*benchTargets), "B/target")
}

// BenchmarkPlan puts all targets in the order of their last checks, oldest first,
// as a run with a bound does.
func BenchmarkPlan(b *testing.B) {
	s := openBenchStore(b)
	targets := make([]refs.Target, *benchTargets)
	for n := range targets {
		targets[n] = usual(n).Target
	}
	type item struct {
		at     time.Time
		target int
	}
	plan := make([]item, len(targets))
	for b.Loop() {
		for n, t := range targets {
			at, ok := s.LastChecked(t, "")
			if !ok {
				b.Fatal(t)
			}
			plan[n] = item{at, n}
		}
		slices.SortFunc(plan, func(a, b item) int { return a.at.Compare(b.at) })
	}
	b.ReportMetric(memoryMB(), "MB-in-use")
}

// memoryMB gives what the program holds of its own memory, maps of files and
// garbage not counted.
func memoryMB() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapInuse+m.StackInuse) / (1 << 20)
}

func BenchmarkStats(b *testing.B) {
	s := openBenchStore(b)
	for b.Loop() {
		if _, err := s.Stats(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(memoryMB(), "MB-in-use")
}

func BenchmarkVerify(b *testing.B) {
	s := openBenchStore(b)
	for b.Loop() {
		if f, err := s.Verify(b.Context()); err != nil || f.Problems > 0 {
			b.Fatal(f, err)
		}
	}
	b.ReportMetric(memoryMB(), "MB-in-use")
}

func BenchmarkBackup(b *testing.B) {
	s := openBenchStore(b)
	to := storePath(b)
	for b.Loop() {
		if err := s.Backup(b.Context(), to); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(memoryMB(), "MB-in-use")
}

func BenchmarkExport(b *testing.B) {
	s := openBenchStore(b)
	to, err := os.Create(storePath(b))
	if err != nil {
		b.Fatal(err)
	}
	defer to.Close()
	for b.Loop() {
		if err := s.Export(to); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(memoryMB(), "MB-in-use")
}

func BenchmarkEncode(b *testing.B) {
	m := usual(1)
	k := key(m.Target, m.Vantage)
	b.ReportAllocs()
	var j jsonText
	var s slab
	for b.Loop() {
		p, err := j.record(k, &m)
		if err != nil {
			b.Fatal(err)
		}
		p.pack(&s)
		s.reset()
	}
}

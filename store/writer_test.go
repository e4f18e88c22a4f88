package store

import (
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/refmend/refmend/audit"
)

func committed(t *testing.T, s *Store) (n int) {
	t.Helper()
	err := s.db.view(func(tx *bolt.Tx) error {
		n = tx.Bucket(latestBucket).Stats().KeyN
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A lone outcome is in the file as long after it came as leaves the next commit time,
// whatever came since.
func TestCommitDelay(t *testing.T) {
	for took, want := range map[time.Duration]time.Duration{ // of a commit, in milliseconds
		0: 80, 10: 80, 15: 70, 25: 50, 300: 50,
	} {
		synctest.Test(t, func(t *testing.T) {
			commits, outcomes := 0, 0
			w := startWriter(func(es []entry) error {
				commits, outcomes = commits+1, outcomes+len(es)
				time.Sleep(took * time.Millisecond)
				return nil
			})
			wait := 50 * time.Millisecond // before the first commit
			for round := range 3 {
				for _, pause := range []time.Duration{wait - time.Millisecond, time.Millisecond} {
					if commits != round {
						t.Errorf("commits of %d ms, round %d: begun early", took, round)
					}
					if err := w.add(entryOf(0, 1)); err != nil {
						t.Fatal(err)
					}
					time.Sleep(pause)
					synctest.Wait()
				}
				if commits != round+1 || outcomes != 2*(round+1) {
					t.Errorf("commits of %d ms, round %d: %d of 2 outcomes committed %v after the first", took, round, outcomes-2*round, wait)
				}
				time.Sleep(time.Hour) // idle: no timer runs
				wait = want * time.Millisecond
			}
			if err := w.close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// Full batches and Flush do not wait for the delay.
func TestCommitAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := openStore(t, storePath(t))
		start := time.Now()
		for n := range 3*batchSize + 1 {
			if err := s.Record(outcome(n)); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Flush(); err != nil {
			t.Fatal(err)
		}
		if n := committed(t, s); n != 3*batchSize+1 {
			t.Errorf("%d outcomes committed after Flush, want %d", n, 3*batchSize+1)
		}
		if err := s.RecordRun(audit.RunRecord{Run: audit.RunInfo{ID: "1"}}); err != nil {
			t.Fatal(err)
		}
		if err := s.Flush(); err != nil { // of nothing
			t.Fatal(err)
		}
		if d := time.Since(start); d != 0 {
			t.Errorf("waited %v", d)
		}
	})
}

func entryOf(n int, size int) entry {
	return entry{latestBucket, fmt.Sprint(n), whole(make([]byte, size))}
}

// While a commit lasts, one more batch is taken and then add waits: memory is
// bounded by number and by size.
func TestWriterIsBounded(t *testing.T) {
	for name, c := range map[string]struct{ size, want int }{
		"many": {1, 2 * batchSize}, "large": {batchBytes / 4, 8},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				release := make(chan struct{})
				var sizes []int
				w := startWriter(func(es []entry) error {
					<-release
					sizes = append(sizes, len(es))
					return nil
				})
				taken := 0
				go func() {
					for range c.want + 1 {
						if err := w.add(entryOf(taken, c.size)); err != nil {
							t.Error(err)
						}
						taken++
					}
				}()
				synctest.Wait()
				if taken != c.want {
					t.Errorf("%d entries taken while a commit hangs, want %d", taken, c.want)
				}
				for n := range taken {
					if _, ok := w.pending(entryOf(n, 0).key); !ok {
						t.Errorf("entry %d is not seen", n)
					}
				}
				close(release)
				synctest.Wait() // the last one is taken too
				if err := w.close(); err != nil {
					t.Error(err)
				}
				if len(sizes) < 2 || sizes[0] != c.want/2 || sizes[1] != c.want/2 {
					t.Errorf("batches of %v", sizes)
				}
			})
		})
	}
}

// The error of a commit comes back from every later call, also to those that
// were waiting, and nothing is committed any more.
func TestErrorSticks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		full := errors.New("no space")
		commits := 0
		w := startWriter(func([]entry) error {
			commits++
			time.Sleep(time.Second)
			return full
		})
		var g sync.WaitGroup
		var refused int
		g.Go(func() {
			for n := range 5 * batchSize {
				if err := w.add(entryOf(n, 1)); err == full {
					refused++
				}
			}
		})
		time.Sleep(time.Millisecond)
		g.Go(func() {
			if err := w.flush(); err != full {
				t.Errorf("waiting flush: %v", err)
			}
		})
		g.Wait()
		if refused < 2*batchSize {
			t.Errorf("only %d entries refused", refused)
		}
		if err := w.flush(); err != full {
			t.Errorf("flush: %v", err)
		}
		if err := w.close(); err != full {
			t.Errorf("close: %v", err)
		}
		if err := w.add(entryOf(0, 1)); err != full {
			t.Errorf("add after close: %v", err)
		}
		if commits != 1 {
			t.Errorf("%d commits after the failed one", commits-1)
		}
	})
}

// Of two values of a key the one added last is put last, and seen in between.
func TestNewestWins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		order := ""
		hold := make(chan struct{})
		w := startWriter(func(es []entry) error {
			<-hold
			for _, e := range es { // whose memory is used again
				order += string(e.record.raw) + " "
			}
			return nil
		})
		for _, v := range []string{"b1", "a1", "b2", "a2"} {
			if err := w.add(entry{latestBucket, v[:1], whole([]byte(v))}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.add(entry{runBucket, "a", whole([]byte("run"))}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(durableIn)
		synctest.Wait() // that batch is being written
		if p, _ := w.pending("a"); string(p.raw) != "a2" {
			t.Errorf("pending a is %q", p.raw)
		}
		if err := w.add(entry{latestBucket, "a", whole([]byte("a3"))}); err != nil {
			t.Fatal(err)
		}
		if p, _ := w.pending("a"); string(p.raw) != "a3" {
			t.Errorf("pending a is %q", p.raw)
		}
		close(hold)
		if err := w.close(); err != nil {
			t.Fatal(err)
		}
		if order != "a1 a2 b1 b2 run a3 " {
			t.Errorf("put in the order %s", order)
		}
		if err := w.add(entryOf(0, 1)); err != fs.ErrClosed {
			t.Errorf("add after close: %v", err)
		}
	})
}

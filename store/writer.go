package store

import (
	"bytes"
	"io/fs"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
)

const (
	// batchSize is where one more entry a batch no longer makes each of them
	// cheaper: see BenchmarkRecord.
	batchSize = 1000
	// batchBytes bounds a batch in memory, however large its records are.
	batchBytes = 8 << 20
	// durableIn is how long an outcome may take to be durable: see delayAfter.
	durableIn = 100 * time.Millisecond
	// fillPercent is how full a page of the tree is left that is split. The
	// targets of one host lie together and often come in order: at bbolt's half,
	// half of the file would stay empty. Above this, targets that come in no
	// order cost more pages instead.
	fillPercent = 0.7
)

// An entry is one record on its way into the file.
type entry struct {
	bucket []byte
	key    string
	record packing
}

// A batch is the entries of one transaction. Each of its channels is closed
// once, when what it is called after has come.
type batch struct {
	load
	bytes int       // of the records
	since time.Time // when the first entry came

	started chan struct{} // there is an entry
	hurry   chan struct{} // it shall not wait for more
	taken   chan struct{} // it takes no more: the next batch does
	done    chan struct{} // it is durable, or writer.err says why not
	hurried bool
}

func newBatch(in load) *batch {
	if in.latest == nil {
		in.latest = map[string]int{}
	}
	return &batch{
		load:    in,
		started: make(chan struct{}), hurry: make(chan struct{}),
		taken: make(chan struct{}), done: make(chan struct{}),
	}
}

func (b *batch) full() bool {
	return len(b.entries) >= batchSize || b.bytes >= batchBytes
}

// press ends the batch's wait for more entries. The writer's lock is held.
func (b *batch) press() {
	if !b.hurried {
		b.hurried = true
		close(b.hurry)
	}
}

// A writer commits entries in batches from a goroutine of its own.
type writer struct {
	commit func([]entry) error // one transaction; calls do not overlap
	ended  chan struct{}       // the goroutine is gone

	mu      sync.Mutex
	filling *batch // takes entries until it is full
	writing *batch // is being committed; nil if none is
	spare   load   // for the batch after the one that is filling
	err     error  // of the first commit that failed
	closed  bool
}

func startWriter(commit func([]entry) error) *writer {
	w := &writer{commit: commit, ended: make(chan struct{}), filling: newBatch(load{})}
	go w.run()
	return w
}

// add hands e to the goroutine, with a copy of its record. It waits while the batch
// is full and the one before is still being committed.
func (w *writer) add(e entry) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.err == nil && !w.closed && w.filling.full() {
		full := w.filling
		w.mu.Unlock()
		<-full.taken
		w.mu.Lock()
	}
	if w.err != nil {
		return w.err
	}
	if w.closed {
		return fs.ErrClosed
	}
	b := w.filling
	if len(b.entries) == 0 {
		b.since = time.Now()
		close(b.started)
	}
	e.record.raw = b.records.put(e.record.raw)
	b.entries = append(b.entries, e)
	b.bytes += len(e.record.raw)
	if bytes.Equal(e.bucket, latestBucket) {
		b.latest[e.key] = len(b.entries) - 1
	}
	if b.full() {
		b.press()
	}
	return nil
}

// pending gives the record of a key of latestBucket that may not be in the file
// yet, if there is one.
func (w *writer) pending(key string) (p packing, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if p, ok = w.filling.of(key); !ok && w.writing != nil {
		p, ok = w.writing.of(key)
	}
	return p, ok
}

// flush returns when all entries added before it are durable, or the error of
// the commit that failed.
func (w *writer) flush() error {
	w.mu.Lock()
	if w.closed && w.err == nil {
		w.mu.Unlock()
		return fs.ErrClosed
	}
	b := w.writing
	if len(w.filling.entries) > 0 {
		b = w.filling
		b.press()
	}
	w.mu.Unlock()
	if b != nil {
		<-b.done
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// close commits what was added and ends the goroutine. It is called once.
func (w *writer) close() error {
	w.mu.Lock()
	w.closed = true
	if len(w.filling.entries) == 0 {
		close(w.filling.started)
	}
	w.filling.press()
	w.mu.Unlock()
	<-w.ended
	return w.err
}

func (w *writer) run() {
	defer close(w.ended)
	delay := durableIn / 2 // until it is known how fast the disk is
	for closed := false; !closed; {
		b := w.filling // only this goroutine puts another in its place
		<-b.started
		wait := time.NewTimer(time.Until(b.since.Add(delay)))
		select {
		case <-wait.C:
		case <-b.hurry:
			wait.Stop()
		}

		w.mu.Lock()
		closed = w.closed
		w.writing, w.filling, w.spare = b, newBatch(w.spare), load{}
		err := w.err
		w.mu.Unlock()
		close(b.taken)

		if err == nil && len(b.entries) > 0 {
			begun := time.Now()
			err = w.commit(b.ordered())
			delay = delayAfter(time.Since(begun))
		}

		w.mu.Lock()
		w.writing, w.err, w.spare = nil, err, b.empty()
		w.mu.Unlock()
		close(b.done)
	}
}

// delayAfter gives how long a batch waits for more, from the time that the last commit
// took: it leaves the next one twice that, and a fifth to half of durableIn. The more
// a batch has, the more of what comes from one host it writes as one page.
func delayAfter(took time.Duration) time.Duration {
	return min(max(durableIn-2*took, durableIn/2), durableIn*4/5)
}

// commitTo gives the commit of a writer to db.
func commitTo(db *database) func([]entry) error {
	var packed slab
	var key []byte
	return func(entries []entry) error {
		defer packed.reset()
		return db.update(func(tx *bolt.Tx) error {
			for i := range entries {
				e := &entries[i]
				bucket := tx.Bucket(e.bucket)
				bucket.FillPercent = fillPercent
				key = append(key[:0], e.key...) // Put copies it
				if err := bucket.Put(key, e.record.pack(&packed)); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

package reports

import (
	"bytes"
	"fmt"
	"io"
	"sync"

	"github.com/refmend/refmend/audit"
)

// A Stream writes the lines of NDJSON while a run goes on: it is the run's
// [audit.Follower]. First come the run, the documents and their references, then each
// link when all is known that there is to know of it, last the summary. These are the
// lines of the format "ndjson"; only the links stand in another order.
//
// Every call of the writer ends with a line, so that a run that dies leaves whole
// ones; without a summary they are not all. A slow writer keeps the run waiting only
// at its end.
type Stream struct {
	w    io.Writer
	done chan struct{} // closed when all that was found is written

	mu      sync.Mutex
	changed sync.Cond
	report  *audit.Report // nil: the run has not begun
	found   []audit.Spot  // not yet taken to be written
	ended   bool

	out   bytes.Buffer // lines not yet written; from here on for one goroutine
	lines liner
	err   error // the first one
}

// NewStream gives a stream for one run.
func NewStream(w io.Writer) *Stream {
	s := &Stream{w: w, done: make(chan struct{})}
	s.changed.L = &s.mu
	s.lines = newLiner(&s.out)
	return s
}

// Began is for the run.
func (s *Stream) Began(r *audit.Report) {
	s.report = r
	go s.write()
}

// Found is for the run.
func (s *Stream) Found(at audit.Spot) {
	s.mu.Lock()
	s.found = append(s.found, at)
	s.mu.Unlock()
	s.changed.Signal()
}

// End writes what is left and the summary, when the run has ended, however it did.
// It gives the first error of all writing.
func (s *Stream) End() error {
	s.mu.Lock()
	s.ended = true
	s.mu.Unlock()
	s.changed.Signal()
	<-s.done
	s.lines.summary(s.report)
	s.flush(0)
	if s.err != nil {
		return fmt.Errorf("write ndjson report: %w", s.err)
	}
	return nil
}

// write writes what is found until the run ends.
func (s *Stream) write() {
	defer close(s.done)
	s.lines.run(s.report)
	for d := range s.report.Documents {
		s.lines.document(&s.report.Documents[d])
		for i := range s.report.Documents[d].References {
			s.lines.reference(s.report, d, i)
			s.flush(fullBuffer)
		}
	}
	for spots := []audit.Spot(nil); ; {
		s.flush(0)
		if spots = s.take(spots); len(spots) == 0 {
			return
		}
		for _, at := range spots {
			s.lines.link(s.report, at)
			s.flush(fullBuffer)
		}
	}
}

// take waits for links and takes them, in exchange for room; none if the run has ended.
func (s *Stream) take(room []audit.Spot) []audit.Spot {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.found) == 0 && !s.ended {
		s.changed.Wait()
	}
	taken := s.found
	s.found = room[:0]
	return taken
}

// fullBuffer is how many bytes are written at once if there are as many.
const fullBuffer = 32 << 10

// flush writes the lines if there are so many bytes of them.
func (s *Stream) flush(least int) {
	if s.out.Len() < max(least, 1) {
		return
	}
	if s.err == nil {
		s.err = s.lines.err
	}
	if s.err == nil {
		_, s.err = s.w.Write(s.out.Bytes())
	}
	s.out.Reset()
}

package crawler

import (
	"container/heap"
	"math"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// A task is a target on its way through the schedule.
type task struct {
	batch  *batch
	target refs.Target
	name   string         // of the host that the next request goes to
	host   *host          // in whose queue it is
	at     time.Time      // not before; zero: now
	asking *asking        // about many identifiers; nil: about target alone
	chain  *chain         // nil until the first request
	known  *audit.Outcome // see audit.Question; nil: nothing
	sought *audit.Sought  // see audit.Question; nil: nothing
	barred failure        // why its next request must not be made; noFailure: it may
	fails  uint16         // of the host in a row, if it is givenUp
	owed   uint16         // requests for a robots.txt that count as its own
}

// A host is the queue of the requests to one host, and the manners it is owed.
type host struct {
	name   string
	active int       // requests in flight
	last   time.Time // start of the last one
	open   time.Time // no request may start before
	pace   pace
	// waited is how long the host has made us wait by refusing; it bounds what
	// a host can cost a run.
	waited time.Duration
	shut   time.Time // until then its tasks are refused without a request
	why    failure   // if it is shut: turnedAway or givenUp
	trouble
	refusals trouble // a row of requests that were refused because there were too many

	ready []*task // first in, first out, from head on
	head  int
	later taskHeap // waiting for their time

	list       *hostList // the list it is in
	prev, next *host
	start      time.Time // its key in the heap
	index      int       // in the heap; -1: not there
}

func (h *host) empty() bool { return h.head == len(h.ready) && len(h.later) == 0 }

func (h *host) push(t *task, now time.Time) {
	t.host = h
	if t.at.After(now) {
		heap.Push(&h.later, t)
		return
	}
	h.ready = append(h.ready, t)
}

// ripen moves the tasks whose time has come to the end of the queue.
func (h *host) ripen(now time.Time) {
	for len(h.later) > 0 && !h.later[0].at.After(now) {
		h.ready = append(h.ready, heap.Pop(&h.later).(*task))
	}
}

// hurry ends the waiting of all tasks.
func (h *host) hurry() {
	h.ready = append(h.ready, h.later...)
	h.later = nil
}

// pop takes the first of the queue, which must not be empty.
func (h *host) pop() *task {
	t := h.ready[h.head]
	h.ready[h.head] = nil
	h.head++
	switch {
	case h.head == len(h.ready):
		h.ready, h.head = nil, 0
	case h.head >= 64 && h.head*2 >= len(h.ready):
		h.ready = append([]*task(nil), h.ready[h.head:]...)
		h.head = 0
	}
	return t
}

// purge takes out the tasks of b and gives their number.
func (h *host) purge(b *batch) int {
	n := 0
	keep := func(ts []*task) (kept []*task) {
		for _, t := range ts {
			if t.batch == b {
				n++
			} else {
				kept = append(kept, t)
			}
		}
		return kept
	}
	h.ready, h.head = keep(h.ready[h.head:]), 0
	h.later = keep(h.later)
	heap.Init(&h.later)
	return n
}

// startable gives the time from which the host may start its next request. It
// must have a task.
func (h *host) startable(now time.Time) time.Time {
	if h.head < len(h.ready) && (h.shut.After(now) || h.ready[h.head].barred != noFailure) {
		return now // to be refused: nobody waits for that
	}
	start := h.open
	if h.head == len(h.ready) && h.later[0].at.After(start) {
		start = h.later[0].at
	}
	return start
}

// bar notes at a task that is about to be taken why its request must not be made.
func (h *host) bar(t *task, now time.Time) {
	if t.barred == noFailure && h.shut.After(now) {
		t.barred, t.fails = h.why, uint16(min(h.fails, math.MaxUint16))
	}
}

// atOnce is how many requests may be in flight: one, while it is to be seen
// whether the host is over its trouble.
func (h *host) atOnce() int {
	if h.lasts() {
		return 1
	}
	return h.pace.atOnce()
}

// forgettable tells whether nothing needs to be remembered of an idle host.
func (h *host) forgettable(now time.Time) bool {
	return h.active == 0 && !h.open.After(now) && h.waited == 0 && !h.shut.After(now) && h.fails == 0 && h.pace.usual()
}

// heed takes in what the request of a task told of the host.
func (h *host) heed(t *task, st step, patience time.Duration, now time.Time) {
	if st.took > 0 && (st.heard || st.failed) {
		h.pace.heed(st.refused, st.failed, st.took, now)
	}
	if st.limits.spacing > 0 {
		h.pace.told.spacing = st.limits.spacing
	}
	if st.limits.atOnce > 0 {
		h.pace.told.atOnce = st.limits.atOnce
	}
	if next := h.last.Add(h.pace.spacing()); next.After(h.open) {
		h.open = next
	}
	if st.pause > 0 {
		h.refuse(st.pause, patience, now)
	}
	if st.limits.pause > 0 {
		h.spare(st.limits.pause, patience, now)
	}
	switch {
	case st.failed:
		if h.note(t.target, now); h.lasts() {
			h.close(now.Add(troubleRest), givenUp)
		}
	case st.heard:
		if h.trouble = (trouble{}); h.why == givenUp {
			h.shut = now
		}
	}
	switch {
	case st.refused && !st.failed:
		if h.refusals.note(t.target, now); h.refusals.lastsFor(refusalTime) {
			h.close(now.Add(patience), turnedAway)
		}
	case st.heard && !st.failed:
		h.refusals = trouble{}
	}
	if st.shut > 0 {
		h.close(now.Add(st.shut), turnedAway)
	}
}

// close refuses the host's tasks until a time.
func (h *host) close(until time.Time, why failure) {
	if until.After(h.shut) {
		h.shut, h.why = until, why
	}
}

// refuse makes the host's requests wait for d, counted against patience. Out
// of patience, the host is shut for that long instead.
func (h *host) refuse(d, patience time.Duration, now time.Time) {
	if !h.spare(d, patience, now) {
		h.close(now.Add(patience), turnedAway)
	}
}

// spare makes the host's requests wait for d, but if that is more than is left
// of patience. It tells whether it was not.
func (h *host) spare(d, patience time.Duration, now time.Time) bool {
	until := now.Add(d)
	if !until.After(h.open) {
		return true
	}
	from := now
	if h.open.After(now) {
		from = h.open
	}
	if h.waited+until.Sub(from) > patience {
		return false
	}
	h.waited += until.Sub(from)
	h.open = until
	return true
}

// A hostList is a doubly linked list; a host is in one at most.
type hostList struct{ first, last *host }

func (l *hostList) add(h *host) {
	h.list, h.prev, h.next = l, l.last, nil
	if l.last != nil {
		l.last.next = h
	} else {
		l.first = h
	}
	l.last = h
}

func (l *hostList) remove(h *host) {
	if h.prev != nil {
		h.prev.next = h.next
	} else {
		l.first = h.next
	}
	if h.next != nil {
		h.next.prev = h.prev
	} else {
		l.last = h.prev
	}
	h.list, h.prev, h.next = nil, nil, nil
}

// taskHeap has the task that may go first on top.
type taskHeap []*task

func (q taskHeap) Len() int           { return len(q) }
func (q taskHeap) Less(i, j int) bool { return q[i].at.Before(q[j].at) }
func (q taskHeap) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *taskHeap) Push(x any)        { *q = append(*q, x.(*task)) }
func (q *taskHeap) Pop() any {
	old := *q
	t := old[len(old)-1]
	old[len(old)-1] = nil
	*q = old[:len(old)-1]
	return t
}

// hostHeap has the host that may start first on top.
type hostHeap []*host

func (q hostHeap) Len() int           { return len(q) }
func (q hostHeap) Less(i, j int) bool { return q[i].start.Before(q[j].start) }
func (q hostHeap) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].index, q[j].index = i, j
}
func (q *hostHeap) Push(x any) {
	h := x.(*host)
	h.index = len(*q)
	*q = append(*q, h)
}
func (q *hostHeap) Pop() any {
	old := *q
	h := old[len(old)-1]
	old[len(old)-1] = nil
	*q = old[:len(old)-1]
	h.index = -1
	return h
}

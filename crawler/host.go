package crawler

import (
	"container/heap"
	"time"

	"github.com/refmend/refmend/refs"
)

// A task is a target on its way through the schedule.
type task struct {
	batch  *batch
	target refs.Target
	name   string    // of the host that the next request goes to
	host   *host     // in whose queue it is
	at     time.Time // not before; zero: now
	mute   bool      // nothing is heard of the host
	asking *asking   // about many identifiers; nil: about target alone
	chain  *chain    // nil until the first request
}

// A host is the queue of the requests to one host, and the manners it is owed.
type host struct {
	name   string
	owed   manners
	active int       // requests in flight
	open   time.Time // no request may start before
	// waited is how long the host has made us wait by refusing; it bounds what
	// a host can cost a run.
	waited time.Duration
	shut   time.Time // until then its tasks are refused without a request
	// silences is the number of requests in a row for which no connection came
	// about, silentFrom when the first of them ended.
	silences   int
	silentFrom time.Time

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
	if h.head < len(h.ready) && h.shut.After(now) {
		return now // to be refused: nobody waits for that
	}
	start := h.open
	if h.head == len(h.ready) && h.later[0].at.After(start) {
		start = h.later[0].at
	}
	return start
}

// A host is left alone when no connection came about for so many requests in
// a row, over so long a time: every link to a dead host would cost all its
// timeouts.
const (
	maxSilences = 12
	maxSilence  = 10 * time.Second
)

func (h *host) isSilent(now time.Time) bool {
	return h.silences >= maxSilences && now.Sub(h.silentFrom) >= maxSilence
}

// heed takes in what a request told of the host.
func (h *host) heed(st step, patience time.Duration, now time.Time) {
	if st.pause > 0 {
		h.refuse(st.pause, patience, now)
	}
	switch {
	case st.heard:
		h.silences = 0
	case st.mute:
		if h.silences++; h.silences == 1 {
			h.silentFrom = now
		}
		if h.isSilent(now) {
			st.shut = max(st.shut, patience)
		}
	}
	if until := now.Add(st.shut); st.shut > 0 && until.After(h.shut) {
		h.shut = until
	}
}

// refuse makes the host's requests wait for d, counted against patience. Out
// of patience, the host is shut for that long instead.
func (h *host) refuse(d, patience time.Duration, now time.Time) {
	until := now.Add(d)
	if !until.After(h.open) {
		return
	}
	from := now
	if h.open.After(now) {
		from = h.open
	}
	if h.waited += until.Sub(from); h.waited > patience {
		h.shut = now.Add(patience)
		return
	}
	h.open = until
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

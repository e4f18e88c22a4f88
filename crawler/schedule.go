package crawler

import (
	"container/heap"
	"context"
	"sync"
	"time"

	"github.com/refmend/refmend/audit"
)

// A schedule says whose request is next. Its workers each make one request at
// a time; a worker goes on with the host whose connection it just used, then
// with a host that nobody talks to, and only then helps out at a busy one.
// Waiting tasks cost no goroutine: a worker without work ends, but for as many
// as there are tasks waiting. There are no more workers than the tasks need: no request
// begins while enough of them are busy with what came back, for it would take the
// processors, the memory and one more connection from them.
type schedule struct {
	limit    int                                                                     // workers
	most     int                                                                     // that are busy, see await, when a request begins; 0: any number
	usual    manners                                                                 // with every host
	owed     map[string]manners                                                      // with some hosts at least, by name
	own      func(host string, atOnce int, delay time.Duration) (int, time.Duration) // see Options.HostManners
	patience time.Duration                                                           // that a host can claim by refusing requests
	// perform makes one request for a task, which is its own meanwhile. If the
	// task is barred it must make none.
	perform func(t *task) step
	// gateOf names the gate that a task must pass before its next request, "" if
	// there is none. warden makes the task that reads its rules, of a batch of its
	// own, which calls admit in the end. Both are nil if there are no gates.
	gateOf func(*task) string
	warden func(gate string) *task

	mu      sync.Mutex
	gates   map[string]*gate
	wake    sync.Cond // signalled when there may be work for a waiting worker
	hosts   map[string]*host
	fresh   hostList // may start a request, none is in flight
	busy    hostList // may start a request beside those in flight
	waiting hostHeap // may start one at their time
	timer   *time.Timer
	timerAt time.Time // when it fires; zero: not set
	queued  int       // tasks not in flight
	flying  int       // tasks in flight
	workers int
	resting int // workers that wait for work
	busied  int // workers with a task that do not wait for an answer

	stalled time.Duration // that all tasks together had to wait because hosts wanted it
	idle    time.Time     // since when none is in flight, if flying is 0
}

// Manners are what a host is spared.
type manners struct {
	atOnce int           // most requests in flight; 0: as many as usual
	delay  time.Duration // least time between the starts of two requests
}

// manners gives those with a host: the usual ones or the user's own, or stricter
// ones that are owed.
func (s *schedule) manners(host string) manners {
	m, owed := s.usual, s.owed[host]
	if s.own != nil {
		m.atOnce, m.delay = s.own(host, m.atOnce, m.delay)
	}
	if owed.atOnce > 0 {
		m.atOnce = min(m.atOnce, owed.atOnce)
	}
	m.delay = max(m.delay, owed.delay)
	return m
}

// runPatience is how many times the patience with one host a run waits because
// hosts want it and nothing else is to be done. From then on it waits for nobody.
const runPatience = 2

// A batch is the tasks of one call. What follows finish is the
// schedule's.
type batch struct {
	ctx     context.Context // of all requests
	purpose purpose
	finish  func(*task, *answer, failure) // takes the end of a task
	// answered takes the outcomes that come before the end of a task that asks
	// about several targets.
	answered func(audit.Outcome)

	left    int           // tasks not finished
	late    []*task       // those that go on when all others are finished
	dropped bool          // ctx ended: what is left is not to be answered
	done    chan struct{} // closed when none is left
}

// A step is what a request leads to.
type step struct {
	again   bool          // the task goes on: its name says where
	more    []*task       // that follow from it, whether it goes on or not
	late    bool          // but not before all others are finished
	wait    time.Duration // before it does
	pause   time.Duration // that the host of the request asked of everybody
	shut    time.Duration // that the host is to be left alone altogether
	heard   bool          // the host answered
	failed  bool          // the request failed in a way that may pass
	refused bool          // the host refused it (429, 503)
	took    time.Duration // the request; 0: there was none
	limits  limits        // that the host told
	drop    bool          // the batch has ended before the task was finished
}

// show takes what a request told of its host into the step that it leads to.
func (st *step) show(o step) {
	st.heard, st.failed, st.refused, st.took, st.limits = o.heard, o.failed, o.refused, o.took, o.limits
}

func newSchedule(limit, perHost int, delay, patience time.Duration, perform func(*task) step) *schedule {
	s := &schedule{limit: limit, usual: manners{perHost, delay}, patience: patience, perform: perform, hosts: map[string]*host{}, gates: map[string]*gate{}}
	s.wake.L = &s.mu
	return s
}

// run has the requests of all tasks made, until all are finished or b.ctx has
// ended, and tells whether all were finished. It takes the tasks out of the slice,
// so that each is garbage when it is finished.
func (s *schedule) run(b *batch, tasks []*task) bool {
	if len(tasks) == 0 {
		return true
	}
	s.mu.Lock()
	b.left = len(tasks)
	now := time.Now()
	if s.queued == 0 && s.flying == 0 {
		s.idle = now
	}
	for _, t := range tasks {
		t.batch = b
		s.enqueue(t, now)
	}
	clear(tasks)
	s.employ()
	s.mu.Unlock()
	stop := context.AfterFunc(b.ctx, func() { s.drop(b) })
	defer stop()
	<-b.done
	return !b.dropped
}

// pick starts the request of a task, if the manners allow one now.
func (s *schedule) pick(last *host, now time.Time) *task {
	h := last
	if h == nil || h.list == nil {
		if h = s.fresh.first; h == nil {
			h = s.busy.first
		}
	}
	if h == nil {
		return nil
	}
	t := h.pop()
	s.queued--
	h.active++
	if s.flying == 0 {
		s.stalled += max(0, now.Sub(s.idle)-s.usual.delay)
	}
	s.flying++
	if h.bar(t, now); t.barred == noFailure {
		h.last, h.open = now, now.Add(h.pace.spacing())
	}
	s.place(h, now)
	return t
}

// settle notes that the request of t has ended.
func (s *schedule) settle(t *task, st step) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	h, b := t.host, t.batch
	h.active--
	s.busied--
	if s.flying--; s.flying == 0 {
		s.idle = now
	}
	h.heed(t, st, s.patience, now)
	b.dropped = b.dropped || st.drop
	if !b.dropped {
		s.follow(b, st.more, now)
	}
	if st.again && !b.dropped {
		t.at = time.Time{}
		if st.wait > 0 {
			t.at = now.Add(st.wait)
		}
		if st.late {
			b.late = append(b.late, t)
		} else {
			s.enqueue(t, now)
		}
	} else {
		s.leave(b, 1)
	}
	s.release(b, now)
	s.place(h, now)
}

// active counts the hosts with requests in flight.
func (s *schedule) active() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, h := range s.hosts {
		if h.active > 0 {
			n++
		}
	}
	return n
}

// release queues the late tasks of b if no others are left. Hosts that were given
// up get one request more, to see whether their trouble is over.
func (s *schedule) release(b *batch, now time.Time) {
	if len(b.late) == 0 || b.left > len(b.late) {
		return
	}
	for _, t := range b.late {
		if h := s.hosts[t.name]; h != nil && h.why == givenUp {
			h.shut = now
		}
		s.enqueue(t, now)
	}
	b.late = nil
}

// follow queues tasks that another one of b has led to.
func (s *schedule) follow(b *batch, more []*task, now time.Time) {
	for _, t := range more {
		t.batch = b
		s.enqueue(t, now)
	}
	b.left += len(more)
}

// leave counts n tasks of b as finished.
func (s *schedule) leave(b *batch, n int) {
	if b.left -= n; b.left == 0 {
		close(b.done)
	}
}

// drop takes what is queued of b out; its requests in flight end by its ctx.
func (s *schedule) drop(b *batch) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b.left == 0 {
		return
	}
	b.dropped = true
	now, n := time.Now(), 0
	for _, h := range s.hosts {
		if m := h.purge(b); m > 0 {
			n += m
			s.place(h, now)
		}
	}
	s.queued -= n
	for _, g := range s.gates {
		n += g.purge(b)
	}
	n += len(b.late)
	b.late = nil
	if n > 0 {
		s.leave(b, n)
	}
	s.employ() // a host may have to be waited for now, or nothing
}

// enqueue queues a task at the host of its next request, or has it wait at its gate.
func (s *schedule) enqueue(t *task, now time.Time) {
	var delay time.Duration
	if s.gateOf != nil {
		var ok bool
		if delay, ok = s.pass(t, now); !ok {
			return
		}
	}
	h := s.hosts[t.name]
	if h == nil {
		usual := s.manners(t.name)
		h = &host{name: t.name, index: -1, pace: pace{least: usual.delay, most: usual.atOnce}}
		s.hosts[t.name] = h
	}
	h.pace.least = max(h.pace.least, delay)
	h.push(t, now)
	s.queued++
	s.place(h, now)
}

// place puts h where it belongs after any change to it.
func (s *schedule) place(h *host, now time.Time) {
	h.ripen(now)
	var list *hostList
	at := time.Time{}
	switch {
	case h.empty():
		if h.forgettable(now) {
			delete(s.hosts, h.name)
		}
	case h.active >= h.atOnce():
	default:
		at = h.startable(now)
		if s.stalled > runPatience*s.patience && at.Sub(now) > s.usual.delay {
			h.close(at, turnedAway)
			h.hurry()
			at = now
		}
		if at.After(now) {
			break
		}
		at = time.Time{}
		if list = &s.busy; h.active == 0 {
			list = &s.fresh
		}
	}
	if h.list != list {
		if h.list != nil {
			h.list.remove(h)
		}
		if list != nil {
			list.add(h)
		}
	}
	switch {
	case at.IsZero() && h.index >= 0:
		heap.Remove(&s.waiting, h.index)
	case !at.IsZero() && h.index >= 0 && !at.Equal(h.start):
		h.start = at
		heap.Fix(&s.waiting, h.index)
	case !at.IsZero() && h.index < 0:
		h.start = at
		heap.Push(&s.waiting, h)
	}
}

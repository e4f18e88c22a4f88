package crawler

import "time"

// work is the life of a worker.
func (s *schedule) work() {
	var last *host
	for {
		t := s.take(last)
		if t == nil {
			return
		}
		last = t.host
		s.settle(t, s.perform(t))
	}
}

// take waits for a task whose turn it is; nil says that there are no more.
func (s *schedule) take(last *host) *task {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		now := time.Now()
		for len(s.waiting) > 0 && !s.waiting[0].start.After(now) {
			s.place(s.waiting[0], now)
		}
		var t *task
		if !s.crowded() {
			t = s.pick(last, now)
		}
		s.setTimer(now)
		if t != nil {
			s.busied++
			if s.queued == 0 {
				s.wake.Signal() // who rests may end
			}
			s.rouse()
			return t
		}
		if s.queued == 0 {
			s.workers--
			s.wake.Signal() // the next one ends too
			return nil
		}
		s.resting++
		s.wake.Wait()
		s.resting--
	}
}

// await tells that a worker begins to wait for an answer, so that others may begin a
// request; resume that it has the answer.
func (s *schedule) await() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busied--
	s.rouse()
}

func (s *schedule) resume() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busied++
}

// crowded tells whether no request should begin now.
func (s *schedule) crowded() bool { return s.most > 0 && s.busied >= s.most }

// rouse has one more worker look for work, if there is some for it. For hosts whose
// time comes the timer does.
func (s *schedule) rouse() {
	if !s.crowded() && (s.fresh.first != nil || s.busy.first != nil) {
		s.employ()
	}
}

// employ has a worker look at new tasks, be it only to see when one may begin. Others
// follow if there is more: see take.
func (s *schedule) employ() {
	switch {
	case s.resting > 0:
		s.wake.Signal()
	case s.workers < s.limit:
		s.workers++
		go s.work()
	}
}

// setTimer has a worker woken when the next host may start.
func (s *schedule) setTimer(now time.Time) {
	if len(s.waiting) == 0 {
		return
	}
	at := s.waiting[0].start
	if !s.timerAt.IsZero() && !at.Before(s.timerAt) {
		return
	}
	s.timerAt = at
	if s.timer == nil {
		s.timer = time.AfterFunc(at.Sub(now), s.ring)
		return
	}
	s.timer.Reset(at.Sub(now))
}

func (s *schedule) ring() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.timerAt = time.Time{}
	s.employ()
}

package crawler

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/refmend/refmend/refs"
)

// Whatever tasks lead to, every batch ends, nobody is left behind, and no time passes
// in which a request could begin and none does.
func TestScheduleNeverStalls(t *testing.T) {
	for seed := range uint64(200) {
		synctest.Test(t, func(t *testing.T) {
			s, dice := randomSchedule(seed)
			ended := make(chan struct{})
			var batches sync.WaitGroup
			for range 1 + dice(3) {
				ctx, cancel := context.WithCancel(t.Context())
				if dice(3) == 0 {
					time.AfterFunc(time.Duration(dice(300))*time.Millisecond, cancel)
				}
				tasks := tasksOf(map[string]int{"a": dice(20), "b": dice(5), "c": dice(5), "d": dice(20), "e": 1, "f": 1})
				for _, t := range tasks {
					t.target = "http://" + t.target
				}
				begin := time.Duration(dice(3)*50) * time.Millisecond
				batches.Go(func() {
					defer cancel()
					time.Sleep(begin)
					s.run(&batch{ctx: ctx, done: make(chan struct{})}, tasks)
				})
			}
			go func() { batches.Wait(); close(ended) }()
			for begin := time.Now(); ; time.Sleep(time.Millisecond) {
				synctest.Wait()
				if why := s.stall(); why != "" || time.Since(begin) > time.Hour {
					t.Fatalf("seed %d: after %v nothing goes on: %s", seed, time.Since(begin), why)
				}
				select {
				case <-ended:
					time.Sleep(time.Minute) // for the rest of those that read rules
					synctest.Wait()
					if s.workers+s.resting+s.busied+s.flying+s.queued != 0 {
						t.Errorf("seed %d: in the end %d workers, %d rest, %d are busy, %d tasks in flight, %d queued", seed, s.workers, s.resting, s.busied, s.flying, s.queued)
					}
					return
				default:
				}
			}
		})
	}
}

// Where tasks of a batch that has ended were next, those behind them have their time too.
func TestScheduleWakesBehindDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(4, 4, 100*time.Millisecond, time.Minute, nil)
		s.most = 1
		begin, starts := time.Now(), make(chan time.Duration, 1)
		s.perform = func(t *task) step {
			if t.target == "a/last" {
				starts <- time.Since(begin)
			}
			time.Sleep(20 * time.Millisecond)
			s.await()
			defer s.resume()
			time.Sleep(10 * time.Second)
			return step{}
		}
		ctx, cancel := context.WithCancel(t.Context())
		var batches sync.WaitGroup
		run := func(ctx context.Context, tasks ...*task) {
			batches.Go(func() { s.run(&batch{ctx: ctx, done: make(chan struct{})}, tasks) })
			synctest.Wait()
		}
		run(t.Context(), &task{name: "a"})
		run(t.Context(), &task{name: "b"})
		run(ctx, &task{name: "a", barred: disallowed})
		run(t.Context(), &task{name: "a", target: "a/last"})
		time.Sleep(30 * time.Millisecond) // b is asked
		cancel()
		batches.Wait()
		if at := <-starts; at != 100*time.Millisecond {
			t.Errorf("the last one started after %v, want 100ms", at)
		}
	})
}

// stall tells what could go on, while no goroutine can run; "" if nothing could.
func (s *schedule) stall() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch now := time.Now(); {
	case s.flying >= s.limit:
	case len(s.waiting) > 0 && (s.timerAt.IsZero() || s.timerAt.After(s.waiting[0].start)) && s.waiting[0].start.After(now):
		return fmt.Sprint("nobody is woken for ", s.waiting[0].name)
	case s.crowded():
	case s.fresh.first != nil:
		return s.fresh.first.name + " is idle"
	case s.busy.first != nil:
		return s.busy.first.name + " may be asked"
	case len(s.waiting) > 0 && !s.waiting[0].start.After(now):
		return s.waiting[0].name + " has waited long enough"
	}
	return ""
}

// randomSchedule makes a schedule whose requests go as dice fall: they wait, keep their
// worker busy, panic, go on elsewhere or later, lead to more, or find their host in trouble.
func randomSchedule(seed uint64) (*schedule, func(n int) int) {
	var mu sync.Mutex
	r := rand.New(rand.NewPCG(seed, 0))
	dice := func(n int) int {
		mu.Lock()
		defer mu.Unlock()
		return r.IntN(n)
	}
	upTo := func(n int) time.Duration { return time.Duration(dice(n)) * time.Millisecond }
	one := func() bool { return dice(6) == 0 }
	s := newSchedule(1+dice(8), 1+dice(3), upTo(30), time.Second, nil)
	s.most = 1 + dice(3)
	if dice(2) == 0 {
		s.gateOf = func(t *task) string {
			if t.name < "d" || t.target == "" {
				return ""
			}
			return t.name
		}
		s.warden = func(gate string) *task {
			b := &batch{ctx: context.Background(), purpose: toObey, left: 1, done: make(chan struct{})}
			return &task{batch: b, name: gate}
		}
	}
	wait := func(d time.Duration) {
		s.await()
		defer s.resume()
		time.Sleep(d)
		if one() {
			panic("played")
		}
	}
	s.perform = func(t *task) (st step) {
		defer func() { _ = recover() }()
		if t.target == "" {
			defer s.admit(t.name, parseRobots([]byte("User-agent: *\nCrawl-delay: 0.02\nDisallow: /1")), 1)
		}
		time.Sleep(upTo(5))
		if t.barred != noFailure || t.batch.ctx.Err() != nil {
			return step{drop: t.batch.ctx.Err() != nil}
		}
		wait(upTo(100))
		if one() {
			wait(upTo(5000))
		}
		time.Sleep(upTo(5))
		st = step{heard: one(), failed: one(), refused: one(), took: upTo(50)}
		if t.fails++; t.fails > 3 || t.target == "" { // fails counts the requests here
			return st
		}
		st.again, st.late = dice(3) == 0, one()
		if st.again && one() {
			t.name = string(rune('a' + dice(6)))
		}
		if one() {
			st.wait = upTo(200)
		}
		if one() {
			st.pause = upTo(200)
		}
		if dice(30) == 0 {
			st.shut = upTo(100)
		}
		for i := range dice(12) - 9 {
			st.more = append(st.more, &task{target: refs.Target(fmt.Sprint(t.target, i)), name: string(rune('a' + dice(6))), fails: t.fails})
		}
		return st
	}
	return s, dice
}

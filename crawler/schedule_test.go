package crawler

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/refmend/refmend/refs"
)

// A played request of the schedule's tests: who, where, when.
type played struct {
	target refs.Target
	host   string
	start  time.Duration
	shut   bool
}

// play runs tasks "host/n" against a schedule whose requests take duration and
// do what next says, which takes no time, so that one busy worker at a time will do. It
// gives the requests in the order of their starts.
func play(t *testing.T, s *schedule, tasks []*task, duration time.Duration, next func(*task) step) []played {
	t.Helper()
	var mu sync.Mutex
	var log []played
	begin := time.Now()
	active := map[string]int{}
	s.mu.Lock()
	s.most = 1
	s.mu.Unlock()
	s.perform = func(t_ *task) step {
		shut := t_.barred != noFailure
		mu.Lock()
		log = append(log, played{t_.target, t_.name, time.Since(begin), shut})
		name := t_.name
		if active[name]++; active[name] > s.usual.atOnce {
			t.Errorf("%d requests at once to %s", active[name], name)
		}
		mu.Unlock()
		if !shut {
			s.await()
			time.Sleep(duration)
			s.resume()
		}
		mu.Lock()
		defer mu.Unlock()
		active[name]--
		return next(t_)
	}
	b := &batch{ctx: t.Context(), done: make(chan struct{})}
	if !s.run(b, tasks) {
		t.Error("not all tasks were finished")
	}
	return log
}

func tasksOf(counts map[string]int) (ts []*task) {
	for host, n := range counts {
		for i := range n {
			ts = append(ts, &task{target: refs.Target(fmt.Sprintf("%s/%d", host, i)), name: host})
		}
	}
	return ts
}

func finish(*task) step { return step{} }

func TestScheduleSpacesRequestsOfAHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(64, 4, 100*time.Millisecond, time.Minute, nil)
		log := play(t, s, tasksOf(map[string]int{"a": 5, "b": 5, "c": 5}), 10*time.Millisecond, finish)
		last := map[string]time.Duration{}
		for _, p := range log {
			if before, ok := last[p.host]; ok && p.start-before < 100*time.Millisecond {
				t.Errorf("%s was asked %v after the request before", p.host, p.start-before)
			}
			last[p.host] = p.start
		}
		if end := log[len(log)-1].start; end != 400*time.Millisecond {
			t.Errorf("the last request started after %v, hosts should go side by side: 400ms", end)
		}
	})
}

func TestScheduleSpacesRedirectsAndRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(64, 1, 100*time.Millisecond, time.Minute, nil)
		seen := map[refs.Target]int{}
		log := play(t, s, tasksOf(map[string]int{"a": 3, "b": 3, "c": 3}), time.Millisecond, func(t *task) step {
			seen[t.target]++
			switch seen[t.target] {
			case 1: // all are sent on to one host
				t.name = "target"
				return step{again: true}
			case 2: // and have to try again there
				return step{again: true, wait: 50 * time.Millisecond}
			}
			return step{}
		})
		if len(log) != 27 {
			t.Fatalf("%d requests", len(log))
		}
		var last time.Duration = -time.Hour
		for _, p := range log {
			if p.host == "target" {
				if p.start-last < 100*time.Millisecond {
					t.Errorf("the redirects' target was asked %v after the request before", p.start-last)
				}
				last = p.start
			}
		}
	})
}

func TestScheduleBoundsRequestsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(10, 3, 0, time.Minute, nil)
		log := play(t, s, tasksOf(map[string]int{"a": 9}), time.Second, finish)
		if end := log[len(log)-1].start; end != 2*time.Second {
			t.Errorf("nine requests, three at once: the last started after %v", end)
		}
		log = play(t, s, tasksOf(map[string]int{"a": 3, "b": 3, "c": 3, "d": 3, "e": 3, "f": 3, "g": 2}), time.Second, finish)
		if end := log[len(log)-1].start; end != time.Second {
			t.Errorf("20 requests, ten at once: the last started after %v", end)
		}
	})
}

// While workers are busy with what came back, no request begins, and no more workers
// are there than that takes; while they wait, as many as there may be begin one.
func TestScheduleSparesProcessors(t *testing.T) {
	for name, tt := range map[string]struct {
		waits, works time.Duration
		most, least  int // requests in flight at once
	}{
		"hosts are quick": {time.Millisecond, 10 * time.Millisecond, 4, 2},
		"hosts are slow":  {time.Second, time.Millisecond, 50, 50},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newSchedule(50, 4, 0, time.Minute, nil)
			s.most = 2
			var mu sync.Mutex
			flying, highest := 0, 0
			busy := map[*task]time.Time{} // since when
			work := func(t *task) {
				mu.Lock()
				busy[t] = time.Now()
				mu.Unlock()
				time.Sleep(tt.works)
				mu.Lock()
				delete(busy, t)
				mu.Unlock()
			}
			s.perform = func(begun *task) step {
				mu.Lock()
				before := 0 // of this very moment nobody knows what was first
				for _, since := range busy {
					if since.Before(time.Now()) {
						before++
					}
				}
				if before >= s.most {
					t.Errorf("%s: a request begins while %d workers are busy", name, before)
				}
				flying++
				highest = max(highest, flying)
				mu.Unlock()
				work(begun)
				s.await()
				time.Sleep(tt.waits)
				s.resume()
				work(begun)
				mu.Lock()
				flying--
				mu.Unlock()
				return step{}
			}
			hosts := map[string]int{}
			for i := range 40 {
				hosts[fmt.Sprint(i)] = 5
			}
			if !s.run(&batch{ctx: t.Context(), done: make(chan struct{})}, tasksOf(hosts)) {
				t.Errorf("%s: not all tasks were finished", name)
			}
			if highest > tt.most || highest < tt.least {
				t.Errorf("%s: %d requests in flight at once, want %d to %d", name, highest, tt.least, tt.most)
			}
		})
	}
}

// A host that makes us wait costs the others nothing.
func TestScheduleWaitsWithoutWorker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(2, 2, 0, time.Minute, nil)
		tried := map[refs.Target]bool{}
		log := play(t, s, append(tasksOf(map[string]int{"flaky": 20}), tasksOf(map[string]int{"good": 20})...), time.Millisecond, func(t *task) step {
			if t.name == "flaky" && !tried[t.target] {
				tried[t.target] = true
				return step{again: true, wait: time.Minute}
			}
			return step{}
		})
		for _, p := range log {
			if p.host == "good" && p.start > 50*time.Millisecond {
				t.Errorf("a good host's request started after %v", p.start)
			}
		}
	})
}

func TestSchedulePausesHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(8, 1, 0, 10*time.Minute, nil)
		first := true
		log := play(t, s, tasksOf(map[string]int{"a": 3, "b": 1}), time.Millisecond, func(t *task) step {
			if t.name == "a" && first {
				first = false
				return step{again: true, wait: 30 * time.Second, pause: 30 * time.Second}
			}
			return step{}
		})
		early := 0
		for _, p := range log {
			if p.host == "a" && p.start < 30*time.Second {
				early++
			}
		}
		if early != 1 {
			t.Errorf("%d requests to the host before its time", early)
		}
	})
}

// No host can make a run wait for ever, one refusal after the other.
func TestScheduleLosesPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(8, 1, 0, 5*time.Minute, nil)
		log := play(t, s, tasksOf(map[string]int{"a": 1000}), time.Millisecond, func(t *task) step {
			return step{pause: time.Minute}
		})
		asked := 0
		for _, p := range log {
			if !p.shut {
				asked++
			}
		}
		if end := log[len(log)-1].start; end > 6*time.Minute || asked != 6 {
			t.Errorf("the last of 1000 tasks came up after %v, with %d requests", end, asked)
		}
	})
}

func TestScheduleShutsHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(8, 1, time.Second, time.Minute, nil)
		log := play(t, s, tasksOf(map[string]int{"a": 100}), time.Millisecond, func(t *task) step {
			return step{shut: time.Hour}
		})
		for i, p := range log {
			if p.shut != (i > 0) || p.start > time.Second {
				t.Errorf("task %d: shut %v after %v", i, p.shut, p.start)
			}
		}
	})
}

func TestSchedulePrefersFreshHosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(3, 3, 0, time.Minute, nil)
		log := play(t, s, tasksOf(map[string]int{"a": 6, "b": 6, "c": 6}), time.Second, finish)
		hosts := map[string]bool{}
		for _, p := range log[:3] {
			hosts[p.host] = true
		}
		if len(hosts) != 3 {
			t.Errorf("the first three requests went to %d hosts", len(hosts))
		}
	})
}

func TestScheduleCountsHosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(6, 2, 0, time.Minute, nil)
		time.AfterFunc(time.Second/2, func() {
			if n := s.active(); n != 3 {
				t.Errorf("%d hosts are being asked, want 3", n)
			}
		})
		play(t, s, tasksOf(map[string]int{"a": 2, "b": 1, "c": 2}), time.Second, finish)
		if n := s.active(); n != 0 {
			t.Errorf("%d hosts are being asked in the end", n)
		}
	})
}

func TestScheduleDropsABatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(2, 1, time.Second, time.Minute, nil)
		ctx, cancel := context.WithCancel(t.Context())
		s.perform = func(t *task) step {
			select {
			case <-t.batch.ctx.Done():
				return step{drop: true}
			case <-time.After(10 * time.Millisecond):
				return step{}
			}
		}
		time.AfterFunc(2500*time.Millisecond, cancel)
		begin := time.Now()
		b := &batch{ctx: ctx, done: make(chan struct{})}
		other := &batch{ctx: t.Context(), done: make(chan struct{})}
		finished := make(chan bool)
		go func() { finished <- s.run(other, tasksOf(map[string]int{"a": 5})) }()
		if s.run(b, tasksOf(map[string]int{"a": 100, "b": 100})) {
			t.Error("all tasks were finished")
		}
		if took := time.Since(begin); took != 2500*time.Millisecond {
			t.Errorf("the batch ended after %v", took)
		}
		if !<-finished {
			t.Error("the other batch was dropped too")
		}
		if s.queued != 0 {
			t.Errorf("%d tasks are left", s.queued)
		}
	})
}

// A host of which everything fails is left alone after a while, unless it answers
// now and then.
func TestScheduleLeavesFailingHostsAlone(t *testing.T) {
	fail := func(*task) step { return step{failed: true} }
	for name, test := range map[string]struct {
		next  func(*task) step
		took  time.Duration // of a request
		least int           // requests, of 300
		more  int           // that may have begun when the host is given up
	}{
		"dead":           {fail, 20 * time.Second, troubleTargets, 3},
		"dead, at once":  {fail, time.Second, 44, 0},
		"down for a bit": {fail, 10 * time.Millisecond, 300, 0},
		"flaky": {func(t *task) step {
			heard := t.target[len(t.target)-1]%5 == 0
			return step{heard: heard, failed: !heard}
		}, 20 * time.Second, 300, 0},
		"not its fault": {func(*task) step { return step{} }, 20 * time.Second, 300, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSchedule(8, 4, 0, time.Hour, nil)
				n := 0
				next := func(t *task) step {
					if t.barred != noFailure {
						if t.barred != givenUp || int(t.fails) < troubleTargets {
							panic(fmt.Sprint("barred as ", t.barred, t.fails))
						}
						return step{}
					}
					return test.next(t)
				}
				for _, p := range play(t, s, tasksOf(map[string]int{"host": 300}), test.took, next) {
					if !p.shut {
						n++
					}
				}
				if n < test.least || n > test.least+test.more {
					t.Errorf("%d requests, want %d and %d more at most", n, test.least, test.more)
				}
			})
		})
	}
}

// A host that refuses whatever it is asked, however slowly, is left alone after a
// minute or two, and one that lets something through now and then is not.
func TestScheduleLeavesRefusingHostsAlone(t *testing.T) {
	for name, opens := range map[string]bool{"refuses all": false, "lets some through": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSchedule(8, 4, 100*time.Millisecond, 5*time.Minute, nil)
				asked := 0
				log := play(t, s, tasksOf(map[string]int{"host": 60}), 10*time.Millisecond, func(t *task) step {
					if t.barred != noFailure {
						if t.barred != turnedAway {
							panic(fmt.Sprint("barred as ", t.barred))
						}
						return step{}
					}
					if asked++; opens && asked%5 == 0 {
						return step{heard: true, took: 10 * time.Millisecond}
					}
					return step{heard: true, refused: true, pause: time.Second, took: 10 * time.Millisecond}
				})
				end := log[len(log)-1].start
				if shut := log[len(log)-1].shut; shut == opens || !opens && end > 2*time.Minute {
					t.Errorf("shut: %v, after %v and %d requests", shut, end, asked)
				}
			})
		})
	}
}

// What is owed to a host holds even if more is allowed elsewhere, and more may be
// asked of it than is owed.
func TestScheduleOwesManners(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(64, 4, 100*time.Millisecond, time.Minute, nil)
		s.owed = map[string]manners{"arxiv": {1, 3 * time.Second}, "alone": {1, 0}, "lax": {9, time.Millisecond}}
		last := map[string]time.Duration{}
		for _, r := range play(t, s, tasksOf(map[string]int{"arxiv": 4, "alone": 4, "lax": 4, "web": 4}), time.Second, func(*task) step { return step{} }) {
			last[r.host] = max(last[r.host], r.start)
		}
		if last["arxiv"] != 9*time.Second || last["alone"] != 3*time.Second || last["lax"] != 300*time.Millisecond || last["web"] != 300*time.Millisecond {
			t.Errorf("the last requests start at %v", last)
		}
	})
}

// What follows from a task is done too before the call returns.
func TestScheduleFollows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(4, 2, 0, time.Minute, nil)
		log := play(t, s, tasksOf(map[string]int{"registry": 1}), time.Second, func(one *task) step {
			if one.name != "registry" {
				return step{}
			}
			return step{more: tasksOf(map[string]int{"a": 3, "b": 2})}
		})
		if len(log) != 6 || log[5].start != 2*time.Second {
			t.Errorf("%v", log)
		}
	})
}

func TestMannersOwed(t *testing.T) {
	for name, c := range map[string]struct {
		options Options
		host    string
		want    manners
	}{
		"arXiv":            {Options{}, "export.arxiv.org", manners{1, 3 * time.Second}},
		"Crossref":         {Options{}, "api.crossref.org", manners{1, time.Second}},
		"Crossref, polite": {Options{Mailto: "a@tides.org"}, "api.crossref.org", manners{1, 350 * time.Millisecond}},
		"a mirror":         {Options{Services: map[Service]string{ServiceArXiv: "http://arxiv.mirror.org"}}, "arxiv.mirror.org", manners{}},
		"any other":        {Options{}, "tides.org", manners{}},
	} {
		o, err := c.options.withDefaults()
		if err != nil {
			t.Fatal(err)
		}
		if got := o.mannersOwed()[c.host]; got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// One target that fails over and over says little of its host.
func TestTroubleNeedsSeveralTargets(t *testing.T) {
	var r trouble
	now := time.Now()
	for i := range 100 {
		r.note(refs.Target(fmt.Sprint(i%(troubleTargets-1))), now.Add(time.Duration(i)*time.Minute))
	}
	if r.lasts() {
		t.Error("the host is given up")
	}
	if r.note("another", now.Add(200*time.Minute)); !r.lasts() {
		t.Error("the host is not given up")
	}
}

// At the end of a run one late task looks whether a host that was given up is over
// its trouble; if so all of them are asked about again, else none.
func TestScheduleProbesWhatWasGivenUp(t *testing.T) {
	for name, recovers := range map[string]bool{"still dead": false, "back again": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSchedule(8, 2, 0, time.Hour, nil)
				var over bool
				again := map[refs.Target]bool{}
				late := 0
				log := play(t, s, tasksOf(map[string]int{"dead": 50, "fine": 20}), 5*time.Second, func(t *task) step {
					switch {
					case t.name == "fine":
						over = true
						return step{heard: true}
					case t.barred != noFailure:
						return step{}
					case again[t.target]:
						late++
						return step{heard: recovers, failed: !recovers}
					}
					again[t.target] = true
					return step{again: true, late: true, failed: true}
				})
				if !over || len(log) == 0 {
					t.Fatal("nothing was asked")
				}
				want := 1
				if recovers {
					want = len(again)
				}
				if late != want || len(again) > troubleTargets+2 {
					t.Errorf("%d of %d late tasks were asked about, want %d", late, len(again), want)
				}
			})
		})
	}
}

// A host that refuses is asked more slowly and one request at a time, and step by
// step as before when it answers well.
func TestScheduleSlowsDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(16, 4, 100*time.Millisecond, time.Hour, nil)
		n := 0
		log := play(t, s, tasksOf(map[string]int{"a": 60}), time.Second, func(t *task) step {
			n++
			return step{heard: true, refused: n == 3, took: time.Second}
		})
		gaps := make([]time.Duration, 0, len(log))
		for i := 1; i < len(log); i++ {
			gaps = append(gaps, log[i].start-log[i-1].start)
		}
		if gaps[0] != 100*time.Millisecond {
			t.Errorf("at first %v apart", gaps[0])
		}
		if gap := gaps[9]; gap < time.Second {
			t.Errorf("behind the refusal %v apart: one request at a time takes a second", gap)
		}
		if gap := gaps[len(gaps)-3]; gap > 700*time.Millisecond {
			t.Errorf("in the end %v apart", gap)
		}
	})
}

func TestPace(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	p := pace{least: 100 * time.Millisecond, most: 4}
	heed := func(refused bool, took time.Duration) {
		now = now.Add(time.Minute)
		p.heed(refused, false, took, now)
	}
	heed(true, time.Second)
	if p.spacing() != leastSlowdown || p.atOnce() != 1 {
		t.Errorf("behind one refusal %v, %d at once", p.spacing(), p.atOnce())
	}
	p.heed(true, false, time.Second, now.Add(time.Millisecond)) // it was under way by then
	if p.spacing() != leastSlowdown {
		t.Errorf("behind two refusals at once %v", p.spacing())
	}
	for range 20 {
		heed(true, time.Second)
	}
	if p.spacing() != maxSpacing {
		t.Errorf("behind many refusals %v, want %v", p.spacing(), maxSpacing)
	}
	last, lastAtOnce := p.spacing(), p.atOnce()
	for range 100 {
		heed(false, time.Second)
		if p.spacing() > last || p.atOnce() < lastAtOnce {
			t.Errorf("a good answer slows down: %v, %d", p.spacing(), p.atOnce())
		}
		last, lastAtOnce = p.spacing(), p.atOnce()
	}
	if !p.usual() || p.spacing() != 100*time.Millisecond || p.atOnce() != 4 {
		t.Errorf("behind many good answers %+v", p)
	}

	for range 20 {
		heed(false, 3500*time.Millisecond) // grown slow
	}
	if p.atOnce() != 1 || p.spacing() != 100*time.Millisecond {
		t.Errorf("slow: %d at once, %v", p.atOnce(), p.spacing())
	}
	for range 60 {
		heed(false, time.Second)
	}
	if p.atOnce() != 4 {
		t.Errorf("quick again: %d at once", p.atOnce())
	}
	slow := pace{most: 4}
	for range 20 {
		slow.heed(false, false, 5*time.Second, now)
	}
	if slow.atOnce() != 4 {
		t.Error("a host that is always slow is slowed down")
	}
	told := pace{least: 100 * time.Millisecond, most: 4, told: limits{spacing: time.Second, atOnce: 2}}
	if told.spacing() != time.Second || told.atOnce() != 2 || told.usual() {
		t.Errorf("told: %v, %d", told.spacing(), told.atOnce())
	}
	if told.told = (limits{spacing: time.Millisecond, atOnce: 9}); told.spacing() != 100*time.Millisecond || told.atOnce() != 4 {
		t.Errorf("told to hurry: %v, %d", told.spacing(), told.atOnce())
	}
}

// What the headers of a host say of its limits holds for all requests to it.
func TestScheduleHeedsLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(8, 4, 0, 5*time.Minute, nil)
		log := play(t, s, tasksOf(map[string]int{"a": 10}), time.Millisecond, func(t *task) step {
			return step{heard: true, took: time.Millisecond, limits: limits{spacing: time.Second, atOnce: 1}}
		})
		for i := 5; i < len(log); i++ { // the first ones were under way
			if gap := log[i].start - log[i-1].start; gap < time.Second {
				t.Errorf("request %d came %v after the one before", i, gap)
			}
		}
	})
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(8, 1, 0, 5*time.Minute, nil)
		log := play(t, s, tasksOf(map[string]int{"a": 100}), time.Millisecond, func(t *task) step {
			return step{heard: true, took: time.Millisecond, limits: limits{pause: time.Minute}}
		})
		for i, p := range log {
			if p.shut {
				t.Fatalf("request %d was not made, though the host refused none", i)
			}
		}
		if end := log[len(log)-1].start; end < 5*time.Minute || end > 6*time.Minute {
			t.Errorf("the last request came after %v: patience ends after 5m", end)
		}
	})
}

// A run waits for its hosts side by side, and not longer than it has patience for
// all of them together, whatever they ask for and whoever sends to whom.
func TestScheduleBoundsAllWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(64, 1, 0, 5*time.Minute, nil)
		counts := map[string]int{}
		for i := range 200 {
			counts[fmt.Sprint("host", i)] = 3
		}
		log := play(t, s, tasksOf(counts), time.Millisecond, func(t *task) step {
			if t.barred != noFailure {
				return step{}
			}
			return step{again: true, wait: time.Minute, pause: time.Minute, refused: true, heard: true, took: time.Millisecond}
		})
		if end := log[len(log)-1].start; end > 7*time.Minute {
			t.Errorf("hosts that wait side by side kept the run for %v", end)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(8, 1, 0, 5*time.Minute, nil)
		hop := 0
		log := play(t, s, tasksOf(map[string]int{"a": 1}), time.Millisecond, func(t *task) step {
			if t.barred != noFailure {
				return step{}
			}
			hop++
			if hop%3 == 0 { // sent on to a host that begins to refuse, and so on
				t.name = fmt.Sprint("host", hop)
				return step{again: true, heard: true}
			}
			return step{again: true, wait: time.Minute, pause: time.Minute, heard: true}
		})
		if end := log[len(log)-1].start; end > runPatience*5*time.Minute+2*time.Minute {
			t.Errorf("one host after the other kept the run for %v", end)
		}
	})
}

// Tasks wait at their gate without a slot until its rules are read, once; then they
// go on or are barred.
func TestScheduleGates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(4, 2, 100*time.Millisecond, time.Minute, nil)
		s.gateOf = func(t *task) string {
			if t.batch.purpose == toObey {
				return ""
			}
			return t.name
		}
		read, delayed := map[string]int{}, false
		s.warden = func(gate string) *task {
			b := &batch{ctx: t.Context(), purpose: toObey, left: 1, done: make(chan struct{})}
			return &task{batch: b, target: refs.Target("http://" + gate + "/robots.txt"), name: gate}
		}
		log := play(t, s, tasksOf(map[string]int{"slow": 10, "quick": 10}), time.Millisecond, func(t *task) step {
			if t.batch.purpose == toObey {
				if t.name == "slow" && !delayed {
					delayed = true
					return step{again: true, wait: 10 * time.Second}
				}
				read[t.name]++
				s.admit(t.name, robotsRules{delay: time.Second, rules: []robotsRule{{length: 1, parts: []string{"/7"}}}}, 1)
			}
			return step{heard: true}
		})
		if read["slow"] != 1 || read["quick"] != 1 {
			t.Errorf("rules were read %v times", read)
		}
		last := map[string]time.Duration{}
		for _, p := range log {
			if p.host == "slow" && len(p.target) < 8 && p.start < 10*time.Second {
				t.Errorf("%s came up after %v, before the rules were read", p.target, p.start)
			}
			if p.host == "quick" && p.start > 10*time.Second {
				t.Errorf("%s came up after %v: it waited for another gate", p.target, p.start)
			}
			if before, ok := last[p.host]; ok && !p.shut && len(p.target) < 8 && before > 0 && p.start-before < time.Second {
				t.Errorf("%s came %v after the request before, its gate asks for a second", p.target, p.start-before)
			}
			if !p.shut && len(p.target) < 8 {
				last[p.host] = p.start
			}
		}
	})
}

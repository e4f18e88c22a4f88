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
// do what next says. It gives the requests in the order of their starts.
func play(t *testing.T, s *schedule, tasks []task, duration time.Duration, next func(*task) step) []played {
	t.Helper()
	var mu sync.Mutex
	var log []played
	begin := time.Now()
	active := map[string]int{}
	s.perform = func(t_ *task, shut bool) step {
		mu.Lock()
		log = append(log, played{t_.target, t_.name, time.Since(begin), shut})
		name := t_.name
		if active[name]++; active[name] > s.usual.atOnce {
			t.Errorf("%d requests at once to %s", active[name], name)
		}
		mu.Unlock()
		if !shut {
			time.Sleep(duration)
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

func tasksOf(counts map[string]int) (ts []task) {
	for host, n := range counts {
		for i := range n {
			ts = append(ts, task{target: refs.Target(fmt.Sprintf("%s/%d", host, i)), name: host})
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

func TestScheduleDropsABatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSchedule(2, 1, time.Second, time.Minute, nil)
		ctx, cancel := context.WithCancel(t.Context())
		s.perform = func(t *task, _ bool) step {
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

// A host to which no connection comes about is left alone after a while, unless
// it answers now and then.
func TestScheduleLeavesSilentHostsAlone(t *testing.T) {
	for name, test := range map[string]struct {
		next      func(*task) step
		took      time.Duration // of a request
		requested int           // of 300; three more are in flight when the host is given up
	}{
		"dead":           {func(*task) step { return step{mute: true} }, 20 * time.Second, maxSilences + 3},
		"dead, at once":  {func(*task) step { return step{mute: true} }, time.Second, 44},
		"down for a bit": {func(*task) step { return step{mute: true} }, 10 * time.Millisecond, 300},
		"flaky":          {func(t *task) step { heard := t.target[len(t.target)-1]%5 == 0; return step{heard: heard, mute: !heard} }, 20 * time.Second, 300},
		"mute later on":  {func(*task) step { return step{} }, 20 * time.Second, 300},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSchedule(8, 4, 0, time.Hour, nil)
				n := 0
				for _, p := range play(t, s, tasksOf(map[string]int{"host": 300}), test.took, test.next) {
					if !p.shut {
						n++
					}
				}
				if n != test.requested {
					t.Errorf("%d requests, want %d", n, test.requested)
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
			var more []*task
			for _, page := range tasksOf(map[string]int{"a": 3, "b": 2}) {
				more = append(more, &page)
			}
			return step{more: more}
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

package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// benchmarkWeb answers for every host after a while, in five of a hundred
// cases that there is no such page.
func benchmarkWeb(b *testing.B, latency time.Duration) *web {
	w := newWeb(b)
	body := []byte(page + strings.Repeat("<p>Some more text of the page.", 100))
	w.on("/", func(rw http.ResponseWriter, r *http.Request) {
		if latency > 0 {
			time.Sleep(latency)
		}
		if strings.HasPrefix(r.URL.Path, "/404/") {
			http.NotFound(rw, r)
			return
		}
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		rw.Write(body)
	})
	return w
}

func benchmarkTargets(links, hosts int) []refs.Target {
	targets := make([]refs.Target, links)
	for i := range targets {
		kind := "ok"
		if i%20 == 7 {
			kind = "404"
		}
		targets[i] = refs.Target(fmt.Sprintf("http://host%d.example/%s/%d", i%hosts, kind, i))
	}
	return targets
}

// BenchmarkCheck is a large run: 10 000 links on 500 hosts that answer after
// 50 ms, 128 at once. Client and servers share the processors.
func BenchmarkCheck(b *testing.B) {
	w := benchmarkWeb(b, 50*time.Millisecond)
	targets := benchmarkTargets(10_000, 500)
	for b.Loop() {
		c := newTestCrawler(b, w.options())
		if err := c.Check(b.Context(), about(targets...), func(audit.Outcome) {}); err != nil {
			b.Fatal(err)
		}
		c.Close()
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(targets)), "µs/link")
}

// BenchmarkRequest is the cost of one link whose host answers at once.
func BenchmarkRequest(b *testing.B) {
	w := benchmarkWeb(b, 0)
	c := newTestCrawler(b, w.options())
	targets := benchmarkTargets(1000, 50)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		if err := c.Check(b.Context(), about(targets[n%1000]), func(audit.Outcome) {}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSchedule is the schedule alone, without any network.
func BenchmarkSchedule(b *testing.B) {
	tasks := make([]*task, 100_000)
	b.ReportAllocs()
	for b.Loop() {
		for i := range tasks {
			tasks[i] = &task{name: fmt.Sprintf("host%d", i%10_000)}
		}
		s := newSchedule(128, 4, 0, time.Minute, func(*task) step { return step{} })
		s.run(&batch{ctx: b.Context(), done: make(chan struct{})}, tasks)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(tasks)), "ns/request")
}

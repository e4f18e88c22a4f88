package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

const (
	benchLinks = 10_000
	benchHosts = 500
)

// BenchmarkCheck runs the whole program over 10 000 links on 500 loopback
// hosts that answer after 50 ms, with store and report, as a first run.
func BenchmarkCheck(b *testing.B) {
	doc := benchDocument(b, benchLinks, newFarm(b, 50*time.Millisecond))
	for i := 0; b.Loop(); i++ {
		benchRun(b, doc, filepath.Join(b.TempDir(), fmt.Sprint(i, ".db")))
	}
	b.ReportMetric(benchLinks*float64(b.N)/b.Elapsed().Seconds(), "links/s")
}

// BenchmarkManyHosts runs it over 100 000 links on 10 000 hosts, all played by
// one server. Its goroutines and connections, and the most memory that the
// process took, count those of the server too.
func BenchmarkManyHosts(b *testing.B) {
	const links, hosts = 100_000, 10_000
	farm := httptest.NewUnstartedServer(farmHandler(0))
	var open, most atomic.Int64
	farm.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			if n := open.Add(1); n > most.Load() {
				most.Store(n)
			}
		case http.StateClosed, http.StateHijacked:
			open.Add(-1)
		}
	}
	farm.Start()
	b.Cleanup(farm.Close)
	doc := benchDocument(b, links, func(i int) string { return fmt.Sprintf("http://h%d.tides.org", i*7919%hosts) })
	goroutines := 0
	stop := every(10*time.Millisecond, func() { goroutines = max(goroutines, runtime.NumGoroutine()) })
	for i := 0; b.Loop(); i++ {
		benchRun(b, doc, filepath.Join(b.TempDir(), fmt.Sprint(i, ".db")), "--connect-to", "::"+farm.Listener.Addr().String())
	}
	stop()
	b.ReportMetric(links*float64(b.N)/b.Elapsed().Seconds(), "links/s")
	b.ReportMetric(float64(most.Load()), "connections")
	b.ReportMetric(float64(goroutines), "goroutines")
	if peak, ok := peakMemory(); ok {
		b.ReportMetric(float64(peak>>20), "peak-MB")
	}
}

// every calls f again and again until stop, which waits for it.
func every(d time.Duration, f func()) (stop func()) {
	ticker, done, ended := time.NewTicker(d), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-ticker.C:
				f()
			case <-done:
				return
			}
		}
	}()
	return func() { ticker.Stop(); close(done); <-ended }
}

// peakMemory gives the most bytes that the process had in memory, where the
// system tells.
func peakMemory() (int64, bool) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, false
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kB int64
	_, err = fmt.Sscan(rest, &kB)
	return kB << 10, err == nil
}

// BenchmarkRecheck runs it again from the store: nothing is asked.
func BenchmarkRecheck(b *testing.B) {
	doc := benchDocument(b, benchLinks, newFarm(b, 0))
	store := filepath.Join(b.TempDir(), "refs.db")
	benchRun(b, doc, store)
	for b.Loop() {
		benchRun(b, doc, store)
	}
	b.ReportMetric(benchLinks*float64(b.N)/b.Elapsed().Seconds(), "links/s")
}

func benchRun(b *testing.B, doc, store string, flags ...string) {
	b.Helper()
	var stderr bytes.Buffer
	args := append([]string{"check", "--allow-private", "--host-delay", "0", "--per-host", "128", "--store", store, "--format", "json", doc}, flags...)
	if code := run(b.Context(), args, strings.NewReader(""), io.Discard, &stderr); code != exitFailing {
		b.Fatalf("exit code %d: %s", code, &stderr)
	}
}

// farmHandler plays a site. One page in twenty is missing.
func farmHandler(latency time.Duration) http.Handler {
	text := "<!doctype html><html lang=en><head><title>A page</title></head><body>" + strings.Repeat("<p>Filler without any link.</p>\n", 600) + "</body></html>"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(latency)
		if strings.HasPrefix(r.URL.Path, "/404/") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, text)
	})
}

// newFarm plays benchHosts hosts and gives the site of the i-th link.
func newFarm(b *testing.B, latency time.Duration) (site func(i int) string) {
	b.Helper()
	server := &http.Server{Handler: farmHandler(latency)}
	b.Cleanup(func() { server.Close() })
	port := 0
	for host := range benchHosts {
		l, err := net.Listen("tcp4", fmt.Sprintf("%s:%d", farmAddress(host), port))
		if err != nil {
			b.Skipf("this machine has no loopback address %s: %v", farmAddress(host), err)
		}
		port = l.Addr().(*net.TCPAddr).Port
		go server.Serve(l)
	}
	return func(i int) string { return fmt.Sprintf("http://%s:%d", farmAddress(i*7919%benchHosts), port) }
}

func farmAddress(host int) string { return fmt.Sprintf("127.1.%d.%d", host/250, host%250+1) }

// benchDocument writes a numbered reference list with a link each.
func benchDocument(b *testing.B, links int, site func(i int) string) string {
	b.Helper()
	var text bytes.Buffer
	text.WriteString("References\n\n")
	for i := range links {
		kind := "ok"
		if i%20 == 7 {
			kind = "404"
		}
		fmt.Fprintf(&text, "%d. Author A., Other B. A paper on the matter, part %[1]d. Journal of Matters. 2021. URL: %s/%s/%[1]d (accessed: 01.02.2023).\n",
			i+1, site(i), kind)
	}
	path := filepath.Join(b.TempDir(), "references.txt")
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

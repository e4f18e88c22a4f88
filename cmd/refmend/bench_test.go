package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
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
	doc := benchDocument(b, newFarm(b, 50*time.Millisecond))
	for i := 0; b.Loop(); i++ {
		benchRun(b, doc, filepath.Join(b.TempDir(), fmt.Sprint(i, ".db")))
	}
	b.ReportMetric(benchLinks*float64(b.N)/b.Elapsed().Seconds(), "links/s")
}

// BenchmarkRecheck runs it again from the store: nothing is asked.
func BenchmarkRecheck(b *testing.B) {
	doc := benchDocument(b, newFarm(b, 0))
	store := filepath.Join(b.TempDir(), "refs.db")
	benchRun(b, doc, store)
	for b.Loop() {
		benchRun(b, doc, store)
	}
	b.ReportMetric(benchLinks*float64(b.N)/b.Elapsed().Seconds(), "links/s")
}

func benchRun(b *testing.B, doc, store string) {
	b.Helper()
	var stderr bytes.Buffer
	args := []string{"check", "--allow-private", "--host-delay", "0", "--per-host", "128", "--store", store, "--format", "json", doc}
	if code := run(b.Context(), args, strings.NewReader(""), io.Discard, &stderr); code != exitFailing {
		b.Fatalf("exit code %d: %s", code, &stderr)
	}
}

// newFarm plays the hosts and gives their port. One page in twenty is missing.
func newFarm(b *testing.B, latency time.Duration) (port int) {
	b.Helper()
	text := "<!doctype html><html lang=en><head><title>A page</title></head><body>" + strings.Repeat("<p>Filler without any link.</p>\n", 600) + "</body></html>"
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(latency)
		if strings.HasPrefix(r.URL.Path, "/404/") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, text)
	})}
	b.Cleanup(func() { server.Close() })
	for host := range benchHosts {
		l, err := net.Listen("tcp4", fmt.Sprintf("%s:%d", farmAddress(host), port))
		if err != nil {
			b.Skipf("this machine has no loopback address %s: %v", farmAddress(host), err)
		}
		port = l.Addr().(*net.TCPAddr).Port
		go server.Serve(l)
	}
	return port
}

func farmAddress(host int) string { return fmt.Sprintf("127.1.%d.%d", host/250, host%250+1) }

// benchDocument writes a numbered reference list with a link each.
func benchDocument(b *testing.B, port int) string {
	b.Helper()
	var text bytes.Buffer
	text.WriteString("References\n\n")
	for i := range benchLinks {
		kind := "ok"
		if i%20 == 7 {
			kind = "404"
		}
		fmt.Fprintf(&text, "%d. Author A., Other B. A paper on the matter, part %[1]d. Journal of Matters. 2021. URL: http://%s:%d/%s/%[1]d (accessed: 01.02.2023).\n",
			i+1, farmAddress(i*7919%benchHosts), port, kind)
	}
	path := filepath.Join(b.TempDir(), "references.txt")
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

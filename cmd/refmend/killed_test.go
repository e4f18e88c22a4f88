package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/refmend/refmend/refs"
	"github.com/refmend/refmend/store"
)

var kills = flag.Int("kills", 6, "how often TestKilled kills a check")

// A check that is killed at any moment leaves a sound store, loses nothing that
// was written, and the next one asks about nothing again that is known.
func TestKilled(t *testing.T) {
	const links = 300
	web, err := newPlayedWeb()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(web.close)
	var mu sync.Mutex
	asked := map[string]int{} // since the last look
	web.watch = func(page string) {
		mu.Lock()
		defer mu.Unlock()
		asked[page]++
	}
	dir := t.TempDir()
	var document strings.Builder
	var pages []string
	for i := range links {
		page := fmt.Sprintf("host%d.example/page/%d", i%7, i)
		web.turned.Store(page, http.StatusOK)
		pages = append(pages, page)
		fmt.Fprintf(&document, "See <http://%s>.\n", page)
	}
	ca := filepath.Join(dir, "ca.pem")
	if err := errors.Join(os.WriteFile(ca, web.ca, 0o644), os.WriteFile(filepath.Join(dir, "refs.md"), []byte(document.String()), 0o644)); err != nil {
		t.Fatal(err)
	}
	refmend := func(args ...string) *exec.Cmd {
		cmd := exec.Command("refmend", args...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "WEB_FLAGS="+web.flags(ca), "AT_TIME=")
		return cmd
	}
	check := func(file string) *exec.Cmd {
		return refmend("check", "--store", file, "--concurrency=4", "-q", "refs.md")
	}

	began := time.Now()
	if out, err := check("whole.db").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	takes := time.Since(began)

	file := 0
	known := map[string]bool{}
	look := func(when string) {
		mu.Lock()
		for page := range known {
			if n := asked[page]; n > 0 {
				t.Errorf("%s: %s was known and asked for %d times", when, page, n)
			}
		}
		clear(asked)
		mu.Unlock()
	}
	path := func() string { return fmt.Sprintf("refs%d.db", file) }
	finish := func() {
		if out, err := check(path()).CombinedOutput(); err != nil {
			t.Fatalf("after kills: %v\n%s", err, out)
		}
		look("the last run")
		if got := knownPages(t, filepath.Join(dir, path()), pages); len(got) != links {
			t.Errorf("%d of %d pages are known in the end", len(got), links)
		}
		clear(known)
		file++
	}
	look("the whole run")
	if raceDetector {
		*kills = min(*kills, 2)
	}
	for n := range *kills {
		cmd := check(path())
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(rand.N(takes))
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()
		look(fmt.Sprintf("kill %d", n))
		if _, err := os.Stat(filepath.Join(dir, path())); errors.Is(err, fs.ErrNotExist) {
			continue // killed before there was one
		}
		if out, err := refmend("store", "verify", "--store", path()).CombinedOutput(); err != nil {
			t.Fatalf("kill %d: %v\n%s", n, err, out)
		}
		now := knownPages(t, filepath.Join(dir, path()), pages)
		for page := range known {
			if !now[page] {
				t.Errorf("kill %d: %s was known and is not any more", n, page)
			}
		}
		known = now
		if len(known) == links {
			finish()
		}
	}
	finish()
	t.Logf("%d kills, %d stores", *kills, file)
}

// knownPages gives the pages that a store remembers.
func knownPages(t *testing.T, path string, pages []string) map[string]bool {
	t.Helper()
	s, err := store.OpenReader(path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	known := map[string]bool{}
	for _, page := range pages {
		memories, err := s.Memories(refs.Target("http://" + page))
		if err != nil {
			t.Fatal(err)
		}
		if len(memories) > 0 {
			known[page] = true
		}
	}
	return known
}

package store

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// children are the processes that tests start: this binary again. Each gets
// the path of a store and more arguments, and gives the exit code.
var children = map[string]func(args []string) int{
	"hold":   hold,
	"record": recordForEver,
}

// startChild starts the child called name. It is killed at the latest when the
// test ends.
func startChild(t *testing.T, name string, args ...string) (cmd *exec.Cmd, stdin io.Closer, stdout *bufio.Scanner) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd = exec.Command(self, args...)
	cmd.Env = append(os.Environ(), childVariable+"="+name)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return cmd, in, bufio.NewScanner(out)
}

// hold has the store open until standard input ends.
func hold(args []string) int {
	s, err := Open(args[0], Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println("open")
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := s.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// recordForEver records outcome(n) for n from args[1] on, and says up to which
// of them Flush has acknowledged.
func recordForEver(args []string) int {
	first, err := strconv.Atoi(args[1])
	if err != nil {
		return 2
	}
	s, err := Open(args[0], Options{})
	for n := first; err == nil; n++ {
		if err = s.Record(outcome(n)); err == nil && n%37 == 0 {
			if err = s.Flush(); err == nil {
				fmt.Println(n)
			}
		}
	}
	fmt.Fprintln(os.Stderr, err)
	return 1
}

var kills = flag.Int("kills", 12, "how often the tests of kill -9 kill a process")

func killRounds() int {
	if testing.Short() {
		return min(*kills, 3)
	}
	return *kills
}

// Killed in the middle of writing, again and again, the file stays sound and has
// all that was acknowledged; the lock is free at once.
func TestKilledWriter(t *testing.T) {
	path := storePath(t)
	rounds := killRounds()
	next := 0
	for round := range rounds {
		first := next
		cmd, _, out := startChild(t, "record", path, strconv.Itoa(next))
		patient := next == 0 && round == rounds-1 // one round at least gets as far as a commit
		if !patient {
			time.AfterFunc(time.Duration(rand.IntN(120))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		}
		acknowledged := next - 1
		for out.Scan() {
			if patient {
				_ = cmd.Process.Kill()
			}
			n, err := strconv.Atoi(out.Text())
			if err != nil {
				t.Fatal(err)
			}
			acknowledged = n
		}
		_ = cmd.Wait()

		s, err := Open(path, Options{})
		if err != nil {
			t.Fatalf("after a kill: %v", err)
		}
		if round == rounds-1 {
			first = 0
		}
		for n := first; n <= acknowledged; n++ {
			target := outcome(n).Target
			if o, err := s.Latest(target, staging); err != nil || o.Evidence.ElapsedMS != int64(n) {
				t.Fatalf("acknowledged up to %d, but outcome %d: %v, %v", acknowledged, n, o.Evidence.ElapsedMS, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		checkFile(t, path)
		next = acknowledged + 1
	}
	if next == 0 {
		t.Error("no round got as far as a commit")
	}
	t.Logf("%d outcomes over %d kills", next, rounds)
}

func TestLockedByAnotherProcess(t *testing.T) {
	path := storePath(t)
	cmd, stdin, out := startChild(t, "hold", path)
	if !out.Scan() {
		t.Fatal("the child did not open the store")
	}
	start := time.Now()
	_, err := Open(path, Options{})
	if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), path) {
		t.Fatalf("second Open: %v, want %v with the path", err, ErrLocked)
	}
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("it took %v to say so", d)
	}
	if locks, _ := os.ReadFile("/proc/locks"); strings.Contains(string(locks), strconv.Itoa(cmd.Process.Pid)) {
		if want := fmt.Sprintf("process %d (", cmd.Process.Pid); !strings.Contains(err.Error(), want) {
			t.Errorf("%v; want it to say %q", err, want)
		}
	}

	time.AfterFunc(100*time.Millisecond, func() { _ = stdin.Close() })
	s, err := Open(path, Options{Wait: time.Minute})
	if err != nil {
		t.Fatalf("waiting for the child to end: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("the child: %v", err)
	}

	cmd, _, out = startChild(t, "hold", path)
	if !out.Scan() {
		t.Fatal("the second child did not open the store")
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	openStore(t, path)
}

// Of several that open a store which does not exist yet, at the same moment, one
// gets it and the others hear that it is in use.
func TestOpenAtTheSameTime(t *testing.T) {
	for range 5 {
		path := storePath(t)
		type result struct {
			s   *Store
			err error
		}
		results := make(chan result)
		for range 4 {
			go func() {
				s, err := Open(path, Options{})
				results <- result{s, err}
			}()
		}
		var got *Store
		for range 4 {
			r := <-results
			switch {
			case r.err == nil && got == nil:
				got = r.s
			case r.err == nil:
				t.Error("two have the store open")
				_ = r.s.Close()
			case !errors.Is(r.err, ErrLocked):
				t.Error(r.err)
			}
		}
		if got == nil {
			t.Fatal("nobody got the store")
		}
		if err := got.Close(); err != nil {
			t.Error(err)
		}
		checkFile(t, path)
	}
}

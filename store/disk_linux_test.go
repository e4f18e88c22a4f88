package store

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/refmend/refmend/audit"
)

func init() {
	children["record within limit"] = recordWithinLimit
	children["open as anybody"] = openAsAnybody
}

// recordUntilError records outcomes until one is refused, and gives how many a
// Flush has acknowledged before.
func recordUntilError(s *Store) (acknowledged int, err error) {
	for n := 0; ; n++ {
		if err := s.Record(outcome(n)); err != nil {
			return acknowledged, err
		}
		if n%100 == 99 {
			if err := s.Flush(); err != nil {
				return acknowledged, err
			}
			acknowledged = n + 1
		}
	}
}

// checkRecorded fails the test unless the store at path has the first n
// outcomes and takes more.
func checkRecorded(t *testing.T, path string, n int) {
	t.Helper()
	s := openStore(t, path)
	for i := range n {
		if _, err := s.Latest(outcome(i).Target, staging); err != nil {
			t.Fatalf("outcome %d of %d: %v", i, n, err)
		}
	}
	if err := s.Record(outcome(n)); err != nil {
		t.Error(err)
	}
	if err := s.Flush(); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

func TestDiskFull(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("needs to mount a small file system: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil { // fails if a file is still open
			t.Error(err)
		}
	})
	path := filepath.Join(dir, "refmend.db")
	filler := filepath.Join(dir, "filler")
	if err := os.WriteFile(filler, make([]byte, 2<<20-8<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, Options{}); !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), path) {
		t.Errorf("new store on a full disk: %v, want %v with the path", err, syscall.ENOSPC)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("left on the full disk: %v, error %v", left, err)
	}
	if err := os.Truncate(filler, 1<<20); err != nil {
		t.Fatal(err)
	}

	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	acknowledged, err := recordUntilError(s)
	flush := s.Flush()
	run := s.RecordRun(audit.RunRecord{Run: audit.RunInfo{ID: "1"}})
	for call, err := range map[string]error{"record": err, "flush": flush, "record run": run, "close": s.Close()} {
		if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s on a full disk: %v, want %v with the path", call, err, syscall.ENOSPC)
		}
	}
	if acknowledged == 0 {
		t.Error("nothing fitted")
	}
	checkFile(t, path)
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	t.Run("with room again", func(t *testing.T) { checkRecorded(t, path, acknowledged) })
}

// What makes a second file, or a large addition, leaves the store as it was if
// there is no room for it.
func TestNoRoomForCopies(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=16m"); err != nil {
		t.Skipf("needs to mount a small file system: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	path := filepath.Join(dir, "refmend.db")
	s := openStore(t, path)
	for n := range 5000 {
		if err := s.Record(outcome(n)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	filler := filepath.Join(dir, "filler")
	if err := os.WriteFile(filler, make([]byte, 16<<20-len(before)-200<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := OpenReader(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	_, _, compact := Compact(t.Context(), path, Options{})
	for what, err := range map[string]error{"compact": compact, "backup": r.Backup(t.Context(), filepath.Join(dir, "copy.db"))} {
		if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v, want %v with the path", what, err, syscall.ENOSPC)
		}
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the store was changed: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("left beside it: %v, %v", left, err)
	}

	if s, err = Open(path, Options{}); err != nil {
		t.Fatal(err)
	}
	report := bigReport(40)
	noise := rand.NewChaCha8([32]byte{})
	for i := range report.Documents[0].References { // 20 MB that nothing compresses
		text := make([]byte, 512<<10)
		_, _ = noise.Read(text)
		report.Documents[0].References[i].Text = hex.EncodeToString(text)
	}
	if err := s.RecordReport("1", report); !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), path) {
		t.Errorf("record report: %v, want %v with the path", err, syscall.ENOSPC)
	}
	if err := s.Close(); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("close: %v", err)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	s = openStore(t, path)
	if _, err := s.Report("1"); !errors.Is(err, audit.ErrNotFound) {
		t.Errorf("half a report: %v", err)
	}
	if _, err := s.Prune(Keep{Targets: -1}, noon); err != nil {
		t.Errorf("prune: %v", err)
	}
	if f, err := s.Verify(t.Context()); err != nil || f.Problems > 0 || f.Targets != 5000 {
		t.Errorf("%+v, %v", f, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// recordWithinLimit records until a file may not grow beyond 1 MiB, and prints
// what was acknowledged and the error.
func recordWithinLimit(args []string) int {
	signal.Ignore(syscall.SIGXFSZ)
	const limit = 1<<20 + 100<<10
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		fmt.Println("cannot limit:", err)
		return 1
	}
	s, err := Open(args[0], Options{})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	acknowledged, err := recordUntilError(s)
	fmt.Println(acknowledged)
	fmt.Println(err)
	if s.Close() == nil {
		fmt.Println("closed as if nothing had happened")
	}
	return 0
}

// The same without the right to mount: a limit of the file's size.
func TestFileSizeLimit(t *testing.T) {
	path := storePath(t)
	cmd, _, out := startChild(t, "record within limit", path)
	var lines []string
	for out.Scan() {
		lines = append(lines, out.Text())
	}
	if err := cmd.Wait(); err != nil || len(lines) != 2 {
		t.Fatalf("child: %v, printed %q", err, lines)
	}
	if !strings.Contains(lines[1], path) || !strings.Contains(lines[1], "file too large") {
		t.Errorf("error %q does not tell the path and the cause", lines[1])
	}
	var acknowledged int
	if _, err := fmt.Sscan(lines[0], &acknowledged); err != nil || acknowledged == 0 {
		t.Fatalf("acknowledged %q, error %v", lines[0], err)
	}
	checkFile(t, path)
	checkRecorded(t, path, acknowledged)
}

// openAsAnybody opens a store and prints why it cannot. If it exists, reading
// it must do.
func openAsAnybody(args []string) int {
	if _, err := os.Stat(args[0]); err == nil {
		r, err := OpenReader(args[0], Options{})
		if err != nil {
			fmt.Println("cannot read:", err)
			return 0
		}
		if _, err := r.Latest(outcome(0).Target, staging); err != nil {
			fmt.Println("cannot read:", err)
		}
		_ = r.Close()
	}
	s, err := Open(args[0], Options{})
	if err == nil {
		fmt.Println("opened", s.Close())
		return 0
	}
	fmt.Println(errors.Is(err, fs.ErrPermission), err)
	return 0
}

// Where one may not write, the error says so; root may everywhere, so that the
// test becomes nobody first.
func TestNoPermission(t *testing.T) {
	dir, err := os.MkdirTemp("", "refmend-store-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700); _ = os.RemoveAll(dir) })
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "child")
	if err := os.WriteFile(binary, program, 0o755); err != nil {
		t.Fatal(err)
	}
	existing := filepath.Join(dir, "existing.db")
	s, err := Open(existing, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Record(outcome(0)), s.Close()); err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]fs.FileMode{existing: 0o444, dir: 0o555} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{existing, filepath.Join(dir, "new.db"), filepath.Join(dir, "sub", "new.db")} {
		cmd := exec.Command(binary, path)
		cmd.Dir = "/"
		cmd.Env = append(os.Environ(), childVariable+"=open as anybody")
		if os.Geteuid() == 0 {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("child: %v: %s", err, out)
		}
		if got := string(out); !strings.HasPrefix(got, "true open store "+path+": ") {
			t.Errorf("open %s: %s", path, got)
		}
	}
}

func TestLockOwner(t *testing.T) {
	const locks = "1: POSIX  ADVISORY  WRITE 10 fe:00:77 0 EOF\n" +
		"2: FLOCK  ADVISORY  WRITE 4711 fe:00:77 0 EOF\n" +
		"2: -> FLOCK  ADVISORY  WRITE 4712 fe:00:77 0 EOF\n" +
		"3: FLOCK  ADVISORY  WRITE 0 fe:00:78 0 EOF\n" +
		"4: FLOCK  ADVISORY  WRITE -1 fe:00:79 0 EOF\n" +
		"5: FLOCK\n\n"
	for file, want := range map[string]string{
		"fe:00:77": "4711", "fe:00:7": "", "fe:00:78": "", "fe:00:79": "", "fe:01:77": "", "": "",
	} {
		if got := lockOwner(locks, file); got != want {
			t.Errorf("lockOwner(%q) = %q, want %q", file, got, want)
		}
	}
	for dev, want := range map[uint64]string{0xfe00: "fe:00:5", 0x100801: "08:101:5", 0x0000_1000_0000_0001: "1000:01:5"} {
		if got := lockedFile(dev, 5); got != want {
			t.Errorf("lockedFile(%#x) = %q, want %q", dev, got, want)
		}
	}
}

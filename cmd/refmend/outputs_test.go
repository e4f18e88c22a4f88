package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/reports"
)

// A report takes the place of no document, of those that another one led to
// neither.
func TestWriteSparesDocuments(t *testing.T) {
	path := filepath.Join(t.TempDir(), "chapter.md")
	const text = "# A chapter\n"
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	report := &audit.Report{Documents: []audit.Document{{Path: "book.md"}, {Path: path}}}
	if err := (output{path, "markdown"}).write(report, reports.Options{}); err == nil {
		t.Error("written")
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != text {
		t.Errorf("%q, %v", got, err)
	}
}

// A file that cannot be written to its end leaves what was there, nothing beside
// it, and the cause, by which the hint is chosen.
func TestWriteFileWholeOrNot(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "audit.html")
	if err := os.WriteFile(path, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	full := func(w io.Writer) error {
		_, err := io.WriteString(w, strings.Repeat("new", 1<<16))
		return errors.Join(err, &fs.PathError{Op: "write", Path: path, Err: syscall.ENOSPC})
	}
	if err := writeFile(path, full); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("the cause is lost: %v", err)
	}
	holds := func(want string) {
		t.Helper()
		got, err := os.ReadFile(path)
		entries, _ := os.ReadDir(dir)
		if err != nil || string(got) != want || len(entries) != 1 {
			t.Errorf("%q (%v) among %d files, want %q alone", got, err, len(entries), want)
		}
	}
	holds("old")
	if err := writeFile(path, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }); err != nil {
		t.Error(err)
	}
	holds("new")
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 {
		t.Errorf("%v, %v: another mode", info.Mode(), err)
	}
}

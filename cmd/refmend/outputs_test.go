package main

import (
	"os"
	"path/filepath"
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

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	relativeLink = regexp.MustCompile(`\]\(([^():#]+)\)`)
	quotedFile   = regexp.MustCompile("`([a-z_*/]+\\.(?:go|js|tmpl))`")
)

// TestDocumentLinks holds that what the project's documents link to is there, that
// README.md leads to every page of docs, and that ARCHITECTURE.md names files
// that there are.
func TestDocumentLinks(t *testing.T) {
	linked := map[string]bool{}
	for _, name := range markdownFiles(t) {
		for _, m := range relativeLink.FindAllStringSubmatch(string(readProject(t, name)), -1) {
			path := filepath.Join(projectRoot, filepath.Dir(name), filepath.FromSlash(m[1]))
			if _, err := os.Stat(path); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			linked[name+" "+m[1]] = true
		}
	}
	for _, name := range markdownFiles(t) {
		if strings.HasPrefix(name, "docs/") && !linked["README.md "+name] {
			t.Errorf("README.md does not lead to %s", name)
		}
	}
	for _, m := range quotedFile.FindAllStringSubmatch(string(readProject(t, "ARCHITECTURE.md")), -1) {
		found := false
		for _, room := range []string{"", "refs", "audit", "crawler", "store", "reports", "cmd/refmend"} {
			files, err := filepath.Glob(filepath.Join(projectRoot, room, filepath.FromSlash(m[1])))
			if err != nil {
				t.Fatal(err)
			}
			found = found || len(files) > 0
		}
		if !found {
			t.Errorf("ARCHITECTURE.md names %s, which is not there", m[1])
		}
	}
}

package main

import (
	"go/build"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The rooms of the house and what each may import of the others.
var layers = map[string][]string{
	"refs":        {},
	"audit":       {"refs"},
	"crawler":     {"refs", "audit"},
	"store":       {"refs", "audit"},
	"reports":     {"refs", "audit"},
	"cmd/refmend": {"refs", "audit", "crawler", "store", "reports"},
}

// TestLayers holds the import rules, and that there are no other rooms.
func TestLayers(t *testing.T) {
	const module = "github.com/refmend/refmend/"
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if name := entry.Name(); name == "testdata" || strings.HasPrefix(name, ".") && path != root {
			return filepath.SkipDir
		}
		room, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		room = filepath.ToSlash(room)
		pkg, err := build.ImportDir(path, 0)
		if _, none := err.(*build.NoGoError); none {
			return nil
		}
		if err != nil {
			return err
		}
		allowed, known := layers[room]
		if !known {
			t.Errorf("%s is no room of the house", room)
		}
		for _, imports := range [][]string{pkg.Imports, pkg.TestImports, pkg.XTestImports} {
			for _, path := range imports {
				if other, ours := strings.CutPrefix(path, module); ours && other != room && !slices.Contains(allowed, other) {
					t.Errorf("%s imports %s", room, other)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// refs knows no network, clock or terminal.
func TestRefsIsPure(t *testing.T) {
	pkg, err := build.ImportDir(filepath.Join("..", "..", "refs"), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"net", "net/http", "os", "os/exec", "golang.org/x/term"} {
		if slices.Contains(pkg.Imports, path) {
			t.Errorf("refs imports %s", path)
		}
	}
}

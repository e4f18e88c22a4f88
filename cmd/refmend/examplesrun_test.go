package main

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mattn/go-shellwords"
)

// explained is where an example ends and words about it begin.
var explained = regexp.MustCompile(`\)?\s{2,}\S|\s#`)

// examplesToRun are the command lines that the program's help and the project's
// documents show, each once, but for those in which a word stands for another.
func examplesToRun(t *testing.T) []example {
	t.Helper()
	var all []example
	for _, name := range markdownFiles(t) {
		all = append(all, examplesOf(name, string(readProject(t, name)))...)
	}
	cmds := commands()
	for _, path := range slices.Sorted(maps.Keys(cmds)) {
		for line := range strings.Lines(cmds[path].Example) {
			if m := commandLine.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
				all = append(all, example{path + " --help", m[1]})
			}
		}
	}
	for i := range all {
		if at := explained.FindStringIndex(all[i].line); at != nil {
			all[i].line = all[i].line[:at[0]]
		}
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(e example) bool {
		placeholder := slices.ContainsFunc(strings.Fields(e.line), func(w string) bool {
			w = strings.Trim(w, "[]'")
			return w == strings.ToUpper(w) && w != strings.ToLower(w) || strings.HasSuffix(w, "...")
		})
		again := seen[e.line]
		seen[e.line] = true
		return placeholder || again
	})
}

// TestExamplesRun runs every example, those of a document in their order, in a
// directory that has what they name, against the played web: none is refused,
// and none fails for another reason than what it finds.
func TestExamplesRun(t *testing.T) {
	if raceDetector {
		t.Skip("it starts the program often, and nothing in it at once")
	}
	dir := t.TempDir()
	write := func(name, content string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, sample := range []string{"paper.md", "article.txt", "references.bib"} {
		content := string(readProject(t, "testdata/"+sample))
		write("testdata/"+sample, content)
		write("paper"+filepath.Ext(sample), content)
	}
	write("docs/paper.md", "# References\n\n1. Quay, A. Piers. https://example.org/page\n2. Moor, B. Ropes. doi:10.1000/182\n")
	web, err := newPlayedWeb()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(web.close)
	write("ca.pem", string(web.ca))
	runs := 0
	refmend := func(words ...string) (code int, said string) {
		runs++ // a second apart, so that there is a newest
		cmd := exec.Command("refmend", words...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "WEB_FLAGS="+web.flags("ca.pem"), "XDG_STATE_HOME="+filepath.Join(dir, "state"),
			"AT_TIME="+time.Date(2026, 11, 24, 12, 0, runs, 0, time.UTC).Format(time.RFC3339))
		cmd.Stdin = strings.NewReader("https://stations.example/list\n")
		if slices.Contains(words, "--files-from") {
			cmd.Stdin = strings.NewReader("paper.md\n")
		}
		out, err := cmd.CombinedOutput()
		if err != nil && cmd.ProcessState == nil {
			t.Fatal(err)
		}
		return cmd.ProcessState.ExitCode(), string(bytes.TrimSpace(out))
	}
	for range 8 { // runs to look back at
		refmend("check", "-q", "-o", "audit.json", "docs/")
	}
	refmend("store", "backup", "refs.db")

	examples := examplesToRun(t)
	for _, e := range examples {
		words, err := shellwords.NewParser().Parse(e.line) // as far as a pipe or the command's end
		if err != nil {
			t.Errorf("%s: refmend %s: %v", e.file, e.line, err)
			continue
		}
		for i, w := range words {
			if filepath.IsAbs(w) {
				words[i] = filepath.Base(w) // nothing outside of the directory is touched
			}
		}
		if code, said := refmend(words...); code != exitOK && code != exitFailing {
			t.Errorf("%s: refmend %s: exit code %d\n%s", e.file, e.line, code, said)
		}
	}
	if len(examples) < 40 {
		t.Errorf("only %d examples were found", len(examples))
	}
}

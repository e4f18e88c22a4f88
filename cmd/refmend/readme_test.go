package main

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// consoleBlock is an example in a document of the project: commands behind "$ ", each followed
// by what it prints.
var consoleBlock = regexp.MustCompile("(?ms)^```console\n(.*?)^```$")

var update = flag.Bool("update", false, "write what the examples print into the documents, but for those with a line of dots")

// TestReadme runs every example of README.md and the other documents in a copy
// of the project's testdata, against the played web, and holds what is printed
// against what the document shows. A line "..." in it stands for any number of
// lines.
func TestReadme(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "testdata"), os.DirFS(filepath.Join(projectRoot, "testdata"))); err != nil {
		t.Fatal(err)
	}
	web, err := newPlayedWeb()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(web.close)
	ca := filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(ca, web.ca, 0o644); err != nil {
		t.Fatal(err)
	}
	env := append(os.Environ(), "WEB_FLAGS="+web.flags(ca), "XDG_STATE_HOME="+filepath.Join(dir, "state"))

	examples := 0
	for _, name := range markdownFiles(t) {
		document := readProject(t, name)
		for _, block := range consoleBlock.FindAllSubmatch(document, -1) {
			for example := range strings.SplitSeq("\n"+string(block[1]), "\n$ ") {
				line, want, _ := strings.Cut(example, "\n")
				args, ours := strings.CutPrefix(line, "refmend ")
				if !ours {
					args, ours = strings.CutPrefix(line, "go run ./cmd/refmend ")
				}
				if !ours {
					continue
				}
				examples++
				cmd := exec.Command("refmend", strings.Fields(strings.ReplaceAll(args, "'", ""))...)
				// The runs are a second apart, so that there is a newest.
				at := time.Date(2026, 11, 24, 12, 0, examples, 0, time.UTC).Format(time.RFC3339)
				cmd.Dir, cmd.Env = dir, append(env, "AT_TIME="+at)
				got, _ := cmd.CombinedOutput() // the examples find broken links: exit code 1
				switch printed := strings.TrimSpace(string(got)); {
				case matches(string(got), want):
				case *update && !strings.Contains(want, "...\n"):
					document = bytes.Replace(document, []byte("$ "+line+"\n"+want), []byte("$ "+line+"\n"+printed+"\n"), 1)
				default:
					t.Errorf("%s: %q prints otherwise (-document +printed):\n%s", name, line, cmp.Diff(strings.TrimSpace(want), printed))
				}
			}
		}
		if *update {
			if err := os.WriteFile(filepath.Join(projectRoot, name), document, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if examples < 4 {
		t.Errorf("only %d examples found", examples)
	}
}

// matches tells whether got is what want shows.
func matches(got, want string) bool {
	var pattern strings.Builder
	for line := range strings.Lines(strings.TrimSpace(want) + "\n") {
		if line == "...\n" {
			pattern.WriteString("(?s:.*\n)?")
		} else {
			pattern.WriteString(regexp.QuoteMeta(line))
		}
	}
	return regexp.MustCompile("^" + pattern.String() + "$").MatchString(strings.TrimSpace(got) + "\n")
}

package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commands gives all commands of the program, the hidden ones too, by their
// command lines.
func commands() map[string]*cobra.Command {
	all := map[string]*cobra.Command{}
	var add func(*cobra.Command)
	add = func(c *cobra.Command) {
		all[c.CommandPath()] = c
		for _, sub := range c.Commands() {
			add(sub)
		}
	}
	add(newRoot())
	return all
}

// TestHelp holds that the help of every command shows how it is used, before what
// there is besides, and fits terminals: all but command lines, which are to be
// copied.
func TestHelp(t *testing.T) {
	for path, cmd := range commands() {
		for _, width := range []int{80, 50, 40} {
			var help strings.Builder
			h := &helper{Writer: bufio.NewWriter(&help), width: width}
			h.manual(manualOf(cmd))
			h.Flush()
			for line := range strings.Lines(help.String()) {
				isSample := strings.Contains(cmd.Example, strings.TrimSpace(line))
				if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > width && !isSample && strings.Contains(strings.TrimSpace(line), " ") {
					t.Errorf("%s --help has a line of %d columns where there are %d: %q", path, n, width, line)
				}
			}
			if example, flags := strings.Index(help.String(), "\nExamples:\n"), strings.Index(help.String(), "--help"); cmd.Name() != "help" && (example < 0 || example > flags) {
				t.Errorf("%s --help does not begin with examples:\n%s", path, &help)
			}
		}
	}
}

// TestGroups holds that the flags of the large commands are explained in groups.
func TestGroups(t *testing.T) {
	for _, name := range []string{"check", "extract", "export"} {
		cmd := commands()["refmend "+name]
		var titles []string
		for _, p := range manualOf(cmd).flags {
			titles = append(titles, p.title)
		}
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if groupOf(f) == "" && f.Name != "config" && f.Name != "help" {
				t.Errorf("%s: --%s is in no group", name, f.Name)
			}
		})
		all := []string{groupRead, groupWritten, groupFails, groupRemembered, groupNetwork, groupManners, groupOther}
		if name == "extract" {
			all = []string{groupRead, groupWritten, groupOther}
		}
		if diff := cmp.Diff(all, titles); diff != "" {
			t.Errorf("%s: groups (-want +got):\n%s", name, diff)
		}
	}
}

// TestManual has a page for each command that is no secret, which the system's
// formatter, if there is one, reads without complaint.
func TestManual(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "man1")
	var stderr bytes.Buffer
	if code := run(t.Context(), []string{"man", dir}, nil, &stderr, &stderr); code != exitOK {
		t.Fatal(stderr.String())
	}
	check, err := os.ReadFile(filepath.Join(dir, "refmend-check.1"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\n.SS \"" + groupManners + "\"\n", "\"docs/**/*.md\"", "\n.B \"\\-\\-fail\\-on STATES\"\n"} {
		if !strings.Contains(string(check), want) {
			t.Errorf("the page of check lacks %q", want)
		}
	}
	for path, cmd := range commands() {
		if !cmd.IsAvailableCommand() {
			continue
		}
		page := filepath.Join(dir, strings.ReplaceAll(path, " ", "-")+".1")
		if _, err := os.Stat(page); err != nil {
			t.Error(err)
			continue
		}
		if _, err := exec.LookPath("groff"); err != nil {
			continue
		}
		if said, err := exec.Command("groff", "-man", "-Tutf8", "-wall", "-z", page).CombinedOutput(); err != nil || len(said) > 0 {
			t.Errorf("groff %s: %v\n%s", page, err, said)
		}
	}
}

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
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

// TestHelp holds that the help of every command fits a terminal and shows how
// it is used. The words on completion are cobra's.
func TestHelp(t *testing.T) {
	for path, cmd := range commands() {
		if strings.HasPrefix(path, "refmend completion") || cmd.Name() == "help" {
			continue
		}
		var help bytes.Buffer
		cmd.SetOut(&help)
		if err := cmd.Help(); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(help.String()) {
			if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > mostHelpWidth {
				t.Errorf("%s --help has a line of %d columns: %q", path, n, line)
			}
		}
		if cmd.Runnable() && cmd.Example == "" {
			t.Errorf("%s --help has no example", path)
		}
	}
}

// TestCompletions has each shell that is here read the script made for it.
func TestCompletions(t *testing.T) {
	for shell, check := range map[string][]string{
		"bash": {"bash", "-n"}, "zsh": {"zsh", "-n"}, "fish": {"fish", "--no-execute"},
		"powershell": {"pwsh", "-NoProfile", "-Command", "$e = $null; [void][System.Management.Automation.Language.Parser]::ParseFile($args[0], [ref]$null, [ref]$e); exit $e.Count", "-args"},
	} {
		t.Run(shell, func(t *testing.T) {
			script, err := exec.Command("refmend", "completion", shell).Output()
			if err != nil || len(script) == 0 {
				t.Fatalf("%d bytes, %v", len(script), err)
			}
			if _, err := exec.LookPath(check[0]); err != nil {
				t.Skipf("%s is not here to read its script", check[0])
			}
			path := filepath.Join(t.TempDir(), "refmend."+shell)
			if err := os.WriteFile(path, script, 0o600); err != nil {
				t.Fatal(err)
			}
			if said, err := exec.Command(check[0], append(check[1:], path)...).CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", check[0], err, said)
			}
		})
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

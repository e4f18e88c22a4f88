package main

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// blocksShown yields what the project's documents show in a language.
func blocksShown(t *testing.T, language string) map[string][]string {
	t.Helper()
	shown := map[string][]string{}
	for _, name := range markdownFiles(t) {
		for _, block := range fencedBlock.FindAllStringSubmatch(string(readProject(t, name)), -1) {
			if block[1] == language {
				shown[name] = append(shown[name], block[2])
			}
		}
	}
	if len(shown) == 0 {
		t.Fatalf("no document shows %s", language)
	}
	return shown
}

// TestShownIgnores reads the files of ignores that documents show, and the rules
// that "refmend init" writes as comments, as the program reads them.
func TestShownIgnores(t *testing.T) {
	for name, blocks := range blocksShown(t, "gitignore") {
		for _, block := range blocks {
			if all, err := parseIgnores(name, block); err != nil || len(all) < 2 {
				t.Errorf("%s: %d ignores, %v", name, len(all), err)
			}
		}
	}
	rules := regexp.MustCompile(`(?m)^#([a-z\[])`).ReplaceAllString(exampleRule, "$1")
	config, err := parseConfig(configName, []byte(rules))
	if err != nil || len(config.rules) != 2 {
		t.Fatalf("the rules of init: %v\n%s", err, rules)
	}
}

// TestShownShell has a shell read the scripts that documents show.
func TestShownShell(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip(err)
	}
	for name, blocks := range blocksShown(t, "sh") {
		for _, block := range blocks {
			cmd := exec.Command("sh", "-n")
			cmd.Stdin = strings.NewReader(block)
			if said, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s%s", name, err, said, block)
			}
		}
	}
}

// TestFlagsNamed holds that every flag that a document names is one. In the
// tables that translate, only what stands in the last column is ours.
func TestFlagsNamed(t *testing.T) {
	known := map[string]bool{"--help": true}
	for _, cmd := range commands() {
		cmd.Flags().VisitAll(func(f *pflag.Flag) { known["--"+f.Name] = true })
	}
	named, number := regexp.MustCompile("`(--[a-z-]+)"), 0
	for _, name := range markdownFiles(t) {
		for line := range strings.Lines(fencedBlock.ReplaceAllString(string(readProject(t, name)), "")) {
			if strings.HasPrefix(line, "| ") && name == "docs/coming-from.md" {
				line = line[strings.LastIndex(strings.TrimRight(line, "| \n"), " | "):]
			}
			for _, m := range named.FindAllStringSubmatch(line, -1) {
				number++
				if !known[m[1]] {
					t.Errorf("%s: there is no flag %s: %s", name, m[1], line)
				}
			}
		}
	}
	if number < 50 {
		t.Errorf("only %d flags are named", number)
	}
}

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mattn/go-shellwords"
	"go.yaml.in/yaml/v3"
)

// An example is a command line that a file of the project shows or runs.
type example struct{ file, line string }

// markdownFiles gives the names of the project's own documents.
func markdownFiles(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"*.md", "docs/*.md"} {
		found, err := filepath.Glob(filepath.Join(projectRoot, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range found {
			name, err := filepath.Rel(projectRoot, path)
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, filepath.ToSlash(name))
		}
	}
	return names
}

// otherFiles have command lines too.
var otherFiles = []string{
	".goreleaser.yaml", ".pre-commit-hooks.yaml", ".github/workflows/ci.yml", ".github/workflows/links.yml", ".github/workflows/release.yml",
	"Dockerfile", "action.yml", "contrib/action/check.sh", "contrib/crontab", "contrib/gitlab.yml", "contrib/systemd/refmend.service",
}

var (
	fencedBlock = regexp.MustCompile("(?ms)^```([a-z]*)\n(.*?)^```$")
	inlineCode  = regexp.MustCompile("`([^`\n]+(?:\n[^`\n]+)?)`")
	indented    = regexp.MustCompile(`(?m)^    (\S.*)$`)
	commandLine = regexp.MustCompile(`(?:^|[\s"/(])refmend ((?:[a-z]|--).*)`)
	comment     = regexp.MustCompile(`^\s*#`)
)

// examplesOf finds the command lines of a file.
func examplesOf(name, content string) (found []example) {
	add := func(line string) {
		if m := commandLine.FindStringSubmatch(line); m != nil {
			found = append(found, example{name, m[1]})
		}
	}
	if ext := filepath.Ext(name); ext == ".yml" || ext == ".yaml" {
		content = scalars(content)
	}
	content = strings.ReplaceAll(content, "\\\n", " ")
	if !strings.HasSuffix(name, ".md") {
		for line := range strings.Lines(content) {
			if !comment.MatchString(line) {
				add(strings.TrimSuffix(line, "\n"))
			}
		}
		return found
	}
	for _, block := range fencedBlock.FindAllStringSubmatch(content, -1) {
		for line := range strings.Lines(block[2]) {
			if line, ok := strings.CutPrefix(line, "$ "); (ok || block[1] != "console") && !comment.MatchString(line) {
				add(strings.TrimSuffix(line, "\n"))
			}
		}
	}
	prose := fencedBlock.ReplaceAllString(content, "")
	for _, code := range indented.FindAllStringSubmatch(prose, -1) {
		add(code[1])
	}
	for _, code := range inlineCode.FindAllStringSubmatch(prose, -1) {
		add(strings.ReplaceAll(code[1], "\n", " "))
	}
	return found
}

// scalars gives the values in a YAML stream, a line each at least, but for what
// is said to people.
func scalars(content string) string {
	var b strings.Builder
	var walk func(*yaml.Node)
	walk = func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			b.WriteString(n.Value + "\n")
		}
		for i, sub := range n.Content {
			if n.Kind != yaml.MappingNode || i%2 == 1 && n.Content[i-1].Value != "name" && n.Content[i-1].Value != "description" {
				walk(sub)
			}
		}
	}
	for d := yaml.NewDecoder(strings.NewReader(content)); ; {
		var n yaml.Node
		if d.Decode(&n) != nil {
			return b.String()
		}
		walk(&n)
	}
}

// parse holds a command line against the program's commands and flags.
func (e example) parse() error {
	p := shellwords.NewParser()
	words, err := p.Parse(e.line) // as far as a pipe or the command's end
	if err != nil {
		return err
	}
	cmd, rest, err := newRoot().Find(words)
	if err != nil {
		return err
	}
	if err := cmd.ParseFlags(rest); err != nil {
		return err
	}
	if strings.Contains(e.line, "...") || slices.ContainsFunc(rest, func(w string) bool { return w == strings.ToUpper(w) && w != strings.ToLower(w) }) {
		return nil // FILE stands for arguments
	}
	return cmd.ValidateArgs(cmd.Flags().Args())
}

// TestExamples holds every command line that the project's files show or run
// against the program, so that none outlives a flag.
func TestExamples(t *testing.T) {
	number := 0
	for _, name := range append(markdownFiles(t), otherFiles...) {
		for _, e := range examplesOf(name, string(readProject(t, name))) {
			number++
			if err := e.parse(); err != nil {
				t.Errorf("%s: refmend %s: %v", e.file, e.line, err)
			}
		}
	}
	if number < 30 {
		t.Errorf("only %d examples were found", number)
	}
}

// TestExampleFiles parses the files that documents show: settings must be ones
// that there are.
func TestExampleFiles(t *testing.T) {
	for _, name := range markdownFiles(t) {
		for _, block := range fencedBlock.FindAllStringSubmatch(string(readProject(t, name)), -1) {
			switch block[1] {
			case "toml":
				path := filepath.Join(t.TempDir(), configName)
				if err := os.WriteFile(path, []byte(block[2]), 0o600); err != nil {
					t.Fatal(err)
				}
				s := &settings{}
				check := newCheck(s)
				if err := check.ParseFlags([]string{"--config", path}); err != nil {
					t.Fatal(err)
				}
				if err := s.configure(check); err != nil {
					t.Errorf("%s: %v\n%s", name, err, block[2])
				}
			case "yaml":
				var any any
				if err := yaml.Unmarshal([]byte(block[2]), &any); err != nil {
					t.Errorf("%s: %v\n%s", name, err, block[2])
				}
			}
		}
	}
}

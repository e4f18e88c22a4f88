package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// A gitlabInput is an input of contrib/gitlab.yml.
type gitlabInput struct {
	Description, Default, Regex string
}

// A gitlabJob is its job, as far as it has keys.
type gitlabJob struct {
	Stage, Image string
	Variables    map[string]string
	Cache        struct {
		Key, When string
		Paths     []string
	}
	Before    []string `yaml:"before_script"`
	Script    []string
	Artifacts struct {
		When    string
		Paths   []string
		Reports map[string]string
	}
}

func readGitLab(t *testing.T) (inputs map[string]gitlabInput, job gitlabJob) {
	t.Helper()
	d := yaml.NewDecoder(bytes.NewReader(readProject(t, "contrib/gitlab.yml")))
	d.KnownFields(true)
	var header struct {
		Spec struct{ Inputs map[string]gitlabInput }
	}
	var jobs map[string]gitlabJob
	if err := d.Decode(&header); err != nil {
		t.Fatal(err)
	}
	if err := d.Decode(&jobs); err != nil {
		t.Fatal(err)
	}
	return header.Spec.Inputs, jobs["refmend"]
}

// TestGitLab holds that the inputs of contrib/gitlab.yml are those that it and the
// documents use, and runs its job as GitLab does: line by line in one shell that
// stops at the first that fails, with a played wget.
func TestGitLab(t *testing.T) {
	inputs, job := readGitLab(t)
	used := map[string]bool{}
	for _, m := range regexp.MustCompile(`\$\[\[ inputs\.([a-z]+) \]\]`).FindAllSubmatch(readProject(t, "contrib/gitlab.yml"), -1) {
		used[string(m[1])] = true
	}
	for _, block := range blocksShown(t, "yaml")["docs/ci.md"] {
		var shown struct {
			Include []struct{ Inputs map[string]string }
		}
		if err := yaml.Unmarshal([]byte(block), &shown); err == nil && len(shown.Include) > 0 {
			for name := range shown.Include[0].Inputs {
				if _, ok := inputs[name]; !ok {
					t.Errorf("docs/ci.md: there is no input %s", name)
				}
			}
		}
	}
	for name := range inputs {
		if !used[name] {
			t.Errorf("input %s is not used", name)
		}
	}
	if len(used) != len(inputs) || len(inputs) == 0 {
		t.Errorf("inputs %v are used, of %v", used, inputs)
	}
	if !regexp.MustCompile(inputs["version"].Regex).MatchString("v1.2.3") || regexp.MustCompile(inputs["version"].Regex).MatchString("main;x") {
		t.Errorf("versions are %s", inputs["version"].Regex)
	}

	for _, tool := range []string{"sh", "sha256sum", "tar"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	for _, tt := range []struct {
		name, files, args, version string
		tampered                   bool
		from                       string // what is asked for
		want                       string // the last words of the command line; "": it does not come to that
	}{
		{"latest", "docs/ *.md", "", "latest", false, "/releases/latest/download/refmend_linux_", "-- docs/ *.md"},
		{"a release", ".", "--max-time 5m", "v1.2.3", false, "/releases/download/v1.2.3/refmend_linux_", "--max-time 5m -- ."},
		{"tampered with", ".", "", "latest", true, "checksums.txt", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			// What is released is a program that says what it is run with.
			archive, sum := releaseOf(t, "#!/bin/sh\necho \"$*\" >ran\n")
			if tt.tampered {
				sum = strings.Repeat("0", len(sum))
			}
			var sums strings.Builder
			for _, arch := range []string{"amd64", "arm64"} {
				sums.WriteString(sum + "  refmend_linux_" + arch + ".tar.gz\n")
			}
			for name, content := range map[string]string{"archive": archive, "sums": sums.String(), "a.md": "", "wget": `#!/bin/sh
while [ "$1" != -O ]; do shift; done
echo "$3" >>asked
case $3 in */checksums.txt) cp sums "$2" ;; *) cp archive "$2" ;; esac
`} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			script := strings.Join(append(job.Before, job.Script...), "\n")
			cmd := exec.Command("sh", "-e", "-c", strings.ReplaceAll(script, "/tmp/refmend", filepath.Join(dir, "tmp")))
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "PATH="+dir+string(os.PathListSeparator)+os.Getenv("PATH"),
				"LINKS_FILES="+tt.files, "LINKS_ARGS="+tt.args, "LINKS_VERSION="+tt.version)
			said, err := cmd.CombinedOutput()
			asked, _ := os.ReadFile(filepath.Join(dir, "asked"))
			ran, _ := os.ReadFile(filepath.Join(dir, "ran")) // not there if it did not come to that
			if !strings.Contains(string(asked), tt.from) || (err == nil) != (tt.want != "") || !strings.HasSuffix(strings.TrimSpace(string(ran)), tt.want) || (len(ran) > 0) != (tt.want != "") {
				t.Errorf("%v; asked for %q, ran %q\n%s", err, asked, ran, said)
			}
			for kind, file := range job.Artifacts.Reports {
				if tt.want != "" && !strings.Contains(string(ran), " -o "+kind+":"+file) {
					t.Errorf("no report %s is written to %s: %s", kind, file, ran)
				}
			}
		})
	}
}

package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
	"go.yaml.in/yaml/v3"
)

var projectRoot = filepath.Join("..", "..")

// readProject reads a file of the project.
func readProject(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(projectRoot, name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// TestWorkflows lints the project's workflows and those that its documents show,
// with their use of action.yml.
func TestWorkflows(t *testing.T) {
	root, err := filepath.Abs(projectRoot)
	if err != nil {
		t.Fatal(err)
	}
	project, err := actionlint.NewProject(root)
	if err != nil {
		t.Fatal(err)
	}
	options := &actionlint.LinterOptions{WorkingDir: root}
	if path, err := exec.LookPath("shellcheck"); err == nil {
		options.Shellcheck = path
	}
	linter, err := actionlint.NewLinter(io.Discard, options)
	if err != nil {
		t.Fatal(err)
	}
	workflows, err := filepath.Glob(filepath.Join(root, ".github", "workflows", "*.yml"))
	if err != nil || len(workflows) == 0 {
		t.Fatalf("%d workflows, %v", len(workflows), err)
	}
	wrong, err := linter.LintFiles(workflows, project)
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, name := range markdownFiles(t) {
		for _, block := range fencedBlock.FindAllStringSubmatch(string(readProject(t, name)), -1) {
			if !strings.Contains(block[2], "runs-on:") {
				continue
			}
			shown++
			more, err := linter.Lint(name, []byte(strings.ReplaceAll(block[2], "refmend/refmend@main", "./")), project)
			if err != nil {
				t.Fatal(err)
			}
			wrong = append(wrong, more...)
		}
	}
	for _, w := range wrong {
		t.Error(w)
	}
	if shown < 2 {
		t.Errorf("only %d workflows are shown", shown)
	}
}

// An action is action.yml.
type action struct {
	Name, Description string
	Branding          struct{ Icon, Color string }
	Inputs            map[string]struct {
		Description string
		Default     *string
	}
	Outputs map[string]struct{ Description, Value string }
	Runs    struct {
		Using string
		Steps []actionStep
	}
}

type actionStep struct {
	Name, ID, If, Shell, Run, Uses string
	Dir                            string `yaml:"working-directory"`
	Env, With                      map[string]string
}

func readAction(t *testing.T) (a action) {
	t.Helper()
	d := yaml.NewDecoder(bytes.NewReader(readProject(t, "action.yml")))
	d.KnownFields(true)
	if err := d.Decode(&a); err != nil {
		t.Fatalf("action.yml: %v", err)
	}
	return a
}

// TestAction holds action.yml to what composite actions are, and that no input
// becomes part of a script.
func TestAction(t *testing.T) {
	a := readAction(t)
	used := regexp.MustCompile(`\binputs\.([a-z-]+)`).FindAllStringSubmatch(string(readProject(t, "action.yml")), -1)
	for name, input := range a.Inputs {
		if input.Description == "" || input.Default == nil {
			t.Errorf("input %s has no description or default", name)
		}
		if !slices.ContainsFunc(used, func(m []string) bool { return m[1] == name }) {
			t.Errorf("input %s is not used", name)
		}
	}
	for _, m := range used {
		if _, ok := a.Inputs[m[1]]; !ok {
			t.Errorf("inputs.%s is no input", m[1])
		}
	}
	ids := map[string]bool{}
	for _, s := range a.Runs.Steps {
		ids[s.ID] = true
		switch {
		case (s.Run == "") == (s.Uses == ""):
			t.Errorf("step %q: either run or uses", s.Name)
		case s.Run != "" && s.Shell != "bash":
			t.Errorf("step %q: shell %q", s.Name, s.Shell)
		case strings.Contains(s.Run, "${{"):
			t.Errorf("step %q: the script is made of expressions: %s", s.Name, s.Run)
		case s.Uses != "" && !regexp.MustCompile(`^[a-z-]+/[a-z/-]+@v[0-9]+$`).MatchString(s.Uses):
			t.Errorf("step %q uses %s", s.Name, s.Uses)
		}
		if _, script, ok := strings.Cut(s.Run, "$GITHUB_ACTION_PATH/"); ok {
			readProject(t, strings.TrimSuffix(script, `"`))
		}
	}
	for name, out := range a.Outputs {
		if id := regexp.MustCompile(`steps\.([a-z]+)\.outputs`).FindStringSubmatch(out.Value); id == nil || !ids[id[1]] {
			t.Errorf("output %s comes from no step: %s", name, out.Value)
		}
	}
	if a.Runs.Using != "composite" || a.Name == "" || a.Description == "" || len(a.Outputs) == 0 {
		t.Errorf("action.yml: %+v", a)
	}
}

// A runner plays what runs a step of the action.
type runner struct {
	dir, temp, path string
	output, summary string // the files that steps write to
	env             []string
}

func newRunner(t *testing.T) *runner {
	t.Helper()
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash here to run the scripts")
	}
	dir := t.TempDir()
	r := &runner{dir: filepath.Join(dir, "work dir"), temp: filepath.Join(dir, "temp"), path: filepath.Join(dir, "path"),
		output: filepath.Join(dir, "output"), summary: filepath.Join(dir, "summary")}
	for _, d := range []string{r.dir, r.temp} {
		if err := os.Mkdir(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	r.env = append(os.Environ(), "RUNNER_TEMP="+r.temp, "RUNNER_OS=Linux", "RUNNER_ARCH=X64",
		"GITHUB_OUTPUT="+r.output, "GITHUB_STEP_SUMMARY="+r.summary, "GITHUB_PATH="+r.path)
	return r
}

// run runs a script of contrib/action and gives its exit code and what it said.
func (r *runner) run(t *testing.T, script string, env ...string) (int, string) {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(projectRoot, "contrib", "action", script))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("bash", path)
	cmd.Dir, cmd.Env = r.dir, append(r.env, env...)
	said, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(said)
}

func (r *runner) write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, name), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestActionCheck runs the script of the action's main step with inputs, hostile
// ones too.
func TestActionCheck(t *testing.T) {
	const damaged = "# References\n\n1. Novak, E. (2019). Gauge books. doi:10.5555/cl.2019–7–3\n"
	for _, tt := range []struct {
		name    string
		inputs  map[string]string
		code    int
		exit    string // the output exit-code
		says    string
		without string
	}{
		{"findings", nil, 1, "1", "1 damaged", ""},
		{"findings that do not fail", map[string]string{"fail": "false"}, 0, "1", "1 damaged", ""},
		{"none that count", map[string]string{"fail-on": "broken"}, 0, "0", "1 damaged", ""},
		{"several files", map[string]string{"files": "a.md\nb c.md\n"}, 1, "1", "2 damaged", ""},
		{"unreadable", map[string]string{"files": "none.md", "fail": "false"}, 3, "3", "none.md", ""},
		{"reports", map[string]string{"output": "out.html\njson:out.txt\n"}, 1, "1", "1 damaged", ""},
		{"flags", map[string]string{"args": "--offline --exclude '10.5555 or so' --exclude 10\\.5555"}, 0, "0", "", "damaged"},
		{"a quote left open", map[string]string{"args": "--exclude 'a"}, 2, "", "quote", ""},
		{"no flag", map[string]string{"args": "--offlin"}, 2, "2", "did you mean --offline", ""},
		{"a file like a flag", map[string]string{"files": "--help"}, 3, "3", "--help", "Usage"},
		{"commands", map[string]string{"files": "$(touch pwned)\n`touch pwned`;touch pwned", "args": `--exclude "$(touch pwned)" --exclude x;touch`, "output": "$(touch pwned).json"}, 3, "3", "touch pwned", ""},
		{"annotations", map[string]string{"annotations": "true"}, 1, "1", "\n::error file=a.md,line=3,", ""},
		{"no annotations", nil, 1, "1", "", "::error"},
		{"no summary", map[string]string{"job-summary": "false"}, 1, "1", "1 damaged", ""},
		{"SARIF", map[string]string{"sarif": "out.sarif"}, 1, "1", "1 damaged", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRunner(t)
			r.write(t, "a.md", damaged)
			r.write(t, "b c.md", damaged)
			env := []string{"STORE=" + filepath.Join(r.temp, "refmend", "refmend.db")}
			inputs := map[string]string{"files": "a.md", "args": "--offline", "annotations": "false"}
			for name, value := range tt.inputs {
				inputs[name] = value
			}
			for name, input := range readAction(t).Inputs {
				value, given := inputs[name]
				if !given {
					value = *input.Default
				}
				if name != "store" {
					env = append(env, strings.ToUpper(strings.ReplaceAll(name, "-", "_"))+"="+value)
				}
			}
			code, said := r.run(t, "check.sh", env...)
			if code != tt.code || !strings.Contains(said, tt.says) || tt.without != "" && strings.Contains(said, tt.without) {
				t.Errorf("exit code %d, want %d; says\n%s", code, tt.code, said)
			}
			outputs, _ := os.ReadFile(r.output) // not there if the script stopped before
			if tt.exit != "" && !strings.HasPrefix(string(outputs), "exit-code="+tt.exit+"\nreport=") {
				t.Errorf("outputs %q", outputs)
			}
			summary, _ := os.ReadFile(r.summary)
			wanted := tt.exit != "" && tt.exit != "2" && tt.inputs["job-summary"] != "false"
			if bytes.HasPrefix(summary, []byte("# ")) != wanted || bytes.Contains(summary, []byte("\n# ")) {
				t.Errorf("one report as summary: %v, but it is %q", wanted, summary)
			}
			for _, line := range strings.Split(strings.ReplaceAll(inputs["output"], "json:", "")+"\n"+inputs["sarif"], "\n") {
				if _, err := os.Stat(filepath.Join(r.dir, line)); err != nil {
					t.Error(err)
				}
			}
			if found, _ := filepath.Glob(filepath.Join(filepath.Dir(r.dir), "*", "pwned")); len(found) > 0 {
				t.Error("an input was run")
			}
		})
	}
}

// TestActionVersion runs the script that chooses a version.
func TestActionVersion(t *testing.T) {
	for _, tt := range []struct{ version, ref, want string }{
		{"", "v1.2.3", "version=v1.2.3\n"},
		{"", "v1", "version=source\n"},
		{"", "", "version=source\n"},
		{"", "main", "version=source\n"},
		{"v1.2.3-rc.1", "main", "version=v1.2.3-rc.1\n"},
		{"latest", "v1.2.3", "version=latest\n"},
		{"source", "v1.2.3", "version=source\n"},
		{"1.2", "v1.2.3", ""},
		{"v1.2.3\nPATH=x", "", ""},
		{"v1.2.3/../../x", "", ""},
	} {
		r := newRunner(t)
		code, said := r.run(t, "version.sh", "VERSION="+tt.version, "REF="+tt.ref)
		got, _ := os.ReadFile(r.output)
		if string(got) != tt.want || (code == 0) != (tt.want != "") {
			t.Errorf("version %q of ref %q: %q, exit code %d\n%s", tt.version, tt.ref, got, code, said)
		}
	}
}

// releaseOf makes the archive of a release that has a program, and its checksum.
func releaseOf(t *testing.T, program string) (archive, sum string) {
	t.Helper()
	var b bytes.Buffer
	gz := gzip.NewWriter(&b)
	tw := tar.NewWriter(gz)
	if err := tw.WriteHeader(&tar.Header{Name: "refmend", Mode: 0o755, Size: int64(len(program))}); err != nil {
		t.Fatal(err)
	}
	io.WriteString(tw, program)
	tw.Close()
	gz.Close()
	return b.String(), fmt.Sprintf("%x", sha256.Sum256(b.Bytes()))
}

// TestActionInstall has the action install a release that a played curl
// delivers, and refuse one that is not what its checksum says.
func TestActionInstall(t *testing.T) {
	for _, tool := range []string{"shasum", "tar"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	archive, sum := releaseOf(t, "#!/bin/sh\necho refmend v1.2.3\n")
	for _, tt := range []struct {
		version, arch, sum, from string
		code                     int
	}{
		{"v1.2.3", "ARM64", sum, "https://github.com/refmend/refmend/releases/download/v1.2.3/refmend_linux_arm64.tar.gz", 0},
		{"latest", "X64", sum, "https://github.com/refmend/refmend/releases/latest/download/refmend_linux_amd64.tar.gz", 0},
		{"v1.2.3", "X64", strings.Repeat("0", 64), "", 1},
		{"v1.2.3", "X86", sum, "", 2},
	} {
		r := newRunner(t)
		r.write(t, "archive", archive)
		name := "refmend_linux_amd64.tar.gz"
		if tt.arch == "ARM64" {
			name = "refmend_linux_arm64.tar.gz"
		}
		r.write(t, "sums", tt.sum+"  "+name+"\n"+sum+"  other.tar.gz\n")
		r.write(t, "curl", `#!/bin/sh
while [ "$1" != --output ]; do shift; done
echo "$3" >>"$FARM/asked"
case $3 in */checksums.txt) cp "$FARM/sums" "$2" ;; *) cp "$FARM/archive" "$2" ;; esac
`)
		if err := os.Chmod(filepath.Join(r.dir, "curl"), 0o755); err != nil {
			t.Fatal(err)
		}
		code, said := r.run(t, "install.sh", "VERSION="+tt.version, "RUNNER_ARCH="+tt.arch, "FARM="+r.dir, "PATH="+r.dir+string(os.PathListSeparator)+os.Getenv("PATH"))
		asked, _ := os.ReadFile(filepath.Join(r.dir, "asked"))
		added, _ := os.ReadFile(r.path)
		if code != tt.code || !strings.Contains(string(asked), tt.from) || (len(added) > 0) != (code == 0) {
			t.Errorf("%v: exit code %d, asked for %q, path %q\n%s", tt, code, asked, added, said)
		}
	}
}

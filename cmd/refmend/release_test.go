package main

import (
	"debug/elf"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"golang.org/x/tools/go/packages"

	"github.com/refmend/refmend/refs"
)

var release = flag.Bool("release", false, "test all systems of a release, and build what the Dockerfile builds")

// TestRelease holds that refmend compiles for every system of .goreleaser.yaml, and holds
// that the archives are called what those who install them ask for.
func TestRelease(t *testing.T) {
	var config struct {
		Builds []struct {
			Main                     string
			Env, Flags, Goos, Goarch []string
		}
		Archives []struct {
			Formats []string
			Name    string `yaml:"name_template"`
		}
		Checksum struct {
			Name string `yaml:"name_template"`
		}
		Sboms []struct{ Artifacts string }
	}
	if err := yaml.Unmarshal(readProject(t, ".goreleaser.yaml"), &config); err != nil {
		t.Fatal(err)
	}
	if len(config.Builds) != 1 || len(config.Archives) != 1 || len(config.Sboms) != 1 {
		t.Fatalf("want one build, archive and bill of materials: %+v", config)
	}
	build, archive := config.Builds[0], config.Archives[0]
	name := strings.NewReplacer("{{ .Os }}", "linux", "{{ .Arch }}", "$arch").Replace(archive.Name) + "." + archive.Formats[0]
	for _, file := range []string{"contrib/gitlab.yml", "contrib/action/install.sh"} {
		installer := strings.ReplaceAll(string(readProject(t, file)), "${os}", "linux")
		for _, want := range []string{name, config.Checksum.Name} {
			if !strings.Contains(installer, want) {
				t.Errorf("%s does not install %s", file, want)
			}
		}
	}
	// A file that git does not know makes go build call the version dirty.
	for _, file := range []string{".gitignore", ".dockerignore"} {
		for _, made := range []string{"dist", "generated"} {
			if !regexp.MustCompile(`(?m)^/?` + made + `/?$`).Match(readProject(t, file)) {
				t.Errorf("%s does not leave out %s", file, made)
			}
		}
	}
	if testing.Short() || underRace() {
		t.Skip("reading all packages takes its time")
	}
	for _, goos := range build.Goos {
		if goos == runtime.GOOS && !*release {
			continue
		}
		for _, goarch := range build.Goarch {
			typecheck(t, build.Main, append(build.Env, "GOOS="+goos, "GOARCH="+goarch))
			if !*release {
				break // systems differ more than processors do
			}
		}
	}
}

// typecheck reads a program and all it is made of as the compiler does, but for
// the bodies of others' functions, and makes no code: that takes a minute for
// each system.
func typecheck(t *testing.T, main string, env []string) {
	t.Helper()
	ours, err := filepath.Abs(projectRoot)
	if err != nil {
		t.Fatal(err)
	}
	all, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps | packages.NeedTypes | packages.NeedSyntax | packages.NeedModule,
		Dir:  projectRoot, Env: append(os.Environ(), env...),
		ParseFile: func(fset *token.FileSet, path string, src []byte) (*ast.File, error) {
			f, err := parser.ParseFile(fset, path, src, parser.SkipObjectResolution)
			if f != nil && !strings.HasPrefix(path, ours) {
				for _, d := range f.Decls {
					if d, ok := d.(*ast.FuncDecl); ok {
						d.Body = nil
					}
				}
			}
			return f, err
		},
	}, main)
	if err != nil {
		t.Fatal(err)
	}
	packages.Visit(all, nil, func(p *packages.Package) {
		if p.Module != nil && p.Module.Main {
			for _, err := range p.Errors {
				t.Errorf("%v: %v", env, err)
			}
		}
	})
}

// underRace tells whether the race detector slows everything down.
func underRace() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// TestDockerfile holds that the image has a user without rights and a program
// that needs nothing beside it, built as the Dockerfile builds it.
func TestDockerfile(t *testing.T) {
	dockerfile := string(readProject(t, "Dockerfile"))
	image := dockerfile[strings.LastIndex(dockerfile, "\nFROM "):]
	for _, want := range []string{"FROM scratch\n", "\nUSER 65532:65532\n", " /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\n", "\nENTRYPOINT [\"refmend\"]\n"} {
		if !strings.Contains(image, want) {
			t.Errorf("the image has no %q", want)
		}
	}
	command := regexp.MustCompile(`(?m)^RUN (CGO_ENABLED=0) .* go build (.*) -ldflags="(.*)" -o (\S+) (\./\S+)$`).FindStringSubmatch(dockerfile)
	if command == nil {
		t.Fatal("the Dockerfile builds nothing")
	}
	if !*release {
		t.Skip("built only with -release: it takes minutes")
	}
	program := filepath.Join(t.TempDir(), filepath.Base(command[4]))
	build := exec.Command("go", "build", command[2], "-ldflags="+command[3], "-o", program, command[5])
	build.Dir, build.Env = projectRoot, append(os.Environ(), command[1], "GOOS=linux")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	f, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if slices.ContainsFunc(f.Progs, func(p *elf.Prog) bool { return p.Type == elf.PT_INTERP }) {
		t.Error("the program is not static: it names an interpreter")
	}
}

// TestPreCommit holds that the hooks are given files that refmend reads.
func TestPreCommit(t *testing.T) {
	type hook struct {
		ID, Name, Description, Entry, Language, Files string
		RequireSerial                                 bool `yaml:"require_serial"` // a store is one process's
	}
	var hooks []hook
	d := yaml.NewDecoder(strings.NewReader(string(readProject(t, ".pre-commit-hooks.yaml"))))
	d.KnownFields(true)
	if err := d.Decode(&hooks); err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile(`(?m)^ *- id: (refmend\S*)`).FindAllSubmatch(readProject(t, "docs/ci.md"), -1)
	for _, m := range shown {
		if !slices.ContainsFunc(hooks, func(h hook) bool { return h.ID == string(m[1]) }) {
			t.Errorf("docs/ci.md: there is no hook %s", m[1])
		}
	}
	for _, h := range hooks {
		if h.ID == "" || h.Name == "" || h.Language != "golang" || !h.RequireSerial || !strings.HasPrefix(h.Entry, "refmend check ") {
			t.Errorf("%+v", h)
		}
		if _, err := regexp.Compile(h.Files); err != nil {
			t.Error(err)
		}
		_, endings, _ := strings.Cut(strings.TrimSuffix(h.Files, ")$"), "(")
		for ending := range strings.SplitSeq(endings, "|") {
			if !refs.Recognized("x."+ending, func() []byte { return nil }) {
				t.Errorf("hook %s is given .%s", h.ID, ending)
			}
		}
	}
}

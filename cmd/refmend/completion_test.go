package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A shell is what completes command lines.
type shell struct {
	name  string
	reads []string // has it read a script only
	// complete prints what it makes of the words $2... with the script $1; "" if that
	// is not to be had without a terminal.
	complete string
}

var testedShells = []shell{
	{"bash", []string{"bash", "-n"}, `
		[[ -r /usr/share/bash-completion/bash_completion ]] && source /usr/share/bash-completion/bash_completion
		declare -F _get_comp_words_by_ref >/dev/null || _get_comp_words_by_ref() { # as that package has it
			words=("${COMP_WORDS[@]}") cword=$COMP_CWORD cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
		}
		compopt() { :; } # works in a line that is being typed only
		source "$1"
		shift
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE} COMP_TYPE=63
		__start_refmend
		printf '%s\n' "${COMPREPLY[@]%% *}"`},
	{"zsh", []string{"zsh", "-n"}, `
		compdef() { }
		source "$1"
		shift
		_describe() { print -rl -- "${completions[@]%%:*}" }
		words=("$@") CURRENT=$#
		_refmend`},
	{"fish", []string{"fish", "--no-execute"}, `
		source $argv[1]
		complete -C (string join ' ' -- $argv[2..]) | string replace -r '\t.*' ''
		true # though there was nothing to replace`},
	{"powershell", []string{"pwsh", "-NoProfile", "-Command", "$e = $null; [void][System.Management.Automation.Language.Parser]::ParseFile($args[0], [ref]$null, [ref]$e); exit $e.Count", "-args"}, ""},
}

// ask has the shell complete words with a script.
func (s shell) ask(script string, words ...string) ([]string, error) {
	flags := map[string][]string{"bash": {"--norc", "-c", s.complete, "bash"}, "zsh": {"-f", "-c", s.complete, "zsh"}, "fish": {"--no-config", "-c", s.complete}}[s.name]
	cmd := exec.Command(s.name, slices.Concat(flags, []string{script}, words)...)
	cmd.Dir = filepath.Dir(script)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if stderr.Len() > 0 {
		out = append(out, "standard error: "+stderr.String()...)
	}
	return strings.Fields(strings.ReplaceAll(string(out), `\`, "")), err // bash has "broken\,moved"
}

// TestCompletions has each shell that is here read the script made for it, and
// complete command lines with it.
func TestCompletions(t *testing.T) {
	if raceDetector {
		t.Skip("shells start the program often, and nothing in it at once")
	}
	tests := []struct {
		line string // the last word is being typed
		want []string
	}{
		{"refmend che", []string{"check"}},
		{"refmend check --format js", []string{"json"}},
		{"refmend history --format j", []string{"json"}},
		{"refmend export --format b", []string{"bibtex", "biblatex"}},
		{"refmend check --fail-on sk", []string{"skipped"}},
		{"refmend check --fail-on broken,sk", []string{"broken,skipped"}},
		{"refmend explain not-f", []string{"not-found"}},
		{"refmend completion fi", []string{"fish"}},
		{"refmend check --no-st", []string{"--no-store"}},
	}
	for _, s := range testedShells {
		t.Run(s.name, func(t *testing.T) {
			var script, stderr bytes.Buffer
			if code := run(t.Context(), []string{"completion", s.name}, nil, &script, &stderr); code != exitOK || script.Len() == 0 {
				t.Fatalf("exit code %d, %d bytes, %s", code, script.Len(), &stderr)
			}
			if _, err := exec.LookPath(s.reads[0]); err != nil {
				t.Skipf("%s is not here to read its script", s.reads[0])
			}
			path := filepath.Join(t.TempDir(), "refmend."+s.name)
			if err := os.WriteFile(path, script.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			if said, err := exec.Command(s.reads[0], append(s.reads[1:], path)...).CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", s.reads[0], err, said)
			}
			if s.complete == "" {
				return
			}
			for _, tt := range tests {
				got, err := s.ask(path, strings.Split(tt.line, " ")...)
				slices.Sort(got)
				slices.Sort(tt.want)
				if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
					t.Errorf("%s completes %q (%v, -want +got):\n%s", s.name, tt.line, err, diff)
				}
			}
		})
	}
}

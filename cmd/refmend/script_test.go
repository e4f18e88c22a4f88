package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts run the real program: "exec refmend" starts this test
// binary again as refmend.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"refmend": func() {
			// The scripts' web comes in from outside, so that they show the
			// command lines that a user types.
			if len(os.Args) > 1 && slices.Contains([]string{"check", "explain", "export"}, os.Args[1]) {
				os.Args = append(os.Args, strings.Fields(os.Getenv("WEB_FLAGS"))...)
			}
			if at, err := time.Parse(time.RFC3339, os.Getenv("AT_TIME")); err == nil {
				now = func() time.Time { return at }
			}
			main()
		},
	})
}

// TestScripts runs every script of testdata/script against the real binary
// and the played web. Beside testscript's own, scripts may use
//
//	status N CMD ARGS...   run and want exit code N
//	requests N             want N requests to the web since the last count
//	sparse FILE BYTES      make a file of that size that takes no room
//	raw FILE STRING        make a file of a Go string literal's bytes
//	turn PAGE STATUS       have a page of the web ("host/path") answer with another status from now on
//	waitfor FILE [TEXT]    wait until the file exists and is not empty, or has the text
func TestScripts(t *testing.T) {
	docs, err := filepath.Abs(filepath.Join("..", "..", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join(docs, "script"),
		Setup: func(env *testscript.Env) error {
			if name := filepath.Base(env.WorkDir); raceDetector && slices.ContainsFunc(scriptsWithoutRaces, func(p string) bool { return strings.HasPrefix(name, "script-"+p) }) {
				env.T().Skip("a script that starts the program often, and nothing in it at once")
			}
			web, err := newPlayedWeb()
			if err != nil {
				return err
			}
			env.Defer(web.close)
			env.Values["web"] = web
			ca := filepath.Join(env.WorkDir, "ca.pem")
			env.Setenv("WEB_FLAGS", web.flags(ca))
			env.Setenv("DOCS", docs)
			env.Setenv("XDG_STATE_HOME", filepath.Join(env.WorkDir, "state"))
			return os.WriteFile(ca, web.ca, 0o644)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": cmdStatus, "requests": cmdRequests, "sparse": cmdSparse, "raw": cmdRaw, "waitfor": cmdWaitFor, "turn": cmdTurn,
		},
	})
}

// scriptsWithoutRaces begin the names of scripts that are left out under the race
// detector: the program takes many times as long to start there, and what these
// scripts run is tested under it by the packages themselves.
var scriptsWithoutRaces = []string{"format-", "words", "config", "includes", "badinput", "export", "fileslist", "storecmd", "history", "stranger", "rules", "diff", "cron"}

func cmdStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N CMD ARGS...")
	}
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		code = exit.ExitCode()
	}
	if want := args[0]; strconv.Itoa(code) != want {
		ts.Fatalf("exit code %d, want %s", code, want)
	}
}

func cmdRequests(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: requests N")
	}
	if got := fmt.Sprint(ts.Value("web").(*playedWeb).requests.Swap(0)); got != args[0] {
		ts.Fatalf("%s requests reached the web, want %s", got, args[0])
	}
}

func cmdTurn(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: turn PAGE STATUS")
	}
	status, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Value("web").(*playedWeb).turned.Store(args[0], status)
}

func cmdSparse(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sparse FILE BYTES")
	}
	size, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(f.Truncate(size))
	ts.Check(f.Close())
}

func cmdRaw(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: raw FILE STRING")
	}
	content, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(content), 0o644))
}

func cmdWaitFor(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: waitfor FILE [TEXT]")
	}
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		data, err := os.ReadFile(ts.MkAbs(args[0]))
		if err == nil && len(data) > 0 && strings.Contains(string(data), args[len(args)-1]) || len(args) == 1 && len(data) > 0 {
			return
		}
	}
	ts.Fatalf("%s did not appear", strings.Join(args, " with "))
}

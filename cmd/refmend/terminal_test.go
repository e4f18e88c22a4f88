package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/mattn/go-runewidth"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/refmend/refmend/audit"
)

// escapes are the commands to a terminal.
var escapes = regexp.MustCompile(`\x1b\[[0-9;?]*[A-Za-z]`)

// openTerminal opens a terminal of so many columns: the two ends of it.
func openTerminal(t *testing.T, columns uint16) (screen, tty *os.File) {
	t.Helper()
	screen, tty, err := pty.Open()
	if err != nil {
		t.Skipf("no terminal is to be had: %v", err)
	}
	t.Cleanup(func() { screen.Close(); tty.Close() })
	if err := pty.Setsize(screen, &pty.Winsize{Rows: 24, Cols: columns}); err != nil {
		t.Fatal(err)
	}
	return screen, tty
}

// TestProgress holds that a terminal is shown how far a check has come, at how
// many hosts, how fast and what is left; and that nothing else is shown
// anything.
func TestProgress(t *testing.T) {
	t.Setenv("TERM", "xterm")
	for _, columns := range []uint16{120, 40} {
		screen, tty := openTerminal(t, columns)
		bar := newProgress(tty, "auto", func() int { return 7 })
		bar.show(30, 100)
		var shown string
		for buf := make([]byte, 4096); !strings.Contains(shown, "\n"); {
			n, err := screen.Read(buf)
			if err != nil {
				t.Fatalf("%v after %q", err, shown)
			}
			shown += string(buf[:n])
		}
		bar.stop()
		line, _, _ := strings.Cut(escapes.ReplaceAllString(shown, ""), "\n")
		if n := runewidth.StringWidth(strings.TrimSpace(line)); n > int(columns) {
			t.Errorf("%d columns in %d: %q", n, columns, line)
		}
		if !strings.Contains(line, "30 of 100 links ") {
			t.Errorf("in %d columns the words run together: %q", columns, line)
		}
		for _, want := range []string{"30 %", "/s", "7 hosts", " left"} {
			if columns > 80 && !strings.Contains(line, want) {
				t.Errorf("no %q in %q", want, line)
			}
		}
	}
	t.Setenv("TERM", "dumb")
	screen, tty := openTerminal(t, 80)
	dumb := newProgress(tty, "always", func() int { return 7 })
	dumb.show(30, 100)
	dumb.stop()
	tty.WriteString("end\n")
	shown := make([]byte, 4096)
	if n, err := io.ReadAtLeast(screen, shown, 4); err != nil || bytes.ContainsRune(shown[:n], '\x1b') {
		t.Errorf("a dumb terminal is shown %q (%v)", shown[:n], err)
	}
	var log bytes.Buffer
	bar := newProgress(&log, "auto", func() int { return 7 })
	bar.show(30, 100)
	bar.stop()
	if log.Len() > 0 {
		t.Errorf("what is no terminal is shown %q", &log)
	}
}

// TestProgressNothing holds that there is no bar if nothing is asked, and no guess
// of the time left before there is an answer.
func TestProgressNothing(t *testing.T) {
	var shown bytes.Buffer
	bar := newProgress(&shown, "always", func() int { return 0 })
	bar.show(0, 0)
	bar.stop()
	if shown.Len() > 0 {
		t.Errorf("of no links is shown %q", &shown)
	}
	if left, _ := timeLeft().Decor(decor.Statistics{Total: 100}); left != "" {
		t.Errorf("before any answer %q", left)
	}
	if left, _ := timeLeft().Decor(decor.Statistics{Total: 100, Current: 30}); !strings.HasSuffix(left, " left") {
		t.Errorf("with answers %q", left)
	}
}

// TestWidth holds how wide terminals are taken to be.
func TestWidth(t *testing.T) {
	_, tty := openTerminal(t, 100)
	for _, tt := range []struct {
		columns, term string
		want          int
	}{{"", "xterm", 100}, {"20", "xterm", 20}, {"0", "xterm", 100}, {"wide", "xterm", 100}, {"", "dumb", 100}} {
		t.Setenv("COLUMNS", tt.columns)
		t.Setenv("TERM", tt.term)
		if got := terminalWidth(tty); got != tt.want {
			t.Errorf("COLUMNS=%s TERM=%s: %d, want %d", tt.columns, tt.term, got, tt.want)
		}
	}
	if got := terminalWidth(new(bytes.Buffer)); got != 0 {
		t.Errorf("what is no terminal has %d columns", got)
	}
}

// TestRunsOnTerminals holds that a terminal that is too narrow for the table of runs
// is shown what it says, and that all else gets the table.
func TestRunsOnTerminals(t *testing.T) {
	t.Setenv("COLUMNS", "")
	at := time.Date(2026, 11, 24, 23, 30, 0, 0, time.FixedZone("", 3600))
	runs := []audit.RunRecord{{
		Run:       audit.RunInfo{ID: "20261124T223000.000Z-ABCDEF", Started: at, Finished: at.Add(90 * time.Second)},
		Documents: []string{"a.md", "b.md"}, Summary: audit.Summary{Links: 12, Failing: 3},
	}}
	const (
		table = "RUN                          STARTED (UTC)        TOOK   DOCUMENTS  LINKS  FAILING  COMPLETE\n" +
			"20261124T223000.000Z-ABCDEF  2026-11-24 22:30:00  1m30s  2          12     3        no\n"
		lines = "20261124T223000.000Z-ABCDEF\n" +
			"    2026-11-24 22:30:00 UTC, took 1m30s, documents:\n    2, links: 12, failing: 3, not complete\n"
	)
	var file bytes.Buffer
	if err := runsText(&file, runs); err != nil || file.String() != table {
		t.Errorf("a file gets %q (%v)", &file, err)
	}
	for columns, want := range map[uint16]string{100: table, 52: lines} {
		screen, tty := openTerminal(t, columns)
		if err := runsText(tty, runs); err != nil {
			t.Fatal(err)
		}
		shown := make([]byte, 4096)
		n, err := io.ReadAtLeast(screen, shown, len(want)) // each line break takes one byte more
		if got := strings.ReplaceAll(string(shown[:n]), "\r\n", "\n"); err != nil || !strings.HasPrefix(want, got) || len(got) < len(want)-3 {
			t.Errorf("%d columns show %q (%v)", columns, got, err)
		}
	}
}

// TestTitles holds that titles stand out on terminals that can show it.
func TestTitles(t *testing.T) {
	_, tty := openTerminal(t, 50)
	for _, tt := range []struct {
		noColor, term string
		want          bool
	}{{"", "xterm", true}, {"1", "xterm", false}, {"", "dumb", false}} {
		t.Setenv("COLUMNS", "")
		t.Setenv("NO_COLOR", tt.noColor)
		t.Setenv("TERM", tt.term)
		if h := newHelper(tty); h.bold != tt.want || h.width != 50 {
			t.Errorf("NO_COLOR=%s TERM=%s: bold %v, %d columns", tt.noColor, tt.term, h.bold, h.width)
		}
	}
}

// TestTerminals holds what terminals are sent: colours unless they are not
// wanted or would not be understood, and no line but addresses that they would
// break, in whatever script.
func TestTerminals(t *testing.T) {
	const text = `References

[1] 国务院. 海洋观测公报海洋观测公报海洋观测公报海洋观测公报海洋观测公报海洋观测公报. DOI: 10.24411/2686–7702–2020–10001
[2] Верченко А. Л. Сообщество единой судьбы: идея и её продвижение. URL:
`
	for _, tt := range []struct {
		columns  uint16
		env      []string
		coloured bool
	}{
		{100, []string{"TERM=xterm"}, true},
		{44, []string{"TERM=xterm"}, true},
		{44, []string{"TERM=xterm", "NO_COLOR=1"}, false},
		{100, []string{"TERM=dumb"}, false},
	} {
		screen, tty := openTerminal(t, tt.columns)
		cmd := exec.Command("refmend", "check", "--no-store", "--offline", "--input-format", "text", "-")
		cmd.Env = append(os.Environ(), tt.env...)
		cmd.Stdin, cmd.Stdout = strings.NewReader(text), tty
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		shown := make(chan []byte)
		go func() {
			b, _ := io.ReadAll(screen) // ends with an error when nobody has the terminal open any more
			shown <- b
		}()
		_ = cmd.Run() // the damage makes it exit with 1
		tty.Close()
		got := string(<-shown)
		if stderr.Len() > 0 {
			t.Errorf("%v: standard error says %q", tt.env, &stderr)
		}
		if coloured := strings.Contains(got, "\x1b"); coloured != tt.coloured {
			t.Errorf("%v: coloured: %v\n%s", tt.env, coloured, got)
		}
		if !strings.Contains(got, "Damaged (2)") {
			t.Errorf("%v shows\n%s", tt.env, got)
		}
		for line := range strings.Lines(escapes.ReplaceAllString(got, "")) {
			isAddress := strings.Contains(line, "https://") // those stay whole, to be copied
			if n := runewidth.StringWidth(strings.TrimRight(line, "\r\n")); n > int(tt.columns) && !isAddress {
				t.Errorf("%v, %d columns: a line of %d: %q", tt.env, tt.columns, n, line)
			}
		}
	}
}

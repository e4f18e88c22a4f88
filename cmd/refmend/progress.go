package main

import (
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"
)

// A progress shows on standard error how far a check has come.
type progress struct {
	start     func() // makes the bar; nil if none is wanted
	container *mpb.Progress
	bar       *mpb.Bar
}

// newProgress makes ready a bar on w, which appears when there is something to
// ask. mode is "auto" (only on a terminal), "always" or "never". hosts tells how
// many hosts are being asked.
func newProgress(w io.Writer, mode string, hosts func() int) *progress {
	p := &progress{}
	if mode == "always" || mode == "auto" && isTerminal(w) {
		p.start = func() { p.container, p.bar = startBar(w, hosts) }
	}
	return p
}

func startBar(w io.Writer, hosts func() int) (*mpb.Progress, *mpb.Bar) {
	var options []mpb.ContainerOption
	if isTerminal(w) {
		options = append(options, mpb.WithOutput(w))
	} else {
		// mpb is silent without that, and would move the cursor of a dumb terminal.
		options = append(options, mpb.WithOutput(struct{ io.Writer }{w}), mpb.WithAutoRefresh())
	}
	p := mpb.New(options...)
	return p, p.AddBar(0,
		mpb.BarRemoveOnComplete(),
		mpb.BarFillerTrim(), // its spaces go with it where there is no room
		mpb.PrependDecorators(decor.Name("checking "), decor.CountersNoUnit("%d of %d links ")),
		mpb.AppendDecorators(
			decor.Name(" "),
			decor.Percentage(),
			decor.AverageSpeed(0, "  %.0f/s"),
			decor.Any(func(decor.Statistics) string { return fmt.Sprintf("  %d hosts", hosts()) }),
			timeLeft(),
		),
	)
}

// timeLeft tells how long it will take, as soon as that can be guessed.
func timeLeft() decor.Decorator {
	eta := decor.AverageETA(decor.ET_STYLE_GO)
	return decor.Any(func(s decor.Statistics) string {
		if s.Current == 0 {
			return ""
		}
		left, _ := eta.Decor(s)
		return "  " + left + " left"
	})
}

// show says how many of how many targets are answered.
func (p *progress) show(done, total int) {
	if p.start == nil || total == 0 {
		return
	}
	if p.bar == nil {
		p.start()
	}
	p.bar.SetTotal(int64(total), false)
	p.bar.SetCurrent(int64(done))
}

// stop takes the bar off the screen; nothing is drawn after it returns.
func (p *progress) stop() {
	if p.bar == nil {
		return
	}
	p.bar.Abort(true)
	p.container.Wait()
}

// isTerminal tells whether w is a terminal that understands more than plain
// lines.
func isTerminal(w io.Writer) bool { return isScreen(w) && os.Getenv("TERM") != "dumb" }

// isScreen tells whether a reader or writer is a terminal of whatever kind.
func isScreen(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// terminalWidth gives the columns of the terminal that w is, or 0. $COLUMNS goes
// first, as POSIX has it ("Environment Variables", 8.3).
func terminalWidth(w io.Writer) int {
	if !isScreen(w) {
		return 0
	}
	if width, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && width > 0 {
		return width
	}
	width, _, err := term.GetSize(int(w.(*os.File).Fd()))
	if err != nil {
		return 0
	}
	return width
}

package main

import (
	"os/signal"
	"syscall"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/reports"
)

// startStream has NDJSON for standard output written while the check goes on, if that
// is wanted, and tells whether it is. Files are written at the end: whoever finds one
// finds it whole, and the one before until then. So is what is printed only if there
// is news.
func (c *check) startStream(o *audit.Options) bool {
	if !c.wantsOutput() || c.format != "ndjson" || c.memory.quietIfUnchanged {
		return false
	}
	c.stream = reports.NewStream(c.stdout)
	o.Follower = c.stream
	if len(c.outputs.values) > 0 {
		// A reader that stops ends the program, but then keeps no file from being
		// written: it makes an error, told at the end.
		signal.Ignore(syscall.SIGPIPE)
	}
	return true
}

package main

import (
	"errors"
	"strings"
	"testing"
)

// TestFailurePrint holds that each fault is said once, in a line of its own, and that
// nothing in it is a command to the terminal.
func TestFailurePrint(t *testing.T) {
	full := errors.New("write store refs.db: no space left on device")
	var said strings.Builder
	f := &failure{err: errors.Join(full, full, errors.New("\x1b[31mwrite report")), hint: "make room"}
	f.print(&said)
	if want := "error: write store refs.db: no space left on device\nerror: <U+001B>[31mwrite report\nhint: make room\n"; said.String() != want {
		t.Errorf("it says %q", said.String())
	}
}

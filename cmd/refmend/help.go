package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/refmend/refmend/reports"
)

const (
	// The columns that help takes: as many as the terminal has, within these.
	leastHelpWidth, mostHelpWidth = 40, 80
	// The columns in which it is told what commands and flags do. Where there are
	// fewer than besideWidth it is told below flags.
	commandColumn, flagColumn, besideWidth = 14, 26, 66
)

// A helper writes help.
type helper struct {
	*bufio.Writer
	width int
	bold  bool // titles
	begun bool
}

// showHelp explains cmd where its output goes.
func showHelp(cmd *cobra.Command) error {
	h := newHelper(cmd.OutOrStdout())
	h.manual(manualOf(cmd))
	return h.Flush()
}

// newHelper suits help to where it goes.
func newHelper(out io.Writer) *helper {
	h := &helper{Writer: bufio.NewWriter(out), width: mostHelpWidth, bold: isTerminal(out) && os.Getenv("NO_COLOR") == ""}
	if w := terminalWidth(out); w > 0 {
		h.width = min(max(w, leastHelpWidth), mostHelpWidth)
	}
	return h
}

// manual writes what matters most first: what the command is for, how it is
// called, and examples.
func (h *helper) manual(m *manual) {
	h.text(m.lead, 0)
	h.title("Usage")
	h.text(m.usage, 2)
	if len(m.samples) > 0 {
		h.title("Examples")
		h.samples(m.samples)
	}
	for _, p := range m.more {
		fmt.Fprintln(h)
		h.text(p, 0)
	}
	h.parts(m.commands, commandColumn)
	h.flags(m.flags)
	if len(m.commands) > 0 {
		fmt.Fprintln(h)
		h.text(fmt.Sprintf("%q explains a command.", m.name+" COMMAND --help"), 0)
	}
}

func (h *helper) title(s string) {
	if h.bold {
		s = "\x1b[1m" + s + "\x1b[0m"
	}
	if h.begun {
		fmt.Fprintln(h)
	}
	h.begun = true
	fmt.Fprintf(h, "%s:\n", s)
}

// text writes s in lines that are indented by so many columns.
func (h *helper) text(s string, indent int) {
	h.begun = true
	for _, line := range reports.Wrap(s, h.width-indent) {
		fmt.Fprintf(h, "%*s%s\n", indent, "", line)
	}
}

// samples writes command lines whole, to be copied; remarks beside them, or below
// if there is no room for all.
func (h *helper) samples(all []sample) {
	column, room := 0, true
	for _, e := range all {
		if e.remark != "" {
			column = max(column, len(e.line)+4)
		}
	}
	for _, e := range all {
		room = room && (e.remark == "" || column+2+len(e.remark) <= h.width)
	}
	for _, e := range all {
		switch {
		case e.remark == "":
			fmt.Fprintf(h, "  %s\n", e.line)
		case room:
			fmt.Fprintf(h, "  %-*s%s\n", column, e.line, e.remark)
		default:
			fmt.Fprintf(h, "  %s\n", e.line)
			h.text(e.remark, 6)
		}
	}
}

// flags lists flags, or what is about as long.
func (h *helper) flags(all []part) {
	if h.width < besideWidth {
		h.parts(all, 0)
	} else {
		h.parts(all, flagColumn)
	}
}

// parts lists commands or flags, and what they do from a column on; 0: below them.
func (h *helper) parts(all []part, column int) {
	for _, p := range all {
		h.title(p.title)
		for _, e := range p.entries {
			h.entry(e, column)
		}
	}
}

func (h *helper) entry(e entry, column int) {
	term := e.term
	if strings.HasPrefix(term, "--") {
		term = "    " + term // where others have a short name
	}
	below := len(term)+4 > column
	if column == 0 {
		column = 8
	}
	if below {
		fmt.Fprintf(h, "  %s\n", term)
		h.text(e.text, column)
		return
	}
	fmt.Fprintf(h, "  %-*s", column-2, term)
	for i, line := range reports.Wrap(e.text, h.width-column) {
		if i > 0 {
			fmt.Fprintf(h, "%*s", column, "")
		}
		fmt.Fprintln(h, line)
	}
}

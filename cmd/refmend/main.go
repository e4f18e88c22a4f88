// Command refmend finds the references of documents, checks every link and DOI
// in them, remembers the answers, and reports what is broken and how to mend
// it. See "refmend help" and README.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/refmend/refmend/reports"
)

// The exit codes, the same for every format.
const (
	exitOK          = 0
	exitFailing     = 1   // findings in the states of --fail-on
	exitUsage       = 2   // wrong flags, arguments or configuration
	exitUnfinished  = 3   // a document unreadable, the store unusable, out of time, a report unwritten
	exitInterrupted = 130 // as shells have it: 128 + SIGINT
)

// now is the clock of runs; tests stop it.
var now = time.Now

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C kills at once
	log.SetOutput(io.Discard)    // net/http quotes there what servers send that nobody asked for
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run carries out one command line and gives the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	var unwritten error // what kept help from being written, which cobra wants to know nothing of
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { unwritten = showHelp(cmd) })
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		err = unwritten
	}
	if err == nil {
		return exitOK
	}
	failure := failureOf(cmd, err)
	failure.print(stderr)
	return failure.code
}

// failureOf makes a failure of what a command returned: an error that names no
// exit code is the file's that could not be written, else the command line's.
func failureOf(cmd *cobra.Command, err error) *failure {
	f := new(failure)
	if errors.As(err, &f) {
		return f
	}
	if _, unwritten := errors.AsType[*fs.PathError](err); unwritten {
		return &failure{code: exitUnfinished, err: err}
	}
	return usageError(cmd, err)
}

// A failure ends the program with an exit code. err may be nil if all was said.
type failure struct {
	code int
	err  error
	hint string // what to do next
}

func (f *failure) Error() string {
	if f.err == nil {
		return fmt.Sprintf("exit code %d", f.code)
	}
	return f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

// print says what went wrong and what to do next. The words may come from
// documents and pages.
func (f *failure) print(w io.Writer) {
	if f.err == nil {
		return
	}
	said := ""
	for line := range strings.Lines(f.err.Error()) {
		if line = reports.Printable(strings.TrimSpace(line)); line != said { // one fault may have hindered two things
			fmt.Fprintf(w, "error: %s\n", line)
		}
		said = line
	}
	if f.hint != "" {
		fmt.Fprintf(w, "hint: %s\n", reports.Printable(f.hint))
	}
}

func init() { cobra.EnableCommandSorting = false } // help lists commands in the order of newRoot

func newRoot() *cobra.Command {
	s := &settings{}
	root := &cobra.Command{
		Use:   "refmend",
		Short: "Find the references of documents and check where they lead",
		Long: `refmend finds the references of documents, sees damage in the text itself,
checks every link and DOI, remembers the answers, and reports what is broken and
how to mend it.`,
		Example: `  refmend check paper.md                   what is broken, as text
  refmend check -o audit.html docs/        a page for people, of all in docs
  refmend check --format json paper.bib    for machines; also SARIF and others
  refmend extract paper.txt                what was found, without the network
  refmend export paper.txt > cited.bib     a bibliography of what is cited
  refmend explain truncated-head           what a verdict means`,
		SilenceErrors:     true,
		SilenceUsage:      true,
		Args:              subcommandsOnly,
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return s.configure(cmd) },
		Version:           version(),
	}
	root.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	for _, g := range []struct {
		title    string
		commands []*cobra.Command
	}{
		{"Check documents", []*cobra.Command{newCheck(s), newExtract(s), newExport(s), newExplain(s)}},
		{"Look back", []*cobra.Command{newReport(s), newDiff(s), newHistory(s), newRuns(), newStore()}},
		{"Set up", []*cobra.Command{newInit(), newCompletion(), newSchema(), newVersion()}},
	} {
		root.AddGroup(&cobra.Group{ID: g.title, Title: g.title})
		for _, cmd := range g.commands {
			cmd.GroupID = g.title
			root.AddCommand(cmd)
		}
		root.SetHelpCommandGroupID(g.title) // the last one
	}
	root.AddCommand(newMan())
	root.InitDefaultHelpCmd() // else it is made too late for its arguments to be looked at
	for _, cmd := range root.Commands() {
		switch {
		case cmd.HasSubCommands():
			cmd.Args, cmd.RunE = subcommandsOnly, root.RunE
		case cmd.Name() == "help":
			cmd.Args = commandsOnly
		}
		for _, c := range append(cmd.Commands(), cmd) {
			c.Flags().SortFlags = false
			completeFlags(c)
		}
	}
	return root
}

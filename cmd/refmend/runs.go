package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/reports"
	"github.com/refmend/refmend/store"
)

func newRuns() *cobra.Command {
	var path, format string
	cmd := &cobra.Command{
		Use:   "runs",
		Short: "List the runs that the store remembers, the newest first",
		Long: `List the runs that the store remembers, the newest first, also while a check is
running. "refmend report" and "refmend diff" take a run by its ID, by a
beginning of that which no other run has, or as latest, latest~1, latest~2, ...`,
		Example:           "  refmend runs\n  refmend runs --format json --store refs.db",
		Args:              noArguments,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := readStore(path)
			if err != nil {
				return err
			}
			defer s.Close()
			runs, err := s.Runs()
			if err != nil {
				return &failure{code: exitUnfinished, err: err}
			}
			if format == "json" {
				return runsJSON(cmd.OutOrStdout(), runs)
			}
			return runsText(cmd.OutOrStdout(), runs)
		},
	}
	addFormatFlag(cmd.Flags(), &format, textOrJSON)
	addStoreFlag(cmd.Flags(), &path)
	addConfigFlag(cmd.Flags())
	return cmd
}

// storePath gives the path of the store that --store names, or of the user's
// own if that is empty.
func storePath(named string) (string, error) {
	if named != "" {
		return named, nil
	}
	path, err := store.DefaultPath()
	if err != nil {
		return "", &failure{code: exitUnfinished, err: err, hint: "--store PATH names a file, --no-store does without one"}
	}
	return path, nil
}

// openStore opens the store at path for a command, which makes it if need be.
func openStore(path string, o store.Options) (*store.Store, error) {
	s, err := store.Open(path, o)
	if err != nil {
		hint := "--store PATH names another file, --no-store does without one"
		if errors.Is(err, store.ErrLocked) {
			hint = "--wait D waits for it, " + hint
		}
		return nil, &failure{code: exitUnfinished, err: err, hint: hint}
	}
	return s, nil
}

// runsText prints a table of runs. On a terminal that would break its lines it prints
// what there is to say of a run below its ID.
func runsText(w io.Writer, runs []audit.RunRecord) error {
	table := new(strings.Builder)
	tw := tabwriter.NewWriter(table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "RUN\tSTARTED (UTC)\tTOOK\tDOCUMENTS\tLINKS\tFAILING\tCOMPLETE")
	for _, r := range runs {
		complete := "yes"
		if !r.Run.Complete {
			complete = "no"
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%d\t%d\t%d\t%s\n", reports.Printable(r.Run.ID), r.Run.Started.UTC().Format(time.DateTime), tookWords(r.Run),
			len(r.Documents), r.Summary.Links, r.Summary.Failing, complete)
	}
	tw.Flush()
	if width := terminalWidth(w); width == 0 || !slices.ContainsFunc(strings.Split(table.String(), "\n"), func(line string) bool { return len(line) > width }) {
		_, err := io.WriteString(w, table.String())
		return err
	}
	h := newHelper(w)
	for _, r := range runs {
		fmt.Fprintln(h, reports.Printable(r.Run.ID))
		h.text(runWords(r), 4)
	}
	return h.Flush()
}

// runWords tells a run from others, in a line.
func runWords(r audit.RunRecord) string {
	s := fmt.Sprintf("%s UTC, took %s, documents: %d, links: %d, failing: %d", r.Run.Started.UTC().Format(time.DateTime), tookWords(r.Run),
		len(r.Documents), r.Summary.Links, r.Summary.Failing)
	if !r.Run.Complete {
		s += ", not complete"
	}
	return s
}

// tookWords gives the time that a run took, to a precision that tells something; "-"
// if it has not ended.
func tookWords(r audit.RunInfo) string {
	if r.Finished.IsZero() {
		return "-"
	}
	d := r.Finished.Sub(r.Started)
	switch {
	case d >= time.Minute:
		d = d.Round(time.Second)
	case d >= time.Second:
		d = d.Round(time.Second / 10)
	}
	return d.String()
}

func runsJSON(w io.Writer, runs []audit.RunRecord) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	if runs == nil {
		runs = []audit.RunRecord{}
	}
	return e.Encode(runs)
}

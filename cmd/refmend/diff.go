package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/reports"
)

func newDiff(s *settings) *cobra.Command {
	var path, format string
	cmd := &cobra.Command{
		Use:   "diff [flags] [RUN [RUN]]",
		Short: "Tell what changed between two recorded runs",
		Long: `Tell what changed between two recorded runs: what broke, what was fixed, what is
still broken and since when, what is new and what is gone. Links are found again
though lines moved or documents were renamed.

A RUN is named as for "refmend report". Without one, the newest is compared with
the one before it of the same documents; with one, that with the one before it.
Runs without a network are passed over then.

Exit status: 0 nothing broke; 1 something broke, or is new and broken or
damaged; 2 wrong usage; 3 there are no two such runs, or the store is unusable.`,
		Example: `  refmend diff
  refmend diff --format json latest~7 latest`,
		Args:              atMost(2, "runs"),
		ValidArgsFunction: s.completeRuns(&path, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := readStore(path)
			if err != nil {
				return err
			}
			defer s.Close()
			c, err := compare(s, args)
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			if err := reports.WriteChanges(out, format, c, terminalWidth(out)); err != nil {
				return err
			}
			if slices.ContainsFunc(c.Changes.News(), func(n audit.News) bool { return n.What != audit.NewsFixed }) {
				return &failure{code: exitFailing}
			}
			return nil
		},
	}
	addFormatFlag(cmd.Flags(), &format, reports.ChangesFormats)
	addStoreFlag(cmd.Flags(), &path)
	addConfigFlag(cmd.Flags())
	return cmd
}

// compare compares the runs that a command line names.
func compare(a archive, names []string) (c reports.Comparison, err error) {
	if len(names) == 2 {
		if c.Before, err = reportOf(a, names[0]); err != nil {
			return c, err
		}
	}
	if c.After, err = reportOf(a, append(names, latestRun)[max(0, len(names)-1)]); err != nil {
		return c, err
	}
	if c.Before == nil {
		if c.Before = earlierReport(a, c.After); c.Before == nil {
			return c, &failure{
				code: exitUnfinished, err: fmt.Errorf("no earlier run of the same documents as that of %s is remembered", c.After.Run.ID),
				hint: `name two runs; "refmend runs" lists them`,
			}
		}
	}
	c.Changes = audit.Compare(c.Before, c.After)
	return c, nil
}

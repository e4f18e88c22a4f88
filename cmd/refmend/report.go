package main

import (
	"github.com/spf13/cobra"
)

func newReport(s *settings) *cobra.Command {
	c := newCheckDefaults(s)
	cmd := &cobra.Command{
		Use:   "report [flags] [RUN]",
		Short: "Render the report of a recorded run again",
		Long: `Render the report of a recorded run again, in every format that "refmend check"
has. RUN is its ID, a beginning of that which no other run has, or latest,
latest~1, latest~2, ...; without it, the newest. This works also while a check
is running. Nothing is asked, and the verdicts are those of then. The exit
status is 0, whatever the run found.`,
		Example:           "  refmend report -o audit.html\n  refmend report --format markdown latest~1",
		Args:              atMost(1, "run"),
		ValidArgsFunction: s.completeRuns(&c.storePath, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c.flags = cmd.Flags()
			c.stdout, c.stderr = cmd.OutOrStdout(), cmd.ErrOrStderr()
			return c.again(append(args, latestRun)[0])
		},
	}
	f := cmd.Flags()
	c.addRenderFlags(f)
	addStoreFlag(f, &c.storePath)
	c.addVolumeFlags(f, "no report on standard output unless --format asks for it", "list what is fine too")
	addConfigFlag(f)
	noSettings(f, "format", "output", "quiet", "verbose")
	return cmd
}

// again writes the report of a recorded run.
func (c *check) again(name string) error {
	if err := c.validateReports(); err != nil {
		return err
	}
	s, err := readStore(c.storePath)
	if err != nil {
		return err
	}
	defer s.Close()
	report, err := reportOf(s, name)
	if err != nil {
		return err
	}
	if err := c.write(report, c.past(s, report)); err != nil {
		return &failure{code: exitUnfinished, err: err}
	}
	return nil
}

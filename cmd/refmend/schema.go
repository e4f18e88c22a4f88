package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/reports"
)

func newSchema() *cobra.Command {
	return &cobra.Command{
		Use:               "schema",
		Short:             "Print the JSON Schema of reports (" + audit.Schema + ")",
		Example:           "  refmend schema > refmend-report-1.json",
		Args:              noArguments,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if _, err := io.WriteString(cmd.OutOrStdout(), reports.JSONSchema); err != nil {
				return &failure{code: exitUnfinished, err: err}
			}
			return nil
		},
	}
}

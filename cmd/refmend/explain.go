package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

func newExplain() *cobra.Command {
	var codes []string
	for _, info := range audit.Reasons {
		if !slices.Contains(codes, string(info.Code)) {
			codes = append(codes, string(info.Code))
		}
	}
	return &cobra.Command{
		Use:   "explain [CODE]",
		Short: "Say what a verdict's reason means and what to do about it",
		Long: `Say what a verdict's reason means and what to do about it; without CODE, list
all of them.`,
		Example:   "  refmend explain wrong-dash\n  refmend explain | grep broken",
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: codes,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return listReasons(cmd.OutOrStdout())
			}
			return explain(cmd.OutOrStdout(), audit.Reason(args[0]))
		},
	}
}

// listReasons prints a line for each reason.
func listReasons(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, info := range audit.Reasons {
		fmt.Fprintf(tw, "%s\t%s\t%s\n", info.State, info.Code, info.Meaning)
	}
	return tw.Flush()
}

// explain prints all there is to know of a reason.
func explain(w io.Writer, code audit.Reason) error {
	known := false
	for _, info := range audit.Reasons {
		if info.Code != code {
			continue
		}
		known = true
		fmt.Fprintf(w, "%s/%s\n\n  %s\n", info.State, info.Code, info.Meaning)
		if info.Action != "" {
			fmt.Fprintf(w, "  What to do: %s\n", info.Action)
		}
		for _, rule := range refs.Rules {
			if info.State == audit.Damaged && rule.Code == string(code) {
				fmt.Fprintf(w, "  Rule: %s\n", rule.Doc)
			}
		}
		if _, err := fmt.Fprintf(w, "  Severity: %s\n", info.Severity); err != nil {
			return err
		}
	}
	if !known {
		return &failure{
			code: exitUsage, err: fmt.Errorf("unknown code %q", code),
			hint: `"refmend explain" lists all codes` + alike(string(code)),
		}
	}
	return nil
}

// alike names the codes that share a word with a mistyped one.
func alike(code string) string {
	var found []string
	for _, info := range audit.Reasons {
		for word := range strings.SplitSeq(code, "-") {
			if len(word) > 2 && strings.Contains(string(info.Code), word) && !slices.Contains(found, string(info.Code)) {
				found = append(found, string(info.Code))
			}
		}
	}
	if len(found) == 0 {
		return ""
	}
	return "; similar: " + strings.Join(found, ", ")
}

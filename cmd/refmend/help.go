package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The columns that help takes: as many as the terminal has, within these.
const leastHelpWidth, mostHelpWidth = 40, 80

func init() { cobra.AddTemplateFunc("flagUsages", flagUsages) }

// usageTemplate is cobra's, with flags broken into lines.
func usageTemplate(cmd *cobra.Command) string {
	return strings.NewReplacer(
		".LocalFlags.FlagUsages", "flagUsages . .LocalFlags",
		".InheritedFlags.FlagUsages", "flagUsages . .InheritedFlags",
	).Replace(cmd.UsageTemplate())
}

// flagUsages describes the flags of cmd in lines that fit where its help goes.
func flagUsages(cmd *cobra.Command, flags *pflag.FlagSet) string {
	width := mostHelpWidth
	if w := terminalWidth(cmd.OutOrStdout()); w > 0 {
		width = min(max(w, leastHelpWidth), mostHelpWidth)
	}
	return flags.FlagUsagesWrapped(width)
}

package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

func newExplain(s *settings) *cobra.Command {
	c := newCheckDefaults(s)
	cmd := &cobra.Command{
		Use:   "explain [flags] [CODE|STATE|URL|DOI]",
		Short: "Say what a verdict's reason means, or what holds for an address",
		Long: `Say what a verdict's reason means and what to do about it; without CODE, list
all of them, with STATE those of a state. Of a URL or DOI say which rules and
settings hold for it and why, and what the store remembers. Nobody is asked. The
flags of "refmend check" count as they do there.`,
		Example:           "  refmend explain wrong-dash\n  refmend explain https://www.example.org/archive/12",
		Args:              atMost(1, "code or address"),
		ValidArgsFunction: completeReasons,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return listReasons(cmd.OutOrStdout(), audit.States...)
			case strings.ContainsAny(args[0], ".:/"):
				c.flags, c.stdout, c.offline = cmd.Flags(), cmd.OutOrStdout(), true
				return c.explainTarget(args[0])
			}
			return explain(cmd.OutOrStdout(), audit.Reason(args[0]))
		},
	}
	f := cmd.Flags()
	c.addInputFlags(f)
	c.addFailFlags(f)
	c.memory.addPatienceFlags(f)
	c.addStoreFlags(f)
	c.addNetworkFlags(f)
	c.addMannersFlags(f)
	f.VisitAll(func(flag *pflag.Flag) { flag.Hidden = flag.Name != "store" })
	addConfigFlag(f)
	return cmd
}

// completeReasons completes one reason.
func completeReasons(_ *cobra.Command, args []string, typed string) (all []cobra.Completion, _ cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, inOrder
	}
	seen := map[audit.Reason]bool{} // one is of two states
	for _, info := range audit.Reasons {
		if !seen[info.Code] {
			seen[info.Code] = true
			all = append(all, cobra.CompletionWithDesc(string(info.Code), info.Meaning))
		}
	}
	return beginning(all, typed), inOrder
}

// listReasons prints a line for each reason of the states; on a terminal it lists
// them by their states, in lines that fit.
func listReasons(w io.Writer, states ...audit.State) error {
	reasons := slices.DeleteFunc(slices.Clone(audit.Reasons), func(info audit.ReasonInfo) bool { return !slices.Contains(states, info.State) })
	if terminalWidth(w) == 0 {
		tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, info := range reasons {
			fmt.Fprintf(tw, "%s\t%s\t%s\n", info.State, info.Code, info.Meaning)
		}
		return tw.Flush()
	}
	var all []part
	for _, info := range reasons {
		title := info.State.String()
		i := slices.IndexFunc(all, func(p part) bool { return p.title == title })
		if i < 0 {
			i = len(all)
			all = append(all, part{title: title})
		}
		all[i].entries = append(all[i].entries, entry{string(info.Code), info.Meaning})
	}
	h := newHelper(w)
	h.flags(all)
	return h.Flush()
}

// explain prints all there is to know of a reason.
func explain(w io.Writer, code audit.Reason) error {
	h := newHelper(w)
	if terminalWidth(w) == 0 {
		h.width = math.MaxInt32 // a line each, to be searched
	}
	known := false
	for _, info := range audit.Reasons {
		if info.Code != code {
			continue
		}
		known = true
		fmt.Fprintf(h, "%s/%s\n\n", info.State, info.Code)
		h.text(info.Meaning, 2)
		if info.Action != "" {
			h.text("What to do: "+info.Action, 2)
		}
		for _, rule := range refs.Rules {
			if info.State == audit.Damaged && rule.Code == string(code) {
				h.text("Rule: "+rule.Doc, 2)
			}
		}
		h.text("Severity: "+string(info.Severity), 2)
	}
	if state, err := audit.ParseState(string(code)); err == nil && !known {
		return listReasons(w, state)
	}
	if !known {
		return &failure{
			code: exitUsage, err: fmt.Errorf("unknown code %q", code),
			hint: `"refmend explain" lists all codes` + alike(string(code)),
		}
	}
	return h.Flush()
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

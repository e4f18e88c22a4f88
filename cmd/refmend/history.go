package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
	"github.com/refmend/refmend/reports"
	"github.com/refmend/refmend/store"
)

func newHistory(s *settings) *cobra.Command {
	var path, format string
	var m memory
	cmd := &cobra.Command{
		Use:   "history [flags] TARGET",
		Short: "Show what is remembered of a link's target",
		Long: `Show what is remembered of a link's target, an address or DOI in any spelling:
how it stands, since when, and its verdicts, the newest first; checks in a row
with the same one are one line. Of a long past the telling verdicts are kept.
"reported" is what a report makes of the newest one by the rules of refmend.toml
and by the failures before it. This works also while a check is running. If
nothing is remembered of it, the exit status is 3.`,
		Example: `  refmend history 10.1000/182
  refmend history --format json https://example.org/page`,
		Args:              exactly(1, "target"),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			targets := spelled(args[0])
			if len(targets) == 0 {
				return fmt.Errorf("%q is no address, DOI or other identifier that leads somewhere", args[0])
			}
			r, err := readStore(path)
			if err != nil {
				return err
			}
			defer r.Close()
			target, memories, err := remembered(r, targets)
			if err != nil {
				return &failure{code: exitUnfinished, err: err}
			}
			if len(memories) == 0 {
				return &failure{
					code: exitUnfinished, err: fmt.Errorf("nothing is remembered of %s", targets[0]),
					hint: `"refmend check" asks about the links of documents and remembers; --store PATH names another store`,
				}
			}
			rules, err := s.rules()
			if err != nil {
				return err
			}
			policy := audit.Policy{LinkRules: auditRules(rules)}
			m.policy(&policy)
			var seen []reports.Remembered
			for _, memory := range memories {
				seen = append(seen, reports.Remembered{Memory: memory, Reported: policy.Reported(&memory, now())})
			}
			out := cmd.OutOrStdout()
			return reports.WriteHistory(out, format, target, seen, terminalWidth(out))
		},
	}
	addFormatFlag(cmd.Flags(), &format, reports.HistoryFormats)
	m.addPatienceFlags(cmd.Flags())
	addStoreFlag(cmd.Flags(), &path)
	addConfigFlag(cmd.Flags())
	return cmd
}

// spelled gives the targets that somebody may mean who types s, the likeliest
// first: what a list of links would be read as with s in it, and for an address
// without a scheme both that there may be.
func spelled(s string) []refs.Target {
	doc, err := refs.Read("", []byte(s), refs.Options{Format: refs.FormatURLs})
	if err != nil {
		return nil
	}
	var all []refs.Target
	for _, r := range doc.References {
		for _, l := range r.Links {
			if l.Target == "" {
				continue
			}
			all = append(all, l.Target)
			if rest, plain := strings.CutPrefix(string(l.Target), "http://"); plain && !strings.Contains(s, "://") {
				all = append(all, refs.Target("https://"+rest))
			}
		}
	}
	return all
}

// remembered gives what is remembered of the first of the targets of which
// something is.
func remembered(r *store.Reader, targets []refs.Target) (refs.Target, []audit.Memory, error) {
	for _, t := range targets {
		memories, err := r.Memories(t)
		if err != nil || len(memories) > 0 {
			return t, memories, err
		}
	}
	return "", nil, nil
}

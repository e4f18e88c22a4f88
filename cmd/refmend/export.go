package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/reports"
	"github.com/refmend/refmend/store"
)

// An export is one use of "refmend export": a check whose reports are
// bibliographies, or the rendering of a recorded report.
type export struct {
	*check
	from string // file of a recorded report, and
	run  string // run that the store remembers; both "" to check documents
}

// newExport is check with bibliographies for reports, and without a verdict on
// the whole.
func newExport(s *settings) *cobra.Command {
	x := &export{check: newCheckDefaults(s)}
	x.failOn, x.unlisted = newStates(), true
	cmd := &cobra.Command{
		Use:   "export [flags] [FILE|DIR|GLOB|URL|-]...",
		Short: "Write a bibliography of what references cite",
		Long: `Write a bibliography of what the references of documents cite: each work once,
with what its registry or its page tells, completed by what the reference says;
repaired addresses instead of damaged ones, the day on which a page was looked
at, the archived copy of what is gone. A retraction is a note; other doubts
about a link are remarks, which styles do not print.

Documents are read and checked as "refmend check" does: answers that are
remembered and fresh are reused, and new ones are remembered. But it counts as no
run: "refmend report" and "refmend diff" go by those of "refmend check". With
--from or --run nothing is read or asked: the bibliography is that of a report
that was written as JSON, or of a run that the store remembers.

Keys of BibTeX and CSL documents are kept; others are made of family name, year
and a word of the title. The exit status says whether the documents could be
read and asked about (0 or 3), not what was found.`,
		Example: `  refmend export paper.md > references.bib
  refmend export --format csl-json --from audit.json
  refmend export --run latest
  refmend export -o cited.ris -o biblatex:cited.bib docs/`,
		RunE: x.start,
	}
	f := cmd.Flags()
	group(f, groupRead, func(f *pflag.FlagSet) {
		f.StringVar(&x.from, "from", "", "take the report of an earlier check from `FILE` (JSON; - for standard input)")
		f.StringVar(&x.run, "run", "", "take the report of the `RUN` that the store remembers: an ID (see \"refmend runs\"), or latest")
		x.addInputFlags(f)
	})
	group(f, groupWritten, func(f *pflag.FlagSet) {
		f.Var(newChoice(&x.format, "bibtex", bibliographyFormats()), "format", "`F` of the bibliography on standard output: "+strings.Join(bibliographyFormats(), ", "))
		x.outputs.parse = one(parseBibliography)
		f.VarP(x.outputs, "output", "o", "write the bibliography to `FILE` too, its format by ending or as F:FILE; repeatable")
		x.addVolumeFlags(f, "no bibliography on standard output unless --format asks for it, and no progress", "log every request to standard error")
		x.addLogFlags(f)
	})
	noSettings(f, "format", "output", "quiet")
	group(f, groupFails, x.memory.addPatienceFlags)
	group(f, groupRemembered, x.addStoreFlags)
	group(f, groupNetwork, x.addNetworkFlags)
	group(f, groupManners, x.addMannersFlags)
	addConfigFlag(f)
	_ = cmd.RegisterFlagCompletionFunc("run", s.completeRuns(&x.storePath, 1)) // fails only for flags that are not there
	return cmd
}

// answers is a store that is told what was answered, and of no run: whoever wants a
// bibliography does not expect it to be the latest run from then on.
type answers struct{ *store.Store }

func (answers) RecordRun(audit.RunRecord) error { return nil }

func (answers) RecordReport(string, *audit.Report) error { return nil }

// start runs the command.
func (x *export) start(cmd *cobra.Command, args []string) error {
	switch {
	case x.from == "" && x.run == "":
		return x.check.start(cmd, args)
	case len(args) > 0 || x.filesFrom != "" || x.from != "" && x.run != "":
		return errors.New("--from and --run take the place of documents: name one of them")
	case x.run != "" && x.noStore:
		return errors.New("--run and --no-store exclude each other")
	}
	x.prepare(cmd)
	return x.render()
}

// render writes the bibliography of a recorded report.
func (x *export) render() error {
	report, err := x.recorded()
	if err != nil {
		return err
	}
	if err := x.validateOutputs(); err != nil {
		return err
	}
	if err := x.spare([]place{{path: cmp.Or(x.from, "-")}}); err != nil {
		return err
	}
	if err := x.write(report, nil); err != nil {
		return &failure{code: exitUnfinished, err: err}
	}
	return nil
}

// recorded gives the report that --from or --run names.
func (x *export) recorded() (*audit.Report, error) {
	if x.run != "" {
		return x.recall()
	}
	x.storePath = ""
	in, name, err := openNamed(x.from, x.stdin)
	if err == nil {
		defer in.Close()
		var report *audit.Report
		if report, err = reports.ReadJSON(in); err == nil {
			return report, nil
		}
	}
	return nil, &failure{code: exitUnfinished, err: pathError("read", name, err), hint: `"refmend check -o FILE.json" writes a report`}
}

// recall gives the report of a run that the store remembers.
func (x *export) recall() (*audit.Report, error) {
	s, err := readStore(x.storePath)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return reportOf(s, x.run)
}

func bibliographyFormats() []string { return formatNames(reports.Bibliographies) }

// parseBibliography reads the value of -o as [parseOutput] does, but for
// bibliographies only.
func parseBibliography(value string) (output, error) {
	o, err := parseOutput(value)
	if err == nil && !slices.Contains(bibliographyFormats(), o.format) {
		err = fmt.Errorf("%s is no format of bibliographies: name one in front, as bibtex:%s", o.format, o.path)
	}
	return o, err
}

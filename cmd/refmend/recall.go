package main

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/store"
)

// addStoreFlag adds the flag that names the store that a command asks.
func addStoreFlag(f *pflag.FlagSet, path *string) {
	f.StringVar(path, "store", "", "the store's `PATH` (default: refmend/refmend.db in $XDG_STATE_HOME)")
}

// addFormatFlag adds the flag that names the format of what a command prints; the
// first one is usual.
func addFormatFlag(f *pflag.FlagSet, format *string, known []string) {
	f.Var(newChoice(format, known[0], known), "format", "`F` of what is printed: "+strings.Join(known, " or "))
	noSettings(f, "format")
}

// textOrJSON are the formats of commands that print something short.
var textOrJSON = []string{"text", "json"}

// addWaitFlag adds the flag that says how long to wait for the store.
func addWaitFlag(f *pflag.FlagSet, wait *duration) {
	f.Var(wait, "wait", "wait `D` for a store that another process is using (default: not at all)")
}

// readStore opens the store that --store names for a command that only asks it,
// also while a check writes it. It makes none, which a mistyped name would.
func readStore(named string) (*store.Reader, error) {
	path, err := storePath(named)
	if err != nil {
		return nil, err
	}
	r, err := store.OpenReader(path, store.Options{})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, noStore(path, err)
	}
	if err != nil {
		return nil, &failure{code: exitUnfinished, err: err, hint: "--store PATH names another file"}
	}
	return r, nil
}

// noStore says that there is no store where one is to be asked.
func noStore(path string, err error) error {
	return &failure{code: exitUnfinished, err: pathError("open store", path, err), hint: `"refmend check" makes one; --store PATH names another`}
}

// An archive is what a command asks about runs that are over.
type archive interface {
	Runs() ([]audit.RunRecord, error)
	Report(id string) (*audit.Report, error)
}

// reportOf gives the report of the run that a command line names, or what to
// tell the user if there is none.
func reportOf(a archive, name string) (*audit.Report, error) {
	runs, err := a.Runs()
	if err != nil && len(runs) == 0 {
		return nil, &failure{code: exitUnfinished, err: err}
	}
	run, err := findRun(runs, name)
	if err != nil {
		return nil, &failure{code: exitUsage, err: err, hint: `"refmend runs" lists the runs`}
	}
	r, err := a.Report(run.Run.ID)
	if errors.Is(err, audit.ErrNotFound) {
		return nil, &failure{
			code: exitUnfinished, err: fmt.Errorf("the report of run %s is not in the store any more, or never was", run.Run.ID),
			hint: "the run was killed or is long ago: --keep of \"refmend check\" says how long reports stay",
		}
	}
	if err != nil {
		return nil, &failure{code: exitUnfinished, err: err}
	}
	return r, nil
}

// latestRun names the newest run; "latest~2" the one two before it.
const latestRun = "latest"

// findRun gives the run that has a name: its ID, a beginning of it that no other
// run's ID has, or its place counted from the newest. runs are the newest first.
// Runs that have not ended are not counted.
func findRun(runs []audit.RunRecord, name string) (audit.RunRecord, error) {
	if back, ok := strings.CutPrefix(name, latestRun); ok {
		n, err := 0, error(nil)
		if back != "" {
			if n, err = strconv.Atoi(strings.TrimPrefix(back, "~")); err != nil || back[0] != '~' || n < 0 {
				return audit.RunRecord{}, fmt.Errorf("%q names no run: latest is the newest, latest~1 the one before", name)
			}
		}
		ended := slices.DeleteFunc(slices.Clone(runs), func(r audit.RunRecord) bool { return r.Run.Finished.IsZero() })
		if n >= len(ended) {
			return audit.RunRecord{}, fmt.Errorf("there is no run %s: %d have ended", name, len(ended))
		}
		return ended[n], nil
	}
	var found []audit.RunRecord
	for _, r := range runs {
		if r.Run.ID == name {
			return r, nil
		}
		if name != "" && strings.HasPrefix(r.Run.ID, name) {
			found = append(found, r)
		}
	}
	switch len(found) {
	case 0:
		return audit.RunRecord{}, fmt.Errorf("there is no run %q", name)
	case 1:
		return found[0], nil
	}
	return audit.RunRecord{}, fmt.Errorf("%q is the beginning of %d runs, %s and %s among them", name, len(found), found[0].Run.ID, found[1].Run.ID)
}

// earlierReports yields the reports of runs over the documents of r that tell
// something of them, the newest first, and before r if that has an ID: not of
// runs that blamed the network, or could not read what r read, and of those
// without the network only if r had none either. If there was never a run over
// exactly these documents, runs over most of them count: one was added or taken
// away. Runs that were cut short count too, for what they did not ask about is told
// as it was known.
func earlierReports(a archive, r *audit.Report) iter.Seq[*audit.Report] {
	return func(yield func(*audit.Report) bool) {
		runs, _ := a.Runs() // those that cannot be read are left out
		runs = slices.DeleteFunc(runs, func(run audit.RunRecord) bool {
			return r.Run.ID != "" && run.Run.ID >= r.Run.ID || run.Run.Network != "" || run.Run.Offline && !r.Run.Offline
		})
		documents := slices.Collect(r.Paths())
		over := func(same func(a, b []string) bool) (found []audit.RunRecord) {
			for _, run := range runs {
				if same(run.Documents, documents) {
					found = append(found, run)
				}
			}
			return found
		}
		alike := over(slices.Equal)
		if len(alike) == 0 {
			alike = over(mostlyEqual)
		}
		for _, run := range alike {
			if report, err := a.Report(run.Run.ID); err == nil && readAll(report, r) && !yield(report) {
				return
			}
		}
	}
}

// mostlyEqual tells whether more than half of what either has is in both.
func mostlyEqual(a, b []string) bool {
	in := map[string]bool{}
	for _, path := range a {
		in[path] = true
	}
	common := 0
	for _, path := range b {
		if in[path] {
			common++
		}
	}
	return 2*common > len(a) && 2*common > len(b)
}

// readAll tells whether an earlier run read what a later one could, of the
// documents that both had.
func readAll(earlier, later *audit.Report) bool {
	unread := map[string]bool{}
	for i := range earlier.Documents {
		unread[earlier.Documents[i].Path] = earlier.Documents[i].Error != ""
	}
	return !slices.ContainsFunc(later.Documents, func(d audit.Document) bool { return d.Error == "" && unread[d.Path] })
}

// earlierReport gives the newest of [earlierReports], nil if there is none.
func earlierReport(a archive, r *audit.Report) *audit.Report {
	for earlier := range earlierReports(a, r) {
		return earlier
	}
	return nil
}

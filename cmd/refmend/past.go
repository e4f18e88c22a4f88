package main

import (
	"slices"

	"github.com/refmend/refmend/audit"
)

// past gives what reports in the wanted formats show of earlier runs.
func (c *check) past(a archive, r *audit.Report) []audit.RunRecord {
	if !c.wants("html") {
		return nil
	}
	return pastRuns(a, r)
}

// pastRuns gives the runs before that of r over the same documents, the oldest
// first, for reports that draw them. Runs that were cut short or without the
// network tell nothing of the documents. What cannot be read of the store is
// left out: the report is no worse for it.
func pastRuns(a archive, r *audit.Report) []audit.RunRecord {
	runs, _ := a.Runs()
	paths := slices.Collect(r.Paths())
	runs = slices.DeleteFunc(runs, func(p audit.RunRecord) bool {
		return p.Run.ID >= r.Run.ID || !p.Run.Complete || p.Run.Offline || !slices.Equal(p.Documents, paths)
	})
	slices.Reverse(runs)
	return runs
}

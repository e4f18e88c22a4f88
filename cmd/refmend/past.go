package main

import (
	"slices"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/reports"
)

// past gives what reports in the wanted formats show of earlier runs, and looks
// up what a feed has of them.
func (c *check) past(a archive, r *audit.Report) []audit.RunRecord {
	if c.wants("atom") {
		c.memory.feed = newsOfRuns(a, r)
	}
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

// fedRuns are how many runs a feed tells of: readers fetch it seldom, perhaps.
const fedRuns = 14

// newsOfRuns tells what the run of r changed and what those before it over the
// same documents did, the newest first; nil if there was none before.
func newsOfRuns(a archive, r *audit.Report) (all []reports.RunNews) {
	after := r
	for before := range earlierReports(a, r) {
		changes := audit.Compare(before, after)
		all = append(all, reports.RunNews{Run: after.Run, News: changes.News()})
		if after = before; len(all) == fedRuns {
			break
		}
	}
	return all
}

package main

import (
	"fmt"
	"os"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/reports"
)

// maxJobSummary is how many bytes GitHub takes as the summary of a step; more
// than that it shows nothing of (documentation of workflow commands, "Step
// isolation and limits").
const maxJobSummary = 1 << 20

// writeJobSummary adds the report as Markdown to the summary of the step that
// runs the program, where GitHub Actions has one: annotations are few, and the
// summary holds the rest.
func (c *check) writeJobSummary(report *audit.Report) error {
	path := os.Getenv("GITHUB_STEP_SUMMARY")
	if path == "" || !c.wants("github") {
		return nil
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
	if err != nil {
		return pathError("write job summary to", path, err)
	}
	room := maxJobSummary
	if info, e := f.Stat(); e == nil && info.Mode().IsRegular() {
		room -= int(min(info.Size(), maxJobSummary))
	}
	if room < reports.MinLength {
		err = fmt.Errorf("there is no room left: GitHub takes %d bytes", maxJobSummary)
	} else {
		err = reports.Write(f, "markdown", report, reports.Options{MaxLength: room, Verbose: c.verbose})
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return pathError("write job summary to", path, err)
	}
	return nil
}

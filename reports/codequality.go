package reports

import (
	"bufio"
	"strings"

	"github.com/refmend/refmend/audit"
)

// A qualityIssue is one entry of a Code Quality report, as GitLab reads it
// (documentation of Code Quality, "Code Quality report format").
type qualityIssue struct {
	Description string          `json:"description"`
	CheckName   string          `json:"check_name"`
	Fingerprint string          `json:"fingerprint"`
	Severity    string          `json:"severity"`
	Location    qualityLocation `json:"location"`
}

type qualityLocation struct {
	Path  string       `json:"path"`
	Lines qualityLines `json:"lines"`
}

type qualityLines struct {
	Begin int `json:"begin"`
}

var qualitySeverities = map[audit.Severity]string{audit.SeverityError: "major", audit.SeverityWarning: "minor", audit.SeverityNote: "info"}

// writeCodeQuality writes a Code Quality report for GitLab: a list with one
// finding a line, the worst first, behind the documents that could not be read.
// GitLab shows one issue of each fingerprint.
func writeCodeQuality(w *bufio.Writer, r *audit.Report, _ Options) error {
	o := newObjector(w)
	o.text("[")
	first := true
	add := func(i qualityIssue) {
		o.element(first, i)
		first = false
	}
	var prints fingerprinter
	for _, d := range unread(r.Documents) {
		add(qualityIssue{
			Description: Printable(excerpt(d.Error, maxMessage)), CheckName: "unread", Severity: "critical",
			Fingerprint: qualityPrint(prints.number("unread", d.Path)), Location: qualityPlace(d.Path, 1),
		})
	}
	for _, f := range r.Findings() {
		if o.err != nil {
			break
		}
		words := message(f, r.Run)
		line := f.Link.Line
		if line == 0 || f.Link.Part != "" {
			line = 1 // one is demanded
			words = Printable(excerpt(f.Place(), maxHarvest)) + ": " + words
		}
		add(qualityIssue{
			Description: words, CheckName: Printable(string(f.Link.Verdict.Reason)), Severity: qualitySeverities[severity(f.Link.Verdict)],
			Fingerprint: qualityPrint(prints.of(f)), Location: qualityPlace(f.Document.Path, line),
		})
	}
	o.text("\n]\n")
	return o.err
}

// qualityPrint makes a fingerprint of letters and digits only.
func qualityPrint(print string) string { return strings.Replace(print, ":", "x", 1) }

func qualityPlace(path string, line int) qualityLocation {
	return qualityLocation{Path: Printable(filePathOrAddress(path)), Lines: qualityLines{line}}
}

package reports

import (
	"bufio"
	"time"

	"github.com/refmend/refmend/audit"
)

// The lines of NDJSON. Each names its type, and what it stands in, so that a
// line is understood without the others; the rest are the fields of
// refmend-report/1.
type (
	runLine struct {
		Type    string     `json:"type"` // "run", the first line
		Schema  string     `json:"schema"`
		Tool    audit.Tool `json:"tool"`
		ID      string     `json:"id"`
		Started time.Time  `json:"started"`
		Offline bool       `json:"offline"`
	}
	documentLine struct {
		Type string `json:"type"` // "document", before its references
		audit.Document
	}
	referenceLine struct {
		Type     string `json:"type"` // "reference", before its links
		Document string `json:"document"`
		Number   int    `json:"reference"` // in its document, from 1
		audit.Reference
	}
	linkLine struct {
		Type      string `json:"type"` // "link"
		Document  string `json:"document"`
		Reference int    `json:"reference"`
		Label     string `json:"label,omitempty"` // of the reference
		audit.Link
	}
	summaryLine struct {
		Type     string    `json:"type"` // "summary", the last line: without it the report is not whole
		Finished time.Time `json:"finished,omitzero"`
		Complete bool      `json:"complete"`
		Network  string    `json:"network,omitempty"`
		Warnings []string  `json:"warnings,omitempty"`
		audit.Summary
	}
)

// writeNDJSON writes one JSON object a line: the run, each document, reference
// and link in order, the summary.
func writeNDJSON(w *bufio.Writer, r *audit.Report, _ Options) error {
	o := newObjector(w)
	line := func(v any) {
		o.value(v)
		o.text("\n")
	}
	line(runLine{"run", r.Schema, r.Tool, r.Run.ID, r.Run.Started, r.Run.Offline})
	for i := range r.Documents {
		d := r.Documents[i]
		references := d.References
		d.References = nil
		line(documentLine{"document", d})
		for j := range references {
			if o.err != nil {
				return o.err
			}
			ref := references[j]
			links := ref.Links
			ref.Links = nil
			line(referenceLine{"reference", d.Path, j + 1, ref})
			for k := range links {
				line(linkLine{"link", d.Path, j + 1, ref.Label, links[k]})
			}
		}
	}
	summary := r.Summary
	if summary.ByState == nil {
		summary.ByState = map[audit.State]int{}
	}
	if summary.ByReason == nil {
		summary.ByReason = map[audit.Reason]int{}
	}
	line(summaryLine{"summary", r.Run.Finished, r.Run.Complete, r.Run.Network, r.Run.Warnings, summary})
	return o.err
}

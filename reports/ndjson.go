package reports

import (
	"bufio"
	"io"
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
		Number    int    `json:"link"`            // in its reference, from 1
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
// and link in order, the summary. A [Stream] writes the same lines while a run goes on.
func writeNDJSON(w *bufio.Writer, r *audit.Report, _ Options) error {
	l := newLiner(w)
	l.run(r)
	for d := range r.Documents {
		l.document(&r.Documents[d])
		for i := range r.Documents[d].References {
			if l.err != nil {
				return l.err
			}
			l.reference(r, d, i)
			for k := range r.Documents[d].References[i].Links {
				l.link(r, audit.Spot{Document: int32(d), Reference: int32(i), Link: int32(k)})
			}
		}
	}
	l.summary(r)
	return l.err
}

// A liner writes lines of NDJSON, each at once. It remembers the first error, and
// writes nothing after it.
type liner struct{ *objector }

func newLiner(w io.Writer) liner { return liner{newObjector(w)} }

func (l liner) line(v any) {
	l.value(v)
	l.text("\n")
}

func (l liner) run(r *audit.Report) {
	l.line(runLine{"run", r.Schema, r.Tool, r.Run.ID, r.Run.Started, r.Run.Offline})
}

func (l liner) document(d *audit.Document) {
	shell := *d
	shell.References = nil
	l.line(documentLine{"document", shell})
}

func (l liner) reference(r *audit.Report, document, i int) {
	shell := r.Documents[document].References[i]
	shell.Links = nil
	l.line(referenceLine{"reference", r.Documents[document].Path, i + 1, shell})
}

func (l liner) link(r *audit.Report, at audit.Spot) {
	f := r.At(at)
	l.line(linkLine{"link", f.Document.Path, int(at.Reference) + 1, int(at.Link) + 1, f.Reference.Label, *f.Link})
}

func (l liner) summary(r *audit.Report) {
	summary := r.Summary
	if summary.ByState == nil {
		summary.ByState = map[audit.State]int{}
	}
	if summary.ByReason == nil {
		summary.ByReason = map[audit.Reason]int{}
	}
	l.line(summaryLine{"summary", r.Run.Finished, r.Run.Complete, r.Run.Network, r.Run.Warnings, summary})
}

package audit

import (
	"iter"
	"time"

	"github.com/refmend/refmend/refs"
)

// Schema names the form of a [Report] as JSON.
const Schema = "refmend-report/1"

// A Report is what one run found. Its JSON is the schema refmend-report/1:
// absent means unknown, empty fields are left out. Every string that comes
// from a document or a page is untrusted and raw: renderers make it harmless.
type Report struct {
	Schema    string     `json:"schema"`
	Tool      Tool       `json:"tool"`
	Run       RunInfo    `json:"run"`
	Summary   Summary    `json:"summary"`
	Documents []Document `json:"documents"`
}

// Paths yields the paths of the documents, in order.
func (r *Report) Paths() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range r.Documents {
			if !yield(r.Documents[i].Path) {
				return
			}
		}
	}
}

// At gives the link at a spot.
func (r *Report) At(s Spot) Finding {
	doc := &r.Documents[s.Document]
	ref := &doc.References[s.Reference]
	return Finding{doc, ref, &ref.Links[s.Link]}
}

// Tool names the program that made a report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// RunInfo says when a run was and whether it saw all there was to see.
type RunInfo struct {
	ID       string    `json:"id"`
	Started  time.Time `json:"started"`
	Finished time.Time `json:"finished,omitzero"` // zero while the run goes on
	Complete bool      `json:"complete"`          // false if it was cut short, a document could not be read, or the network here was out of order
	Offline  bool      `json:"offline"`
	Network  string    `json:"network,omitempty"`  // one sentence on what was out of order with it; "" if nothing
	Warnings []string  `json:"warnings,omitempty"` // of the user's rules that have expired or concern no link, a sentence each
}

// Summary counts. Documents, References and Links count what was found;
// Targets are the distinct ones among the links and their repairs. Requests
// count those for the documents too.
type Summary struct {
	Documents  int            `json:"documents"`
	References int            `json:"references"`
	Links      int            `json:"links"`
	Targets    int            `json:"targets"`
	Requests   int            `json:"requests"`
	FromCache  int            `json:"from_cache"` // targets answered from the store
	ByState    map[State]int  `json:"by_state"`   // links
	ByReason   map[Reason]int `json:"by_reason"`  // links
	Failing    int            `json:"failing"`    // links whose state is one of those the run fails on
	// Known are links in such a state that were in one in the baseline too; they
	// are not among the failing.
	Known int `json:"known,omitempty"`
}

// A Document is one input and what was found in it.
type Document struct {
	Path       string      `json:"path"`
	Format     refs.Format `json:"format,omitempty"`
	Title      string      `json:"title,omitempty"`
	Error      string      `json:"error,omitempty"`    // it could not be read: why, and what next
	Warnings   []string    `json:"warnings,omitempty"` // it could be read, but for something odd: a sentence each
	References []Reference `json:"references,omitempty"`
}

// A Reference is a [refs.Reference] with what became of its links.
type Reference struct {
	Label    string   `json:"label,omitempty"`
	Part     string   `json:"part,omitempty"` // see refs.Position
	Page     int      `json:"page,omitempty"`
	Line     int      `json:"line,omitempty"`
	Text     string   `json:"text"`
	Title    string   `json:"title,omitempty"`
	Authors  []string `json:"authors,omitempty"`
	Year     int      `json:"year,omitempty"`
	Accessed string   `json:"accessed,omitempty"`
	Language string   `json:"language,omitempty"`
	Links    []Link   `json:"links,omitempty"`
	Listed   bool     `json:"-"` // see refs.Reference
}

// A Link is a [refs.Link] with its verdict.
type Link struct {
	Kind     refs.Kind   `json:"kind"`
	Written  string      `json:"written"`
	Field    string      `json:"field,omitempty"` // see refs.Link
	Part     string      `json:"part,omitempty"`  // see refs.Position
	Page     int         `json:"page,omitempty"`
	Line     int         `json:"line,omitempty"`
	Column   int         `json:"column,omitempty"`
	Offset   *int        `json:"offset,omitempty"` // nil where there is no line
	Column16 int         `json:"-"`                // see refs.Position
	Length   int         `json:"-"`                // see refs.Link
	Target   refs.Target `json:"target,omitempty"`
	ID       string      `json:"id,omitempty"`
	Archived *Archived   `json:"archived,omitempty"` // nil unless the target is a copy in a web archive
	Defects  []Defect    `json:"defects,omitempty"`
	Verdict  Verdict     `json:"verdict"`
	Evidence *Evidence   `json:"evidence,omitempty"`
	Metadata *Metadata   `json:"metadata,omitempty"`
	Repairs  []Repair    `json:"repairs,omitempty"`
	History  *History    `json:"history,omitempty"`
}

// Archived is a [refs.ArchivedCopy].
type Archived struct {
	Archive  string      `json:"archive"`
	Time     string      `json:"time,omitempty"`
	Original refs.Target `json:"original,omitempty"`
}

// A Defect is a [refs.Defect].
type Defect struct {
	Code   string `json:"code"`
	Detail string `json:"detail,omitempty"`
}

// A Repair is a [refs.Repair] with what a check of it gave.
type Repair struct {
	Target     refs.Target     `json:"target"`
	Rule       string          `json:"rule"`
	Confidence refs.Confidence `json:"confidence"`
	Verified   *bool           `json:"verified,omitempty"` // nil: not checked, or the check could not tell
	Why        string          `json:"why,omitempty"`
}

// History is what is known of a link's target over all its checks, the newest
// one included.
type History struct {
	FirstChecked time.Time `json:"first_checked,omitzero"`
	LastOK       time.Time `json:"last_ok,omitzero"`
	FailingSince time.Time `json:"failing_since,omitzero"`
	Failures     int       `json:"failures,omitempty"`
	// BrokenSince is since when it has been called broken without having been fine
	// again, though the newest check may not have been able to tell.
	BrokenSince time.Time `json:"broken_since,omitzero"`
	Change      Change    `json:"change,omitempty"`
	Known       bool      `json:"known,omitempty"` // it fails, and did in the baseline
}

// A Change is what a check changed of what was known of a target.
type Change string

// The changes. A target that has failed before breaks when it is called broken,
// and is fixed when it is found fine again.
const (
	ChangeNew   Change = "new"
	ChangeSame  Change = "same"
	ChangeFixed Change = "fixed"
	ChangeBroke Change = "broke"
)

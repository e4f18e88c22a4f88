package reports

import (
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/refmend/refmend/audit"
)

// maxCell is how many UTF-16 units a cell of a spreadsheet may have (Excel
// specifications and limits).
const maxCell = 32_767

// A cell is a text, or a number if text is "".
type cell struct {
	text   string
	number int // 0: an empty cell
}

// String gives the cell as text.
func (c cell) String() string {
	if c.text == "" && c.number != 0 {
		return strconv.Itoa(c.number)
	}
	return c.text
}

// A tableColumn is what a table tells of each link under one heading.
type tableColumn struct {
	name  string
	width int // characters that a spreadsheet shows of it
	of    func(tableRow) cell
}

// A tableRow is one link, or a document that could not be read: then only
// Document is set.
type tableRow struct {
	audit.Finding
	account
}

// stateUnread stands in the place of a state in the row of a document that
// could not be read.
const stateUnread = "unread"

// tableColumns lists the columns of tables. Programs know them by name: names
// stay, new ones are added at the end.
var tableColumns = []tableColumn{
	{"state", 12, func(r tableRow) cell { return cell{text: r.Link.Verdict.State.String()} }},
	{"reason", 18, func(r tableRow) cell { return cell{text: string(r.Link.Verdict.Reason)} }},
	{"document", 30, func(r tableRow) cell { return cell{text: r.Document.Path} }},
	{"part", 10, func(r tableRow) cell { return cell{text: r.Link.Part} }},
	{"page", 6, func(r tableRow) cell { return cell{number: r.Link.Page} }},
	{"line", 7, func(r tableRow) cell { return cell{number: r.Link.Line} }},
	{"column", 7, func(r tableRow) cell { return cell{number: r.Link.Column} }},
	{"label", 10, func(r tableRow) cell { return cell{text: r.Reference.Label} }},
	{"reference", 50, func(r tableRow) cell { return cell{text: r.Reference.Text} }},
	{"kind", 7, func(r tableRow) cell { return cell{text: string(r.Link.Kind)} }},
	{"written", 40, func(r tableRow) cell { return cell{text: r.Link.Written} }},
	{"target", 40, func(r tableRow) cell { return cell{text: string(r.Link.Target)} }},
	{"host", 20, func(r tableRow) cell { return cell{text: r.Link.Target.Host()} }},
	{"why", 50, func(r tableRow) cell { return cell{text: strings.Join(r.wrong, " ")} }},
	{"advice", 40, func(r tableRow) cell { return cell{text: r.action} }},
	{"repair", 40, func(r tableRow) cell { return cell{text: string(r.repair().Target)} }},
	{"confidence", 10, func(r tableRow) cell { return cell{text: string(r.repair().Confidence)} }},
	{"verified", 8, func(r tableRow) cell { return cell{text: yesNo(r.repair().Verified)} }},
	{"status", 7, func(r tableRow) cell { return cell{number: r.evidence().Status} }},
	{"final_url", 40, func(r tableRow) cell { return cell{text: r.evidence().FinalURL} }},
	{"provider", 12, func(r tableRow) cell { return cell{text: r.evidence().Provider} }},
	{"error", 30, func(r tableRow) cell { return cell{text: r.evidence().Error} }},
	{"checked_at", 17, func(r tableRow) cell { return cell{text: minute(r.evidence().CheckedAt)} }},
	{"remembered", 11, func(r tableRow) cell { return cell{text: yes(r.evidence().Cached)} }},
	{"change", 8, func(r tableRow) cell { return cell{text: string(r.history().Change)} }},
	{"last_ok", 17, func(r tableRow) cell { return cell{text: minute(r.history().LastOK)} }},
	{"failing_since", 17, func(r tableRow) cell { return cell{text: minute(r.history().FailingSince)} }},
	{"failures", 8, func(r tableRow) cell { return cell{number: r.history().Failures} }},
	{"cited_title", 40, func(r tableRow) cell { return cell{text: r.Reference.Title} }},
	{"cited_authors", 30, func(r tableRow) cell { return cell{text: strings.Join(r.Reference.Authors, "; ")} }},
	{"cited_year", 8, func(r tableRow) cell { return cell{number: r.Reference.Year} }},
	{"accessed", 11, func(r tableRow) cell { return cell{text: r.Reference.Accessed} }},
	{"language", 9, func(r tableRow) cell { return cell{text: r.Reference.Language} }},
	{"found_title", 40, func(r tableRow) cell { return cell{text: r.metadata().Title} }},
	{"found_authors", 30, func(r tableRow) cell { return cell{text: strings.Join(r.metadata().Authors, "; ")} }},
}

// cells gives the cells of a row, made for printing.
func (r tableRow) cells(to []cell) []cell {
	to = to[:0]
	for _, c := range tableColumns {
		var v cell
		switch {
		case r.Link != nil:
			v = c.of(r)
		case c.name == "state":
			v.text = stateUnread
		case c.name == "document":
			v.text = r.Document.Path
		case c.name == "why":
			v.text = r.Document.Error
		}
		v.text = cut16(Printable(v.text), maxCell)
		to = append(to, v)
	}
	return to
}

// tableRows yields a row for every document that could not be read and for
// every link, in the order of the documents.
func tableRows(r *audit.Report) iter.Seq[tableRow] {
	return func(yield func(tableRow) bool) {
		for d := range r.Documents {
			doc := &r.Documents[d]
			if doc.Error != "" && !yield(tableRow{Finding: audit.Finding{Document: doc}}) {
				return
			}
			for i := range doc.References {
				ref := &doc.References[i]
				for k := range ref.Links {
					f := audit.Finding{Document: doc, Reference: ref, Link: &ref.Links[k]}
					if !yield(tableRow{f, explain(f, r.Run)}) {
						return
					}
				}
			}
		}
	}
}

// repair gives the first repair that is worth a look, or a zero one.
func (r tableRow) repair() (none audit.Repair) {
	for _, m := range r.repairs {
		for _, p := range r.Link.Repairs {
			if !m.failed && p.Target == m.target {
				return p
			}
		}
	}
	return none
}

func (r tableRow) evidence() audit.Evidence { return orZero(r.Link.Evidence) }
func (r tableRow) history() audit.History   { return orZero(r.Link.History) }
func (r tableRow) metadata() audit.Metadata { return orZero(r.Link.Metadata) }

func orZero[T any](p *T) (zero T) {
	if p == nil {
		return zero
	}
	return *p
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func yesNo(b *bool) string {
	switch {
	case b == nil:
		return ""
	case *b:
		return "yes"
	}
	return "no"
}

// minute tells a time so that times sort as text.
func minute(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04Z")
}

// cut16 shortens s to at most n UTF-16 units and shows that it did.
func cut16(s string, n int) string {
	if len(s) <= n {
		return s
	}
	units, last := 0, 0
	for i, r := range s {
		if units < n {
			last = i // what fits besides the sign of the cut
		}
		units++
		if r > 0xFFFF {
			units++
		}
		if units > n {
			return s[:last] + "…"
		}
	}
	return s
}

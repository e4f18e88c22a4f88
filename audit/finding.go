package audit

import (
	"cmp"
	"fmt"
	"slices"
)

// A Finding is one link of a report that a person may have to do something
// about, with the reference and the document it stands in. The pointers lead
// into the report.
type Finding struct {
	Document  *Document
	Reference *Reference
	Link      *Link
}

// Place says where a link stands, as editors and terminals understand it:
// "paper.md:12:5".
func (f Finding) Place() string {
	p := f.Document.Path
	if f.Link.Part != "" {
		p += ", " + f.Link.Part
	}
	switch {
	case f.Link.Page > 0:
		return fmt.Sprintf("%s, page %d", p, f.Link.Page)
	case f.Link.Line > 0 && f.Link.Column > 0:
		return fmt.Sprintf("%s:%d:%d", p, f.Link.Line, f.Link.Column)
	case f.Link.Line > 0:
		return fmt.Sprintf("%s:%d", p, f.Link.Line)
	case f.Reference.Line > 0:
		return fmt.Sprintf("%s:%d", p, f.Reference.Line)
	}
	return p
}

// Findings gives the links that are neither ok nor skipped, ordered by state as
// [States] is, then by place.
func (r *Report) Findings() []Finding {
	var all []Finding
	for d := range r.Documents {
		doc := &r.Documents[d]
		for i := range doc.References {
			ref := &doc.References[i]
			for l := range ref.Links {
				if s := ref.Links[l].Verdict.State; s != OK && s != Skipped {
					all = append(all, Finding{doc, ref, &ref.Links[l]})
				}
			}
		}
	}
	rank := map[State]int{}
	for i, s := range States {
		rank[s] = i
	}
	slices.SortStableFunc(all, func(a, b Finding) int {
		return cmp.Compare(rank[a.Link.Verdict.State], rank[b.Link.Verdict.State])
	})
	return all
}

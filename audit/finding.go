package audit

import (
	"cmp"
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

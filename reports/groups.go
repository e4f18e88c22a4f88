package reports

import (
	"iter"

	"github.com/refmend/refmend/audit"
)

// A reasonGroup is findings that have state and reason in common.
type reasonGroup struct {
	meaning  string // what they have in common, one sentence
	action   string
	shared   bool // meaning says all there is to say of each
	findings []audit.Finding
}

// byReason groups findings of one state by reason, the reasons in the order in
// which they first occur.
func byReason(findings []audit.Finding) []reasonGroup {
	var groups []reasonGroup
	at := map[audit.Reason]int{}
	for _, f := range findings {
		v := f.Link.Verdict
		i, ok := at[v.Reason]
		if !ok {
			i = len(groups)
			at[v.Reason] = i
			groups = append(groups, reasonGroup{})
		}
		groups[i].findings = append(groups[i].findings, f)
	}
	for i := range groups {
		groups[i].sum()
	}
	return groups
}

// sum finds what a group has in common: one detail that all share, or else the
// meaning of the reason.
func (g *reasonGroup) sum() {
	first := g.findings[0].Link.Verdict
	info, _ := audit.Explain(first.State, first.Reason)
	g.meaning, g.action, g.shared = info.Meaning, info.Action, true
	for _, f := range g.findings {
		if f.Link.Verdict.Detail != first.Detail {
			g.shared = false
			break
		}
	}
	if g.shared && first.Detail != "" {
		g.meaning = first.Detail
	}
	if g.meaning == "" {
		g.meaning = string(first.Reason)
	}
}

// linksOf yields the links of a state in document order.
func linksOf(r *audit.Report, state audit.State) iter.Seq[audit.Finding] {
	return func(yield func(audit.Finding) bool) {
		for d := range r.Documents {
			doc := &r.Documents[d]
			for i := range doc.References {
				ref := &doc.References[i]
				for l := range ref.Links {
					if ref.Links[l].Verdict.State != state {
						continue
					}
					if !yield(audit.Finding{Document: doc, Reference: ref, Link: &ref.Links[l]}) {
						return
					}
				}
			}
		}
	}
}

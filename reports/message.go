package reports

import (
	"strings"

	"github.com/refmend/refmend/audit"
)

// The characters that a message to a program which shows it in a row or a
// bubble has at most.
const maxMessage = 1000

// message tells in a few sentences what is wrong with a link and what to do,
// on one line, made [Printable].
func message(f audit.Finding, run audit.RunInfo) string {
	a := explain(f, run)
	parts := []string{strings.Join(a.wrong, " ")}
	if f.Link.Written != "" {
		parts = append(parts, "Written: “"+excerpt(f.Link.Written, 200)+"”.")
	}
	if a.advise() {
		parts = append(parts, a.action)
	}
	for _, m := range a.repairs {
		if !m.failed {
			parts = append(parts, capital(m.verb)+": "+excerpt(string(m.target), 300)+" ("+m.note+").")
		}
	}
	if len(a.facts) > 0 {
		parts = append(parts, "Seen: "+strings.Join(a.facts, ", ")+".")
	}
	return Printable(excerpt(strings.Join(parts, " "), maxMessage))
}

// severity is how loud a finding is: its reason's, or else a warning.
func severity(v audit.Verdict) audit.Severity {
	if info, ok := audit.Explain(v.State, v.Reason); ok {
		return info.Severity
	}
	return audit.SeverityWarning
}

// unread gives the documents that could not be read, or not in full.
func unread(docs []audit.Document) []*audit.Document {
	var all []*audit.Document
	for i := range docs {
		if docs[i].Error != "" {
			all = append(all, &docs[i])
		}
	}
	return all
}

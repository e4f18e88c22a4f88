package audit

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/refmend/refmend/refs"
)

// SourceRegistry is the Source of metadata that the registry of an identifier has
// of the work.
const SourceRegistry = "registry"

// A Registrar knows where to ask what work a target is of. A [Checker] that is one
// too is asked about every registered DOI, and about pages whose addresses tell an
// identifier.
type Registrar interface {
	// WorkQuestion gives the target that asks about the work of another one, or ""
	// if nobody can be asked or its own outcome tells. The outcome of checking it has
	// the registered metadata.
	WorkQuestion(t refs.Target) refs.Target
}

// A Notice is what a publisher, an author or Retraction Watch said about a work
// after it had appeared, as its registry has it.
type Notice struct {
	Type string `json:"type"`           // "retraction", "correction", "expression-of-concern", ...
	Date string `json:"date,omitempty"` // "2022-07-07", "2022-07" or "2022"
	DOI  string `json:"doi,omitempty"`  // of the notice
}

// HasNotice tells whether m has a notice of the same kind and DOI: publisher and
// Retraction Watch tell of the same event.
func (m *Metadata) HasNotice(n Notice) bool {
	return slices.ContainsFunc(m.Notices, func(o Notice) bool { return o.Type == n.Type && o.DOI == n.DOI })
}

// planWorks plans to ask about the works of what leads somewhere.
func (r *run) planWorks() {
	for i := range r.open {
		o := &r.open[i]
		if !o.damaged {
			r.planWork(o.subject)
			continue
		}
		_, link := r.at(o)
		for _, p := range link.Repairs {
			r.planWork(r.answered(p.Target))
		}
	}
}

func (r *run) planWork(s *subject) {
	if q := r.workQuestion(s); q != "" {
		s.work = r.plan(q)
	}
}

// workQuestion gives the target that asks about the work of one that leads somewhere;
// "" if that is not known, or nobody can be asked.
func (r *run) workQuestion(s *subject) refs.Target {
	registrar, ok := r.Checker.(Registrar)
	if !ok || s == nil || s.answer == nil {
		return ""
	}
	a := s.answer
	if a.Verdict.State != OK && a.Verdict.State != Moved && a.Verdict.Reason != ReasonDOILandingNotFound {
		return ""
	}
	return registrar.WorkQuestion(cmp.Or(a.Alias, s.target))
}

// metadata gives what is known of the work or page that an answered target leads to:
// what its registry has, completed by what the page says of itself; nil if nothing is
// known.
func (s *subject) metadata(said Metadata) *Metadata {
	if work := s.work; work != nil && work.answer != nil {
		if m := work.outcome().Metadata; m.Title != "" {
			m.complete(&said)
			return &m
		}
	}
	if said.Zero() {
		return nil
	}
	return &said
}

// agency gives who keeps the register that a DOI is in; "" if that is not known.
func (s *subject) agency() string {
	if work := s.work; work != nil && work.answer != nil && s.target.DOI() != "" {
		return work.answer.Agency
	}
	return ""
}

// noticed holds the notices on a work against a verdict that found its link
// fine: a retraction makes it suspect, everything else is mentioned.
func noticed(v Verdict, m *Metadata) Verdict {
	for _, n := range m.Notices {
		if done := retracted[n.Type]; done != "" {
			return Verdict{Suspect, ReasonRetracted, fmt.Sprintf("The work was %s%s%s.", done, n.when(), n.where())}
		}
	}
	for _, n := range m.Notices {
		v.Detail += fmt.Sprintf(" There is a notice on the work: %s%s%s.", n.Type, n.when(), n.where())
	}
	return v
}

// retracted says what was done to a work, by the types of the notices that take
// it back.
var retracted = map[string]string{
	"retraction": "retracted", "partial-retraction": "retracted in part", "withdrawal": "withdrawn", "removal": "removed",
}

// when tells when a notice appeared, as far as that is known: " on 2012-03-04",
// " in 2012".
func (n Notice) when() string {
	switch len(n.Date) {
	case 0:
		return ""
	case len(time.DateOnly):
		return " on " + n.Date
	}
	return " in " + n.Date
}

// where tells where a notice is, if that is known.
func (n Notice) where() string {
	if n.DOI == "" {
		return ""
	}
	return " (https://doi.org/" + n.DOI + ")"
}

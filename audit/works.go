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
// too is asked about every DOI, together with it, and about pages whose addresses tell
// an identifier, once they have answered.
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

// planWorkAhead plans to ask about the work of a DOI together with the DOI, so that a
// registry, which is asked about many at once, answers while pages are waited for.
// Where requests are counted, they are for links first.
func (r *run) planWorkAhead(s *subject) {
	registrar, ok := r.Checker.(Registrar)
	if !ok || s.work != nil || s.target.DOI() == "" || r.Policy.MaxRequests > 0 {
		return
	}
	if q := registrar.WorkQuestion(s.target); q != "" {
		s.work = r.plan(q)
		s.work.ahead = true
	}
}

// planWorks plans to ask about the works of what leads somewhere, as far as that was
// not done ahead. What a DOI is an alias of shows only in its answer.
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
	if !ok || s == nil || s.answer == nil || !s.isOfWork() {
		return ""
	}
	return registrar.WorkQuestion(cmp.Or(s.answer.Alias, s.target))
}

// isOfWork tells whether an answered target leads to what a work can be asked for of.
func (s *subject) isOfWork() bool {
	v := s.answer.Verdict
	return v.State == OK || v.State == Moved || v.Reason == ReasonDOILandingNotFound
}

// metadata gives what is known of the work or page that an answered target leads to:
// what its registry has, completed by what the page says of itself; nil if nothing is
// known.
func (s *subject) metadata(said Metadata) *Metadata {
	if work := s.work; work != nil && work.answer != nil && s.isOfWork() {
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

package audit

import (
	"strings"

	"github.com/refmend/refmend/refs"
)

// plan notes that a target is to be asked about next, once a run, and gives what is
// known of it.
func (r *run) plan(t refs.Target) *subject {
	s := r.subjects[t.Key()]
	if s == nil {
		s = &subject{target: refs.Target(strings.Clone(string(t)))} // not with all that t may be a part of
		r.subjects[s.target.Key()] = s
		r.due = append(r.due, s)
	}
	if !s.points && !s.loaded && Fragment(t) != "" { // who is asked looks for that place too
		s.target, s.points = refs.Target(strings.Clone(string(t))), true
	}
	return s
}

// planLink plans to ask what an open link of a reference leads to, or what it may be
// meant to lead to.
func (r *run) planLink(o *openLink, ref *Reference) {
	if o.damaged {
		r.planRepairs(o, ref)
		return
	}
	t := ref.Links[o.Link].Target
	o.subject = r.plan(t)
	o.subject.cited = true
	r.seekAt(o.subject, t, o, ref)
	r.planWorkAhead(o.subject)
}

// planRepairs plans to ask about the repairs of an open link of a reference, save those
// that the user wants nobody to ask about.
func (r *run) planRepairs(o *openLink, ref *Reference) {
	for _, p := range ref.Links[o.Link].Repairs {
		if !r.skipsTarget(p.Target) && (len(r.Policy.Exclude) == 0 || !r.Policy.excludes(p.Target, string(p.Target))) {
			s := r.plan(p.Target)
			s.cited = true
			r.seekAt(s, p.Target, o, ref)
			if o.damaged {
				r.planWorkAhead(s)
			}
		}
	}
}

// seekReadings looks for titles also in what is asked about already, should a link
// that is cited by them be meant to lead there.
func (r *run) seekReadings() {
	for i := range r.open {
		o := &r.open[i]
		if o.damaged || !o.repairs {
			continue
		}
		ref, link := r.at(o)
		for _, p := range link.Repairs {
			if s := r.subjects[p.Target.Key()]; s != nil {
				r.seekAt(s, p.Target, o, ref)
			}
		}
	}
}

package audit

import (
	"errors"
	"fmt"
	"strings"

	"github.com/refmend/refmend/refs"
)

// join gives every link that waited for answers its verdict. stopped is why
// asking ended early, or nil.
func (r *run) join(stopped error) {
	r.fallBack()
	for i := range r.open {
		if !r.following.isTold(i) {
			r.conclude(i, stopped)
		}
	}
}

// conclude gives an open link its verdict and what else the answers tell of it.
// stopped is why asking ended early, or nil.
func (r *run) conclude(i int, stopped error) {
	o := &r.open[i]
	ref, link := r.at(o)
	for k := range link.Repairs {
		p := &link.Repairs[k]
		s := r.answered(p.Target)
		if s == nil {
			continue
		}
		m := s.metadata(s.outcome().Metadata)
		if p.Verified = leads(s.answer.Verdict); p.Verified != nil && *p.Verified && m != nil && (anotherWork(ref, link, m) || s.answer.misses(ref, link, m) != nil) {
			*p.Verified = false // it leads somewhere, but not to what is cited
		}
		if o.damaged && link.Metadata == nil && p.Verified != nil && *p.Verified {
			link.Metadata = m
		}
	}
	if !o.damaged {
		r.judge(ref, link, o.subject, stopped)
		if o.ruling != nil {
			link.Verdict = o.ruling.On(link.Verdict, link.Evidence)
		}
	}
	r.addCopy(link, r.copies[i])
	r.mark(link)
	r.tellOf(i)
}

// judge gives a link that can be followed the verdict on its target.
func (r *run) judge(ref *Reference, l *Link, s *subject, stopped error) {
	if s.answer == nil {
		if l.Verdict == (Verdict{}) {
			l.Verdict = unasked(stopped)
		}
		if s.past != nil {
			l.History = r.shared(r.Policy.historyOf(s.past, s.past))
		}
		return
	}
	answer, stands, o := s.answer, s.standingOf(), s.outcome()
	l.Verdict, l.History, l.Evidence, l.Metadata = stands.verdict, s.history, new(o.Evidence), s.metadata(o.Metadata)
	if agency := s.agency(); agency != "" && (l.Verdict.State == OK || l.Verdict.Reason == ReasonDOILandingNotFound) {
		l.Verdict.Detail += fmt.Sprintf(" Its registration agency is %s.", agency)
	}
	if stands.handed != "" && l.canChangeHands() {
		l.Verdict = Verdict{Suspect, ReasonDomainChangedHands, stands.handed}
	}
	if l.Verdict.State == OK && answer.Anchors.lacks(Fragment(l.Target)) {
		l.Verdict = Verdict{Suspect, ReasonFragmentMissing, fmt.Sprintf("The page is there, but it has no place “%s”.", Fragment(l.Target))}
	}
	if l.Metadata != nil && (l.Verdict.State == OK || l.Verdict.State == Moved) {
		missed := answer.misses(ref, l, l.Metadata)
		switch {
		case anotherWork(ref, l, l.Metadata):
			l.Verdict = Verdict{Suspect, ReasonTitleMismatch, mismatchDetail(l.Metadata)}
		case missed != nil:
			l.Verdict = Verdict{Suspect, ReasonTitleMismatch, missed.detail(ref.Title, l.Metadata)}
		default:
			l.Verdict = noticed(l.Verdict, l.Metadata)
		}
	}
	if s.late {
		l.Verdict = asOf(l.Verdict, o.Evidence.CheckedAt, r.Now())
	}
	if p, ok := betterAddress(l, answer.MovedTo); ok {
		l.Repairs = append([]Repair{p}, l.Repairs...)
	}
}

// RuleUpgrade is the rule of repairs that change an address in its scheme only.
const RuleUpgrade = "https-upgrade"

// betterAddress gives the address that is to be written for a link that works,
// if its server has named one: where it has moved for good, else its own with
// https if it leads there in whatever way.
func betterAddress(l *Link, movedTo refs.Target) (Repair, bool) {
	if l.Verdict.Reason == ReasonTitleMismatch {
		return Repair{}, false // it leads to another work too
	}
	proven := true
	if movedTo != "" {
		return Repair{
			Target: movedTo, Rule: string(ReasonPermanentRedirect), Confidence: refs.Certain, Verified: &proven,
			Why: "The server says that the page has moved there for good.",
		}, true
	}
	path, plain := strings.CutPrefix(string(l.Target), "http://")
	page, _, _ := strings.Cut("https://"+path, "#")
	end, _, _ := strings.Cut(l.Evidence.FinalURL, "#")
	if !plain || l.Verdict.State != OK || l.Evidence.Status/100 != 2 || end != page {
		return Repair{}, false
	}
	return Repair{
		Target: refs.Target("https://" + path), Rule: RuleUpgrade, Confidence: refs.Likely, Verified: &proven,
		Why: "The server sends its readers to the same address with https.",
	}, true
}

// mismatchDetail says which work a link leads to instead.
func mismatchDetail(m *Metadata) string {
	by := ""
	if len(m.Authors) > 0 {
		by = " by " + m.Authors[0]
		if len(m.Authors) > 1 {
			by += " and others"
		}
	}
	return fmt.Sprintf("It leads to “%s”%s, of which the reference says nothing.", m.Title, by)
}

// unasked is the verdict on a link that nobody was asked about.
func unasked(stopped error) Verdict {
	switch {
	case stopped == nil:
		return Verdict{State: Unverified, Reason: ReasonOffline, Detail: "The check ran without the network, and no answer is remembered."}
	case errors.Is(stopped, ErrOutOfTime):
		return Verdict{State: Unverified, Reason: ReasonOutOfTime, Detail: "The time for the run was up before this link was checked."}
	case errors.Is(stopped, ErrOutOfRequests):
		return Verdict{State: Unverified, Reason: ReasonOutOfTime, Detail: "The requests that the run may send were used up before this link was checked."}
	case errors.Is(stopped, ErrInterrupted):
		return Verdict{State: Unverified, Reason: ReasonOutOfTime, Detail: "The run was interrupted before this link was checked."}
	}
	return Verdict{State: Unverified, Reason: ReasonOutOfTime, Detail: fmt.Sprintf("The run ended before this link was checked: %v.", stopped)}
}

// leads tells whether a target with this verdict leads somewhere; nil if that
// could not be told.
func leads(v Verdict) *bool {
	yes := v.State == OK || v.State == Moved
	if !yes && v.State != Broken {
		return nil
	}
	return &yes
}

// summarize counts the report's findings.
func (r *run) summarize() {
	s := Summary{
		Documents: len(r.report.Documents), Targets: r.targets, Requests: r.requests, FromCache: r.fromCache,
		ByState: map[State]int{}, ByReason: map[Reason]int{},
	}
	for i := range r.report.Documents {
		doc := &r.report.Documents[i]
		s.References += len(doc.References)
		for j := range doc.References {
			for k := range doc.References[j].Links {
				v := doc.References[j].Links[k].Verdict
				s.Links++
				s.ByState[v.State]++
				s.ByReason[v.Reason]++
				if r.Policy.fails(v.State) {
					s.Failing++
				}
			}
		}
	}
	s.Failing, s.Known = s.Failing-r.known, r.known
	r.report.Summary = s
}

package audit

import (
	"strconv"
	"strings"

	"github.com/refmend/refmend/refs"
)

// RuleArchivedCopy is the rule of repairs that lead to an archived copy.
const RuleArchivedCopy = "archived-copy"

// An Archivist knows where to ask for archived copies of pages. A [Checker] that
// is one too is asked, for what proved to be gone, for the copy nearest to the
// day on which the page was cited.
type Archivist interface {
	// CopyQuestion gives the target that asks for a copy of t near a date
	// ("2015-05-03", "2015-05", "2015"; "": the newest), or "" if nobody can be
	// asked. The outcome of checking it has the copy in MovedTo, or nothing.
	CopyQuestion(t refs.Target, near string) refs.Target
}

// planCopies plans to ask, for every link that is gone, for a copy of it.
func (r *run) planCopies() {
	r.copies = map[int]*subject{}
	for i := range r.open {
		if q := r.copyQuestion(&r.open[i]); q != "" {
			r.copies[i] = r.plan(q)
		}
	}
}

// copyQuestion gives the target that asks for a copy of a link that is gone; "" if it
// is not, or nobody can be asked.
func (r *run) copyQuestion(o *openLink) refs.Target {
	archivist, ok := r.Checker.(Archivist)
	if !ok || o.damaged {
		return ""
	}
	if v := r.finding(o); v.State != Broken && v.Reason != ReasonRedirectedHome {
		return ""
	}
	ref, link := r.at(o)
	return archivist.CopyQuestion(link.Target, ref.cited())
}

// cited gives the date on which the cited page was what the author saw: that of
// access, else the year of publication.
func (ref *Reference) cited() string {
	if ref.Accessed != "" || ref.Year == 0 {
		return ref.Accessed
	}
	return strconv.Itoa(ref.Year)
}

// addCopy proposes the archived copy of a link, if what asked for one has found it.
func (r *run) addCopy(l *Link, s *subject) {
	if s == nil || s.answer == nil || s.answer.MovedTo == "" {
		return
	}
	answer := s.answer
	proven := true
	when := "a day that it does not tell"
	if copied, _ := answer.MovedTo.Archived(); copied.Time != "" {
		when, _, _ = strings.Cut(copied.Time, "T")
	}
	l.Repairs = append(l.Repairs, Repair{
		Target: answer.MovedTo, Rule: RuleArchivedCopy, Confidence: refs.Likely, Verified: &proven,
		Why: "The archive says that it keeps a copy of " + when + ".",
	})
}

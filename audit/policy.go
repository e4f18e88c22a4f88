package audit

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/refmend/refmend/refs"
)

// A Policy is what the user wants of a run. The zero value fails on nothing,
// leaves nothing out and asks about everything anew.
type Policy struct {
	FailOn []State // links in these states fail the run
	// Include and Exclude are matched against a link's target and what is
	// written. Include wins over Exclude; alone it leaves out all else.
	Include, Exclude []*regexp.Regexp
	// NoDocumentIgnores looks at links too that the documents themselves say to
	// leave, for those who do not trust their authors.
	NoDocumentIgnores bool
	Recheck           []State // remembered answers in these states are asked again
	// MaxAge is the age from which on no remembered answer is reused, whatever
	// its state; 0: none is; negative: only the times to live that [Fresh] tells count.
	MaxAge time.Duration
	// LinkRules are the user's rules on some links, in their order.
	LinkRules []Rule
	// Vantage tells that from which the run's Checker asks about a target. Answers
	// remembered of another are not reused. nil: the usual one.
	Vantage func(refs.Target) string
	// Rules is the version of the rules of the run's Checker. Answers that were
	// reached by others are not reused.
	Rules int
	// Failures is the number of failing checks, each at least FailuresApart after
	// the one before and neither a page nor a wall between them, after which a link
	// that could not be verified is broken; 0: it never is.
	Failures      int
	FailuresApart time.Duration
	// ConfirmAfter holds back what is broken until it has been seen failing for
	// so long; 0: nothing is held back.
	ConfirmAfter time.Duration
	// SameFor is how long a page must have been one owner's before another owner
	// with another page is suspect; 0: none ever is.
	SameFor time.Duration
	// MaxRequests bounds the requests of the run, those for the documents
	// included: when so many were sent, nothing more is asked about. What has begun
	// is finished, so that it may be some more. 0: no bound.
	MaxRequests int
	// Reachable tells whether a target in a private place may be checked all
	// the same; nil: none may.
	Reachable func(refs.Target) bool
}

// fails tells whether a link in state s fails the run.
func (p *Policy) fails(s State) bool { return slices.Contains(p.FailOn, s) }

// excludes tells whether the user left out what leads to target.
func (p *Policy) excludes(target refs.Target, written string) bool {
	matches := func(rules []*regexp.Regexp) bool {
		return slices.ContainsFunc(rules, func(r *regexp.Regexp) bool {
			return target != "" && r.MatchString(string(target)) || r.MatchString(written)
		})
	}
	switch {
	case len(p.Include) > 0 && matches(p.Include):
		return false
	case len(p.Exclude) > 0:
		return matches(p.Exclude)
	}
	return len(p.Include) > 0
}

// reachable tells whether a target in a private place may be checked.
func (p *Policy) reachable(t refs.Target) bool { return p.Reachable != nil && p.Reachable(t) }

// vantage gives that from which a target is asked about.
func (p *Policy) vantage(t refs.Target) string {
	if p.Vantage == nil {
		return ""
	}
	return p.Vantage(t)
}

// judgeText gives the verdict on a link that needs no network, and whether
// it is the last word. The defects that count stay in l.
func (p *Policy) judgeText(l *refs.Link, listed bool) (Verdict, bool) {
	if p.excludes(l.Target, l.Written) {
		return Verdict{State: Skipped, Reason: ReasonExcluded}, true
	}
	if local := slices.IndexFunc(l.Defects, func(d refs.Defect) bool { return d.Code == refs.LocalTarget }); local >= 0 {
		switch {
		case p.reachable(l.Target):
			l.Defects = slices.Delete(slices.Clone(l.Defects), local, local+1)
		case !listed:
			return Verdict{State: Skipped, Reason: ReasonLocalTarget, Detail: l.Defects[local].Detail}, true
		}
	}
	switch scheme, _, _ := strings.Cut(string(l.Target), ":"); {
	case len(l.Defects) > 0:
		return Verdict{State: Damaged, Reason: Reason(l.Defects[0].Code), Detail: l.Defects[0].Detail}, true
	case l.Target == "":
		return Verdict{State: Damaged, Reason: ReasonMalformedURL, Detail: "What is written cannot be read as an address."}, true
	case l.Kind == refs.KindISBN && !refs.ValidISBN(l.ID):
		return Verdict{State: Skipped, Reason: ReasonUnsupportedScheme, Detail: "The check digit of this ISBN is wrong: compare it with the book, which may carry it all the same."}, true
	case l.Kind == refs.KindISBN:
		// There is no page to visit, but perhaps a registry that knows the book.
		return Verdict{State: Skipped, Reason: ReasonUnsupportedScheme, Detail: "An ISBN leads to no page."}, false
	case scheme != "http" && scheme != "https":
		return Verdict{State: Skipped, Reason: ReasonUnsupportedScheme, Detail: fmt.Sprintf("Links with %q are not followed.", scheme+":")}, true
	}
	return Verdict{}, false
}

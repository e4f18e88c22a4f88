package reports

import (
	"cmp"
	"slices"
	"strings"

	"github.com/refmend/refmend/audit"
)

// A need is what a reader of the page must do about a link.
type need uint8

// The needs, in the order of the page.
const (
	needMend  need = iota // a repair is there, ready to copy
	needLook              // something is wrong, and a person must find out what to write
	needOpen              // programs are turned away: a person can see more
	needLater             // the check could not be made, and may be made again
	needNone
)

var needs = [...]struct {
	id    string // of its section
	title string
	tile  string // what is counted at the top of the page
	lead  string
}{
	needMend:  {"mend", "Repair ready", "with a repair ready", "What to write instead is known, or likely: beside each repair stands how sure it is. Copy it into the source."},
	needLook:  {"look", "Look at it", "to look at", "Something is wrong or in doubt, and only somebody who knows the source can tell what to write."},
	needOpen:  {"open", "Open in a browser", "to open in a browser", "Programs could not see these pages; a person may. Nothing is known to be wrong."},
	needLater: {"later", "Check again later", "to check again", "This time it could not be told whether these work, which says nothing against them."},
	needNone:  {"none", "Nothing to do", "with nothing to do", "These lead where they should, or were left out on purpose."},
}

// needOf tells what must be done about a link. A guess that nobody has checked
// is no repair: it is shown, but the link has to be looked at.
func needOf(l *audit.Link) need {
	switch l.Verdict.State {
	case audit.OK, audit.Skipped:
		return needNone
	case audit.Unverified:
		switch l.Verdict.Reason {
		case audit.ReasonBlocked, audit.ReasonPaywall, audit.ReasonMalformedAnswer, audit.ReasonRobots, audit.ReasonForbiddenAddress:
			return needOpen
		}
		return needLater // among them what is held back until it fails again
	case audit.Suspect:
		return needLook
	}
	for _, m := range mends(l) {
		if m.verb == "write" || m.verb == "probably" || m.verb == "or cite" {
			return needMend
		}
	}
	return needLook
}

// An item is a link of the report in the order of the page.
type item struct {
	audit.Finding
	n      int // its number among the links of the report, from 1: the name of its place in the page
	doc    int // index of its document
	need   need
	reason int // rank of its verdict, see [verdictRanks]
}

// verdict is what a reason says within a state.
type verdict struct {
	state  audit.State
	reason audit.Reason
}

// verdictRanks gives the order in which findings with something else in common
// are shown: the states and reasons as audit lists them.
func verdictRanks() map[verdict]int {
	state := map[audit.State]int{}
	for i, s := range audit.States {
		state[s] = i
	}
	ranks := map[verdict]int{}
	for i, info := range audit.Reasons {
		ranks[verdict{info.State, info.Code}] = state[info.State]<<8 + i
	}
	return ranks
}

// itemsOf gives all links of r, ordered by what must be done, then by verdict,
// then as they stand in the documents.
func itemsOf(r *audit.Report) []item {
	ranks := verdictRanks()
	rank := func(v audit.Verdict) int {
		n, ok := ranks[verdict{v.State, v.Reason}]
		if !ok { // a later program's reason: behind those that are known
			n = ranks[verdict{audit.OK, audit.ReasonDOIRegistered}] + 1
			ranks[verdict{v.State, v.Reason}] = n
		}
		return n
	}
	all := make([]item, 0, r.Summary.Links)
	for d := range r.Documents {
		doc := &r.Documents[d]
		for i := range doc.References {
			ref := &doc.References[i]
			for l := range ref.Links {
				link := &ref.Links[l]
				all = append(all, item{audit.Finding{Document: doc, Reference: ref, Link: link}, len(all) + 1, d, needOf(link), rank(link.Verdict)})
			}
		}
	}
	slices.SortFunc(all, func(a, b item) int {
		return cmp.Or(cmp.Compare(a.need, b.need), cmp.Compare(a.reason, b.reason),
			strings.Compare(string(a.Link.Verdict.Reason), string(b.Link.Verdict.Reason)), cmp.Compare(a.n, b.n))
	})
	return all
}

// leading counts the items at the front that have a verdict in common.
func leading(items []item) int {
	first := items[0].Link.Verdict
	n := 1
	for n < len(items) && items[n].Link.Verdict.State == first.State && items[n].Link.Verdict.Reason == first.Reason {
		n++
	}
	return n
}

// longestHead is how many bytes a detail has at most that stands above a group.
const longestHead = 100

// shared gives the sentence that tells what is wrong with all items, which have
// a verdict in common: their detail if they share one that suits a heading, else
// the reason's. One that is alone keeps what it quotes for itself.
func shared(items []item, info audit.ReasonInfo) string {
	first := items[0].Link.Verdict
	other := func(it item) bool { return it.Link.Verdict.Detail != first.Detail }
	quotes := strings.Contains(first.Detail, "“") || strings.Contains(first.Detail, "://")
	if len(first.Detail) > longestHead || len(items) == 1 && quotes || slices.ContainsFunc(items, other) {
		return cmp.Or(info.Meaning, string(first.Reason))
	}
	return cmp.Or(first.Detail, info.Meaning, string(first.Reason))
}

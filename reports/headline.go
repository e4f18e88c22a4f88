package reports

import (
	"fmt"
	"strings"

	"github.com/refmend/refmend/audit"
)

// stateWords are what a state is called in a heading and in a count, and what
// it means to somebody who has never seen the program.
var stateWords = map[audit.State]struct{ title, counted, meaning string }{
	audit.Broken:     {"Broken", "broken", "beyond doubt nothing is there"},
	audit.Damaged:    {"Damaged", "damaged", "what is written cannot be followed as it stands"},
	audit.Suspect:    {"Suspect", "suspect", "something answers, but perhaps not what is cited"},
	audit.Moved:      {"Moved", "moved", "it works, but the source should be updated"},
	audit.Unverified: {"Unverified", "unverified", "whether it works could not be told today"},
	audit.Skipped:    {"Skipped", "skipped", "not asked about, on purpose"},
	audit.OK:         {"Fine", "fine", "it leads where it should"},
}

// headline says in one sentence what is in the report and how it stands.
func headline(r *audit.Report) string {
	s := r.Summary
	var found []string
	if s.Documents != 1 {
		found = append(found, count(s.Documents, "document"))
	}
	found = append(found, count(s.References, "reference"), count(s.Links, "link"))
	head := capital(strings.Join(found, ", "))
	if states := stateCounts(r); len(states) > 0 {
		head += ": " + strings.Join(states, ", ")
	}
	head += "."
	if s.Known > 0 {
		head += fmt.Sprintf(" Known from before, and not counted as failing: %s.", count(s.Known, "link"))
	}
	return head
}

// stateCounts gives "8 damaged", "2 not checked (offline)" and so on, the worst
// first, for the states that occur.
func stateCounts(r *audit.Report) []string {
	s := r.Summary
	switch n := s.ByState[audit.OK]; {
	case n != s.Links || n == 0:
	case n == 1:
		return []string{"fine"}
	default:
		return []string{"all fine"}
	}
	var all []string
	add := func(n int, what string) {
		if n > 0 {
			all = append(all, fmt.Sprintf("%d %s", n, what))
		}
	}
	for _, state := range audit.States {
		n := s.ByState[state]
		if state == audit.Unverified {
			offline, late := s.ByReason[audit.ReasonOffline], s.ByReason[audit.ReasonOutOfTime]
			add(offline, "not checked (offline)")
			if r.Run.Complete {
				add(late, "not checked (server failing)") // the run had time enough
			} else {
				add(late, "not checked (out of time)")
			}
			n -= offline + late
		}
		add(n, stateWords[state].counted)
	}
	return all
}

// shortfall says what a run that is not complete has missed; "" if the run is
// complete.
func shortfall(r *audit.Report) string {
	if r.Run.Complete {
		return ""
	}
	lost, partial := unreadCounts(r.Documents)
	var why []string
	if lost > 0 {
		why = append(why, count(lost, "document")+" could not be read")
	}
	if partial > 0 {
		why = append(why, count(partial, "document")+" could be read only in part")
	}
	if network := strings.TrimSuffix(r.Run.Network, "."); network != "" {
		why = append(why, strings.ToLower(network[:1])+network[1:])
	} else if n := r.Summary.ByReason[audit.ReasonOutOfTime]; n > 0 {
		why = append(why, fmt.Sprintf("the run ended before %s could be checked", count(n, "link")))
	} else if lost+partial == 0 || r.Run.Finished.IsZero() {
		why = append(why, "the run was cut short")
	}
	return "Incomplete: " + strings.Join(why, "; ") + "."
}

// source says which program made the report and when, in one line.
func source(r *audit.Report) string {
	parts := []string{strings.TrimSpace(r.Tool.Name + " " + r.Tool.Version)}
	if !r.Run.Started.IsZero() {
		parts = append(parts, r.Run.Started.UTC().Format("2006-01-02 15:04 UTC"))
	}
	if r.Run.Offline {
		parts = append(parts, "offline")
	} else {
		parts = append(parts, count(r.Summary.Requests, "request"))
	}
	if n := r.Summary.FromCache; n > 0 {
		parts = append(parts, count(n, "answer")+" remembered from earlier runs")
	}
	return strings.Join(parts, " · ")
}

// capital begins a sentence with s.
func capital(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// count gives "1 link" and "2 links".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if n == 0 {
		return "no " + noun + "s"
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

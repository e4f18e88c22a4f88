package audit_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/refmend/refmend/audit"
)

// The table is complete, in the order of the states, and says of each reason
// what a person needs to know.
func TestReasons(t *testing.T) {
	seen := map[[2]string]bool{}
	last := 0
	for _, info := range audit.Reasons {
		key := [2]string{info.State.String(), string(info.Code)}
		if seen[key] {
			t.Errorf("%v stands twice", key)
		}
		seen[key] = true
		rank := slices.Index(audit.States, info.State)
		if rank < last {
			t.Errorf("%v: out of the order of States", key)
		}
		last = rank
		if !strings.HasSuffix(info.Meaning, ".") || strings.Count(info.Meaning, ". ") > 0 {
			t.Errorf("%v: meaning %q is not one sentence", key, info.Meaning)
		}
		quiet := info.State == audit.OK || info.State == audit.Skipped
		if quiet != (info.Action == "") || quiet != (info.Severity == audit.SeverityNone) {
			t.Errorf("%v: action %q and severity %q do not fit the state", key, info.Action, info.Severity)
		}
		if got, ok := audit.Explain(info.State, info.Code); !ok || got != info {
			t.Errorf("Explain(%v) = %v, %v", key, got, ok)
		}
	}
	for _, s := range audit.States {
		if !slices.ContainsFunc(audit.Reasons, func(i audit.ReasonInfo) bool { return i.State == s }) {
			t.Errorf("state %v has no reason", s)
		}
	}
}

func TestStateText(t *testing.T) {
	for _, s := range audit.States {
		text, err := s.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var back audit.State
		if err := back.UnmarshalText(text); err != nil || back != s {
			t.Errorf("%v comes back as %v, %v", s, back, err)
		}
	}
	if _, err := audit.ParseState("brokn"); err == nil || !strings.Contains(err.Error(), "broken") {
		t.Errorf("ParseState of a wrong name says %v, not which are known", err)
	}
	if _, err := audit.State(99).MarshalText(); err == nil {
		t.Error("an impossible state has a name")
	}
}

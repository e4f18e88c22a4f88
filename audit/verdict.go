package audit

import (
	"fmt"
	"strings"
)

// A State says what a reader of the report must do about a link. Whether the
// answer is fresh or remembered is not part of it: see [Evidence].
type State uint8

// The states. The zero value is Skipped: nobody asked.
const (
	Skipped    State = iota // not asked, on purpose
	OK                      // it leads where it should
	Moved                   // it works, the source should be updated
	Damaged                 // what is written cannot be followed as it stands
	Broken                  // beyond doubt nothing is there
	Suspect                 // something answers, but perhaps not what is cited
	Unverified              // could not be told today
)

// States lists all states, the ones that need a person first. Reports follow
// this order.
var States = []State{Broken, Damaged, Suspect, Moved, Unverified, Skipped, OK}

var stateNames = [...]string{
	Skipped: "skipped", OK: "ok", Moved: "moved", Damaged: "damaged",
	Broken: "broken", Suspect: "suspect", Unverified: "unverified",
}

// String gives the state's name as it stands in reports: "broken".
func (s State) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return fmt.Sprintf("State(%d)", uint8(s))
}

// ParseState is the inverse of [State.String].
func ParseState(name string) (State, error) {
	for s, n := range stateNames {
		if n == name {
			return State(s), nil
		}
	}
	return 0, fmt.Errorf("unknown state %q: known are %s", name, strings.Join(stateNames[:], ", "))
}

// MarshalText gives the state's name.
func (s State) MarshalText() ([]byte, error) {
	if int(s) >= len(stateNames) {
		return nil, fmt.Errorf("unknown state %d", uint8(s))
	}
	return []byte(stateNames[s]), nil
}

// UnmarshalText reads a state's name.
func (s *State) UnmarshalText(text []byte) (err error) {
	*s, err = ParseState(string(text))
	return err
}

// A Verdict is what became of a link.
type Verdict struct {
	State  State  `json:"state"`
	Reason Reason `json:"reason"`
	// Detail is one sentence for a person about this very link. It may quote
	// what a page says and is untrusted when printed.
	Detail string `json:"detail,omitempty"`
}

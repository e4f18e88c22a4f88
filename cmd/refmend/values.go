package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/refmend/refmend/audit"
)

// A parsed flag keeps the values that parse gives of each use of it. It
// meets pflag.Value.
type parsed[T any] struct {
	values []T
	parse  func(string) ([]T, error)
	given  []string // as written, or the default
	set    bool     // given by the user: the default does not count any more
}

func (p *parsed[T]) String() string { return strings.Join(p.given, ",") }
func (p *parsed[T]) Type() string   { return "list" }

// GetSlice has shells complete the flag's name again.
func (p *parsed[T]) GetSlice() []string { return p.given }

// Set adds the values of one use of the flag.
func (p *parsed[T]) Set(s string) error {
	v, err := p.parse(s)
	if err != nil {
		return err
	}
	if !p.set {
		p.values, p.given, p.set = nil, nil, true
	}
	p.values, p.given = append(p.values, v...), append(p.given, s)
	return nil
}

// one makes a parser of single values.
func one[T any](parse func(string) (T, error)) func(string) ([]T, error) {
	return func(s string) ([]T, error) {
		v, err := parse(s)
		return []T{v}, err
	}
}

// A choice is a flag that takes one of some words. It meets pflag.Value.
type choice struct {
	value *string
	words []string
}

// newChoice makes a flag that sets value, which is usual until then.
func newChoice(value *string, usual string, words []string) *choice {
	*value = usual
	return &choice{value, words}
}

func (c *choice) String() string { return *c.value }
func (c *choice) Type() string   { return "word" }

// Set takes a word, in whatever case.
func (c *choice) Set(s string) error {
	word := strings.ToLower(strings.TrimSpace(s))
	if !slices.Contains(c.words, word) {
		return fmt.Errorf("%q is none of %s", s, strings.Join(c.words, ", "))
	}
	*c.value = word
	return nil
}

// wordsOf gives the words that a flag takes one or some of, or none if it takes
// others.
func wordsOf(f *pflag.Flag) []string {
	switch v := f.Value.(type) {
	case *choice:
		return v.words
	case *parsed[audit.State]:
		return append(stateNames(), noStates)
	}
	return nil
}

func stateNames() (names []string) {
	for _, s := range audit.States {
		names = append(names, s.String())
	}
	return names
}

func newStates(usual ...audit.State) *parsed[audit.State] {
	p := &parsed[audit.State]{parse: parseStates, values: usual}
	for _, s := range usual {
		p.given = append(p.given, s.String())
	}
	return p
}

// noStates is how no state is written.
const noStates = "none"

// parseStates reads a list of states: "damaged,broken"; "none" is none. Nothing
// at all is refused, lest a variable that is not set make all runs pass.
func parseStates(s string) ([]audit.State, error) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case noStates:
		return nil, nil
	case "":
		return nil, fmt.Errorf("no state is named; for none write %q", noStates)
	}
	var states []audit.State
	for name := range strings.SplitSeq(s, ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		state, err := audit.ParseState(name)
		switch {
		case name == noStates:
			return nil, fmt.Errorf("%q stands for no state and cannot stand among others", noStates)
		case err != nil:
			return nil, err
		}
		states = append(states, state)
	}
	return states, nil
}

func newRegexps() *parsed[*regexp.Regexp] {
	return &parsed[*regexp.Regexp]{parse: one(regexp.Compile)}
}

// A checked flag takes a text that a function finds fault with, or does not. It
// meets pflag.Value.
type checked struct {
	value *string
	fault func(string) error
}

func (c *checked) String() string { return *c.value }
func (c *checked) Type() string   { return "string" }

// Set takes a text; an empty one is none.
func (c *checked) Set(s string) error {
	if s != "" {
		if err := c.fault(s); err != nil {
			return err
		}
	}
	*c.value = s
	return nil
}

// A number is a flag that takes whole numbers from a least one on. It meets
// pflag.Value.
type number struct {
	value *int
	least int
}

// newNumber makes a flag that sets value, which is usual until then.
func newNumber(value *int, usual, least int) *number {
	*value = usual
	return &number{value, least}
}

func (n *number) String() string { return strconv.Itoa(*n.value) }
func (n *number) Type() string   { return "int" }

// Set reads a number.
func (n *number) Set(s string) error {
	v, err := strconv.Atoi(s)
	if err != nil || v < n.least {
		return fmt.Errorf("%q: want a number, %d or more", s, n.least)
	}
	*n.value = v
	return nil
}

// duration is a flag of time: Go's form, and days and weeks besides ("7d").
type duration time.Duration

const day = 24 * time.Hour

// String gives the time, or nothing for none, so that the help shows no default.
func (d *duration) String() string {
	if *d == 0 {
		return ""
	}
	return durationWords(time.Duration(*d))
}

// durationWords gives a time as it may be written: "3d", "1h", "1m30s".
func durationWords(d time.Duration) string {
	if d >= day && d%day == 0 {
		return fmt.Sprintf("%dd", d/day)
	}
	s := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if short, ok := strings.CutSuffix(s, zero); ok {
			s = short + zero[:1]
		}
	}
	return s
}

func (d *duration) Type() string { return "D" }

// Set reads a duration.
func (d *duration) Set(s string) error {
	v, err := parseDuration(s)
	*d = duration(v)
	return err
}

func parseDuration(s string) (time.Duration, error) {
	for unit, length := range map[string]time.Duration{"d": day, "w": 7 * day} {
		if number, ok := strings.CutSuffix(s, unit); ok {
			n, err := strconv.ParseFloat(number, 64)
			if err != nil || !(n >= 0 && n <= 36500) { // NaN is a number for ParseFloat
				return 0, fmt.Errorf("%q is no time such as 12h, 7d or 2w", s)
			}
			return time.Duration(n * float64(length)), nil
		}
	}
	v, err := time.ParseDuration(s)
	if s == "0" {
		return 0, nil
	}
	if err != nil || v < 0 {
		return 0, fmt.Errorf("%q is no time such as 500ms, 20s, 12h, 7d or 2w", s)
	}
	return v, nil
}

// valueError tells of a flag or setting that did not take a value what the value
// should be.
func valueError(err error) error {
	wrong, ok := errors.AsType[*pflag.InvalidValueError](err)
	switch {
	case !ok:
		return err
	case wrong.GetFlag().Value.Type() == "bool":
		return fmt.Errorf("%q: want true or false", wrong.GetValue())
	}
	return wrong.Unwrap()
}

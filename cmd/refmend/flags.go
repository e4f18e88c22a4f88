package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/crawler"
	"github.com/refmend/refmend/refs"
)

// A parsed flag keeps the values that parse gives of each use of it. It
// meets pflag.Value.
type parsed[T any] struct {
	values []T
	parse  func(string) ([]T, error)
	kind   string // shown in the help: "STATES"
	text   string // what was given, or the default
	set    bool   // given by the user: the default does not count any more
}

func (p *parsed[T]) String() string { return p.text }
func (p *parsed[T]) Type() string   { return p.kind }

// Set adds the values of one use of the flag.
func (p *parsed[T]) Set(s string) error {
	v, err := p.parse(s)
	if err != nil {
		return err
	}
	if !p.set {
		p.values, p.text, p.set = nil, "", true
	}
	p.values = append(p.values, v...)
	p.text = s
	return nil
}

// one makes a parser of single values.
func one[T any](parse func(string) (T, error)) func(string) ([]T, error) {
	return func(s string) ([]T, error) {
		v, err := parse(s)
		return []T{v}, err
	}
}

// parseStates reads a list of states: "damaged,broken"; "none" is none.
func parseStates(s string) ([]audit.State, error) {
	if s == "none" || s == "" {
		return nil, nil
	}
	var states []audit.State
	for name := range strings.SplitSeq(s, ",") {
		state, err := audit.ParseState(strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		states = append(states, state)
	}
	return states, nil
}

// duration is a flag of time: Go's form, and days and weeks besides ("7d").
type duration time.Duration

func (d *duration) String() string { return time.Duration(*d).String() }
func (d *duration) Type() string   { return "D" }

// Set reads a duration.
func (d *duration) Set(s string) error {
	v, err := parseDuration(s)
	*d = duration(v)
	return err
}

func parseDuration(s string) (time.Duration, error) {
	for unit, length := range map[string]time.Duration{"d": 24 * time.Hour, "w": 7 * 24 * time.Hour} {
		if number, ok := strings.CutSuffix(s, unit); ok {
			n, err := strconv.ParseFloat(number, 64)
			if err != nil || n < 0 || n > 36500 {
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

func newRegexps() *parsed[*regexp.Regexp] {
	return &parsed[*regexp.Regexp]{parse: one(regexp.Compile), kind: "REGEXP"}
}

func newFormat() *parsed[refs.Format] {
	return &parsed[refs.Format]{parse: one(refs.ParseFormat), kind: "F"}
}

// last gives the value of the flag's last use, or the zero value.
func (p *parsed[T]) last() (v T) {
	if n := len(p.values); n > 0 {
		v = p.values[n-1]
	}
	return v
}

// network are the flags that tell how to ask the web.
type network struct {
	concurrency, perHost, retries int
	hostDelay, timeout            duration
	userAgent, mailto, doiServer  string
	headers                       *parsed[crawler.Header]
	connectTo                     *parsed[crawler.ConnectTo]
	allowPrivate                  bool
	caFile                        string
}

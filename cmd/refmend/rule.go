package main

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/crawler"
	"github.com/refmend/refmend/refs"
)

// ruleTable is the array of tables in a file of settings that holds the rules.
const ruleTable = "rule"

// A rule is one of refmend.toml or a line of .refmendignore: what it means for
// verdicts, and how it has the web asked.
type rule struct {
	audit.Rule
	said []string // the keys that it sets, in the order of ruleKeys

	timeout, delay   *time.Duration // nil: as for all
	retries, perHost *int
	method           string // "": as for all
	headers          []secret
	hosts            []string // as written
}

// A secret is a header field with ${NAME} in its value, for variables of the
// environment.
type secret struct{ name, value string }

// A ruleKey is a key of a rule.
type ruleKey struct {
	name string
	kind keyKind
	read func(r *rule, v any, dir string) error
}

// keyKind is what a key of a rule does.
type keyKind uint8

const (
	saysWhich   keyKind = iota // links the rule concerns
	judges                     // their verdicts
	asks                       // the web about their targets, whatever document they stand in
	sparesHosts                // of theirs
	tells                      // of the rule itself
)

// ruleKeys lists the keys of a rule.
var ruleKeys = []ruleKey{
	{"host", saysWhich, (*rule).readHosts},
	{"path", saysWhich, (*rule).readPaths},
	{"doi", saysWhich, (*rule).readDOIs},
	{"url", saysWhich, (*rule).readURLs},
	{"document", saysWhich, (*rule).readDocuments},
	{"accept", judges, (*rule).readAccept},
	{"verdict", judges, (*rule).readVerdict},
	{"ignore", judges, (*rule).readIgnore},
	{"ttl", asks, durationKey(func(r *rule) **time.Duration { return &r.TTL })},
	{"timeout", asks, durationKey(func(r *rule) **time.Duration { return &r.timeout })},
	{"retries", asks, numberKey(0, func(r *rule) **int { return &r.retries })},
	{"method", asks, (*rule).readMethod},
	{"headers", asks, (*rule).readHeaders},
	{"delay", sparesHosts, durationKey(func(r *rule) **time.Duration { return &r.delay })},
	{"per-host", sparesHosts, numberKey(1, func(r *rule) **int { return &r.perHost })},
	{"reason", tells, (*rule).readReason},
	{"expires", tells, (*rule).readExpires},
}

func isRuleKey(name string) bool {
	return slices.ContainsFunc(ruleKeys, func(k ruleKey) bool { return k.name == name })
}

// newRule makes a rule of a table in the file at path.
func newRule(path string, lines map[string]int, table any) (rule, error) {
	r := rule{Rule: audit.Rule{File: path, Line: lines[""]}}
	said, _ := table.(map[string]any)
	at := func(key string, err error) error {
		return fmt.Errorf("%s:%d: %s: %w", path, max(lines[key], lines[""]), key, err)
	}
	for _, name := range slices.SortedFunc(maps.Keys(said), func(a, b string) int { return lines[a] - lines[b] }) {
		if !isRuleKey(name) {
			return r, at(name, unknownKey(name))
		}
	}
	for _, k := range ruleKeys {
		v, ok := said[k.name]
		if !ok {
			continue
		}
		if err := k.read(&r, v, path); err != nil {
			return r, at(k.name, err)
		}
		r.said = append(r.said, k.name)
	}
	if err := r.validate(); err != nil {
		return r, fmt.Errorf("%s: %w", &r, err)
	}
	return r, nil
}

func unknownKey(name string) error {
	switch name {
	case "max-age":
		return errors.New("a rule has no such key; ttl is how long its answers are good")
	}
	var names []string
	for _, k := range ruleKeys {
		names = append(names, k.name)
	}
	return didYouMean(errors.New("a rule has no such key"), names, name)
}

// says tells the keys of some kinds that r sets.
func (r *rule) says(kinds ...keyKind) (names []string) {
	for _, k := range ruleKeys {
		if slices.Contains(kinds, k.kind) && slices.Contains(r.said, k.name) {
			names = append(names, k.name)
		}
	}
	return names
}

// validate refuses a rule that makes no sense as a whole.
func (r *rule) validate() error {
	which, manners := r.says(saysWhich), r.says(sparesHosts)
	switch {
	case r.Reason == "":
		return errors.New(`a rule needs a reason: say why it is there, reason = "..."`)
	case len(which) == 0:
		return errors.New(`a rule says which links it concerns, by host, path, doi, url or document; host = "*" are all of the web`)
	case len(r.says(judges, asks, sparesHosts)) == 0:
		return errors.New("a rule sets something: accept, verdict, ignore, ttl, timeout, retries, method, headers, delay or per-host")
	case len(manners) > 0 && (len(which) > 1 || which[0] != "host"):
		return fmt.Errorf("%s is owed to a host as a whole: the rule can name links by host only", manners[0])
	case r.Match.Document != nil && len(r.says(asks)) > 0:
		return fmt.Errorf("%s cannot differ by document: a target is asked about once for all", r.says(asks)[0])
	case len(r.headers) > 0 && r.Match.Hosts == nil:
		return errors.New("headers go to a host: the rule must name it by host")
	}
	return nil
}

// auditRules gives what rules mean for verdicts.
func auditRules(rules []rule) (all []audit.Rule) {
	for i := range rules {
		all = append(all, rules[i].Rule)
	}
	return all
}

// adjust changes the settings of a target that rules at a time set. Values of
// headers are those of secrets, by the rule's place.
func adjust(rules []rule, values map[string]string, at time.Time) func(refs.Target, *crawler.Settings) {
	if !slices.ContainsFunc(rules, func(r rule) bool { return len(r.says(asks)) > 0 }) {
		return nil
	}
	return func(t refs.Target, s *crawler.Settings) {
		for i := range rules {
			r := &rules[i]
			if len(r.says(asks)) == 0 || !r.Holds(at) || !r.Match.Target(t) {
				continue
			}
			if r.timeout != nil {
				s.Timeout = *r.timeout
			}
			if r.retries != nil {
				s.Retries = *r.retries
			}
			if r.method != "" {
				s.HeadFirst = r.method == http.MethodHead
			}
			if r.headers != nil {
				s.Headers = r.headersFor(t, values)
			}
		}
	}
}

// headersFor gives the headers of a rule for the host of a target.
func (r *rule) headersFor(t refs.Target, values map[string]string) (all []crawler.Header) {
	for _, h := range r.headers {
		all = append(all, crawler.Header{Host: t.Host(), Name: h.name, Value: values[h.value]})
	}
	return all
}

// hostManners changes the manners with a host that rules at a time set; nil if none
// does.
func hostManners(rules []rule, at time.Time) func(string, int, time.Duration) (int, time.Duration) {
	if !slices.ContainsFunc(rules, func(r rule) bool { return len(r.says(sparesHosts)) > 0 }) {
		return nil
	}
	return func(host string, perHost int, delay time.Duration) (int, time.Duration) {
		for i := range rules {
			r := &rules[i]
			if len(r.says(sparesHosts)) == 0 || !r.Holds(at) || !r.Match.Target(refs.Target("https://"+host+"/")) {
				continue
			}
			if r.perHost != nil {
				perHost = *r.perHost
			}
			if r.delay != nil {
				delay = *r.delay
			}
		}
		return perHost, delay
	}
}

// secretsOf gives the values of the headers of rules that hold at a time, by what is
// written. Its errors name variables, never values.
func secretsOf(rules []rule, at time.Time, lookup func(string) (string, bool)) (map[string]string, error) {
	values := map[string]string{}
	for i := range rules {
		r := &rules[i]
		if !r.Holds(at) {
			continue
		}
		for _, h := range r.headers {
			v, err := expandVariables(h.value, lookup)
			if err == nil {
				_, err = crawler.NewHeader("host", h.name, v)
			}
			if err != nil {
				return nil, fmt.Errorf("%s: headers: %s: %w", r, h.name, err)
			}
			values[h.value] = v
		}
	}
	return values, nil
}

// expandVariables puts the values of variables in the place of ${NAME}.
func expandVariables(s string, lookup func(string) (string, bool)) (string, error) {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "${")
		b.WriteString(before)
		if !ok {
			return b.String(), nil
		}
		name, behind, ok := strings.Cut(rest, "}")
		if !ok {
			return "", errors.New(`"${" is not closed by "}"`)
		}
		v, set := lookup(name)
		if !set || v == "" {
			return "", fmt.Errorf("the variable %s is not set", name)
		}
		b.WriteString(v)
		s = behind
	}
}

package audit

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/refmend/refmend/refs"
)

// A Rule is what its user wants of some links. Of the rules that concern a link
// all hold; where two set the same, the later one does.
type Rule struct {
	File    string // that it stands in, for people
	Line    int
	Reason  string    // why it is there
	Expires time.Time // from when on it does not hold; zero: never
	Match   Match

	// Accept are the HTTP statuses of the last answer that count as a page that is
	// there; nil: the usual ones.
	Accept []int
	// Verdict stands in place of worse ones: Skipped has nobody ask, OK and
	// Unverified stand for what an answer gave. nil: none does.
	Verdict *State
	// Ignore are reasons of verdicts that are no findings; nil: all are.
	Ignore []Reason
	// TTL is how long a remembered answer is as good as a new one, whatever it
	// says; nil: as long as [Fresh] tells.
	TTL *time.Duration
}

// A Match tells which links a rule concerns: those that fit all of its fields
// that are set, each if one of its patterns fits. The zero value fits every link.
type Match struct {
	Hosts []*regexp.Regexp // of the target's host in lower case, without port or with it
	Paths []string         // patterns of doublestar, of the target's path, escapes resolved
	DOIs  []*regexp.Regexp // of the DOI that the target is, in lower case
	URLs  []*regexp.Regexp // of the target, or of what is written
	// Document tells whether the document at a path is meant; nil: all are.
	Document func(path string) bool
}

// Wildcard makes a pattern of text in which "*" stands for anything. Letters'
// case does not count.
func Wildcard(text string) *regexp.Regexp {
	return regexp.MustCompile("(?is)^" + strings.ReplaceAll(regexp.QuoteMeta(strings.ToValidUTF8(text, "\uFFFD")), `\*`, ".*") + "$")
}

// Target tells whether m fits a target in whatever document.
func (m *Match) Target(t refs.Target) bool { return m.link(t, "") }

// link tells whether m fits a link, whatever document it stands in.
func (m *Match) link(t refs.Target, written string) bool {
	return (m.Hosts == nil || matchesHost(m.Hosts, t)) &&
		(m.Paths == nil || matchesPath(m.Paths, t)) &&
		(m.DOIs == nil || matches(m.DOIs, strings.ToLower(t.DOI()))) &&
		(m.URLs == nil || matches(m.URLs, string(t)) || matches(m.URLs, written))
}

// matches tells whether a pattern fits a text that is not empty.
func matches(patterns []*regexp.Regexp, text string) bool {
	return text != "" && slices.ContainsFunc(patterns, func(p *regexp.Regexp) bool { return p.MatchString(text) })
}

func matchesHost(patterns []*regexp.Regexp, t refs.Target) bool {
	host := t.Host()
	if matches(patterns, host) {
		return true
	}
	u, err := url.Parse(string(t))
	return err == nil && host != "" && u.Port() != "" && matches(patterns, host+":"+u.Port())
}

func matchesPath(patterns []string, t refs.Target) bool {
	u, err := url.Parse(string(t))
	if err != nil || u.Host == "" {
		return false
	}
	path := u.Path
	if path == "" {
		path = "/"
	}
	return slices.ContainsFunc(patterns, func(p string) bool { return doublestar.MatchUnvalidated(p, path) })
}

// Holds tells whether r has not expired.
func (r *Rule) Holds(now time.Time) bool { return r.Expires.IsZero() || now.Before(r.Expires) }

// String names r: "refmend.toml:12".
func (r *Rule) String() string { return fmt.Sprintf("%s:%d", r.File, r.Line) }

// A Ruling is what the rules say of one link: of each setting the rule that
// decides, nil if none does.
type Ruling struct {
	Accept, Verdict, Ignore, TTL *Rule
}

// heed has a rule decide on what it sets.
func (g *Ruling) heed(r *Rule) {
	if r.Accept != nil {
		g.Accept = r
	}
	if r.Verdict != nil {
		g.Verdict = r
	}
	if r.Ignore != nil {
		g.Ignore = r
	}
	if r.TTL != nil {
		g.TTL = r
	}
}

// RulingOn gives what those rules that hold say of a target in whatever document.
func RulingOn(rules []Rule, t refs.Target, now time.Time) (g Ruling) {
	for i := range rules {
		if r := &rules[i]; r.Holds(now) && r.Match.Document == nil && r.Match.Target(t) {
			g.heed(r)
		}
	}
	return g
}

// skips tells whether nobody shall ask.
func (g *Ruling) skips() bool { return g.Verdict != nil && *g.Verdict.Verdict == Skipped }

// ignores tells whether a reason is no finding.
func (g *Ruling) ignores(code Reason) bool {
	return g.Ignore != nil && slices.Contains(g.Ignore.Ignore, code)
}

// On gives the verdict on a link that stands in place of what was found. e is
// what that rests on.
func (g *Ruling) On(v Verdict, e *Evidence) Verdict {
	faulty := v.State == Broken || v.State == Unverified
	if a := g.Accept; a != nil && faulty && e != nil && slices.Contains(a.Accept, e.Status) {
		v = Verdict{OK, ReasonOK, fmt.Sprintf("The server answers with status %d, which is fine by %s: %s", e.Status, a, a.sentence())}
	}
	if r := g.Verdict; r != nil && e != nil {
		switch state := *r.Verdict; {
		case state == OK && (v.State == Broken || v.State == Unverified || v.State == Suspect):
			v = Verdict{OK, ReasonOK, fmt.Sprintf("It is fine by %s: %s The check gave: %s", r, r.sentence(), v.found())}
		case state == Unverified && (v.State == Broken || v.State == Suspect):
			v = Verdict{Unverified, ReasonBlocked, fmt.Sprintf("By %s answers tell nothing here: %s The check gave: %s", r, r.sentence(), v.found())}
		}
	}
	if r := g.Ignore; g.ignores(v.Reason) && v.State != OK && v.State != Skipped {
		v = Verdict{Skipped, ReasonExcluded, fmt.Sprintf("%s ignores this: %s The check gave: %s", r, r.sentence(), v.found())}
	}
	return v
}

// sentence gives the reason with a full stop.
func (r *Rule) sentence() string { return fullStop(r.Reason) }

// fullStop gives words that a person wrote with a full stop, for sentences may follow.
func fullStop(words string) string {
	if last, _ := utf8.DecodeLastRuneInString(words); strings.ContainsRune(".!?…。！？", last) {
		return words
	}
	return words + "."
}

// found tells a verdict in a sentence.
func (v Verdict) found() string {
	return strings.TrimSpace(fmt.Sprintf("%s, %s. %s", v.State, v.Reason, v.Detail))
}

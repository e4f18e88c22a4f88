package audit

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/refmend/refmend/refs"
)

// rules are those of the policy that hold, and which of them concern a link.
type rules struct {
	holding []*Rule
	used    map[*Rule]bool
}

// takeRules takes the rules that hold, and says in the report which have expired.
func (r *run) takeRules() {
	now := r.Now()
	for i := range r.Policy.LinkRules {
		rule := &r.Policy.LinkRules[i]
		if rule.Holds(now) {
			r.rules.holding = append(r.rules.holding, rule)
			continue
		}
		r.warn("%s expired on %s and does not hold any more; it was there because: %s", rule, rule.Expires.Format("2006-01-02"), rule.sentence())
	}
	r.rules.used = make(map[*Rule]bool, len(r.rules.holding))
}

func (r *run) warn(format string, args ...any) {
	r.report.Run.Warnings = append(r.report.Run.Warnings, fmt.Sprintf(format, args...))
}

// ruling gives what the rules say of a link in a document; nil if nothing.
func (r *run) ruling(l *refs.Link, document string) *Ruling {
	var g Ruling
	for _, rule := range r.rules.holding {
		m := &rule.Match
		if (m.Document == nil || m.Document(document)) && m.link(l.Target, l.Written) {
			r.rules.used[rule] = true
			g.heed(rule)
		}
	}
	if g == (Ruling{}) {
		return nil
	}
	return &g
}

// tellUnused says in the report which rules concern no link, a sentence for each
// file.
func (r *run) tellUnused() {
	lines := map[string][]string{}
	var files []string
	for _, rule := range r.rules.holding {
		if r.rules.used[rule] {
			continue
		}
		if !slices.Contains(files, rule.File) {
			files = append(files, rule.File)
		}
		lines[rule.File] = append(lines[rule.File], fmt.Sprint(rule.Line))
	}
	for _, file := range files {
		what := "the rule in line %s concerns"
		if len(lines[file]) > 1 {
			what = "the rules in lines %s concern"
		}
		r.warn("Of %s, "+what+" no link of these documents.", file, strings.Join(lines[file], ", "))
	}
}

// judgeWritten gives the verdict on a link that needs no network, and whether it is
// the last word: first what the document itself says, then the rules, then the text.
// The defects that count stay in l.
func (r *run) judgeWritten(l *refs.Link, listed bool, g *Ruling) (Verdict, bool) {
	if l.Ignored != "" && !r.Policy.NoDocumentIgnores {
		return Verdict{Skipped, ReasonExcluded, "The document says to leave it: " + fullStop(l.Ignored)}, true
	}
	if g == nil {
		return r.Policy.judgeText(l, listed)
	}
	if g.skips() {
		return g.skipped(), true
	}
	if counts := withoutIgnored(l.Defects, g); len(counts) < len(l.Defects) && !r.Policy.excludes(l.Target, l.Written) {
		if len(counts) == 0 && l.Target == "" {
			return g.On(Verdict{Damaged, Reason(l.Defects[0].Code), l.Defects[0].Detail}, nil), true
		}
		l.Defects = counts
	}
	v, decided := r.Policy.judgeText(l, listed)
	return g.On(v, nil), decided
}

// skipped is the verdict on what nobody shall ask about.
func (g *Ruling) skipped() Verdict {
	return Verdict{Skipped, ReasonExcluded, fmt.Sprintf("It is left out by %s: %s", g.Verdict, g.Verdict.sentence())}
}

// maxNamedLines is how many lines a warning names.
const maxNamedLines = 10

// tellOverruled says in a document that links of it are looked at which it says to
// leave, so that nobody takes them for overlooked.
func (r *run) tellOverruled(doc *Document, from []refs.Reference) {
	if !r.Policy.NoDocumentIgnores {
		return
	}
	n := 0
	var lines []string
	for i := range from {
		for _, l := range from[i].Links {
			if l.Ignored == "" {
				continue
			}
			n++
			if line := fmt.Sprint(l.Pos.Line); l.Pos.Line > 0 && !slices.Contains(lines, line) && len(lines) <= maxNamedLines {
				lines = append(lines, line)
			}
		}
	}
	if n == 0 {
		return
	}
	where := ""
	if len(lines) > maxNamedLines {
		lines[maxNamedLines] = "…"
	}
	if len(lines) > 0 {
		where = " Lines: " + strings.Join(lines, ", ") + "."
	}
	links := "1 link is"
	if n > 1 {
		links = fmt.Sprintf("%d links are", n)
	}
	doc.Warnings = append(slices.Clip(doc.Warnings), fmt.Sprintf("%s looked at that the document says to leave.%s", links, where))
}

// withoutIgnored gives the defects that count.
func withoutIgnored(defects []refs.Defect, g *Ruling) []refs.Defect {
	return slices.DeleteFunc(slices.Clone(defects), func(d refs.Defect) bool { return g.ignores(Reason(d.Code)) })
}

// finding is the verdict on the target of a link, as far as its answer tells and the
// rules leave it; zero if nobody answered.
func (r *run) finding(o *openLink) Verdict {
	s := o.subject
	if s == nil || s.answer == nil {
		return Verdict{}
	}
	v := s.standingOf().verdict
	if o.ruling == nil {
		return v
	}
	evidence := s.bare().Evidence
	return o.ruling.On(v, &evidence)
}

// skipsTarget tells whether nobody shall ask about a target that is proposed.
func (r *run) skipsTarget(t refs.Target) bool {
	for _, rule := range slices.Backward(r.rules.holding) {
		if rule.Verdict != nil && rule.Match.Document == nil && rule.Match.Target(t) {
			return *rule.Verdict == Skipped
		}
	}
	return false
}

// Reported gives the verdict that a run at a time reports of a target whose newest
// check is the one remembered: in the light of its past, and as the rules on it in
// whatever document leave it. What else the text of a reference decides is not
// known here.
func (p *Policy) Reported(m *Memory, now time.Time) Verdict {
	ruling := RulingOn(p.LinkRules, m.Target, now)
	if ruling.skips() {
		return ruling.skipped()
	}
	return ruling.On(p.inLightOf(&m.Past, m.Verdict), &m.Evidence)
}

// Excludes tells whether Include and Exclude leave a target out.
func (p *Policy) Excludes(t refs.Target) bool { return p.excludes(t, string(t)) }

// Reuses tells whether a remembered answer stands in for a new one.
func (p *Policy) Reuses(o *Outcome, now time.Time) bool { return p.reuses(o, now) }

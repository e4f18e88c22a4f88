package reports

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/refmend/refmend/audit"
)

// writeMarkdown writes GitHub Flavored Markdown: the headline, a table of
// counts, then the findings as lists, the worst first. Every line begins with
// words of ours, so that no text from outside can begin a block.
func writeMarkdown(w *bufio.Writer, r *audit.Report, o Options) error {
	m := &marker{w: w, run: r.Run, verbose: o.Verbose, shown: map[audit.State]int{}}
	if o.MaxLength > 0 {
		m.room = max(o.MaxLength, MinLength) - len(m.ending(r, r.Summary.ByState))
		m.bounded = true
	}
	m.item(func() {
		m.line("# Reference links")
		m.line("")
		if missed := shortfall(r); missed != "" {
			m.line("> **" + missed + "** Do not take this report for a clean one.")
			m.line("")
		}
		m.line("**" + headline(r) + "**")
		m.counts(r)
	})
	m.remarks(r.Documents)
	findings := r.Findings()
	for len(findings) > 0 && m.goesOn() {
		n := sameState(findings)
		m.state(findings[:n])
		findings = findings[n:]
	}
	if m.verbose {
		m.quiet(r, audit.Skipped)
		m.quiet(r, audit.OK)
	}
	m.linkless(r.Documents)
	m.rules()
	m.put(m.ending(r, m.left(r)))
	return m.err
}

// counts writes the table of states, those that occur.
func (m *marker) counts(r *audit.Report) {
	if r.Summary.Links == 0 {
		return
	}
	m.line("")
	m.line("| State | Links | Meaning |")
	m.line("| :-- | --: | :-- |")
	for _, s := range audit.States {
		if n := r.Summary.ByState[s]; n > 0 {
			m.line(fmt.Sprintf("| %s | %d | %s |", stateWords[s].title, n, stateWords[s].meaning))
		}
	}
}

func (m *marker) remarks(docs []audit.Document) {
	for _, rs := range remarksOn(docs) {
		m.head("", "## "+rs.Title, "")
		for _, r := range rs.All {
			if !m.item(func() { m.line("- " + code(clip(r.path, maxHarvest)) + ": " + prose(clip(r.text, maxHarvest))) }) {
				return
			}
		}
	}
}

func (m *marker) heading(state audit.State, n int) {
	words := stateWords[state]
	m.head("", fmt.Sprintf("## %s (%d): %s", words.title, n, words.meaning))
}

func (m *marker) state(findings []audit.Finding) {
	state := findings[0].Link.Verdict.State
	m.heading(state, len(findings))
	if state == audit.Unverified {
		for _, g := range byReason(findings) {
			m.group(g)
		}
		return
	}
	m.head("")
	for _, f := range findings {
		if !m.item(func() { m.finding(f) }) {
			return
		}
		m.shown[state]++
	}
}

func (m *marker) finding(f audit.Finding) {
	a := explain(f, m.run)
	text := prose(excerpt(surroundings(f), 200))
	if text != "" {
		text = ": " + text
	}
	m.line("- " + m.title(f, a.place) + text)
	m.line("  - Written: " + writtenCode(f.Link))
	m.line("  - Why: " + prose(strings.Join(a.wrong, " ")))
	if a.advise() {
		m.line("  - Do: " + prose(a.action))
	}
	m.mends(f.Link, a.repairs)
	if len(a.facts) > 0 {
		m.line("  - Seen: " + prose(strings.Join(a.facts, ", ")))
	}
	if m.verbose && f.Link.Evidence != nil {
		for _, h := range f.Link.Evidence.Hops {
			m.line("  - Hop: " + prose(hopWords(h)))
		}
	}
}

func (m *marker) title(f audit.Finding, place string) string {
	label := ""
	if f.Reference.Label != "" {
		label = "**" + prose("["+name(f.Reference)+"]") + "** "
	}
	return label + code(place)
}

func (m *marker) mends(l *audit.Link, all []mend) {
	for _, d := range all {
		target := string(d.target)
		shown := hyperlink(target, linkable(target, audit.Verdict{}))
		if d.failed {
			shown = code(clip(target, maxWritten))
		}
		m.line("  - " + strings.ToUpper(d.verb[:1]) + d.verb[1:] + ": " + shown + " (" + d.note + ")")
	}
}

// group writes the findings of one reason in short.
func (m *marker) group(g reasonGroup) {
	m.head("", "Why: "+prose(strings.TrimSpace(g.meaning+" "+g.action)), "")
	for _, f := range g.findings {
		if !m.item(func() { m.unverified(g, f) }) {
			return
		}
		m.shown[f.Link.Verdict.State]++
	}
}

func (m *marker) unverified(g reasonGroup, f audit.Finding) {
	a := explain(f, m.run)
	shown := hyperlink(linkText(f.Link), linkable(string(f.Link.Target), f.Link.Verdict))
	m.line("- " + m.title(f, a.place) + ": " + shown)
	if notes := g.notes(a); len(notes) > 0 {
		m.line("  - " + "Seen: " + prose(strings.Join(notes, ", ")))
	}
	m.mends(f.Link, a.repairs)
}

// notes gives what a finding has to add to what its group says.
func (g reasonGroup) notes(a account) []string {
	if g.shared {
		return a.facts
	}
	return append([]string{strings.TrimSuffix(a.wrong[0], ".")}, a.facts...)
}

func (m *marker) quiet(r *audit.Report, state audit.State) {
	n := r.Summary.ByState[state]
	if n == 0 {
		return
	}
	m.heading(state, n)
	m.head("")
	for f := range linksOf(r, state) {
		shown := m.item(func() {
			a := explain(f, m.run)
			shown := hyperlink(linkText(f.Link), linkable(string(f.Link.Target), f.Link.Verdict))
			notes := append([]string{string(f.Link.Verdict.Reason)}, a.facts...)
			m.line("- " + m.title(f, a.place) + ": " + shown + " (" + prose(strings.Join(notes, ", ")) + ")")
		})
		if !shown {
			return
		}
		m.shown[state]++
	}
}

func (m *marker) linkless(docs []audit.Document) {
	m.head("", "## References without any link", "")
	for i := range docs {
		names := linkless(&docs[i])
		if len(names) == 0 {
			continue
		}
		if !m.item(func() { m.line("- " + code(clip(docs[i].Path, maxHarvest)) + ": " + prose(strings.Join(names, ", "))) }) {
			return
		}
	}
}

func (m *marker) rules() {
	m.head("", "## "+aboutRules, "")
	for _, warning := range m.run.Warnings {
		if !m.item(func() { m.line("- " + prose(clip(warning, maxHarvest))) }) {
			return
		}
	}
}

// writtenCode shows what is written as code; what is missing is named beside
// it. Damage has no mark of its own in Markdown: invisible characters are
// named, and the sentence after it says the rest.
func writtenCode(l *audit.Link) string {
	var parts []string
	var text strings.Builder
	for _, p := range pieces(l) {
		if !p.gone {
			text.WriteString(p.text)
			continue
		}
		if text.Len() > 0 {
			parts = append(parts, code(text.String()))
			text.Reset()
		}
		parts = append(parts, "*["+p.text+"]*")
	}
	if text.Len() > 0 {
		parts = append(parts, code(text.String()))
	}
	return strings.Join(parts, " ")
}

package reports

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/refmend/refmend/audit"
)

// writeText writes a summary for a person: one sentence on how things stand,
// what could not be read, then the findings, the worst first.
func writeText(w *bufio.Writer, r *audit.Report, o Options) error {
	t := &texter{w: w, run: r.Run, color: o.Color, verbose: o.Verbose, width: o.Width}
	if t.width == 0 {
		t.width = 80
	}
	t.width = max(t.width, leastWidth)
	if o.Listing {
		t.listing(r)
		return t.err
	}
	missed := shortfall(r)
	t.para("", "1", strings.TrimSpace(missed+" "+headline(r)))
	t.remarks(r.Documents)
	findings := r.Findings()
	for len(findings) > 0 && t.err == nil {
		n := sameState(findings)
		t.state(findings[:n])
		findings = findings[n:]
	}
	if t.verbose {
		t.quiet(r, audit.Skipped)
		t.quiet(r, audit.OK)
	}
	t.linkless(r.Documents)
	t.rules()
	t.line("")
	t.para("", dim, source(r))
	if missed != "" {
		t.para("", "1", missed+" Do not take this report for a clean one.")
	}
	return t.err
}

// sameState counts the findings at the front that are of one state.
func sameState(findings []audit.Finding) int {
	n := 1
	for n < len(findings) && findings[n].Link.Verdict.State == findings[0].Link.Verdict.State {
		n++
	}
	return n
}

// The parameters of SGR (ECMA-48, 8.3.117) that mark states and damage.
const (
	dim  = "2"
	hurt = "1;31"
)

var stateColors = map[audit.State]string{
	audit.Broken: "1;31", audit.Damaged: "1;33", audit.Suspect: "1;35", audit.Moved: "1;36",
	audit.Unverified: "1", audit.Skipped: "1", audit.OK: "1;32",
}

// leastWidth is how many columns text takes even where there are fewer.
const leastWidth = 40

// indent and field are the columns before the lines of a finding and of the
// name of each of its lines.
const (
	indent = "      "
	field  = 10
)

// A texter writes lines of text and remembers the first error.
type texter struct {
	w              *bufio.Writer
	run            audit.RunInfo
	color, verbose bool
	width          int
	err            error
}

func (t *texter) line(s string) {
	if t.err == nil {
		_, t.err = t.w.WriteString(s)
	}
	if t.err == nil {
		t.err = t.w.WriteByte('\n')
	}
}

func (t *texter) paint(sgr, s string) string {
	if !t.color || sgr == "" || s == "" {
		return s
	}
	return "\x1b[" + sgr + "m" + s + "\x1b[0m"
}

// para writes wrapped text, which may be untrusted, every line after prefix.
func (t *texter) para(prefix, sgr, text string) {
	for _, l := range Wrap(Printable(text), t.width-len(prefix)) {
		t.line(prefix + t.paint(sgr, l))
	}
}

// entry writes "name  text", further lines below the text.
func (t *texter) entry(label, sgr, text string) {
	lead := indent + t.paint(dim, label) + strings.Repeat(" ", max(1, field-len(label)))
	for _, l := range Wrap(Printable(text), t.width-len(indent)-field) {
		t.line(lead + t.paint(sgr, l))
		lead = indent + strings.Repeat(" ", field)
	}
}

func (t *texter) remarks(docs []audit.Document) {
	for _, rs := range remarksOn(docs) {
		sgr := "1"
		if rs.Grave {
			sgr = hurt
		}
		t.line("")
		t.line(t.paint(sgr, rs.Title))
		for _, m := range rs.All {
			t.line("")
			t.para("  ", "", m.path)
			t.para(indent, "", m.text)
		}
	}
}

// rules writes what the run says of the user's rules.
func (t *texter) rules() {
	for i, warning := range t.run.Warnings {
		if i == 0 {
			t.line("")
			t.line(t.paint("1", aboutRules))
		}
		t.line("")
		t.para("  ", "", warning)
	}
}

// state writes the findings of one state.
func (t *texter) state(findings []audit.Finding) {
	state := findings[0].Link.Verdict.State
	words := stateWords[state]
	t.line("")
	t.para("", stateColors[state], fmt.Sprintf("%s (%d): %s", words.title, len(findings), words.meaning))
	if state == audit.Unverified {
		for _, g := range byReason(findings) {
			t.group(g)
		}
		return
	}
	for _, f := range findings {
		if t.err != nil {
			return
		}
		t.finding(f)
	}
}

// finding writes all about one link.
func (t *texter) finding(f audit.Finding) {
	a := explain(f, t.run)
	t.line("")
	t.title(f, a.place)
	if text := Printable(clip(surroundings(f), maxText)); text != "" {
		t.line(harmless(indent + shorten(text, t.width-len(indent))))
	}
	t.written(f.Link)
	label := "why"
	for _, s := range a.wrong {
		t.entry(label, "", s)
		label = ""
	}
	t.mends(a)
	if len(a.facts) > 0 {
		t.entry("seen", dim, strings.Join(a.facts, ", "))
	}
	if t.verbose && f.Link.Evidence != nil {
		for _, h := range f.Link.Evidence.Hops {
			t.entry("hop", dim, hopWords(h))
		}
	}
}

// title writes the reference's label and the place of the link.
func (t *texter) title(f audit.Finding, place string) {
	t.line("  " + t.paint("1", labelled(f.Reference)) + t.paint(dim, Printable(place)))
}

func labelled(ref *audit.Reference) string {
	if ref.Label == "" {
		return ""
	}
	return "[" + Printable(name(ref)) + "] "
}

// written writes what the source says, with a line that points at the damage.
func (t *texter) written(l *audit.Link) {
	label := "written"
	for _, r := range rows(pieces(l), t.width-len(indent)-field) {
		var b strings.Builder
		for _, p := range r.pieces {
			sgr := ""
			if p.hurt || p.gone {
				sgr = hurt
			}
			b.WriteString(t.paint(sgr, p.text))
		}
		t.line(indent + t.paint(dim, label) + strings.Repeat(" ", field-len(label)) + harmless(b.String()))
		label = ""
		if c := r.carets(); c != "" && l.Written != "" {
			t.line(indent + strings.Repeat(" ", field) + t.paint(hurt, c))
		}
	}
}

// mends writes what to do: the repairs, and the general advice unless a repair
// says it all.
func (t *texter) mends(a account) {
	if a.advise() {
		t.entry("do", "", a.action)
	}
	for _, m := range a.repairs {
		t.entry(m.verb, "", fmt.Sprintf("%s (%s)", m.target, m.note))
	}
}

// advise tells whether the general advice of a reason is worth giving beside
// the repairs.
func (a account) advise() bool {
	return a.action != "" && (len(a.repairs) == 0 || a.repairs[0].verb != "write")
}

// group writes the findings of one reason in short: for a link that could not
// be checked there is no more to say than why.
func (t *texter) group(g reasonGroup) {
	t.line("")
	t.para("  ", "", strings.TrimSpace(g.meaning+" "+g.action))
	for _, f := range g.findings {
		if t.err != nil {
			return
		}
		a := explain(f, t.run)
		t.title(f, a.place)
		t.para(indent, "", linkText(f.Link))
		if !g.shared {
			t.para(indent, "", a.wrong[0])
		}
		for _, m := range a.repairs {
			t.entry(m.verb, "", fmt.Sprintf("%s (%s)", m.target, m.note))
		}
		if len(a.facts) > 0 {
			t.para(indent, dim, strings.Join(a.facts, ", "))
		}
	}
}

// linkText is what to show for a link.
func linkText(l *audit.Link) string { return clip(l.Shown(), maxWritten) }

// quiet lists the links of a state that needs nobody, two lines each.
func (t *texter) quiet(r *audit.Report, state audit.State) {
	n := r.Summary.ByState[state]
	if n == 0 {
		return
	}
	words := stateWords[state]
	t.line("")
	t.para("", stateColors[state], fmt.Sprintf("%s (%d): %s", words.title, n, words.meaning))
	for f := range linksOf(r, state) {
		if t.err != nil {
			return
		}
		a := explain(f, t.run)
		t.title(f, a.place)
		t.para(indent, "", linkText(f.Link)+" ("+strings.Join(append([]string{string(f.Link.Verdict.Reason)}, a.facts...), ", ")+")")
	}
}

// linkless lists the references without any link, which are no fault.
func (t *texter) linkless(docs []audit.Document) {
	first := true
	for i := range docs {
		names := linkless(&docs[i])
		if len(names) == 0 {
			continue
		}
		if first {
			t.line("")
			first = false
		}
		head := "References without any link: "
		if len(docs) > 1 {
			head = "References without any link in " + clip(docs[i].Path, maxHarvest) + ": "
		}
		t.para("", "", head+strings.Join(names, ", "))
	}
}

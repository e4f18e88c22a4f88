package reports

import (
	"bufio"
	"crypto/sha256"
	_ "embed" // for the parts of the page
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/refmend/refmend/audit"
)

var (
	//go:embed page.html.tmpl
	pageTemplate string
	//go:embed page.css
	pageStyle string
	//go:embed page.js
	pageScript string

	parts = template.Must(template.New("page").Parse(pageTemplate))
)

// writeHTML writes one self-contained page: it needs no other resource, asks
// none of the network, and its Content-Security-Policy lets nothing run or
// load but what was put in here. The list is whole without scripts.
func writeHTML(w *bufio.Writer, r *audit.Report, _ Options) error {
	h := &pager{w: w, run: r.Run}
	h.part("top", newFront(r))
	findings := r.Findings()
	for len(findings) > 0 && h.err == nil {
		n := sameState(findings)
		h.open(findings[0].Link.Verdict.State, n)
		for _, f := range findings[:n] {
			h.part("card", newCard(f, h.run))
		}
		h.part("end", nil)
		findings = findings[n:]
	}
	h.quiet(r, audit.Skipped)
	h.quiet(r, audit.OK)
	h.linkless(r.Documents)
	h.part("bottom", legend(r))
	h.part("close", struct {
		Missed, Source string
		Script         template.JS
	}{shortfall(r), Printable(source(r)), template.JS(pageScript)})
	return h.err
}

// A pager writes parts of the page and remembers the first error.
type pager struct {
	w   io.Writer
	run audit.RunInfo
	err error
}

func (h *pager) part(name string, data any) {
	if h.err == nil {
		h.err = parts.ExecuteTemplate(h.w, name, data)
	}
}

// A heading opens a section.
type heading struct {
	State, Title, Meaning string
	N                     int
}

func (h *pager) open(s audit.State, n int) {
	words := stateWords[s]
	h.part("section", heading{s.String(), words.title, sentence(words.meaning), n})
}

// quiet lists the links of a state that needs nobody, a line each.
func (h *pager) quiet(r *audit.Report, s audit.State) {
	n := 0
	for f := range linksOf(r, s) {
		if h.err != nil {
			return
		}
		if n == 0 {
			h.open(s, r.Summary.ByState[s])
		}
		h.part("line", newLine(f))
		n++
	}
	if n > 0 {
		h.part("end", nil)
	}
}

// linkless lists the references without any link, which are no fault.
func (h *pager) linkless(docs []audit.Document) {
	n := 0
	for d := range docs {
		for i := range docs[d].References {
			if len(docs[d].References[i].Links) == 0 {
				n++
			}
		}
	}
	if n == 0 {
		return
	}
	h.part("section", heading{"bare", "Without any link", "These references name no address or DOI, which is no fault.", n})
	for d := range docs {
		for i := range docs[d].References {
			ref := &docs[d].References[i]
			if len(ref.Links) == 0 && h.err == nil {
				f := audit.Finding{Document: &docs[d], Reference: ref, Link: &audit.Link{}}
				h.part("linkless", struct{ Label, Place, Text, Lang string }{
					Printable(excerpt(ref.Label, 40)), Printable(f.Place()), Printable(clip(ref.Text, maxText)), language(ref.Language)})
			}
		}
	}
	h.part("end", nil)
}

// A front is what the top of the page shows.
type front struct {
	StyleHash, ScriptHash          string
	Tool, Headline, Missed, Source string
	Style                          template.CSS
	Remarks                        []noted
	Documents                      []docRow
	States                         []stateCount
}

// A noted is [remarks] as the page shows them.
type noted struct {
	Title, Class string
	All          []struct{ Path, Text string }
}

type docRow struct {
	Path, Title       string
	References, Links int
	Counts            []stateCount
	Note              string // in place of counts
}

type stateCount struct {
	State, Word string
	N           int
}

func newFront(r *audit.Report) front {
	f := front{
		StyleHash: hash(pageStyle), ScriptHash: hash(pageScript), Style: template.CSS(pageStyle),
		Tool: Printable(r.Tool.Name + " " + r.Tool.Version), Headline: headline(r), Missed: shortfall(r), Source: Printable(source(r)),
		States: counted(r.Summary.ByState),
	}
	for _, rs := range remarksOn(r.Documents) {
		n := noted{Title: rs.Title, Class: "odd"}
		if rs.Grave {
			n.Class = "unread"
		}
		for _, m := range rs.All {
			n.All = append(n.All, struct{ Path, Text string }{Printable(m.path), Printable(clip(m.text, maxText))})
		}
		f.Remarks = append(f.Remarks, n)
	}
	for i := range r.Documents {
		f.Documents = append(f.Documents, newDocRow(&r.Documents[i]))
	}
	return f
}

func newDocRow(d *audit.Document) docRow {
	row := docRow{Path: Printable(d.Path), Title: Printable(clip(d.Title, maxHarvest)), References: len(d.References), Note: "no links"}
	byState := map[audit.State]int{}
	for i := range d.References {
		for j := range d.References[i].Links {
			byState[d.References[i].Links[j].Verdict.State]++
			row.Links++
		}
	}
	row.Counts = counted(byState)
	if d.Error != "" {
		row.Note = "could not be read"
		if row.References > 0 {
			row.Note = "could be read only in part"
		}
	}
	return row
}

// counted gives the states that occur, the worst first.
func counted(n map[audit.State]int) []stateCount {
	var all []stateCount
	for _, s := range audit.States {
		if n[s] > 0 {
			all = append(all, stateCount{s.String(), stateWords[s].counted, n[s]})
		}
	}
	return all
}

// hash names an inline style or script as a Content-Security-Policy does (CSP
// Level 3, 2.3.1).
func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// legendState is the part of the legend for one state.
type legendState struct {
	State, Title, Meaning string
	Reasons               []audit.ReasonInfo
}

// legend explains the states and reasons that occur in r.
func legend(r *audit.Report) []legendState {
	var all []legendState
	for _, s := range audit.States {
		if r.Summary.ByState[s] == 0 {
			continue
		}
		l := legendState{s.String(), stateWords[s].title, stateWords[s].meaning, nil}
		for _, info := range audit.Reasons {
			if info.State == s && r.Summary.ByReason[info.Code] > 0 {
				l.Reasons = append(l.Reasons, info)
			}
		}
		all = append(all, l)
	}
	return all
}

// sentence makes a sentence of a phrase.
func sentence(phrase string) string {
	if phrase == "" {
		return ""
	}
	return capital(phrase) + "."
}

// language gives tag if it has the form of a language tag (RFC 5646, 2.1), for
// an attribute that must not lie.
func language(tag string) string {
	if len(tag) < 2 || len(tag) > 35 {
		return ""
	}
	for _, c := range tag {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			if c != '-' && (c < '0' || c > '9') {
				return ""
			}
		}
	}
	return tag
}

// markup shows what is written with its damage marked.
func markup(ps []piece) template.HTML {
	var b strings.Builder
	for _, p := range ps {
		text := template.HTMLEscapeString(p.text)
		switch {
		case p.gone:
			fmt.Fprintf(&b, `<em class="gone">%s</em>`, text)
		case p.hurt:
			fmt.Fprintf(&b, "<mark>%s</mark>", text)
		default:
			b.WriteString(text)
		}
	}
	return template.HTML(b.String())
}

package reports

import (
	"cmp"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/refmend/refmend/audit"
)

// A front is what the page shows before the list.
type front struct {
	StyleHash, ScriptHash          string
	Style                          template.CSS
	Tool, Headline, Subject, Title string
	Counts, Missed, Source         string
	Tiles                          []tile
	Bar                            []stretch
	Remarks                        []noted
	Documents                      []docRow
	Facets                         []facet
	Past                           *pastChart
}

// A tile counts the links that need the same.
type tile struct {
	ID, Word string
	N        int
}

// A stretch is part of a bar, in hundredths of its length.
type stretch struct {
	Class    string
	X, Width float64
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
	Bar               []stretch
	Note              string // in place of counts
}

type stateCount struct {
	State, Word string
	N           int
}

// A facet is one way to part the links, drawn as bars to choose from.
type facet struct {
	Name, Title string
	Bars        []bar
	More        int // how many there are beside Bars
}

type bar struct {
	Value, Word, Class string
	N                  int
	Width              float64
}

func newFront(r *audit.Report, items []item, past []audit.RunRecord) front {
	f := front{
		StyleHash: hash(pageStyle), ScriptHash: hash(pageScript), Style: template.CSS(pageStyle),
		Tool: Printable(r.Tool.Name + " " + r.Tool.Version), Counts: headline(r), Missed: shortfall(r), Source: Printable(source(r)),
		Past: newPastChart(past, r),
	}
	byNeed := [len(needs)]int{}
	for i := range items {
		byNeed[items[i].need]++
	}
	f.Headline = verdictOn(r, byNeed)
	f.Title = f.Headline
	if len(r.Documents) == 1 {
		f.Subject = Printable(clip(r.Documents[0].Title, maxHarvest))
		f.Title += " – " + Printable(excerpt(r.Documents[0].Path, 100))
	}
	for n, words := range needs {
		if byNeed[n] > 0 {
			f.Tiles = append(f.Tiles, tile{words.id, words.tile, byNeed[n]})
		}
	}
	f.Bar = stretches(len(items), len(needs), func(i int) (string, int) { return needs[i].id, byNeed[i] })
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
	f.Facets = facetsOf(r, items)
	return f
}

// verdictOn says in one sentence how the report stands.
func verdictOn(r *audit.Report, byNeed [len(needs)]int) string {
	links, checked := r.Summary.Links, r.Summary.Links-r.Summary.ByState[audit.Skipped]
	wrong, open := byNeed[needMend]+byNeed[needLook], byNeed[needOpen]+byNeed[needLater]
	verb := "need"
	if wrong == 1 {
		verb = "needs"
	}
	switch {
	case r.Summary.References == 0 && len(unread(r.Documents)) > 0:
		return unreadable(len(unread(r.Documents)), len(r.Documents))
	case r.Summary.References == 0:
		return "No references were found"
	case links == 0:
		return "The references have no links"
	case wrong > 0 && links == 1:
		return "The one link needs attention"
	case wrong == links:
		return fmt.Sprintf("All %d links need attention", links)
	case wrong > 0:
		return fmt.Sprintf("%d of %d links %s attention", wrong, links, verb)
	case checked == 0:
		return "No link was to be checked"
	case open == checked:
		return "No link could be checked"
	case open > 0:
		return fmt.Sprintf("No fault was found, but %d of %d links could not be checked", open, links)
	}
	all := checked == links && r.Run.Complete
	switch {
	case checked == 1 && all:
		return "The one link is fine"
	case checked == 1:
		return "The one link that was checked is fine"
	case all:
		return fmt.Sprintf("All %d links are fine", links)
	}
	return fmt.Sprintf("All %d links that were checked are fine", checked)
}

// unreadable says that nothing was found because so many documents could not be
// read.
func unreadable(lost, all int) string {
	switch {
	case lost < all:
		return fmt.Sprintf("No references were found, but %d of %d documents could not be read", lost, all)
	case all == 1:
		return "The document could not be read"
	}
	return fmt.Sprintf("None of the %d documents could be read", all)
}

// stretches parts a bar of n kinds, which count gives the class and the number of.
func stretches(total, n int, count func(i int) (string, int)) []stretch {
	var all []stretch
	x := 0
	for i := range n {
		class, k := count(i)
		if k > 0 {
			all = append(all, stretch{class, percent(x, total), percent(k, total)})
		}
		x += k
	}
	return all
}

func percent(n, total int) float64 {
	if total == 0 {
		return 0
	}
	return float64(10000*n/total) / 100
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
	row.Bar = stretches(row.Links, len(row.Counts), func(i int) (string, int) { return row.Counts[i].State, row.Counts[i].N })
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

// maxHosts is how many hosts are drawn; the others can be written into a field.
const maxHosts = 8

// facetsOf gives the states, the reasons and, of what needs somebody, the hosts,
// where there are several.
func facetsOf(r *audit.Report, items []item) []facet {
	states := facet{Name: "state", Title: "State"}
	for _, c := range counted(r.Summary.ByState) {
		states.Bars = append(states.Bars, bar{Value: c.State, Word: c.Word, Class: c.State, N: c.N})
	}
	reasons := facet{Name: "reason", Title: "Reason"}
	hosts := map[string]int{}
	byReason := map[audit.Reason]int{}
	class := map[audit.Reason]audit.State{} // the worst in which it occurs
	for i := range items {
		l := items[i].Link
		byReason[l.Verdict.Reason]++
		if s, ok := class[l.Verdict.Reason]; !ok || slices.Index(audit.States, l.Verdict.State) < slices.Index(audit.States, s) {
			class[l.Verdict.Reason] = l.Verdict.State
		}
		if h := l.Target.Host(); h != "" && items[i].need != needNone {
			hosts[h]++
		}
	}
	for reason, n := range byReason {
		code := Printable(string(reason))
		reasons.Bars = append(reasons.Bars, bar{Value: code, Word: strings.ReplaceAll(code, "-", " "), Class: class[reason].String(), N: n})
	}
	many := facet{Name: "host", Title: "Host"}
	for _, h := range slices.Sorted(maps.Keys(hosts)) {
		many.Bars = append(many.Bars, bar{Value: Printable(h), Word: Printable(excerpt(h, 80)), Class: "host", N: hosts[h]})
	}
	rank := map[string]int{}
	for i, s := range audit.States {
		rank[s.String()] = i
	}
	byN := func(a, b bar) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(rank[a.Class], rank[b.Class]), strings.Compare(a.Value, b.Value))
	}
	slices.SortFunc(reasons.Bars, byN)
	slices.SortFunc(many.Bars, byN)
	if len(many.Bars) > maxHosts {
		many.More = len(many.Bars) - maxHosts
		many.Bars = many.Bars[:maxHosts]
	}
	var all []facet
	for _, f := range []facet{states, reasons, many} {
		most := 0
		for _, b := range f.Bars {
			most = max(most, b.N)
		}
		for i := range f.Bars {
			f.Bars[i].Width = max(1, percent(f.Bars[i].N, most))
		}
		if len(f.Bars) > 1 {
			all = append(all, f)
		}
	}
	return all
}

// A back is what the page shows behind the list.
type back struct {
	About          string // the title of Rules
	Rules          []string
	Legend         []legendState
	Missed, Source string
	Script         template.JS
}

// legendState is the part of the legend for one state.
type legendState struct {
	State, Title, Meaning string
	Reasons               []legendReason
}

type legendReason struct {
	ID string
	audit.ReasonInfo
}

// newBack explains the states and reasons that occur in r.
func newBack(r *audit.Report, occurs map[verdict]bool) back {
	b := back{About: aboutRules, Missed: shortfall(r), Source: Printable(source(r)), Script: template.JS(pageScript)}
	for _, warning := range r.Run.Warnings {
		b.Rules = append(b.Rules, Printable(clip(warning, maxText)))
	}
	for _, s := range audit.States {
		if r.Summary.ByState[s] == 0 {
			continue
		}
		l := legendState{s.String(), stateWords[s].title, capital(stateWords[s].meaning) + ".", nil}
		for _, listed := range audit.Reasons {
			v := verdict{s, listed.Code}
			if info, ok := audit.Explain(s, listed.Code); ok && occurs[v] {
				l.Reasons = append(l.Reasons, legendReason{anchorOf(s, info.Code), info})
				delete(occurs, v) // codes of two states are listed twice
			}
		}
		b.Legend = append(b.Legend, l)
	}
	return b
}

// anchorOf names the place of a reason in the legend.
func anchorOf(s audit.State, r audit.Reason) string { return s.String() + "-" + string(r) }

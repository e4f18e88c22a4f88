package reports

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/refmend/refmend/audit"
)

// A card is a finding as the HTML page shows it. All strings are [Printable].
type card struct {
	Label, Place, State, Reason string
	Text, Lang                  string
	Meta                        []string
	Written                     template.HTML
	Href                        string // where the link leads; "" if the page must not lead there
	Wrong                       []string
	Action                      string
	Mends                       []cardMend
	Summary                     string
	Facts, Hops                 []string
}

type cardMend struct {
	Verb, Target, Href, Note string
	Failed                   bool
}

func newCard(f audit.Finding, run audit.RunInfo) card {
	a, l := explain(f, run), f.Link
	c := card{
		Label: Printable(excerpt(f.Reference.Label, 40)), Place: Printable(a.place),
		State: l.Verdict.State.String(), Reason: Printable(string(l.Verdict.Reason)),
		Text: Printable(clip(surroundings(f), maxText)), Lang: language(f.Reference.Language),
		Meta: harvested(l.Metadata), Written: markup(pieces(l)), Wrong: printable(a.wrong),
		Facts: printable(append(a.facts, more(l.Evidence)...)),
	}
	if l.Verdict.State != audit.Damaged {
		c.Href = linkable(string(l.Target), l.Verdict)
	}
	if a.advise() {
		c.Action = a.action
	}
	for _, m := range a.repairs {
		target := string(m.target)
		d := cardMend{m.verb, Printable(target), "", m.note, m.failed}
		if !m.failed {
			d.Href = webAddress(target)
		}
		c.Mends = append(c.Mends, d)
	}
	if len(c.Facts) > 0 {
		c.Summary = "Evidence: " + c.Facts[0]
	}
	if l.Evidence != nil {
		for _, h := range l.Evidence.Hops {
			c.Hops = append(c.Hops, Printable(hopWords(h)))
		}
	}
	return c
}

// printable makes every string [Printable].
func printable(all []string) []string {
	for i, s := range all {
		all[i] = Printable(s)
	}
	return all
}

// more tells what of the evidence only a closer look needs.
func more(e *audit.Evidence) []string {
	if e == nil {
		return nil
	}
	var all []string
	if !e.CheckedAt.IsZero() && !e.Cached {
		all = append(all, "checked "+e.CheckedAt.UTC().Format("2006-01-02 15:04 UTC"))
	}
	if e.ElapsedMS > 0 {
		all = append(all, fmt.Sprintf("answered after %d ms", e.ElapsedMS))
	}
	if e.ContentType != "" {
		all = append(all, clip(e.ContentType, 100))
	}
	return all
}

// harvested tells what a page says of itself, the title first.
func harvested(m *audit.Metadata) []string {
	if m == nil {
		return nil
	}
	var all []string
	add := func(s string) {
		if s != "" {
			all = append(all, Printable(clip(s, maxHarvest)))
		}
	}
	add(m.Title)
	authors := m.Authors
	if len(authors) > 8 {
		authors = append(authors[:8:8], fmt.Sprintf("and %d more", len(m.Authors)-8))
	}
	add(strings.Join(authors, ", "))
	add(m.Container)
	add(m.Publisher)
	add(m.Published)
	if m.DOI != "" {
		add("DOI " + m.DOI)
	}
	return all
}

// A line is a link that needs nobody, as the HTML page shows it.
type line struct{ Label, Place, State, Reason, Href, Shown, Title string }

func newLine(f audit.Finding) line {
	l := f.Link
	n := line{
		Label: Printable(excerpt(f.Reference.Label, 40)), Place: Printable(f.Place()),
		State: l.Verdict.State.String(), Reason: Printable(string(l.Verdict.Reason)),
		Href: linkable(string(l.Target), l.Verdict), Shown: Printable(linkText(l)),
	}
	if l.Metadata != nil {
		n.Title = Printable(clip(l.Metadata.Title, maxHarvest))
	}
	return n
}

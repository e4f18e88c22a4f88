package reports

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/refmend/refmend/audit"
)

// card writes one link that somebody has something to do about. said is the
// sentence that already stands above it.
//
// Every byte counts a hundred thousand times: end tags that HTML does not need
// are left out, and so is what page.js can add, which are the buttons that copy.
func (p *pager) card(it *item, said string) {
	l := it.Link
	a := explain(it.Finding, p.report.Run)
	p.open(it, "")
	inText := p.reference(it)
	if !inText {
		p.raw("<p class=w><code>")
		p.written(l)
		p.raw("</code>")
	}
	for _, w := range a.wrong {
		if w != said {
			p.raw("<p>")
			p.sentence(w)
		}
	}
	for i := range a.repairs {
		p.mend(&a.repairs[i])
	}
	p.compared(it)
	p.history(l)
	p.evidence(l)
	p.raw("\n")
}

// sentence writes a sentence, the DOI of a notice in it as a link.
func (p *pager) sentence(s string) {
	const resolver = "https://doi.org/"
	before, rest, ok := strings.Cut(s, "("+resolver)
	doi, after, closed := strings.Cut(rest, ").")
	if !ok || !closed {
		p.text(s)
		return
	}
	p.text(before + "(")
	p.link(webAddress(resolver+doi), resolver+doi)
	p.text(")." + after)
}

// open writes the beginning of an entry: what it is called and where it stands.
// class is "" or that of the entry with a space before it.
func (p *pager) open(it *item, class markup) {
	p.raw("<li id=f")
	p.num(it.n)
	p.raw(class)
	if it.doc > 0 {
		p.raw(" data-d=")
		p.num(it.doc)
	}
	if h := it.Link.History; h != nil && !h.FailingSince.IsZero() {
		p.raw(` data-s="`)
		p.text(day(h.FailingSince))
		p.raw(`"`)
	}
	p.raw("><h4><a href=#f")
	p.num(it.n)
	p.raw(">")
	p.place(it.Reference, cmp.Or(it.Link.Part, it.Reference.Part), cmp.Or(it.Link.Page, it.Reference.Page), cmp.Or(it.Link.Line, it.Reference.Line), it.Document)
	if h := it.Link.History; h != nil && !isFirstCheck(it.Link) {
		if words := tagWords[h.Change]; words != "" {
			p.raw(" <em>")
			p.raw(words)
			p.raw("</em>")
		}
	}
	p.raw("</h4>")
}

var tagWords = map[audit.Change]markup{audit.ChangeNew: "new", audit.ChangeBroke: "not broken in the last run", audit.ChangeFixed: "mended"}

// place writes the label of a reference and where it stands, and ends the link
// to the entry behind the first of them.
func (p *pager) place(ref *audit.Reference, part string, page, line int, doc *audit.Document) {
	if ref.Label != "" {
		p.raw("[")
		if l := excerpt(ref.Label, 40); plain(l) {
			p.text(l)
		} else {
			p.raw("<bdi>")
			p.text(l)
			p.raw("</bdi>")
		}
		p.raw("]</a> ")
	}
	comma := markup("")
	if len(p.report.Documents) > 1 {
		p.raw("<bdi>")
		p.text(doc.Path)
		p.raw("</bdi>")
		comma = ", "
	}
	if part != "" {
		p.raw(comma)
		p.raw("<bdi>")
		p.text(part)
		p.raw("</bdi>")
		comma = ", "
	}
	switch {
	case page > 0:
		p.raw(comma)
		p.raw("page ")
		p.num(page)
	case line > 0:
		p.raw(comma)
		p.raw("line ")
		p.num(line)
	case comma == "" && ref.Label == "":
		p.raw("here")
	}
	if ref.Label == "" {
		p.raw("</a>")
	}
}

// reference writes the text of the reference with the link marked in it, and
// tells whether the link was found there.
func (p *pager) reference(it *item) bool {
	ref, l := it.Reference, it.Link
	text := clip(surroundings(it.Finding), maxText)
	if text == "" {
		return false
	}
	p.raw("<p class=q")
	p.speech(text, ref.Language)
	from, to := within(text, l)
	if from < 0 {
		p.text(text)
		return false
	}
	p.text(text[:from])
	p.raw("<bdi class=at>")
	p.written(l)
	p.raw("</bdi>")
	p.text(text[to:])
	return true
}

// speech ends a start tag with what browsers must know of the text in it: its
// language, and that its first letters tell in which direction it runs. ASCII
// runs in the page's.
func (p *pager) speech(text, lang string) {
	if !plain(text) {
		p.raw(" dir=auto")
	}
	if lang = language(lang); lang != "" {
		p.raw(" lang=")
		p.text(lang)
	}
	p.raw(">")
}

// within finds where what is written of a link stands in the text of its
// reference; from is -1 if that is not sure.
func within(text string, l *audit.Link) (from, to int) {
	if l.Written == "" {
		// The detail of a link that was left out names the label that stands
		// before it, in quotation marks.
		_, label, _ := strings.Cut(l.Verdict.Detail, "“")
		label, _, ok := strings.Cut(label, "”")
		if !ok || l.Verdict.Reason != audit.ReasonMissingURL || strings.Count(text, label) != 1 {
			return -1, -1
		}
		at := strings.Index(text, label) + len(label)
		return at, at
	}
	for _, w := range []string{l.Written, strings.Join(strings.Fields(l.Written), " ")} {
		if at := strings.Index(text, w); at >= 0 && w != "" {
			return at, at + len(w)
		}
	}
	return -1, -1
}

// written writes what the source says, its damage marked, as a link if it leads
// somewhere.
func (p *pager) written(l *audit.Link) {
	if l.Verdict.State != audit.Damaged {
		p.link(linkable(string(l.Target), l.Verdict), clip(l.Written, maxWritten))
		return
	}
	p.pieces(pieces(l))
}

// pieces writes a text of which some is marked.
func (p *pager) pieces(all []piece) {
	for _, piece := range all {
		switch {
		case piece.gone:
			p.raw("<em class=gone>")
			p.text(piece.text)
			p.raw("</em>")
		case piece.hurt:
			p.raw("<mark>")
			p.text(piece.text)
			p.raw("</mark>")
		default:
			p.text(piece.text)
		}
	}
}

// mend writes a repair.
func (p *pager) mend(m *mend) {
	p.raw("<p class=m><b>")
	p.text(capital(m.verb))
	target := string(m.target)
	if m.failed {
		p.raw("</b> <s>")
		p.text(target)
		p.raw("</s> <small>")
	} else {
		p.raw("</b> <code>")
		p.link(webAddress(target), target)
		p.raw("</code> <small>")
	}
	p.text(m.note)
	p.raw("</small>")
}

// evidence writes what the verdict rests on: the first fact to see, the others
// on demand.
func (p *pager) evidence(l *audit.Link) {
	all := append(answered(l, p.report.Run), more(l.Evidence, p.report.Run)...)
	if len(all) == 0 {
		return
	}
	p.raw("<details><summary>") // "Evidence: " stands before it by page.css
	p.text(all[0])
	p.raw("</summary>")
	for i, fact := range all[1:] {
		if i > 0 {
			p.raw("; ")
		}
		p.text(fact)
	}
	if hops := l.Evidence.Hops; len(hops) > 0 {
		p.raw("<ol>")
		for _, hop := range hops {
			p.raw("<li>")
			p.text(hopWords(hop))
		}
		p.raw("</ol>")
	}
	p.raw("</details>")
}

// more tells what of the evidence only a closer look needs. The day is that of
// the run, which stands at the top, unless it is told.
func more(e *audit.Evidence, run audit.RunInfo) []string {
	if e == nil {
		return nil
	}
	var all []string
	if !e.CheckedAt.IsZero() && !e.Cached {
		at := e.CheckedAt.UTC().Format("15:04 UTC")
		if d := day(e.CheckedAt); d != day(run.Started) {
			at = d + " " + at
		}
		all = append(all, "checked "+at)
	}
	if e.ElapsedMS > 0 {
		all = append(all, fmt.Sprintf("after %d ms", e.ElapsedMS))
	}
	if t := e.ContentType; t != "" && !strings.HasPrefix(t, "text/html") {
		all = append(all, clip(t, 100))
	}
	return all
}

// line writes a link that needs nobody. said is the sentence that already stands
// above it; why a link was left out, and what is odd of its work, is added.
func (p *pager) line(it *item, said string) {
	p.open(it, " class=line")
	l := it.Link
	p.raw("<p dir=auto>")
	p.link(linkable(string(l.Target), l.Verdict), linkText(l))
	if l.Metadata != nil && l.Metadata.Title != "" {
		p.raw(" <i>")
		p.text(clip(l.Metadata.Title, maxHarvest))
		p.raw("</i>")
	}
	if d := l.Verdict.Detail; d != said && (l.Verdict.State == audit.Skipped || l.Metadata != nil && len(l.Metadata.Notices) > 0) {
		p.raw(" <small>")
		p.text(d)
		p.raw("</small>")
	}
	p.raw("\n")
}

// bare writes the n-th reference without any link, which is no fault.
func (p *pager) bare(ref *audit.Reference, doc, n int) {
	p.raw("<li id=r")
	p.num(n)
	p.raw(" class=line")
	if doc > 0 {
		p.raw(" data-d=")
		p.num(doc)
	}
	p.raw("><h4><a href=#r")
	p.num(n)
	p.raw(">")
	p.place(ref, ref.Part, ref.Page, ref.Line, &p.report.Documents[doc])
	p.raw("</h4><p")
	p.speech(ref.Text, ref.Language)
	p.text(clip(ref.Text, maxText))
	p.raw("\n")
}

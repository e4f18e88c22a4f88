package reports

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// mostWords is the length of what a reference says that is exported where no
// title is known, in characters.
const mostWords = 1000

// workOf gives what a reference cites. ok is false if the reference says
// nothing that a bibliography could hold.
func workOf(ref *audit.Reference) (w work, ok bool) {
	m, from, rank := bestMetadata(ref)
	w.describe(ref, m, rank)
	if from != nil && from.Kind == refs.KindISBN && ref.Title != "" && !sameWords(m.Title, ref.Title) {
		// The number may be that of the book in which the work stands.
		w.title, w.container, w.kind = tidy(ref.Title), tidy(m.Title), "chapter"
		w.authors = people(ref.Authors, nil, w.language, false)
	}
	for i := range ref.Links {
		l := &ref.Links[i]
		w.locate(l, ref.Accessed == "")
		if l != from && l.Metadata != nil && tellsOfCited(l.Verdict) && isSameWork(&m, l.Metadata) {
			w.detail(l.Metadata.Told())
		}
	}
	if id := refs.DOITarget(bareDOI(m.DOI)).DOI(); w.doi == "" && rank > weak && id != "" {
		w.doi = tidy(id)
	}
	first(&w.isbn, m.Told().ISBN)
	w.kind = w.kindOf(w.kind)
	if bibKinds[w.kind].whole() {
		w.pages = "" // how many it has
	}
	if w.note = retraction(&m); w.note == "" && w.title == "" && isEntry(ref, w.located()) {
		w.note = tidy(excerpt(ref.Text, mostWords))
	}
	return w, w.title != "" || w.note != "" || w.located()
}

// isEntry tells whether what a reference says is to be exported where no title is
// known: not of running text in which a link stands, nor if that is no link to a
// work.
func isEntry(ref *audit.Reference, located bool) bool {
	skipped := func(l audit.Link) bool { return l.Verdict.State == audit.Skipped }
	return ref.Listed || ref.Label != "" || len(ref.Links) == 0 || !located && !slices.ContainsFunc(ref.Links, skipped)
}

// How far metadata is to be believed, by its source.
const (
	nothing    = iota
	weak       // the page's title as browsers show it
	described  // tags for whatever a site publishes
	scholarly  // tags for works
	registered // in the registry of the work's identifier
)

var sourceRanks = map[string]int{
	audit.SourceRegistry: registered, "citation-meta": scholarly, "json-ld": described, "dublin-core": described,
}

// bestMetadata gives the most reliable metadata that is of what a reference
// cites, and the link it is from; nil and zero values if there is none.
func bestMetadata(ref *audit.Reference) (m audit.Metadata, from *audit.Link, rank int) {
	for i := range ref.Links {
		l := &ref.Links[i]
		if l.Metadata == nil || !tellsOfCited(l.Verdict) {
			continue
		}
		r := max(sourceRanks[l.Metadata.Source], weak)
		if r > rank {
			m, from, rank = *l.Metadata, l, r
		}
	}
	return m, from, rank
}

// tellsOfCited tells whether what is known of a link's page is about what is
// cited, and not about an error page, a wall or another work.
func tellsOfCited(v audit.Verdict) bool {
	switch v.State {
	case audit.OK, audit.Moved, audit.Damaged, audit.Skipped:
		return true
	}
	switch v.Reason {
	case audit.ReasonRetracted, audit.ReasonFragmentMissing, audit.ReasonTLSCertificate, audit.ReasonDOILandingNotFound:
		return true
	}
	return false
}

// describe fills in what metadata and reference say. Weak metadata only
// completes the reference, other goes before it.
func (w *work) describe(ref *audit.Reference, m audit.Metadata, rank int) {
	choose := func(harvested, cited string) string {
		if harvested = tidy(harvested); rank > weak && harvested != "" {
			return harvested
		}
		if cited = tidy(cited); cited != "" {
			return cited
		}
		return harvested
	}
	year := ""
	if ref.Year > 0 {
		year = fmt.Sprintf("%04d", ref.Year)
	}
	w.language = choose(languageTag(m.Language), languageTag(ref.Language))
	w.title = choose(m.Title, ref.Title)
	w.published = choose(isoDate(m.Published), year)
	if day := isoDate(m.Published); strings.HasPrefix(day, year) {
		w.published = day
	}
	w.accessed = isoDate(ref.Accessed)
	w.container, w.publisher, w.kind = tidy(m.Container), tidy(m.Publisher), m.Type
	d := m.Told()
	w.detail(d)
	if len(m.Authors) > 0 && (rank > weak || len(ref.Authors) == 0) {
		w.authors = people(m.Authors, d.Families, w.language, true)
	}
	if len(w.authors) == 0 {
		w.authors = people(ref.Authors, nil, w.language, false)
	}
}

// detail fills in what is not known yet of where the work stands. The numbers go
// together: one source counts a preprint, another the article.
func (w *work) detail(d audit.Details) {
	if w.volume+w.issue+w.pages == "" {
		w.volume, w.issue, w.pages = tidy(d.Volume), tidy(d.Issue), tidy(d.Pages)
	}
	first(&w.series, d.Series)
	first(&w.issn, d.ISSN)
}

// isSameWork tells whether two links of a reference lead to one work: many lead to a
// paper and to its data.
func isSameWork(m, o *audit.Metadata) bool {
	if m.DOI != "" && o.DOI != "" {
		return strings.EqualFold(bareDOI(m.DOI), bareDOI(o.DOI))
	}
	return sameWords(m.Title, o.Title)
}

// locate adds where a link leads, and what is to be said of it.
func (w *work) locate(l *audit.Link, dated bool) {
	if l.Verdict.State == audit.Skipped && l.Verdict.Reason != audit.ReasonExcluded && l.Kind != refs.KindISBN {
		return
	}
	t := address(l)
	kind, id := t.Identifier()
	if l.Kind == refs.KindISBN && l.Verdict.State != audit.Damaged {
		kind, id = refs.KindISBN, l.ID
	}
	switch kind {
	case refs.KindArXiv:
		first(&w.arxiv, id)
	case refs.KindPMID:
		first(&w.pmid, id)
	case refs.KindPMCID:
		first(&w.pmcid, id)
	case refs.KindISBN:
		first(&w.isbn, id)
	}
	first(&w.doi, t.DOI())
	if id, ok := strings.CutPrefix(strings.ToLower(t.DOI()), arXivDOI); ok {
		if kind, id := refs.Target("https://arxiv.org/abs/" + id).Identifier(); kind == refs.KindArXiv {
			first(&w.arxiv, id)
		}
	}
	w.remarkOn(l, t)
	copied, isCopy := t.Archived()
	if isCopy {
		first(&w.archive, onWeb(t))
		first(&w.copied, isoDate(copied.Time))
		t = copied.Original
	}
	page := onWeb(t)
	if page == "" || t.DOI() != "" || w.url != "" {
		return
	}
	w.url = page
	if e := l.Evidence; dated && e != nil && !isCopy && (l.Verdict.State == audit.OK || l.Verdict.State == audit.Moved) && !e.CheckedAt.IsZero() {
		first(&w.accessed, isoDate(e.CheckedAt.UTC().Format(time.DateOnly)))
	}
	for _, p := range l.Repairs {
		if c, ok := p.Target.Archived(); ok && p.Rule == audit.RuleArchivedCopy {
			first(&w.archive, onWeb(p.Target))
			first(&w.copied, isoDate(c.Time))
		}
	}
}

// arXivDOI is what the DOIs of e-prints begin with, in small letters.
const arXivDOI = "10.48550/arxiv."

// address gives where a link leads or, if it is repaired, where it should: to
// the first repair that was verified, or that is certain and did not fail.
// What is damaged beyond repair leads nowhere, but to a private place.
func address(l *audit.Link) refs.Target {
	for _, p := range l.Repairs {
		proven := p.Verified != nil && *p.Verified
		if p.Rule != audit.RuleArchivedCopy && (proven || p.Verified == nil && p.Confidence == refs.Certain) {
			return p.Target
		}
	}
	if l.Verdict.State == audit.Damaged && l.Verdict.Reason != audit.ReasonLocalTarget {
		return ""
	}
	return l.Target
}

// onWeb gives a target as it is written in a bibliography; "" if it is none of
// the web. What typesetters stumble over is escaped.
func onWeb(t refs.Target) string {
	if !strings.HasPrefix(string(t), "https://") && !strings.HasPrefix(string(t), "http://") {
		return ""
	}
	var b strings.Builder
	for _, c := range []byte(t) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte("{}\\\"<>^`|[]", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// remarkOn notes what is to be known of a link whose verdict is not fine. t is
// where it leads now.
func (w *work) remarkOn(l *audit.Link, t refs.Target) {
	v := l.Verdict
	if v.State == audit.OK || v.State == audit.Moved || v.State == audit.Skipped || v.Reason == audit.ReasonOffline || v.Reason == audit.ReasonRetracted {
		return
	}
	remark := v.State.String()
	private := v.Reason == audit.ReasonLocalTarget && t == l.Target // see address
	if v.State == audit.Damaged && t != "" && !private {
		remark = "repaired"
	}
	if info, ok := audit.Explain(v.State, v.Reason); ok {
		remark += ": " + info.Meaning
	} else {
		remark += "."
	}
	if !strings.Contains(w.remark, remark) {
		w.remark = strings.TrimSpace(w.remark + " " + remark)
	}
}

// retraction says that a work is retracted; "" if it is not.
func retraction(m *audit.Metadata) string {
	for _, n := range m.Notices {
		word := map[string]string{"retraction": "Retracted", "withdrawal": "Withdrawn", "removal": "Removed", "partial-retraction": "Retracted in part"}[n.Type]
		if word == "" {
			continue
		}
		if date := isoDate(n.Date); date != "" {
			word += " " + date
		}
		return word + "."
	}
	return ""
}

// located tells whether it is known where the work is to be found.
func (w *work) located() bool {
	return w.doi+w.arxiv+w.pmid+w.pmcid+w.isbn+w.url+w.archive != ""
}

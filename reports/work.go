package reports

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	bcp47 "golang.org/x/text/language"

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
		w.authors = people(ref.Authors, w.language, false)
	}
	for i := range ref.Links {
		w.locate(&ref.Links[i], ref.Accessed == "")
	}
	if id := refs.DOITarget(bareDOI(m.DOI)).DOI(); w.doi == "" && rank > weak && id != "" {
		w.doi = tidy(id)
	}
	w.kind = w.kindOf(w.kind)
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
	if len(m.Authors) > 0 && (rank > weak || len(ref.Authors) == 0) {
		w.authors = people(m.Authors, w.language, true)
	}
	if len(w.authors) == 0 {
		w.authors = people(ref.Authors, w.language, false)
	}
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
	if v.State == audit.Damaged && t != "" {
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

// kindOf gives CSL's type for the word that metadata has, or what is most
// probable.
func (w *work) kindOf(word string) string {
	switch _, known := bibKinds[word]; {
	case known:
		return word
	case word == "monograph" || word == "edited-book" || word == "reference-book":
		return "book"
	case w.container != "" && w.doi != "":
		return "article-journal"
	case w.arxiv != "":
		return "article"
	case w.isbn != "":
		return "book"
	case w.doi == "" && w.url != "":
		return "webpage"
	}
	return "document"
}

// first sets what is not set yet.
func first(to *string, s string) {
	if *to == "" {
		*to = tidy(s)
	}
}

// archiveName names who keeps a copy.
func archiveName(address string) string {
	host := refs.Target(address).Host()
	if host == "web.archive.org" {
		return "Internet Archive"
	}
	return host
}

// bareDOI gives a DOI without a resolver's address or a label.
func bareDOI(s string) string {
	if i := strings.Index(s, "10."); i >= 0 && len(s) < 2048 {
		return s[i:]
	}
	return ""
}

// isoDate gives as much of a date ("2019-05-17T00:00:00Z", "2019-05", "2019") as
// can be true, without the time of day; "" if that is nothing.
func isoDate(s string) string {
	s, _, _ = strings.Cut(s, "T")
	parts := strings.Split(s, "-")
	var date string
	for i, length := range []int{4, 2, 2}[:min(3, len(parts))] {
		n, err := strconv.ParseUint(parts[i], 10, 16)
		if err != nil || len(parts[i]) != length || n == 0 || i == 1 && n > 12 {
			break
		}
		date = strings.TrimPrefix(date+"-"+parts[i], "-")
	}
	if len(date) == len(time.DateOnly) {
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			return date[:7]
		}
	}
	return date
}

// dateParts gives the numbers of what [isoDate] gave.
func dateParts(date string) (parts []int) {
	for s := range strings.SplitSeq(date, "-") {
		if n, err := strconv.Atoi(s); err == nil {
			parts = append(parts, n)
		}
	}
	return parts
}

// languageTag gives the normal form of a tag of BCP 47; "" if s is none.
func languageTag(s string) string {
	tag, err := bcp47.Parse(s)
	if err != nil || tag == bcp47.Und {
		return ""
	}
	return tag.String()
}

// sameWords tells whether two titles begin with the same words.
func sameWords(a, b string) bool {
	words := func(s string) []string {
		return strings.FieldsFunc(strings.ToLower(tidy(s)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	}
	x, y := words(a), words(b)
	n := min(len(x), len(y))
	return n > 0 && slices.Equal(x[:n], y[:n])
}

package crawler

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/refmend/refmend/audit"
)

// saysEnough tells that the head leaves nothing open that the body may hold.
func (p *harvested) saysEnough() bool {
	if p.has(citationTitle) || p.has(bepressTitle) || p.has(eprintsTitle) {
		return true
	}
	titled := p.ld.title != "" || p.has(ogTitle) || p.has(dcTitle)
	authored := len(p.ld.authors) > 0 || p.has(dcCreator) || p.has(metaAuthor) || p.has(articleAuthor)
	dated := p.ld.published != "" || p.has(articlePublished) || p.has(dcIssued) || p.has(dcDate) || p.has(metaDate)
	return titled && authored && dated
}

// metadata chooses, for each field, the source that is most to be trusted:
// tags made for citations, then JSON-LD, then Dublin Core, then what is made
// for social networks, then what is made for readers.
func (p *harvested) metadata() audit.Metadata {
	m := audit.Metadata{
		Publisher: p.publisher(),
		Language:  p.language(),
		DOI:       p.doi(),
		Type:      p.kind(),
	}
	m.Container = p.container(m.Type)
	m.Title, m.Source = p.bestTitle()
	details := p.details()
	m.Authors, details.Families = families(p.authors())
	m.Details = details.OrNil()
	m.Published = p.published(m.Title)
	for _, written := range []string{p.canon, p.first(ogURL), p.first(citationURL)} {
		if m.Canonical == "" {
			m.Canonical = p.absolute(written)
		}
	}
	return m
}

// bestTitle gives the title of the page's work and where it came from. The
// name of the site is no title, except where nothing else stands.
func (p *harvested) bestTitle() (title, source string) {
	for _, f := range []struct {
		field  field
		source string
	}{
		{citationTitle, "citation-meta"},
		{bepressTitle, "bepress"},
		{eprintsTitle, "eprints"},
	} {
		if t := fold(unmark(p.first(f.field)), maxTitle); t != "" {
			return t, f.source
		}
	}
	og := p.cleanTitle(fold(unmark(p.first(ogTitle)), maxTitle))
	if t := p.ld.title; p.ld.rank > 1 && t != "" && !p.ofSite(t) {
		if start := strings.TrimRight(t, ".… "); start != t && strings.HasPrefix(og, start) {
			return og, "open-graph" // headlines are cut at 110 characters
		}
		return p.cleanTitle(t), "json-ld"
	}
	if t := fold(unmark(p.first(dcTitle)), maxTitle); t != "" && !p.ofSite(t) {
		return t, "dublin-core"
	}
	for _, t := range []string{og, p.cleanTitle(fold(unmark(p.first(twitterTitle)), maxTitle))} {
		if t != "" && !p.ofSite(t) {
			return t, "open-graph"
		}
	}
	if t := p.cleanTitle(p.title); t != "" && (!p.ofSite(t) || len(p.headings) == 0) {
		return t, "html"
	}
	for _, h := range p.headings {
		if !h.banner {
			return h.text, "html"
		}
	}
	if p.title != "" {
		return p.title, "html"
	}
	return "", ""
}

func (p *harvested) authors() []string {
	if names := namesOf(append(p.all(citationAuthor), p.all(citationAuthors)...), false); len(names) > 0 {
		return names
	}
	for _, f := range []field{bepressAuthor, eprintsAuthor} {
		if names := namesOf(p.all(f), false); len(names) > 0 {
			return names
		}
	}
	if len(p.ld.authors) > 0 {
		return p.ld.authors
	}
	for _, f := range []field{dcCreator, metaAuthor, articleAuthor} {
		if names := namesOf(p.coin["rft.au"], false); f != dcCreator && len(names) > 0 {
			return names
		}
		var names []string
		for _, name := range namesOf(p.all(f), true) {
			if !p.ofSite(name) {
				names = append(names, name)
			}
		}
		if len(names) > 0 {
			return names
		}
	}
	return nil
}

// dateFields is the order in which dates are believed. The day on which a
// paper went online comes after the one that it is cited with.
var dateFields = [...]field{
	citationPublicationDate, citationDate, bepressDate, eprintsDate, prismDate, citationCoverDate, citationOnlineDate,
	dcIssued, dcDate, articlePublished, metaDate, citationYear,
}

// published gives the date of the page's work. The first of January is often
// put for "some day of this year": a finer date of the same or a neighbouring
// year is then better.
func (p *harvested) published(title string) string {
	var best string
	for _, f := range dateFields {
		if best != "" && !strings.HasSuffix(best, "-01-01") {
			return best
		}
		if f == dcDate && p.ld.published != "" {
			best = finer(best, p.ld.published)
		}
		if f == articlePublished {
			best = finer(best, isoDate(p.coin.first("rft.date")))
		}
		best = finer(best, isoDate(p.first(f)))
	}
	best = finer(best, p.ld.published)
	if best == "" {
		best = p.bodyDate(title)
	}
	if best == "" && !p.has(citationTitle) {
		best = dateInURL(p.url)
	}
	return best
}

// finer gives best unless there is none or it is a placeholder that other
// makes precise.
func finer(best, other string) string {
	if best == "" {
		return other
	}
	if strings.HasSuffix(best, "-01-01") && len(other) > len("2019") && !strings.HasSuffix(other, "-01-01") {
		if gap := yearOf(best) - yearOf(other); -1 <= gap && gap <= 1 {
			return other
		}
	}
	return best
}

// yearOf gives the year of an ISO date.
func yearOf(iso string) int {
	n := 0
	for i := 0; i < 4 && i < len(iso); i++ {
		n = 10*n + int(iso[i]-'0')
	}
	return n
}

// urlDate is how news sites put a date into addresses: /2021-07/08/,
// /2021/07/08/, /2021-07-08/ or /20210708/.
var urlDate = regexp.MustCompile(`/((?:19|20)\d\d)(?:[-/]([01]\d)[-/]([0-3]\d)|([01]\d)([0-3]\d))(?:[/_-]|$)`)

func dateInURL(address string) string {
	m := urlDate.FindStringSubmatch(address[:min(len(address), maxURL)])
	if m == nil {
		return ""
	}
	if iso := isoDate(m[1] + "-" + m[2] + m[4] + "-" + m[3] + m[5]); len(iso) == len("2019-05-17") {
		return iso
	}
	return ""
}

// container gives what a work of some type is part of. The site is that of pages
// alone: to theses and data it is no more than their library.
func (p *harvested) container(kind string) string {
	for _, f := range []field{citationJournal, citationConference, citationBook, bepressJournal, eprintsContainer, prismContainer} {
		if name := fold(unmark(p.first(f)), maxName); name != "" {
			return name
		}
	}
	if p.ld.container != "" {
		return p.ld.container
	}
	if _, whole := p.coin.titles(); whole != "" {
		return fold(unmark(whole), maxName)
	}
	for _, f := range []field{dcSource, ogSite} {
		name := fold(unmark(p.first(f)), maxName)
		switch {
		case f == dcSource:
			name = volumeTail.ReplaceAllString(name, "")
		case slices.Contains(standAlone, kind):
			continue
		}
		if name != "" && !isURL(name) {
			return name
		}
	}
	return ""
}

// standAlone are types of works that are published for themselves, or in something
// else than a site.
var standAlone = []string{"book", "chapter", "dataset", "paper-conference", "report", "software", "thesis"}

// volumeTail is what dc.source has behind the name of a journal: "Nature 2021
// 596:7873", "Journal of Examples, Vol. 4".
var volumeTail = regexp.MustCompile(`(?i)(?:[,;]?\s+(?:vol(?:ume|\.)?\s*\d|(?:19|20)\d\d\s+\d+:|\d+\s*\((?:19|20)\d\d\)).*|[,;]\s*(?:19|20)\d\d.*)$`)

func (p *harvested) publisher() string {
	for _, f := range []field{citationPublisher, eprintsPublisher, dcPublisher} {
		if name := fold(unmark(p.first(f)), maxName); name != "" && !isURL(name) {
			return name
		}
	}
	if p.ld.publisher != "" {
		return p.ld.publisher
	}
	for _, written := range []string{p.coin.first("rft.pub"), p.first(articlePublisher)} {
		if name := fold(unmark(written), maxName); name != "" && !isURL(name) {
			return name
		}
	}
	return ""
}

// language gives the language as BCP 47 writes it. What the work's own tags
// say comes first: the html element tells the language of the site.
func (p *harvested) language() string {
	for _, written := range []string{p.first(citationLanguage), p.first(dcLanguage), p.ld.language, p.lang, p.first(ogLocale), p.first(metaLanguage)} {
		if tag := languageTag(written); tag != "" {
			return tag
		}
	}
	return ""
}

var languageNames = map[string]string{
	"english": "en", "russian": "ru", "chinese": "zh", "german": "de", "french": "fr", "spanish": "es", "portuguese": "pt",
	"italian": "it", "japanese": "ja", "korean": "ko", "polish": "pl", "ukrainian": "uk", "русский": "ru", "中文": "zh",
	"deutsch": "de", "français": "fr", "español": "es",
}

func languageTag(written string) string {
	written, _, _ = strings.Cut(strings.TrimSpace(written), ",")
	if written == "" || len(written) > 35 { // RFC 5646 4.4.1: longer ones need not be read
		return ""
	}
	if len(written) == 2 && (written == "en" || written == "de" || written == "fr" || written == "ru" || written == "zh") {
		return written
	}
	if code := languageNames[strings.ToLower(written)]; code != "" {
		return code
	}
	tag, err := language.Parse(written)
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}

// kind gives CSL's type of the work.
func (p *harvested) kind() string {
	for _, k := range []struct {
		field field
		kind  string
	}{
		{citationThesis, "thesis"}, {citationConference, "paper-conference"}, {citationJournal, "article-journal"},
		{bepressJournal, "article-journal"}, {citationBook, "chapter"}, {citationReport, "report"}, {citationArXiv, "article"},
		{citationISBN, "book"},
	} {
		if p.first(k.field) != "" {
			return k.kind
		}
	}
	if kind := letters(p.first(eprintsType)); kind == "article" {
		return "article-journal" // which elsewhere is any text
	} else if kinds[kind] != "" {
		return kinds[kind]
	}
	if p.ld.kind != "" && p.ld.kind != "webpage" {
		return p.ld.kind
	}
	if kind := p.coin.kind(); kind != "" {
		return kind
	}
	if kind := kinds[letters(p.first(dcType))]; kind != "" {
		return kind
	}
	if p.ld.kind != "" {
		return p.ld.kind
	}
	return kinds[letters(p.first(ogType))]
}

// kinds gives CSL's words for those of EPrints, Dublin Core and Open Graph.
var kinds = map[string]string{
	"article": "webpage", "website": "webpage", "news": "article-newspaper", "book": "book",
	"journalarticle": "article-journal", "textserialjournal": "article-journal", "originalpaper": "article-journal",
	"reviewpaper": "article-journal", "thesis": "thesis", "conferenceitem": "paper-conference", "conferencepaper": "paper-conference",
	"booksection": "chapter", "chapter": "chapter", "dataset": "dataset", "report": "report", "monograph": "report",
}

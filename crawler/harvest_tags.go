package crawler

import (
	"strings"

	"golang.org/x/net/html"
)

// A field is what a meta tag is about.
type field uint8

// The fields. Highwire's citation_* are those that Google Scholar's inclusion
// guidelines list; the others are named after their vocabularies.
const (
	citationTitle field = iota + 1
	citationAuthor
	citationAuthors // one tag, names between semicolons
	citationPublicationDate
	citationDate
	citationCoverDate
	citationOnlineDate
	citationYear
	citationJournal
	citationConference
	citationBook
	citationThesis
	citationReport
	citationISBN
	citationArXiv
	citationDOI
	citationPublisher
	citationLanguage
	citationURL

	bepressTitle
	bepressAuthor
	bepressDate
	bepressJournal
	bepressDOI

	eprintsTitle
	eprintsAuthor
	eprintsDate
	eprintsContainer
	eprintsPublisher
	eprintsDOI
	eprintsType

	prismDate
	prismContainer
	prismDOI

	dcTitle
	dcCreator
	dcIssued
	dcDate
	dcSource
	dcPublisher
	dcLanguage
	dcIdentifier
	dcType

	ogTitle
	ogSite
	ogURL
	ogType
	ogLocale
	articleAuthor
	articlePublished
	articlePublisher

	metaDOI
	metaAuthor
	metaDate
	metaLanguage
	appName
	twitterTitle
)

// fields knows the names of meta tags, in lower case and with "." for ":".
var fields = map[string]field{
	"citation_title":                            citationTitle,
	"citation_author":                           citationAuthor,
	"citation_authors":                          citationAuthors,
	"citation_publication_date":                 citationPublicationDate,
	"citation_date":                             citationDate,
	"citation_cover_date":                       citationCoverDate,
	"citation_online_date":                      citationOnlineDate,
	"citation_year":                             citationYear,
	"citation_journal_title":                    citationJournal,
	"citation_conference_title":                 citationConference,
	"citation_conference":                       citationConference,
	"citation_inbook_title":                     citationBook,
	"citation_book_title":                       citationBook,
	"citation_dissertation_institution":         citationThesis,
	"citation_dissertation_name":                citationThesis,
	"citation_technical_report_institution":     citationReport,
	"citation_technical_report_number":          citationReport,
	"citation_isbn":                             citationISBN,
	"citation_arxiv_id":                         citationArXiv,
	"citation_doi":                              citationDOI,
	"citation_publisher":                        citationPublisher,
	"citation_language":                         citationLanguage,
	"citation_public_url":                       citationURL,
	"citation_abstract_html_url":                citationURL,
	"bepress_citation_title":                    bepressTitle,
	"bepress_citation_author":                   bepressAuthor,
	"bepress_citation_date":                     bepressDate,
	"bepress_citation_online_date":              bepressDate,
	"bepress_citation_journal_title":            bepressJournal,
	"bepress_citation_doi":                      bepressDOI,
	"bepress_citation_dissertation_institution": citationThesis,
	"bepress_citation_publisher":                citationPublisher,
	"bepress_citation_abstract_html_url":        citationURL,
	"eprints.title":                             eprintsTitle,
	"eprints.creators_name":                     eprintsAuthor,
	"eprints.date":                              eprintsDate,
	"eprints.publication":                       eprintsContainer,
	"eprints.book_title":                        eprintsContainer,
	"eprints.event_title":                       eprintsContainer,
	"eprints.publisher":                         eprintsPublisher,
	"eprints.id_number":                         eprintsDOI,
	"eprints.doi":                               eprintsDOI,
	"eprints.type":                              eprintsType,
	"prism.publicationdate":                     prismDate,
	"prism.coverdate":                           prismDate,
	"prism.publicationname":                     prismContainer,
	"prism.doi":                                 prismDOI,
	"dc.title":                                  dcTitle,
	"dcterms.title":                             dcTitle,
	"dc.creator":                                dcCreator,
	"dc.creator.personalname":                   dcCreator,
	"dcterms.creator":                           dcCreator,
	"dc.date.issued":                            dcIssued,
	"dcterms.issued":                            dcIssued,
	"dc.issued":                                 dcIssued,
	"dc.date":                                   dcDate,
	"dcterms.date":                              dcDate,
	"dc.date.created":                           dcDate,
	"dcterms.created":                           dcDate,
	"dc.source":                                 dcSource,
	"dcterms.source":                            dcSource,
	"dc.publisher":                              dcPublisher,
	"dcterms.publisher":                         dcPublisher,
	"dc.language":                               dcLanguage,
	"dcterms.language":                          dcLanguage,
	"dc.identifier":                             dcIdentifier,
	"dc.identifier.doi":                         dcIdentifier,
	"dcterms.identifier":                        dcIdentifier,
	"dc.type":                                   dcType,
	"dcterms.type":                              dcType,
	"og.title":                                  ogTitle,
	"og.site_name":                              ogSite,
	"og.url":                                    ogURL,
	"og.type":                                   ogType,
	"og.locale":                                 ogLocale,
	"og.release_date":                           articlePublished,
	"og.published_time":                         articlePublished,
	"article.published_time":                    articlePublished,
	"article.published":                         articlePublished,
	"book.release_date":                         articlePublished,
	"article.author":                            articleAuthor,
	"og.article.author":                         articleAuthor,
	"book.author":                               articleAuthor,
	"article.publisher":                         articlePublisher,
	"doi":                                       metaDOI,
	"author":                                    metaAuthor,
	"parsely-author":                            metaAuthor,
	"sailthru.author":                           metaAuthor,
	"publishdate":                               metaDate,
	"publish-date":                              metaDate,
	"publish_date":                              metaDate,
	"publication_date":                          metaDate,
	"pubdate":                                   metaDate,
	"parsely-pub-date":                          metaDate,
	"sailthru.date":                             metaDate,
	"date":                                      metaDate,
	"datepublished":                             metaDate,
	"language":                                  metaLanguage,
	"content-language":                          metaLanguage,
	"application-name":                          appName,
	"apple-mobile-web-app-title":                appName,
	"twitter.title":                             twitterTitle,
}

// A tag is a meta tag that fields knows.
type tag struct {
	field field
	value string
}

// meta keeps a meta tag if it is a known one. RDFa allows several names in one
// property.
func (p *harvested) meta(attrs []html.Attribute) {
	var content string
	for i := range attrs {
		if attrs[i].Key == "content" {
			content = attrs[i].Val
		}
	}
	if content == "" {
		return
	}
	for i := range attrs {
		switch attrs[i].Key {
		case "name", "property", "http-equiv":
			for name := range strings.FieldsSeq(attrs[i].Val) {
				p.keep(name, content)
			}
		}
	}
}

func (p *harvested) keep(name, content string) {
	if len(name) > 64 || len(p.tags) >= maxTags {
		return
	}
	f, ok := fields[name]
	if !ok {
		if f, ok = fields[strings.ToLower(strings.ReplaceAll(name, ":", "."))]; !ok {
			return
		}
	}
	if len(content) > 8*maxTitle {
		content = strings.ToValidUTF8(content[:8*maxTitle], "")
	}
	if p.tags == nil {
		p.tags = make([]tag, 0, 24)
	}
	p.tags = append(p.tags, tag{f, content})
}

// first gives the first value of a field that is not blank.
func (p *harvested) first(f field) string {
	for i := range p.tags {
		if p.tags[i].field == f && strings.TrimSpace(p.tags[i].value) != "" {
			return p.tags[i].value
		}
	}
	return ""
}

// all gives every value of a field in the page's order.
func (p *harvested) all(f field) []string {
	var values []string
	for i := range p.tags {
		if p.tags[i].field == f {
			values = append(values, p.tags[i].value)
		}
	}
	return values
}

// has tells whether the page uses a field at all.
func (p *harvested) has(f field) bool {
	for i := range p.tags {
		if p.tags[i].field == f {
			return true
		}
	}
	return false
}

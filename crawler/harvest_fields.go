package crawler

import (
	"maps"
	"strings"
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

	// What details are made of, in whatever vocabulary: see saying.
	inSeries
	inVolume
	inIssue
	firstPage
	lastPage
	pageRange
	articleNumber
	inISSN
	inISBN
)

// fields knows the names of meta tags in lower case, with "." as well as with ":".
var fields = withColons(map[string]field{
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

	"citation_series_title":      inSeries,
	"citation_volume":            inVolume,
	"citation_issue":             inIssue,
	"citation_firstpage":         firstPage,
	"citation_lastpage":          lastPage,
	"citation_pages":             pageRange,
	"citation_article_number":    articleNumber,
	"citation_elocation_id":      articleNumber,
	"citation_issn":              inISSN,
	"citation_eissn":             inISSN,
	"citation_pissn":             inISSN,
	"bepress_citation_volume":    inVolume,
	"bepress_citation_issue":     inIssue,
	"bepress_citation_firstpage": firstPage,
	"bepress_citation_lastpage":  lastPage,
	"bepress_citation_issn":      inISSN,
	"bepress_citation_isbn":      inISBN,
	"eprints.series":             inSeries,
	"eprints.volume":             inVolume,
	"eprints.number":             inIssue,
	"eprints.pagerange":          pageRange,
	"eprints.issn":               inISSN,
	"eprints.isbn":               inISBN,
	"prism.volume":               inVolume,
	"prism.number":               inIssue,
	"prism.issueidentifier":      inIssue,
	"prism.startingpage":         firstPage,
	"prism.endingpage":           lastPage,
	"prism.pagerange":            pageRange,
	"prism.issn":                 inISSN,
	"prism.eissn":                inISSN,
	"prism.isbn":                 inISBN,
	"dc.source.volume":           inVolume,
	"dc.source.issue":            inIssue,
	"dc.source.issn":             inISSN,
	"dc.identifier.pagenumber":   pageRange,
	"dc.identifier.issn":         inISSN,
	"dc.identifier.isbn":         inISBN,
	"dc.citation.volume":         inVolume,
	"dc.citation.issue":          inIssue,
	"dc.citation.spage":          firstPage,
	"dc.citation.epage":          lastPage,
	"dcterms.citation.volume":    inVolume,
	"dcterms.citation.issue":     inIssue,
	"dcterms.relation.spage":     firstPage,
	"dcterms.relation.epage":     lastPage,
	"book.isbn":                  inISBN,
	"books.isbn":                 inISBN,
	"og.book.isbn":               inISBN,
})

// withColons adds to names with "." the same ones with ":".
func withColons(fields map[string]field) map[string]field {
	all := maps.Clone(fields)
	for name, f := range fields {
		all[strings.ReplaceAll(name, ".", ":")] = f
	}
	return all
}

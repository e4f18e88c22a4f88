package crawler

import (
	"net/http"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// A registry says of many identifiers at once what it knows of them.
type registry struct {
	service Service
	most    int    // identifiers in one question
	accept  string // media type; "": JSON
	// path asks about identifiers, behind the service's address.
	path func(o *Options, ids []string) string
	// read reads an answer: what is told of each identifier. heard is false if it
	// is no answer of that registry's, so that nothing is known of what it knows.
	read func(status int, body []byte) (told map[string]word, heard bool)
	// name is whose word it is: "arXiv"; "" of what asks on behalf of others.
	name string
	// stumbles says that it tells nothing of the others if it cannot read one.
	stumbles bool
}

// A word is what a registry says of an identifier.
type word struct {
	metadata audit.Metadata
	denied   bool   // it says that there is no such identifier
	agency   string // who keeps the register, if the registry is asked for that
}

// Those about DOIs' works. Forty to fifty DOIs in one question are fine in public
// use, and the address stays below what proxies take.
var (
	agencies    = &registry{service: ServiceDOI, most: 40, path: agenciesPath, read: readAgencies}
	crossref    = &registry{service: ServiceCrossref, most: 40, path: crossrefPath, read: readCrossref, name: "Crossref"}
	dataCite    = &registry{service: ServiceDataCite, most: 40, path: dataCitePath, read: readDataCite, name: "DataCite"}
	negotiation = &registry{service: ServiceDOI, most: 1, accept: "application/vnd.citationstyles.csl+json", path: negotiationPath, read: readCSL}
)

// Those of other identifiers.
var (
	arXiv         = &registry{service: ServiceArXiv, most: 50, accept: "application/atom+xml", path: arXivPath, read: readArXiv, name: "arXiv", stumbles: true}
	pubMed        = &registry{service: ServiceNCBI, most: 200, path: summaryPath("pubmed"), read: readSummaries, name: "PubMed"}
	pubMedCentral = &registry{service: ServiceNCBI, most: 200, path: summaryPath("pmc"), read: readSummaries, name: "PubMed Central"}
	openLibrary   = &registry{service: ServiceOpenLibrary, most: 50, path: openLibraryPath, read: readOpenLibrary, name: "Open Library"}
)

// registries are those of the identifiers that have a page, or none, of their own.
var registries = map[refs.Kind]*registry{
	refs.KindArXiv: arXiv, refs.KindPMID: pubMed, refs.KindPMCID: pubMedCentral, refs.KindISBN: openLibrary,
}

// describe completes what a registry says of a work with authors, whose names may be
// marked, and details.
func describe(m *audit.Metadata, said *saying, authors []string) {
	details := said.details()
	m.Authors, details.Families = families(authors)
	m.Details = details.OrNil()
}

// unheard is the verdict on a question that a registry gave no usable answer to.
func unheard(status int) audit.Verdict {
	if status == http.StatusTooManyRequests || status >= 500 {
		return classifyStatus(status)
	}
	return unverified(audit.ReasonMalformedAnswer, "The registry's answer could not be understood.")
}

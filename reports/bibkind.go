package reports

import "cmp"

// A bibKind says what a type of CSL is called in other formats, and in which
// field of BibTeX and biblatex an entry of it has its container and its
// publisher.
type bibKind struct {
	bibtex, biblatex, ris        string
	container, biblatexIn        string
	publisher, biblatexPublisher string
}

// whole tells the works that are no part of anything but a series.
func (k bibKind) whole() bool { return k.container == "series" }

// inSeries gives the series of a work, or of the book in which it stands.
func (w *work) inSeries() string {
	switch k := bibKinds[w.kind]; {
	case k.whole():
		return cmp.Or(w.series, w.container)
	case k.container == "booktitle":
		return w.series
	}
	return ""
}

// kindOf gives CSL's type for the word that metadata has, or what is most
// probable.
func (w *work) kindOf(word string) string {
	switch _, known := bibKinds[word]; {
	case known:
		return word
	case bibWords[word] != "":
		return bibWords[word]
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

// bibWords gives CSL's types for those that Crossref and DataCite have besides.
var bibWords = map[string]string{
	"monograph": "book", "edited-book": "book", "reference-book": "book", "book-set": "book", "proceedings": "book", "conferenceproceeding": "book",
	"reference-entry": "entry", "peer-review": "review", "peerreview": "review", "database": "dataset", "report-component": "report", "datapaper": "article-journal",
	"audiovisual": "motion_picture", "film": "motion_picture", "image": "graphic", "sound": "song", "computationalnotebook": "software",
}

// bibKinds are the types of CSL 1.0.2 that works have here. What BibTeX has no
// entry for is misc.
var bibKinds = map[string]bibKind{
	"article":            {"misc", "online", "UNPB", "howpublished", "titleaddon", "publisher", "organization"}, // an e-print
	"article-journal":    {"article", "article", "JOUR", "journal", "journaltitle", "publisher", "publisher"},
	"article-magazine":   {"article", "article", "MGZN", "journal", "journaltitle", "publisher", "publisher"},
	"article-newspaper":  {"article", "article", "NEWS", "journal", "journaltitle", "publisher", "publisher"},
	"book":               {"book", "book", "BOOK", "series", "series", "publisher", "publisher"},
	"broadcast":          {"misc", "misc", "VIDEO", "howpublished", "titleaddon", "publisher", "organization"},
	"chapter":            {"incollection", "incollection", "CHAP", "booktitle", "booktitle", "publisher", "publisher"},
	"dataset":            {"misc", "dataset", "DATA", "howpublished", "titleaddon", "publisher", "publisher"},
	"document":           {"misc", "misc", "GEN", "howpublished", "titleaddon", "publisher", "organization"},
	"entry":              {"incollection", "inreference", "ENCYC", "booktitle", "booktitle", "publisher", "publisher"},
	"entry-dictionary":   {"incollection", "inreference", "DICT", "booktitle", "booktitle", "publisher", "publisher"},
	"entry-encyclopedia": {"incollection", "inreference", "ENCYC", "booktitle", "booktitle", "publisher", "publisher"},
	"graphic":            {"misc", "misc", "ART", "howpublished", "titleaddon", "publisher", "organization"},
	"legislation":        {"misc", "legislation", "STAT", "howpublished", "titleaddon", "publisher", "organization"},
	"manuscript":         {"unpublished", "unpublished", "UNPB", "howpublished", "howpublished", "organization", "organization"},
	"map":                {"misc", "misc", "MAP", "howpublished", "titleaddon", "publisher", "organization"},
	"motion_picture":     {"misc", "video", "MPCT", "howpublished", "titleaddon", "publisher", "organization"},
	"paper-conference":   {"inproceedings", "inproceedings", "CPAPER", "booktitle", "booktitle", "publisher", "publisher"},
	"patent":             {"misc", "patent", "PAT", "howpublished", "titleaddon", "publisher", "organization"},
	"post":               {"misc", "online", "ELEC", "howpublished", "titleaddon", "organization", "organization"},
	"post-weblog":        {"misc", "online", "BLOG", "howpublished", "titleaddon", "organization", "organization"},
	"report":             {"techreport", "report", "RPRT", "series", "series", "institution", "institution"},
	"review":             {"article", "article", "JOUR", "journal", "journaltitle", "publisher", "publisher"},
	"review-book":        {"article", "article", "JOUR", "journal", "journaltitle", "publisher", "publisher"},
	"software":           {"misc", "software", "COMP", "howpublished", "titleaddon", "organization", "organization"},
	"song":               {"misc", "audio", "SOUND", "howpublished", "titleaddon", "publisher", "organization"},
	"speech":             {"misc", "unpublished", "GEN", "howpublished", "eventtitle", "organization", "organization"},
	"standard":           {"misc", "standard", "STAND", "howpublished", "titleaddon", "publisher", "organization"},
	"thesis":             {"phdthesis", "thesis", "THES", "series", "series", "school", "institution"},
	"webpage":            {"misc", "online", "ELEC", "howpublished", "titleaddon", "organization", "organization"},
}

package crawler

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/refmend/refmend/audit"
)

// summaryPath asks about the records of one of NCBI's databases (E-utilities,
// ESummary, NBK25499).
func summaryPath(db string) func(*Options, []string) string {
	return func(o *Options, ids []string) string {
		q := url.Values{}
		q.Set("db", db)
		q.Set("id", strings.Join(ids, ","))
		q.Set("retmode", "json")
		q.Set("tool", "refmend")
		if o.Mailto != "" {
			q.Set("email", o.Mailto)
		}
		return "/entrez/eutils/esummary.fcgi?" + q.Encode()
	}
}

// A summary is what ESummary says of one record.
type summary struct {
	UID        string
	Error      string
	Title      string
	Vernacular string `json:"vernaculartitle"`
	Journal    string `json:"fulljournalname"`
	Volume     oneOrMore
	Issue      oneOrMore
	Pages      oneOrMore
	ISSN       oneOrMore
	ESSN       oneOrMore
	PubDate    string
	EPubDate   string
	Lang       []string
	PubType    []string
	Authors    []struct {
		Name string
		Kind string `json:"authtype"`
	}
	IDs []struct {
		Kind  string `json:"idtype"`
		Value string
	} `json:"articleids"`
	References []struct {
		Source string `json:"refsource"`
		Kind   string `json:"reftype"`
	}
}

// readSummaries reads an answer of ESummary. A record that does not exist is told
// by an error of its own; any other error tells nothing.
func readSummaries(status int, body []byte) (map[string]word, bool) {
	var said struct{ Result map[string]json.RawMessage }
	if status != http.StatusOK || json.Unmarshal(body, &said) != nil || said.Result == nil {
		return nil, false
	}
	told := map[string]word{}
	for id, raw := range said.Result {
		var s summary
		if id == "uids" || json.Unmarshal(raw, &s) != nil || s.UID != id {
			continue
		}
		switch {
		case strings.EqualFold(s.Error, "cannot get document summary"):
			told[id] = word{denied: true}
		case s.Error == "" && s.Title != "":
			told[id] = word{metadata: s.metadata()}
		}
	}
	return told, true
}

func (s *summary) metadata() audit.Metadata {
	m := audit.Metadata{
		Title: strings.TrimSuffix(plainText(s.Title), "."), Container: plainText(s.Journal), Published: isoDate(s.PubDate), Type: "article-journal", Source: audit.SourceRegistry,
	}
	if m.Published == "" {
		m.Published = isoDate(s.EPubDate)
	}
	// A translated title stands in brackets.
	if v := plainText(s.Vernacular); v != "" && strings.HasPrefix(m.Title, "[") {
		m.Title = strings.TrimSuffix(v, ".")
	} else if inside, ok := strings.CutPrefix(m.Title, "["); ok {
		m.Title = strings.TrimSuffix(strings.TrimSuffix(inside, "]"), ".")
	}
	var names []string
	for _, a := range s.Authors[:min(len(s.Authors), maxAuthors)] {
		if name := plainText(a.Name); name != "" && (a.Kind == "" || a.Kind == "Author" || a.Kind == "CollectiveName") {
			names = append(names, givenFirst(name, a.Kind))
		}
	}
	var said saying
	for _, f := range []struct {
		field field
		value oneOrMore
	}{{inVolume, s.Volume}, {inIssue, s.Issue}, {pageRange, s.Pages}, {inISSN, s.ISSN}, {inISSN, s.ESSN}} {
		said.add(f.field, string(f.value))
	}
	describe(&m, &said, names)
	for _, id := range s.IDs {
		if id.Kind == "doi" && m.DOI == "" {
			m.DOI = fold(id.Value, maxURL)
		}
	}
	for _, kind := range s.PubType {
		if strings.EqualFold(kind, "Retracted Publication") {
			m.Notices = append(m.Notices, s.retraction())
		}
	}
	return m
}

// givenFirst turns a name as PubMed writes it, "Aalto MK", into "MK Aalto", marked
// where that would not be split aright.
func givenFirst(name, kind string) string {
	i := strings.LastIndexByte(name, ' ')
	switch {
	case kind == "CollectiveName":
		return groupName(name)
	case i < 0 || name[i+1:] != strings.ToUpper(name[i+1:]):
		return name
	}
	return fullNameOf(name[i+1:], name[:i])
}

// retraction gives the notice of a retraction, with the DOI that the record names
// for it ("J Sea. 2009 May;3(2):1. doi: 10.1000/n").
func (s *summary) retraction() audit.Notice {
	n := audit.Notice{Type: "retraction"}
	for _, r := range s.References {
		if !strings.EqualFold(r.Kind, "Retraction in") {
			continue
		}
		if _, rest, ok := strings.Cut(r.Source, "doi: "); ok {
			doi, _, _ := strings.Cut(rest, " ")
			n.DOI = fold(strings.TrimRight(doi, ".,;"), maxURL)
		}
		if _, rest, ok := strings.Cut(r.Source, ". "); ok {
			date, _, _ := strings.Cut(rest, ";")
			n.Date = isoDate(date)
		}
	}
	return n
}

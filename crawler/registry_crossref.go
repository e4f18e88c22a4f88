package crawler

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"

	"github.com/refmend/refmend/audit"
)

// crossrefPath asks about the works of DOIs (REST API, filter doi).
func crossrefPath(o *Options, dois []string) string {
	names := make([]string, len(dois))
	for i, doi := range dois {
		names[i] = "doi:" + doi
	}
	q := url.Values{}
	q.Set("filter", strings.Join(names, ","))
	q.Set("rows", "100")
	q.Set("select", "DOI,title,author,issued,container-title,publisher,type,updated-by,volume,issue,page,article-number,ISSN,ISBN")
	if o.Mailto != "" {
		q.Set("mailto", o.Mailto)
	}
	return "/works?" + q.Encode()
}

// negotiationPath asks the resolver, which leads on to the agency.
func negotiationPath(_ *Options, dois []string) string { return "/" + escapedDOI(dois[0]) }

// A crossrefWork is a work in the JSON of Crossref's REST API. CSL-JSON, which
// content negotiation gives, has the same fields, its titles as plain strings.
type crossrefWork struct {
	DOI       string
	Type      string
	Title     oneOrMore
	Container containers `json:"container-title"`
	Series    oneOrMore  `json:"collection-title"`
	Publisher string
	Language  string
	Author    []crossrefName
	Issued    cslDate
	Volume    oneOrMore
	Issue     oneOrMore
	Page      oneOrMore
	Article   oneOrMore `json:"article-number"`
	ISSN      oneOrMore
	ISBN      oneOrMore
	UpdatedBy []struct {
		Type    string
		DOI     string
		Updated cslDate
	} `json:"updated-by"`
}

// A crossrefName is a person's or, as Name or Literal, a group's.
type crossrefName struct {
	Given, Family, Name, Literal string
	Suffix                       oneOrMore
	Particle                     oneOrMore `json:"non-dropping-particle"`
	Dropping                     oneOrMore `json:"dropping-particle"`
}

// full gives the whole name, marked where it would not be split aright.
func (n crossrefName) full() string {
	given, family := plainText(n.Given+" "+string(n.Dropping)), plainText(string(n.Particle)+" "+n.Family)
	name := fullNameOf(given, family)
	if suffix := plainText(string(n.Suffix)); name != "" && nameSuffix.MatchString(suffix) {
		name = strings.TrimSpace(given+" "+family) + " " + suffix
	}
	for _, whole := range []string{n.Name, n.Literal} {
		if name == "" {
			name = groupName(plainText(whole))
		}
	}
	return name
}

// oneOrMore is a text or a number, or the first one of a list of texts.
type oneOrMore string

func (s *oneOrMore) UnmarshalJSON(raw []byte) error {
	if all := textsIn(raw); len(all) > 0 {
		*s = oneOrMore(all[0])
	}
	return nil
}

// textsIn gives a text, a number or a list of texts as such a list; nil for what has
// another shape, which tells nothing.
func textsIn(raw []byte) (all []string) {
	var one string
	var number json.Number
	switch {
	case json.Unmarshal(raw, &all) == nil:
		return all
	case json.Unmarshal(raw, &one) == nil:
		return []string{one}
	case json.Unmarshal(raw, &number) == nil:
		return []string{number.String()}
	}
	return nil
}

// containers are the titles of what a work is part of: of a chapter, Crossref has
// the book's behind that of the series.
type containers []string

func (c *containers) UnmarshalJSON(raw []byte) error {
	*c = textsIn(raw)
	return nil
}

// cslDate is a date as CSL writes it: {"date-parts": [[2022, 7, 7]]}.
type cslDate string

func (d *cslDate) UnmarshalJSON(raw []byte) error {
	var said struct {
		Parts [][]json.Number `json:"date-parts"`
	}
	if json.Unmarshal(raw, &said) != nil || len(said.Parts) == 0 {
		return nil
	}
	for i, part := range said.Parts[0][:min(len(said.Parts[0]), 3)] {
		n, err := part.Int64()
		switch {
		case err != nil || n <= 0 || n > 9999:
			return nil
		case i == 0:
			*d = cslDate(fmt.Sprintf("%04d", n))
		default:
			*d += cslDate(fmt.Sprintf("-%02d", n))
		}
	}
	return nil
}

// metadata gives what is registered of a work.
func (w *crossrefWork) metadata() audit.Metadata {
	m := audit.Metadata{
		Title: plainText(string(w.Title)), Publisher: fold(w.Publisher, maxName),
		Published: string(w.Issued), DOI: fold(w.DOI, maxURL), Language: fold(w.Language, 35), Type: cslType(w.Type), Source: audit.SourceRegistry,
	}
	var said saying
	for _, f := range []struct {
		field field
		value oneOrMore
	}{{inVolume, w.Volume}, {inIssue, w.Issue}, {pageRange, w.Page}, {articleNumber, w.Article}, {inISSN, w.ISSN}, {inISBN, w.ISBN}, {inSeries, w.Series}} {
		said.add(f.field, string(f.value))
	}
	if n := len(w.Container); n > 0 {
		m.Container = plainText(w.Container[0])
		if n > 1 && (m.Type == "chapter" || m.Type == "paper-conference" || m.Type == "reference-entry") {
			said.add(inSeries, plainText(w.Container[0]))
			m.Container = plainText(w.Container[n-1])
		}
	}
	var names []string
	for _, a := range w.Author[:min(len(w.Author), maxAuthors)] {
		if name := a.full(); name != "" {
			names = append(names, name)
		}
	}
	describe(&m, &said, names)
	for _, u := range w.UpdatedBy {
		n := audit.Notice{Type: fold(strings.ReplaceAll(strings.ToLower(u.Type), "_", "-"), 40), Date: string(u.Updated), DOI: fold(u.DOI, maxURL)}
		if n.Type != "" && len(m.Notices) < maxNotices && !m.HasNotice(n) {
			m.Notices = append(m.Notices, n)
		}
	}
	return m
}

const maxNotices = 20

// plainText takes the markup off what is registered ("Amines<sup>1</sup>",
// "&amp;amp;") and bounds it.
func plainText(s string) string {
	var b strings.Builder
	for rest := s; ; {
		before, tag, ok := strings.Cut(rest, "<")
		b.WriteString(before)
		if !ok {
			break
		}
		inside, after, closed := strings.Cut(tag, ">")
		if !closed || len(inside) > 100 || inside == "" || inside[0] == ' ' {
			b.WriteByte('<')
			rest = tag
			continue
		}
		rest = after
	}
	return fold(html.UnescapeString(html.UnescapeString(b.String())), maxTitle)
}

// cslType gives CSL's word for a type of work in Crossref's or DataCite's.
func cslType(s string) string {
	switch strings.ToLower(s) {
	case "journal-article", "journalarticle":
		return "article-journal"
	case "book-chapter", "bookchapter", "book-section", "book-part":
		return "chapter"
	case "proceedings-article", "conferencepaper":
		return "paper-conference"
	case "posted-content", "preprint":
		return "article"
	case "dissertation":
		return "thesis"
	}
	return fold(strings.ToLower(s), 40)
}

func readCrossref(status int, body []byte) (map[string]word, bool) {
	var said struct {
		Message *struct{ Items []crossrefWork }
	}
	if status != http.StatusOK || json.Unmarshal(body, &said) != nil || said.Message == nil {
		return nil, false
	}
	known := map[string]word{}
	for i := range said.Message.Items {
		w := &said.Message.Items[i]
		known[strings.ToLower(w.DOI)] = word{metadata: w.metadata()}
	}
	return known, true
}

// readCSL reads what content negotiation at the resolver gives. Whoever knows no
// metadata answers with an error or with the work's page instead.
func readCSL(status int, body []byte) (map[string]word, bool) {
	if status == http.StatusTooManyRequests || status >= 500 {
		return nil, false
	}
	var w crossrefWork
	if status != http.StatusOK || json.Unmarshal(body, &w) != nil || w.DOI == "" {
		return nil, true
	}
	return map[string]word{strings.ToLower(w.DOI): {metadata: w.metadata()}}, true
}

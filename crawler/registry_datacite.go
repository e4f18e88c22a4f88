package crawler

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// dataCitePath asks about the works of DOIs (REST API, ids).
func dataCitePath(_ *Options, dois []string) string {
	q := url.Values{}
	q.Set("ids", strings.Join(dois, ","))
	q.Set("page[size]", "100")
	return "/dois?" + q.Encode()
}

func readDataCite(status int, body []byte) (map[string]word, bool) {
	var said struct {
		Data []struct {
			Attributes struct {
				DOI       string
				Titles    []struct{ Title string }
				Creators  []dataCiteName
				Publisher json.RawMessage
				Year      int `json:"publicationYear"`
				Language  string
				Types     struct{ CiteProc, ResourceTypeGeneral string }
				Container json.RawMessage
				Related   json.RawMessage `json:"relatedItems"`
			}
		}
	}
	if status != http.StatusOK || json.Unmarshal(body, &said) != nil || said.Data == nil {
		return nil, false
	}
	known := map[string]word{}
	for i := range said.Data {
		d := &said.Data[i].Attributes
		w := crossrefWork{DOI: d.DOI, Language: d.Language, Type: d.Types.CiteProc}
		if w.Type == "" {
			w.Type = d.Types.ResourceTypeGeneral
		}
		if len(d.Titles) > 0 {
			w.Title = oneOrMore(d.Titles[0].Title)
		}
		if d.Year > 0 {
			w.Issued = cslDate(fmt.Sprintf("%04d", d.Year))
		}
		if json.Unmarshal(d.Publisher, &w.Publisher) != nil {
			var named struct{ Name string }
			if json.Unmarshal(d.Publisher, &named) == nil {
				w.Publisher = named.Name
			}
		}
		m := w.metadata()
		var said saying
		m.Container = dataCiteContainer(d.Container, d.Related, &said)
		var names []string
		for _, p := range d.Creators[:min(len(d.Creators), maxAuthors)] {
			if name := p.full(); name != "" {
				names = append(names, name)
			}
		}
		describe(&m, &said, names)
		known[strings.ToLower(d.DOI)] = word{metadata: m}
	}
	return known, true
}

// A dataCiteName is a creator's.
type dataCiteName struct {
	Name, GivenName, FamilyName string
	NameType                    oneOrMore
}

// full gives the whole name, marked where it would not be split aright.
func (n dataCiteName) full() string {
	switch {
	case n.GivenName != "" && n.FamilyName != "":
		return fullNameOf(plainText(n.GivenName), plainText(n.FamilyName))
	case n.NameType == "Organizational":
		return groupName(plainText(n.Name))
	}
	return personName(n.Name)
}

// dataCiteContainer reads what a work was published in, its name and numbers: the
// container that DataCite makes out, and the related items of its schema 4.4. What
// has another shape tells nothing. A repository of data is the publisher.
func dataCiteContainer(container, related json.RawMessage, said *saying) (title string) {
	var c struct {
		Type, Title, Identifier, IdentifierType, Volume, Issue, FirstPage, LastPage oneOrMore
	}
	if json.Unmarshal(container, &c) == nil && c.Type != "DataRepository" {
		title = plainText(string(c.Title))
		addNumbers(said, c.Volume, c.Issue, c.FirstPage, c.LastPage, c.IdentifierType, c.Identifier)
	}
	var items []struct {
		RelationType                                           string
		Titles                                                 []struct{ Title string }
		Volume, Issue, FirstPage, LastPage, Number, NumberType oneOrMore
		Identifier                                             struct {
			ID   oneOrMore `json:"relatedItemIdentifier"`
			Type oneOrMore `json:"relatedItemIdentifierType"`
		} `json:"relatedItemIdentifier"`
	}
	if json.Unmarshal(related, &items) != nil {
		return title
	}
	for _, i := range items {
		if i.RelationType != "IsPublishedIn" {
			continue
		}
		if title == "" && len(i.Titles) > 0 {
			title = plainText(i.Titles[0].Title)
		}
		addNumbers(said, i.Volume, i.Issue, i.FirstPage, i.LastPage, i.Identifier.Type, i.Identifier.ID)
		if strings.EqualFold(string(i.NumberType), "article") {
			said.add(articleNumber, string(i.Number))
		}
	}
	return title
}

func addNumbers(said *saying, volume, issue, first, last, kind, id oneOrMore) {
	said.add(inVolume, string(volume))
	said.add(inIssue, string(issue))
	said.add(firstPage, string(first))
	said.add(lastPage, string(last))
	switch strings.ToUpper(string(kind)) {
	case "ISSN", "EISSN", "LISSN":
		said.add(inISSN, string(id))
	case "ISBN":
		said.add(inISBN, string(id))
	}
}

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
				Creators  []struct{ Name, GivenName, FamilyName string }
				Publisher json.RawMessage
				Year      int `json:"publicationYear"`
				Language  string
				Types     struct{ CiteProc, ResourceTypeGeneral string }
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
		for _, p := range d.Creators[:min(len(d.Creators), maxAuthors)] {
			name := strings.TrimSpace(p.GivenName + " " + p.FamilyName)
			if p.GivenName == "" || p.FamilyName == "" {
				name = personName(p.Name)
			}
			if name = plainText(name); name != "" {
				m.Authors = append(m.Authors, name)
			}
		}
		known[strings.ToLower(d.DOI)] = word{metadata: m}
	}
	return known, true
}

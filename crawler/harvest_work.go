package crawler

import "strings"

// An article is what JSON-LD says of a work.
type article struct {
	rank      int // how sure it is that the node is the page's work; 0 for none
	title     string
	authors   []string
	published string
	container string
	publisher string
	language  string
	doi       string
	kind      string // CSL's type
	said      saying
}

// workTypes ranks schema.org's types of works and gives CSL's word for each.
// Other types tell nothing of a page's work.
var workTypes = map[string]struct {
	rank int
	kind string
}{
	"ScholarlyArticle":        {5, "article-journal"},
	"MedicalScholarlyArticle": {5, "article-journal"},
	"Thesis":                  {5, "thesis"},
	"Chapter":                 {4, "chapter"},
	"Report":                  {4, "report"},
	"TechArticle":             {4, "webpage"},
	"Dataset":                 {4, "dataset"},
	"SoftwareSourceCode":      {4, "software"},
	"NewsArticle":             {4, "article-newspaper"},
	"AnalysisNewsArticle":     {4, "article-newspaper"},
	"OpinionNewsArticle":      {4, "article-newspaper"},
	"ReportageNewsArticle":    {4, "article-newspaper"},
	"BlogPosting":             {4, "post-weblog"},
	"LiveBlogPosting":         {4, "post-weblog"},
	"Article":                 {3, "webpage"},
	"Book":                    {3, "book"},
	"CreativeWork":            {2, "webpage"},
	"VideoObject":             {1, "motion_picture"},
}

// article reads one work.
func (g *graph) article(w map[string]any) article {
	a := article{title: workTitle(w)}
	a.rank, a.kind = workType(w)
	if a.authors = g.names(w["author"], 0); len(a.authors) == 0 {
		a.authors = g.names(w["creator"], 0)
	}
	for _, key := range []string{"datePublished", "dateCreated", "uploadDate"} {
		if a.published == "" {
			a.published = isoDate(jsonText(w[key]))
		}
	}
	for _, f := range []struct {
		field field
		key   string
	}{{firstPage, "pageStart"}, {lastPage, "pageEnd"}, {pageRange, "pagination"}, {inISBN, "isbn"}, {inISSN, "issn"}} {
		a.said.add(f.field, jsonNumber(w[f.key]))
	}
	g.partOf(&a, w["isPartOf"], 0)
	if names := g.names(w["publisher"], 0); len(names) > 0 {
		a.publisher = strings.ReplaceAll(names[0], familyMark, "")
	}
	a.language = jsonText(w["inLanguage"])
	if m, ok := w["inLanguage"].(map[string]any); ok {
		a.language = jsonText(m["alternateName"])
	}
	for _, key := range []string{"doi", "identifier", "sameAs", "@id", "url"} {
		if a.doi == "" {
			a.doi = doiIn(w[key], 0)
		}
	}
	return a
}

// names reads people and organizations: names, objects, references to objects,
// and lists of all these.
func (g *graph) names(v any, depth int) []string {
	if depth > maxNesting {
		return nil
	}
	switch v := v.(type) {
	case string:
		return namesOf([]string{v}, true)
	case []any:
		var all []string
		for _, one := range v[:min(len(v), maxAuthors)] {
			all = append(all, g.names(one, depth+1)...)
		}
		return all[:min(len(all), maxAuthors)]
	case map[string]any:
		if v = g.resolved(v, "name", "familyName"); v == nil {
			return nil
		}
		text := func(key string) string { return fold(unmark(jsonText(v[key])), maxName) }
		name, given, family := text("name"), text("givenName"), text("familyName")
		switch {
		case family != "" && (name == "" || name == given+" "+family || strings.Contains(name, ",")):
			name = fullNameOf(given, family)
		case hasType(v, "Person"):
			name = personName(jsonText(v["name"]))
		case isOrganization(v):
			name = groupName(name)
		}
		if name == "" || isURL(name) || nobody(name) {
			return nil
		}
		return []string{name}
	}
	return nil
}

// resolved gives the object that v refers to if v has none of the keys that are
// asked for; nil if there is none.
func (g *graph) resolved(v map[string]any, keys ...string) map[string]any {
	for _, key := range keys {
		if _, ok := v[key]; ok {
			return v
		}
	}
	id, _ := v["@id"].(string)
	return g.byID[id]
}

// isOrganization tells the types of groups from that of people.
func isOrganization(v map[string]any) bool {
	found := false
	eachType(v, func(t string) {
		found = found || strings.HasSuffix(t, "Organization") || t == "Consortium" || t == "Corporation"
	})
	return found
}

// partOf reads what a work is part of: the name of the journal or book, and the
// numbers of the issues and volumes on the way there. Of what a book is part of, it
// is the series. Web pages and sites are no container.
func (g *graph) partOf(a *article, v any, depth int) {
	if list, ok := v.([]any); ok && depth < maxNesting {
		for _, one := range list[:min(len(list), 8)] {
			g.partOf(a, one, depth+1)
		}
		return
	}
	part, ok := v.(map[string]any)
	if !ok || depth > maxNesting {
		return
	}
	if part = g.resolved(part, "name", "isPartOf", "volumeNumber", "issueNumber", "issn"); part == nil || hasType(part, "WebPage") || hasType(part, "WebSite") {
		return
	}
	for _, f := range []struct {
		field field
		key   string
	}{{inIssue, "issueNumber"}, {inVolume, "volumeNumber"}, {inISSN, "issn"}, {inISBN, "isbn"}} {
		a.said.add(f.field, jsonNumber(part[f.key]))
	}
	name := fold(unmark(jsonText(part["name"])), maxName)
	switch {
	case hasType(part, "Book") && name != "" && a.container == "":
		g.partOf(a, part["isPartOf"], depth+1)
		a.said.add(inSeries, a.container)
		a.container = name
		return
	case hasType(part, "BookSeries") && a.kind == "chapter":
		a.said.add(inSeries, name)
		return
	}
	g.partOf(a, part["isPartOf"], depth+1)
	if only := hasType(part, "PublicationIssue") || hasType(part, "PublicationVolume"); a.container == "" && (!only || hasType(part, "Periodical")) {
		a.container = name
	}
}

// doiIn reads a DOI out of an identifier: the DOI, its URL, a PropertyValue,
// or a list of them. A bare identifier of another kind is none.
func doiIn(v any, depth int) string {
	if depth > maxNesting {
		return ""
	}
	switch v := v.(type) {
	case string:
		return doiOf(v)
	case []any:
		for _, one := range v[:min(len(v), 16)] {
			if id := doiIn(one, depth+1); id != "" {
				return id
			}
		}
	case map[string]any:
		for _, key := range []string{"value", "@id", "url"} {
			if id := doiOf(jsonText(v[key])); id != "" {
				return id
			}
		}
	}
	return ""
}

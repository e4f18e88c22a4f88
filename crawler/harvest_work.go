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
	a.container = g.periodical(w["isPartOf"], 0)
	if names := g.names(w["publisher"], 0); len(names) > 0 {
		a.publisher = names[0]
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
		if _, named := v["name"]; !named && v["familyName"] == nil {
			id, _ := v["@id"].(string)
			if v = g.byID[id]; v == nil {
				return nil
			}
		}
		given, family := jsonText(v["givenName"]), jsonText(v["familyName"])
		name := jsonText(v["name"])
		switch {
		case family != "" && (name == "" || strings.Contains(name, ",")):
			name = given + " " + family
		case hasType(v, "Person"):
			name = personName(name)
		}
		if name = fold(unmark(name), maxName); name == "" || isURL(name) || nobody(name) {
			return nil
		}
		return []string{name}
	}
	return nil
}

// periodical gives the name of the journal or book that a work is part of.
// Issues and volumes are parts of it; web pages and sites are no container.
func (g *graph) periodical(v any, depth int) string {
	if list, ok := v.([]any); ok && depth < maxNesting {
		for _, one := range list[:min(len(list), 8)] {
			if name := g.periodical(one, depth+1); name != "" {
				return name
			}
		}
		return ""
	}
	part, ok := v.(map[string]any)
	if !ok || depth > maxNesting || hasType(part, "WebPage") || hasType(part, "WebSite") {
		return ""
	}
	if name := g.periodical(part["isPartOf"], depth+1); name != "" {
		return name
	}
	if hasType(part, "PublicationIssue") || hasType(part, "PublicationVolume") {
		return ""
	}
	return fold(unmark(jsonText(part["name"])), maxName)
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

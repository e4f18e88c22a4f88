package crawler

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
)

// Each vocabulary tells the details in its own words.
func TestHarvestDetails(t *testing.T) {
	tags := func(pairs ...string) string {
		var b strings.Builder
		b.WriteString("<head><title>Terns</title>")
		for i := 0; i < len(pairs); i += 2 {
			fmt.Fprintf(&b, "<meta name=%q content=%q>", pairs[i], pairs[i+1])
		}
		return b.String() + "</head>"
	}
	ld := func(json string) string {
		return `<head><title>Terns of the bay</title><script type="application/ld+json">` + json + "</script></head>"
	}
	whole := audit.Details{Volume: "5", Issue: "2", Pages: "17-29", ISSN: "1476-4687"}
	for name, tt := range map[string]struct {
		page string
		want audit.Details
	}{
		"Highwire":              {tags("citation_title", "Terns", "citation_volume", "5", "citation_issue", "2", "citation_firstpage", "17", "citation_lastpage", "29", "citation_issn", "1476-4687"), whole},
		"Highwire, other names": {tags("citation_title", "Terns", "citation_volume", "5", "citation_issue", "2", "citation_pages", "17-29", "citation_eIssn", "1476-4687"), whole},
		"Highwire, a book": {tags("citation_title", "Terns", "citation_inbook_title", "Birds", "citation_series_title", "Bird Notes", "citation_firstpage", "17", "citation_isbn", "978-3-16-148410-0"),
			audit.Details{Series: "Bird Notes", Pages: "17", ISBN: "9783161484100"}},
		"Highwire, an article's number": {tags("citation_title", "Terns", "citation_volume", "5", "citation_article_number", "e0123"), audit.Details{Volume: "5", Pages: "e0123"}},
		"BE Press":                      {tags("bepress_citation_title", "Terns", "bepress_citation_volume", "5", "bepress_citation_issue", "2", "bepress_citation_firstpage", "17", "bepress_citation_lastpage", "29", "bepress_citation_issn", "1476-4687"), whole},
		"EPrints":                       {tags("eprints.title", "Terns", "eprints.volume", "5", "eprints.number", "2", "eprints.pagerange", "17-29", "eprints.pages", "13", "eprints.issn", "14764687"), whole},
		"PRISM":                         {tags("prism.volume", "5", "prism.number", "2", "prism.startingPage", "17", "prism.endingPage", "29", "prism.issn", "1476-4687"), whole},
		"PRISM, other names":            {tags("prism:volume", "5", "prism:issueIdentifier", "2", "prism:pageRange", "17-29", "prism:eIssn", "1476-4687"), whole},
		"Dublin Core of journals":       {tags("DC.Title", "Terns", "DC.Source.Volume", "5", "DC.Source.Issue", "2", "DC.Identifier.pageNumber", "17-29", "DC.Source.ISSN", "1476-4687"), whole},
		"Dublin Core of repositories":   {tags("DC.title", "Terns", "DC.citation.volume", "5", "DC.citation.issue", "2", "DC.citation.spage", "17", "DC.citation.epage", "29", "DC.identifier", "10.5555/terns", "DC.identifier", "ISSN: 1476-4687"), whole},
		"Open Graph":                    {tags("og:title", "Terns", "og:type", "book", "book:isbn", "978-3-16-148410-0"), audit.Details{ISBN: "9783161484100"}},
		"JSON-LD": {ld(`{"@type":"ScholarlyArticle","headline":"Terns of the bay","pageStart":17,"pageEnd":"29","isPartOf":{"@type":"PublicationIssue","issueNumber":2,
			"isPartOf":{"@type":["PublicationVolume","Periodical"],"volumeNumber":"5","name":"Bird Notes","issn":["1476-4687","0028-0836"]}}}`), whole},
		"JSON-LD of references": {ld(`{"@graph":[{"@id":"#journal","@type":"Periodical","name":"Bird Notes","issn":"1476-4687"},{"@id":"#volume","@type":"PublicationVolume","volumeNumber":"5","isPartOf":{"@id":"#journal"}},
			{"@id":"#issue","@type":"PublicationIssue","issueNumber":"2","isPartOf":{"@id":"#volume"}},{"@type":"ScholarlyArticle","name":"Terns of the bay","pagination":"17-29","isPartOf":{"@id":"#issue"}}]}`), whole},
		"JSON-LD, a chapter": {ld(`{"@type":"Chapter","name":"Terns of the bay","pageStart":"17","pageEnd":"29","isPartOf":{"@type":"Book","name":"Birds","isbn":"978-3-16-148410-0","isPartOf":{"@type":"BookSeries","name":"Bird Notes"}}}`),
			audit.Details{Series: "Bird Notes", Pages: "17-29", ISBN: "9783161484100"}},
		"JSON-LD behind tags": {strings.Replace(ld(`{"@type":"ScholarlyArticle","headline":"Terns of the bay","pageStart":"17","isPartOf":{"volumeNumber":"6","issn":"1476-4687"}}`), "</title>",
			`</title><meta name=citation_title content="Terns of the bay"><meta name=citation_doi content="10.5555/t"><meta name=citation_journal_title content="Bird Notes"><meta name=citation_volume content="5">`, 1),
			audit.Details{Volume: "5", Pages: "17", ISSN: "1476-4687"}},
		"JSON-LD of another work": {ld(`[{"@type":"NewsArticle","headline":"Gulls","pageStart":"1"},{"@type":"NewsArticle","headline":"Waders","pageStart":"2"}]`), audit.Details{}},
		"nothing":                 {tags("citation_title", "Terns", "citation_volume", "", "citation_issue", "n/a", "citation_firstpage", " "), audit.Details{}},
		"cited works":             {tags("citation_title", "Terns", "citation_reference", "citation_volume=7;citation_pages=1-9"), audit.Details{}},
	} {
		m := harvest([]byte(tt.page), "text/html", "https://birds.example/1")
		if diff := cmp.Diff(tt.want.OrNil(), m.Details); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// coinOf makes a ContextObject in SPAN.
func coinOf(pairs string) string {
	return `<span class="x Z3988" title="ctx_ver=Z39.88-2004&amp;rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal&amp;` + strings.ReplaceAll(pairs, "&", "&amp;") + `"></span>`
}

func TestCoins(t *testing.T) {
	const own = "rft.genre=article&rft.atitle=Terns+of+the+bay%3A+a+survey&rft.jtitle=Bird+Notes&rft.volume=5&rft.issue=2&rft.spage=17&rft.epage=9&rft.issn=1476-4687" +
		"&rft.date=2018-04&rft.au=Larsen%2C+Ida&rft.au=García Márquez%2C+Gabriel&rft.pub=Bird+Press&rft_id=info%3Adoi%2F10.5555%2Fterns&rft.artnum=https%3A%2F%2Fbirds.example%2F1;x"
	cited := coinOf("rft.genre=article&rft.atitle=Gulls+of+the+bay&rft.volume=1&rft.au=Gull%2C+A.")
	page := func(head, body string) string { return "<head>" + head + "</head><body>" + body + "</body>" }
	whole := audit.Metadata{Title: "Terns of the bay: a survey", Authors: []string{"Ida Larsen", "Gabriel García Márquez"}, Published: "2018-04", Container: "Bird Notes", Publisher: "Bird Press", DOI: "10.5555/terns",
		Type: "article-journal", Source: "html", Details: &audit.Details{Volume: "5", Issue: "2", Pages: "17-19", ISSN: "1476-4687", Families: []string{"", "García Márquez"}}}
	described := `<meta name=DC.title content="Terns of the bay: a survey"><meta name=DC.creator content="Brandt, Jonas"><meta name=DC.date content=2017><meta name=DC.source content="Another">`
	for name, tt := range map[string]struct {
		page string
		want audit.Metadata
	}{
		"the page's work":       {page("<title>Terns of the bay: a survey</title>", coinOf(own)), whole},
		"under a heading":       {page("", "<h1>Terns of the bay: a survey</h1>"+coinOf(own)), whole},
		"among those cited":     {page("<title>Terns of the bay: a survey | Birds</title>", "<h1>Terns of the bay: a survey</h1>"+cited+coinOf(own)+cited), whole},
		"only those cited":      {page("<title>Terns of the bay: a survey</title>", cited+cited), audit.Metadata{Title: "Terns of the bay: a survey", Source: "html"}},
		"of a title by chance":  {page("<title>All about terns of the bay</title>", coinOf("rft.atitle=Terns&rft.volume=3")), audit.Metadata{Title: "All about terns of the bay", Source: "html"}},
		"no ContextObject":      {page("<title>Terns</title>", `<span class=Z3988 title="rft.atitle=Terns&amp;rft.volume=3"></span><span class=Z3988></span>`), audit.Metadata{Title: "Terns", Source: "html"}},
		"escapes that are none": {page("<title>Terns</title>", coinOf("rft.atitle=Terns&rft.volume=%zz")), audit.Metadata{Title: "Terns", Source: "html"}},
		"behind Dublin Core": {page("<title>T</title>"+described, coinOf(own)), audit.Metadata{Title: "Terns of the bay: a survey", Authors: []string{"Jonas Brandt"}, Published: "2017", Container: "Bird Notes", Publisher: "Bird Press",
			DOI: "10.5555/terns", Type: "article-journal", Source: "dublin-core", Details: &audit.Details{Volume: "5", Issue: "2", Pages: "17-19", ISSN: "1476-4687"}}},
		"a chapter": {page("<title>Terns</title>", coinOf("rft.genre=bookitem&rft.atitle=Terns&rft.btitle=Birds&rft.pages=17-29&rft.isbn=978-3-16-148410-0&rft.series=Bird+Notes")),
			audit.Metadata{Title: "Terns", Container: "Birds", Type: "chapter", Source: "html", Details: &audit.Details{Series: "Bird Notes", Pages: "17-29", ISBN: "9783161484100"}}},
		"a book": {page("<title>Birds</title>", coinOf("rft.genre=book&rft.btitle=Birds&rft.isbn=9783161484100")),
			audit.Metadata{Title: "Birds", Type: "book", Source: "html", Details: &audit.Details{ISBN: "9783161484100"}}},
	} {
		if diff := cmp.Diff(tt.want, harvest([]byte(tt.page), "text/html", "https://birds.example/1")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A book whose series is what JSON-LD says that it is part of; a journal that is
// volume and periodical at once; organizations that are no people.
func TestJSONLDContainers(t *testing.T) {
	for json, want := range map[string]string{
		`{"@type":"Book","name":"Terns of the bay","isPartOf":{"@type":"BookSeries","name":"Bird Notes"}}`:                                                       "Bird Notes",
		`{"@type":"Chapter","name":"Terns of the bay","isPartOf":{"@type":"Book","name":"Birds","isPartOf":{"@type":"BookSeries","name":"Bird Notes"}}}`:         "Birds",
		`{"@type":"ScholarlyArticle","name":"Terns of the bay","isPartOf":[{"@type":"PublicationIssue","name":"Spring"},{"@type":"Periodical","name":"Birds"}]}`: "Birds",
		`{"@type":"ScholarlyArticle","name":"Terns of the bay","isPartOf":{"@type":["Periodical","PublicationVolume"],"name":"Birds"}}`:                          "Birds",
		`{"@type":"ScholarlyArticle","name":"Terns of the bay","isPartOf":{"@type":"PublicationIssue","name":"Spring"}}`:                                         "",
		`{"@type":"Article","name":"Terns of the bay","isPartOf":{"@type":"WebPage","name":"Page","isPartOf":{"@type":"WebSite","name":"Site"}}}`:                "",
		`{"@type":"Article","name":"Terns of the bay","isPartOf":{"@id":"#nowhere"}}`:                                                                            "",
	} {
		page := `<head><title>Terns of the bay</title><script type="application/ld+json">` + json + "</script></head>"
		if got := harvest([]byte(page), "text/html", "https://birds.example/1").Container; got != want {
			t.Errorf("%s: got %q, want %q", json, got, want)
		}
	}
}

// What a site is called is the container of its pages, not of theses that it keeps.
func TestContainerOfTypes(t *testing.T) {
	site := `<meta property=og:site_name content="Bird Archive"><meta name=citation_title content=Terns>`
	for tags, want := range map[string]string{
		site: " Bird Archive", `<meta property=og:type content=article>` + site: "webpage Bird Archive", `<meta name=citation_dissertation_institution content=Uni>` + site: "thesis ",
		`<meta name=citation_isbn content=9783161484100>` + site: "book ", `<meta name=citation_inbook_title content=Birds>` + site: "chapter Birds", `<meta name=DC.type content=Dataset>` + site: "dataset ",
		`<meta name=eprints.type content=article>` + site: "article-journal Bird Archive", `<meta name=eprints.type content=book_section>` + site: "chapter ",
	} {
		m := harvest([]byte("<head>"+tags+"</head>"), "text/html", "https://birds.example/1")
		if got := m.Type + " " + m.Container; got != want {
			t.Errorf("%s: got %q, want %q", tags, got, want)
		}
	}
}

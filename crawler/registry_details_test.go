package crawler

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
)

// Registries tell details in the shapes of their documentation, and in others that
// agencies have; what has an unknown shape is passed over.
func TestRegistryDetails(t *testing.T) {
	items := func(work string) string { return `{"message":{"items":[` + work + `]}}` }
	data := func(attributes string) string {
		return `{"data":[{"attributes":{"doi":"10.1/a","titles":[{"title":"Terns"}],` + attributes + `}}]}`
	}
	type want struct {
		container string
		authors   []string
		details   audit.Details
	}
	for name, tt := range map[string]struct {
		registry *registry
		body     string
		want     want
	}{
		"Crossref, an article's number": {crossref, items(`{"DOI":"10.1/a","type":"journal-article","container-title":["Birds"],"volume":"5","article-number":"e0123","ISSN":["2434-561X"]}`),
			want{"Birds", nil, audit.Details{Volume: "5", Pages: "e0123", ISSN: "2434-561X"}}},
		"Crossref, not in an issue yet": {crossref, items(`{"DOI":"10.1/a","type":"journal-article","container-title":["Birds"],"page":"n/a-n/a"}`), want{container: "Birds"}},
		"Crossref, a chapter of a series": {crossref, items(`{"DOI":"10.1/a","type":"book-chapter","container-title":["Bird Notes","Birds of the Bay"],"page":"17-29","ISSN":["0302-9743"],"ISBN":["9783161484100","9780306406157"]}`),
			want{"Birds of the Bay", nil, audit.Details{Series: "Bird Notes", Pages: "17-29", ISSN: "0302-9743", ISBN: "9783161484100"}}},
		"Crossref, a book of a series": {crossref, items(`{"DOI":"10.1/a","type":"monograph","container-title":["Bird Notes"],"volume":"12","ISBN":["978-3-16-148410-0"]}`),
			want{"Bird Notes", nil, audit.Details{Volume: "12", ISBN: "9783161484100"}}},
		"Crossref, names": {crossref, items(`{"DOI":"10.1/a","author":[{"given":"Gabriel","family":"García Márquez"},{"given":"H. K.","family":"Hall","suffix":"Jr."},{"name":"The Tern Watch"},{"family":"Plato"},{"given":"Ann","family":"Poe","suffix":"of York"}]}`),
			want{"", []string{"Gabriel García Márquez", "H. K. Hall Jr.", "The Tern Watch", "Plato", "Ann Poe"}, audit.Details{Families: []string{"García Márquez", "", "The Tern Watch", "", ""}}}},
		"CSL": {negotiation, `{"DOI":"10.1/a","title":"Terns","container-title":"Birds","collection-title":"Bird Notes","volume":5,"issue":"2","page":"17–29","ISSN":"1476-4687","author":[{"given":"Jan","non-dropping-particle":"van der","family":"Berg"}]}`,
			want{"Birds", []string{"Jan van der Berg"}, audit.Details{Series: "Bird Notes", Volume: "5", Issue: "2", Pages: "17-29", ISSN: "1476-4687", Families: []string{"van der Berg"}}}},
		"CSL of odd shapes": {negotiation, `{"DOI":"10.1/a","title":"Terns","container-title":{"a":1},"volume":{"b":[2]},"issue":null,"page":[17],"ISSN":[],"ISBN":true}`, want{}},
		"DataCite, container": {dataCite, data(`"container":{"type":"Journal","title":"Birds","identifier":"1476-4687","identifierType":"ISSN","volume":"5","issue":"2","firstPage":"17","lastPage":"29"}`),
			want{"Birds", nil, audit.Details{Volume: "5", Issue: "2", Pages: "17-29", ISSN: "1476-4687"}}},
		"DataCite, a related item": {dataCite, data(`"container":{},"relatedItems":[{"relationType":"Cites","titles":[{"title":"Gulls"}],"volume":"1"},{"relationType":"IsPublishedIn","relatedItemType":"Journal","titles":[{"title":"Birds"}],
			"volume":"5","number":"104532","numberType":"Article","relatedItemIdentifier":{"relatedItemIdentifier":"1476-4687","relatedItemIdentifierType":"ISSN"}}]`),
			want{"Birds", nil, audit.Details{Volume: "5", Pages: "104532", ISSN: "1476-4687"}}},
		"DataCite, a repository":  {dataCite, data(`"container":{"type":"DataRepository","title":"Tern Archive","identifier":"10.5555/archive","identifierType":"DOI"}`), want{}},
		"DataCite, of odd shapes": {dataCite, data(`"container":[1],"relatedItems":{"relationType":"IsPublishedIn"}`), want{}},
		"DataCite, names": {dataCite, data(`"creators":[{"name":"García Márquez, Gabriel","nameType":"Personal"},{"name":"The Tern Watch","nameType":"Organizational"},{"name":"Poe, Ann","givenName":"Ann","familyName":"Poe"}]`),
			want{"", []string{"Gabriel García Márquez", "The Tern Watch", "Ann Poe"}, audit.Details{Families: []string{"García Márquez", "The Tern Watch", ""}}}},
	} {
		told, heard := tt.registry.read(200, []byte(tt.body))
		m := told["10.1/a"].metadata
		if !heard || m.DOI != "10.1/a" {
			t.Errorf("%s: heard %t, %+v", name, heard, m)
		}
		if diff := cmp.Diff(tt.want, want{m.Container, m.Authors, m.Told()}, cmp.AllowUnexported(want{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

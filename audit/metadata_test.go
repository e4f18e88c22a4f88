package audit

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Details stand beside the other fields in JSON, and nowhere if there are none.
func TestMetadataJSON(t *testing.T) {
	for want, m := range map[string]Metadata{
		`{"title":"T"}`: {Title: "T"},
		`{"title":"T","volume":"5","pages":"1-9"}`: {Title: "T", Details: &Details{Volume: "5", Pages: "1-9"}},
		`{"families":["","García Márquez"]}`:       {Details: &Details{Families: []string{"", "García Márquez"}}},
	} {
		got, err := json.Marshal(m)
		if err != nil || string(got) != want {
			t.Errorf("got %s, %v; want %s", got, err, want)
		}
		var back Metadata
		if err := json.Unmarshal([]byte(want), &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(m, back); diff != "" {
			t.Errorf("%s (-written +read):\n%s", want, diff)
		}
	}
}

func TestMetadataTold(t *testing.T) {
	none := Metadata{}
	if d := none.Told(); d.Volume != "" || !none.Zero() || (Details{}).OrNil() != nil {
		t.Errorf("nothing tells %+v", d)
	}
	some := Metadata{Details: (Details{Issue: "2"}).OrNil()}
	if some.Told().Issue != "2" || some.Zero() {
		t.Errorf("an issue tells %+v", some.Told())
	}
}

// What a registry does not know its page may tell, unless it is of another work.
func TestMetadataComplete(t *testing.T) {
	page := Metadata{Title: "Tides", Authors: []string{"Gabriel García Márquez"}, Canonical: "https://a.org/", Language: "en",
		Details: &Details{Series: "Sea", Volume: "5", Issue: "2", Pages: "1-9", ISSN: "1476-4687", ISBN: "9783161484100", Families: []string{"García Márquez"}}}
	other := page
	other.DOI = "10.5555/book"
	for name, tt := range map[string]struct{ registered, page, want Metadata }{
		"nothing but the title": {Metadata{Title: "T", DOI: "10.5555/A"}, page,
			Metadata{Title: "T", DOI: "10.5555/A", Authors: page.Authors, Canonical: page.Canonical, Language: "en", Details: page.Details}},
		"other numbers": {Metadata{Authors: []string{"Ann Poe"}, Language: "de", Details: &Details{Volume: "6", ISSN: "0028-0836"}}, page,
			Metadata{Authors: []string{"Ann Poe"}, Canonical: page.Canonical, Language: "de", Details: &Details{Series: "Sea", Volume: "6", ISSN: "0028-0836", ISBN: "9783161484100"}}},
		"another work": {Metadata{DOI: "10.5555/chapter", Authors: []string{"Ann Poe"}}, other, Metadata{DOI: "10.5555/chapter", Authors: []string{"Ann Poe"}, Canonical: page.Canonical, Language: "en"}},
		"the same DOI": {Metadata{DOI: "10.5555/BOOK", Authors: []string{"Ann Poe"}}, other, Metadata{DOI: "10.5555/BOOK", Authors: []string{"Ann Poe"}, Canonical: page.Canonical, Language: "en",
			Details: &Details{Series: "Sea", Volume: "5", Issue: "2", Pages: "1-9", ISSN: "1476-4687", ISBN: "9783161484100"}}},
		"nothing to add": {Metadata{Authors: []string{"Ann Poe"}}, Metadata{}, Metadata{Authors: []string{"Ann Poe"}}},
	} {
		got, before := tt.registered, tt.registered.Told()
		got.complete(&tt.page)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(before, tt.registered.Told()); diff != "" {
			t.Errorf("%s: the archive's own details have changed:\n%s", name, diff)
		}
	}
}

package refs

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCitationReferences(t *testing.T) {
	const head = `<html><head><title>Page</title>
<meta name="citation_title" content="Not a reference">
<meta name="citation_reference" content="citation_journal_title=J. Mar. Sci.; citation_title=Drift &amp; rest; of buoys; citation_author=M Aalto, K Brandt; citation_volume=12; citation_publication_date=2019/05/01; citation_pages=1-9; citation_doi=10.5555/jms.12; citation_id=CR1"/>
<meta content='citation_title=Tides; citation_author=Ceder, P.; citation_author=Dahl, O.; citation_year=2018; citation_pmid=25544475; citation_isbn=0-306-40615-2;' name=citation_reference>
<META NAME="citation_reference" CONTENT="Brandt K. Rain in spring. J Mar Sci. 2017;3:4-5. doi:10.5555/jms.3">
<meta name="citation_reference" content="">
</head><body>`
	for name, c := range map[string]struct{ body, want string }{
		"no list": {`<p>Text with http://text.org/</p>`, `
[] M Aalto, K Brandt. Drift & rest; of buoys. J. Mar. Sci. 12: 1-9. 2019 <10.5555/jms.12>
[] Ceder, P., Dahl, O. Tides. 2018 <25544475> <0-306-40615-2>
[] Brandt K. Rain in spring. J Mar Sci. 2017;3:4-5. doi:10.5555/jms.3 <10.5555/jms.3>
~ Text with http://text.org/ <http://text.org/>
`},
		"the list stands in the page": {`<h2>References</h2><ol><li>Aalto, M. Drift. 2019. doi:10.5555/JMS.12</li><li>Ceder, P. Tides. 2018.</li></ol>`, `
[1] Aalto, M. Drift. 2019. doi:10.5555/JMS.12 <10.5555/JMS.12>
[2] Ceder, P. Tides. 2018.
`},
		"one of them stands in the page": {`<p>Text.</p><h2>References</h2><p>Aalto, M. Drift. 2019. doi:10.5555/JMS.12</p>`, `
[] Ceder, P., Dahl, O. Tides. 2018 <25544475> <0-306-40615-2>
[] Brandt K. Rain in spring. J Mar Sci. 2017;3:4-5. doi:10.5555/jms.3 <10.5555/jms.3>
[] Aalto, M. Drift. 2019. doi:10.5555/JMS.12 <10.5555/JMS.12>
`},
	} {
		t.Run(name, func(t *testing.T) { checkOutline(t, FormatHTML, head+c.body, c.want) })
	}
	doc, err := Read("x", []byte(head), Options{Format: FormatHTML})
	if err != nil || len(doc.References) != 3 {
		t.Fatal(doc, err)
	}
	for i, want := range []string{
		`"Drift & rest; of buoys" ["M Aalto" "K Brandt"] 2019`,
		`"Tides" ["Ceder, P." "Dahl, O."] 2018`,
		`"Rain in spring" ["Brandt K"] 2017`,
	} {
		r := doc.References[i]
		if got := fmt.Sprintf("%q %q %d", r.Title, r.Authors, r.Year); got != want {
			t.Errorf("%s; want %s", got, want)
		}
		l := r.Links[0]
		if !strings.HasPrefix(head[l.Pos.Offset:], l.Written) || l.Field != "citation_reference" || !strings.Contains(head[r.Pos.Offset:r.Pos.Offset+20], "i") {
			t.Errorf("%+v, reference at %d: %.20q", l, r.Pos.Offset, head[r.Pos.Offset:])
		}
	}
}

func TestCitationFields(t *testing.T) {
	for s, want := range map[string]string{
		"citation_title=a; citation_doi=b":           "title=a doi=b",
		"citation_title=a;b; c;citation_doi=b ; ":    "title=a;b; c doi=b",
		" citation_title=":                           "title=",
		"citation_title=the citation_doi=10; x":      "title=the citation_doi=10; x",
		"Aalto M. On citation_title=a; citation_x=b": "",
		"Aalto M; citation_x=b":                      "",
		"citation_":                                  "", "citation_=x": "", "": "",
	} {
		var got []string
		for _, f := range citationFields(s) {
			got = append(got, f.name+"="+s[f.start:f.end])
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", s, diff)
		}
	}
}

func FuzzCitationFields(f *testing.F) {
	f.Add("citation_title=a;b; c;citation_doi=b ; citation_author=M Aalto, K Brandt")
	f.Add("citation_a=citation_b=;;citation_")
	f.Fuzz(func(t *testing.T, s string) {
		at := 0
		for _, x := range citationFields(s) {
			if x.start < at || x.end < x.start || x.end > len(s) {
				t.Fatalf("%q: field %+v", s, x)
			}
			at = x.end
		}
		for _, a := range citationAuthors(s) {
			if a != fold(a) {
				t.Errorf("author %q", a)
			}
		}
	})
}

package reports

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"
	"unicode"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

func TestBibliographyGoldens(t *testing.T) {
	for _, f := range Bibliographies {
		compareGolden(t, "bibliography."+f.Name, render(t, f.Name, bibliography(), Options{}))
		compareGolden(t, "shelf."+f.Name, render(t, f.Name, shelf(), Options{}))
		compareGolden(t, "rich."+f.Name, render(t, f.Name, rich(), Options{}))
	}
}

// A private address is given as it stands, so nothing is called repaired.
func TestBibliographyPrivateAddress(t *testing.T) {
	local := found(1, "http://10.0.0.7/gauges", audit.Verdict{State: audit.Damaged, Reason: audit.ReasonLocalTarget}, nil)
	report := &audit.Report{Documents: []audit.Document{{Path: "a.md", References: []audit.Reference{{Text: "Gauges.", Links: []audit.Link{local}}}}}}
	for _, f := range Bibliographies {
		out := render(t, f.Name, report, Options{})
		if !strings.Contains(out, "http://10.0.0.7/gauges") || !strings.Contains(out, "damaged: ") || strings.Contains(out, "repaired") {
			t.Errorf("%s:\n%s", f.Name, out)
		}
	}
}

// A cited is what a reader of a bibliography finds of a work.
type cited struct {
	Title, Authors, Accessed, DOI, URL string
	Year                               int
}

// readBack gives what package refs finds in a bibliography.
func readBack(t testing.TB, format, text string) []cited {
	t.Helper()
	as := map[string]refs.Format{"bibtex": refs.FormatBibTeX, "biblatex": refs.FormatBibTeX, "ris": refs.FormatRIS, "csl-json": refs.FormatCSL}[format]
	doc, err := refs.Read("b", []byte(text), refs.Options{Format: as})
	if err != nil {
		t.Fatalf("%s: %v in\n%s", format, err, text)
	}
	var all []cited
	for _, r := range doc.References {
		c := cited{Title: r.Title, Authors: strings.Join(r.Authors, "; "), Accessed: r.Accessed, Year: r.Year}
		for _, l := range r.Links {
			switch {
			case l.Kind == refs.KindDOI && strings.EqualFold(l.Field, "doi") || l.Field == "DO":
				c.DOI = cmp.Or(c.DOI, l.ID)
			case l.Field == "url" || l.Field == "UR" || l.Field == "URL":
				c.URL = cmp.Or(c.URL, string(l.Target))
			}
		}
		all = append(all, c)
	}
	return all
}

// asCited gives what readBack should find of a work.
func asCited(o *work, format string) cited {
	c := cited{Title: o.title, Accessed: o.accessed, DOI: o.doi, URL: o.url}
	var names []string
	for _, p := range o.authors {
		names = append(names, p.sorted())
	}
	c.Authors = strings.Join(names, "; ")
	if o.published != "" {
		fmt.Sscan(o.published[:4], &c.Year)
	}
	if format == "ris" && o.url == "" && o.arxiv != "" {
		c.URL = "https://arxiv.org/abs/" + o.arxiv
	}
	return c
}

// What is written is what readers of these formats find: titles, authors, years,
// days of access, DOIs and addresses.
func TestBibliographyReadBack(t *testing.T) {
	for name, r := range map[string]*audit.Report{"bibliography": bibliography(), "shelf": shelf(), "rich": rich()} {
		for _, f := range Bibliographies {
			text := render(t, f.Name, r, Options{})
			var want []cited
			for _, w := range works(r) {
				want = append(want, asCited(&w, f.Name))
			}
			if f.Name == "csl-json" { // entities come along in titles there
				for i := range want {
					want[i].Title = html.UnescapeString(want[i].Title)
				}
			}
			if diff := gocmp.Diff(want, readBack(t, f.Name, text)); diff != "" {
				t.Errorf("%s as %s (-written +read):\n%s", name, f.Name, diff)
			}
		}
	}
}

// Whatever a page says, it stays in its field.
func FuzzBibliography(f *testing.F) {
	f.Add(hostile, "Ada Quay", "2019-05-17", "10.5555/a")
	f.Add(`\input{x} {\"o} $a_1^2$ 100% ~ # & "q" -- --- <i>x</i> {{`, `{Möle}, Jr., B \and`, "2019", "10.5555/{a}\\b")
	f.Add("}\n@book{x, title={y}}", "others and and others", "2019-13", `10.5555/"a`)
	f.Add("ER  - \r\nTY  - BOOK\r\nTI  - x", "AU  - B", "0000", "10.5555/a b")
	f.Add("Ễ ǖ i\u0301 ĳ Å ﬁ \u200d ##[group]x", "d' Ávila, Ó", "", "10.1002/(SICI)1097(1998)17:15/16<1661::AID-SIM968>3.0.CO;2-2")
	f.Fuzz(func(t *testing.T, title, author, published, doi string) {
		if len(title)+len(author) > 1000 {
			return // readers bound what they keep
		}
		r := &audit.Report{Documents: []audit.Document{{References: []audit.Reference{
			{Label: "1", Listed: true, Text: title, Links: []audit.Link{{Kind: refs.KindDOI, Target: refs.DOITarget(doi), Verdict: audit.Verdict{State: audit.OK, Reason: audit.ReasonOK},
				Metadata: &audit.Metadata{Title: title, Authors: []string{author}, Published: published, Source: audit.SourceRegistry,
					Details: &audit.Details{Series: title, Volume: author, Issue: published, Pages: doi, ISSN: title, ISBN: author, Families: []string{title}}}}}},
			{Label: "2", Listed: true, Text: "Behind it.", Title: "Behind it", Year: 2001}}}}}
		all := works(r)
		for _, format := range Bibliographies {
			text := render(t, format.Name, r, Options{})
			for line := range strings.Lines(text) {
				if what := armed(strings.TrimRight(line, "\r\n")); what != "" {
					t.Errorf("%s: %s in %q", format.Name, what, line)
				}
			}
			got := readBack(t, format.Name, text)
			if len(got) != len(all) {
				t.Fatalf("%s: %d works, want %d in\n%s", format.Name, len(got), len(all), text)
			}
			if format.Name == "csl-json" && strings.ContainsAny(title+author, "<&") {
				continue // tags are markup there, and cannot be escaped
			}
			for i := range all {
				want := asCited(&all[i], format.Name)
				if bare(got[i].Title) != bare(want.Title) || bare(got[i].Authors) != bare(want.Authors) {
					t.Errorf("%s: read %+v, want %+v in\n%s", format.Name, got[i], want, text)
				}
			}
		}
	})
}

// bare leaves letters and digits, up to a bound of the reader.
func bare(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), "")
	return s[:min(len(s), 150)]
}

func TestCSLIsJSON(t *testing.T) {
	for _, r := range []*audit.Report{bibliography(), rich(), empty()} {
		var items []cslItem
		if err := json.Unmarshal([]byte(render(t, "csl-json", r, Options{})), &items); err != nil {
			t.Error(err)
		}
		if !slices.EqualFunc(items, works(r), func(i cslItem, w work) bool { return gocmp.Equal(i, newCSLItem(&w)) }) {
			t.Error("other items than works")
		}
	}
}

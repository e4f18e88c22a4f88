package reports

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
)

// Other programs find in the bibliographies what was meant: pandoc, and for RIS
// bibutils. A program that is not there has its part skipped, unless
// REFMEND_REQUIRE_PARSERS=1 says that there must be one.
func TestBibliographyElsewhere(t *testing.T) {
	for _, tt := range []struct {
		format string
		parse  func(t *testing.T, path string) []cataloged
	}{
		{"bibtex", pandoc("bibtex")}, {"biblatex", pandoc("biblatex")}, {"csl-json", pandoc("csljson")}, {"ris", bibutils},
	} {
		for name, r := range map[string]*audit.Report{"bibliography": bibliography(), "shelf": shelf()} {
			t.Run(tt.format+"/"+name, func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "b")
				if err := os.WriteFile(path, []byte(render(t, tt.format, r, Options{})), 0o644); err != nil {
					t.Fatal(err)
				}
				var want []cataloged
				for _, w := range works(r) {
					want = append(want, catalog(&w, tt.format))
				}
				if diff := cmp.Diff(want, tt.parse(t, path)); diff != "" {
					t.Errorf("-written +read:\n%s", diff)
				}
			})
		}
	}
}

// catalog gives what another program should find of a work in a format.
func catalog(w *work, format string) cataloged {
	e := cataloged{Key: w.key, Title: loose(w.title), DOI: w.doi, Year: w.published[:min(4, len(w.published))],
		Volume: w.volume, Issue: w.issue, Pages: loose(w.pages), ISSN: w.issn, ISBN: w.isbn}
	for _, p := range w.authors {
		e.Authors = append(e.Authors, loose(p.particle+p.family+p.literal))
	}
	if in := bibKinds[w.kind].container; in == "journal" || in == "booktitle" || in == "howpublished" && format == "csl-json" {
		e.In = loose(w.container)
	}
	e.Series = loose(w.inSeries())
	switch {
	case format == "biblatex" && isArticleID(w):
		e.Pages = "" // pandoc does not read eid
	case format == "biblatex" && w.kind == "webpage":
		e.Title += loose(w.container) // pandoc adds titleaddon
	case format == "ris":
		e.In, e.Series = "", "" // bibutils has them in odd places
		if bibKinds[w.kind].ris == "UNPB" {
			e.DOI = "" // and passes over this
		}
	}
	return e
}

// cataloged is what another program reads of a work; of names the family's, or
// a group's whole.
type cataloged struct {
	Key, Title, DOI, Year                        string
	Authors                                      []string
	In, Series, Volume, Issue, Pages, ISSN, ISBN string
}

// loose leaves out what programs set differently: case, quotes, space.
func loose(s string) string { return strings.ToLower(bare(s)) }

// runParser gives what a program prints.
func runParser(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("REFMEND_REQUIRE_PARSERS") == "1" {
			t.Fatalf("no %s found, but REFMEND_REQUIRE_PARSERS=1", name)
		}
		t.Skipf("no %s found: the bibliography was not read by another program", name)
	}
	out, err := exec.Command(path, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out
}

func pandoc(from string) func(t *testing.T, path string) []cataloged {
	return func(t *testing.T, path string) (all []cataloged) {
		var items []struct {
			ID, Title, DOI, Volume, Issue, Page, ISSN, ISBN string
			In                                              string `json:"container-title"`
			Series                                          string `json:"collection-title"`
			Number                                          string `json:"collection-number"`
			Issued                                          struct {
				Parts [][]json.Number `json:"date-parts"`
			}
			Author []struct {
				Family, Literal string
				Particle        string `json:"non-dropping-particle"`
				Dropping        string `json:"dropping-particle"`
			}
		}
		if err := json.Unmarshal(runParser(t, "pandoc", "--from", from, "--to", "csljson", path), &items); err != nil {
			t.Fatal(err)
		}
		for _, i := range items {
			plain := func(s string) string {
				return loose(strings.NewReplacer(`<span class="nocase">`, "", "</span>", "").Replace(s))
			}
			e := cataloged{Key: i.ID, Title: plain(i.Title), DOI: i.DOI, In: plain(i.In), Series: plain(i.Series), Volume: i.Volume + i.Number,
				Issue: strings.ReplaceAll(i.Issue, "–", "-"), Pages: loose(i.Page), ISSN: i.ISSN, ISBN: i.ISBN}
			if len(i.Issued.Parts) > 0 {
				e.Year = i.Issued.Parts[0][0].String()
			}
			for _, a := range i.Author {
				e.Authors = append(e.Authors, loose(a.Dropping+a.Particle+a.Family+a.Literal))
			}
			all = append(all, e)
		}
		return all
	}
}

// A modsPlace is what MODS says of where a work or its host stands.
type modsPlace struct {
	Identifiers []modsValue `xml:"identifier"`
	Details     []modsValue `xml:"part>detail"`
	Start       string      `xml:"part>extent>start"`
	End         string      `xml:"part>extent>end"`
}

type modsValue struct {
	Type   string `xml:"type,attr"`
	Text   string `xml:",chardata"`
	Number string `xml:"number"`
}

// bibutils reads RIS. It takes the last word of a group for a family's name, so
// that given names are added where there is more than one.
func bibutils(t *testing.T, path string) (all []cataloged) {
	var collection struct {
		Mods []struct {
			ID    string `xml:"ID,attr"`
			Title struct {
				Main string `xml:"title"`
				Sub  string `xml:"subTitle"`
			} `xml:"titleInfo"`
			Names []struct {
				Parts []struct {
					Type string `xml:"type,attr"`
					Text string `xml:",chardata"`
				} `xml:"namePart"`
			} `xml:"name"`
			Issued string `xml:"originInfo>dateIssued"`
			modsPlace
			Host modsPlace `xml:"relatedItem"`
		} `xml:"mods"`
	}
	if err := xml.Unmarshal(runParser(t, "ris2xml", path), &collection); err != nil {
		t.Fatal(err)
	}
	for _, m := range collection.Mods {
		e := cataloged{Key: m.ID, Title: loose(m.Title.Main + m.Title.Sub), Year: m.Issued[:min(4, len(m.Issued))]}
		for _, n := range m.Names {
			family, given := "", ""
			for _, p := range n.Parts {
				switch p.Type {
				case "family", "": // without a type it is the whole name
					family = p.Text
				case "given":
					given += p.Text
				}
			}
			if strings.Contains("World Harbour Organization Port of Example The Tern Watch Pier Commission", family) {
				family = given + family
			}
			e.Authors = append(e.Authors, loose(family))
		}
		for _, place := range []modsPlace{m.modsPlace, m.Host} {
			for _, v := range append(place.Identifiers, place.Details...) {
				for name, to := range map[string]*string{"doi": &e.DOI, "issn": &e.ISSN, "isbn": &e.ISBN, "volume": &e.Volume, "issue": &e.Issue, "page": &e.Pages} {
					if v.Type == name {
						*to = v.Text + v.Number
					}
				}
			}
			e.Pages += loose(place.Start + place.End)
		}
		all = append(all, e)
	}
	return all
}

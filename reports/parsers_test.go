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
		t.Run(tt.format, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "b")
			if err := os.WriteFile(path, []byte(render(t, tt.format, bibliography(), Options{})), 0o644); err != nil {
				t.Fatal(err)
			}
			var want []cataloged
			for _, w := range works(bibliography()) {
				e := cataloged{Key: w.key, Title: loose(w.title), DOI: w.doi, Year: w.published[:min(4, len(w.published))]}
				for _, p := range w.authors {
					e.Authors = append(e.Authors, loose(p.particle+p.family+p.literal))
				}
				want = append(want, e)
			}
			if diff := cmp.Diff(want, tt.parse(t, path)); diff != "" {
				t.Errorf("-written +read:\n%s", diff)
			}
		})
	}
}

// cataloged is what another program reads of a work; of names the family's, or
// a group's whole.
type cataloged struct {
	Key, Title, DOI, Year string
	Authors               []string
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
			ID, Title, DOI string
			Issued         struct {
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
			title := strings.NewReplacer(`<span class="nocase">`, "", "</span>", "").Replace(i.Title)
			e := cataloged{Key: i.ID, Title: loose(title), DOI: i.DOI}
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
			Issued      string `xml:"originInfo>dateIssued"`
			Part        string `xml:"part>date"`
			Identifiers []struct {
				Type string `xml:"type,attr"`
				Text string `xml:",chardata"`
			} `xml:"identifier"`
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
			if strings.Contains("World Harbour Organization Port of Example", family) {
				family = given + family
			}
			e.Authors = append(e.Authors, loose(family))
		}
		for _, id := range m.Identifiers {
			if id.Type == "doi" {
				e.DOI = id.Text
			}
		}
		all = append(all, e)
	}
	return all
}

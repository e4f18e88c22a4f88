package refs

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// checkWorks compares what is told of the cited works, a line for each:
// title; authors, parted by bars; year; date of access; language.
func checkWorks(t *testing.T, doc Document, want string) {
	t.Helper()
	var b strings.Builder
	for _, r := range doc.References {
		fmt.Fprintf(&b, "%s; %s; %d; %s; %s\n", r.Title, strings.Join(r.Authors, " | "), r.Year, r.Accessed, r.Language)
	}
	if diff := cmp.Diff(strings.TrimLeft(want, "\n"), b.String()); diff != "" {
		t.Errorf("works (-want +got):\n%s", diff)
	}
}

const risLibrary = "\uFEFFProvider: Tide Press\r\nContent: text/plain\r\n\r\n" +
	"TY  - JOUR\r\nAU  - Aalto, Mari\r\nAU  - Brandt, K.\r\nTI  - On the drift of moored\r\n      buoys\r\nJO  - Coastal Notes\r\nVL  - 3\r\nIS  - 2\r\nSP  - 5\r\nEP  - 19\r\nPY  - 2001/05/03/\r\n" +
	"DO  - 10.1000/a\r\nUR  - http://a.org/;http://b.org/x\r\nL1  - file:///home/a.pdf\r\nL3  - 10.1000/l3\r\nY2  - 2020/05/03/\r\nID  - key1\r\nLA  - ger\r\nSN  - 0306-4061\r\nER  - \r\n" +
	"ty  - chap\r\na1  - Ceder, Per-Olof\r\ned  - Ek, T.\r\nt1  - Waves\r\nbt  - All the Sea\r\ny1  - 2014\r\nur  - \r\nsn  - 978-0-306-40615-7 (cloth)\r\nn1  - Also doi:10.1000/n1,\r\nand PMID: 31234567\r\nEN - no tag\r\n" +
	"TY - RPRT\r\nTI - One - two\r\nUR - http://c.org/\r\nC2 - PMC7654321\r\nM3 - 10.1000/m3\r\nAB - See http://abstract.org/\r\nID - 10.1000/id\r\nDB - PubMed\r\nAN - 31234568\r\nER -\r\n" +
	"Between http://between.org/\r\n" +
	"\uFEFFTY  - GEN\r\nID  - https://doi.org/10.1000/id\r\nDO  -\r\nU1  - https://u.org/\r\n"

func TestReadRIS(t *testing.T) {
	doc := checkOutline(t, FormatRIS, risLibrary, `
[key1] Aalto, Mari; Brandt, K. On the drift of moored buoys. Coastal Notes. 3(2): 5–19. 2001 <10.1000/a> <http://a.org/> <http://b.org/x> <10.1000/l3>
[] Ceder, Per-Olof. Waves. All the Sea. 2014 <978-0-306-40615-7> <10.1000/n1> <31234567>
[10.1000/id] One - two <http://c.org/> <PMC7654321> <10.1000/m3> <10.1000/id> <31234568>
[https://doi.org/10.1000/id]  <https://doi.org/10.1000/id> <https://u.org/>
`)
	checkWorks(t, doc, `
On the drift of moored buoys; Aalto, Mari | Brandt, K.; 2001; 2020-05-03; de
Waves; Ceder, Per-Olof; 2014; ; 
One - two; ; 0; ; 
; ; 0; ; 
`)
	want := []string{"DO", "UR", "UR", "L3", "SN", "N1", "N1", "UR", "C2", "M3", "ID", "AN", "ID", "U1"}
	checkFieldsAndPlaces(t, risLibrary, doc, want)
	if at := doc.References[1].Pos; risLibrary[at.Offset:at.Offset+2] != "ty" || at.Line != 24 || at.Column != 1 {
		t.Errorf("the second one is at %+v", at)
	}
}

// checkFieldsAndPlaces wants every link in its field, in order, and where it
// says.
func checkFieldsAndPlaces(t *testing.T, text string, doc Document, want []string) {
	t.Helper()
	var got []string
	for _, r := range doc.References {
		for _, l := range r.Links {
			got = append(got, l.Field)
			if !strings.HasPrefix(text[l.Pos.Offset:], l.Written) && !strings.HasPrefix(unescapeJSON(text[l.Pos.Offset:]), l.Written) {
				t.Errorf("%q does not stand at %+v", l.Written, l.Pos)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
}

func TestRISTag(t *testing.T) {
	for line, want := range map[string]string{
		"TY  - JOUR": "TY", "ER  - ": "ER", "ER  -": "ER", "ur  -http://a.org/": "UR", "T1  - a": "T1", "UR - a": "UR", "UR\t- a": "UR", "UR-": "UR", "XX  - own": "XX",
		"In - a": "", "in - a": "", "XX - a": "", "UR -a": "", "1A  - a": "", "A-b": "", "UR": "", "": "", "  UR  - a": "UR", "\tUR  - a": "UR", "  UR - a": "", "  XX  - a": "", "         UR  - a": "", "UR       - a": "", "a  b - c": "",
	} {
		if got, value := risTag(line); got != want || value > len(line) {
			t.Errorf("%q has the tag %q, want %q", line, got, want)
		}
	}
}

const nbibLibrary = "\n" + `PMID- 31234567
OWN - NLM
IS  - 1234-5678 (Electronic)
DP  - 2001 May 3
TI  - On the drift of buoys: what a long title says, in which a word is "LID -
      10.1000/title [doi]".
LID - 10.1000/a(b)c [doi]
LID - S0000-0000(01)00005-5 [pii]
AB  - See http://abstract.org/ and
      TI  - no tag.
FAU - Aalto, Mari
AU  - Aalto M
FAU - Brandt, Kim
AU  - Brandt K
CN  - Buoy Group
LA  - fre
CON - Tides. 1999;1:2. doi: 10.1000/other. PMID: 30000001
SI  - ClinicalTrials.gov/NCT00000001
PMC - PMC7654321
MID - NIHMS123456
AID - 10.1000/a(b)c [doi]
AID - 10.1000/second
      [doi]
SO  - Coast Notes. 2001 May 3;3:5-19. doi: 10.1000/a(b)c.

PMID- 31234568
BTI - Tide tables
FED - Ek, T.
DP  - 2014
ISBN- 978-0-306-40615-7 (electronic)
URLF- http://full.org/x
PMID- 12x
TI  - [Waves].
`

func TestReadNBIB(t *testing.T) {
	doc := checkOutline(t, FormatNBIB, nbibLibrary, `
[31234567] Aalto, Mari; Brandt, Kim; Buoy Group. On the drift of buoys: what a long title says, in which a word is "LID - 10.1000/title [doi]". 2001 May 3 <31234567> <10.1000/a(b)c> <PMC7654321> <10.1000/second>
[31234568] Ek, T. Tide tables. 2014 <31234568> <978-0-306-40615-7> <http://full.org/x>
[12x] [Waves]
`)
	checkWorks(t, doc, `
On the drift of buoys: what a long title says, in which a word is "LID - 10.1000/title [doi]"; Aalto, Mari | Brandt, Kim | Buoy Group; 2001; ; fr
Tide tables; ; 2014; ; 
[Waves]; ; 0; ; 
`)
	checkFieldsAndPlaces(t, nbibLibrary, doc, []string{"PMID", "LID", "PMC", "AID", "PMID", "ISBN", "URLF"})
}

const cslLibrary = `[
  {"id": "a", "type": "article-journal", "title": "On \"drift\" <i>&amp; more</i>", "author": [{"family": "Aalto", "given": "Mari"}, {"family": "Berg", "given": "Ludwig", "non-dropping-particle": "van den", "dropping-particle": "de", "suffix": "Jr."}, {"literal": "Buoy Group"}, {}],
   "container-title": "Notes", "volume": 3, "issue": "2", "page": "5-19", "issued": {"date-parts": [[2001, 5, 3], [2001, 6]]}, "DOI": "10.1000\/a\u003cb", "language": "de_AT", "abstract": "http://abstract.org/", "keyword": "http://keyword.org/"},
  {"id": 7, "type": "webpage", "title": "T\u00e4glich \ud83c\udf0a", "URL": "  http:\/\/a.org\/\u00e9?x=1&y=2", "accessed": {"date-parts": [["2020", "05", "3"]]}, "issued": {"literal": "Spring 2014"}, "note": "PMID: 31234567\nDOI: 10.1000/note"},
  {"id": "http://zotero.own.org/items/1", "citation-key": "key", "type": "book", "ISBN": "978-0-306-40615-7 0-306-40615-2", "PMID": 31234568, "PMCID": "PMC7654321", "issued": {"raw": "1999-12-31"}, "accessed": "2020-05", "editor": [{"family": "Ek"}]},
  {"type": "article", "title": ["Rain"], "number": "arXiv:2101.00001", "publisher": "arXiv", "author": [{"name": "Ek, T."}, "Brandt, K."], "DOI": null, "url": ["http://b.org/", "file:///c"], "issued": {"date-parts": [[null]]}},
  {}, [], null, 3, "http://string.org/"
]`

func TestReadCSL(t *testing.T) {
	doc := checkOutline(t, FormatCSL, cslLibrary, `
[a] Aalto, Mari; van den Berg, Ludwig de, Jr.; Buoy Group. On "drift" & more. Notes. 3(2): 5-19. 2001 <10.1000/a<b>
[7] Täglich 🌊. Spring 2014 <http://a.org/é?x=1&y=2> <31234567> <10.1000/note>
[key] Ek. 1999 <978-0-306-40615-7> <0-306-40615-2> <31234568> <PMC7654321>
[] Ek, T.; Brandt, K. Rain. arXiv <2101.00001> <http://b.org/>
`)
	checkWorks(t, doc, `
On "drift" & more; Aalto, Mari | van den Berg, Ludwig de, Jr. | Buoy Group; 2001; ; de-AT
Täglich 🌊; ; 2014; 2020-05-03; 
; ; 1999; 2020-05; 
Rain; Ek, T. | Brandt, K.; 0; ; 
`)
	checkFieldsAndPlaces(t, cslLibrary, doc, []string{"DOI", "URL", "note", "note", "ISBN", "ISBN", "PMID", "PMCID", "number", "url"})
	// The same in what other programs write around it.
	items := cslLibrary
	for _, text := range []string{`{"items": ` + items + `, "x": {"DOI": "10.1000/x"}}`, `{"metadata": {"title": "x"}, "references": ` + items + `}`, `[` + items + `]`, `{"status": "ok", "message": {"total": 4, "items": ` + items + `}}`} {
		again, err := Read("x", []byte(text), Options{Format: FormatCSL})
		if err != nil || outline(again) != outline(doc) {
			t.Errorf("%.30s: %v\n%s", text, err, outline(again))
		}
	}
	for _, text := range []string{`{"id": "a", "type": "book", "DOI": "10.1000/a"}`, "{\"id\": \"a\", \"DOI\": \"10.1000/a\"}\n{\"id\": \"b\", \"DOI\": \"10.1000/a\"}\n"} {
		again, err := Read("x", []byte(text), Options{Format: FormatCSL})
		if err != nil || len(again.References) != strings.Count(text, "DOI") {
			t.Errorf("%s: %v\n%s", text, err, outline(again))
		}
	}
}

const bibJSONLibrary = `{"metadata": {"collection": "buoys"}, "records": [
  {"type": "article", "title": "Drift", "author": [{"name": "Aalto, Mari"}, {"firstname": "Kim", "lastname": "Brandt"}], "journal": {"name": "Notes", "volume": "3", "pages": "5"}, "year": "2001", "citekey": "a",
   "identifier": [{"type": "doi", "id": "10.1000/a"}, {"type": "issn", "id": "1234-5678"}, {"type": "isbn", "id": "0-306-40615-2"}, {"id": "10.1000/untyped"}, {"type": "pmid", "id": 31234567}],
   "link": [{"url": "http://a.org/", "anchor": "x"}, {"url": "file:///x"}, "http://b.org/"], "license": [{"type": "by", "url": "http://licence.org/"}]},
  {"title": "Waves", "author": "Ceder, P.", "journal": "Sea", "publisher": {"name": "Press"}, "year": 2014, "doi": "10.1000/b", "urldate": "2020-05-03", "howpublished": "in print", "eprint": "arXiv:2101.00001", "language": ["eng"], "_id": "b"}
]}`

func TestReadBibJSON(t *testing.T) {
	doc := checkOutline(t, FormatBibJSON, bibJSONLibrary, `
[a] Aalto, Mari; Brandt, Kim. Drift. Notes. 3: 5. 2001 <10.1000/a> <0-306-40615-2> <31234567> <http://a.org/> <http://b.org/>
[b] Ceder, P. Waves. Sea. Press. 2014 <10.1000/b> <2101.00001>
`)
	checkWorks(t, doc, `
Drift; Aalto, Mari | Brandt, Kim; 2001; ; 
Waves; Ceder, P.; 2014; 2020-05-03; en
`)
	checkFieldsAndPlaces(t, bibJSONLibrary, doc, []string{"doi", "isbn", "pmid", "link", "link", "doi", "eprint"})
}

func TestReadJSON(t *testing.T) {
	const text = `{"$schema": "http://schema.org/x", "name": "tides", "homepage": "http:\/\/a.org\/#read\u006de", "nested": [{"@context": "http://context.org/", "url": "http://b.org/"}, ["10.1000/a", 10.1000, null, true]],
  "text": "References\n\n[1] Aalto M. Drift. 2001. http://c.org/\n[2] Brandt K. Waves. 2002.\n"}`
	doc := checkOutline(t, FormatJSON, text, `
~ http://a.org/#readme <http://a.org/#readme>
~ http://b.org/ <http://b.org/>
~ 10.1000/a <10.1000/a>
[1] Aalto M. Drift. 2001. http://c.org/ <http://c.org/>
[2] Brandt K. Waves. 2002.
`)
	checkFieldsAndPlaces(t, text, doc, []string{"homepage", "url", "nested", "text"})
}

// TestReadJSONBroken holds that broken JSON tells its first fault by line, and
// that what stands before it is read.
func TestReadJSONBroken(t *testing.T) {
	const first = `[{"id": "a", "DOI": "10.1000/a"}`
	for name, c := range map[string]struct{ text, fault, labels string }{
		"cut off":            {first + ",\n{\"id\": \"b\", \"DOI\": \"10.1000/b\"", "line 2: an object that begins here is never closed", "a b"},
		"cut off in string":  {first + ",\n{\"id\": \"b\", \"DOI\": \"10.1000/b", "line 2: a string that begins here is never closed", "a b"},
		"cut off in name":    {first + ",\n{\"id\": \"b\", \"DO", "line 2: a string that begins here is never closed", "a"},
		"array not closed":   {first + "\n", "line 1: an array that begins here is never closed", "a"},
		"comma missing":      {first + "\n{\"id\": \"b\"\n\"title\": \"x\"}]", "line 2: a comma is missing (and 1 more problems)", "a b"},
		"comma too much":     {first + ",\n{\"id\": \"b\", \"title\": \"x\",},]", "line 2: a comma too much (and 1 more problems)", "a b"},
		"two commas":         {first + ",\n,{\"id\": \"b\",, \"title\": \"x\"}]", "line 2: a comma too much (and 1 more problems)", "a b"},
		"name without quote": {first + ",\n{id: \"b\"}]", "line 2: a name in quotes is expected, not \"i\"", "a"},
		"no colon":           {first + ",\n{\"id\" \"b\"}]", "line 2: a colon is expected, not \"\\\"\"", "a"},
		"no value":           {first + ",\n{\"id\": \"b\", \"title\":}]", "line 2: a value is missing", "a"},
		"wrong word":         {first + ",\n{\"id\": NaN}]", "line 2: a value is expected, not \"NaN\"", "a"},
		"wrong closer":       {first + ",\n{\"id\": \"b\", \"title\": \"x\"]", "line 2: a \"]\" that closes nothing", "a b"},
		"closer too much":    {first + "]\n]", "line 2: a \"]\" that closes nothing", "a"},
		"line break":         {first + ",\n{\"id\": \"b\", \"title\": \"x\ny\"}]", "line 2: a line break or a control character in a string", "a b"},
		"comment":            {first + ",\n// {\n]", "line 2: a value is expected, not \"/\"", "a"},
	} {
		doc, err := Read("lib.json", []byte(c.text), Options{Format: FormatCSL})
		if !errors.Is(err, ErrSyntax) || !strings.HasSuffix(err.Error(), c.fault) {
			t.Errorf("%s: error %v", name, err)
		}
		var labels []string
		for _, r := range doc.References {
			labels = append(labels, r.Label)
		}
		if got := strings.Join(labels, " "); got != c.labels {
			t.Errorf("%s: %q, want %q", name, got, c.labels)
		}
	}
}

// TestRecordsLinear reads documents made to be slow: were the time not linear
// in their size, this would take minutes. Deep ones must not exhaust the stack.
func TestRecordsLinear(t *testing.T) {
	skipLarge(t)
	const n = 100_000
	for name, text := range map[string]string{
		"arrays":              strings.Repeat("[", n),
		"objects":             strings.Repeat(`{"items":`, n),
		"deep values":         `[{"DOI":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}]`,
		"members":             `[{` + strings.Repeat(`"DOI":"10.1000/a",`, n),
		"values":              `[{"URL":[` + strings.Repeat(`"http://a.org/",`, n),
		"authors":             `[{"author":[` + strings.Repeat(`{"family":"a"},`, n),
		"escapes":             `[{"title":"` + strings.Repeat(`\ud800`, n),
		"backslashes":         `[{"note":"` + strings.Repeat(`\\`, n),
		"numbers":             `[` + strings.Repeat("9", n) + `, 1e999999999]`,
		"quotes":              strings.Repeat(`"`, n),
		"records":             `[` + strings.Repeat(`{},`, n),
		"cells":               `{"cells":[` + strings.Repeat(`{"cell_type":"markdown","source":"- a"},`, n/10),
		"lines of a cell":     `{"cells":[{"cell_type":"markdown","source":[` + strings.Repeat(`"\u0061&amp;",`, n),
		"cells in cells":      strings.Repeat(`{"cells":[`, n),
		"worksheets":          strings.Repeat(`{"worksheets":[`, n),
		"tags":                strings.Repeat("TY  - \n", n),
		"fields":              "TY  - GEN\n" + strings.Repeat("UR  - http://a.org/\n", n),
		"lines":               "TY  - GEN\nN1  - \n" + strings.Repeat("http://a.org/\n", n),
		"numbers of books":    "TY  - GEN\nSN  - " + strings.Repeat("0-306-40615-", n),
		"identifiers":         "PMID- 1\n" + strings.Repeat("AID - 10.1000/a [doi]\n", n),
		"unlike identifiers":  "PMID- 1\n" + manyDOIs(n/10),
		"names that are DOIs": "TY  - GEN\n" + strings.Repeat("ID  - 10.1000/a\n", n/10),
		"marks in one line":   "PMID- 1\nAID - " + strings.Repeat("[doi]", n),
		"spaces":              "TY" + strings.Repeat(" ", n) + "-",
		"identifiers of JSON": `[{"identifier":[` + strings.Repeat(`{"type":"doi","id":"10.1000/a"},`, n/4),
	} {
		t.Run(name, func(t *testing.T) {
			for _, f := range []Format{FormatRIS, FormatNBIB, FormatCSL, FormatBibJSON, FormatNotebook, FormatJSON} {
				if _, err := Read("x", []byte(text), Options{Format: f}); err != nil && !errors.Is(err, ErrSyntax) {
					t.Errorf("%s: %v", f, err)
				}
			}
			detect("x.json", "", text)
		})
	}
}

func manyDOIs(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "AID - 10.1000/a%d [doi]\n", i)
	}
	return b.String()
}

func TestJSONEscape(t *testing.T) {
	for raw, want := range map[string]string{
		`a\"b\\c\/d`: `a"b\c/d`, `\b\f\n\r\t`: "\b\f\n\r\t", `\u00e9\u4e2D`: "é中", `\ud83c\udf0a`: "🌊", `\ud83cx`: "\uFFFDx", `\udf0a\ud83c`: "\uFFFD\uFFFD",
		`\ud83c\u0041`: "\uFFFDA", `\q`: `\q`, `\u12`: `\u12`, `\u00zz`: `\u00zz`, `\`: `\`, `\é`: `\é`, `\u0000`: "\x00",
	} {
		if got := unescapeJSON(raw); got != want {
			t.Errorf("%s is %q, want %q", raw, got, want)
		}
	}
}

func TestISBNs(t *testing.T) {
	for text, want := range map[string][]string{
		"0-306-40615-2": {"0-306-40615-2"},
		"978-0-306-40615-7 (cloth); 0306406152\n9780306406157": {"978-0-306-40615-7", "0306406152", "9780306406157"},
		"978 0 306 40615 7":                      {"978 0 306 40615 7"},
		"0-306-40615-3, 1234-5678":               nil,
		"x0306406152 ISBN:0306406152/080442957X": {"0306406152", "080442957X"},
	} {
		p := passage{text: text, origins: []origin{{0, 0}}}
		var got []string
		for _, one := range p.isbns() {
			got = append(got, strings.TrimPrefix(one.text, "ISBN "))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

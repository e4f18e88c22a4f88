package refs

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fields shows the links of a document with the fields that they stand in.
func fields(doc Document) (all []string) {
	for _, r := range doc.References {
		for _, l := range r.Links {
			all = append(all, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", r.Label, l.Field, l.Kind, l.proposal())))
		}
	}
	return all
}

// TestBibTeXFields holds that links are found wherever authors hide them, and
// only there.
func TestBibTeXFields(t *testing.T) {
	for entry, want := range map[string][]string{
		`doi = {10.1000/a}, url = {http://a.org/x}`:                     {"doi doi https://doi.org/10.1000/a", "url url http://a.org/x"},
		`doi = "https://doi.org/10.1000/a"`:                             {"doi doi https://doi.org/10.1000/a"},
		`url = {\url{http://a.org/~x_y}}`:                               {"url url http://a.org/~x_y"},
		`note = {DOI: 10.1000/a}`:                                       {"note doi https://doi.org/10.1000/a"},
		`howpublished = {\href{http://a.org/x}{here}}`:                  {"howpublished url http://a.org/x"},
		`howpublished = "\url{http://a.org/x}"`:                         {"howpublished url http://a.org/x"},
		`eprint = {2101.00001}, eprinttype = {arXiv}`:                   {"eprint arxiv https://arxiv.org/abs/2101.00001"},
		`eprint = {math/0101001}, archiveprefix = {arXiv}`:              {"eprint arxiv https://arxiv.org/abs/math/0101001"},
		`eprint = {2101.00001}, eprintclass = {math.GT}`:                {"eprint arxiv https://arxiv.org/abs/2101.00001"},
		`eprint = {31234567}, eprinttype = {pubmed}`:                    {"eprint pmid https://pubmed.ncbi.nlm.nih.gov/31234567/"},
		`eprint = {4567}, eprinttype = {jstor}`:                         nil,
		`eprint = {10.1000/a}, eprinttype = {doi}`:                      {"eprint doi https://doi.org/10.1000/a"},
		`pmid = 31234567, pmcid = {PMC7654321}`:                         {"pmid pmid https://pubmed.ncbi.nlm.nih.gov/31234567/", "pmcid pmcid https://pmc.ncbi.nlm.nih.gov/articles/PMC7654321/"},
		`isbn = {978-0-306-40615-7 (cloth), 0-306-40615-2}`:             {"isbn isbn urn:isbn:9780306406157", "isbn isbn urn:isbn:0306406152"},
		`isbn = {978-0-306-40615-8}`:                                    nil,
		`journal = {arXiv preprint arXiv:2101.00001}`:                   {"journal arxiv https://arxiv.org/abs/2101.00001"},
		`title = {URL: a tale}, author = {PMID, A. and DOI, B.}`:        nil,
		`file = {:home/a.pdf:PDF}, biburl = {http://dblp.own.org/a}`:    nil,
		`abstract = {See http://a.org/}, keywords = {http://b.org/}`:    nil,
		`opturl = {http://a.org/}`:                                      nil,
		`adsurl = {https://ads.org/abs/2001A}`:                          {"adsurl url https://ads.org/abs/2001A"},
		`url = {http://a.org/}, bdsk-url-1 = {http://a.org/}`:           {"url url http://a.org/"},
		`url = {http://a.org/}, bdsk-url-1 = {http://b.org/}`:           {"url url http://a.org/", "bdsk-url-1 url http://b.org/"},
		`url = {http://a.org/}, URL = {http://b.org/}`:                  {"url url http://a.org/"},
		`url = base # {x}, note = base`:                                 {"url url http://base.org/x", "note url http://base.org/"},
		`url = base # "a" # 7 # {/b}`:                                   {"url url http://base.org/a7/b"},
		`url = {}, doi = ""`:                                            nil,
		`howpublished = {online}, note = {in press}`:                    nil,
		`doi = {10.1000/a–b}`:                                           {"doi doi https://doi.org/10.1000/a-b"},
		`related = {other}, relatedtype = {reprintof}, doi={10.1000/a}`: {"doi doi https://doi.org/10.1000/a"},
	} {
		text := "@string{base = {http://base.org/}}\n@misc{k,\n  " + entry + "\n}\n"
		doc, err := Read("a.bib", []byte(text), Options{})
		if err != nil {
			t.Errorf("%s: %v", entry, err)
		}
		got := fields(doc)
		for i := range got {
			got[i] = strings.TrimPrefix(got[i], "k ")
		}
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", entry, diff)
		}
		for _, l := range doc.References[0].Links {
			head := l.Written[:4]
			if !strings.HasPrefix(text[l.Pos.Offset:], head) {
				t.Errorf("%s: %q is at %+v", entry, l.Written, l.Pos)
			}
		}
	}
}

func TestBibTeXFamilies(t *testing.T) {
	const text = `
@inproceedings{child, author = {Aalto, M.}, title = {Drift}, crossref = {meeting}, pages = {1}}
@inproceedings{own, title = {Waves}, booktitle = {Elsewhere}, year = 2003, crossref = {Meeting}, doi = {10.1000/own}}
@proceedings{meeting, title = {Proceedings on Buoys}, year = 2001, editor = {Ek, T.}, doi = {10.1000/meeting}, isbn = {0-306-40615-2}, url = {http://meeting.org/}, xdata = press, note = {http://note.org/}}
@xdata{press, publisher = {Buoy Press}, url = {http://press.org/}, xdata = {place, gone}}
@xdata{place, location = {Sea}}
@article{paper, title = {Rain}, crossref = {issue}}
@periodical{issue, title = {Journal of Rain}, date = {2005-03}}
@book{volume, title = {Volume 2}, crossref = {set}, xdata = {press}}
@mvbook{set, title = {All of It}, author = {Brandt, Kim}, year = 1999}
@misc{loop, title = {Loop}, crossref = {loop2}}
@misc{loop2, crossref = {loop}, year = 2010}
@misc{lost, title = {Lost}, crossref = {nobody}, xdata = {child}}
@xdata{spare, url = {http://spare.org/}}
`
	checkOutline(t, FormatBibTeX, text, `
[child] Aalto, M. Drift. Proceedings on Buoys. 2001
[own] Ek, T. Waves. Elsewhere. 2003 <10.1000/own>
[meeting] Ek, T. Proceedings on Buoys. Buoy Press. 2001 <10.1000/meeting> <0-306-40615-2> <http://meeting.org/> <http://note.org/>
[paper] Rain. Journal of Rain. 2005-03
[issue] Journal of Rain. 2005-03
[volume] Brandt, Kim. Volume 2. Buoy Press. 1999 <http://press.org/>
[set] Brandt, Kim. All of It. 1999
[loop] Loop. 2010
[loop2] Loop. 2010
[lost] Lost
[spare]  <http://spare.org/>
`)
}

func TestBibTeXNames(t *testing.T) {
	for raw, want := range map[string][]string{
		`Aalto, M. and Brandt, Kim`:                                                                 {"Aalto, M.", "Brandt, Kim"},
		`Mari Aalto AND Kim~B. Brandt`:                                                              {"Aalto, Mari", "Brandt, Kim B."},
		`Ludwig van den Berg and van den Berg, Ludwig`:                                              {"van den Berg, Ludwig", "van den Berg, Ludwig"},
		`Berg, Jr., Ludwig and {The Buoy Group} and others`:                                         {"Berg, Ludwig, Jr.", "The Buoy Group"},
		`J{\'e}r\^ome M{\"u}ller and {Sand and Sea, Inc.}`:                                          {"Müller, Jérôme", "Sand and Sea, Inc."},
		`family=Berg, prefix=van den, given={Ludwig J.}, suffix=Jr and family = {M{\"u}ller}, id=7`: {"van den Berg, Ludwig J., Jr", "Müller"},
		`Family, A=B`:                        {"Family, A=B"},
		`van Gogh`:                           {"van Gogh"},
		`Plato and  and `:                    {"Plato"},
		"Aalto, Mari\n  and\n  Brandt,\tKim": {"Aalto, Mari", "Brandt, Kim"},
		`Sandy Anderson`:                     {"Anderson, Sandy"},
		`{{Buoy Group}}`:                     {"Buoy Group"},
		`O'Brien, Pat} and {x`:               {"O'Brien, Pat", "x"},
		``:                                   nil,
		strings.Repeat("A. Aalto and ", 200) + "B. Brandt":   slices.Repeat([]string{"Aalto, A."}, mostAuthors),
		`Brandt, Kim and ` + strings.Repeat("a", 5000) + `b`: {"Brandt, Kim", strings.Repeat("a", longestAuthor)},
	} {
		e := bibEntry{}
		e.set("author", bibValue{{raw, 0}})
		if diff := cmp.Diff(want, e.authors()); diff != "" {
			t.Errorf("%.60q (-want +got):\n%s", raw, diff)
		}
	}
}

// TestBibTeXForms holds that what programs write besides entries does no harm.
func TestBibTeXForms(t *testing.T) {
	doc := checkOutline(t, FormatBibTeX, `% Encoding: UTF-8
@comment{jabref-meta: databaseType:biblatex;}
@Comment{
@misc{hidden, url = {http://hidden.org/}}
}
@COMMENT
@misc{DBLP:conf/buoys/Aalto+01_a-b.c, title = {One}}
@misc{https://a.org/?id=7&x=y, title = {Two}}
@misc{ Aalto 2001 , title = {Three}}
@misc(four, title = {Four (4)})
@misc{fünf:😀, title = {Five},}
@comment{never closed
@misc{six, subtitle = {in two {P}arts}, title = {Six}, urlyear = 2020, urlmonth = {05}, urlday = 3}
@misc{eight, title = {Readings since 1915}, howpublished = {Leaflet, 1987, accessed 3 May 2020}}
@misc{nine, title = {Readings since 1915}}
@misc{seven, title = {Seven}, urldate = 3 # "~" # may # "~2020", langid = {zho}}
`, `
[DBLP:conf/buoys/Aalto+01_a-b.c] One
[https://a.org/?id=7&x=y] Two
[Aalto 2001] Three
[four] Four (4)
[fünf:😀] Five
[six] Six
[eight] Readings since 1915. Leaflet, 1987, accessed 3 May 2020
[nine] Readings since 1915
[seven] Seven
`)
	checkFacts(t, doc, "six 0 2020-05-03", "eight 1987 2020-05-03", "nine 0", "seven 0 2020-05-03 zh")
	if got := doc.References[5].Title; got != "Six: in two Parts" {
		t.Errorf("title %q", got)
	}
}

// TestBibTeXLinear reads files made to be slow: were the time not linear in
// their size, this would take minutes.
func TestBibTeXLinear(t *testing.T) {
	skipLarge(t)
	const n = 100_000
	chain := func(i int) string {
		return fmt.Sprintf("@misc{k%d, title = {x}, xdata = {k%d}, crossref = {k%d}}\n", i, i+1, i+1)
	}
	var links strings.Builder
	for i := range n / 4 {
		links.WriteString(chain(i))
	}
	var wide strings.Builder
	wide.WriteString("@xdata{wide")
	for i := range 1000 {
		fmt.Fprintf(&wide, ", f%d = {x}", i)
	}
	wide.WriteString("}\n" + strings.Repeat("@misc{k, xdata = {"+strings.Repeat("wide,", 100)+"}}\n", n/500))
	for name, text := range map[string]string{
		"comments never closed": strings.Repeat("@comment{{\n@misc{k}\n", n),
		"comments in comments":  strings.Repeat("@comment{\n", n),
		"fields of one name":    "@misc{k" + strings.Repeat(",url={http://a.org/}", n),
		"names":                 "@misc{k, author = {" + strings.Repeat("a and ", n) + "}}",
		"commas":                "@misc{k, author = {" + strings.Repeat("a,", n) + "}}",
		"words":                 "@misc{k, author = {" + strings.Repeat("A ", n) + "}}",
		"braces":                "@misc{k, author = {" + strings.Repeat("{", n),
		"macros":                "@string{a = 1}" + strings.Repeat("@string{a = a # a}", n) + "@misc{k, note = a}",
		"generations":           links.String(),
		"wide families":         wide.String(),
		"keys":                  "@misc{" + strings.Repeat("=x", n),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Read("x", []byte(text), Options{Format: FormatBibTeX}); err != nil && !errors.Is(err, ErrSyntax) {
				t.Error(err)
			}
		})
	}
}

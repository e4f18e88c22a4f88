package refs

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const library = `An address@example.org means nothing here.
% @misc{commented, url = {http://commented.org/}}
@comment{ @misc{x, url={http://comment.org/}} }
@string{ joo = "Journal of " # {Oceans} }
@preamble{"\newcommand{\x}{}"}
@Article{smith2001,
  author = {Smith, John and M{\"u}ller, J{\'e}r\^ome},
  title = "On {Tides} and {"}winds{"}",
  journal = joo, year = 2001, month = jan, % a remark
  doi = {10.1000/a\_b{\%}c},
  url = "http://tides.org/~smith/\%7Ex",
  urldate = {2021-02-03},
  langid = {ngerman},
}
@online(jones, title = {Winds}, date = {2019-05-06}, note = {See \url{http://winds.org/a_b} (accessed 3 May 2020)},
  howpublished = {\href{http://how.org/}{the \emph{page}}}, eprint = {2101.00001}, archiveprefix = {arXiv})
`

func TestReadBibTeX(t *testing.T) {
	doc := checkOutline(t, FormatBibTeX, library, `
[smith2001] Smith, John; Müller, Jérôme. On Tides and "winds". Journal of Oceans. 2001 <10.1000/a_b%c> <http://tides.org/~smith/%7Ex>
[jones] Winds. the page. 2019-05-06 <http://winds.org/a_b> <http://how.org/> <2101.00001>
`)
	var got []string
	for _, r := range doc.References {
		got = append(got, r.Accessed, r.Language)
		if !strings.HasPrefix(library[r.Pos.Offset:], "@") {
			t.Errorf("%s is at %+v", r.Label, r.Pos)
		}
	}
	if diff := cmp.Diff([]string{"2021-02-03", "de", "2020-05-03", ""}, got); diff != "" {
		t.Error(diff)
	}
	if doc.References[0].Year != 2001 || doc.References[1].Year != 2019 {
		t.Errorf("years %d, %d", doc.References[0].Year, doc.References[1].Year)
	}
	if k := doc.References[1].Links[2].Kind; k != KindArXiv {
		t.Errorf("an eprint of arXiv is %q", k)
	}
	for _, want := range []string{`10.1000/a\_b`, "http://tides.org/", "http://winds.org/", "http://how.org/", "2101.00001"} {
		at := strings.Index(library, want)
		found := false
		for _, r := range doc.References {
			for _, l := range r.Links {
				found = found || l.Pos.Offset == at
			}
		}
		if !found {
			t.Errorf("no link at %d, where %s stands", at, want)
		}
	}
}

// TestBrokenBibTeX holds that a broken file tells its first fault by line, and
// loses none of the other entries.
func TestBrokenBibTeX(t *testing.T) {
	for name, c := range map[string]struct{ text, fault, labels string }{
		"open brace":      {"@misc{a, url={http://a.org/}}\n@misc{b,\n title = {never closed,\n year = 2001\n}\n\n@misc{c, url={http://c.org/}}\n", `line 2: entry "b" is never closed`, "a b c"},
		"two open braces": {"@misc{a}\n@misc{b,\n title = {never closed,\n\n@misc{c, url={http://c.org/}}\n", `line 3: field "title" of entry "b" is never closed`, "a b c"},
		"open entry":      {"@misc{a, year=2001,\n@misc{b, year=2002}", `line 1: entry "a" is never closed`, "a b"},
		"no equals sign":  {"@misc{a,\n year 2001}\n@misc{b}\n", `line 2: entry "a": a field's name and = are expected`, "a b"},
		"no key":          {"@misc{title = {x}}\n", `line 1: entry @misc has no key`, ""},
		"no value":        {"@misc{a, year = }\n@misc{b}", `line 1: field "year" of entry "a" has no value`, "a b"},
		"open string":     {"@string{x = \"y}\n@misc{b}", `line 1: @string "x" is never closed`, "b"},
		"end of file":     {"@misc{a, year = 2001", `line 1: entry "a" is never closed`, "a"},
	} {
		doc, err := Read("lib.bib", []byte(c.text), Options{})
		if !errors.Is(err, ErrSyntax) || !strings.Contains(err.Error(), c.fault) || !strings.HasPrefix(err.Error(), "read lib.bib: ") {
			t.Errorf("%s: error %v", name, err)
		}
		var labels []string
		for _, r := range doc.References {
			labels = append(labels, r.Label)
		}
		if got := strings.TrimSpace(strings.Join(labels, " ")); got != c.labels {
			t.Errorf("%s: entries %q, want %q", name, got, c.labels)
		}
	}
}

func TestLaTeX(t *testing.T) {
	for raw, want := range map[string]string{
		`a\_b \% \& \# {\%}`:                                      "a_b % & # %",
		`\"{o}\'e\c{c}\v{s}\aa{} \ss \o\ l \L{}x {\'\i}`:          "öéçšå ßø l Łx í",
		`\emph{a} \textbf{\textit{b}} \unknown c`:                 "a b c",
		`\url{http://a.org/\~{}x}`:                                "http://a.org/~x",
		`\url{http://a.org/%7e}\url{b}`:                           "http://a.org/%7e b",
		`10.1002/(SICI)1097(1998)49:8$<$693::AID$>$3`:             "10.1002/(SICI)1097(1998)49:8<693::AID>3",
		`$\sim$x \textasciitilde{}y a~b`:                          "~x ~y a b",
		`\textbraceleft{}a\textbraceright{} x\textasciicircum{}2`: "{a} x^2",
		`\`:                 `\`,
		`\url{\url{\url{a}`: "a",
		`\'`:                "",
	} {
		w := newWeave()
		w.putLaTeX(raw, 0, false)
		if got := string(w.text); got != want {
			t.Errorf("%s is %q, want %q", raw, got, want)
		}
	}
}

func TestReadURLs(t *testing.T) {
	doc := checkOutline(t, FormatURLs, "# comment\nhttp://a.org/x#y\n\n  10.1000/182  \nwww.b.org # remark\n\thttp://c.org/ \r\ndoi:10.1000/xyz", `
[] http://a.org/x#y <http://a.org/x#y>
[] 10.1000/182 <10.1000/182>
[] www.b.org <www.b.org>
[] http://c.org/ <http://c.org/>
[] doi:10.1000/xyz <10.1000/xyz>
`)
	if p := doc.References[1].Pos; p != (Position{Offset: 30, Line: 4, Column: 3, Column16: 3}) {
		t.Errorf("place %+v", p)
	}
}

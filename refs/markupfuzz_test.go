package refs

import (
	"strings"
	"testing"
)

// fuzzMarkup holds the laws of the readers of markup: what holds for every
// document, and that a link stands where it says. What stands there is the
// link byte for byte up to the first markup in it, or markup that becomes it.
func fuzzMarkup(f *testing.F, format Format, seeds ...string) {
	for _, text := range seeds {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, verbatim := read(t, format, data)
		if len(doc.Includes) > mostIncludes {
			t.Errorf("%d includes", len(doc.Includes))
		}
		for i, name := range doc.Includes {
			if strings.TrimSpace(name) == "" || strings.ContainsAny(name, "\n\x00\\") || i > 0 && name == doc.Includes[i-1] {
				t.Errorf("includes %q", name)
			}
		}
		if verbatim {
			checkStands(t, string(data), doc)
		}
	})
}

func FuzzReadTeX(f *testing.F) {
	fuzzMarkup(f, FormatTeX, texPaper, biblatexList,
		`\bib{k}{article}{author={A},author={B}, title={T}, url={http://a.org/}}\newcommand{\u}[1]{\href{http://a.org/#1}{x}}\u{b\_c}\u\def\v{http://b.org/}\v/x`,
		"\\url|a|\\href{http://a.org/\n\n}{\\footnote{b\\footnote[3]{http://c.org/}}}\\iffalse\\fi$\\sim$\\(\\[%\n\\item[http://d.org/]\\cite[http://e.org/]{x}\\verb|\\input{a}\\begin{minted}\\penalty-3\\raise.2ex\\'\\i\\~{}\\end{x}\\\\[")
}

func FuzzReadRST(f *testing.F) {
	fuzzMarkup(f, FormatRST, rstGuide,
		"a_ `b`__ `c <http://c.org/\\_>`_ |d|_ :doi:`10.1000/x <y>` `z`:arxiv: *e* ``f`` \\ http://g.org/*\n\n.. _a: b_\n__ http://b.org/\n.. _`x: y`: http://h.org/\n   /z\n.. |d| image:: i\n   :target: a_\n",
		"+--+\n| http://a.org/ |\n+==+\n\n== ==\na  b\n== ==\n\n:x: y::\n\n> z\n\n1. a\n#. b\n   * c\n\n.. [#] d\n.. [*] e\n.. include:: f\n::\n\n  g\n\n| h\n| i\n>>> j\n=\n~~~\nk\n~~~")
}

func FuzzReadAsciiDoc(f *testing.F) {
	fuzzMarkup(f, FormatAsciiDoc, asciiDocGuide,
		":a: http://a.org/{b}\n:b: {a}\n\n{a}[x] link:{a}/y[\"z\",window=_blank] link:++http://b.org/++[] http://c.org[d^] *http://d.org/* `e` +f+ ++g++ $$h$$ <<i,j>> footnote:k[l http://m.org/[n]] image:o[p,link=http://q.org/] \\http://r.org/ [[s]] pass:[t]",
		"[bibliography]\n* [[[a,1]]] b\n+\n----\nc\n----\n. d\n|===\n2+|e a|http://f.org/\n|===\n\n[source]\n--\ng\n--\n.h\n// i\ninclude::j[]\nk::\n  l\nm\n-\n```\nn\n```\n= o\n////")
}

// TestReadMarkupLinear reads documents made to be slow: were the time not
// linear in their size, this would take minutes.
func TestReadMarkupLinear(t *testing.T) {
	skipLarge(t)
	const n = 100_000
	for name, text := range map[string]string{
		"braces":                strings.Repeat(`\emph{`, n),
		"braces closed":         strings.Repeat(`\emph{`, n) + strings.Repeat("}", n),
		"options":               strings.Repeat(`\x[`, n),
		"options closed late":   strings.Repeat(`\x[{`, n) + "}]",
		"options of citations":  strings.Repeat(`\cite[://`, n) + "]",
		"verbatim never ended":  strings.Repeat(`\begin{verbatim}`, n),
		"conditions":            strings.Repeat(`\iffalse`, n),
		"bars":                  strings.Repeat(`\url|`, n) + strings.Repeat(`\verb!`, n),
		"formulas":              strings.Repeat(`$\(\[\$`, n),
		"notes":                 strings.Repeat(`\footnote{a`, n) + strings.Repeat("}", n),
		"commands in commands":  `\def\a{http://a.org/}` + strings.Repeat(`\a`, n),
		"bodies":                strings.Repeat(`%\begin{document}`, n),
		"entries never ended":   strings.Repeat(`\entry{a}{b}{}\name{author}{1}{}{`, n),
		"names":                 `\entry{a}{b}{}\name{author}{1}{}{` + strings.Repeat(`{{x}{family={A}}}`, n) + "}",
		"files":                 strings.Repeat(`\input{a}\input b `, n),
		"comments":              strings.Repeat("%\n", n),
		"fields of amsrefs":     `\bib{a}{b}{` + strings.Repeat("author={A},", n) + "}",
		"backquotes":            strings.Repeat("`a`_ `", n),
		"double backquotes":     strings.Repeat("``a ` ", n),
		"underscores":           strings.Repeat("a_", n),
		"anonymous":             strings.Repeat("a__ ", n) + "\n\n" + strings.Repeat("__ http://a.org/\n", n),
		"aliases":               strings.Repeat(".. _a: a_\n", n) + strings.Repeat("a_ ", n),
		"definitions":           strings.Repeat(".. _a:\n   http://a.org/\n", n),
		"colons":                strings.Repeat(":a", n) + "`",
		"angle brackets":        "`" + strings.Repeat("<", n) + ">`_",
		"deep indents":          func() string { return indents(2000) }(),
		"deep entries":          func() string { return indents(2000, ".. [1] a") }(),
		"adornments":            strings.Repeat("a\n===\nb\n---\n", n),
		"footnotes numbered":    strings.Repeat(".. [#] a\n", n),
		"includes":              strings.Repeat(".. include:: a\n   :x:\n", n),
		"square brackets":       strings.Repeat("http://a.org[", n) + "]",
		"square brackets open":  strings.Repeat("link:a[", n),
		"notes of AsciiDoc":     strings.Repeat("footnote:[", n) + "]",
		"notes, glued":          strings.Repeat("afootnote:[b]", n),
		"equals signs":          "http://a.org[" + strings.Repeat("=,", n) + "]",
		"attributes":            ":a: http://a.org/\n\n" + strings.Repeat("{a}", n),
		"attributes in one":     ":a: {b}\n:b: {a}\n\n" + strings.Repeat("{a}{b}", n),
		"attributes never":      strings.Repeat("{", n),
		"marks":                 strings.Repeat("*a_+`", n),
		"dollars":               strings.Repeat("$$a", n),
		"passed":                strings.Repeat("link:++a", n),
		"delimiters":            strings.Repeat("----\n====\n|===\n", n),
		"cells":                 "|===\n" + strings.Repeat("2+|a|", n),
		"anchors":               strings.Repeat("[[a", n) + strings.Repeat("<<a", n),
		"images":                strings.Repeat("image:a[link=", n),
		"expressions":           "{/*" + strings.Repeat("{", n),
		"components":            strings.Repeat("<A href={", n),
		"shortcodes":            strings.Repeat("{{< include ", n),
		"imports":               strings.Repeat("import a from 'b'\n\n", n),
		"emphasis of addresses": strings.Repeat("http://a.org/*b* ", 1000),
	} {
		t.Run(name, func(t *testing.T) {
			for _, f := range []Format{FormatTeX, FormatRST, FormatAsciiDoc, FormatMarkdown} {
				if _, err := Read("x", []byte(text), Options{Format: f}); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// indents gives lines of which each is indented more than the one before, and
// begins with the first of marks, a bullet if there is none.
func indents(n int, marks ...string) string {
	var b strings.Builder
	for i := range n {
		mark := "* a"
		if len(marks) > 0 {
			mark = marks[0]
		}
		b.WriteString(strings.Repeat(" ", i) + mark + "\n\n")
	}
	return b.String()
}

func BenchmarkReadTeX(b *testing.B) {
	var text strings.Builder
	text.WriteString("\\documentclass{article}\n\\newcommand{\\base}{http://www.buoys.org}\n\\begin{document}\n")
	text.WriteString(strings.Repeat("Moored buoys~\\cite{aalto2001} drift in \\emph{shallow} water,\\footnote{See \\url{http://www.buoys.org/drift}.} as a second look\nat $v = 3\\,\\mathrm{m/s}$ shows (50\\% of them).  % a comment\n\n", 100))
	text.WriteString("\\begin{thebibliography}{99}\n")
	const one = `\bibitem[Aalto and Brandt(2001)]{aalto2001}
M.~Aalto and K.~Br\"andt.
\newblock On the drift of moored buoys in shallow water: a second look.
\newblock \emph{Journal of Applied Oceanography}, 12\penalty0 (3):\penalty0 55--67, 2001.
\newblock \doi{10.1000/j.jao.12}.
\newblock URL \url{http://www.buoys.org/reports/a_long_name_1}.

\bibitem{ceder2002} Ceder, P.-O.
\newblock \href{https://doi.org/10.1000/bojar}{\emph{Bojar}}, 2002. Accessed 3 May 2020.

`
	for text.Len() < benchmarkSize {
		text.WriteString(one)
	}
	text.WriteString("\\end{thebibliography}\n\\end{document}\n")
	benchmarkRead(b, FormatTeX, text.String())
}

func BenchmarkReadRST(b *testing.B) {
	var text strings.Builder
	text.WriteString("Moored buoys\n============\n\n")
	text.WriteString(strings.Repeat("Moored buoys drift in *shallow* water, as a `second look <http://www.buoys.org/drift>`_ and [Aalto2001]_\nshow; ``drift.py`` runs it. See manual_.\n\n* one\n* two\n\n", 100))
	text.WriteString(".. _manual: http://www.buoys.org/manual\n\nReferences\n----------\n\n")
	const one = `.. [Aalto2001] Aalto, M. and Brandt, K. On the drift of moored buoys in shallow water: a second look.
   *Journal of Applied Oceanography*, 12(3):55-67, 2001. :doi:` + "`10.1000/j.jao.12`" + `

.. [Ceder2002] Ceder, P.-O. ` + "`Bojar <http://www.buoys.org/reports/1>`__" + `, 2002. Accessed 3 May 2020.

`
	for text.Len() < benchmarkSize {
		text.WriteString(one)
	}
	benchmarkRead(b, FormatRST, text.String())
}

func BenchmarkReadAsciiDoc(b *testing.B) {
	var text strings.Builder
	text.WriteString("= Moored buoys\n:base: http://www.buoys.org\n\n")
	text.WriteString(strings.Repeat("Moored buoys drift in _shallow_ water, as a {base}/drift[second look]footnote:[See http://www.buoys.org/drift.] and <<aalto2001>>\nshow; `drift.py` runs it.\n\n* one\n* two\n\n", 100))
	text.WriteString("[bibliography]\n== References\n\n")
	const one = `* [[[aalto2001]]] Aalto, M. and Brandt, K. On the drift of moored buoys in shallow water: a second look.
_Journal of Applied Oceanography_, 12(3):55-67, 2001. https://doi.org/10.1000/j.jao.12
* [[[ceder2002,2]]] Ceder, P.-O. http://www.buoys.org/reports/1[Bojar], 2002. Accessed 3 May 2020.
`
	for text.Len() < benchmarkSize {
		text.WriteString(one)
	}
	benchmarkRead(b, FormatAsciiDoc, text.String())
}

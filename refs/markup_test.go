package refs

import "testing"

func TestDetectMarkup(t *testing.T) {
	const (
		prose = "Tides\n=====\n\nThey come and go. See http://tides.org/.\n"
		bbl   = "% $ biblatex auxiliary file $\n\\begingroup\n\\makeatletter\n"
	)
	for _, c := range []struct {
		name, head string
		want       Format
	}{
		{"-", "% a draft\n\n\\documentclass[11pt]{article}\n", FormatTeX},
		{"-", "\uFEFF\\documentclass{article}\n", FormatTeX},
		{"-", "\\begin{thebibliography}{9}\n\\bibitem{a} A\n", FormatTeX},
		{"-", bbl, FormatTeX},
		{"-", "\\chapter*{Tides}\nThey come.\n", FormatTeX},
		{"-", "\\section [Tides] {Tides and winds}\n", FormatTeX},
		{"-", "\\def\\a{b}\n", FormatTeX},
		{"a.txt", "\\documentclass\n{article}\n", FormatTeX},
		{"a.tex", prose, FormatTeX},
		{"a.bbl", bbl, FormatTeX},
		{"a.md", "\\newcommand{\\R}{R}\n\n# Tides\n", FormatMarkdown},
		{"a.bib", "\\documentclass{article}\n", FormatTeX},
		{"-", "\\section is a command of LaTeX.\n", FormatText},
		{"-", "\\begin with the tides\n", FormatText},
		{"-", "\\\\server\\input\\tides.txt\n", FormatText},
		{"-", "Use \\documentclass{article} for it.\n", FormatText},
		{"-", "{\\section{Tides}}\n", FormatText},

		{"-", "Tides\n=====\n\n.. note::\n\n   See `this <http://tides.org/>`_.\n", FormatRST},
		{"-", ".. _a: http://tides.org/\n.. [Aalto2001] Aalto M. On tides.\n", FormatRST},
		{"-", "As :ref:`x` and\n:doi:`10.1000/x` say.\n", FormatRST},
		{"a.txt", ".. contents::\n\n.. include:: a.txt\n", FormatRST},
		{"a.rst", prose, FormatRST},
		{"-", prose, FormatText},
		{"-", "Tides ... and winds ..\n.. and rain ..\n.. [sic] said he\n", FormatText},
		{"-", "Do they come?\n__ Yes\n__ No\n", FormatText},
		{"-", "std::vector and a::b\n.. std::move(x)\n.. and so on\n", FormatText},
		{"-", "# Tides\n\nIn reStructuredText:\n\n```\n.. note:: a\n.. note:: b\n```\n", FormatMarkdown},

		{"-", "= Tides\nM. Aalto\n:toc:\n\n== Winds\n", FormatAsciiDoc},
		{"-", "// a comment\n= Tides\n\nSee https://tides.org[them].\n", FormatAsciiDoc},
		{"-", "= Tides\n:url: https://tides.org\n", FormatAsciiDoc},
		{"-", "[bibliography]\n* [[[aalto2001]]] Aalto M. On tides.\n", FormatAsciiDoc},
		{"-", "== Tides\n\ninclude::winds.adoc[]\n", FormatAsciiDoc},
		{"a.txt", "== Tides\n\n[source,sh]\n----\n", FormatAsciiDoc},
		{"a.asc", "= Tides\n\n== Winds\n", FormatAsciiDoc},
		{"a.asc", "-----BEGIN PGP SIGNATURE-----\n\nabc=\n", FormatText},
		{"a.adoc", prose, FormatAsciiDoc},
		{"-", "== Tides ==\n\nThey come.\n\n== Winds ==\n", FormatText},
		{"-", "= Tides =\n\nSee http://tides.org/ [1].\n", FormatText},
		{"-", "[source: Aalto 2001]\n[source: Brandt 2002]\n", FormatText},
		{"-", "[[[,]]]\n[[[ ]]]\n", FormatText},
		{"-", "x = [[[1, 2], [3]]]\ny = [[[4]]]\n", FormatText},
		{"-", "See http://tides.org/[accessed 2001]\nand http://winds.org/[accessed 2002]\n", FormatText},
	} {
		if got := detect(c.name, "", c.head); got != c.want {
			t.Errorf("%s, %q: %s, want %s", c.name, c.head, got, c.want)
		}
	}
}

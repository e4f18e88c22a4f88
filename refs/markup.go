package refs

import "strings"

// The formats of markup languages that are read.
const (
	FormatTeX      Format = "tex"      // LaTeX, and the .bbl files of its bibliographies
	FormatRST      Format = "rst"      // reStructuredText
	FormatAsciiDoc Format = "asciidoc" // AsciiDoc as Asciidoctor reads it
)

var markupReaders = []reader{
	{
		format: FormatTeX, endings: []string{".tex", ".ltx", ".latex", ".bbl"}, borrowed: []string{".txt", ".text"},
		mediaTypes: []string{"text/x-tex", "application/x-tex", "application/x-latex", "text/x-latex"}, looks: looksTeX, strict: true, read: readTeX,
	},
	{
		format: FormatRST, endings: []string{".rst"}, borrowed: []string{".txt", ".text"},
		mediaTypes: []string{"text/x-rst", "text/prs.fallenstein.rst"}, looks: looksRST, read: readRST,
	},
	{
		format: FormatAsciiDoc, endings: []string{".adoc", ".asciidoc"}, borrowed: []string{".asc", ".txt", ".text"},
		mediaTypes: []string{"text/asciidoc", "text/x-asciidoc"}, looks: looksAsciiDoc, read: readAsciiDoc,
	},
}

// looksTeX tells text whose first line that is no comment begins as a document
// of LaTeX does, or a bibliography.
func looksTeX(head string) bool {
	for line := range strings.Lines(head) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '%' {
			continue
		}
		return hasAnyPrefix(line, []string{`\documentclass`, `\begin{`, `\bibitem`, `\documentstyle`, `\RequirePackage`, `\NeedsTeXFormat`, `\DocumentMetadata`,
			`\section`, `\chapter`, `\newcommand`, `\providecommand`, `\refsection{`, `\sortlist[`, `\entry{`})
	}
	return false
}

// looksRST tells text by two marks of reStructuredText that nothing else has:
// explicit markup, roles, and links of its own kind.
func looksRST(head string) bool {
	marks := 0
	for line := range strings.Lines(head) {
		line = strings.TrimRight(line, " \t\r\n")
		switch body := strings.TrimLeft(line, " "); {
		case rstExplicit(body) != rstNoMarkup && rstExplicit(body) != rstComment:
			marks++
		case strings.Contains(body, ">`_"), strings.Contains(body, ":ref:`"), strings.Contains(body, ":doc:`"), strings.Contains(body, ":doi:`"):
			marks++
		}
		if marks == 2 {
			return true
		}
	}
	return false
}

// looksAsciiDoc tells text that begins with a title of AsciiDoc and then has
// another mark of its own, or has two of these marks.
func looksAsciiDoc(head string) bool {
	marks, first := 0, true
	for line := range strings.Lines(head) {
		line = strings.TrimRight(line, " \t\r\n")
		switch {
		case line == "":
			continue
		case first && strings.HasPrefix(line, "= "), strings.HasPrefix(line, "include::") && strings.HasSuffix(line, "]"),
			strings.HasPrefix(line, "[source"), line == "[bibliography]", strings.Contains(line, "[[["), strings.HasPrefix(line, "== "),
			strings.HasPrefix(line, "ifdef::"), strings.HasPrefix(line, ":toc:"), strings.HasPrefix(line, ":doctype:"):
			marks++
		}
		if first = false; marks == 2 {
			return true
		}
	}
	return false
}

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

// texOpeners are the commands that documents of LaTeX and bibliographies begin
// with.
var texOpeners = func() map[string]bool {
	m := map[string]bool{}
	for name := range strings.FieldsSeq(`documentclass documentstyle RequirePackage NeedsTeXFormat DocumentMetadata PassOptionsToPackage usepackage begin begingroup makeatletter ` +
		`part chapter section subsection subsubsection paragraph title input include bibitem bibliography bib newcommand renewcommand providecommand def ` +
		`refsection sortlist datalist entry`) {
		m[name] = true
	}
	return m
}()

// looksTeX tells text whose first line that is no comment begins as a document
// of LaTeX does, or a bibliography.
func looksTeX(head string) bool {
	for line := range strings.Lines(head) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '%' {
			continue
		}
		end := 1
		for end < len(line) && isLetter(line[end]) {
			end++
		}
		if line[0] != '\\' || !texOpeners[line[1:end]] {
			return false
		}
		rest := strings.TrimLeft(line[end:], "* ")
		return rest == "" || strings.IndexByte(`{[\%`, rest[0]) >= 0
	}
	return false
}

// looksRST tells text by two marks of reStructuredText that nothing else has:
// explicit markup, roles, and links of its own kind.
func looksRST(head string) bool {
	marks := 0
	for line := range strings.Lines(head) {
		line = strings.TrimRight(line, " \t\r\n")
		body := strings.TrimLeft(line, " ")
		switch kind := rstExplicit(body); {
		case kind == rstAnonymous && !strings.Contains(body, "://"): // "__ Yes" of a form
		case kind != rstNoMarkup && kind != rstComment:
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
// another mark of its own, or has two of the marks that nothing else has.
func looksAsciiDoc(head string) bool {
	marks, first, titled := 0, true, false
	for line := range strings.Lines(head) {
		line = strings.TrimRight(line, " \t\r\n")
		if line == "" || strings.HasPrefix(line, "//") {
			continue
		}
		if first && strings.HasPrefix(line, "= ") && !strings.HasSuffix(line, "=") {
			titled = true
			marks++
		} else if isAsciiDocMark(line) || titled && isAsciiDocHint(line) {
			marks++
		}
		if first = false; marks == 2 {
			return true
		}
	}
	return false
}

// isAsciiDocMark tells a line that only AsciiDoc has. Headings of wikis end with
// the signs that they begin with.
func isAsciiDocMark(line string) bool {
	switch {
	case asciiDocHeading(line) > 1:
		return line[0] == '=' && !strings.HasSuffix(line, "=")
	case strings.HasPrefix(line, "include::"), strings.HasPrefix(line, "ifdef::"), strings.HasPrefix(line, "ifndef::"):
		return strings.HasSuffix(line, "]")
	case strings.HasPrefix(line, "[source"):
		rest := line[len("[source"):]
		return strings.HasSuffix(rest, "]") && strings.IndexByte(",]%", rest[0]) >= 0 && strings.IndexByte(rest, ' ') < 0
	}
	if i := strings.Index(line, "[[["); i >= 0 {
		label, length := bibliographyAnchor(line[i:])
		return length > 0 && label != "" && isLetter(label[0])
	}
	return isOneOf(line, "[bibliography]", ":toc:", "|===") || strings.HasPrefix(line, ":doctype:")
}

// isAsciiDocHint tells a line that AsciiDoc has and other text might have.
func isAsciiDocHint(line string) bool {
	if i := strings.IndexByte(line[1:], ':'); line[0] == ':' && i > 0 && strings.IndexByte(line[:i+1], ' ') < 0 {
		return true
	}
	if i := strings.Index(line, "://"); i >= 0 {
		if n := strings.IndexAny(line[i:], "[ "); n > 0 && line[i+n] == '[' {
			return true
		}
	}
	return hasAnyPrefix(line, []string{"image::", "NOTE: ", "TIP: ", "----", "****", "[[", "include::"}) || strings.Contains(line, "link:") || strings.Contains(line, "footnote:[")
}

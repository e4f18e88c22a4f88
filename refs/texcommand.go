package refs

import "strings"

// A texCommand says what a command means to a reader of references.
type texCommand struct {
	do   texAction
	args int // arguments to leave out; of a heading, its level; of a file, a texFile
}

type texAction uint8

const (
	texDrop       texAction = iota // the command and its arguments are left out
	texURL                         // its argument is an address, verbatim
	texHref                        // an address and its text
	texDOI                         // its argument is a DOI
	texArXiv                       // ... or a number of arXiv's
	texBibInfo                     // the name of a field and its value
	texHeading                     // of a section
	texTitle                       // of the document
	texShown                       // printed though it stands before the document's body
	texNote                        // a footnote
	texBegin                       // of an environment
	texFinish                      // of one
	texItem                        // of a list
	texBibItem                     // of a bibliography
	texEntry                       // of biblatex's
	texAMSRef                      // of amsrefs
	texVerb                        // text between two equal characters
	texInlineCode                  // arguments, and text in braces or between two equal characters
	texParagraph                   // ends a paragraph
	texDefine                      // \def
	texNewCommand                  // LaTeX's way to define
	texNumber                      // a number follows, or a length
	texCite                        // a reference to entries
	texInclude                     // another file; args of texIncluded
	texFalse                       // what is left out up to \fi
	texStop                        // the end of the file
)

// texCommands are the commands that matter or whose arguments are no text. Of
// every other command the arguments are text: \emph, \textbf, \newblock.
var texCommands = func() map[string]texCommand {
	m := map[string]texCommand{}
	for _, group := range []struct {
		names string
		texCommand
	}{
		{`url nolinkurl path urladdr burl`, texCommand{texURL, 0}},
		{`href Eprint hrefurl`, texCommand{texHref, 0}},
		{`doi`, texCommand{texDOI, 0}},
		{`arxiv arXiv eprint`, texCommand{texArXiv, 0}},
		{`bibinfo`, texCommand{texBibInfo, 0}},
		{`part chapter`, texCommand{texHeading, 1}}, {`section`, texCommand{texHeading, 2}}, {`subsection`, texCommand{texHeading, 3}},
		{`subsubsection`, texCommand{texHeading, 4}}, {`paragraph`, texCommand{texHeading, 5}}, {`subparagraph`, texCommand{texHeading, 6}},
		{`title`, texCommand{texTitle, 0}},
		{`author date affil affiliation institute address`, texCommand{texShown, 0}},
		{`footnote footnotetext endnote sidenote marginnote`, texCommand{texNote, 1}}, {`thanks`, texCommand{texNote, 0}},
		{`begin`, texCommand{texBegin, 0}}, {`end`, texCommand{texFinish, 0}},
		{`item`, texCommand{texItem, 0}}, {`bibitem reference`, texCommand{texBibItem, 0}}, {`entry`, texCommand{texEntry, 0}}, {`bib`, texCommand{texAMSRef, 0}},
		{`verb`, texCommand{texVerb, 0}}, {`lstinline`, texCommand{texInlineCode, 0}}, {`mintinline`, texCommand{texInlineCode, 1}},
		{`par newpage clearpage maketitle appendix hline midrule`, texCommand{texParagraph, 0}},
		{`def gdef edef xdef`, texCommand{texDefine, 0}},
		{`newcommand renewcommand providecommand DeclareRobustCommand`, texCommand{texNewCommand, 0}},
		{`penalty raise lower kern hskip vskip`, texCommand{texNumber, 0}},
		{`input include subfile subfileinclude`, texCommand{texInclude, int(texSource)}}, {`import subimport inputfrom subinputfrom includefrom subincludefrom`, texCommand{texInclude, int(texSourceIn)}},
		{`bibliography nobibliography`, texCommand{texInclude, int(texLibraries)}}, {`addbibresource addglobalbib addsectionbib`, texCommand{texInclude, int(texLibrary)}},
		{`iffalse`, texCommand{texFalse, 0}}, {`endinput`, texCommand{texStop, 0}},
		{`label ref eqref pageref autoref cref Cref nameref vref index gls glossary includeonly bibliographystyle lstinputlisting verbatiminput VerbatimInput ` +
			`usepackage RequirePackage documentclass includegraphics graphicspath pagestyle thispagestyle vspace hspace color selectlanguage ` +
			`hypersetup lstset urlstyle BibitemShut cline cmidrule bibcommenthead printbibliography hypertarget`, texCommand{texDrop, 1}},
		{`textcolor foreignlanguage bibfield raisebox`, texCommand{texDrop, 1}}, {`discretionary setlength addtolength setcounter newtheorem multicolumn multirow inputminted`, texCommand{texDrop, 2}},
		{`newenvironment renewenvironment definecolor`, texCommand{texDrop, 3}},
	} {
		for name := range strings.FieldsSeq(group.names) {
			m[name] = group.texCommand
		}
	}
	return m
}()

// command deals with the command at the place.
func (r *texReader) command() {
	start, end := r.at, r.at+1
	for end < len(r.s) && isLetter(r.s[end]) {
		end++
	}
	if end == start+1 {
		r.shortCommand()
		return
	}
	name := r.s[start+1 : end]
	if strings.HasPrefix(r.s[end:], "@noop") { // REVTeX's \href@noop {} {text}
		r.at = end + len("@noop")
		r.skipArgument()
		r.toGroup()
		return
	}
	if c, ok := texCommands[name]; ok {
		r.at = end
		if r.at < len(r.s) && r.s[r.at] == '*' {
			r.at++
		}
		r.carryOut(c, start)
		return
	}
	_, isSymbol := symbols[name]
	switch {
	case r.expand(name, start, end):
	case isSymbol || len(name) == 1 && accents[name] != "":
		if r.isShown() {
			end = r.putCommand(r.s, start, 0, false)
		}
		r.at = end
	case strings.Contains(name, "cite") && !strings.HasPrefix(name, "citename"):
		r.at = end
		r.cite(strings.HasSuffix(name, "cites"))
	default:
		r.at = end
		if end == len(r.s) || r.s[end] != '[' || !r.skipOptional() {
			r.at = texBehind(r.s, end)
		}
	}
}

// shortCommand deals with a command of one character.
func (r *texReader) shortCommand() {
	if r.at+1 == len(r.s) {
		r.at++
		return
	}
	switch r.s[r.at+1] {
	case '(':
		if r.mathCommand(`\)`, &r.noMath[0]) {
			return
		}
	case '[':
		if r.mathCommand(`\]`, &r.noMath[1]) {
			return
		}
	case '\\':
		r.put("\n", r.at)
		r.at += 2
		r.skipOptional()
		return
	case '\n', '\r':
		r.at++
		return
	}
	if !r.isShown() {
		r.at += 2
		return
	}
	r.at = r.putEscape(r.s, r.at, 0, false)
}

// carryOut deals with a known command, which stands at start; the place is
// behind its name.
func (r *texReader) carryOut(c texCommand, start int) {
	switch c.do {
	case texDrop:
		for r.skipOptional() {
		}
		for range c.args {
			r.skipArgument()
		}
		r.toGroup()
	case texURL:
		r.url()
	case texHref:
		r.href()
	case texDOI:
		r.labelled("doi:", "doi:", "doi.org/", "DOI:", "doi", "DOI", "10.")
	case texArXiv:
		r.labelled("arXiv:", "arxiv:", "arxiv.org/abs/", "arXiv:")
	case texBibInfo:
		r.bibInfo()
	case texHeading:
		r.headingArgument(c.args, false)
	case texTitle:
		r.headingArgument(0, true)
	case texShown:
		r.shownArgument()
	case texNote:
		r.note(start, c.args > 0)
	case texBegin:
		r.begin(start)
	case texFinish:
		r.finishEnvironment()
	case texItem:
		r.item()
	case texBibItem:
		r.bibItem(start)
	case texEntry:
		r.biblatexEntry(start)
	case texAMSRef:
		r.amsEntry(start)
	case texVerb:
		r.delimited()
	case texInlineCode:
		r.skipOptional()
		for range c.args {
			r.skipArgument()
		}
		r.inlineCode()
	case texParagraph:
		r.at = texBehind(r.s, r.at)
		r.paragraphEnd()
	case texDefine:
		r.define()
	case texNewCommand:
		r.newCommand()
	case texNumber:
		r.at = texBehind(r.s, texBehindLength(r.s, r.at))
	case texInclude:
		r.include(texFile(c.args))
	case texFalse:
		r.leaveOutFalse()
	case texStop:
		r.at = len(r.s)
	}
}

// cite leaves out the keys of entries. What is said of them in brackets is
// text where it has an address. More keys may follow those of \cites.
func (r *texReader) cite(several bool) {
	if r.at < len(r.s) && r.s[r.at] == '*' {
		r.at++
	}
	for r.optionalText() {
	}
	r.skipArgument()
	for several {
		before := r.at
		for r.optionalText() {
		}
		if _, _, ok := r.argument(); !ok {
			r.at = max(before, r.at)
			break
		}
	}
}

// texBehindLength gives the place behind a number or a length at s[at:], as in
// "\penalty-100" and "\kern -.5ex".
func texBehindLength(s string, at int) int {
	const longest = 20 // bytes
	from := at
	for from < len(s) && s[from] == ' ' {
		from++
	}
	end := from
	for end < len(s) && end-from < longest && (isDigit(s[end]) || strings.IndexByte("+-.", s[end]) >= 0) {
		end++
	}
	if end == from {
		return at
	}
	if unit := end + 2; unit <= len(s) && isOneOf(s[end:unit], "pt", "em", "ex", "cm", "mm", "in", "pc", "sp", "bp", "mu") {
		return unit
	}
	return end
}

// texBehind gives the place behind the white space that ends a command's name:
// up to one line end.
func texBehind(s string, at int) int {
	end := texBlanks(s, at)
	for i := at; i < end; i++ {
		if s[i] == '\n' || s[i] == '\r' {
			if texEndsParagraph(s, i, end) {
				return i
			}
			break
		}
	}
	return end
}

package refs

import (
	"slices"
	"strings"
	"testing"
)

// checkMarkup wants the links of text, in order, one a line.
func checkMarkup(t *testing.T, f Format, text, want string) Document {
	t.Helper()
	doc, err := Read("page", []byte(text), Options{Format: f})
	if err != nil {
		t.Fatal(err)
	}
	var written []string
	for _, r := range doc.References {
		for _, l := range r.Links {
			written = append(written, l.Written)
		}
	}
	if want := strings.Fields(want); !slices.Equal(want, written) {
		t.Errorf("links of %q:\nwant %q\n got %q", text, want, written)
	}
	checkStands(t, text, doc)
	return doc
}

// checkStands wants every link to stand where it says: byte for byte, up to
// the first markup in it.
func checkStands(t *testing.T, text string, doc Document) {
	t.Helper()
	for _, r := range doc.References {
		for _, l := range r.Links {
			at, n := l.Pos.Offset, 0
			for n < len(l.Written) && at+n < len(text) && text[at+n] == l.Written[n] {
				n++
			}
			if n > 0 && l.Written[n-1] == '&' || strings.ContainsAny(l.Written, " \t\n") || hasAnyPrefix(text[at+n:], []string{"footnote", "http", "link:", "image:", "icon:", "xref:", "mailto:", "pass:", "stem:"}) || !isASCII(l.Written) {
				continue // the text has "&amp;", more than one word of it, a note, another link or an accent in it
			}
			const markup = "\\{}$%&~ \t\r\n`'\"<>#*_+|[]"
			if n < len(l.Written) && !strings.ContainsAny(text[max(at+n-1, at):min(at+n+1, len(text))], markup) {
				t.Errorf("%q does not stand at %+v, but %.60q", l.Written, l.Pos, text[at:])
			}
		}
	}
}

func TestTeXLinks(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// \url and its likes.
		{`\url{http://a.org/50%25#x}, \url{http://a.org/x\%20y\#z\&u}`, `http://a.org/50%25#x http://a.org/x%20y#z&u`},
		{`\url|http://a.org/a_b%20| and \url!http://b.org/!`, `http://a.org/a_b%20 http://b.org/`},
		{`\path{http://a.org/} \nolinkurl{http://b.org/} \burl{http://c.org/} \texttt{http://d.org/a\_b}`, `http://a.org/ http://b.org/ http://c.org/ http://d.org/a_b`},
		{"\\url\n  {http://a.org/} \\url%\n{http://b.org/}", `http://a.org/ http://b.org/`},
		{"\\url{http://a.org/long%\n  /path/ of\n  /words}", `http://a.org/long/path/of/words`},
		{`word\url{http://a.org/}word`, `http://a.org/`},
		{`\protect\url{http://a.org/} {\small\url{http://b.org/}}`, `http://a.org/ http://b.org/`},
		{`\url{www.a.org/x} \url{https://doi.org/10.1000/x}`, `www.a.org/x https://doi.org/10.1000/x`},

		// \href.
		{`\href{http://a.org/}{the \emph{nice {page}}}`, `http://a.org/`},
		{`\href{http://a.org/\%20\#x}{\nolinkurl{a.org}} \href{http://b.org/}{\url{http://b.org/}}`, `http://a.org/%20#x http://b.org/`},
		{"\\href[page=3]{http://a.org/x.pdf}{a} \\href {http://b.org/} {b} \\href%\n{http://c.org/}%\n{c}", `http://a.org/x.pdf http://b.org/ http://c.org/`},
		{`\href{file.pdf}{file} \href{http://a.org/}{x~\href{http://b.org/}{y}}`, `http://a.org/`},
		{`\href{https://doi.org/10.1000/x}{\path{doi:10.1000/x}}`, `10.1000/x`},
		{`\href {\doibase 10.1000/x} {\emph{Sea} \textbf{12}}`, `10.1000/x`},
		{`\hyperref[sec:a]{text} \hyperlink{a}{http://a.org/} \hyperref{http://b.org/}{a}{b}{text}`, `http://a.org/ http://b.org/`},
		{"\\weblink{http://a.org/}{Name} \\entry{2001}\\cv{http://b.org/}%\n{x} {http://c.org/}{y}", `http://a.org/ http://b.org/ http://c.org/`},

		// Identifiers.
		{`\doi{10.1000/x_y} \doi{10.1000/a\_b} doi:\doi{10.1000/c} DOI \doi{10.1000/d}`, `10.1000/x_y 10.1000/a_b 10.1000/c 10.1000/d`},
		{`\doi{https://doi.org/10.1000/e} \doi{doi:10.1000/f} https://doi.org/\doi{10.1000/g}`, `https://doi.org/10.1000/e 10.1000/f https://doi.org/10.1000/g`},
		{`\href{https://doi.org/10.1000/d}{\doi{10.1000/d}}`, `10.1000/d`},
		{`\eprint{2101.00001} \eprint{arXiv:2101.00002} \eprint[arXiv]{hep-th/9901001} arXiv:\arxiv{2101.00004}`, `2101.00001 2101.00002 hep-th/9901001 2101.00004`},
		{`\bibinfo{doi}{10.1000/x} \bibinfo{eprint}{2101.00001} \bibinfo{url}{http://a.org/}`, `10.1000/x 2101.00001 http://a.org/`},

		// Escapes in running text.
		{`http://a.org/x\_y http://a.org/\%7Ex http://a.org/?a=1\&b=2\#c`, `http://a.org/x_y http://a.org/%7Ex http://a.org/?a=1&b=2#c`},
		{`http://a.org/~x, http://a.org/\~{}x, http://a.org/{\textasciitilde}x, http://a.org/$\sim$x`, `http://a.org/~x http://a.org/~x http://a.org/~x http://a.org/~x`},
		{`http://a.org/\string~x, http://a.org/\textasciitilde x, http://a.org/$\tilde{}$x`, `http://a.org/~x http://a.org/~x http://a.org/~x`},
		{`\url{http://a.org/\~x} \url{http://a.org/\~{}x} \url{http://a.org/{\textasciitilde}x} \url{http://a.org/$\sim$x}`, `http://a.org/~x http://a.org/~x http://a.org/~x http://a.org/~x`},
		{`\url{http://a.org/{\raise.17ex\hbox{$\scriptstyle\sim$}}x} http://b.org/\raise.17ex\hbox{$\scriptstyle\sim$}x`, `http://a.org/~x http://b.org/~x`},
		{`\url{http://a.org/\string_x\string#y}`, `http://a.org/_x#y`},
		{`http://a.org/b\slash c http://a.org/k{-}l`, `http://a.org/b/c http://a.org/k-l`},

		// Hyphens and places where a line may break.
		{`http://a.org/ver\-y/long \url{http://b.org/ver\-y}`, `http://a.org/very/long http://b.org/very`},
		{`http://a.org/b\allowbreak c http://a.org/d\linebreak[1]e http://a.org/f\discretionary{}{}{}g http://a.org/h\penalty0 i`, `http://a.org/bc http://a.org/de http://a.org/fg http://a.org/hi`},
		{"http://a.org/b%\n  c and http://a.org/d\\hspace{0pt}e", `http://a.org/bc http://a.org/de`},
		{`\url{http://a.org/a--b} http://b.org/x--y.html`, `http://a.org/a--b http://b.org/x--y.html`},

		// SICI.
		{`doi:10.1002/(SICI)1097-0258(19980815/30)17:15/16$<$1661::AID-SIM968$>$3.0.CO;2-2`, `10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2`},
		{`\doi{10.1002/(SICI)1097-0258(1998)17:15/16<1661::AID-SIM968>3.0.CO;2-2}`, `10.1002/(SICI)1097-0258(1998)17:15/16<1661::AID-SIM968>3.0.CO;2-2`},
		{`\doi{10.1002/(SICI)1097-0258(1998)17:15/16\textless 1661::AID-SIM968\textgreater{}3.0.CO;2-2}`, `10.1002/(SICI)1097-0258(1998)17:15/16<1661::AID-SIM968>3.0.CO;2-2`},
		{`doi: 10.1002/(SICI)1097-0258(1998)17:15/16{\textless}1661::AID-SIM968$\rangle$3.0.CO;2-2`, `10.1002/(SICI)1097-0258(1998)17:15/16<1661::AID-SIM968>3.0.CO;2-2`},

		// What is left alone.
		{"% http://a.org/\n50\\% http://b.org/ % http://c.org/\nx % \\url{http://d.org/}", `http://b.org/`},
		{"\\begin{verbatim}\nhttp://a.org/\n\\end{verbatim}\n\\begin{lstlisting}[language=sh]\nhttp://b.org/\n\\end{lstlisting}\n\\begin{minted}{sh}\nhttp://c.org/\n\\end{minted}\n\\begin{Verbatim*}\nhttp://d.org/\n\\end{Verbatim*}\nhttp://z.org/", `http://z.org/`},
		{"\\begin{comment}\nhttp://a.org/\n\\end{comment}\n\\begin{tikzpicture}\\node{http://b.org/};\\end{tikzpicture} http://z.org/", `http://z.org/`},
		{`\verb|http://a.org/| \verb*!http://b.org/! \lstinline|http://c.org/| \lstinline{http://d.org/} \mintinline{sh}{http://e.org/} \mintinline{sh}|http://f.org/| http://z.org/`, `http://z.org/`},
		{"a \\iffalse http://a.org/ \\ifx\\b\\c http://b.org/ \\fi http://c.org/ \\else http://d.org/ \\fi", `http://d.org/`},
		{"a \\iffalse http://a.org/", `http://a.org/`},
		{`$x = \url{http://a.org/}$ \[ \text{http://b.org/} \] \begin{equation}http://c.org/\end{equation} http://z.org/`, `http://z.org/`},
		{`\includegraphics[width=3cm]{http://a.org/a.png} \label{http://b.org/} \ref{http://c.org/} \hypersetup{pdfurl={http://d.org/}} http://z.org/`, `http://z.org/`},
		{`\cite{http://a.org/x} \citep*[see][p.~3]{b} \parencites[1]{http://c.org/}[2]{http://d.org/} http://z.org/`, `http://z.org/`},
		{`\cite[see][at \url{http://a.org/}]{b} \item[\href{http://b.org/}{B}]`, `http://a.org/`},
		{"http://a.org/ \\endinput http://b.org/", `http://a.org/`},

		// Commands of the document's own.
		{"\\newcommand{\\base}{http://a.org}\n\\base/x, \\url{\\base/y}, \\href{\\base/z}{z}, \\texttt{\\base}.", `http://a.org/x http://a.org/y http://a.org/z http://a.org`},
		{"\\def\\page{https://a.org/x_y}\\newcommand*\\other{ http://b.org/\\%20 }\n\\page{} and \\url{\\other z}", `https://a.org/x_y http://b.org/%20z`},
		{"\\newcommand{\\home}{\\url{http://a.org/}}\\newcommand{\\named}{\\href{http://b.org/}{our page}}\nSee \\home, \\named.", `http://a.org/ http://b.org/`},
		{"\\newcommand{\\issue}[1]{\\href{http://a.org/issues/#1}{\\##1}}\\newcommand\\code[1]{\\url{http://b.org/#1}}\n\\issue{12} and \\code{x\\_y}", `http://a.org/issues/12 http://b.org/x_y`},
		{"\\newcommand{\\two}[2]{\\href{http://a.org/#1/#2}{x}}\\newcommand{\\optional}[1][a]{http://b.org/#1}\n\\two{a}{b} \\optional", ``},
		{"\\newcommand{\\loop}{http://a.org/\\loop}\n\\loop", `http://a.org/`},
		{"\\renewcommand{\\doi}[1]{\\href{https://doi.org/#1}{doi:#1}}\n\\doi{10.1000/x}", `10.1000/x`},
		{"\\providecommand{\\url}[1]{\\texttt{#1}}\n\\url{http://a.org/}", `http://a.org/`},
	} {
		checkMarkup(t, FormatTeX, c.text, c.want)
	}
}

const texPaper = `\documentclass{article}
\usepackage[url=http://package.org/]{hyperref} % http://comment.org/
%\begin{document}
\title[Short]{On \emph{tides}\thanks{Code: \url{http://thanks.org/}}}
\author{M. Aalto\\ \url{http://author.org/~aalto} \and K. Brandt}
\begin{document}
\maketitle
\section{Where the \href{http://section.org/}{data} are}
Text\footnote{See \url{http://note.org/}.} and more\footnote{Ceder P. On winds. \emph{Wind} 3, 2001. \href{http://wind.org/}{Wind}. It has\footnote{http://inner.org/}.} of it.
\footnotetext[9]{Dunn L. Rain. 2003. \doi{10.1000/rain}}
\begin{tabular}{l|l} a & \url{http://cell.org/} \\ \hline \multicolumn{2}{c}{http://wide.org/} \\[2pt] b & c \end{tabular}
\begin{itemize}
  \item[\href{http://item.org/}{Item}] of a list
  \item second \begin{enumerate} \item inner http://inner.org/ \end{enumerate}
\end{itemize}
\begin{figure}[ht]\caption[http://short.org/]{From \url{http://caption.org/}.}\end{figure}
\begin{thebibliography}{99}
\bibitem[Aalto and Brandt(2001)]{aalto}
M.~Aalto and K.~Brandt.
\newblock On \"oresund's {T}ides.
\newblock \emph{Sea}, 12\penalty0 (3):\penalty0 55--67, 2001.
\newblock URL \url{http://sea.org/1}. Accessed 3 May 2020.

Its second paragraph, \url{http://sea.org/2}.

\bibitem[{\citenamefont{Ceder}(2002)}]{ceder}%
  \BibitemOpen
  \bibfield  {author} {\bibinfo {author} {\bibfnamefont {P.}~\bibnamefont {Ceder}},\ }\href {\doibase 10.1000/wind} {\bibfield  {journal} {\bibinfo  {journal} {Wind}\ }\textbf {\bibinfo {volume} {3}} (\bibinfo {year} {2002})},\ \Eprint {http://arxiv.org/abs/2101.00001} {arXiv:2101.00001} \BibitemShut {NoStop}%
\bibitem{dunn} \href@noop {} {\emph{Rain}}, L. Dunn, 2003. DOI:
\bibitem{ek} Ek T. Snow of the $\beta$ plane. 2004.
\end{thebibliography}
http://last.org/
\end{document}
http://behind.org/
`

func TestReadTeX(t *testing.T) {
	doc := checkOutline(t, FormatTeX, texPaper, `
~ Code: http://thanks.org/ <http://thanks.org/>
~ M. Aalto http://author.org/~aalto K. Brandt <http://author.org/~aalto>
~ Where the data are <http://section.org/>
~ See http://note.org/. <http://note.org/>
[2] Ceder P. On winds. Wind 3, 2001. Wind. It has http://inner.org/. <http://wind.org/> <http://inner.org/>
[9] Dunn L. Rain. 2003. doi:10.1000/rain <10.1000/rain>
~ a http://cell.org/ <http://cell.org/>
~ http://wide.org/ b c <http://wide.org/>
~ Item of a list <http://item.org/>
~ inner http://inner.org/ <http://inner.org/>
~ From http://caption.org/. <http://caption.org/>
[aalto] M. Aalto and K. Brandt. On öresund's Tides. Sea, 12(3):55--67, 2001. URL http://sea.org/1. Accessed 3 May 2020. Its second paragraph, http://sea.org/2. <http://sea.org/1> <http://sea.org/2>
[ceder] P. Ceder, Wind 3 (2002) doi:10.1000/wind, arXiv:2101.00001 <10.1000/wind> <2101.00001>
[dunn] Rain, L. Dunn, 2003. DOI: <>
[ek] Ek T. Snow of the beta plane. 2004.
~ http://last.org/ <http://last.org/>
`)
	checkFacts(t, doc, "aalto 2001 2020-05-03", "ceder 2002", "dunn 2003")
	checkStands(t, texPaper, doc)
	if doc.Title != "On tides" {
		t.Errorf("title %q", doc.Title)
	}
}

func TestReadTeXLists(t *testing.T) {
	checkOutline(t, FormatTeX, `\section*{References}
\begin{enumerate}
\item Aalto M. On tides. \emph{Sea}. 2001. \url{http://sea.org/1}
\item Brandt K. On winds. 2002.
\end{enumerate}
\section{Licence}
See \url{http://licence.org/}.
`, `
[1] Aalto M. On tides. Sea. 2001. http://sea.org/1 <http://sea.org/1>
[2] Brandt K. On winds. 2002.
~ See http://licence.org/. <http://licence.org/>
`)
}

const biblatexList = `% $ biblatex auxiliary file $
\begingroup
\refsection{0}
  \datalist[entry]{nty/global//global/global}
    \entry{aalto}{article}{}{}
      \name{author}{2}{}{%
        {{un=0,hash=1a}{%
           family={Aalto},
           familyi={A\bibinitperiod},
           given={Maja\bibnamedelima L.},
           giveni={M\bibinitperiod}}}%
        {{hash=2b}{%
           prefix={von},
           prefixi={v\bibinitperiod},
           family={Br\"{a}ndt},
           given={Karl},
           suffix={Jr.}}}%
      }
      \list{publisher}{1}{%
        {Sea Press}%
      }
      \strng{namehash}{abc}
      \field{title}{On {T}ides \& \emph{winds}}
      \field{year}{2001}
      \true{nocite}
      \verb{doi}
      \verb 10.1000/a_b%c
      \endverb
      \verb{urlraw}
      \verb http://sea.org/%C3%B6
      \endverb
      \verb{url}
      \verb http://sea.org/%C3%B6
      \endverb
      \field{eprint}{2101.00001}
      \field{eprinttype}{arxiv}
    \endentry
    \entry{ceder}{online}{}
      \name{editor}{1}{}{%
        {{hash=3c}{Ceder}{C\bibinitperiod}{Per}{P\bibinitperiod}{}{}{}{}}%
      }
      \field{title}{Bojar}
      \field{urlday}{3}
      \field{urlmonth}{5}
      \field{urlyear}{2020}
      \field{langid}{swedish}
    \endentry
    \entry{old}{book}{}
      \name{author}{2}{}{%
        {{hash=4d}{Dunn}{D\bibinitperiod}{Lea}{L\bibinitperiod}{}{}{}{}}%
        {{}{Rain Group}{R\bibinitperiod}{}{}{}{}{}{}}%
      }
      \field{note}{See \url{http://rain.org/}}
    \endentry
    \entry{aalto}{article}{}{}
      \field{title}{On tides, again}
    \endentry
    \entry{cut}{misc}{}{}
      \field{title}{Never ended}
  \enddatalist
\endrefsection
\endinput
http://behind.org/
`

func TestReadBiblatex(t *testing.T) {
	doc := checkOutline(t, FormatTeX, biblatexList, `
[aalto] Aalto, Maja L.; von Brändt, Jr., Karl. On Tides & winds. Sea Press. 2001 <10.1000/a_b%c> <http://sea.org/%C3%B6> <2101.00001>
[ceder] Ceder, Per. Bojar
[old] Dunn, Lea; Rain Group <http://rain.org/>
[cut] Never ended
`)
	checkFacts(t, doc, "aalto 2001", "ceder 0 2020-05-03 sv")
	checkStands(t, biblatexList, doc)
	checkTitles(t, doc, "On Tides & winds: Aalto, Maja L.; von Brändt, Karl, Jr.", "Bojar: ", ": Dunn, Lea; Rain Group", "Never ended: ")
}

// checkTitles wants references that tell title and authors.
func checkTitles(t *testing.T, doc Document, works ...string) {
	t.Helper()
	var all []string
	for _, r := range doc.References {
		all = append(all, r.Title+": "+strings.Join(r.Authors, "; "))
	}
	if !slices.Equal(all, works) {
		t.Errorf("works %q, want %q", all, works)
	}
}

func TestReadAMSRefs(t *testing.T) {
	const text = `\begin{bibdiv}
\begin{biblist}
\bib{aalto}{article}{
  author={Aalto, M.},
  author={Br\"andt, K.},
  title={On {T}ides},
  journal={Sea},
  date={2001},
  doi={10.1000/a\_b},
  eprint={http://sea.org/1},
  review={\MR{1234567}},
}
\bib*{ceder}{book}{ author={Ceder, P.}, title={Buoys}, year={2002}, url={http://buoys.org/a_b}, }
\bib{cut}{book}{
\end{biblist}
\end{bibdiv}
In \bib of http://a.org/.
`
	doc := checkOutline(t, FormatTeX, text, `
[aalto] Aalto, M.; Brändt, K. On Tides. Sea. 2001 <10.1000/a_b> <http://sea.org/1>
[ceder] Ceder, P. Buoys. 2002 <http://buoys.org/a_b>
~ In of http://a.org/. <http://a.org/>
`)
	checkStands(t, text, doc)
	checkTitles(t, doc, "On Tides: Aalto, M.; Brändt, K.", "Buoys: Ceder, P.", ": ")
}

func TestTeXIncludes(t *testing.T) {
	doc, err := Read("x.tex", []byte(`\documentclass{article}
\input{preamble}
\addbibresource[datatype=bibtex]{sea.bib}\addbibresource[location=remote]{http://sea.org/all.bib}
% \input{comment}
\newcommand{\chapterof}[1]{\input{chapters/#1}}
\begin{document}
\include{chapters/one} \input chapters/two.tex \input{ chapters/one } \input{\jobname-x}
\begin{verbatim}
\input{verbatim}
\end{verbatim}
\import{parts/}{three} \subfile{four.v2.tikz} \iffalse \input{five} \fi
\bibliography{winds, rain.bib}
\end{document}
\input{behind}
`), Options{})
	want := []string{"preamble.tex", "sea.bib", "chapters/one.tex", "chapters/two.tex", "parts/three.tex", "four.v2.tikz", "winds.bib", "rain.bib"}
	if err != nil || !slices.Equal(doc.Includes, want) {
		t.Errorf("includes %q, %v; want %q", doc.Includes, err, want)
	}
}

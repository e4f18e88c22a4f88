package refs

import (
	"strconv"
	"strings"
)

// headingArgument has the argument of a sectioning command read as a heading.
func (r *texReader) headingArgument(level int, title bool) {
	r.skipOptional()
	if !title {
		if !r.isShown() {
			return
		}
		r.endEntries()
		r.closeLists(0)
	}
	r.flush()
	r.shown++
	done := func() {
		r.shown--
		r.level, r.blocks.title = level, title
		r.flush()
	}
	if !r.asText(done) {
		r.shown--
	}
}

// shownArgument has an argument read that is printed on the title page.
func (r *texReader) shownArgument() {
	r.skipOptional()
	if r.isShown() {
		r.put(" ", r.at)
		return // inside of another one, or in the body: its braces are text
	}
	r.flush()
	r.shown++
	done := func() {
		r.shown--
		r.flush()
	}
	if !r.asText(done) {
		r.shown--
	}
}

// note reads a footnote apart from the paragraph that it stands in.
func (r *texReader) note(source int, numbered bool) {
	label := ""
	if start, end, ok := r.optional(); ok {
		label = fold(r.s[start:end])
	}
	if !r.isShown() {
		return
	}
	if len(r.ends) >= deepestText || r.depth > 0 {
		r.put(" ", source)
		return
	}
	start, end, ok := r.argument()
	if !ok {
		return
	}
	if label == "" && numbered {
		r.notes++
		label = strconv.Itoa(r.notes)
	}
	outer := r.ends
	r.at, r.ends = start, nil
	r.aside(label, source, func() {
		r.depth = 1 // a note in a note is text of it
		r.readTo(end)
		for len(r.ends) > 0 {
			r.end()
		}
	})
	r.at, r.ends = max(r.at, end+1), outer
}

// texEnvironments are those that matter.
var texEnvironments = func() map[string]texEnvironment {
	m := map[string]texEnvironment{}
	for kind, names := range map[texEnvironment]string{
		texLeftAlone: `verbatim Verbatim BVerbatim LVerbatim lstlisting minted comment filecontents alltt tikzpicture equation align alignat displaymath math ` +
			`gather multline eqnarray flalign dmath code codeblock pycode luacode algorithmic algorithm2e`,
		texItems:        `itemize description list trivlist compactitem inparaitem`,
		texNumbers:      `enumerate compactenum inparaenum`,
		texBibliography: `thebibliography references`,
	} {
		for name := range strings.FieldsSeq(names) {
			m[name] = kind
		}
	}
	return m
}()

// texTabular are the environments with arguments that are no text: columns,
// widths.
var texTabular = map[string]int{"tabular": 1, "array": 1, "longtable": 1, "minipage": 1, "multicols": 1, "tabularx": 2, "tabulary": 2, "wrapfigure": 2, "wraptable": 2, "supertabular": 1, "xltabular": 2, "tblr": 1, "adjustwidth": 2, "spacing": 1}

type texEnvironment uint8

const (
	_               texEnvironment = iota
	texLeftAlone                   // code, formulas, comments
	texItems                       // a list
	texNumbers                     // a numbered list
	texBibliography                // a list of references
)

// begin opens an environment; start is where the command stands.
func (r *texReader) begin(start int) {
	from, to, ok := r.argument()
	if !ok {
		return
	}
	name := strings.TrimSuffix(r.s[from:to], "*")
	kind := texEnvironments[name]
	if kind == texLeftAlone && r.leaveAlone(r.s[from:to]) {
		return
	}
	for r.skipOptional() {
	}
	if !r.isShown() {
		return
	}
	switch {
	case name == "document":
		r.flush()
	case kind == texItems, kind == texNumbers:
		r.flush()
		r.openList(name, 0, kind == texNumbers)
	case kind == texBibliography:
		r.skipArgument()
		r.endEntries()
		r.flush()
	case texTabular[name] > 0:
		r.flush()
		for range texTabular[name] {
			r.skipArgument()
			r.skipOptional()
		}
		if strings.HasSuffix(r.s[from:to], "*") && name == "tabular" { // its width came first
			r.skipArgument()
		}
	default:
		r.flush()
	}
}

// leaveAlone moves behind an environment; false if it is never ended.
func (r *texReader) leaveAlone(name string) bool {
	const longest = 40 // bytes of a name
	if len(name) > longest || r.noEnd[name] {
		return false
	}
	end := `\end{` + name + `}`
	i := strings.Index(r.s[r.at:], end)
	if i < 0 {
		if r.noEnd == nil {
			r.noEnd = map[string]bool{}
		}
		r.noEnd[name] = true
		return false
	}
	r.at += i + len(end)
	return true
}

func (r *texReader) finishEnvironment() {
	from, to, ok := r.argument()
	if !ok {
		return
	}
	name := strings.TrimSuffix(r.s[from:to], "*")
	if !r.isShown() {
		return
	}
	switch texEnvironments[name] {
	case texItems, texNumbers:
		if n := len(r.lists); n > 0 && len(r.entries) == 0 {
			r.closeLists(n - 1)
		}
	case texBibliography:
		r.endEntries()
	}
	r.paragraphEnd()
	if name == "document" {
		r.endEntries()
		r.closeLists(0)
		r.at = len(r.s) // nothing behind it is read
	}
}

func (r *texReader) endEntries() {
	for len(r.entries) > 0 {
		r.closeEntry()
	}
}

// item begins an item of a list.
func (r *texReader) item() {
	label := ""
	before := r.at
	start, end, ok := r.optional()
	if len(r.lists) == 0 || len(r.entries) > 0 || !r.isShown() {
		return
	}
	linked := ok && strings.Contains(r.s[start:end], "://")
	if ok && !linked {
		label = fold(strings.Trim(r.s[start:end], `{}\ `))
	}
	for len(r.ends) > 0 {
		r.end()
	}
	r.openItem(label)
	if linked {
		r.at = before
		r.optionalText()
	}
	r.at = texBehind(r.s, r.at)
}

// bibItem begins an entry of a bibliography: \bibitem[label]{key}.
func (r *texReader) bibItem(source int) {
	for r.skipOptional() {
	}
	start, end, ok := r.argument()
	if !ok || !r.isShown() {
		return
	}
	for len(r.ends) > 0 {
		r.end()
	}
	r.endEntries()
	r.openEntry(r.s[start:end], source)
	r.at = texBehind(r.s, r.at)
}

// delimited gives what stands between two equal characters on a line, as
// \verb has it, and moves behind it.
func (r *texReader) delimited() (start, end int, ok bool) {
	if r.at == len(r.s) || isBlank(r.s[r.at]) || isAlnum(r.s[r.at]) || strings.IndexByte(`*{}\[]`, r.s[r.at]) >= 0 {
		return 0, 0, false
	}
	mark := r.s[r.at]
	if r.at < r.noMark[mark] {
		return 0, 0, false
	}
	for end = r.at + 1; end < len(r.s) && r.s[end] != '\n' && r.s[end] != '\r'; end++ {
		if r.s[end] == mark {
			start, r.at = r.at+1, end+1
			return start, end, true
		}
	}
	if r.noMark == nil {
		r.noMark = map[byte]int{}
	}
	r.noMark[mark] = end
	return 0, 0, false
}

// inlineCode leaves out text in braces or between two equal characters.
func (r *texReader) inlineCode() {
	if _, _, ok := r.argument(); !ok {
		r.delimited()
	}
}

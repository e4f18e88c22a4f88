package refs

import (
	"strconv"
	"strings"
)

// rstMarkup is what a line that begins with explicit markup is.
type rstMarkup uint8

const (
	rstNoMarkup  rstMarkup = iota
	rstComment             // .. text
	rstDirective           // .. name:: arguments, with or without |substitution|
	rstTarget              // .. _name: address
	rstCitation            // .. [label] text, a footnote too
	rstAnonymous           // __ address
)

// rstExplicit tells what explicit markup a line begins with.
func rstExplicit(s string) rstMarkup {
	if rest, ok := strings.CutPrefix(s, "__ "); ok && strings.TrimSpace(rest) != "" {
		return rstAnonymous
	}
	rest, ok := strings.CutPrefix(s, "..")
	if !ok {
		return rstNoMarkup
	}
	if rest == "" {
		return rstComment
	}
	if !isBlank(rest[0]) {
		return rstNoMarkup
	}
	rest = strings.TrimLeft(rest, " \t")
	switch {
	case rest == "":
	case rest[0] == '_':
		if _, _, ok := rstTargetName(rest); ok {
			return rstTarget
		}
	case rest[0] == '[':
		if i := strings.IndexByte(rest, ']'); i > 1 && (i+1 == len(rest) || isBlank(rest[i+1])) {
			return rstCitation
		}
	default:
		if _, _, ok := rstDirectiveName(rest); ok {
			return rstDirective
		}
	}
	return rstComment
}

// rstDirectiveName reads "name::" or "|text| name::" and gives the name and
// the place behind it.
func rstDirectiveName(s string) (name string, behind int, ok bool) {
	at := 0
	if s[0] == '|' {
		i := strings.IndexByte(s[1:], '|')
		if i < 0 {
			return "", 0, false
		}
		at = behindMarker(s, i+2)
	}
	end := at
	for end < len(s) && (isAlnum(s[end]) || strings.IndexByte("-_+.", s[end]) >= 0 || s[end] == ':' && end+1 < len(s) && isAlnum(s[end+1])) {
		end++
	}
	if end == at || !strings.HasPrefix(s[end:], "::") {
		return "", 0, false
	}
	return strings.ToLower(s[at:end]), end + 2, true
}

// rstTargetName reads "_name:", "_`name`:" or "__:" and gives the name and the
// place behind the colon.
func rstTargetName(s string) (name string, behind int, ok bool) {
	if strings.HasPrefix(s, "__:") {
		return "", 3, true
	}
	if strings.HasPrefix(s, "_`") {
		i := strings.IndexByte(s[2:], '`')
		if i < 1 || !strings.HasPrefix(s[2+i+1:], ":") {
			return "", 0, false
		}
		return s[2 : 2+i], 2 + i + 2, true
	}
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] == ':' && (i+1 == len(s) || isBlank(s[i+1])):
			return s[1:i], i + 1, i > 1
		}
	}
	return "", 0, false
}

// explicit reads explicit markup.
func (r *rstReader) explicit(kind rstMarkup, l rstLine) int {
	s := r.shown(l)
	body := behindMarker(s, 2)
	switch kind {
	case rstTarget, rstAnonymous:
		if d := r.at[l.start]; d != nil {
			d.passage = len(r.content.passages)
			r.defined = append(r.defined, d)
		}
		r.skip = l.indent()
	case rstCitation:
		i := strings.IndexByte(s, ']')
		r.openEntry(r.noteLabel(s[body+1:i]), l.start)
		r.within = append(r.within, l.indent())
		r.begin(l.start+behindMarker(s, i+1), l.end, l.indent()+1, l.indent()+3)
	case rstDirective:
		name, behind, _ := rstDirectiveName(s[body:])
		r.directive(name, l, l.start+body+behind)
	case rstComment:
		r.content.hear(s[2:], l.start, l.end)
		// Two dots alone hide nothing that an empty line parts from them.
		if next := r.lineAt(l.next); len(s) > 2 || next.start < next.end {
			r.skip = l.indent()
		}
	}
	return l.next
}

// noteLabel gives the label of a footnote or citation. Those that number
// themselves ("#") take the lowest number that none has, or one symbol after
// the other ("*").
func (r *rstReader) noteLabel(label string) string {
	switch {
	case label == "*":
		marks := []string{"*", "†", "‡", "§", "¶", "#", "♠", "♥", "♦", "♣"}
		r.symbols++
		return strings.Repeat(marks[(r.symbols-1)%len(marks)], min((r.symbols-1)/len(marks)+1, 10))
	case label[0] != '#':
		return label
	}
	for r.notes++; r.numbered[r.notes]; r.notes++ {
	}
	if len(label) > 1 {
		return label[1:]
	}
	return strconv.Itoa(r.notes)
}

// rstLeftAlone are the directives whose content is no text: code, formulas,
// pictures drawn in a language of their own.
var rstLeftAlone = wordSet(`code|code-block|sourcecode|literalinclude|highlight|math|raw|parsed-literal|doctest|testcode|testsetup|testoutput|testcleanup|ipython|prompt|` +
	`graphviz|digraph|graph|uml|plantuml|mermaid|plot|productionlist|program-output|command-output|include|jupyter-execute|exec|bibliography|index|default-role|role|meta`)

// rstTitled are the directives whose argument is text.
var rstTitled = wordSet(`note|warning|tip|important|hint|attention|caution|danger|error|seealso|admonition|topic|sidebar|versionadded|versionchanged|deprecated|` +
	`centered|epigraph|pull-quote|replace|todo|rubric|list-table|csv-table|table`)

func (r *rstReader) directive(name string, l rstLine, at int) {
	for at < l.end && isBlank(r.s[at]) {
		at++
	}
	if rstLeftAlone[name] {
		switch {
		case name == "include" && !r.isLiteral(l):
			r.content.include(r.s[at:l.end])
		case name == "bibliography":
			for file := range strings.FieldsSeq(r.s[at:l.end]) {
				r.content.include(file)
			}
		}
		r.skip = l.indent()
		return
	}
	if at >= l.end || !rstTitled[name] && (name == "image" || name == "figure" || !strings.Contains(r.s[at:l.end], "://")) {
		return
	}
	r.begin(at, l.end, l.indent()+1, l.indent()+3)
	if name == "rubric" {
		const rubric = 6
		r.rank = rubric
		r.endParagraph()
	}
}

// isLiteral tells whether the directive at l has an option by which what it
// includes is shown as it is.
func (r *rstReader) isLiteral(l rstLine) bool {
	const most = 20 // lines
	indent := l.indent()
	for range most {
		l = r.lineAt(l.next)
		if l.start == l.end || l.indent() <= indent {
			break
		}
		if hasAnyPrefix(r.shown(l), []string{":literal:", ":code:", ":parser:"}) {
			return true
		}
	}
	return false
}

// findTargets finds the hyperlink targets of the whole document, as they may
// stand behind their use.
func (r *rstReader) findTargets() {
	for at := 0; at < len(r.s); {
		l := r.lineAt(at)
		at = l.next
		s := r.shown(l)
		if rest, ok := strings.CutPrefix(s, ".. ["); ok {
			if n, err := strconv.Atoi(rest[:max(strings.IndexByte(rest, ']'), 0)]); err == nil {
				r.numbered[n] = true
			}
			continue
		}
		if !strings.HasPrefix(s, ".. _") && !strings.HasPrefix(s, "__ ") {
			continue
		}
		d := &definition{at: l.start}
		from := l.start + 3
		if s[0] == '.' {
			body := behindMarker(s, 2)
			name, behind, ok := rstTargetName(s[body:])
			if !ok {
				continue
			}
			d.name, d.at = name, l.start+body+1
			if name != "" && r.s[d.at] == '`' {
				d.at++
			}
			from = l.start + body + behind
		}
		at = r.address(d, from, l)
		r.at[l.start] = d
		if d.name == "" {
			r.anonymous = append(r.anonymous, d)
		} else if key := rstKey(d.name); r.targets[key] == nil {
			r.targets[key] = d
		}
	}
}

// address reads the address of a target, which further lines may go on with,
// and gives the place of the line behind it. A name with an underscore instead
// stands for another target.
func (r *rstReader) address(d *definition, from int, l rstLine) int {
	const most = 20 // lines
	var href strings.Builder
	next := l.next
	indent := l.indent()
	for range most {
		for at := from; at < l.end; at++ {
			if href.Len() == 0 {
				d.source = at
			}
			switch c := r.s[at]; {
			case isBlank(c):
				if strings.HasPrefix(href.String(), "`") { // the name of another target
					href.WriteByte(' ')
				}
			case c == '\\' && at+1 < l.end:
				at++
				href.WriteByte(r.s[at])
			default:
				href.WriteByte(c)
			}
		}
		l = r.lineAt(next)
		if next >= len(r.s) || l.start == l.end || l.indent() <= indent {
			break
		}
		from, next = l.start, l.next
	}
	d.href = href.String()
	d.broken = !strings.HasPrefix(r.s[min(d.source, len(r.s)):], d.href)
	return next
}

// rstKey is the form in which names of targets are compared.
func rstKey(name string) string {
	return strings.ToLower(fold(strings.ReplaceAll(name, `\`, "")))
}

// target gives the definition that a name leads to, nil if there is none.
func (r *rstReader) target(name string) *definition {
	const longest = 8 // chain of names that stand for others
	d := r.targets[rstKey(name)]
	for range longest {
		if d == nil {
			return nil
		}
		alias, ok := strings.CutSuffix(d.href, "_")
		if !ok || strings.Contains(alias, "://") {
			break
		}
		d.used = true
		d = r.targets[rstKey(strings.Trim(alias, "`"))]
	}
	if d == nil || !isHref(d.href) {
		return nil
	}
	return d
}

// nextAnonymous gives the target of the next reference without a name.
func (r *rstReader) nextAnonymous() *definition {
	if r.nextNone >= len(r.anonymous) {
		return nil
	}
	r.nextNone++
	if d := r.anonymous[r.nextNone-1]; isHref(d.href) {
		return d
	}
	return nil
}

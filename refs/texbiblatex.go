package refs

import "strings"

// biblatexEntry reads an entry of a .bbl file of biblatex, which biber writes:
//
//	\entry{key}{article}{}
//	  \name{author}{1}{}{% {{hash=...}{family={Smith}, given={John}}}% }
//	  \field{year}{2001}
//	  \verb{doi}
//	  \verb 10.1000/182
//	  \endverb
//	\endentry
//
// Its fields are those of BibTeX, and so is what they mean. An entry that is
// in several sorted lists is read once.
func (r *texReader) biblatexEntry(source int) {
	from, to, ok := r.argument()
	if !ok {
		return
	}
	kind, _, ok := r.argument()
	if !ok {
		return
	}
	e := &bibEntry{key: fold(r.s[from:to]), source: source}
	e.kind = strings.ToLower(r.s[kind : r.at-1])
	r.skipArgument()
	for r.at < len(r.s) {
		i := strings.IndexByte(r.s[r.at:], '\\')
		if i < 0 {
			r.at = len(r.s)
			break
		}
		start := r.at + i
		r.at = start
		name := r.commandName()
		if name == "endentry" {
			break
		}
		if name == "entry" || name == "begin" || name == "enddatalist" || name == "endsortlist" { // it was never ended
			r.at = start
			break
		}
		r.biblatexField(e, name)
	}
	if r.keys[e.key] {
		return
	}
	if r.keys == nil {
		r.keys = map[string]bool{}
	}
	r.keys[e.key] = true
	if len(r.content.records) >= mostPieces {
		r.content.cut = true
		return
	}
	r.content.records = append(r.content.records, e.record())
}

// biblatexField reads what the command name, which the place is behind, says
// of an entry.
func (r *texReader) biblatexField(e *bibEntry, name string) {
	switch name {
	case "field", "list", "name", "verb", "strng":
	default:
		return
	}
	from, to, ok := r.argument()
	if !ok {
		return
	}
	key := strings.ToLower(r.s[from:to])
	switch name {
	case "verb":
		r.biblatexVerb(e, key)
		return
	case "name":
		r.skipArgument()
	}
	if name == "list" || name == "name" {
		r.skipArgument()
	}
	start, end, ok := r.argument()
	if !ok || e.field(key) != nil {
		return
	}
	switch name {
	case "field":
		e.set(key, bibValue{{r.s[start:end], start}})
	case "list":
		e.set(key, r.firstGroup(start, end))
	case "name":
		e.set(key, r.people(start, end))
	}
}

// biblatexVerb reads the lines of a verbatim field: "\verb value" up to
// \endverb.
func (r *texReader) biblatexVerb(e *bibEntry, key string) {
	at := texBlanks(r.s, r.at)
	value, ok := strings.CutPrefix(r.s[at:], `\verb `)
	if !ok {
		return
	}
	at += len(`\verb `)
	end := texLineEnd(value, 0)
	value = strings.TrimRight(value[:end], " \t")
	r.at = at + end
	if e.field(key) == nil && value != "" {
		e.set(key, bibValue{{value, at}})
	}
}

// firstGroup gives the first value of a list.
func (r *texReader) firstGroup(start, end int) bibValue {
	i := strings.IndexByte(r.s[start:end], '{')
	if i < 0 {
		return nil
	}
	from := start + i
	to := r.braces.closing(from)
	if to < 0 || to > end {
		return nil
	}
	return bibValue{{r.s[from+1 : to], from + 1}}
}

// people gives the names of a list of names as BibTeX writes them.
func (r *texReader) people(start, end int) bibValue {
	const most = 50
	var v bibValue
	for at := start; len(v) < 4*most; {
		family, to := r.keyed(at, end, "family={")
		if to < 0 {
			break
		}
		if len(v) > 0 {
			v = append(v, bibPiece{" and ", family})
		}
		v = append(v, bibPiece{r.s[family:to], family})
		at = to
		next := strings.Index(r.s[at:end], "family={")
		if next < 0 {
			next = end - at
		}
		if given, stop := r.keyed(at, at+next, "given={"); stop >= 0 {
			v = append(v, bibPiece{", ", given}, bibPiece{r.s[given:stop], given})
			at = stop
		}
	}
	return v
}

// keyed gives the braces behind the first key among s[from:to]; end is -1 if
// there are none.
func (r *texReader) keyed(from, to int, key string) (start, end int) {
	i := strings.Index(r.s[from:to], key)
	if i < 0 {
		return 0, -1
	}
	open := from + i + len(key) - 1
	end = r.braces.closing(open)
	if end > to {
		end = -1
	}
	return open + 1, end
}

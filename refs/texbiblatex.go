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
	r.bibRecord(e)
}

// bibRecord keeps an entry, unless one of that key is known.
func (r *texReader) bibRecord(e *bibEntry) {
	if e.key != "" && r.keys[e.key] {
		return
	}
	if r.keys == nil {
		r.keys = map[string]bool{}
	}
	r.keys[e.key] = true
	if len(r.content.passages)+len(r.content.records) >= mostPieces {
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
		e.set(key, joinPeople(r.people(start, end)))
	}
}

// joinPeople gives names as the one value that BibTeX has for them. One without
// a given name is a group's, of which braces make one word.
func joinPeople(people []bibValue) (all bibValue) {
	for i, name := range people {
		at := name[0].source
		if i > 0 {
			all = append(all, bibPiece{" and ", at})
		}
		if len(name) == 1 {
			all = append(all, bibPiece{"{", at}, name[0], bibPiece{"}", at})
			continue
		}
		all = append(all, name...)
	}
	return all
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
	from, to := r.groupIn(start, end)
	if to < 0 {
		return nil
	}
	return bibValue{{r.s[from:to], from}}
}

// people gives the names of a list of names as BibTeX writes them: family name
// first. Each is a group of braces, {{hash=...}{family={Aalto}, given={Maja}}};
// before version 3 of biblatex it was {{hash}{Aalto}{A.}{Maja}{M.}...}.
func (r *texReader) people(start, end int) []bibValue {
	var people []bibValue
	for at := start; len(people) < mostAuthors; {
		from, to := r.groupIn(at, end)
		if to < 0 {
			break
		}
		at = to + 1
		_, hash := r.groupIn(from, to)
		if hash < 0 {
			continue
		}
		var name bibValue
		if from, to := r.groupIn(hash+1, to); to >= 0 && strings.Contains(r.s[from:to], "family") {
			name = r.keyedName(from, to)
		} else if to >= 0 {
			name = bibValue{{r.s[from:to], from}}
			if _, initials := r.groupIn(to+1, at-1); initials >= 0 {
				name = r.withGiven(name, initials+1, at-1)
			}
		}
		if len(name) > 0 && strings.TrimSpace(name[0].text) != "" {
			people = append(people, name)
		}
	}
	return people
}

// withGiven appends to a family name the given one that is in the next group.
func (r *texReader) withGiven(name bibValue, from, to int) bibValue {
	if start, end := r.groupIn(from, to); end > start {
		name = append(name, bibPiece{", ", start}, bibPiece{r.s[start:end], start})
	}
	return name
}

// keyedName gives the name that s[from:to] tells by keys.
func (r *texReader) keyedName(from, to int) bibValue {
	parts := map[string]span{}
	for at := from; ; {
		start, end := r.groupIn(at, to)
		if end < 0 {
			break
		}
		key := strings.Trim(r.s[at:start-1], "=,% \t\r\n")
		if _, ok := parts[key]; !ok {
			parts[key] = span{start, end}
		}
		at = end + 1
	}
	var name bibValue
	add := func(key, before string) {
		if s, ok := parts[key]; ok && s.end > s.start {
			if len(name) > 0 {
				name = append(name, bibPiece{before, s.start})
			}
			name = append(name, bibPiece{r.s[s.start:s.end], s.start})
		}
	}
	add("prefix", "")
	add("family", " ")
	add("suffix", ", ")
	add("given", ", ")
	return name
}

// groupIn gives the inside of the first group of braces in s[from:to]; end is
// -1 if there is none.
func (r *texReader) groupIn(from, to int) (start, end int) {
	if from >= to {
		return 0, -1
	}
	i := strings.IndexByte(r.s[from:to], '{')
	if i < 0 {
		return 0, -1
	}
	start = from + i + 1
	if end = r.braces.closing(start - 1); end > to {
		end = -1
	}
	return start, end
}

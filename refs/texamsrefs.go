package refs

import "strings"

// amsEntry reads an entry of amsrefs, the place of whose command is source:
//
//	\bib{key}{article}{
//	  author={Aalto, M.},
//	  author={Brandt, K.},
//	  title={On moorings},
//	  date={2001},
//	  doi={10.1000/182},
//	}
//
// Its fields are those of BibTeX, but that each name has its own.
func (r *texReader) amsEntry(source int) {
	if r.at < len(r.s) && r.s[r.at] == '*' {
		r.at++
	}
	before := r.at
	from, to, ok := r.argument()
	if !ok {
		return
	}
	kind, kindEnd, ok := r.argument()
	if !ok {
		r.at = before
		return
	}
	at, end, ok := r.argument()
	if !ok {
		return
	}
	e := &bibEntry{key: fold(r.s[from:to]), source: source, kind: strings.ToLower(r.s[kind:kindEnd])}
	people := map[string][]bibValue{}
	for at < end {
		i := strings.IndexByte(r.s[at:end], '=')
		if i < 0 {
			break
		}
		name := strings.ToLower(strings.Trim(r.s[at:at+i], " \t\r\n,"))
		open := texBlanks(r.s, at+i+1)
		if open >= end || r.s[open] != '{' {
			at += i + 1
			continue
		}
		stop := r.braces.closing(open)
		if stop < 0 || stop > end {
			break
		}
		at = stop + 1
		v := bibValue{{r.s[open+1 : stop], open + 1}}
		switch {
		case name == "author" || name == "editor":
			if len(people[name]) < mostAuthors {
				people[name] = append(people[name], v)
			}
		case e.field(name) == nil:
			e.set(name, v)
		}
	}
	e.set("author", joinPeople(people["author"]))
	e.set("editor", joinPeople(people["editor"]))
	r.bibRecord(e)
}

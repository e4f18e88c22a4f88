package refs

import "strings"

// texFile says how a command names another file.
type texFile int

const (
	texSource    texFile = iota // a document of TeX: \input{name}, \input name
	texSourceIn                 // \import{directory}{name}
	texLibrary                  // one of BibTeX's, with its ending
	texLibraries                // some, parted by commas, without their endings
)

// include tells the files that the document goes on in.
func (r *texReader) include(f texFile) {
	options := ""
	for start, end, ok := r.optional(); ok; start, end, ok = r.optional() {
		options += r.s[start:end]
	}
	start, end, ok := r.argument()
	if !ok && f == texSource {
		start, end, ok = r.word()
	}
	if !ok {
		return
	}
	name := r.s[start:end]
	switch f {
	case texSource:
		r.content.include(withEnding(name, ".tex"))
	case texSourceIn:
		if start, end, ok = r.argument(); ok {
			r.content.include(strings.TrimSuffix(strings.TrimSpace(name), "/") + "/" + withEnding(r.s[start:end], ".tex"))
		}
	case texLibrary:
		if !strings.Contains(options, "remote") {
			r.content.include(name)
		}
	case texLibraries:
		for name := range strings.SplitSeq(name, ",") {
			r.content.include(withEnding(name, ".bib"))
		}
	}
}

// word gives the word that follows the place on its line, as \input of plain
// TeX takes it, and moves behind it.
func (r *texReader) word() (start, end int, ok bool) {
	start = r.at
	for start < len(r.s) && (r.s[start] == ' ' || r.s[start] == '\t') {
		start++
	}
	if end = start; start == r.at {
		return 0, 0, false
	}
	for end < len(r.s) && !isBlank(r.s[end]) && strings.IndexByte(`\{}%`, r.s[end]) < 0 {
		end++
	}
	r.at = end
	return start, end, end > start
}

// withEnding gives a file's name with the ending that TeX adds to one without.
func withEnding(name, ending string) string {
	name = strings.Trim(strings.TrimSpace(name), `"`)
	base := name[strings.LastIndexByte(name, '/')+1:]
	if base == "" || strings.Contains(base, ".") && (ending == ".tex" || strings.HasSuffix(base, ending)) {
		return name
	}
	return name + ending
}

// leaveOutFalse leaves out what stands between \iffalse and its \fi or \else,
// if there is one.
func (r *texReader) leaveOutFalse() {
	if r.noFi {
		return
	}
	depth := 1
	for at := r.at; ; {
		i := strings.IndexByte(r.s[at:], '\\')
		if i < 0 {
			r.noFi = true
			return
		}
		at += i + 1
		end := at
		for end < len(r.s) && isLetter(r.s[end]) {
			end++
		}
		switch name := r.s[at:end]; {
		case name == "fi":
			depth--
		case name == "else" && depth == 1:
			depth = 0
		case strings.HasPrefix(name, "if") && name != "iff" && !strings.HasPrefix(name, "ifthenelse"):
			depth++
		}
		if depth == 0 {
			r.at = end
			return
		}
		if at = end; at < len(r.s) && r.s[at-1] == '\\' {
			at++ // what is escaped
		}
	}
}

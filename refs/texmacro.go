package refs

import "strings"

// define reads a definition of plain TeX: \def\name#1#2{body}.
func (r *texReader) define() {
	name := r.commandName()
	if name == "" {
		return
	}
	const longest = 200 // bytes of parameters
	at := r.at
	for at < len(r.s) && at-r.at < longest && r.s[at] != '{' && r.s[at] != '\n' {
		at++
	}
	plain := at == r.at
	r.at = at
	if start, end, ok := r.argument(); ok && plain {
		r.remember(name, start, end)
	}
}

// newCommand reads a definition of LaTeX: \newcommand{\name}[1][default]{body}.
func (r *texReader) newCommand() {
	at := r.beforeArgument()
	braced := at < len(r.s) && r.s[at] == '{'
	if braced {
		at++
	}
	r.at = at
	name := r.commandName()
	if name == "" {
		return
	}
	if at := texBlanks(r.s, r.at); braced && at < len(r.s) && r.s[at] == '}' {
		r.at = at + 1
	}
	plain := !r.skipOptional()
	r.skipOptional()
	if start, end, ok := r.argument(); ok && plain {
		r.remember(name, start, end)
	}
}

// commandName reads the name of a command at the place and moves behind it.
func (r *texReader) commandName() string {
	at := texBehind(r.s, r.at)
	if at == len(r.s) || r.s[at] != '\\' {
		return ""
	}
	end := at + 1
	for end < len(r.s) && (isLetter(r.s[end]) || r.s[end] == '@') {
		end++
	}
	if end == at+1 && end < len(r.s) {
		end++
	}
	r.at = end
	return r.s[at+1 : end]
}

// remember keeps a command without parameters that stands for an address or
// the beginning of one.
func (r *texReader) remember(name string, start, end int) {
	const longest = 500 // bytes
	body := r.s[start:end]
	if end-start > longest || !strings.Contains(body, "://") || strings.ContainsAny(body, "#{\n") {
		return
	}
	if r.macros == nil {
		r.macros = map[string]span{}
	}
	r.macros[name] = span{start, end}
}

// expand appends to w what a command that was remembered stands for, and tells
// whether it was one. The text comes from where the command was defined.
func (r *texReader) expand(w *weave, name string, verbatim bool) bool {
	m, ok := r.macros[name]
	if !ok || r.allowance < m.end-m.start {
		return false
	}
	r.allowance -= m.end - m.start
	if verbatim || r.isShown() {
		// A body that has commands has them of one character only.
		w.putLaTeX(strings.TrimSpace(r.s[m.start:m.end]), m.start+len(r.s[m.start:m.end])-len(strings.TrimLeft(r.s[m.start:m.end], " \t")), true)
	}
	return true
}

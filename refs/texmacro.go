package refs

import "strings"

// A texMacro is a command that stands for an address, or for text with one.
type texMacro struct {
	address span // in its body; "#1" in it is the argument
	takes   bool // an argument
	alone   bool // the body is the address and nothing else: text may go on with it
}

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
	parameters := strings.TrimSpace(r.s[r.at:at])
	r.at = at
	if start, end, ok := r.argument(); ok {
		r.remember(name, parameters, start, end)
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
	parameters := ""
	if from, to, ok := r.optional(); ok {
		parameters = "#" + strings.TrimSpace(r.s[from:to])
	}
	if r.skipOptional() {
		parameters += "?"
	}
	if start, end, ok := r.argument(); ok {
		r.remember(name, parameters, start, end)
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

// remember keeps a command that stands for an address, the beginning of one or
// a hyperlink, if it has no parameters or one that is in the address.
func (r *texReader) remember(name, parameters string, start, end int) {
	const longest = 500 // bytes
	if end-start > longest || parameters != "" && parameters != "#1" {
		return
	}
	body := r.s[start:end]
	i := strings.Index(body, "://")
	if i < 0 {
		return
	}
	from := i
	for from > 0 && isLetter(body[from-1]) {
		from--
	}
	to, depth := i, 0
scan:
	for ; to < len(body) && !isBlank(body[to]); to++ {
		switch body[to] {
		case '\\':
			to = min(to+1, len(body)-1)
		case '{':
			depth++
		case '}':
			if depth--; depth < 0 {
				break scan
			}
		}
	}
	m := texMacro{address: span{start + from, start + to}, takes: parameters != ""}
	m.alone = strings.TrimSpace(body) == body[from:to] && !m.takes
	if strings.Contains(body[from:to], "#1") != m.takes || strings.Count(body[from:to], "#") > strings.Count(body[from:to], `\#`)+strings.Count(body[from:to], "#1") {
		return
	}
	if r.macros == nil {
		r.macros = map[string]texMacro{}
	}
	r.macros[name] = m
}

// spend tells whether a command may still become what it stands for.
func (r *texReader) spend(m *texMacro) bool {
	n := m.address.end - m.address.start
	if r.allowance < n {
		return false
	}
	r.allowance -= n
	return true
}

// addressOf gives the address that a command with an argument stands for.
func (r *texReader) addressOf(m *texMacro, argument string) string {
	w := newWeave()
	w.putLaTeX(r.s[m.address.start:m.address.end], 0, true)
	return strings.ReplaceAll(string(w.text), "#1", argument)
}

// expand appends what the command name at s[start:end] stands for, if it was
// remembered, and moves behind it. The place of the address is that of the
// command.
func (r *texReader) expand(name string, start, end int) bool {
	m, ok := r.macros[name]
	if !ok || !r.spend(&m) {
		return false
	}
	r.at = end
	var from, to int
	if m.takes {
		if from, to, ok = r.argument(); !ok {
			return true
		}
		end = r.at
	}
	if !r.isShown() {
		return true
	}
	switch {
	case m.alone:
		r.put(r.addressOf(&m, ""), start)
		r.at = texBehind(r.s, end)
	case !m.takes:
		r.glue(start)
		href := r.addressOf(&m, "")
		r.link(href, start, func() { r.put(href, start) })
	default:
		argument := newWeave()
		r.verbatim(&argument, from, to)
		r.link(r.addressOf(&m, string(argument.text)), start, func() { r.verbatim(&r.weave, from, to) })
	}
	r.mark(r.at)
	return true
}

package refs

import "strings"

// argument gives the inside of the braces that follow the place, if there are
// any, and moves behind them. White space, a line end and comments may be
// between.
func (r *texReader) argument() (start, end int, ok bool) {
	at := r.beforeArgument()
	if at == len(r.s) || r.s[at] != '{' {
		return 0, 0, false
	}
	end = r.braces.closing(at)
	if end < 0 {
		return 0, 0, false
	}
	r.at = end + 1
	return at + 1, end, true
}

// beforeArgument gives the place at which the next argument may begin.
func (r *texReader) beforeArgument() int {
	at := texBehind(r.s, r.at)
	for at < len(r.s) && r.s[at] == '%' {
		_, at = lineEnd(r.s, at)
		at = texBehind(r.s, at)
	}
	return at
}

func (r *texReader) skipArgument() { r.argument() }

// toGroup moves to the braces that follow, if there are any: the white space
// in front of an argument is no text.
func (r *texReader) toGroup() {
	if at := r.beforeArgument(); at < len(r.s) && r.s[at] == '{' {
		r.at = at
	}
}

// optional gives the inside of the brackets that follow the place, if there
// are any, and moves behind them. Braces in them hide brackets.
func (r *texReader) optional() (start, end int, ok bool) {
	const longest = 1000 // bytes that are not in braces
	at := r.beforeArgument()
	if at == len(r.s) || r.s[at] != '[' || at < r.noOption {
		return 0, 0, false
	}
	i := at + 1
	for n := 0; i < len(r.s) && n < longest; i, n = i+1, n+1 {
		switch r.s[i] {
		case '\\':
			i++
		case '{':
			if n := r.braces.closing(i); n > 0 {
				i = n
			}
		case ']':
			r.at = i + 1
			return at + 1, i, true
		}
	}
	r.noOption = i - longest
	return 0, 0, false
}

func (r *texReader) skipOptional() bool {
	_, _, ok := r.optional()
	return ok
}

// optionalText leaves out the brackets that follow the place, unless they have
// an address in them: then they are text. It tells whether there are any.
func (r *texReader) optionalText() bool {
	start, end, ok := r.optional()
	if !ok || r.options >= deepestText || !r.isShown() || !strings.Contains(r.s[start:end], "://") {
		return ok
	}
	behind := r.at
	r.at = start
	r.put(" ", start)
	r.options++
	r.readTo(end)
	r.options--
	for n := len(r.ends); n > 0 && r.ends[n-1].at <= end; n = len(r.ends) {
		r.end()
	}
	r.put(" ", end)
	r.at = max(r.at, behind)
	return true
}

// asText has the braces at the place read as text, and do carried out at their
// end. It tells whether there are any.
func (r *texReader) asText(do func()) bool {
	if len(r.ends) >= deepestText {
		return false
	}
	start, end, ok := r.argument()
	if !ok {
		return false
	}
	r.at = start
	r.ends = append(r.ends, texEnd{end, do})
	return true
}

// url appends the address that is the argument of \url and its likes: braces,
// or what stands between two equal characters.
func (r *texReader) url() {
	start, end, ok := r.argument()
	if !ok && r.at < len(r.s) && strings.IndexByte(".,;:)'-~&", r.s[r.at]) < 0 {
		start, end, ok = r.delimited()
	}
	if ok && r.isShown() {
		r.address(start, end)
	}
}

// address appends s[start:end] as an address that is shown.
func (r *texReader) address(start, end int) {
	r.glue(start)
	from, inside := len(r.text), r.open.start >= 0
	if !inside {
		r.openAnchor("", texBlanks(r.s, start))
	}
	r.verbatim(&r.weave, start, end)
	if !inside {
		if href := string(r.text[from:]); isHref(href) {
			r.open.href = href
			r.closeAnchor()
		}
		r.open.start = -1
	}
	if r.at < len(r.s) && (isAlnum(r.s[r.at]) || r.s[r.at] >= 0x80) {
		r.put(" ", r.at)
	}
}

// href deals with an address and its text. An address that is but a DOI, by a
// macro that holds the resolver, stands behind the text.
func (r *texReader) href() {
	r.skipOptional()
	start, end, ok := r.argument()
	if !ok {
		return
	}
	w := newWeave()
	r.verbatim(&w, start, end)
	href := string(w.text)
	source := start
	if len(w.origins) > 0 {
		source = w.origins[0].source
	}
	if !r.isShown() {
		return
	}
	if isHref(href) && r.open.start < 0 {
		r.openAnchor(href, source)
		if !r.asText(r.closeAnchor) {
			r.closeAnchor()
		}
		return
	}
	behind := func() {
		if strings.HasPrefix(href, "10.") {
			r.put(" doi:", start)
			r.verbatim(&r.weave, start, end)
		}
	}
	if !r.asText(behind) {
		behind()
	}
}

// labelled appends the argument of a command that says what it is, as a label
// would: with the label, unless the text in front ends with one of endings, or
// the argument with a label or an address of its own.
func (r *texReader) labelled(label string, endings ...string) {
	r.skipOptional()
	start, end, ok := r.argument()
	if !ok || !r.isShown() {
		return
	}
	w := newWeave()
	r.verbatim(&w, start, end)
	value := string(w.text)
	before := strings.TrimRight(string(r.text[max(len(r.text)-20, 0):]), " \n")
	need := !strings.Contains(value, "://") && !strings.Contains(strings.ToLower(value), strings.ToLower(label)) && r.open.start < 0
	for _, e := range endings {
		if strings.HasSuffix(before, e) {
			need = false
		}
	}
	r.glue(start)
	if need {
		r.put(label, start)
		if value == "" {
			r.put(" ", end)
		}
	}
	r.verbatim(&r.weave, start, end)
}

// bibInfo deals with \bibinfo{doi}{...}, by which styles name their fields.
func (r *texReader) bibInfo() {
	start, end, ok := r.argument()
	if !ok {
		return
	}
	switch name := r.s[start:end]; strings.ToLower(strings.TrimSpace(name)) {
	default:
		r.toGroup()
	case "doi":
		r.labelled("doi:", "doi:", "doi.org/", "DOI:", "doi", "DOI")
	case "eprint":
		r.labelled("arXiv:", "arxiv:", "arxiv.org/abs/", "arXiv:")
	case "url":
		r.url()
	}
}

// verbatim appends an address to w as url.sty reads it: without white space,
// and without a "%" that ends a line, where BibTeX broke it. Escapes that are
// needed where an address is an argument of another command are resolved.
func (r *texReader) verbatim(w *weave, start, end int) {
	for at := start; at < end; {
		i := at
		for i < end && !texSpecial[r.s[i]] && !isBlank(r.s[i]) {
			i++
		}
		w.put(r.s[at:i], at)
		if i == end {
			return
		}
		at = i + 1
		switch c := r.s[i]; {
		case c == '%' && (at == end || r.s[at] == '\n' || r.s[at] == '\r'):
		case isBlank(c), c == '{', c == '}':
		case c == '\\':
			at = min(r.verbatimCommand(w, i, end), end)
		case c == '$' && (at < end && strings.IndexByte(`<>\`, r.s[at]) >= 0 || i > start+1 && (r.s[i-2] == '$' || strings.HasSuffix(r.s[start:i], `\sim`))):
		default:
			w.put(r.s[i:at], i)
		}
	}
}

// verbatimCommand appends what a command in an address stands for and gives
// the place behind it.
func (r *texReader) verbatimCommand(w *weave, at, end int) int {
	stop := at + 1
	for stop < end && isLetter(r.s[stop]) {
		stop++
	}
	name := r.s[at+1 : stop]
	switch {
	case name == "":
		return w.putEscape(r.s[:end], at, 0, true)
	case symbols[name] != "" && name != "newblock":
		return w.putCommand(r.s[:end], at, 0, true)
	case texCommands[name].do == texNumber:
		stop = texBehindLength(r.s[:end], stop)
	default:
		if m, ok := r.macros[name]; ok && r.spend(&m) {
			w.put(r.addressOf(&m, ""), at)
		}
		w.mark(min(texBehind(r.s, stop), end))
	}
	return min(texBehind(r.s, stop), end)
}

package refs

import (
	"strconv"
	"strings"
)

// asciiDocSpecial marks the bytes that inline markup begins or ends with.
var asciiDocSpecial = func() (t [256]bool) {
	for _, c := range []byte(":{`+*_<\\|[$") {
		t[c] = true
	}
	return t
}()

// inline appends the text s[start:end] with its inline markup resolved.
func (r *asciiDocReader) inline(start, end int) {
	for at := start; at < end; {
		i := at
		for i < end && !asciiDocSpecial[r.s[i]] {
			i++
		}
		r.put(r.s[at:i], at)
		if i == end {
			return
		}
		at = max(r.markup(start, i, end), i+1)
	}
}

// markup deals with the special byte at i and gives the place behind what it
// begins.
func (r *asciiDocReader) markup(start, i, end int) int {
	s := r.s[i:end]
	switch s[0] {
	case ':':
		return r.colon(start, i, end)
	case '{':
		return r.reference(i, end)
	case '`':
		return r.passed(i, end, "`")
	case '$':
		if strings.HasPrefix(s, "$$") {
			return r.passed(i, end, "$$")
		}
	case '+':
		for _, mark := range []string{"+++", "++"} {
			if strings.HasPrefix(s, mark) {
				return r.passed(i, end, mark)
			}
		}
		if (i == start || !isAlnum(r.s[i-1])) && i+1 < end && !isBlank(s[1]) {
			return r.passed(i, end, "+")
		}
	case '*', '_':
		return r.mark(start, i, end)
	case '<':
		if strings.HasPrefix(s, "<<") {
			return r.crossReference(i, end)
		}
	case '\\':
		return r.escaped(i, end)
	case '|':
		if r.table {
			r.dropCellSpec(start, i)
			r.put(" ", i)
			return i + 1
		}
	case '[':
		if n := strings.Index(s[:min(len(s), 200)], "]]"); strings.HasPrefix(s, "[[") && n > 0 && !strings.HasPrefix(s, "[[[") {
			return i + n + 2 // an anchor
		}
	}
	r.put(s[:1], i)
	return i + 1
}

// escaped deals with a backslash: an address behind it is text, no link.
func (r *asciiDocReader) escaped(i, end int) int {
	n := i + 1
	for n < end && isLetter(r.s[n]) {
		n++
	}
	if n > i+1 && strings.HasPrefix(r.s[n:end], "://") {
		stop := n
		for stop < end && !isBlank(r.s[stop]) && r.s[stop] != '[' {
			stop++
		}
		r.openCode()
		r.put(r.s[i+1:stop], i+1)
		r.closeCode()
		return stop
	}
	r.put(`\`, i)
	if i+1 < end && strings.IndexByte("{*_`+<[]", r.s[i+1]) >= 0 {
		r.put(r.s[i+1:i+2], i+1)
		return i + 2
	}
	return i + 1
}

// mark leaves out the signs of bold and italic text.
func (r *asciiDocReader) mark(start, i, end int) int {
	n := i + 1
	if n < end && r.s[n] == r.s[i] {
		n++
	}
	opens := (i == start || !isAlnum(r.s[i-1]) && r.s[i-1] < 0x80 && r.s[i-1] != '/') && n < end && !isBlank(r.s[n])
	closes := r.emphasis && i > start && !isBlank(r.s[i-1]) && (n == end || !isAlnum(r.s[n]))
	if !opens && !closes {
		r.put(r.s[i:n], i)
		return n
	}
	r.emphasis = !closes
	return n
}

// dropCellSpec takes back what stands before the bar at i and tells how a cell
// looks: "2+|", ".3+^.>s|".
func (r *asciiDocReader) dropCellSpec(start, i int) {
	const longest = 20 // bytes
	from := i
	for from > start && i-from < longest && (isAlnum(r.s[from-1]) || strings.IndexByte(".+*^<>", r.s[from-1]) >= 0) {
		from--
	}
	if at := len(r.text) - (i - from); at >= 0 && (from == start || isBlank(r.s[from-1])) && string(r.text[at:]) == r.s[from:i] && (i-from == 1 || strings.ContainsAny(r.s[from:i], ".+*^<>")) {
		r.text = r.text[:at]
	}
}

// passed deals with text between two marks, which is left alone: code, or text
// without markup.
func (r *asciiDocReader) passed(i, end int, mark string) int {
	from := i + len(mark)
	n := -1
	if i >= r.noMark[mark] {
		n = strings.Index(r.s[from:end], mark)
	}
	if n <= 0 {
		if n < 0 {
			r.noMark[mark] = end
		}
		r.put(mark, i)
		return from
	}
	r.openCode()
	r.put(r.s[from:from+n], from)
	r.closeCode()
	return from + n + len(mark)
}

// crossReference reads "<<id,text>>", of which the text is shown.
func (r *asciiDocReader) crossReference(i, end int) int {
	const longest = 500 // bytes
	n := strings.Index(r.s[i:min(end, i+longest)], ">>")
	if n < 0 {
		r.put("<<", i)
		return i + 2
	}
	from := i + 2
	if k := strings.IndexByte(r.s[from:i+n], ','); k >= 0 {
		from += k + 1
	}
	r.put(r.s[from:i+n], from)
	return i + n + 2
}

// reference resolves "{name}".
func (r *asciiDocReader) reference(i, end int) int {
	at, ok := r.attributeAt(i, end)
	if !ok {
		r.put("{", i)
		return i + 1
	}
	behind := i + strings.IndexByte(r.s[i:end], '}') + 1
	if r.isAddress(at) && !strings.ContainsAny(r.s[at.start:at.end], " \t[") {
		return r.url(i, end)
	}
	r.spend(at)
	r.put(r.s[at.start:at.end], at.start)
	r.weave.mark(behind)
	return behind
}

// attributeAt gives where the value of the attribute that "{name}" at i names
// stands.
func (r *asciiDocReader) attributeAt(i, end int) (span, bool) {
	const longest = 80 // bytes of a name
	n := i + 1
	for n < end && n-i < longest && (isAlnum(r.s[n]) || r.s[n] == '-' || r.s[n] == '_') {
		n++
	}
	if n == end || r.s[n] != '}' {
		return span{}, false
	}
	v, ok := r.attributes[strings.ToLower(r.s[i+1:n])]
	return v, ok && r.allowance >= v.end-v.start
}

// isAddress tells whether the value of an attribute begins with an address, or
// with an attribute that does.
func (r *asciiDocReader) isAddress(v span) bool {
	if r.s[v.start] == '{' {
		if inner, ok := r.attributeAt(v.start, v.end); ok {
			v = inner
		}
	}
	value := r.s[v.start:v.end]
	i := strings.Index(value, "://")
	return i > 1 && strings.IndexFunc(value[:i], func(c rune) bool { return c >= 0x80 || !isLetter(byte(c)) }) < 0
}

func (r *asciiDocReader) spend(v span) { r.allowance -= v.end - v.start }

// address reads an address from i on, attributes in it resolved, and gives the
// place behind it. It is appended to w if put says so; what an attribute stands
// for has the place at which it is used.
func (r *asciiDocReader) address(w *weave, i, end int, put bool) int {
	for i < end {
		n := i
		for n < end && !isBlank(r.s[n]) && strings.IndexByte("[]<>{`|", r.s[n]) < 0 {
			n++
		}
		if put {
			w.put(r.s[i:n], i)
		}
		if i = n; i == end || r.s[i] != '{' {
			return i
		}
		at, ok := r.attributeAt(i, end)
		if !ok {
			if put {
				w.put("{", i)
			}
			i++
			continue
		}
		if put {
			r.spend(at)
			value, place := r.nested(at), i
			if !isPlainAddress(value) {
				place = at.start // it is more than an address: what is in it stands there
			}
			w.put(value, place)
			w.mark(i + strings.IndexByte(r.s[i:end], '}') + 1)
		}
		i += strings.IndexByte(r.s[i:end], '}') + 1
	}
	return end
}

// isPlainAddress tells an address, or a part of one, in which nothing else
// could be read.
func isPlainAddress(s string) bool {
	if scheme, rest, ok := strings.Cut(s, "://"); ok {
		if rest == "" || !isAlnum(rest[0]) || !isOneOf(scheme, "http", "https", "ftp") {
			return false
		}
		s = rest
	}
	return !strings.Contains(s, "://") && strings.IndexFunc(s, func(c rune) bool {
		return c >= 0x80 || !isAlnum(byte(c)) && !strings.ContainsRune("-._~/?&=%+:,;@#", c)
	}) < 0
}

// nested gives the value of an attribute, in which another one may begin.
func (r *asciiDocReader) nested(at span) string {
	value := r.s[at.start:at.end]
	if value[0] == '{' {
		if inner, ok := r.attributeAt(at.start, at.end); ok {
			r.spend(inner)
			return r.s[inner.start:inner.end] + value[strings.IndexByte(value, '}')+1:]
		}
	}
	return value
}

// colon deals with a colon: of an address, or of a macro.
func (r *asciiDocReader) colon(start, i, end int) int {
	from := i
	for from > start && i-from < 20 && isLetter(r.s[from-1]) {
		from--
	}
	name := r.s[from:i]
	for _, note := range []string{"footnote", "footnoteref"} { // it may follow a word without a space
		if strings.HasSuffix(name, note) {
			name, from = note, i-len(note)
		}
	}
	at := len(r.text) - len(name)
	if name == "" || at < 0 || string(r.text[at:]) != name {
		r.put(":", i)
		return i + 1
	}
	switch strings.ToLower(name) {
	case "http", "https", "ftp", "irc":
		if strings.HasPrefix(r.s[i:end], "://") {
			r.text = r.text[:at]
			return r.url(from, end)
		}
	case "mailto", "link", "xref":
		if r.nesting == deepestText {
			break
		}
		if strings.HasPrefix(r.s[i+1:end], "++") && i >= r.noMark["++["] {
			n := strings.Index(r.s[i+3:end], "++[")
			if n >= 0 {
				r.text = r.text[:at]
				w := newWeave()
				w.put(r.s[i+3:i+3+n], i+3)
				return r.linked(&w, i+3+n+2, end)
			}
			r.noMark["++["] = end
		}
		if stop := r.address(&r.weave, i+1, end, false); stop < end && stop > i+1 && r.s[stop] == '[' {
			if _, closing := r.brackets(stop, end); closing < 0 {
				break
			}
			r.text = r.text[:at]
			return r.macro(strings.ToLower(name), from, i+1, stop, end)
		}
	case "image", "icon":
		return r.image(i, at, end)
	case "footnote", "footnoteref":
		return r.footnote(from, i, at, end)
	case "pass", "stem", "latexmath", "asciimath":
		if open, stop := r.brackets(i+1, end); stop > 0 {
			r.text = r.text[:at]
			r.openCode()
			r.put(r.s[open+1:stop], open+1)
			r.closeCode()
			return stop + 1
		}
	}
	r.put(":", i)
	return i + 1
}

// url reads an address, with the text in brackets that may follow.
func (r *asciiDocReader) url(from, end int) int {
	// A note may follow an address without a space.
	if n := r.address(&r.weave, from, end, false); n < end && r.s[n] == '[' {
		if i := strings.LastIndex(r.s[from:n], "footnote"); i > 0 && strings.IndexByte(r.s[from+i:n], ':') > 0 {
			end = from + i
		}
	}
	w := newWeave()
	stop := r.address(&w, from, end, true)
	if stop < end && r.s[stop] == '[' && r.nesting < deepestText {
		return r.linked(&w, stop, end)
	}
	for r.emphasis && stop > from && (r.s[stop-1] == '*' || r.s[stop-1] == '_') && len(w.text) > 1 { // the mark closes
		stop--
		w.text = w.text[:len(w.text)-1]
		r.emphasis = stop > from && r.s[stop-1] == r.s[stop]
	}
	r.replay(&w)
	return stop
}

// macro reads link:target[text] and its likes.
func (r *asciiDocReader) macro(name string, from, target, stop, end int) int {
	w := newWeave()
	if name == "mailto" {
		w.put(r.s[from:target], from)
	}
	r.address(&w, target, stop, true)
	if name == "xref" {
		w.text = nil
	}
	return r.linked(&w, stop, end)
}

// linked appends the hyperlink to the address w, whose text is in the brackets
// at stop; without a text the address is shown.
func (r *asciiDocReader) linked(w *weave, stop, end int) int {
	open, closing := r.brackets(stop, end)
	href := string(w.text)
	source := stop
	if len(w.origins) > 0 {
		source = w.origins[0].source
	}
	if closing < 0 {
		r.replay(w)
		r.put(" ", stop) // no bracket is part of an address
		return stop
	}
	from, to := linkText(r.s, open+1, closing)
	words := func() {
		if from == to {
			r.replay(w)
			return
		}
		r.nesting++
		r.inline(from, to)
		r.nesting--
	}
	if isHref(href) {
		r.link(href, source, words)
	} else {
		words()
	}
	return closing + 1
}

// replay appends what w holds.
func (r *asciiDocReader) replay(w *weave) {
	for i, o := range w.origins {
		stop := len(w.text)
		if i+1 < len(w.origins) {
			stop = w.origins[i+1].text
		}
		r.put(string(w.text[o.text:max(stop, o.text)]), o.source)
	}
}

// linkText gives the part of s[from:to], the brackets of a link, that is its
// text: attributes behind it, quotes around it and "^" at its end are not.
func linkText(s string, from, to int) (int, int) {
	if from < to && s[from] == '"' {
		if n := strings.IndexByte(s[from+1:to], '"'); n >= 0 {
			return from + 1, from + 1 + n
		}
	}
	for k := from; k < to; k++ {
		if s[k] == '=' && k > from { // of a named attribute
			low := max(from, k-20)
			i := strings.LastIndexByte(s[low:k], ',') + low - from
			if i < low-from {
				i = -1
			}
			if name := strings.TrimSpace(s[from+i+1 : k]); len(name) > 20 || !isOneOf(name, "window", "role", "opts", "options", "rel", "title", "id", "subject") {
				continue
			}
			to = from + max(i, 0)
			break
		}
	}
	if to > from && s[to-1] == '^' {
		to--
	}
	return from, to
}

// brackets gives the places of the brackets that begin at at, -1 if they are
// never closed. A backslash hides the closing one.
func (r *asciiDocReader) brackets(at, end int) (open, closing int) {
	if at >= end || r.s[at] != '[' || at < r.noBracket {
		return at, -1
	}
	for i := at + 1; i < end; i++ {
		switch r.s[i] {
		case '\\':
			i++
		case ']':
			return at, i
		}
	}
	r.noBracket = end
	return at, -1
}

// balanced gives the place of the bracket that closes the one at at, with
// those in between left out that follow a word, as those of links do; or else
// of the first one; -1 if there is none.
func (r *asciiDocReader) balanced(at, end int) int {
	const longest = 4000 // bytes
	_, first := r.brackets(at, end)
	depth := 0
	for i := at; first >= 0 && i < min(end, at+longest); i++ {
		switch r.s[i] {
		case '\\':
			i++
		case '[':
			if i == at || !isBlank(r.s[i-1]) {
				depth++
			}
		case ']':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return first
}

// image leaves out image:target[text]; what it leads to is a link.
func (r *asciiDocReader) image(i, at, end int) int {
	from := i + 1
	if from < end && r.s[from] == ':' {
		from++
	}
	stop := r.address(&r.weave, from, end, false)
	open, closing := r.brackets(stop, end)
	if closing < 0 {
		r.put(":", i)
		return i + 1
	}
	r.text = r.text[:at]
	if n := strings.Index(r.s[open:closing], "link="); n >= 0 {
		href := open + n + len("link=")
		if href < closing && r.s[href] == '"' {
			href++
		}
		w := newWeave()
		behind := r.address(&w, href, closing, true)
		if k := strings.IndexAny(r.s[href:behind], `",`); k >= 0 && k < len(w.text) {
			w.text = w.text[:k]
		}
		if len(w.origins) > 0 && isHref(string(w.text)) {
			from, to := linkText(r.s, open+1, open+n)
			r.link(string(w.text), w.origins[0].source, func() {
				if to > from && r.s[to-1] == ',' {
					to--
				}
				r.put(r.s[from:to], from)
			})
		}
	}
	return closing + 1
}

// footnote reads footnote:[text], footnote:id[text] and footnoteref:[id,text].
func (r *asciiDocReader) footnote(from, i, at, end int) int {
	open := i + 1
	for open < end && open-i < 80 && (isAlnum(r.s[open]) || r.s[open] == '-' || r.s[open] == '_') {
		open++
	}
	closing := -1
	if r.depth == 0 {
		closing = r.balanced(open, end)
	}
	if closing < 0 {
		r.put(":", i)
		return i + 1
	}
	r.text = r.text[:at]
	start := open + 1
	if r.s[from:i] == "footnoteref" {
		n := strings.IndexByte(r.s[start:closing], ',')
		if n < 0 {
			return closing + 1
		}
		start += n + 1
	}
	if strings.TrimSpace(r.s[start:closing]) == "" {
		return closing + 1 // a note that was told before
	}
	r.notes++
	emphasis := r.emphasis
	r.aside(strconv.Itoa(r.notes), from, func() {
		r.depth = 1
		r.inline(start, closing)
	})
	r.emphasis = emphasis
	return closing + 1
}

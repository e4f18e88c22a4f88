package refs

import "strings"

// rstSpecial marks the bytes that inline markup begins or ends with.
var rstSpecial = func() (t [256]bool) {
	for _, c := range []byte("`_*\\:|") {
		t[c] = true
	}
	return t
}()

// inline appends the text s[start:end] with its inline markup resolved.
func (r *rstReader) inline(start, end int) {
	for at := start; at < end; {
		i := at
		for i < end && !rstSpecial[r.s[i]] {
			i++
		}
		r.put(r.s[at:i], at)
		if i == end {
			return
		}
		switch at = i; r.s[i] {
		case '`':
			at = r.quoted(start, i, end)
		case '_':
			at = r.named(start, i, end)
		case '*':
			at = r.star(start, i, end)
		case ':':
			at = r.colon(start, i, end)
		case '\\':
			at = r.escaped(i, end)
		case '|':
			at = r.bar(i)
		}
	}
}

// bar deals with what stands between the cells of a table, or is text.
func (r *rstReader) bar(i int) int {
	if r.grid {
		r.put(" ", i)
	} else {
		r.put("|", i)
	}
	return i + 1
}

// escaped deals with a backslash, which takes the meaning of the next
// character; of white space nothing is left.
func (r *rstReader) escaped(i, end int) int {
	if i+1 >= end {
		r.put(`\`, i)
		return end
	}
	if !isBlank(r.s[i+1]) {
		r.put(r.s[i+1:i+2], i+1)
	}
	return i + 2
}

// star leaves out the asterisks of emphasis.
func (r *rstReader) star(start, i, end int) int {
	n := i + 1
	if n < end && r.s[n] == '*' {
		n++
	}
	opens := (i == start || rstBeforeMarkup(r.s[i-1])) && n < end && !isBlank(r.s[n])
	if opens && i > start { // what quotation marks or brackets enclose is the sign itself
		k := strings.IndexByte(`'"([{<`, r.s[i-1])
		opens = k < 0 || r.s[n] != `'")]}>`[k]
	}
	closes := r.emphasis && i > start && !isBlank(r.s[i-1])
	if !opens && !closes {
		r.put(r.s[i:n], i)
		return n
	}
	r.emphasis = !closes
	return n
}

// rstBeforeMarkup tells the characters that inline markup may follow.
func rstBeforeMarkup(c byte) bool {
	return isBlank(c) || strings.IndexByte(`'"([{<-/:`, c) >= 0
}

// colon deals with a colon: of an address, which is text up to its end; or of
// a role.
func (r *rstReader) colon(start, i, end int) int {
	if strings.HasPrefix(r.s[i:end], "://") {
		n := i
		for n < end && !isBlank(r.s[n]) && strings.IndexByte("<>`\\", r.s[n]) < 0 {
			n++
		}
		stop := n
		for r.emphasis && stop > i && r.s[stop-1] == '*' {
			stop--
		}
		r.put(r.s[i:stop], i)
		r.emphasis = r.emphasis && stop == n
		return n
	}
	if i == start || !isAlnum(r.s[i-1]) {
		if name, length := rstRole(r.s[i:end]); length > 0 && i+length < end && r.s[i+length] == '`' {
			from := i + length + 1
			if stop := strings.IndexByte(r.s[from:end], '`'); stop > 0 {
				r.role(name, from, from+stop)
				return from + stop + 1
			}
		}
	}
	r.put(":", i)
	return i + 1
}

// rstRole reads ":name:" and gives the name and the length, 0 if s does not
// begin so.
func rstRole(s string) (name string, length int) {
	const longest = 40 // bytes
	n := 0
	for n < min(len(s), longest) && (isAlnum(s[n]) || n > 1 && strings.IndexByte("-_.+", s[n]) >= 0 || s[n] == ':') {
		n++
	}
	for n > 0 && s[n-1] != ':' {
		n--
	}
	if n < 3 || s[0] != ':' || s[1] == ':' {
		return "", 0
	}
	return strings.ToLower(s[1 : n-1]), n
}

// rstLabels are the roles whose text is an identifier.
var rstLabels = map[string]string{
	"doi": "doi:", "pmid": "PMID:", "pubmed": "PMID:", "pmc": "PMCID:", "pmcid": "PMCID:", "arxiv": "arXiv:", "hdl": "hdl:", "handle": "hdl:", "isbn": "ISBN ", "urn": "urn:",
}

// rstCode are the roles whose text is code.
var rstCode = wordSet(`code|literal|math|file|samp|kbd|command|option|envvar|program|makevar|regexp|func|class|meth|attr|mod|data|const|obj|raw|raw-html|token`)

// role reads interpreted text s[from:to] of a role.
func (r *rstReader) role(name string, from, to int) {
	text, target := rstEmbedded(r.s[from:to])
	label, identifies := rstLabels[name]
	switch {
	case identifies:
		if text != "" && target >= 0 {
			r.put(text, from)
			r.put(" ", from+len(text))
		}
		at := from + max(target, 0)
		stop := to
		if target >= 0 {
			stop--
		}
		if !strings.Contains(r.s[at:stop], "://") && !foldPrefix(r.s[at:stop], strings.ToLower(label)) {
			r.put(label, at)
		}
		r.put(r.s[at:stop], at)
	case rstCode[name] || strings.Contains(name, ":"):
		r.openCode()
		r.put(r.s[from:to], from)
		r.closeCode()
	case target >= 0 && isHref(r.s[from+target:to-1]):
		r.link(r.s[from+target:to-1], from+target, func() { r.put(text, from) })
	case target >= 0:
		r.put(text, from)
	default:
		r.put(r.s[from:to], from)
	}
}

// rstEmbedded parts "text <target>" and gives the place of the target, -1 if
// there is none.
func rstEmbedded(s string) (text string, target int) {
	if !strings.HasSuffix(s, ">") {
		return s, -1
	}
	i := strings.LastIndexByte(s, '<')
	if i < 0 || i > 0 && !isBlank(s[i-1]) || i+2 > len(s)-1 {
		return s, -1
	}
	return strings.TrimRight(s[:i], " \t\r\n"), i + 1
}

// quoted deals with a backquote: literal text, or a hyperlink's text, or text
// without a role.
func (r *rstReader) quoted(start, i, end int) int {
	if strings.HasPrefix(r.s[i:end], "``") {
		if i >= r.noDouble {
			if n := strings.Index(r.s[i+2:end], "``"); n > 0 {
				r.openCode()
				r.put(r.s[i+2:i+2+n], i+2)
				r.closeCode()
				return i + 2 + n + 2
			}
			r.noDouble = end
		}
		return i + 2
	}
	n := strings.IndexByte(r.s[i+1:end], '`')
	if n <= 0 {
		return i + 1
	}
	from, to := i+1, i+1+n
	behind := to + 1
	marks := 0
	for marks < 2 && behind+marks < end && r.s[behind+marks] == '_' {
		marks++
	}
	if name, length := rstRole(r.s[behind:end]); length > 0 {
		r.role(name, from, to)
		return behind + length
	}
	if marks == 0 {
		r.put(r.s[from:to], from)
		return behind
	}
	r.hyperlink(from, to, marks == 2)
	return behind + marks
}

// hyperlink appends the hyperlink whose text, perhaps with its address, is
// s[from:to].
func (r *rstReader) hyperlink(from, to int, anonymous bool) {
	text, target := rstEmbedded(r.s[from:to])
	words := func() {
		if text != "" {
			r.inlineText(from, from+len(text))
		}
	}
	if target >= 0 {
		w := newWeave()
		r.embedded(&w, from+target, to-1)
		href := string(w.text)
		if alias, ok := strings.CutSuffix(href, "_"); ok && !strings.Contains(href, "://") {
			r.linkTo(r.target(alias), words)
			return
		}
		if !isHref(href) {
			words()
			return
		}
		if text == "" {
			words = func() { r.embedded(&r.weave, from+target, to-1) }
		} else if key := rstKey(text); r.targets[key] == nil { // the text names its address from now on
			r.targets[key] = &definition{name: text, href: href, source: w.origins[0].source, used: true}
		}
		r.link(href, w.origins[0].source, words)
		return
	}
	if anonymous {
		r.linkTo(r.nextAnonymous(), words)
		return
	}
	r.linkTo(r.target(text), words)
}

func (r *rstReader) linkTo(d *definition, words func()) {
	if d == nil {
		words()
		return
	}
	d.used = true
	r.link(d.href, d.source, words)
}

// embedded appends an address inside a hyperlink's text: without white space,
// and with its escapes resolved.
func (r *rstReader) embedded(w *weave, from, to int) {
	for at := from; at < to; at++ {
		c := r.s[at]
		if isBlank(c) {
			continue
		}
		if c == '\\' && at+1 < to {
			at++
		}
		w.put(r.s[at:at+1], at)
	}
}

// inlineText appends the text of a hyperlink, which holds no markup but
// escapes.
func (r *rstReader) inlineText(from, to int) {
	for at := from; at < to; {
		i := strings.IndexByte(r.s[at:to], '\\')
		if i < 0 {
			r.put(r.s[at:to], at)
			return
		}
		r.put(r.s[at:at+i], at)
		at = r.escaped(at+i, to)
	}
}

// named deals with an underscore: it may end a hyperlink's name of one word,
// which is in the text already.
func (r *rstReader) named(start, i, end int) int {
	n := i + 1
	if n < end && r.s[n] == '_' {
		n++
	}
	const longest = 80 // bytes
	from := i
	for from > start && i-from < longest && (isAlnum(r.s[from-1]) || r.s[from-1] >= 0x80 || strings.IndexByte("-_.+", r.s[from-1]) >= 0) {
		from--
	}
	name := r.s[from:i]
	if next := byte(' '); name == "" {
		if n < end {
			next = r.s[n]
		}
		if n == i+1 && (next == '`' || i > start && r.s[i-1] == ']' && !isAlnum(next)) { // of a target in the text, or of a footnote's mark
			return n
		}
	}
	if name == "" || from > start && !rstBeforeMarkup(r.s[from-1]) || n < end && (isAlnum(r.s[n]) || r.s[n] == '_' || r.s[n] >= 0x80 || r.s[n] == '/') {
		r.put(r.s[i:n], i)
		return n
	}
	var d *definition
	if n-i == 2 {
		d = r.nextAnonymous()
	} else {
		d = r.target(name)
	}
	at := len(r.weave.text) - len(name)
	if k := len(r.anchors); d == nil || r.open.start >= 0 || at < 0 || k > 0 && r.anchors[k-1].end > at || string(r.weave.text[at:]) != name {
		r.put(r.s[i:n], i)
		return n
	}
	d.used = true
	r.anchors = append(r.anchors, anchor{start: at, end: len(r.weave.text), href: d.href, source: d.source})
	return n
}

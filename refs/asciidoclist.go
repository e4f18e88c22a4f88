package refs

import "strings"

// marker gives the length of what marks line s as an item of a list, with the
// white space around it; 0 if nothing does.
func (r *asciiDocReader) marker(s string) int {
	at := 0
	for at < len(s) && isBlank(s[at]) {
		at++
	}
	if at == len(s) {
		return 0
	}
	n := at
	switch c := s[at]; {
	case c == '*' || c == '.':
		for n < len(s) && n-at < 6 && s[n] == c {
			n++
		}
	case c == '-':
		n++
	case c == '<':
		i := strings.IndexByte(s[at:min(len(s), at+5)], '>')
		if i < 2 || s[at+1] != '.' && !allDigits(s[at+1:at+i]) {
			return 0
		}
		n += i + 1
	case isDigit(c):
		for n < len(s) && n-at < 5 && isDigit(s[n]) {
			n++
		}
		if n == len(s) || s[n] != '.' {
			return 0
		}
		n++
	default:
		return 0
	}
	if n == len(s) || !isBlank(s[n]) {
		return 0
	}
	return behindMarker(s, n)
}

// listItem reads the first line of an item. Lists whose items have another
// mark stand in one another.
func (r *asciiDocReader) listItem(s string, start, end int) {
	n := r.marker(s)
	mark := strings.TrimSpace(s[:n])
	label := ""
	if isDigit(mark[0]) {
		mark, label = "1.", strings.TrimSuffix(mark, ".")
	}
	r.endEntry()
	if key, length := bibliographyAnchor(s[n:]); length > 0 {
		r.closeLists(0)
		r.openEntry(key, start+n)
		r.gather(start+n+length, end)
		return
	}
	if r.style == "bibliography" {
		r.closeLists(0)
		r.openEntry(label, start+n)
		r.gather(start+n, end)
		return
	}
	depth := len(r.lists)
	for depth > 0 && r.lists[depth-1].mark != mark {
		depth--
	}
	if depth > 0 {
		r.closeLists(depth)
	} else {
		r.flush()
		r.openList(mark, 0, mark[0] == '.' || mark[0] == '1')
	}
	r.openItem(label)
	r.gather(start+n, end)
}

// bibliographyAnchor reads "[[[key]]]" or "[[[key,shown]]]" and gives what is
// shown and the length.
func bibliographyAnchor(s string) (label string, length int) {
	const longest = 200 // bytes
	rest, ok := strings.CutPrefix(s, "[[[")
	if !ok {
		return "", 0
	}
	i := strings.Index(rest[:min(len(rest), longest)], "]]]")
	if i <= 0 {
		return "", 0
	}
	key, shown, _ := strings.Cut(rest[:i], ",")
	if shown = strings.TrimSpace(shown); shown != "" {
		key = shown
	}
	return key, behindMarker(s, len("[[[")+i+len("]]]"))
}

func (r *asciiDocReader) endEntry() {
	for len(r.entries) > 0 {
		r.closeEntry()
	}
}

// attribute reads ":name: value", which a backslash at the end of a line
// continues, and tells whether s is such a line. Between other lines of a
// paragraph it is text.
func (r *asciiDocReader) attribute(s string, start int) bool {
	if s[0] != ':' || r.end > r.start && !r.header {
		return false
	}
	i := 1
	for i < len(s) && (isAlnum(s[i]) || s[i] == '-' || s[i] == '_' || s[i] == '!') {
		i++
	}
	if i == 1 || i == len(s) || s[i] != ':' || i+1 < len(s) && !isBlank(s[i+1]) {
		return false
	}
	r.endParagraph()
	name := strings.ToLower(s[1:i])
	from := behindMarker(s, i+1)
	value := s[min(from, len(s)):]
	for more := s; strings.HasSuffix(more, `\`) && r.at < len(r.s); {
		from, to, next := r.lineAt(r.at)
		more = r.s[from:to]
		r.at = next
	}
	const longest = 1000 // bytes
	if bare := strings.Trim(name, "!"); bare != name {
		delete(r.attributes, bare)
	} else if len(value) > 0 && len(value) <= longest && !strings.HasSuffix(value, `\`) {
		r.attributes[name] = span{start + from, start + len(s)}
		if name == "bibtex-file" { // of asciidoctor-bibtex
			r.include(start+from, start+len(s))
		}
	}
	return true
}

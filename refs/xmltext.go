package refs

import (
	"html"
	"strings"
)

// xmlReference gives the length of the character or entity reference at the
// start of s and what it stands for. XML itself has five entities; the names
// of HTML and ISO that the DTDs of publishers declare mean the same everywhere.
// Other entities, which a document declares itself, are left as they are.
// known is false for an ampersand that begins no reference at all.
func xmlReference(s string) (n int, stands string, known bool) {
	const longest = 40
	end := strings.IndexByte(s[:min(len(s), longest)], ';')
	if end < 2 {
		return 1, "&", false
	}
	ref := s[:end+1]
	switch ref {
	case "&amp;":
		return len(ref), "&", true
	case "&lt;":
		return len(ref), "<", true
	case "&gt;":
		return len(ref), ">", true
	}
	if c := ref[1]; c != '#' && !isNameStart(c) || strings.ContainsAny(ref[1:], "& \t\r\n=<>\"'") {
		return 1, "&", false
	}
	u := html.UnescapeString(ref)
	if ref[1] == '#' {
		return len(ref), u, u != ref
	}
	if u[0] == '&' || u[len(u)-1] == ';' {
		return len(ref), ref, true
	}
	return len(ref), u, true
}

// unescapeXML resolves the references in an attribute's value.
func unescapeXML(s string) string {
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	var b strings.Builder
	for ; i >= 0; i = strings.IndexByte(s, '&') {
		b.WriteString(s[:i])
		n, stands, _ := xmlReference(s[i:])
		b.WriteString(stands)
		s = s[i+n:]
	}
	b.WriteString(s)
	return b.String()
}

// putXML appends text of XML that stands at source: runs of white space become
// one space, references what they stand for. It gives the place of the first
// ampersand that XML does not allow, -1 if there is none.
func (w *weave) putXML(t xmlToken) (bad int) {
	raw, source := t.text, t.source
	bad = -1
	for {
		i := strings.IndexByte(raw, '&')
		if i < 0 {
			w.putFolded(raw, source)
			return bad
		}
		w.putFolded(raw[:i], source)
		n, stands := 1, "&"
		if t.kind == xmlText {
			var known bool
			if n, stands, known = xmlReference(raw[i:]); !known && bad < 0 {
				bad = source + i
			}
		}
		if stands == raw[i:i+n] {
			w.put(stands, source+i)
		} else {
			w.put(stands, source+i)
			w.mark(source + i + n) // what follows does not follow byte for byte
		}
		raw, source = raw[i+n:], source+i+n
	}
}

// endsBlank tells whether nothing or white space stands before what comes next.
func (w *weave) endsBlank() bool {
	n := len(w.text)
	return n == 0 || isBlank(w.text[n-1])
}

// part sets a mark of punctuation between what was read and what comes next
// at source, if none is there.
func (w *weave) part(mark string, source int) {
	if mark == "" || w.endsBlank() {
		return
	}
	if strings.IndexByte(".,:;?!(", w.text[len(w.text)-1]) >= 0 && strings.IndexByte(".,:", mark[0]) >= 0 {
		mark = mark[1:]
	}
	w.put(mark, source)
}

package refs

import (
	"html"
	"strings"
)

// A weave makes the text of a passage piece by piece and remembers where each
// piece came from.
type weave struct {
	text    []byte
	origins []origin
	anchors []anchor
	codes   []span
	open    anchor // the hyperlink being read; its start is -1 if there is none
	code    int    // where the code being read begins; -1 if there is none
	depth   int    // of commands inside commands
}

func newWeave() weave { return weave{open: anchor{start: -1}, code: -1} }

// put appends a piece that stands verbatim at source.
func (w *weave) put(piece string, source int) {
	if piece == "" {
		return
	}
	w.mark(source)
	w.text = append(w.text, piece...)
}

// mark says that what is appended next came from source.
func (w *weave) mark(source int) {
	n := len(w.text)
	if k := len(w.origins); k > 0 {
		last := w.origins[k-1]
		if last.source+n-last.text == source {
			return
		}
		if last.text == n {
			w.origins[k-1].source = source
			return
		}
	}
	w.origins = append(w.origins, origin{n, source})
}

// putFolded appends text as HTML shows it: runs of white space become one
// space, entities what they stand for.
func (w *weave) putFolded(raw string, source int) {
	for i := 0; i < len(raw); {
		j := i
		for j < len(raw) && raw[j] > ' ' && raw[j] != '&' {
			j++
		}
		w.put(raw[i:j], source+i)
		if j == len(raw) {
			return
		}
		if raw[j] == '&' {
			i = w.putEntity(raw, j, source)
			continue
		}
		i = j
		for i < len(raw) && isBlank(raw[i]) {
			i++
		}
		if i == j { // a control character: kept as it is
			w.put(raw[j:j+1], source+j)
			i++
		} else if n := len(w.text); n == 0 || !isBlank(w.text[n-1]) {
			w.put(" ", source+j)
		}
	}
}

// putEntity appends the character reference at raw[at], or the ampersand if it
// is none, and gives the place behind it.
func (w *weave) putEntity(raw string, at, source int) int {
	const longest = 40 // the longest name has 31 letters
	end := at + 1
	if end < len(raw) && raw[end] == '#' {
		end++
	}
	for end < len(raw) && end-at < longest && isAlnum(raw[end]) {
		end++
	}
	if end < len(raw) && raw[end] == ';' {
		end++
	}
	if s := html.UnescapeString(raw[at:end]); s != raw[at:end] {
		w.put(s, source+at)
		// The next piece must not seem to follow byte for byte.
		w.mark(source + end)
		return end
	}
	w.put("&", source+at)
	return at + 1
}

// newline appends a line break that stands at source.
func (w *weave) newline(source int) {
	w.put("\n", source)
}

// openAnchor begins a hyperlink; one that is open ends.
func (w *weave) openAnchor(href string, source int) {
	w.closeAnchor()
	w.open = anchor{start: len(w.text), href: href, source: source}
}

// closeAnchor ends the hyperlink that is open, if any.
func (w *weave) closeAnchor() {
	if w.open.start < 0 {
		return
	}
	a := w.open
	w.open.start = -1
	a.end = len(w.text)
	for a.end > a.start && isBlank(w.text[a.end-1]) {
		a.end--
	}
	for a.start < a.end && isBlank(w.text[a.start]) {
		a.start++
	}
	w.anchors = append(w.anchors, a)
}

func (w *weave) openCode() {
	if w.code < 0 {
		w.code = len(w.text)
	}
}

func (w *weave) closeCode() {
	if w.code >= 0 && w.code < len(w.text) {
		w.codes = append(w.codes, span{w.code, len(w.text)})
	}
	w.code = -1
}

// passage gives what was woven and begins anew; ok is false if there was
// nothing. A hyperlink or code still open goes on in the next passage, a
// hyperlink only if it has no text yet.
func (w *weave) passage() (p passage, ok bool) {
	inCode := w.code >= 0
	w.closeCode()
	carry := anchor{start: -1}
	if w.open.start >= 0 {
		if strings.TrimSpace(string(w.text[w.open.start:])) == "" {
			carry = w.open
			carry.start = 0
			w.open.start = -1
		} else {
			w.closeAnchor()
		}
	}
	text := strings.TrimRight(string(w.text), " \n\t")
	for k := len(w.anchors) - 1; k >= 0 && w.anchors[k].end > len(text); k-- {
		w.anchors[k].end = len(text)
		w.anchors[k].start = min(w.anchors[k].start, len(text))
	}
	for k := len(w.codes) - 1; k >= 0 && w.codes[k].end > len(text); k-- {
		w.codes[k].end = len(text)
		w.codes[k].start = min(w.codes[k].start, len(text))
	}
	if text != "" || len(w.anchors) > 0 {
		if text == "" { // hyperlinks of pictures
			w.origins = []origin{{0, w.anchors[0].source}}
		}
		p = passage{text: text, origins: w.origins, anchors: w.anchors, codes: w.codes}
		ok = true
	}
	*w = weave{text: w.text[:0], open: carry, code: -1}
	if inCode {
		w.code = 0
	}
	return p, ok
}

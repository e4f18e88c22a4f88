package crawler

import (
	"bytes"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A markup walks over the tags of a page, from pos on. It finds those that the
// tokenizer of x/net/html finds, but copies nothing and keeps no attributes:
// where all that counts is which tags there are, that is much faster.
type markup struct {
	text []byte
	pos  int
	rest *html.Tokenizer // takes over at pos if the page needs it; else nil
}

// A mark is a tag of a page.
type mark struct {
	start, end int       // where it stands
	kind       atom.Atom // 0: an element that HTML does not know
	closing    bool
}

// next gives the next tag; false says that there are no more. What looks like
// a tag in a comment or in a script is none.
func (m *markup) next() (mark, bool) {
	for m.rest == nil && m.skipPast('<') {
		t := mark{start: m.pos - 1, closing: m.at() == '/'}
		if t.closing {
			m.pos++
		}
		switch c := m.at(); {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
			t.kind = tagKind(m.text[t.start:])
			m.skipTo(inName)
			if !m.skipAttributes() {
				return mark{}, false
			}
			t.end = m.pos
			if !t.closing {
				m.skipRawText(t)
			}
			return t, true
		case t.closing, c == '?':
			m.skipPast('>')
		case c == '!':
			m.skipDeclaration()
		}
	}
	return m.tokenized()
}

// at gives the byte at hand, 0 at the end.
func (m *markup) at() byte {
	if m.pos < len(m.text) {
		return m.text[m.pos]
	}
	return 0
}

// skipPast goes on behind the next c, else to the end, and tells which.
func (m *markup) skipPast(c byte) bool {
	i := bytes.IndexByte(m.text[m.pos:], c)
	if i < 0 {
		m.pos = len(m.text)
		return false
	}
	m.pos += i + 1
	return true
}

// The places within a tag.
const (
	inName  uint8 = 1 << iota // of the element
	inKey                     // of an attribute
	inValue                   // without quotes
)

// ends has for each byte the places that it ends.
var ends = [256]uint8{
	' ': inName | inKey | inValue, '\t': inName | inKey | inValue, '\n': inName | inKey | inValue,
	'\f': inName | inKey | inValue, '\r': inName | inKey | inValue,
	'/': inName | inKey, '=': inKey, '>': inName | inKey | inValue,
}

// skipTo goes on to the byte that ends a place.
func (m *markup) skipTo(end uint8) {
	for m.pos < len(m.text) && ends[m.text[m.pos]]&end == 0 {
		m.pos++
	}
}

func (m *markup) skipSpace() {
	for m.pos < len(m.text) && m.text[m.pos] <= ' ' && ends[m.text[m.pos]] != 0 {
		m.pos++
	}
}

// skipAttributes goes on behind the ">" of a tag, which in a quoted value is
// none, and tells whether there is one.
func (m *markup) skipAttributes() bool {
	for m.pos < len(m.text) {
		if m.skipEnd() {
			return true
		}
		m.attribute()
	}
	return false
}

// skipEnd goes on behind the ">" that ends a tag, if that comes next.
func (m *markup) skipEnd() bool {
	m.skipSpace()
	if m.at() != '>' {
		return false
	}
	m.pos++
	return true
}

// A stretch is where a part of a page stands.
type stretch struct{ start, end int }

// attribute goes on behind the next attribute of a tag. A slash on its own is one
// without a key.
func (m *markup) attribute() (key, value stretch) {
	key.start = m.pos
	if m.at() == '=' { // first, it is part of the key
		m.pos++
	}
	m.skipTo(inKey)
	key.end = m.pos
	m.skipSpace()
	switch m.at() {
	case '/':
		m.pos++
	case '=':
		m.pos++
		m.skipSpace()
		value.start = m.pos
		switch quote := m.at(); quote {
		case '"', '\'':
			m.pos++
			value.start = m.pos
			if m.skipPast(quote) {
				value.end = m.pos - 1
				return key, value
			}
		default:
			m.skipTo(inValue)
		}
		value.end = m.pos
	}
	return key, value
}

// skipDeclaration goes on behind a comment, a doctype or what is taken for a
// comment. A comment ends with "-->" or "--!>", and at once with ">" or "->".
func (m *markup) skipDeclaration() {
	if !bytes.HasPrefix(m.text[m.pos:], []byte("!--")) {
		m.skipPast('>')
		return
	}
	m.pos += len("!--")
	for start := m.pos; m.skipPast('>'); {
		said := m.text[start : m.pos-1]
		if bytes.HasSuffix(said, []byte("--")) || bytes.HasSuffix(said, []byte("--!")) || len(said) < 2 && len(bytes.Trim(said, "-")) == 0 {
			return
		}
	}
}

// skipRawText goes on to the end tag of an element whose text has no tags in
// it, just behind the start tag of one.
func (m *markup) skipRawText(t mark) {
	if !holdsText(t.kind) {
		return
	}
	if t.kind == atom.Plaintext {
		m.pos = len(m.text)
		return
	}
	name := []byte(t.kind.String())
	from := m.pos
	for m.skipPast('<') {
		start, behind := m.pos-1, m.pos+len("/")+len(name)
		if m.at() != '/' || behind >= len(m.text) || ends[m.text[behind]]&inName == 0 || !bytes.EqualFold(m.text[start+len("</"):behind], name) {
			continue
		}
		m.pos = start
		if t.kind == atom.Script && bytes.Contains(m.text[from:m.pos], []byte("<!--")) {
			m.handOver(t, from)
		}
		return
	}
}

// holdsText tells the elements in which nothing is a tag but their own end.
func holdsText(kind atom.Atom) bool {
	switch kind {
	case atom.Script, atom.Style, atom.Title, atom.Textarea, atom.Noscript, atom.Iframe, atom.Noembed, atom.Noframes, atom.Xmp, atom.Plaintext:
		return true
	}
	return false
}

// handOver has the tokenizer go on behind a start tag that ends at from. In a
// script that begins a comment even end tags may be hidden (HTML, "script data
// escaped state"), which is too rare to be told here.
func (m *markup) handOver(t mark, from int) {
	m.rest = html.NewTokenizer(bytes.NewReader(m.text[t.start:]))
	m.rest.Next() // the start tag
	m.pos = from
}

// tokenized gives the next tag that the tokenizer finds, if it has taken over.
func (m *markup) tokenized() (mark, bool) {
	for m.rest != nil {
		token := m.rest.Next()
		raw := m.rest.Raw()
		t := mark{m.pos, m.pos + len(raw), tagKind(raw), token == html.EndTagToken}
		m.pos = t.end
		switch token {
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			return t, true
		case html.ErrorToken:
			return mark{}, false
		}
	}
	return mark{}, false
}

// tagKind gives the element of a tag as it stands in the page, 0 for one that
// HTML does not know. Unlike the tokenizer's TagName it copies nothing.
func tagKind(raw []byte) atom.Atom {
	var name [16]byte
	n := 0
	raw = bytes.TrimPrefix(raw[:min(len(raw), len(name))], []byte("<"))
	for _, c := range bytes.TrimPrefix(raw, []byte("/")) {
		switch {
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case ends[c]&inName != 0:
			return atom.Lookup(name[:n])
		}
		name[n] = c
		n++
	}
	return 0
}

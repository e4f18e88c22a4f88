package crawler

import (
	"bytes"
	"iter"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A piece is text of a page between two tags.
type piece struct {
	text []byte // good until the next piece
	in   atom.Atom
}

// visible gives the texts that a page in HTML shows, in order and without white
// space alone, each with the heading (h1) that it stands in. What is in scripts,
// templates and elements that are marked as hidden is left out: apps keep the
// pages there that they may show.
func visible(page []byte) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		m := markup{text: page}
		var within, heading atom.Atom // the hidden element, and the heading; 0: none
		depth := 0                    // of elements like it in the hidden one
		var last mark
		for {
			t, ok := m.next()
			if !ok {
				t.start = len(page)
			}
			if within == 0 {
				for text := range textsBetween(page, last, t.start) {
					if text = bytes.TrimSpace(text); len(text) > 0 && !yield(piece{text, heading}) {
						return
					}
				}
			}
			if !ok {
				return
			}
			last = t
			tag := page[t.start:t.end]
			switch {
			case t.closing && within != 0 && t.kind == within:
				if depth--; depth < 0 {
					within = 0
				}
			case t.closing:
				if t.kind == atom.H1 {
					heading = 0
				}
			case within != 0:
				if t.kind == within && !closesItself(tag) {
					depth++
				}
			case hides(t.kind, tag) && !closesItself(tag):
				within, depth = t.kind, 0
			case t.kind == atom.H1 && !closesItself(tag):
				heading = t.kind
			}
		}
	}
}

// closesItself tells whether a start tag says to be its own end too.
func closesItself(tag []byte) bool {
	return bytes.HasSuffix(tag, []byte("/>")) && html.NewTokenizer(bytes.NewReader(tag)).Next() == html.SelfClosingTagToken
}

// textsBetween yields the texts of a page between a tag (zero: its beginning) and the place at
// which the next one begins. There is one or none, unless comments part them.
func textsBetween(page []byte, last mark, end int) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		text := page[last.end:end]
		switch {
		case !bytes.ContainsAny(text, "<&\r\x00"):
			yield(text)
			return
		case bytes.IndexByte(text, '<') < 0 && (last.closing || !holdsText(last.kind)):
			yield([]byte(html.UnescapeString(lineEnds.Replace(string(text)))))
			return
		}
		z := html.NewTokenizer(bytes.NewReader(page[last.start:end]))
		for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
			if kind == html.TextToken && !yield(z.Text()) {
				return
			}
		}
	}
}

// lineEnds makes those of all systems one.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// hides tells whether an element keeps what is in it out of sight, by its kind
// or by what its tag says. Only those are believed whose end is never left out.
func hides(kind atom.Atom, tag []byte) bool {
	switch kind {
	case atom.Script, atom.Style, atom.Noscript, atom.Template:
		return true
	case atom.Div, atom.Section, atom.Article, atom.Main, atom.Span, atom.Dialog, atom.H1, atom.H2:
		return bytes.Contains(tag, []byte(" hidden")) || bytes.Contains(tag, []byte("display:none")) || bytes.Contains(tag, []byte("display: none"))
	}
	return false
}

// headingOf gives the first heading (h1) that a page shows, with those that
// follow it at once; "" if it shows none.
func headingOf(page []byte) string {
	var b strings.Builder
	for p := range visible(page) {
		if p.in == 0 && b.Len() > 0 || b.Len() > maxHeading {
			break
		}
		if p.in != 0 {
			b.Write(p.text)
			b.WriteByte(' ')
		}
	}
	return strings.TrimSpace(b.String())
}

const maxHeading = 300 // bytes of a heading that are looked at

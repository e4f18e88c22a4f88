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
		z := html.NewTokenizer(bytes.NewReader(page))
		var within, heading atom.Atom // the hidden element, and the heading; 0: none
		depth := 0                    // of elements like it in the hidden one
		for {
			switch z.Next() {
			case html.ErrorToken:
				return
			case html.StartTagToken:
				raw := z.Raw()
				switch kind := tagKind(raw); {
				case within != 0 && kind == within:
					depth++
				case within == 0 && hides(kind, raw):
					within, depth = kind, 0
				case within == 0 && kind == atom.H1:
					heading = kind
				}
			case html.EndTagToken:
				switch kind := tagKind(z.Raw()); {
				case within != 0 && kind == within:
					if depth--; depth < 0 {
						within = 0
					}
				case kind == atom.H1:
					heading = 0
				}
			case html.TextToken:
				if within != 0 {
					continue
				}
				if text := bytes.TrimSpace(z.Text()); len(text) > 0 && !yield(piece{text, heading}) {
					return
				}
			}
		}
	}
}

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

package refs

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// inlines appends the text inside n.
func (r *markdownReader) inlines(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.inline(c)
	}
}

func (r *markdownReader) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		s := n.Segment
		if n.IsRaw() {
			r.put(string(r.source[s.Start:s.Stop]), s.Start)
		} else {
			r.prose(string(r.source[s.Start:s.Stop]), s.Start, true)
		}
		if n.SoftLineBreak() || n.HardLineBreak() {
			r.newline(s.Stop)
		}
	case *ast.CodeSpan:
		r.openCode()
		r.inlines(n)
		r.closeCode()
	case *ast.AutoLink:
		r.autoLink(n)
	case *ast.Link:
		r.link(n)
	case *ast.Emphasis:
		r.emphasis(n)
	case *ast.Image: // its destination is no reference, its text is read
		r.inlines(n)
	case *ast.RawHTML:
		r.htmlLines(n.Segments)
	case *extast.TableCell:
		r.put(" ", max(n.Pos(), 0))
		r.inlines(n)
	default:
		r.inlines(n)
	}
}

// autoLink appends an address. One in angle brackets ends where they say; the
// end of a bare one is for the link finder to tell.
func (r *markdownReader) autoLink(n *ast.AutoLink) {
	label := n.Label(r.source)
	at := r.placeOf(label, n.Pos())
	href := unescapeXML(string(label))
	if at == 0 || r.source[at-1] != '<' || !isHref(href) || r.open.start >= 0 {
		end := len(label)
		for _, mark := range []string{"[^", "!["} { // of a note or a picture, which the parser takes for a part of the address
			if i := strings.Index(string(label[:end]), mark); i > 0 {
				end = i
			}
		}
		r.prose(string(label[:end]), at, false)
		if end < len(label) {
			r.put(" ", at+end)
			r.prose(string(label[end:]), at+end, false)
		}
		return
	}
	r.openAnchor(href, at)
	r.prose(string(label), at, false)
	r.closeAnchor()
}

// emphasis appends emphasised text. Asterisks right behind an address are part
// of it, though the parser stopped at them: "http://a.org/*b*".
func (r *markdownReader) emphasis(n *ast.Emphasis) {
	first, ok := n.FirstChild().(*ast.Text)
	last, ok2 := n.LastChild().(*ast.Text)
	if _, linked := n.PreviousSibling().(*ast.AutoLink); !linked || !ok || !ok2 || first.Segment.Start < n.Level {
		r.inlines(n)
		return
	}
	before, behind := first.Segment.Start-n.Level, last.Segment.Stop
	r.put(string(r.source[before:first.Segment.Start]), before)
	r.inlines(n)
	r.put(string(r.source[behind:min(behind+n.Level, len(r.source))]), behind)
}

func (r *markdownReader) link(n *ast.Link) {
	place := 0
	if n.Reference != nil {
		place = r.definitions[util.ToLinkReference(n.Reference.Value)]
	} else {
		place = r.placeOf(n.Destination, n.Pos())
	}
	href := r.resolve(unescapeXML(withoutEscapes(string(n.Destination))))
	if href == "" {
		r.inlines(n)
		return
	}
	r.openAnchor(href, place)
	r.inlines(n)
	r.closeAnchor()
}

// prose appends text whose entities are resolved (CommonMark 2.5), and the
// backslash escapes (2.4), which an address alone does not have. An entity ends
// with its semicolon: "&copy=1" is a parameter.
func (r *markdownReader) prose(raw string, source int, escapes bool) {
	for at := 0; at < len(raw); {
		i := strings.IndexAny(raw[at:], "\\&\x1F")
		if i < 0 {
			r.put(raw[at:], source+at)
			return
		}
		r.put(raw[at:at+i], source+at)
		at += i
		switch raw[at] {
		case leftOut:
			at++
			continue
		case '&':
			n, s, _ := xmlReference(raw[at:])
			r.put(s, source+at)
			if at += n; n > 1 {
				r.mark(source + at) // what follows does not stand right behind
			}
			continue
		}
		if escapes && at+1 < len(raw) && util.IsPunct(raw[at+1]) {
			at++
		}
		r.put(raw[at:at+1], source+at)
		at++
	}
}

func withoutEscapes(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	return string(util.UnescapePunctuations([]byte(s)))
}

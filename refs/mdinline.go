package refs

import (
	"html"
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
			r.prose(string(r.source[s.Start:s.Stop]), s.Start)
		}
		if n.SoftLineBreak() || n.HardLineBreak() {
			r.newline(s.Stop)
		}
	case *ast.CodeSpan:
		r.openCode()
		r.inlines(n)
		r.closeCode()
	case *ast.AutoLink:
		label := n.Label(r.source)
		r.put(string(label), r.placeOf(label, n.Pos()))
	case *ast.Link:
		r.link(n)
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

func (r *markdownReader) link(n *ast.Link) {
	place := 0
	if n.Reference != nil {
		place = r.definitions[util.ToLinkReference(n.Reference.Value)]
	} else {
		place = r.placeOf(n.Destination, n.Pos())
	}
	href := r.resolve(html.UnescapeString(withoutEscapes(string(n.Destination))))
	if href == "" {
		r.inlines(n)
		return
	}
	r.openAnchor(href, place)
	r.inlines(n)
	r.closeAnchor()
}

// prose appends text whose backslash escapes and entities are resolved
// (CommonMark 2.4, 2.5).
func (r *markdownReader) prose(raw string, source int) {
	for at := 0; at < len(raw); {
		i := strings.IndexAny(raw[at:], "\\&")
		if i < 0 {
			r.put(raw[at:], source+at)
			return
		}
		r.put(raw[at:at+i], source+at)
		at += i
		if raw[at] == '&' {
			at = r.putEntity(raw, at, source)
			continue
		}
		if at+1 < len(raw) && util.IsPunct(raw[at+1]) {
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

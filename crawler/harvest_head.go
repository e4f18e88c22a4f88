package crawler

import (
	"sync"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readHead has goquery find what the head of a page says, and gives its length.
func (p *harvested) readHead(page []byte) int {
	t := trees.Get().(*tree)
	defer t.release()
	end := t.plant(page[:min(len(page), maxHead)])
	for _, n := range goquery.NewDocumentFromNode(&t.root).Children().Nodes {
		content := ""
		if n.FirstChild != nil {
			content = n.FirstChild.Data
		}
		p.element(n.DataAtom, n.Attr, content)
	}
	return end
}

// headEnd gives the length of the page up to the end of its head: the marked
// one, or the first element that only a body has.
func headEnd(page []byte) int {
	m := markup{text: page[:min(len(page), maxHead)]}
	for {
		if t, ok := m.next(); !ok {
			return len(m.text)
		} else if t.endsHead() {
			return t.start
		}
	}
}

// endsHead tells whether the head of a page is over.
func (t mark) endsHead() bool {
	return t.closing && t.kind == atom.Head || !t.closing && bodyOnly(t.kind)
}

// bodyOnly tells the elements with which a body begins. Others that do not
// belong into a head stand in heads all the same, images of counters for one.
func bodyOnly(kind atom.Atom) bool {
	switch kind {
	case atom.Body, atom.Frameset, atom.H1, atom.H2, atom.P, atom.Article, atom.Main,
		atom.Section, atom.Table, atom.Nav, atom.Header, atom.Ul, atom.Form:
		return true
	}
	return false
}

// A tree is what goquery is given of a head: the elements that may say something of
// the page, side by side, with the texts of titles and of what may be JSON-LD. Most
// of a head are programs, styles, comments and white space. To have x/net/html
// parse what is left of it would be a third of what a page costs, most of that
// as garbage.
type tree struct {
	root     html.Node
	nodes    []html.Node      // memory of the others
	attrs    []html.Attribute // and of their attributes
	elements int
}

// maxElements bounds what is taken from one head.
const maxElements = 2 * maxTags

// trees are used again and again.
var trees = sync.Pool{New: func() any {
	return &tree{nodes: make([]html.Node, 0, 64), attrs: make([]html.Attribute, 0, 128)}
}}

// release gives back the tree, nothing of which may be used any more but texts.
func (t *tree) release() {
	clear(t.nodes)
	clear(t.attrs)
	*t = tree{nodes: t.nodes[:0], attrs: t.attrs[:0]}
	if cap(t.nodes)+cap(t.attrs) <= 1000 {
		trees.Put(t)
	}
}

// plant reads a head into the empty tree, up to its end, which it gives.
func (t *tree) plant(page []byte) int {
	t.root.Type = html.DocumentNode
	m := markup{text: page}
	var open *html.Node // whose text comes next
	from := 0           // where that begins
	for {
		mark, ok := m.next()
		if !ok {
			mark.start = len(page)
		}
		if open != nil {
			text := string(page[from:mark.start])
			if open.DataAtom == atom.Title {
				text = html.UnescapeString(text)
			}
			n := t.node(html.TextNode)
			n.Data = text
			open.AppendChild(n)
			open = nil
		}
		if !ok || mark.endsHead() {
			return mark.start
		}
		tag := page[mark.start:mark.end]
		if mark.closing || !tells(mark.kind, tag) || t.elements == maxElements {
			continue
		}
		t.elements++
		n := len(t.attrs)
		t.attrs = appendAttributes(t.attrs, tag)
		element := t.node(html.ElementNode)
		element.DataAtom, element.Data, element.Attr = mark.kind, mark.kind.String(), t.attrs[n:len(t.attrs):len(t.attrs)]
		t.root.AppendChild(element)
		if mark.kind == atom.Title || mark.kind == atom.Script {
			open, from = element, mark.end
		}
	}
}

// tells tells whether an element of a head may say something.
func tells(kind atom.Atom, tag []byte) bool {
	switch kind {
	case atom.Html, atom.Meta, atom.Title, atom.Link:
		return true
	}
	return kind == atom.Script && mentions(tag, "json")
}

// node gives the tree an empty node. Those that it has stay where they are.
func (t *tree) node(kind html.NodeType) *html.Node {
	if len(t.nodes) == cap(t.nodes) {
		t.nodes = make([]html.Node, 0, 2*cap(t.nodes))
	}
	t.nodes = t.nodes[:len(t.nodes)+1]
	n := &t.nodes[len(t.nodes)-1]
	n.Type = kind
	return n
}

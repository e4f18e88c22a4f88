package refs

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// markdownParser reads GitHub's Markdown with footnotes. Only the blocks of
// footnotes are taken from the extension, whose transformer would drop those
// that nobody refers to. Bare URLs are recognised so that emphasis leaves
// them alone; where they end is for the link finder to tell.
var markdownParser = parser.NewParser(
	parser.WithBlockParsers(append(parser.DefaultBlockParsers(), util.Prioritized(extension.NewFootnoteBlockParser(), 99))...),
	parser.WithInlineParsers(append(parser.DefaultInlineParsers(),
		util.Prioritized(extension.NewStrikethroughParser(), 500),
		util.Prioritized(extension.NewLinkifyParser(), 999))...),
	parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(),
		util.Prioritized(extension.NewTableParagraphTransformer(), 200))...),
	parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
)

// readMarkdown reads GitHub's Markdown and what MDX, Quarto and R Markdown add
// to it; HTML in it goes to the HTML reader. The block of metadata in front
// tells the title and Pandoc's libraries, and is no text: what it links to is
// the page itself.
func readMarkdown(src *source, o Options) (content, error) {
	if isTangled(src.text) {
		return readText(src, o)
	}
	var c content
	front, title := frontMatter(src.text, &c)
	body := []byte(src.text)
	for i := range front { // blank, so that places stay
		if body[i] != '\n' && body[i] != '\r' {
			body[i] = ' '
		}
	}
	leaveOut(body, &c)
	r := &markdownReader{htmlReader: newHTMLReader(o.BaseURL), source: body, used: map[string]bool{}, definitions: map[string]int{}, content: &c}
	root := markdownParser.Parse(text.NewReader(body))
	r.findDefinitions(root)
	r.blocks(root)
	r.flush()
	if title == "" {
		title = r.firstHeading
	}
	c.title, c.passages, c.cut = title, r.passages, r.cut
	c.heard, c.deaf = append(c.heard, r.heard...), c.deaf || r.deaf
	return c, nil
}

type markdownReader struct {
	*htmlReader
	source      []byte
	content     *content
	definitions map[string]int  // where the destination of each stands
	used        map[string]bool // by a link
}

// findDefinitions notes where the link reference definitions stand and which
// of them are used.
func (r *markdownReader) findDefinitions(root ast.Node) {
	// The walk's function returns no error, so the walk gives none.
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.LinkReferenceDefinition:
			key := util.ToLinkReference(n.Label)
			if _, ok := r.definitions[key]; !ok {
				r.definitions[key] = r.placeOf(n.Destination, n.Pos())
			}
		case *ast.Link:
			if n.Reference != nil {
				r.used[util.ToLinkReference(n.Reference.Value)] = true
			}
		}
		return ast.WalkContinue, nil
	})
}

// placeOf gives the place of part, which the parser cut out of the source;
// otherwise is what is given if it made a copy.
func (r *markdownReader) placeOf(part []byte, otherwise int) int {
	// A slice of the source has the source's end as the end of its capacity.
	at := cap(r.source) - cap(part)
	if at >= 0 && at+len(part) <= len(r.source) && len(part) > 0 && &r.source[at] == &part[0] {
		return at
	}
	if otherwise < 0 || otherwise > len(r.source) {
		return 0
	}
	if i := bytes.Index(r.source[otherwise:min(len(r.source), otherwise+len(part)+1000)], part); i >= 0 {
		return otherwise + i
	}
	return otherwise
}

// blocks reads the blocks inside n.
func (r *markdownReader) blocks(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.block(c)
	}
}

func (r *markdownReader) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		r.flush()
		r.kind, r.level = heading, n.Level
		r.inlines(n)
		r.flush()
		r.kind, r.level = paragraph, 0
	case *ast.Paragraph, *ast.TextBlock, *extast.TableHeader, *extast.TableRow:
		r.flush()
		r.inlines(n)
		r.flush()
	case *ast.List:
		r.list(n)
	case *extast.Footnote:
		r.footnote(n)
	case *ast.LinkReferenceDefinition:
		r.definition(n)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		r.codeBlock(n)
	case *ast.HTMLBlock:
		r.htmlLines(n.Lines())
		if n.HasClosure() {
			s := n.ClosureLine
			r.markup(string(r.source[s.Start:s.Stop]), s.Start)
		}
	default:
		r.blocks(n)
	}
}

func (r *markdownReader) list(n *ast.List) {
	r.flush()
	var a tagAttributes
	name := "ul"
	if n.IsOrdered() {
		name, a.start = "ol", strconv.Itoa(n.Start)
	}
	depth := len(r.stack)
	r.push(name, a)
	r.openList(name, a)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.flush()
		r.openItem("li", tagAttributes{})
		r.blocks(c)
		r.flush()
	}
	if len(r.stack) > depth { // HTML inside may have closed it
		r.popTo(depth)
	}
}

// footnote makes an item that is a note.
func (r *markdownReader) footnote(n *extast.Footnote) {
	r.flush()
	depth := len(r.stack)
	r.numbers.item++
	e := r.push("footnote", tagAttributes{})
	e.kind, e.item, e.parent, e.list, e.label, e.refs = note, r.numbers.item, 0, 0, string(n.Ref), true
	r.blocks(n)
	r.flush()
	if len(r.stack) > depth {
		r.popTo(depth)
	}
}

// definition makes a passage of a link reference definition that no link
// uses; one that is used is read where it is. "[^1]: https://..." is a note.
func (r *markdownReader) definition(n *ast.LinkReferenceDefinition) {
	key := util.ToLinkReference(n.Label)
	href := r.resolve(unescapeXML(withoutEscapes(string(n.Destination))))
	if r.used[key] || href == "" {
		return
	}
	r.flush()
	at := r.placeOf(n.Label, n.Pos())
	r.put(string(n.Label), at)
	r.put(": ", at+len(n.Label)+1)
	place := r.placeOf(n.Destination, n.Pos())
	r.openAnchor(href, place)
	r.put(string(n.Destination), place)
	r.closeAnchor()
	r.flush()
}

// codeBlock makes a passage of code, which is text only in a list of
// references.
func (r *markdownReader) codeBlock(n ast.Node) {
	r.flush()
	if f, ok := n.(*ast.FencedCodeBlock); ok && f.Info != nil {
		r.content.includeChildren(string(f.Info.Segment.Value(r.source)))
	}
	lines := n.Lines()
	for i := range lines.Len() {
		s := lines.At(i)
		r.put(string(r.source[s.Start:s.Stop]), s.Start)
	}
	depth := len(r.stack)
	r.push("pre", tagAttributes{}).kind = code
	r.flush()
	r.popTo(depth)
}

func (r *markdownReader) htmlLines(lines *text.Segments) {
	if lines.Len() == 0 {
		return
	}
	// Lines that follow one another are read as one, as tags may be broken
	// over them; inside a quotation they do not.
	start, stop := lines.At(0).Start, lines.At(0).Stop
	for i := 1; i < lines.Len(); i++ {
		if s := lines.At(i); s.Start == stop {
			stop = s.Stop
		} else {
			r.markup(string(r.source[start:stop]), start)
			start, stop = s.Start, s.Stop
		}
	}
	r.markup(string(r.source[start:stop]), start)
}

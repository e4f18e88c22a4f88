package refs

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// readHTML reads tokens, not a tree: elements may nest as deeply as they like,
// and what lies between two tags has its place in the source.
func readHTML(src *source, o Options) (content, error) {
	r := newHTMLReader(o.BaseURL)
	r.read(src.text, 0)
	r.flush()
	if r.title == "" {
		r.title = r.firstHeading
	}
	return content{title: r.title, passages: r.passages, spare: r.spare, cut: r.cut, instructions: r.instructions}, nil
}

// An htmlReader makes passages of HTML. The Markdown reader uses it too, for
// HTML inside Markdown.
type htmlReader struct {
	weave
	passages     []passage
	spare        []record // references that the head of the page tells
	title        string
	firstHeading string
	base         *url.URL // nil: relative links lead nowhere

	stack    []element
	count    map[string]int // how often an element is open
	lists    []listState
	hidden   int // elements open whose text nobody reads
	unseen   int // elements open that the page hides
	pushed   bool
	edge     int // the length of the text when the last element ended
	numbers  struct{ list, item, section int }
	kind     passageKind // of the passage being made
	level    int
	raw      string // element whose raw text comes next
	baseSeen bool
	cut      bool // there were more passages than are taken
	instructions
}

// An element is one that is open and matters.
type element struct {
	name    string
	item    int // the item that its text belongs to
	parent  int // the item around that one
	list    int
	section int
	label   string
	kind    passageKind
	refs    bool
	aside   bool
	unseen  bool // the page hides it
	shown   int  // what htmlReader.unseen was outside, if what it holds is shown in spite of that
}

// A listState is a list that is open.
type listState struct {
	item    int // index in stack of its item that is open; -1 if there is none
	number  int // of the list
	parent  int // the item that the list stands in
	next    int // number of its next item, if it is ordered
	step    int // 1 or -1; 0 if it is not ordered
	current int // the number of the item that is open
}

func newHTMLReader(base string) *htmlReader {
	r := &htmlReader{weave: newWeave(), count: map[string]int{}}
	r.stack = append(r.stack, element{})
	if u, err := url.Parse(base); err == nil && u.IsAbs() {
		r.base = u
	}
	return r
}

// read reads a stretch of HTML that stands at offset in the source.
func (r *htmlReader) read(text string, offset int) {
	z := html.NewTokenizer(strings.NewReader(text))
	at := 0
	for {
		kind := z.Next()
		n := len(z.Raw())
		raw := text[at : at+n]
		switch kind {
		case html.ErrorToken:
			// What cannot be a token, a tag cut off at the end, is text.
			r.words(text[at:], offset+at)
			return
		case html.TextToken:
			r.words(raw, offset+at)
		case html.StartTagToken, html.SelfClosingTagToken:
			r.startTag(z, raw, offset+at, kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			name, _ := z.TagName()
			r.endTag(string(name))
		case html.CommentToken:
			r.hear(string(z.Text()), offset+at, offset+at+n)
		}
		at += n
	}
}

// words takes text between tags.
func (r *htmlReader) words(raw string, source int) {
	name := r.raw
	r.raw = ""
	switch {
	case name == "title":
		if r.title == "" && r.count["svg"] == 0 {
			r.title = fold(html.UnescapeString(cutRunes(raw, 4*longestTitle)))
		}
	case name != "", r.hidden+r.unseen > 0:
	case r.count["pre"] > 0:
		r.preformatted(raw, source)
	default:
		r.putFolded(raw, source)
	}
}

// preformatted appends text whose lines are kept.
func (r *htmlReader) preformatted(raw string, source int) {
	for at := 0; at < len(raw); {
		i := strings.IndexByte(raw[at:], '&')
		if i < 0 {
			r.put(raw[at:], source+at)
			return
		}
		r.put(raw[at:at+i], source+at)
		at = r.putEntity(raw, at+i, source)
	}
}

func (r *htmlReader) top() *element { return &r.stack[len(r.stack)-1] }

// push opens an element; it inherits what surrounds it.
func (r *htmlReader) push(name string, a tagAttributes) *element {
	e := *r.top()
	e.name, e.shown = name, 0
	e.unseen = a.isUnseen(name) && !(e.refs && isContainer[name])
	entry := false
	if isContainer[name] {
		switch {
		case a.marksReferences():
			e.refs, e.aside, e.unseen = true, false, false
			r.showAgain(&e)
		case asideElements[name] || a.role == "navigation" || a.marksComments():
			e.aside = true
		}
		entry = e.item == 0 && a.marksEntry(e.refs)
	}
	if e.unseen {
		r.unseen++
	}
	r.pushed = true
	r.stack = append(r.stack, e)
	r.count[name]++
	if entry {
		r.openEntry(r.top())
	}
	return r.top()
}

// popTo closes the elements from stack[n] on.
func (r *htmlReader) popTo(n int) {
	for len(r.stack) > n {
		e := r.top()
		r.count[e.name]--
		switch {
		case hiddenElements[e.name]:
			r.hidden--
		case e.name == "ol" || e.name == "ul" || e.name == "dl" || e.name == "table":
			r.lists = r.lists[:len(r.lists)-1]
		case e.name == "code":
			r.closeCode()
		}
		switch {
		case e.unseen:
			r.unseen--
		case e.shown > 0:
			r.unseen = e.shown
		}
		r.stack = r.stack[:len(r.stack)-1]
	}
}

func (r *htmlReader) startTag(z *html.Tokenizer, raw string, source int, empty bool) {
	r.raw = ""
	tag, more := z.TagName()
	name := string(tag)
	var a tagAttributes
	if more {
		a = readAttributes(z)
	}
	switch {
	case rawElements[name]:
		if name == "title" {
			r.flush()
		}
		r.raw = name
		return
	case name == "base" && !r.baseSeen:
		r.baseSeen = true
		r.setBase(a.href)
		return
	case name == "meta":
		if strings.EqualFold(a.name, "citation_reference") {
			r.citationReference(raw, source)
		}
		return
	case name == "a":
		r.closeAnchor()
		if r.count["a"] > 0 { // no hyperlink stands in another one
			r.endTag("a")
		}
		if a.isUnseen(name) {
			r.push(name, a)
		}
		if href := r.resolve(a.href); href != "" && r.hidden+r.unseen == 0 {
			r.apart(href, source)
			r.openAnchor(href, source+attributeAt(raw, "href"))
		}
		return
	case name == "br":
		r.newline(source)
		return
	case name == "td" || name == "th":
		r.closeAnchor()
		r.putFolded(" ", source)
		return
	}
	if blockElements[name] {
		r.flush()
		r.closeParagraph()
	}
	if a.startsPart() && !isContainer[name] && r.hidden+r.unseen == 0 {
		r.partOff(source)
	}
	if empty && (hiddenElements[name] || a.isUnseen(name)) || voidElements[name] {
		return
	}
	r.pushed = false
	r.structure(name, a)
	if !r.pushed && (a.isUnseen(name) && !isHeading(name) || r.unseen > 0 && r.count[name] > 0) {
		r.push(name, a) // those of the same name are kept apart, for the end tags
	}
}

// closeParagraph ends the paragraph that is open: no block stands in one.
func (r *htmlReader) closeParagraph() {
	n := len(r.stack)
	for n > 0 && r.stack[n-1].name == "code" {
		n--
	}
	if n > 0 && r.stack[n-1].name == "p" {
		r.popTo(n - 1)
	}
}

// structure opens the elements that tell where text belongs.
func (r *htmlReader) structure(name string, a tagAttributes) {
	switch name {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		r.kind, r.level = heading, int(name[1]-'0')
	case "ol", "ul", "dl", "table":
		r.push(name, a)
		r.openList(name, a)
	case "li", "dt", "dd":
		r.openItem(name, a)
	case "section", "article", "main":
		r.numbers.section++
		r.push(name, a).section = r.numbers.section
	case "code", "samp", "kbd":
		if name == "code" && r.hidden+r.unseen == 0 {
			r.push(name, a)
			r.openCode()
		}
	case "pre":
		r.push(name, a).kind = code
	default:
		if hiddenElements[name] {
			r.push(name, a)
			r.hidden++
		} else if isContainer[name] {
			r.push(name, a)
		}
	}
}

func (r *htmlReader) endTag(name string) {
	r.raw = ""
	if name == "a" {
		r.closeAnchor()
	}
	if blockElements[name] {
		r.flush()
		r.kind, r.level = paragraph, 0
	}
	r.edge = len(r.text)
	if r.count[name] == 0 {
		return
	}
	n := len(r.stack) - 1
	for r.stack[n].name != name {
		n--
	}
	r.popTo(n)
	if l := len(r.lists) - 1; l >= 0 && r.lists[l].item >= len(r.stack) {
		r.lists[l].item = -1
	}
}

// flush ends the passage being made.
func (r *htmlReader) flush() {
	p, ok := r.passage()
	kind, level := r.kind, r.level
	r.kind, r.level = paragraph, 0
	if !ok {
		if kind == heading {
			r.kind, r.level = kind, level // a heading whose text is in a block
		}
		return
	}
	e := r.top()
	p.kind, p.level = e.kind, level
	if kind == heading {
		p.kind = heading
		if r.firstHeading == "" {
			r.firstHeading = fold(cutRunes(p.text, 4*longestTitle))
		}
	}
	p.section, p.refs, p.aside = e.section, e.refs, e.aside
	if e.item > 0 {
		p.item, p.list, p.label = e.item, e.list, e.label
		p.parent = e.parent
	}
	if len(r.passages) == mostPieces {
		r.cut = true
		return
	}
	r.passages = append(r.passages, p)
}

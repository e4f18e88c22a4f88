package crawler

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/refmend/refmend/audit"
)

// The bounds of what is read of a page and kept of it. A page can be anything:
// none of them depends on what it says.
const (
	maxPage     = 2 << 20 // bytes that are looked at
	maxHead     = 512 << 10
	maxTags     = 1000 // known tags that are kept
	maxTitle    = 1000 // runes
	maxName     = 200  // runes of a person's, journal's or publisher's name
	maxAuthors  = 500
	maxURL      = 2000 // bytes
	maxHeadings = 16
	maxDates    = 64 // dated elements of the body
)

// harvest gives what an HTML page says of itself: zero for what is no HTML.
// The body is decoded as [decodeCharset] tells. pageURL is the address that
// the body came from; it resolves relative addresses and cleans titles.
//
// Usually only the head is parsed. The body is read, token by token, if the
// head leaves the title, the authors or the date open, or the body has in a
// ContextObject what else a bibliography needs.
func harvest(body []byte, contentType, pageURL string) audit.Metadata {
	if !isHTML(body, contentType) {
		return audit.Metadata{}
	}
	text := decodeCharset(body[:min(len(body), maxPage)], contentType)
	end := headEnd(text)
	p := harvested{url: pageURL}
	if !p.readHead(telling(text[:end])) {
		p.scan(text[:end], false)
	}
	p.readJSONLD()
	if !p.saysEnough() || !p.saysDetails() && bytes.Contains(text[end:], []byte("Z3988")) {
		p.scan(text[end:], true)
		p.readJSONLD()
		p.chooseCoin()
	}
	return p.metadata()
}

// isHTML tells by the type a server gives, or without one by the first
// characters, whether the body can be harvested.
func isHTML(body []byte, contentType string) bool {
	if isPDF(body) {
		return false // some servers call everything HTML
	}
	switch mediaType(contentType) {
	case "text/html", "application/xhtml+xml":
		return true
	case "", "unknown/unknown", "application/unknown":
		start := bytes.TrimLeft(body[:min(len(body), 1024)], "\ufeff\xff\xfe \t\r\n\x00")
		return bytes.HasPrefix(start, []byte("<"))
	}
	return false
}

// headEnd gives the length of the page up to the end of its head: the marked
// one, or the first element that only a body has.
func headEnd(text []byte) int {
	m := markup{text: text[:min(len(text), maxHead)]}
	for {
		switch t, ok := m.next(); {
		case !ok:
			return len(m.text)
		case t.closing && t.kind == atom.Head, !t.closing && bodyOnly(t.kind):
			return t.start
		}
	}
}

// tagKind gives the element of a tag as it stands in the page, 0 for one that
// HTML does not know. Unlike the tokenizer's TagName it copies nothing.
func tagKind(raw []byte) atom.Atom {
	var name [16]byte
	n := 0
	for _, c := range bytes.TrimLeft(raw[:min(len(raw), len(name))], "</") {
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

// A harvested page is what was collected of one.
type harvested struct {
	url        string
	tags       []tag
	title      string // of the title element
	lang       string // of the html element
	canon      string // href of rel=canonical
	citeAs     string // href of rel=cite-as (RFC 8574)
	jsonld     []string
	jsonldSize int // of all blocks so far
	headings   []heading
	dates      []dated
	coins      []coin

	ld   article // what the JSON-LD says of the page's work
	coin coin    // the one of the page's work
	// siteNames are the names of the site that the JSON-LD gave; siteLetters
	// are the letters of those and of what the tags call the site, nil until
	// they are asked for.
	siteNames, siteLetters []string
}

// A heading is an h1 or h2 of the body. One that links to the site's start is
// the site's banner, not the title of anything.
type heading struct {
	text   string
	place  int // in tags from the body's start
	banner bool
}

// A dated element is one of the body that marks its text as a date.
type dated struct {
	iso   string
	place int
	said  bool // it says that this is the date of publication
}

var headElements = cascadia.MustCompile("html, meta, title, link, script")

// telling gives of a head what headElements are made of. It spares the parser
// what else there is, often most of a head: programs, styles, comments and
// white space.
func telling(head []byte) []byte {
	m := markup{text: head}
	told := make([]byte, 0, 2<<10)
	open := -1 // where an element began whose text counts
	for {
		t, ok := m.next()
		if !ok {
			t.start, t.end = len(head), len(head)
		}
		if open >= 0 {
			told = append(told, head[open:t.start]...)
			open = -1
		}
		tag := head[t.start:t.end]
		switch {
		case !ok:
			return told
		case t.kind == atom.Title && !t.closing, t.kind == atom.Script && mentions(tag, "json"):
			open = t.start
		case t.kind == atom.Html, t.kind == atom.Meta, t.kind == atom.Link, t.kind == atom.Title, t.kind == atom.Script && t.closing:
			told = append(told, tag...)
		}
	}
}

// readHead parses the head with goquery. It tells whether that was possible:
// x/net/html refuses pages nested deeper than 512 elements.
func (p *harvested) readHead(head []byte) bool {
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(head))
	if err != nil {
		return false
	}
	for _, n := range doc.FindMatcher(headElements).Nodes {
		content := ""
		if n.FirstChild != nil && n.FirstChild.Type == html.TextNode {
			content = n.FirstChild.Data
		}
		p.element(n.DataAtom, n.Attr, content)
	}
	return true
}

// element takes in one element of the head. content is the text of a title or
// script.
func (p *harvested) element(kind atom.Atom, attrs []html.Attribute, content string) {
	switch kind {
	case atom.Meta:
		p.meta(attrs)
	case atom.Title:
		if p.title == "" { // those of svg images come later
			p.title = fold(content, maxTitle)
		}
	case atom.Html:
		for _, name := range []string{"lang", "xml:lang"} {
			if p.lang == "" {
				p.lang = attr(attrs, name)
			}
		}
	case atom.Link:
		p.link(attrs)
	case atom.Script:
		if isJSONLD(attr(attrs, "type")) && p.jsonldSize+len(content) <= maxJSONLD {
			p.jsonld = append(p.jsonld, content)
			p.jsonldSize += len(content) + 1
		}
	}
}

func (p *harvested) link(attrs []html.Attribute) {
	rel := attr(attrs, "rel")
	if rel == "" {
		return
	}
	for _, word := range strings.Fields(rel) {
		switch {
		case p.canon == "" && strings.EqualFold(word, "canonical"):
			p.canon = attr(attrs, "href")
		case p.citeAs == "" && strings.EqualFold(word, "cite-as"):
			p.citeAs = attr(attrs, "href")
		}
	}
}

func attr(attrs []html.Attribute, key string) string {
	for i := range attrs {
		if attrs[i].Key == key {
			return attrs[i].Val
		}
	}
	return ""
}

// absolute resolves what the page wrote against its own address; "" if that
// gives no http or https URL.
func (p *harvested) absolute(written string) string {
	written = strings.TrimSpace(written)
	if written == "" || len(written) > maxURL {
		return ""
	}
	u, err := url.Parse(written)
	if err != nil {
		return ""
	}
	if !u.IsAbs() {
		base, err := url.Parse(p.url)
		if err != nil {
			return ""
		}
		u = base.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return fold(u.String(), maxURL)
}

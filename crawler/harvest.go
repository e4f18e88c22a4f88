package crawler

import (
	"bytes"
	"net/url"
	"strings"
	"sync"

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
// Usually only the head is read. The body is read, token by token, if the
// head leaves the title, the authors or the date open, or the body has in a
// ContextObject what else a bibliography needs.
func harvest(body []byte, contentType, pageURL string) audit.Metadata {
	if !isHTML(body, contentType) {
		return audit.Metadata{}
	}
	text := decodeCharset(body[:min(len(body), maxPage)], contentType)
	p := harvests.Get().(*harvested)
	defer p.release()
	p.url = pageURL
	end := p.readHead(text)
	p.readJSONLD()
	if !p.saysEnough() || !p.saysDetails() && bytes.Contains(text[end:], []byte("Z3988")) {
		p.scan(text[end:])
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

// harvests are used again, for the memory of their tags.
var harvests = sync.Pool{New: func() any { return &harvested{tags: make([]tag, 0, 32)} }}

// release gives back what was harvested, of which only texts may still be used.
func (p *harvested) release() {
	clear(p.tags)
	*p = harvested{tags: p.tags[:0]}
	harvests.Put(p)
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

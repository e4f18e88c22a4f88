package crawler

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// scan reads elements token by token, without a tree: it is what is left for
// pages that are nested too deep to be parsed, and enough for the few facts
// that are taken from a body. In a body it also takes headings and dates.
func (p *harvested) scan(text []byte, body bool) {
	s := scanner{page: p, z: html.NewTokenizer(bytes.NewReader(text)), body: body}
	for s.next() {
	}
}

// A scanner is the state of one scan.
type scanner struct {
	page  *harvested
	z     *html.Tokenizer
	body  bool
	place int // tags so far

	open   atom.Atom // the element whose text is being gathered, 0 if none
	text   strings.Builder
	banner bool // a link to the start of the site stands in it
	said   bool // it says to be the date of publication
}

func (s *scanner) next() bool {
	switch s.z.Next() {
	case html.ErrorToken:
		return false
	case html.TextToken:
		if s.open != 0 && s.text.Len() < 4*maxTitle {
			s.text.Write(s.z.Text())
		}
	case html.StartTagToken, html.SelfClosingTagToken:
		s.place++
		raw := s.z.Raw()
		kind := tagKind(raw)
		s.start(kind, len(raw) > len(kind.String())+2)
	case html.EndTagToken:
		if kind := tagKind(s.z.Raw()); kind != 0 && kind == s.open {
			s.close()
		}
	}
	return true
}

// start takes in a start tag; more tells whether it may have attributes.
func (s *scanner) start(kind atom.Atom, more bool) {
	switch kind {
	case atom.Html, atom.Meta, atom.Link:
		if kind != atom.Html || !s.body {
			s.page.element(kind, s.attrs(more), "")
		}
		return
	case atom.Title, atom.Script:
		attrs := s.attrs(more)
		if kind == atom.Script && !isJSONLD(attr(attrs, "type")) || s.z.Next() != html.TextToken {
			return
		}
		content := string(s.z.Raw())
		if kind == atom.Title {
			content = html.UnescapeString(content)
		}
		s.page.element(kind, attrs, content)
		return
	}
	if !s.body {
		return
	}
	switch kind {
	case atom.H1, atom.H2:
		s.begin(kind)
	case atom.A:
		if s.open != 0 && more {
			s.banner = s.banner || s.page.isStart(attr(s.attrs(more), "href"))
		}
	case atom.P, atom.Div, atom.Span, atom.Time, atom.Li, atom.Em, atom.Small:
		if (more || kind == atom.Time) && s.open == 0 && len(s.page.dates) < maxDates {
			s.startDated(kind, s.attrs(more))
		}
	}
}

// startDated looks at an element that may hold the date of the page's work: a
// time, a datePublished of microdata, or what its class calls a date.
func (s *scanner) startDated(kind atom.Atom, attrs []html.Attribute) {
	said := strings.EqualFold(attr(attrs, "itemprop"), "datePublished")
	for _, a := range attrs {
		said = said || a.Key == "pubdate"
	}
	if kind != atom.Time && !said && !datedClass(attr(attrs, "class")) {
		return
	}
	for _, key := range []string{"datetime", "content"} {
		if iso := isoDate(attr(attrs, key)); iso != "" {
			s.page.dates = append(s.page.dates, dated{iso, s.place, said})
			return
		}
	}
	s.begin(kind)
	s.said = said
}

// datedClass tells whether a class is a usual name of the element that shows
// when an article appeared.
func datedClass(class string) bool {
	for _, word := range strings.Fields(class) {
		switch strings.ToLower(word) {
		case "date", "time", "pubdate", "pub-date", "published", "publish-date", "publish-time", "post-date",
			"entry-date", "article-date", "article__date", "news-date", "news-time", "date-published", "dateline":
			return true
		}
	}
	return false
}

func (s *scanner) begin(kind atom.Atom) {
	s.open, s.banner, s.said = kind, false, false
	s.text.Reset()
}

func (s *scanner) close() {
	kind, written := s.open, s.text.String()
	s.open = 0
	p := s.page
	if kind == atom.H1 || kind == atom.H2 {
		if text := fold(written, maxTitle); text != "" && len(p.headings) < maxHeadings {
			p.headings = append(p.headings, heading{text, s.place, s.banner})
		}
		return
	}
	// A date and perhaps a time, but no sentence that mentions one.
	if text := fold(written, 60); len([]rune(text)) < 60 {
		if iso := isoDate(text); iso != "" {
			p.dates = append(p.dates, dated{iso, s.place, s.said})
		}
	}
}

func (s *scanner) attrs(more bool) []html.Attribute {
	var attrs []html.Attribute
	for more && len(attrs) < 32 {
		var key, val []byte
		if key, val, more = s.z.TagAttr(); len(key) == 0 {
			continue
		}
		attrs = append(attrs, html.Attribute{Key: string(key), Val: string(val)})
	}
	return attrs
}

// isStart tells whether href leads to the start page of the page's own site.
func (p *harvested) isStart(href string) bool {
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil || strings.HasPrefix(href, "#") || href == "" {
		return false
	}
	base, err := url.Parse(p.url)
	if err != nil {
		return false
	}
	u = base.ResolveReference(u)
	return strings.EqualFold(u.Host, base.Host) && (u.Path == "" || u.Path == "/") && u.RawQuery == ""
}

// Dates of the body are believed only this near, in tags, to the heading that
// is the page's title: further away are comments, other articles, today.
const (
	nearSaid  = 80
	nearShown = 20
)

// bodyDate gives the date that stands nearest to the heading of the page's
// work, "" if there is none near it.
func (p *harvested) bodyDate(title string) string {
	place := -1
	for _, h := range p.headings {
		if !h.banner && sameWords(h.text, title) {
			place = h.place
			break
		}
	}
	if place < 0 {
		return ""
	}
	best, iso := nearSaid+1, ""
	for _, d := range p.dates {
		far := max(d.place-place, place-d.place)
		if far < best && (d.said || far <= nearShown) {
			best, iso = far, d.iso
		}
	}
	return iso
}

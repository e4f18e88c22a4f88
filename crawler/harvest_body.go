package crawler

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// scan reads a body tag by tag, without a tree: that is enough for the few facts
// that are taken from it, and knows no depth at which it must give up.
func (p *harvested) scan(text []byte) {
	s := scanner{page: p, markup: markup{text: text}}
	for s.next() {
	}
}

// A scanner is the state of one scan.
type scanner struct {
	page   *harvested
	markup markup
	place  int // tags so far
	end    int // of the last one

	whole *html.Token // the title or script whose text comes next; nil if none

	open   atom.Atom // the element whose text is being gathered, 0 if none
	text   strings.Builder
	banner bool // a link to the start of the site stands in it
	said   bool // it says to be the date of publication
}

// next takes in the next tag and the text before it.
func (s *scanner) next() bool {
	t, ok := s.markup.next()
	if !ok {
		t.start = len(s.markup.text)
	}
	s.take(s.markup.text[s.end:t.start])
	s.end = t.end
	switch {
	case !ok:
		return false
	case !t.closing:
		s.place++
		s.start(t)
	case t.kind != 0 && t.kind == s.open:
		s.close()
	}
	return true
}

// take takes in what stands between two tags.
func (s *scanner) take(text []byte) {
	switch {
	case s.whole != nil:
		content := string(text)
		if s.whole.DataAtom == atom.Title {
			content = html.UnescapeString(content)
		}
		if content != "" {
			s.page.element(s.whole.DataAtom, s.whole.Attr, content)
		}
		s.whole = nil
	case s.open == 0 || s.text.Len() >= 4*maxTitle:
	case bytes.IndexByte(text, '<') < 0:
		s.text.WriteString(html.UnescapeString(string(text)))
	default: // a comment, or a sign that begins no tag
		z := html.NewTokenizer(bytes.NewReader(text))
		for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
			if kind == html.TextToken {
				s.text.Write(z.Text())
			}
		}
	}
}

// start takes in a start tag.
func (s *scanner) start(t mark) {
	kind, tag := t.kind, s.markup.text[t.start:t.end]
	switch kind {
	case atom.Meta, atom.Link:
		s.page.element(kind, attributes(tag), "")
		return
	case atom.Title, atom.Script:
		if kind == atom.Title || mentions(tag, "json") && isJSONLD(attr(attributes(tag), "type")) {
			s.whole = &html.Token{DataAtom: kind, Attr: attributes(tag)}
		}
		return
	}
	switch kind {
	case atom.H1, atom.H2:
		s.begin(kind)
	case atom.A:
		if s.open != 0 {
			s.banner = s.banner || s.page.isStart(attr(attributes(tag), "href"))
		}
	case atom.P, atom.Div, atom.Span, atom.Time, atom.Li, atom.Em, atom.Small:
		if kind == atom.Span && len(s.page.coins) < maxCoins && bytes.Contains(tag, []byte("Z3988")) {
			if c := readCoin(attr(attributes(tag), "title")); c != nil {
				s.page.coins = append(s.page.coins, c)
			}
		}
		// What startDated looks for in attributes has one of these words in it.
		if s.open == 0 && len(s.page.dates) < maxDates && (kind == atom.Time || mentions(tag, "date", "time", "publish")) {
			s.startDated(kind, attributes(tag))
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

// mentions tells whether one of the words, in lower case, stands anywhere
// behind the name of a tag. Most tags mention none and need not be taken apart.
func mentions(tag []byte, words ...string) bool {
	m := markup{text: tag, pos: len("<")}
	m.skipTo(inName)
	for rest := tag[m.pos:]; len(rest) > 0; rest = rest[1:] {
		for _, word := range words {
			if len(rest) >= len(word) && rest[0]|0x20 == word[0] && bytes.EqualFold(rest[:len(word)], []byte(word)) {
				return true
			}
		}
	}
	return false
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

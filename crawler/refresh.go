package crawler

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/nlnwa/whatwg-url/url"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	// maxRefreshDelay is in seconds; a page that waits longer is meant to be
	// read. It is that of Zotero's translation server.
	maxRefreshDelay = 15
	// instantRefresh is up to which nobody can read the page, whatever it shows.
	instantRefresh = 1
	refreshWindow  = 64 << 10 // bytes of a page that are looked at
)

// refreshTo gives the URL that a page at an address sends its reader on to by
// itself, with a Refresh header or a meta element that stands for one: "" if it
// does not. Pages that have something to say are left only if they do it at
// once. What scripts would overrule counts only on a page that has none.
func (a *answer) refreshTo(at string) string {
	if a.purpose != toCheck || a.status < 200 || a.status > 299 {
		return ""
	}
	if _, walled := a.wall(); walled {
		return ""
	}
	r := refresh{at: at}
	if !r.read(a.header.Get("Refresh")) && a.showsPage() {
		r.readPage(a.body[:min(len(a.body), refreshWindow)], a.header.Get("Content-Type"), a.reply().isBare)
	}
	if !r.found || r.delay > maxRefreshDelay || r.written == "" {
		return ""
	}
	next, f := resolveRedirect(r.base(), r.written)
	if f != noFailure {
		return ""
	}
	same := withoutFragment(next) == withoutFragment(at)
	if (same || r.delay > instantRefresh) && !a.reply().isBare() {
		return ""
	}
	return next
}

// A refresh is where a page leads by itself.
type refresh struct {
	at      string // address of the page
	href    string // of its base element
	found   bool
	delay   int    // seconds
	written string // "": to the page itself
}

// base gives the address that what is written is resolved against, with the
// fragment of the page's.
func (r *refresh) base() string {
	if r.href == "" {
		return r.at
	}
	base, err := url.ParseRef(r.at, r.href)
	if err != nil || !webScheme(base.Scheme()) {
		return r.at
	}
	_, fragment, ok := strings.Cut(r.at, "#")
	if ok {
		fragment = "#" + fragment
	}
	return base.Href(true) + fragment
}

// read takes in a value of the header, or of the meta element, and tells
// whether it is one. The first holds.
func (r *refresh) read(value string) bool {
	r.delay, r.written, r.found = parseRefresh(value)
	return r.found
}

// readPage looks for the meta element.
func (r *refresh) readPage(body []byte, contentType string, isBare func() bool) {
	if !mayRefresh(body) {
		return
	}
	text := decodeCharset(body, contentType)
	without, scripts := r.readTags(text)
	if !r.found && !scripts && len(without) > 0 && isBare() {
		r.readTags(without)
	}
}

// mayRefresh tells whether the words of the meta element stand in a page.
func mayRefresh(page []byte) bool {
	return (hasPragma(page, 'q') || hasPragma(page, 'Q')) &&
		(bytes.Contains(page, []byte("fresh")) || bytes.Contains(page, []byte("FRESH")))
}

// hasPragma tells whether "http-equiv" stands in a page, in any case but that of its
// rarest letter, by which it is found.
func hasPragma(page []byte, q byte) bool {
	for from := 0; ; from++ {
		i := bytes.IndexByte(page[from:], q)
		if i < 0 {
			return false
		}
		from += i
		start, end := from-len("http-e"), from+len("quiv")
		if start >= 0 && end <= len(page) && bytes.EqualFold(page[start:end], []byte("http-equiv")) {
			return true
		}
	}
}

// readTags looks for the meta element in the tags of a text. It gives what
// stands there for readers without scripts, and tells whether there are any.
func (r *refresh) readTags(text []byte) (without []byte, scripts bool) {
	z := html.NewTokenizer(bytes.NewReader(text))
	for inNoscript := false; !r.found; {
		token := z.Next()
		switch token {
		case html.ErrorToken:
			return without, scripts
		case html.TextToken:
			if inNoscript {
				without = append(without, z.Raw()...)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			switch kind := tagKind(z.Raw()); kind {
			case atom.Script:
				scripts = true
			case atom.Noscript:
				inNoscript = true
				continue
			case atom.Base:
				if r.href == "" {
					r.href = attr(z.Token().Attr, "href")
				}
			case atom.Meta:
				if attrs := z.Token().Attr; strings.EqualFold(attr(attrs, "http-equiv"), "refresh") {
					r.read(attr(attrs, "content"))
				}
			}
		}
		inNoscript = false
	}
	return without, scripts
}

// parseRefresh reads a value such as "5; url=/next": the seconds to wait and
// what is written for the address, "" for the page itself (HTML Standard,
// "shared declarative refresh steps").
func parseRefresh(value string) (delay int, written string, ok bool) {
	const spaces = " \t\n\f\r"
	value = strings.TrimLeft(value, spaces)
	digits := len(value) - len(strings.TrimLeft(value, "0123456789"))
	rest := strings.TrimLeft(value[digits:], "0123456789.")
	if digits == 0 && !strings.HasPrefix(value, ".") || rest != "" && !strings.ContainsAny(rest[:1], ";,"+spaces) {
		return 0, "", false
	}
	if delay, _ = strconv.Atoi(value[:digits]); digits > 6 {
		delay = maxRefreshDelay + 1
	}
	rest = strings.TrimLeft(rest, spaces)
	if rest != "" && (rest[0] == ';' || rest[0] == ',') {
		rest = strings.TrimLeft(rest[1:], spaces)
	}
	if len(rest) > 3 && strings.EqualFold(rest[:3], "url") {
		if after := strings.TrimLeft(rest[3:], spaces); strings.HasPrefix(after, "=") {
			rest = strings.TrimLeft(after[1:], spaces)
		}
	}
	if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		rest, _, _ = strings.Cut(rest[1:], rest[:1])
	}
	return delay, strings.Trim(rest, spaces), true
}

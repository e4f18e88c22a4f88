package crawler

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/refmend/refmend/audit"
)

// A pageReader has a search look at all that a page says or holds, seen or not: its
// text, attributes, addresses, scripts and comments. It tells sentences, which its readers
// read, from the rest, and whether there is a place that a reader sees and it does
// not.
type pageReader struct {
	search *audit.Search

	line   []byte // text since the last tag that ends a line
	linked int    // words of it in links
	link   bool   // the text at hand is in one

	aside atom.Atom // the element at hand that holds no sentences of the page; 0: none
	depth int       // of elements like it in that

	words, inLinks int  // of the whole page
	elsewhere      bool // something is in a frame or a document, comes by scripts, or waits behind a password
}

// leastSentence is how many words outside of links make a line a sentence: those of
// menus have fewer.
const leastSentence = 10

func newPageReader(s *audit.Search) *pageReader { return &pageReader{search: s} }

// isReadable tells whether what the page says is all in it, and no list of links.
func (p *pageReader) isReadable() bool { return !p.elsewhere && 2*p.inLinks <= p.words }

// read reads a page, until the search is settled.
func (p *pageReader) read(page []byte) {
	z := html.NewTokenizer(bytes.NewReader(page))
	var in atom.Atom // the element that the next text is in, if it was opened just before
	for !p.search.Settled() && !p.elsewhere {
		kind := z.Next()
		if kind == html.ErrorToken {
			p.endLine()
			return
		}
		if kind == html.TextToken {
			p.text(in, z)
		}
		in = 0
		switch kind {
		case html.CommentToken:
			p.search.Read(withoutEscapes(string(z.Text())), false)
		case html.StartTagToken, html.SelfClosingTagToken:
			in = p.start(z)
		case html.EndTagToken:
			p.end(tagKind(z.Raw()))
		}
	}
}

// text takes in the text that z is at.
func (p *pageReader) text(in atom.Atom, z *html.Tokenizer) {
	switch in {
	case atom.Style:
	case atom.Script, atom.Noscript, atom.Iframe, atom.Noembed, atom.Noframes:
		p.search.Read(withoutEscapes(string(z.Raw())), false)
	default:
		text := z.Text()
		if p.link {
			p.linked += len(bytes.Fields(text))
		}
		p.line = append(p.line, text...)
	}
}

// start takes in the start tag that z is at, and gives its kind.
func (p *pageReader) start(z *html.Tokenizer) atom.Atom {
	raw := z.Raw()
	kind := tagKind(raw)
	hidden := hides(kind, raw)
	switch {
	case kind == atom.Br:
		p.line = append(p.line, ' ')
	case kind == atom.A:
		p.link = true
	case !isInline(kind):
		p.endLine()
	}
	switch {
	case p.aside != 0 && kind == p.aside:
		p.depth++
	case p.aside == 0 && (hidden && kind != atom.Script && kind != atom.Style && kind != atom.Noscript || isAside(kind)):
		p.aside, p.depth = kind, 0
	}
	switch kind {
	case atom.Frame, atom.Frameset, atom.Object, atom.Embed, atom.Canvas:
		p.elsewhere = true
	case atom.Iframe:
		p.elsewhere = p.elsewhere || !hidesFrame(raw)
	}
	p.attributes(kind, z)
	return kind
}

// attributes has the search look at the values of those of the tag that z is at.
func (p *pageReader) attributes(kind atom.Atom, z *html.Tokenizer) {
	element, more := z.TagName()
	p.elsewhere = p.elsewhere || appNames[string(element)]
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch name := string(key); {
		case name == "download" && kind == atom.A:
			p.elsewhere = p.elsewhere || p.aside == 0
		case len(value) == 0, name == "class":
		case (name == "style" || strings.HasPrefix(name, "on")) && !bytes.ContainsAny(value, `/'"`): // names no address
		case kind == atom.Input && name == "type":
			p.elsewhere = p.elsewhere || strings.EqualFold(string(value), "password")
		default:
			text := string(value)
			p.elsewhere = p.elsewhere || name == "id" && appNames[text] || kind == atom.A && name == "href" && p.aside == 0 && isDocument(text)
			p.search.Read(withoutEscapes(text), false)
		}
	}
}

// appNames are the ids and elements in which scripts build the page: what is there
// may be what a site sends for all its addresses.
var appNames = map[string]bool{
	"root": true, "app": true, "react-root": true, "app-root": true, "ds-app": true, "q-app": true, "__next": true, "__nuxt": true, "___gatsby": true,
}

// isDocument tells whether an address is that of a document, which may be what the
// page that offers it is cited for.
func isDocument(address string) bool { return documentAddress.MatchString(address) }

var documentAddress = regexp.MustCompile(`(?i)\.(?:pdf|docx?|odt|rtf|epub|djvu|pptx?|ps|zip)(?:$|[?#])|/(?:download|bitstreams?)(?:$|[/?#])`)

func (p *pageReader) end(kind atom.Atom) {
	switch {
	case kind == atom.A:
		p.link = false
	case !isInline(kind):
		p.endLine()
	}
	if p.aside != 0 && kind == p.aside {
		if p.depth--; p.depth < 0 {
			p.aside = 0
		}
	}
}

// endLine has the search look at the text since the last line's end.
func (p *pageReader) endLine() {
	if len(p.line) == 0 {
		return
	}
	line := string(p.line)
	p.elsewhere = p.elsewhere || isPlaceholder(line)
	n := len(strings.Fields(line))
	p.words += n
	p.inLinks += p.linked
	p.search.Read(line, p.aside == 0 && n-p.linked >= leastSentence && !isNotice(line))
	p.line, p.linked = p.line[:0], 0
}

// isInline tells the elements at whose tags a word may go on.
func isInline(kind atom.Atom) bool {
	switch kind {
	case atom.A, atom.Abbr, atom.Acronym, atom.B, atom.Bdi, atom.Bdo, atom.Big, atom.Cite, atom.Code, atom.Del, atom.Dfn, atom.Em, atom.Font,
		atom.I, atom.Img, atom.Ins, atom.Kbd, atom.Mark, atom.Q, atom.S, atom.Samp, atom.Small, atom.Span, atom.Strike, atom.Strong, atom.Sub,
		atom.Sup, atom.Time, atom.Tt, atom.U, atom.Var, atom.Wbr:
		return true
	}
	return false
}

// isAside tells the elements that hold what all pages of a site have, or choices.
func isAside(kind atom.Atom) bool {
	switch kind {
	case atom.Nav, atom.Header, atom.Footer, atom.Aside, atom.Button, atom.Select, atom.Textarea, atom.Title:
		return true
	}
	return false
}

// hiddenFrame tells the frames that count visits by their tags.
var hiddenFrame = regexp.MustCompile(`(?i)\shidden|display:\s*none|visibility:\s*hidden|\s(?:width|height)\s*=\s*["']?[01](?:px)?["'\s>]`)

func hidesFrame(tag []byte) bool { return hiddenFrame.Match(tag) }

// isNotice tells whether a line asks for consent, for a login or for another
// browser.
func isNotice(line string) bool { return noticeWords.anyIn(strings.ToLower(line)) }

// noticeWords stand in such lines, in small letters.
var noticeWords = newPhrases(
	"cookie", "javascript", "browser", "privacy", "consent", "log in", "login", "sign in", "password", "subscri", "terms of use",
	"куки", "браузер", "конфиденциальн", "персональных данных", "войти", "пароль", "datenschutz", "einwillig", "anmelden", "passwort",
	"confidentialit", "navigateur", "connecter", "mot de passe", "privacidad", "navegador", "contraseña", "privacidade", "senha", "riservatezza", "przegląd", "prohlížeč", "webbläsare",
)

// isPlaceholder tells whether a line stands where scripts are to put something.
func isPlaceholder(line string) bool {
	return strings.Contains(line, "{{") || slices.Contains(loadingWords, strings.Trim(strings.ToLower(line), " .…\t\r\n"))
}

var loadingWords = []string{"loading", "please wait", "загрузка", "завантаження", "wird geladen", "laden", "chargement", "cargando", "carregando", "caricamento", "ładowanie", "načítání"}

// escaped is how scripts, attributes and addresses write letters beyond ASCII and
// white space, and how they look if one of them stands in another.
var escaped = regexp.MustCompile(`\\+(?:u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{1,6}\}|x[0-9a-fA-F]{2}|[nrt])|%u[0-9a-fA-F]{4}|(?:%[0-9a-fA-F]{2})+`)

func withoutEscapes(s string) string {
	if strings.Contains(s, "&") {
		s = html.UnescapeString(s)
	}
	if !strings.ContainsAny(s, `\%`) {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(e string) string {
		digits := strings.Trim(e, `\%ux{}`)
		switch {
		case strings.Contains("nrt", digits):
			return " "
		case e[0] == '%' && e[1] != 'u':
			text, _ := url.PathUnescape(e)
			return text
		}
		n, _ := strconv.ParseUint(digits, 16, 32)
		return string(rune(n))
	})
}

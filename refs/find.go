package refs

import (
	"strings"
	"unicode/utf8"
)

// findLinks finds the links of a passage, in text order. In an entry of a
// reference list (listed) it also reports labels with nothing or only a rest
// behind them, and joins what spaces have torn apart; running text, which
// speaks about addresses too, gives only what is a link beyond doubt.
//
// Lines and columns are not filled in. The time is linear in the text.
func findLinks(p *passage, listed bool) []Link {
	if p.kind == code || p.text == "" && len(p.anchors) == 0 {
		return nil
	}
	f := finder{p: p, text: p.text, listed: listed || p.hint != ""}
	f.scan(0, len(p.text))
	if p.hint != "" {
		f.field()
	}
	return f.links
}

// A finder goes through one passage.
type finder struct {
	p      *passage
	text   string // of the passage, up to where links may reach at present
	listed bool
	anchor int // the next of p.anchors; len(p.anchors) while inside of one
	used   int // text before it belongs to links already found
	links  []Link
	spans  [][2]int // text[a:b] of each of links, for what is decided afterwards
}

// trigger marks the bytes at which a link may be recognized: the colon of
// schemes and labels (and its full-width form), "//" and "/", "10.", "www.",
// "PM(C)ID", "ISBN", "%3A".
var trigger = func() (t [256]bool) {
	for _, c := range []byte(":/.1wWpPB%\xEF") {
		t[c] = true
	}
	return t
}()

// scan looks for links that start in text[from:to].
func (f *finder) scan(from, to int) {
	f.used = max(f.used, from)
	for i := from; i < to; {
		if f.anchor < len(f.p.anchors) && i >= f.p.anchors[f.anchor].start {
			i = max(i, f.anchored())
			continue
		}
		stop := to
		if f.anchor < len(f.p.anchors) {
			stop = min(to, f.p.anchors[f.anchor].start)
		}
		for i < stop && !trigger[f.text[i]] {
			i++
		}
		if i < stop {
			i = max(i+1, f.at(i))
		}
	}
	for to == len(f.p.text) && f.anchor < len(f.p.anchors) {
		f.anchored() // without a text to click, behind the end
	}
}

// at recognizes what a trigger byte at i belongs to, and gives the place up to
// which the text is used up, at most i+1 if nothing is there.
func (f *finder) at(i int) int {
	s := f.text
	switch s[i] {
	case ':':
		return f.colon(i, i+1)
	case 0xEF:
		switch {
		case strings.HasPrefix(s[i:], "："):
			return f.colon(i, i+len("："))
		case foldPrefix(s[i:], "ｈｔｔｐ") || strings.HasPrefix(s[i:], "Ｈ"):
			return f.fullWidth(i)
		}
	case '/':
		if start := f.archiveBefore(i); start >= 0 {
			return f.identifier(KindArXiv, i+1, start)
		}
		return f.slash(i)
	case '.':
		if i-f.used >= len("arXiv 1504") && foldSuffix(s[:i-4], "arxiv ") {
			return f.identifier(KindArXiv, i+1, i-4)
		}
		if f.listed && i+5 < len(s) && isLetter(s[i+1]) && strings.IndexByte(",; )[(", s[i+4]) >= 0 && inSet(settledTLDs, s[i+1:i+4]) {
			return f.citedHost(i)
		}
	case '1':
		if n := registrantLen(s[i:]); n > 0 && f.doiMayStart(i, n) {
			return f.doi(f.resolverStart(i), i)
		}
		if f.tornPrefixAt(i) || strings.HasPrefix(s[i:], "10") && f.hiddenPrefixAt(i) {
			return f.doi(f.resolverStart(i), i)
		}
	case 'w', 'W':
		if foldPrefix(s[i:], "www.") && len(s) > i+4 && isHostStart(s[i+4:]) && f.mayStart(i) {
			return f.url(i, i)
		}
	case 'p', 'P':
		return f.pubMed(i)
	case 'B':
		if i-f.used >= 2 && strings.HasSuffix(s[:i], "IS") && strings.HasPrefix(s[i+1:], "N") {
			return f.isbn(i + 2)
		}
	case '%':
		if n := escapedColon(s[i:]); n > 0 && i-f.used >= 4 {
			for _, scheme := range []string{"https", "http"} {
				if foldSuffix(s[f.used:i], scheme) {
					return f.url(i-len(scheme), i+n)
				}
			}
		}
	}
	return i + 1
}

// escapedColon gives the length of a percent-encoded colon at the start of s,
// encoded once or twice; 0 if there is none.
func escapedColon(s string) int {
	switch {
	case foldPrefix(s, "%3a"):
		return 3
	case foldPrefix(s, "%253a"):
		return 5
	}
	return 0
}

// mayStart tells whether a link without a scheme may start at i: not in the
// middle of a word or of an e-mail address.
func (f *finder) mayStart(i int) bool {
	if i == f.used {
		return true
	}
	c := f.text[i-1]
	return !isAlnum(c) && c != '@' && c != '-' && c != '_' || i-f.used >= 3 && strings.HasSuffix(f.text[:i], "URL")
}

func isHostStart(s string) bool {
	if s == "" {
		return false
	}
	if s[0] < utf8.RuneSelf {
		return isAlnum(s[0])
	}
	r, _ := utf8.DecodeRuneInString(s)
	return r > 0xA0 && !isDash(r) && !isFullWidth(r) && !strings.ContainsRune("“”‘’«»…", r) && spaceAt(s) == 0
}

// colon deals with a colon at i, whose successor is at next: of a scheme or of
// a label.
func (f *finder) colon(i, next int) int {
	if end := f.scheme(i, next); end > 0 {
		return end
	}
	e := spaceBefore(f.text, i, 3)
	if e <= f.used {
		return next
	}
	if start := e - len("ark"); start >= f.used && e == i && foldSuffix(f.text[:e], "ark") && wordStart(f.text, start) && arkLen(f.text[start:min(len(f.text), start+maxPiece)]) > 0 {
		return f.ark(start)
	}
	if l, start, ok := labelBefore(f.text[:e], e); ok && start >= f.used {
		return f.labelled(l, next)
	}
	return next
}

// slash deals with a slash at i: "//" whose colon is lost or changed, or the
// end of a host without a scheme.
func (f *finder) slash(i int) int {
	s := f.text
	if i+1 < len(s) && s[i+1] == '/' {
		e := i
		if e > f.used && strings.IndexByte("; .,", s[e-1]) >= 0 {
			e--
		}
		for _, scheme := range []string{"https", "http"} {
			if e-len(scheme) >= f.used && foldSuffix(s[:e], scheme) && isHostStart(s[min(len(s), i+2):]) && f.mayStart(e-len(scheme)) {
				return f.url(e-len(scheme), i+2)
			}
		}
		return i + 2
	}
	if f.listed {
		if start := f.bareHost(i); start >= 0 {
			return f.url(start, start)
		}
	}
	return i + 1
}

// bareHost gives the start of the host that ends at the slash at i, if it is
// one beyond doubt although nothing says so; else -1. Only hosts in small
// letters under well-known domains are.
func (f *finder) bareHost(i int) int {
	s := f.text
	if i == f.used || !isLower(s[i-1]) {
		return -1
	}
	open := i+1 < len(s) && (isAlnum(s[i+1]) || s[i+1] == '~') // a path follows
	if !open && i+1 < len(s) && strings.IndexByte(".,;)]> \n", s[i+1]) < 0 {
		return -1
	}
	start := i
	for start > f.used && start > i-100 && (isLower(s[start-1]) || isDigit(s[start-1]) || s[start-1] == '.' || s[start-1] == '-') {
		start--
	}
	for start < i && (s[start] == '.' || s[start] == '-') {
		start++
	}
	host := s[start:i]
	if !isHostName(host) || !inSet(settledTLDs, lastLabel(host)) || start > 0 && (s[start-1] == '@' || s[start-1] == '/' || isUpper(s[start-1])) {
		return -1
	}
	if len(host)-len(lastLabel(host)) < 4 || open && len(lastLabel(host)) == 2 && wordEnd(s, i) < i+4 {
		return -1
	}
	return start
}

// citedHost deals with a host that ends behind the dot at i and three letters:
// a note of access says that it is cited as an address and no company's name.
func (f *finder) citedHost(i int) int {
	s := f.text
	end := i + 4
	if !isAccessNote(strings.TrimLeft(s[end:min(len(s), end+48)], ",;) ([")) {
		return i + 1
	}
	start := i
	for start > f.used && start > i-100 && (isLower(s[start-1]) || isDigit(s[start-1]) || s[start-1] == '.' || s[start-1] == '-') {
		start--
	}
	if !isHostName(s[start:end]) || start > 0 && (s[start-1] == '@' || isUpper(s[start-1])) {
		return i + 1
	}
	return f.url(start, start)
}

// isAccessNote tells whether s begins as a note does on when an address was
// looked at.
func isAccessNote(s string) bool {
	for _, w := range []string{"access", "last access", "retrieved", "viewed", "visited", "mis à jour", "consulté", "consultado", "acesso", "acessado", "acceso", "accesso",
		"abgerufen", "zugriff", "дата обращения", "dostęp", "hämtad", "geraadpleegd", "erişim", "访问日期"} {
		if len(s) >= len(w) && strings.EqualFold(s[:len(w)], w) {
			return true
		}
	}
	return false
}

// pubMed deals with "PMID 123" without a colon and a bare "PMC123456".
func (f *finder) pubMed(i int) int {
	s := f.text
	if i > f.used && isAlnum(s[i-1]) {
		return i + 1
	}
	if foldPrefix(s[i:], "pmid ") && len(s) > i+5 && isDigit(s[i+5]) {
		return f.identifier(KindPMID, i+1, i+5)
	}
	if strings.HasPrefix(s[i:], "PMC") && len(s) > i+3 && isDigit(s[i+3]) && f.listed {
		return f.identifier(KindPMCID, i+1, i)
	}
	return i + 1
}

// add appends a link that stands nowhere in the text or whose span no later
// decision needs.
func (f *finder) add(l Link) { f.addSpan(l, f.used, f.used) }

func (f *finder) addSpan(l Link, start, end int) {
	f.links = append(f.links, l)
	f.spans = append(f.spans, [2]int{start, end})
	f.used = max(f.used, end)
}

// field makes sure that a field that must hold a link has one: what is there
// is reported as it stands if nothing in it could be read.
func (f *finder) field() {
	start := skipSpace(f.text, 0)
	end := spaceBefore(f.text, len(f.text), len(f.text))
	if start >= end || len(f.p.anchors) > 0 {
		return
	}
	whole := f.text[start:end]
	switch {
	case len(f.links) == 0 && (f.p.hint == KindURL || f.p.hint == KindDOI):
		f.addSpan(diagnose(f.p.hint, whole, f.p.sourceAt(start)), start, end)
	case len(f.links) == 1 && f.p.hint == KindDOI && f.links[0].Kind == KindDOI:
		a, b := f.spans[0][0], f.spans[0][1]
		if b < end && strings.Trim(f.text[b:end], closers+"#") != "" && withoutSpace(f.text[a:end]) == f.text[a:end] {
			f.links[0] = diagnose(KindDOI, f.text[a:end], f.p.sourceAt(a))
		}
	case len(f.links) > 1 && f.p.hint == KindDOI && withoutSpace(whole) == whole && f.links[0].Kind == KindDOI:
		a := f.spans[0][0]
		f.links, f.spans = f.links[:1], f.spans[:1]
		f.links[0] = diagnose(KindDOI, f.text[a:end], f.p.sourceAt(a))
	}
}

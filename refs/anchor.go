package refs

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// anchored deals with the next hyperlink of the passage and gives the end of
// what it took. The address behind the text is the truth; the text that a
// reader sees is a second witness.
func (f *finder) anchored() int {
	a := f.p.anchors[f.anchor]
	f.anchor++
	end := min(a.end, len(f.text))
	if a.start >= end && a.href == "" || !f.isLink(a) {
		f.within(a.start, end)
		return end
	}
	if stop := f.goesOnBehind(a); stop > 0 {
		n := len(f.links)
		f.within(a.start, stop)
		if len(f.links) > n && f.spans[n][0] < a.end && f.spans[n][1] > a.end {
			return f.used
		}
		f.links, f.spans, f.used = f.links[:n], f.spans[:n], a.start
	}
	first := len(f.links)
	f.within(a.start, end)
	f.reconcile(a, first)
	f.used = max(f.used, end)
	return end
}

// within scans text[start:stop] as if the text ended there and held no anchors.
func (f *finder) within(start, stop int) {
	text, next := f.text, f.anchor
	f.text, f.anchor = text[:stop], len(f.p.anchors)
	f.scan(start, stop)
	f.text, f.anchor = text, next
	for f.anchor < len(f.p.anchors) && f.p.anchors[f.anchor].start < stop {
		f.anchor++
	}
}

// isLink tells whether the hyperlink a is a link of the text that it stands in,
// and not one of the page's own devices.
func (f *finder) isLink(a anchor) bool {
	if !isHref(a.href) || isShare(a.href) {
		return false
	}
	return !f.listed || !isAid(a.href, f.text[min(a.start, len(f.text)):min(a.end, len(f.text))]) && !(isVocabulary(a.href) && !hasLocator(f.text[min(a.start, len(f.text)):min(a.end, len(f.text))]))
}

// isHref tells whether the address of a hyperlink is a link of its own: absolute,
// and not a script or data. Places in the same page or site are none.
func isHref(href string) bool {
	href = strings.TrimSpace(href)
	i := strings.IndexByte(href, ':')
	if i < 2 {
		return false
	}
	for j := 0; j < i; j++ {
		if !isAlnum(href[j]) && strings.IndexByte("+-.", href[j]) < 0 {
			return false
		}
	}
	switch strings.ToLower(href[:i]) {
	case "javascript", "data", "about", "blob", "vbscript":
		return false
	}
	return isLetter(href[0]) && len(href) > i+1
}

// goesOnBehind gives the end of the address that the visible text is the start
// of, if the program that made the hyperlink stopped at a character that it did
// not take for one of an address ("http://www.gov.cn/2021" and then
// "–07/08/content.htm"); 0 if the hyperlink covers it whole.
func (f *finder) goesOnBehind(a anchor) int {
	if a.end >= len(f.text) || a.start >= a.end || f.text[a.end] == ' ' || isAlnum(f.text[a.end]) {
		return 0
	}
	limit := len(f.text)
	if i := sort.Search(len(f.p.anchors), func(i int) bool { return f.p.anchors[i].start >= a.end }); i < len(f.p.anchors) {
		limit = min(limit, f.p.anchors[i].start)
	}
	stop := wordEnd(f.text[:limit], a.end)
	if stop == a.end || stop-a.start > maxLink || !stoppedShort(a, f.text[a.start:a.end], f.text[a.end:stop]) {
		return 0
	}
	return stop
}

// stoppedShort tells whether the hyperlink a is one that a program made of its
// text, and what stands directly behind it can be the rest of the address.
func stoppedShort(a anchor, visible, behind string) bool {
	visible, href := strings.TrimSpace(visible), strings.TrimSpace(a.href)
	if visible != href && (visible == "" || href[resolverLen(href):] != visible) {
		return false
	}
	r, n := utf8.DecodeRuneInString(behind)
	next, rest := behind[0], behind[n:]
	switch {
	case isDash(r), isInvisible(r):
		return rest != "" && (isAlnum(rest[0]) || rest[0] == '/')
	case r >= utf8.RuneSelf:
		return unicode.IsLetter(r) && !isWide(r) && strings.ContainsAny(rest, "/.%=")
	case r == ')': // of "Tide_(gauge)"
		return strings.Count(visible, "(") > strings.Count(visible, ")")
	case r == '(': // of a DOI such as "10.1000/a(b)2", and not a note
		i := strings.IndexByte(rest, ')')
		return i > 0 && i+1 < len(rest) && isAlnum(rest[i+1]) && !noteAhead(rest)
	case strings.IndexByte(",;:.!'", next) >= 0:
		return rest != "" && (isDigit(rest[0]) || isLower(rest[0])) && strings.ContainsAny(strings.TrimRight(rest, ".,;:)"), "/.%=") && !foldPrefix(rest, "http")
	}
	return strings.IndexByte("~-_/?=&%+$*|", next) >= 0 && rest != "" && isAlnum(rest[0])
}

// reconcile joins the hyperlink a with the links found in its text, those from
// first on. What says the same as the address is the link; what only shortens
// or varies it is dropped for the address; what names something else stays
// beside it.
func (f *finder) reconcile(a anchor, first int) {
	href := diagnoseHref(a)
	same := -1
	kept := first
	for i := first; i < len(f.links); i++ {
		l := f.links[i]
		switch {
		case same < 0 && sameLink(l, href):
			same = kept
		case !namesAnother(l, href):
			continue
		}
		f.links[kept], f.spans[kept] = l, f.spans[i]
		kept++
	}
	f.links, f.spans = f.links[:kept], f.spans[:kept]
	if same < 0 {
		f.links = append(f.links, href)
		f.spans = append(f.spans, [2]int{a.start, a.end})
	}
}

// diagnoseHref makes the link of a hyperlink's address.
func diagnoseHref(a anchor) Link {
	written := strings.TrimSpace(a.href)
	lead := strings.Index(a.href, written)
	kind := KindURL
	if resolverLen(written) > 0 || foldPrefix(written, "doi:") {
		kind = KindDOI
	}
	l := diagnose(kind, written, a.source+lead)
	if to := redirectedTo(l.Target); to != "" && len(l.Defects) == 0 {
		l.Repairs = append([]Repair{{to, LocalTarget, Likely, "The address goes through a program that counts clicks and passes them on to this one."}}, l.Repairs...)
	}
	return l
}

// sameLink tells whether the visible link and the hyperlink's address lead to
// the same place, the visible one as well made as the address.
func sameLink(l, href Link) bool {
	if len(l.Defects) > 0 && len(href.Defects) == 0 {
		return false
	}
	a, b := l.proposal(), href.proposal()
	return a != "" && bareKey(a) == bareKey(b) || l.Written == href.Written
}

// namesAnother tells whether a visible link that is not the hyperlink's address
// names something of its own: another identifier, another host. Shortened and
// damaged forms do not.
func namesAnother(l, href Link) bool {
	a, b := l.proposal(), href.proposal()
	if a == "" || bareKey(a) == bareKey(b) {
		return false
	}
	if l.ID != "" && href.ID != "" {
		return !strings.EqualFold(l.ID, href.ID)
	}
	if l.ID != "" {
		return !strings.Contains(strings.ToLower(string(b)), strings.ToLower(l.ID))
	}
	host := strings.TrimPrefix(a.Host(), "www.")
	return host != "" && !strings.Contains(string(b), host)
}

// bareKey is the key of a target without scheme, "www." and final slash, which
// people leave out of what they show.
func bareKey(t Target) string {
	k := t.Key()
	if i := strings.Index(k, "://"); i >= 0 {
		k = k[i+3:]
	}
	return strings.TrimSuffix(strings.TrimPrefix(k, "www."), "/")
}

// proposal is the target that a link most probably means.
func (l Link) proposal() Target {
	if len(l.Defects) > 0 && len(l.Repairs) > 0 {
		return l.Repairs[0].Target
	}
	return l.Target
}

// anchorAt tells whether a hyperlink that is a link starts at i.
func (f *finder) anchorAt(i int) bool {
	return f.anchor < len(f.p.anchors) && f.p.anchors[f.anchor].start <= i && i <= f.p.anchors[f.anchor].end && f.isLink(f.p.anchors[f.anchor])
}

// anchorsWithin tells whether a hyperlink begins in text[start:end].
func (f *finder) anchorsWithin(start, end int) bool {
	return f.anchor < len(f.p.anchors) && f.p.anchors[f.anchor].start >= start && f.p.anchors[f.anchor].start < end
}

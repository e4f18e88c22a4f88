package refs

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// schemes are the schemes under which a URL in running text is recognized; all
// but the first four are told, not followed.
var schemes = append([]string{"https", "http", "ftp", "ftps", "file", "sftp", "gopher"}, misspelt...)

// misspelt are the usual ways to write "http" and "https" wrong, the second
// one always with an s. A scheme that ends another comes behind it.
var misspelt = []string{"hxxps", "hxxp", "htttps", "htttp", "hhttps", "hhttp", "httpps", "httpp", "htpps", "htpp", "htps", "htp", "ttps", "ttp", "tp"}

// schemesByEnd holds the schemes by their last letter, so that most colons are
// dismissed at once.
var schemesByEnd = func() (t [256][]string) {
	for _, s := range schemes {
		end := s[len(s)-1]
		t[end] = append(t[end], s)
	}
	return t
}()

// scheme deals with a colon, from i to next, that a scheme stands in front of,
// with or without spaces and slashes lost. It gives 0 if none does.
func (f *finder) scheme(i, next int) int {
	s := f.text
	e := gapBefore(s, i, 2)
	if e <= f.used || !isLetter(s[e-1]) {
		return f.schemeLost(i)
	}
	if next < len(s) && s[next] == ':' {
		next++ // doubled
	}
	start := f.schemeStart(e)
	if start < 0 {
		if i-f.used >= len("mailto") && foldSuffix(s[:i], "mailto") {
			return f.mailto(i-len("mailto"), next)
		}
		return f.schemeLost(i)
	}
	slashes, host := 0, next
	for j := next; j < len(s) && slashes < 3; slashes++ {
		k := skipBreak(s, j, 2)
		for k < len(s) && k < j+2 && gapAt(s[k:]) > 0 {
			k += gapAt(s[k:])
		}
		switch {
		case k < len(s) && (s[k] == '/' || s[k] == '\\' && k == j):
			host = k + 1
		case strings.HasPrefix(s[min(k, len(s)):], "／"):
			host = k + len("／")
		default:
			j = len(s) + 1
			slashes--
		}
		if j <= len(s) {
			j = host
		}
	}
	if strings.EqualFold(s[start:e], "file") {
		if slashes == 0 {
			return 0
		}
		return f.url(start, next)
	}
	v := skipBreak(s, host, 4)
	switch {
	case v >= len(s), v > host && !f.spacedHost(v, slashes > 1):
		v = host
	}
	if slashes < 2 && !f.spacedHost(v, false) {
		return 0
	}
	if v >= len(s) || !isHostStart(s[v:]) && s[v] != '[' && !strings.HasPrefix(s[v:], "%") {
		if f.listed && slashes == 2 && (v >= len(s) || spaceAt(s[v:]) > 0) && e == i && f.mayStart(start) {
			f.addTruncatedTail(KindURL, start, host)
		}
		return max(host, next)
	}
	return f.url(start, v)
}

// skipBreak gives the place behind the white space at i: so many bytes of it,
// or the end of a line with the indent of the next one.
func skipBreak(s string, i, most int) int {
	v := skipSpace(s[:min(len(s), i+maxIndent)], i)
	if v > i+most && strings.Count(s[i:v], "\n") != 1 {
		return skipSpace(s[:min(len(s), i+most)], i)
	}
	return v
}

// schemeLost deals with a "://" at i that nothing stands in front of; it gives 0
// if no host follows.
func (f *finder) schemeLost(i int) int {
	s := f.text
	if !f.listed || !strings.HasPrefix(s[i:], "://") || i > 0 && isAlnum(s[i-1]) {
		return 0
	}
	word := s[i+3 : wordEnd(s[:min(len(s), i+256)], i+3)]
	if !isHostName(strings.TrimRight(word[:hostEnd(word)], closers)) {
		return 0
	}
	return f.url(i, i+3)
}

// tornScheme gives the start of an "http" or "https" with spaces inside that
// ends at e; -1 if there is none.
func (f *finder) tornScheme(e int) int {
	s, i, torn := f.text, e, false
	for k, c := range []byte("sptth") {
		if v := gapBefore(s, i, 1); v >= f.used && v < i && i < e {
			i, torn = v, true
		}
		switch {
		case i > f.used && lower(s[i-1]) == c:
			i--
		case k > 0: // "http" has no s
			return -1
		}
	}
	if !torn || i > f.used && isAlnum(s[i-1]) {
		return -1
	}
	return i
}

// schemeStart gives the start of the scheme that ends at e; -1 if none does. It
// may be glued to a word or number in front of it ("47https").
func (f *finder) schemeStart(e int) int {
	ending := schemesByEnd[lower(f.text[e-1])]
	if ending == nil {
		return -1
	}
	if start := f.tornScheme(e); start >= 0 {
		return start
	}
	for _, scheme := range ending {
		if start := e - len(scheme); start >= f.used && foldSuffix(f.text[:e], scheme) {
			if foldPrefix(scheme, "http") || start == 0 || !isAlnum(f.text[start-1]) {
				return start
			}
		}
	}
	return -1
}

// spacedHost tells whether the word at v is a host beyond doubt, so that a
// space or a lost slash in front of it does not matter. Behind both slashes
// (whole) a part of a host is enough, if the next part follows.
func (f *finder) spacedHost(v int, whole bool) bool {
	s := f.text
	if v >= len(s) || v >= 1 && s[v] == '/' {
		return false
	}
	end := wordEnd(s[:min(len(s), v+256)], v)
	word := s[v:end]
	host := strings.TrimRight(word[:hostEnd(word)], closers)
	if foldPrefix(word, "www") || isHostName(host) || isLabel(host) && strings.HasSuffix(word, ".") {
		return true
	}
	if !whole || !isLabel(strings.ReplaceAll(host, ".", "")) {
		return false
	}
	next := skipSpace(s[:min(len(s), end+4)], end)
	return strings.Contains(word, ".") || next+1 < len(s) && s[next] == '.' && isLower(s[next+1])
}

// url reads the URL that starts at start, its host at host, and gives its end.
func (f *finder) url(start, host int) int {
	end, m := f.extended(start, host, false)
	if end <= host {
		return host + 1
	}
	raw := f.text[start:end]
	if n := f.elision(end); n > 0 || isElided(raw) {
		end += n
		if f.listed {
			kind := KindURL
			if m.isDOI {
				kind = KindDOI
			}
			f.addTruncatedTail(kind, start, end)
		}
		f.used = max(f.used, end)
		return end
	}
	if f.listed && isVocabulary(raw) {
		f.used = end
		return end
	}
	if f.cutShort(KindURL, m, start, end) {
		return end
	}
	l := diagnose(KindURL, raw, f.p.sourceAt(start))
	if !f.listed && (l.Target == "" && len(l.Repairs) == 0 && !hasImpossiblePort(raw) || strings.Contains(raw, "-.") && strings.Contains(l.Target.Host(), "-.")) {
		f.used = end
		return end // running text shows the forms of addresses, too
	}
	if !m.isDOI && len(l.Defects) == 0 {
		l.Repairs = append(l.Repairs, f.wideReading(start, end)...)
	}
	f.further(&l, start, end)
	f.addSpan(l, start, end)
	return end
}

// hasImpossiblePort tells whether raw is an address that fails by nothing but the
// number of its port: the host is a public one and no form of one.
func hasImpossiblePort(raw string) bool {
	i := strings.Index(raw, "://")
	if i < 0 {
		return false
	}
	rest := raw[i+3:]
	end := hostEnd(rest)
	host, port, _ := strings.Cut(rest[:end], ":")
	if port == "" || !allDigits(port) || isNormalPort(strings.TrimLeft(port, "0")) || !isHostName(host) {
		return false
	}
	t, err := ParseTarget(raw[:i+3] + host + rest[end:])
	return err == nil && !t.Local()
}

// cutShort deals with a link that stops where none can end: it is reported in a
// reference; in running text a bare prefix is talk about DOIs.
func (f *finder) cutShort(kind Kind, m extent, start, end int) bool {
	if !lostTail(withoutSpace(f.text[start:end])) || !f.listed && !m.isDOI {
		return false
	}
	if f.listed {
		if m.isDOI {
			kind = KindDOI
		}
		f.addTruncatedTail(kind, start, end)
	}
	f.used = max(f.used, end)
	return true
}

// elision gives the length of an ellipsis or three dots at i, which shorten a
// link, and of what they leave of its end behind a slash; 0 if there are none.
func (f *finder) elision(i int) int {
	if !strings.HasPrefix(f.text[i:], "…") && dotsAt(f.text, i) != 3 {
		return 0
	}
	n := len("…") // or three dots: as many bytes
	if i+n < len(f.text) && f.text[i+n] == '/' {
		end := wordEnd(f.text[:min(len(f.text), i+maxPiece)], i+n)
		return f.trimmed(i, end, false) - i
	}
	return n
}

// isElided tells whether dots stand for a part in the middle of an address.
func isElided(raw string) bool {
	return strings.Contains(raw, "/.../") || strings.Contains(raw, "[...]") || strings.Contains(raw, "(...)")
}

// dotsAt counts the dots at i; the dots of an elision stand alone.
func dotsAt(s string, i int) int {
	n := 0
	for i+n < len(s) && s[i+n] == '.' {
		n++
	}
	return n
}

// wideReading gives the reading in which Chinese, Japanese or Korean text that
// directly follows a URL is a part of it.
func (f *finder) wideReading(start, end int) []Repair {
	s := f.text
	stop := end
	for stop < len(s) && stop < end+256 {
		r, n := utf8.DecodeRuneInString(s[stop:])
		if !isWide(r) && !(r >= utf8.RuneSelf && unicode.Is(unicode.S, r)) && (stop == end || r >= utf8.RuneSelf || linkByte[r] == never) {
			break
		}
		stop += n
	}
	if stop == end {
		return nil
	}
	t, err := ParseTarget(withScheme(s[start:f.trimmed(start, stop, false)]))
	if err != nil {
		return nil
	}
	return []Repair{{t, GluedText, Guess, "The text that follows without a space may be part of the address."}}
}

// vocabularies are addresses that name a markup vocabulary or a licence; in a
// reference they are traces of its markup, not what it cites.
var vocabularies = []string{
	"www.w3.org/1999/", "www.w3.org/2000/", "www.w3.org/2001/xmlschema", "www.w3.org/xml/1998/", "www.w3.org/tr/html4/", "www.w3.org/tr/xhtml1/",
	"www.niso.org/schemas/", "schemas.openxmlformats.org/", "schemas.microsoft.com/", "purl.org/dc/", "ns.adobe.com/", "dtd.nlm.nih.gov/", "jats.nlm.nih.gov/publishing/",
	"creativecommons.org/licenses/", "creativecommons.org/publicdomain/",
}

func isVocabulary(raw string) bool {
	if i := strings.Index(raw, "://"); i > 0 {
		raw = raw[i+3:]
	}
	for _, v := range vocabularies {
		if foldPrefix(raw, v) {
			return true
		}
	}
	return false
}

// mailto reads an e-mail address with its scheme, which is told as a link that
// nobody follows.
func (f *finder) mailto(start, i int) int {
	end := f.trimmed(i, f.token(i, i, i, false), false)
	name, host, ok := strings.Cut(f.text[i:end], "@")
	if !ok || name == "" || !strings.Contains(host, ".") {
		return i
	}
	f.addSpan(diagnose(KindURL, f.text[start:end], f.p.sourceAt(start)), start, end)
	return end
}

// fullWidth reads a URL that is written in full-width characters throughout.
func (f *finder) fullWidth(i int) int {
	end := i
	for end < len(f.text) {
		r, n := utf8.DecodeRuneInString(f.text[end:])
		if !isFullWidth(r) && (r >= utf8.RuneSelf || linkByte[r] == never) {
			break
		}
		end += n
	}
	end = i + len(strings.TrimRight(f.text[i:end], "。，；：）．"+closers))
	if plain := narrow(f.text[i:end]); !foldPrefix(plain, "http://") && !foldPrefix(plain, "https://") {
		return i + 1
	}
	f.addSpan(diagnose(KindURL, f.text[i:end], f.p.sourceAt(i)), i, end)
	return end
}

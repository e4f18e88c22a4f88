package refs

import (
	"strings"
	"unicode/utf8"
)

// registrantLen gives the length of the prefix of a DOI and its slash at the
// start of s, such as "10.1000/" or "10.978.819252/"; 0 if there is none. The
// directory is 10, the registrant three to nine digits, perhaps divided (DOI
// Handbook 2.2.2). The slash may be percent-encoded.
func registrantLen(s string) int {
	if !strings.HasPrefix(s, "10.") {
		return 0
	}
	i, digits := 3, 0
	for i < len(s) && i < 40 {
		switch c := s[i]; {
		case isDigit(c):
			if digits++; digits > 9 {
				return 0
			}
		case c == '.' && digits > 0 && (i > 5 || digits > 2):
			digits = 0
		case c == '/' && digits > 0 && i > 5:
			return i + 1
		case c == '%' && digits > 0 && i > 5 && foldPrefix(s[i:], "%2f"):
			return i + 3
		default:
			return 0
		}
		i++
	}
	return 0
}

// doiMayStart tells whether a bare DOI, whose prefix has n bytes, may start at
// i: not in a longer number, and there is a suffix.
func (f *finder) doiMayStart(i, n int) bool {
	s := f.text
	if i > f.used {
		if c := s[i-1]; isDigit(c) || c == '.' && i-f.used > 1 && isDigit(s[i-2]) && n < 8 {
			return false
		}
	}
	if i+n >= len(s) || n < 8 && !f.doiSaid(i) && f.p.hint != KindDOI && i != 0 {
		return false
	}
	if !f.doiSaid(i) && f.p.hint != KindDOI && f.isPlainNumber(i, n) {
		return false
	}
	c := s[i+n]
	return isAlnum(c) || c == '(' || c == '<' || c == '/' || c == '[' || spaceAt(s[i+n:]) > 0 && f.doiSaid(i) || f.listed && spaceAt(s[i+n:]) > 0 && n >= 8
}

// isPlainNumber tells whether what has the form of a DOI with n bytes of prefix
// at i is more likely a number in a text, of a section or year: "10.2014/15",
// "1.10.1234/5".
func (f *finder) isPlainNumber(i, n int) bool {
	s := f.text
	end := i + n
	for end < len(s) && isDigit(s[end]) {
		end++
	}
	if digits := end - i - n; digits == 0 || digits > 4 || end < len(s) && (isAlnum(s[end]) || strings.IndexByte("-_/(", s[end]) >= 0 || s[end] == '.' && end+1 < len(s) && isAlnum(s[end+1])) {
		return false
	}
	return isYear(s[i+3:i+n-1]) || i-f.used > 1 && s[i-1] == '.' && isDigit(s[i-2])
}

// hiddenPrefixAt tells whether a DOI starts at i that has characters in its
// prefix that cannot be seen, or a backslash in front of its dot.
func (f *finder) hiddenPrefixAt(i int) bool {
	s := f.text[i:min(len(f.text), i+maxPrefix)]
	if i > 0 && isAlnum(f.text[i-1]) {
		return false
	}
	if strings.HasPrefix(s, `10\.`) {
		n := registrantLen("10" + s[3:])
		return n > 7 && n+1 < len(s) && isAlnum(s[n+1])
	}
	if isASCII(s) {
		return false
	}
	n := strings.IndexByte(s, '/')
	return n > 0 && n+1 < len(s) && isAlnum(s[n+1]) && registrantLen(visible(s)) > 7
}

const maxPrefix = 32 // bytes; what is hidden in it included

// visible gives s without the characters that cannot be seen.
func visible(s string) string {
	if isASCII(s) || !utf8.ValidString(s) && strings.IndexFunc(s, isInvisible) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if isInvisible(r) {
			return -1
		}
		return r
	}, s)
}

// isTornPrefix tells whether s starts with the prefix of a DOI that white space
// divides: "10. 1016/", "10 .1016/", "10.1016 /".
func isTornPrefix(s string) bool {
	n, gaps := tornPrefix(s)
	if n == 0 || gaps == 0 || strings.Count(s[:n], "\n") > 1 {
		return false
	}
	registrant := strings.Trim(s[2:n], " .\t\r\n/\u00a0")
	w := skipSpace(s[:min(len(s), n+maxIndent)], n)
	return len(registrant) > 3 && len(registrant) < 6 && w < len(s) && (isAlnum(s[w]) || s[w] == '(') && !isYear(registrant)
}

// tornPrefix gives the length of the prefix of a DOI and its slash at the start
// of s, with white space between its parts or not, and how much of that there
// is; 0 if there is none.
func tornPrefix(s string) (n, gaps int) {
	if !strings.HasPrefix(s, "10") {
		return 0, 0
	}
	gap := func(i int) int {
		v := skipSpace(s[:min(len(s), i+maxIndent)], i)
		if v-i > 3 && strings.Count(s[i:v], "\n") != 1 {
			return len(s) // too wide for one line
		}
		gaps += v - i
		return v
	}
	i := gap(2)
	if i >= len(s) || s[i] != '.' {
		return 0, 0
	}
	i = gap(i + 1)
	digits := i
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	if digits = i - digits; digits < 3 || digits > 9 {
		return 0, 0
	}
	if i = gap(i); i >= len(s) || s[i] != '/' {
		return 0, 0
	}
	return i + 1, gaps
}

// tornPrefixAt tells whether a DOI starts at i although white space divides its
// prefix. "10. 1016/7" may number an entry: there the label must say it, or a
// suffix that is no date or page.
func (f *finder) tornPrefixAt(i int) bool {
	s := f.text[i:]
	if !f.listed || i > 0 && isAlnum(f.text[i-1]) || !isTornPrefix(s) {
		return false
	}
	if s[2] != '.' || spaceAt(s[3:]) == 0 || strings.Contains(strings.ToLower(f.text[max(f.used, i-48, 0):i]), "doi") {
		return true
	}
	slash := strings.IndexByte(s, '/')
	word := s[slash+1 : wordEnd(s[:min(len(s), slash+maxPiece)], slash+1)]
	return len(word) > 6 && hasDigit(word) && strings.ContainsAny(word, ".-()") && isLetter(word[0])
}

// doiSaid tells whether "doi" or a resolver stands right in front of i.
func (f *finder) doiSaid(i int) bool {
	head := strings.TrimRight(f.text[max(f.used, i-8, 0):i], " :=>/.\u00a0")
	return foldSuffix(head, "doi") || foldSuffix(head, "org")
}

// resolverStart gives the start of a resolver without a scheme ("doi.org/")
// that ends at i, or i.
func (f *finder) resolverStart(i int) int {
	s := f.text
	if i == f.used || s[i-1] != '/' {
		return i
	}
	low := max(f.used, i-40)
	start := i - 1
	for start > low && (isAlnum(s[start-1]) || s[start-1] == '.' || s[start-1] == '-') {
		start--
	}
	if resolverLen(s[start:i]) == i-start {
		return start
	}
	return i
}

// doi reads the DOI that starts at i, a resolver in front of it at start, and
// gives its end.
func (f *finder) doi(start, i int) int {
	end, m := f.extended(start, i, true)
	if n := f.elision(end); n > 0 && end > i {
		if f.listed {
			f.addTruncatedTail(KindDOI, start, end+n)
		}
		f.used = max(f.used, end+n)
		return end + n
	}
	if end <= i || f.cutShort(KindDOI, m, start, end) {
		return max(end, i+1)
	}
	l := diagnose(KindDOI, f.text[start:end], f.p.sourceAt(start))
	f.further(&l, start, end)
	f.addSpan(l, start, end)
	return max(end, i+1)
}

// labelledDOI deals with what stands at v behind the label "DOI", whose colon
// ends at i.
func (f *finder) labelledDOI(i, v int) int {
	s := f.text
	v = skipWrapper(s, v)
	if f.anchorAt(v) {
		return i
	}
	if strings.HasPrefix(s[v:], "１０．") {
		return f.fullWidthDOI(i, v)
	}
	word := s[v:wordEnd(s[:min(len(s), v+maxPiece)], v)]
	if emptyAt(s, v) && !(strings.HasPrefix(word, "(") && startLost(word)) {
		if f.listed && !f.anchorsWithin(i, v) && !f.doiSoon(v) {
			f.missing(KindDOI, i, "doi")
		}
		return i
	}
	if end := f.doiAt(v, word); end > 0 {
		return end
	}
	if !f.listed || startsLink(word) && !strings.HasPrefix(word, "10") || foldPrefix(word, "doi") || f.doiSoon(v) {
		return i
	}
	return f.brokenDOI(i, v, word)
}

// brokenDOI deals with a word behind the label "DOI" that is no whole one: its
// end, its directory or its start is lost.
func (f *finder) brokenDOI(i, v int, word string) int {
	s := f.text
	bare := strings.TrimRight(word, ".,;:)]}>")
	switch {
	case strings.HasPrefix(bare, "10/") && isShortName(bare[len("10/"):]):
		t := Target(resolver + bare)
		f.addSpan(Link{Kind: KindDOI, Pos: Position{Offset: f.p.sourceAt(v)}, Written: bare, ID: bare, Target: t}, v, v+len(bare))
		return v + len(bare)
	case strings.HasPrefix(bare, "10") && isBarePrefix(bare):
		end := v + len(strings.TrimRight(word, ",;:)]}>"))
		f.addTruncatedTail(KindDOI, v, end)
		return end
	case directoryLost(bare) > 0, mendPrefix(bare) != bare:
		end := f.trimmed(v, f.token(v, v, v, true), true)
		f.addSpan(diagnose(KindDOI, s[v:end], f.p.sourceAt(v)), v, end)
		return end
	case startLost(word):
		end := v + len(bare)
		if end < len(s) && s[end] == ')' && strings.Count(bare, "(") > strings.Count(bare, ")") {
			end++
		}
		f.addTruncated(KindDOI, v, end)
		return end
	}
	return i
}

// fullWidthDOI reads a DOI that is written in full-width characters throughout.
func (f *finder) fullWidthDOI(i, v int) int {
	end := wordEnd(f.text[:min(len(f.text), v+maxPiece)], v)
	end = v + len(strings.TrimRight(f.text[v:end], "。，；：）．"+closers))
	if n := registrantLen(narrow(f.text[v:end])); n == 0 || n == len(narrow(f.text[v:end])) {
		return i
	}
	f.addSpan(diagnose(KindDOI, f.text[v:end], f.p.sourceAt(v)), v, end)
	return end
}

// doiAt reads a DOI, whole or torn or with a doubled dot, that a label
// announces at v. It gives 0 if the word there is none.
func (f *finder) doiAt(v int, word string) int {
	rest := f.text[v:]
	switch {
	case registrantLen(word) > 0, registrantLen(visible(word)) > 0:
		return f.doi(v, v)
	case strings.HasPrefix(word, "10.") && len(word) > 3 && isDoubled(word):
		return f.doi(v, v)
	}
	if n, _ := tornPrefix(rest[:min(len(rest), maxPiece)]); n > 0 && n < len(rest) {
		return f.doi(v, v)
	}
	return 0
}

// isDoubled tells whether word is a DOI whose first dot is doubled.
func isDoubled(word string) bool {
	return strings.HasPrefix(word, "10..") && registrantLen("10."+strings.TrimLeft(word[3:], ".")) > 0
}

// isBarePrefix tells whether s is a DOI of which only the prefix is left.
func isBarePrefix(s string) bool {
	rest := strings.TrimRight(strings.TrimPrefix(s, "10"), "/")
	return rest == "" || rest == "." || rest[0] == '.' && allDigits(rest[1:])
}

// directoryLost gives the length of the registrant at the start of s if s is a
// DOI that lost its "10."; else 0.
func directoryLost(s string) int {
	i := 0
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	if i != 4 && i != 5 || i+2 >= len(s) || s[i] != '/' || !isAlnum(s[i+1]) && !opensSuffix(s[i+1:]) || i == 4 && isYear(s[:4]) {
		return 0
	}
	return i
}

// startLost tells whether the word behind the label "DOI" is what is left of a
// DOI whose start is gone: it has a digit or a SICI's end, and is no date, no
// note and no serial number of another kind.
func startLost(word string) bool {
	bare := strings.TrimRight(word, ".,;:)]}>")
	if len(bare) < 4 || isYear(bare) || strings.Contains(word, "[pii]") {
		return false
	}
	if strings.Contains(strings.ToUpper(bare), "CO;2") {
		return true
	}
	switch c := bare[0]; {
	case c == '(':
		return len(bare) > 5 && isDigit(bare[1]) && strings.Contains(bare, ")") && !isYear(strings.Trim(bare, "()"))
	case c == '.' || c == '/' || c == '-':
		return len(bare) > 5 && hasDigit(bare)
	case !isAlnum(c):
		return false
	}
	return hasDigit(bare) && (allDigits(bare) && len(bare) > 4 || strings.ContainsAny(bare, ".-()[]/_") || isDigit(bare[0]) || digitShare(bare))
}

// digitShare tells whether at least half of s are digits.
func digitShare(s string) bool {
	n := 0
	for i := 0; i < len(s); i++ {
		if isDigit(s[i]) {
			n++
		}
	}
	return 2*n >= len(s)
}

// doiSoon tells whether a whole DOI follows a few words behind v: what stands
// at v is then another number, as in "doi: S0896-6273(09)00744-2[pii]; 10.1016/...".
func (f *finder) doiSoon(v int) bool {
	rest := f.text[v:min(len(f.text), v+80)]
	if strings.Contains(rest[:min(len(rest), 40)], "[pii]") {
		return true
	}
	for i := strings.Index(rest, "10."); i >= 0; {
		if registrantLen(rest[i:]) > 0 {
			return true
		}
		next := strings.Index(rest[i+1:], "10.")
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return false
}

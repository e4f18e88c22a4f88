package refs

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// readEscape undoes escapes of the language that the reference came through.
func readEscape(raw string) []reading {
	if !strings.ContainsAny(raw, "&\\%<") {
		return nil
	}
	s := unescapeEntities(raw)
	s = dropBackslashes(s)
	s = decodeScheme(s)
	if isDOIText(s) {
		for strings.Contains(s, "%25") {
			s = strings.ReplaceAll(s, "%25", "%")
		}
	}
	if s == raw {
		return nil
	}
	return []reading{{s, Certain, "The escapes belong to the markup that the reference was written in."}}
}

// dropBackslashes takes out the backslashes that LaTeX and Markdown want in
// front of punctuation.
func dropBackslashes(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("_&%#$~.{}()[]<>*-", s[i+1]) >= 0 {
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// decodeScheme decodes an address whose "://" is percent-encoded, and with it
// the rest.
func decodeScheme(s string) string {
	if !foldPrefix(s, "http%3a") && !foldPrefix(s, "https%3a") {
		return s
	}
	u, err := url.PathUnescape(s)
	if err != nil || !utf8.ValidString(u) || foldPrefix(u, "http%3a") || foldPrefix(u, "https%3a") || strings.ContainsAny(u, "&\\%<") {
		return s
	}
	return u
}

// readSplit closes the gaps in a link. At a hyphen that ends a line the hyphen
// may have been put there: both readings are given. A space between two words
// of a file's name may be a space indeed.
func readSplit(raw string) []reading {
	if withoutSpace(raw) == raw {
		return nil
	}
	joined := withoutSpace(raw)
	why := "No white space can stand inside a link."
	if at := hyphenBreak(raw); at >= 0 {
		dropped := withoutSpace(raw[:at] + raw[at+1:])
		kept := reading{joined, Likely, "The hyphen at the end of the line belongs to it."}
		cut := reading{dropped, Guess, "The hyphen was put there to break the line."}
		if !wordsAround(raw, at) {
			return []reading{kept, cut}
		}
		cut.confidence, kept.confidence = Likely, Guess
		return []reading{cut, kept}
	}
	if s, ok := literalSpaces(raw); ok {
		return []reading{
			{s, Likely, "The name of the file has a space in it."},
			{joined, Guess, "The space came in when the text was set."},
		}
	}
	if midWord(raw) {
		return []reading{{joined, Likely, "The line ends in the middle of it."}}
	}
	return []reading{{joined, Certain, why}}
}

// midWord tells whether a line ends between two letters or digits of a URL,
// where nothing shows that it goes on.
func midWord(raw string) bool {
	if isDOIText(withoutSpace(raw)) {
		return false
	}
	for i := 1; i < len(raw); i++ {
		if v := skipSpace(raw, i); v > i && v < len(raw) {
			if isAlnum(raw[i-1]) && isAlnum(raw[v]) && brokenLine(raw[i:v]) {
				return true
			}
			i = v
		}
	}
	return false
}

// hyphenBreak gives the place of the last hyphen in s that ends a line, -1 if
// there is none.
func hyphenBreak(s string) int {
	for i := len(s) - 2; i > 0; i-- {
		if s[i] != '-' {
			continue
		}
		if v := skipSpace(s, i+1); v > i+1 && v < len(s) && brokenLine(s[i+1:v]) {
			return i
		}
	}
	return -1
}

// wordsAround tells whether the hyphen at i divides a word: small letters stand
// on both sides of it, and the segment is not one of words joined by hyphens.
func wordsAround(s string, i int) bool {
	v := skipSpace(s, i+1)
	segment := s[strings.LastIndexAny(s[:i], "/.?=&")+1 : i]
	return i > 0 && v < len(s) && isLower(s[i-1]) && isLower(s[v]) && !strings.Contains(segment, "-")
}

// literalSpaces encodes the spaces of s if each stands between two letters or
// digits of a path, in one line.
func literalSpaces(s string) (string, bool) {
	i := strings.Index(s, "://")
	if i < 0 {
		i = -3
	}
	path := strings.IndexByte(s[i+3:], '/')
	if path < 0 || isDOIText(s) || brokenLine(s) || !endsInFile(s) {
		return "", false
	}
	path += i + 3
	if withoutSpace(s[:path]) != s[:path] {
		return "", false
	}
	for j := path; j < len(s); j++ {
		if n := spaceAt(s[j:]); n > 0 && (n > 1 || j+1 >= len(s) || !isAlnum(s[j-1]) || !isAlnum(s[j+1])) {
			return "", false
		}
	}
	return strings.ReplaceAll(s, " ", "%20"), true
}

// readScheme mends the beginning of an address: a scheme misspelt, doubled, or
// without its colon or slashes; a resolver in front of a resolver.
func readScheme(raw string) []reading {
	s := fixScheme(raw)
	for {
		i := doubled(s)
		if i == 0 {
			break
		}
		s = fixScheme(s[i:])
	}
	if s == raw {
		return nil
	}
	return []reading{{s, Certain, "An address begins with its scheme, a colon and two slashes."}}
}

// fixScheme gives the scheme of a web address its proper form.
func fixScheme(s string) string {
	for _, p := range []string{"https", "http", "hxxps", "hxxp", "ttps", "ttp"} {
		if !foldPrefix(s, p) {
			continue
		}
		rest := strings.TrimLeft(s[len(p):], ":;/ ")
		marks := s[len(p) : len(s)-len(rest)]
		scheme := "http://"
		if p[len(p)-1] == 's' {
			scheme = "https://"
		}
		if marks == "://" && p[0] == 'h' && p[1] == 't' || rest == "" || marks == "" && !foldPrefix(rest, "www.") || marks == ":" && !foldPrefix(rest, "www.") && !isHostName(rest[:hostEnd(rest)]) {
			return s
		}
		if marks == ";" || marks == "/" && !isHostName(rest[:hostEnd(rest)]) {
			return s
		}
		return scheme + rest
	}
	return s
}

// doubled gives the length of a scheme or resolver that stands in front of
// another scheme; 0 if none does.
func doubled(s string) int {
	n := resolverLen(s)
	if n == 0 {
		i := strings.Index(s, "://")
		if i < 0 || i > 5 {
			return 0
		}
		n = i + 3
	}
	if foldPrefix(s[n:], "http://") || foldPrefix(s[n:], "https://") || foldPrefix(s[n:], "http:/") && n < 9 {
		return n
	}
	return 0
}

// collapseSlashes gives a DOI whose slash behind the prefix is doubled a single
// one.
func collapseSlashes(id string) string {
	n := registrantLen(id)
	if n == 0 || n >= len(id) || id[n] != '/' {
		return id
	}
	return id[:n] + strings.TrimLeft(id[n:], "/")
}

// readDOIForm mends what is nearly a DOI.
func readDOIForm(raw string) []reading {
	if n := directoryLost(raw); n > 0 && raw[:n] >= "1000" && !strings.Contains(raw, ":/") {
		return []reading{{"10." + raw, Likely, "Every DOI begins with “10.”, which is lost here."}}
	}
	i := doiStart(raw)
	if i < 0 {
		return nil
	}
	id := raw[i:]
	s := collapseDots(id)
	if strings.HasPrefix(s, "10.1007/") {
		s = strings.ReplaceAll(s, "__", "_")
	}
	s = siciSigns(s)
	if s == id {
		return nil
	}
	return []reading{{raw[:i] + s, Likely, "This is how its publisher makes DOIs."}}
}

// collapseDots makes one dot of two. Longer runs are leaders to what follows.
func collapseDots(s string) string {
	if !strings.Contains(s, "..") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		n := dotsAt(s, i)
		switch {
		case n == 0:
			b.WriteByte(s[i])
			n = 1
		case n == 2 && i+2 < len(s):
			b.WriteByte('.')
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// siciSigns gives back the "<" and ">" of a SICI that a font has shown as "\"
// and "[".
func siciSigns(s string) string {
	open := strings.IndexByte(s, '\\')
	if open < 0 || !siciGlyphs(s[:open]) || strings.Contains(s, "<") {
		return s
	}
	end := strings.LastIndexByte(s, '[')
	if end < open || !siciClose(">"+s[end+1:]) {
		return s
	}
	return s[:open] + "<" + s[open+1:end] + ">" + s[end+1:]
}

// readGlued cuts what sticks to the end of a DOI.
func readGlued(raw string) []reading {
	i := doiStart(raw)
	if i < 0 {
		return nil
	}
	id := raw[i:]
	n := registrantLen(id)
	if n == 0 {
		return nil
	}
	cut, confidence := len(id), Certain
	for {
		next, c := gluedAt(id[:cut], n, i > 0 && resolverLen(raw) > 0)
		if next <= n || next >= cut {
			break
		}
		cut, confidence = next, weaker(confidence, c)
	}
	trimmed := trimDOI(id[:cut])
	if len(trimmed) <= n || trimmed == id || cut == len(id) {
		return nil
	}
	return []reading{{raw[:i] + trimmed, confidence, "What is behind it belongs to the text, not to the DOI."}}
}

// trimDOI takes the punctuation off the end of a DOI.
func trimDOI(s string) string {
	for {
		t := strings.TrimRight(s, ".,;:#>")
		if t != "" && strings.IndexByte("([{", t[len(t)-1]) >= 0 {
			t = t[:len(t)-1]
		}
		if t == s {
			return s
		}
		s = t
	}
}

// gluedMarks begin what is no part of a DOI, wherever they stand in it.
var gluedMarks = []string{"http://", "https://", "pmid", "pmcid", "[doi]", "[pii]", "doi:", ">accessed", "(accessed", "[accessed", "accessed", "<br", "</", "&lt;", "articlepublishedonline", "journals.sagepub.com", ".sagepub.com", "arxiv:", ".url:"}

// hasGluedWord tells whether one of gluedMarks may be in s, which is made of
// letters, digits and harmless marks.
func hasGluedWord(s string) bool {
	folded := strings.ToLower(s)
	for _, w := range []string{"http", "pmid", "pmcid", "doi:", "access", "article", "sagepub", "arxiv", ".url"} {
		if strings.Contains(folded, w) {
			return true
		}
	}
	return false
}

// gluedAt gives the place in a DOI, whose prefix has n bytes, where something
// foreign begins; len(id) if nothing does.
func gluedAt(id string, n int, inURL bool) (int, Confidence) {
	folded := strings.ToLower(id)
	if len(folded) != len(id) {
		return len(id), Certain
	}
	at := len(id)
	for _, m := range gluedMarks {
		if i := strings.Index(folded[n:], m); i > 0 {
			i += n
			if m[0] == 'p' && !pmLabel(id[i:]) {
				continue // the number may be a part of the DOI
			}
			if m == ".sagepub.com" {
				for i > n && isLower(folded[i-1]) {
					i--
				}
			}
			at = min(at, i)
		}
	}
	if at < len(id) {
		return at, Certain
	}
	if i := strings.Index(id[n:], "....."); i > 0 {
		return n + i, Certain
	}
	if i := strings.IndexAny(id[n:], "?#"); i > 0 && !inURL {
		if id[n+i] == '?' {
			return n + i, Certain
		}
		return n + i, Likely
	}
	if m := len(id) - 6; m > n && id[m] == '(' && id[len(id)-1] == ')' && isYear(id[m+1:m+5]) {
		return m, Likely
	}
	if i := viewTail(id); i > n {
		return i, Likely
	}
	if i := strings.IndexFunc(id[n:], func(r rune) bool { return r >= 0x2E80 && (unicode.IsSymbol(r) || isWide(r)) }); i > 0 {
		return n + i, Certain
	}
	return len(id), Certain
}

package refs

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// readEscape undoes escapes of the language that the reference came through.
func readEscape(raw string) []reading {
	if !strings.ContainsAny(raw, "&\\%<") {
		return nil
	}
	s := unescapeEntities(raw)
	if strings.ContainsAny(s, "\\{") {
		s = dropBackslashes(latexSigns.Replace(s))
	}
	s = decodeScheme(s)
	if isDOIText(s) {
		for strings.Contains(s, "%25") {
			s = strings.ReplaceAll(s, "%25", "%")
		}
		s = decodeBareDOI(s)
	}
	if s == raw {
		return nil
	}
	return []reading{{s, Certain, "The escapes belong to the markup that the reference was written in."}}
}

// decodeBareDOI decodes a DOI that is escaped although no resolver stands in
// front of it; that of its slash is read as it stands.
func decodeBareDOI(s string) string {
	if resolverLen(s) > 0 || !strings.Contains(s, "%") || !strings.Contains(s[doiStart(s):], "/") {
		return s
	}
	u, err := url.PathUnescape(s)
	if err != nil || !isASCII(u) || strings.IndexFunc(u, unfitForDOI) >= 0 || strings.ContainsAny(u, "%&\\") {
		return s
	}
	return u
}

// latexSigns maps what LaTeX has for the signs of addresses. A space behind such
// a word is no part of the text.
var latexSigns = strings.NewReplacer(`{\textasciitilde}`, "~", `\textasciitilde{}`, "~", `\textasciitilde `, "~", `\textasciitilde`, "~", `\~{}`, "~", `$\sim$`, "~", `$\sim `, "~",
	`\textunderscore{}`, "_", `\textunderscore `, "_", `\textunderscore`, "_", `{\_}`, "_", `\slash{}`, "/", `\slash `, "/", `\slash`, "/", `{\%}`, "%", `{\&}`, "&", `{\#}`, "#")

// latexSign gives the length of one of LaTeX's words for a sign at the start of
// s, the space behind it included; 0 if there is none.
func latexSign(s string) int {
	for _, w := range []string{`\textasciitilde`, `\textunderscore`, `\sim`, `\slash`} {
		if rest, ok := strings.CutPrefix(s, w); ok && (rest == "" || !isLetter(rest[0])) {
			return len(w) + min(1, len(rest)-len(strings.TrimPrefix(rest, " ")))
		}
	}
	return 0
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
	if foldPrefix(s, "http%253a") || foldPrefix(s, "https%253a") {
		s = strings.ReplaceAll(s, "%25", "%")
	}
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
			{strings.ReplaceAll(s, "%20", "_"), Guess, "An underscore is lost where the space is."},
			{joined, Guess, "The space came in when the text was set."},
		}
	}
	if midWord(raw) {
		return []reading{{joined, Likely, "The space stands in the middle of a word."}}
	}
	return []reading{{joined, Certain, why}}
}

// midWord tells whether a line ends between two letters or digits of a URL, or
// a space divides a label of its host, where nothing shows that it goes on.
func midWord(raw string) bool {
	if isDOIText(withoutSpace(raw)) {
		return false
	}
	host := max(strings.Index(raw, "://"), 0) + 3
	host += hostEnd(raw[min(len(raw), host):])
	for i := 1; i < len(raw); i++ {
		if v := skipSpace(raw, i); v > i && v < len(raw) {
			if isAlnum(raw[i-1]) && isAlnum(raw[v]) && (brokenLine(raw[i:v]) || i < host) {
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
// on both sides of it, and the address nowhere else joins words by hyphens.
func wordsAround(s string, i int) bool {
	v := skipSpace(s, i+1)
	if i == 0 || v >= len(s) || !isLower(s[i-1]) || !isLower(s[v]) {
		return false
	}
	from := strings.LastIndexAny(s[:i], "/.?=&") + 1
	to := len(s)
	if n := strings.IndexAny(s[v:], "/.?=&"); n >= 0 {
		to = v + n
	}
	return !strings.Contains(s[from:i], "-") && !strings.Contains(s[v:to], "-")
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
	if id := behindMangled(s); id != "" {
		return []reading{{id, Certain, "A DOI has no host of its own; only the resolver's address can stand in front of it."}}
	}
	if t := fixHost(s); t != s {
		return []reading{{t, Likely, "A host is made of labels with single dots between them."}}
	}
	if s == raw {
		return nil
	}
	return []reading{{s, Certain, "An address begins with its scheme, a colon and two slashes."}}
}

// fixHost takes the second dot of two out of a host, and the brackets that
// somebody put around its dots so that nobody follows the link.
func fixHost(s string) string {
	i := strings.Index(s, "://")
	if i < 0 || isDOIText(s) {
		return s
	}
	i += 3
	end := i + hostEnd(s[i:])
	written := s[i:end]
	if !strings.ContainsAny(written, "[(") && !strings.Contains(written, "..") {
		return s // nothing for the replacer, which takes memory even so
	}
	host := hostDots.Replace(written)
	if host == written || !isHostName(host) {
		return s
	}
	return s[:i] + host + s[end:]
}

var hostDots = strings.NewReplacer("[.]", ".", "(.)", ".", "[dot]", ".", "..", ".")

// webSchemes are the schemes of the Web and how they are written wrong.
var webSchemes = append([]string{"httpps", "httpp", "https", "http"}, misspelt...)

// fixScheme gives the scheme of a web address its proper form.
func fixScheme(s string) string {
	if rest, ok := strings.CutPrefix(s, "://"); ok && isHostName(rest[:hostEnd(rest)]) {
		return "http://" + rest
	}
	for _, p := range webSchemes {
		if !foldPrefix(s, p) {
			continue
		}
		rest := strings.TrimLeft(s[len(p):], ":;/ .,\\")
		marks := s[len(p) : len(s)-len(rest)]
		scheme := "http://"
		if p[len(p)-1] == 's' {
			scheme = "https://"
		}
		if marks == "://" && (p == "http" || p == "https") || rest == "" || marks == "" && !foldPrefix(rest, "www.") || marks == ":" && !foldPrefix(rest, "www.") && !isHostName(rest[:hostEnd(rest)]) {
			return s
		}
		if marks == ";" || marks == "." || marks == "," || marks == "/" && !isHostName(rest[:hostEnd(rest)]) || !strings.ContainsAny(marks, "/:\\") && marks != "" {
			return s
		}
		if marks[max(len(marks)-1, 0):] == "." && strings.Contains(marks, "/") && !isHostName(rest[:hostEnd(rest)]) {
			return s // the first label of the host is missing
		}
		if strings.Contains(marks, "\\") {
			rest = strings.ReplaceAll(rest, "\\", "/")
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
	if resolverLen(s) > 0 && foldPrefix(s[n:], "www.") {
		return n
	}
	if foldPrefix(s[n:], "http//") || foldPrefix(s[n:], "https//") || foldPrefix(s[n:], "http://") || foldPrefix(s[n:], "https://") || foldPrefix(s[n:], "http:/") && n < 9 {
		return n
	}
	return 0
}

package refs

import (
	"slices"
	"strings"
)

// urlGoesOn tells whether the word behind the gap is a part of the URL.
func (g *gap) urlGoesOn() bool {
	if g.left == "" {
		return false
	}
	if g.lone && isAlnum(g.next[0]) || len(g.next) == 1 && g.spaced && g.loneMark() {
		return true
	}
	if hostEnd(g.left) == len(g.left) {
		return g.hostGoesOn()
	}
	if !g.listed && !g.cut() {
		return false
	}
	if i := doiWithin(g.left); i >= 0 && g.left[len(g.left)-1] != '/' {
		d := *g
		if d.left = g.left[i:]; d.doiGoesOn() {
			return true
		}
	}
	return g.pathGoesOn()
}

// cut tells whether the end of a line has cut a URL in running text: behind a
// hyphen, which ends no address, or behind a separator in front of what stands
// in no prose.
func (g *gap) cut() bool {
	if !g.broken {
		return false
	}
	switch g.left[len(g.left)-1] {
	case '-':
		return true
	case '/', '_':
		return isPathPiece(strings.TrimRight(g.next, closers), false)
	}
	return false
}

// loneMark tells whether the next word, a single character, is a separator of an
// address in a text that has spaces around them, with a piece of it behind.
func (g *gap) loneMark() bool {
	c, after := g.next[0], g.after
	if strings.IndexByte("./-_?=&", c) < 0 || after == "" || isStopWord(after) {
		return false
	}
	if c == '.' {
		return isLower(after[0]) || isDigit(after[0]) && len(after) < 5
	}
	return isAlnum(after[0]) && c != '-'
}

// doiWithin gives the place of a DOI, of which at least the "10" is there, in
// the path of an address; -1 if there is none.
func doiWithin(left string) int {
	i := strings.LastIndex(left, "/10")
	if i < 0 || len(left) > i+3 && left[i+3] != '.' {
		return -1
	}
	if rest := left[i+1:]; len(rest) > 3 && registrantLen(rest) == 0 || len(rest) <= 3 && !foldSuffix(left[:i], "doi") && !foldSuffix(left[:i], "stable") && !foldSuffix(left[:i], "article") {
		return -1
	}
	return i + 1
}

func (g *gap) hostGoesOn() bool {
	host, next := g.left, g.next
	end := hostEnd(next)
	if i := strings.IndexByte(next[:end], '('); i > 0 {
		end = i // a note
	}
	more := strings.TrimRight(next[:end], closers)
	hasPath := end < len(next) && next[end] != '('
	last := host[len(host)-1]
	switch {
	case last == ',' || last == ';' || last == ':':
		return false
	case next[0] == '/':
		return len(next) > 1 && (isAlnum(next[1]) || next[1] == '~' || next[1] == '?' && strings.Contains(next, "=")) && isHostName(host)
	case next == ".":
		return strings.EqualFold(host, "www")
	case more == "" || isUpper(next[0]):
		return false
	case next[0] == '.' && isCountryBehind(host, more[1:]):
		return true
	case !strings.Contains(host, ".") && isAlnum(last) && hasPath && isHostName(more) && alnumLen(host) == len(host) && strings.IndexByte(more, '.') < 3:
		return true // a letter is lost: "powel s.com"
	case g.dividedLabel(host, more) && hasPath:
		return true // "ti des.org/"
	case next[0] == '.' && len(more) > 2 && (isLower(more[1]) || isDigit(more[1])) && isLabel(strings.ReplaceAll(more[1:], ".", "")) && (hasPath || g.joins > 0):
		return true // no word of prose begins with a dot
	case next[0] == '.' || next[0] == '-':
		return last != '.' && len(more) > 1 && isAlnum(more[1]) && !isHostName(host)
	case last == '-':
		return isHostName(more) || isLabel(more) && next[len(next)-1] == '.' && g.after != "" && isLower(g.after[0])
	case last != '.':
		return false
	}
	host = host[:len(host)-1]
	if strings.EqualFold(host, "www") {
		return isHostName(more) || isLabel(more) && (next[end-1] == '.' || hasPath)
	}
	if (hasPath || g.slash()) && (isCountryBehind(host, more) || inSet(settledTLDs, more)) || g.final() && isUnfinishedHost(host) && inSet(tlds, more) {
		return true
	}
	if strings.Contains(host, ".") && inSet(settledTLDs, lastLabel(host)) && !(foldPrefix(host, "www.") && strings.Count(host, ".") == 1) {
		return false
	}
	if g.next[len(g.next)-1] == '.' && isLabel(more) && g.after != "" && isLower(g.after[0]) && strings.ContainsAny(g.after, "./") {
		return true
	}
	if !strings.Contains(host, ".") && g.final() && isLabel(more) && len(more) > 3 {
		return true // one word is no host, whatever the next one is
	}
	if isHostName(more) {
		return hasPath || g.listed
	}
	return inSet(settledTLDs, more) && (hasPath || strings.Contains(host, ".")) || inSet(tlds, more) && hasPath
}

// dividedLabel tells whether a space divides the first label of a host: no name of
// one word is public, and a host with a path behind it follows. A machine of its
// author's keeps its name, in running text every name of more than a few letters.
func (g *gap) dividedLabel(host, more string) bool {
	const few = 3
	return g.joins == 0 && isLabel(host) && isHostName(more) && isLower(more[0]) && !foldPrefix(more, "www.") &&
		!slices.Contains(reserved, host) && (g.listed && !slices.Contains(machines, host) || len(host) <= few)
}

// machines are the names that authors give to machines of their own.
var machines = []string{"server", "host", "hostname", "proxy", "gateway", "router", "myhost", "myserver", "wiki", "www"}

// isUnfinishedHost tells whether a host has nothing behind "www." but one label
// that is no top-level domain.
func isUnfinishedHost(host string) bool {
	return foldPrefix(host, "www.") && strings.Count(host, ".") == 1 && !isTopLevel(lastLabel(host))
}

// isCountryBehind tells whether more is the country of a host whose last label
// is one that countries divide their domain by: "org" and "au", "co" and "uk".
func isCountryBehind(host, more string) bool {
	if len(more) != 2 || !inSet(tlds, more) {
		return false
	}
	switch strings.ToLower(lastLabel(host)) {
	case "com", "co", "org", "or", "net", "ne", "gov", "go", "gob", "gouv", "edu", "ac", "mil", "nom", "sch":
		return true
	}
	return false
}

// isLabel tells whether s can be one label of a host, in lower case.
func isLabel(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isLower(s[i]) && !isDigit(s[i]) && s[i] != '-' {
			return false
		}
	}
	return s != ""
}

func (g *gap) pathGoesOn() bool {
	next := g.next
	word := strings.TrimRight(next, closers)
	if word == "" {
		return false
	}
	first, last := next[0], g.left[len(g.left)-1]
	if g.tornPath(word) {
		return true
	}
	if len(next) > 2 && first == '%' && isHex(next[1]) && isHex(next[2]) {
		return true
	}
	switch last {
	case '/':
		if first == '?' || first == '~' {
			return len(word) > 1 && isAlnum(word[1]) && (first == '~' || strings.Contains(word, "="))
		}
		if isAlnum(first) && (next[len(next)-1] == '/' && g.after != "" && isAlnum(g.after[0]) || isSlug(word) && g.final() || g.wantsNumber(word) || isRepository(g.left) && g.final() && isLabel(word)) {
			return true
		}
		return isAlnum(first) && hasDigit(word) && endsInPrefix(g.left) || isAlnum(first) && (isPathPiece(word, g.joins > 0) || g.slash() && isLabel(word))
	case '_', '&':
		if last == '&' && first == '_' && strings.Contains(word, "=") {
			return true
		}
		return isAlnum(first) && (hasDigit(word) || isPathPiece(word, g.joins > 0) || g.broken && !isUpper(first))
	case '?', '=':
		if last == '=' && (first == '&' && strings.Contains(word, "=") || strings.Contains(word, "&") || isDigit(first) && !isYear(word) || g.final() && isLabel(word)) {
			return true
		}
		return isAlnum(first) && (strings.Contains(word, "=") || isPathPiece(word, true))
	case '-':
		if first == '_' || g.broken && g.final() && isAlnum(first) && isSlug(lastSegment(g.left)+"x") && alnumLen(word) == len(word) || isSlug(lastSegment(g.left)+"x") && isLower(first) && g.final() && isLabel(word) {
			return true
		}
		return isAlnum(first) && (hasDigit(word) && !isYear(word) || strings.Contains(word, "-") || isPathPiece(word, g.joins > 0) || g.broken && isLower(first))
	case '.':
		if isArXivHead(g.left) && allDigits(word) && len(word) >= 4 {
			return true
		}
		piece := word[:alnumLen(word)]
		if !lacksFile(g.left) || !isAlnum(first) {
			return false
		}
		return inSet(fileTypes, piece) && piece != "do" && (isLower(first) || piece == word && strings.ToUpper(piece) == piece) || endsInFile(beforeQuery(word)) || isQueried(word)
	}
	if strings.HasSuffix(g.left, "%20") {
		return endsInFile(word)
	}
	if !isAlnum(last) && last != ')' {
		return false
	}
	if isUpper(first) && g.after != "" && alnumLen(next) == len(next) && isLiteralSpace(g.left+next, strings.TrimRight(g.after, closers)) {
		return true // two spaces in the name of a file
	}
	switch first {
	case '/':
		return len(word) > 1 && (isAlnum(word[1]) || word[1] == '~' || word[1] == '?' && strings.Contains(word, "="))
	case '-', '_':
		if first == '_' && len(word) > 1 && isAlnum(word[1]) && word[len(word)-1] != '_' {
			return true // no word of prose begins with it
		}
		if len(word) > 2 && isAlnum(word[1]) && isSlug(lastSegment(g.left)+word) && (hasDigit(word) && !isYear(word[1:]) || isLabel(word) && g.final()) {
			return true
		}
		return len(word) > 3 && isAlnum(word[1]) && (strings.ContainsAny(word[1:], "-/_") || endsInFile(word))
	case '.':
		if len(word) > 3 && isAlnum(word[1]) && (strings.ContainsAny(word, "/_-") || isQueried(word) || endsInFile(beforeQuery(word)) || len(word) > 5 && allDigits(word[1:])) {
			return true
		}
		return inSet(fileTypes, word[1:1+alnumLen(word[1:])]) || isArXivHead(g.left+".") && len(word) > 4 && allDigits(word[1:])
	case '?', '&':
		return strings.Contains(word, "=")
	case '=':
		return strings.Contains(g.left, "?") && len(word) > 1
	}
	if g.broken {
		return lacksFile(g.left) && (isLower(first) || isDigit(first)) && (strings.Count(word, "/") > 1 || endsInFile(word)) && isPathPiece(word, false)
	}
	return isLiteralSpace(g.left, word)
}

// tornPath tells whether the word goes on with a path in a text that has torn
// it at its separators.
func (g *gap) tornPath(word string) bool {
	first, last := g.next[0], g.left[len(g.left)-1]
	if strings.IndexByte("/-_", last) >= 0 && (isAlnum(first) || first == '~' && last == '/') {
		return g.torn() || g.joins > 1 && !isYear(word) && (g.final() || strings.ContainsAny(word, "-_/="))
	}
	if last == '.' && g.joins > 1 && isAlnum(first) {
		number := isDigit(first) && len(g.left) > 1 && isDigit(g.left[len(g.left)-2]) && !isYear(word)
		return g.torn() || number || inSet(fileTypes, word[:alnumLen(word)])
	}
	return g.joins > 1 && len(word) > 1 && strings.IndexByte("/-_.", first) >= 0 && isAlnum(word[1])
}

// isQueried tells whether a word has a query with a parameter: "query.fcgi?id=7".
func isQueried(word string) bool {
	i := strings.IndexByte(word, '?')
	return i > 0 && strings.IndexByte(word[i:], '=') > 1
}

// beforeQuery gives a piece of a path without query and fragment.
func beforeQuery(word string) string {
	if i := strings.IndexAny(word, "?#"); i >= 0 {
		return word[:i]
	}
	return word
}

// lastSegment gives what stands behind the last slash of a path.
func lastSegment(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// isSlug tells whether a word is a title made into a piece of a path: letters
// and digits in at least three groups, with hyphens between them. Prose has
// such words, but none of them alone behind a slash.
func isSlug(word string) bool {
	hyphens := 0
	for i := 0; i < len(word); i++ {
		switch c := word[i]; {
		case c == '-' || c == '_':
			if i == 0 || word[i-1] == '-' {
				return false
			}
			hyphens++
		case c == '/' || c == '.':
			return hyphens > 1
		case !isAlnum(c):
			return false
		}
	}
	return hyphens > 1 && strings.ContainsAny(word, "abcdefghijklmnopqrstuvwxyz") && !isISSNPair(word)
}

// isISSNPair tells "1234-5678-..." and other numbers in groups.
func isISSNPair(word string) bool { return isDigit(word[0]) && isDigit(word[len(word)-1]) }

// kindsOfThing are the path segments behind which the number of one such thing
// stands.
var kindsOfThing = wordSet(`abs|article|articles|artículo|artigo|bid|content|detail|details|doc|document|documents|download|dp|entry|files|handle|id|
item|items|journal|news|node|notice|object|post|posts|publication|publications|record|records|report|reports|show|stable|stories|story|view|volume|issue|pdf|paper|papers|book|books|
citation|chapter|eprint|pubmed|bitstream|product|products|case|cases|resource|topic|thread|title|video|watch|release|pii`)

// wantsNumber tells whether the path stops behind a word for a kind of thing,
// and word is the number of one; or it stops behind such a number and word is
// another one ("article/view/3171/3049").
func (g *gap) wantsNumber(word string) bool {
	coded := len(word) > 7 && alnumLen(word) == len(word) && digitShare(word) // "S1573446399030102"
	pair := g.final() && strings.Count(word, "/") == 1 && allDigits(strings.Replace(word, "/", "", 1)) && strings.Trim(word, "/") == word
	if !coded && !pair && (!allDigits(word) || len(word) < 3 || isYear(word) || len(word) < 5 && !g.final()) {
		return isArXivNumber(word) && foldSuffix(g.left, "arxiv.org/abs/")
	}
	segments := strings.Split(strings.ToLower(strings.TrimSuffix(g.left, "/")), "/")
	n := len(segments)
	return n > 1 && kindsOfThing[segments[n-1]] || n > 2 && len(segments[n-1]) > 2 && allDigits(segments[n-1]) && kindsOfThing[segments[n-2]]
}

func isArXivNumber(word string) bool { n := arXivLen(word); return n > 0 && n == len(word) }

// isRepository tells whether the path stops where the second of the two names
// of a repository of source code stands.
func isRepository(left string) bool {
	for _, forge := range []string{"github.com/", "gitlab.com/", "bitbucket.org/", "codeberg.org/"} {
		if foldPrefix(left, forge) && len(left) > len(forge)+1 && strings.Count(left, "/") == 2 {
			return true
		}
	}
	return false
}

// endsInPrefix tells whether a URL stops behind the prefix of a DOI.
func endsInPrefix(left string) bool {
	i := strings.LastIndex(left, "/10.")
	return i >= 0 && registrantLen(left[i+1:]) == len(left)-i-1
}

func alnumLen(s string) int {
	i := 0
	for i < len(s) && isAlnum(s[i]) {
		i++
	}
	return i
}

// lacksFile tells whether the path of left, cut at its last dot perhaps, still
// wants the ending of a file: its last segment is a name without one.
func lacksFile(left string) bool {
	segment := strings.TrimSuffix(left[strings.LastIndexByte(left, '/')+1:], ".")
	return segment != "" && !endsInFile(segment) && !strings.ContainsAny(left, "?#")
}

// isArXivHead tells whether a URL stops in the middle of an arXiv identifier.
func isArXivHead(left string) bool {
	i := strings.LastIndexByte(left, '/')
	return i > 0 && foldPrefix(left, "arxiv.org/") && len(left)-i == 6 && allDigits(left[i+1:len(left)-1])
}

// isPathPiece tells whether a word has the looks of a piece of a URL's path and
// not of prose: separators, a file's ending. After another gap of the same link
// has been closed, a word of small letters and digits is enough.
func isPathPiece(word string, joined bool) bool {
	if endsInFile(beforeQuery(word)) || isQueried(word) {
		return true
	}
	if !strings.ContainsAny(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		return joined && allDigits(word) && !isYear(word)
	}
	if i := strings.IndexByte(word, '/'); i >= 0 {
		if isUpper(word[0]) && strings.Count(word, "/") == 1 && i < len(word)-1 && !joined {
			return false
		}
		return i == len(word)-1 || joined || hasDigit(word) || strings.Count(word, "/") > 1 || strings.ContainsAny(word, "-_.=")
	}
	if strings.ContainsAny(word, "_=%") {
		return true
	}
	return joined && isLower(word[0]) && hasDigit(word)
}

// isLiteralSpace tells whether the gap is a space in a file's name: the word
// behind it has the file's ending that the path in front of it lacks.
func isLiteralSpace(left, word string) bool {
	i := strings.LastIndexByte(left, '/')
	if i < 0 || !endsInFile(word) || strings.Contains(left[i:], ".") || strings.ContainsAny(left, "?#") {
		return false
	}
	dot := strings.LastIndexByte(word, '.')
	for j := 0; j < dot; j++ {
		if !isAlnum(word[j]) && word[j] != '-' && word[j] != '_' {
			return false
		}
	}
	return true
}

package refs

import "strings"

// urlGoesOn tells whether the word behind the gap is a part of the URL.
func (g *gap) urlGoesOn() bool {
	if g.left == "" {
		return false
	}
	if hostEnd(g.left) == len(g.left) {
		return g.hostGoesOn()
	}
	return g.listed && g.pathGoesOn()
}

func (g *gap) hostGoesOn() bool {
	host, next := g.left, g.next
	end := hostEnd(next)
	more := strings.TrimRight(next[:end], closers)
	hasPath := end < len(next)
	last := host[len(host)-1]
	switch {
	case last == ',' || last == ';' || last == ':':
		return false
	case next[0] == '/':
		return len(next) > 1 && isAlnum(next[1]) && isHostName(host)
	case next == ".":
		return strings.EqualFold(host, "www")
	case more == "" || isUpper(next[0]):
		return false
	case next[0] == '.' || next[0] == '-':
		return last != '.' && len(more) > 1 && isAlnum(more[1]) && !isHostName(host)
	case last == '-':
		return isHostName(more)
	case last != '.':
		return false
	}
	host = host[:len(host)-1]
	if strings.EqualFold(host, "www") {
		return isHostName(more) || isLabel(more) && (next[end-1] == '.' || hasPath)
	}
	if strings.Contains(host, ".") && inSet(settledTLDs, lastLabel(host)) {
		return false
	}
	if isHostName(more) {
		return hasPath || g.listed
	}
	return inSet(settledTLDs, more) && (hasPath || strings.Contains(host, "."))
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
	if len(next) > 2 && first == '%' && isHex(next[1]) && isHex(next[2]) {
		return true
	}
	switch last {
	case '/':
		return isAlnum(first) && hasDigit(word) && endsInPrefix(g.left) || isAlnum(first) && (isPathPiece(word, g.joined) || g.slash && isLabel(word))
	case '_', '&':
		return isAlnum(first) && (hasDigit(word) || isPathPiece(word, g.joined) || g.broken && !isUpper(first))
	case '?', '=':
		return isAlnum(first) && (strings.Contains(word, "=") || isPathPiece(word, true))
	case '-':
		return isAlnum(first) && (hasDigit(word) && !isYear(word) || strings.Contains(word, "-") || isPathPiece(word, g.joined) || g.broken && isLower(first))
	case '.':
		if isArXivHead(g.left) && allDigits(word) && len(word) >= 4 {
			return true
		}
		piece := word[:alnumLen(word)]
		return lacksFile(g.left) && isLower(first) && (inSet(fileTypes, piece) && piece != "do" || g.broken && endsInFile(word))
	}
	if strings.HasSuffix(g.left, "%20") {
		return endsInFile(word)
	}
	if !isAlnum(last) && last != ')' {
		return false
	}
	switch first {
	case '/':
		return len(word) > 1 && isAlnum(word[1])
	case '-', '_':
		return len(word) > 3 && isAlnum(word[1]) && (strings.ContainsAny(word[1:], "-/_") || endsInFile(word))
	case '.':
		return inSet(fileTypes, word[1:1+alnumLen(word[1:])])
	case '?', '&':
		return strings.Contains(word, "=")
	}
	if g.broken {
		return lacksFile(g.left) && (isLower(first) || isDigit(first)) && (strings.Count(word, "/") > 1 || endsInFile(word)) && isPathPiece(word, false)
	}
	return isLiteralSpace(g.left, word)
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
	if endsInFile(word) {
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

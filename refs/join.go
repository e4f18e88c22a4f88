package refs

import "strings"

const (
	maxJoins  = 24  // pieces that one link may have been broken into
	maxPiece  = 512 // bytes of the next piece that are looked at
	maxIndent = 80  // bytes of white space between two pieces
)

// extended gives the end of a link that starts at start, its host or DOI at
// host: the unbroken run, and the pieces behind white space that must belong to
// it. mode tells what it has turned out to be.
func (f *finder) extended(start, host int, isDOI bool) (end int, mode extent) {
	mode = extent{host: host, isDOI: isDOI}
	end = f.token(start, host, host, isDOI)
	for range maxJoins {
		f.enterDOI(start, end, &mode)
		next := f.goesOn(start, end, &mode)
		if next < 0 {
			break
		}
		mode.joined = true
		end = f.token(start, mode.host, next, mode.isDOI)
		if end == next {
			end = next + 1 // a piece of one character that is no link's start
		}
	}
	f.enterDOI(start, end, &mode)
	if mode.isDOI && !mode.joined {
		end = min(end, f.token(start, mode.host, mode.host, true))
	}
	return f.trimmed(mode.host, end, mode.isDOI), mode
}

// An extent is what is known of a link while its end is looked for.
type extent struct {
	host   int  // where the host, or the DOI, begins
	isDOI  bool // the rules of DOIs hold, not those of URLs
	joined bool // pieces behind white space have been taken in
}

// enterDOI notices that the URL so far is the resolver's and a DOI follows.
func (f *finder) enterDOI(start, end int, m *extent) {
	if m.isDOI {
		return
	}
	head := withoutSpace(f.text[start:min(end, start+120)])
	n := resolverLen(fixScheme(head))
	if n == 0 {
		return
	}
	text := f.text[start:min(end, start+160)]
	for i := n; i+3 <= len(text); i++ {
		if text[i:i+3] != "10." {
			continue
		}
		if e := spaceBefore(text, i, 4); text[e-1] == '/' || text[e-1] == ':' {
			m.isDOI, m.host = true, start+i
			return
		}
	}
}

// goesOn gives the place where a link that white space at end interrupts goes
// on, or -1. What may be prose is never taken for a part of the link.
func (f *finder) goesOn(start, end int, m *extent) int {
	s := f.text
	v := skipSpace(s[:min(len(s), end+maxIndent)], end)
	if v == end || v >= len(s) || f.anchorsWithin(end, v+1) {
		return -1
	}
	lines := strings.Count(s[end:v], "\n")
	if lines > 1 {
		return -1
	}
	stop := wordEnd(s[:min(len(s), v+maxPiece)], v)
	g := gap{next: s[v:stop], broken: lines == 1, joined: m.joined, listed: f.listed}
	if isStopWord(g.next) {
		return -1
	}
	if w := skipSpace(s[:min(len(s), stop+4)], stop); w+1 < len(s) && w > stop && s[w] == '/' && isAlnum(s[w+1]) {
		g.slash = true
	}
	g.left = withoutSpace(s[m.host:end])
	if m.isDOI && g.doiGoesOn() || !m.isDOI && g.urlGoesOn() {
		return v
	}
	return -1
}

// A gap is white space inside what may be one link.
type gap struct {
	left   string // host or DOI so far, its earlier gaps closed
	next   string // the word behind the gap
	broken bool   // a line ends in the gap
	joined bool   // another gap has been closed already
	listed bool   // in an entry of a reference list
	slash  bool   // the word behind next starts with a slash
}

// stopWords begin what follows a link in a reference; they are never its part.
var stopWords = []string{
	"http:", "https:", "http ", "www.", "doi", "pmid", "pmcid", "pubmed", "url", "arxiv", "isbn", "issn", "accessed", "access", "last", "retrieved",
	"epub", "available", "viewed", "cited", "date", "and", "or", "in", "the", "see", "vol", "pp", "дата", "accès", "consult", "(", "[", "<http", "–", "—",
}

func isStopWord(s string) bool {
	for _, w := range stopWords {
		if foldPrefix(s, w) {
			if c := w[len(w)-1]; !isLetter(c) || len(s) == len(w) || !isAlnum(s[len(w)]) && s[len(w)] != '/' && s[len(w)] != '_' && s[len(w)] != '-' {
				return w != "(" || len(s) < 2 || !isDigit(s[1]) || len(s) > 5 && isYear(s[1:5])
			}
		}
	}
	return false
}

const closers = ".,;:)]}>'\"”’»"

// doiGoesOn tells whether the word behind the gap is a part of the DOI, by the
// shapes of DOIs alone.
func (g *gap) doiGoesOn() bool {
	d, next := g.left, g.next
	word := strings.TrimRight(next, closers)
	if word == "" || d == "" {
		return false
	}
	first, last := next[0], d[len(d)-1]
	slash := strings.IndexByte(d, '/')
	switch {
	case slash < 0:
		switch d {
		case "10":
			return first == '.' && len(next) > 1 && isDigit(next[1])
		case "10.":
			return isDigit(first)
		}
		return first == '/' && len(next) > 1 && isAlnum(next[1]) || last == '.' && isDigit(first) && strings.Contains(next, "/")
	case slash == len(d)-1 || strings.HasSuffix(d, "//") && slash == len(d)-2:
		return (isAlnum(first) || first == '(') && (hasDigit(word) || strings.Contains(next, "."))
	case strings.Contains(d, "<") && !strings.Contains(d, ">"), foldSuffix(d, "co;"), first == '<' && siciOpen(next), siciGlyphs(d) && last == ':':
		return true
	}
	suffix := d[slash+1:]
	switch last {
	case '-':
		return isAlnum(first) && (hasDigit(word) || g.broken && !isUpper(first))
	case ':', '(', '<', '_', ')':
		return isAlnum(first) && hasDigit(word) && (last != ')' && last != ':' || strings.Contains(word, "(") || strings.Contains(word, "<") || last == ':' && !isYear(word))
	case '.':
		return isAlnum(first) && segmentMissing(suffix[:len(suffix)-1], word)
	}
	if strings.IndexByte(",;:", last) >= 0 {
		return false
	}
	switch first {
	case '-': // the rest of a number in groups, or its check digit
		return strings.Contains(suffix, "-") && len(word) > 1 && isAlnum(word[1]) && (len(word) == 2 || strings.Contains(word[1:], "-"))
	case '.', '/':
		return len(word) > 1 && isAlnum(word[1]) && hasDigit(word)
	case ':':
		return len(word) > 2 && word[1] == ':'
	}
	return isCode(word)
}

// isCode tells whether a word is a long number with letters in it, which stands
// in no prose: the second half of "cropsci1996.0011183 X003600020026x".
func isCode(word string) bool {
	digits, letters := 0, 0
	for i := 0; i < len(word); i++ {
		switch c := word[i]; {
		case isDigit(c):
			digits++
		case isLetter(c):
			letters++
		default:
			return false
		}
	}
	return digits >= 9 && letters > 0 && letters <= 3
}

// segmentMissing tells whether a suffix that stops at a dot lacks the segment
// that its publisher's pattern has next, and word can be that: Elsevier's
// j.journal.year.month.number, Blackwell's j.ISSN.year.number.x, and journal
// codes that a number must follow.
func segmentMissing(suffix, word string) bool {
	parts := strings.Split(suffix, ".")
	n := len(parts)
	lastPart := parts[n-1]
	switch {
	case !hasDigit(suffix):
		return len(word) > 6 && hasDigit(word) && strings.Contains(word, ".") && !strings.ContainsAny(word, ",:/()") || suffix == "j" && (isLower(word[0]) || isISSN(word))
	case parts[0] == "j" && n >= 2 && isISSN(parts[1]):
		return n < 4 && isDigit(word[0]) || n == 4 && word == "x"
	case parts[0] == "j" && n == 3 && isYear(lastPart), parts[0] == "j" && n == 4 && isYear(parts[2]) && len(lastPart) == 2:
		return len(word) >= 2 && isDigit(word[0]) && isDigit(word[1])
	case n == 2 && !hasDigit(parts[0]) && len(parts[0]) > 5 && allDigits(lastPart) && len(lastPart) < 4:
		return allDigits(word) && len(word) > 4
	}
	return false
}

// isISSN tells whether s has the form of an ISSN, "0012-155X".
func isISSN(s string) bool {
	return len(s) == 9 && s[4] == '-' && allDigits(s[:4]) && allDigits(s[5:8]) && (isDigit(s[8]) || s[8] == 'X' || s[8] == 'x')
}

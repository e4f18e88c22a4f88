package refs

import (
	"strings"
	"unicode/utf8"
)

const (
	maxJoins  = 24  // pieces that one link may have been broken into
	maxPiece  = 512 // bytes of the next piece that are looked at
	maxIndent = 80  // bytes of white space between two pieces
)

// extended gives the end of a link that starts at start, its host or DOI at
// host: the unbroken run, and the pieces behind white space that must belong to
// it. mode tells what it has turned out to be.
func (f *finder) extended(start, host int, isDOI bool) (end int, mode extent) {
	mode = extent{host: host, isDOI: isDOI, spaced: !isDOI && withoutSpace(f.text[start:host]) != f.text[start:host]}
	end = f.token(start, host, host, isDOI)
	for range maxJoins {
		f.enterDOI(start, end, &mode)
		next := f.goesOn(start, end, &mode)
		if next < 0 {
			break
		}
		mode.joins++
		end = f.token(start, mode.host, next, mode.isDOI)
		if end == next {
			end = next + 1 // a piece of one character that is no link's start
		}
	}
	f.enterDOI(start, end, &mode)
	if mode.isDOI && mode.joins == 0 {
		end = min(end, f.token(start, mode.host, mode.host, true))
	}
	return f.trimmed(mode.host, end, mode.isDOI), mode
}

// An extent is what is known of a link while its end is looked for.
type extent struct {
	host  int  // where the host, or the DOI, begins
	isDOI bool // the rules of DOIs hold, not those of URLs
	joins int  // pieces behind white space that have been taken in
	// spaced tells that there is white space in front of the host already.
	spaced bool
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
	for i := n; i+2 <= len(text); i++ {
		if !strings.HasPrefix(text[i:], "10.") && !isTornPrefix(f.text[start+i:min(len(f.text), start+i+maxPrefix)]) {
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
	g := gap{next: s[v:stop], broken: lines == 1, joins: m.joins, listed: f.listed}
	if isStopWord(g.next) && !(m.isDOI && s[end-1] == '/' && opensSuffix(g.next)) {
		return -1
	}
	w := skipSpace(s[:min(len(s), stop+maxIndent)], stop)
	g.after = s[w:wordEnd(s[:min(len(s), w+maxPiece)], w)]
	g.closed = strings.Count(s[stop:w], "\n") > 1
	g.left = withoutSpace(s[m.host:end])
	if r, n := utf8.DecodeLastRuneInString(g.left); isDash(r) {
		g.left = g.left[:len(g.left)-n] + "-"
	}
	g.spaced = m.spaced || m.joins > 1
	g.lone = m.joins > 0 && end-2 > m.host && strings.IndexByte("./-_:?=&", s[end-1]) >= 0 && spaceBefore(s, end-1, 4) < end-1
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
	joins  int    // gaps that have been closed already
	listed bool   // in an entry of a reference list
	after  string // the word behind next
	closed bool   // an empty line is between next and after
	spaced bool   // there are spaces around other separators of the link
	lone   bool   // left ends in a separator that stands alone; see loneSeparator
}

// slash tells whether the word behind next starts with a slash.
func (g *gap) slash() bool {
	return len(g.after) > 1 && g.after[0] == '/' && isAlnum(g.after[1])
}

// torn tells whether the text has spaces around the separators of links: one
// gap has been closed already, and the next piece ends with a separator, too.
func (g *gap) torn() bool {
	if g.joins == 0 {
		return false
	}
	switch g.next[len(g.next)-1] {
	case '/', '-', '_', '=', '&', '?':
		return true
	case '.':
		return g.after != "" && (isLower(g.after[0]) || isDigit(g.after[0]))
	}
	return false
}

// final tells whether the sentence ends with next: the text does, punctuation
// says so, or a note follows.
func (g *gap) final() bool {
	if g.after == "" || g.closed || strings.IndexByte("([{<.,;)]", g.after[0]) >= 0 || isStopWord(g.after) {
		return true
	}
	return strings.IndexByte(".,;)]>", g.next[len(g.next)-1]) >= 0
}

// stopWords begin what follows a link in a reference, by their first byte; they
// are never its part.
var stopWords = byFirstByte(
	"http:", "https:", "http ", "www.", "doi", "pmid", "pmcid", "pubmed", "url", "arxiv", "isbn", "issn", "accessed", "access", "last", "retrieved",
	"epub", "available", "viewed", "cited", "date", "and", "or", "in", "the", "see", "vol", "pp", "дата", "accès", "consult", "(", "[", "<http", "–", "—",
)

func isStopWord(s string) bool {
	if s == "" {
		return false
	}
	for _, w := range stopWords[lower(s[0])] {
		if foldPrefix(s, w) {
			if strings.HasPrefix(s[len(w):], ".") && len(s) > len(w)+1 && isAlnum(s[len(w)+1]) && (w == "in" || w == "see" || w == "the" || w == "last" || w == "date") {
				continue // "in.gov.br", "the.html"
			}
			if c := w[len(w)-1]; !isLetter(c) || len(s) == len(w) || !isAlnum(s[len(w)]) && strings.IndexByte("/_-=", s[len(w)]) < 0 {
				return w != "(" || len(s) < 2 || !isDigit(s[1]) || len(s) > 5 && isYear(s[1:5])
			}
		}
	}
	return false
}

const closers = ".,;:)]}>'\"”’»"

package refs

import (
	"strings"
	"unicode/utf8"
)

// What a full stop inside a title can be.
const (
	goesFurther = iota // the title goes on
	doubtful           // it may
	stops              // the title ends
)

// stops judges the full stop, question or exclamation mark at s[i].
func (t *titleReader) stops(i int) int {
	s := t.s
	next := i + 1
	if next < len(s) {
		if r, n := utf8.DecodeRuneInString(s[next:]); r == '"' || r == '”' || r == '»' {
			next += n
		}
	}
	if next >= len(s) {
		return stops
	}
	if s[next] != ' ' {
		if s[i] == '.' && gluedSentence(s, i, next) {
			return stops
		}
		return goesFurther
	}
	next++
	if s[i] != '.' {
		if lowerAt(s, next) > 0 && !startsLocator(s[next:]) {
			return goesFurther
		}
		return stops
	}
	at := i
	for at > t.start && s[at-1] != ' ' && s[at-1] != '(' && s[at-1] != '-' && s[at-1] != '/' {
		at--
	}
	word := s[at:i]
	if isRomanPart(s, next) || at == t.start && len(word) < 4 {
		return goesFurther
	}
	if len(word) < 6 && (isRoman(word) || allDigits(word)) {
		if isRoman(word) && (at == t.start || at-2 >= t.start && s[at-2] == '.') || partWords[strings.ToLower(lastButOne(s, t.start, at))] {
			return goesFurther
		}
	}
	if n := upperAt(s, at); n == len(word) && n > 0 || len(word) < 12 && s[i-1] != ')' && strings.IndexByte(word, '.') >= 0 && !hasDigit(word) {
		switch {
		case lowerAt(s, next) > 0:
			return goesFurther
		case containerAt(s, next).volume:
			return stops
		}
		return doubtful
	}
	if len(word) == 1 && isLower(word[0]) {
		return goesFurther
	}
	if inSet(abbreviations, word) {
		if containerAt(s, next).volume {
			return stops
		}
		return goesFurther
	}
	if lowerAt(s, next) > 0 && !startsLocator(s[next:]) && !lowContainer(s[next:]) {
		return goesFurther
	}
	return stops
}

// subtitle gives the end of a second sentence of the title that starts at
// s[i:], if one is there for sure: written as prose, with the container behind
// it; else 0.
func (t *titleReader) subtitle(i int) int {
	s := t.s
	if upperAt(s, i) == 0 || noTitleAhead(s[i:]) {
		return 0
	}
	words, low := 0, 0
	for at := i; at < min(len(s), i+300); {
		end := at
		for end < len(s) && s[end] != ' ' {
			end++
		}
		words++
		if lowerAt(s, at) > 0 {
			low++
		}
		if strings.IndexByte(".?", s[end-1]) >= 0 {
			if t.stops(end-1) != stops {
				return 0
			}
			if words >= 4 && low*2 >= words && containerAt(s, end+1).volume {
				return end - 1
			}
			return 0
		}
		at = end + 1
		if end == len(s) {
			break
		}
		if c := s[end-1]; c == ';' || isDigit(s[at-1]) {
			return 0
		}
	}
	return 0
}

// gluedSentence tells whether a sentence ends at s[i] though no space is behind
// it: "...of the moon).Tides".
func gluedSentence(s string, i, next int) bool {
	if i == 0 || upperAt(s, next) == 0 && !(next < len(s) && s[next] >= utf8.RuneSelf && isWideAt(s, next)) {
		return false
	}
	if s[i-1] == ')' || strings.HasSuffix(s[:i], "»") {
		return true
	}
	k := i
	for k > 0 && i-k < 4 && isLower(s[k-1]) {
		k--
	}
	n := next + upperAt(s, next)
	return i-k == 4 && lowerAt(s, n) > 0 && lowerAt(s, n+1) > 0 && lowerAt(s, n+2) > 0
}

func isWideAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return isWide(r)
}

// isRomanPart tells the number of a part and its full stop: "II. The gauges".
func isRomanPart(s string, i int) bool {
	n := i
	for n < len(s) && n-i < 6 && strings.IndexByte("IVX", s[n]) >= 0 {
		n++
	}
	return n > i && n+1 < len(s) && (s[n] == '.' || s[n] == ':' || s[n] == ',') && s[n+1] == ' '
}

// lastButOne gives the word of s[low:at] that ends before the space at at-1.
func lastButOne(s string, low, at int) string {
	if at-1 <= low {
		return ""
	}
	word := s[low : at-1]
	return word[strings.LastIndexByte(word, ' ')+1:]
}

var partWords = wordSet(`part|chapter|book|volume|vol|teil|kapitel|band|partie|chapitre|tome|parte|capítulo|часть|глава|section|no|number`)

// abbreviations do not end a title with their full stop, in lower case.
var abbreviations = wordSet(`vs|spp|sp|subsp|ssp|var|cf|ca|cv|etc|al|st|dr|mr|mrs|ms|mt|ft|no|nr|vol|pt|fig|figs|approx|jr|sr|gen|nov|ser|bd|prof|rev|hon|col|capt|lt|gov|resp|bzw|hrsg|ed|eds|
inc|co|ltd|corp|dept|univ|incl|viz|comb|emend|str|bl|sg|pv|bv|им|гг|вв|др|проф|св|акад|обл|ул|тт|ср|см|напр|стр|ч|кн|вып|d|l|ph`)

// startsLocator tells what can stand in small letters behind a title.
func startsLocator(s string) bool {
	switch byteAt(s, 0) {
	case 'h', 'H':
		return foldPrefix(s, "http")
	case 'w':
		return foldPrefix(s, "www.")
	case 'd', 'D':
		return foldPrefix(s, "doi")
	case 'u', 'U':
		return foldPrefix(s, "url")
	case 'a', 'A':
		return foldPrefix(s, "available") || foldPrefix(s, "accessed") || foldPrefix(s, "arxiv")
	case 'r', 'R':
		return foldPrefix(s, "retrieved")
	}
	return false
}

// lowContainer tells containers whose names begin with a small letter, and what
// introduces one.
func lowContainer(s string) bool {
	for _, w := range []string{"elife", "npj ", "mbio", "biorxiv", "medrxiv", "iscience", "chemrxiv", "in: ", "pp. ", "p. ", "ed. ", "eds. ", "vol. ", "msystems", "msphere", "eclinical", "ebiomedicine", "econtent"} {
		if foldPrefix(s, w) {
			return true
		}
	}
	return false
}

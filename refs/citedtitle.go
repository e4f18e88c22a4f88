package refs

import (
	"strings"
	"unicode/utf8"
)

// A titleReader finds the title that starts at s[start:], behind the authors.
type titleReader struct {
	s      string
	start  int
	commas bool // the style sets commas between authors, title and the rest
	colon  bool // a colon stands behind the authors
	year   bool // the year was in front of it
	first  bool // nothing was in front of it
	end    int  // of the title
	slash  int  // where a statement of responsibility starts behind it; 0: none
}

// longestTitleLooked bounds, in bytes, where the end of a title is looked for.
const longestTitleLooked = 600

// read gives the title, "" if there is none or it is in doubt.
func (t *titleReader) read() string {
	s, i := t.s, t.start
	if inner, end := quoted(s, i); end > i && !goesOn(s, end) {
		t.end = end
		if isWorkTitle(inner) {
			return inner
		}
		return ""
	}
	if i >= len(s) || noTitleAhead(s[i:]) {
		return ""
	}
	if t.first {
		if n := readPlain(s, i); n.form == plain && byteAt(s, n.end) == ',' || readName(s, i).form != noName {
			return "" // perhaps a person
		}
	}
	if n := containerAt(s, i); n.pages || n.volume && (n.dotted || t.commas) {
		return "" // the style leaves titles out
	}
	end, sure := t.find()
	if end <= i || !sure {
		return ""
	}
	t.end = end
	title := trimTitle(s, i, end)
	if !t.first && strings.IndexByte(title, ' ') < 0 && len(title) > 3 && placeAt(s, skipSpace(s, min(end+1, len(s)))) && endsWord(title, capitalWord(title, 0)) {
		return title // a book's may be one word
	}
	if !isWorkTitle(title) || t.first && !startsReference(title) || t.commas && namesOnly(title) {
		return ""
	}
	return title
}

// find gives the end of the title and whether it is sure.
func (t *titleReader) find() (end int, sure bool) {
	s, start := t.s, t.start
	limit := min(len(s), start+longestTitleLooked)
	if stop := gostEnd(s, start, limit); stop > start {
		if k := strings.Index(s[start:stop], " / "); k > 0 {
			t.slash = start + k + len(" / ")
			stop = start + k
		}
		return stop, true
	}
	doubt, commas, unclosed := false, 0, false
	for i := start; i < limit; i++ {
		switch c := s[i]; c {
		case '.', '?', '!':
			switch t.stops(i) {
			case doubtful:
				doubt = true
				continue
			case goesFurther:
				continue
			}
			if c != '.' && i+1 < len(s) && s[i+1] == '.' {
				return i + 1, true
			}
			behind := skipSpace(s, i+1)
			container := containerAt(s, behind).volume
			if !container {
				if more := t.subtitle(behind); more > 0 {
					return more, true
				}
				if c != '.' && !endsAsSentence(s, behind) {
					continue
				}
			}
			if t.commas && commas > 0 || doubt {
				return i, container
			}
			return i, true
		case ',':
			if i+2 >= len(s) || s[i+1] != ' ' {
				continue
			}
			if t.endsAtComma(i + 2) {
				return i, !doubt
			}
			if t.commas && (startsLocator(s[i+2:]) || yearAt(s, i+2) > 0 && !isAlnum(byteAt(s, i+6))) {
				return i, commas == 0
			}
			commas++
		case '/':
			if strings.HasPrefix(s[i:], "//") && i > start && s[i-1] == ':' {
				at := strings.LastIndexByte(s[:i], ' ')
				return at, at > start && commas == 0
			}
			if i > start && s[i-1] == ' ' && i+2 < len(s) && s[i+1] == ' ' {
				if n := readName(s, i+2); n.form == forward || n.form == surnameFirst {
					t.slash = i + 2
					return i - 1, true
				}
			}
		case '[':
			if n := typeMark(s[i:]); n > 0 {
				return i, true
			}
		case '(':
			if i > start && s[i-1] == ' ' && placeAt(s, i+1) { // "(Oslo: Tide Press, 1999)"
				return i, commas == 0 || t.commas
			}
			if n := strings.IndexByte(s[i:min(len(s), i+300)], ')'); n > 0 {
				if (t.first || !t.year && !t.commas && strings.IndexByte(".,:", byteAt(s, i+n+1)) >= 0) && dateNote(s[i:]) == n+1 {
					return i, false // what is in front may be the author
				}
				i += n
			}
		default:
			if c < utf8.RuneSelf {
				continue
			}
			if !unclosed && (c != 0xE2 && quoteAt(s, i) > 0 || strings.HasPrefix(s[i:], "“") || strings.HasPrefix(s[i:], "„")) {
				if _, e := quoted(s, i); e > i {
					i = e - 1
					continue
				}
				unclosed = true
			}
			if strings.HasPrefix(s[i:], "。") {
				return i, true
			}
		}
	}
	if limit < len(s) {
		return 0, false
	}
	return len(s), t.year && commas == 0 && !doubt
}

// gostEnd gives the place of the " //" that stands behind a title by GOST 7.1 and
// 7.0.5; 0 if there is none.
func gostEnd(s string, start, limit int) int {
	for at := start; ; {
		i := strings.IndexByte(s[at:limit], '/')
		if i < 0 {
			return 0
		}
		at += i + 1
		if at-2 > start && s[at-2] == ' ' && byteAt(s, at) == '/' {
			return at - 2
		}
	}
}

// endsAtComma tells whether what stands behind a comma at s[i:] is no part of
// the title any more.
func (t *titleReader) endsAtComma(i int) bool {
	s := t.s
	if foldPrefix(s[i:], "in: ") || foldPrefix(s[i:], "in “") || foldPrefix(s[i:], "in \"") || foldPrefix(s[i:], "in «") {
		return true
	}
	n := containerAt(s, i)
	if !n.volume {
		return pagesAt(s, i) || editedAt(s, i) || (t.commas || t.colon) && placeAt(s, i) || t.commas && (editionAt(s, i) || strings.HasPrefix(s[i:], "Proc. ") || strings.HasPrefix(s[i:], "in Proc"))
	}
	// Where full stops set things apart, the comma of "..., Norway. J Foo 1:2" does not.
	return t.commas || n.pages && (!n.crossed || t.colon)
}

// statement gives the authors that stand behind the title, after " / ".
func (t *titleReader) statement() []string {
	if t.slash == 0 {
		return nil
	}
	s := t.s[t.slash:]
	if i := strings.Index(s, " // "); i >= 0 {
		s = s[:i] + "."
	}
	b, ok := readByline(s)
	if !ok {
		return nil
	}
	return b.authors
}

func byteAt(s string, i int) byte {
	if i < len(s) {
		return s[i]
	}
	return 0
}

package refs

import "strings"

// longestCited bounds, in bytes, the beginning of a reference that authors and
// title are looked for in.
const longestCited = 1500

// cited tells from the text of a reference who wrote the cited work and how it
// is called, each as written. The rules are those of the citation styles:
// authors first (Vancouver, APA, Harvard, MLA, Chicago, IEEE, ACS, GOST, GB/T
// 7714 and the house styles near them), then the title, up to the mark or the
// container that the style sets behind it. Where two readings are possible, or
// the style leaves the title out, there is none.
func cited(s string, n accessPlace) (authors []string, title string) {
	if n.start > 0 {
		s = s[:n.start]
	}
	s = cutRunes(s, longestCited)
	for s != "" && (s[0] == '-' || s[0] == '*' || s[0] == ' ') && !strings.HasPrefix(s, "--") {
		s = s[1:]
	}
	if strings.HasPrefix(s, "•") { // marks of importance
		s = strings.TrimLeft(s, "• ")
	}
	if startsEastern(s) {
		return citedEast(s)
	}
	b, ok := readByline(s)
	body := false
	if !ok {
		b, ok = readBody(s)
		body = ok
	}
	if ok {
		t := titleReader{s: s, start: b.end, commas: b.sep == ',', colon: b.sep == ':', year: b.year}
		title = t.read()
		if body && title != "" && readCollective(title, 0, false) == len(title) {
			title = "" // a body of the body
		}
		if statement := t.statement(); len(statement) > len(b.authors) {
			b.authors = statement
		}
		return b.authors, title
	}
	if b, ok = readPlainByline(s); ok {
		t := titleReader{s: s, start: b.end, commas: b.sep == ',', colon: b.sep == ':', year: b.year}
		return b.authors, t.read()
	}
	if title, found := quotedTitle(s); found {
		return nil, title
	}
	t := titleReader{s: s, first: true}
	title = t.read()
	if title != "" && n.start < 0 && !dated(s[t.end:]) {
		return nil, "" // the sentence of a note
	}
	return t.statement(), title
}

// dated tells whether a year or a link stands in what directly follows a title.
func dated(s string) bool {
	const furthest = 160 // bytes
	s = cutRunes(s, furthest)
	return lastYear(s) > 0 || parenYear(s) > 0 || hasLocator(s) || hasLocatorLabel(s)
}

// readBody reads a body as author.
func readBody(s string) (b byline, ok bool) {
	end := readCollective(s, 0, false)
	if end == 0 || end == len(s) {
		return b, false
	}
	b, _ = byline{authors: []string{s[:end]}}.tail(s, end)
	return b, b.year || b.sep == '.' || quoteAt(s, b.end) > 0
}

// readPlainByline reads authors whose names are written as they are spoken. Such
// words can be anything, so a year or a quoted title has to stand behind them, or
// "and" before the last of three.
func readPlainByline(s string) (b byline, ok bool) {
	var authors []string
	joined := false
	for i := 0; len(authors) < 64; {
		n := readPlain(s, i)
		if n.form == noName {
			return b, false
		}
		authors = append(authors, s[i:n.end])
		next, more := nextName(s, n)
		if more {
			i = next
			joined = strings.IndexByte(",;", s[i-2]) < 0
			continue
		}
		if next < 0 {
			return b, false
		}
		b, _ = byline{authors: authors}.tail(s, next)
		return b, b.year || quoteAt(s, b.end) > 0 || joined && len(authors) > 2 && b.sep == '.'
	}
	return b, false
}

// quotedTitle finds a title by its quotation marks alone, near the start. found
// tells that there are some where those of a title would be.
func quotedTitle(s string) (title string, found bool) {
	const furthest = 200 // bytes in front of it
	for i := 0; i < min(len(s), furthest); i++ {
		if quoteAt(s, i) == 0 || s[i] == '\'' {
			continue
		}
		inner, end := quoted(s, i)
		if end == i || i > 0 && !strings.HasSuffix(s[:i], ", ") && !strings.HasSuffix(s[:i], ". ") && !strings.HasSuffix(s[:i], ": ") {
			return "", false
		}
		if goesOn(s, end) || !isWorkTitle(inner) || i > 0 && s[i-2] == ':' { // it may be a subtitle
			return "", i > 0
		}
		return inner, true
	}
	return "", false
}

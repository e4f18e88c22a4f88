package refs

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// likeness counts, up to two, the traits of a reference that a text shows: a
// year, a link, the label of one, volume or pages, an author in front. Two make a
// numbered paragraph an entry of a reference list; one is enough under the
// heading of such a list.
func likeness(s string) int {
	const enough = 1000 // bytes: an entry shows what it is at its beginning
	s = cutRunes(s, enough)
	n := 0
	for _, trait := range []func(string) bool{hasYear, startsWithAuthor, hasLocator, hasPages, hasLocatorLabel} {
		if trait(s) {
			if n++; n == 2 {
				break
			}
		}
	}
	return n
}

func hasYear(s string) bool { return lastYear(s) > 0 || parenYear(s) > 0 }

// hasLocator tells whether there is a URL or a DOI, by its landmarks only.
func hasLocator(s string) bool {
	return strings.Contains(s, "://") || strings.Contains(s, "www.") || strings.Contains(s, "doi.org/") ||
		hasDOIStart(s) || containsAny(s, arXivLabels)
}

func hasDOIStart(s string) bool {
	for at := 0; ; {
		i := strings.Index(s[at:], "10.")
		if i < 0 {
			return false
		}
		at += i + 3
		end := at
		for end < len(s) && isDigit(s[end]) {
			end++
		}
		if end-at >= 4 && end < len(s) && s[end] == '/' {
			return true
		}
	}
}

var (
	arXivLabels   = []string{"arXiv:", "PMID:", "PMC", "hdl:", "ISBN"}
	locatorLabels = newWordTable([]string{"URL:", "URL :", "url:", "URI:", "DOI:", "doi:", "DOI ", "Doi:", "vailable at", "vailable from", "etrieved from",
		"жим доступа", "лектронный ресурс", "ата обращения", "网址", "访问日期", "取自", "isponible ", "erfügbar unter", "ccessed", "etrieved "})
	pageMarks = newWordTable([]string{"pp.", " p. ", "Vol.", "vol.", " No. ", "no. ", "С. ", "с. ", " с.", "№", "Т. ", "Bd. ", "S. ", "Nr. ", "页", "頁", "期", "卷", "ページ", "号", "쪽", "권",
		"Press", "University", "Verlag", "Изд", "изд", "出版", "In: ", "Proc", "Journal", "Thesis", "thesis"})
)

func containsAny(s string, subs []string) bool {
	for _, sub := range subs {
		if strings.Contains(s, sub) {
			return true
		}
	}
	return false
}

func hasLocatorLabel(s string) bool { return locatorLabels.in(s) }

// hasPages tells signs of volume, pages or publisher: words for them, a range
// "555–565", "12(3)".
func hasPages(s string) bool {
	if pageMarks.in(s) {
		return true
	}
	for i := 1; i < len(s); i++ {
		if !isDigit(s[i-1]) {
			continue
		}
		rest := s[i:]
		switch {
		case rest[0] == '-':
			rest = strings.TrimLeft(rest, "-")
		case strings.HasPrefix(rest, "–"):
			rest = rest[len("–"):]
		case rest[0] == '(':
			rest = rest[1:]
		case rest[0] == ':' && len(rest) > 3 && isDigit(rest[3]): // "40:365", not "12:30"
			rest = rest[1:]
		default:
			continue
		}
		if rest != "" && isDigit(rest[0]) {
			return true
		}
	}
	return false
}

// startsWithAuthor tells names as lists of references write them: "Smith, J.",
// "Smith J.", "Smith JA,", "J. Smith".
func startsWithAuthor(s string) bool {
	first, rest := cutWord(s)
	second, _ := cutWord(rest)
	return isInitials(first) && startsUpper(second) || startsUpper(first) && isInitials(second)
}

func cutWord(s string) (word, rest string) {
	s = strings.TrimLeft(s, " \t\n\r«“\"")
	if i := strings.IndexAny(s, " \t\n\r"); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

func startsUpper(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) && n < len(s)
}

// isInitials tells "J.", "J.-P.", "A.L.", "JA," but no word.
func isInitials(s string) bool {
	s = strings.TrimRight(s, ",;:")
	letters, dots := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			letters++
		case r == '.':
			dots++
		case r == '-':
		default:
			return false
		}
	}
	return letters > 0 && letters <= 4 && (dots > 0 || letters <= 2 && len(s) == letters)
}

// endsEntry tells whether a line may be the last one of an entry.
func endsEntry(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	switch r {
	case '.', ')', ']', '>', '/', '。', '」', '』', '）', '!', '?', '"', '”', '»', ';':
		return true
	}
	if unicode.IsDigit(r) {
		return true
	}
	last := s[strings.LastIndexAny(s, " \t")+1:]
	return hasLocator(last)
}

// startsEntry tells whether a line may be the first one of an entry that has
// no marker.
func startsEntry(s string) bool {
	if startsWithAuthor(s) {
		return true
	}
	s = strings.TrimLeft(s, "«“\"‘'[(—–- ")
	r, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsUpper(r) && !(unicode.IsLetter(r) && !unicode.IsLower(r)) {
		return false
	}
	head := cutRunes(s, 120)
	return strings.ContainsAny(head, ",.:(") || strings.ContainsAny(head, "，。：（．")
}

// continues tells whether a line behind a gap goes on with what an entry left
// off, as after the end of a printed page.
func continues(entry, s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	if strings.HasPrefix(s, "http") || strings.HasPrefix(s, "doi") || strings.HasPrefix(s, "DOI") || strings.HasPrefix(s, "URL") || strings.HasPrefix(s, "www.") {
		return true
	}
	return !endsEntry(entry) && (unicode.IsLower(r) || unicode.IsDigit(r) || r == '(')
}

// cutRunes gives at most n bytes of s, whole characters.
func cutRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

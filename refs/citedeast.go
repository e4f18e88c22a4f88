package refs

import (
	"strings"
	"unicode/utf8"
)

// citedEast reads references in Chinese, Japanese and Korean: names of a few
// characters, then a title in the marks of its language or up to the next full
// stop.
func citedEast(s string) (authors []string, title string) {
	end, sep := 0, rune(0)
	for at := 0; at < len(s); {
		stop, after, r := eastName(s, at)
		if stop == at || !isEastName(s[at:stop]) {
			if len(authors) > 0 && isListMark(sep) { // the comma was behind the list
				break
			}
			authors, end, sep = nil, 0, 0
			break
		}
		authors = append(authors, s[at:stop])
		end, sep = stop, r
		if !isListMark(r) {
			break
		}
		at = skipSpace(s, after)
	}
	authors, end = eastOthers(s, authors, end)
	at := end
	for at < len(s) {
		switch r, n := utf8.DecodeRuneInString(s[at:]); r {
		case ' ', '.', '．', '。', ':', '：', ',', '，', '、':
			at += n
			continue
		case '(', '（', '[':
			if n := eastDate(s[at:]); n > 0 {
				at += n
				continue
			}
		}
		if y := yearAt(s, at); y > 0 && len(authors) > 0 {
			at += 4
			if strings.HasPrefix(s[at:], "年") {
				at += len("年")
			}
			continue
		}
		break
	}
	if quoteAt(s, at) > 0 {
		if inner, e := quoted(s, at); e > at && isWorkTitle(inner) {
			return authors, inner
		}
		return authors, ""
	}
	stop := eastTitleEnd(s, at, sep)
	if stop <= at {
		return authors, ""
	}
	title = strings.TrimRight(s[at:stop], " .,:，。．")
	if behind := skipMarks(s, stop); len(authors) == 0 && behind < len(s) && (yearAt(s, behind) > 0 || eastDate(s[behind:]) > 0) && at == 0 && behind > 0 {
		return []string{title}, "" // a body and the year: the title stands behind
	}
	if !isWorkTitle(title) || !startsEastern(title) && len(authors) == 0 {
		return authors, ""
	}
	return authors, title
}

// skipMarks gives the place behind the full stops and spaces at s[i:].
func skipMarks(s string, i int) int {
	for i < len(s) && (s[i] == '.' || s[i] == ' ') {
		i++
	}
	return i
}

// eastName gives the end of the run of characters that can be a name at s[at:],
// the mark behind it and the place behind that.
func eastName(s string, at int) (stop, after int, mark rune) {
	const longest = 48 // bytes
	for i := at; i < min(len(s), at+longest); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case isWide(r), r == '・', r == '·':
			i += n
		case r == ' ' && startsEastern(s[i+1:]) && i > at:
			i += n
		default:
			j := i
			if r == ' ' {
				j = skipSpace(s, i)
				r, n = utf8.DecodeRuneInString(s[j:])
			}
			return i, j + n, r
		}
	}
	return at, at, 0
}

// isEastName tells whether a run of characters is short enough for the name of
// a person or a body: "王明", "田中 太郎", "김철수", "国务院".
func isEastName(s string) bool {
	n := 0
	for i, r := range s {
		if r == '等' && i > 0 {
			break
		}
		if r != ' ' {
			n++
		}
	}
	if n < 2 {
		return false
	}
	if strings.ContainsAny(s, "・·") {
		return n <= 14
	}
	return n <= 4 || n <= 6 && strings.Contains(s, " ")
}

func isListMark(r rune) bool {
	switch r {
	case ',', '，', '、', ';', '；':
		return true
	}
	return false
}

// eastOthers takes "等" or "ほか" from the last name: there are more authors.
func eastOthers(s string, authors []string, end int) ([]string, int) {
	if n := len(authors); n > 0 {
		for _, w := range []string{"等编", "等著", "等", "ほか", "他", "外"} {
			if cut, ok := strings.CutSuffix(authors[n-1], w); ok && utf8.RuneCountInString(cut) >= 2 {
				authors[n-1] = cut
				break
			}
		}
		switch strings.TrimSpace(authors[n-1]) {
		case "等", "ほか":
			authors = authors[:n-1]
		}
		return authors, end
	}
	return authors, end
}

// eastDate gives the length of the brackets that s starts with if they hold a
// year, else 0.
func eastDate(s string) int {
	for _, closer := range []string{")", "）", "]"} {
		if n := strings.Index(s[:min(len(s), 40)], closer); n > 0 {
			for k := range n {
				if yearAt(s, k) > 0 {
					return n + len(closer)
				}
			}
		}
	}
	return 0
}

// eastTitleEnd gives the end of the title that starts at s[at:] without marks of
// its own, at if none is told.
func eastTitleEnd(s string, at int, sep rune) int {
	limit := min(len(s), at+longestTitleLooked)
	for i := at; i < limit; {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch r {
		case '[', '［', '〔':
			if r == '[' && typeMark(s[i:]) > 0 || strings.HasPrefix(s[i:], "［J") || strings.HasPrefix(s[i:], "［M") || strings.HasPrefix(s[i:], "［D") {
				return i
			}
		case '(', '（': // a translation
			if inner := strings.TrimLeft(s[i+n:min(len(s), i+n+24)], " “\"«"); isLetter(byteAt(inner, 0)) && strings.IndexByte(inner, ' ') > 0 {
				return i
			}
		case '.':
			if i+1 == len(s) || s[i+1] == ' ' || isWideAt(s, i+1) {
				return i
			}
		case '。', '．':
			return i
		case ',', '，':
			if sep == ':' || sep == '：' || isListMark(sep) && (i+1 < len(s) && s[i+1] == ' ' || r == '，') {
				return i
			}
		case '『', '《':
			return at // the title of what holds it is marked, so this one is in doubt
		case '/':
			if strings.HasPrefix(s[i:], "//") {
				if i > 0 && s[i-1] == ':' {
					return at
				}
				return i
			}
		}
		i += n
	}
	return at
}

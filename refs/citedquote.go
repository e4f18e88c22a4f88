package refs

import (
	"strings"
	"unicode/utf8"
)

// closingQuotes gives the marks by which a quotation ends that an opening one
// begins, in any of the languages that use it.
func closingQuotes(open rune) string {
	switch open {
	case '“':
		return "”“"
	case '„', '‟':
		return "“”\""
	case '«':
		return "»"
	case '»':
		return "«"
	case '‹':
		return "›"
	case '‘', '‚':
		return "’‘"
	case '"':
		return "\"”"
	case '\'':
		return "'"
	case '「':
		return "」"
	case '『':
		return "』"
	case '《':
		return "》"
	case '〈':
		return "〉"
	case '＂':
		return "＂"
	}
	return ""
}

// quoteAt gives the length of the opening quotation mark at s[i:], 0 if there
// is none.
func quoteAt(s string, i int) int {
	if i >= len(s) {
		return 0
	}
	if c := s[i]; c < utf8.RuneSelf {
		switch {
		case c == '"', c == '\'' && i+1 < len(s) && s[i+1] != ' ':
			return 1
		case c == '`' && strings.HasPrefix(s[i:], "``"):
			return 2
		}
		return 0
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	if closingQuotes(r) == "" {
		return 0
	}
	return n
}

// quoted gives the quotation that begins at s[i:]: its inner text, without the
// punctuation that belongs to the sentence around, and the place behind it; end
// is i if none begins there or it does not end.
func quoted(s string, i int) (inner string, end int) {
	const longest = 500 // bytes
	n := quoteAt(s, i)
	if n == 0 {
		return "", i
	}
	open, _ := utf8.DecodeRuneInString(s[i:])
	closers := closingQuotes(open)
	if open == '`' {
		closers = "'"
	}
	single := open == '\'' || open == '‘' || open == '‚'
	depth := 1
	for at, limit := i+n, min(len(s), i+longest); at < limit; {
		r, k := utf8.DecodeRuneInString(s[at:])
		switch {
		case r == open && !strings.ContainsRune(closers, r):
			depth++
		case r == '“' && open == '“':
			depth++
		case strings.ContainsRune(closers, r) && endsQuote(s, at, at+k, single):
			if depth--; depth == 0 {
				inner = strings.TrimRight(strings.Trim(s[i+n:at], " \u00a0"), ",.;")
				return inner, at + k
			}
		}
		at += k
	}
	return "", i
}

// endsQuote tells whether the mark s[at:behind] ends a quotation. An apostrophe
// does so only beside other punctuation.
func endsQuote(s string, at, behind int, single bool) bool {
	if !single {
		return s[at] != '"' || behind == len(s) || !isAlnum(s[behind])
	}
	if behind == len(s) {
		return true
	}
	return strings.IndexByte(",.;:)", s[behind]) >= 0 || strings.IndexByte(",.?!", s[at-1]) >= 0 && s[behind] == ' '
}

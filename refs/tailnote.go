package refs

import "strings"

// noteStarts begin, behind an opening bracket and in lower case, a note on the
// link that is no part of it: when it was looked at, whose identifier it is,
// what databases have the work.
var noteStarts = strings.Split("accessed|last |retrieved|doi]|pii]|arxiv|http|online|cited|viewed|visited|дата|访问|consult|acces|"+
	"pubmed]|crossref]|google scholar|medline]|isi]|web of science]|scopus]|article]|abstract]|full text]|pmc free|links]|"+
	"abgerufen|zugriff|ultimo|erişim|dostęp|epub", "|")

// noteAhead tells whether a bracket opens a note on the link: "(accessed
// 2015-04-03)", "[doi]", "[pii]", "[arXiv:...".
func noteAhead(s string) bool {
	for _, w := range noteStarts {
		if foldPrefix(s, w) {
			return true
		}
	}
	return false
}

// noteWords stand behind the punctuation that ends a link, with or without a
// space, in lower case.
var noteWords = wordSet(`accessed|retrieved|last|viewed|visited|epub|zugriff|zuletzt|abgerufen|stand|consulté|consulted|consultado|consultada|
acesso|acessado|acceso|accesso|dostęp|ostatni|erişim|hämtad|geraadpleegd|published|available|pubmed|crossref`)

// tailNote gives the end of the link s[start:end] without a note that sticks to
// it; end if there is none. A note has its word behind the link's last
// punctuation, is a bracket that closes only behind white space, or one with a
// date in it.
func tailNote(s string, start, end int) int {
	if end-start < 6 {
		return end
	}
	behind := end // the punctuation of an abbreviated word
	for behind < len(s) && behind < end+3 && strings.IndexByte(".,:;", s[behind]) >= 0 {
		behind++
	}
	switch c := s[end-1]; {
	case c == ')' || c == ']':
		if i := strings.LastIndexByte(s[start:end], "(["[bracketKind(c)]); i > 0 && hasFullDate(s[start+i:end]) {
			return start + i
		}
		return end
	case behind < len(s) && spaceAt(s[behind:]) > 0:
		if i := openNote(s, start, end); i > start {
			return i
		}
	}
	low := max(start, end-16)
	if i := strings.LastIndexAny(s[low:end], ".,;)]"); i >= 0 && noteWords[strings.ToLower(s[low+i+1:end])] {
		return low + i
	}
	return end
}

// openNote gives the place of a bracket in s[start:end] that is closed only
// behind the white space at end, as that of "(abgerufen am 3. Mai 2010)" is; -1
// if there is none.
func openNote(s string, start, end int) int {
	const longest = 100 // bytes of a note
	depth := [2]int{}
	for i := end - 1; i > start && i > end-longest; i-- {
		switch c := s[i]; c {
		case ')', ']':
			depth[bracketKind(c)]++
		case '(', '[':
			k := bracketKind(c)
			if depth[k]--; depth[k] >= 0 {
				continue
			}
			rest := s[end:min(len(s), end+longest)]
			n := strings.IndexAny(rest, "()[]")
			if n < 0 || rest[n] != ")]"[k] || i+1 < end && !isLetter(s[i+1]) && s[i+1] < 0x80 {
				return -1
			}
			return i
		}
	}
	return -1
}

// hasFullDate tells whether s has a date in digits: "10.03.2012", "2012-03-10".
func hasFullDate(s string) bool {
	for i := 0; i+8 <= len(s); i++ {
		if !isDigit(s[i]) || i > 0 && isDigit(s[i-1]) {
			continue
		}
		if d, _ := date(s, i); len(d) == len("2012-03-10") || len(d) == len("2012") && strings.ContainsAny(s[i:min(len(s), i+3)], "./-") {
			return true
		}
	}
	return false
}

package refs

import (
	"strings"
	"unicode"
)

// collapseSlashes gives a DOI whose slash behind the prefix is doubled a single
// one.
func collapseSlashes(id string) string {
	n := registrantLen(id)
	if n == 0 || n >= len(id) || id[n] != '/' {
		return id
	}
	return id[:n] + strings.TrimLeft(id[n:], "/")
}

// readDOIForm mends what is nearly a DOI.
func readDOIForm(raw string) []reading {
	if n := directoryLost(raw); n > 0 && raw[:n] >= "1000" && !strings.Contains(raw, ":/") {
		return []reading{{"10." + raw, Likely, "Every DOI begins with “10.”, which is lost here."}}
	}
	if n := resolverLen(raw); n > 0 && directoryLost(raw[n:]) > 0 {
		return []reading{{raw[:n] + "10." + raw[n:], Likely, "Every DOI begins with “10.”, which is lost here."}}
	}
	if s := mendPrefix(raw); s != raw {
		return []reading{{s, Likely, "Every DOI begins with “10.” and a number."}}
	}
	i := doiStart(raw)
	if i < 0 {
		return nil
	}
	id := raw[i:]
	s := commaForDot(collapseDots(id))
	if strings.HasPrefix(s, "10.1007/") {
		s = strings.ReplaceAll(s, "__", "_")
	}
	s = siciSigns(s)
	if s == id {
		return nil
	}
	return []reading{{raw[:i] + s, Likely, "This is how its publisher makes DOIs."}}
}

// commaForDot gives back the dots that were read as commas between digits and
// words of a DOI of Elsevier's or Blackwell's pattern, which has no commas.
func commaForDot(id string) string {
	if !strings.Contains(id, ",") || !strings.HasPrefix(id, "10.1016/j.") && !strings.HasPrefix(id, "10.1111/j.") {
		return id
	}
	for i := 1; i+1 < len(id); i++ {
		if id[i] == ',' && (!isAlnum(id[i-1]) || !isDigit(id[i+1])) {
			return id
		}
	}
	return strings.ReplaceAll(id, ",", ".")
}

// collapseDots makes one dot of two. Longer runs are leaders to what follows.
func collapseDots(s string) string {
	if !strings.Contains(s, "..") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		n := dotsAt(s, i)
		switch {
		case n == 0:
			b.WriteByte(s[i])
			n = 1
		case n == 2 && i+2 < len(s):
			b.WriteByte('.')
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// siciSigns gives back the "<" and ">" of a SICI that a font has shown as "\"
// and "[".
func siciSigns(s string) string {
	open := strings.IndexByte(s, '\\')
	if open < 0 || !siciGlyphs(s[:open]) || strings.Contains(s, "<") {
		return s
	}
	end := strings.LastIndexByte(s, '[')
	if end < open || !siciClose(">"+s[end+1:]) {
		return s
	}
	return s[:open] + "<" + s[open+1:end] + ">" + s[end+1:]
}

// readGlued cuts what sticks to the end of a DOI.
func readGlued(raw string) []reading {
	i := doiStart(raw)
	if i < 0 {
		return nil
	}
	id := raw[i:]
	n := registrantLen(id)
	if n == 0 {
		return nil
	}
	cut, confidence := len(id), Certain
	for {
		next, c := gluedAt(id[:cut], n, i > 0 && resolverLen(raw) > 0)
		if next <= n || next >= cut {
			break
		}
		cut, confidence = next, weaker(confidence, c)
	}
	trimmed := trimDOI(id[:cut])
	if cut < len(id) {
		trimmed = withoutVersion(trimDOI(strings.TrimRight(trimmed, "-")))
	}
	if len(trimmed) <= n || trimmed == id || cut == len(id) {
		return nil
	}
	return []reading{{raw[:i] + trimmed, confidence, "What is behind it belongs to the text, not to the DOI."}}
}

// trimDOI takes the punctuation off the end of a DOI.
func trimDOI(s string) string {
	for {
		t := strings.TrimRight(s, ".,;:#>")
		if t != "" && strings.IndexByte("([{", t[len(t)-1]) >= 0 {
			t = t[:len(t)-1]
		}
		if t == s {
			return s
		}
		s = t
	}
}

// gluedMarks begin what is no part of a DOI, wherever they stand in it.
var gluedMarks = []string{"http://", "https://", "pmid", "pmcid", "[doi]", "[pii]", "doi:", ">accessed", "(accessed", "[accessed", "accessed", "<br", "</", "&lt;", "articlepublishedonline", "journals.sagepub.com", ".sagepub.com", "arxiv:", ".url:"}

// hasGluedWord tells whether one of gluedMarks may be in s, which is made of
// letters, digits and harmless marks.
func hasGluedWord(s string) bool {
	folded := strings.ToLower(s)
	for _, w := range []string{"http", "pmid", "pmcid", "doi:", "access", "article", "sagepub", "arxiv", ".url"} {
		if strings.Contains(folded, w) {
			return true
		}
	}
	return false
}

// gluedAt gives the place in a DOI, whose prefix has n bytes, where something
// foreign begins; len(id) if nothing does.
func gluedAt(id string, n int, inURL bool) (int, Confidence) {
	folded := strings.ToLower(id)
	if len(folded) != len(id) {
		return len(id), Certain
	}
	at := len(id)
	for _, m := range gluedMarks {
		if i := strings.Index(folded[n:], m); i > 0 {
			i += n
			if m[0] == 'p' && !pmLabel(id[i:]) {
				continue // the number may be a part of the DOI
			}
			if m == ".sagepub.com" {
				for i > n && isLower(folded[i-1]) {
					i--
				}
			}
			at = min(at, i)
		}
	}
	if at < len(id) {
		return at, Certain
	}
	if i := strings.Index(id[n:], "....."); i > 0 {
		return n + i, Certain
	}
	if i := strings.IndexAny(id[n:], "?#"); i > 0 && !inURL {
		if id[n+i] == '?' {
			return n + i, Certain
		}
		return n + i, Likely
	}
	if i := gluedWord(id[n:]); i > 0 {
		return n + i, Likely
	}
	if m := len(id) - 5; m > n && id[m] == ',' && isYear(id[m+1:]) {
		return m, Likely
	}
	if m := len(id) - 6; m > n && id[m] == '(' && id[len(id)-1] == ')' && isYear(id[m+1:m+5]) {
		return m, Likely
	}
	if i := viewTail(id); i > n {
		return i, Likely
	}
	if i := strings.IndexFunc(id[n:], func(r rune) bool {
		return r >= 0x2E80 && r != unicode.ReplacementChar && (unicode.IsSymbol(r) || isWide(r))
	}); i > 0 {
		return n + i, Certain
	}
	return len(id), Certain
}

// behindLinks are words that pages and databases print behind a link, and that
// stick to its end in a text that was copied.
var behindLinks = wordSet(`CrossRef|Crossref|CrossrefMed|PubMed|Pubmed|Google|GoogleScholar|Scholar|CrossRefGoogle|CrossRefPubMed|PubMedGoogle|PubMedPubMed|Scopus|Medline|
View|Search|Export|Download|Available|Accessed|Retrieved|Published|Received|Epub|ISSN|ISBN|Article|Abstract|Cited|Link|Links`)

// gluedWord gives the place in s of one of behindLinks, or of a PubMed Central
// number, that sticks to the number at the end of a DOI; 0 if there is none.
func gluedWord(s string) int {
	i := len(s)
	for i > 0 && isDigit(s[i-1]) {
		i--
	}
	if n := len(s) - i; n > 4 && n < 9 && i > 4 && s[i-3:i] == "PMC" && isDigit(s[i-4]) {
		return i - 3
	}
	for i = len(s); i > 0 && isLetter(s[i-1]); i-- {
	}
	if i > 1 && isDigit(s[i-1]) && behindLinks[s[i:]] {
		return i
	}
	return 0
}

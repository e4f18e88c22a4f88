package refs

import (
	"strings"
	"unicode/utf8"
)

// mediumWords say in brackets behind a title what kind of thing is cited, in
// lower case.
var mediumWords = []string{"internet", "online", "on-line", "on line", "electronic", "text", "текст", "электрон", "електрон", "en línea", "en ligne", "em linha", "website", "web ", "web]", "blog", "pdf", "video", "film", "cd-rom",
	"data set", "dataset", "computer", "software", "master", "phd", "doctoral", "unpublished", "thesis", "dissertation", "in ", "preprint", "poster", "abstract", "letter", "editorial", "comment", "review", "press release", "conference", "paper", "audio", "podcast", "mobile", "report", "Web"}

// typeMark gives the length of a mark in brackets that s starts with if it says
// of what type the work in front of it is, as GB/T 7714 and others want ("[J]",
// "[EB/OL]", "[Internet]"), or is a note on the title or its translation; else 0.
func typeMark(s string) int {
	const longest = 200 // bytes
	n := strings.IndexByte(s[:min(len(s), longest)], ']')
	if n < 2 {
		return 0
	}
	inner := s[1:n]
	if isTypeCode(inner) {
		return n + 1
	}
	lower := strings.ToLower(cutRunes(s[1:n+1], 24))
	for _, w := range mediumWords {
		if strings.HasPrefix(lower, w) {
			return n + 1
		}
	}
	// A translation of the whole title has the end of the sentence behind it.
	if n+1 < len(s) && (s[n+1] == '.' || s[n+1] == ',') && strings.IndexByte(inner, ' ') > 0 && upperAt(inner, 0) > 0 {
		return n + 1
	}
	return 0
}

// isTypeCode tells the codes of GB/T 3469 and 7714 with their carriers.
func isTypeCode(s string) bool {
	kind, carrier, split := strings.Cut(strings.TrimSpace(s), "/")
	switch kind {
	case "J", "M", "C", "D", "N", "R", "S", "P", "Z", "A", "G", "K", "DB", "CP", "EB", "CM", "DS", "OL":
	default:
		return false
	}
	switch strings.TrimSpace(carrier) {
	case "":
		return !split
	case "OL", "CD", "DK", "MT", "BK":
		return true
	}
	return false
}

// trimTitle gives the title s[start:end] without what styles add to it: the full
// stop, an edition or a report number in brackets, a translation of a title in
// another script.
func trimTitle(s string, start, end int) string {
	title := strings.TrimRight(s[start:end], " .,;:")
	for range 2 {
		if !strings.HasSuffix(title, ")") {
			break
		}
		i := strings.LastIndexByte(title, '(')
		if i <= 0 || !isTitleNote(title[i+1:len(title)-1]) && !isTranslation(s, title[:i], title[i+1:len(title)-1]) {
			break
		}
		title = strings.TrimRight(title[:i], " .,;:")
	}
	return title
}

// isTitleNote tells what styles set in brackets behind a title: "2nd ed.", "Vol.
// 3", "Report No. 12", "in Russian", "Doctoral dissertation".
func isTitleNote(s string) bool {
	const longest = 60 // bytes
	if len(s) > longest {
		return false
	}
	lower := strings.ToLower(s)
	for _, w := range []string{"ed.", "edition", "vol.", "vols", "no. ", "pp. ", "dissertation", "thesis", "in russ", "in chin", "in german", "in french", "in japan", "in span", "trans.", "aufl.", "изд.", "éd."} {
		if strings.Contains(lower, w) {
			return true
		}
	}
	return false
}

// isTranslation tells whether the bracket behind a title has the title in
// another language: the title is in another script, or the reference says that
// the work is in a language of one.
func isTranslation(s, title, inner string) bool {
	const shortest = 12 // bytes
	if len(inner) < shortest || upperAt(inner, 0) == 0 && quoteAt(inner, 0) == 0 || strings.Count(inner, " ") < 2 {
		return false
	}
	if foreignShare(title) && !foreignShare(inner) {
		return true
	}
	for _, note := range []string{"(In ", "(in ", "[In ", "[in "} {
		if i := strings.LastIndex(s, note); i >= 0 {
			switch languageSaid(s[i+1:]) {
			case "ru", "uk", "zh", "ja", "ko", "be", "kk", "fa", "ar":
				return true
			}
		}
	}
	return false
}

// foreignShare tells whether more than half of a text's letters are beyond the
// Latin script.
func foreignShare(s string) bool {
	foreign, all := 0, 0
	for _, r := range s {
		if r >= 0x370 && r < 0x2000 || r >= 0x2E80 {
			foreign++
		}
		if r > ' ' {
			all++
		}
	}
	return foreign*2 > all
}

// startsEastern tells whether s begins with a script that is written without
// spaces, or with one of its quotation marks.
func startsEastern(s string) bool {
	if s == "" || s[0] < 0xE2 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s)
	return isWide(r) || r == '「' || r == '『' || r == '《' || r == '〈' || r == '【'
}

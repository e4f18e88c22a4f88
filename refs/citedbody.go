package refs

import (
	"strings"
	"unicode/utf8"
)

// bodyWords are in the names of bodies that publish, in lower case.
var bodyWords = wordSet(`organization|organisation|institute|ministry|department|agency|commission|committee|council|association|society|university|bureau|office|
administration|foundation|centre|center|board|authority|service|services|corporation|corp|inc|ltd|gmbh|group|consortium|collaboration|network|federation|union|bank|
nations|government|parliament|academy|museum|library|laboratory|initiative|investigators|team|partnership|embassy|survey|college|secretariat|programme|company|institution|
institut|ministerium|bundesamt|gesellschaft|universität|amt|ministère|commissariat|agence|société|université|ministerio|instituto|universidad|universidade|ministério|
associação|asociación|ministero|istituto|università|министерство|правительство|комитет|институт|университет|служба|агентство|росстат|академия|совет|банк`)

// isLowWord tells words that are written small in names and titles.
func isLowWord(s string) bool {
	switch s {
	case "of", "and", "for", "the", "de", "la", "le", "les", "des", "du", "et", "für", "der", "die", "das", "und", "del", "y", "e", "di", "и", "по", "da", "do", "dos", "den", "van", "voor", "en", "i", "&", "in", "on", "to", "d", "l", "à", "au", "aux", "sur", "zur", "zum", "della", "dei", "degli", "per", "o", "a", "или", "в", "о", "об", "для", "на", "with", "from", "at", "by", "pour", "dans", "von", "im":
		return true
	}
	return false
}

// readCollective gives the end of the name of a body that starts at s[i:], i if
// there is none: all its words have capitals but those that join them, and one
// says what it is, or it is an abbreviation in capitals. In a list of names it
// may have "for the" in front.
func readCollective(s string, i int, listed bool) int {
	const mostWords = 24
	at := i
	if listed {
		for _, w := range []string{"on behalf of ", "for ", "the ", "The "} {
			if strings.HasPrefix(s[at:], w) {
				at += len(w)
			}
		}
	}
	known, words := false, 0
	for first := at; words < mostWords; words++ {
		if at < len(s) && s[at] == '(' { // its abbreviation
			n := strings.IndexByte(s[at:min(len(s), at+24)], ')')
			if n < 0 || upperAt(s, at+1) == 0 || words == 0 {
				break
			}
			at += n + 1
			if at == len(s) || s[at] != ' ' {
				return bodyEnd(s, i, at, known)
			}
			at++
			continue
		}
		end := at
		for end < len(s) && strings.IndexByte(" .,:;()[]\"", s[end]) < 0 {
			end++
		}
		if end == at {
			break
		}
		word := s[at:end]
		switch {
		case upperAt(s, at) > 0:
			known = known || bodyWords[strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(word, "’s"), "'s"))]
		case words == 0 && !listed, !joinsBody(word) && !isCyrillic(word): // "Министерство иностранных дел"
			return i
		}
		if end < len(s) && s[end] == '.' && end-at < 5 && isAbbreviated(s, at, end) { // "U.S.", "Inc."
			end++
			for end+1 < len(s) && s[end+1] == '.' && isUpper(s[end]) {
				end += 2
			}
			if end < len(s) && s[end] == ' ' && (upperAt(s, end+1) > 0 || joinWord(s[end+1:]) > 0) && !bodyWords[strings.ToLower(word)] {
				at = end + 1
				continue
			}
			if bodyWords[strings.ToLower(word)] {
				return bodyEnd(s, i, at+len(word), known)
			}
		}
		if end == len(s) || s[end] != ' ' {
			if at == first && !listed && isAcronym(word) {
				known = true
			}
			return bodyEnd(s, i, end, known)
		}
		if yearAt(s, end+1) > 0 || s[end+1:] != "" && s[end+1] == '(' && dateNote(s[end+1:]) > 0 {
			if at == first && isAcronym(word) {
				known = true
			}
			return bodyEnd(s, i, end, known)
		}
		at = end + 1
	}
	return i
}

func bodyEnd(s string, i, end int, known bool) int {
	if !known || end == i {
		return i
	}
	return end
}

// joinsBody tells the small words in the names of bodies. With "in" or "over"
// it is a title.
func joinsBody(word string) bool {
	switch word {
	case "of", "and", "for", "on", "the", "de", "la", "des", "du", "et", "für", "der", "und", "del", "y", "di", "и", "по", "da", "do", "&", "of the", "d", "e", "l", "pour":
		return true
	}
	return false
}

func isCyrillic(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return r >= 0x400 && r < 0x530
}

// isAbbreviated tells whether the full stop at s[end] stands behind an
// abbreviation, to judge by the word s[at:end].
func isAbbreviated(s string, at, end int) bool {
	word := s[at:end]
	return end-at == 1 || word == "Inc" || word == "Corp" || word == "Ltd" || word == "Co" || word == "St" || word == "Dept"
}

// isAcronym tells abbreviations in capitals: "WHO", "OECD".
func isAcronym(s string) bool {
	n := 0
	for i := range len(s) {
		if !isUpper(s[i]) {
			return false
		}
		n++
	}
	return n >= 2 && n <= 8
}

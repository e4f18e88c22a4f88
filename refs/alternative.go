package refs

import "strings"

// alternatives gives the readings that are worth a try if what is written,
// sound as it looks, leads nowhere.
func (l *Link) alternatives() []Repair {
	if rs := l.behindProxy(); rs != nil {
		return rs
	}
	if i := functionWord(l.Written); i > 0 {
		read := Link{Kind: l.Kind, Written: l.Written[:i]}
		if read.literal(); read.Target != "" {
			return []Repair{{read.Target, GluedText, Guess, "The word at its end may be one of the text."}}
		}
	}
	if l.Kind == KindDOI {
		if s := collapseSlashes(l.ID); s != l.ID {
			return []Repair{{DOITarget(s), MalformedDOI, Likely, "A slash is doubled; some publishers registered it so, most did not."}}
		}
		return nil
	}
	if i := tailInDoubt(l.Written); i > 0 {
		if t, err := ParseTarget(withScheme(l.Written[:i])); err == nil {
			return []Repair{{t, GluedText, Guess, "The end may be a part of the text, not of the address."}}
		}
	}
	if s := mapDashes(l.Written); s != l.Written {
		if t, err := ParseTarget(withScheme(s)); err == nil {
			return []Repair{{t, WrongDash, Guess, "The dash may have been a hyphen."}}
		}
	}
	return nil
}

// tailInDoubt gives the place where an address may end before its end: in front
// of a last segment in a script without spaces, or of a year in brackets; 0 if
// there is no such doubt.
func tailInDoubt(s string) int {
	if n := len(s) - len("(2014)"); n > 0 && s[n] == '(' && s[len(s)-1] == ')' && isYear(s[n+1:len(s)-1]) && isAlnum(s[n-1]) {
		return n
	}
	i := strings.LastIndexByte(s, '/') + 1
	if i == len(s) || i < len("http://") || isTitleHost(s) {
		return 0
	}
	for _, r := range s[i:] {
		if !isWide(r) {
			return 0
		}
	}
	return i
}

// functionWord gives the start of a word of English prose that sticks to the
// number at the end of s ("119.044802for"); 0 if there is none.
func functionWord(s string) int {
	i := len(s)
	for i > 0 && isLower(s[i-1]) {
		i--
	}
	if i < 2 || !isDigit(s[i-1]) || !isDigit(s[i-2]) {
		return 0
	}
	switch s[i:] {
	case "and", "are", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "see", "that", "the", "to", "was", "which", "with":
		return i
	}
	return 0
}

// behindProxy gives the address that a library's proxy stands in front of. It
// is no damage: the proxy's members can follow the link. Of the rules that one
// is named whose reason it has, a place that others cannot reach.
func (l *Link) behindProxy() []Repair {
	if l.Kind != KindURL {
		return nil
	}
	if t, c := unproxied(l.Target); t != "" {
		return []Repair{{t, LocalTarget, c, "The address goes through a library's proxy, which only its members can pass."}}
	}
	return nil
}

package refs

import "strings"

// A shape is the pattern that a publisher makes the suffixes of its DOIs by: in
// a text that breaks off at one of its dots, it tells what must follow.
type shape struct {
	registrant string // "10.1152"; "*" for any; "+" for those of codeFirst
	segments   []string
}

// shapes are the patterns of suffixes, from deposits at Crossref, those of one
// registrant in front. Between dots
// stand: code, the letters of a journal; vol, the number of a volume or issue; num,
// that of a page; a digit, as many figures; year; issn; isbn; pages, "1172-1175"; word,
// letters with a number ("tb00044", "pub2"); and what stands for itself.
var shapes = shapesOf(`
 10.1161  01.code.vol.vol.num
 10.1093  code/vol.vol.num
 10.1152  code.5.year
 10.1523  code.4-2.year
 10.1128  code.vol.vol.pages.year
 10.1128  code.5-2
 10.1200  code.year.2.4
 10.1101  code.6.3
 10.1103  code.vol.num
 10.1136  code.year.vol.num
 10.1136  code.vol.vol.num
 10.1089  code.year.vol.num
 10.1158  issn.word
 10.1074  code.word
 10.1091  code.word
 10.1194  code.word
 10.1146  annurev.code.vol.num.num
 10.1167  vol.vol.num
 10.1177  vol.vol.num
 10.1196  annals.4.3
 10.1590  issn.year.vol.vol.num
 10.1016  isbn.5-1
 10.1002  isbn.word.word
 10.1002  14651858.word.word
 *        01.code.10.5.2
 +        code.vol.vol.num
 +        code.code.vol.vol.num
 *        issn.vol.vol.num
 *        j.issn.year.word.x
 *        isbn.word
`)

func shapesOf(table string) (all []shape) {
	for line := range strings.Lines(table) {
		if f := strings.Fields(line); len(f) == 2 {
			all = append(all, shape{f[0], strings.Split(f[1], ".")})
		}
	}
	return all
}

// wantsMore tells whether a suffix that stops at a dot is an unfinished one of
// some shape, and word goes on with it. Plain numbers must end the sentence, and
// must not look like that of the next entry.
func (g *gap) wantsMore(registrant, suffix, word string) bool {
	plain := strings.Trim(word, "0123456789.") == ""
	if plain && (!g.final() || foldPrefix(g.after, "p.") || foldPrefix(g.after, "pp")) {
		return false
	}
	entry := plain && g.after != "" && isUpper(g.after[0]) && len(word) < 4 && !isStopWord(g.after)
	have, more := strings.Split(suffix, "."), strings.Split(word, ".")
	general := codeFirst[registrant] && !entry // the shape of most of these
	for _, s := range shapes {
		general = general && s.registrant != registrant
		left := len(s.segments) - len(have)
		if left < len(more) || plain && left > len(more) && g.joins == 0 || s.registrant != "*" && s.registrant != registrant && !(general && s.registrant == "+") {
			continue
		}
		if fitsAll(s.segments, have) && fitsAll(s.segments[len(have):], more) {
			return true
		}
	}
	return false
}

func fitsAll(segments, parts []string) bool {
	for i, p := range parts {
		if !fitsSegment(segments[i], p) {
			return false
		}
	}
	return true
}

func fitsSegment(segment, part string) bool {
	switch segment {
	case "code/vol":
		code, vol, ok := strings.Cut(part, "/")
		return ok && fitsSegment("code", code) && fitsSegment("vol", vol)
	case "code":
		return len(part) > 1 && !strings.ContainsFunc(part, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '-') })
	case "vol":
		return allDigits(part) && len(part) < 5 && !isYear(part)
	case "num":
		return allDigits(part) && len(part) < 7 && !isYear(part)
	case "year":
		return isYear(part)
	case "issn":
		return isISSN(part)
	case "isbn":
		digits := strings.ReplaceAll(strings.TrimLeft(part, "B"), "-", "")
		return len(digits) == 13 && isISBN(digits) || len(digits) == 10 && allDigits(digits[:9]) && isISBN(strings.ToUpper(digits))
	case "pages":
		from, to, ok := strings.Cut(part, "-")
		return ok && allDigits(from) && allDigits(to)
	case "word":
		return part != "" && isCodedWord(part)
	}
	if !isDigit(segment[0]) || segment == "01" {
		return strings.EqualFold(segment, part)
	}
	return fitsCount(segment, part)
}

// fitsCount tells whether part has as many letters or digits as the segment
// says, in one or two groups: "10" or "4-2".
func fitsCount(segment, part string) bool {
	count, check, two := strings.Cut(segment, "-")
	number, tail, ok := strings.Cut(part, "-")
	if ok != two || two && (len(tail) != int(check[0]-'0') || !isAlnum(tail[0])) {
		return false
	}
	n := int(count[0] - '0')
	if len(count) > 1 {
		n = 10
	}
	return len(number) == n && (isDigit(number[0]) || n == 2) && alnumLen(number) == n
}

// isCodedWord tells whether part is letters with a number that stands in no
// prose: small ones with any number but that of a page or version, others with a
// long one, perhaps in groups.
func isCodedWord(part string) bool {
	if foldPrefix(part, "pmc") || lower(part[0]) == 'e' && allDigits(part[1:]) {
		return false // a label, the number of an electronic page
	}
	letters, digits := 0, 0
	for i := 0; i < len(part); i++ {
		switch c := part[i]; {
		case isDigit(c):
			digits++
		case isLetter(c):
			letters++
		case c != '-' && c != '_':
			return false
		}
	}
	small := len(part) - len(strings.TrimLeft(part, "abcdefghijklmnopqrstuvwxyz"))
	switch part[:small] {
	case "p", "pp", "v", "no", "vol", "s":
		small = 0
	}
	return letters > 0 && digits > 3 || small > 0 && letters == small && digits > 0
}

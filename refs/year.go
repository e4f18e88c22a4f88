package refs

import "strings"

// The years that a reference can have been published in.
const (
	firstYear = 1500
	finalYear = 2099
)

// publicationYear gives the year that a reference's text gives as that of
// publication, 0 if none is told: the one in brackets if there is one, as in
// author-year styles, else the last one that is part of no link and no page
// range. n is the text's access note, which does not count.
func publicationYear(s string, n accessPlace) int {
	if n.start >= 0 {
		// A year behind the note counts only if there is none before it.
		if y := publicationYear(s[:n.start], accessPlace{start: -1}); y > 0 {
			return y
		}
		s = s[n.end:]
	}
	if y := parenYear(s); y > 0 {
		return y
	}
	return lastYear(s)
}

// parenYear gives the first year in brackets, "(2019)", "(2019a, May)" or
// "(May 2019)"; 0 if there is none.
func parenYear(s string) int {
	const widest = 24 // bytes between the brackets
	for at := 0; ; {
		i := strings.IndexByte(s[at:], '(')
		if i < 0 {
			return 0
		}
		at += i + 1
		inner := s[at:min(len(s), at+widest)]
		n := strings.IndexByte(inner, ')')
		if n < 4 {
			continue
		}
		inner = inner[:n]
		if y := yearAt(inner, 0); y > 0 && (len(inner) == 4 || isLower(inner[4]) || inner[4] == ',' || inner[4] == ' ') {
			return y
		}
		if y := yearAt(inner, len(inner)-4); y > 0 && isLetter(inner[0]) && strings.Count(inner, " ") < 3 && monthOf(firstWord(inner)) > 0 {
			return y
		}
	}
}

func firstWord(s string) string {
	word, _ := cutWord(s)
	return word
}

// lastYear gives the last year that stands alone; 0 if there is none.
func lastYear(s string) int {
	for i := len(s) - 4; i >= 0; i-- {
		if c := s[i]; c != '1' && c != '2' {
			continue
		}
		if y := yearAt(s, i); y > 0 && standsAlone(s, i) {
			return y
		}
	}
	return 0
}

// yearAt gives the year that the four digits at s[i:] are, 0 if they are none.
func yearAt(s string, i int) int {
	if i < 0 || i+4 > len(s) || i > 0 && isDigit(s[i-1]) || i+4 < len(s) && isDigit(s[i+4]) || !allDigits(s[i:i+4]) {
		return 0
	}
	y := int(s[i]-'0')*1000 + int(s[i+1]-'0')*100 + int(s[i+2]-'0')*10 + int(s[i+3]-'0')
	if y < firstYear || y > finalYear {
		return 0
	}
	return y
}

// wideByte tells the first byte of a character of East Asia, around which
// words need no space.
func wideByte(c byte) bool { return c >= 0xE3 && c <= 0xED || c == 0xEF }

// standsAlone tells whether the four digits at s[i:] are no part of a link, a
// page range or a longer number.
func standsAlone(s string, i int) bool {
	if rest := s[i+4:]; strings.HasPrefix(rest, "年") || strings.HasPrefix(rest, "년") {
		return true
	}
	const longest = 60 // bytes of a word that are looked at on either side
	low, high := i, i+4
	for low > 0 && i-low < longest && !isBlank(s[low-1]) && !wideByte(s[low-1]) {
		low--
	}
	for high < len(s) && high-i < longest && !isBlank(s[high]) && !wideByte(s[high]) {
		high++
	}
	word := s[low:high]
	if strings.ContainsAny(word, "/%@=_") {
		return false
	}
	before, after := s[low:i], s[i+4:high]
	if strings.HasSuffix(before, "-") || strings.HasSuffix(before, "–") || strings.HasSuffix(before, ":") && hasDigit(before) {
		return false // "1511–2020", "12:2019"
	}
	if after == "" {
		return true
	}
	if isLetter(after[0]) && len(after) > 1 && isAlnum(after[1]) {
		return false // "2019nat"
	}
	rest := strings.TrimLeft(after, "-–")
	if rest != after && rest != "" && isDigit(rest[0]) {
		return false // "1511–1520"
	}
	return !(len(after) > 1 && (after[0] == '.' || after[0] == ',' || after[0] == ':') && isDigit(after[1])) // "2023.1"
}

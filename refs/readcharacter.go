package refs

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// isASCII spares plain links the search for odd characters.
func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// readInvisible takes out what cannot be seen. The joiners that Persian and the
// scripts of India need stay between letters of such scripts.
func readInvisible(raw string) []reading {
	if isASCII(raw) || strings.IndexFunc(raw, isInvisible) < 0 {
		return nil
	}
	var b strings.Builder
	prev := rune(' ')
	for i, r := range raw {
		if r == utf8.RuneError {
			_, n := utf8.DecodeRuneInString(raw[i:])
			b.WriteString(raw[i : i+n])
			prev = r
			continue
		}
		if !isInvisible(r) || isJoiner(r) && prev >= 0x600 {
			b.WriteRune(r)
			prev = r
		}
	}
	s := b.String()
	if s == raw {
		return nil
	}
	if t, digits := softHyphens(raw); t != "" {
		kept := reading{t, Likely, "The hyphen in it can be seen at the end of a line only, and belongs to it."}
		cut := reading{s, Guess, "The hyphen was put there to break the line."}
		if digits {
			return []reading{kept, cut}
		}
		cut.confidence, kept.confidence = Likely, Guess
		return []reading{cut, kept}
	}
	return []reading{{s, Certain, "Characters that cannot be seen are no part of a link."}}
}

// softHyphens gives a DOI with a hyphen for each soft one that stands between
// letters or digits, and tells whether one of these is a digit; "" if there is
// none. Some texts have soft hyphens where the DOI has real ones (OpenCitations'
// cleaner, normalize_hyphens).
func softHyphens(raw string) (s string, digits bool) {
	const soft = "\u00ad"
	if !isDOIText(raw) {
		return "", false
	}
	found := false
	for i := 0; i+len(soft) < len(raw); i++ {
		if i > 0 && strings.HasPrefix(raw[i:], soft) && isAlnum(raw[i-1]) && isAlnum(raw[i+len(soft)]) {
			found = true
			digits = digits || isDigit(raw[i-1]) || isDigit(raw[i+len(soft)])
		}
	}
	if !found {
		return "", false
	}
	return visible(strings.ReplaceAll(raw, soft, "-")), digits
}

// lookalikes maps Cyrillic and Greek letters to the Latin ones that look the
// same (Unicode Technical Standard 39, confusables).
var lookalikes = map[rune]byte{
	'а': 'a', 'е': 'e', 'о': 'o', 'р': 'p', 'с': 'c', 'у': 'y', 'х': 'x', 'і': 'i', 'ј': 'j', 'ѕ': 's', 'ԁ': 'd', 'һ': 'h', 'ӏ': 'l',
	'А': 'A', 'В': 'B', 'Е': 'E', 'К': 'K', 'М': 'M', 'Н': 'H', 'О': 'O', 'Р': 'P', 'С': 'C', 'Т': 'T', 'Х': 'X', 'І': 'I', 'Ј': 'J', 'Ѕ': 'S',
	'ο': 'o', 'α': 'a', 'ν': 'v', 'ρ': 'p', 'ι': 'i', 'Ο': 'O', 'Α': 'A', 'Β': 'B', 'Ε': 'E', 'Η': 'H', 'Ι': 'I', 'Κ': 'K', 'Μ': 'M', 'Ν': 'N', 'Ρ': 'P', 'Τ': 'T', 'Χ': 'X',
}

var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st", "˜", "~", "∼", "~")

// narrow turns full-width characters into the ASCII ones.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if isFullWidth(r) {
			return r - 0xFF01 + '!'
		}
		return r
	}, s)
}

// readHomoglyph maps characters that only look right to those that are.
func readHomoglyph(raw string) []reading {
	s := raw
	why := "The characters look the same and only one of them can stand in a link."
	confidence := Certain
	if !isASCII(raw) && utf8.ValidString(raw) {
		if strings.IndexFunc(raw, func(r rune) bool { return isFullWidth(r) && !isDash(r) }) >= 0 {
			s = narrow(s)
		}
		s = ligatures.Replace(s)
		if t := latinize(s); t != s {
			s, confidence = t, Likely
			if resolverLen(t) > 0 {
				confidence = Certain
			}
		}
	}
	if t := zeroForO(s); t != s {
		s = t
	}
	if i := max(strings.Index(s, "://")+3, 3) - 3; !isDOIText(s) {
		if i > 0 {
			i += 3
		}
		host := s[i : i+hostEnd(s[i:])]
		if t := strings.ReplaceAll(host, ",", "."); t != host && isHostName(t) {
			s, confidence = s[:i]+t+s[i+len(host):], Likely
			why = "A dot of the host was read as a comma."
		}
	}
	if i := strings.Index(s, "/;"); i > 8 && i+2 < len(s) && isLower(s[i+2]) && !isDOIText(s) {
		s, confidence = s[:i+1]+"~"+s[i+2:], Likely
		why = "A tilde in front of a user's name was read as a semicolon."
	}
	if s == raw {
		return nil
	}
	return []reading{{s, confidence, why}}
}

// latinize maps letters of other scripts to the Latin ones that they look like,
// in hosts whose labels mix the scripts, and in DOIs.
func latinize(s string) string {
	from, to := 0, len(s)
	if i := strings.Index(s, "://"); i >= 0 {
		from = i + 3
		to = from + hostEnd(s[from:])
	} else if strings.HasPrefix(s, "www.") {
		to = hostEnd(s)
	} else if !isDOIText(s) {
		return s
	}
	labels := strings.SplitAfter(s[from:to], ".")
	for i, l := range labels {
		labels[i] = latinLabel(l)
	}
	t := s[:from] + strings.Join(labels, "")
	rest := s[to:]
	if isDOIText(t + rest) {
		return latinAll(t + rest)
	}
	var b strings.Builder
	for rest != "" {
		i := strings.IndexAny(rest, "/.-_?=&#+()") + 1
		if i == 0 {
			i = len(rest)
		}
		b.WriteString(latinLabel(rest[:i]))
		rest = rest[i:]
	}
	return t + b.String()
}

// latinAll maps the look-alikes of a DOI, if nothing else in it is foreign.
func latinAll(s string) string {
	for _, r := range s {
		if _, ok := lookalikes[r]; r >= utf8.RuneSelf && !ok && !isDash(r) {
			return s
		}
	}
	return toLatin(s)
}

func toLatin(s string) string {
	return strings.Map(func(r rune) rune {
		if c, ok := lookalikes[r]; ok {
			return rune(c)
		}
		return r
	}, s)
}

// latinLabel maps the look-alikes in a label that has Latin letters too and
// nothing that could not be mapped.
func latinLabel(l string) string {
	latin := false
	for _, r := range l {
		_, ok := lookalikes[r]
		latin = latin || r < utf8.RuneSelf && unicode.IsLetter(r)
		if r >= utf8.RuneSelf && !ok && !isDash(r) {
			return l
		}
	}
	if !latin {
		return l
	}
	return toLatin(l)
}

// zeroForO mends a resolver's host in which the digit 0 stands for the letter o.
func zeroForO(s string) string {
	i := strings.Index(s, "://")
	if i < 0 {
		return s
	}
	i += 3
	end := i + hostEnd(s[i:])
	if end-i > len("www.doi.org") || !strings.Contains(s[i:end], "0") {
		return s
	}
	host := strings.ToLower(s[i:end])
	switch fixed := strings.ReplaceAll(host, "0", "o"); fixed {
	case "doi.org", "dx.doi.org", "www.doi.org":
		return s[:i] + fixed + s[end:]
	}
	return s
}

// mapDashes puts the hyphen for every dash.
func mapDashes(s string) string {
	if isASCII(s) || !utf8.ValidString(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if isDash(r) {
			return '-'
		}
		return r
	}, s)
}

// readDash judges the dashes of a link. In a DOI only the hyphen is ever
// registered. In a URL a dash that joins digits, or words of small letters,
// was a hyphen; titles in the addresses of encyclopedias have dashes by right.
func readDash(raw string) []reading {
	s := mapDashes(raw)
	if s == raw {
		return nil
	}
	if isDOIText(raw) {
		return []reading{{s, Certain, "DOIs are registered with hyphens; the dash came in when the text was set."}}
	}
	if isTitleHost(raw) {
		return nil
	}
	confidence := Certain
	for i, r := range raw {
		if !isDash(r) {
			continue
		}
		switch n := utf8.RuneLen(r); {
		case i > 0 && i+n < len(raw) && isDigit(raw[i-1]) && isDigit(raw[i+n]):
		case i > 0 && i+n < len(raw) && (isLower(raw[i-1]) || isDigit(raw[i-1])) && (isLower(raw[i+n]) || isDigit(raw[i+n])):
			confidence = weaker(confidence, Likely)
		case i > 0 && i+n < len(raw) && isAlnum(raw[i-1]) && isAlnum(raw[i+n]) && (isDigit(raw[i-1]) || isDigit(raw[i+n])):
			confidence = weaker(confidence, Likely) // "1211–Migration": numbers stand in no title like that
		case r == 0x2010 || r == 0x2011:
			confidence = weaker(confidence, Likely) // these two are hyphens
		default:
			return nil
		}
	}
	return []reading{{s, confidence, "Addresses are made with hyphens; the dash came in when the text was set."}}
}

// isTitleHost tells whether the addresses of a host are made of titles, dashes
// included.
func isTitleHost(s string) bool {
	host := s
	if i := strings.Index(s, "://"); i >= 0 {
		host = s[i+3:]
	}
	host = strings.ToLower(host[:hostEnd(host)])
	return strings.Contains(host, "wiki") || strings.Contains(s, "/wiki/")
}

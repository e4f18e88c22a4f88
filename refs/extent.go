package refs

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token gives the end of the unbroken run of URL or DOI characters from i on.
// start is where the link starts, host where its host or DOI does. The run ends
// at white space, quotation marks and angle brackets, punctuation of scripts
// other than Latin, a bracket that was opened in front of the link, and where
// the next label or link begins without a space.
func (f *finder) token(start, host, i int, isDOI bool) int {
	s := f.text
	depth := openBrackets(s[max(host, i-maxPiece):i])
	inHost := !isDOI && !strings.Contains(s[host:i], "/")
	for i < len(s) {
		c := s[i]
		if c >= utf8.RuneSelf {
			n := runeInLink(s, host, i, inHost)
			if n == 0 && f.listed && !inHost {
				n = dashBreak(s, i)
			}
			if n == 0 {
				return i
			}
			i += n
			continue
		}
		switch linkByte[c] {
		case never:
			return i
		case always:
			i++
			continue
		}
		if f.boundary(start, host, i, isDOI) {
			return i
		}
		switch c {
		case '\\':
			i += max(latexSign(s[i:]), 1)
			continue
		case '&':
			n, _ := entityAt(s[i:])
			i += max(n, 1)
			continue
		case '/', '?', '#':
			inHost = false
		case '(', '[', '{':
			depth[bracketKind(c)]++
		case ')', ']', '}':
			if k := bracketKind(c); depth[k] > 0 {
				depth[k]--
			} else if start > 0 && s[start-1] == "([{"[k] || !urlContinues(s, i+1) {
				return i
			}
		}
		i++
	}
	return i
}

// openBrackets counts the brackets (), [] and {} that s leaves open: a link that
// goes on behind a gap may close them.
func openBrackets(s string) (depth [3]int) {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '(', '[', '{':
			depth[bracketKind(c)]++
		case ')', ']', '}':
			depth[bracketKind(c)] = max(0, depth[bracketKind(c)]-1)
		}
	}
	return depth
}

const (
	never  = iota // ends a link
	always        // part of it
	look          // may be its end
)

// linkByte says what an ASCII character means inside a link (RFC 3986, with the
// characters that browsers accept and DOIs contain).
var linkByte = func() (t [utf8.RuneSelf]uint8) {
	for c := byte(0x21); c < 0x7F; c++ {
		t[c] = always
	}
	for _, c := range []byte("\"`") {
		t[c] = never
	}
	for _, c := range []byte("<>()[]{}/?#&\\,;hHpPuUdDaA") {
		t[c] = look
	}
	return t
}()

func bracketKind(c byte) int {
	switch c {
	case '(', ')':
		return 0
	case '[', ']':
		return 1
	}
	return 2
}

// urlContinues tells whether what stands at i goes on with a URL even though a
// bracket has just been closed that was never opened in it.
func urlContinues(s string, i int) bool {
	return i < len(s) && (isLower(s[i]) || isDigit(s[i]) || strings.IndexByte(")+%&=/_-", s[i]) >= 0) &&
		!(s[i] == ')' && !urlGoesOnBehind(s, i))
}

// urlGoesOnBehind looks behind a run of closing brackets.
func urlGoesOnBehind(s string, i int) bool {
	for n := 0; i < len(s) && s[i] == ')' && n < 8; n++ {
		i++
	}
	return i < len(s) && (isLower(s[i]) || isDigit(s[i]) || strings.IndexByte("+%&=/_-", s[i]) >= 0)
}

// boundary tells whether the link ends in front of the ASCII character at i:
// markup begins, or the next label, note or link is glued to it.
func (f *finder) boundary(start, host, i int, isDOI bool) bool {
	s, c := f.text, f.text[i]
	rest := s[i:]
	prev := byte(' ')
	if i > start {
		prev = s[i-1]
	}
	switch c {
	case '<':
		return !siciOpen(rest)
	case '>':
		return !siciClose(rest)
	case '&':
		n, r := entityAt(rest)
		return n > 0 && (r == '<' && !siciOpen("<"+rest[n:]) || r == '>' && !siciClose(">"+rest[n:]) || r == '"')
	case '\\':
		if latexSign(rest) > 0 || strings.IndexByte(s[start:host], '\\') >= 0 && len(rest) > 1 && isAlnum(rest[1]) {
			return false
		}
		return len(rest) < 2 || rest[1] >= utf8.RuneSelf || isAlnum(rest[1]) && !siciGlyphs(s[host:i]) || rest[1] <= ' '
	case '[', '(':
		return noteAhead(rest[1:])
	case ',':
		return len(rest) > 1 && (isDOI && (isLetter(rest[1]) || foldPrefix(rest[1:], "10.")) || isUpper(rest[1]) && endsInFile(s[host:i])) || isDOI && len(rest) == 1
	case ';':
		return isDOI && len(rest) > 1 && (isLetter(rest[1]) || strings.HasPrefix(rest[1:], "10.")) && !foldSuffix(s[host:i], "co")
	case 'h', 'H':
		return i > host && (foldPrefix(rest, "http://") || foldPrefix(rest, "https://")) &&
			(isAlnum(prev) && !isWrappedURL(s[host:i]) || strings.IndexByte(".,;:)]", prev) >= 0 && !foldSuffix(s[start:i], "url:"))
	case 'p', 'P':
		return i > host && pmLabel(rest) && (isDOI || c == 'P' && strings.Contains(rest[:min(len(rest), 6)], ":") || !isAlnum(prev) && prev != '/' && prev != '=')
	case 'u', 'U':
		return i > host && strings.IndexByte(".,;", prev) >= 0 && strings.HasPrefix(rest, "URL") && (len(rest) == 3 || !isAlnum(rest[3]) || foldPrefix(rest[3:], "http"))
	case 'd', 'D':
		return i > host && strings.IndexByte(".,;)]", prev) >= 0 && foldPrefix(rest, "doi") && len(rest) > 4 &&
			(rest[3] == ':' || rest[3] == ' ' && foldPrefix(strings.TrimLeft(rest[4:min(len(rest), 8)], ": "), "10"))
	case 'a', 'A':
		if isDOI && i > host && foldPrefix(rest, "arxiv:") {
			return true
		}
		return i > host && strings.IndexByte(".,;)]>", prev) >= 0 && (foldPrefix(rest, "accessed") || strings.HasPrefix(rest, "arXiv:"))
	}
	return false
}

// isWrappedURL tells whether s is the start of an address that carries another
// one as its tail, as archives and link redirectors do.
func isWrappedURL(s string) bool {
	return strings.ContainsAny(s, "?=") || foldPrefix(s, "web.archive.org/") || foldPrefix(s, "archive.")
}

// pmLabel tells whether s starts with a PubMed label and its number.
func pmLabel(s string) bool {
	switch {
	case foldPrefix(s, "pmid"):
		s = s[4:]
	case foldPrefix(s, "pmcid"):
		s = s[5:]
	default:
		return false
	}
	return s != "" && (s[0] == ':' || s[0] == ' ' || isDigit(s[0]))
}

// siciOpen tells whether s, which starts with "<", goes on as the middle of a
// SICI does (ANSI/NISO Z39.56): "<952::AID-MRM16>3.0.CO;2-S".
func siciOpen(s string) bool {
	for i := 1; i < len(s) && i < 64; i++ {
		switch c := s[i]; {
		case c == '>':
			return siciClose(s[i:])
		case c == '&':
			if n, r := entityAt(s[i:]); n > 0 && r == '>' {
				return siciClose(">" + s[i+n:])
			}
			return false
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(s[i:])
			if !isDash(r) && !isInvisible(r) {
				return false
			}
			i += n - 1
		case !isAlnum(c) && strings.IndexByte(":()-/. \n", c) < 0:
			return false
		}
	}
	return false
}

// siciClose tells whether s, which starts with ">", goes on as the end of a
// SICI does, with or without spaces: version, check digit.
func siciClose(s string) bool {
	i := 1
	for _, want := range "0.0." {
		if i = skipSpace(s[:min(len(s), i+maxIndent)], i); i >= len(s) || want == '0' && !isDigit(s[i]) || want == '.' && s[i] != '.' {
			return false
		}
		if i++; want == '.' && i < len(s) && s[i] == '.' {
			i++ // doubled
		}
	}
	rest := s[skipSpace(s[:min(len(s), i+maxIndent)], i):]
	return foldPrefix(rest, "co") || foldPrefix(rest, "tx")
}

// siciGlyphs tells whether s is the beginning of a SICI up to the sign that a
// font has turned into a backslash: ISSN, date, volume, issue.
func siciGlyphs(s string) bool {
	return strings.Contains(s, "(") && strings.Contains(s, ")") && strings.LastIndexByte(s, ':') > strings.LastIndexByte(s, ')')
}

// runeInLink gives the length of the character at i, which is not ASCII, if it
// belongs to a link that has its host at host; 0 if the link ends before it.
func runeInLink(s string, host, i int, inHost bool) int {
	r, n := utf8.DecodeRuneInString(s[i:])
	next := byte(' ')
	if i+n < len(s) {
		next = s[i+n]
	}
	prev := byte('/')
	if i > host {
		prev = s[i-1]
	}
	switch {
	case r == utf8.RuneError && n == 1, unicode.IsSpace(r):
		return 0
	case isDash(r):
		if isAlnum(next) || next != 0 && strings.IndexByte("/_%", next) >= 0 {
			return n
		}
		return 0
	case r == utf8.RuneError: // lost in a conversion
		if isAlnum(prev) && isAlnum(next) {
			return n
		}
		return 0
	case isFullWidth(r) && strings.ContainsRune("／？＝＆－＿％～＃", r):
		if isAlnum(next) && (isAlnum(prev) || prev == '/') {
			return n
		}
		return 0
	case isInvisible(r), r == 0x2DC, r == 0x223C, r == 0xFB00, r > 0xFB00 && r <= 0xFB06:
		return n
	case r == '’' || r == '‘':
		if isAlnum(prev) && (isLower(next) || isUpper(next) && nameGoesOn(s, i+n)) {
			return n
		}
		return 0
	case isWide(r):
		return wideInLink(s, i, n, prev, inHost)
	case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r):
		if unicode.Is(unicode.Latin, r) || inHost || prev >= utf8.RuneSelf {
			return n
		}
		if _, ok := lookalikes[r]; ok && (isAlnum(prev) || strings.IndexByte("./-_", prev) >= 0) && (isAlnum(next) || !letterAt(s, i+n)) {
			return n
		}
		if isAlnum(prev) && !unicode.IsMark(r) || strings.IndexByte(".,;:)", prev) >= 0 && unicode.IsUpper(r) {
			return 0
		}
		return n
	case inHost && unicode.IsSymbol(r) && !isFullWidth(r):
		return n
	}
	return 0
}

// dashBreak gives the length of a dash at i that ends a line in the middle of a
// word or number; 0 if none does.
func dashBreak(s string, i int) int {
	r, n := utf8.DecodeRuneInString(s[i:])
	v := skipSpace(s[:min(len(s), i+n+maxIndent)], i+n)
	if !isDash(r) || v >= len(s) || strings.Count(s[i+n:v], "\n") != 1 || !isDigit(s[v]) && !isLower(s[v]) {
		return 0
	}
	return n
}

// nameGoesOn tells whether the word at i goes on as a name in a path does:
// "O’Brien.html".
func nameGoesOn(s string, i int) bool {
	word := strings.TrimRight(s[i:wordEnd(s[:min(len(s), i+64)], i)], closers)
	return strings.ContainsAny(word, "/-_+=") || endsInFile(word)
}

func letterAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(r)
}

// wideInLink decides about a letter of Chinese, Japanese or Korean: such text
// follows a link without a space, but is also part of addresses.
func wideInLink(s string, i, n int, prev byte, inHost bool) int {
	if prev >= utf8.RuneSelf || !isAlnum(prev) && (inHost || strings.IndexByte(".,;:)", prev) < 0) {
		return n
	}
	if !inHost {
		return 0
	}
	for j, limit := i, i+64; j < len(s) && j < limit; {
		r, m := utf8.DecodeRuneInString(s[j:])
		if !isWide(r) {
			if r == '.' && j+1 < len(s) && isAlnum(s[j+1]) {
				return n
			}
			return 0
		}
		j += m
	}
	return 0
}

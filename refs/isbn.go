package refs

import "strings"

// isbnLen gives the length of the ISBN at the start of s (ISO 2108): ten or
// thirteen digits, perhaps in groups, whose check digit is right. It gives 0 if
// there is none, and the digits alone.
func isbnLen(s string) (n int, digits string) {
	var b [13]byte
	count := 0
	for i := 0; i < len(s) && i < 24; {
		c := s[i]
		switch {
		case isDigit(c) && count < 13:
			b[count] = c
			count++
			i++
			n = i
			continue
		case (c == 'X' || c == 'x') && count == 9:
			b[count] = 'X'
			count++
			n = i + 1
		case count > 0 && count < 13:
			if step := groupGap(s[i:]); step > 0 && i+step < len(s) && (isDigit(s[i+step]) || count == 9 && lower(s[i+step]) == 'x') && !isISBN(string(b[:count])) {
				i += step
				continue
			}
		}
		break
	}
	if n < len(s) && isAlnum(s[n]) || !isISBN(string(b[:count])) {
		return 0, ""
	}
	return n, string(b[:count])
}

// groupGap gives the length of what may stand between two groups of digits.
func groupGap(s string) int {
	if s[0] == '-' || s[0] == ' ' {
		return 1
	}
	for _, dash := range []string{"–", "‐", "‑", "−"} {
		if strings.HasPrefix(s, dash) {
			return len(dash)
		}
	}
	return 0
}

// isISBN tells whether digits are those of an ISBN, by length and check digit.
func isISBN(digits string) bool {
	sum := 0
	switch len(digits) {
	case 10:
		for i := range 10 {
			d := int(digits[i] - '0')
			if digits[i] == 'X' {
				d = 10
			}
			sum += (10 - i) * d
		}
		return sum%11 == 0
	case 13:
		if digits[:3] != "978" && digits[:3] != "979" {
			return false
		}
		for i := range 13 {
			sum += int(digits[i]-'0') * (1 + i%2*2)
		}
		return sum%10 == 0
	}
	return false
}

// ValidISBN tells whether id, an ISBN without what stands between its groups, has
// the right check digit. Some books carry a wrong one all the same.
func ValidISBN(id string) bool { return isISBN(strings.ToUpper(id)) }

// miscountedLen is isbnLen for a number that would be an ISBN but for its check
// digit. Nothing that may belong to it follows.
func miscountedLen(s string) (n int, digits string) {
	var b []byte
	for i := 0; i < len(s) && len(b) < 14; {
		step := 0
		switch c := s[i]; {
		case isDigit(c) || len(b) == 9 && lower(c) == 'x':
			b = append(b, c)
			i++
			n = i
			continue
		case len(b) > 0:
			step = groupGap(s[i:])
		}
		if step == 0 || i+step == len(s) || !isDigit(s[i+step]) && !(len(b) == 9 && lower(s[i+step]) == 'x') {
			break
		}
		i += step
	}
	digits = strings.ToUpper(string(b))
	if n < len(s) && isAlnum(s[n]) || len(b) != 10 && (len(b) != 13 || digits[:3] != "978" && digits[:3] != "979") {
		return 0, ""
	}
	return n, digits
}

// isbn deals with the word "ISBN" that ends at i: with what tells the two
// lengths apart ("ISBN-13:") a number follows, or it is left alone. In running text
// a number with a wrong check digit may be anything.
func (f *finder) isbn(i int) int {
	s := f.text
	v := i
	for _, lead := range []string{"-13", "-10", " 13", " 10", "13", "10", "(13)", "(10)"} {
		if rest, ok := strings.CutPrefix(s[v:], lead); ok && rest != "" && (rest[0] == ':' || rest[0] == ' ') {
			v += len(lead)
			break
		}
	}
	for v < len(s) && v < i+8 && (s[v] == ':' || s[v] == '=' || s[v] == '.' || spaceAt(s[v:]) > 0) {
		v += max(spaceAt(s[v:]), 1)
	}
	number := s[v:min(len(s), v+32)]
	n, digits := isbnLen(number)
	if n == 0 && f.listed {
		n, digits = miscountedLen(number)
	}
	if n == 0 || f.anchorAt(v) {
		return i
	}
	l := Link{Kind: KindISBN, Pos: Position{Offset: f.p.sourceAt(v)}, Written: s[v : v+n], ID: digits, Target: Target("urn:isbn:" + digits)}
	f.addSpan(l, v, v+n)
	return v + n
}

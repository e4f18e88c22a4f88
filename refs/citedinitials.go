package refs

import "strings"

// initials are the first letters of a person's names.
type initials struct {
	end    int
	last   int // where the last one starts, if a space is before it; else 0
	n      int // letters; 0: there are none
	dotted bool
}

const mostInitials = 5

// readInitials reads "J. A.", "J.-P.", "JA", "J A", "Yu. V." at s[i:].
func readInitials(s string, i int) (in initials) {
	in.end = i
	for at := i; in.n < mostInitials; {
		n := upperAt(s, at)
		if n == 0 {
			return in
		}
		end, count, dotted := at+n, 1, false
		switch {
		case end < len(s) && s[end] == '.':
			end, dotted = end+1, true
		case transliterated(s, at, end) > 0:
			end, dotted = transliterated(s, at, end), true
		case bareTransliterated(s, at) && in.n == 0:
			end++
		default:
			for count < mostInitials && upperAt(s, end) > 0 {
				end += upperAt(s, end)
				count++
			}
		}
		if !dotted && !endsWord(s, end) && !(end < len(s) && s[end] == '-' && upperAt(s, end+1) > 0) {
			return in
		}
		if in.n > 0 && dotted && !in.dotted && s[at-1] == '-' { // "P-O." has the full stop of the list
			end, dotted = end-1, false
		}
		if in.n > 0 && dotted != in.dotted && (dotted || at == in.end+1 && s[in.end] == ' ') {
			return in
		}
		in.last = 0
		if in.n > 0 && s[at-1] == ' ' {
			in.last = at
		}
		in.n, in.end, in.dotted = in.n+count, end, dotted || in.dotted
		at = end
		if at < len(s) && s[at] == ' ' && at+1 < len(s) && (s[at+1] == '-' || dotted || count == 1) {
			at++
		}
		if at < len(s) && s[at] == '-' {
			at++
		}
	}
	return in
}

// transliterated gives the end of an initial of two letters and a full stop, as
// names from other scripts have them ("Yu.", "Ch.", "Zh."); 0 if there is none.
func transliterated(s string, at, end int) int {
	n := lowerAt(s, end)
	if n == 0 || byteAt(s, end+n) != '.' {
		return 0
	}
	switch s[at : end+n] {
	case "Ed", "No", "In", "Hg", "Jr", "Sr", "Dr", "St", "Nr", "Co", "Am", "Br", "Tr", "Op":
		return 0
	}
	return end + n + 1
}

// bareTransliterated tells such an initial without its full stop, in a list:
// "Lauter Ch,".
func bareTransliterated(s string, at int) bool {
	if at+3 > len(s) || strings.IndexByte(",;(", s[at+2]) < 0 && !(s[at+2] == ' ' && byteAt(s, at+3) == '(') {
		return false
	}
	switch s[at : at+2] {
	case "Ch", "Th", "Yu", "Ya", "Ye", "Zh", "Kh", "Sh", "Ts", "Ph":
		return true
	}
	return false
}

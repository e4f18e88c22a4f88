package refs

import "strings"

// mangled are the pieces of "http://dx.doi.org/" and "www." that are left over
// in front of a DOI when the resolver's address was put together wrongly.
var mangled = []string{"www", "dx", "doi", "org", "or", ".", ":", "/"}

// behindMangled gives the DOI at the end of a URL that begins as that of the
// resolver without being one: "https://10.1000/182", "https://doi.org10.1000/182",
// "http://doi:10.1000/182"; "" if s is none. No host is a number with a slash.
func behindMangled(s string) string {
	i := strings.Index(s, "://")
	if i < 4 || i > 5 || !foldPrefix(s, "http") || doiStart(s) >= 0 {
		return ""
	}
	for rest := s[i+3:]; rest != ""; {
		if n := registrantLen(rest); n > 7 && n < len(rest) {
			return rest
		}
		cut := ""
		for _, piece := range mangled {
			if foldPrefix(rest, piece) {
				cut = piece
				break
			}
		}
		if cut == "" {
			break
		}
		rest = rest[len(cut):]
	}
	return ""
}

// prefixTypos maps what is read or typed for the characters of "10.1000".
var prefixTypos = strings.NewReplacer("O", "0", "o", "0", "О", "0", "о", "0", "I", "1", "l", "1", ",", ".", "·", ".")

// mendPrefix gives a DOI in whose prefix letters stand for digits or a comma for
// the dot ("1O.1000/182", "10,1000/182"), behind a resolver or not, the right
// one; s itself if there is nothing to mend.
func mendPrefix(s string) string {
	i := resolverLen(s)
	slash := strings.IndexByte(s[i:], '/')
	if slash < 6 || slash > 16 || i+slash+1 >= len(s) || registrantLen(s[i:]) > 0 {
		return s
	}
	prefix := s[i : i+slash]
	digits := 0
	for k := 0; k < len(prefix); k++ {
		if isDigit(prefix[k]) {
			digits++
		}
	}
	fixed := prefixTypos.Replace(prefix)
	if digits < 3 || digits == len(prefix)-1 && strings.Contains(prefix, ".") || registrantLen(fixed+"/") != len(fixed)+1 || len(fixed) > len("10.12345") {
		return s
	}
	return s[:i] + fixed + s[i+slash:]
}

package refs

import "strings"

// arkLen gives the length of the ARK at the start of s (draft-kunze-ark):
// "ark:/12148/btv1b8449691v", the first slash being optional; 0 if there is
// none. Punctuation at its end is the sentence's.
func arkLen(s string) int {
	if !foldPrefix(s, "ark:") {
		return 0
	}
	i := len("ark:")
	if i < len(s) && s[i] == '/' {
		i++
	}
	start := i
	for i < len(s) && isAlnum(s[i]) && i-start < 16 {
		i++
	}
	if i-start < 5 || !isDigit(s[start]) || i >= len(s) || s[i] != '/' {
		return 0
	}
	name := i + 1
	for i++; i < len(s) && (isAlnum(s[i]) || strings.IndexByte("=~*+@_$/.-", s[i]) >= 0); i++ {
	}
	i = name + len(strings.TrimRight(s[name:i], ".-/"))
	if i == name {
		return 0
	}
	return i
}

// ark reads the ARK that starts at start, outside of a URL, and gives its end.
// Name-to-Thing resolves the identifiers of all who give them out.
func (f *finder) ark(start int) int {
	n := arkLen(f.text[start:min(len(f.text), start+maxPiece)])
	written := f.text[start : start+n]
	l := Link{Kind: KindURL, Pos: Position{Offset: f.p.sourceAt(start)}, Written: written, ID: written}
	l.Target, _ = ParseTarget("https://n2t.net/" + written)
	f.addSpan(l, start, start+n)
	return start + n
}

// arkInURL gives the ARK that a URL carries in its path; "" if there is none.
func arkInURL(s string) string {
	i := strings.Index(s, "/ark:")
	if i < 0 {
		return ""
	}
	return s[i+1 : i+1+arkLen(s[i+1:])]
}

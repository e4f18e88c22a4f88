package refs

import "strings"

// further adds the readings in which the word behind the white space that ends
// the link l = text[start:end] is a part of it after all. What follows proves
// nothing, so that they are guesses, for the case that the link leads nowhere.
func (f *finder) further(l *Link, start, end int) {
	s := f.text
	if end-start > maxLink {
		return
	}
	stop := end
	if stop < len(s) && s[stop] == '.' {
		stop++
	}
	v := skipSpace(s[:min(len(s), stop+maxIndent)], stop)
	if v == stop || v >= len(s) || f.anchorsWithin(stop, v+1) {
		return
	}
	if lines := strings.Count(s[stop:v], "\n"); lines > 1 || lines == 0 && !f.listed {
		return
	}
	next := s[v:wordEnd(s[:min(len(s), v+maxPiece)], v)]
	if isStopWord(next) {
		return
	}
	word := strings.TrimRight(next, closers)
	last := s[stop-1]
	switch {
	case len(word) < 2 || !isASCII(word), !f.listed && strings.IndexByte("/-_=&?", last) < 0:
	case strings.IndexByte("/-_.=&?", last) >= 0 && mayGoOn(word, f.ends(v+len(next), next)),
		strings.IndexByte("/-_?=&", word[0]) >= 0 && isAlnum(word[1]):
		f.readAlso(l, s[start:stop]+word)
	case l.Kind == KindDOI && stop == end && isDigit(last) && isDigit(word[0]) && len(word) > 9 && strings.Contains(word, ".") && !allDigits(strings.ReplaceAll(word, ".", "")):
		f.readAlso(l, s[start:end]+"-"+word) // the hyphen is lost, the space is left
		f.readAlso(l, s[start:end]+word)
	case isAlnum(last) && stop == end && isAlnum(word[0]) && endsInFile(word) && l.Kind == KindURL && lacksFile(s[start:end]):
		f.readAlso(l, s[start:end]+"_"+word)
		f.readAlso(l, s[start:end]+"%20"+word)
	}
}

// ends tells whether the text or the sentence ends with the word next in front
// of i.
func (f *finder) ends(i int, next string) bool {
	g := gap{next: next}
	w := skipSpace(f.text[:min(len(f.text), i+maxIndent)], i)
	g.after = f.text[w:wordEnd(f.text[:min(len(f.text), w+maxPiece)], w)]
	return g.final()
}

// mayGoOn tells whether a word can be the rest of an identifier or path: a
// number that is no year, letters with digits or separators, or a small word
// that ends the sentence.
func mayGoOn(word string, final bool) bool {
	switch {
	case allDigits(word):
		return len(word) > 2 && !isYear(word)
	case !isAlnum(word[0]) || strings.ContainsAny(word, ":;,()"):
		return false
	case isUpper(word[0]) && !hasDigit(word) && !strings.ContainsAny(word, "-_/"):
		return final && strings.ToUpper(word) == word
	}
	return hasDigit(word) || strings.ContainsAny(word, "-_/.") || final && len(word) > 2
}

// readAlso adds what text most probably means to the readings of l.
func (f *finder) readAlso(l *Link, text string) {
	read := diagnose(l.Kind, text, 0)
	t := read.proposal()
	if t == "" || t == l.Target || l.proposes(t) {
		return
	}
	l.Repairs = append(l.Repairs, Repair{t, SplitLink, Guess, "The word behind the space may be its end."})
}

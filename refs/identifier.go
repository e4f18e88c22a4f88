package refs

import "strings"

// identifier reads the value of a label other than URL and DOI, which starts at
// v, and gives the place up to which the text is used up. A value that is not
// of the right form is left alone: the label's word has other uses.
func (f *finder) identifier(kind Kind, i, v int) int {
	s := f.text
	if v >= len(s) || f.anchorAt(v) || f.linkAhead(v) {
		return i
	}
	n := 0
	switch kind {
	case KindArXiv:
		n = arXivLen(s[v:])
	case KindPMID:
		n = pmidLen(s[v:])
	case KindPMCID:
		n = pmcidLen(s[v:])
	case KindHandle:
		n = f.trimmed(v, f.token(v, v, v, true), true) - v
		if !isHandle(s[v : v+n]) {
			n = 0
		}
	case KindURN:
		start := v - len("urn:")
		if start < 0 || !foldPrefix(s[start:], "urn:") {
			return i
		}
		if rest := v + len("doi:"); foldPrefix(s[v:], "doi:10.") && registrantLen(s[rest:]) > 0 {
			return f.doi(rest, rest)
		}
		n = f.trimmed(v, f.token(v, v, v, false), false) - v
		if !isURN(s[start : v+n]) {
			return i
		}
		v, n = start, n+len("urn:")
	}
	if n == 0 {
		return i
	}
	f.add(identified(kind, s[v:v+n], f.p.sourceAt(v)))
	return v + n
}

// identified makes the link of an identifier that is written as it should be.
func identified(kind Kind, written string, offset int) Link {
	l := Link{Kind: kind, Written: written, ID: written, Pos: Position{Offset: offset}}
	if kind == KindPMCID {
		l.ID = "PMC" + strings.TrimLeft(strings.ToUpper(written), "PMC")
	}
	l.Target = identifierTarget(kind, l.ID)
	return l
}

// arXivLen gives the length of the arXiv identifier at the start of s
// (info.arxiv.org/help/arxiv_identifier): "2101.00001v2" since 2007,
// "hep-th/9901001" before.
func arXivLen(s string) int {
	i := 0
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	switch {
	case i == 4 && len(s) > 5 && s[4] == '.':
		for i++; i < len(s) && isDigit(s[i]); i++ {
		}
		if i != 9 && i != 10 {
			return 0
		}
	case i == 0:
		slash := strings.IndexByte(s[:min(len(s), 20)], '/')
		if slash < 2 || len(s) < slash+8 || !isArchive(s[:slash]) || !allDigits(s[slash+1:slash+8]) {
			return 0
		}
		if i = slash + 8; i < len(s) && isDigit(s[i]) {
			return 0
		}
	default:
		return 0
	}
	if i+1 < len(s) && s[i] == 'v' && isDigit(s[i+1]) {
		for i++; i < len(s) && isDigit(s[i]); i++ {
		}
	}
	return i
}

// oldArchives are the archives of arXiv before 2007 whose names no other word
// has; the others ("math", "cs") need the label.
var oldArchives = wordSet(`astro-ph|cond-mat|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|nucl-ex|nucl-th|quant-ph|q-alg|alg-geom|chao-dyn|solv-int|q-bio|chem-ph|cmp-lg|patt-sol`)

// archiveBefore gives the start of the archive's name in front of the slash at
// i if an arXiv identifier of before 2007 stands there without a colon; -1 if
// none does.
func (f *finder) archiveBefore(i int) int {
	s := f.text
	if i+8 > len(s) || !isDigit(s[i+1]) || !allDigits(s[i+1:i+8]) {
		return -1
	}
	start := i
	for start > f.used && i-start < 12 && (isLetter(s[start-1]) || s[start-1] == '-' || s[start-1] == '.') {
		start--
	}
	if !oldArchives[s[start:i]] && !(foldSuffix(s[:start], "arxiv ") && start < i) {
		return -1
	}
	if start > 0 && (isAlnum(s[start-1]) || s[start-1] == '/' || s[start-1] == '.') {
		return -1
	}
	return start
}

// isArchive tells whether s has the form of an archive's name, with a subject
// class perhaps: "math.GT", "hep-th".
func isArchive(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isLetter(s[i]) && s[i] != '-' && s[i] != '.' {
			return false
		}
	}
	return isLower(s[0])
}

// pmidLen gives the length of the PubMed number at the start of s: one to eight
// digits, here at least four, for "PMID: 1" is no reference anybody makes.
func pmidLen(s string) int {
	i := 0
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	if i < 4 || i > 8 || i < len(s) && isLetter(s[i]) {
		return 0
	}
	return i
}

// pmcidLen gives the length of the PubMed Central number at the start of s,
// whose "PMC" is often written twice or left out.
func pmcidLen(s string) int {
	i := 0
	for foldPrefix(s[i:], "pmc") {
		i += len("pmc")
	}
	n := i
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	if n-i < 4 || n-i > 9 {
		return 0
	}
	return n
}

// isHandle tells whether s has the form of a Handle (RFC 3651): naming
// authority, slash, local name.
func isHandle(s string) bool {
	authority, name, ok := strings.Cut(s, "/")
	if !ok || name == "" || !hasDigit(authority) {
		return false
	}
	for i := 0; i < len(authority); i++ {
		if !isAlnum(authority[i]) && authority[i] != '.' {
			return false
		}
	}
	return true
}

// isURN tells whether s has the form of a URN (RFC 8141): namespace of 2 to 32
// letters, digits and hyphens, and something in it.
func isURN(s string) bool {
	nid, nss, ok := strings.Cut(s[len("urn:"):], ":")
	if !ok || nss == "" || len(nid) < 2 || len(nid) > 32 {
		return false
	}
	for i := 0; i < len(nid); i++ {
		if !isAlnum(nid[i]) && nid[i] != '-' {
			return false
		}
	}
	return true
}

package refs

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A label is the word in front of a link that says what follows.
type label struct {
	word string // in lower case; without the colon
	kind Kind
	// sole labels announce a link and nothing else, so that nothing behind them
	// is damage. The others may be followed by prose ("Available at: the library").
	sole bool
}

// labels are the words, in the languages in which reference lists are usual,
// that stand in front of a colon and a link. Longer ones come first where one
// ends in another.
var labels = []label{
	{"url", KindURL, true}, {"uri", KindURL, true}, {"url/doi", KindURL, true}, {"url-адрес", KindURL, true},
	{"doi", KindDOI, true}, {"доі", KindDOI, true},
	{"arxiv", KindArXiv, false}, {"e-print", KindArXiv, false},
	{"pubmed pmid", KindPMID, false}, {"pmid", KindPMID, false}, {"pmcid", KindPMCID, false},
	{"hdl", KindHandle, false}, {"handle", KindHandle, false},
	{"urn", KindURN, false},
	{"режим доступа", KindURL, true}, {"режим доступу", KindURL, true}, {"адрес доступа", KindURL, true}, {"доступно по ссылке", KindURL, true},
	{"网址", KindURL, true}, {"網址", KindURL, true}, {"链接", KindURL, false}, {"取自", KindURL, true}, {"检索自", KindURL, true}, {"获取地址", KindURL, true},
	{"available at", KindURL, false}, {"available from", KindURL, false}, {"available online at", KindURL, false}, {"available online", KindURL, false},
	{"available in", KindURL, false}, {"available on", KindURL, false}, {"retrieved from", KindURL, false}, {"retrieved at", KindURL, false},
	{"accessed at", KindURL, false}, {"accessed from", KindURL, false}, {"online at", KindURL, false}, {"link", KindURL, false}, {"web", KindURL, false},
	{"website", KindURL, false}, {"web site", KindURL, false}, {"web page", KindURL, false}, {"homepage", KindURL, false}, {"site internet", KindURL, false}, {"internet", KindURL, false},
	{"доступ", KindURL, false}, {"доступно", KindURL, false}, {"сайт", KindURL, false}, {"ссылка", KindURL, false},
	{"disponible en", KindURL, false}, {"disponible à l'adresse", KindURL, false}, {"disponible à l’adresse", KindURL, false}, {"disponible sur", KindURL, false},
	{"disponível em", KindURL, false}, {"disponivel em", KindURL, false}, {"recuperado de", KindURL, false}, {"retirado de", KindURL, false}, {"obtenido de", KindURL, false},
	{"repéré à", KindURL, false}, {"consulté à l’adresse", KindURL, false}, {"consulté à l'adresse", KindURL, false}, {"téléaccessible à l’adresse", KindURL, false},
	{"dostupné z", KindURL, false}, {"dostupno na", KindURL, false}, {"dostęp", KindURL, false}, {"dostępne na", KindURL, false}, {"verfügbar unter", KindURL, false}, {"abrufbar unter", KindURL, false},
	{"disponibile a", KindURL, false}, {"disponibile su", KindURL, false}, {"prieiga per internetą", KindURL, false}, {"erişim", KindURL, false}, {"入手先", KindURL, false}, {"url地址", KindURL, true},
}

// labelsByEnd holds the labels by the last byte of the word, so that most
// colons are dismissed at once.
var labelsByEnd = func() (t [256][]label) {
	for _, l := range labels {
		end := l.word[len(l.word)-1]
		t[end] = append(t[end], l)
		if up := strings.ToUpper(l.word); up[len(up)-1] != end {
			t[up[len(up)-1]] = append(t[up[len(up)-1]], l)
		}
	}
	return t
}()

// labelBefore gives the label that ends at i and the place where it starts.
func labelBefore(s string, i int) (l label, start int, ok bool) {
	if i == 0 {
		return label{}, 0, false
	}
	for _, l := range labelsByEnd[s[i-1]] {
		start := i - len(l.word)
		if start < 0 || !strings.EqualFold(s[start:i], l.word) || !wordStart(s, start) {
			continue
		}
		return l, start, true
	}
	return label{}, 0, false
}

// wordStart tells whether a word may start at i. Chinese and Japanese leave no
// space in front of it, and references often none behind a full stop or a
// number.
func wordStart(s string, i int) bool {
	if i == 0 {
		return true
	}
	prev, _ := utf8.DecodeLastRuneInString(s[:i])
	first, _ := utf8.DecodeRuneInString(s[i:])
	if isWide(first) || isWide(prev) {
		return true
	}
	return !unicode.IsLetter(prev) && prev != '_' && prev != '-'
}

// labelled deals with a label whose colon ends at i: what follows is the value,
// nothing, or what is left of one. It gives the place up to which the text is
// used up.
func (f *finder) labelled(l label, i int) int {
	v := skipSpace(f.text, i)
	if v-i > 0 && strings.Count(f.text[i:v], "\n") > 1 {
		v = i // the value does not stand behind an empty line
	}
	switch l.kind {
	case KindDOI:
		return f.labelledDOI(i, v)
	case KindURL:
		return f.labelledURL(l, i, v)
	}
	return f.identifier(l.kind, i, v)
}

func (f *finder) labelledURL(l label, i, v int) int {
	s := f.text
	v = skipWrapper(s, v)
	if f.anchorAt(v) || f.linkAhead(v) {
		return v
	}
	if !f.listed {
		return i
	}
	if emptyAt(s, v) {
		if (l.sole || f.noted(l, v)) && !f.anchorsWithin(i, v) {
			f.missing(KindURL, i, l.word)
		}
		return i
	}
	end := wordEnd(s, v)
	word := s[v:end]
	switch host := strings.TrimRight(word[:hostEnd(word)], ".,;)]>"); {
	case isHostName(host) && (isLower(lower(host[0])) || isDigit(host[0])) && !strings.Contains(word, "@"):
		return f.url(v, v)
	case l.sole && isURLRest(word):
		end = v + len(strings.TrimRight(word, ".,;:)]>\"»”。，；）"))
		f.addTruncated(KindURL, v, end)
		return end
	}
	return i
}

// noted tells whether what stands at v, nothing that could be a value, says that
// the label meant a link all the same: when it was looked at. A label of several
// words ("Available at") says it by itself where the text ends.
func (f *finder) noted(l label, v int) bool {
	rest := strings.TrimLeft(f.text[v:min(len(f.text), v+80)], "([（［【-–— ")
	return isAccessNote(rest) || strings.Contains(l.word, " ") && strings.TrimSpace(f.text[v:]) == ""
}

// isURLRest tells whether a word behind a URL's label is what is left of a URL
// that lost its start: it begins with what never begins a word, or is a path
// with the ending of a page.
func isURLRest(word string) bool {
	r, n := utf8.DecodeRuneInString(word)
	if n >= len(word) || strings.Contains(word, "://") {
		return false
	}
	body := strings.TrimRight(word, ".,;:)]>\"»”。，；）")
	next := word[n]
	switch {
	case r == '…' || strings.HasPrefix(word, "..."):
		rest := strings.TrimLeft(body, ".…")
		return rest != "" && (rest[0] == '/' || isAlnum(rest[0])) && (strings.Contains(rest, "/") || endsInFile(beforeQuery(rest)))
	case isDash(r) || strings.ContainsRune("/-.,%=&?#_", r):
		return (isAlnum(next) || next == '/') && (strings.ContainsAny(body, "/%=&?_") || endsInFile(body) || hasDigit(body) && len(body) > 5)
	case !isAlnum(word[0]):
		return false
	}
	return endsInFile(beforeQuery(body)) || isQueried(body) || strings.Contains(body, "%20") || strings.HasSuffix(body, ".html") && hasDigit(body)
}

// emptyAt tells whether nothing that could be a value stands at v: the text or
// the sentence ends, a bracket opens a note, or the next label comes.
func emptyAt(s string, v int) bool {
	v = skipSpace(s, v)
	rest := s[v:]
	if rest == "" {
		return true
	}
	switch r, n := utf8.DecodeRuneInString(rest); r {
	case '-', '–', '—':
		w := skipSpace(rest, n)
		return len(rest) == n || w > n && (w == len(rest) || strings.IndexByte("([", rest[w]) >= 0)
	case '(', '[', '（', '［', '【':
		return true
	case '.', ',', ';', ')', ']', '>', '。', '，', '；', '）':
		return len(rest) == n || spaceAt(rest[n:]) > 0 || rest[n] == '(' || rest[n] == '['
	}
	for _, w := range []string{"doi:", "doi :", "doi：", "accessed", "date accessed", "last accessed", "accessed:", "дата обращения", "pmid:", "pmcid:", "访问日期", "accesso", "consulté le", "url:"} {
		if len(rest) >= len(w) && strings.EqualFold(rest[:len(w)], w) {
			return true
		}
	}
	return false
}

// skipWrapper steps over what opens in front of a link: "<", quotation marks,
// and a bracket with a link behind it.
func skipWrapper(s string, v int) int {
	for range 2 {
		if v >= len(s) {
			break
		}
		if n, r := entityAt(s[v:]); r == '<' || r == '"' {
			v = skipSpace(s, v+n)
			continue
		}
		r, n := utf8.DecodeRuneInString(s[v:])
		if strings.ContainsRune("<\"'«“‘‹", r) || (r == '[' || r == '(') && startsLink(s[v+n:]) {
			v = skipSpace(s, v+n)
			continue
		}
		break
	}
	return v
}

// startsLink tells whether s begins as a link does.
func startsLink(s string) bool {
	return foldPrefix(s, "http") || foldPrefix(s, "www.") || foldPrefix(s, "ftp:") || foldPrefix(s, "10.") || foldPrefix(s, "<http") || foldPrefix(s, "ｈｔｔｐ") || foldPrefix(s, "hxxp")
}

// linkAhead tells whether the ordinary scan finds the value at v by itself.
func (f *finder) linkAhead(v int) bool { return startsLink(f.text[v:]) }

// missing reports a label with nothing behind it; its place is right behind
// the label.
func (f *finder) missing(kind Kind, at int, word string) {
	what := "address"
	if kind != KindURL {
		what = "identifier"
	}
	f.add(Link{
		Kind:    kind,
		Pos:     Position{Offset: f.p.sourceAt(at)},
		Defects: []Defect{{MissingURL, "The link label “" + strings.TrimSpace(f.text[max(0, at-len(word)-2):at]) + "” has no " + what + " behind it."}},
	})
}

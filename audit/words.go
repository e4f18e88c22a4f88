package audit

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// words are the words of a text in the form in which they are compared: small
// letters without marks. Scripts without spaces give a word for each pair of
// characters.
type words struct {
	list   []string
	set    map[string]bool
	byHead map[string][]string // words of five letters and more by the first three
	weight int                 // letters of the words that tell something
	script *unicode.RangeTable // of most letters
}

// scripts are those between which nothing can be compared word by word, the
// Latin one first.
var scripts = [12]*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Arabic, unicode.Hebrew, unicode.Thai, unicode.Devanagari, unicode.Armenian}

const longestCompared = 4000 // bytes of a text

func wordsOf(s string) *words {
	if len(s) > longestCompared {
		s = strings.ToValidUTF8(s[:longestCompared], "")
	}
	g := gatherer{words: &words{set: map[string]bool{}, byHead: map[string][]string{}}}
	g.read(s)
	most := 0
	for i, n := range g.letters {
		if n > most {
			most, g.script = n, scripts[i]
		}
	}
	return g.words
}

// A gatherer makes words of characters.
type gatherer struct {
	*words
	letters [12]int // of each of scripts
	word    []byte  // being made
	before  string  // the word before it
	wide    rune    // the character before, of a script without spaces; 0 if it was none
	// hear, if set, is given each word of the scripts that put spaces between them;
	// none is kept then.
	hear func(word []byte)
}

// read takes in a text.
func (g *gatherer) read(s string) {
	for _, r := range norm.NFKD.String(s) {
		if r < utf8.RuneSelf {
			g.ascii(byte(r))
		} else {
			g.other(r)
		}
	}
	g.flush()
}

func (g *gatherer) ascii(c byte) {
	g.wide = 0
	switch {
	case 'A' <= c && c <= 'Z':
		c += 'a' - 'A'
		fallthrough
	case 'a' <= c && c <= 'z':
		g.letters[0]++
		g.word = append(g.word, c)
	case '0' <= c && c <= '9':
		g.word = append(g.word, c)
	default:
		g.flush()
	}
}

func (g *gatherer) other(r rune) {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Cf): // a mark, or a soft hyphen
		return
	case !unicode.IsLetter(r) && !unicode.IsDigit(r):
		g.flush()
		g.wide = 0
		return
	}
	for i, t := range scripts {
		if unicode.Is(t, r) {
			g.letters[i]++
			break
		}
	}
	if isWide(r) {
		g.flush()
		if g.wide != 0 && g.hear == nil {
			g.add(string([]rune{g.wide, r}))
		}
		g.wide = r
		return
	}
	g.wide = 0
	for _, c := range spelling(r) {
		g.word = utf8.AppendRune(g.word, unicode.ToLower(c))
	}
}

// flush ends a word. With the one before it, it counts as one word too:
// "well-being", "fluor- escence".
func (g *gatherer) flush() {
	if len(g.word) == 0 {
		return
	}
	if g.hear != nil {
		g.hear(g.word)
		g.word = g.word[:0]
		return
	}
	word := string(g.word)
	g.word = g.word[:0]
	g.add(word)
	if g.before != "" {
		g.set[g.before+word] = true
	}
	g.before = word
}

// isWide tells the characters of scripts that put no spaces between words.
func isWide(r rune) bool {
	return unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r)
}

// spelling gives letters that have no mark to lose in the spelling that plain
// type has for them.
func spelling(r rune) string {
	switch r {
	case 'ß':
		return "ss"
	case 'ø', 'Ø':
		return "o"
	case 'æ', 'Æ':
		return "ae"
	case 'œ', 'Œ':
		return "oe"
	case 'ł', 'Ł':
		return "l"
	case 'đ', 'Đ', 'ð', 'Ð':
		return "d"
	case 'ı':
		return "i"
	case 'þ', 'Þ':
		return "th"
	}
	return string(r)
}

func (w *words) add(word string) {
	w.list = append(w.list, word)
	w.set[word] = true
	if n := weightOf(word); n > 0 {
		w.weight += n
		if n >= 5 {
			head := word[:headLen(word)]
			w.byHead[head] = append(w.byHead[head], word)
		}
	}
}

// headLen gives the length in bytes of a word's first three letters.
func headLen(word string) int {
	n := 0
	for range 3 {
		_, size := utf8.DecodeRuneInString(word[n:])
		n += size
	}
	return n
}

// weightOf says how much a word tells: its letters, up to a number, none for
// short words and those that stand in every title.
func weightOf(word string) int {
	n := utf8.RuneCountInString(word)
	r, _ := utf8.DecodeRuneInString(word)
	switch {
	case isWide(r):
		return 4
	case n < 3 || emptyWords[word]:
		return 0
	}
	return min(n, 10)
}

// emptyWords stand in titles of every field, without marks, in the languages
// that most titles are in.
var emptyWords = setOf(`the and for from with without into onto over under its their this that these those are was were has have had not but what when where which who how why can may does between among
	using use used based new study studies analysis effect effects review case approach toward towards some other more than via during after before against within through
	der die das des dem den und oder von vom zum zur fur mit ohne uber unter aus bei ein eine einer eines nach nicht als auf zwischen
	les des une par pour dans sur avec sans aux est entre
	los las del una por para con sin sobre entre como
	dos das uma com sem nos nas
	dei degli delle della nel nella per
	для как при над под или что это его`)

// setOf gives the words of a text as a set.
func setOf(text string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(text) {
		set[w] = true
	}
	return set
}

// tells tells whether a title has enough words that tell something to be compared.
func (w *words) tells() bool { return w.weight >= 8 && len(w.list) >= 2 }

// shares tells whether two texts are in one script.
func (w *words) shares(o *words) bool {
	if w.script == o.script {
		return w.script != nil
	}
	// A reference may be in several scripts.
	for _, word := range o.list {
		if w.set[word] && weightOf(word) > 3 {
			return true
		}
	}
	return false
}

// covers gives the share of o that stands in w too, by what its words tell.
func (w *words) covers(o *words) float64 {
	found := 0
	for _, word := range o.list {
		if n := weightOf(word); n > 0 && w.has(word) {
			found += n
		}
	}
	return float64(found) / float64(o.weight)
}

// has tells whether a word stands in w, give or take a letter in a long one:
// spellings and scanned texts differ.
func (w *words) has(word string) bool {
	if w.set[word] {
		return true
	}
	if utf8.RuneCountInString(word) < 5 {
		return false
	}
	for _, other := range w.byHead[word[:headLen(word)]] {
		if nearly(word, other) {
			return true
		}
	}
	return false
}

// nearly tells words that differ in their last two letters or in one place.
func nearly(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 2 {
		return false
	}
	head := 0
	for head < len(a) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	return len(a)-head <= 2 && head >= 4 || len(a)-head-tail <= 1
}

// familyOf gives the family name of an author.
func familyOf(author string) string {
	if before, _, ok := strings.Cut(author, ","); ok {
		return before
	}
	fields := strings.Fields(author)
	if len(fields) < 2 {
		return author
	}
	last := len(fields) - 1
	if last > 1 && slices.Contains(nameSuffixes, strings.TrimRight(fields[last], ".")) {
		last--
	}
	return fields[last]
}

// names tells whether the family name of an author stands in w.
func (w *words) names(author string) bool {
	name := wordsOf(familyOf(author))
	if len(name.list) == 0 {
		return false
	}
	for _, part := range name.list {
		if utf8.RuneCountInString(part) > 2 && !w.has(part) || utf8.RuneCountInString(part) <= 2 && len(name.list) == 1 && !w.set[part] {
			return false
		}
	}
	return true
}

// nameSuffixes follow names, and references leave them out.
var nameSuffixes = []string{"Jr", "Sr", "II", "III", "IV"}

// roomy tells whether a reference has so many words that a title is among them.
func (w *words) roomy() bool {
	const enough = 45 // letters, beside names, journal and publisher
	return w.weight >= enough
}

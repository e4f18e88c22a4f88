package reports

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/refmend/refmend/audit"
)

// A comparison sets what a reference says beside what the page it leads to says.
type comparison struct {
	name         markup
	cited, found []piece // cited is empty if the reference does not say, or was not understood
	differs      bool
}

// compared writes what was harvested from the page beside what is cited.
func (p *pager) compared(it *item) {
	if it.Link.Metadata == nil {
		return
	}
	all := comparisons(it.Reference, it.Link.Metadata)
	if len(all) == 0 {
		return
	}
	p.raw("<table class=c><thead><tr><td><th scope=col>The reference says<th scope=col>")
	if it.Link.Metadata.Source == "registry" {
		p.raw("The registry says<tbody>")
	} else {
		p.raw("The page says<tbody>")
	}
	for _, c := range all {
		p.raw("<tr><th scope=row>")
		p.raw(c.name)
		if c.differs {
			p.raw(" <i>differs</i>")
		}
		for _, side := range [][]piece{c.cited, c.found} {
			p.raw("<td dir=auto>")
			if len(side) == 0 {
				p.raw("–")
			}
			p.pieces(side)
		}
	}
	p.raw("</table>")
}

// comparisons gives what there is to set side by side. What may be an
// abbreviation, or the same in another script, is no difference.
func comparisons(ref *audit.Reference, m *audit.Metadata) []comparison {
	var all []comparison
	text := " " + keyOf(textBeside(ref)) + " "
	add := func(name markup, cited, found string, differ func(cited, found string) comparison) {
		if found == "" {
			return
		}
		cited, found = clip(cited, maxHarvest), clip(found, maxHarvest)
		if contains(text, keyOf(found)) && (cited != "" || name != "Year") { // the text may have other years
			cited = found
		}
		c := comparison{}
		if cited != "" && cited != found && differ != nil {
			c = differ(cited, found)
		}
		if c.found == nil {
			c.found = []piece{{text: found}}
			if cited != "" {
				c.cited = []piece{{text: cited}}
			}
		}
		c.name = name
		all = append(all, c)
	}
	add("Title", ref.Title, m.Title, compareTitles)
	add("Authors", strings.Join(some(ref.Authors), ", "), strings.Join(some(m.Authors), ", "), func(cited, _ string) comparison {
		return compareAuthors(text, cited, some(m.Authors))
	})
	year := ""
	if ref.Year > 0 {
		year = strconv.Itoa(ref.Year)
	}
	add("Year", year, m.Published, func(cited, found string) comparison {
		if len(found) < 4 || found[:4] == cited {
			return comparison{}
		}
		return comparison{cited: []piece{{text: cited, hurt: true}}, found: []piece{{text: found[:4], hurt: true}, {text: found[4:]}}, differs: true}
	})
	add("In", "", m.Container, nil)
	d := m.Told()
	add("Series", "", d.Series, nil)
	if found, cited := numbers(&d, text); found != "" {
		all = append(all, comparison{name: "Volume and pages", found: []piece{{text: found}}})
		if cited != "" {
			all[len(all)-1].cited = []piece{{text: cited}}
		}
	}
	add("Publisher", "", m.Publisher, nil)
	if !contains(" "+keyOf(ref.Text)+" ", keyOf(m.DOI)) {
		add("DOI", "", m.DOI, nil)
	}
	if !strings.Contains(strings.ReplaceAll(text, " ", ""), d.ISBN) {
		add("ISBN", "", d.ISBN, nil)
	}
	return all
}

// numbers tells where in its container a work stands, "vol. 41, no. 3, pp. 317–335",
// and what of it is in the text of the reference.
func numbers(d *audit.Details, text string) (found, cited string) {
	first, last := firstAndLast(d.Pages)
	pages := "p. " + first
	switch {
	case last != "":
		pages = "pp. " + first + "–" + last
	case isNumbered(d.Pages):
		pages = "article " + first
	}
	issue := "no. " + d.Issue
	if strings.IndexAny(d.Issue, "0123456789") != 0 {
		issue = d.Issue
	}
	var all, known []string
	for _, part := range []struct{ number, said string }{{d.Volume, "vol. " + d.Volume}, {d.Issue, issue}, {first, pages}} {
		if part.number == "" {
			continue
		}
		said := clip(part.said, maxHarvest)
		all = append(all, said)
		if contains(text, keyOf(part.number)) {
			known = append(known, said)
		}
	}
	return strings.Join(all, ", "), strings.Join(known, ", ")
}

// textBeside gives the text of a reference without what is written of its links.
func textBeside(ref *audit.Reference) string {
	text := ref.Text
	for i := range ref.Links {
		if from, to := within(text, &ref.Links[i]); from < to {
			text = text[:from] + " " + text[to:]
		}
	}
	return text
}

// contains tells whether the words of key, which is one of [keyOf], stand in
// text, another that begins and ends with a space.
func contains(text, key string) bool {
	first, _ := utf8.DecodeRuneInString(key)
	return key != "" && (strings.Contains(text, " "+key+" ") || spaceless(first) && strings.Contains(text, key))
}

// compareTitles marks the words that only one of two titles has, unless they
// have none in common.
func compareTitles(cited, found string) comparison {
	a, b := wordsIn(cited), wordsIn(found)
	if keyOf(cited) == keyOf(found) || !scriptsMeet(cited, found) {
		return comparison{}
	}
	inA, inB := keys(a), keys(b)
	for w := range inA {
		if inB[w] {
			return comparison{cited: markWords(cited, a, inB), found: markWords(found, b, inA), differs: true}
		}
	}
	return comparison{cited: []piece{{text: cited}}, found: []piece{{text: found}}, differs: true}
}

// compareAuthors marks the authors of whose names the text of the reference has
// no word, if it has some of others: else it may have them in another form.
func compareAuthors(text, cited string, found []string) comparison {
	c := comparison{cited: []piece{{text: cited}}}
	known := false
	for i, name := range found {
		has := false
		for _, w := range wordsIn(name) {
			has = has || utf8.RuneCountInString(w.key) > 1 && contains(text, w.key)
		}
		if i > 0 {
			c.found = append(c.found, piece{text: ", "})
		}
		c.found = append(c.found, piece{text: name, hurt: !has})
		known = known || has
		c.differs = c.differs || !has
	}
	if !known {
		return comparison{}
	}
	return c
}

// markWords makes pieces of s, in which those of its words are hurt that known
// does not have. Neighbours are one piece.
func markWords(s string, words []span, known map[string]bool) []piece {
	var all []piece
	done := 0
	for i := 0; i < len(words); i++ {
		if known[words[i].key] {
			continue
		}
		from := words[i].from
		for i+1 < len(words) && !known[words[i+1].key] {
			i++
		}
		all = append(all, piece{text: s[done:from]}, piece{text: s[from:words[i].to], hurt: true})
		done = words[i].to
	}
	return append(all, piece{text: s[done:]})
}

func keys(words []span) map[string]bool {
	set := map[string]bool{}
	for _, w := range words {
		set[w.key] = true
	}
	return set
}

// scriptsMeet tells whether two texts have letters of one script, so that they
// can be compared.
func scriptsMeet(a, b string) bool {
	for _, script := range []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Han, unicode.Hiragana, unicode.Katakana,
		unicode.Hangul, unicode.Arabic, unicode.Hebrew, unicode.Devanagari, unicode.Thai} {
		in := func(r rune) bool { return unicode.Is(script, r) }
		if strings.IndexFunc(a, in) >= 0 && strings.IndexFunc(b, in) >= 0 {
			return true
		}
	}
	return false
}

// some gives at most eight of the names of authors.
func some(authors []string) []string {
	if len(authors) > 8 {
		return append(authors[:8:8], fmt.Sprintf("and %d more", len(authors)-8))
	}
	return authors
}

// A span is a word of a text.
type span struct {
	from, to int
	key      string // in small letters, without marks
}

// wordsIn finds the words of s. Of scripts without spaces each character is one.
func wordsIn(s string) []span {
	var all []span
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		to := i + size
		if !letter(r) {
			i = to
			continue
		}
		for !spaceless(r) && to < len(s) {
			next, size := utf8.DecodeRuneInString(s[to:])
			if !letter(next) || spaceless(next) {
				break
			}
			to += size
		}
		all = append(all, span{i, to, keyOf(s[i:to])})
		i = to
	}
	return all
}

func letter(r rune) bool { return unicode.In(r, unicode.L, unicode.N, unicode.M) }

func spaceless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

// keyOf gives the letters and digits of s in the form in which they are
// compared, with a space for all else.
func keyOf(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.M, r):
		case letter(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	return b.String()
}

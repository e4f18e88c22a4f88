package reports

import (
	"regexp"
	"slices"
	"strings"

	"github.com/mozillazg/go-unidecode"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// keptKey is what a key may be that is kept: BibTeX, biber and the tools around
// them read it alike.
var keptKey = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9:._+/-]{0,99}$`)

// ownKey gives the key by which a document cites a reference; "" if it has
// none, or one that does for no other program.
func ownKey(format refs.Format, ref *audit.Reference) string {
	switch format {
	case refs.FormatBibTeX, refs.FormatCSL, refs.FormatBibJSON, refs.FormatRIS:
		if keptKey.MatchString(ref.Label) && !strings.Contains(ref.Label, "://") {
			return ref.Label
		}
	}
	return ""
}

// assignKeys gives every work its key: the document's own, else one made of
// family name, year and a word of the title, "quay2020piers". Of keys that are
// the same but for case, as BibTeX compares them, all but the first get letters.
func assignKeys(all []work) {
	taken := map[string]bool{}
	tried := map[string]int{}                 // letters that were given behind a key
	for _, own := range []bool{true, false} { // made keys give way to the documents'
		for i := range all {
			w := &all[i]
			if (w.own != "") != own {
				continue
			}
			w.key = w.own
			if !own {
				w.key = w.madeKey()
			}
			base := w.key
			for taken[strings.ToLower(w.key)] {
				n := tried[strings.ToLower(base)]
				w.key = base + letters(n)
				tried[strings.ToLower(base)] = n + 1
			}
			taken[strings.ToLower(w.key)] = true
		}
	}
}

// letters counts a, b, ..., z, aa, ab, ...
func letters(n int) string {
	if n < 26 {
		return string(rune('a' + n))
	}
	return letters(n/26-1) + letters(n%26)
}

func (w *work) madeKey() string {
	name := ""
	switch {
	case len(w.authors) > 0 && w.authors[0].family != "":
		name = strings.Join(plainWords(w.authors[0].family), "")
	case len(w.authors) > 0:
		name = firstWord(w.authors[0].literal)
	case w.url != "":
		host := strings.TrimPrefix(refs.Target(w.url).Host(), "www.")
		name, _, _ = strings.Cut(host, ".")
		name = strings.Join(plainWords(name), "")
	}
	const longest = 24
	name = name[:min(len(name), longest)]
	year := ""
	if len(w.published) >= 4 {
		year = w.published[:4]
	}
	title := w.title
	if title == "" {
		title = w.note
	}
	word := firstWord(title)
	key := name + year + word[:min(len(word), longest)]
	if key == "" {
		return "ref"
	}
	return key
}

// emptyWords say nothing of a title.
var emptyWords = strings.Fields("a an and are as at by for from how in into is of on the to what when why with das dem den der des die ein eine le la les l un une " +
	"el los las il lo gli de du des und et y o k v i na po ob")

// firstWord gives the first word that says something, in ASCII.
func firstWord(s string) string {
	words := plainWords(s)
	for _, w := range words {
		if len(w) > 1 && !slices.Contains(emptyWords, w) {
			return w
		}
	}
	if len(words) > 0 {
		return words[0]
	}
	return ""
}

// plainWords gives the words of a text in small Latin letters and digits.
func plainWords(s string) (words []string) {
	const enough = 300 // bytes: only the first words count
	for w := range strings.FieldsSeq(unidecode.Unidecode(s[:min(len(s), enough)])) {
		var b strings.Builder
		for _, c := range []byte(strings.ToLower(w)) {
			switch {
			case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
				b.WriteByte(c)
			case c == '-' && b.Len() > 0: // of a compound the first part
				words = append(words, b.String())
				b.Reset()
			}
		}
		if b.Len() > 0 {
			words = append(words, b.String())
		}
	}
	return words
}

package refs

// A wordTable finds the words of a list in a text. They have three bytes at
// least; it holds them by what their first three hash to, so that most places of
// a text are passed over by one look.
type wordTable struct {
	words [1 << wordBits][]string
	has   [1 << wordBits]bool // whether there are any; small enough to stay near the processor
}

const wordBits = 11

func newWordTable(words []string) *wordTable {
	t := new(wordTable)
	for _, w := range words {
		h := wordHash(w[0], w[1], w[2])
		t.words[h] = append(t.words[h], w)
		t.has[h] = true
	}
	return t
}

func wordHash(a, b, c byte) uint {
	return (uint(a)*31*31 + uint(b)*31 + uint(c)) * 2654435761 >> 16 % (1 << wordBits)
}

// next gives the first place from i on at which one of some words may stand, and
// those words, in the order of the list; none if there is no such place.
func (t *wordTable) next(s string, i int) (int, []string) {
	for ; i+2 < len(s); i++ {
		if h := wordHash(s[i], s[i+1], s[i+2]); t.has[h] {
			return i, t.words[h]
		}
	}
	return len(s), nil
}

// in tells whether one of the words stands in s.
func (t *wordTable) in(s string) bool {
	for i, words := t.next(s, 0); words != nil; i, words = t.next(s, i+1) {
		if hasAnyPrefix(s[i:], words) {
			return true
		}
	}
	return false
}

package audit

import (
	"strings"
	"unicode/utf8"
)

// A Search looks for the titles that one page is cited by, in the texts of the page.
// It keeps nothing of them.
type Search struct {
	reader gatherer
	quests []quest
	open   int              // quests that are not settled
	clues  []clue           // of all quests
	heads  map[string][]int // the clues by their first three letters
	before []byte           // the word before
	both   []byte           // with the one at hand
	prose  bool             // what is read are sentences
	parted bool             // words of the page may have parts
	words  int              // of sentences so far
	spoken tongueCount      // in them
}

// A quest is the search for one title.
type quest struct {
	reference *Reference
	tongue    int
	telling   int // words of the title that tell something
	found     int // of them
	settled   bool
}

// bears tells at a glance whether a page that says m of itself bears the title of a
// reference.
func (m *Metadata) bears(p packedReference) bool {
	text, title := p.headline()
	return strings.Contains(m.Title, title) || len(m.Title) >= wholeTitle && strings.Contains(text, m.Title)
}

// How much there must be of a title and a page to say that they have nothing to do
// with each other, and how little they have in common then. Pages whose titles were
// taken out of them still have half of the telling words of these; one of a few words
// stands in a page on something else by chance.
const (
	fewestTelling = 4    // words of the title
	onePerFound   = 6    // words of the title for each that may stand in the page all the same
	fewestProse   = 150  // words of the page in sentences
	leastSpoken   = 0.2  // share of function words in them that the title's language has
	mostRivalling = 0.65 // of those the share that another language has
	wholeTitle    = 20   // bytes of a page's title that stand in a reference by no chance
)

// Search begins to search a page that says m of itself. Most pages bear the title
// that they are cited by, which settles it.
func (s *Sought) Search(m *Metadata) *Search {
	f := &Search{}
	for _, p := range s.references {
		if !m.bears(p) { // as most do: word by word costs twenty times as much
			f.seek(p.unpack(), s.host, m)
		}
	}
	if f.Settled() {
		return f
	}
	f.reader.hear = f.word
	f.Read(m.Title, false)
	for i := range f.quests {
		if !f.quests[i].settled {
			f.seekRest(i, s.host)
		}
	}
	return f
}

// seek begins the quest for a reference's title.
func (f *Search) seek(r *Reference, host string, m *Metadata) {
	q := quest{reference: r}
	title, scripts := plainWords(r.Title)
	for _, w := range title {
		if tellsSomething(w) && !describingWords[w] && !strings.Contains(host, w) && f.seekWord(clue{word: w, quest: len(f.quests), inTitle: true}) {
			q.telling++
		}
	}
	q.tongue = tongueOf(title)
	q.settled = describes(title) || scripts > 1 || q.telling < fewestTelling || q.tongue == noTongue ||
		!isTongue(q.tongue, r.Language) || !isTongue(q.tongue, m.Language)
	if !q.settled {
		f.open++
		if compounding[tongues[q.tongue].code] {
			f.seekParts(len(f.quests))
		}
	}
	f.quests = append(f.quests, q)
}

// seekParts has a quest also look for what the words of its title may be compounds
// of, in words of the page that may be some.
func (f *Search) seekParts(quest int) {
	f.parted = true
	for _, c := range f.clues {
		for part := range parts(c.word) {
			if c.quest == quest {
				f.seekWord(clue{word: part, quest: quest, inTitle: true, part: true})
			}
		}
	}
}

// seekRest has a quest look for the other words of its reference too: names of
// authors, the container, the publisher, and the title itself if that was mistaken.
// The page is right, or of the right site, if one of them stands there.
func (f *Search) seekRest(quest int, host string) {
	r := f.quests[quest].reference
	for _, w := range r.tellingWords() {
		if !strings.Contains(host, w) {
			f.seekWord(clue{word: w, quest: quest})
		}
	}
	for _, a := range r.Authors {
		name, _ := plainWords(familyOf(a))
		for _, w := range name {
			if utf8.RuneCountInString(w) >= shortestName {
				f.seekWord(clue{word: w, quest: quest})
			}
		}
	}
}

const shortestName = 3 // letters

// seekWord adds a clue and tells whether it is a new one.
func (f *Search) seekWord(c clue) bool {
	head := c.word[:headLen(c.word)]
	for _, i := range f.heads[head] {
		if known := &f.clues[i]; known.quest == c.quest && known.word == c.word {
			if known.part && !c.inTitle {
				*known = c // which says more
			}
			return false
		}
	}
	if f.heads == nil {
		f.heads = map[string][]int{}
	}
	f.heads[head] = append(f.heads[head], len(f.clues))
	f.clues = append(f.clues, c)
	return true
}

// Settled tells that nothing need be read any more.
func (f *Search) Settled() bool { return f.open == 0 }

// Read looks for the titles in a text of the page: words that may stand anywhere
// in it, or sentences that its readers read.
func (f *Search) Read(text string, sentences bool) {
	if f.Settled() {
		return
	}
	f.prose, f.before = sentences, f.before[:0]
	f.reader.read(text)
}

// word takes in a word. With the one before it, it counts as one word too.
func (f *Search) word(w []byte) {
	if f.prose {
		f.words++
		f.spoken.add(functionWords[string(w)])
	}
	f.lookAll(w)
	if f.parted {
		if plain := withoutDigraphs(w); len(plain) < len(w) {
			f.lookAll(plain)
		}
	}
	if len(f.before) > 0 {
		f.both = append(append(f.both[:0], f.before...), w...)
		f.look(f.both, false)
	}
	f.before = append(f.before[:0], w...)
}

// lookAll looks at a word and at what may be its last part.
func (f *Search) lookAll(w []byte) {
	f.look(w, false)
	if f.parted {
		for part := range parts(w) {
			f.look(part, true)
		}
	}
}

// look looks at a word, or the last part of one.
func (f *Search) look(w []byte, part bool) {
	end := 0
	for range 3 {
		_, size := utf8.DecodeRune(w[end:])
		if end += size; size == 0 {
			return
		}
	}
	near := f.heads[string(w[:end])]
	if len(near) == 0 {
		return
	}
	word := string(w)
	for _, i := range near {
		c := &f.clues[i]
		if c.found || !c.isIn(word, part) {
			continue
		}
		c.found = true
		q := &f.quests[c.quest]
		if c.inTitle {
			q.found++
		}
		if !q.settled && (!c.inTitle || q.found*onePerFound > q.telling) {
			q.settled = true
			f.open--
		}
	}
}

// Sightings gives what came of the search for titles that the page does not bear:
// those that it bears are known by its metadata. whole tells that the page was read to
// its end and keeps nothing elsewhere.
func (f *Search) Sightings(whole bool) (all []Sighting) {
	for _, q := range f.quests {
		s := Sighting{Cited: q.reference.sightingKey()}
		if whole && !q.settled && f.speaks(q.tongue) {
			s.Lost, s.Found = uint32(q.telling-q.found), uint32(q.found)
		}
		all = append(all, s)
	}
	return all
}

// speaks tells whether the page has sentences enough, beyond doubt in a language.
func (f *Search) speaks(tongue int) bool {
	most, next := f.spoken.most()
	return f.words >= fewestProse && most == tongue &&
		float64(f.spoken[most]) >= leastSpoken*float64(f.words) &&
		float64(next) <= mostRivalling*float64(f.spoken[most])
}

// plainWords gives the words of a text as [wordsOf] makes them, but for those of
// scripts without spaces, and the number of scripts in it.
func plainWords(s string) (all []string, scripts int) {
	s = s[:min(len(s), longestCompared)]
	g := gatherer{hear: func(w []byte) { all = append(all, string(w)) }}
	g.read(s)
	for _, n := range g.letters {
		if n > 0 {
			scripts++
		}
	}
	return all, scripts
}

package audit

import (
	"strings"

	"github.com/refmend/refmend/refs"
)

// A likeness says whether a reference and what is known of a page or DOI are
// about one work.
type likeness uint8

const (
	incomparable likeness = iota // one of them says too little, or in another script
	sameWork
	otherWork
)

// What of a title's letters must stand in a reference to take it for the same
// work, and below which share it is another one if no author of it does either.
// Between the two nothing is said.
const (
	sameTitle  = 0.55
	otherTitle = 0.40
)

// anotherWork tells whether what a link leads to is beyond doubt another work
// than the one that its reference cites. Only entries of lists cite works, and
// only registries and pages that describe one by its tags are believed; of a plain
// URL only the tags of scholarly articles are (Highwire's). An ISBN may be that of
// the book or series that a work stands in.
func anotherWork(ref *Reference, l *Link, m *Metadata) bool {
	if !ref.Listed || m.Title == "" || ref.Text == "" || l.Kind == refs.KindISBN {
		return false
	}
	switch m.Source {
	case "citation-meta", SourceRegistry:
	case "dublin-core", "json-ld":
		if l.Kind == refs.KindURL {
			return false
		}
	default:
		return false
	}
	if strings.Contains(ref.Text, m.Title) { // as most do: word by word costs a thousand times as much
		return false
	}
	return compareWork(ref.Text, m) == otherWork
}

// compareWork compares a reference's text with the title and the authors that a
// page or registry gives. It says otherWork only if nothing speaks for the same
// work: hardly a word of the title stands in the text, which has room for one, and
// none of the first authors does. A title that is short, in another script or made
// of words that stand anywhere proves nothing, nor does a reference that names
// only authors, journal and page.
func compareWork(text string, m *Metadata) likeness {
	title := wordsOf(m.Title)
	if !title.tells() {
		return incomparable
	}
	ref := wordsOf(text)
	if !ref.shares(title) || len(ref.list) < 5 {
		return incomparable
	}
	covered := ref.covers(title)
	if covered >= sameTitle {
		return sameWork
	}
	const asked = 3 // authors
	for _, a := range m.Authors[:min(len(m.Authors), asked)] {
		if ref.names(a) {
			if covered >= otherTitle {
				return sameWork
			}
			return incomparable
		}
	}
	if covered >= otherTitle || len(m.Authors) == 0 && covered > 0.2 || !ref.roomy() {
		return incomparable
	}
	return otherWork
}

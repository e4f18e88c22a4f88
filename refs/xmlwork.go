package refs

import "strings"

// An xmlTell says what an element in a reference tells of the cited work.
type xmlTell uint8

const (
	tellsNothing xmlTell = iota
	tellsTitle
	tellsHost    // the title of what it appeared in, or its own if it has no other
	tellsJournal // in an attribute: it appeared in a journal, whose title is not its own
	tellsAuthor
	tellsFamily
	tellsGiven
	tellsSuffix
	tellsOnce   // holds the same name in several spellings
	tellsOthers // holds people that are not its authors
)

// An xmlWork is what the elements of a reference tell of the cited work.
type xmlWork struct {
	title, host           string
	authors               []string
	family, given, suffix string // of the author being read
	journal               bool
	others                int // elements open that hold other people
	once                  int // authors after which no more are taken; 0: no bound
	done                  bool
}

// told takes what the element e, which ends, tells; text is what is in it.
func (w *xmlWork) told(e *xmlElement, text []byte) {
	text = text[:min(len(text), longestTitle)]
	switch e.tells {
	case tellsTitle:
		if w.title == "" {
			w.title = tidy(text)
		}
	case tellsHost:
		if w.host == "" {
			w.host = tidy(text)
		}
	case tellsFamily:
		w.family = tidy(text)
	case tellsGiven:
		w.given = strings.TrimSpace(w.given + " " + tidy(text))
		w.given = cutRunes(w.given, longestAuthor)
	case tellsSuffix:
		w.suffix = tidy(text)
	case tellsAuthor:
		name := familyFirst(w.family, w.given)
		if name == "" {
			name = tidy(text)
		} else if w.suffix != "" {
			name += ", " + w.suffix
		}
		w.family, w.given, w.suffix = "", "", ""
		if w.others == 0 && !w.done && (w.once == 0 || len(w.authors) < w.once) {
			w.authors = addName(w.authors, name)
		}
	case tellsOnce:
		w.once = 0
	case tellsOthers:
		w.others--
	}
}

// begins takes what the start of an element tells.
func (w *xmlWork) begins(tells xmlTell) {
	switch tells {
	case tellsJournal:
		w.journal = true
	case tellsAuthor:
		w.family, w.given, w.suffix = "", "", ""
	case tellsOnce:
		w.once = len(w.authors) + 1
	case tellsOthers:
		w.others++
	}
}

// fill gives a reference what the elements tell.
func (w *xmlWork) fill(r *Reference) {
	r.Title, r.Authors = w.title, w.authors
	if r.Title == "" && !w.journal {
		r.Title = w.host
	}
}

// tidy gives text as a person reads it, without the marks that part it from
// what follows.
func tidy(text []byte) string {
	s := string(text)
	if !isFolded(s) {
		s = fold(s)
	}
	return strings.Trim(cutRunes(s, longestTitle), " ,;:")
}

var jatsTells = map[string]xmlTell{
	"article-title": tellsTitle, "chapter-title": tellsTitle, "data-title": tellsTitle, "part-title": tellsTitle, "source": tellsHost,
	"name": tellsAuthor, "string-name": tellsAuthor, "collab": tellsAuthor, "surname": tellsFamily, "given-names": tellsGiven, "suffix": tellsSuffix,
	"name-alternatives": tellsOnce, "collab-alternatives": tellsOnce,
}

// jatsTelling gives what an element of JATS tells; groups of people say of
// what sort these are.
func jatsTelling(_ *xmlReader, t *xmlToken) xmlTell {
	switch t.name {
	case "person-group":
		switch t.value("person-group-type") {
		case "", "author", "allauthors", "all-authors", "inventor":
			return tellsNothing
		}
		return tellsOthers
	case "mixed-citation", "element-citation", "nlm-citation", "citation":
		if t.value("publication-type") == "journal" || t.value("citation-type") == "journal" {
			return tellsJournal
		}
		return tellsNothing
	}
	return jatsTells[t.name]
}

var teiTells = map[string]xmlTell{"surname": tellsFamily, "forename": tellsGiven, "genName": tellsSuffix, "editor": tellsOthers, "respStmt": tellsOthers, "meeting": tellsOthers}

// teiTelling gives what an element of TEI tells: the level of a title says of
// what it is the title.
func teiTelling(r *xmlReader, t *xmlToken) xmlTell {
	switch t.name {
	case "author":
		if r.top().name == "monogr" && r.listed.work.title != "" {
			return tellsOthers // of the book that it is in
		}
		return tellsAuthor
	case "title":
		switch t.value("level") {
		case "a":
			return tellsTitle
		case "j", "s":
			return tellsNothing
		}
		return tellsHost
	}
	return teiTells[t.name]
}

package refs

import "strings"

// A citation is what a record says of the cited work, as a reference would.
type citation struct {
	authors, editors                                  []string // in order
	title, container, volume, issue, pages, publisher string
	date                                              string // the year or more
}

// text gives authors, or else editors, title, container and year.
func (c *citation) text() string {
	people := c.authors
	if len(people) == 0 {
		people = c.editors
	}
	place := c.volume
	if c.issue != "" && place != "" {
		place += "(" + c.issue + ")"
	}
	if c.pages != "" {
		place = strings.TrimPrefix(place+": "+c.pages, ": ")
	}
	return sentences(strings.Join(people, "; "), c.title, c.container, place, c.publisher, c.date)
}

// fill gives a reference what the citation says.
func (c *citation) fill(r *Reference) {
	r.Text, r.Listed = c.text(), true
	r.Title, r.Authors = cutRunes(c.title, longestTitle), c.authors
	r.Year = firstYearOf(c.date)
}

const (
	mostAuthors   = 100  // of one reference
	longestAuthor = 1000 // bytes of a name
)

// addName appends the name of a person or a group as a person reads it, up to
// a bound.
func addName(names []string, name string) []string {
	if name = cutRunes(name, longestAuthor); !isFolded(name) {
		name = fold(name)
	}
	if name = strings.Trim(name, " ,;"); name == "" || len(names) == mostAuthors {
		return names
	}
	return append(names, name)
}

// familyFirst gives a name as lists of references order it: "Smith, J.".
func familyFirst(family, given string) string {
	family, given = strings.TrimSpace(family), strings.TrimSpace(given)
	switch {
	case given == "":
		return family
	case family == "":
		return given
	}
	return family + ", " + given
}

// accessDate reads a field that holds a date of access.
func accessDate(s string) string {
	s = strings.TrimSpace(cutRunes(s, longestDate))
	if d, _ := dateBehind(s, 0); d != "" {
		return d
	}
	return accessNote(s).date
}

// isbns gives a passage for each ISBN in a text, which may say more.
func (p *passage) isbns() (out []passage) {
	for i := 0; i < len(p.text); {
		if !isDigit(p.text[i]) || i > 0 && isAlnum(p.text[i-1]) {
			i++
			continue
		}
		if n, _ := isbnLen(p.text[i:]); n > 0 {
			one := p.cut(i, i+n)
			out = append(out, one.identified(KindISBN))
			i += n
			continue
		}
		for i < len(p.text) && strings.IndexByte(" \n,;/(", p.text[i]) < 0 {
			i++
		}
	}
	return out
}

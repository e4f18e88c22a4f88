package crawler

import (
	"strings"
	"unique"

	"github.com/refmend/refmend/audit"
)

// unite moves the texts that m has for itself into one piece of memory. Large
// runs keep the metadata of very many pages, and the garbage collector has to
// find every piece again and again.
func unite(m *audit.Metadata) {
	texts := append(make([]*string, 0, 16), &m.Title, &m.Published, &m.DOI, &m.Canonical)
	if d := m.Details; d != nil {
		texts = append(texts, &d.Volume, &d.Issue, &d.Pages, &d.ISBN)
	}
	for i := range m.Authors {
		texts = append(texts, &m.Authors[i])
	}
	size := 0
	for _, text := range texts {
		size += len(*text)
	}
	var b strings.Builder
	b.Grow(size)
	for _, text := range texts {
		b.WriteString(*text)
	}
	all := b.String()
	for _, text := range texts {
		*text, all = all[:len(*text)], all[len(*text):]
	}
	if m.Details != nil { // parts of the authors' names
		for i, family := range m.Families {
			name := m.Authors[i]
			if at := strings.LastIndex(name, family); at >= 0 {
				m.Families[i] = name[at : at+len(family)]
			}
		}
	}
}

// shared gives a string equal to s that all its equals share. Many pages of a
// run say the same of their journal.
func shared(s string) string { return unique.Make(s).Value() }

package refs

import "slices"

// A part is one of the texts that a document consists of, and what its reader
// found in it. A document that is a text itself is one part without a name.
type part struct {
	name    string // that Position.Part gives: the path of a file in an archive
	src     *source
	content content
	// pages are the places in src.text at which its pages begin, the first one
	// is 0, if pages and not lines are how people and programs find a place in
	// the document. Such a text stands nowhere on disk.
	pages []int
	// elsewhere maps places in src.text at which a hyperlink only names its
	// address to where that stands: in another text of the document.
	elsewhere map[int]Position
	warnings  []string // what is odd about it and does no harm, a sentence each
}

// references finds the links of the part and tells where everything stands.
func (p *part) references() []Reference {
	all := p.content.references()
	p.obey(all)
	moved := p.written(all)
	if p.pages == nil {
		locate(all, p.src)
	}
	if p.pages == nil && p.name == "" {
		return all
	}
	place := func(at *Position) {
		at.Part = p.name
		if p.pages != nil {
			page, exact := slices.BinarySearch(p.pages, at.Offset)
			if exact {
				page++
			}
			*at = Position{Page: max(page, 1), Part: p.name}
		}
	}
	for i := range all {
		place(&all[i].Pos)
		for k := range all[i].Links {
			place(&all[i].Links[k].Pos)
			all[i].Links[k].Length = 0
			if p.pages != nil {
				all[i].Links[k].closeLines()
			}
		}
	}
	for at, pos := range moved {
		*at = pos
	}
	return all
}

// written gives where the addresses stand that the text only names.
func (p *part) written(all []Reference) map[*Position]Position {
	if len(p.elsewhere) == 0 {
		return nil
	}
	moved := map[*Position]Position{}
	for i := range all {
		for k := range all[i].Links {
			at := &all[i].Links[k].Pos
			if pos, ok := p.elsewhere[at.Offset]; ok {
				moved[at] = pos
			}
		}
	}
	return moved
}

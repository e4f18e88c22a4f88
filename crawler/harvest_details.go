package crawler

import (
	"strings"

	"github.com/refmend/refmend/audit"
)

// saysDetails tells that the head has some of what only a bibliography needs.
func (p *harvested) saysDetails() bool {
	for _, t := range p.tags {
		if t.field == inVolume || t.field == firstPage || t.field == pageRange {
			return true
		}
	}
	return p.ld.said.first(inVolume) != "" || p.ld.said.first(firstPage) != ""
}

// details gives what the page says of its work for bibliographies: the tags,
// whatever their vocabulary, then JSON-LD, then a ContextObject.
func (p *harvested) details() audit.Details {
	var s saying
	for i := range p.tags {
		switch t := &p.tags[i]; {
		case t.field >= inSeries:
			s.add(t.field, t.value)
		case t.field == citationISBN:
			s.add(inISBN, t.value)
		case t.field == dcIdentifier && len(t.value) > 4 && strings.EqualFold(t.value[:4], "ISSN"):
			s.add(inISSN, t.value)
		case t.field == dcIdentifier && len(t.value) > 4 && strings.EqualFold(t.value[:4], "ISBN"):
			s.add(inISBN, t.value)
		}
	}
	for i, value := range p.ld.said {
		s.add(inSeries+field(i), value)
	}
	if p.coin != nil {
		for _, c := range coinDetails {
			s.add(c.field, p.coin.first(c.key))
		}
	}
	return s.details()
}

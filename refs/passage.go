package refs

// A passage is a stretch of text as a person reads it (a paragraph, a list
// item, a field), with the hyperlinks in it and the way back into the source.
// Readers of formats make passages; segmentation and the link finder read them
// and need not know the format.
type passage struct {
	kind  passageKind
	label string // that the format itself gives: a list number, a BibTeX key
	list  int    // passages of one list share a number above 0; 0: in no list
	text  string // markup gone, entities resolved; line breaks are kept
	// origins maps text back to the source, ascending in text: from
	// origins[i].text on, byte n of the text is byte origins[i].source +
	// n-origins[i].text of the (decoded) source.
	origins []origin
	anchors []anchor // ascending, not overlapping
	hint    Kind     // what the whole text is, where a field says so ("doi = {...}"); else ""
	field   string   // of a record, that the text is the value of; else ""

	// What follows tells segmentation where the passage stands.

	item    int    // passages of one list item share a number above 0, ascending in the document; 0: in no item
	parent  int    // the item that this item stands in; 0: none
	level   int    // of a heading, 1 is the highest; 0 if the format does not tell
	section int    // number of the innermost section element, ascending in the document; 0: none
	refs    bool   // marked by the format as part of a reference list or of notes
	aside   bool   // navigation, page head or foot: never an entry of a list
	codes   []span // of text shown as code, ascending, not overlapping
}

type passageKind uint8

const (
	paragraph passageKind = iota
	heading
	item // of a list
	note // a foot- or endnote
	code // shown but not meant: example code
)

type origin struct{ text, source int }

// A span is the stretch [start:end] of a passage's text.
type span struct{ start, end int }

// An anchor is a hyperlink that the format makes explicit: text[start:end] is
// what a reader clicks, href is where that leads.
type anchor struct {
	start, end int
	href       string // attribute value, entities resolved
	source     int    // where href stands in the decoded source
}

// sourceAt gives the place in the decoded source of byte n of the text.
func (p *passage) sourceAt(n int) int {
	i := p.originAt(n)
	if i < 0 {
		return n
	}
	o := p.origins[i]
	return o.source + n - o.text
}

// originAt gives the index of the origin that byte n of the text belongs to,
// -1 if there is none.
func (p *passage) originAt(n int) int {
	lo, hi := 0, len(p.origins)
	for lo < hi {
		if mid := (lo + hi) / 2; p.origins[mid].text <= n {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo - 1
}

// cut gives the passage of text[start:end] alone. It shares memory with p
// where it can.
func (p *passage) cut(start, end int) passage {
	if start == 0 && end == len(p.text) {
		return *p
	}
	c := *p
	c.text = p.text[start:end]
	c.origins, c.anchors, c.codes = nil, nil, nil
	if i := p.originAt(start); i >= 0 {
		o := p.origins[i]
		c.origins = append(c.origins, origin{0, o.source + start - o.text})
		for _, o := range p.origins[i+1:] {
			if o.text >= end {
				break
			}
			c.origins = append(c.origins, origin{o.text - start, o.source})
		}
	}
	for _, a := range p.anchors[firstBehind(len(p.anchors), start, func(i int) int { return p.anchors[i].end }):] {
		if a.start > end || a.start == end && end < len(p.text) {
			break
		}
		a.start, a.end = max(a.start-start, 0), min(a.end, end)-start
		c.anchors = append(c.anchors, a)
	}
	for _, s := range p.codes[firstBehind(len(p.codes), start, func(i int) int { return p.codes[i].end }):] {
		if s.start >= end {
			break
		}
		c.codes = append(c.codes, span{max(s.start-start, 0), min(s.end, end) - start})
	}
	return c
}

// firstBehind gives the first i below n whose end is not before place.
func firstBehind(n, place int, end func(int) int) int {
	lo, hi := 0, n
	for lo < hi {
		if mid := (lo + hi) / 2; end(mid) < place {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

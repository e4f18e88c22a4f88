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

// An anchor is a hyperlink that the format makes explicit: text[start:end] is
// what a reader clicks, href is where that leads.
type anchor struct {
	start, end int
	href       string // attribute value, entities resolved
	source     int    // where href stands in the decoded source
}

// sourceAt gives the place in the decoded source of byte n of the text.
func (p *passage) sourceAt(n int) int {
	lo, hi := 0, len(p.origins)
	for lo < hi {
		if mid := (lo + hi) / 2; p.origins[mid].text <= n {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == 0 {
		return n
	}
	o := p.origins[lo-1]
	return o.source + n - o.text
}

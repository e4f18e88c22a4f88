package refs

import (
	"cmp"
	"slices"
	"strings"
)

// locate turns the offsets that the references and links of d have in the
// decoded source into places in the document as it lies on disk. Lines end
// with LF, CR LF or CR alone.
func locate(refs []Reference, src *source) {
	n := len(refs)
	for i := range refs {
		n += len(refs[i].Links)
	}
	places := make([]*Position, 0, n)
	for i := range refs {
		places = append(places, &refs[i].Pos)
		for k := range refs[i].Links {
			l := &refs[i].Links[k]
			places = append(places, &l.Pos)
			if src.charset == nil && l.Pos.Offset >= 0 && l.Pos.Offset <= len(src.text) && strings.HasPrefix(src.text[l.Pos.Offset:], l.Written) {
				l.Length = len(l.Written)
			}
		}
	}
	byOffset := func(a, b *Position) int { return cmp.Compare(a.Offset, b.Offset) }
	if !slices.IsSortedFunc(places, byOffset) {
		slices.SortStableFunc(places, byOffset)
	}
	if src.charset == nil {
		locateBytes(places, src)
	} else {
		locateDecoded(places, src)
	}
}

// locateBytes places offsets in a source whose text is the document's bytes.
func locateBytes(places []*Position, src *source) {
	text, line, start := src.text, 1, 0 // a byte order mark has no column
	at := 0                             // everything before it is counted
	column := counter16{text: text}
	for _, p := range places {
		offset := min(max(p.Offset, 0), len(text))
		for {
			i := lineMark(text[at:offset])
			if i < 0 {
				at = offset
				break
			}
			at += i + 1
			if text[at-1] == '\r' && at < len(text) && text[at] == '\n' {
				if at == offset { // between CR and LF: still on the line
					at--
					break
				}
				at++
			}
			line++
			start = at
		}
		*p = Position{Offset: offset + src.bom, Line: line, Column: offset - start + 1, Column16: column.at(start, offset)}
	}
}

// locateDecoded places offsets in a source that was decoded from another
// charset: it decodes the document again, in step with the offsets.
func locateDecoded(places []*Position, src *source) {
	raw := src.data
	at, end := src.bom, src.bom // in raw; end is that of the line
	decoded := 0                // what raw[src.bom:at] became
	line, start := 1, src.bom
	column, textStart := counter16{text: src.text}, 0 // where the line starts in it
	dec := src.charset.NewDecoder()
	var buf []byte
	for _, p := range places {
		offset := min(max(p.Offset, 0), len(src.text))
		for decoded < offset {
			if at == end {
				if end > src.bom && src.endsLine(raw[:end]) {
					line++
					start, textStart = end, decoded
				}
				end = at + src.lineLength(raw[at:])
				dec.Reset()
			}
			// Not more than the place asks for: the decoder stops when its
			// output is full, after whole characters.
			buf = slices.Grow(buf[:0], offset-decoded)[:offset-decoded]
			n, read, _ := dec.Transform(buf, raw[at:end], true)
			at += read
			decoded += n
			if read == 0 {
				break // the place is inside of a character
			}
		}
		if at == end && at < len(raw) && at > src.bom && src.endsLine(raw[:at]) {
			*p = Position{Offset: at, Line: line + 1, Column: 1, Column16: 1}
			continue
		}
		*p = Position{Offset: at, Line: line, Column: at - start + 1, Column16: column.at(textStart, decoded)}
	}
}

// A counter16 counts columns in UTF-16 units, each character of a line once.
type counter16 struct {
	text  string
	upTo  int // what stands before it is counted
	units int // from the start of the line to upTo
}

// at gives the column of a place in the line that starts at start. Neither may
// be before those of the call before.
func (c *counter16) at(start, place int) int {
	if start > c.upTo {
		c.upTo, c.units = start, 0
	}
	for _, r := range c.text[c.upTo:max(c.upTo, place)] {
		if c.units++; r > 0xFFFF { // two surrogates
			c.units++
		}
	}
	c.upTo = max(c.upTo, place)
	return c.units + 1
}

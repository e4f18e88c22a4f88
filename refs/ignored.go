package refs

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// obey marks the links that instructions of the part say to ignore, and warns of
// instructions that do not hold and of those that ignore nothing. The positions
// have offsets only, those of the decoded source.
func (p *part) obey(all []Reference) {
	c := &p.content
	for i := range c.records {
		if r := &c.records[i]; r.word != "" {
			at := r.reference.Pos.Offset
			c.note(r.word, instruction{start: at, end: at, record: true})
		}
	}
	if len(c.heard) == 0 {
		return
	}
	slices.SortStableFunc(c.heard, func(a, b instruction) int { return cmp.Compare(a.start, b.start) })
	o := obedience{part: p, all: all}
	for i := range c.heard {
		o.obey(&c.heard[i])
	}
	if o.off != nil {
		o.ignoreUpTo(len(p.src.text))
	}
	if c.deaf {
		p.warnings = append(p.warnings, fmt.Sprintf("There are more than %d instructions to refmend; the others do not hold.", mostInstructions))
	}
	if n := o.faults - mostFaults; n > 0 {
		p.warnings = append(p.warnings, fmt.Sprintf("%d more instructions to refmend do not hold or ignore nothing.", n))
	}
}

const mostFaults = 20 // instructions that are warned of one by one

// An obedience goes through the instructions of a part.
type obedience struct {
	part   *part
	all    []Reference
	pieces [][]int                 // the breaks between the pieces of the source; nil: not looked for yet
	text   struct{ after, at int } // behind break after, the first piece with text is that behind break at
	off    *instruction            // that is in force
	faults int
}

func (o *obedience) obey(in *instruction) {
	if why := in.fault(); why != "" {
		o.warn(in, why+": it does not hold")
		return
	}
	switch {
	case in.record:
		o.ignoreRecord(in)
	case in.verb == "ignore":
		from, to := o.pieceFor(in)
		o.ignore(in, from, to)
	case in.verb == "off" && o.off != nil:
		o.warn(in, "“off” is in force already: it does not hold")
	case in.verb == "off":
		o.off = in
	case o.off == nil:
		o.warn(in, "there is no “off” before this “on”: it does not hold")
	default:
		o.ignoreUpTo(in.start)
	}
}

// ignoreUpTo ends the stretch that "off" began.
func (o *obedience) ignoreUpTo(end int) {
	in := o.off
	o.off = nil
	o.ignore(in, in.end, end)
}

// firstFrom gives the index of the first reference that does not begin before a
// place.
func (o *obedience) firstFrom(place int) int {
	i, _ := slices.BinarySearchFunc(o.all, place, func(r Reference, at int) int { return cmp.Compare(r.Pos.Offset, at) })
	return i
}

func (o *obedience) ignoreRecord(in *instruction) {
	used := false
	for i := o.firstFrom(in.start); i < len(o.all) && o.all[i].Pos.Offset == in.start; i++ {
		used = o.all[i].ignore(in.reason) || used
	}
	if !used {
		o.warn(in, "it ignores nothing")
	}
}

// ignore marks the links in [from:to], and all those of entries that begin there
// or go on to there.
func (o *obedience) ignore(in *instruction, from, to int) {
	used, first := false, o.firstFrom(from)
	begins := first < len(o.all) && o.all[first].Listed && o.all[first].Pos.Offset < to
	if first > 0 && !begins && in.verb == "ignore" && o.reaches(&o.all[first-1], from) {
		first--
	}
	for i := first; i < len(o.all) && o.all[i].Pos.Offset < to; i++ {
		r := &o.all[i]
		if r.Listed {
			used = r.ignore(in.reason) || used
			continue
		}
		for k := range r.Links {
			if l := &r.Links[k]; l.Pos.Offset >= from && l.Pos.Offset < to {
				l.Ignored, used = in.reason, true
			}
		}
	}
	if !used {
		o.warn(in, "it ignores nothing")
	}
}

// reaches tells whether a reference that begins before a place may go on to
// there: an entry does, up to an empty line.
func (o *obedience) reaches(r *Reference, place int) bool {
	const longest = 10000 // bytes of an entry
	if !r.Listed || place-r.Pos.Offset > longest {
		return false
	}
	return !emptyLine.MatchString(o.part.src.text[r.Pos.Offset:place])
}

// ignore marks all links of r and tells whether there is one.
func (r *Reference) ignore(reason string) bool {
	for k := range r.Links {
		r.Links[k].Ignored = reason
	}
	return len(r.Links) > 0
}

var (
	emptyLine = regexp.MustCompile(`\n[ \t\r]*\n`)
	// pieceBreak is what parts the lines of a source, and the blocks of HTML that
	// stand on one line.
	pieceBreak = regexp.MustCompile(`(?i)\r\n?|\n|</?(?:p|li|ul|ol|dl|dt|dd|div|tr|td|th|table|section|article|blockquote|h[1-6])(?:\s[^<>]*)?>|<br\s*/?>`)
	// noText is what a person does not read of a piece: tags, but not addresses between
	// angle brackets.
	noText = regexp.MustCompile(`(?s)<[!?][^<>]*>|</?[A-Za-z][\w.-]*(?::[\w.-]+)?(?:\s[^<>]*)?/?>|\\bibitem\s*(?:\[[^\]]*\])?\s*\{[^{}]*\}`)
)

// pieceFor gives the line that an instruction means: that in which it stands, or
// the next one with text if it stands alone.
func (o *obedience) pieceFor(in *instruction) (from, to int) {
	text := o.part.src.text
	if o.pieces == nil {
		o.pieces = append(pieceBreak.FindAllStringIndex(text, -1), []int{len(text), len(text)})
		o.text.at = -1
	}
	// Comments may be long: the piece begins before its start and ends behind its end.
	next, _ := slices.BinarySearchFunc(o.pieces, in.end, func(b []int, at int) int { return cmp.Compare(b[0], at) })
	last, _ := slices.BinarySearchFunc(o.pieces, in.start, func(b []int, at int) int { return cmp.Compare(b[1], at+1) })
	if last > 0 {
		from = o.pieces[last-1][1]
	}
	to = o.pieces[next][0]
	const near = 1000 // bytes that are looked at on either side
	if hasText(text[max(from, in.start-near):in.start]) || hasText(text[in.end:min(to, in.end+near)]) {
		return from, to
	}
	if next < o.text.after || next > o.text.at {
		o.text.after, o.text.at = next, next
		for o.text.at+1 < len(o.pieces) && !o.isText(o.pieces[o.text.at][1], o.pieces[o.text.at+1][0]) {
			o.text.at++
		}
	}
	if o.text.at+1 >= len(o.pieces) {
		return len(text), len(text)
	}
	return o.pieces[o.text.at][1], o.pieces[o.text.at+1][0]
}

// isText tells a piece that a person reads, and that is no instruction.
func (o *obedience) isText(from, to int) bool {
	heard := o.part.content.heard
	i, _ := slices.BinarySearchFunc(heard, from, func(in instruction, at int) int { return cmp.Compare(in.start, at) })
	return hasText(o.part.src.text[from:to]) && (i == len(heard) || heard[i].start >= to)
}

func hasText(s string) bool {
	return strings.ContainsFunc(s, isWordRune) && strings.ContainsFunc(noText.ReplaceAllString(s, ""), isWordRune)
}

// warn says where an instruction stands and what is wrong with it.
func (o *obedience) warn(in *instruction, why string) {
	if o.faults++; o.faults > mostFaults {
		return
	}
	p := o.part
	where := ""
	if p.name != "" {
		where = " of " + p.name
	}
	line := countLines([]byte(p.src.text[:min(max(in.start, 0), len(p.src.text))])) + 1
	p.warnings = append(p.warnings, fmt.Sprintf("Line %d%s says “%s”, but %s.", line, where, in, why))
}

// String gives the instruction as it is written.
func (in *instruction) String() string {
	const longest = 60 // bytes of the reason shown
	said := fieldForUs + ": " + in.verb
	if in.reason != "" {
		said += " " + cutRunes(in.reason, longest)
	}
	return said
}

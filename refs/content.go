package refs

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// content is what a reader finds in a document: passages, to be segmented, or
// references that the format tells by itself.
type content struct {
	title    string
	passages []passage
	records  []record
	includes []string // files that the document is continued in, in order, each once
	spare    []record // references that are told apart from the text, in case that no list has them
	cut      bool     // there was more than is taken; see mostPieces
	instructions
}

// mostIncludes is the number of files that one document may name.
const mostIncludes = 1000

// include notes a file that the document is continued in. What a program must
// work out first ("\\jobname", "#1") and addresses are no names of files.
func (c *content) include(name string) {
	const longest = 500 // bytes
	name = strings.TrimSpace(name)
	if name == "" || len(name) > longest || strings.ContainsAny(name, "\\#{}$<>|*?\"\x00\r\n\t") || strings.Contains(name, "://") {
		return
	}
	if len(c.includes) < mostIncludes && !slices.Contains(c.includes, name) {
		c.includes = append(c.includes, name)
	}
}

// A record is a reference that needs no segmentation. What its fields leave
// empty is looked for in its text.
type record struct {
	reference Reference // without links; Pos.Offset in the decoded source
	passages  []passage // in which its links are
	// told: fields tell when it appeared and was read. A year in its text, which
	// was made of them, is part of a title.
	told bool
	word string // what its field for refmend says, see instruction
}

// references finds the links of everything, in order of place. Positions have
// offsets only, those of the decoded source.
func (c *content) references() []Reference {
	all := c.unordered()
	byPlace := func(a, b Reference) int { return cmp.Compare(a.Pos.Offset, b.Pos.Offset) }
	if !slices.IsSortedFunc(all, byPlace) { // Markdown defines links elsewhere
		slices.SortStableFunc(all, byPlace)
	}
	return all
}

func (c *content) unordered() []Reference {
	s := segment(c.passages)
	all := slices.Grow([]Reference(nil), len(c.records)+min(len(s.entries), mostPieces))[:len(c.records)]
	sideBySide(len(c.records), func(from, to int) {
		for i := from; i < to; i++ {
			all[i] = c.records[i].read()
		}
	})
	next := 0                                // line
	places := make([]int, 0, len(s.entries)) // of the entries in all
	for _, e := range s.entries {
		if len(all) > mostPieces {
			break
		}
		first := int(e.lines[0])
		all = s.running(all, next, first)
		places = append(places, len(all))
		all = append(all, Reference{})
		next = max(next, first)
	}
	sideBySide(len(places), func(from, to int) {
		var r record
		for i := from; i < to; i++ {
			s.record(&r, s.entries[i])
			all[places[i]] = r.read()
		}
	})
	all = c.withSpare(s.running(all, next, len(s.lines)))
	if len(all) > mostPieces {
		all, c.cut = all[:mostPieces], true
	}
	return all
}

// withSpare appends the spare references that no list has: all of them if there
// is none, none if one has about as many.
func (c *content) withSpare(all []Reference) []Reference {
	if len(c.spare) == 0 {
		return all
	}
	listed := 0
	known := map[string]bool{}
	for i := range all {
		r := &all[i]
		if !r.Listed {
			continue
		}
		listed++
		for k := range r.Links {
			known[bareKey(r.Links[k].proposal())] = true
		}
		known[r.Title] = true
	}
	if listed*2 >= len(c.spare) {
		return all
	}
	delete(known, "")
	for i := range c.spare {
		r := c.spare[i].read()
		twice := known[r.Title]
		for k := range r.Links {
			twice = twice || known[bareKey(r.Links[k].proposal())]
		}
		if !twice {
			all = append(all, r)
		}
	}
	return all
}

// sideBySide lets do read n references, in portions [from:to] of them, on all
// processors: nothing in one reference depends on another.
func sideBySide(n int, do func(from, to int)) {
	const portion = 16 // references
	var next atomic.Int64
	work := func() {
		for from := int(next.Add(portion)) - portion; from < n; from = int(next.Add(portion)) - portion {
			do(from, min(from+portion, n))
		}
	}
	var others sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n/portion) - 1 {
		others.Go(work)
	}
	work()
	others.Wait()
}

// read finds the links of a record and what else its text tells.
func (r *record) read() Reference {
	ref := r.reference
	for i := range r.passages {
		p := &r.passages[i]
		links := findLinks(p, true)
		for k := range links {
			links[k].Field = p.field
		}
		ref.Links = joined(ref.Links, links)
	}
	slices.SortStableFunc(ref.Links, func(a, b Link) int { return cmp.Compare(a.Pos.Offset, b.Pos.Offset) })
	if ref.Language == "" {
		ref.Language = languageOf(ref.Text)
	}
	if r.told {
		return ref
	}
	n := accessNote(ref.Text)
	if ref.Accessed == "" {
		ref.Accessed = n.date
	}
	if ref.Year == 0 {
		ref.Year = publicationYear(ref.Text, n)
	}
	if ref.Title == "" && ref.Authors == nil { // where elements tell one, they would tell the other
		ref.Authors, ref.Title = cited(ref.Text, n)
	}
	return ref
}

// joined gives all with more behind it. What has nothing before it is not copied.
func joined[T any](all, more []T) []T {
	if all == nil {
		return more
	}
	return append(all, more...)
}

// record makes r the record of an entry. It uses the memory of the passages that
// r has.
func (s *segmenter) record(r *record, e entry) {
	first := s.lines[e.lines[0]]
	*r = record{reference: Reference{Label: fold(e.label), Listed: true}, passages: r.passages[:0]}
	r.reference.Pos.Offset = s.passages[first.passage].sourceAt(int(first.start))
	for k := 0; k < len(e.lines); {
		// Lines that follow one another in a passage are one stretch.
		n := k + 1
		for n < len(e.lines) && e.lines[n] == e.lines[n-1]+1 && s.lines[e.lines[n]].passage == s.lines[e.lines[k]].passage {
			n++
		}
		from, to := s.lines[e.lines[k]], s.lines[e.lines[n-1]]
		start := int(from.body)
		if k > 0 {
			start = int(from.start)
		}
		part := s.passages[from.passage].cut(start, int(to.end))
		if part.kind == code {
			part.kind = item // a list set as code is meant
		}
		r.passages = append(r.passages, part)
		k = n
	}
	r.reference.Text = r.text()
}

// text gives the texts of a record's passages in one, white space folded.
func (r *record) text() string {
	texts := make([]string, len(r.passages))
	for i := range r.passages {
		texts[i] = r.passages[i].text
	}
	return foldAll(texts)
}

// foldAll joins texts with white space folded. One that needs nothing done is
// given back as it is, so that the entries of a long list share the document's
// memory.
func foldAll(texts []string) string {
	if len(texts) == 1 && isFolded(texts[0]) {
		return texts[0]
	}
	var b strings.Builder
	for _, s := range texts {
		foldInto(&b, s)
	}
	return b.String()
}

// foldInto appends s with white space folded.
func foldInto(b *strings.Builder, s string) {
	if isFolded(s) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s)
		return
	}
	b.Grow(len(s) + 1)
	for word := range strings.FieldsSeq(s) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
}

// isFolded tells text that has no white space but single spaces inside.
func isFolded(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c > ' ' && c < utf8.RuneSelf:
		case c == ' ':
			if i == 0 || i+1 == len(s) || s[i+1] == ' ' {
				return false
			}
		case spaceAt(s[i:]) > 0:
			return false
		}
	}
	return s != ""
}

// longestParagraph bounds, in bytes, what is searched for links at once; one
// line may be longer.
const longestParagraph = 1 << 18

// running appends the links of the lines [from:to] that no entry took, each as
// a reference of its own.
func (s *segmenter) running(all []Reference, from, to int) []Reference {
	for i := from; i < to && len(all) <= mostPieces; {
		if s.taken[i] {
			i++
			continue
		}
		n := i + 1
		for n < to && !s.taken[n] && s.lines[n].passage == s.lines[i].passage && !s.lines[n].gap && s.lines[n].end-s.lines[i].start < longestParagraph {
			n++
		}
		p := s.passage(i)
		if p.kind != code {
			start := int(s.lines[i].start)
			if i == 0 || s.lines[i-1].passage != s.lines[i].passage {
				start = 0 // a picture's hyperlink may stand before the first line
			}
			para := p.cut(start, int(s.lines[n-1].end))
			para.hideCode()
			all = appendPlaces(all, &para)
		}
		i = n
	}
	return all
}

// hideCode blanks what is shown as code: in running text it is an example.
func (p *passage) hideCode() {
	if len(p.codes) == 0 {
		return
	}
	text := []byte(p.text)
	for _, c := range p.codes {
		for i := c.start; i < c.end; i++ {
			text[i] = ' '
		}
	}
	p.text = string(text)
}

// appendPlaces appends a reference for each link of a paragraph of running
// text.
func appendPlaces(all []Reference, p *passage) []Reference {
	links := findLinks(p, false)
	if len(links) == 0 {
		return all
	}
	hrefs := make(map[int]int, len(p.anchors))
	for _, a := range p.anchors {
		hrefs[a.source] = a.start
	}
	for _, l := range links {
		at, ok := hrefs[l.Pos.Offset]
		if !ok {
			at = p.textAt(l.Pos.Offset)
		}
		text := p.around(at, l.Written)
		l.Field = p.field
		ref := Reference{Pos: l.Pos, Text: text, Accessed: accessNote(text).date, Links: []Link{l}}
		all = append(all, ref)
	}
	return all
}

// around gives the sentence that a link at text[at:] stands in, not much more
// than what a person needs to find it.
func (p *passage) around(at int, written string) string {
	const before, after = 140, 160 // bytes on either side
	end := at
	if strings.HasPrefix(p.text[at:], written) {
		end += min(len(written), before)
	}
	low, high := max(at-before, 0), min(end+after, len(p.text))
	for i := at - 1; i > low; i-- {
		if endsSentence(p.text, i) {
			low = i + 1
			break
		}
	}
	for i := end; i < high; i++ {
		if endsSentence(p.text, i) {
			high = i + 1
			break
		}
	}
	for low < at && !utf8.RuneStart(p.text[low]) {
		low++
	}
	for high < len(p.text) && !utf8.RuneStart(p.text[high]) && high < end+after+utf8.UTFMax {
		high++
	}
	return fold(p.text[low:high])
}

// textAt gives the place in the text of what stands at offset in the source.
func (p *passage) textAt(offset int) int {
	i := firstBehind(len(p.origins), offset, func(i int) int { return p.origins[i].source })
	if i == len(p.origins) || p.origins[i].source > offset {
		i--
	}
	if i < 0 {
		return 0
	}
	o := p.origins[i]
	return min(max(offset-o.source+o.text, 0), len(p.text))
}

// endsSentence tells whether a sentence ends with byte i: at a full stop that
// ends no initial ("J."), no number of a list and no word before a number
// ("Vol. 3").
func endsSentence(s string, i int) bool {
	switch s[i] {
	case '.':
		if i > 0 && isUpper(s[i-1]) && (i == 1 || !isAlnum(s[i-2])) {
			return false
		}
		k := i
		for k > 0 && i-k < 4 && isDigit(s[k-1]) {
			k--
		}
		if k < i && (k == 0 || s[k-1] == '\n') {
			return false
		}
		fallthrough
	case '!', '?':
		return i+1 == len(s) || isBlank(s[i+1]) && (i+2 == len(s) || !isLower(s[i+2]) && !isDigit(s[i+2]))
	}
	return strings.HasSuffix(s[:i+1], "。")
}

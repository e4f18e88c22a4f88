package refs

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// blocks are what the readers of markup languages build a document of:
// paragraphs, headings, items of lists, and the entries that a language tells
// by itself, such as a citation or an item of a bibliography.
type blocks struct {
	weave
	content      content
	firstHeading string
	level        int   // of the heading being made; 0: it is none
	title        bool  // what is being made is the title of the document
	entries      []int // places in content.records of the entries that are open
	lists        []openList
	numbers      struct{ list, item int }
	waiting      []passage // asides, to follow the paragraph that they interrupt
}

// An openList is a list that is being read.
type openList struct {
	mark   string // that its items begin with
	indent int    // of its items, where indents tell
	number int
	parent int // the item that it stands in
	item   int // the item that is open; 0: none yet
	next   int // number of the next item; 0: it is not numbered
	label  string
}

func newBlocks() blocks { return blocks{weave: newWeave()} }

// flush ends the passage being made.
func (b *blocks) flush() {
	p, ok := b.passage()
	level, title := b.level, b.title
	b.level, b.title = 0, false
	if ok {
		switch {
		case len(b.entries) > 0:
			b.extend(b.entries[len(b.entries)-1], p)
		case level > 0 || title:
			b.heading(p, level, title)
		default:
			if n := len(b.lists); n > 0 && b.lists[n-1].item > 0 {
				l := &b.lists[n-1]
				p.kind, p.item, p.parent, p.list, p.label = item, l.item, l.parent, l.number, l.label
			}
			b.keep(p)
		}
	}
	if len(b.entries) == 0 {
		for _, p := range b.waiting {
			b.keep(p)
		}
		b.waiting = b.waiting[:0]
	}
}

func (b *blocks) heading(p passage, level int, title bool) {
	text := fold(cutRunes(p.text, 4*longestTitle))
	if title {
		b.content.title = text
	} else if b.firstHeading == "" {
		b.firstHeading = text
	}
	p.kind, p.level = heading, max(level, 1)
	b.keep(p)
}

func (b *blocks) keep(p passage) {
	if len(b.content.passages)+len(b.content.records) >= mostPieces {
		b.content.cut = true
		return
	}
	b.content.passages = append(b.content.passages, p)
}

// openEntry begins an entry whose marker stands at source; what is flushed
// from now on is its text.
func (b *blocks) openEntry(label string, source int) {
	b.flush()
	if len(b.content.passages)+len(b.content.records) >= mostPieces {
		b.content.cut = true
		return
	}
	b.content.records = append(b.content.records, record{reference: Reference{Label: fold(label), Listed: true, Pos: Position{Offset: source}}})
	b.entries = append(b.entries, len(b.content.records)-1)
}

// extend adds a passage to an entry.
func (b *blocks) extend(entry int, p passage) {
	r := &b.content.records[entry]
	r.passages = append(r.passages, p)
}

// closeEntry ends the innermost entry that is open.
func (b *blocks) closeEntry() {
	if n := len(b.entries) - 1; n >= 0 {
		b.flush()
		b.entries = b.entries[:n]
	}
}

// openList begins a list.
func (b *blocks) openList(mark string, indent int, numbered bool) {
	b.numbers.list++
	l := openList{mark: mark, indent: indent, number: b.numbers.list}
	if n := len(b.lists); n > 0 {
		l.parent = b.lists[n-1].item
	}
	if numbered {
		l.next = 1
	}
	b.lists = append(b.lists, l)
}

// openItem begins an item of the innermost list. A label that is "" is the
// item's number in a numbered list.
func (b *blocks) openItem(label string) {
	b.flush()
	l := &b.lists[len(b.lists)-1]
	b.numbers.item++
	l.item, l.label = b.numbers.item, label
	if l.next > 0 {
		if n, err := strconv.Atoi(label); err == nil {
			l.next = n
		}
		if label == "" {
			l.label = strconv.Itoa(l.next)
		}
		l.next++
	}
}

// closeLists ends the lists but the outermost n.
func (b *blocks) closeLists(n int) {
	if len(b.lists) > n {
		b.flush()
		b.lists = b.lists[:n]
	}
}

// aside sets what read appends apart from the paragraph that it stands in: it
// is a note. One that shows the traits of a reference is an entry, as the
// notes of the humanities are; any other is running text.
func (b *blocks) aside(label string, source int, read func()) {
	outer := b.weave
	b.weave = newWeave()
	b.depth = outer.depth
	read()
	p, ok := b.passage()
	b.weave = outer
	if !ok {
		return
	}
	if likeness(p.text) < 2 {
		b.waiting = append(b.waiting, p)
		return
	}
	if len(b.content.passages)+len(b.content.records) >= mostPieces {
		b.content.cut = true
		return
	}
	b.content.records = append(b.content.records, record{
		reference: Reference{Label: label, Listed: true, Pos: Position{Offset: source}},
		passages:  []passage{p},
	})
}

// finish gives what was read.
func (b *blocks) finish() content {
	for len(b.entries) > 0 {
		b.closeEntry()
	}
	b.flush()
	for i := range b.content.records {
		r := &b.content.records[i]
		if r.reference.Text == "" {
			r.reference.Text = r.text()
		}
	}
	if b.content.title == "" {
		b.content.title = b.firstHeading
	}
	return b.content
}

// glue appends a space if a link that begins here would be glued to a word.
func (w *weave) glue(source int) {
	if n := len(w.text); n > 0 && (isAlnum(w.text[n-1]) || w.text[n-1] >= 0x80) {
		w.put(" ", source)
	}
}

// endsInAddress tells whether the last word up to here has an address in it.
func (w *weave) endsInAddress() bool {
	const longest = 100 // bytes
	word := w.text[max(len(w.text)-longest, 0):]
	return bytes.Contains(word[bytes.LastIndexAny(word, " \n")+1:], []byte("://"))
}

// link appends a hyperlink whose text is read by text, which may be nil.
func (w *weave) link(href string, source int, text func()) {
	if w.open.start >= 0 { // no link stands in another one
		if text != nil {
			text()
		}
		return
	}
	w.openAnchor(href, source)
	if text != nil {
		text()
	}
	w.closeAnchor()
}

// A definition is a name that a document gives an address, for its hyperlinks
// to use.
type definition struct {
	name    string // as written
	at      int    // place of the name
	href    string
	source  int  // place of the address
	broken  bool // it does not stand there as it is: it has line ends or escapes in it
	used    bool
	passage int // the number of passages before it
}

// unused makes a passage of each definition that no hyperlink uses, where it
// stands; one that is used is read where it is. They are in order of place.
func (b *blocks) unused(all []*definition) {
	var merged []passage
	passages := b.content.passages
	done := 0
	for _, d := range all {
		if d.used || !isHref(d.href) {
			continue
		}
		merged = append(merged, passages[done:d.passage]...)
		done = d.passage
		w := newWeave()
		w.put(strings.TrimSpace(d.name), d.at)
		if d.name != "" {
			w.put(": ", d.at+len(d.name))
		}
		w.link(d.href, d.source, func() {
			if !d.broken {
				w.put(d.href, d.source)
			}
		})
		if p, ok := w.passage(); ok {
			merged = append(merged, p)
		}
	}
	if merged != nil {
		b.content.passages = append(merged, passages[done:]...)
	}
}

// isOneOf tells whether s is one of words, whatever its case.
func isOneOf(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(s, w) })
}

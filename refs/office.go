package refs

// An officeRole is what an element of a word processor's document is for. The
// vocabularies differ, their structure does not.
type officeRole uint8

const (
	officeInline    officeRole = iota // text that flows on, or what holds paragraphs
	officeHidden                      // nobody reads it
	officeParagraph                   //
	officeAnchor                      // a hyperlink that was opened
	officeTable                       //
	officeRow                         // of a table
	officeCell                        // of a row
	officeNote                        // a foot- or endnote that was opened
	officeMarked                      // holds what is marked as references
	officeAside                       // holds what stands around the text
	officeOwn                         // its end matters to the format
)

// An officeFormat tells one format of word processors from another.
type officeFormat interface {
	// start gives an element's role and does what only this format needs.
	start(t *xmlToken) officeRole
	// opened takes the element of a paragraph that has begun.
	opened(t *xmlToken)
	// end ends what start began with the role officeOwn.
	end(e *officeElement)
	// words takes text.
	words(t xmlToken)
}

// An officeReader makes passages of a document of a word processor. Tables are
// read row by row, text boxes behind the paragraph that they are fixed to, and
// notes as entries or as running text, by what they say.
type officeReader struct {
	blocks
	xmlScanner
	format officeFormat

	stack  []officeElement
	beyond int // elements open that are nested too deeply to tell them apart
	hidden int // elements open whose text nobody reads
	marked int // elements open that hold references
	around int // elements open that hold what stands around the text

	officeText
	outer  []officeText // what notes and text boxes interrupt
	pieces int          // passages made
	styled []int        // passages whose style says that they are references
}

// An officeElement is one that is open.
type officeElement struct {
	name   string
	role   officeRole
	source int
	inner  bool // a paragraph that began a text of its own
}

// An officeText is a text that is read apart: that of the document, of a note,
// of a text box.
type officeText struct {
	woven     weave     // while another text interrupts it
	behind    []passage // of texts of their own, to follow the paragraph
	paragraph officePlace
	open      bool // a paragraph is
	tables    int  // that are open
	filled    int  // paragraphs that the cell being read has
	late      bool // the paragraph has ended, but goes on in the next cell
	goesOn    bool // the paragraph is one that goes on
	note      *officeNoteText
}

// An officePlace is what is known of a paragraph beside its text.
type officePlace struct {
	level              int // of a heading; 0: it is none
	title              bool
	item, list, parent int
	label              string
	refs, aside        bool
	styled             bool // its style says that it is a reference
}

// An officeNoteText is a note being read.
type officeNoteText struct {
	label    string
	source   int
	passages []passage
}

const mostInner = 16 // texts in texts that are told apart

func newOfficeReader(text string) officeReader {
	r := officeReader{blocks: newBlocks()}
	r.s = text
	return r
}

// read reads the whole document.
func (r *officeReader) read() (content, error) {
	for {
		t := r.next()
		switch t.kind {
		case xmlEnd:
			if n := len(r.stack); n+r.beyond > 0 {
				r.fault(t.source, "the element <%s> is never closed", cutRunes(r.stack[n-1].name, longestName))
			}
			for len(r.stack) > 0 {
				r.pop()
			}
			r.flush()
			r.markStyled()
			return r.finish(), r.err(r.s)
		case xmlStart:
			r.start(&t)
		case xmlEmpty:
			r.start(&t)
			r.end(&t)
		case xmlClose:
			r.end(&t)
		case xmlText, xmlCDATA:
			if r.hidden == 0 {
				r.format.words(t)
			}
		}
	}
}

// inside tells whether the innermost element that is open has a name.
func (r *officeReader) inside(name string) bool {
	n := len(r.stack)
	return n > 0 && r.stack[n-1].name == name
}

// start opens an element.
func (r *officeReader) start(t *xmlToken) {
	if len(r.stack) == deepestXML {
		r.beyond++
		return
	}
	e := officeElement{name: t.name, role: officeHidden, source: t.source}
	if r.hidden == 0 {
		e.role = r.format.start(t)
	}
	switch e.role {
	case officeHidden:
		r.hidden++
	case officeParagraph:
		e.inner = r.openParagraph(t.source)
		r.format.opened(t)
	case officeTable:
		r.flushLate()
		r.tables++
	case officeRow:
		r.flushLate()
	case officeCell:
		r.filled = 0
	case officeMarked:
		r.marked++
	case officeAside:
		r.around++
	}
	r.stack = append(r.stack, e)
}

// end closes an element.
func (r *officeReader) end(t *xmlToken) {
	if r.beyond > 0 {
		r.beyond--
		return
	}
	n := len(r.stack) - 1
	for n > 0 && n > len(r.stack)-1-farthestXML && r.stack[n].name != t.name {
		n--
	}
	if n < 0 || r.stack[n].name != t.name {
		r.fault(t.source, "the end tag </%s> has no start", cutRunes(t.name, longestName))
		return
	}
	if n < len(r.stack)-1 {
		r.fault(t.source, "the element <%s> is never closed", cutRunes(r.stack[len(r.stack)-1].name, longestName))
	}
	for len(r.stack) > n {
		r.pop()
	}
}

// pop closes the innermost element.
func (r *officeReader) pop() {
	e := r.stack[len(r.stack)-1]
	r.stack = r.stack[:len(r.stack)-1]
	switch e.role {
	case officeHidden:
		r.hidden--
	case officeParagraph:
		r.closeParagraph(e.inner)
	case officeAnchor:
		r.closeAnchor()
	case officeTable:
		r.flushLate()
		r.tables = max(r.tables-1, 0)
		r.filled = 2 // what follows in the cell around it begins anew
	case officeRow:
		r.flushLate()
	case officeNote:
		r.closeNote()
	case officeMarked:
		r.marked--
	case officeAside:
		r.around--
	case officeOwn:
		r.format.end(&e)
	}
}

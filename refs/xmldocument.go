package refs

import "strings"

// An xmlRole is what an element of a document format is for.
type xmlRole uint8

const (
	xmlInline    xmlRole = iota // text that flows on: whatever no table names
	xmlHidden                   // nobody reads it, or it tells of the document itself
	xmlBlock                    // a paragraph or what holds some
	xmlUnlinked                 // a block that has an address only to be read by machines
	xmlHeading                  // of the section around it
	xmlSection                  //
	xmlList                     //
	xmlItem                     // of a list
	xmlLabel                    // of an item, a note or a reference
	xmlCell                     // of a table
	xmlBreak                    // of a line
	xmlNote                     // a foot- or endnote
	xmlVerbatim                 // example code
	xmlReferred                 // an entry of a list of references
	xmlCitation                 // in an entry: its text, punctuation and all
	xmlElements                 // in an entry: elements without text between them
	xmlVariants                 // in an entry: the same citation in several forms
	xmlPart                     // of a citation
	xmlGroup                    // part of a citation that holds elements only
	xmlID                       // part: an identifier, an attribute tells which
	xmlYear                     // part: of publication
	xmlAccess                   // part: when it was accessed
	xmlRaw                      // part: the citation as it was printed
	xmlTitle                    // of the document
	xmlReadAgain                // inside of what is hidden: read all the same
)

// An xmlMeaning says how an element is read. Where its parent holds elements
// only, before parts it from what stands there before; after ends it.
type xmlMeaning struct {
	role          xmlRole
	before, after string
	mixed         bool // of an entry: it holds text, not elements only
}

// An xmlFormat is what tells one document format from another.
type xmlFormat struct {
	elements map[string]xmlMeaning
	// meaning, if it is there, decides where the name alone does not.
	meaning func(*xmlReader, *xmlToken, xmlMeaning) xmlMeaning
	// tells says what an element in a reference tells of the cited work; nil if
	// no element does.
	tells  func(*xmlReader, *xmlToken) xmlTell
	hrefs  []string // attributes that hold addresses, the first that is there counts
	idType []string // attributes that tell what an identifier is
}

// meanings gives the meanings of elements, named in lists parted by bars.
func meanings(roles map[xmlRole]string, parts []struct {
	names string
	xmlMeaning
}) map[string]xmlMeaning {
	m := map[string]xmlMeaning{}
	for _, p := range parts {
		for name := range strings.SplitSeq(p.names, "|") {
			m[name] = p.xmlMeaning
		}
	}
	for role, names := range roles {
		for name := range strings.SplitSeq(names, "|") {
			m[name] = xmlMeaning{role: role}
		}
	}
	return m
}

// An xmlReader makes passages and references of a document.
type xmlReader struct {
	weave
	xmlScanner
	format *xmlFormat
	content

	stack    []xmlElement
	beyond   int       // elements open that are nested too deeply to tell them apart
	hidden   int       // elements open whose text nobody reads
	outer    []weave   // paragraphs that notes interrupt
	listed   *xmlEntry // the reference being read; nil outside of one
	label    xmlCapture
	heads    int // documents' titles being read
	numbers  struct{ list, item, section int32 }
	sections int
	closed   bool // a part of a citation has just ended
}

// An xmlElement is one that is open.
type xmlElement struct {
	name    string
	meaning xmlMeaning
	start   int  // in the text woven, of a part; or how many hidden elements there were
	id      Kind // of an identifier
	tells   xmlTell
	value   string // of a part: what an attribute says better than its text
	anchor  bool
	xmlPlace
}

// An xmlPlace tells where text stands.
type xmlPlace struct {
	item, parent, list, section int32
	label                       string
	kind                        passageKind
}

// An xmlCapture is the text of a label.
type xmlCapture struct {
	weave
	depth int // of elements open in it; 0: none is read
}

const (
	deepestXML  = 1 << 16 // elements; what nests more deeply is text of the innermost
	farthestXML = 64      // elements that an end tag may close at once
	mostOuter   = 16      // notes in notes
)

func newXMLReader(text string, f *xmlFormat) *xmlReader {
	r := &xmlReader{weave: newWeave(), format: f}
	r.s = text
	r.stack = append(r.stack, xmlElement{})
	return r
}

// read reads the whole document.
func (r *xmlReader) read() (content, error) {
	for {
		t := r.next()
		switch t.kind {
		case xmlEnd:
			if len(r.stack)+r.beyond > 1 {
				r.fault(t.source, "the element <%s> is never closed", cutRunes(r.top().name, longestName))
			}
			for len(r.stack) > 1 {
				r.pop(t.source)
			}
			r.flush()
			return r.content, r.err(r.s)
		case xmlStart:
			r.start(&t)
		case xmlEmpty:
			r.start(&t)
			r.end(&t)
		case xmlClose:
			r.end(&t)
		case xmlText, xmlCDATA:
			r.words(t)
		}
	}
}

func (r *xmlReader) top() *xmlElement { return &r.stack[len(r.stack)-1] }

// words takes text between tags.
func (r *xmlReader) words(t xmlToken) {
	if r.hidden > 0 && r.heads == 0 {
		if t.kind == xmlText { // it must be well-formed all the same
			r.references(t)
		}
		return
	}
	w := &r.weave
	if r.label.depth > 0 {
		w = &r.label.weave
	}
	if r.listed != nil && r.top().meaning.holdsElements() && strings.TrimSpace(t.text) == "" {
		return
	}
	r.closed = false
	if bad := w.putXML(t); bad >= 0 {
		r.fault(bad, "an & that begins no reference")
	}
}

// references looks for ampersands that are none in text that is not read.
func (r *xmlReader) references(t xmlToken) {
	for i := 0; i < len(t.text); i++ {
		if t.text[i] == '&' {
			n, _, known := xmlReference(t.text[i:])
			if !known {
				r.fault(t.source+i, "an & that begins no reference")
			}
			i += n - 1
		}
	}
}

func (m xmlMeaning) holdsElements() bool {
	return m.role == xmlElements || m.role == xmlGroup || m.role == xmlReferred && !m.mixed || m.role == xmlVariants
}

// end closes an element.
func (r *xmlReader) end(t *xmlToken) {
	if r.beyond > 0 {
		r.beyond--
		return
	}
	n := len(r.stack) - 1
	for n > 0 && n > len(r.stack)-1-farthestXML && r.stack[n].name != t.name {
		n--
	}
	if n <= 0 || r.stack[n].name != t.name {
		r.fault(t.source, "the end tag </%s> has no start", cutRunes(t.name, longestName))
		return
	}
	if n < len(r.stack)-1 {
		r.fault(t.source, "the element <%s> is never closed", cutRunes(r.top().name, longestName))
	}
	for len(r.stack) > n {
		r.pop(t.source)
	}
}

// flush ends the passage being made.
func (r *xmlReader) flush() {
	if r.listed != nil {
		return // the text of a reference is one
	}
	p, ok := r.passage()
	if !ok {
		return
	}
	if len(r.passages) == mostPieces {
		r.cut = true
		return
	}
	at := r.top().xmlPlace
	p.kind, p.section = at.kind, int(at.section)
	if p.kind == heading {
		p.level = r.sections + 1
	}
	if at.item > 0 {
		p.item, p.parent, p.list, p.label = int(at.item), int(at.parent), int(at.list), at.label
	}
	r.passages = append(r.passages, p)
}

package refs

import (
	"bytes"
	"strings"
)

// unseenClasses are the usual names of classes whose elements only programs that
// read aloud find, or that lead back from a note to its place in the text.
var unseenClasses = wordSet(`sr-only|visually-hidden|visuallyhidden|u-visually-hidden|screen-reader-text|screenreader-only|screen-reader-only|cite-accessibility-label|` +
	`mw-cite-backlink|mw-editsection|footnote-backref|footnote-back|reversefootnote|data-footnote-backref|footnoteback|fn-backref`)

// setsHidden tells whether a style attribute takes an element off the page.
func setsHidden(style []byte) bool {
	for decl := range bytes.SplitSeq(style, []byte(";")) {
		name, value, _ := bytes.Cut(decl, []byte(":"))
		name, value = bytes.TrimSpace(name), bytes.TrimSpace(value)
		if bytes.EqualFold(name, []byte("display")) && hasFoldPrefix(value, "none") || bytes.EqualFold(name, []byte("visibility")) && hasFoldPrefix(value, "hidden") {
			return true
		}
	}
	return false
}

func hasFoldPrefix(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && bytes.EqualFold(b[:len(prefix)], []byte(prefix))
}

// isUnseen tells whether no reader of the page sees the element of a name: its
// attributes hide it, or its class is a usual name for that. Pages are hidden as
// a whole until a script shows them, and kept from programs while a dialog is
// open; so that neither says anything of the text.
func (a *tagAttributes) isUnseen(name string) bool {
	switch name {
	case "html", "body", "main", "article":
		return false
	}
	if a.hidden || a.decorates && !isContainer[name] {
		return true
	}
	if a.class == "" {
		return false
	}
	for class := range strings.FieldsSeq(cutRunes(a.class, longestNames)) {
		if unseenClasses[class] {
			return true
		}
	}
	return false
}

// voidElements have no end tag (HTML Standard, 13.1.2).
var voidElements = wordSet(`area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr`)

// showAgain ends what hides an element that holds references: lists are often
// folded away until a reader asks for them.
func (r *htmlReader) showAgain(e *element) {
	if r.unseen > 0 {
		e.shown, r.unseen = r.unseen, 0
	}
}

// isHeading tells headings. One that only programs see is still the heading of
// what follows.
func isHeading(name string) bool { return len(name) == 2 && name[0] == 'h' && isDigit(name[1]) }

package refs

import "strings"

// marksEntry tells whether role, type or class say that an element is one entry
// of a reference list or a note: role="doc-biblioentry" (DPUB-ARIA 1.1),
// epub:type="footnote" (EPUB Structural Semantics), itemprop="citation"
// (schema.org), class="csl-entry" (citeproc). Plainer names do so only inside of
// what is marked as a list.
func (a *tagAttributes) marksEntry(inList bool) bool {
	if anyName(a.role, entryRoles) || anyName(a.kind, entryRoles) || a.prop == "citation" {
		return true
	}
	return a.class != "" && (anyName(a.class, entryClasses) || inList && anyName(a.class, plainEntryClasses)) || inList && a.role == "listitem"
}

var (
	entryRoles        = wordSet(`doc-biblioentry|doc-endnote|doc-footnote|biblioentry|footnote|endnote|rearnote`)
	entryClasses      = wordSet(`csl-entry|footnote|bib-reference|bibitem|ref-item|reference-item|citation-item|bib-item`)
	plainEntryClasses = wordSet(`ref|reference|citation|bibliography-entry|bib-entry|references__item|cit|entry`)
	listRoles         = wordSet(`doc-bibliography|doc-endnotes|bibliography|footnotes|endnotes|rearnotes`)
)

// anyName tells whether one of the words in names, whatever their case, is in a
// set.
func anyName(names string, set map[string]bool) bool {
	if names == "" {
		return false
	}
	for name := range strings.FieldsSeq(cutRunes(names, longestNames)) {
		if set[strings.ToLower(name)] {
			return true
		}
	}
	return false
}

// openEntry makes an item of its own of an element that is marked as an entry.
func (r *htmlReader) openEntry(e *element) {
	r.numbers.item++
	e.item, e.parent, e.label = r.numbers.item, 0, ""
	e.refs, e.aside = true, false
	if e.kind != code {
		e.kind = item
	}
}

// apart sets a hyperlink apart from the element that ends in front of it, as
// styles do where no space does, unless both are pieces of one hyperlink.
func (r *htmlReader) apart(href string, source int) {
	if len(r.text) == 0 || r.edge != len(r.text) || !isAlnum(r.text[r.edge-1]) {
		return
	}
	if n := len(r.anchors) - 1; n < 0 || r.anchors[n].end != r.edge || r.anchors[n].href != href {
		r.put(" ", source)
	}
}

// partNames are in the classes by which platforms set the parts of a reference
// apart; their styles part them where no space does.
var partNames = []string{"surname", "given", "author", "title", "source", "personGroup"}

// startsPart tells whether an inline element is such a part.
func (a *tagAttributes) startsPart() bool { return a.class != "" && containsAny(a.class, partNames) }

// partOff keeps a part of a reference from being glued to the one before.
func (w *weave) partOff(source int) {
	if n := len(w.text); n > 0 && (isAlnum(w.text[n-1]) || strings.IndexByte(".?!)", w.text[n-1]) >= 0 || w.text[n-1] >= 0x80) {
		w.put(" ", source)
	}
}

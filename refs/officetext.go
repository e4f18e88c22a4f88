package refs

import "strings"

// openParagraph begins a paragraph. One inside of another begins a text of its
// own, which it tells; the first one of a cell goes on with its row.
func (r *officeReader) openParagraph(source int) (inner bool) {
	switch {
	case r.open && len(r.outer) == mostInner:
		r.newline(source)
		return false
	case r.open:
		r.interrupt()
		inner = true
	case r.late && r.filled == 0:
		if !r.endsBlank() {
			r.put(" ", source)
		}
		r.late, r.goesOn = false, true
	default:
		r.flushLate()
	}
	r.open = true
	r.filled++
	return inner
}

func (r *officeReader) closeParagraph(inner bool) {
	switch {
	case !r.open: // it was one too many, and went on with the one around it
	case r.tables > 0 && r.filled == 1 && r.paragraph.level == 0 && !r.paragraph.title:
		r.open, r.late = false, true
	default:
		r.flush()
	}
	if inner {
		r.resume()
	}
}

// openLink begins a hyperlink. Word processors write one whose text changes its
// look as several, which follow one another and lead to the same place.
func (r *officeReader) openLink(href string, source int) {
	r.closeAnchor()
	if n := len(r.anchors) - 1; n >= 0 {
		last := r.anchors[n]
		if last.href == href && last.start < last.end && strings.TrimSpace(string(r.text[last.end:])) == "" {
			r.anchors, r.weave.open = r.anchors[:n], last
			return
		}
	}
	r.openAnchor(href, source)
}

// interrupt begins a text of its own.
func (r *officeReader) interrupt() {
	r.woven = r.weave
	r.outer = append(r.outer, r.officeText)
	r.weave, r.officeText = newWeave(), officeText{}
}

// resume ends a text of its own.
func (r *officeReader) resume() {
	n := len(r.outer) - 1
	r.flush()
	r.officeText, r.outer = r.outer[n], r.outer[:n]
	r.weave = r.woven
	r.woven = weave{}
}

// flushLate ends a row of cells.
func (r *officeReader) flushLate() {
	if r.late {
		r.flush()
	}
}

// flush ends the passage being made.
func (r *officeReader) flush() {
	p, ok := r.passage()
	at, behind := r.paragraph, r.behind
	r.paragraph, r.behind = officePlace{}, nil
	r.open, r.late, r.goesOn = false, false, false
	if ok {
		p.refs, p.aside = at.refs || r.marked > 0, at.aside || r.around > 0
		switch {
		case at.title || at.level > 0:
			text := fold(cutRunes(p.text, 4*longestTitle))
			if at.title && r.content.title == "" {
				r.content.title = text
			} else if r.firstHeading == "" && !p.aside {
				r.firstHeading = text
			}
			p.kind, p.level = heading, max(at.level, 1)
		case at.item > 0:
			p.kind, p.item, p.list, p.parent, p.label = item, at.item, at.list, at.parent, at.label
		}
		if r.pieces++; r.pieces > mostPieces {
			r.content.cut = true
			return
		}
		r.emit(p, at.styled)
	}
	for _, p := range behind {
		r.emit(p, false)
	}
}

// emit keeps a passage where it belongs.
func (r *officeReader) emit(p passage, styled bool) {
	switch n := len(r.outer); {
	case r.note != nil:
		r.note.passages = append(r.note.passages, p)
	case n > 0:
		r.outer[n-1].behind = append(r.outer[n-1].behind, p)
	default:
		if styled && !p.refs {
			r.styled = append(r.styled, len(r.content.passages))
		}
		r.keep(p)
	}
}

// openNote begins a note; the paragraph around it goes on behind it.
func (r *officeReader) openNote(label string, source int) officeRole {
	if len(r.outer) >= mostInner {
		return officeInline
	}
	r.interrupt()
	r.note = &officeNoteText{label: label, source: source}
	return officeNote
}

// closeNote ends a note. One that shows the traits of a reference is an entry,
// as the notes of the humanities are; any other is running text.
func (r *officeReader) closeNote() {
	r.flush()
	n := r.note
	r.note = nil
	r.resume()
	traits := 0
	for i := range n.passages {
		traits = max(traits, likenessWithin(&n.passages[i]))
	}
	if traits < 2 {
		for _, p := range n.passages {
			r.behindIt(p)
		}
		return
	}
	r.content.records = append(r.content.records, record{
		reference: Reference{Label: n.label, Listed: true, Pos: Position{Offset: n.source}},
		passages:  n.passages,
	})
}

// behindIt keeps a passage behind the paragraph that is open.
func (r *officeReader) behindIt(p passage) {
	p.kind, p.item = paragraph, 0
	if r.open || r.late || len(r.outer) > 0 {
		r.behind = append(r.behind, p)
	} else {
		r.emit(p, false)
	}
}

// likenessWithin is likeness with the addresses of hyperlinks.
func likenessWithin(p *passage) int {
	n := likeness(p.text)
	if n == 0 || n == 2 || hasLocator(p.text) {
		return n
	}
	for _, a := range p.anchors {
		if hasLocator(a.href) {
			return n + 1
		}
	}
	return n
}

// markStyled marks the paragraphs that have the style of a list of references,
// where no heading announces one: below a heading, entries that were set in
// another style belong to the list too.
func (r *officeReader) markStyled() {
	ps := r.content.passages
	for k := 0; k < len(r.styled); {
		first := r.styled[k]
		announced := first > 0 && isListHeading(strings.TrimSpace(ps[first-1].text))
		last := first
		for ; k < len(r.styled) && r.styled[k] <= last+1; k++ {
			last = r.styled[k]
			ps[last].refs = !announced
		}
	}
}

package refs

import (
	"strconv"
	"strings"
)

// A docxStyle is what matters of a style of paragraphs.
type docxStyle struct {
	based   string
	outline int // 0 for the highest headings; -1: it does not say
	title   bool
	refs    bool // of entries of a list of references
	aside   bool
	number  docxNumber
}

// A docxNumber is an item of a list: which list, which level.
type docxNumber struct {
	id           string // "": none, or that of the style; "0": none
	level        int
	leveled, set bool // level and id are told
}

// docxProperties are what a paragraph says of itself.
type docxProperties struct {
	style   string
	outline int
	number  docxNumber
}

const (
	mostStyles   = 1 << 14 // and lists, that are read of one document
	deepestStyle = 20      // styles that are based on one another
)

// docxStylesOf reads the styles, by their ids. What a style does not say, that
// which it is based on does.
func docxStylesOf(text string) map[string]docxStyle {
	own := map[string]docxStyle{}
	id, s := "", docxStyle{outline: -1}
	inStyle := false
	eachTag(text, func(t *xmlToken) {
		switch {
		case t.name == "style" && t.kind == xmlStart:
			id, s, inStyle = t.value("styleId"), docxStyle{outline: -1}, true
		case t.name == "style" && t.kind == xmlClose:
			if len(own) < mostStyles {
				own[id] = s
			}
			inStyle = false
		case !inStyle || t.kind == xmlClose:
		case t.name == "name":
			s.named(t.value("val"))
		case t.name == "basedOn":
			s.based = t.value("val")
		case t.name == "outlineLvl":
			s.outline = docxLevel(t.value("val"), 9)
		case t.name == "numId":
			s.number.id, s.number.set = t.value("val"), true
		case t.name == "ilvl":
			s.number.level, s.number.leveled = docxLevel(t.value("val"), docxLevels-1), true
		}
	})
	all := make(map[string]docxStyle, len(own))
	for id, s := range own {
		base := own[s.based]
		for depth := 0; s.based != "" && depth < deepestStyle; depth++ {
			s.inherit(base)
			next := base.based
			if next == "" {
				break
			}
			base = own[next]
		}
		all[id] = s
	}
	return all
}

// named takes what the name of a style says. Those of Word's own styles are
// English in every language.
func (s *docxStyle) named(name string) {
	name = strings.ToLower(strings.TrimSpace(name))
	switch {
	case name == "title":
		s.title = true
	case strings.HasPrefix(name, "heading ") && len(name) == len("heading 1"):
		s.outline = docxLevel(name[len("heading "):], 9) - 1
	case strings.HasPrefix(name, "toc ") || name == "header" || name == "footer" || strings.HasPrefix(name, "index "):
		s.aside = true
	case namesReferences(strings.ReplaceAll(name, " ", "-")) || name == "bibliography 1" || name == "reference":
		s.refs = true
	}
}

func (s *docxStyle) inherit(base docxStyle) {
	if s.outline < 0 {
		s.outline = base.outline
	}
	s.refs = s.refs || base.refs
	s.aside = s.aside || base.aside
	if !s.number.set {
		s.number.id, s.number.set = base.number.id, base.number.set
	}
	if !s.number.leveled {
		s.number.level, s.number.leveled = base.number.level, base.number.leveled
	}
}

// docxLevel reads a number up to most; 0 if it is none.
func docxLevel(s string, most int) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return min(n, most)
}

// property takes a setting of a paragraph, a run or a content control.
func (r *docxReader) property(t *xmlToken) {
	switch t.name {
	case "pStyle":
		r.settings.style = t.value("val")
	case "outlineLvl":
		r.settings.outline = docxLevel(t.value("val"), 9)
	case "numId":
		r.settings.number.id, r.settings.number.set = t.value("val"), true
	case "ilvl":
		r.settings.number.level, r.settings.number.leveled = docxLevel(t.value("val"), docxLevels-1), true
	case "vanish":
		if v := t.value("val"); r.inside("rPr") && v != "0" && v != "false" && v != "off" {
			r.vanished = true
		}
	case "docPartGallery", "tag", "bibliography":
		r.controlled(t)
	case "footnoteReference":
		r.doc.footnotes.refer(t)
	case "endnoteReference":
		r.doc.endnotes.refer(t)
	case "numFmt", "numStart", "numRestart":
		if r.inside("footnotePr") {
			r.doc.footnotes.set(t)
		} else if r.inside("endnotePr") {
			r.doc.endnotes.set(t)
		}
	}
}

// controlled takes what tells the content of a content control.
func (r *docxReader) controlled(t *xmlToken) {
	n := len(r.controls) - 1
	if n < 0 || !r.inside("sdtPr") && !r.inside("docPartObj") {
		return
	}
	c, name := &r.controls[n], strings.ToLower(t.value("val"))
	switch {
	case (t.name == "bibliography" || strings.Contains(name, "bibliograph")) && !c.marked:
		c.marked = true
		r.marked++
	case strings.HasPrefix(name, "table of ") && !c.aside:
		c.aside = true
		r.around++
	}
}

// placeParagraph takes what a paragraph says of itself and what its style
// says.
func (r *docxReader) placeParagraph() {
	style, ok := r.doc.styles[r.settings.style]
	if !ok {
		style = docxStyle{outline: -1}
		style.named(docxNameOf(r.settings.style))
	}
	number := r.settings.number
	if !number.set {
		number.id, number.set = style.number.id, style.number.set
	}
	if !number.leveled {
		number.level = style.number.level
	}
	outline := r.settings.outline
	if outline < 0 {
		outline = style.outline
	}
	at := &r.paragraph
	if !r.goesOn {
		at.title, at.styled, at.aside = style.title, style.refs, style.aside
		if outline >= 0 && outline < 9 {
			at.level = outline + 1
		}
	}
	if number.set && at.item == 0 {
		r.numbered(number)
	}
}

// docxNameOf gives the name that a style of Word has by its id: "Heading1".
func docxNameOf(id string) string {
	if n := len(id) - 1; n > 0 && isDigit(id[n]) {
		return id[:n] + " " + id[n:]
	}
	return id
}

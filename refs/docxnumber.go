package refs

import "strings"

const docxLevels = 9 // of a list (ECMA-376, 17.9.6)

// docxNumbering are the lists of a document, by the ids that paragraphs use.
type docxNumbering map[string]*docxList

// A docxList counts the items of a list. Lists can share their levels and
// their counts.
type docxList struct {
	levels [docxLevels]docxListLevel
	counts *[docxLevels]docxCount
	starts [docxLevels]int // of this list alone; -1: as its level says, or used
	number int             // of the list
}

// A docxCount is how far a level was counted.
type docxCount struct {
	number int
	begun  bool
}

// A docxListLevel is how the items of a level are numbered.
type docxListLevel struct {
	known  bool
	format string // "decimal", "bullet", ...
	text   string // "[%1]"
	start  int
	keeps  bool // the count goes on behind an item of a higher level
	plain  bool // numbers of all levels are shown as decimal ones
}

// A docxAbstract is a definition that lists share.
type docxAbstract struct {
	levels [docxLevels]docxListLevel
	counts *[docxLevels]docxCount
	link   string // the style of lists that has the levels instead; "": none
}

// docxNumberingOf reads the definitions of lists.
func docxNumberingOf(text string) docxNumbering {
	r := docxListReader{all: docxNumbering{}, abstracts: map[string]*docxAbstract{}, styled: map[string]*docxAbstract{}, level: -1}
	eachTag(text, func(t *xmlToken) {
		if t.kind != xmlClose {
			r.start(t)
		}
		if t.kind != xmlStart {
			r.end(t.name)
		}
	})
	return r.all
}

// A docxListReader reads the definitions of lists.
type docxListReader struct {
	all       docxNumbering
	abstracts map[string]*docxAbstract // by their ids
	styled    map[string]*docxAbstract // by the styles of lists that they are
	abstract  *docxAbstract            // that is being read; nil: none
	list      *docxList                // the same
	level     int                      // that is being read; -1: none
}

func (r *docxListReader) start(t *xmlToken) {
	val := func() string { return t.value("val") }
	switch {
	case t.name == "abstractNum":
		r.abstract, r.level = &docxAbstract{counts: new([docxLevels]docxCount)}, -1
		if len(r.abstracts) < mostStyles {
			r.abstracts[t.value("abstractNumId")] = r.abstract
		}
	case t.name == "num":
		r.openList(t.value("numId"))
	case t.name == "lvl", t.name == "lvlOverride":
		r.level = docxLevel(t.value("ilvl"), docxLevels-1)
		if l := r.current(); l != nil && t.name == "lvl" {
			*l = docxListLevel{known: true, start: 1, format: "decimal"}
		}
	case r.abstract != nil && t.name == "styleLink":
		r.styled[val()] = r.abstract
	case r.abstract != nil && t.name == "numStyleLink":
		r.abstract.link = val()
	case r.list != nil && t.name == "abstractNumId":
		r.share(r.abstracts[val()])
	case r.list != nil && t.name == "startOverride" && r.level >= 0:
		r.list.starts[r.level] = docxLevel(val(), 1<<20)
	default:
		if l := r.current(); l != nil {
			l.set(t)
		}
	}
}

func (r *docxListReader) end(name string) {
	switch name {
	case "abstractNum":
		r.abstract = nil
	case "num":
		r.list = nil
	case "lvl", "lvlOverride":
		r.level = -1
	}
}

func (r *docxListReader) openList(id string) {
	r.list, r.level = &docxList{number: len(r.all) + 1, counts: new([docxLevels]docxCount)}, -1
	for i := range r.list.starts {
		r.list.starts[i] = -1
	}
	if len(r.all) < mostStyles {
		r.all[id] = r.list
	}
}

// share gives the list the levels and counts of a definition.
func (r *docxListReader) share(from *docxAbstract) {
	if from == nil {
		return
	}
	if linked := r.styled[from.link]; linked != nil && from.link != "" {
		from = linked
	}
	r.list.levels, r.list.counts = from.levels, from.counts
}

// current gives the level that is being read, nil if there is none.
func (r *docxListReader) current() *docxListLevel {
	switch {
	case r.level < 0:
	case r.list != nil:
		return &r.list.levels[r.level]
	case r.abstract != nil:
		return &r.abstract.levels[r.level]
	}
	return nil
}

func (l *docxListLevel) set(t *xmlToken) {
	switch t.name {
	case "start":
		l.start = docxLevel(t.value("val"), 1<<20)
	case "numFmt":
		l.format = t.value("val")
	case "lvlText":
		l.text = cutRunes(t.value("val"), 100)
	case "lvlRestart":
		l.keeps = t.value("val") == "0"
	case "isLgl":
		l.plain = t.value("val") != "0" && t.value("val") != "false"
	}
}

// count takes an item on a level and gives its label, "" if it has a bullet.
func (l *docxList) count(level int) string {
	c := &l.counts[level]
	switch {
	case l.starts[level] >= 0:
		c.number = l.starts[level] // once, where the list begins
		l.starts[level] = -1
	case !c.begun:
		c.number = l.levels[level].start
	default:
		c.number++
	}
	c.begun = true
	for k := level + 1; k < docxLevels; k++ {
		if !l.levels[k].keeps {
			l.counts[k] = docxCount{}
		}
	}
	return trimLabel(l.label(level))
}

// label shows the numbers that the text of a level asks for. One in letters or
// a script that is not known here gives no label at all.
func (l *docxList) label(level int) string {
	text := l.levels[level].text
	if !strings.Contains(text, "%") || l.levels[level].format == "bullet" {
		return ""
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '%' || i+1 == len(text) || text[i+1] < '1' || text[i+1] > '9' {
			b.WriteByte(text[i])
			continue
		}
		i++
		k := int(text[i] - '1')
		n, format := l.levels[k].start, l.levels[k].format
		if l.counts[k].begun {
			n = l.counts[k].number
		}
		if l.levels[level].plain {
			format = "decimal"
		}
		shown := numberAs(format, n)
		if shown == "" {
			return ""
		}
		b.WriteString(shown)
	}
	return b.String()
}

// numbered makes the paragraph an item of a list. A level that shows nothing
// before its paragraphs goes on with the item before.
func (r *docxReader) numbered(n docxNumber) {
	list := r.doc.numbering[n.id]
	if list == nil {
		return
	}
	if r.plain > 1 {
		r.levels = [docxLevels]officePlace{}
	}
	r.plain = 0
	level := list.levels[n.level]
	label := list.count(n.level)
	if r.paragraph.level > 0 || r.paragraph.title || !level.known || level.format == "none" {
		return
	}
	at := &r.paragraph
	if strings.TrimSpace(level.text) == "" {
		if before := r.levels[n.level]; before.item > 0 {
			at.item, at.list, at.parent, at.label = before.item, before.list, before.parent, before.label
		}
		return
	}
	r.numbers.item++
	at.item, at.list, at.label = r.numbers.item, list.number, label
	for k := n.level - 1; k >= 0 && at.parent == 0; k-- {
		at.parent = r.levels[k].item
	}
	r.levels[n.level] = *at
	clear(r.levels[n.level+1:])
}

// numberAs shows a number as a list does; "" for a way that is not known here.
// The names are those of ECMA-376 (17.18.59) and of ODF.
func numberAs(format string, n int) string {
	const most = 1 << 20
	if n < 0 || n > most {
		return ""
	}
	switch format {
	case "decimal", "1", "":
		return decimal(n)
	case "decimalZero":
		if n < 10 {
			return "0" + decimal(n)
		}
		return decimal(n)
	case "lowerRoman", "i":
		return strings.ToLower(romanNumeral(n))
	case "upperRoman", "I":
		return romanNumeral(n)
	case "lowerLetter", "a":
		return strings.ToLower(alphabetic(n))
	case "upperLetter", "A":
		return alphabetic(n)
	case "decimalEnclosedCircle", "decimalEnclosedFullstop", "decimalEnclosedParen", "decimalFullWidth", "decimalHalfWidth", "ordinal":
		return decimal(n)
	}
	return ""
}

package refs

import (
	"strings"
)

const docxLevels = 9 // of a list (ECMA-376, 17.9.6)

// docxNumbering are the lists of a document, by the ids that paragraphs use.
type docxNumbering map[string]*docxList

// A docxList counts the items of a list. Lists can share their levels and
// their counts.
type docxList struct {
	levels [docxLevels]docxListLevel
	counts *[docxLevels]int
	starts [docxLevels]int // of this list alone; -1: as its level says, or used
	number int             // of the list
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

// docxNumberingOf reads the definitions of lists.
func docxNumberingOf(text string) docxNumbering {
	type abstract struct {
		levels [docxLevels]docxListLevel
		counts *[docxLevels]int
		link   string // the style that has the levels
	}
	var (
		abstracts = map[string]*abstract{}
		styled    = map[string]*abstract{}
		all       = docxNumbering{}
		a         *abstract
		l         *docxList
		level     = -1
	)
	now := func() *docxListLevel {
		switch {
		case level < 0:
		case l != nil:
			return &l.levels[level]
		case a != nil:
			return &a.levels[level]
		}
		return nil
	}
	eachTag(text, func(t *xmlToken) {
		if t.kind == xmlClose {
			switch t.name {
			case "abstractNum":
				a = nil
			case "num":
				l = nil
			case "lvl", "lvlOverride":
				level = -1
			}
			return
		}
		switch t.name {
		case "abstractNum":
			a, level = &abstract{counts: new([docxLevels]int)}, -1
			if len(abstracts) < mostStyles {
				abstracts[t.value("abstractNumId")] = a
			}
		case "styleLink":
			if a != nil {
				styled[t.value("val")] = a
			}
		case "numStyleLink":
			if a != nil {
				a.link = t.value("val")
			}
		case "num":
			l, level = &docxList{number: len(all) + 1, counts: new([docxLevels]int)}, -1
			for i := range l.starts {
				l.starts[i] = -1
			}
			if len(all) < mostStyles {
				all[t.value("numId")] = l
			}
		case "abstractNumId":
			if from := abstracts[t.value("val")]; l != nil && from != nil {
				if linked := styled[from.link]; linked != nil && from.link != "" {
					from = linked
				}
				l.levels, l.counts = from.levels, from.counts
			}
		case "lvl", "lvlOverride":
			level = docxLevel(t.value("ilvl"), docxLevels-1)
			if now := now(); now != nil && t.name == "lvl" {
				*now = docxListLevel{known: true, start: 1, format: "decimal"}
			}
		case "startOverride":
			if l != nil && level >= 0 {
				l.starts[level] = docxLevel(t.value("val"), 1<<30)
			}
		}
		if now := now(); now != nil {
			now.set(t)
		}
	})
	return all
}

func (l *docxListLevel) set(t *xmlToken) {
	switch t.name {
	case "start":
		l.start = docxLevel(t.value("val"), 1<<30)
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
	if l.starts[level] >= 0 {
		l.counts[level] = l.starts[level] // once, where the list begins
		l.starts[level] = -1
	} else if l.counts[level] == 0 {
		l.counts[level] = l.levels[level].start
	} else {
		l.counts[level]++
	}
	for k := level + 1; k < docxLevels; k++ {
		if !l.levels[k].keeps {
			l.counts[k] = 0
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
		n, format := l.counts[k], l.levels[k].format
		if n == 0 {
			n = l.levels[k].start
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

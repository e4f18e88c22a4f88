package refs

import "strings"

const odtLevels = 10 // of a list

// odtStyles are what matters of the styles of a document, by their names.
type odtStyles struct {
	parents map[string]string // of styles
	kinds   map[string]odtKind
	hidden  map[string]bool // styles of hidden text
	lists   map[string]*odtList
	now     string // the style that is being read
}

// An odtKind is what a style of paragraphs makes of one.
type odtKind struct{ title, refs bool }

// An odtList is how the items of a list are numbered. A level without a number
// has bullets.
type odtList [odtLevels]struct {
	numbered       bool
	format         string // "1", "a", "A", "i", "I"
	prefix, suffix string
	start, shown   int // shown levels
}

func newODTStyles() *odtStyles {
	return &odtStyles{parents: map[string]string{}, kinds: map[string]odtKind{}, hidden: map[string]bool{}, lists: map[string]*odtList{}}
}

// kind tells what a style of paragraphs is by its name and those of the styles
// that it is made of: most paragraphs have one of their own ("P12").
func (s *odtStyles) kind(style string) odtKind {
	if k, ok := s.kinds[style]; ok {
		return k
	}
	k := odtKind{}
	name := style
	for depth := 0; name != "" && depth < deepestStyle; depth++ {
		shown := strings.ToLower(odtSpaces.Replace(name))
		k.title = k.title || shown == "title"
		k.refs = k.refs || shown == "bibliography 1" || namesReferences(strings.ReplaceAll(shown, " ", "-"))
		name = s.parents[name]
	}
	if len(s.kinds) < mostStyles {
		s.kinds[style] = k
	}
	return k
}

// odtSpaces are how spaces are written in the names of styles.
var odtSpaces = strings.NewReplacer("_20_", " ", "_", " ")

// startStyle takes the definition of a style.
func (r *odtReader) startStyle(t *xmlToken) officeRole {
	s := r.styles
	switch t.name {
	case "style":
		s.now = t.value("name")
		if parent := t.value("parent-style-name"); parent != "" && len(s.parents) < mostStyles && t.value("family") != "text" {
			s.parents[s.now] = parent
		}
	case "text-properties":
		if t.value("display") == "none" && len(s.hidden) < mostStyles && r.inside("style") {
			s.hidden[s.now] = true
		}
	case "list-style":
		if r.levels = new(odtList); len(s.lists) < mostStyles {
			s.lists[t.value("name")] = r.levels
		}
		return officeOwn
	case "list-level-style-number":
		if n := docxLevel(t.value("level"), odtLevels); r.levels != nil && n > 0 {
			l := &r.levels[n-1]
			l.format, l.prefix, l.suffix = t.value("num-format"), t.value("num-prefix"), t.value("num-suffix")
			l.numbered = l.format != ""
			l.start, l.shown = max(docxLevel(t.value("start-value"), 1<<20), 1), max(docxLevel(t.value("display-levels"), odtLevels), 1)
		}
	}
	return officeInline
}

// An odtOpenList is a list that is being read.
type odtOpenList struct {
	odtCount
	id, style string
	parent    int // the item that it stands in
	item      int // that is open; 0: none yet
	label     string
	texts     int // that the list stands in
}

// An odtCount is how far a list was counted.
type odtCount struct{ number, count int }

func (r *odtReader) openODTList(t *xmlToken) {
	l := odtOpenList{id: t.value("id"), style: t.value("style-name"), texts: len(r.outer)}
	n := len(r.lists)
	if n > 0 {
		l.parent = r.lists[n-1].item
		if l.style == "" {
			l.style = r.lists[n-1].style
		}
	}
	before, goesOn := r.ended[t.value("continue-list")]
	if !goesOn && t.value("continue-numbering") == "true" {
		before, goesOn = r.ended[" "+l.style]
	}
	if goesOn && n == 0 {
		l.odtCount = before
	} else {
		r.numbers.list++
		l.number = r.numbers.list
		if level := r.level(l.style, n); level != nil {
			l.count = level[n].start - 1
		}
	}
	r.lists = append(r.lists, l)
}

// level gives a list's style if it numbers the items of a level; nil if not.
func (r *odtReader) level(style string, n int) *odtList {
	if s := r.styles.lists[style]; s != nil && n < odtLevels && s[n].numbered {
		return s
	}
	return nil
}

// openODTItem opens an item of the innermost list; a header is not counted.
func (r *odtReader) openODTItem(t *xmlToken, counted bool) {
	n := len(r.lists) - 1
	if n < 0 {
		return
	}
	l := &r.lists[n]
	r.numbers.item++
	l.item, l.label = r.numbers.item, ""
	s := r.level(l.style, n)
	if s == nil || !counted {
		return
	}
	l.count++
	if v := t.value("start-value"); v != "" {
		l.count = docxLevel(v, 1<<20)
	}
	label := ""
	for k := max(0, n+1-s[n].shown); k <= n; k++ {
		shown := numberAs(s[k].format, r.lists[k].count)
		if shown == "" {
			return
		}
		if label != "" {
			label += "."
		}
		label += shown
	}
	l.label = trimLabel(s[n].prefix + label + s[n].suffix)
}

func (r *odtReader) closeODTList() {
	n := len(r.lists) - 1
	l := r.lists[n]
	r.lists = r.lists[:n]
	if n == 0 && len(r.ended) < mostStyles {
		r.ended[" "+l.style] = l.odtCount
		if l.id != "" {
			r.ended[l.id] = l.odtCount
		}
	}
}

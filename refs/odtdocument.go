package refs

import "strings"

// An odtReader reads one XML document of an OpenDocument text.
type odtReader struct {
	officeReader
	styles *odtStyles
	lists  []odtOpenList
	ended  map[string]odtCount // lists that have ended, by their ids, and by their styles behind a space
	title  string              // that the document's properties tell
	levels *odtList            // the definition of a list that is being read
}

// odtRoles are the elements of one meaning.
var odtRoles = func() map[string]officeRole {
	roles := map[string]officeRole{}
	for role, names := range map[officeRole]string{
		officeHidden: `tracked-changes|annotation|ruby-text|binary-data|forms|scripts|settings|font-face-decls|hidden-text|hidden-paragraph|script|` +
			`desc|math|event-listeners|bibliography-source|table-of-content-source|illustration-index-source|table-index-source|` +
			`object-index-source|user-index-source|alphabetical-index-source|sequence-decls|variable-decls|user-field-decls|page-variable-set`,
		officeParagraph: `p|h`,
		officeTable:     `table`,
		officeRow:       `table-row`,
		officeCell:      `table-cell|covered-table-cell`,
		officeMarked:    `bibliography`,
		officeAside: `table-of-content|illustration-index|table-index|object-index|user-index|alphabetical-index|header|header-left|header-first|` +
			`footer|footer-left|footer-first`,
	} {
		for name := range strings.SplitSeq(names, "|") {
			roles[name] = role
		}
	}
	return roles
}()

func (r *odtReader) start(t *xmlToken) officeRole {
	switch t.name {
	case "s", "tab":
		if r.open {
			r.space(t.source)
		}
	case "line-break":
		if r.open {
			r.newline(t.source)
		}
	case "a":
		if raw, source, ok := t.attribute("href"); ok && isHref(unescapeXML(raw)) {
			r.openLink(unescapeXML(raw), source)
			return officeAnchor
		}
	case "span":
		if r.styles.hidden[t.value("style-name")] {
			return officeHidden
		}
	case "list":
		r.openODTList(t)
		return officeOwn
	case "list-item":
		r.openODTItem(t, true)
	case "list-header":
		r.openODTItem(t, false)
	case "note":
		return r.openNote("", t.source)
	case "section", "variable-set", "user-field-get":
		return r.startNamed(t)
	case "title":
		if t.prefix != "dc" || !r.inside("meta") {
			return officeHidden // of a picture
		}
	case "style", "text-properties", "list-style", "list-level-style-number":
		return r.startStyle(t)
	default:
		return odtRoles[t.name]
	}
	return officeInline
}

// startNamed opens a section or a field that may be hidden. Reference managers
// keep the list of references in a section that they name.
func (r *odtReader) startNamed(t *xmlToken) officeRole {
	if t.value("display") == "none" {
		return officeHidden
	}
	if name := strings.ToLower(t.value("name")); t.name == "section" && (strings.Contains(name, "_bibl") || strings.Contains(name, "bibliograph")) {
		return officeMarked
	}
	return officeInline
}

// opened tells what a paragraph is by its element, its style and the list that
// it stands in.
func (r *odtReader) opened(t *xmlToken) {
	at := &r.paragraph
	if r.goesOn {
		return
	}
	if t.name == "h" {
		at.level = max(docxLevel(t.value("outline-level"), 10), 1)
		return
	}
	kind := r.styles.kind(t.value("style-name"))
	at.title, at.styled = kind.title, kind.refs
	if n := len(r.lists) - 1; n >= 0 && r.lists[n].texts == len(r.outer) && r.lists[n].item > 0 {
		l := &r.lists[n]
		at.item, at.list, at.parent, at.label = l.item, l.number, l.parent, l.label
	}
}

func (r *odtReader) end(e *officeElement) {
	switch e.name {
	case "list":
		r.closeODTList()
	case "list-style":
		r.levels = nil
	}
}

// words takes text, which stands in paragraphs only.
func (r *odtReader) words(t xmlToken) {
	switch {
	case r.note != nil && r.inside("note-citation"):
		if len(r.note.label) < longestName {
			r.note.label = trimLabel(r.note.label + unescapeXML(t.text))
		}
	case r.open:
		if bad := r.putXML(t); bad >= 0 {
			r.fault(bad, "an & that begins no reference")
		}
	case r.inside("title") && len(r.title) < 4*longestTitle:
		r.title += unescapeXML(cutRunes(t.text, 4*longestTitle))
	}
}

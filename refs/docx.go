package refs

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// openDOCX reads a document of Word (WordprocessingML, ECMA-376): its text, its
// foot- and endnotes, and the heads and feet of its pages, which stand around
// the text. Text that was deleted while changes are tracked, hidden text,
// instructions of fields and what reviewers remark is not read.
func openDOCX(data []byte, _ Options) ([]part, error) {
	a, err := openDocument(data, FormatDOCX, "DOCX document")
	if err != nil {
		return nil, err
	}
	d := docxDocument{archive: a}
	main, core := "word/document.xml", "docProps/core.xml"
	top := relationsOf(a.optional("_rels/.rels"))
	main = related(top, "officeDocument", "", main)
	core = related(top, "core-properties", "", core)
	rels := d.relations(main)
	companion := func(kind string) string {
		return related(rels.all, kind, main, partNamed(main, kind+".xml"))
	}
	d.styles = docxStylesOf(a.optional(companion("styles")))
	d.numbering = docxNumberingOf(a.optional(companion("numbering")))
	d.setNotes(a.optional(companion("settings")))

	if err := d.read(main, rels, nil); err != nil {
		return d.parts, err
	}
	d.parts[0].content.title = betterTitle(elementText(a.optional(core), "title"), d.parts[0].content.title)
	for _, n := range []*docxNotes{&d.footnotes, &d.endnotes} {
		if name := companion(n.kind); a.has(name) {
			if err := d.read(name, d.relations(name), n); err != nil {
				return d.parts, err
			}
		}
	}
	for _, name := range partsAround(main, rels) {
		if a.has(name) {
			if err := d.read(name, d.relations(name), nil); err != nil {
				return d.parts, err
			}
		}
	}
	return d.parts, a.damage
}

// related gives the name of the part that one has a relation of a kind to, the
// first that is written; usual if there is none.
func related(rels map[string]relation, kind, from, usual string) string {
	first := relation{at: -1}
	for _, rel := range rels {
		if rel.kind == kind && (first.at < 0 || rel.at < first.at) {
			first = rel
		}
	}
	if first.at < 0 {
		return usual
	}
	return partNamed(from, first.target)
}

// partsAround gives the names of the parts with heads and feet of pages.
func partsAround(main string, rels docxRelations) []string {
	var found []relation
	for _, rel := range rels.all {
		if rel.kind == "header" || rel.kind == "footer" {
			found = append(found, rel)
		}
	}
	slices.SortFunc(found, byPlace)
	var names []string
	for _, rel := range found {
		if name := partNamed(main, rel.target); !slices.Contains(names, name) && len(names) < mostAround {
			names = append(names, name)
		}
	}
	return names
}

const mostAround = 100 // heads and feet of pages that are read

// betterTitle gives the title that a document's properties tell, if it is one and
// not the name of the file that some program put there; else that of its text.
func betterTitle(told, own string) string {
	if told == "" || own != "" && (strings.HasPrefix(told, "Microsoft Word - ") || strings.HasSuffix(strings.ToLower(told), ".doc")) {
		return own
	}
	return told
}

// A docxDocument is a document while its parts are read.
type docxDocument struct {
	*archive
	styles    map[string]docxStyle
	numbering docxNumbering
	footnotes docxNotes
	endnotes  docxNotes
	parts     []part
}

// docxRelations are those of one part, by their ids.
type docxRelations struct {
	name string
	src  *source // nil: there are none
	all  map[string]relation
}

// relations reads the relations of a part.
func (d *docxDocument) relations(name string) docxRelations {
	rels := docxRelations{name: relationsName(name)}
	if !d.has(rels.name) {
		return rels
	}
	src, err := d.text(rels.name)
	if err != nil {
		d.damaged(err)
	}
	if src != nil {
		rels.src, rels.all = src, relationsOf(src.text)
	}
	return rels
}

// read reads a part, once: a part of notes, if notes is there. An error means
// that the document cannot be read on.
func (d *docxDocument) read(name string, rels docxRelations, notes *docxNotes) error {
	if slices.ContainsFunc(d.parts, func(p part) bool { return strings.EqualFold(p.name, name) }) {
		return nil
	}
	src, err := d.text(name)
	if src == nil {
		return err
	}
	if err != nil {
		d.damaged(err)
	}
	r := newDOCXReader(src.text, d, rels.all)
	r.notes = notes
	content, err := r.read()
	if err != nil {
		d.damaged(fmt.Errorf("%s: %w", name, err))
		if errors.Is(err, ErrSyntax) && notes == nil {
			// References to notes may be lost: all of them are read.
			d.footnotes.lost, d.endnotes.lost = true, true
		}
	}
	p := part{name: name, src: src, content: content, elsewhere: rels.places(r.targets)}
	d.parts = append(d.parts, p)
	return nil
}

// places gives the places of addresses that stand in the relations, by the
// places of the hyperlinks in the text.
func (rels *docxRelations) places(targets map[int]int) map[int]Position {
	if len(targets) == 0 {
		return nil
	}
	at := make([]Reference, 0, len(targets))
	keys := make([]int, 0, len(targets))
	for key := range targets {
		keys = append(keys, key)
	}
	// In the order of what is placed, which locate keeps then.
	slices.SortFunc(keys, func(a, b int) int { return targets[a] - targets[b] })
	for _, key := range keys {
		at = append(at, Reference{Pos: Position{Offset: targets[key]}})
	}
	locate(at, rels.src)
	places := make(map[int]Position, len(keys))
	for i, key := range keys {
		at[i].Pos.Part = rels.name
		places[key] = at[i].Pos
	}
	return places
}

package refs

import (
	"cmp"
	"path"
	"strings"
)

// eachTag calls f for every start tag of a document, and for end tags.
func eachTag(text string, f func(t *xmlToken)) {
	x := xmlScanner{s: text}
	for {
		switch t := x.next(); t.kind {
		case xmlEnd:
			return
		case xmlStart, xmlEmpty, xmlClose:
			f(&t)
		}
	}
}

// elementText gives the text of the first element of a name that has any.
func elementText(text, name string) string {
	x := xmlScanner{s: text}
	var found strings.Builder
	inside := false
	for {
		t := x.next()
		switch {
		case t.kind == xmlEnd, t.kind == xmlClose && inside && t.name == name && strings.TrimSpace(found.String()) != "":
			return fold(found.String())
		case t.kind == xmlStart && t.name == name:
			inside = true
		case t.kind == xmlClose && t.name == name:
			inside = false
		case t.kind == xmlText && inside && found.Len() < 4*longestTitle:
			found.WriteString(unescapeXML(cutRunes(t.text, 4*longestTitle)))
		}
	}
}

// A relation is what a part of an Office Open XML package says of another part
// or of an address (ECMA-376, part 2).
type relation struct {
	kind   string // the last word of its type: "hyperlink"
	target string
	at     int // place of the target
}

// relationsOf reads a part's relations, by their ids.
func relationsOf(text string) map[string]relation {
	all := map[string]relation{}
	eachTag(text, func(t *xmlToken) {
		if t.name != "Relationship" || t.kind == xmlClose {
			return
		}
		target, at, _ := t.attribute("Target")
		all[t.value("Id")] = relation{kind: path.Base(t.value("Type")), target: unescapeXML(target), at: at}
	})
	return all
}

// relationsName gives the name of the part that holds the relations of another.
func relationsName(part string) string {
	dir, file := path.Split(part)
	return dir + "_rels/" + file + ".rels"
}

// partNamed gives the name of the part that a relation of another one leads to.
func partNamed(from, target string) string {
	if rest, ok := strings.CutPrefix(target, "/"); ok {
		return path.Clean(rest)
	}
	return path.Join(path.Dir(from), target)
}

// byPlace orders relations as they are written.
func byPlace(a, b relation) int { return cmp.Compare(a.at, b.at) }

package refs

import "strings"

// readNotebook reads Jupyter notebooks (nbformat 3 and 4). Cells of Markdown
// are read as that, raw cells as what they say they are. Code, its comments and
// its output are left alone: the addresses in them are what a program deals
// with. Lists of references may go on from cell to cell.
func readNotebook(src *source, o Options) (content, error) {
	n := notebook{jsonScanner: jsonScanner{s: src.text}, o: o}
	n.tree = jsonTree{s: src.text, skip: wordSet(`outputs|attachments|output|input`)}
	for {
		switch t := n.next(); t.kind {
		case jsonEnd:
			return n.content, n.err(src.text)
		case jsonObject:
			n.object(0)
		}
	}
}

// A notebook is one that is being read.
type notebook struct {
	jsonScanner
	content
	o       Options
	tree    jsonTree // a cell, or what tells of the notebook
	numbers struct{ item, list, section int }
}

// object reads the notebook, or a worksheet of it.
func (n *notebook) object(level int) {
	for {
		name, t := n.member()
		switch {
		case t.kind == jsonClose || t.kind == jsonEnd:
			return
		case name == "cells" && t.kind == jsonArray:
			n.cells()
		case name == "worksheets" && t.kind == jsonArray && level == 0:
			for _, t := n.member(); t.kind != jsonClose && t.kind != jsonEnd; _, t = n.member() {
				switch t.kind {
				case jsonObject:
					n.object(1)
				case jsonArray:
					n.leave()
				}
			}
		default:
			n.tree.nodes = n.tree.nodes[:0]
			if n.tree.add(&n.jsonScanner, "", t, 0); name == "metadata" {
				if title := n.tree.field("title", "name"); title != "" {
					n.content.title = title
				}
			}
		}
	}
}

// cells reads the array of cells that is open.
func (n *notebook) cells() {
	for {
		_, t := n.member()
		if t.kind == jsonClose || t.kind == jsonEnd {
			return
		}
		n.tree.nodes = n.tree.nodes[:0]
		if n.tree.add(&n.jsonScanner, "", t, 0); t.kind == jsonObject {
			n.cell()
		}
	}
}

// cell reads the cell that the tree is.
func (n *notebook) cell() {
	x := &n.tree
	read := readText
	kind := x.field("cell_type")
	switch kind {
	case "markdown":
		read = readMarkdown
	case "raw":
		read = rawCell(x)
	case "heading":
	default:
		return
	}
	text := x.joined(x.member(0, "source"))
	if isVoid([]byte(text.text)) {
		return
	}
	if kind == "raw" {
		if length, title := frontMatter(text.text, &n.content); length > 0 && isVoid([]byte(text.text[length:])) {
			n.titled(title)
			return
		}
	}
	// What is wrong with a cell is no fault of the notebook.
	c, _ := read(&source{text: text.text}, n.o)
	switch kind {
	case "heading":
		for i := range c.passages {
			c.passages[i].kind, c.passages[i].level = heading, 1
		}
	case "markdown":
		n.titled(c.title)
	}
	n.append(c, &text)
}

// titled takes a title for that of the notebook if it has none.
func (n *notebook) titled(title string) {
	if n.content.title == "" {
		n.content.title = title
	}
}

// rawCell gives the reader of a raw cell by what its metadata call it.
func rawCell(x *jsonTree) func(*source, Options) (content, error) {
	meta := x.member(0, "metadata")
	switch x.text(x.member(meta, "raw_mimetype", "format")) {
	case "text/markdown":
		return readMarkdown
	case "text/html":
		return readHTML
	case "text/latex":
		return readTeX
	case "text/restructuredtext", "text/x-rst":
		return readRST
	case "text/asciidoc":
		return readAsciiDoc
	}
	return readText
}

// joined gives the text of a string, or of an array of its lines.
func (x *jsonTree) joined(i int) passage {
	w := newWeave()
	for k := range x.elements(i) {
		if n := &x.nodes[k]; n.kind == jsonString {
			w.putJSON(x.s[n.start:n.end], n.start)
		}
	}
	return passage{text: string(w.text), origins: w.origins}
}

// append adds what was read of a cell whose text is via.
func (n *notebook) append(c content, via *passage) {
	base, most := n.numbers, n.numbers
	n.cut = n.cut || c.cut
	for i := range c.passages {
		p := &c.passages[i]
		p.through(via)
		for _, number := range []struct {
			at, most *int
			base     int
		}{{&p.item, &most.item, base.item}, {&p.parent, &most.item, base.item}, {&p.list, &most.list, base.list}, {&p.section, &most.section, base.section}} {
			if *number.at > 0 {
				*number.at += number.base
				*number.most = max(*number.most, *number.at)
			}
		}
	}
	for i := range c.records {
		r := &c.records[i]
		r.reference.Pos.Offset = via.sourceAt(r.reference.Pos.Offset)
		for k := range r.passages {
			r.passages[k].through(via)
		}
	}
	n.numbers = most
	room := max(0, mostPieces-len(n.passages)-len(n.records))
	if len(c.passages)+len(c.records) > room {
		n.cut = true
		c.passages, c.records = c.passages[:min(room, len(c.passages))], nil
	}
	n.passages = append(n.passages, c.passages...)
	n.records = append(n.records, c.records...)
}

// through leads the places of a passage, which are those in the text of via,
// on to where that came from.
func (p *passage) through(via *passage) {
	var origins []origin
	for i, o := range p.origins {
		end := len(p.text)
		if i+1 < len(p.origins) {
			end = p.origins[i+1].text
		}
		origins = append(origins, origin{o.text, via.sourceAt(o.source)})
		for k := via.originAt(o.source) + 1; k < len(via.origins); k++ {
			v := via.origins[k]
			at := o.text + v.text - o.source
			if at >= end {
				break
			}
			origins = append(origins, origin{at, v.source})
		}
	}
	p.origins = origins
	for i := range p.anchors {
		p.anchors[i].source = via.sourceAt(p.anchors[i].source)
	}
}

// looksNotebook tells an object that has cells of a notebook or its version.
func looksNotebook(head string) bool {
	if !beginsJSON(head) {
		return false
	}
	j := jsonScanner{s: strings.TrimPrefix(head, "\uFEFF")}
	cells := false
	for {
		t := j.next()
		switch {
		case t.kind == jsonEnd:
			return false
		case t.kind != jsonName || j.open[0] != '{':
			continue
		}
		switch name := j.s[t.start:t.end]; {
		case len(j.open) == 1 && (name == "cells" || name == "worksheets"):
			cells = true
		case len(j.open) == 1 && name == "nbformat", cells && len(j.open) > 2 && name == "cell_type":
			return true
		}
	}
}

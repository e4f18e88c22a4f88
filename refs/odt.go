package refs

import (
	"bytes"
	"fmt"
	"strings"
)

// openODT reads a text of OpenDocument (ISO/IEC 26300, ODF 1.3), in an archive
// or flat, as one XML document: its text, notes, and the heads and feet of its
// pages, which stand around the text. Text that was deleted while changes are
// tracked, hidden text and remarks are not read.
func openODT(data []byte, _ Options) ([]part, error) {
	if isFlatODT(data) {
		p, err := readODTPart("", decode(data, "", true), newODTStyles())
		return []part{p}, err
	}
	a, err := openDocument(data, FormatODT, "ODT document")
	if err != nil {
		return nil, err
	}
	if strings.Contains(a.optional("META-INF/manifest.xml"), "encryption-data") {
		return nil, fmt.Errorf("%w: it is protected by a password; save it without one", ErrEncrypted)
	}
	known := newODTStyles()
	read := func(name string) (p part, err error) {
		src, err := a.text(name)
		if src == nil {
			return p, err
		}
		if err != nil {
			a.damaged(err)
		}
		if p, err = readODTPart(name, src, known); err != nil {
			a.damaged(fmt.Errorf("%s: %w", name, err))
		}
		return p, nil
	}
	var around part
	if a.has("styles.xml") { // it tells the styles that the text uses
		if around, err = read("styles.xml"); err != nil {
			return nil, err
		}
	}
	text, err := read("content.xml")
	if err != nil {
		return nil, err
	}
	text.content.title = betterTitle(elementText(a.optional("meta.xml"), "title"), text.content.title)
	parts := []part{text}
	if len(around.content.passages) > 0 {
		parts = append(parts, around)
	}
	return parts, a.damage
}

// isFlatODT tells a text of OpenDocument that is one XML document.
func isFlatODT(data []byte) bool {
	const enough = 4 << 10 // bytes
	head := data[:min(len(data), enough)]
	if !bytes.Contains(head, []byte(":document")) {
		return false
	}
	root, _, ok := xmlRoot(string(head))
	return ok && root.name == "document" && strings.Contains(root.attrs, "opendocument:xmlns:office") &&
		strings.HasPrefix(root.value("mimetype"), "application/vnd.oasis.opendocument.text")
}

// readODTPart reads one XML document; what it says of styles is known then.
func readODTPart(name string, src *source, styles *odtStyles) (part, error) {
	r := &odtReader{officeReader: newOfficeReader(src.text), styles: styles, ended: map[string]odtCount{}}
	r.format = r
	content, err := r.read()
	content.title = betterTitle(fold(r.title), content.title)
	return part{name: name, src: src, content: content}, err
}

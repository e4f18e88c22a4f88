package refs

import (
	"archive/zip"
	"bytes"
	"errors"
	"sort"
	"strings"
	"testing"
)

// FuzzReadArchive reads bytes as an archive, as one compressed file, and as
// parts of documents.
func FuzzReadArchive(f *testing.F) {
	body := para(`<w:pStyle w:val="Lit"/>`+numPr("1", "1"), "Aalto M. 2001. https://buoys.org/a?b&amp;c") + `<w:p><w:hyperlink r:id="r1" w:anchor="x"><w:r><w:t>it</w:t><w:footnoteReference w:id="2"/></w:r></w:hyperlink>` +
		`<w:fldSimple w:instr="HYPERLINK &quot;https://tides.org/&quot;"/><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK "https://tides.org/b" \l "c"</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>x</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>`
	f.Add([]byte(docxOf(body)), uint8(0))
	f.Add([]byte(`<x><w:p><w:p><w:footnote w:id="2"><w:p><w:tbl><w:tr><w:tc><w:p><w:t>10.1000/a URL:</w:t></w:p></w:tc><w:tc><w:p><mc:AlternateContent><mc:Choice><w:sdt><w:tag w:val="bibliography"/>`), uint8(0))
	f.Add([]byte(`<w:footnotes><w:footnote w:id="2"><w:p><w:r><w:t>Brandt K. 2002. https://tides.org/</w:t></w:r></w:p></w:footnote></w:footnotes>`), uint8(1))
	f.Add([]byte(docxStyles+docxLists+relationsXML(`<Relationship Id="r1" Type="hyperlink" Target="https://buoys.org/&#x41;" TargetMode="External"/><Relationship Id="f" Type="footnotes" Target="document.xml"/>`)), uint8(2))
	f.Add([]byte(odtOf(`<text:list text:style-name="L1"><text:list-item><text:p>Aalto M. 2001. <text:a xlink:href="https://buoys.org/">x<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>https://tides.org/ 2001 pp. 5</text:note-body></text:a></text:p>`)), uint8(3))
	f.Add([]byte(`<html><title/><p>See <a href="https://buoys.org/a">it</a> <script src="/>`), uint8(4))
	f.Add([]byte(`<package><dc:title>x</dc:title><item id="a" href="a%20b.html"/><itemref idref="a"/>`), uint8(5))
	f.Add(bookOf(f), uint8(6))
	f.Add(zipOf(f, zipped{"word/document.xml", docxOf(body)}), uint8(6))
	f.Add(gzipOf(f, []byte("See https://buoys.org/a there.\n")), uint8(6))
	f.Add([]byte("See https://buoys.org/a there.\n"), uint8(7))
	f.Fuzz(func(t *testing.T, data []byte, how uint8) {
		text := string(data)
		document := zipped{"word/document.xml", docxOf(body)}
		archiveOf := func(files ...zipped) []byte { return zipBy(t, zip.Store, files...) }
		var file []byte
		switch how % 8 {
		case 0:
			file = archiveOf(zipped{"word/document.xml", text}, zipped{"word/styles.xml", docxStyles}, zipped{"word/numbering.xml", docxLists}, zipped{"word/_rels/document.xml.rels", relationsXML(`<Relationship Id="r1" Type="hyperlink" Target="https://buoys.org/a"/>`)})
		case 1:
			file = archiveOf(document, zipped{"word/footnotes.xml", text}, zipped{"word/endnotes.xml", text}, zipped{"word/settings.xml", text})
		case 2:
			file = archiveOf(document, zipped{"word/styles.xml", text}, zipped{"word/numbering.xml", text}, zipped{"word/_rels/document.xml.rels", text}, zipped{"_rels/.rels", text}, zipped{"docProps/core.xml", text})
		case 3:
			file = archiveOf(zipped{"mimetype", odtMedia}, zipped{"content.xml", text}, zipped{"styles.xml", text})
		case 4:
			file = archiveOf(zipped{"mimetype", "application/epub+zip"}, zipped{"x.opf", `<package><item id="c" href="c.xhtml"/><itemref idref="c"/></package>`}, zipped{"c.xhtml", text})
		case 5:
			file = archiveOf(zipped{"META-INF/container.xml", text}, zipped{"x.opf", text}, zipped{"META-INF/encryption.xml", text}, zipped{"a b.html", "https://buoys.org/a"})
		case 6:
			file = data
		case 7:
			file = gzipOf(t, data)
		}
		doc, err := Read("x", file, Options{})
		if err != nil && !errors.Is(err, ErrSyntax) && !errors.Is(err, ErrEncrypted) && !errors.Is(err, ErrEmpty) && !errors.Is(err, ErrBinary) && !errors.Is(err, ErrTooLarge) {
			t.Fatal(err)
		}
		parts := map[string][]int{}
		for _, r := range doc.References {
			if strings.ContainsAny(r.Text, "\n\t") || !r.Listed && len(r.Links) != 1 {
				t.Errorf("reference %+v", r)
			}
			parts[r.Pos.Part] = append(parts[r.Pos.Part], r.Pos.Offset)
		}
		for name, places := range parts {
			if !sort.IntsAreSorted(places) {
				t.Errorf("references are not in order of place in %s", name)
			}
		}
		if how%8 == 6 || bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF")) || decode(data, "", true).charset != nil {
			return
		}
		// A link stands byte for byte where it says, unless markup parts it.
		files := map[string]string{"": text}
		if how%8 != 7 {
			files = unzip(t, file)
		}
		for _, r := range doc.References {
			for _, l := range r.Links {
				if l.Pos.Offset > len(files[l.Pos.Part]) || l.Pos.Line < 1 || l.Pos.Column < 1 {
					t.Fatalf("%q stands at %+v", l.Written, l.Pos)
				}
				rest := files[l.Pos.Part][l.Pos.Offset:]
				if len(rest) > len(l.Written) {
					rest = rest[:len(l.Written)]
				}
				if rest != l.Written && !strings.ContainsAny(rest, "&<]\\\"\t\r\n\f\v ") && !strings.ContainsAny(l.Written, " \t\n#") {
					t.Errorf("%q does not stand at %+v, but %q", l.Written, l.Pos, rest)
				}
			}
		}
	})
}

package refs

import (
	"errors"
	"strings"
	"testing"
)

const epubContainer = `<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`

// bookOf makes a book; its pages are one.xhtml, "two pages.xhtml" and c.xhtml, read
// in another order.
func bookOf(t testing.TB, more ...zipped) []byte {
	t.Helper()
	return zipOf(t, append([]zipped{
		{"mimetype", "application/epub+zip"}, {"META-INF/container.xml", epubContainer},
		{"OEBPS/book.opf", `<package xmlns:dc="dc"><metadata><dc:title>Buoys &amp; tides</dc:title><dc:source>https://no.org/</dc:source></metadata><manifest>
<item id="a" href="text/one.xhtml" media-type="application/xhtml+xml"/><item id="b" href="text/two%20pages.xhtml" media-type="application/xhtml+xml"/><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/><item id="p" href="p.png" media-type="image/png"/></manifest>
<spine><itemref idref="c"/><itemref idref="a"/><itemref idref="b"/><itemref idref="a"/><itemref idref="p"/><itemref idref="x"/></spine></package>`},
		{"OEBPS/text/one.xhtml", `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="a.js"/></head><body><p>See <a href="https://buoys.org/?a&amp;b">the buoys</a>, <a href="two%20pages.xhtml#n1">1</a> and <a href="../c.xhtml">c</a>.</p></body></html>`},
		{"OEBPS/text/two pages.xhtml", `<html><head><title>Two</title></head><body>
<h2>References</h2><ol><li>Aalto M. Drift of buoys. 2001. https://buoys.org/1</li><li>Brandt K. Tides of ports. 2002. https://tides.org/2</li></ol></body></html>`},
		{"OEBPS/c.xhtml", "<html><body><p>First https://first.org/ of all.</p></body></html>"},
	}, more...)...)
}

func TestReadEPUB(t *testing.T) {
	const want = `~ First https://first.org/ of all. <https://first.org/>
~ See the buoys, 1 and c. <https://buoys.org/?a&b>
[1] Aalto M. Drift of buoys. 2001. https://buoys.org/1 <https://buoys.org/1>
[2] Brandt K. Tides of ports. 2002. https://tides.org/2 <https://tides.org/2>
`
	fonts := zipped{"META-INF/encryption.xml", `<encryption><enc:EncryptedData><enc:EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/><enc:CipherReference URI="OEBPS/c.xhtml"/></enc:EncryptedData></encryption>`}
	for name, data := range map[string][]byte{"plain": bookOf(t), "fonts": bookOf(t, fonts)} {
		doc, err := Read("a.epub", data, Options{BaseURL: "https://fetched.org/a.epub"})
		if err != nil || doc.Format != FormatEPUB || doc.Title != "Buoys & tides" || outline(doc) != want {
			t.Errorf("%s: %s, %q, %v:\n%s", name, doc.Format, doc.Title, err, outline(doc))
			continue
		}
		checkParts(t, data, doc)
		if p := doc.References[3].Pos; p.Part != "OEBPS/text/two pages.xhtml" || p.Line != 2 {
			t.Errorf("%+v", p)
		}
	}
	locked := strings.ReplaceAll(fonts.text, "http://www.idpf.org/2008/embedding", "http://www.w3.org/2001/04/xmlenc#aes256-cbc")
	if _, err := Read("a.epub", bookOf(t, zipped{"META-INF/encryption.xml", locked}), Options{}); !errors.Is(err, ErrEncrypted) || !strings.Contains(err.Error(), "locked by rights management") {
		t.Error(err)
	}
}

func TestReadEPUBDamaged(t *testing.T) {
	page := zipped{"c.xhtml", "<html><body><p>First https://first.org/ of all.</p></body></html>"}
	list := zipped{"x.opf", `<package><manifest><item id="c" href="c.xhtml"/><item id="d" href="d.xhtml"/></manifest><spine><itemref idref="c"/><itemref idref="d"/></spine></package>`}
	media := zipped{"mimetype", "application/epub+zip"}
	for name, c := range map[string]struct {
		files []zipped
		links int
		says  string
	}{
		"a page is missing":    {[]zipped{media, page, list}, 1, "d.xhtml is not in it"},
		"no container":         {[]zipped{media, page, list, {"d.xhtml", "<p>x"}}, 1, ""},
		"no list":              {[]zipped{media, page}, 0, "the book does not tell its pages"},
		"no pages":             {[]zipped{media, {"x.opf", "<package/>"}}, 0, "no pages that can be read"},
		"container leads away": {[]zipped{media, page, list, {"META-INF/container.xml", `<rootfile full-path="../../etc/passwd"/>`}, {"d.xhtml", ""}}, 1, ""},
	} {
		doc, err := Read("a.epub", zipOf(t, c.files...), Options{})
		if (err == nil) != (c.says == "") || err != nil && (!errors.Is(err, ErrSyntax) || !strings.Contains(err.Error(), c.says)) || len(doc.References) != c.links {
			t.Errorf("%s: %d, %v", name, len(doc.References), err)
		}
	}
}

func BenchmarkReadEPUB(b *testing.B) {
	var body strings.Builder
	for line := range strings.Lines(referenceText(benchmarkSize)) {
		_, line, _ = strings.Cut(strings.TrimSpace(line), "] ")
		body.WriteString("<li><p>" + strings.ReplaceAll(line, "&", "&amp;") + "</p></li>\n")
	}
	text := "<html><body><h2>References</h2><ol>" + body.String() + "</ol></body></html>"
	data := zipOf(b, zipped{"mimetype", "application/epub+zip"}, zipped{"x.opf", `<package><manifest><item id="c" href="c.xhtml"/></manifest><spine><itemref idref="c"/></spine></package>`}, zipped{"c.xhtml", text})
	benchmarkRead(b, FormatEPUB, string(data))
	b.SetBytes(int64(len(text))) // unpacked
}

package refs

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// A zipped is a file for an archive that a test makes.
type zipped struct{ name, text string }

func zipOf(t testing.TB, files ...zipped) []byte {
	t.Helper()
	return zipBy(t, zip.Deflate, files...)
}

// zipBy makes an archive by a method of compression.
func zipBy(t testing.TB, method uint16, files ...zipped) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: method})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, f.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// unzip gives the files of an archive.
func unzip(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(text)
	}
	return files
}

// checkParts wants every link to stand in the part and at the place where it
// says, character references resolved.
func checkParts(t *testing.T, data []byte, doc Document) {
	t.Helper()
	files := unzip(t, data)
	for _, r := range doc.References {
		for _, l := range r.Links {
			text, ok := files[l.Pos.Part]
			if !ok || l.Pos.Offset > len(text) {
				t.Errorf("%q stands at %+v, which is nowhere", l.Written, l.Pos)
				continue
			}
			if rest := unescapeXML(text[l.Pos.Offset:]); !strings.HasPrefix(rest, l.Written) {
				t.Errorf("%q does not stand at %+v, but %.60q", l.Written, l.Pos, rest)
			}
			if before := text[:l.Pos.Offset]; l.Pos.Line != 1+strings.Count(before, "\n") || l.Pos.Column != l.Pos.Offset-strings.LastIndex(before, "\n") {
				t.Errorf("%q: %+v does not agree with itself", l.Written, l.Pos)
			}
		}
	}
}

func TestReadArchiveForeign(t *testing.T) {
	types := func(s string) zipped {
		return zipped{"[Content_Types].xml", `<Types><Override ContentType="` + s + `"/></Types>`}
	}
	encrypted := func(data []byte) []byte {
		for _, mark := range []string{"PK\x03\x04", "PK\x01\x02"} {
			skip := map[string]int{"PK\x03\x04": 6, "PK\x01\x02": 8}[mark]
			for at := 0; ; {
				i := bytes.Index(data[at:], []byte(mark))
				if i < 0 {
					break
				}
				data[at+i+skip] |= 1
				at += i + 4
			}
		}
		return data
	}
	compound := "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600)
	wide := func(s string) string {
		var b strings.Builder
		for _, c := range []byte(s) {
			b.WriteByte(c)
			b.WriteByte(0)
		}
		return b.String()
	}
	docx := zipOf(t, zipped{"word/document.xml", docxOf(`<w:p><w:r><w:t>See http://a.org/ there.</w:t></w:r></w:p>`)})
	for name, c := range map[string]struct {
		data []byte
		o    Options
		is   error
		says string
	}{
		"workbook":         {zipOf(t, types("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")), Options{}, ErrBinary, "Excel workbook; save its text as"},
		"slides":           {zipOf(t, types("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml")), Options{}, ErrBinary, "PowerPoint"},
		"ods":              {zipOf(t, zipped{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}), Options{}, ErrBinary, "an OpenDocument spreadsheet"},
		"pages":            {zipOf(t, zipped{"Index/Document.iwa", "x"}), Options{}, ErrBinary, "export it as .docx"},
		"any zip":          {zipOf(t, zipped{"a.txt", "http://a.org/"}), Options{}, ErrBinary, "a zip archive; unpack it"},
		"empty zip":        {zipOf(t), Options{}, ErrBinary, "a zip archive without files"},
		"asked for":        {zipOf(t, zipped{"a.txt", "http://a.org/"}), Options{Format: FormatDOCX}, ErrBinary, "it is no DOCX document, but a zip archive"},
		"another":          {docx, Options{Format: FormatODT}, ErrBinary, "it is no ODT document, but docx"},
		"no archive":       {[]byte("Text http://a.org/"), Options{Format: FormatEPUB}, ErrBinary, "it is no EPUB book, which is a zip archive"},
		"as text":          {docx, Options{Format: FormatText}, ErrBinary, "leave out the format"},
		"half":             {docx[:len(docx)/2], Options{}, ErrSyntax, "missing or broken; get a whole copy"},
		"password of zip":  {encrypted(zipOf(t, zipped{"word/document.xml", docxOf("")})), Options{}, ErrEncrypted, "protected by a password; save it without one"},
		"password of Word": {[]byte(compound + wide("EncryptedPackage")), Options{}, ErrEncrypted, "protected by a password"},
		"password, asked":  {[]byte(compound + wide("EncryptedPackage")), Options{Format: FormatDOCX}, ErrEncrypted, "protected by a password"},
		"old Word":         {[]byte(compound + wide("WordDocument")), Options{}, ErrBinary, "Word 97-2003 (.doc); save it as .docx"},
		"old Excel":        {[]byte(compound + wide("Workbook")), Options{}, ErrBinary, "Excel or PowerPoint"},
		"old office":       {[]byte(compound), Options{}, ErrBinary, "old document of an office program"},
		"ODT with a password": {zipOf(t, zipped{"mimetype", "application/vnd.oasis.opendocument.text"}, zipped{"content.xml", "\x00\x01"},
			zipped{"META-INF/manifest.xml", `<manifest:manifest><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`}), Options{}, ErrEncrypted, "protected by a password"},
		"without a text": {zipOf(t, types("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml")), Options{}, ErrSyntax, "word/document.xml is not in it"},
	} {
		doc, err := Read("x", c.data, c.o)
		if !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if len(doc.References) != 0 {
			t.Errorf("%s: %+v", name, doc)
		}
	}
}

func TestReadArchiveNames(t *testing.T) {
	docx := zipOf(t, zipped{"word/document.xml", docxOf(`<w:p><w:r><w:t>See http://a.org/ there.</w:t></w:r></w:p>`)})
	for name, warning := range map[string]string{
		"a.docx": "", "a.DOCM": "", "a.txt": "Its name ends in .txt, but it is docx and was read as that.", "a.odt": "Its name ends in .odt, but", "a.zip": "", "-": "",
	} {
		doc, err := Read(name, docx, Options{})
		if err != nil || doc.Format != FormatDOCX || len(doc.References) != 1 || !strings.HasPrefix(strings.Join(doc.Warnings, " "), warning) || (warning == "") != (len(doc.Warnings) == 0) {
			t.Errorf("%s: %s, %d references, %q, %v", name, doc.Format, len(doc.References), doc.Warnings, err)
		}
	}
	if doc, err := Read("a.docx", []byte("Text http://a.org/ of no program."), Options{}); err != nil || doc.Format != FormatText || len(doc.Warnings) != 1 {
		t.Errorf("%s, %q, %v", doc.Format, doc.Warnings, err)
	}
	for _, name := range []string{"a.docx", "a.odt", "a.epub", "a.fodt", "a.dotx"} {
		if !Recognized(name, func() []byte { return nil }) {
			t.Error(name)
		}
	}
	// Names with backslashes and in other cases are those of other programs.
	doc, err := Read("a.docx", zipOf(t, zipped{`Word\Document.XML`, docxOf(`<w:p><w:r><w:t>See http://a.org/ there.</w:t></w:r></w:p>`)}), Options{})
	if err != nil || len(doc.References) != 1 {
		t.Errorf("%+v, %v", doc, err)
	}
}

func TestReadArchiveDamaged(t *testing.T) {
	var body strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&body, `<w:p><w:r><w:t>Buoy %d is at http://buoys.org/%x there.</w:t></w:r></w:p>`, i*i*7919%10007, i*i*104729)
	}
	document := zipped{"word/document.xml", docxOf(body.String())}
	notes := zipped{"word/footnotes.xml", `<w:footnotes xmlns:w="w"><w:footnote w:id="1"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote></w:footnotes>`}
	whole := zipOf(t, document, notes)

	crc := bytes.Clone(whole)
	central := bytes.Index(crc, []byte(directoryMark))
	binary.LittleEndian.PutUint32(crc[central+16:], 12345)
	// Go writes the checksum behind the content too.
	if doc, err := Read("a.docx", crc, Options{}); !errors.Is(err, ErrSyntax) || !strings.Contains(err.Error(), "word/document.xml cannot be unpacked (zip: checksum error)") || len(doc.References) != 0 {
		t.Errorf("a wrong checksum: %d references, %v", len(doc.References), err)
	}

	broken := bytes.Clone(whole)
	for k := range 8 {
		broken[central/2+k] ^= 0x5A
	}
	if doc, err := Read("a.docx", broken, Options{}); !errors.Is(err, ErrSyntax) || len(doc.References) != 0 {
		t.Errorf("broken in the middle: %d references, %v", len(doc.References), err)
	}

	twice := zipOf(t, document, notes, zipped{"word/DOCUMENT.xml", "other"})
	if doc, err := Read("a.docx", twice, Options{}); !errors.Is(err, ErrSyntax) || !strings.Contains(err.Error(), "two files in it have the name word/DOCUMENT.xml") || len(doc.References) != 2000 {
		t.Errorf("a name twice: %d references, %v", len(doc.References), err)
	}

	method := bytes.Clone(whole)
	method[central+10], method[8] = 99, 99
	if _, err := Read("a.docx", method, Options{}); !errors.Is(err, ErrSyntax) || !strings.Contains(err.Error(), "compressed by a method (99) that documents do not use") {
		t.Errorf("an unknown method: %v", err)
	}

	lie := bytes.Clone(whole)
	binary.LittleEndian.PutUint32(lie[central+24:], 1<<31-1)
	if _, err := Read("a.docx", lie, Options{}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too great a promise: %v", err)
	}
	binary.LittleEndian.PutUint32(lie[central+24:], 10)
	if doc, err := Read("a.docx", lie, Options{}); !errors.Is(err, ErrSyntax) {
		t.Errorf("too small a promise: %d references, %v", len(doc.References), err)
	}
}

// deflated compresses text that is repeated so many times, without doing it.
func deflated(t *testing.T, text string, times int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(w, text)
	w.Flush() // what follows may be put behind it as it is
	once := bytes.Clone(b.Bytes())
	b.Reset()
	w.Close()
	return append(bytes.Repeat(once, times), b.Bytes()...)
}

func TestReadArchiveBombs(t *testing.T) {
	skipLarge(t)
	// Ten gigabytes of zeros.
	const size = 10 << 30
	packed := deflated(t, strings.Repeat("\x00", 1<<20), size>>20)
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	w, err := z.CreateRaw(&zip.FileHeader{Name: "word/document.xml", Method: zip.Deflate, UncompressedSize64: size, CompressedSize64: uint64(len(packed))})
	if err != nil {
		t.Fatal(err)
	}
	w.Write(packed)
	z.Close()
	one := bomb.Bytes()
	central := bytes.Index(one, []byte(directoryMark))
	lying := bytes.Clone(one)
	binary.LittleEndian.PutUint32(lying[central+24:], 1000) // it says that it is small

	// Each of many files is small enough, all of them are not.
	big := strings.Repeat("<p>Buoys drift.</p>", 3<<20/19)
	files := []zipped{
		{"mimetype", "application/epub+zip"},
		{"META-INF/container.xml", `<container><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>`},
	}
	var manifest, spine strings.Builder
	for i := range 40 {
		name := fmt.Sprintf("c%d.xhtml", i)
		fmt.Fprintf(&manifest, `<item id="i%d" href="%s" media-type="application/xhtml+xml"/>`, i, name)
		fmt.Fprintf(&spine, `<itemref idref="i%d"/>`, i)
		files = append(files, zipped{name, "<html>" + big})
	}
	files = append(files, zipped{"c.opf", `<package><manifest>` + manifest.String() + `</manifest><spine>` + spine.String() + `</spine></package>`})

	var many bytes.Buffer
	z = zip.NewWriter(&many)
	for i := range mostFiles + 1 {
		z.CreateHeader(&zip.FileHeader{Name: fmt.Sprint(i)})
	}
	z.Close()

	for name, data := range map[string][]byte{
		"one file": one, "one that lies": lying, "many files": zipOf(t, files...), "a list": many.Bytes(),
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		_, err := Read("a.docx", data, Options{})
		runtime.ReadMemStats(&after)
		if !errors.Is(err, ErrTooLarge) && !(name == "one that lies" && errors.Is(err, ErrSyntax)) {
			t.Errorf("%s: %v", name, err)
		}
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 300 {
			t.Errorf("%s: %d MB were asked for", name, used)
		}
	}

	// An archive in a document is not opened.
	nested := zipOf(t, zipped{"word/document.xml", docxOf(`<w:p><w:r><w:t>See http://a.org/ there.</w:t></w:r></w:p>`)}, zipped{"word/embeddings/a.docx", string(one)})
	if doc, err := Read("a.docx", nested, Options{}); err != nil || len(doc.References) != 1 {
		t.Errorf("%+v, %v", doc, err)
	}
}

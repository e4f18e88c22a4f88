package refs

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

func gzipOf(t testing.TB, members ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, m := range members {
		w := gzip.NewWriter(&b)
		if _, err := w.Write(m); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// unpacked gives doc as it is of a document that was compressed: no bytes on disk
// are what is written.
func unpacked(doc Document) Document {
	for i := range doc.References {
		for k := range doc.References[i].Links {
			doc.References[i].Links[k].Length = 0
		}
	}
	return doc
}

// A document that is compressed gives what it would give plain.
func TestReadGzip(t *testing.T) {
	page := "<!DOCTYPE html><title>T</title><p>See <a href='https://buoys.org/?a&amp;b'>it</a>."
	docx := string(zipOf(t, zipped{"word/document.xml", docxOf(para("", "See https://buoys.org/a there."))}))
	for name, text := range map[string]string{
		"a.txt": "See https://buoys.org/a there.\n", "a.html": page, "a.xml": sitemapText, "a.bib": "@misc{k, url={https://buoys.org/a}}", "a.md": "See [it](https://buoys.org/a).",
		"http://a.org/x": page, "a.docx": docx, "-": "https://buoys.org/a\nhttps://tides.org/b\n", "a.urls": string(utf16Bytes("https://buoys.org/a\n", false)),
	} {
		want, err := Read(name, []byte(text), Options{})
		if err != nil {
			t.Fatal(name, err)
		}
		data := gzipOf(t, []byte(text[:len(text)/2]), []byte(text[len(text)/2:]))
		want.Path = name + ".gz"
		want = unpacked(want)
		for how, got := range map[string]func() (Document, error){
			"read": func() (Document, error) { return Read(name+".gz", data, Options{}) },
			"streamed": func() (Document, error) {
				return ReadFrom(name+".gz", iotest.OneByteReader(bytes.NewReader(data)), Options{})
			},
			"padded": func() (Document, error) {
				return ReadFrom(name+".gz", bytes.NewReader(append(bytes.Clone(data), make([]byte, 600)...)), Options{})
			},
		} {
			doc, err := got()
			if err != nil {
				t.Errorf("%s, %s: %v", name, how, err)
			}
			if d := cmp.Diff(want, doc); d != "" {
				t.Errorf("%s, %s (-plain +compressed):\n%s", name, how, d)
			}
		}
	}
	for name, c := range map[string]struct {
		want   Format
		warned string
	}{
		"a.html.gz": {FormatHTML, ""}, "a.GZ": {FormatHTML, ""}, "a.bib.gz": {FormatHTML, "Its name ends in .bib, but it is html and was read as that."},
		"a.html": {FormatHTML, "It is compressed with gzip, which its name does not say."}, "a": {FormatHTML, ""},
	} {
		doc, err := Read(name, gzipOf(t, []byte(page)), Options{})
		if err != nil || doc.Format != c.want || strings.Join(doc.Warnings, " ") != c.warned {
			t.Errorf("%s: %s, %q, %v", name, doc.Format, doc.Warnings, err)
		}
	}
	if _, err := Read("a.txt.gz", gzipOf(t, gzipOf(t, []byte(page))), Options{}); !errors.Is(err, ErrBinary) || !strings.Contains(err.Error(), "application/gzip; unpack it first") {
		t.Error(err)
	}
	head := func() []byte { return gzipOf(t, []byte(sitemapText)) }
	if !Recognized("x.md.gz", head) || !Recognized("dump.XML.gz", head) || Recognized("x.gz", head) || Recognized("x.go.gz", head) || Recognized("x.tar.gz", head) || Recognized("x.xml.gz", func() []byte { return []byte("<a/>") }) {
		t.Error("Recognized")
	}
}

// What could be read of half a file is there, and the error says that it is not
// whole. Of a file that is wrong somewhere, nothing is taken for what it says.
func TestReadGzipDamaged(t *testing.T) {
	var text strings.Builder
	text.WriteString("References\n\n")
	text.WriteString(referenceText(1 << 20))
	whole := gzipOf(t, []byte(text.String()))
	plain, _ := Read("a.txt", []byte(text.String()), Options{})
	all := len(plain.References)
	broken := func(at int) []byte {
		data := bytes.Clone(whole)
		for k := range 8 {
			data[at+k] ^= 0xA5
		}
		return data
	}
	for name, c := range map[string]struct {
		data        []byte
		least, most int
		says        string
	}{
		"truncated":          {whole[:len(whole)/2], all / 3, all * 2 / 3, "the compressed file ends too early; get a whole copy"},
		"without its end":    {whole[:len(whole)-4], all, all, "ends too early"},
		"wrong checksum":     {broken(len(whole) - 8), 0, 0, "the checksum of the compressed file is wrong"},
		"broken":             {broken(len(whole) / 2), 0, 0, "the compressed file is "},
		"only a head":        {whole[:10], 0, 0, "ends too early"},
		"not even that":      {whole[:2], 0, 0, "ends too early"},
		"another way":        {append([]byte("\x1F\x8B\x07"), whole[3:]...), 0, 0, "the compressed file is broken"},
		"second one damaged": {append(bytes.Clone(whole), whole[:len(whole)/3]...), all, all * 5 / 3, "ends too early"},
	} {
		for how, read := range map[string]func() (Document, error){
			"read":     func() (Document, error) { return Read("a.txt.gz", c.data, Options{}) },
			"streamed": func() (Document, error) { return ReadFrom("a.txt.gz", bytes.NewReader(c.data), Options{}) },
		} {
			doc, err := read()
			if !errors.Is(err, ErrSyntax) || !strings.Contains(err.Error(), c.says) || !strings.HasPrefix(err.Error(), "read a.txt.gz: ") {
				t.Errorf("%s, %s: %v", name, how, err)
			}
			if n := len(doc.References); n < c.least || n > c.most {
				t.Errorf("%s, %s: %d references of %d", name, how, n, all)
			}
		}
	}
	fire := errors.New("disk on fire")
	if doc, err := ReadFrom("a.txt.gz", io.MultiReader(bytes.NewReader(whole[:len(whole)/2]), iotest.ErrReader(fire)), Options{}); !errors.Is(err, fire) || len(doc.References) > 0 {
		t.Errorf("%d references, %v", len(doc.References), err)
	}
}

// A stream of any length is read in little memory, and one of nothing is
// refused.
func TestReadGzipStream(t *testing.T) {
	skipLarge(t)
	lines := longText(8 << 20)
	packed := gzipOf(t, lines)
	copies := (80 << 20) / len(lines)
	var most uint64
	streams := make([]io.Reader, 0, 2*copies)
	for range copies {
		streams = append(streams, bytes.NewReader(packed), readerFunc(func([]byte) (int, error) {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
			return 0, io.EOF
		}))
	}
	doc, err := ReadFrom("a.txt.gz", io.MultiReader(streams...), Options{})
	if err != nil || len(doc.References) < 3000*copies {
		t.Fatalf("%d references, %v", len(doc.References), err)
	}
	if most > 200<<20 { // it holds what was found, too
		t.Errorf("%d MB of memory", most>>20)
	}

	zeros := deflated(t, strings.Repeat("buoys drift\n", 1<<16), 8<<30/(12<<16))
	bomb := append([]byte("\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\x03"), zeros...)
	for name, f := range map[string]Format{"a.txt.gz": FormatText, "a.html.gz": FormatHTML} {
		if _, err := ReadFrom(name, bytes.NewReader(bomb), Options{Format: f}); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := Read(name, bomb, Options{}); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// BenchmarkReadGzip reads 64 MB of prose, compressed, in windows.
func BenchmarkReadGzip(b *testing.B) {
	data := longText(64 << 20)
	packed := gzipOf(b, data)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := ReadFrom("tides.txt.gz", bytes.NewReader(packed), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

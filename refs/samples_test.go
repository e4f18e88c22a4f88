package refs

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

// A sample is one of the documents that the program's tests read.
type sample struct {
	name   string
	format Format
}

// samples lists all of them, so that a new one is not left out of the laws below.
var samples = []sample{
	{name: "article.html", format: FormatHTML},
	{name: "article.txt", format: FormatText},
	{name: "links.txt", format: FormatURLs},
	{name: "paper.md", format: FormatMarkdown},
	{name: "references.bib", format: FormatBibTeX},
	{name: "formats/book.epub", format: FormatEPUB},
	{name: "formats/feed.atom", format: FormatFeed},
	{name: "formats/feed.rss", format: FormatFeed},
	{name: "formats/guide.adoc", format: FormatAsciiDoc},
	{name: "formats/guide.rst", format: FormatRST},
	{name: "formats/head.html", format: FormatHTML},
	{name: "formats/journal.html", format: FormatHTML},
	{name: "formats/library.bibjson.json", format: FormatBibJSON},
	{name: "formats/library.csl.json", format: FormatCSL},
	{name: "formats/library.endnote.xml", format: FormatEndNote},
	{name: "formats/library.nbib", format: FormatNBIB},
	{name: "formats/library.ris", format: FormatRIS},
	{name: "formats/locked.pdf", format: FormatPDF},
	{name: "formats/notebook.ipynb", format: FormatNotebook},
	{name: "formats/paper.bbl", format: FormatTeX},
	{name: "formats/paper.docx", format: FormatDOCX},
	{name: "formats/paper.jats.xml", format: FormatJATS},
	{name: "formats/paper.odt", format: FormatODT},
	{name: "formats/paper.pdf", format: FormatPDF},
	{name: "formats/paper.qmd", format: FormatMarkdown},
	{name: "formats/paper.tei.xml", format: FormatTEI},
	{name: "formats/paper.tex", format: FormatTeX},
	{name: "formats/post.mdx", format: FormatMarkdown},
	{name: "formats/sitemap.xml", format: FormatSitemap},
	{name: "formats/tides.md.gz", format: FormatMarkdown},
}

// data gives the document as it lies on disk.
func (s *sample) data(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../testdata", s.name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// read reads the document under a name. ok is false if there is nothing to see:
// it is locked, or this build reads no PDF.
func (s *sample) read(t *testing.T, name string, data []byte) (doc Document, ok bool) {
	t.Helper()
	doc, err := Read(name, data, Options{BaseURL: "http://base.org/dir/"})
	if err == nil {
		return doc, true
	}
	if s.format != FormatPDF || !errors.Is(err, ErrEncrypted) && !strings.Contains(err.Error(), "this build") {
		t.Errorf("%s: %v", name, err)
	}
	return doc, false
}

func TestSamplesAreListed(t *testing.T) {
	listed := map[string]bool{}
	for _, s := range samples {
		listed[s.name] = true
	}
	for _, pattern := range []string{"*.*", "formats/*"} {
		files, err := filepath.Glob(filepath.Join("../testdata", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if name := strings.TrimPrefix(filepath.ToSlash(file), "../testdata/"); !listed[name] {
				t.Errorf("%s is not among the samples", name)
			}
		}
	}
}

// TestDetectSamples holds that each document is told by its name, by what it
// holds under names that say nothing, little or something wrong, compressed or
// not, and that a search of directories finds it.
func TestDetectSamples(t *testing.T) {
	for _, s := range samples {
		data, r := s.data(t), readerOf(s.format)
		names := map[string]Format{s.name: s.format, strings.ToUpper(s.name): s.format, "x.txt": FormatText, "x.bib": FormatBibTeX}
		for _, silent := range []string{"-", "x", "x.dat", "http://a.org/x"} {
			names[silent] = s.format
		}
		if r.open != nil || slices.Contains(r.borrowed, ".txt") {
			names["x.txt"] = s.format
		}
		if r.open != nil || r.strict {
			names["x.bib"] = s.format
		}
		if s.format == FormatPDF { // which takes its time
			names = map[string]Format{s.name: s.format, "x.bib": s.format}
		}
		for name, want := range names {
			s.detects(t, name, data, want)
			if !isGzip(data) {
				s.detects(t, name+".gz", gzipOf(t, data), want)
				s.detects(t, name, gzipOf(t, data), want)
			}
		}
		found := map[string][]byte{s.name: data}
		if !isGzip(data) {
			found[s.name+".GZ"] = gzipOf(t, data)
		}
		for name, data := range found {
			if head := data[:min(len(data), 8<<10)]; !Recognized(name, func() []byte { return head }) {
				t.Errorf("a search of directories does not find %s", name)
			}
		}
	}
}

// detects wants the document to be told under a name.
func (s *sample) detects(t *testing.T, name string, data []byte, want Format) {
	t.Helper()
	if doc, _ := s.read(t, name, data); doc.Format != want {
		t.Errorf("%s under the name %s (compressed: %v): %s, want %s", s.name, name, isGzip(data), doc.Format, want)
	}
}

// TestLawsOfSamples holds what is true of every document that is read.
func TestLawsOfSamples(t *testing.T) {
	for _, s := range samples {
		data := s.data(t)
		doc, ok := s.read(t, s.name, data)
		if !ok {
			continue
		}
		if len(doc.References) == 0 {
			t.Errorf("%s: no references", s.name)
		}
		text := data
		if isGzip(data) {
			text = gunzipHead(data)
		}
		s.checkPlaces(t, text, doc)
		checkBounds(t, s.name, doc)
		if s.format == FormatPDF && pdfSlow {
			continue
		}
		again, _ := s.read(t, s.name, data)
		if diff := cmp.Diff(doc, again); diff != "" {
			t.Errorf("%s: read twice (-first +second):\n%s", s.name, diff)
		}
		if !isGzip(data) {
			packed, _ := s.read(t, s.name+".gz", gzipOf(t, data))
			packed.Path = doc.Path
			if diff := cmp.Diff(unpacked(doc), packed); diff != "" {
				t.Errorf("%s: compressed (-plain +compressed):\n%s", s.name, diff)
			}
		}
	}
}

// checkPlaces wants every link to stand where it says, as far as its first
// piece of markup, and references to be in order of place in each text of the
// document.
func (s *sample) checkPlaces(t *testing.T, data []byte, doc Document) {
	t.Helper()
	files := map[string]string{"": string(data)}
	if isZip(data) {
		files = unzip(t, data)
	}
	last := map[string]Position{}
	for _, r := range doc.References {
		if before := last[r.Pos.Part]; r.Pos.Offset < before.Offset || r.Pos.Page < before.Page {
			t.Errorf("%s: %+v is behind %+v", s.name, r.Pos, before)
		}
		last[r.Pos.Part] = r.Pos
		for i, l := range r.Links {
			text, ok := files[l.Pos.Part]
			switch paged := s.format == FormatPDF; {
			case !ok || paged != (l.Pos.Page > 0) || paged == (l.Pos.Line > 0):
				t.Errorf("%s: %q stands at %+v", s.name, l.Written, l.Pos)
				continue
			case paged:
				continue
			case l.Pos.Part == r.Pos.Part && i > 0 && r.Links[i-1].Pos.Part == l.Pos.Part && r.Links[i-1].Pos.Offset > l.Pos.Offset:
				t.Errorf("%s: %q stands before the link before it", s.name, l.Written)
			}
			before, at := text[:l.Pos.Offset], text[l.Pos.Offset:]
			if l.Pos.Line != 1+strings.Count(before, "\n") || l.Pos.Column != l.Pos.Offset-strings.LastIndex(before, "\n") {
				t.Errorf("%s: %+v does not agree with itself", s.name, l.Pos)
			}
			if want := 1 + len(utf16.Encode([]rune(strings.TrimPrefix(before[strings.LastIndex(before, "\n")+1:], "\uFEFF")))); l.Pos.Column16 != want {
				t.Errorf("%s: %q stands at column %d as editors count, not %d", s.name, l.Written, want, l.Pos.Column16)
			}
			if verbatim := strings.HasPrefix(at, l.Written); l.Length != 0 && (!verbatim || l.Length != len(l.Written)) || l.Length == 0 && verbatim && l.Written != "" && l.Pos.Part == "" && !strings.HasSuffix(s.name, ".gz") {
				t.Errorf("%s: %q is said to be %d bytes of %.60q", s.name, l.Written, l.Length, at)
			}
			written, n := strings.TrimPrefix(l.Written, "http://base.org"), 0
			for n < min(len(at), len(written)) && at[n] == written[n] {
				n++
			}
			if n < len(written) && !strings.ContainsAny(at[max(n-2, 0):n+1], "\\&{%<\n") {
				t.Errorf("%s: %q does not stand at %+v, but %.60q", s.name, l.Written, l.Pos, at)
			}
		}
	}
}

// checkBounds wants references to tell something, and not more than a person
// reads.
func checkBounds(t *testing.T, name string, doc Document) {
	t.Helper()
	if len(doc.Title) > longestTitle || fold(doc.Title) != doc.Title {
		t.Errorf("%s: its title is %q", name, doc.Title)
	}
	for _, r := range doc.References {
		if r.Text == "" && len(r.Links) == 0 || !r.Listed && len(r.Links) == 0 || fold(r.Text) != r.Text {
			t.Errorf("%s: reference %+v", name, r)
		}
		if len(r.Title) > longestTitle || fold(r.Title) != r.Title || len(r.Authors) > mostAuthors || r.Year != 0 && (r.Year < firstYear || r.Year > finalYear) {
			t.Errorf("%s: %q by %d authors in %d", name, r.Title, len(r.Authors), r.Year)
		}
		for _, author := range r.Authors {
			if author == "" || len(author) > longestAuthor || fold(author) != author {
				t.Errorf("%s: author %q", name, author)
			}
		}
	}
}

// TestReadSamplesAtOnce holds that readers share nothing that they change.
func TestReadSamplesAtOnce(t *testing.T) {
	alone := make([]Document, len(samples))
	for i, s := range samples {
		if s.format != FormatPDF || !pdfSlow {
			alone[i], _ = s.read(t, s.name, s.data(t))
		}
	}
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			for k := range samples {
				i := (k + 4*g) % len(samples) // different ones at a time
				s := &samples[i]
				if s.format == FormatPDF && (pdfSlow || g > 1) {
					continue
				}
				if doc, _ := s.read(t, s.name, s.data(t)); !cmp.Equal(doc, alone[i]) {
					t.Errorf("%s is not as it is alone", s.name)
				}
			}
		})
	}
	all.Wait()
}

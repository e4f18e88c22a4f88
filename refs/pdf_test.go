//go:build !nopdf

package refs

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klippa-app/go-pdfium/requests"
	"go.uber.org/goleak"
)

// wordsOfPaper is a paragraph of running text.
var wordsOfPaper = []string{
	"Moored buoys drift in shallow water, as the office of tides has",
	"found. What is known of their drift rests on three instruments",
	"that were read by hand, and on the tables of the harbour, which",
	"are old. A second look was taken in spring, when the ice had gone.",
}

func TestReadPDF(t *testing.T) {
	if pdfSlow {
		t.Skip("the reader is interpreted")
	}
	entry := func(n int) string { return fmt.Sprintf("[%d] Aalto M. Buoys. 2001. doi:10.5555/a.%d", n, n) }
	for name, c := range map[string]struct {
		pdf  *testPDF
		want string
	}{
		"hyperlinks": {new(testPDF).
			lines(50, 500, 10, "See the first page and the second page, not the third one.", "Also http://a.org/x is there, and the title.", "Here is the end.").
			link(69, 498, 120, 509, "http://first.org/").
			link(142, 498, 206, 509, "second.html").
			annotate(230, 498, 300, 509, "/Dest[0/Fit]").
			link(72, 486, 130, 497, "http://a.org/x").
			link(330, 470, 350, 482, "http://picture.org/").
			link(50, 474, 70, 485, "javascript:x()"), `
~ See the first page and the second page, not the third one. <http://first.org/>
~ Also http://a.org/x is there, and the title. <http://a.org/x>
~ Here is the end. <http://picture.org/>
`},
		"a hyperlink on two lines": {new(testPDF).
			lines(50, 500, 10, "References", "[1] Aalto M. Buoys. 2001. http://www.buoys.org/", "    reports/some.html (accessed 3 May 2020).", "[2] Brandt K. Tides. 2002. http://tides.org/a").
			link(176, 486, 285, 497, "http://www.buoys.org/reports/some.html").
			link(70, 474, 152, 485, "http://www.buoys.org/reports/some.html"), `
[1] Aalto M. Buoys. 2001. http://www.buoys.org/ reports/some.html (accessed 3 May 2020). <http://www.buoys.org/reports/some.html>
[2] Brandt K. Tides. 2002. http://tides.org/a <http://tides.org/a>
`},
		"quadrilaterals": {new(testPDF).
			lines(50, 500, 10, "The reports are on this", "page and others.").
			annotate(50, 480, 180, 510, "/QuadPoints[130 509 180 509 130 498 180 498 50 497 74 497 50 486 74 486]/A<</S/URI/URI(http://a.org/)>>"), `
~ The reports are on this page and others. <http://a.org/>
`},
		"broken at the ends of lines": {new(testPDF).
			lines(50, 500, 10, "References", "Aalto M. Buoys of the sea and the harbours. 2001. https:", "    //buoys.org/reports/of-the-northern-sea/and-its-har-", "    bours.html", "Brandt K. Tides of the sea and the harbours. 2002. doi:10.5555/", "    tides.2002.0005-", "    0002", "Ceder P. Winds of the sea. 2003. https://www.winds.org/"), `
[] Aalto M. Buoys of the sea and the harbours. 2001. https: //buoys.org/reports/of-the-northern-sea/and-its-har- bours.html <https:
//buoys.org/reports/of-the-northern-sea/and-its-har-
bours.html>
[] Brandt K. Tides of the sea and the harbours. 2002. doi:10.5555/ tides.2002.0005- 0002 <10.5555/
tides.2002.0005-
0002>
[] Ceder P. Winds of the sea. 2003. https://www.winds.org/ <https://www.winds.org/>
`},
		"columns and pages": {new(testPDF).
			lines(50, 500, 10, "References", entry(1), entry(2), "[3] Brandt K. Tides. http://tides.").
			lines(230, 500, 10, "    org/a", entry(4)).
			page().
			lines(50, 500, 10, entry(5), "[6] Ceder P. Winds. 2004."), `
[1] Aalto M. Buoys. 2001. doi:10.5555/a.1 <10.5555/a.1>
[2] Aalto M. Buoys. 2001. doi:10.5555/a.2 <10.5555/a.2>
[3] Brandt K. Tides. http://tides. org/a <http://tides.
org/a>
[4] Aalto M. Buoys. 2001. doi:10.5555/a.4 <10.5555/a.4>
[5] Aalto M. Buoys. 2001. doi:10.5555/a.5 <10.5555/a.5>
[6] Ceder P. Winds. 2004.
`},
		"running heads": {new(testPDF).
			text(150, 560, 9, "Tide Notes 12, http://tides.org/").lines(50, 500, 10, "References", entry(1), "[2] Brandt K. Tides. http://tides.org/tables/").text(200, 30, 9, "7").
			page().
			text(150, 560, 9, "Tide Notes 12, http://tides.org/").lines(50, 500, 10, "    of-2004/all.html", entry(3)).text(200, 30, 9, "8"), `
[1] Aalto M. Buoys. 2001. doi:10.5555/a.1 <10.5555/a.1>
[2] Brandt K. Tides. http://tides.org/tables/ of-2004/all.html <http://tides.org/tables/
of-2004/all.html>
[3] Aalto M. Buoys. 2001. doi:10.5555/a.3 <10.5555/a.3>
`},
		"notes": {new(testPDF).
			lines(50, 500, 10, wordsOfPaper...).
			lines(50, 440, 10, "They are read at http://a.org/x^2^, and in print since 2001.^13^").
			text(50, 60, 8, "^1^Dunn, L. (1999). Rain gauges. Rain 3, 1-7. http://rain.org/").
			text(50, 50, 8, "^2^A remark, and http://b.org/y^3^ besides.").
			page().
			lines(50, 500, 10, "References", entry(1), entry(2)), `
~ They are read at http://a.org/x² , and in print since 2001.¹³ <http://a.org/x>
[1] Dunn, L. (1999). Rain gauges. Rain 3, 1-7. http://rain.org/ <http://rain.org/>
~ 2 A remark, and http://b.org/y³ besides. <http://b.org/y>
[1] Aalto M. Buoys. 2001. doi:10.5555/a.1 <10.5555/a.1>
[2] Aalto M. Buoys. 2001. doi:10.5555/a.2 <10.5555/a.2>
`},
		"gaps between entries": {new(testPDF).
			text(50, 540, 13, "References").
			lines(50, 500, 10, "Aalto, M. (2001). On the drift of buoys that are moored in water.", "Coastal Notes 3, 5-9.").
			lines(50, 470, 10, "Brandt, K. (2002). On tides in the harbours of the northern sea.", "Tide Press. http://tides.org/a").
			lines(50, 440, 10, "Ceder, P. (2003). Winds.").
			text(50, 400, 13, "Appendix").
			lines(50, 380, 10, wordsOfPaper...), `
[] Aalto, M. (2001). On the drift of buoys that are moored in water. Coastal Notes 3, 5-9.
[] Brandt, K. (2002). On tides in the harbours of the northern sea. Tide Press. http://tides.org/a <http://tides.org/a>
[] Ceder, P. (2003). Winds.
`},
		"pages of pictures": {new(testPDF).
			link(1, 1, 20, 20, "http://a.org/").page().
			lines(50, 500, 10, "References", entry(1), entry(2)).page().
			lines(50, 500, 10, entry(3)).page().
			link(1, 1, 20, 20, "http://b.org/").link(1, 30, 20, 40, "http://c.org/"), `
~  <http://a.org/>
[1] Aalto M. Buoys. 2001. doi:10.5555/a.1 <10.5555/a.1>
[2] Aalto M. Buoys. 2001. doi:10.5555/a.2 <10.5555/a.2>
[3] Aalto M. Buoys. 2001. doi:10.5555/a.3 <10.5555/a.3>
~  <http://b.org/>
~  <http://c.org/>
`},
		"a label apart": {new(testPDF).
			lines(50, 500, 10, "References").text(50, 480, 10, "1.").text(70, 480, 10, "Aalto M. Buoys. 2001.").text(70, 468, 10, "doi:10.5555/a").text(50, 456, 10, "2.").text(70, 456, 10, "Brandt K. Tides. 2002."), `
[1] Aalto M. Buoys. 2001. doi:10.5555/a <10.5555/a>
[2] Brandt K. Tides. 2002.
`},
		"a turned page": {(&testPDF{entries: "/Rotate 90"}).
			turned(100, 50, 10, "References", entry(1), "[2] Brandt K. Tides on this page. 2002.").
			link(115, 120, 126, 200, "http://tides.org/t"), `
[1] Aalto M. Buoys. 2001. doi:10.5555/a.1 <10.5555/a.1>
[2] Brandt K. Tides on this page. 2002. <http://tides.org/t>
`},
		"a stamp in the margin": {new(testPDF).
			turned(20, 100, 14, "stamp 2001.00001 http://stamp.org/").
			lines(50, 500, 10, wordsOfPaper...).lines(50, 300, 10, "See http://a.org/x."), `
~ See http://a.org/x. <http://a.org/x>
`},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := Read("x.pdf", c.pdf.bytes(), Options{})
			if err != nil || len(doc.Warnings) > 0 || doc.Format != FormatPDF {
				t.Error(doc.Format, err, doc.Warnings)
			}
			if diff := cmp.Diff(strings.TrimLeft(c.want, "\n"), outline(doc)); diff != "" {
				t.Errorf("references (-want +got):\n%s", diff)
			}
		})
	}
}

// turned sets lines that run upwards, one to the right of the other.
func (d *testPDF) turned(x, y, size float64, lines ...string) *testPDF {
	for i, s := range lines {
		fmt.Fprintf(&d.content, "BT /F1 %g Tf 0 1 -1 0 %g %g Tm (%s) Tj ET\n", size, x+float64(i)*1.2*size, y, latinBytes(s))
	}
	return d
}

// pdfStream gives a compressed stream.
func pdfStream(dict, data string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write([]byte(data))
	w.Close()
	return fmt.Sprintf("<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream", dict, b.Len(), b.String())
}

func TestReadPDFErrors(t *testing.T) {
	if pdfSlow {
		t.Skip("the reader is interpreted")
	}
	page := func() *testPDF { return new(testPDF).lines(50, 500, 10, "See http://a.org/x.") }
	whole := page().page().lines(50, 500, 10, "See http://b.org/y.").bytes()
	for name, c := range map[string]struct {
		data  []byte
		is    error
		says  string
		links int
	}{
		"whole":            {whole, nil, "", 2},
		"junk in front":    {append([]byte("HTTP/1.1 200 OK\r\nServer: x\r\n\r\n"), whole...), nil, "", 2},
		"junk behind":      {append(bytes.Clone(whole), "\n<!-- served by x -->\n"...), nil, "", 2},
		"cut off":          {whole[:len(whole)/2], ErrSyntax, "it is cut off", 0},
		"only its header":  {[]byte("%PDF-1.7\n%\xE2\xE3\n1 0 obj\n"), ErrSyntax, "it is cut off", 0},
		"nothing in it":    {[]byte("%PDF-1.7\n%%EOF\n"), ErrSyntax, "cannot be read as PDF", 0},
		"table lost":       {bytes.Replace(whole, []byte("xref\n0"), []byte("xxxx\n0"), 1), nil, "", 2},
		"scan":             {new(testPDF).page().page().bytes(), ErrEmpty, "run text recognition (OCR) over it first", 0},
		"page missing":     {bytes.Replace(whole, []byte("/Count 2"), []byte("/Count 4"), 1), ErrSyntax, "page 3 and 1 more cannot be read", 2},
		"page is a number": {bytes.Replace(whole, []byte("/Kids[2 0 R 4 0 R"), []byte("/Kids[2 0 R 1 0 R"), 1), nil, "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := Read("x.pdf", c.data, Options{})
			if !errors.Is(err, c.is) || err != nil && !strings.Contains(err.Error(), c.says) || len(doc.References) != c.links {
				t.Errorf("%d references, %v", len(doc.References), err)
			}
		})
	}
}

// TestPDFBombs holds that what is made to break a reader of PDF breaks none:
// it ends, in bounded memory and time, with a clear word.
func TestPDFBombs(t *testing.T) {
	if pdfSlow {
		t.Skip("the reader is interpreted")
	}
	of := func(content string) []byte {
		d := new(testPDF)
		d.content.WriteString(content)
		return d.bytes()
	}
	page := of("BT /F1 9 Tf (http://a.org/) Tj ET")
	replace := func(old, new string) []byte { return bytes.Replace(page, []byte(old), []byte(new), 1) }
	const text = "BT /F1 1 Tf (http://a.org/) Tj ET "
	const n = 1 << 15
	for name, c := range map[string]struct {
		data   []byte
		limits pdfLimits
		is     error
		says   string
	}{
		"stream":          {replace("1 0 obj\n<<", "1 0 obj\n"+pdfStream("", strings.Repeat("BT ", 1000*n))+"\nendobj\n9 0 obj\n<<"), pdfLimits{64 << 20, time.Hour}, ErrTooLarge, "more than 64 MB of memory"},
		"states":          {of(strings.Repeat("q ", n)), usualPDF, ErrEmpty, ""},
		"arrays":          {of(strings.Repeat("[", n)), usualPDF, ErrEmpty, ""},
		"memory":          {of(strings.Repeat(text, n)), pdfLimits{18 << 20, time.Hour}, ErrTooLarge, "page 1: document is too large: reading takes more than 18 MB of memory"},
		"time":            {of(strings.Repeat(text, n)), pdfLimits{512 << 20, 20 * time.Millisecond}, ErrTooLarge, "reading takes more than 20ms"},
		"form in itself":  {replace("/Font<<", "/XObject<</X 1 0 R>>/Font<<"), usualPDF, nil, ""},
		"page in itself":  {replace("/Kids[2 0 R", "/Kids[3 0 R"), usualPDF, ErrSyntax, "page 1 cannot be read"},
		"pages by number": {replace("/Count 1", "/Count 2000000000"), usualPDF, nil, ""},
		"links":           {new(testPDF).link(1, 1, 2, 2, "http://a.org/").annotate(1, 1, 2, 2, "/A 2 0 R/QuadPoints["+strings.Repeat("1 ", n)).bytes(), usualPDF, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readPDF(c.data, c.limits)
			if !errors.Is(err, c.is) || c.says != "" && !strings.Contains(err.Error(), c.says) {
				t.Error(err)
			}
		})
	}
}

// TestPDFAtOnce holds that documents that are read at once do not touch one
// another, and that nothing goes on behind them.
func TestPDFAtOnce(t *testing.T) {
	var wait sync.WaitGroup
	n := 16
	if pdfSlow {
		n = 4
	}
	for i := range n {
		wait.Go(func() {
			url := fmt.Sprintf("http://a.org/%d", i)
			data := new(testPDF).lines(50, 500, 10, wordsOfPaper...).lines(50, 400, 10, "See "+url+" there.").bytes()
			limits := usualPDF
			if i%4 == 3 {
				limits.time = 1
			}
			parts, err := readPDF(data, limits)
			if i%4 == 3 {
				if err != nil && !errors.Is(err, ErrTooLarge) { // it may be done before
					t.Error(err)
				}
				return
			}
			if err != nil {
				t.Error(err)
				return
			}
			if all := parts[0].references(); len(all) != 1 || all[0].Links[0].Written != url {
				t.Errorf("%s: %+v", url, all)
			}
		})
	}
	wait.Wait()
	goleak.VerifyNone(t)
}

// TestPDFSandbox holds that the reader sees nothing but its memory.
func TestPDFSandbox(t *testing.T) {
	e, err := startPDF()
	if err != nil {
		t.Fatal(err)
	}
	s, err := e.sandbox(usualPDF)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	path, err := filepath.Abs("../testdata/formats/paper.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.OpenDocument(&requests.OpenDocument{FilePath: &path}); err == nil {
		t.Error("it opened a file")
	}
}

// TestPDFPages holds that every place is on its page.
func TestPDFPages(t *testing.T) {
	if pdfSlow {
		t.Skip("the reader is interpreted")
	}
	d := new(testPDF)
	for i := range 4 {
		if i != 2 {
			d.lines(50, 500, 10, fmt.Sprintf("See http://a.org/%d there.", i+1))
		}
		d.page()
	}
	doc, err := Read("x.pdf", d.bytes(), Options{})
	if err != nil || len(doc.References) != 3 {
		t.Fatal(err, doc)
	}
	for _, r := range doc.References {
		want := Position{Page: int(r.Links[0].Written[len("http://a.org/")] - '0')}
		if r.Pos != want || r.Links[0].Pos != want {
			t.Errorf("%s at %+v and %+v", r.Links[0].Written, r.Pos, r.Links[0].Pos)
		}
	}
}

func TestPDFTitle(t *testing.T) {
	if pdfSlow {
		t.Skip("the reader is interpreted")
	}
	for info, want := range map[string]string{
		"/Title(Of buoys)": "Of buoys",
		"/Title(\\376\\377\\000\\334\\000b\\000e\\000r)": "Über",
		"/Title(paper.dvi)":                  "On tides and buoys",
		"/Title(Microsoft Word - tides.doc)": "On tides and buoys",
		"/Title(untitled)":                   "On tides and buoys",
		"":                                   "On tides and buoys",
	} {
		d := &testPDF{info: info}
		d.lines(50, 540, 10, "Coastal Notes").lines(50, 500, 16, "On tides", "and buoys").lines(50, 440, 10, wordsOfPaper...).lines(50, 380, 12, "1 Heading").lines(50, 360, 10, wordsOfPaper...)
		doc, err := Read("x.pdf", d.bytes(), Options{})
		if err != nil || doc.Title != want {
			t.Errorf("%s: %q, %v", info, doc.Title, err)
		}
	}
}

func TestPDFWarnings(t *testing.T) {
	if pdfSlow {
		t.Skip("the reader is interpreted")
	}
	d := &testPDF{catalog: "/Names<</EmbeddedFiles<</Names[(a)1 0 R]>>>>"}
	d.link(1, 1, 20, 20, "http://a.org/").page().page().text(50, 500, 10, "See http://b.org/.").page().page()
	doc, err := Read("x.pdf", d.bytes(), Options{})
	want := []string{
		"Files are attached to it that were not read: 1.",
		"3 of its 4 pages have no text; if they are pictures of paper, run text recognition (OCR) over it first.",
	}
	if diff := cmp.Diff(want, doc.Warnings); diff != "" || err != nil || outline(doc) != "~  <http://a.org/>\n~ See http://b.org/. <http://b.org/>\n" {
		t.Errorf("warnings (-want +got):\n%s%s%v", diff, outline(doc), err)
	}
	doc, err = Read("x.pdf", new(testPDF).link(1, 1, 20, 20, "http://a.org/").bytes(), Options{})
	if err != nil || len(doc.References) != 1 || len(doc.Warnings) != 1 || !strings.Contains(doc.Warnings[0], "only its hyperlinks were read") {
		t.Error(doc, err)
	}
}

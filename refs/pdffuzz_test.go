//go:build !nopdf

package refs

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
)

func FuzzReadPDF(f *testing.F) {
	paper, err := os.ReadFile("../testdata/formats/paper.pdf")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(new(testPDF).lines(50, 500, 10, "References", "[1] Aalto M. 2001. http://a.org/").link(1, 1, 300, 300, "http://a.org/").bytes())
	if !pdfSlow {
		f.Add(new(testPDF).text(50, 500, 10, "References").page().link(1, 1, 9, 9, "http://a.org/").bytes())
		f.Add(paper)
		f.Add(new(testPDF).lines(50, 500, 10, wordsOfPaper...).lines(200, 500, 10, "x").turned(20, 20, 9, "http://a.org/").page().text(50, 50, 8, "^1^See http://b.org/-").page().bytes())
	}
	f.Add([]byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF"))
	if _, err := startPDF(); err != nil { // it takes longer than one input may
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := Read("x", data, Options{Format: FormatPDF})
		if err != nil && !errors.Is(err, ErrSyntax) && !errors.Is(err, ErrEmpty) && !errors.Is(err, ErrEncrypted) && !errors.Is(err, ErrTooLarge) {
			t.Fatal(err)
		}
		page := 1
		for _, r := range doc.References {
			if want := (Position{Page: r.Pos.Page}); r.Pos != want || r.Pos.Page < page || strings.ContainsAny(r.Text, "\n\t") || !r.Listed && len(r.Links) != 1 {
				t.Errorf("reference %+v", r)
			}
			page = r.Pos.Page
			for _, l := range r.Links {
				if want := (Position{Page: l.Pos.Page}); l.Pos != want || l.Pos.Page < 1 {
					t.Errorf("link %+v", l)
				}
			}
		}
	})
}

// BenchmarkReadPDF reads 3,000 references on 300 pages. Starting the reader is
// not counted.
func BenchmarkReadPDF(b *testing.B) {
	if _, err := startPDF(); err != nil {
		b.Fatal(err)
	}
	var d testPDF
	d.text(50, 560, 14, "References")
	for i := range 3000 {
		y := float64(540 - i%10*50)
		url := fmt.Sprintf("http://www.buoys.org/reports/on-the-drift-of-buoys/%d", i)
		d.lines(30, y, 9, fmt.Sprintf("[%d] Aalto, M., Brandt, K. and Ceder, P.-O. On the drift of moored buoys in shallow", i+1), "    water: a second look. Journal of Applied Oceanography 12, 5-19, 2001. "+url[:20], "    "+url[20:]+".")
		d.link(300, y-12, 420, y-2, url).link(40, y-23, 300, y-13, url)
		if i%10 == 9 {
			d.page()
		}
	}
	data := d.bytes()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		doc, err := Read("x", data, Options{})
		if err != nil || len(doc.References) != 3000 {
			b.Fatalf("%d references, %v", len(doc.References), err)
		}
	}
	b.ReportMetric(300*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

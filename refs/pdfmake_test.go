//go:build !nopdf

package refs

import (
	"bytes"
	"fmt"
	"strings"
)

// A testPDF makes PDFs, page by page, of what tests write: lines of text at
// places in points from the lower left corner of a page of 420 by 595, and
// hyperlinks over rectangles.
type testPDF struct {
	objects []string // from number 1 on
	pages   []int    // their numbers
	content strings.Builder
	links   strings.Builder
	entries string // of the page's dictionary
	catalog string // entries of the catalogue
	info    string // entries of the information dictionary
}

func (d *testPDF) add(object string) int {
	d.objects = append(d.objects, object)
	return len(d.objects)
}

// text sets a line of Latin-1 text; what stands between two carets is raised.
func (d *testPDF) text(x, y, size float64, s string) *testPDF {
	s = strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(s)
	fmt.Fprintf(&d.content, "BT 1 0 0 1 %g %g Tm", x, y)
	for i, piece := range strings.Split(s, "^") {
		fmt.Fprintf(&d.content, " /F1 %g Tf %g Ts (%s) Tj", size-float64(i%2)*0.4*size, float64(i%2)*0.4*size, latinBytes(piece))
	}
	d.content.WriteString(" ET\n")
	return d
}

// lines sets lines one below the other.
func (d *testPDF) lines(x, y, size float64, lines ...string) *testPDF {
	for i, s := range lines {
		indent := len(s) - len(strings.TrimLeft(s, " "))
		d.text(x+float64(indent)*size/2, y-float64(i)*1.2*size, size, s[indent:])
	}
	return d
}

func latinBytes(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteByte(byte(r))
	}
	return b.String()
}

// link lays a hyperlink over a rectangle.
func (d *testPDF) link(left, low, right, high float64, uri string) *testPDF {
	return d.annotate(left, low, right, high, fmt.Sprintf("/A<</S/URI/URI(%s)>>", uri))
}

func (d *testPDF) annotate(left, low, right, high float64, rest string) *testPDF {
	fmt.Fprintf(&d.links, "<</Type/Annot/Subtype/Link/Rect[%g %g %g %g]%s>>", left, low, right, high, rest)
	return d
}

// page ends a page.
func (d *testPDF) page() *testPDF {
	content := d.add(fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", d.content.Len(), d.content.String()))
	d.pages = append(d.pages, d.add(fmt.Sprintf("<</Type/Page/Parent %%d 0 R/MediaBox[0 0 420 595]/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>>>/Contents %d 0 R/Annots[%s]%s>>", content, d.links.String(), d.entries)))
	d.content.Reset()
	d.links.Reset()
	return d
}

// bytes gives the document; the page being made is its last one.
func (d *testPDF) bytes() []byte {
	if d.content.Len() > 0 || d.links.Len() > 0 || len(d.pages) == 0 {
		d.page()
	}
	tree := len(d.objects) + 1
	var kids strings.Builder
	for _, n := range d.pages {
		fmt.Fprintf(&kids, "%d 0 R ", n)
		d.objects[n-1] = strings.Replace(d.objects[n-1], "%d", fmt.Sprint(tree), 1)
	}
	d.add(fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(d.pages), kids.String()))
	root := d.add(fmt.Sprintf("<</Type/Catalog/Pages %d 0 R%s>>", tree, d.catalog))
	info := d.add("<<" + d.info + ">>")
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xE2\xE3\xCF\xD3\n")
	var places []int
	for i, object := range d.objects {
		places = append(places, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(places)+1)
	for _, at := range places {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(places)+1, root, info, start)
	return b.Bytes()
}

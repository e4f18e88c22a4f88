//go:build !nopdf

package refs

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	pdfium "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// What is read of one PDF.
const (
	mostPDFPages = 20_000
	mostPDFText  = 32 << 20 // characters
	mostPDFLinks = 200_000
)

// A pdfDocument is a PDF in its sandbox, and what was read of it.
type pdfDocument struct {
	s       *pdfSandbox
	ref     references.FPDF_DOCUMENT
	count   int // of pages
	pages   []pdfPage
	damaged []int // numbers of pages that could not be read
	size    int   // of the text
	chars   int
	links   int
}

// A pdfPage is the text of a page.
type pdfPage struct {
	at    int // place in the text of the document
	lines []pdfLine
}

// openPDF reads a PDF page by page. Its text is one, because lists run over
// pages; places in it tell the page only.
func openPDF(data []byte, _ Options) ([]part, error) { return readPDF(data, usualPDF) }

func readPDF(data []byte, limits pdfLimits) ([]part, error) {
	e, err := startPDF()
	if err != nil {
		return nil, fmt.Errorf("%w: %w; convert the document to text first", ErrBinary, err)
	}
	s, err := e.sandbox(limits)
	if err != nil {
		return nil, fmt.Errorf("%w: %w; convert the document to text first", ErrBinary, err)
	}
	defer s.close()
	d := pdfDocument{s: s}
	if err := d.open(data); err != nil {
		return nil, err
	}
	title, attached := d.info("Title"), d.attached()
	err = d.readPages()
	p := part{content: arrangePDF(d.pages)}
	for i := range d.pages {
		p.pages = append(p.pages, d.pages[i].at)
	}
	if isDocumentTitle(title) {
		p.content.title = title
	}
	if attached > 0 {
		p.warnings = append(p.warnings, fmt.Sprintf("Files are attached to it that were not read: %d.", attached))
	}
	if w, none := d.scanned(); none != nil && err == nil {
		err = none
	} else if w != "" {
		p.warnings = append(p.warnings, w)
	}
	if err == nil && isCutPDF(data) {
		err = fmt.Errorf("%w: its end is missing; what is left was read", ErrSyntax)
	}
	return []part{p}, err
}

// open opens the document.
func (d *pdfDocument) open(data []byte) error {
	doc, err := d.s.OpenDocument(&requests.OpenDocument{File: &data})
	switch {
	case err == nil:
	case errors.Is(err, pdfium.ErrPassword):
		return fmt.Errorf("%w: it asks for a password; save a copy without one", ErrEncrypted)
	case errors.Is(err, pdfium.ErrSecurity):
		return fmt.Errorf("%w in a way that cannot be read; save a copy without a password", ErrEncrypted)
	case d.s.failed(err) != nil:
		return d.s.failed(err)
	case isCutPDF(data):
		return fmt.Errorf("%w: it is cut off, nothing in it can be read; get it again", ErrSyntax)
	default:
		return fmt.Errorf("%w: it cannot be read as PDF; get it again, or open it in a viewer and save a copy", ErrSyntax)
	}
	d.ref = doc.Document
	n, err := d.s.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: d.ref})
	if err != nil {
		return cmp.Or(d.s.failed(err), ErrSyntax)
	}
	d.count = n.PageCount
	if d.count == 0 {
		return fmt.Errorf("%w: it has no pages", ErrEmpty)
	}
	return nil
}

// isCutPDF tells a document whose last objects stand behind the last mark of
// its end, which comes last in a whole one.
func isCutPDF(data []byte) bool {
	end := bytes.LastIndex(data, []byte("%%EOF"))
	return end < 0 || bytes.Contains(data[end:], []byte(" obj"))
}

// readPages reads the pages. The error is ErrSyntax or ErrTooLarge; what could be
// read is there.
func (d *pdfDocument) readPages() error {
	for i := range min(d.count, mostPDFPages) {
		d.pages = append(d.pages, pdfPage{at: d.size})
		err := d.readPage(i)
		d.size++ // as if there were a form feed
		if err != nil {
			return fmt.Errorf("page %d: %w", i+1, err)
		}
	}
	if d.count > mostPDFPages {
		return fmt.Errorf("%w: more than %d pages; split it", ErrTooLarge, mostPDFPages)
	}
	if n := len(d.damaged); n > 0 {
		more := ""
		if n > 1 {
			more = fmt.Sprintf(" and %d more", n-1)
		}
		return fmt.Errorf("%w: page %d%s cannot be read", ErrSyntax, d.damaged[0], more)
	}
	return nil
}

func (d *pdfDocument) readPage(i int) error {
	loaded, err := d.s.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: d.ref, Index: i})
	if err != nil {
		d.damaged = append(d.damaged, i+1)
		return d.s.failed(err)
	}
	t := pdfText{s: d.s, page: requests.Page{ByReference: &loaded.Page}}
	text, err := d.s.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: t.page})
	if err != nil {
		d.damaged = append(d.damaged, i+1)
		return d.s.failed(err)
	}
	t.text = text.TextPage
	if err := d.readText(&t, &d.pages[len(d.pages)-1]); err != nil {
		return err
	}
	if _, err := d.s.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: t.text}); err != nil {
		return d.s.failed(err)
	}
	_, err = d.s.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	return d.s.failed(err)
}

// readText reads the lines and hyperlinks of a page.
func (d *pdfDocument) readText(t *pdfText, p *pdfPage) error {
	ok, err := t.load(mostPDFText - d.chars)
	if err != nil {
		return d.s.failed(err)
	}
	if !ok {
		return fmt.Errorf("%w: more than %d million characters; split it", ErrTooLarge, mostPDFText>>20)
	}
	d.chars += len(t.chars)
	p.lines, err = t.lines()
	if err != nil {
		return err
	}
	areas, err := t.areas(d.ref, mostPDFLinks-d.links+1)
	if err != nil {
		return err
	}
	if d.links += len(areas); d.links > mostPDFLinks {
		return fmt.Errorf("%w: more than %d hyperlinks; split it", ErrTooLarge, mostPDFLinks)
	}
	if len(p.lines) == 0 && len(areas) > 0 {
		p.lines = []pdfLine{{}} // a page of pictures
	}
	if err := t.cover(p.lines, areas); err != nil {
		return err
	}
	for k := range p.lines {
		l := &p.lines[k]
		l.starts, l.chars = nil, nil
		l.at = d.size
		d.size += len(l.text) + 1
	}
	return nil
}

// info gives an entry of the document's information dictionary.
func (d *pdfDocument) info(name string) string {
	m, err := d.s.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: d.ref, Tag: name})
	if err != nil {
		return ""
	}
	return fold(strings.Map(dropControl, cutRunes(m.Value, longestTitle)))
}

func dropControl(r rune) rune {
	if r < ' ' && !isBlank(byte(r)) || r == 0x7F || isInvisible(r) {
		return -1
	}
	return r
}

// attached gives the number of files that the document carries, as a portfolio
// does.
func (d *pdfDocument) attached() int {
	n, err := d.s.FPDFDoc_GetAttachmentCount(&requests.FPDFDoc_GetAttachmentCount{Document: d.ref})
	if err != nil {
		return 0
	}
	return n.AttachmentCount
}

// isDocumentTitle tells whether what a program has entered as the title of a document
// is one, and no name of a file or of nothing.
func isDocumentTitle(s string) bool {
	low := strings.ToLower(s)
	switch strings.TrimRight(low, "0123456789 -_") {
	case "", "untitled", "title", "document", "slide", "presentation", "powerpoint presentation", "paper", "manuscript", "template":
		return false
	}
	if strings.HasPrefix(low, "microsoft word -") || strings.HasPrefix(low, "doi:") || strings.HasPrefix(low, "pii:") ||
		!strings.Contains(s, " ") && strings.ContainsAny(s, "./_\\0123456789") {
		return false
	}
	i := strings.LastIndexByte(low, '.')
	return i < 0 || !slices.Contains([]string{"pdf", "doc", "docx", "dvi", "tex", "indd", "qxd", "qxp", "rtf", "odt", "ps", "fm", "pmd", "ppt", "pptx", "xls", "xlsx"}, low[i+1:])
}

// scanned says if many pages have no text, as pictures of paper have none. It
// is an error if nothing at all was there to read.
func (d *pdfDocument) scanned() (warning string, err error) {
	bare, links := 0, false
	for i := range d.pages {
		text := false
		for k := range d.pages[i].lines {
			text = text || d.pages[i].lines[k].text != ""
			links = links || len(d.pages[i].lines[k].links) > 0
		}
		if !text {
			bare++
		}
	}
	switch n := len(d.pages); {
	case n == 0 || bare*2 <= n || len(d.damaged) > 0:
		return "", nil
	case bare == n && !links:
		return "", fmt.Errorf("%w: its pages have no text; if they are pictures of paper, run text recognition (OCR) over it first", ErrEmpty)
	case bare == n:
		return "Its pages have no text, only its hyperlinks were read; if they are pictures of paper, run text recognition (OCR) over it first.", nil
	default:
		return fmt.Sprintf("%d of its %d pages have no text; if they are pictures of paper, run text recognition (OCR) over it first.", bare, n), nil
	}
}

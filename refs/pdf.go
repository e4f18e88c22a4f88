package refs

import "bytes"

// FormatPDF is the Portable Document Format, ISO 32000.
const FormatPDF Format = "pdf"

var pdfReaders = []reader{
	{format: FormatPDF, endings: []string{".pdf"}, mediaTypes: []string{"application/pdf", "application/x-pdf"}, holds: holdsPDF, open: openPDF},
}

// holdsPDF tells a PDF by its header. Mail gateways and servers put lines in
// front of it, which readers tolerate within the first kilobyte; prose that
// speaks of the header has no table of objects.
func holdsPDF(data []byte) bool {
	const junk, tail = 1 << 10, 4 << 10
	at := bytes.Index(data[:min(len(data), junk)], []byte("%PDF-"))
	return at == 0 || at > 0 && bytes.Contains(data[max(0, len(data)-tail):], []byte("startxref"))
}

//go:build nopdf

package refs

import (
	"errors"
	"strings"
	"testing"
)

// pdfSlow: there is no reader of PDF to test.
const pdfSlow = true

func TestReadNoPDF(t *testing.T) {
	doc, err := Read("x.pdf", []byte("%PDF-1.4\n"), Options{})
	if !errors.Is(err, ErrBinary) || !strings.Contains(err.Error(), "this build of the program reads no PDF") || doc.Format != FormatPDF {
		t.Error(doc.Format, err)
	}
}

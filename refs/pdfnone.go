//go:build nopdf

package refs

import "fmt"

// openPDF stands for the reader of PDF in a program that was built without it.
func openPDF([]byte, Options) ([]part, error) {
	return nil, fmt.Errorf("%w: this build of the program reads no PDF (tag nopdf); use the usual one, or convert the document to text first", ErrBinary)
}

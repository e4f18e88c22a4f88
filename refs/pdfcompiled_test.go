//go:build !nopdf && !race

package refs

// pdfSlow: the reader of PDF is interpreted, and only what other goroutines can
// disturb is tested.
const pdfSlow = false

//go:build !nopdf && !race

package refs

import "github.com/tetratelabs/wazero"

// pdfRuntime runs the PDF reader as machine code, or by interpretation on
// machines that there is no compiler for.
func pdfRuntime() wazero.RuntimeConfig { return wazero.NewRuntimeConfig() }

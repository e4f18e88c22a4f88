//go:build !nopdf && race

package refs

import "github.com/tetratelabs/wazero"

// pdfRuntime interprets the PDF reader: the race detector makes compiling it
// take minutes.
func pdfRuntime() wazero.RuntimeConfig { return wazero.NewRuntimeConfigInterpreter() }

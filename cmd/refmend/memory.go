package main

import (
	"math"
	"os"
	"runtime/debug"
	"slices"

	"github.com/refmend/refmend/audit"
)

// boundMemory has the garbage collector work harder before a run over very
// many links takes several times the memory that it needs, but not before: until then
// it works less than usual. What GOMEMLIMIT and GOGC say goes first. earlier are
// reports that are held meanwhile, nil for none.
func boundMemory(inputs []audit.Input, earlier ...*audit.Report) {
	const (
		base    = 141 << 20 // the program, and room to work
		perLink = 1100      // reference, verdict, evidence and metadata, and as much again as garbage
		garbage = 200       // percent of what lives; usual are 100
	)
	if debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return
	}
	links := 0
	for i := range inputs {
		for j := range inputs[i].Document.References {
			links += len(inputs[i].Document.References[j].Links)
		}
	}
	for i, r := range earlier {
		if r != nil && !slices.Contains(earlier[:i], r) {
			links += r.Summary.Links
		}
	}
	debug.SetMemoryLimit(base + int64(links)*perLink)
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
}

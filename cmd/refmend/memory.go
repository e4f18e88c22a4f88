package main

import (
	"math"
	"runtime/debug"

	"github.com/refmend/refmend/audit"
)

// boundMemory has the garbage collector work harder before a run over very
// many links takes several times the memory that it needs, but not before. What
// GOMEMLIMIT says goes first.
func boundMemory(inputs []audit.Input) {
	const (
		base    = 140 << 20 // the program, and room to work
		perLink = 1 << 10   // reference, verdict, evidence and metadata, and as much again as garbage
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
	debug.SetMemoryLimit(base + int64(links)*perLink)
}

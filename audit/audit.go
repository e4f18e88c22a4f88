// Package audit is the story of a run: it takes documents that package refs
// has read, asks the store and then the network about every distinct target,
// records each answer as it arrives, and joins all into a [Report].
//
// It declares the small interfaces that it needs; packages crawler and store
// meet them. It does no I/O of its own.
//
// # Use
//
// [Run] is the entry: it takes an [Input] for each document, [Options] with a
// [Checker] (a crawler.Crawler, or nil to stay offline), an [Archive] (a
// store.Store, or nil to remember nothing) and a [Policy], and gives a [Report].
// A [Follower] is told of each link while the run goes on. [Report.Findings] lists
// what a person must look at; [Compare] holds two reports against each other;
// [Explain] and [Reasons] tell what verdicts mean. Package reports renders a report.
//
// A run ends early when its context does, and then gives what is known so far
// with an error ([ErrInterrupted], [ErrOutOfTime]). Broken links and unreadable
// documents are findings, not errors. Several runs may go on at the same time, with
// one Checker and Archive if these allow it, as those of crawler and store do. A
// Report belongs to the caller; nobody writes to it any more.
package audit

import (
	"context"
	"errors"

	"github.com/refmend/refmend/refs"
)

// A Checker asks the world about targets.
type Checker interface {
	// Check asks every question and calls answer once for each that it could finish.
	// Questions to one host are asked in the order given; answer may be called from several
	// goroutines at once, and is not called any more once Check has returned. A
	// bad link is an Outcome, never an error. When ctx ends, Check returns its
	// error at once, those that were not finished unanswered: half an
	// answer is not one.
	Check(ctx context.Context, questions []Question, answer func(Outcome)) error
}

// A Question is a target to ask about.
type Question struct {
	Target refs.Target
	// Known is what was remembered of it if that found it fine, by the same rules
	// and from the same vantage, and the server said by what it tells whether the
	// page has changed since: the server may be asked only that. nil: all is asked.
	Known *Outcome
	// Sought are the references whose titles are to be looked for in its page, if it
	// has one that is found fine; nil: none. Known has sightings of all.
	Sought *Sought
}

// ErrNotFound says that an Archive never recorded a target.
var ErrNotFound = errors.New("not recorded")

// An Archive remembers. It may be used by several goroutines at once. Any
// error but ErrNotFound ends the audit.
type Archive interface {
	// Latest gives what was recorded last of a target of the same Key as seen
	// from a vantage (see Outcome.Vantage), or ErrNotFound.
	Latest(t refs.Target, vantage string) (Memory, error)
	// Record takes what is known of a target and vantage now, in place of what
	// was, to be written soon: it is durable at the latest 100 ms later or when
	// Flush returns. An error is that of an earlier write; nothing is recorded
	// from then on.
	Record(Memory) error
	// Flush returns when everything recorded so far is durable.
	Flush() error
	// RecordRun records a run under its ID. A run is recorded when it starts
	// and again, in place of that, when it ends.
	RecordRun(RunRecord) error
	// RecordReport records the report of a run under its ID, once the run has
	// ended. It is whole there, or there is none.
	RecordReport(id string, r *Report) error
}

// A Memory is what an Archive knows of a target: its newest outcome, and its past
// with that outcome in it.
type Memory struct {
	Outcome
	Past Past
}

// A RunRecord is what is remembered of a run.
type RunRecord struct {
	Run       RunInfo  `json:"run"`
	Documents []string `json:"documents"` // paths, in order
	Summary   Summary  `json:"summary"`
}

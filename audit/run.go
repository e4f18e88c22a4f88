package audit

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/refmend/refmend/refs"
)

// Why a run was cut short. The report that comes with it is good as far as it
// goes, and its Run.Complete is false. ErrOutOfTime is for the cause of a
// context that ends when the run's time is up, ErrOutOfRequests says that
// Policy.MaxRequests were sent and something was still to be asked.
var (
	ErrInterrupted   = errors.New("the run was interrupted")
	ErrOutOfTime     = errors.New("the run's time is up")
	ErrOutOfRequests = errors.New("the run's requests are used up")
)

// isCut tells whether err says that a run was cut short, and not that something
// failed.
func isCut(err error) bool {
	return errors.Is(err, ErrInterrupted) || errors.Is(err, ErrOutOfTime) || errors.Is(err, ErrOutOfRequests)
}

// Ended tells why a run's context has ended: ErrOutOfTime if that is its cause,
// else ErrInterrupted.
func Ended(ctx context.Context) error {
	if errors.Is(context.Cause(ctx), ErrOutOfTime) {
		return ErrOutOfTime
	}
	return ErrInterrupted
}

// An Input is one document to audit, or why it could not be read: ErrInterrupted
// or ErrOutOfTime if the run ended first. With Err set, Document has its Path
// and whatever could be read all the same.
type Input struct {
	Document refs.Document
	Err      error
	Requests int // that were sent to fetch it
}

// Options are what a run works with.
type Options struct {
	Checker Checker // nil: offline, only remembered answers count
	// Offline has the Checker asked nothing: it only says of which registry or archive
	// an answer may be remembered.
	Offline bool
	Archive Archive // nil: nothing is remembered
	Policy  Policy
	// Baseline is an earlier report on the same documents: what fails in it does
	// not fail the run. nil: everything that fails does.
	Baseline *Report
	Version  string           // of refmend, for the report
	Now      func() time.Time // nil: time.Now
	Follower Follower         // nil: nobody wants to know before the end
	// Progress, if set, is told how many of how many targets are answered,
	// never twice at once.
	Progress func(done, total int)
}

// Run audits documents and gives the report. With an error the report still
// tells what was found until then: what [Ended] says if ctx ended before all was
// read and asked, else what the archive said. That a document could not be read
// or that links are broken is no error; see Report. Run takes the references
// out of the inputs, so that a large run holds them once.
func Run(ctx context.Context, inputs []Input, o Options) (*Report, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	r := &run{Options: o}
	r.report = &Report{
		Schema: Schema,
		Tool:   Tool{Name: "refmend", Version: o.Version},
		Run:    RunInfo{ID: newRunID(o.Now()), Started: o.Now().UTC().Truncate(time.Second), Offline: !r.asks()},
	}
	r.takeRules()
	r.read(inputs)
	if r.Baseline != nil || r.Follower != nil {
		r.unpack()
	}
	r.pair()
	r.begin()
	err := r.record()
	if err == nil {
		err = r.askAll(ctx)
	}
	for i := range inputs {
		if e := inputs[i].Err; err == nil && (errors.Is(e, ErrInterrupted) || errors.Is(e, ErrOutOfTime)) {
			err = Ended(ctx)
		}
	}
	r.unpack()
	r.join(err)
	r.forget()
	if e := r.finish(inputs, err); err == nil {
		err = e
	}
	return r.report, err
}

// forget drops what the report was made of: to write it down takes memory too.
func (r *run) forget() {
	for _, s := range r.subjects {
		if s.cited {
			r.targets++
		}
	}
	r.packed, r.subjects, r.unheard, r.open, r.following, r.baseline, r.copies, r.histories = nil, nil, nil, nil, nil, nil, nil, nil
}

// newRunID names a run so that names sort by time, to the millisecond.
func newRunID(t time.Time) string {
	return t.UTC().Format("20060102T150405.000Z") + "-" + rand.Text()[:6]
}

// A run is the state of one audit.
type run struct {
	Options
	report  *Report
	packed  [][]packedReference // of each document
	reading Reference           // the one that is being packed
	open    []openLink          // the links whose verdict waits for answers, in order
	rules   rules

	unpacked  bool             // the packed references are in the report too
	due       []*subject       // what was planned and is to be asked about next
	stage     stage            // of asking
	following *following       // nil: there is no Follower
	baseline  map[*Link]*Link  // what each link was in the baseline
	copies    map[int]*subject // what asks for archived copies of open links, by their places

	histories map[History]*History // that links share
	targets   int                  // how many were cited

	mu            sync.Mutex          // while the checker answers
	subjects      map[string]*subject // the targets planned so far, by Target.Key
	unheard       []*subject          // of whose hosts nothing was heard, until the network is judged
	wrong         bool                // an answer may be the fault of the network
	judged        bool                // see blame
	answers       int
	fromCache     int
	requests      int
	checked       int // targets that the checker answered
	checkRequests int // that it sent for them
	known         int // links that fail, and did in the baseline
}

// An openLink is a link of the report that answers are wanted for.
type openLink struct {
	Spot
	// damaged: the verdict is known, only the repairs are to be checked.
	damaged bool
	repairs bool     // some are proposed
	subject *subject // what it leads to; nil if it is damaged
	ruling  *Ruling  // what the user's rules say of it; nil: nothing
}

// askAll asks about all targets, then about the works that they are and for copies
// of what is gone.
func (r *run) askAll(ctx context.Context) error {
	err := r.askLinks(ctx)
	if e := r.blame(err); err == nil {
		err = e
	}
	if err == nil {
		r.planWorks()
		err = r.ask(ctx)
	}
	if err == nil {
		r.planCopies()
		err = r.ask(ctx)
	}
	if isCut(err) || err == nil && r.fallBack() {
		return errors.Join(err, r.recallRest())
	}
	return err
}

// askLinks asks about the targets that are written or proposed for what is damaged,
// then about other readings of what proved broken.
func (r *run) askLinks(ctx context.Context) error {
	if err := r.ask(ctx); err != nil {
		return err
	}
	r.planReadings()
	return r.ask(ctx)
}

// planReadings plans to ask about other readings of what proved broken.
func (r *run) planReadings() {
	for i := range r.open {
		if o := &r.open[i]; !o.damaged && o.repairs && !r.following.isTold(i) && r.finding(o).State == Broken {
			ref, _ := r.at(o)
			r.planRepairs(o, ref)
		}
	}
}

// record writes down the run as it stands.
func (r *run) record() error {
	if r.Archive == nil {
		return nil
	}
	return r.Archive.RecordRun(RunRecord{Run: r.report.Run, Documents: slices.Collect(r.report.Paths()), Summary: r.report.Summary})
}

// remembers tells whether the archive is to be told of a run that has ended with err.
func (r *run) remembers(err error) bool {
	return r.Archive != nil && (err == nil || isCut(err))
}

// finish closes the report, and records the run's end and the report. After a
// failure of the archive it leaves the archive alone.
func (r *run) finish(inputs []Input, err error) error {
	info := &r.report.Run
	info.Finished = r.Now().UTC().Truncate(time.Second)
	info.Complete = err == nil && info.Network == ""
	for _, in := range inputs {
		info.Complete = info.Complete && in.Err == nil
	}
	r.summarize()
	if !r.remembers(err) {
		return nil
	}
	if err := errors.Join(r.Archive.Flush(), r.record()); err != nil {
		return err
	}
	return r.Archive.RecordReport(info.ID, r.report)
}

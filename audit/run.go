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
		Run:    RunInfo{ID: newRunID(o.Now()), Started: o.Now().UTC().Truncate(time.Second), Offline: o.Checker == nil},
	}
	r.takeRules()
	r.read(inputs)
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
	r.join(err)
	r.forget()
	if e := r.finish(inputs, err); err == nil {
		err = e
	}
	return r.report, err
}

// forget drops what the report was made of: to write it down takes memory too.
func (r *run) forget() {
	r.targets = len(r.subjects)
	r.subjects, r.unheard, r.open, r.following, r.baseline, r.copies, r.works, r.histories = nil, nil, nil, nil, nil, nil, nil, nil
}

// newRunID names a run so that names sort by time, to the millisecond.
func newRunID(t time.Time) string {
	return t.UTC().Format("20060102T150405.000Z") + "-" + rand.Text()[:6]
}

// A run is the state of one audit.
type run struct {
	Options
	report *Report
	open   []openLink // the links whose verdict waits for answers
	rules  rules

	stage     stage                  // of asking
	following *following             // nil: there is no Follower
	baseline  map[*Link]*Link        // what each link was in the baseline
	copies    map[*Link]refs.Target  // where archived copies are asked for
	works     map[string]refs.Target // where the works of DOIs are, by the DOI's key
	sought    map[string]*Sought     // by the key of the page that they are looked for in, until that is planned

	histories map[History]*History // that links share
	targets   int                  // how many subjects there were

	mu            sync.Mutex          // while the checker answers
	subjects      map[string]*subject // the targets planned so far, by Target.Key
	unheard       []*subject          // of whose hosts nothing was heard, until the network is judged
	judged        bool                // see blame
	answered      int
	fromCache     int
	requests      int
	checked       int // targets that the checker answered
	checkRequests int // that it sent for them
	known         int // links that fail, and did in the baseline
}

// An openLink is a link of the report that answers are wanted for.
type openLink struct {
	reference *Reference
	link      *Link
	// damaged: the verdict is known, only the repairs are to be checked.
	damaged bool
	ruling  *Ruling // what the user's rules say of it; nil: nothing
}

// read makes the report's documents, judges what the text alone tells, and
// notes what is to be asked.
func (r *run) read(inputs []Input) {
	r.report.Documents = make([]Document, len(inputs))
	for i := range inputs {
		in := &inputs[i]
		doc := &r.report.Documents[i]
		*doc = Document{Path: in.Document.Path, Format: in.Document.Format, Title: in.Document.Title, Warnings: in.Document.Warnings}
		if in.Err != nil {
			doc.Error = in.Err.Error()
		}
		r.requests += in.Requests
		if n := len(in.Document.References); n > 0 {
			doc.References = make([]Reference, n)
		}
		n := 0
		for j := range in.Document.References {
			n += len(in.Document.References[j].Links)
		}
		links, offsets := make([]Link, n), make([]int, n) // of all references together, which takes the least memory
		for j := range in.Document.References {
			n := len(in.Document.References[j].Links)
			r.reference(&doc.References[j], &in.Document.References[j], links[:n:n], offsets[:n], doc.Path)
			links, offsets = links[n:], offsets[n:]
		}
		r.tellOverruled(doc, in.Document.References)
		in.Document.References = nil // what counts of them is in the report now
	}
	if !slices.ContainsFunc(inputs, func(in Input) bool { return in.Err != nil }) {
		r.tellUnused()
	}
}

// reference takes a reference of a document into the report and notes what is to
// be asked. links and offsets are for those of its links.
func (r *run) reference(ref *Reference, from *refs.Reference, links []Link, offsets []int, document string) {
	*ref = Reference{
		Label: from.Label, Part: from.Pos.Part, Page: from.Pos.Page, Line: from.Pos.Line, Text: from.Text,
		Title: from.Title, Authors: from.Authors, Year: from.Year, Accessed: from.Accessed, Language: from.Language, Listed: from.Listed,
	}
	if len(links) > 0 {
		ref.Links = links
	}
	for i := range from.Links {
		l := from.Links[i]
		ruling := r.ruling(&l, document)
		verdict, decided := r.judgeWritten(&l, from.Listed, ruling)
		link := &ref.Links[i]
		*link = Link{
			Kind: l.Kind, Written: l.Written, Field: l.Field,
			Part: l.Pos.Part, Page: l.Pos.Page, Line: l.Pos.Line, Column: l.Pos.Column, Column16: l.Pos.Column16, Length: l.Length,
			Target: l.Target, ID: l.ID, Verdict: verdict,
		}
		if offsets[i] = l.Pos.Offset; l.Pos.Line > 0 {
			link.Offset = &offsets[i]
		}
		if c, ok := l.Target.Archived(); ok {
			link.Archived = &Archived{c.Archive, c.Time, c.Original}
		}
		for _, d := range l.Defects {
			link.Defects = append(link.Defects, Defect{Code: d.Code, Detail: d.Detail})
		}
		for _, p := range l.Repairs {
			link.Repairs = append(link.Repairs, Repair{Target: p.Target, Rule: p.Rule, Confidence: p.Confidence, Why: p.Why})
		}
		if !decided || verdict.State == Damaged && len(link.Repairs) > 0 {
			r.open = append(r.open, openLink{ref, link, decided, ruling})
		}
	}
}

// askAll asks about all targets, then about the works that they are and for copies
// of what is gone.
func (r *run) askAll(ctx context.Context) error {
	err := r.askLinks(ctx)
	if e := r.blame(err); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	if err := r.ask(ctx, r.workQuestions()); err != nil {
		return err
	}
	return r.ask(ctx, r.copyQuestions())
}

// askLinks asks about the targets that are written or proposed for what is damaged,
// then about other readings of what proved broken.
func (r *run) askLinks(ctx context.Context) error {
	var first []refs.Target
	for _, o := range r.open {
		if o.damaged {
			first = r.appendRepairs(first, o.link)
		} else {
			first = append(first, o.link.Target)
		}
	}
	r.seek()
	if err := r.ask(ctx, first); err != nil {
		return err
	}
	var second []refs.Target
	for i := range r.open {
		if o := &r.open[i]; !o.damaged && !r.following.isTold(i) && r.finding(o).State == Broken {
			second = r.appendRepairs(second, o.link)
		}
	}
	if len(second) > 0 {
		r.seek()
	}
	return r.ask(ctx, second)
}

// appendRepairs adds the targets of a link's repairs, save those that the user
// wants nobody to ask about.
func (r *run) appendRepairs(to []refs.Target, l *Link) []refs.Target {
	for _, p := range l.Repairs {
		if !r.skipsTarget(p.Target) && (len(r.Policy.Exclude) == 0 || !r.Policy.excludes(p.Target, string(p.Target))) {
			to = append(to, p.Target)
		}
	}
	return to
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

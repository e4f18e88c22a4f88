package audit

import (
	"iter"
	"slices"

	"github.com/refmend/refmend/refs"
)

// A Follower is told what a run finds while it goes on. It is called by several
// goroutines, though never twice at once, and must return at once, for answers wait
// until then. What it was told of in the report is final: it may read that, also
// later, while the run writes to the rest.
type Follower interface {
	// Began is called once, when the documents are read. Final then is what the
	// report says of the run's name and start, and of the documents and references.
	Began(*Report)
	// Found is called for each link once, when all that the report says of it is
	// final: at the latest when the run ends.
	Found(Spot)
}

// A Spot says where in a [Report] a link stands: indexes of its lists.
type Spot struct{ Document, Reference, Link int32 }

// A stage is one of the times at which a run asks, in order.
type stage int

const (
	askingLinks    stage = iota + 1 // about what is written, or proposed for what is damaged
	askingReadings                  // of what proved broken
	askingWorks
	askingCopies
)

// A following is what a run keeps for its follower of each open link.
type following struct {
	// next chains the links that wait for one answer, from subject.waiting on: that
	// of the next one, and 1; 0: none. Or it is idle or closed.
	next []int32
	// cleared says that no number of sites that look wrong can be blamed on the network
	// any more, whatever comes: of the sites that may be asked about, at most so many,
	// enough proved to be sound.
	cleared      bool
	sites, sound int
	seen         sights
}

// isTold tells whether the follower was told of an open link: it is final then, and
// nothing is to be asked for its sake.
func (f *following) isTold(i int) bool { return f != nil && f.next[i] == closed }

// What following.next says of a link that waits for no answer.
const (
	idle   = -1 // it waits for a later stage, or to be looked at
	closed = -2
)

// begin tells the follower of the documents, and of the links whose verdict the text
// alone tells.
func (r *run) begin() {
	if r.Follower == nil {
		return
	}
	r.following = &following{next: slices.Repeat([]int32{idle}, len(r.open)), sites: r.sites(), seen: sights{}}
	r.following.clear()
	r.Follower.Began(r.report)
	for spot, open := range r.spots() {
		if !open {
			r.Follower.Found(spot)
		}
	}
}

// sites counts the domains that may be asked about before the network is judged.
func (r *run) sites() int {
	domains := map[string]bool{}
	for _, s := range r.subjects {
		domains[domainOf(s.target)] = true
	}
	for i := range r.open {
		if o := &r.open[i]; o.repairs && !o.damaged {
			_, link := r.at(o)
			for _, p := range link.Repairs {
				domains[domainOf(p.Target)] = true
			}
		}
	}
	return len(domains)
}

// clear looks whether the network can still be to blame.
func (f *following) clear() { f.cleared = !isFault(f.sites-f.sound, f.sites) }

// mayBlame tells whether the network may turn out to be to blame for a subject's
// answer. That nobody at all can be asked from here is out of the question once one
// site proved to be sound.
func (f *following) mayBlame(s *subject) bool {
	if f.cleared {
		return f.sound == 0 && s.isCutOff()
	}
	return s.mayBeBlamed()
}

// see takes in what an answer shows of the network, and tells whether that clears it.
func (f *following) see(o *Outcome) bool {
	if f == nil || f.cleared && f.sound > 0 || !f.seen.add(o) {
		return false
	}
	f.sound++
	f.clear()
	return f.cleared
}

// spots yields where the links stand, in order, and whether each is an open one.
func (r *run) spots() iter.Seq2[Spot, bool] {
	return func(yield func(Spot, bool) bool) {
		open := r.open
		for d := range r.report.Documents {
			all := r.report.Documents[d].References
			for i := range all {
				for k := range all[i].Links {
					spot := Spot{int32(d), int32(i), int32(k)}
					isOpen := len(open) > 0 && open[0].Spot == spot
					if isOpen {
						open = open[1:]
					}
					if !yield(spot, isOpen) {
						return
					}
				}
			}
		}
	}
}

// look tells of the links that wait for nothing any more, and has the others wait
// for what is asked about in the stage that begins.
func (r *run) look() {
	if r.following == nil {
		return
	}
	for i, next := range r.following.next {
		if next == idle {
			r.follow(int32(i))
		}
	}
}

// heard looks again at the links that waited for the answer that a subject has now.
func (r *run) heard(s *subject) {
	for waiting := s.waiting; waiting > 0; {
		i := waiting - 1
		waiting = r.following.next[i]
		r.follow(i)
	}
}

// follow tells of an open link if its verdict is final, else has it wait.
func (r *run) follow(i int32) {
	next := &r.following.next[i]
	switch s, final := r.missing(&r.open[i]); {
	case final:
		r.conclude(int(i), nil)
	case s != nil:
		*next, s.waiting = s.waiting, i+1
	default:
		*next = idle
	}
}

// tellOf tells the follower of an open link.
func (r *run) tellOf(i int) {
	if f := r.following; f != nil {
		f.next[i] = closed
		r.Follower.Found(r.open[i].Spot)
	}
}

// missing gives the subject whose answer a link waits for; nil if it waits for a
// later stage, or if what the report is to say of it is final.
func (r *run) missing(o *openLink) (on *subject, final bool) {
	for t, when := range r.needs(o) {
		s := r.subjects[t.Key()]
		switch {
		case s == nil && when <= r.stage:
			continue // it is not asked about
		case s == nil:
			return nil, false
		case s.answer == nil:
			return s, false
		case !r.judged && r.following.mayBlame(s):
			return nil, false
		}
	}
	return nil, true
}

// needs gives the targets whose answers decide what the report says of a link, and
// the last stage at which each may begin to be asked about. What the next ones are
// depends on the answers to those before.
func (r *run) needs(o *openLink) iter.Seq2[refs.Target, stage] {
	return func(yield func(refs.Target, stage) bool) {
		_, link := r.at(o)
		work := func(t refs.Target) bool {
			q := r.workQuestion(r.answered(t))
			return q == "" || yield(q, askingWorks)
		}
		repairs := askingLinks
		if !o.damaged {
			if !yield(link.Target, askingLinks) || !work(link.Target) {
				return
			}
			repairs = askingReadings // other links may have the same
		}
		for _, p := range link.Repairs {
			if !yield(p.Target, repairs) || !work(p.Target) {
				return
			}
		}
		if q := r.copyQuestion(o); q != "" {
			yield(q, askingCopies)
		}
	}
}

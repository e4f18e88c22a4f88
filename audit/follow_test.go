package audit_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// A diary is a Follower that writes down what it is told, as it is then.
type diary struct {
	t      testing.TB
	report *audit.Report
	began  string   // the documents
	found  []string // the links, in the order in which they were told of
	spots  map[audit.Spot]string
}

func (d *diary) Began(r *audit.Report) {
	if d.report != nil {
		d.t.Error("it begins twice")
	}
	d.report, d.began, d.spots = r, documentsOf(r), map[audit.Spot]string{}
}

func (d *diary) Found(s audit.Spot) {
	l := d.report.At(s).Link
	if d.spots[s] != "" {
		d.t.Errorf("%s is told of twice", l.Written)
	}
	d.spots[s] = toJSON(l)
	d.found = append(d.found, l.Written)
}

func toJSON(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(data)
}

// documentsOf is what a report says of documents and references.
func documentsOf(r *audit.Report) string {
	var all []any
	for _, d := range r.Documents {
		references := d.References
		d.References = nil
		all = append(all, d)
		for _, ref := range references {
			ref.Links = nil
			all = append(all, ref)
		}
	}
	return toJSON(all)
}

// agrees wants what the diary says to be what the report says in the end.
func (d *diary) agrees(r *audit.Report) {
	d.t.Helper()
	if diff := cmp.Diff(documentsOf(r), d.began); diff != "" {
		d.t.Errorf("documents (-report +told):\n%s", diff)
	}
	links := 0
	for i := range r.Documents {
		for j := range r.Documents[i].References {
			for k := range r.Documents[i].References[j].Links {
				links++
				if diff := cmp.Diff(toJSON(r.Documents[i].References[j].Links[k]), d.spots[audit.Spot{Document: int32(i), Reference: int32(j), Link: int32(k)}]); diff != "" {
					d.t.Errorf("link (-report +told):\n%s", diff)
				}
			}
		}
	}
	if len(d.spots) != links {
		d.t.Errorf("told of %d links, of %d", len(d.spots), links)
	}
}

// A link is told of as soon as nothing can change any more what the report says
// of it, and not before.
func TestFollower(t *testing.T) {
	moved := fine
	moved.MovedTo = "https://a.org/new"
	elsewhere := fine
	elsewhere.Evidence = audit.Evidence{Status: 200, FinalURL: "https://b.net/"}
	down := audit.Outcome{Verdict: audit.Verdict{State: audit.Unverified, Reason: audit.ReasonConnection}}
	with := func(repair refs.Target, l refs.Link) refs.Link {
		l.Repairs = []refs.Repair{{Target: repair}}
		return l
	}
	damaged := func(written string) refs.Link {
		return refs.Link{Written: written, Defects: []refs.Defect{{Code: refs.WrongDash}}}
	}
	links := []refs.Link{
		link("mailto:x@a.org"), damaged("beyond repair"),
		link("https://a.org/down"), link("https://a.org/elsewhere"), link("https://a.org/gone"), link("https://doi.org/10.1/x"),
		with("https://a.org/b", link("https://a.org/a")), with("https://a.org/mended", damaged("mended")),
		link("https://a.org/moved"), link("https://a.org/"), link("https://a.org/#top"), link("https://a.org/remembered"),
	}
	answers := map[refs.Target]audit.Outcome{
		"https://a.org/down": down, "https://a.org/elsewhere": elsewhere, "https://a.org/gone": missing, "https://doi.org/10.1/x": fine,
		"https://a.org/a": missing, "https://a.org/mended": fine, "https://a.org/moved": moved, "https://a.org/": fine,
		"https://a.org/b": fine, "https://works.org/?10.1/x": fine,
		"https://archive.org/?https://a.org/a@": fine, "https://archive.org/?https://a.org/gone@": fine,
	}
	d := &diary{t: t}
	var when []string // what was told of, with the answer that it was told of at
	seen := 0
	note := func(at string) {
		for _, l := range d.found[seen:] {
			when = append(when, l+" at "+at)
		}
		seen = len(d.found)
	}
	c := all{&web{}, func(_ context.Context, questions []audit.Question, answer func(audit.Outcome)) error {
		note("the beginning")
		for _, q := range questions {
			o, ok := answers[q.Target]
			if !ok {
				t.Errorf("asked about %s", q.Target)
			}
			o.Target = q.Target
			answer(o)
			note(string(q.Target))
		}
		return nil
	}}
	report, err := audit.Run(t.Context(), input(links...), audit.Options{
		Checker: c, Follower: d, Archive: known(map[refs.Target]int{"https://a.org/remembered": 0}),
		Policy: audit.Policy{MaxAge: -1}, Now: func() time.Time { return spring },
	})
	if err != nil {
		t.Fatal(err)
	}
	note("the end")
	d.agrees(report)
	want := []string{
		"mailto:x@a.org at the beginning", "beyond repair at the beginning", "https://a.org/remembered at the beginning",
		// Of so few sites the network is not to blame; registries are asked ahead.
		"https://a.org/down at https://a.org/down", "https://a.org/elsewhere at https://a.org/elsewhere",
		"https://doi.org/10.1/x at https://works.org/?10.1/x",
		"mended at https://a.org/mended",
		"https://a.org/moved at https://a.org/moved",
		"https://a.org/#top at https://a.org/", "https://a.org/ at https://a.org/",
		"https://a.org/gone at https://archive.org/?https://a.org/gone@",
		"https://a.org/a at https://archive.org/?https://a.org/a@",
	}
	if diff := cmp.Diff(want, when); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What the network might be to blame for is told of when more than a tenth of the sites
// have answered as they should, and not before; with a network that is out of order,
// when all have been asked. Of few sites it is to blame only for what it surely is.
func TestClearedNetwork(t *testing.T) {
	down := audit.Outcome{Verdict: audit.Verdict{State: audit.Unverified, Reason: audit.ReasonConnection}}
	cutOff := down
	cutOff.CutOff = "no way out"
	portal := fine
	portal.Evidence = audit.Evidence{Status: 200, FinalURL: "http://login.hotel.net/"}
	for name, tt := range map[string]struct {
		sites         int
		first, others audit.Outcome // of two sites and of the others
		told          int           // how many sites have answered when the first link is told of; 0: it is in the end
		verdict       string        // on it
	}{
		"in order":           {20, down, fine, 5, "unverified/connection"},
		"out of order":       {20, portal, portal, 0, "unverified/connection"},
		"portal once":        {20, portal, fine, 5, "ok/ok"},
		"cut off":            {20, cutOff, cutOff, 0, "unverified/connection"},
		"cut off, few sites": {4, cutOff, cutOff, 0, "unverified/connection"},
		"cut off for a time": {4, cutOff, fine, 3, "unverified/connection"},
		"down, few sites":    {4, down, down, 1, "unverified/connection"},
	} {
		var links []refs.Link
		for i := range tt.sites {
			links = append(links, link(refs.Target(fmt.Sprintf("https://site%02d.org/", i))))
		}
		d := &diary{t: t}
		told := 0
		c := checker(func(_ context.Context, questions []audit.Question, answer func(audit.Outcome)) error {
			for i, q := range questions {
				o := tt.others
				if i < 2 {
					o = tt.first
				}
				o.Target = q.Target
				answer(o)
				if told == 0 && slices.Contains(d.found, links[0].Written) {
					told = i + 1
				}
			}
			return nil
		})
		report, err := audit.Run(t.Context(), input(links...), audit.Options{Checker: c, Follower: d})
		if err != nil {
			t.Fatal(err)
		}
		d.agrees(report)
		if got := verdicts(report)[0]; got != tt.verdict || told != tt.told {
			t.Errorf("%s: told of when %d had answered, as %s; want %d, %s", name, told, got, tt.told, tt.verdict)
		}
	}
}

// all is a Checker that knows where to ask about works and for copies.
type all struct {
	*web
	check checker
}

func (a all) WorkQuestion(t refs.Target) refs.Target { return registrar{}.WorkQuestion(t) }

func (a all) CopyQuestion(t refs.Target, near string) refs.Target {
	return archivist{}.CopyQuestion(t, near)
}

func (a all) Check(ctx context.Context, questions []audit.Question, answer func(audit.Outcome)) error {
	return a.check(ctx, questions, answer)
}

// Whatever happens in a run, what its follower is told is what the report says in
// the end, which is the same as if nobody had followed.
func TestFollowersAreToldTheTruth(t *testing.T) {
	early, rounds := 0, 300
	for seed := range uint64(rounds) {
		follow := func(f audit.Follower) *audit.Report { return chance(t, seed, f) }
		d := &diary{t: t}
		report := follow(d)
		d.agrees(report)
		alone := follow(nil)
		report.Run.ID, alone.Run.ID = "", ""
		if diff := cmp.Diff(toJSON(alone), toJSON(report)); diff != "" {
			t.Errorf("alone and followed:\n%s", diff)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
		if !slices.IsSorted(d.found) { // they are numbered
			early++
		}
	}
	if early < rounds/2 {
		t.Errorf("only %d of %d runs told of anything early", early, rounds)
	}
}

// chance is a run of which a seed decides all.
func chance(t *testing.T, seed uint64, f audit.Follower) *audit.Report {
	rnd := rand.New(rand.NewPCG(seed, 3))
	pick := func(n int) int { return rnd.IntN(n) }
	target := func() refs.Target {
		switch pick(8) {
		case 0:
			return refs.DOITarget(fmt.Sprintf("10.1/%d", pick(6)))
		case 1:
			return refs.Target(fmt.Sprintf("https://site%d.org/%d#top", pick(8), pick(3)))
		}
		return refs.Target(fmt.Sprintf("%s://site%d.org/%d", []string{"http", "https"}[pick(2)], pick(8), pick(3)))
	}
	links := make([]refs.Link, 5+pick(20))
	for i := range links {
		l := link(target())
		l.Written = fmt.Sprintf("%02d", i)
		switch pick(6) {
		case 0:
			l.Defects = []refs.Defect{{Code: refs.WrongDash}}
		case 1:
			l.Target = "mailto:x@a.org"
		}
		for range max(0, pick(4)-1) {
			l.Repairs = append(l.Repairs, refs.Repair{Target: target()})
		}
		links[i] = l
	}
	in := input(links...)
	for i := range in[0].Document.References {
		in[0].Document.References[i].Text = "Aalto M, Brandt K. On the drift of moored buoys in shallow water: a second look. J Sea Res. 2001;12:5-19."
	}
	mood := pick(6) // of the whole network
	outcome := func(of refs.Target) audit.Outcome {
		rnd := rand.New(rand.NewPCG(seed, uint64(audit.AnchorHash(of.Key()))))
		verdict := func(s audit.State, r audit.Reason) audit.Outcome {
			return audit.Outcome{Target: of, Verdict: audit.Verdict{State: s, Reason: r}, Requests: 1, Evidence: audit.Evidence{CheckedAt: spring}}
		}
		o := verdict(audit.OK, audit.ReasonOK)
		o.Evidence.Status = 200
		kind := rnd.IntN(12)
		if mood < 3 && rnd.IntN(20) > 0 {
			kind = []int{0, 1, 8}[mood]
		}
		switch kind {
		case 0:
			return verdict(audit.Unverified, audit.ReasonConnection)
		case 1:
			o.Evidence.FinalURL = "http://login.hotel.net/"
		case 2, 3:
			o = verdict(audit.Broken, audit.ReasonNotFound)
			if rnd.IntN(2) == 0 {
				o.MovedTo = refs.Target(fmt.Sprintf("https://site%d.org/%d", rnd.IntN(8), rnd.IntN(3)))
			}
			return o
		case 4:
			return verdict(audit.Unverified, audit.ReasonOutOfTime)
		case 5:
			o.MovedTo = refs.Target(fmt.Sprintf("https://site%d.org/%d", rnd.IntN(8), rnd.IntN(3)))
			o.Verdict = audit.Verdict{State: audit.Moved, Reason: audit.ReasonPermanentRedirect}
		case 6:
			return verdict(audit.Broken, audit.ReasonRedirectedHome)
		case 7:
			o.Metadata = audit.Metadata{Title: "Photosynthesis of alpine lichens", Authors: []string{"Per Ceder"}, Source: audit.SourceRegistry}
		case 8:
			o.Verdict = audit.Verdict{State: audit.Suspect, Reason: audit.ReasonTLSCertificate, Detail: "The server's certificate is not valid."}
		case 9:
			o.Evidence.FinalURL = "https" + string(of[len("http"):])
			if of.DOI() != "" {
				o.Alias = "https://doi.org/10.1/0"
			}
		}
		return o
	}
	m := &memory{outcomes: map[string]audit.Outcome{}, pasts: map[string]audit.Past{}}
	for range pick(12) {
		o := outcome(target())
		o.Evidence.CheckedAt = spring.AddDate(0, 0, -pick(40))
		m.outcomes[o.Target.Key()], m.pasts[o.Target.Key()] = o, audit.Past{}.With(o)
	}
	options := audit.Options{
		Archive: m, Now: func() time.Time { return spring }, Follower: f,
		Policy: audit.Policy{MaxAge: -1, FailOn: []audit.State{audit.Broken, audit.Damaged}, Failures: 1 + pick(3), SameFor: audit.DefaultSameFor},
	}
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	left := 1000
	switch pick(5) {
	case 0:
		left = pick(20) // answers until the run is interrupted
	case 1:
		options.Policy.MaxRequests = 1 + pick(20)
	}
	asks := checker(func(ctx context.Context, questions []audit.Question, answer func(audit.Outcome)) error {
		var answering sync.WaitGroup
		for _, q := range questions {
			if left--; left < 0 {
				interrupt()
				break
			}
			answering.Go(func() { answer(outcome(q.Target)) })
		}
		answering.Wait()
		return ctx.Err()
	})
	options.Checker = asks
	if pick(4) > 0 {
		options.Checker = all{nil, asks}
	}
	if pick(3) == 0 {
		before := slices.Clone(links[pick(len(links)):])
		rnd.Shuffle(len(before), func(i, j int) { before[i], before[j] = before[j], before[i] })
		var err error
		if options.Baseline, err = audit.Run(t.Context(), input(before...), audit.Options{Checker: options.Checker, Policy: options.Policy}); err != nil && left > 0 && options.Policy.MaxRequests == 0 {
			t.Fatal(err)
		}
		left = 1000
	}
	if pick(8) == 0 {
		options.Checker = nil
	}
	report, err := audit.Run(ctx, in, options)
	if err != nil && ctx.Err() == nil && options.Policy.MaxRequests == 0 {
		t.Fatal(err)
	}
	return report
}

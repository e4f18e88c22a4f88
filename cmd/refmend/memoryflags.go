package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/pflag"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/reports"
	"github.com/refmend/refmend/store"
)

// memory are the flags that tell what a check makes of earlier ones.
type memory struct {
	newOnly, quietIfUnchanged   bool
	baseline, metrics           string
	confirmAfter, failuresApart duration
	failures, maxRequests       int
	wait, keep                  duration

	archive archive       // nil: there is no store
	earlier *audit.Report // of the run before, if that is wanted and there was one
	feed    []reports.RunNews
}

// addBaselineFlags adds those that hold a check against an earlier one.
func (m *memory) addBaselineFlags(f *pflag.FlagSet) {
	f.BoolVar(&m.newOnly, "new-only", false, "let only what the run before over the same documents did not find failing make the exit status 1")
	f.StringVar(&m.baseline, "baseline", "", "let only what the report in `FILE` (JSON) does not have as failing make the exit status 1")
}

// addPatienceFlags adds those that say when failures make a link broken.
func (m *memory) addPatienceFlags(f *pflag.FlagSet) {
	f.Var(&m.confirmAfter, "confirm-after", "call broken only what was seen failing for `D` (default: at once)")
	f.Var(newNumber(&m.failures, audit.DefaultFailures, 0), "failures", "call broken what failed in `N` checks and was never fine between, however it failed; 0: never")
	m.failuresApart = duration(audit.DefaultFailuresApart)
	f.Var(&m.failuresApart, "failures-apart", "count failing checks that are `D` or more apart")
}

// addNewsFlags adds those that write what is new or to be counted.
func (m *memory) addNewsFlags(f *pflag.FlagSet) {
	f.BoolVar(&m.quietIfUnchanged, "quiet-if-unchanged", false, "print nothing if nothing broke or was fixed since the run before, else a line for each change, or the report that --format asks for")
	f.StringVar(&m.metrics, "metrics", "", "write counts to `FILE` for the textfile collector of Prometheus, as -o prometheus:FILE does")
}

// addKeepFlags adds those that say how the store is kept.
func (m *memory) addKeepFlags(f *pflag.FlagSet) {
	addWaitFlag(f, &m.wait)
	f.Var(&m.keep, "keep", "forget targets, runs and reports after `D` (default: a year, two years, 90 days)")
}

// validate refuses what contradicts itself.
func (m *memory) validate(c *check) error {
	switch {
	case m.newOnly && m.baseline != "":
		return errors.New("--new-only and --baseline exclude each other")
	case c.noStore && m.newOnly:
		return errors.New("--new-only needs the store, which --no-store does without; --baseline FILE compares with a report")
	case c.noStore && m.quietIfUnchanged:
		return errors.New("--quiet-if-unchanged needs the store, which --no-store does without")
	case c.flags.Changed("keep") && m.keep == 0:
		return errors.New("--keep must be more than 0")
	}
	return nil
}

// policy has an audit go by the flags.
func (m *memory) policy(p *audit.Policy) {
	p.Failures, p.FailuresApart, p.SameFor = m.failures, time.Duration(m.failuresApart), audit.DefaultSameFor
	p.ConfirmAfter, p.MaxRequests = time.Duration(m.confirmAfter), m.maxRequests
}

func (m *memory) storeOptions() store.Options {
	k := time.Duration(m.keep) // 0: the store's own
	return store.Options{Wait: time.Duration(m.wait), Keep: store.Keep{Targets: k, Runs: k, Reports: k}}
}

// readBaseline reads the report of --baseline.
func (m *memory) readBaseline() (*audit.Report, error) {
	if m.baseline == "" {
		return nil, nil
	}
	f, err := os.Open(m.baseline)
	if err == nil {
		defer f.Close()
		var r *audit.Report
		if r, err = reports.ReadJSON(f); err == nil {
			return r, nil
		}
	}
	return nil, &failure{code: exitUsage, err: pathError("read baseline", m.baseline, err), hint: `"refmend check -o FILE.json" writes one`}
}

// recall looks up the run before, if it is wanted, when the documents are known,
// and has the audit hold its report against that if this is wanted.
func (c *check) recall(inputs []audit.Input, o *audit.Options) {
	m := &c.memory
	if m.archive == nil || !m.newOnly && !m.quietIfUnchanged {
		return
	}
	this := audit.Report{Run: audit.RunInfo{Offline: c.offline}}
	for _, in := range inputs {
		d := audit.Document{Path: in.Document.Path}
		if in.Err != nil {
			d.Error = in.Err.Error()
		}
		this.Documents = append(this.Documents, d)
	}
	m.earlier = earlierReport(m.archive, &this)
	if m.earlier == nil {
		fmt.Fprintln(c.stderr, "No earlier run over these documents is remembered: everything counts as new.")
	}
	if m.newOnly {
		o.Baseline = m.earlier
	}
}

// news tells what changed since the run before; without one, all that fails is
// new.
func (m *memory) news(r *audit.Report) []audit.News {
	earlier := m.earlier
	if earlier == nil {
		earlier = &audit.Report{}
	}
	changes := audit.Compare(earlier, r)
	return changes.News()
}

// writeNews writes what --quiet-if-unchanged lets through.
func (c *check) writeNews(r *audit.Report, o reports.Options) error {
	news := c.memory.news(r)
	if len(news) > 0 && c.format != "text" {
		return reports.Write(c.stdout, c.format, r, o)
	}
	for _, n := range news {
		if _, err := fmt.Fprintln(c.stdout, reports.Printable(n.String())); err != nil {
			return err
		}
	}
	return nil
}

package audit_test

import (
	"context"
	"fmt"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// A list is a Checker that knows which pages there are.
type list map[refs.Target]bool

func (l list) Check(ctx context.Context, questions []audit.Question, answer func(audit.Outcome)) error {
	for _, q := range questions {
		o := audit.Outcome{Target: q.Target, Verdict: audit.Verdict{State: audit.Broken, Reason: audit.ReasonNotFound}}
		if l[q.Target] {
			o.Verdict = audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}
		}
		answer(o)
	}
	return ctx.Err()
}

// Package crawler has a Checker for the web, package store an Archive.
func ExampleRun() {
	doc, err := refs.Read("notes.md", []byte("See <https://tides.org/tables> and <https://tides.org/lost>.\n"), refs.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := audit.Run(context.Background(), []audit.Input{{Document: doc}}, audit.Options{
		Checker: list{"https://tides.org/tables": true},
		Policy:  audit.Policy{FailOn: []audit.State{audit.Damaged, audit.Broken}},
	})
	if err != nil {
		fmt.Println(err) // the report tells what was found until then
	}
	for _, f := range report.Findings() {
		fmt.Println(f.Link.Verdict.State, f.Link.Verdict.Reason, f.Link.Target)
	}
	fmt.Println(report.Summary.Failing, "of", report.Summary.Links, "links fail")
	// Output:
	// broken not-found https://tides.org/lost
	// 1 of 2 links fail
}

func ExampleExplain() {
	info, _ := audit.Explain(audit.Broken, audit.ReasonGone)
	fmt.Println(info.Meaning)
	fmt.Println(info.Action)
	// Output:
	// The server says that this page was removed for good (410).
	// Cite an archived copy, or another source.
}

package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
	"github.com/refmend/refmend/store"
)

func Example() {
	dir, err := os.MkdirTemp("", "refmend")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	s, err := store.Open(filepath.Join(dir, "refmend.db"), store.Options{})
	if err != nil {
		fmt.Println(err) // store.ErrLocked: another process has it
		return
	}
	defer s.Close()

	const page = refs.Target("https://tides.org/tables")
	err = s.Record(audit.Memory{Outcome: audit.Outcome{
		Target: page, Verdict: audit.Verdict{State: audit.OK, Reason: audit.ReasonOK},
		Evidence: audit.Evidence{Status: 200, CheckedAt: time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)},
	}})
	if err == nil {
		err = s.Flush() // it is on disk now, and not only in 100 ms
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	known, err := s.Latest(page+"#noon", "") // one check answers for all places in a page
	fmt.Println(known.Verdict.State, known.Evidence.Status, err)
	_, err = s.Latest("https://tides.org/lost", "")
	fmt.Println(errors.Is(err, audit.ErrNotFound))
	// Output:
	// ok 200 <nil>
	// true
}

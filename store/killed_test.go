package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

func init() { children["check"] = checkForEver }

const (
	newLinks = 150 // that each run has beyond the one before
	oldLinks = 300 // that it has in common with it
)

// checkForEver runs audits at the store args[0], the first over the links up to
// args[1], each over more. It says whom it asks, which answers are durable, and which runs have
// ended.
func checkForEver(args []string) int {
	end, err := strconv.Atoi(args[1])
	if err != nil {
		return 2
	}
	s, err := Open(args[0], Options{})
	for ; err == nil; end += newLinks {
		var report *audit.Report
		report, err = audit.Run(context.Background(), []audit.Input{{Document: documentOf(end)}}, audit.Options{
			Checker: answering{s}, Archive: s, Policy: audit.Policy{MaxAge: -1}, Now: func() time.Time { return noon },
		})
		fmt.Println("run", report.Run.ID, end)
	}
	fmt.Fprintln(os.Stderr, err)
	return 1
}

// documentOf makes a document of the references of a run, one link each.
func documentOf(end int) refs.Document {
	d := refs.Document{Path: "paper.txt", Format: refs.FormatText}
	for n := max(0, end-newLinks-oldLinks); n < end; n++ {
		t := outcome(n).Target
		d.References = append(d.References, refs.Reference{Listed: true, Links: []refs.Link{{Kind: refs.KindURL, Written: string(t), Target: t}}})
	}
	return d
}

// answering is a Checker that finds every target fine.
type answering struct{ s *Store }

func (a answering) Check(_ context.Context, questions []audit.Question, answer func(audit.Outcome)) error {
	var told strings.Builder
	for i, q := range questions {
		t := q.Target
		fmt.Println("ask", t)
		answer(audit.Outcome{Target: t, Verdict: audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}, Evidence: audit.Evidence{Status: 200}, Requests: 1})
		fmt.Fprintln(&told, "kept", t)
		if i%17 == 16 || i == len(questions)-1 {
			if err := a.s.Flush(); err != nil {
				return err
			}
			fmt.Print(told.String())
			told.Reset()
		}
	}
	return nil
}

// A check that is killed at any moment leaves a sound store: nothing that was
// acknowledged is lost, nobody is asked again whose answer was, and of every run
// there is the whole report or none.
func TestKilledCheck(t *testing.T) {
	path := storePath(t)
	kept, ended := map[string]bool{}, map[string]bool{}
	end := newLinks
	rounds := killRounds()
	for round := range rounds {
		cmd, _, out := startChild(t, "check", path, strconv.Itoa(end))
		kill := func() { _ = cmd.Process.Kill() }
		patient := len(ended) == 0 && round == rounds-1 // one round at least gets to the end of a run
		timer := time.AfterFunc(time.Duration(20+rand.IntN(150))*time.Millisecond, func() {
			if !patient {
				kill()
			}
		})
		fresh := map[string]bool{}
		for out.Scan() {
			what, of, _ := strings.Cut(out.Text(), " ")
			switch what {
			case "ask":
				if kept[of] {
					t.Errorf("round %d: %s was asked again", round, of)
				}
			case "kept":
				kept[of], fresh[of] = true, true
			case "run":
				id, n, _ := strings.Cut(of, " ")
				if _, err := fmt.Sscan(n, &end); err != nil {
					t.Fatal(err)
				}
				ended[id] = true
				end += newLinks
				if patient {
					kill()
				}
			}
		}
		timer.Stop()
		_ = cmd.Wait()
		checkKilled(t, path, 5, fresh, ended)
	}
	checkKilled(t, path, math.MaxInt, kept, ended)
	if len(kept) == 0 || len(ended) == 0 {
		t.Errorf("no round got far: %d answers, %d runs", len(kept), len(ended))
	}
	t.Logf("%d answers, %d runs", len(kept), len(ended))
}

// checkKilled looks at a store after a kill, and reads so many of its reports.
func checkKilled(t *testing.T, path string, reports int, kept, ended map[string]bool) {
	t.Helper()
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatalf("after a kill: %v", err)
	}
	defer s.Close()
	if f, err := s.Verify(t.Context()); err != nil || f.Problems > 0 {
		t.Fatalf("after a kill: %+v, %v", f, err)
	}
	for target := range kept {
		if _, err := s.Latest(refs.Target(target), ""); err != nil {
			t.Fatalf("an answer was lost: %v", err)
		}
	}
	runs, err := s.Runs()
	if err != nil {
		t.Fatal(err)
	}
	if len(runs) < len(ended) {
		t.Errorf("%d runs are remembered, %d have ended", len(runs), len(ended))
	}
	for _, r := range runs[:min(len(runs), reports)] {
		report, err := s.Report(r.Run.ID)
		switch {
		case errors.Is(err, audit.ErrNotFound) && !ended[r.Run.ID]:
		case err != nil:
			t.Fatal(err)
		case !r.Run.Complete || len(report.Documents) != 1 || len(report.Documents[0].References) != report.Summary.Links:
			t.Errorf("half a report is remembered of run %s", r.Run.ID)
		}
	}
}

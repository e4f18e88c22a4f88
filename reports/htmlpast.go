package reports

import "github.com/refmend/refmend/audit"

// A pastChart draws how runs went, the present one last.
type pastChart struct {
	Runs   []pastRun
	Width  int          // of the drawing, in units of 10 a run
	Legend []stateCount // of all runs
}

type pastRun struct {
	Day    string
	X      int
	Bars   []pastBar
	Counts []stateCount
	Links  int
}

type pastBar struct {
	Class     string
	Y, Height float64
}

const maxPast = 30

// newPastChart gives nil if there was no run before this one.
func newPastChart(past []audit.RunRecord, r *audit.Report) *pastChart {
	if len(past) == 0 {
		return nil
	}
	past = append(past[max(0, len(past)-maxPast+1):len(past):len(past)], audit.RunRecord{Run: r.Run, Summary: r.Summary})
	c := &pastChart{Width: 10 * len(past)}
	most, all := 0, map[audit.State]int{}
	for _, p := range past {
		most = max(most, p.Summary.Links)
		for s, n := range p.Summary.ByState {
			all[s] += n
		}
	}
	c.Legend = counted(all)
	for i, p := range past {
		run := pastRun{Day: day(p.Run.Started), X: 10*i + 1, Counts: counted(p.Summary.ByState), Links: p.Summary.Links}
		y := 60.0
		for _, s := range run.Counts { // the worst at the foot, where their heights can be compared
			h := 0.6 * percent(s.N, most)
			y -= h
			run.Bars = append(run.Bars, pastBar{s.State, y, h})
		}
		c.Runs = append(c.Runs, run)
	}
	return c
}

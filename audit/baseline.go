package audit

// pair finds the report's links in the baseline, and marks those that wait for no
// answer.
func (r *run) pair() {
	if r.Baseline == nil {
		return
	}
	r.baseline = map[*Link]*Link{}
	for _, d := range match(r.Baseline, r.report) {
		if d.After.Link != nil {
			r.baseline[d.After.Link] = d.Before.Link
		}
	}
	for spot, open := range r.spots() {
		if !open {
			r.mark(r.report.At(spot).Link)
		}
	}
}

// mark holds a link against the baseline: if it failed there it does not fail the
// run again. What changed is told by comparison with it.
func (r *run) mark(l *Link) {
	if r.Baseline == nil {
		return
	}
	before := r.baseline[l]
	is := r.Policy.fails(l.Verdict.State)
	change, known := ChangeSame, false
	if before == nil {
		change = ChangeNew
	} else if was := r.failed(before); was && is {
		r.known++
		known = true
	} else if is {
		change = ChangeBroke
	} else if was && l.Verdict.bearing() == fine {
		change = ChangeFixed
	}
	h := History{}
	if l.History != nil {
		h = *l.History // other links share it
	}
	h.Change, h.Known = change, known
	l.History = &h
}

// failed tells whether a link of the baseline failed there, or was known to be
// broken though the check could not tell.
func (r *run) failed(l *Link) bool {
	return r.Policy.fails(l.Verdict.State) || l.wasBroken() && r.Policy.fails(Broken)
}

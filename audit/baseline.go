package audit

// mark holds the report against the baseline: links that failed there do not
// fail the run again. What changed is told by comparison with it.
func (r *run) mark() {
	if r.Baseline == nil {
		return
	}
	for _, d := range match(r.Baseline, r.report) {
		l := d.After.Link
		if l == nil {
			continue
		}
		is := r.Policy.fails(l.Verdict.State)
		change, known := ChangeSame, false
		if d.Before.Link == nil {
			change = ChangeNew
		} else if was := r.failed(d.Before.Link); was && is {
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
}

// failed tells whether a link of the baseline failed there, or was known to be
// broken though the check could not tell.
func (r *run) failed(l *Link) bool {
	return r.Policy.fails(l.Verdict.State) || l.wasBroken() && r.Policy.fails(Broken)
}

package audit

import (
	"cmp"
	"fmt"
)

// Changes are what became of links between two reports. A link fails if it is
// broken or damaged, or was broken before a check that could not tell: what is broken,
// cannot be told and is broken again has not broken twice. What could not be told
// in the later report is in none of the lists, save those of links that stand in
// one of the two only.
type Changes struct {
	Broke []Difference // did not fail, and do now
	Fixed []Difference // failed, and something answers now
	Still []Difference // fail in both
	New   []Difference // only in the later one
	Gone  []Difference // only in the earlier one
}

// A Difference is one link in two reports. In the one in which it does not stand
// the pointers are nil.
type Difference struct {
	Before, After Finding
}

// Since tells since when a link fails that fails in the later report, as
// "2006-01-02"; "" if that is not known.
func (d Difference) Since() string {
	for _, l := range []*Link{d.After.Link, d.Before.Link} {
		if l != nil && l.History != nil && !l.History.FailingSince.IsZero() {
			return dayOf(l.History.FailingSince)
		}
	}
	return ""
}

// Compare tells what changed from one report to a later one. Links are the same
// if they lead to the same target from the same reference, wherever that stands
// now, of the same document, though it was renamed.
func Compare(before, after *Report) Changes {
	var c Changes
	for _, d := range match(before, after) {
		switch {
		case d.Before.Link == nil:
			c.New = append(c.New, d)
		case d.After.Link == nil:
			c.Gone = append(c.Gone, d)
		default:
			was, is := d.Before.Link, d.After.Link.Verdict
			failed := was.Verdict.accuses() || was.wasBroken()
			switch {
			case failed && is.accuses():
				c.Still = append(c.Still, d)
			case is.accuses():
				c.Broke = append(c.Broke, d)
			case failed && is.bearing() == fine:
				c.Fixed = append(c.Fixed, d)
			}
		}
	}
	return c
}

// accuses tells whether a verdict finds fault with a link beyond doubt.
func (v Verdict) accuses() bool { return v.State == Broken || v.State == Damaged }

// wasBroken tells whether a link whose newest check could not tell was broken
// before.
func (l *Link) wasBroken() bool {
	return l.Verdict.State == Unverified && l.History != nil && !l.History.BrokenSince.IsZero()
}

// A News is one change that somebody who watches links wants to be told. Its
// strings quote documents and are raw.
type News struct {
	What  string // NewsBroke, NewsFixed or NewsNew
	Link  string // its target, or what is written
	Shown string // the link as a person reads it, if that is another
	Why   string // HTTP status or reason: why it fails, or did
	Place string // "paper.md:33", where it stands now
}

// What news are of.
const (
	NewsBroke = "broke"
	NewsNew   = "new" // it fails and was not there
	NewsFixed = "fixed"
)

// String gives the news in a line: "broke https://a.org/x (404) in paper.md:33".
func (n News) String() string {
	return fmt.Sprintf("%s %s (%s) in %s", n.What, cmp.Or(n.Shown, n.Link), n.Why, n.Place)
}

// News gives what broke, what is new and fails, and what was fixed.
func (c *Changes) News() []News {
	var all []News
	add := func(what string, at, fault Finding) {
		n := News{What: what, Link: string(at.Link.Target), Why: string(fault.Link.Verdict.Reason), Place: at.Place()}
		if n.Link == "" {
			n.Link = at.Link.Written
		}
		if shown := at.Link.Shown(); shown != n.Link {
			n.Shown = shown
		}
		if e := fault.Link.Evidence; e != nil && e.Status >= 400 {
			n.Why = fmt.Sprint(e.Status)
		}
		all = append(all, n)
	}
	for _, d := range c.Broke {
		add(NewsBroke, d.After, d.After)
	}
	for _, d := range c.New {
		if d.After.Link.Verdict.accuses() {
			add(NewsNew, d.After, d.After)
		}
	}
	for _, d := range c.Fixed {
		add(NewsFixed, d.After, d.Before)
	}
	return all
}

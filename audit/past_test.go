package audit

import (
	"fmt"
	"testing"
	"time"

	"github.com/refmend/refmend/refs"
)

var dawn = time.Date(2026, 1, 1, 6, 0, 0, 0, time.UTC)

// seen makes the outcome of a check on a day.
func seen(day float64, s State, r Reason) Outcome {
	return Outcome{
		Target: "https://a.org/x", Verdict: Verdict{State: s, Reason: r},
		Evidence: Evidence{CheckedAt: dawn.Add(time.Duration(day * float64(24*time.Hour))), ElapsedMS: 100},
	}
}

func past(checks ...Outcome) (p Past) {
	for _, o := range checks {
		p = p.With(o)
	}
	return p
}

func TestPast(t *testing.T) {
	day := func(n float64) time.Time { return dawn.Add(time.Duration(n * float64(24*time.Hour))) }
	p := past(
		seen(0, OK, ReasonOK), seen(1, Moved, ReasonPermanentRedirect),
		seen(2, Unverified, ReasonTimeout), seen(2.5, Unverified, ReasonServerError), seen(4, Unverified, ReasonBlocked), seen(5, Broken, ReasonNotFound),
	)
	switch {
	case !p.FirstChecked.Equal(day(0)), !p.LastOK.Equal(day(1)), !p.FailingSince.Equal(day(2)), p.Failures != 3:
		t.Errorf("past %+v", p)
	case len(p.Strikes) != 2 || !p.Strikes[1].Equal(day(5)):
		t.Errorf("strikes %v, want those of days 2 and 5", p.Strikes)
	case len(p.Spells) != 6:
		t.Errorf("spells %+v", p.Spells)
	}
	healed := p.With(seen(6, Suspect, ReasonTitleMismatch))
	if !healed.FailingSince.IsZero() || healed.Failures != 0 || healed.Strikes != nil || !healed.LastOK.Equal(day(6)) {
		t.Errorf("after something answered: %+v", healed)
	}
	if len(p.Spells) != 6 || p.Failures != 3 {
		t.Error("With changed the past it was called on")
	}
}

// However long a target is watched, its past is bounded and keeps its beginning,
// its present and the long spells between.
func TestPastIsBounded(t *testing.T) {
	var p Past
	checks := 0
	for n := range 2999 {
		o := seen(float64(n), OK, ReasonOK)
		switch {
		case n == 0:
			o = seen(0, Unverified, ReasonOffline)
		case n > 1000 && n < 1100:
			o = seen(float64(n), Broken, ReasonGone)
		case n%7 == 3:
			o = seen(float64(n), Unverified, ReasonTimeout)
		}
		p = p.With(o)
		checks++
	}
	if len(p.Spells) > maxSpells {
		t.Fatalf("%d spells", len(p.Spells))
	}
	gone := 0
	for i, s := range p.Spells {
		if s.Reason == ReasonGone {
			gone = s.Checks
		}
		if i > 0 && s.From.Before(p.Spells[i-1].To) {
			t.Errorf("spell %d begins before the one before it ends", i)
		}
	}
	if first := p.Spells[0]; first.Reason != ReasonOffline || gone != 99 {
		t.Errorf("first spell %+v, checks that found it gone %d", first, gone)
	}
	for n := range 100 {
		p = p.With(seen(float64(4000+n), Broken, ReasonNotFound))
	}
	if len(p.Strikes) != maxStrikes || p.Failures != 100 {
		t.Errorf("%d strikes, %d failures", len(p.Strikes), p.Failures)
	}
	for i, at := range p.Strikes {
		if i > 0 && at.Sub(p.Strikes[i-1]) > 20*24*time.Hour {
			t.Errorf("strikes are not spread over the time: %v", p.Strikes)
		}
	}
	if first, last := p.Strikes[0], p.Strikes[maxStrikes-1]; !first.Equal(p.FailingSince) || last.Sub(first) != 99*24*time.Hour {
		t.Errorf("strikes from %v to %v", first, last)
	}
}

func TestPastShows(t *testing.T) {
	page := func(day int, end refs.Target, title string) Outcome {
		o := seen(float64(day), OK, ReasonOK)
		o.Evidence.FinalURL, o.Metadata.Title = string(end), title
		return o
	}
	old := past(page(0, "", "River journal"), page(900, "https://www.a.org/x", "The river journal"))
	if old.Before != nil || old.Shown.Title != "The river journal" || !old.Shown.From.Equal(dawn) {
		t.Errorf("one owner: %+v", old.Shown)
	}
	sold := old.With(page(930, "https://casino.example/", "Play now"))
	if sold.Before == nil || sold.Before.Owner != "a.org" || sold.Shown.Title != "Play now" {
		t.Errorf("sold: %+v, before %+v", sold.Shown, sold.Before)
	}
	if back := sold.With(page(940, "", "The river journal")); back.Before != nil || !back.Shown.From.Equal(dawn) {
		t.Errorf("come back: %+v, before %+v", back.Shown, back.Before)
	}
	if again := sold.With(page(931, "https://third.example.com/", "A third")); again.Before.Owner != "a.org" || again.Shown.Title != "A third" {
		t.Errorf("sold again: %+v, before %+v", again.Shown, again.Before)
	}
	login := page(930, "https://login.example.com/", "Sign in")
	login.Verdict = Verdict{State: Suspect, Reason: ReasonRedirectedLogin}
	if walled := old.With(login); walled.Before != nil || walled.Shown.Title != "The river journal" {
		t.Errorf("a page to log in: %+v", walled.Shown)
	}
	if quiet := old.With(seen(950, OK, ReasonOK)); quiet.Shown.Title != "The river journal" {
		t.Errorf("a page without title: %+v", quiet.Shown)
	}
}

func TestSmoothed(t *testing.T) {
	usual := int64(0)
	for range 50 {
		usual = smoothed(usual, 800)
	}
	if got := smoothed(usual, 8000); fmt.Sprint(usual, got) != "800 1700" {
		t.Errorf("usual %d, then %d", usual, got)
	}
}

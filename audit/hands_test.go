package audit

import (
	"testing"

	"github.com/refmend/refmend/refs"
)

func TestChangedHands(t *testing.T) {
	const (
		cited   = "http://www.riverjournal.org/2011/floods.html"
		old     = "Floods of the lower Danube - The River Journal"
		gamble  = "Best online slots and casino bonus 2026"
		years   = 800.0
		settles = 30.0
	)
	type page struct {
		at    refs.Target
		title string
		state State
	}
	tests := map[string]struct {
		years  float64 // that it was the old page
		now    page
		stayed float64 // days that the new one was seen
		want   bool
	}{
		"sold":                             {years, page{"https://casino.example.com/", gamble, OK}, settles, true},
		"sold, with a permanent redirect":  {years, page{"https://casino.example.com/", gamble, Moved}, settles, true},
		"sold, in another script":          {years, page{"https://dudu88.com/", "澳门新葡京娱乐场官方网站", OK}, settles, true},
		"not yet for years":                {100, page{"https://casino.example.com/", gamble, OK}, settles, false},
		"seen for a night":                 {years, page{"https://casino.example.com/", gamble, OK}, 1, false},
		"same owner":                       {years, page{"https://play.riverjournal.org/", gamble, OK}, settles, false},
		"over https":                       {years, page{"https://www.riverjournal.org/2011/floods.html", old, Moved}, settles, false},
		"without www":                      {years, page{"https://riverjournal.org/2011/floods.html", "Floods", Moved}, settles, false},
		"moved to a new domain":            {years, page{"https://theriverjournal.com/2011/floods", "Floods of the lower Danube", Moved}, settles, false},
		"renamed":                          {years, page{"https://watersreview.org/2011/floods", "Floods of the lower Danube | Waters Review", Moved}, settles, false},
		"publisher bought":                 {years, page{"https://link.megapress.com/article/4711", "Floods of the lower Danube | Megapress Science Online - read and share", OK}, settles, false},
		"a short title":                    {years, page{"https://megapress.com/", "Home", OK}, settles, false},
		"a title of empty words":           {years, page{"https://megapress.com/", "Using the new with", OK}, settles, false},
		"no title":                         {years, page{"https://casino.example.com/", "", OK}, settles, false},
		"a page that asks for consent":     {years, page{"https://consent.megapress.com/?continue=https%3A%2F%2Fwww.riverjournal.org%2F", "Before you go on: your privacy choices", OK}, settles, false},
		"a page to log in":                 {years, page{"https://login.megapress.com/", "Sign in to your university account", Suspect}, settles, false},
		"came back":                        {years, page{"https://www.riverjournal.org/", old, OK}, settles, false},
		"to a page on a platform of users": {years, page{"https://riverjournal.github.io/floods", "Floods of the lower Danube", OK}, settles, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			show := func(d float64, p page) Outcome {
				o := seen(d, p.state, ReasonOK)
				o.Target, o.Evidence.FinalURL, o.Metadata.Title = cited, string(p.at), p.title
				return o
			}
			was := page{"", old, OK}
			first := show(tt.years+1, tt.now)
			newest := show(tt.years+1+tt.stayed, tt.now)
			p := past(show(0, was), show(tt.years, was), first, newest)
			policy := Policy{SameFor: DefaultSameFor}
			got := policy.changedHands(&p, &newest)
			if (got != "") != tt.want {
				t.Errorf("said %q", got)
			}
			if got := new(Policy).changedHands(&p, &newest); got != "" {
				t.Errorf("without being asked: %q", got)
			}
		})
	}
	t.Run("words", func(t *testing.T) {
		p := Past{Before: &Identity{"a.org", "River hydrology", dawn, dawn.Add(1000 * day)}, Shown: &Identity{"b.com", "Casino bonus", dawn.Add(1001 * day), dawn.Add(1010 * day)}}
		o := Outcome{Target: "https://a.org/", Verdict: Verdict{State: OK}, Evidence: Evidence{FinalURL: "https://b.com/"}}
		policy := Policy{SameFor: 1}
		if got, want := policy.changedHands(&p, &o), "Until 2028-09-27 it led to “River hydrology” at a.org, now it leads to “Casino bonus” at b.com."; got != want {
			t.Errorf("said %q", got)
		}
	})
}

// Identifiers lead wherever their keeper says, and copies show what was.
func TestCanChangeHands(t *testing.T) {
	for name, tt := range map[string]struct {
		link Link
		want bool
	}{
		"page":     {Link{Kind: refs.KindURL, Target: "https://a.org/"}, true},
		"DOI":      {Link{Kind: refs.KindDOI, Target: "https://doi.org/10.1/x", ID: "10.1/x"}, false},
		"as a URL": {Link{Kind: refs.KindURL, Target: "https://doi.org/10.1/x"}, false},
		"ARK":      {Link{Kind: refs.KindURL, Target: "https://n2t.net/ark:/1/x", ID: "ark:/1/x"}, false},
		"handle":   {Link{Kind: refs.KindHandle, Target: "https://hdl.handle.net/1/x"}, false},
		"copy":     {Link{Kind: refs.KindURL, Target: "https://web.archive.org/web/2012/http://a.org/", Archived: &Archived{}}, false},
	} {
		if got := tt.link.canChangeHands(); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

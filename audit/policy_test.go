package audit

import (
	"regexp"
	"testing"

	"github.com/refmend/refmend/refs"
)

func TestJudgeText(t *testing.T) {
	local := refs.Defect{Code: refs.LocalTarget, Detail: "localhost is no public address."}
	dash := refs.Defect{Code: refs.WrongDash, Detail: "A dash."}
	matching := func(s string) []*regexp.Regexp { return []*regexp.Regexp{regexp.MustCompile(s)} }
	all := func(refs.Target) bool { return true }
	tests := map[string]struct {
		link    refs.Link
		running bool // in running text, not in a list
		policy  Policy
		want    Verdict // zero: not decided
		defects int
	}{
		"sound":                  {link: refs.Link{Target: "https://a.org/"}},
		"damaged":                {link: refs.Link{Target: "https://a.org/", Defects: []refs.Defect{dash}}, want: Verdict{Damaged, ReasonWrongDash, "A dash."}, defects: 1},
		"first defect counts":    {link: refs.Link{Defects: []refs.Defect{dash, local}}, want: Verdict{Damaged, ReasonWrongDash, "A dash."}, defects: 2},
		"unreadable":             {link: refs.Link{Written: "http://"}, want: Verdict{Damaged, ReasonMalformedURL, "What is written cannot be read as an address."}},
		"mail":                   {link: refs.Link{Target: "mailto:a@b.org"}, want: Verdict{Skipped, ReasonUnsupportedScheme, `Links with "mailto:" are not followed.`}},
		"local in a list":        {link: refs.Link{Target: "http://localhost/", Defects: []refs.Defect{local}}, want: Verdict{Damaged, ReasonLocalTarget, local.Detail}, defects: 1},
		"local in running text":  {link: refs.Link{Target: "http://localhost/", Defects: []refs.Defect{local}}, running: true, want: Verdict{Skipped, ReasonLocalTarget, local.Detail}, defects: 1},
		"local, allowed":         {link: refs.Link{Target: "http://localhost/", Defects: []refs.Defect{local}}, policy: Policy{Reachable: all}},
		"local, allowed, dashed": {link: refs.Link{Target: "http://localhost/", Defects: []refs.Defect{local, dash}}, policy: Policy{Reachable: all}, want: Verdict{Damaged, ReasonWrongDash, "A dash."}, defects: 1},
		"excluded by target":     {link: refs.Link{Target: "https://a.org/", Defects: []refs.Defect{dash}}, policy: Policy{Exclude: matching("^https://a")}, want: Verdict{State: Skipped, Reason: ReasonExcluded}, defects: 1},
		"excluded as written":    {link: refs.Link{Target: "https://a.org/", Written: "a.org"}, policy: Policy{Exclude: matching("^a")}, want: Verdict{State: Skipped, Reason: ReasonExcluded}},
		"not excluded":           {link: refs.Link{Target: "https://a.org/"}, policy: Policy{Exclude: matching("^b")}},
		"included":               {link: refs.Link{Target: "https://a.org/"}, policy: Policy{Include: matching("a.org")}},
		"not included":           {link: refs.Link{Target: "https://b.org/"}, policy: Policy{Include: matching("a.org")}, want: Verdict{State: Skipped, Reason: ReasonExcluded}},
		"include wins":           {link: refs.Link{Target: "https://a.org/"}, policy: Policy{Include: matching("a.org"), Exclude: matching("org")}},
		"neither rule":           {link: refs.Link{Target: "https://b.net/"}, policy: Policy{Include: matching("a.org"), Exclude: matching("org")}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, decided := tt.policy.judgeText(&tt.link, !tt.running)
			if got != tt.want || decided != (tt.want != Verdict{}) {
				t.Errorf("judgeText = %+v, %v; want %+v", got, decided, tt.want)
			}
			if len(tt.link.Defects) != tt.defects {
				t.Errorf("defects left: %v, want %d", tt.link.Defects, tt.defects)
			}
		})
	}
}

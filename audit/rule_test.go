package audit

import (
	"regexp"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/refmend/refmend/refs"
)

func wildcards(texts ...string) (all []*regexp.Regexp) {
	for _, s := range texts {
		all = append(all, Wildcard(s))
	}
	return all
}

func TestMatch(t *testing.T) {
	for name, c := range map[string]struct {
		match Match
		fits  []refs.Target
		not   []refs.Target
	}{
		"nothing said":    {Match{}, []refs.Target{"https://a.org/", "", "mailto:a@b.org"}, nil},
		"host":            {Match{Hosts: wildcards("A.org")}, []refs.Target{"https://a.org/", "https://A.ORG:8443/x"}, []refs.Target{"https://www.a.org/", "https://a.org.evil.net/", "https://b.org/?a.org", "", "mailto:x@a.org"}},
		"host with port":  {Match{Hosts: wildcards("a.org:8443")}, []refs.Target{"https://a.org:8443/x"}, []refs.Target{"https://a.org/"}},
		"hosts below":     {Match{Hosts: wildcards("*.a.org", "a.org")}, []refs.Target{"https://a.org/", "https://x.y.a.org/"}, []refs.Target{"https://ba.org/"}},
		"path":            {Match{Paths: []string{"/old/**"}}, []refs.Target{"https://a.org/old", "https://a.org/old/", "https://b.org/old/x/y?q=1"}, []refs.Target{"https://a.org/older", "https://a.org/", "mailto:/old/x"}},
		"path, a segment": {Match{Paths: []string{"/*/x"}}, []refs.Target{"https://a.org/1/x"}, []refs.Target{"https://a.org/1/2/x", "https://a.org/x"}},
		"path, escaped":   {Match{Paths: []string{"/a b"}}, []refs.Target{"https://a.org/a%20b"}, nil},
		"the start page":  {Match{Paths: []string{"/"}}, []refs.Target{"https://a.org", "https://a.org/"}, []refs.Target{"https://a.org/x"}},
		"doi":             {Match{DOIs: wildcards("10.1234/*")}, []refs.Target{"https://doi.org/10.1234/a/B(1)"}, []refs.Target{"https://doi.org/10.12345/x", "https://a.org/10.1234/x"}},
		"doi, letters":    {Match{DOIs: wildcards("10.1234/AB*")}, []refs.Target{"https://doi.org/10.1234/abc"}, nil},
		"url":             {Match{URLs: []*regexp.Regexp{regexp.MustCompile(`\?id=\d+$`)}}, []refs.Target{"https://a.org/?id=3"}, []refs.Target{"https://a.org/?id=x"}},
		"all of them":     {Match{Hosts: wildcards("a.org"), Paths: []string{"/x"}}, []refs.Target{"https://a.org/x"}, []refs.Target{"https://a.org/y", "https://b.org/x"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, target := range c.fits {
				if !c.match.Target(target) {
					t.Errorf("%q does not fit", target)
				}
			}
			for _, target := range c.not {
				if c.match.Target(target) {
					t.Errorf("%q fits", target)
				}
			}
		})
	}
}

func TestRulingOn(t *testing.T) {
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	day := func(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }
	ok, skipped := OK, Skipped
	rules := []Rule{
		{Line: 1, Match: Match{Hosts: wildcards("*")}, Verdict: &ok, Accept: []int{403}},
		{Line: 2, Match: Match{Hosts: wildcards("a.org")}, Verdict: &skipped},
		{Line: 3, Match: Match{Hosts: wildcards("a.org")}, Accept: []int{404}, Expires: day(27)},
		{Line: 4, Match: Match{Hosts: wildcards("a.org")}, Ignore: []Reason{ReasonGone}, Expires: day(28)},
		{Line: 5, Match: Match{Document: func(string) bool { return true }}, Accept: []int{500}},
	}
	g := RulingOn(rules, "https://a.org/", now)
	if g.Verdict.Line != 2 || g.Accept.Line != 1 || g.Ignore.Line != 4 || g.TTL != nil {
		t.Errorf("ruling %v", g)
	}
	if g := RulingOn(rules, "https://b.org/", now); g.Verdict.Line != 1 || g.Ignore != nil {
		t.Errorf("ruling %v", g)
	}
}

func TestRulingVerdict(t *testing.T) {
	state := func(s State) *State { return &s }
	missing := Verdict{Broken, ReasonNotFound, "Gone."}
	blocked := Verdict{Unverified, ReasonBlocked, "No."}
	moved := Verdict{Moved, ReasonPermanentRedirect, "Moved."}
	home := Verdict{Suspect, ReasonRedirectedHome, "Home."}
	for name, c := range map[string]struct {
		rule   Rule
		found  Verdict
		status int // 0: nobody asked
		want   Verdict
	}{
		"accepted":                  {Rule{Accept: []int{403, 999}}, blocked, 403, Verdict{OK, ReasonOK, "The server answers with status 403, which is fine by refmend.toml:7: because."}},
		"not accepted":              {Rule{Accept: []int{999}}, blocked, 403, blocked},
		"accepted, but not for it":  {Rule{Accept: []int{200}}, home, 200, home},
		"held to be fine":           {Rule{Verdict: state(OK)}, missing, 404, Verdict{OK, ReasonOK, "It is fine by refmend.toml:7: because. The check gave: broken, not-found. Gone."}},
		"held to be fine, moved":    {Rule{Verdict: state(OK)}, moved, 200, moved},
		"held to be fine, unasked":  {Rule{Verdict: state(OK)}, Verdict{State: Unverified, Reason: ReasonOffline}, 0, Verdict{State: Unverified, Reason: ReasonOffline}},
		"not to be told":            {Rule{Verdict: state(Unverified)}, missing, 404, Verdict{Unverified, ReasonBlocked, "By refmend.toml:7 answers tell nothing here: because. The check gave: broken, not-found. Gone."}},
		"not to be told, but fine":  {Rule{Verdict: state(Unverified)}, Verdict{OK, ReasonOK, "x"}, 200, Verdict{OK, ReasonOK, "x"}},
		"ignored":                   {Rule{Ignore: []Reason{ReasonRedirectedHome}}, home, 200, Verdict{Skipped, ReasonExcluded, "refmend.toml:7 ignores this: because. The check gave: suspect, redirected-home. Home."}},
		"another reason is ignored": {Rule{Ignore: []Reason{ReasonGone}}, home, 200, home},
	} {
		t.Run(name, func(t *testing.T) {
			c.rule.File, c.rule.Line, c.rule.Reason = "refmend.toml", 7, "because"
			var g Ruling
			g.heed(&c.rule)
			var e *Evidence
			if c.status > 0 {
				e = &Evidence{Status: c.status}
			}
			if got := g.On(c.found, e); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

func TestReusesByRule(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	ttl := 90 * 24 * time.Hour
	p := Policy{MaxAge: -1, LinkRules: []Rule{{Match: Match{Hosts: wildcards("a.org")}, TTL: &ttl}}}
	at := func(t refs.Target, days int) *Outcome {
		return &Outcome{Target: t, Verdict: Verdict{State: OK}, Evidence: Evidence{CheckedAt: now.AddDate(0, 0, -days)}}
	}
	for days, want := range map[int]bool{0: true, 60: true, 91: false, -1: false} {
		if got := p.reuses(at("https://a.org/", days), now); got != want {
			t.Errorf("%d days: %v", days, got)
		}
	}
	if p.reuses(at("https://b.org/", 60), now) {
		t.Error("the rule holds for another host")
	}
	p.MaxAge = 24 * time.Hour
	if p.reuses(at("https://a.org/", 60), now) {
		t.Error("the rule outdoes --max-age")
	}
}

// FuzzMatch: no target and no pattern makes matching panic, and a wildcard fits
// itself.
func FuzzMatch(f *testing.F) {
	f.Add("https://a.org/x", "*.a.org", "/**")
	f.Add("https://doi.org/10.1000/a[1]", "10.1000/*", "[")
	f.Add("http://[::1]:80", "\xff*", "{a,b")
	f.Fuzz(func(t *testing.T, target, pattern, glob string) {
		m := Match{Hosts: wildcards(pattern), Paths: []string{glob}}
		m.Target(refs.Target(target))
		m = Match{DOIs: wildcards(pattern), URLs: wildcards(pattern)}
		m.Target(refs.Target(target))
		if utf8.ValidString(pattern) && !Wildcard(pattern).MatchString(pattern) {
			t.Errorf("%q does not fit itself", pattern)
		}
	})
}

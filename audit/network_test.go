package audit

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/refmend/refmend/refs"
)

func siteTarget(i int, path string) refs.Target {
	return refs.Target(fmt.Sprintf("https://www.site%d.org%s", i, path))
}

// Outcomes as a crawler gives them, of the page at the i-th site.
func answered(i int) *Outcome {
	return &Outcome{Target: siteTarget(i, "/a"), Verdict: Verdict{OK, ReasonOK, "There."}, Evidence: Evidence{Status: 200}}
}

func unanswered(i int, reason Reason) *Outcome {
	return &Outcome{Target: siteTarget(i, "/a"), Verdict: Verdict{Unverified, reason, "Not there."}, Evidence: Evidence{Error: "refused"}}
}

func withStatus(i int, state State, reason Reason, status int) *Outcome {
	return &Outcome{Target: siteTarget(i, "/a"), Verdict: Verdict{state, reason, "Seen."}, Evidence: Evidence{Status: status}}
}

func cutOff(i int, why string) *Outcome {
	o := unanswered(i, ReasonConnection)
	o.CutOff = why
	return o
}

func ledTo(i int, end string) *Outcome {
	return &Outcome{Target: siteTarget(i, "/a"), Verdict: Verdict{OK, ReasonOK, "There."}, Evidence: Evidence{
		Status: 200, FinalURL: end, Hops: []Hop{{string(siteTarget(i, "/a")), 302}, {end, 200}}}}
}

func badCertificate(i int, what string) *Outcome {
	return withStatus(i, Suspect, ReasonTLSCertificate, 200).saying("The server's certificate is not valid: " + what + "; looked at without it, the page.")
}

func (o *Outcome) saying(detail string) *Outcome { o.Verdict.Detail = detail; return o }

func cached(o *Outcome) *Outcome { o.Evidence.Cached = true; return o }

func TestFaultOf(t *testing.T) {
	each := func(n int, f func(int) *Outcome) (all []*Outcome) {
		for i := range n {
			all = append(all, f(i))
		}
		return all
	}
	down := func(i int) *Outcome { return unanswered(i, ReasonConnection) }
	away := func(i int) *Outcome { return cutOff(i, "no way out") }
	portal := func(i int) *Outcome { return ledTo(i, fmt.Sprintf("http://login.hotel.net/in?from=%d", i)) }
	unsigned := func(i int) *Outcome { return badCertificate(i, "nobody known vouches for it") }
	for name, test := range map[string]struct {
		outcomes []*Outcome
		want     string // part of the detail; "": the network is fine
	}{
		"nothing asked":        {nil, ""},
		"all fine":             {each(20, answered), ""},
		"all down":             {each(20, down), "of 20 sites asked, none answered"},
		"a few down":           {each(4, down), ""},
		"five down":            {each(5, down), "seems down"},
		"nearly all down":      {slices.Concat(each(19, down), []*Outcome{answered(19)}), "of 20 sites asked, only 1 answered"},
		"many down":            {slices.Concat(each(17, down), []*Outcome{answered(17), answered(18), answered(19)}), ""},
		"one site, many pages": {each(20, func(i int) *Outcome { o := down(0); o.Target = siteTarget(0, fmt.Sprint("/", i)); return o }), ""},
		"one domain, many hosts": {each(20, func(i int) *Outcome {
			o := down(0)
			o.Target = refs.Target(fmt.Sprintf("http://h%d.site.org/", i))
			return o
		}), ""},
		"timeouts":              {each(9, func(i int) *Outcome { return unanswered(i, ReasonTimeout) }), "seems down"},
		"names lead inside":     {each(9, func(i int) *Outcome { return unanswered(i, ReasonForbiddenAddress) }), "seems down"},
		"robots.txt unread":     {each(9, func(i int) *Outcome { return unanswered(i, ReasonRobots) }), "seems down"},
		"a proxy wants a login": {each(9, func(i int) *Outcome { return withStatus(i, Unverified, ReasonBlocked, 407) }), "seems down"},
		"all blocked":           {each(9, func(i int) *Outcome { return withStatus(i, Unverified, ReasonBlocked, 403) }), ""},
		"all gone":              {each(9, func(i int) *Outcome { return withStatus(i, Broken, ReasonNotFound, 404) }), ""},
		// A name counts as missing only if DNS knows others: the network works.
		"no such names": {each(9, func(i int) *Outcome {
			return &Outcome{Target: siteTarget(i, "/"), Verdict: Verdict{Broken, ReasonDNS, ""}}
		}), ""},
		"remembered as down":   {each(9, func(i int) *Outcome { return cached(down(i)) }), ""},
		"remembered as fine":   {slices.Concat(each(9, down), each(9, func(i int) *Outcome { return cached(answered(i + 20)) })), "of 9 sites"},
		"one cut off":          {each(1, away), "seems down: no way out."},
		"four cut off":         {each(4, away), "seems down: no way out."},
		"many cut off":         {each(20, away), "seems down: no way out."},
		"cut off, variously":   {[]*Outcome{cutOff(1, "no way out"), cutOff(2, "no proxy"), cutOff(3, "no way out")}, "seems down: no proxy; no way out."},
		"cut off, one answers": {append(each(3, away), answered(3)), ""},
		"cut off, one blocks":  {append(each(3, away), withStatus(3, Unverified, ReasonBlocked, 403)), ""},
		"cut off, one is down": {append(each(3, away), down(3)), ""},
		"cut off, then not":    {[]*Outcome{away(0), down(0)}, ""},
		"was cut off":          {[]*Outcome{cached(away(0)), down(1)}, ""},
		"cut off, no others":   {append(each(1, away), cached(answered(1)), &Outcome{Target: siteTarget(2, "/"), Verdict: Verdict{State: Skipped}}), "seems down: no way out."},
		"cut off behind redirect": {each(1, func(i int) *Outcome {
			o := away(i)
			o.Evidence.Hops = []Hop{{string(o.Target), 302}, {"https://gone.org/", 0}}
			return o
		}), ""},
		"down behind redirect": {each(9, func(i int) *Outcome {
			o := unanswered(i, ReasonConnection)
			o.Evidence.Hops = []Hop{{string(o.Target), 302}, {"https://gone.org/", 0}}
			return o
		}), ""},
		"portal":               {each(9, portal), "9 of 9 sites asked lead to one page at login.hotel.net"},
		"portal, own page":     {slices.Concat(each(9, portal), []*Outcome{answered(9), answered(10)}), ""},
		"one shortener's home": {each(9, func(i int) *Outcome { return ledTo(i, fmt.Sprintf("https://new.org/%d", i)) }), ""},
		"to their own www":     {each(9, func(i int) *Outcome { return ledTo(i, fmt.Sprintf("https://site%d.org/", i)) }), ""},
		"certificates":         {each(9, unsigned), "certificates of 9 of 9 sites"},
		"certificates, various": {each(10, func(i int) *Outcome {
			return badCertificate(i, []string{"it has expired", "nobody known vouches for it"}[i%2])
		}), ""},
		"a few certificates": {slices.Concat(each(3, unsigned), each(3, func(i int) *Outcome { return answered(i + 3) })), ""},
	} {
		got := faultOf(slices.Values(test.outcomes)).detail
		if (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

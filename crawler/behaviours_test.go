package crawler

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// A behaviour is a way in which a host of the web behaves, and what is to be
// said of a link to it. "HOST" stands for the host's name in what it asks,
// says and leads to.
type behaviour struct {
	name   string
	plays  http.HandlerFunc // how the host answers; nil: nobody plays it
	asks   string           // target, or path of one at the host
	want   wanted
	host   string // "": made of the name
	record string // values of a DOI that leads to the host; "": it is not registered
	cited  string // an entry of a list that cites the target; "": nobody does by a title
}

// wanted is what an outcome must be. What is left zero may be anything, but
// that without movedTo nothing may have moved.
type wanted struct {
	state    audit.State
	reason   audit.Reason
	provider string // exactly
	movedTo  string // target, or path of one at the host
	detail   string // stands in the verdict's detail
	place    string // what the page has to say of the fragment: "there", "missing" or "open"
	tries    int    // attempts, at least: a busy machine may need more
	lost     bool   // the page is without the title that it is cited by
}

var (
	fine      = wanted{state: audit.OK, reason: audit.ReasonOK}
	doiStands = wanted{state: audit.OK, reason: audit.ReasonDOIRegistered}
)

func dead(r audit.Reason) wanted       { return wanted{state: audit.Broken, reason: r} }
func suspicious(r audit.Reason) wanted { return wanted{state: audit.Suspect, reason: r} }
func unsure(r audit.Reason) wanted     { return wanted{state: audit.Unverified, reason: r} }
func movedTo(target string) wanted {
	return wanted{state: audit.Moved, reason: audit.ReasonPermanentRedirect, movedTo: target}
}
func blockedBy(provider string) wanted {
	return wanted{state: audit.Unverified, reason: audit.ReasonBlocked, provider: provider}
}

// after asks for a number of attempts too.
func (w wanted) after(tries int) wanted { w.tries = tries; return w }

// saying asks for words of the detail too.
func (w wanted) saying(detail string) wanted { w.detail = detail; return w }

// b is a behaviour of a host of its own.
func b(name string, plays http.HandlerFunc, asks string, want wanted) behaviour {
	return behaviour{name: name, plays: plays, asks: asks, want: want, host: hostFor(name)}
}

// at is b with a host of that name.
func at(host, name string, plays http.HandlerFunc, asks string, want wanted) behaviour {
	return behaviour{name: name, plays: plays, asks: asks, want: want, host: host}
}

var notOfNames = regexp.MustCompile(`[^a-z0-9]+`)

func hostFor(name string) string {
	return strings.Trim(notOfNames.ReplaceAllString(strings.ToLower(name), "-"), "-") + ".example"
}

// named puts a behaviour's host into a text.
func (b *behaviour) named(s string) string { return strings.ReplaceAll(s, "HOST", b.host) }

// target makes a whole target of one that may be a path.
func (b *behaviour) target(s string) string {
	if strings.HasPrefix(s, "/") {
		s = "https://HOST" + s
	}
	return b.named(s)
}

// The ways of playing a host.

// answers gives every request a page with a status, headers ("Name: value")
// and a body, in which PATH stands for what was asked for.
func answers(status int, body string, headers ...string) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		for _, h := range headers {
			name, value, _ := strings.Cut(h, ": ")
			if name == "Content-Type" {
				rw.Header().Del(name)
			}
			rw.Header()[name] = append(rw.Header()[name], value)
		}
		rw.WriteHeader(status)
		fmt.Fprint(rw, strings.ReplaceAll(body, "PATH", r.URL.Path))
	}
}

// only plays one path (with its query, if it has one) by itself.
func only(path string, there, elsewhere http.HandlerFunc) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == path || r.URL.RequestURI() == path {
			there(rw, r)
			return
		}
		elsewhere(rw, r)
	}
}

// leads redirects what is asked of /from; all else is a page. HOST in the
// Location is the host.
func leads(status int, location string, headers ...string) http.HandlerFunc {
	return only("/from", func(rw http.ResponseWriter, r *http.Request) {
		answers(status, "", append(headers, "Location: "+strings.ReplaceAll(location, "HOST", r.Host))...)(rw, r)
	}, serve)
}

// leadsAway redirects whatever is asked for, for now.
func leadsAway(location string) http.HandlerFunc {
	return answers(302, "", "Location: "+location)
}

// behaviours is the whole table; what keeps us waiting comes first. The guard's
// trap listens at that port.
func behaviours(trap string) []behaviour {
	return slices.Concat(
		wireBehaviours(), flakyBehaviours(), doiBehaviours(), certificateBehaviours(), nameBehaviours(), softBehaviours(), parkedBehaviours(),
		statusBehaviours(), redirectBehaviours(), guardBehaviours(trap), wallBehaviours(), textBehaviours(), titleBehaviours())
}

// TestBehaviours plays all of them at once, as the web does, and holds what
// matters most: that nothing is called broken that is not, and that no way
// leads inside.
func TestBehaviours(t *testing.T) {
	trap, pierced := newTrap(t)
	all := behaviours(trap)
	if len(all) < 800 {
		t.Errorf("only %d behaviours", len(all))
	}
	w := newWeb(t)
	o, targets := w.stage(t, all)
	c := newTestCrawlerWith(t, o, playDNS())
	accused := 0
	questions := make([]audit.Question, len(all))
	for i, b := range all {
		questions[i].Target = refs.Target(targets[i])
		if b.cited != "" {
			questions[i].Sought = citing(t, b.cited, "https://guides.org/")
		}
	}
	outcomes := askAll(t, c, questions)
	for i, b := range all {
		o := outcomes[refs.Target(targets[i])]
		if o.Verdict.State == audit.Broken && b.want.state != audit.Broken {
			accused++
		}
		if wrong := b.differs(o); wrong != "" {
			t.Errorf("%s (%s): %s\n\t%+v\n\t%+v", b.name, o.Target, wrong, o.Verdict, o.Evidence)
		}
	}
	if accused > 0 {
		t.Errorf("%d links were called broken that are not", accused)
	}
	if n := pierced.Load(); n > 0 {
		t.Errorf("the address guard was pierced %d times", n)
	}
	t.Logf("%d behaviours", len(all))
}

// stage has w play the hosts of all behaviours, and gives the options that lead
// there and the targets to ask about, one for each.
func (w *web) stage(t *testing.T, all []behaviour) (o Options, targets []string) {
	o = w.options()
	o.ConnectTo = nil
	// What never answers costs the timeout three times over, all of it side by side.
	o.Timeout, o.Retries, o.Concurrency = 3*time.Second, 2, 24
	reroute := func(host string) {
		for _, name := range []string{host, "www." + host} {
			o.ConnectTo = append(o.ConnectTo, ConnectTo{name, "80", "127.0.0.1", port(w.plain)}, ConnectTo{name, "443", "127.0.0.1", port(w.secure)})
		}
	}
	reroute("doi.org")
	records := map[string]string{}
	asked := map[string]bool{}
	hosts := map[string]http.HandlerFunc{}
	for host, plays := range elsewhere {
		hosts[host] = plays
		reroute(host)
	}
	// What lies in other places than the usual ones, or is looked up in DNS.
	o.ConnectTo = append(o.ConnectTo,
		ConnectTo{"plain-on-the-port-of-tls.example", "443", "127.0.0.1", port(w.plain)},
		ConnectTo{"tls-on-the-plain-port.example", "80", "127.0.0.1", port(w.secure)},
		ConnectTo{"nobody-listens.example", "", "127.0.0.1", closedPort},
	)
	for host := range lookedUp {
		o.ConnectTo = append(o.ConnectTo, ConnectTo{host, "443", "found-as-" + host, port(w.secure)})
	}
	targets = make([]string, len(all))
	for i := range all {
		b := &all[i]
		if b.plays != nil && hosts[b.host] == nil {
			hosts[b.host] = b.plays
			if lookedUp[b.host] == nil {
				reroute(b.host)
			}
		}
		targets[i] = b.target(b.asks)
		if doi := refs.Target(targets[i]).DOI(); doi != "" && b.record != "" {
			records[strings.ToLower(doi)] = b.named(b.record)
		}
		if asked[targets[i]] {
			t.Fatalf("%s and another behaviour ask for the same", b.name)
		}
		asked[targets[i]] = true
	}
	playRegistry(w, records)
	playUnrulyRegistry(w)
	w.on("/", func(rw http.ResponseWriter, r *http.Request) {
		plays := hosts[r.Host]
		if plays == nil {
			plays = hosts[strings.TrimPrefix(r.Host, "www.")]
		}
		if plays == nil {
			t.Errorf("nobody plays %s", r.Host)
			return
		}
		plays(rw, r)
	})
	return o, targets
}

// differs says in what an outcome is not as wanted; "" if in nothing.
func (b *behaviour) differs(o audit.Outcome) string {
	w := b.want
	moved := ""
	if w.movedTo != "" {
		moved = b.target(w.movedTo)
	}
	switch {
	case o.Verdict.State != w.state || o.Verdict.Reason != w.reason:
		return fmt.Sprintf("%s/%s, want %s/%s", o.Verdict.State, o.Verdict.Reason, w.state, w.reason)
	case w.provider != o.Evidence.Provider:
		return fmt.Sprintf("provider %q, want %q", o.Evidence.Provider, w.provider)
	case string(o.MovedTo) != moved:
		return fmt.Sprintf("moved to %q, want %q", o.MovedTo, moved)
	case !strings.Contains(o.Verdict.Detail, w.detail) || o.Verdict.Detail == "":
		return fmt.Sprintf("says %q, want %q", o.Verdict.Detail, w.detail)
	case o.Evidence.Attempts < w.tries:
		return fmt.Sprintf("%d attempts, want at least %d", o.Evidence.Attempts, w.tries)
	case w.place != "" && placeIn(o) != w.place:
		return fmt.Sprintf("the place is %s, want %s", placeIn(o), w.place)
	case w.lost != slices.ContainsFunc(o.Sightings, func(s audit.Sighting) bool { return s.Lost > 0 }):
		return fmt.Sprintf("sightings %+v, want lost %v", o.Sightings, w.lost)
	case w.provider != "" && o.Metadata.Title != "":
		return fmt.Sprintf("the wall's title %q was taken for the page's", o.Metadata.Title)
	}
	return ""
}

// placeIn tells whether the place that an outcome's target names is in its page.
func placeIn(o audit.Outcome) string {
	switch a := o.Anchors; {
	case a == nil:
		return "not looked for"
	case slices.Contains(a.Names, audit.AnchorHash(audit.Fragment(o.Target))):
		return "there"
	case a.Open:
		return "open"
	}
	return "missing"
}

// elsewhere are hosts that several behaviours lead to.
var elsewhere = map[string]http.HandlerFunc{
	"end.example":         serve,
	"university.example":  answers(200, "<title>Sign in</title><form><input type=password></form>"),
	"accounts.google.com": answers(200, "<title>Sign in – Google Accounts</title><form><input type=email></form>"),
	"consent.example":     answers(302, "", "Location: https://consent-bounce.example/article?consented=1"),
	"sedoparking.com":     answers(200, "<title>Related searches</title><script src=x.js></script>"),
	// Walls that stand at addresses of their own, and sellers of domains.
	"validate.perfdrive.com": answers(200, "<title>Captcha</title>"),
	"wappass.baidu.com":      answers(200, "<title>Check</title>"),
	"passport.weibo.com":     answers(200, "<title>Weibo</title>"),
	"hugedomains.com":        answers(200, longPage("tides.com is for sale", "Buy now and pay later")),
	"dan.com":                answers(200, longPage("The domain name is for sale", "Safe payments")),
	"forsale.godaddy.com":    answers(200, longPage("This name may be for sale", "Make an offer")),
	"ww1.sedoparking.com":    answers(200, "<title>Related searches</title>"),
	"press.example":          serve,
	"walled-press.example":   answers(403, ""),
}

package audit

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/refmend/refmend/refs"
)

// What a run needs to see before it says that not the web is out of order, but the
// network here: so many domains asked about, and of them so large a share that all
// went wrong in the same way.
const (
	leastDomains = 5
	faultShare   = 0.9
)

// A networkFault is what is wrong with the network of the run itself, not with the
// web. The zero value is nothing.
type networkFault struct {
	detail string // one sentence for a person
	// portal is the page that all addresses lead to, certificate what all
	// certificates are found wanting for; "" if it is not that.
	portal, certificate string
}

// A sight is what a run saw of one domain.
type sight struct {
	heard       bool   // an answer came from there, or DNS knows that there is no such name
	portal      string // host and path of the page at another domain that one led to
	certificate string // what is wrong with its certificate
	cutOff      string // see Outcome.CutOff, of whatever was asked there
}

// sound tells whether a domain answered as it does in a network that is in order: else
// the network may be to blame.
func (s sight) sound() bool { return s.heard && s.portal == "" && s.certificate == "" }

// sights are what a run saw of each domain.
type sights map[string]sight

// add takes in what an outcome shows, and tells whether its domain proves to be sound
// by it. It stays so, whatever else is seen of it.
func (all sights) add(o *Outcome) (sound bool) {
	seen, ok := sightOf(o)
	if !ok {
		return false
	}
	domain := domainOf(o.Target)
	before, known := all[domain]
	if known && before != seen {
		seen = sight{heard: before.heard || seen.heard} // not all of it in the same way
	}
	all[domain] = seen
	return seen.sound() && !before.sound()
}

// isFault tells whether so many domains of those seen are the network's fault, if all
// of them went wrong in the same way.
func isFault(wrong, seen int) bool {
	return seen >= leastDomains && float64(wrong) >= faultShare*float64(seen)
}

// faultOf judges by the outcomes of a run, remembered ones excepted, whether
// its network works. Four things give it away: of however few hosts, the checker knows
// of all why it could not even ask them from here; hardly any host answers; hardly any
// address leads anywhere but to one page of another host, as networks do whose users
// have not logged in; or hardly any certificate holds, all for one reason.
func faultOf(outcomes iter.Seq[*Outcome]) networkFault {
	domains := sights{}
	for o := range outcomes {
		domains.add(o)
	}
	unheard, portals, certificates := 0, map[string]int{}, map[string]int{}
	cutOff, causes := 0, map[string]bool{}
	for _, seen := range domains {
		switch {
		case seen.portal != "":
			portals[seen.portal]++
		case seen.certificate != "":
			certificates[seen.certificate]++
		case !seen.heard:
			unheard++
		}
		if seen.cutOff != "" {
			cutOff++
			causes[seen.cutOff] = true
		}
	}
	if cutOff > 0 && cutOff == len(domains) {
		return networkFault{detail: fmt.Sprintf("The network here seems down: %s.", strings.Join(slices.Sorted(maps.Keys(causes)), "; "))}
	}
	enough := func(n int) bool { return isFault(n, len(domains)) }
	if enough(unheard) {
		return networkFault{detail: fmt.Sprintf("The network here seems down: of %d sites asked, %s answered.", len(domains), atMost(len(domains)-unheard))}
	}
	for portal, n := range portals {
		if enough(n) {
			return networkFault{portal: portal, detail: fmt.Sprintf("The network here seems to want a login first: %d of %d sites asked lead to one page at %s.", n, len(domains), strings.SplitN(portal, "/", 2)[0])}
		}
	}
	for certificate, n := range certificates {
		if enough(n) {
			return networkFault{certificate: certificate, detail: fmt.Sprintf("The network here seems to stand between us and the web: the certificates of %d of %d sites asked are not valid, all for the same reason.", n, len(domains))}
		}
	}
	return networkFault{}
}

func atMost(n int) string {
	if n == 0 {
		return "none"
	}
	return fmt.Sprintf("only %d", n)
}

// sightOf says what an outcome tells of its domain, and whether it tells anything.
func sightOf(o *Outcome) (sight, bool) {
	switch {
	case o.Evidence.Cached, o.Verdict.State == Skipped:
		return sight{}, false
	case o.unheard():
		return sight{cutOff: o.CutOff}, true
	case o.Verdict.Reason == ReasonTLSCertificate:
		return sight{heard: true, certificate: certificateWords(o.Verdict.Detail)}, true
	case o.Verdict.State == Unverified && len(o.Evidence.Hops) == 0 && o.Evidence.Status == 0:
		return sight{}, false // nobody was asked: robots.txt, out of time
	}
	return sight{heard: true, portal: portalOf(o)}, true
}

// unheard tells whether nothing at all was heard of a target's host, though it was
// asked.
func (o *Outcome) unheard() bool {
	if o.Verdict.State != Unverified || o.Evidence.Status != 0 && o.Evidence.Status != proxyWantsLogin {
		return false
	}
	for _, h := range o.Evidence.Hops {
		if h.Status != 0 {
			return false
		}
	}
	switch o.Verdict.Reason {
	case ReasonConnection, ReasonTimeout, ReasonMalformedAnswer, ReasonForbiddenAddress:
		return true
	case ReasonBlocked:
		return o.Evidence.Status == proxyWantsLogin
	case ReasonRobots:
		return o.Evidence.Error != "" // it could not be read
	}
	return false
}

// proxyWantsLogin is a status that only a proxy on the way gives (RFC 9110, section
// 15.5.8).
const proxyWantsLogin = 407

// portalOf gives host and path of the page that a target leads to, if that lies in
// another domain.
func portalOf(o *Outcome) string {
	if refs.Target(o.Evidence.FinalURL).Host() == o.Target.Host() {
		return "" // as of most
	}
	u, err := url.Parse(o.Evidence.FinalURL)
	if err != nil || u.Host == "" || domainOf(refs.Target(o.Evidence.FinalURL)) == domainOf(o.Target) {
		return ""
	}
	return u.Host + u.Path
}

// certificateWords is what a verdict says of a certificate, without what it says
// of the page.
func certificateWords(detail string) string {
	words, _, _ := strings.Cut(detail, ";")
	return words
}

// domainOf gives the registrable domain of a target, else its host.
func domainOf(t refs.Target) string {
	host := t.Host()
	return cmp.Or(refs.Domain(host), host)
}

// mayBeBlamed tells whether a fault of the network would change the meaning of a
// subject's answer.
func (s *subject) mayBeBlamed() bool {
	o := s.bare()
	seen, ok := sightOf(&o)
	return s.isUnsure(&o) || ok && !seen.sound()
}

// isCutOff tells whether the checker could not ask about a subject for a fault on this
// side of the wire.
func (s *subject) isCutOff() bool {
	o := s.bare()
	seen, _ := sightOf(&o)
	return seen.cutOff != ""
}

// isUnsure tells whether o says that a registry that was asked ahead gave no usable
// answer: that a network has shown something in its place is not seen in the evidence.
func (s *subject) isUnsure(o *Outcome) bool {
	return s.ahead && o.Verdict.State == Unverified && !o.Evidence.Cached
}

// explains tells whether a fault is what an outcome shows in truth, though it looks
// like the web's answer.
func (f *networkFault) explains(o *Outcome) bool {
	seen, ok := sightOf(o)
	return ok && (f.portal != "" && seen.portal == f.portal || f.certificate != "" && seen.certificate == f.certificate)
}

// blame looks for a fault of the network once all links were asked about, or that
// ended early with err. Answers that it explains become unverified and are recorded
// as such. Those of hosts that were not heard of were kept back until now: they are
// recorded if the network is fine, for only then do they say anything of their
// targets. A fault is no part of the past of any.
func (r *run) blame(err error) error {
	var fault networkFault
	if r.wrong {
		fault = faultOf(r.outcomes)
	}
	r.report.Run.Network, r.judged = fault.detail, true
	var record []Memory
	for _, s := range r.unheard {
		if o := s.outcome(); fault.detail == "" {
			record = append(record, Memory{o, s.before().With(o)})
		} else {
			r.discount(s, &o)
		}
	}
	if fault.portal != "" || fault.certificate != "" {
		for _, s := range r.subjects {
			if s.answer == nil {
				continue
			}
			if o := s.bare(); fault.explains(&o) {
				o = Outcome{ // without Rules, so that nobody reuses it
					Target: o.Target, Evidence: o.Evidence, Requests: o.Requests, Vantage: o.Vantage,
					Verdict: Verdict{Unverified, ReasonConnection, fault.detail},
				}
				r.discount(s, &o)
				record = append(record, Memory{o, *s.before()})
			}
		}
	}
	if !r.remembers(err) {
		return nil
	}
	for _, m := range record {
		if err := r.Archive.Record(m); err != nil {
			return err
		}
	}
	return nil
}

// outcomes yields what was answered, without metadata, one in the memory of the other.
func (r *run) outcomes(yield func(*Outcome) bool) {
	var o Outcome
	for _, s := range r.subjects {
		if s.answer == nil {
			continue
		}
		if o = s.bare(); !yield(&o) {
			return
		}
	}
}

// discount has an answer stand for itself: what was known of the past stays.
func (r *run) discount(s *subject, o *Outcome) {
	s.answer = answerOf(s.target, o)
	r.standAlone(s, o)
	s.standing = nil
}

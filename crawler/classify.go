package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/refmend/refmend/audit"
)

// Rules is the version of the rules by which this package judges, as it stands in
// all outcomes. It is raised whenever a page that did not change would get another
// verdict or sighting than before, so that nobody reuses the old one.
const Rules = 1

// An observation is all that a verdict may rest on.
type observation struct {
	hops     []audit.Hop // every answer, in order; of a DOI those to its page
	status   int         // of the last; 0 if there was none
	failure  failure
	asked    time.Duration // that the host wanted to be left alone, if turnedAway
	fails    int           // of the host in a row, if givenUp
	walled   bool          // a bot wall was seen
	provider string        // whose; "" if unknown
	// certificate says what is wrong with the certificate of a host on the
	// way; "" if nothing. What came from there is not vouched for.
	certificate  string
	system       *idSystem // of the identifier; nil: of none
	registration registration
	estranged    bool      // at the registry's address is something else, which knows of nothing there
	pageless     bool      // no page is registered for the identifier
	viaResolver  bool      // the page was asked for at the resolver: hops[0] is its
	denied       *registry // that says that there is no such identifier
	proved       doubt     // that the host's answer about a sibling has proved
	login        bool      // the redirects end at a page to log in at
	paywall      bool      // they end at one that asks for a subscription
}

// classify judges. It accuses (broken) only of what is beyond doubt: a name
// that does not exist, 404, 410, redirects in a circle, a DOI that the DOI
// system does not know. All that may be a bot wall's or a bad day's doing is
// unverified.
func classify(o observation) audit.Verdict {
	switch {
	case o.system != nil:
		return classifyResolved(o)
	case o.denied != nil:
		return classifyDenied(o)
	}
	return classifyPage(o)
}

// classifyDenied judges an identifier that its registry does not know. Only a page
// that is there all the same speaks for it.
func classifyDenied(o observation) audit.Verdict {
	page := classifyPage(o)
	if page.State != audit.Broken && page.State != audit.Unverified {
		return page
	}
	return verdict(audit.Broken, audit.ReasonNotFound, "%s does not know this identifier. Of its page: %s", o.denied.name, page.Detail)
}

func classifyPage(o observation) audit.Verdict {
	if o.certificate != "" {
		return audit.Verdict{State: audit.Suspect, Reason: audit.ReasonTLSCertificate, Detail: certificateDetail(o)}
	}
	if o.failure != noFailure {
		return classifyFailure(o)
	}
	if o.walled {
		return unverified(audit.ReasonBlocked, "The site keeps programs out%s; a person may well see the page.", inBrackets(o.provider))
	}
	if o.status >= 200 && o.status < 300 {
		switch o.proved {
		case saysMissing:
			return verdict(audit.Broken, audit.ReasonSoft404, "The page says that nothing is there, though the server calls it fine (%d); it says the same of an address that was made up.", o.status)
		case looksParked:
			return verdict(audit.Broken, audit.ReasonParked, "The domain shows the page of a domain that is for sale or unused, whatever address is asked for.")
		case wentHome:
			return verdict(audit.Suspect, audit.ReasonRedirectedHome, "The address leads to the start page of a site, and so does an address that was made up.")
		}
		if o.login {
			return verdict(audit.Suspect, audit.ReasonRedirectedLogin, "The address leads to a page that asks to log in.")
		}
		if o.paywall {
			return unverified(audit.ReasonPaywall, "The address leads to a page that asks for a subscription.")
		}
		if to := permanentEnd(o.hops); to != "" {
			return verdict(audit.Moved, audit.ReasonPermanentRedirect, "The page has moved for good to %s.", to)
		}
		return verdict(audit.OK, audit.ReasonOK, "The page is there.")
	}
	return classifyStatus(o.status)
}

func classifyStatus(status int) audit.Verdict {
	switch status {
	case http.StatusNotFound:
		return verdict(audit.Broken, audit.ReasonNotFound, "The server says that this page does not exist (404).")
	case http.StatusGone:
		return verdict(audit.Broken, audit.ReasonGone, "The server says that this page was removed for good (410).")
	case http.StatusMultipleChoices:
		return verdict(audit.OK, audit.ReasonOK, "The server offers several versions of the page (300).")
	case http.StatusUnauthorized:
		return unverified(audit.ReasonBlocked, "The server asks for a login (401).")
	case http.StatusPaymentRequired:
		return unverified(audit.ReasonPaywall, "The server asks for payment (402).")
	case http.StatusForbidden, 999: // 999: LinkedIn's
		return unverified(audit.ReasonBlocked, "The server turns this program away (%d); a person may well see the page.", status)
	case http.StatusRequestTimeout:
		return unverified(audit.ReasonTimeout, "The server gave up on the request (408).")
	case http.StatusTooManyRequests:
		return unverified(audit.ReasonRateLimited, "The server asks for fewer requests (429).")
	case http.StatusUnavailableForLegalReasons:
		return unverified(audit.ReasonBlocked, "The page is not shown here for legal reasons (451).")
	}
	switch {
	case status >= 400 && status < 500:
		return unverified(audit.ReasonBlocked, "The server refuses the request of this program (%d), which says nothing of the page.", status)
	case status >= 500 && status < 600:
		return unverified(audit.ReasonServerError, "The server reports a failure of its own (%d).", status)
	}
	return unverified(audit.ReasonMalformedAnswer, "The server answers with status %d, which says nothing of the page.", status)
}

func classifyFailure(o observation) audit.Verdict {
	server := "the server"
	if n := len(o.hops); n > 1 {
		server = "the server that the link redirects to"
	}
	switch o.failure {
	case nameMissing:
		return verdict(audit.Broken, audit.ReasonDNS, "The name of %s does not exist.", server)
	case looping:
		return verdict(audit.Broken, audit.ReasonRedirectLoop, "The redirects of this address go in a circle.")
	case cookieLooping:
		return unverified(audit.ReasonBlocked, "The server keeps sending this program round, as if for want of cookies or scripts; a person may well see the page.")
	case timedOut:
		return unverified(audit.ReasonTimeout, "%s did not answer in time.", capital(server))
	case garbled:
		return unverified(audit.ReasonMalformedAnswer, "What %s answered could not be understood.", server)
	case badLocation:
		return unverified(audit.ReasonMalformedAnswer, "The server redirects (%d), but names no address that can be followed.", o.status)
	case offTheWeb:
		return unverified(audit.ReasonMalformedAnswer, "The server redirects (%d) to something that is no web page.", o.status)
	case forbidden:
		if len(o.hops) > 1 {
			return unverified(audit.ReasonForbiddenAddress, "The link redirects to a private network address, which is not visited.")
		}
		return unverified(audit.ReasonForbiddenAddress, "The name leads to a private network address, which is not visited.")
	case turnedAway:
		if o.asked > 0 {
			return unverified(audit.ReasonRateLimited, "The server asks to be left alone for %s, longer than this check waits.", inWords(o.asked))
		}
		return unverified(audit.ReasonRateLimited, "The server has asked for fewer requests, so this page was not asked for.")
	case givenUp:
		return unverified(audit.ReasonOutOfTime, "%s failed %d times in a row, so this page was not asked for.", capital(server), o.fails)
	case disallowed:
		if len(o.hops) > 1 {
			return unverified(audit.ReasonRobots, "The link redirects to a page that the robots.txt of its site asks programs not to visit.")
		}
		return unverified(audit.ReasonRobots, "The robots.txt of the site asks programs not to visit this page.")
	case robotsUnread:
		return unverified(audit.ReasonRobots, "The robots.txt of %s could not be read, so whether programs may visit this page is not known.", server)
	case badCert:
		return unverified(audit.ReasonConnection, "No secure connection to %s came about.", server)
	}
	return unverified(audit.ReasonConnection, "No connection to %s came about, or it broke.", server)
}

func certificateDetail(o observation) string {
	seen := fmt.Sprintf("behind it the server answers with status %d", o.status)
	switch {
	case o.failure != noFailure || o.status == 0:
		seen = "whether the page is behind it could not be seen"
	case o.status >= 200 && o.status < 300:
		seen = fmt.Sprintf("behind it the page is there (%d)", o.status)
	}
	return fmt.Sprintf("The server's certificate is not valid: %s; %s.", o.certificate, seen)
}

// classifyResolved judges a DOI, handle or URN by its registration first. A
// registered one is right whatever its page does to programs; only a page that is
// beyond doubt not there is held against it. That the resolver redirects is its
// nature: a DOI has never moved.
func classifyResolved(o observation) audit.Verdict {
	s := o.system
	registeredSo := "The " + s.noun + " is registered"
	page := classifyPage(o)
	atResolver := o.viaResolver && len(o.hops) <= 1
	switch {
	case o.registration == unregistered:
		return verdict(audit.Broken, s.unknown, "The %s does not know this %s.", s.name, s.noun)
	case o.pageless:
		return verdict(audit.OK, audit.ReasonDOIRegistered, "%s. No page that could be visited is registered with it.", registeredSo)
	case (page.State == audit.OK || page.State == audit.Moved) && (o.registration == registered || !atResolver):
		if o.registration == registered {
			return verdict(audit.OK, audit.ReasonOK, "%s and its page is there.", registeredSo)
		}
		return verdict(audit.OK, audit.ReasonOK, "The resolver leads to the page, which is there (%d); the %s itself gave no answer.", o.status, s.name)
	case o.registration == unanswered && atResolver:
		return classifyResolver(o, page)
	case atResolver: // it is registered, whatever the resolver says
		return verdict(audit.OK, audit.ReasonDOIRegistered, "%s. %s", registeredSo, page.Detail)
	case page.Reason == audit.ReasonNotFound, page.Reason == audit.ReasonGone, page.Reason == audit.ReasonDNS,
		page.Reason == audit.ReasonSoft404, page.Reason == audit.ReasonParked:
		return verdict(audit.Broken, audit.ReasonDOILandingNotFound, "%s. Of the page that it leads to: %s", registeredSo, page.Detail)
	}
	return verdict(audit.OK, audit.ReasonDOIRegistered, "%s. Of the page that it leads to: %s", registeredSo, page.Detail)
}

// classifyResolver judges an identifier of which the registry said nothing and
// the resolver did not send us on. There are resolvers beside that of URNs, so
// that it does not know one says nothing.
func classifyResolver(o observation, page audit.Verdict) audit.Verdict {
	switch page.Reason {
	case audit.ReasonNotFound, audit.ReasonGone:
		switch {
		case o.system == nbnSystem:
			return unverified(audit.ReasonMalformedAnswer, "The resolver does not know this URN (%d), which may be another library's.", o.status)
		case o.estranged:
			return unverified(audit.ReasonMalformedAnswer, "The %s could not be asked: where it should be, nothing is found (%d), whatever is asked for.", o.system.name, o.status)
		}
		return verdict(audit.Broken, o.system.unknown, "The resolver does not know this %s (%d).", o.system.noun, o.status)
	}
	switch page.State {
	case audit.Unverified:
		return unverified(page.Reason, "The %s could not be asked. %s", o.system.name, page.Detail)
	case audit.OK: // a resolver that works leads on
		return unverified(audit.ReasonMalformedAnswer, "The %s could not be asked: it answers with a page of its own (%d).", o.system.name, o.status)
	}
	return unverified(audit.ReasonConnection, "The %s could not be asked. %s", o.system.name, page.Detail)
}

func verdict(s audit.State, r audit.Reason, format string, args ...any) audit.Verdict {
	if len(args) > 0 {
		format = fmt.Sprintf(format, args...)
	}
	return audit.Verdict{State: s, Reason: r, Detail: format}
}

func unverified(r audit.Reason, format string, args ...any) audit.Verdict {
	return verdict(audit.Unverified, r, format, args...)
}

// capital begins a sentence with s.
func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// inWords gives a duration in words, in its largest unit that fills two or more,
// rounded up.
func inWords(d time.Duration) string {
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{24 * time.Hour, "days"}, {time.Hour, "hours"}, {time.Minute, "minutes"}} {
		if d >= 2*unit.length {
			return fmt.Sprintf("%d %s", (d+unit.length-1)/unit.length, unit.name)
		}
	}
	return fmt.Sprintf("%d seconds", (d+time.Second-1)/time.Second)
}

func inBrackets(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

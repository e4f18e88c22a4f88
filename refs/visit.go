package refs

import (
	"net/url"
	"strings"
)

// visits are the parameters that sites add to an address while somebody visits
// it: whether cookies work and are agreed to, the language that the reader's
// browser asks for, where he came from, how he logged in.
var visits = wordSet(`cookieset|cookie_set|cookies_enabled|cookie_enabled|cookiesenabled|cookietest|cookie_test|testcookie|test_cookie|checkcookie|check_cookie|cookie_check|cookiecheck|cookies|cookie|` +
	`consent|cookieconsent|cookie_consent|cookies_accepted|cookiesaccepted|acceptcookies|accept_cookies|gdpr|gdpr_consent|ucbcb|` +
	`hl|lang|language|locale|setlang|set_language|nojs|js_enabled|_fb_noscript|` +
	`_gl|_ga|ref_src|ref_url|srsltid|samlrequest|samlresponse|relaystate|sso_checked|sso_attempted`)

// cookieless is what publishers write into the address of a page for readers
// without cookies; a "code" goes with it.
const cookieless = "error=cookies_not_supported"

// Lasting gives an address to which asked has led without what only that visit
// has left in it: parameters for tracking, of sessions, of consent and the like.
// What asked has itself stays, but for tracking.
func (t Target) Lasting(asked Target) Target {
	_, query, _ := strings.Cut(string(asked), "?")
	own, _ := url.ParseQuery(query) // what cannot be read is left out
	names := map[string]bool{}
	for name := range own {
		names[strings.ToLower(name)] = true
	}
	s := withoutTracking(string(t))
	if withoutPathSession(string(asked)) == string(asked) {
		s = withoutPathSession(s)
	}
	turned := strings.Contains(s, cookieless)
	return Target(withoutParameters(s, func(name, value string) bool {
		low := strings.ToLower(name)
		if names[low] {
			return false
		}
		return visits[low] || isSession(name, value) || turned && (low == "error" || low == "code")
	}))
}

package crawler

import (
	"net/url"
	"strings"
)

// stopoverHosts begin the names of hosts that ask for consent or prove readers,
// and send them on.
var stopoverHosts = []string{"consent", "guce", "cookies", "captcha", "challenge", "validate"}

// stopoverWords are segments of the paths of such pages.
var stopoverWords = []string{
	"consent", "cookieconsent", "cookie-consent", "cookie_consent", "cookieabsent", "cookies", "cookie-check", "cookie_check", "cookiecheck", "checkcookie", "cookietest",
	"cookies_not_supported", "cookies-required", "enable-cookies", "nocookies", "getsharedsitesession", "captcha", "challenge", "human-verification", "blocked", "access-denied", "accessdenied", "sorry",
}

// isStopover tells whether a page to which another address has led is one that
// means to send its readers back: it asks to log in, for consent or for proof of
// being human. Nothing has moved there, whatever the status of the redirect.
func isStopover(from, to string) bool {
	a, errA := url.Parse(from)
	b, errB := url.Parse(to)
	if errA != nil || errB != nil {
		return false
	}
	return bounces(a, b) || asksLogin(b) && !asksLogin(a) || asksConsent(b) && !asksConsent(a)
}

func asksConsent(u *url.URL) bool { return speaksOf(u, stopoverWords, stopoverHosts) }

// bounces tells whether a parameter of b says to come back to a: it is a's whole
// address, or a's path on the same site.
func bounces(a, b *url.URL) bool {
	for name, values := range b.Query() {
		if a.Query().Has(name) {
			continue
		}
		for _, v := range values {
			back, err := url.Parse(v)
			if err != nil || back.Path != a.Path {
				continue
			}
			if strings.EqualFold(back.Hostname(), a.Hostname()) || back.Host == "" && len(a.Path) > 1 && sameSite(a.Hostname(), b.Hostname()) {
				return true
			}
		}
	}
	return false
}

package refs

import "strings"

// tracking are the parameters that tell a site where a reader came from and
// change nothing in what it shows.
var tracking = wordSet(`fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|mc_cid|mc_eid|_hsenc|_hsmi|mkt_tok|__hstc|__hssc|__hsfp|vero_id|oly_enc_id|oly_anon_id`)

// withoutTracking gives a URL without parameters whose only purpose is to track
// readers: those above, and Google's and Matomo's campaigns (utm_*, mtm_*, pk_*).
func withoutTracking(s string) string {
	return withoutParameters(s, func(name, _ string) bool {
		name = strings.ToLower(name)
		return tracking[name] || strings.HasPrefix(name, "utm_") || strings.HasPrefix(name, "mtm_") || strings.HasPrefix(name, "pk_")
	})
}

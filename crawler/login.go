package crawler

import (
	"bytes"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/refmend/refmend/audit"
)

// loginWords begin segments of the path, or labels of the host, of pages that
// ask for a login.
var loginWords = []string{
	"login", "log-in", "logon", "signin", "sign-in", "sign_in", "signon", "sign-on", "sso", "cas", "shibboleth", "idp", "wayf", "oauth", "oauth2", "authorize", "openid", "auth",
	"wp-login", "authwall", "adfs", "simplesaml", "anmelden", "anmeldung", "connexion", "logowanie",
}

// returnKeys are parameters, in lower case, by which logins know where to lead
// back to, or whom to tell: those of SAML's bindings (section 3.4), of OAuth
// (RFC 6749, section 4.1.1) and of WS-Federation.
var returnKeys = []string{"samlrequest", "relaystate", "redirect_uri", "wctx", "wreply"}

// loginAt tells whether a link that does not lead to a login by itself was
// redirected to one that means to lead back - what was asked for is told there,
// or to a login on the way - or that asks for a password at once.
func loginAt(hops []audit.Hop, page []byte) bool {
	from, to, ok := endsOf(hops)
	if !ok || asksLogin(from) || !asksLogin(to) {
		return false
	}
	if endsInLogin(to) && bytes.Contains(page, []byte(`type="password"`)) {
		return true
	}
	return slices.ContainsFunc(hops[1:], func(h audit.Hop) bool {
		u, err := url.Parse(h.URL)
		return err == nil && asksLogin(u) && leadsBack(u, from)
	})
}

// endsOf gives the first and the last address of a link that was redirected; ok is false
// if it was not, or one of them cannot be read.
func endsOf(hops []audit.Hop) (from, to *url.URL, ok bool) {
	if len(hops) < 2 {
		return nil, nil, false
	}
	from, errA := url.Parse(hops[0].URL)
	to, errB := url.Parse(hops[len(hops)-1].URL)
	return from, to, errA == nil && errB == nil
}

// leadsBack tells whether the parameters of an address tell from where its reader
// comes.
func leadsBack(u, from *url.URL) bool {
	for key, values := range u.Query() {
		if slices.Contains(returnKeys, strings.ToLower(key)) {
			return true
		}
		for _, v := range values {
			if back := strings.Trim(from.Path, "/"); back != "" && strings.Contains(v, back) || strings.Contains(v, from.Hostname()) {
				return true
			}
		}
	}
	return false
}

// paywallWords are segments of the path of pages that ask for a subscription.
var paywallWords = []string{"subscribe", "subscription", "subscriptions", "paywall", "barrier", "abo", "abonnement", "abonnieren", "suscripcion", "subscribe-now"}

// paywallAt tells whether a link that leads to no such page by itself was
// redirected to one that asks for a subscription, and means to lead back.
func paywallAt(hops []audit.Hop) bool {
	from, to, ok := endsOf(hops)
	return ok && !speaksOf(from, paywallWords, nil) && speaksOf(to, paywallWords, []string{"subscribe", "subscription"}) && leadsBack(to, from)
}

// endsInLogin tells whether the name of a page, or of its host, says that one logs
// in there. Articles about logins lie further down, and have forms to log in too.
func endsInLogin(u *url.URL) bool {
	name := &url.URL{Host: u.Host, Path: path.Base(strings.TrimSuffix(u.Path, "/"))}
	return asksLogin(name)
}

// asksLogin tells whether a URL is one of a page to log in at, by its words.
func asksLogin(u *url.URL) bool {
	return speaksOf(u, loginWords, loginWords) || strings.HasPrefix(strings.ToLower(u.Hostname()), "accounts.")
}

// speaksOf tells whether a segment of a URL's path, but for its ending, is one of
// the words, or the first label of its host one of the labels.
func speaksOf(u *url.URL, words, labels []string) bool {
	for part := range strings.SplitSeq(strings.ToLower(u.Path), "/") {
		name, _, _ := strings.Cut(part, ".")
		if slices.Contains(words, name) {
			return true
		}
	}
	label, _, _ := strings.Cut(strings.ToLower(u.Hostname()), ".")
	return slices.Contains(labels, label)
}

package crawler

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/nlnwa/whatwg-url/url"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

const (
	// maxRedirects is where browsers give up too (Fetch Standard, "HTTP-redirect fetch").
	maxRedirects = 20
	maxLocation  = 8 << 10 // bytes of a Location header
	// maxReturns is how often one URL may come up again while cookies are being
	// set: a wall that tests for cookies needs one or two.
	maxReturns = 3
)

// isRedirect tells whether a status sends us elsewhere. 300 does only if it
// says where.
func isRedirect(status int, location string) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return status == http.StatusMultipleChoices && location != ""
}

// resolveRedirect gives the URL in normal form that a Location header means. A
// fragment is handed on if the header has none (RFC 9110, section 10.2.2).
func resolveRedirect(from, location string) (string, failure) {
	if location == "" || len(location) > maxLocation {
		return "", badLocation
	}
	u, err := url.ParseRef(from, escapeBytes(location))
	if err != nil {
		return "", badLocation
	}
	if !webScheme(u.Scheme()) {
		return "", offTheWeb
	}
	if u.Host() == "" {
		return "", badLocation
	}
	to := u.Href(false)
	if _, fragment, ok := strings.Cut(from, "#"); ok && !strings.Contains(to, "#") {
		to += "#" + fragment
	}
	return to, noFailure
}

// escapeBytes percent-encodes the bytes outside ASCII as they stand. Headers
// have no charset; read as UTF-8, the bytes of another would be lost.
func escapeBytes(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if s[i] < 0x80 {
			b.WriteByte(s[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", s[i])
		}
	}
	return b.String()
}

// circle tells whether going on to next, after these answers, leads nowhere.
// Coming back is no circle while cookies set on the way may change the answer,
// and no proof of one if a page led on by itself, which may want for scripts.
func circle(hops []audit.Hop, next string, lastCookie int) failure {
	next = withoutFragment(next)
	since, returns := -1, 0
	for i, h := range hops {
		if withoutFragment(h.URL) == next {
			since = i
			returns++
		}
	}
	through := slices.ContainsFunc(hops, func(h audit.Hop) bool { return h.Status/100 == 2 })
	switch {
	case since >= 0 && lastCookie < since && through:
		return cookieLooping
	case since >= 0 && lastCookie < since:
		return looping
	case returns >= maxReturns:
		return cookieLooping
	case len(hops) > maxRedirects && (lastCookie >= 0 || through):
		return cookieLooping
	case len(hops) > maxRedirects:
		return looping
	}
	return noFailure
}

// permanentEnd gives the URL where the permanent redirects end that a chain
// begins with, without what only this visit has left in it; "" if it begins with
// none, or if they end at a page that means to send its readers back.
func permanentEnd(hops []audit.Hop) string {
	end := 0
	for end < len(hops)-1 && (hops[end].Status == http.StatusMovedPermanently || hops[end].Status == http.StatusPermanentRedirect) {
		end++
	}
	if end == 0 || isStopover(hops[0].URL, hops[end].URL) {
		return ""
	}
	to := string(refs.Target(hops[end].URL).Lasting(refs.Target(hops[0].URL)))
	if withoutFragment(to) == withoutFragment(hops[0].URL) {
		return ""
	}
	return to
}

func withoutFragment(u string) string {
	u, _, _ = strings.Cut(u, "#")
	return u
}

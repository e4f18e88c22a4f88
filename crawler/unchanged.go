package crawler

import (
	"cmp"
	"net/http"

	"golang.org/x/net/http/httpguts"

	"github.com/refmend/refmend/audit"
)

// maxValidator bounds what is kept of a header that tells a page's version, in
// bytes; half of one proves nothing.
const maxValidator = 200

// validatorOf gives by what a server tells the version of the page that it has
// answered with.
func validatorOf(a *answer) audit.Validator {
	field := func(name string) string {
		v := a.header.Get(name)
		if len(v) > maxValidator || !httpguts.ValidHeaderFieldValue(v) {
			return ""
		}
		return shared(v)
	}
	if a.status < 200 || a.status > 299 {
		return audit.Validator{}
	}
	return audit.Validator{ETag: field("Etag"), LastModified: field("Last-Modified")}
}

// validator gives the version of the page that the next request asks about, if it
// leads to the page that is known: a server that still has it need not send it
// (RFC 9110, section 13.1).
func (ch *chain) validator() audit.Validator {
	k := ch.known
	if k == nil || ch.lax || ch.purpose != toCheck || ch.page != nil {
		return audit.Validator{}
	}
	if withoutFragment(cmp.Or(k.Evidence.FinalURL, string(k.Target))) != withoutFragment(ch.url) {
		return audit.Validator{}
	}
	return k.Validator
}

// askWhether has a request ask only whether a page is still of a version.
func askWhether(h http.Header, v audit.Validator) {
	if v.ETag != "" {
		h["If-None-Match"] = []string{v.ETag}
	}
	if v.LastModified != "" {
		h["If-Modified-Since"] = []string{v.LastModified}
	}
}

// isUnchanged tells whether an answer says that the page is as it was, which it was
// asked for.
func (ch *chain) isUnchanged(a *answer) bool {
	return a.status == http.StatusNotModified && ch.validator() != (audit.Validator{})
}

// keepKnown has an outcome say of its page what is known, for it is unchanged.
func (ch *chain) keepKnown(o *audit.Outcome, a *answer) {
	k := ch.known
	o.Metadata, o.Anchors, o.Sightings, o.Validator = k.Metadata, k.Anchors, k.Sightings, k.Validator
	o.Evidence.ContentType = k.Evidence.ContentType
	if etag := a.header.Get("Etag"); etag != "" && len(etag) <= maxValidator && httpguts.ValidHeaderFieldValue(etag) {
		o.Validator.ETag = etag
	}
}

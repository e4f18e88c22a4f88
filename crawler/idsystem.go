package crawler

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/nlnwa/whatwg-url/url"
	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// An idSystem registers identifiers, and its resolver leads from each to a page.
type idSystem struct {
	service Service // that says what is registered
	noun    string  // for an identifier, behind an article: "DOI"
	name    string  // behind an article: "DOI system"
	// unknown is the reason why an identifier is broken that is not registered.
	unknown audit.Reason
	path    string // of a question to the service, the identifier is appended
	// page is the address of the service that leads to pages, if it is not the
	// one that is asked: "https://nbn-resolving.org".
	page string
	read func(id string, status int, body []byte) handle
}

var (
	doiSystem    = &idSystem{ServiceDOI, "DOI", "DOI system", audit.ReasonDOIUnregistered, "/api/handles/", "", readHandle}
	handleSystem = &idSystem{ServiceHandle, "handle", "Handle system", audit.ReasonNotFound, "/api/handles/", "", readHandle}
	nbnSystem    = &idSystem{ServiceNBN, "URN", "URN service", audit.ReasonNotFound, "/urns/urn/", "https://nbn-resolving.org", readURN}
)

// systemOf gives the system of a target and the identifier as it stands in
// URLs; nil if the target is of none, or its service is not to be asked.
func (c *Crawler) systemOf(t refs.Target) (*idSystem, string) {
	if doi := t.DOI(); doi != "" {
		return doiSystem, escapedDOI(doi)
	}
	if name := t.ShortDOI(); name != "" {
		return doiSystem, name
	}
	switch kind, id := t.Identifier(); {
	case kind == refs.KindHandle && c.options.asks(ServiceHandle):
		return handleSystem, id
	case kind == refs.KindURN && c.options.asks(ServiceNBN):
		return nbnSystem, id
	}
	return nil, ""
}

// escapedDOI gives a DOI as it stands in URLs.
func escapedDOI(doi string) string {
	return strings.TrimPrefix(string(refs.DOITarget(doi)), DefaultDOIResolver+"/")
}

// registryURL is where the registration of an identifier is asked for.
func (c *Crawler) registryURL(s *idSystem, id string) string {
	return c.options.Services[s.service] + s.path + id
}

// pageURL is where the resolver sends people on to an identifier's page.
func (c *Crawler) pageURL(s *idSystem, id string) string {
	if s.page != "" {
		return s.page + "/" + id
	}
	return c.options.Services[s.service] + "/" + id
}

// A registration is what is known of an identifier's.
type registration uint8

const (
	unanswered   registration = iota // the registry could not say
	unregistered                     // it says that there is no such identifier
	registered
)

// A handle is what the registry says of an identifier.
type handle struct {
	registration registration
	landing      string // URL of the page in normal form; "" if the resolver has to be asked
	pageless     bool   // there is nothing to visit
	alias        string // the identifier that it is another name of; "" if none
}

// Codes of the handle system's API (DOI Handbook 3.8.3, proxy server REST API).
const (
	handleFound   = 1
	handleMissing = 100
	handleEmpty   = 200 // the handle exists, values of the kind asked for do not
)

// maxAliases is how often an identifier may stand for another one.
const maxAliases = 3

// readHandle reads the answer to GET /api/handles/DOI. Only the registry's own
// words make a DOI unregistered: a 404 of something in between does not.
func readHandle(_ string, status int, body []byte) handle {
	var said struct {
		ResponseCode int
		Values       []struct {
			Type string
			Data struct{ Value json.RawMessage }
		}
	}
	if json.Unmarshal(body, &said) != nil {
		return handle{registration: unanswered}
	}
	switch {
	case said.ResponseCode == handleMissing:
		return handle{registration: unregistered}
	case said.ResponseCode == handleEmpty && status == http.StatusOK:
		return handle{registration: registered, pageless: true}
	case said.ResponseCode != handleFound || status != http.StatusOK:
		return handle{registration: unanswered}
	}
	h := handle{registration: registered, pageless: true}
	choices := 0
	for _, v := range said.Values {
		switch v.Type {
		case "URL":
			var raw string
			if json.Unmarshal(v.Data.Value, &raw) != nil {
				continue
			}
			if u, err := url.Parse(strings.TrimSpace(raw)); err == nil && webScheme(u.Scheme()) {
				h.landing, h.pageless = u.Href(false), false
				choices++
			}
		case "HS_ALIAS":
			if json.Unmarshal(v.Data.Value, &h.alias) != nil || !strings.Contains(h.alias, "/") {
				h.alias = ""
			}
			fallthrough
		case "10320/loc": // the resolver chooses, or follows the alias
			h.pageless = false
			choices += 2
		}
	}
	if choices > 1 {
		h.landing = ""
	}
	return h
}

// readURN reads the answer of the URN service to GET /urns/urn/URN. It speaks for
// the countries whose libraries have it keep their URNs; of others' it knows
// nothing, but that does not say that they do not exist.
//
// Source: sandbox.nbn-resolving.org/v2/docs/resource__urns_urn__urn_.html.
func readURN(id string, status int, body []byte) handle {
	var said struct {
		URN  string
		Code json.RawMessage
	}
	const notRegistered = "404001"
	switch {
	case json.Unmarshal(body, &said) != nil:
	case status == http.StatusOK && strings.EqualFold(said.URN, id):
		return handle{registration: registered}
	case status == http.StatusNotFound && strings.Trim(string(said.Code), `"`) == notRegistered && strings.HasPrefix(strings.ToLower(id), "urn:nbn:de:"):
		return handle{registration: unregistered}
	}
	return handle{registration: unanswered}
}

package crawler

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/nlnwa/whatwg-url/url"
	"github.com/refmend/refmend/refs"
)

// A registration is what is known of a DOI's.
type registration uint8

const (
	noDOI        registration = iota // the target is none
	unanswered                       // the registry could not say
	unregistered                     // it says that there is no such DOI
	registered
)

// A handle is what the registry says of a DOI.
type handle struct {
	registration registration
	landing      string // URL of the page in normal form; "" if the resolver has to be asked
	pageless     bool   // there is nothing to visit
}

// Codes of the handle system's API (DOI Handbook 3.8.3, proxy server REST API).
const (
	handleFound   = 1
	handleMissing = 100
	handleEmpty   = 200 // the handle exists, values of the kind asked for do not
)

// readHandle reads the answer to GET /api/handles/DOI. Only the registry's own
// words make a DOI unregistered: a 404 of something in between does not.
func readHandle(status int, body []byte) handle {
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
		case "10320/loc", "HS_ALIAS": // the resolver chooses, or follows the alias
			h.pageless = false
			choices += 2
		}
	}
	if choices > 1 {
		h.landing = ""
	}
	return h
}

// escapedDOI gives the DOI of a target as it stands in URLs.
func escapedDOI(t refs.Target) string {
	return strings.TrimPrefix(string(refs.DOITarget(t.DOI())), DefaultDOIResolver+"/")
}

// registryURL is where the registration of a DOI is asked for.
func (c *Crawler) registryURL(t refs.Target) string {
	return c.options.Services[ServiceDOI] + "/api/handles/" + escapedDOI(t)
}

// resolverURL is where the resolver sends people on to a DOI's page.
func (c *Crawler) resolverURL(t refs.Target) string {
	return c.options.Services[ServiceDOI] + "/" + escapedDOI(t)
}

package crawler

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// A Service is a registry or archive that is asked beside the web itself.
type Service string

// The services.
const (
	ServiceDOI         Service = "doi"         // the DOI system's proxy: registration, agencies, resolution, content negotiation
	ServiceHandle      Service = "handle"      // the Handle system's proxy: registration, resolution
	ServiceNBN         Service = "nbn"         // the URN service of the German National Library: registration
	ServiceCrossref    Service = "crossref"    // REST API: metadata and notices of works
	ServiceDataCite    Service = "datacite"    // REST API: metadata of data sets and texts
	ServiceArXiv       Service = "arxiv"       // Atom API: metadata and withdrawals of e-prints
	ServiceNCBI        Service = "ncbi"        // E-utilities: metadata and retractions of PubMed, metadata of PubMed Central
	ServiceOpenLibrary Service = "openlibrary" // Books API: metadata of books
	ServiceArchive     Service = "archive"     // the Internet Archive's availability API
)

// NoService as a service's address has nobody asked in its place. The DOI system
// cannot be done without.
const NoService = "none"

// services lists them with their usual addresses, and the manners that are owed
// there whatever the user allows himself elsewhere.
var services = []struct {
	name   Service
	base   string
	owed   manners
	polite manners // instead, to who gives an address to write to
}{
	{name: ServiceDOI, base: DefaultDOIResolver},
	{name: ServiceHandle, base: "https://hdl.handle.net"},
	{name: ServiceNBN, base: "https://api.nbn-resolving.org/v2"},
	// Limits of lists (crossref.org/blog, 5 November 2025).
	{ServiceCrossref, "https://api.crossref.org", manners{1, time.Second}, manners{1, 350 * time.Millisecond}},
	{name: ServiceDataCite, base: "https://api.datacite.org"},
	// info.arxiv.org/help/api/tou.html
	{ServiceArXiv, "https://export.arxiv.org", manners{1, 3 * time.Second}, manners{}},
	// Three a second without a key (NBK25497, "Frequency, Timing and Registration of E-utility URL Requests").
	{ServiceNCBI, "https://eutils.ncbi.nlm.nih.gov", manners{2, 350 * time.Millisecond}, manners{}},
	// openlibrary.org/developers/api, "Rate Limits"
	{ServiceOpenLibrary, "https://openlibrary.org", manners{1, time.Second}, manners{1, 350 * time.Millisecond}},
	{name: ServiceArchive, base: "https://archive.org"},
}

// mannersOwed gives those that are owed to services, by the names of their hosts.
// A service that is asked elsewhere than usual is its user's own.
func (o *Options) mannersOwed() map[string]manners {
	all := map[string]manners{}
	for _, s := range services {
		if o.Mailto != "" && s.polite != (manners{}) {
			s.owed = s.polite
		}
		if s.owed != (manners{}) && o.Services[s.name] == s.base {
			all[o.queueOf(hostName(s.base))] = s.owed
		}
	}
	return all
}

// ParseService reads "NAME=URL" or "NAME=none".
func ParseService(s string) (Service, string, error) {
	name, base, ok := strings.Cut(s, "=")
	known := ServiceNames()
	if !ok || !slices.Contains(known, name) {
		return "", "", fmt.Errorf("parse service %q: want NAME=URL or NAME=none, where NAME is one of %s", s, strings.Join(known, ", "))
	}
	base, err := serviceBase(Service(name), base)
	return Service(name), base, err
}

// ServiceNames lists the names of the services.
func ServiceNames() []string {
	var names []string
	for _, s := range services {
		names = append(names, string(s.name))
	}
	return names
}

// serviceBase checks the address of a service and takes the slash off its end.
func serviceBase(name Service, base string) (string, error) {
	if base == NoService && name != ServiceDOI {
		return base, nil
	}
	base = strings.TrimRight(base, "/")
	if u, err := url.Parse(base); err != nil || !webScheme(u.Scheme) || u.Host == "" {
		return "", fmt.Errorf("%q is no http or https address of the service %s", base, name)
	}
	return base, nil
}

// withServices gives every service its address. Who asks about DOIs elsewhere than
// usual does so for a reason - a test, a mirror, a closed network - so the other
// services are asked only if they are given an address too.
func withServices(own map[Service]string) (map[Service]string, error) {
	all := make(map[Service]string, len(services))
	for _, s := range services {
		all[s.name] = s.base // the DOI system first
		base := own[s.name]
		if base == "" {
			if all[ServiceDOI] != DefaultDOIResolver {
				all[s.name] = NoService
			}
			continue
		}
		base, err := serviceBase(s.name, base)
		if err != nil {
			return nil, err
		}
		all[s.name] = base
	}
	return all, nil
}

// asks tells whether a service is to be asked.
func (o *Options) asks(s Service) bool { return o.Services[s] != NoService }

package crawler

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// A Service is a registry or archive that is asked beside the web itself.
type Service string

// The services.
const (
	ServiceDOI      Service = "doi"      // the DOI system's proxy: registration, resolution, content negotiation
	ServiceCrossref Service = "crossref" // REST API: metadata and notices of works, asked in batches
	ServiceDataCite Service = "datacite" // REST API: metadata of data sets and texts, asked in batches
	ServiceArchive  Service = "archive"  // the Internet Archive's availability API
)

// NoService as a service's address has nobody asked in its place. The DOI system
// cannot be done without.
const NoService = "none"

// services lists them with their usual addresses.
var services = []struct {
	name Service
	base string
}{
	{ServiceDOI, DefaultDOIResolver},
	{ServiceCrossref, "https://api.crossref.org"},
	{ServiceDataCite, "https://api.datacite.org"},
	{ServiceArchive, "https://archive.org"},
}

// ParseService reads "NAME=URL" or "NAME=none".
func ParseService(s string) (Service, string, error) {
	name, base, ok := strings.Cut(s, "=")
	var known []string
	for _, service := range services {
		known = append(known, string(service.name))
	}
	if !ok || !slices.Contains(known, name) {
		return "", "", fmt.Errorf("parse service %q: want NAME=URL or NAME=none, where NAME is one of %s", s, strings.Join(known, ", "))
	}
	base, err := serviceBase(Service(name), base)
	return Service(name), base, err
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

package crawler

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// SharedPlatforms are the domains of publishers who have their journals under many
// names on one platform: its machines are spared whatever name is asked.
var SharedPlatforms = []string{
	"biomedcentral.com", "bmj.com", "copernicus.org", "onlinelibrary.wiley.com", "springeropen.com",
}

// ParseDomain reads the name of a domain under which somebody's hosts lie: not of
// one such as "com" or "github.io" where everybody's do.
func ParseDomain(s string) (string, error) {
	name := strings.TrimPrefix(strings.Trim(strings.ToLower(strings.TrimSpace(s)), "."), "*.")
	if name == "" || strings.ContainsAny(name, "/:@ ") {
		return "", fmt.Errorf("parse domain %q: want a name such as wiley.com", s)
	}
	if suffix, _ := publicsuffix.PublicSuffix(name); suffix == name {
		return "", fmt.Errorf("parse domain %q: hosts of many owners lie there", s)
	}
	return name, nil
}

// withPlatforms adds the usual platforms to domains, the longest name first.
func withPlatforms(domains []string) ([]string, error) {
	all := slices.Clone(SharedPlatforms)
	for _, d := range domains {
		name, err := ParseDomain(d)
		if err != nil {
			return nil, err
		}
		all = append(all, name)
	}
	slices.SortStableFunc(all, func(a, b string) int { return len(a) - len(b) })
	return all, nil
}

// queueOf names the queue that requests to a host wait in: the widest of the
// domains whose hosts share their manners, else the host itself.
func (o *Options) queueOf(host string) string {
	for i, domain := range o.ShareManners {
		if isUnderAny(host, o.ShareManners[i:i+1]) {
			return domain
		}
	}
	return host
}

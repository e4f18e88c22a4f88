package refs

import "strings"

// unproxied gives the address behind that of a library's proxy, which only the
// library's members can pass; "" if t is none. The address may be a parameter
// of the proxy's login, or its host a part of the proxy's own: with dots
// ("www.maps.org.ezproxy.lib.se"), with hyphens for them
// ("www-maps-org.ezproxy.lib.se"), and with a leading "0-" (EZproxy, Innovative's
// WAM).
func unproxied(t Target) (Target, Confidence) {
	if s := proxyParameter(string(t)); s != "" {
		if u, err := ParseTarget(s); err == nil {
			return u, Certain
		}
	}
	scheme, rest, ok := strings.Cut(string(t), "://")
	if !ok {
		return "", ""
	}
	end := hostEnd(rest)
	host := behindProxy(rest[:end])
	if host == "" {
		return "", ""
	}
	u, err := ParseTarget(scheme + "://" + host + rest[end:])
	if err != nil {
		return "", ""
	}
	return u, Likely
}

// proxyParameter gives the address that the login of a proxy is asked for,
// still escaped if it was.
func proxyParameter(s string) string {
	head, query, ok := strings.Cut(s, "?")
	if !ok || !foldSuffix(head, "/login") && !foldSuffix(head, "/connect") && !isProxyName(Target(head).Host()) {
		return ""
	}
	for _, name := range []string{"url=", "qurl="} {
		v, ok := strings.CutPrefix(query, name)
		if !ok {
			continue
		}
		if name == "qurl=" || foldPrefix(v, "http%3a") || foldPrefix(v, "https%3a") {
			v, _, _ = strings.Cut(v, "&")
			v = decodeScheme(v)
		}
		if foldPrefix(v, "http://") || foldPrefix(v, "https://") {
			return v
		}
	}
	return ""
}

// behindProxy gives the host that a proxy's host has taken in; "" if there is
// none.
func behindProxy(host string) string {
	if first, _, _ := strings.Cut(host, "."); strings.Count(host, ".") < 3 && !strings.Contains(first, "-") {
		return "" // no room for two hosts
	}
	labels := strings.Split(host, ".")
	inner := strings.TrimPrefix(labels[0], "0-")
	if words := strings.Split(strings.ReplaceAll(inner, "--", "\x00"), "-"); len(words) > 1 && len(labels) > 2 && isProxyName(strings.Join(labels[1:], ".")) {
		if h := strings.ReplaceAll(strings.Join(words, "."), "\x00", "-"); inSet(settledTLDs, lastLabel(h)) && isHostName(h) {
			return h
		}
	}
	for i := 1; i < len(labels)-2; i++ {
		switch labels[i] {
		case "com", "org", "net", "edu", "gov":
			outer := strings.Join(labels[i+1:], ".")
			if h := inner + "." + strings.Join(labels[1:i+1], "."); isHostName(outer) && (isProxyName(outer) || inner != labels[0]) && isHostName(h) {
				return h
			}
		}
	}
	return ""
}

// isProxyName tells whether a host calls itself a proxy or a library's.
func isProxyName(host string) bool {
	for label := range strings.SplitSeq(host, ".") {
		switch strings.TrimRight(label, "0123456789") {
		case "ez", "ezp", "lib", "libs", "library", "libraries", "biblio", "bibliotheque", "biblioteca", "bib", "ub", "idm", "oclc", "remotexs":
			return true
		}
		if strings.Contains(label, "proxy") {
			return true
		}
	}
	return false
}

package refs

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

// A Target is the normal form of what a link leads to: an absolute URL after
// WHATWG rules, "https://doi.org/10...." for a DOI, whose letters keep the case
// in which they were written. The zero value means that there is nothing to
// lead to.
type Target string

const resolver = "https://doi.org/"

// ParseTarget gives the normal form of an absolute URL. Every form of a DOI's
// URL (dx.doi.org, www.doi.org, http) becomes that of [DOITarget].
func ParseTarget(rawURL string) (Target, error) {
	t := Target(rawURL)
	if !isNormal(rawURL) {
		u, err := whatwg.Parse(rawURL)
		if err != nil {
			return "", fmt.Errorf("parse URL %q: %w", rawURL, err)
		}
		t = Target(u.Href(false))
	}
	if id := resolvedDOI(string(t)); id != "" {
		return DOITarget(id), nil
	}
	if n := resolverLen(string(t)); n > 0 && Target(resolver+t[n:]).ShortDOI() != "" {
		return resolver + t[n:], nil
	}
	return t, nil
}

// isNormal tells, without parsing and never wrongly, that s is in WHATWG
// normal form already: most URLs are, and parsing costs a hundred times more.
func isNormal(s string) bool {
	rest, ok := strings.CutPrefix(s, "https://")
	usual := "443"
	if !ok {
		rest, ok = strings.CutPrefix(s, "http://")
		usual = "80"
	}
	slash := strings.IndexByte(rest, '/')
	if !ok || slash <= 0 || !isNormalPath(rest[slash:]) {
		return false
	}
	host, port, hasPort := strings.Cut(rest[:slash], ":")
	return isNormalHost(host) && (!hasPort || port != usual && isNormalPort(port))
}

func isNormalPort(port string) bool {
	_, err := strconv.ParseUint(port, 10, 16)
	return err == nil && (port == "0" || port[0] != '0')
}

func isNormalHost(host string) bool {
	if len(host) > 253 || strings.Contains(host, "xn--") {
		return false
	}
	label := 0
	for i := 0; i < len(host); i++ {
		switch c := host[i]; {
		case isLower(c):
			label++
		case isDigit(c), c == '-':
			label++
		case c == '.' && label > 0 && label < 64:
			label = 0
		default:
			return false
		}
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	if label == 0 || label > 63 || isLower(last[0]) {
		return label > 0 && label < 64
	}
	// It could be an IPv4 address in disguise ("0x7f.1"): only four plain
	// numbers are one as it stands.
	_, err := netip.ParseAddr(host)
	return err == nil
}

func isNormalPath(path string) bool {
	marks := 0
	for i := 0; i < len(path); i++ {
		switch c := path[i]; {
		case isAlnum(c):
		case c == '.':
			if path[i-1] == '/' {
				return false
			}
		case c == '%':
			if i+2 < len(path) && path[i+1] == '2' && lower(path[i+2]) == 'e' {
				return false
			}
		case c == '#':
			if marks++; marks > 1 {
				return false
			}
		case strings.IndexByte("-_~!$&()*+,;=:@/?", c) < 0:
			return false
		}
	}
	return true
}

// DOITarget gives the target of a DOI such as "10.1000/182". Characters that
// have a meaning in URLs are percent-encoded as the DOI Handbook (2.5.2.4)
// tells.
func DOITarget(id string) Target {
	plain := 0 // bytes
	for plain < len(id) && !escapedInDOI[id[plain]] {
		plain++
	}
	if plain == len(id) {
		return Target(resolver + id)
	}
	var b strings.Builder
	b.Grow(len(resolver) + len(id))
	b.WriteString(resolver)
	for i := 0; i < len(id); i++ {
		if escapedInDOI[id[i]] {
			fmt.Fprintf(&b, "%%%02X", id[i])
		} else {
			b.WriteByte(id[i])
		}
	}
	return Target(b.String())
}

// escapedInDOI has the bytes that DOITarget percent-encodes.
var escapedInDOI = func() (t [256]bool) {
	for c := range t {
		t[c] = c <= ' ' || c >= 0x7F || strings.IndexByte("%\"#?<>[]{}|\\^`", byte(c)) >= 0
	}
	return t
}()

// DOI gives the DOI that t is the resolver's URL of, unescaped and in the case
// of its writing, or "" if t is no such URL.
func (t Target) DOI() string {
	if !strings.HasPrefix(string(t), resolver) {
		return ""
	}
	return resolvedDOI(string(t))
}

// resolvers are the hosts that lead from a DOI to what it names; all hand on to
// the one resolver (DOI Handbook 3.6 and the deposits of ACM and IEEE).
var resolvers = []string{
	"doi.org", "dx.doi.org", "www.doi.org", "www.dx.doi.org", "dx.doi.net", "dx.doi.com", "dx.doi.de",
	"doi.acm.org", "doi.ieeecomputersociety.org",
}

// startsResolver tells the first letters of resolvers, so that most hosts are
// dismissed at once.
var startsResolver = func() (t [256]bool) {
	for _, h := range resolvers {
		t[h[0]] = true
	}
	return t
}()

// resolvedDOI gives the DOI that a URL of a resolver names; "" if it names none.
func resolvedDOI(s string) string {
	n := resolverLen(s)
	if n == 0 {
		return ""
	}
	id := s[n:]
	if i := strings.IndexAny(id, "?#"); i >= 0 {
		id = id[:i]
	}
	id, err := url.PathUnescape(id)
	if err != nil {
		return ""
	}
	id = id[max(doiStart(id), 0):]
	if !strings.HasPrefix(id, "10.") || !strings.Contains(id, "/") || hasDotSegment(id) {
		return ""
	}
	return id
}

// ShortDOI gives the short name ("10/gf4gqc", shortdoi.org) that t is the
// resolver's URL of, or "" if t is no such URL.
func (t Target) ShortDOI() string {
	rest, ok := strings.CutPrefix(string(t), resolver)
	if !ok {
		return ""
	}
	name := strings.TrimPrefix(rest, "10/")
	if len(name) == len(rest) && len(name) > 7 || !isShortName(name) {
		return "" // a page of the resolver's own site, such as "resources"
	}
	return "10/" + name
}

// isShortName tells whether s has the form of a short DOI behind its "10/".
func isShortName(s string) bool {
	if len(s) < 3 || len(s) > 10 || !hasDigit(s) {
		return false
	}
	for i := 0; i < len(s); i++ {
		if !isLower(s[i]) && !isDigit(s[i]) {
			return false
		}
	}
	return true
}

// resolverLen gives the length of "https://doi.org/" or one of its variants at
// the start of s, 0 if there is none. The scheme may be missing.
func resolverLen(s string) int {
	n := 0
	if foldPrefix(s, "https://") {
		n = len("https://")
	} else if foldPrefix(s, "http://") {
		n = len("http://")
	}
	if n == len(s) || !startsResolver[lower(s[n])] {
		return 0
	}
	for _, h := range resolvers {
		if foldPrefix(s[n:], h) && len(s) > n+len(h) && s[n+len(h)] == '/' {
			n += len(h) + 1
			for n < len(s) && s[n] == '/' {
				n++
			}
			return n
		}
	}
	return 0
}

// Key is what two targets have in common if one check answers for both: the
// fragment is left out, parameters that only track readers ("utm_source",
// "fbclid"), and of a DOI the case of ASCII letters (DOI Handbook 2.4: DOIs are
// compared without it). The target itself keeps all of them.
func (t Target) Key() string {
	s, _, _ := strings.Cut(string(t), "#")
	if t.DOI() != "" {
		return strings.ToLower(s)
	}
	return withoutTracking(s)
}

// Host is the host of t in lower case, without port; "" if t has none.
func (t Target) Host() string {
	if host, ok := plainHost(string(t)); ok {
		return host
	}
	u, err := url.Parse(string(t))
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// plainHost gives the host of a URL that is written in small letters, digits,
// dots and hyphens, as nearly all are, with nothing before or behind it and no
// escapes, which only the parser can judge; else ok is false.
func plainHost(s string) (host string, ok bool) {
	i := strings.Index(s, "://")
	if i <= 0 || !isLetter(s[0]) || strings.IndexByte(s, '%') >= 0 {
		return "", false
	}
	for k := range i {
		if !isAlnum(s[k]) {
			return "", false
		}
	}
	for k := range len(s) {
		if s[k] < ' ' || s[k] == 0x7F {
			return "", false
		}
	}
	start := i + len("://")
	end := start
	for end < len(s) && (isLower(s[end]) || isDigit(s[end]) || s[end] == '.' || s[end] == '-') {
		end++
	}
	host, behind := s[start:end], s[end:]
	if len(behind) > 1 && behind[0] == ':' {
		behind = strings.TrimLeft(behind[1:], "0123456789")
	}
	if host == "" || behind != "" && behind[0] != '/' && behind[0] != '?' && behind[0] != '#' {
		return "", false
	}
	return host, true
}

// exemplary are the names that are kept for examples and tests: RFC 2606 and
// RFC 6761.
var exemplary = []string{"example", "example.com", "example.org", "example.net", "test", "invalid"}

// reserved are the other names that never lead anywhere in the public network:
// RFC 6761 (special use), RFC 6762 (.local), RFC 8375 (home.arpa), ICANN's
// .internal, and what RFC 6762 appendix G found in private use.
var reserved = []string{
	"localhost", "local", "localdomain", "internal", "intranet", "private", "corp", "home", "lan", "home.arpa",
}

// within tells whether host is one of names or lies below one.
func within(host string, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return isUnder(host, name) })
}

// privateNets are the blocks of addresses that netip has no question for: "this
// network" and shared address space (RFC 1122, 6598), documentation (RFC 5737,
// 3849), benchmarking (RFC 2544), and class E (RFC 1112).
var privateNets = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("2001:db8::/32"),
}

// Local tells whether t, by its writing alone, is within reach of its author
// only: a file, an address or name of this machine or of a private network, or
// a name reserved for examples and tests. What a public name resolves to is not
// asked.
func (t Target) Local() bool {
	if foldPrefix(string(t), "file:") {
		return true
	}
	host := strings.TrimSuffix(t.Host(), ".")
	if host == "" {
		return false
	}
	if isDigit(host[0]) || strings.Contains(host, ":") {
		if a, err := netip.ParseAddr(host); err == nil {
			return localAddr(a.Unmap())
		}
	}
	if !strings.Contains(host, ".") {
		return true
	}
	return within(host, exemplary) || within(host, reserved)
}

// exemplary tells whether t leads to a name that is kept for examples and tests.
func (t Target) exemplary() bool {
	return within(strings.TrimSuffix(t.Host(), "."), exemplary)
}

func localAddr(a netip.Addr) bool {
	if a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() || a.IsUnspecified() || a.IsMulticast() {
		return true
	}
	for _, n := range privateNets {
		if n.Contains(a) {
			return true
		}
	}
	return false
}

package refs

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// withScheme gives an address that is written without a scheme the one that
// browsers try; everything else as it is.
func withScheme(s string) string {
	i := strings.IndexAny(s, ":/?#")
	if i >= 0 && s[i] == ':' && i+1 < len(s) && !isDigit(s[i+1]) {
		return s
	}
	if i <= 0 && !strings.Contains(s, ".") || strings.HasPrefix(s, "/") {
		return s
	}
	return "http://" + s
}

// hasTarget tells whether raw can be read as it stands.
func hasTarget(raw string) bool {
	l := Link{Kind: KindURL, Written: raw}
	l.literal()
	return l.Target != ""
}

// isDOIText tells whether s is written as a DOI, bare or behind its resolver.
func isDOIText(s string) bool {
	return doiStart(s) >= 0
}

// doiStart gives the place of the "10." of a DOI that s is, bare, behind "doi:"
// or behind a resolver; -1 if s is none.
func doiStart(s string) int {
	i := resolverLen(s)
	for _, p := range []string{"info:doi/", "urn:doi:", "doi:"} {
		if foldPrefix(s[i:], p) {
			i += len(p)
			for i < len(s) && s[i] == ' ' {
				i++
			}
		}
	}
	if strings.HasPrefix(s[i:], "10.") {
		return i
	}
	return -1
}

// doiText gives the DOI that s is written as, unescaped where a resolver's URL
// or a percent-encoded slash says that it is escaped; "" if s is none.
func doiText(s string) string {
	i := doiStart(s)
	if i < 0 {
		return ""
	}
	id := s[i:]
	if resolverLen(s) > 0 {
		if j := strings.IndexAny(id, "?#"); j >= 0 {
			id = id[:j]
		}
	}
	if resolverLen(s) > 0 || !strings.Contains(id, "/") {
		if u, err := url.PathUnescape(id); err == nil {
			id = u
		}
	}
	if n := registrantLen(id); n == 0 || n == len(id) || strings.IndexFunc(id, unfitForDOI) >= 0 || !utf8.ValidString(id) || hasDotSegment(id) {
		return ""
	}
	return id
}

// hasDotSegment tells whether a DOI has a segment "." or "..", which no URL can
// carry (WHATWG URL, double-dot path segments).
func hasDotSegment(id string) bool {
	for rest := id; ; {
		i := strings.Index(rest, "/.")
		if i < 0 {
			return false
		}
		rest = rest[i+1:]
		if seg, _, _ := strings.Cut(rest, "/"); seg == "." || seg == ".." {
			return true
		}
	}
}

// unfitForDOI tells the characters that stand in no DOI as it is cited: white
// space, controls, dashes (they can be registered, but never are), quotes.
func unfitForDOI(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == 0x7F || r == '"'
	}
	return r == utf8.RuneError || unicode.IsSpace(r) || unicode.IsControl(r) || isDash(r) || isInvisible(r)
}

// doiInURL gives the DOI that a publisher's URL carries in its path or query,
// without the name of the view behind it; "" if there is none.
func doiInURL(s string) string {
	for from := 0; ; {
		i := strings.Index(s[from:], "10.")
		if i < 0 {
			return ""
		}
		i += from
		from = i + 3
		n := registrantLen(s[i:])
		if i == 0 || n < 8 || i+n == len(s) || s[i-1] != '/' && s[i-1] != '=' && s[i-1] != ':' && !foldSuffix(s[:i], "%2f") {
			continue
		}
		id := s[i:]
		if j := strings.IndexAny(id, "?#&"); j >= 0 {
			id = id[:j]
		}
		u, err := url.PathUnescape(id)
		if err != nil || strings.IndexFunc(u, unfitForDOI) >= 0 {
			return ""
		}
		u = strings.TrimRight(u, "/")
		for range 2 {
			if j := viewTail(u); j > 0 {
				u = u[:j]
			}
			u = withoutVersion(u)
		}
		if registrantLen(u) == 0 || registrantLen(u) == len(u) {
			return ""
		}
		return u
	}
}

// withoutVersion gives a DOI of a preprint server that puts versions and views
// behind it in its addresses, and registers it without (bioRxiv, medRxiv).
func withoutVersion(id string) string {
	if !strings.HasPrefix(id, "10.1101/") && !strings.HasPrefix(id, "10.64898/") {
		return id
	}
	for _, view := range []string{".full", ".full-text", ".abstract", ".short", ".article-info", ".article-metrics", ".supplementary-material"} {
		id = strings.TrimSuffix(id, view)
	}
	if i := strings.LastIndexByte(id, 'v'); i > 0 && isDigit(id[i-1]) && allDigits(id[i+1:]) && len(id)-i < 4 {
		return id[:i]
	}
	return id
}

// views are the names of a landing page's views that are copied along with the
// DOI in its address.
var views = []string{"/full", "/abstract", "/pdf", "/epdf", "/summary", "/meta", "/html", "/fulltext", "/full-text", "/full/html", "/pdfdirect", "/references", "/suppinfo", ".pdf", "/-/dcsupplemental", "/-/dc1"}

// viewTail gives the place where the name of a view starts at the end of a DOI;
// 0 if there is none.
func viewTail(id string) int {
	low := len(id)
	for _, v := range views {
		if foldSuffix(id, v) && len(id)-len(v) > registrantLen(id) {
			low = min(low, len(id)-len(v))
		}
	}
	if low == len(id) {
		return 0
	}
	return low
}

// lostHead tells whether raw has no start: no scheme, no host, no directory.
func lostHead(raw string) bool {
	if strings.Contains(raw, "://") {
		return false
	}
	return isURLRest(raw) || startLost(raw) && registrantLen(raw) == 0 && directoryLost(raw) == 0 && !hasTarget(raw)
}

// lostTail tells whether raw stops where no address or identifier can end.
func lostTail(raw string) bool {
	if strings.HasSuffix(raw, "…") || strings.HasSuffix(raw, "...") && !strings.HasSuffix(raw, "....") {
		return true
	}
	if i := doiStart(raw); i >= 0 {
		id := raw[i:]
		return isBarePrefix(id) || strings.HasSuffix(id, "-") && registrantLen(id) > 0 || strings.TrimRight(id, ".") == "10.1016/j"
	}
	if isElided(raw) || raw != "" && resolverLen(raw) == len(raw) {
		return true
	}
	if len(raw) <= len("https://www.") {
		switch strings.ToLower(raw) {
		case "http://", "https://", "http://www", "https://www", "http://www.", "https://www.", "www.":
			return true
		}
	}
	i := strings.Index(raw, "://")
	if i < 0 || !strings.HasSuffix(raw, "-") || strings.ContainsAny(raw, "?#") {
		return false
	}
	// A hyphen ends no host, and no name of a page that is made of words.
	rest := raw[i+3:]
	slug := rest[strings.LastIndexByte(rest, '/')+1:]
	return slug == rest || strings.Count(slug, "-") > 2 && isLabel(strings.TrimRight(slug, "-")) && !hasDigit(slug)
}

// brokenLine tells whether a line ends inside s.
func brokenLine(s string) bool { return strings.ContainsAny(s, "\r\n") }

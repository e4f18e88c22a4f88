package refs

import (
	"fmt"
	"net/url"
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
	u, err := whatwg.Parse(rawURL)
	if err != nil {
		return "", fmt.Errorf("parse URL %q: %w", rawURL, err)
	}
	t := Target(u.Href(false))
	if id := t.DOI(); id != "" {
		return DOITarget(id), nil
	}
	return t, nil
}

// DOITarget gives the target of a DOI such as "10.1000/182". Characters that
// have a meaning in URLs are percent-encoded as the DOI Handbook (2.5.2.4)
// tells.
func DOITarget(id string) Target {
	const escaped = "%\"#?<>[]{}|\\^`"
	var b strings.Builder
	b.WriteString(resolver)
	for i := 0; i < len(id); i++ {
		if c := id[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(escaped, c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return Target(b.String())
}

// DOI gives the DOI that t is the resolver's URL of, unescaped and in the case
// of its writing, or "" if t is no such URL.
func (t Target) DOI() string {
	rest, ok := strings.CutPrefix(string(t), resolver)
	if !ok {
		return ""
	}
	id, err := url.PathUnescape(rest)
	if err != nil || !strings.HasPrefix(id, "10.") || !strings.Contains(id, "/") {
		return ""
	}
	return id
}

// Key is what two targets have in common if one check answers for both: the
// fragment is left out, and of a DOI the case of ASCII letters (DOI Handbook
// 2.4: DOIs are compared without it).
func (t Target) Key() string {
	s, _, _ := strings.Cut(string(t), "#")
	if t.DOI() != "" {
		s = strings.ToLower(s)
	}
	return s
}

// Host is the host of t in lower case, without port; "" if t has none.
func (t Target) Host() string {
	u, err := url.Parse(string(t))
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

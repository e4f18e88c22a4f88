package crawler

import (
	"net/url"
	"regexp"
	"strings"
)

// doiForm is the form of a DOI (DOI Handbook 2.2): a prefix that begins with
// "10.", a slash, and a suffix of any printing characters.
var doiForm = regexp.MustCompile(`^10\.\d{4,9}(?:\.\d+)*/[[:graph:]\p{L}\p{N}]+$`)

// doiOf gives the DOI that value is: bare, after "doi:", or as the URL of the
// resolver. A value that only mentions one is none.
func doiOf(value string) string {
	value = strings.TrimSpace(value)
	if len(value) < 8 || len(value) > maxURL {
		return ""
	}
	if i := strings.Index(value, "doi.org/"); i >= 0 && strings.HasPrefix(strings.ToLower(value), "http") {
		value = unescaped(value[i+len("doi.org/"):])
	} else if strings.EqualFold(value[:3], "doi") {
		value = strings.TrimLeft(value[3:], ": ")
	} else if rest, ok := strings.CutPrefix(value, "info:doi/"); ok {
		value = rest
	}
	if !strings.HasPrefix(value, "10.") || !doiForm.MatchString(value) {
		return ""
	}
	return strings.TrimRight(value, ".,;")
}

func unescaped(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

// doi gives the DOI that the page says to be its own. The body is not searched
// for one: what stands there is mostly the DOIs of references.
func (p *harvested) doi() string {
	if id := doiOf(p.citeAs); id != "" {
		return id
	}
	for _, f := range []field{citationDOI, metaDOI, prismDOI, dcIdentifier, bepressDOI, eprintsDOI} {
		for i := range p.tags {
			if p.tags[i].field == f {
				if id := doiOf(p.tags[i].value); id != "" {
					return id
				}
			}
		}
	}
	if p.ld.doi != "" {
		return p.ld.doi
	}
	for _, id := range p.coin["rft_id"] {
		if doi := doiOf(id); doi != "" {
			return doi
		}
	}
	for _, written := range []string{p.canon, p.first(ogURL)} {
		if id := doiInURL(written); id != "" {
			return id
		}
	}
	return ""
}

// doiPath is how publishers put the DOI of a page into its address; the ending
// names a view of the work.
var doiPath = regexp.MustCompile(`/(10\.\d{4,9}(?:\.\d+)*/[^?#]+?)(?:/(?:full|abstract|pdf|epdf|html|meta|summary|references|figures))?/?(?:[?#]|$)`)

// doiInURL gives the DOI of a page's own address, "" if there is none.
func doiInURL(address string) string {
	if len(address) > maxURL || !strings.Contains(address, "/10.") {
		return ""
	}
	m := doiPath.FindStringSubmatch(address)
	if m == nil {
		return ""
	}
	return doiOf(unescaped(m[1]))
}

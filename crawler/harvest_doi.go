package crawler

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

// isDOI tells whether s has the form of a DOI (DOI Handbook 2.2): a prefix of "10."
// and the number of a registrant, which has four to nine digits and may be parted, a
// slash, and a suffix of any printing characters.
func isDOI(s string) bool {
	prefix, suffix, _ := strings.Cut(s, "/")
	parts := strings.Split(prefix, ".")
	if len(parts) < 2 || parts[0] != "10" || len(parts[1]) < 4 || len(parts[1]) > 9 {
		return false
	}
	for _, part := range parts[1:] {
		if part == "" || strings.Trim(part, "0123456789") != "" {
			return false
		}
	}
	return suffix != "" && strings.IndexFunc(suffix, isNotGraphic) < 0
}

func isNotGraphic(r rune) bool {
	return (r <= ' ' || r >= 0x7f) && !unicode.IsLetter(r) && !unicode.IsNumber(r)
}

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
	if !isDOI(value) {
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

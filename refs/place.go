package refs

import (
	"net/url"
	"slices"
	"strings"
)

// places are the addresses at which the identifiers of each kind have their page;
// what stands between head and tail is the identifier.
var places = map[Kind]struct{ head, tail string }{
	KindArXiv:  {"https://arxiv.org/abs/", ""},
	KindPMID:   {"https://pubmed.ncbi.nlm.nih.gov/", "/"},
	KindPMCID:  {"https://pmc.ncbi.nlm.nih.gov/articles/", "/"},
	KindHandle: {"https://hdl.handle.net/", ""},
	KindURN:    {"https://nbn-resolving.org/", ""},
	KindISBN:   {"urn:isbn:", ""},
}

// identifierTarget gives the target of an identifier. A URN that nobody resolves
// is its own.
func identifierTarget(kind Kind, id string) Target {
	at := places[kind]
	if kind == KindURN && !foldPrefix(id, "urn:nbn:") {
		at.head = ""
	}
	t, _ := ParseTarget(at.head + id + at.tail)
	return t
}

// Identifier gives the identifier that t is the page of; "" if it is none's. A
// page of the same work at another address, such as its PDF, does not count: see
// [Target.Work]; but handles are much written with http. DOIs have a method of
// their own.
func (t Target) Identifier() (Kind, string) {
	s := string(t)
	if rest, ok := strings.CutPrefix(s, "http:"); ok && strings.HasPrefix(rest, "//hdl.handle.net/") {
		s = "https:" + rest
	}
	for kind, at := range places {
		id, ok := strings.CutPrefix(s, at.head)
		if !ok || !strings.HasSuffix(id, at.tail) {
			continue
		}
		if id = strings.TrimSuffix(id, at.tail); isIdentifier(kind, id) {
			return kind, id
		}
	}
	return "", ""
}

// isIdentifier tells whether the whole of s is an identifier of a kind.
func isIdentifier(kind Kind, s string) bool {
	if s == "" || kind != KindURN && strings.ContainsAny(s, "?#") {
		return false
	}
	switch kind {
	case KindArXiv:
		return arXivLen(s) == len(s)
	case KindPMID:
		return len(s) <= 8 && allDigits(s)
	case KindPMCID:
		return strings.HasPrefix(s, "PMC") && pmcidLen(s) == len(s)
	case KindHandle:
		return isHandle(s)
	case KindURN:
		return foldPrefix(s, "urn:nbn:") && isURN(s) && !strings.ContainsAny(s, "?#/")
	case KindISBN:
		return len(s) == 10 || len(s) == 13
	}
	return false
}

// Work gives the page of the identifier of the work that t shows in another form
// or at another of its addresses: the PDF of an e-print, PubMed's addresses of
// before 2020; "" if t is none such.
func (t Target) Work() Target {
	u, err := url.Parse(string(t))
	if err != nil || u.RawQuery != "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	path := strings.TrimSuffix(u.Path, "/")
	for _, form := range []struct {
		hosts, head, tail string
		kind              Kind
	}{
		{"arxiv.org www.arxiv.org export.arxiv.org", "/abs/", "", KindArXiv},
		{"arxiv.org www.arxiv.org export.arxiv.org", "/pdf/", ".pdf", KindArXiv},
		{"arxiv.org www.arxiv.org", "/html/", "", KindArXiv},
		{"pubmed.ncbi.nlm.nih.gov", "/", "", KindPMID},
		{"www.ncbi.nlm.nih.gov ncbi.nlm.nih.gov", "/pubmed/", "", KindPMID},
		{"www.ncbi.nlm.nih.gov ncbi.nlm.nih.gov", "/pmc/articles/", "", KindPMCID},
		{"pmc.ncbi.nlm.nih.gov", "/articles/", "", KindPMCID},
	} {
		id, ok := strings.CutPrefix(path, form.head)
		id = strings.TrimSuffix(id, form.tail)
		if !ok || !slices.Contains(strings.Fields(form.hosts), u.Host) || !isIdentifier(form.kind, id) {
			continue
		}
		if work := identifierTarget(form.kind, id); work != t {
			return work
		}
	}
	return ""
}

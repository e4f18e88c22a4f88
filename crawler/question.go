package crawler

import (
	"net/url"
	"slices"
	"strings"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

var _ audit.Registrar = (*Crawler)(nil)

// WorkQuestion gives the target at which a registry says what work a target
// is of: its outcome has the registered metadata, with Source "registry", or none
// if no registry makes them public. It is "" for what no registry knows, for what
// its own registry has answered already, or if nobody is to be asked.
func (c *Crawler) WorkQuestion(t refs.Target) refs.Target {
	if doi := t.DOI(); doi != "" {
		if !c.options.asks(ServiceCrossref) && !c.options.asks(ServiceDataCite) {
			return ""
		}
		return refs.Target(c.options.Services[ServiceDOI] + worksPath + strings.ToLower(escapedDOI(doi)))
	}
	work := t.Work()
	if kind, _ := work.Identifier(); registries[kind] == nil || !c.options.asks(registries[kind].service) {
		return ""
	}
	return work
}

// worksPath is what a question about a DOI's work has behind the service's address. It
// is a name: which registry is asked shows only then.
const worksPath = "/metadata/"

// A question is one of those that a task asks together.
type question struct {
	target refs.Target // to be answered
	id     string      // as the registries write it
	left   []*registry // to be asked about it, in this order
	agency string      // that is known to keep the register; "": not known
	denied *registry   // that says that there is no such identifier
}

// questionAbout gives what registries are to be asked about a target; ok is false
// if none is.
func (c *Crawler) questionAbout(t refs.Target) (q question, ok bool) {
	path, _ := strings.CutPrefix(string(t), c.options.Services[ServiceDOI])
	if doi, found := strings.CutPrefix(path, worksPath); found {
		if plain, err := url.PathUnescape(doi); err == nil {
			doi = plain
		}
		q = question{target: t, id: strings.ToLower(doi), left: c.asked(agencies, crossref, dataCite, negotiation)}
		return q, true
	}
	kind, id := t.Identifier()
	r := registries[kind]
	if r == nil || !c.options.asks(r.service) {
		return q, false
	}
	return question{target: t, id: asRegistered(kind, id), left: []*registry{r}}, true
}

// asked are those registries that are to be asked.
func (c *Crawler) asked(all ...*registry) []*registry {
	return slices.DeleteFunc(all, func(r *registry) bool { return !c.options.asks(r.service) })
}

// asRegistered gives an identifier as its registry writes it.
func asRegistered(kind refs.Kind, id string) string {
	switch kind {
	case refs.KindArXiv:
		return plainArXiv(id)
	case refs.KindPMID:
		return strings.TrimLeft(id, "0")
	case refs.KindPMCID:
		return strings.TrimLeft(strings.TrimPrefix(id, "PMC"), "0")
	}
	return id
}

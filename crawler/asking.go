package crawler

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

var _ audit.Registrar = (*Crawler)(nil)

// mostWorks is how many DOIs one question to Crossref or DataCite names: 40 to
// 50 are fine in public use, and the address stays below what proxies take.
const mostWorks = 40

// WorkQuestion gives the target at which the registry says what work a DOI is
// of: its outcome has the registered metadata, with Source "registry", or none
// if no registry makes them public. It is "" for what is no DOI, or if nobody is
// to be asked.
func (c *Crawler) WorkQuestion(t refs.Target) refs.Target {
	if t.DOI() == "" || !c.options.asks(ServiceCrossref) && !c.options.asks(ServiceDataCite) {
		return ""
	}
	return refs.Target(c.worksURL() + strings.ToLower(escapedDOI(t)))
}

// worksURL is how every question about a work begins. It is a name: whether that
// address is asked, or another registry, shows only then.
func (c *Crawler) worksURL() string { return c.options.Services[ServiceDOI] + "/metadata/" }

// workAsked gives the DOI that a question is about, escaped; "" for any other
// target.
func (c *Crawler) workAsked(t refs.Target) string {
	doi, _ := strings.CutPrefix(string(t), c.worksURL())
	if len(doi) == len(t) {
		return ""
	}
	return doi
}

// A registry is one that is asked what work a DOI is of.
type registry uint8

const (
	crossref registry = iota
	dataCite
	negotiation // of content at the resolver, which hands it on to any other agency
	nowhere
)

// works are the questions about works that one task asks together: registry by
// registry, those that one does not know are asked of the next.
type works struct {
	left []refs.Target // questions
	at   registry
	now  []refs.Target // those that the request at hand asks
}

// workTasks makes tasks of questions about works, many questions each.
func (c *Crawler) workTasks(questions []refs.Target) []task {
	var tasks []task
	for some := range slices.Chunk(questions, mostWorks) {
		w := &works{left: some}
		t := task{target: some[0], works: w}
		if next := c.nextWorks(w); next != "" {
			t.name = hostName(next)
			tasks = append(tasks, t)
		}
	}
	return tasks
}

// nextWorks sets w to its next question and gives the URL of it, "" if there is
// none.
func (c *Crawler) nextWorks(w *works) string {
	for len(w.left) > 0 && w.at < nowhere {
		switch {
		case w.at == crossref && !c.options.asks(ServiceCrossref), w.at == dataCite && !c.options.asks(ServiceDataCite):
			w.at++
			continue
		case w.at == negotiation:
			w.now = w.left[:1]
			return c.options.Services[ServiceDOI] + "/" + c.workAsked(w.now[0])
		}
		w.now = w.left
		return c.batchURL(w)
	}
	return ""
}

// batchURL asks a registry about many DOIs at once (Crossref's REST API, filter
// doi; DataCite's, ids).
func (c *Crawler) batchURL(w *works) string {
	names := make([]string, len(w.now))
	for i, q := range w.now {
		doi := c.workAsked(q)
		if plain, err := url.PathUnescape(doi); err == nil {
			doi = plain
		}
		names[i] = doi
	}
	q := url.Values{}
	if w.at == dataCite {
		q.Set("ids", strings.Join(names, ","))
		q.Set("page[size]", "100")
		return c.options.Services[ServiceDataCite] + "/dois?" + q.Encode()
	}
	for i := range names {
		names[i] = "doi:" + names[i]
	}
	q.Set("filter", strings.Join(names, ","))
	q.Set("rows", "100")
	q.Set("select", "DOI,title,author,issued,container-title,publisher,type,updated-by")
	if c.options.Mailto != "" {
		q.Set("mailto", c.options.Mailto)
	}
	return c.options.Services[ServiceCrossref] + "/works?" + q.Encode()
}

// hearWorks takes in a registry's answer: what it knows is answered, the rest is
// asked of the next one. It tells whether there is another question.
func (c *Crawler) hearWorks(t *task, a *answer, f failure) bool {
	w, ch := t.works, t.chain
	ch.elapsed += a.elapsed
	known, heard := readWorks(w.at, a.status, a.body)
	var rest []refs.Target
	for _, q := range w.now {
		doi, _ := url.PathUnescape(c.workAsked(q))
		switch m, ok := known[strings.ToLower(doi)]; {
		case f != noFailure:
			c.answerWork(t, q, a, f, classifyFailure(observation{failure: f, asked: ch.asked}), m)
		case !heard:
			c.answerWork(t, q, a, f, unheard(a.status), m)
		case ok:
			c.answerWork(t, q, a, f, verdict(audit.OK, audit.ReasonOK, "The registry knows the work."), m)
		case w.at == negotiation:
			c.answerWork(t, q, a, f, verdict(audit.OK, audit.ReasonOK, "No registry makes public what work this is."), m)
		default:
			rest = append(rest, q)
		}
	}
	w.left = append(rest, w.left[len(w.now):]...)
	if w.at != negotiation {
		w.at++
	}
	next := c.nextWorks(w)
	if next == "" {
		return false
	}
	ch.retries, ch.backoff, ch.asked, ch.csl = 0, nil, 0, w.at == negotiation
	c.goTo(t, next)
	return true
}

// unheard is the verdict on a question that a registry gave no usable answer to.
func unheard(status int) audit.Verdict {
	if status == http.StatusTooManyRequests || status >= 500 {
		return classifyStatus(status)
	}
	return unverified(audit.ReasonMalformedAnswer, "The registry's answer could not be understood.")
}

func (c *Crawler) answerWork(t *task, q refs.Target, a *answer, f failure, v audit.Verdict, m audit.Metadata) {
	t.batch.answered(audit.Outcome{
		Target: q, Verdict: v, Metadata: m, Evidence: t.chain.evidence(t, a, f),
		Requests: t.chain.takeRequests(), Vantage: c.vantage,
	})
}

// takeRequests gives the requests that were not counted in an outcome yet.
func (ch *chain) takeRequests() int {
	n := ch.requests
	ch.requests = 0
	return n
}

// advanceWorks goes on with a task about works behind an answer: content
// negotiation redirects to the agency, all else is the registry's word.
func (c *Crawler) advanceWorks(t *task, a *answer, f failure, st step) (step, failure) {
	ch := t.chain
	location := a.header.Get("Location")
	if f == noFailure && t.works.at == negotiation && isRedirect(a.status, location) {
		ch.hops = append(ch.hops, audit.Hop{URL: ch.url, Status: a.status})
		next, f := resolveRedirect(ch.url, location)
		if f == noFailure && circle(ch.hops, next, -1) == noFailure {
			c.goTo(t, next)
			st.again = true
			return st, noFailure
		}
	}
	ch.hops = nil
	st.again = c.hearWorks(t, a, f)
	return st, f
}

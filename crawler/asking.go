package crawler

import (
	"cmp"
	"slices"
	"strings"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// asking is what one task asks of registries, question by question.
type asking struct {
	open []question // not asked at present
	at   *registry  // that is asked
	now  []question // what it is asked about
	url  string     // of that request
}

// askingTasks makes tasks of questions, many each. Those of one registrant, whose
// DOIs are mostly with one agency, go together.
func (c *Crawler) askingTasks(questions []question) []*task {
	first := map[*registry][]question{}
	for _, q := range questions {
		first[q.left[0]] = append(first[q.left[0]], q)
	}
	var tasks []*task
	for _, r := range []*registry{agencies, crossref, dataCite, arXiv, pubMed, pubMedCentral, openLibrary} {
		slices.SortFunc(first[r], func(a, b question) int { return strings.Compare(a.id, b.id) })
		for some := range slices.Chunk(first[r], r.most) {
			t := &task{target: some[0].target, asking: &asking{open: slices.Clone(some)}}
			c.nextQuestion(t.asking)
			t.name = c.options.queueOf(hostName(t.asking.url))
			tasks = append(tasks, t)
		}
	}
	return tasks
}

// nextQuestion sets k to the request that is next, and tells whether there is one.
func (c *Crawler) nextQuestion(k *asking) bool {
	k.now = nil
	if len(k.open) == 0 {
		return false
	}
	k.at = k.open[0].left[0]
	var rest []question
	var ids []string
	for _, q := range k.open {
		if q.left[0] != k.at || len(ids) == k.at.most {
			rest = append(rest, q)
			continue
		}
		k.now = append(k.now, q)
		if !slices.Contains(ids, q.id) {
			ids = append(ids, q.id)
		}
	}
	k.open, k.url = rest, c.options.Services[k.at.service]+k.at.path(&c.options, ids)
	return true
}

// advanceAsking goes on with a task that asks registries, behind an answer: a
// redirect is followed (content negotiation leads on to the agency), all else is
// the registry's word.
func (c *Crawler) advanceAsking(t *task, a *answer, f failure, st step) (step, failure) {
	ch := t.chain
	location := a.header.Get("Location")
	if f == noFailure && isRedirect(a.status, location) {
		ch.hops = append(ch.hops, audit.Hop{URL: ch.url, Status: a.status})
		next, f := resolveRedirect(ch.url, location)
		if f == noFailure && circle(ch.hops, next, -1) == noFailure {
			c.goTo(t, next)
			st.again = true
			return st, noFailure
		}
	}
	ch.hops = nil
	ch.elapsed += a.elapsed
	st.more = c.hear(t, a, f)
	if c.nextQuestion(t.asking) {
		ch.startAfresh()
		ch.elapsed = 0
		ch.accept = t.asking.at.accept
		c.goTo(t, t.asking.url)
		st.again = true
	}
	return st, f
}

// hear takes in a registry's answer: what it knows is answered, of the rest the
// next one is asked, or its page. It gives the tasks that visit these.
func (c *Crawler) hear(t *task, a *answer, f failure) (pages []*task) {
	k := t.asking
	told, heard := k.at.read(a.status, a.body)
	heard = heard && f == noFailure
	stumbled := heard && k.stumbled(told)
	for _, q := range k.now {
		w, ok := told[q.id]
		again := stumbled && !ok
		if !again {
			q.left = q.left[1:]
		}
		switch {
		case k.at == agencies:
			q.agency = w.agency
			if w.denied {
				q.denied = agencies
			}
			q.left = c.registriesOf(q)
		case again:
		case heard && ok && !w.denied:
			q.agency = cmp.Or(q.agency, k.at.name)
			c.answerQuestion(t, q, a, f, verdict(audit.OK, audit.ReasonOK, "%s", knows(k.at.name)), w.metadata)
			continue
		case heard && ok:
			q.denied = k.at
		case !heard:
			q.left = nil // nobody else is to be burdened with it
		}
		if len(q.left) > 0 {
			k.open = append(k.open, q)
			continue
		}
		if page := c.unanswered(t, q, a, f, heard); page != nil {
			pages = append(pages, page)
		}
	}
	return pages
}

// stumbled tells whether the registry has said nothing but that it cannot read
// some of the identifiers that it was asked about.
func (k *asking) stumbled(told map[string]word) bool {
	for _, w := range told {
		if !w.denied {
			return false
		}
	}
	return k.at.stumbles && slices.ContainsFunc(k.now, func(q question) bool { return told[q.id].denied })
}

// registriesOf gives those to ask about a DOI's work after its agency was asked for.
// Content negotiation is with all agencies, about one DOI after the other, which is
// not done for what is not registered. Where many DOIs are listed, a comma ends one.
func (c *Crawler) registriesOf(q question) []*registry {
	hasComma := strings.Contains(q.id, ",")
	switch {
	case q.denied != nil && hasComma:
		return nil
	case q.denied != nil:
		return c.asked(crossref, dataCite)
	case hasComma:
	case q.agency == "":
		return q.left
	case q.agency == crossref.name:
		return c.asked(crossref, negotiation)
	case q.agency == dataCite.name:
		return c.asked(dataCite, negotiation)
	}
	return []*registry{negotiation}
}

func knows(registry string) string {
	if registry == "" {
		return "The registry knows the work."
	}
	return registry + " knows the work."
}

// unanswered deals with a question that no registry knows an answer to, or of
// which heard says that the last one gave none. An identifier that has a page has
// it visited by the task that it gives.
func (c *Crawler) unanswered(t *task, q question, a *answer, f failure, heard bool) *task {
	kind, _ := q.target.Identifier()
	switch {
	case kind == refs.KindISBN && heard:
		q.agency = t.asking.at.name
		c.answerQuestion(t, q, a, f, verdict(audit.Skipped, audit.ReasonUnsupportedScheme, "Open Library does not know this book, which proves nothing."), audit.Metadata{})
	case kind == refs.KindISBN:
		c.answerQuestion(t, q, a, f, verdict(audit.Skipped, audit.ReasonUnsupportedScheme, "Open Library gave no answer about this book."), audit.Metadata{})
	case kind == "" && f != noFailure:
		c.answerQuestion(t, q, a, f, classifyFailure(observation{failure: f, asked: t.chain.asked, fails: int(t.fails)}), audit.Metadata{})
	case kind == "" && !heard:
		c.answerQuestion(t, q, a, f, unheard(a.status), audit.Metadata{})
	case kind == "" && q.denied != nil:
		c.answerQuestion(t, q, a, f, verdict(audit.Broken, audit.ReasonDOIUnregistered, "The DOI system knows no such DOI, and so no work."), audit.Metadata{})
	case kind == "":
		c.answerQuestion(t, q, a, f, verdict(audit.OK, audit.ReasonOK, "No registry makes public what work this is."), audit.Metadata{})
	default:
		page := &task{batch: t.batch, target: q.target}
		page.name, _ = c.firstHost(q.target)
		page.chain = c.newChain(page)
		page.chain.denied = q.denied
		page.chain.requests = t.chain.takeRequests()
		return page
	}
	return nil
}

// giveUp ends a task that asks registries before its time: its host is shut, or a
// parser failed.
func (c *Crawler) giveUp(t *task, a *answer, f failure) (pages []*task) {
	for _, q := range slices.Concat(t.asking.now, t.asking.open) {
		if page := c.unanswered(t, q, a, f, false); page != nil {
			pages = append(pages, page)
		}
	}
	return pages
}

// answerQuestion gives the outcome of a question. Its evidence is the address that
// asks about it alone, and says nothing of who asked.
func (c *Crawler) answerQuestion(t *task, q question, a *answer, f failure, v audit.Verdict, m audit.Metadata) {
	o := audit.Outcome{
		Target: q.target, Verdict: v, Metadata: m, Evidence: t.chain.evidence(t, a, f), Agency: q.agency,
		Requests: t.chain.takeRequests(), Vantage: c.Vantage(q.target), Rules: Rules, CutOff: c.cutOff(t, a),
	}
	if a.sent {
		o.Evidence.Attempts = 1 + t.chain.retries
	}
	r := t.asking.at
	o.Evidence.FinalURL = c.options.Services[r.service] + r.path(&Options{}, []string{q.id})
	t.batch.answered(o)
}

// takeRequests gives the requests that were not counted in an outcome yet.
func (ch *chain) takeRequests() int {
	n := ch.requests
	ch.requests = 0
	return n
}

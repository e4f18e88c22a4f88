package crawler

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

// playedServices are doubles of the services, which answer as their documentation
// says: of what they know, of what they do not, and in their bad moods.
type playedServices struct {
	handles  map[string]string // values of the handle records, by DOI in small letters or handle
	agencies map[string]string // of DOIs; for those that have none "" or no entry, "-" does not exist
	crossref map[string]string // records in JSON, by DOI in small letters
	dataCite map[string]string
	csl      map[string]string // what agencies give by content negotiation
	ePrints  map[string]string // entries of arXiv, by identifier and version; "" is one that it cannot read
	pubMed   map[string]string // records in JSON, by number
	pmc      map[string]string
	urns     map[string]string // pages of URNs
	books    map[string]string // in JSON, by ISBN
	copies   map[string]string // answers of the Internet Archive, by URL
	mood     map[Service]string

	mu    sync.Mutex
	heard []string
}

// moods are what services do instead of answering.
var moods = map[string]http.HandlerFunc{
	"down": refuse(http.StatusServiceUnavailable, ""),
	"busy": func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Retry-After", "0")
		rw.WriteHeader(http.StatusTooManyRequests)
	},
	"page": serve,
	"missing": func(rw http.ResponseWriter, _ *http.Request) {
		http.Error(rw, "Resource not found.", http.StatusNotFound) // text/plain
	},
	"garbled": func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, `{"message":{"items":[{"DOI":"10.1/`) },
	"reset":   raw("reset"),
	"slow": func(rw http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
	},
}

// play has the hosts of w answer for the services.
func (p *playedServices) play(w *web) *playedServices {
	on := func(service Service, kind, pattern string, answer func(http.ResponseWriter, *http.Request) (asked string)) {
		w.on(pattern, func(rw http.ResponseWriter, r *http.Request) {
			if bad := moods[p.mood[service]]; bad != nil {
				p.hear(kind + " -")
				bad(rw, r)
				return
			}
			p.hear(kind + " " + answer(rw, r))
		})
	}
	on(ServiceDOI, "doi", "doi.org/api/handles/{id...}", p.handle)
	on(ServiceHandle, "handle", "hdl.handle.net/api/handles/{id...}", p.handle)
	on(ServiceDOI, "agencies", "doi.org/ra/{ids...}", p.agency)
	on(ServiceDOI, "resolve", "doi.org/{id...}", p.resolve)
	on(ServiceHandle, "resolve", "hdl.handle.net/{id...}", p.resolve)
	on(ServiceDOI, "negotiate", "data.agency.org/{id...}", func(rw http.ResponseWriter, r *http.Request) string {
		if item := p.csl[r.PathValue("id")]; item != "" {
			fmt.Fprint(rw, item)
		} else {
			rw.WriteHeader(http.StatusNotAcceptable)
		}
		return r.PathValue("id")
	})
	on(ServiceCrossref, "crossref", "api.crossref.org/works", func(rw http.ResponseWriter, r *http.Request) string {
		asked := strings.ReplaceAll(r.URL.Query().Get("filter"), "doi:", "")
		items := pick(p.crossref, asked)
		rw.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(rw, `{"status":"ok","message-type":"work-list","message":{"total-results":%d,"items":[%s]}}`, len(items), strings.Join(items, ","))
		return asked
	})
	on(ServiceDataCite, "datacite", "api.datacite.org/dois", func(rw http.ResponseWriter, r *http.Request) string {
		asked := r.URL.Query().Get("ids")
		items := pick(p.dataCite, asked)
		rw.Header().Set("Content-Type", "application/vnd.api+json")
		fmt.Fprintf(rw, `{"data":[%s],"meta":{"total":%d}}`, strings.Join(items, ","), len(items))
		return asked
	})
	on(ServiceArXiv, "arxiv", "export.arxiv.org/api/query", p.feed)
	on(ServiceNCBI, "ncbi", "eutils.ncbi.nlm.nih.gov/entrez/eutils/esummary.fcgi", p.summaries)
	on(ServiceNBN, "nbn", "api.nbn-resolving.org/v2/urns/urn/{id}", func(rw http.ResponseWriter, r *http.Request) string {
		urn := r.PathValue("id")
		rw.Header().Set("Content-Type", "application/json")
		if p.urns[urn] == "" {
			rw.WriteHeader(http.StatusNotFound)
			fmt.Fprint(rw, `{"code":"404001","message":"URN not registered"}`)
		} else {
			fmt.Fprintf(rw, `{"self":"https://api.nbn-resolving.org/v2/urns/urn/%s","urn":%[1]q,"successor":null}`, urn)
		}
		return urn
	})
	on(ServiceNBN, "resolve", "nbn-resolving.org/{id}", func(rw http.ResponseWriter, r *http.Request) string {
		if page := p.urns[r.PathValue("id")]; page != "" {
			http.Redirect(rw, r, page, http.StatusFound)
		} else {
			http.NotFound(rw, r)
		}
		return r.PathValue("id")
	})
	on(ServiceOpenLibrary, "openlibrary", "openlibrary.org/api/books", func(rw http.ResponseWriter, r *http.Request) string {
		asked := strings.ReplaceAll(r.URL.Query().Get("bibkeys"), "ISBN:", "")
		var items []string
		for isbn := range strings.SplitSeq(asked, ",") {
			if book := p.books[isbn]; book != "" {
				items = append(items, fmt.Sprintf("%q:%s", "ISBN:"+isbn, book))
			}
		}
		fmt.Fprintf(rw, "{%s}", strings.Join(items, ","))
		return asked
	})
	on(ServiceArchive, "archive", "archive.org/wayback/available", func(rw http.ResponseWriter, r *http.Request) string {
		rw.Header().Set("Content-Type", "application/json")
		body, known := p.copies[r.URL.Query().Get("url")]
		if !known {
			body = `{"archived_snapshots":{}}`
		}
		fmt.Fprint(rw, body)
		return r.URL.Query().Get("url")
	})
	return p
}

// pick gives the records of those that are asked for, the last one first: no
// registry keeps the order asked.
func pick(records map[string]string, asked string) (items []string) {
	for id := range strings.SplitSeq(asked, ",") {
		if item := records[id]; item != "" {
			items = append(items, item)
		}
	}
	slices.Reverse(items)
	return items
}

func (p *playedServices) hear(question string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.heard = append(p.heard, question)
}

// asked gives the questions to services so far, in order, without what they were
// about.
func (p *playedServices) asked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var kinds []string
	for _, q := range p.heard {
		kind, _, _ := strings.Cut(q, " ")
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return kinds
}

// handle answers as the handle API does: 100 says that there is no such handle.
func (p *playedServices) handle(rw http.ResponseWriter, r *http.Request) string {
	rw.Header().Set("Content-Type", "application/json;charset=UTF-8")
	id := strings.ToLower(r.PathValue("id"))
	if values, ok := p.handles[id]; ok {
		fmt.Fprintf(rw, `{"responseCode":1,"handle":%q,"values":[%s]}`, id, values)
	} else {
		rw.WriteHeader(http.StatusNotFound)
		fmt.Fprintf(rw, `{"responseCode":100,"handle":%q}`, id)
	}
	return id
}

// agency answers in the order asked.
func (p *playedServices) agency(rw http.ResponseWriter, r *http.Request) string {
	asked := strings.TrimPrefix(r.URL.EscapedPath(), "/ra/")
	var items []string
	for escaped := range strings.SplitSeq(asked, ",") {
		doi, _ := url.PathUnescape(escaped)
		switch agency := p.agencies[doi]; agency {
		case "-":
			items = append(items, fmt.Sprintf(`{"DOI":%q,"status":"DOI does not exist"}`, doi))
		case "":
			items = append(items, fmt.Sprintf(`{"DOI":%q,"status":"Unknown"}`, doi))
		default:
			items = append(items, fmt.Sprintf(`{"DOI":%q,"RA":%q}`, strings.ToUpper(doi), agency))
		}
	}
	rw.Header().Set("Content-Type", "application/json;charset=UTF-8")
	fmt.Fprintf(rw, "[%s]", strings.Join(items, ","))
	return asked
}

// resolve redirects to the first URL of a record, or to the agency's metadata if
// these are asked for; an alias is followed.
func (p *playedServices) resolve(rw http.ResponseWriter, r *http.Request) string {
	id := r.PathValue("id")
	if strings.Contains(r.Header.Get("Accept"), "csl+json") {
		http.Redirect(rw, r, "https://data.agency.org/"+id, http.StatusFound)
		return id
	}
	data := func(id, kind string) string {
		_, rest, _ := strings.Cut(p.handles[strings.ToLower(id)], `"type":"`+kind+`","data":{"format":"string","value":"`)
		to, _, _ := strings.Cut(rest, `"`)
		return to
	}
	at := id
	if alias := data(id, "HS_ALIAS"); alias != "" {
		at = alias
	}
	if page := data(at, "URL"); page != "" {
		http.Redirect(rw, r, page, http.StatusFound)
	} else {
		http.NotFound(rw, r)
	}
	return id
}

// feed answers as arXiv's API does: one identifier that it cannot read is all that
// it speaks of; one that it does not know is left out.
func (p *playedServices) feed(rw http.ResponseWriter, r *http.Request) string {
	const head = `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">ArXiv Query</title><opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1</opensearch:totalResults>`
	asked := r.URL.Query().Get("id_list")
	rw.Header().Set("Content-Type", "application/atom+xml; charset=UTF-8")
	fmt.Fprint(rw, head)
	defer fmt.Fprint(rw, "</feed>")
	entries := map[string]string{}
	for id := range strings.SplitSeq(asked, ",") {
		entry, known := p.ePrints[id]
		for v := 9; v > 0 && !known; v-- {
			if entry, known = p.ePrints[fmt.Sprintf("%sv%d", id, v)]; known {
				id = fmt.Sprintf("%sv%d", id, v)
			}
		}
		if known && entry == "" {
			fmt.Fprintf(rw, `<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_%s</id><title>Error</title><summary>incorrect id format for %[1]s</summary><updated>2024-01-01T00:00:00-05:00</updated><author><name>arXiv api core</name></author></entry>`, id)
			return asked
		}
		if known {
			entries[id] = fmt.Sprintf("<entry><id>http://arxiv.org/abs/%s</id>%s</entry>", id, entry)
		}
	}
	for _, entry := range entries {
		fmt.Fprint(rw, entry)
	}
	return asked
}

// ePrint makes an entry of arXiv's.
func ePrint(title, author, comment, summary string) string {
	var b strings.Builder
	element := func(name, text string) {
		fmt.Fprintf(&b, "<%s>", name)
		_ = xml.EscapeText(&b, []byte(text))
		fmt.Fprintf(&b, "</%s>", strings.Fields(name)[0])
	}
	element("updated", "2021-05-06T17:00:00Z")
	element("published", "2021-01-02T17:57:34Z")
	element("title", title)
	element("summary", summary)
	fmt.Fprintf(&b, "<author><name>%s</name></author>", author)
	if comment != "" {
		element(`arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom"`, comment)
	}
	return b.String()
}

// summaries answers as ESummary does: what it does not know has an error of its own.
func (p *playedServices) summaries(rw http.ResponseWriter, r *http.Request) string {
	q := r.URL.Query()
	records := map[string]map[string]string{"pubmed": p.pubMed, "pmc": p.pmc}[q.Get("db")]
	rw.Header().Set("Content-Type", "application/json; charset=UTF-8")
	fmt.Fprint(rw, `{"header":{"type":"esummary","version":"0.3"},"result":{"uids":[]`)
	for id := range strings.SplitSeq(q.Get("id"), ",") {
		switch record, known := records[id]; {
		case !known:
			fmt.Fprintf(rw, `,%q:{"uid":%[1]q,"error":"cannot get document summary"}`, id)
		case record != "":
			fmt.Fprintf(rw, `,%q:{"uid":%[1]q,%s}`, id, record)
		}
	}
	fmt.Fprint(rw, "}}")
	return q.Get("db") + " " + q.Get("id")
}

// newServices plays services to a crawler of its own.
func newServices(t *testing.T, p *playedServices) (*playedServices, *Crawler, *web) {
	t.Helper()
	w := newWeb(t)
	p.play(w)
	return p, newTestCrawler(t, w.options()), w
}

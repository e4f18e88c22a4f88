package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"html"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A playedWeb is the web as the scripts see it: many hosts on one loopback
// listener for http and one for https, with a certificate authority of its own.
type playedWeb struct {
	plain, secure *httptest.Server
	ca            []byte // PEM
	requests      atomic.Int64
	watch         func(page string) // if set, is told of each page ("host/path") that is asked for
	turned        sync.Map          // pages ("host/path") that answer with another status now
}

// dois are the DOIs that the played doi.org knows, and where they lead.
var dois = map[string]string{
	"10.5555/am.2023.41":                "https://archivemethods.example/12/41",
	"10.5555/cl.2019-7-3":               "https://coastalletters.example/7/3",
	"10.24411/2686-7702-2020-10001":     "https://vostok.example/2020/1/1",
	"10.27373/d.cnki.gwjxc.2022.000143": "https://theses.example/gwjxc/143",
	"10.5555/am.2011.7":                 "https://archivemethods.example/11/7",
}

// newPlayedWeb starts the web; close ends it.
func newPlayedWeb() (*playedWeb, error) {
	ca, leaf, err := newAuthority()
	if err != nil {
		return nil, err
	}
	w := &playedWeb{ca: ca}
	w.plain = httptest.NewServer(w)
	w.secure = httptest.NewUnstartedServer(w)
	w.secure.TLS = &tls.Config{Certificates: []tls.Certificate{leaf}}
	w.secure.Config.ErrorLog = log.New(io.Discard, "", 0) // handshakes that tests break off
	w.secure.StartTLS()
	return w, nil
}

func (w *playedWeb) close() {
	w.plain.CloseClientConnections()
	w.plain.Close()
	w.secure.CloseClientConnections()
	w.secure.Close()
}

// flags are what makes refmend see this web and no other.
func (w *playedWeb) flags(caFile string) string {
	to := func(port string, s *httptest.Server) string {
		return "--connect-to=:" + port + ":" + s.Listener.Addr().String()
	}
	return strings.Join([]string{to("80", w.plain), to("443", w.secure), "--ca-file=" + caFile, "--host-delay=0", "--retries=0"}, " ")
}

func (w *playedWeb) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.requests.Add(1)
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	if w.watch != nil {
		w.watch(host + r.URL.Path)
	}
	if status, ok := w.turned.Load(host + r.URL.Path); ok {
		page(rw, status.(int), "A page at "+host)
		return
	}
	switch host + r.URL.Path {
	case "archivemethods.example/12/41":
		article(rw, "Reading Old Ledgers by Machine", "Archive Methods", "Holmes, Rosa", "Li, Ming")
	case "coastalletters.example/7/3":
		article(rw, "Gauge Books of the Adriatic", "Coastal Letters", "Novak, Eva")
	case "vostok.example/2020/1/1":
		article(rw, "Community of Common Destiny: the Idea and its Promotion", "Vostochnaya Aziya", "Verchenko, A. L.")
	case "archivemethods.example/11/7":
		article(rw, "Tides that never were", "Archive Methods", "Quay, Ada")
	case "archive.org/wayback/available":
		kept(rw, r.URL.Query())
	case "api.crossref.org/works":
		crossref(rw, r.URL.Query().Get("filter"))
	case "export.arxiv.org/api/query":
		ePrints(rw, r.URL.Query().Get("id_list"))
	case "eutils.ncbi.nlm.nih.gov/entrez/eutils/esummary.fcgi":
		articles(rw, r.URL.Query().Get("id"))
	case "openlibrary.org/api/books":
		fmt.Fprint(rw, `{"ISBN:9783161484100":{"title":"Harbours of the north","authors":[{"name":"Ada Quay"}],"publish_date":"2001"}}`)
	case "stations.example/list", "stations.example/catalogue", "museum.example/collection/mareograph", "slow.example/start":
		page(rw, http.StatusOK, "A page at "+host)
	case "gauges.org/guides/survey.html":
		page(rw, http.StatusOK, "Best casinos", strings.Repeat("<p>Come in and play with us at the tables, where you will win as much as you can carry, and all that you lose is yours to win back.", 8))
	case "museum.example/old/mareograph":
		http.Redirect(rw, r, "/collection/mareograph", http.StatusMovedPermanently)
	case "dataset.example/rescue":
		page(rw, http.StatusInternalServerError, "Oops")
	case "shielded.example/walls", "theses.example/gwjxc/143":
		rw.Header().Set("Cf-Mitigated", "challenge")
		page(rw, http.StatusForbidden, "Just a moment...")
	case "closed.tides.org/robots.txt":
		fmt.Fprintln(rw, "User-agent: *\nDisallow: /")
	case "hostile.example/title":
		page(rw, http.StatusNotFound, "\x1b[31mred\x1b[0m\n::error::stop <script>alert(1)</script>")
	case "papers.example/paper.md":
		rw.Header().Set("Content-Type", "text/markdown; charset=utf-8")
		fmt.Fprintln(rw, "# Fetched\n\nSee [the list](https://stations.example/list) and [this](gone.html).")
	case "shy.example/profile", "shy.example/other":
		page(rw, 999, "Denied")
	case "guarded.example/report", "guarded.example/leaves":
		switch {
		case r.Header.Get("Authorization") != "Bearer opensesame":
			page(rw, http.StatusUnauthorized, "Who are you?")
		case r.URL.Path == "/leaves":
			http.Redirect(rw, r, "https://curious.example/", http.StatusFound)
		default:
			page(rw, http.StatusOK, "A report")
		}
	case "curious.example/":
		if r.Header.Get("Authorization") != "" {
			page(rw, http.StatusTeapot, "A secret!")
			return
		}
		page(rw, http.StatusOK, "Nothing to see")
	case "slow.example/forever":
		select {
		case <-r.Context().Done():
		case <-time.After(time.Minute):
		}
	default:
		if strings.HasPrefix(host+r.URL.Path, "soft.tides.org/2014/") {
			page(rw, http.StatusOK, "Page not found")
			return
		}
		if id, ok := strings.CutPrefix(host+r.URL.Path, "doi.org/api/handles/"); ok {
			handle(rw, id)
			return
		}
		if ids, ok := strings.CutPrefix(host+r.URL.Path, "doi.org/ra/"); ok {
			agencies(rw, ids)
			return
		}
		http.NotFound(rw, r)
	}
}

// kept answers as the Internet Archive's availability API does: it has a copy of
// one page, made on the day that is asked for.
func kept(rw http.ResponseWriter, q url.Values) {
	rw.Header().Set("Content-Type", "application/json")
	if q.Get("url") != "http://old.tides.org/list" {
		fmt.Fprint(rw, `{"archived_snapshots":{}}`)
		return
	}
	stamp := q.Get("timestamp") + "010203"
	fmt.Fprintf(rw, `{"archived_snapshots":{"closest":{"status":"200","available":true,"url":"http://web.archive.org/web/%s/http://old.tides.org/list","timestamp":%q}}}`, stamp, stamp)
}

// agencies answers as the DOI proxy does that is asked for registration agencies.
func agencies(rw http.ResponseWriter, ids string) {
	var items []string
	for id := range strings.SplitSeq(ids, ",") {
		agency := "Crossref"
		if strings.Contains(id, "cnki") {
			agency = "CNKI"
		}
		items = append(items, fmt.Sprintf(`{"DOI":%q,"RA":%q}`, id, agency))
	}
	fmt.Fprintf(rw, "[%s]", strings.Join(items, ","))
}

// ePrints answers as arXiv's API does: what it does not know is left out.
func ePrints(rw http.ResponseWriter, ids string) {
	rw.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	fmt.Fprint(rw, `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">`)
	for id := range strings.SplitSeq(ids, ",") {
		switch id {
		case "2101.00001":
			fmt.Fprint(rw, `<entry><id>http://arxiv.org/abs/2101.00001v1</id><published>2021-01-02T00:00:00Z</published><title>Tides of the northern bays</title><author><name>Ada Quay</name></author></entry>`)
		case "2101.00002":
			fmt.Fprint(rw, `<entry><id>http://arxiv.org/abs/2101.00002v2</id><updated>2021-05-06T00:00:00Z</updated><title>Currents that never were</title><author><name>Per Ceder</name></author><arxiv:comment>This paper has been withdrawn by the author</arxiv:comment></entry>`)
		}
	}
	fmt.Fprint(rw, "</feed>")
}

// articles answers as ESummary does: what it does not know has an error of its own.
func articles(rw http.ResponseWriter, ids string) {
	fmt.Fprint(rw, `{"result":{"uids":[]`)
	for id := range strings.SplitSeq(ids, ",") {
		if id == "12345678" {
			fmt.Fprintf(rw, `,%q:{"uid":%[1]q,"title":"Salt and the heart.","authors":[{"name":"Brandt K","authtype":"Author"}]}`, id)
		} else {
			fmt.Fprintf(rw, `,%q:{"uid":%[1]q,"error":"cannot get document summary"}`, id)
		}
	}
	fmt.Fprint(rw, "}}")
}

// crossref answers as Crossref's REST API does to questions about many DOIs.
func crossref(rw http.ResponseWriter, filter string) {
	var items []string
	for f := range strings.SplitSeq(filter, ",") {
		if item, ok := registered[strings.TrimPrefix(f, "doi:")]; ok {
			items = append(items, item)
		}
	}
	rw.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(rw, `{"status":"ok","message-type":"work-list","message":{"total-results":%d,"items":[%s]}}`, len(items), strings.Join(items, ","))
}

// registered is what Crossref has of works.
var registered = map[string]string{
	"10.5555/am.2023.41":  `{"DOI":"10.5555/am.2023.41","type":"journal-article","title":["Reading Old Ledgers by Machine"],"author":[{"given":"Rosa","family":"Holmes"},{"given":"Ming","family":"Li"}],"container-title":["Archive Methods"],"issued":{"date-parts":[[2023]]}}`,
	"10.5555/cl.2019-7-3": `{"DOI":"10.5555/cl.2019-7-3","type":"journal-article","title":["Gauge Books of the Adriatic"],"author":[{"given":"Eva","family":"Novak"}],"container-title":["Coastal Letters"],"volume":"7","issue":"3","page":"3-19","ISSN":["2434-561X"],"issued":{"date-parts":[[2019]]}}`,
	"10.5555/am.2011.7":   `{"DOI":"10.5555/am.2011.7","type":"journal-article","title":["Tides that never were"],"author":[{"given":"Ada","family":"Quay"}],"updated-by":[{"type":"retraction","DOI":"10.5555/am.2012.1","source":"publisher","updated":{"date-parts":[[2012,3,4]]}}]}`,
}

// handle answers as the DOI proxy's handle API does.
func handle(rw http.ResponseWriter, id string) {
	rw.Header().Set("Content-Type", "application/json;charset=UTF-8")
	target, known := dois[id]
	if !known {
		rw.WriteHeader(http.StatusNotFound)
		fmt.Fprintf(rw, `{"responseCode":100,"handle":%q}`, id)
		return
	}
	fmt.Fprintf(rw, `{"responseCode":1,"handle":%q,"values":[{"index":1,"type":"URL","data":{"format":"string","value":%q},"ttl":86400,"timestamp":"2020-01-01T00:00:00Z"}]}`, id, target)
}

// page answers with a page of a title and what stands below it.
func page(rw http.ResponseWriter, status int, title string, below ...string) {
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	rw.WriteHeader(status)
	fmt.Fprintf(rw, "<!doctype html><html lang=en><head><title>%s</title></head><body><h1>%[1]s</h1>%s</body></html>", html.EscapeString(title), strings.Join(below, ""))
}

func article(rw http.ResponseWriter, title, journal string, authors ...string) {
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(rw, "<!doctype html><html lang=en><head><title>%s | %s</title>\n", title, journal)
	fmt.Fprintf(rw, "<meta name=citation_title content=%q>\n<meta name=citation_journal_title content=%q>\n", title, journal)
	for _, a := range authors {
		fmt.Fprintf(rw, "<meta name=citation_author content=%q>\n", a)
	}
	fmt.Fprintf(rw, "</head><body><h1>%s</h1></body></html>", title)
}

// newAuthority makes a certificate authority and a certificate of it for the
// played hosts.
func newAuthority() (caPEM []byte, leaf tls.Certificate, err error) {
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, leaf, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, leaf, err
	}
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Played Web CA"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "played"},
		DNSNames:  []string{"doi.org", "api.crossref.org", "api.datacite.org", "archive.org", "*.example", "*.org", "*.tides.org", "export.arxiv.org", "eutils.ncbi.nlm.nih.gov", "pubmed.ncbi.nlm.nih.gov"},
		NotBefore: ca.NotBefore, NotAfter: ca.NotAfter,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, &caKey.PublicKey, caKey)
	if err != nil {
		return nil, leaf, err
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, ca, &key.PublicKey, caKey)
	if err != nil {
		return nil, leaf, err
	}
	caPEM = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: caDER})
	return caPEM, tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

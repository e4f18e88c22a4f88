package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// playRegistry has doi.org answer as the DOI system does, with the values of
// records, 100 for every other DOI.
func playRegistry(w *web, records map[string]string) {
	(&playedServices{handles: records}).play(w)
}

func value(kind, data string) string {
	return fmt.Sprintf(`{"index":1,"type":%q,"data":{"format":"string","value":%q},"ttl":86400}`, kind, data)
}

const admin = `{"index":100,"type":"HS_ADMIN","data":{"format":"admin","value":{"handle":"0.na/10.1","index":200}},"ttl":86400}`

func TestCheckDOIs(t *testing.T) {
	w := newWeb(t)
	w.on("press.example/ok", serve)
	w.on("press.example/gone", refuse(410, ""))
	w.on("press.example/forbidden", refuse(403, ""))
	w.on("press.example/500", refuse(500, ""))
	w.on("press.example/reset", raw("reset"))
	w.redirect("press.example/moved", 301, "/ok")
	w.redirect("press.example/moved404", 301, "/nothing")
	w.redirect("press.example/loop", 302, "/loop")
	w.on("expired.example/", serve)
	records := map[string]string{
		"10.1/loc":     value("10320/loc", "<locations/>") + "," + value("URL", "https://press.example/ok"),
		"10.1/two":     value("URL", "https://press.example/ok") + "," + value("URL", "https://press.example/gone"),
		"10.1/ftp":     value("URL", "ftp://press.example/ok"),
		"10.1/noURL":   admin,
		"10.1/expired": value("URL", "https://expired.example/"),
		"10.1/nohost":  value("URL", "https://nohost.missing/"),
		// The registry knows it; the resolver does not.
		"10.1/alias":                       value("HS_ALIAS", "10.1/else"),
		"10.1002/(sici)1<1::aid-x>2.0;2-#": value("URL", "https://press.example/ok"),
	}
	delete(records, "10.1/noURL")
	records["10.1/nourl"] = admin
	for _, path := range []string{"ok", "gone", "nothing", "forbidden", "500", "reset", "moved", "moved404", "loop"} {
		records["10.1/"+path] = admin + "," + value("URL", "https://press.example/"+path)
	}
	playRegistry(w, records)
	o := w.options()
	// Names under .missing are not rerouted, so DNS is asked and knows none.
	o.ConnectTo = nil
	for _, host := range []string{"doi.org", "press.example", "expired.example"} {
		o.ConnectTo = append(o.ConnectTo, ConnectTo{host, "443", "127.0.0.1", port(w.secure)})
	}
	c := newTestCrawler(t, o)
	for doi, want := range map[string]struct {
		state    audit.State
		reason   audit.Reason
		final    string
		requests int
	}{
		"10.1/ok":                                {audit.OK, audit.ReasonOK, "https://press.example/ok", 2},
		"10.1/OK":                                {audit.OK, audit.ReasonOK, "https://press.example/ok", 2},
		"10.1/unknown":                           {audit.Broken, audit.ReasonDOIUnregistered, "https://doi.org/api/handles/10.1/unknown", 1},
		"10.1/nothing":                           {audit.Broken, audit.ReasonDOILandingNotFound, "https://press.example/nothing", 2},
		"10.1/gone":                              {audit.Broken, audit.ReasonDOILandingNotFound, "https://press.example/gone", 2},
		"10.1/nohost":                            {audit.Broken, audit.ReasonDOILandingNotFound, "https://nohost.missing/", 1},
		"10.1/forbidden":                         {audit.OK, audit.ReasonDOIRegistered, "https://press.example/forbidden", 2},
		"10.1/500":                               {audit.OK, audit.ReasonDOIRegistered, "https://press.example/500", 2},
		"10.1/reset":                             {audit.OK, audit.ReasonDOIRegistered, "https://press.example/reset", 2},
		"10.1/moved":                             {audit.OK, audit.ReasonOK, "https://press.example/ok", 3},
		"10.1/moved404":                          {audit.Broken, audit.ReasonDOILandingNotFound, "https://press.example/nothing", 3},
		"10.1/loop":                              {audit.OK, audit.ReasonDOIRegistered, "https://press.example/loop", 2},
		"10.1/expired":                           {audit.OK, audit.ReasonDOIRegistered, "https://expired.example/", 2},
		"10.1/loc":                               {audit.OK, audit.ReasonOK, "https://press.example/ok", 3},
		"10.1/two":                               {audit.OK, audit.ReasonOK, "https://press.example/ok", 3},
		"10.1/ftp":                               {audit.OK, audit.ReasonDOIRegistered, "https://doi.org/api/handles/10.1/ftp", 1},
		"10.1/nourl":                             {audit.OK, audit.ReasonDOIRegistered, "https://doi.org/api/handles/10.1/nourl", 1},
		"10.1/alias":                             {audit.OK, audit.ReasonDOIRegistered, "", 2},
		"10.1002/(SICI)1%3C1::AID-X%3E2.0;2-%23": {audit.OK, audit.ReasonOK, "https://press.example/ok", 2},
	} {
		o := check(t, c, "https://doi.org/"+doi)
		wantVerdict(t, o, want.state, want.reason)
		if o.Evidence.FinalURL != want.final || o.Requests < want.requests || o.MovedTo != "" {
			t.Errorf("%s: final %q, %d requests, moved to %q; want %+v", doi, o.Evidence.FinalURL, o.Requests, o.MovedTo, want)
		}
	}
}

// Without the registry the resolver still tells much.
func TestCheckDOIsWithoutRegistry(t *testing.T) {
	for name, api := range map[string]http.HandlerFunc{
		"500":     refuse(500, ""),
		"404":     http.NotFound,
		"limited": refuse(429, ""),
		"garbage": raw("?\r\n\r\n"),
		"page":    serve,
	} {
		for doi, want := range map[string]audit.Verdict{
			"10.1/ok":        {State: audit.OK, Reason: audit.ReasonOK},
			"10.1/dead":      {State: audit.Broken, Reason: audit.ReasonDOILandingNotFound},
			"10.1/forbidden": {State: audit.OK, Reason: audit.ReasonDOIRegistered},
			"10.1/unknown":   {State: audit.Broken, Reason: audit.ReasonDOIUnregistered},
			"10.1/down":      {State: audit.Unverified, Reason: audit.ReasonServerError},
			"10.1/circle":    {State: audit.Unverified, Reason: audit.ReasonConnection},
		} {
			if name == "404" && doi == "10.1/unknown" { // who has neither is not the DOI system
				want = audit.Verdict{State: audit.Unverified, Reason: audit.ReasonMalformedAnswer}
			}
			t.Run(name+"/"+doi, func(t *testing.T) {
				t.Parallel() // each has a crawler of its own, which slows down for its registry
				w := newWeb(t)
				w.on("doi.org/api/handles/", api)
				w.on("press.example/ok", serve)
				w.on("press.example/forbidden", refuse(403, ""))
				w.redirect("doi.org/10.1/ok", 302, "https://press.example/ok")
				w.redirect("doi.org/10.1/dead", 302, "https://press.example/dead")
				w.redirect("doi.org/10.1/forbidden", 302, "https://press.example/forbidden")
				w.on("doi.org/10.1/down", refuse(500, ""))
				w.redirect("doi.org/10.1/circle", 302, "/10.1/circle")
				o := check(t, newTestCrawler(t, w.options()), "https://doi.org/"+doi)
				wantVerdict(t, o, want.State, want.Reason)
			})
		}
	}
}

// If the DOI system itself cannot be reached or trusted, no DOI is wrong.
func TestCheckDOIsWithoutResolver(t *testing.T) {
	c := newTestCrawler(t, Options{})
	wantVerdict(t, check(t, c, "https://doi.org/10.1/x"), audit.Unverified, audit.ReasonConnection)
	w := newWeb(t)
	playRegistry(w, nil)
	o := w.options()
	o.RootCAs = newAuthority(t).pool // does not know doi.org's
	c = newTestCrawler(t, o)
	wantVerdict(t, check(t, c, "https://doi.org/10.1/x"), audit.Unverified, audit.ReasonConnection)
}

func TestCheckAsksAnotherResolver(t *testing.T) {
	w := newWeb(t)
	w.on("proxy.example/doi/api/handles/10.1/x", func(rw http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(rw, `{"responseCode":1,"values":[%s]}`, value("URL", "https://press.example/"))
	})
	w.on("press.example/", serve)
	o := w.options()
	o.Services = map[Service]string{ServiceDOI: "http://proxy.example/doi/"}
	wantVerdict(t, check(t, newTestCrawler(t, o), "https://doi.org/10.1/x"), audit.OK, audit.ReasonOK)
}

// A name that stands for a DOI is asked about as that DOI.
func TestCheckAliases(t *testing.T) {
	p, c, w := newServices(t, &playedServices{handles: map[string]string{
		"10/abc1":     value("HS_ALIAS", "10.1/(a)<b>"),
		"10.1/(a)<b>": value("URL", "https://press.org/ok"),
		"10.1/old":    value("HS_ALIAS", "10.1/older"),
		"10.1/older":  value("HS_ALIAS", "10.1/(A)<b>"),
		"10.1/round":  value("HS_ALIAS", "10.1/round"),
		"10.1/nobody": value("HS_ALIAS", "10.1/missing"),
	}})
	w.on("press.org/ok", serve)
	for target, want := range map[string]struct {
		verdict  audit.Verdict
		alias    refs.Target
		requests int
	}{
		"https://doi.org/10/abc1":     {audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}, "https://doi.org/10.1/(a)%3Cb%3E", 3},
		"https://doi.org/10.1/old":    {audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}, "https://doi.org/10.1/(A)%3Cb%3E", 4},
		"https://doi.org/10.1/round":  {audit.Verdict{State: audit.OK, Reason: audit.ReasonDOIRegistered}, "https://doi.org/10.1/round", 5},
		"https://doi.org/10.1/nobody": {audit.Verdict{State: audit.OK, Reason: audit.ReasonDOIRegistered}, "", 3},
		"https://doi.org/10/zzz9":     {audit.Verdict{State: audit.Broken, Reason: audit.ReasonDOIUnregistered}, "", 1},
	} {
		p.heard = nil
		o := check(t, c, target)
		wantVerdict(t, o, want.verdict.State, want.verdict.Reason)
		if o.Alias != want.alias || o.Requests != want.requests {
			t.Errorf("%s: alias %q, %d requests; want %+v\n%v", target, o.Alias, o.Requests, want, p.heard)
		}
	}
}

func TestCheckHandlesAndURNs(t *testing.T) {
	p, c, w := newServices(t, &playedServices{
		handles: map[string]string{
			"2027/ok":     value("URL", "https://press.org/ok"),
			"2027/gone":   value("URL", "https://press.org/gone"),
			"2027/walled": value("URL", "https://press.org/walled"),
		},
		urns: map[string]string{
			"urn:nbn:de:101:1-ok":     "https://press.org/ok",
			"urn:nbn:de:101:1-gone":   "https://press.org/gone",
			"urn:nbn:de:101:1-walled": "https://press.org/walled",
		},
	})
	w.on("press.org/ok", serve)
	w.on("press.org/walled", refuse(403, ""))
	const handles, urns = "https://hdl.handle.net/2027/", "https://nbn-resolving.org/urn:nbn:"
	type want struct {
		state    audit.State
		reason   audit.Reason
		requests int
	}
	for target, want := range map[string]want{
		handles + "ok":                       {audit.OK, audit.ReasonOK, 2},
		"http://hdl.handle.net/2027/ok":      {audit.OK, audit.ReasonOK, 2},
		handles + "gone":                     {audit.Broken, audit.ReasonDOILandingNotFound, 2},
		handles + "walled":                   {audit.OK, audit.ReasonDOIRegistered, 2},
		handles + "unknown":                  {audit.Broken, audit.ReasonNotFound, 1},
		urns + "de:101:1-ok":                 {audit.OK, audit.ReasonOK, 3},
		urns + "de:101:1-gone":               {audit.Broken, audit.ReasonDOILandingNotFound, 3},
		urns + "de:101:1-walled":             {audit.OK, audit.ReasonDOIRegistered, 3},
		urns + "de:101:1-unknown":            {audit.Broken, audit.ReasonNotFound, 1},
		urns + "nl:ui:13-of-another-library": {audit.Unverified, audit.ReasonMalformedAnswer, 2},
	} {
		o := check(t, c, target)
		wantVerdict(t, o, want.state, want.reason)
		if o.Requests != want.requests || strings.Contains(o.Verdict.Detail, "DOI") {
			t.Errorf("%s: %d requests, want %d: %s", target, o.Requests, want.requests, o.Verdict.Detail)
		}
	}
	// Without their registries the resolvers still tell much.
	for mood := range moods {
		if mood == "slow" {
			continue
		}
		p.mood = map[Service]string{ServiceNBN: mood}
		if o := check(t, c, urns+"de:101:1-ok"); o.Verdict.State == audit.Broken {
			t.Errorf("%s: %+v", mood, o.Verdict)
		}
	}
}

func TestReadURN(t *testing.T) {
	const id = "urn:nbn:de:101:1-x"
	for name, test := range map[string]struct {
		id     string
		status int
		body   string
		want   registration
	}{
		"there":             {id, 200, `{"urn":"URN:NBN:DE:101:1-x"}`, registered},
		"missing":           {id, 404, `{"code":404001}`, unregistered},
		"missing, in text":  {id, 404, `{"code":"404001","message":"x"}`, unregistered},
		"another's":         {"urn:nbn:fi:x", 404, `{"code":"404001"}`, unanswered},
		"another 404":       {id, 404, `<title>404</title>`, unanswered},
		"another code":      {id, 404, `{"code":"404000"}`, unanswered},
		"about another one": {id, 200, `{"urn":"urn:nbn:de:101:1-y"}`, unanswered},
		"null":              {id, 200, `null`, unanswered},
		"down":              {id, 503, ``, unanswered},
	} {
		if got := readURN(test.id, test.status, []byte(test.body)).registration; got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

func TestReadHandle(t *testing.T) {
	const url = "https://press.example/x"
	for name, test := range map[string]struct {
		status int
		body   string
		want   handle
	}{
		"found":           {200, `{"responseCode":1,"values":[` + value("URL", url) + `]}`, handle{registration: registered, landing: url}},
		"missing":         {404, `{"responseCode":100,"handle":"10.1/x"}`, handle{registration: unregistered}},
		"empty":           {200, `{"responseCode":200,"handle":"10.1/x"}`, handle{registration: registered, pageless: true}},
		"error":           {500, `{"responseCode":2,"message":"?"}`, handle{registration: unanswered}},
		"page":            {404, `<title>404 Not Found</title>`, handle{registration: unanswered}},
		"other JSON":      {404, `{"error":"not found"}`, handle{registration: unanswered}},
		"JSON null":       {200, `null`, handle{registration: unanswered}},
		"cut off":         {200, `{"responseCode":1,"val`, handle{registration: unanswered}},
		"nothing":         {0, ``, handle{registration: unanswered}},
		"not a string":    {200, `{"responseCode":1,"values":[{"type":"URL","data":{"value":{}}}]}`, handle{registration: registered, pageless: true}},
		"several choices": {200, `{"responseCode":1,"values":[` + value("URL", url) + "," + value("10320/loc", "<l/>") + `]}`, handle{registration: registered}},
		"alias":           {200, `{"responseCode":1,"values":[` + value("HS_ALIAS", "10.1/y") + `]}`, handle{registration: registered, alias: "10.1/y"}},
	} {
		if got := readHandle("", test.status, []byte(test.body)); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}

func FuzzReadHandle(f *testing.F) {
	f.Add(200, []byte(`{"responseCode":1,"values":[{"type":"URL","data":{"format":"string","value":"http://a.example/"}}]}`))
	f.Add(404, []byte(`{"responseCode":100}`))
	f.Add(200, []byte(`[]`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		h := readHandle("", status, body)
		if h.landing != "" && (h.registration != registered || h.pageless || hostName(h.landing) == "") {
			t.Errorf("%+v", h)
		}
	})
}

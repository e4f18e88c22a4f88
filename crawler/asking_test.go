package crawler

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// playWorks has Crossref, DataCite and the resolver's content negotiation answer
// as their documentation says, from the records of works by DOI.
func playWorks(w *web, crossref, datacite, other map[string]string) (asked func() []string) {
	var mu sync.Mutex
	var all []string
	hear := func(who string) {
		mu.Lock()
		defer mu.Unlock()
		all = append(all, who)
	}
	w.on("api.crossref.org/works", func(rw http.ResponseWriter, r *http.Request) {
		hear("crossref")
		var items []string
		for f := range strings.SplitSeq(r.URL.Query().Get("filter"), ",") {
			if item, ok := crossref[strings.TrimPrefix(f, "doi:")]; ok {
				items = append(items, item)
			}
		}
		rw.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(rw, `{"status":"ok","message-type":"work-list","message":{"total-results":%d,"items":[%s]}}`, len(items), strings.Join(items, ","))
	})
	w.on("api.datacite.org/dois", func(rw http.ResponseWriter, r *http.Request) {
		hear("datacite")
		var items []string
		for id := range strings.SplitSeq(r.URL.Query().Get("ids"), ",") {
			if item, ok := datacite[id]; ok {
				items = append(items, item)
			}
		}
		rw.Header().Set("Content-Type", "application/vnd.api+json")
		fmt.Fprintf(rw, `{"data":[%s],"meta":{"total":%d}}`, strings.Join(items, ","), len(items))
	})
	w.on("doi.org/{doi...}", func(rw http.ResponseWriter, r *http.Request) {
		hear("negotiation")
		if r.Header.Get("Accept") != "application/vnd.citationstyles.csl+json" {
			http.NotFound(rw, r)
			return
		}
		http.Redirect(rw, r, "https://data.agency.org/"+r.PathValue("doi"), http.StatusFound)
	})
	w.on("data.agency.org/{doi...}", func(rw http.ResponseWriter, r *http.Request) {
		item, ok := other[r.PathValue("doi")]
		if !ok {
			rw.WriteHeader(http.StatusNotAcceptable)
			return
		}
		fmt.Fprint(rw, item)
	})
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		slices.Sort(all)
		return all
	}
}

func TestCheckWorks(t *testing.T) {
	w := newWeb(t)
	asked := playWorks(w, map[string]string{
		"10.1/a": `{"DOI":"10.1/A","type":"journal-article","title":["Bases of Amines<sup>1</sup> &amp;amp; others"],"author":[{"given":"Maija","family":"Aalto"},{"name":"Harbour Office"}],
			"container-title":["Journal of the Sea"],"publisher":"Harbour Press","issued":{"date-parts":[[2004,5]]},
			"updated-by":[{"DOI":"10.1/n","type":"retraction","source":"publisher","updated":{"date-parts":[[2022,7,7]]}},{"DOI":"10.1/n","type":"retraction","source":"retraction-watch"},{"DOI":"10.1/e","type":"expression_of_concern","updated":{"date-parts":[[null]]}}]}`,
		"10.1/(sici)1<1::aid-x>2.0;2-#": `{"DOI":"10.1/(sici)1<1::aid-x>2.0;2-#","title":[],"issued":{"date-parts":[[null]]}}`,
	}, map[string]string{
		"10.5281/z.1": `{"id":"10.5281/z.1","attributes":{"doi":"10.5281/Z.1","titles":[{"title":"Tables of tides"}],"creators":[{"name":"Brandt, Kaj"},{"name":"Ceder, P.","givenName":"Per","familyName":"Ceder"}],"publisher":{"name":"Zenodo"},"publicationYear":2020,"types":{"resourceTypeGeneral":"Dataset"}}}`,
	}, map[string]string{
		"10.7/m": `{"DOI":"10.7/m","type":"book","title":"Die Gezeiten","author":[{"literal":"Amt für Gezeiten"}],"issued":{"date-parts":[["1999"]]}}`,
	})
	c := newTestCrawler(t, w.options())
	var targets []refs.Target
	want := map[refs.Target]audit.Metadata{}
	for doi, m := range map[string]audit.Metadata{
		"10.1/A": {Title: "Bases of Amines1 & others", Authors: []string{"Maija Aalto", "Harbour Office"}, Published: "2004-05", Container: "Journal of the Sea", Publisher: "Harbour Press", DOI: "10.1/A", Type: "article-journal", Source: "registry",
			Notices: []audit.Notice{{Type: "retraction", Date: "2022-07-07", DOI: "10.1/n"}, {Type: "expression-of-concern", DOI: "10.1/e"}}},
		"10.1/(SICI)1<1::AID-X>2.0;2-#": {DOI: "10.1/(sici)1<1::aid-x>2.0;2-#", Source: "registry"},
		"10.5281/z.1":                   {Title: "Tables of tides", Authors: []string{"Kaj Brandt", "Per Ceder"}, Published: "2020", Publisher: "Zenodo", DOI: "10.5281/Z.1", Type: "dataset", Source: "registry"},
		"10.7/m":                        {Title: "Die Gezeiten", Authors: []string{"Amt für Gezeiten"}, Published: "1999", DOI: "10.7/m", Type: "book", Source: "registry"},
		"10.7/none":                     {},
	} {
		q := c.WorkQuestion(refs.DOITarget(doi))
		targets = append(targets, q)
		want[q] = m
	}
	got := map[refs.Target]audit.Metadata{}
	requests := 0
	for target, o := range checkAll(t, c, texts(targets)...) {
		got[target] = o.Metadata
		requests += o.Requests
		wantVerdict(t, o, audit.OK, audit.ReasonOK)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("works (-want +got):\n%s", diff)
	}
	if want := []string{"crossref", "datacite", "negotiation", "negotiation"}; !slices.Equal(asked(), want) || requests != 6 {
		t.Errorf("asked %v, %d requests; want %v", asked(), requests, want)
	}
	if q := c.WorkQuestion("https://tides.org/"); q != "" {
		t.Errorf("a page is asked for at %s", q)
	}
}

func texts(targets []refs.Target) []string {
	all := make([]string, len(targets))
	for i, target := range targets {
		all[i] = string(target)
	}
	return all
}

// TestCheckWorksBatches holds that many works are asked about together.
func TestCheckWorksBatches(t *testing.T) {
	w := newWeb(t)
	works := map[string]string{}
	var targets []string
	c := newTestCrawler(t, w.options())
	for i := range 100 {
		doi := fmt.Sprintf("10.1/%d", i)
		works[doi] = fmt.Sprintf(`{"DOI":%q,"title":["Work %d"]}`, doi, i)
		targets = append(targets, string(c.WorkQuestion(refs.DOITarget(doi))))
	}
	asked := playWorks(w, works, nil, nil)
	for target, o := range checkAll(t, c, targets...) {
		if want := "Work " + string(target[strings.LastIndexByte(string(target), '/')+1:]); o.Metadata.Title != want {
			t.Errorf("%s: %q", target, o.Metadata.Title)
		}
	}
	if n := len(asked()); n != 3 {
		t.Errorf("%d questions about 100 works", n)
	}
}

// TestCheckWorksOutOfOrder plays registries that are down, busy or garbled.
func TestCheckWorksOutOfOrder(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		reason audit.Reason
	}{
		"down":    {503, "", audit.ReasonServerError},
		"busy":    {429, "", audit.ReasonRateLimited},
		"garbled": {200, "<html>", audit.ReasonMalformedAnswer},
		"refused": {400, `{"status":"failed"}`, audit.ReasonMalformedAnswer},
		"reset":   {0, "", audit.ReasonConnection},
	} {
		w := newWeb(t)
		w.on("api.crossref.org/works", func(rw http.ResponseWriter, r *http.Request) {
			if c.status == 0 {
				raw("reset")(rw, r)
				return
			}
			rw.WriteHeader(c.status)
			fmt.Fprint(rw, c.body)
		})
		crawler := newTestCrawler(t, w.options())
		o := check(t, crawler, string(crawler.WorkQuestion("https://doi.org/10.1/a")))
		if o.Verdict.State != audit.Unverified || o.Verdict.Reason != c.reason {
			t.Errorf("%s: %s/%s", name, o.Verdict.State, o.Verdict.Reason)
		}
	}
}

func TestNoServices(t *testing.T) {
	c := newTestCrawler(t, Options{Services: map[Service]string{ServiceCrossref: NoService, ServiceDataCite: NoService}})
	if q := c.WorkQuestion("https://doi.org/10.1/a"); q != "" {
		t.Errorf("asks at %s", q)
	}
	for _, bad := range []string{"crossref", "crossreff=none", "doi=none", "crossref=ftp://a.org", "=", "archive="} {
		if _, _, err := ParseService(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	if name, base, err := ParseService("crossref=http://127.0.0.1:7/x/"); name != ServiceCrossref || base != "http://127.0.0.1:7/x" || err != nil {
		t.Error(name, base, err)
	}
}

func FuzzReadWorks(f *testing.F) {
	f.Add(0, []byte(`{"message":{"items":[{"DOI":"10.1/a","title":["x"],"issued":{"date-parts":[[2004,5]]},"updated-by":[{"type":"retraction"}]}]}}`))
	f.Add(1, []byte(`{"data":[{"attributes":{"doi":"10.1/a","titles":[{"title":"x"}],"creators":[{"name":"a, b"}],"publisher":"p"}}]}`))
	f.Add(2, []byte(`{"DOI":"10.1/a","title":{"a":1},"author":[{"literal":"<b>x"}]}`))
	f.Fuzz(func(t *testing.T, at int, body []byte) {
		known, heard := readWorks(registry(uint(at)%3), 200, body)
		if !heard && len(known) > 0 {
			t.Error("works of a registry that said nothing")
		}
		for doi, m := range known {
			if doi != strings.ToLower(doi) || len(m.Authors) > maxAuthors || len([]rune(m.Title)) > maxTitle {
				t.Errorf("%q: %+v", doi, m)
			}
			if _, err := json.Marshal(m); err != nil {
				t.Error(err)
			}
		}
	})
}

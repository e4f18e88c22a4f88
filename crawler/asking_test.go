package crawler

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

func TestCheckWorks(t *testing.T) {
	p, c, _ := newServices(t, &playedServices{crossref: map[string]string{
		"10.1/a": `{"DOI":"10.1/A","type":"journal-article","title":["Bases of Amines<sup>1</sup> &amp;amp; others"],"author":[{"given":"Maija","family":"Aalto"},{"name":"Harbour Office"}],
			"container-title":["Journal of the Sea"],"publisher":"Harbour Press","issued":{"date-parts":[[2004,5]]},"volume":"12","issue":"3","page":"317-35","article-number":"9","ISSN":["0028-0836","1476-4687"],
			"updated-by":[{"DOI":"10.1/n","type":"retraction","source":"publisher","updated":{"date-parts":[[2022,7,7]]}},{"DOI":"10.1/n","type":"retraction","source":"retraction-watch"},{"DOI":"10.1/e","type":"expression_of_concern","updated":{"date-parts":[[null]]}}]}`,
		"10.1/(sici)1<1::aid-x>2.0;2-#": `{"DOI":"10.1/(sici)1<1::aid-x>2.0;2-#","title":[],"issued":{"date-parts":[[null]]}}`,
	}, dataCite: map[string]string{
		"10.5281/z.1": `{"id":"10.5281/z.1","attributes":{"doi":"10.5281/Z.1","titles":[{"title":"Tables of tides"}],"creators":[{"name":"Brandt, Kaj"},{"name":"Ceder, P.","givenName":"Per","familyName":"Ceder"}],"publisher":{"name":"Zenodo"},"publicationYear":2020,"types":{"resourceTypeGeneral":"Dataset"},"container":{}}}`,
	}, csl: map[string]string{
		"10.7/m": `{"DOI":"10.7/m","type":"book","title":"Die Gezeiten","author":[{"literal":"Amt für Gezeiten"}],"issued":{"date-parts":[["1999"]]}}`,
	}})
	var targets []refs.Target
	want := map[refs.Target]audit.Metadata{}
	for doi, m := range map[string]audit.Metadata{
		"10.1/A": {Title: "Bases of Amines1 & others", Authors: []string{"Maija Aalto", "Harbour Office"}, Published: "2004-05", Container: "Journal of the Sea", Publisher: "Harbour Press", DOI: "10.1/A", Type: "article-journal", Source: "registry",
			Notices: []audit.Notice{{Type: "retraction", Date: "2022-07-07", DOI: "10.1/n"}, {Type: "expression-of-concern", DOI: "10.1/e"}},
			Details: &audit.Details{Volume: "12", Issue: "3", Pages: "317-335", ISSN: "0028-0836", Families: []string{"", "Harbour Office"}}},
		"10.1/(SICI)1<1::AID-X>2.0;2-#": {DOI: "10.1/(sici)1<1::aid-x>2.0;2-#", Source: "registry"},
		"10.5281/z.1":                   {Title: "Tables of tides", Authors: []string{"Kaj Brandt", "Per Ceder"}, Published: "2020", Publisher: "Zenodo", DOI: "10.5281/Z.1", Type: "dataset", Source: "registry"},
		"10.7/m":                        {Title: "Die Gezeiten", Authors: []string{"Amt für Gezeiten"}, Published: "1999", DOI: "10.7/m", Type: "book", Source: "registry", Details: &audit.Details{Families: []string{"Amt für Gezeiten"}}},
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
	// The resolver leads on to the agency, twice.
	if want := []string{"agencies", "crossref", "datacite", "negotiate", "negotiate", "resolve", "resolve"}; !slices.Equal(p.asked(), want) || requests != 7 {
		t.Errorf("asked %v, %d requests; want %v", p.asked(), requests, want)
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
	works := map[string]string{}
	var targets []string
	p, c, _ := newServices(t, &playedServices{crossref: works})
	for i := range 100 {
		doi := fmt.Sprintf("10.1/%d", i)
		works[doi] = fmt.Sprintf(`{"DOI":%q,"title":["Work %d"]}`, doi, i)
		targets = append(targets, string(c.WorkQuestion(refs.DOITarget(doi))))
	}
	for target, o := range checkAll(t, c, targets...) {
		if want := "Work " + string(target[strings.LastIndexByte(string(target), '/')+1:]); o.Metadata.Title != want {
			t.Errorf("%s: %q", target, o.Metadata.Title)
		}
	}
	if n := len(p.asked()); n != 6 {
		t.Errorf("%d questions about 100 works", n)
	}
}

// Each DOI is asked about at its own agency, if that is known, and not by way of
// the others.
func TestCheckWorksOfAgencies(t *testing.T) {
	p, c, _ := newServices(t, &playedServices{
		agencies: map[string]string{"10.1/a": "Crossref", "10.1/b,c": "DataCite", "10.1/d": "DataCite", "10.1/k": "CNKI", "10.1/m": "mEDRA", "10.1/moved": "Crossref", "10.1/new": "-", "10.1/none": "-", "10.1/no,ne": "-"},
		crossref: map[string]string{"10.1/a": `{"DOI":"10.1/a","title":["A"]}`, "10.1/new": `{"DOI":"10.1/new","title":["New"]}`},
		dataCite: map[string]string{"10.1/d": `{"attributes":{"doi":"10.1/D","titles":[{"title":"D"}]}}`},
		csl:      map[string]string{"10.1/b,c": `{"DOI":"10.1/B,c","title":"B"}`, "10.1/m": `{"DOI":"10.1/M","title":"M"}`, "10.1/moved": `{"DOI":"10.1/moved","title":"Moved"}`},
	})
	for doi, want := range map[string]struct {
		title, agency string
		asked         []string
	}{
		"10.1/A":     {"A", "Crossref", []string{"agencies", "crossref"}},
		"10.1/d":     {"D", "DataCite", []string{"agencies", "datacite"}},
		"10.1/b,c":   {"B", "DataCite", []string{"agencies", "negotiate", "resolve"}},
		"10.1/k":     {"", "CNKI", []string{"agencies", "negotiate", "resolve"}},
		"10.1/m":     {"M", "mEDRA", []string{"agencies", "negotiate", "resolve"}},
		"10.1/moved": {"Moved", "Crossref", []string{"agencies", "crossref", "negotiate", "resolve"}},
		"10.1/none":  {"", "", []string{"agencies", "crossref", "datacite"}},
		"10.1/no,ne": {"", "", []string{"agencies"}},
		"10.1/new":   {"New", "Crossref", []string{"agencies", "crossref"}},
	} {
		p.heard = nil
		o := check(t, c, string(c.WorkQuestion(refs.DOITarget(doi))))
		if strings.HasPrefix(doi, "10.1/no") {
			wantVerdict(t, o, audit.Broken, audit.ReasonDOIUnregistered)
		} else {
			wantVerdict(t, o, audit.OK, audit.ReasonOK)
		}
		if o.Metadata.Title != want.title || o.Agency != want.agency || !slices.Equal(p.asked(), want.asked) {
			t.Errorf("%s: %q of %q, asked %v; want %+v", doi, o.Metadata.Title, o.Agency, p.asked(), want)
		}
	}
}

// TestCheckWorksOutOfOrder plays registries that are down, busy or garbled.
func TestCheckWorksOutOfOrder(t *testing.T) {
	for mood, reason := range map[string]audit.Reason{
		"down": audit.ReasonServerError, "busy": audit.ReasonRateLimited, "page": audit.ReasonMalformedAnswer, "garbled": audit.ReasonMalformedAnswer,
		"missing": audit.ReasonMalformedAnswer, "reset": audit.ReasonConnection,
	} {
		_, c, _ := newServices(t, &playedServices{mood: map[Service]string{ServiceCrossref: mood}})
		o := check(t, c, string(c.WorkQuestion("https://doi.org/10.1/a")))
		if o.Verdict.State != audit.Unverified || o.Verdict.Reason != reason || o.Agency != "" {
			t.Errorf("%s: %s/%s of %q", mood, o.Verdict.State, o.Verdict.Reason, o.Agency)
		}
		// Without the service that tells agencies, all are asked one by one.
		_, c, _ = newServices(t, &playedServices{mood: map[Service]string{ServiceDOI: mood}, dataCite: map[string]string{"10.1/a": `{"attributes":{"doi":"10.1/a","titles":[{"title":"B"}]}}`}})
		if o := check(t, c, string(c.WorkQuestion("https://doi.org/10.1/a"))); o.Metadata.Title != "B" {
			t.Errorf("%s: %+v", mood, o)
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

package crawler

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// library is what the registries of the tests know.
func library() *playedServices {
	return &playedServices{
		ePrints: map[string]string{
			"2101.00001v1":   ePrint("Tides of the\n  northern bays", "Maija Aalto", "12 pages", "We measure tides."),
			"2101.00001v2":   ePrint("Tides of the northern bays, revised", "Maija Aalto", "13 pages", "We measure tides."),
			"2101.00002v3":   ePrint("Currents that never were", "Kaj Brandt", "This paper has been withdrawn by the author due to an error in eq. 3", "We measure currents."),
			"math/0309136v1": ePrint("Knots of ropes", "Per Ceder", "", "We count knots."),
			"2134.99999":     "",
			"hep-th/9901001": ePrint("Strings of kelp", "Ada Quay", "", "Kelp."),
		},
		pubMed: map[string]string{
			"1234567": `"pubdate":"2001 May 3","title":"Salt and the heart.","fulljournalname":"Journal of the Sea","volume":"57","issue":"1","pages":"10-8","issn":"","essn":"1476-4687","lang":["eng"],"pubtype":["Journal Article"],
				"authors":[{"name":"Aalto MK","authtype":"Author"},{"name":"Harbour Group","authtype":"CollectiveName"},{"name":"Editor E","authtype":"Editor"}],"articleids":[{"idtype":"pubmed","value":"1234567"},{"idtype":"doi","value":"10.1/salt"}]`,
			"2345678": `"pubdate":"2004","title":"[The ebb].","vernaculartitle":"Die Ebbe.","authors":[],"pubtype":["Journal Article","Retracted Publication"],
				"references":[{"refsource":"J Sea. 2009 May;3(2):1. doi: 10.1/n.","reftype":"Retraction in","pmid":99,"note":""}]`,
			"3456789": `"error":"backend is busy"`,
			"4567890": "",
		},
		pmc:   map[string]string{"7654321": `"title":"Free salt","authors":[{"name":"Brandt K","authtype":"Author"}],"epubdate":"2010 Jan"`},
		books: map[string]string{"9783161484100": `{"title":"Harbours","subtitle":"a history","authors":[{"url":"u","name":"Ada Quay"}],"publishers":[{"name":"Quay Press"}],"publish_date":"May 3, 2001"}`},
	}
}

func TestCheckIdentifiers(t *testing.T) {
	p, c, w := newServices(t, library())
	w.on("arxiv.org/abs/2105.00009", serve)                   // younger than what the API knows
	w.on("pubmed.ncbi.nlm.nih.gov/4567890/", serve)           // of which ESummary does not speak
	w.on("pubmed.ncbi.nlm.nih.gov/8888888/", refuse(403, "")) // which turns programs away
	w.on("pubmed.ncbi.nlm.nih.gov/7777777/", serve)           // which contradicts
	w.on("pubmed.ncbi.nlm.nih.gov/3456789/", refuse(403, ""))
	withdrawn := []audit.Notice{{Type: "withdrawal", Date: "2021-05-06"}}
	type want struct {
		state  audit.State
		reason audit.Reason
		title  string
		agency string
	}
	wants := map[string]want{
		"https://arxiv.org/abs/2101.00001":                   {audit.OK, audit.ReasonOK, "Tides of the northern bays, revised", "arXiv"},
		"https://arxiv.org/abs/2101.00001v1":                 {audit.OK, audit.ReasonOK, "Tides of the northern bays", "arXiv"},
		"https://arxiv.org/abs/2101.00001v7":                 {audit.Broken, audit.ReasonNotFound, "", ""},
		"https://arxiv.org/abs/2101.00002":                   {audit.OK, audit.ReasonOK, "Currents that never were", "arXiv"},
		"https://arxiv.org/abs/math.GT/0309136":              {audit.OK, audit.ReasonOK, "Knots of ropes", "arXiv"},
		"https://arxiv.org/abs/2105.00009":                   {audit.OK, audit.ReasonOK, "x", ""},
		"https://arxiv.org/abs/2105.00008":                   {audit.Broken, audit.ReasonNotFound, "", ""},
		"https://arxiv.org/abs/2134.99999":                   {audit.Broken, audit.ReasonNotFound, "", ""},
		"https://pubmed.ncbi.nlm.nih.gov/1234567/":           {audit.OK, audit.ReasonOK, "Salt and the heart", "PubMed"},
		"https://pubmed.ncbi.nlm.nih.gov/2345678/":           {audit.OK, audit.ReasonOK, "Die Ebbe", "PubMed"},
		"https://pubmed.ncbi.nlm.nih.gov/3456789/":           {audit.Unverified, audit.ReasonBlocked, "", ""},
		"https://pubmed.ncbi.nlm.nih.gov/4567890/":           {audit.OK, audit.ReasonOK, "x", ""},
		"https://pubmed.ncbi.nlm.nih.gov/7777777/":           {audit.OK, audit.ReasonOK, "x", ""},
		"https://pubmed.ncbi.nlm.nih.gov/8888888/":           {audit.Broken, audit.ReasonNotFound, "", ""},
		"https://pubmed.ncbi.nlm.nih.gov/9999999/":           {audit.Broken, audit.ReasonNotFound, "", ""},
		"https://pmc.ncbi.nlm.nih.gov/articles/PMC7654321/":  {audit.OK, audit.ReasonOK, "Free salt", "PubMed Central"},
		"https://pmc.ncbi.nlm.nih.gov/articles/PMC99999999/": {audit.Broken, audit.ReasonNotFound, "", ""},
		"urn:isbn:9783161484100":                             {audit.OK, audit.ReasonOK, "Harbours: a history", "Open Library"},
		"urn:isbn:0306406152":                                {audit.Skipped, audit.ReasonUnsupportedScheme, "", "Open Library"},
	}
	var targets []string
	for target := range wants {
		targets = append(targets, target)
	}
	got := checkAll(t, c, targets...)
	requests := 0
	for target, want := range wants {
		o := got[refs.Target(target)]
		wantVerdict(t, o, want.state, want.reason)
		requests += o.Requests
		if title := o.Metadata.Title; want.title == "x" && title == "" || want.title != "x" && title != want.title || o.Agency != want.agency {
			t.Errorf("%s: %q from %q, want %+v", target, title, o.Agency, want)
		}
		if o.Agency != "" && (!strings.HasPrefix(o.Evidence.FinalURL, "https://") || o.Evidence.Attempts != 1) {
			t.Errorf("%s: no evidence: %+v", target, o.Evidence)
		}
	}
	// arXiv is asked again without the identifier that it cannot read.
	if want := []string{"arxiv", "arxiv", "ncbi", "ncbi", "openlibrary"}; !slices.Equal(p.asked(), want) {
		t.Errorf("asked %v, want %v", p.asked(), want)
	}
	if want := 5 + 10; requests != want {
		t.Errorf("%d requests, want %d", requests, want)
	}
	for target, want := range map[string]audit.Metadata{
		"https://arxiv.org/abs/2101.00002": {Title: "Currents that never were", Authors: []string{"Kaj Brandt"}, Published: "2021-01-02", Publisher: "arXiv", Type: "article", Source: "registry", Notices: withdrawn},
		"https://pubmed.ncbi.nlm.nih.gov/1234567/": {Title: "Salt and the heart", Authors: []string{"MK Aalto", "Harbour Group"}, Published: "2001-05-03", Container: "Journal of the Sea", DOI: "10.1/salt", Type: "article-journal", Source: "registry",
			Details: &audit.Details{Volume: "57", Issue: "1", Pages: "10-18", ISSN: "1476-4687", Families: []string{"", "Harbour Group"}}},
		"https://pubmed.ncbi.nlm.nih.gov/2345678/": {Title: "Die Ebbe", Published: "2004", Type: "article-journal", Source: "registry", Notices: []audit.Notice{{Type: "retraction", Date: "2009-05", DOI: "10.1/n"}}},
		"urn:isbn:9783161484100":                   {Title: "Harbours: a history", Authors: []string{"Ada Quay"}, Published: "2001-05-03", Publisher: "Quay Press", Type: "book", Source: "registry"},
	} {
		if d := cmp.Diff(want, got[refs.Target(target)].Metadata); d != "" {
			t.Errorf("%s: want -, got +\n%s", target, d)
		}
	}
}

// A registry that gives no answer leaves the word to the page.
func TestCheckIdentifiersOutOfOrder(t *testing.T) {
	for mood := range moods {
		p := library()
		p.mood = map[Service]string{ServiceArXiv: mood, ServiceNCBI: mood, ServiceOpenLibrary: mood}
		w := newWeb(t)
		p.play(w)
		w.on("arxiv.org/abs/2101.00001", serve)
		o := w.options()
		o.Timeout = 300 * time.Millisecond
		got := checkAll(t, newTestCrawler(t, o), "https://arxiv.org/abs/2101.00001", "https://arxiv.org/abs/2101.00003", "https://pubmed.ncbi.nlm.nih.gov/1234567/", "urn:isbn:9783161484100")
		for target, want := range map[refs.Target]audit.Verdict{
			"https://arxiv.org/abs/2101.00001":         {State: audit.OK, Reason: audit.ReasonOK},
			"https://arxiv.org/abs/2101.00003":         {State: audit.Broken, Reason: audit.ReasonNotFound}, // by its page
			"https://pubmed.ncbi.nlm.nih.gov/1234567/": {State: audit.Broken, Reason: audit.ReasonNotFound},
			"urn:isbn:9783161484100":                   {State: audit.Skipped, Reason: audit.ReasonUnsupportedScheme},
		} {
			t.Run(mood, func(t *testing.T) { wantVerdict(t, got[target], want.State, want.Reason) })
			if got[target].Agency != "" {
				t.Errorf("%s: %s is answered by %s", mood, target, got[target].Agency)
			}
		}
	}
}

// Who asks is told to registries, and to nobody else.
func TestMailtoOfQuestions(t *testing.T) {
	p := library()
	w := newWeb(t)
	p.play(w)
	o := w.options()
	o.Mailto = "quay@tides.org"
	c := newTestCrawler(t, o)
	for _, target := range []string{"https://pubmed.ncbi.nlm.nih.gov/1234567/", string(c.WorkQuestion("https://doi.org/10.1/a"))} {
		if o := check(t, c, target); strings.Contains(o.Evidence.FinalURL, "quay") || !strings.HasPrefix(o.Evidence.FinalURL, "https://") {
			t.Errorf("evidence %+v", o.Evidence)
		}
	}
	for url, want := range map[string]string{
		crossref.path(&o, []string{"10.1/a"}): "mailto=quay%40tides.org",
		pubMed.path(&o, []string{"1"}):        "email=quay%40tides.org",
	} {
		if !strings.Contains(url, want) {
			t.Errorf("%s does not say %s", url, want)
		}
	}
}

// Many identifiers make few questions.
func TestCheckIdentifiersInBatches(t *testing.T) {
	p := &playedServices{ePrints: map[string]string{}, pubMed: map[string]string{}}
	var targets []string
	for i := range 120 {
		p.ePrints[fmt.Sprintf("2101.%05dv1", i)] = ePrint(fmt.Sprint("E-print ", i), "A", "", "")
		targets = append(targets, fmt.Sprintf("https://arxiv.org/abs/2101.%05d", i))
	}
	for i := range 250 {
		p.pubMed[fmt.Sprint(1000000+i)] = fmt.Sprintf(`"title":"Article %d"`, i)
		targets = append(targets, fmt.Sprintf("https://pubmed.ncbi.nlm.nih.gov/%d/", 1000000+i))
	}
	_, c, _ := newServices(t, p)
	for target, o := range checkAll(t, c, targets...) {
		if o.Verdict.State != audit.OK || o.Metadata.Title == "" {
			t.Errorf("%s: %+v", target, o)
		}
	}
	if want := []string{"arxiv", "arxiv", "arxiv", "ncbi", "ncbi"}; !slices.Equal(p.asked(), want) {
		t.Errorf("asked %v", p.asked())
	}
}

func TestWorkQuestionOfPages(t *testing.T) {
	c := newTestCrawler(t, Options{})
	for page, want := range map[refs.Target]refs.Target{
		"https://arxiv.org/pdf/2101.00001v2.pdf":               "https://arxiv.org/abs/2101.00001v2",
		"http://arxiv.org/abs/hep-th/9901001":                  "https://arxiv.org/abs/hep-th/9901001",
		"https://www.ncbi.nlm.nih.gov/pubmed/1234567":          "https://pubmed.ncbi.nlm.nih.gov/1234567/",
		"https://www.ncbi.nlm.nih.gov/pmc/articles/PMC123456/": "https://pmc.ncbi.nlm.nih.gov/articles/PMC123456/",
		"https://arxiv.org/abs/2101.00001":                     "", // is asked about itself
		"https://arxiv.org/list/math/recent":                   "",
		"https://tides.org/abs/2101.00001":                     "",
	} {
		if got := c.WorkQuestion(page); got != want {
			t.Errorf("WorkQuestion(%s) = %q, want %q", page, got, want)
		}
	}
	elsewhere := newTestCrawler(t, Options{Services: map[Service]string{ServiceDOI: "http://doi.mirror.org"}})
	if got := elsewhere.WorkQuestion("https://arxiv.org/pdf/2101.00001"); got != "" {
		t.Errorf("a closed network asks arXiv: %s", got)
	}
}

func TestWithdrawn(t *testing.T) {
	for _, c := range []struct {
		comment, summary string
		want             bool
	}{
		{"This paper has been withdrawn by the author due to a crucial error", "", true},
		{"withdrawn", "", true},
		{"Paper withdrawn; see 2101.00001", "", true},
		{"3 pages. Withdrawn by the authors", "", true},
		{"This submission has been withdrawn by arXiv administrators", "", true},
		{"Withdrawn from arXiv by the authors", "", true},
		{"", "This paper has been withdrawn.", true},
		{"", "The article was withdrawn  by the author, because Lemma 2 is wrong.", true},
		{"Withdrawn from the conference by the authors", "", false},
		{"12 pages, supersedes the withdrawn 2101.00001", "", false},
		{"", "We study papers that have been withdrawn. This paper has been withdrawn from no journal.", false},
		{"", "Withdrawn troops leave traces in the sand.", false},
		{"Section 3 has been withdrawn", "", false},
		{"a note on withdrawn boats", "Boats that were withdrawn.", false},
	} {
		if e := (arXivEntry{Comment: c.comment, Summary: c.summary}); e.withdrawn() != c.want {
			t.Errorf("%+v: %v", c, !c.want)
		}
	}
}

func FuzzReadRegistries(f *testing.F) {
	all := []*registry{agencies, crossref, dataCite, negotiation, arXiv, pubMed, openLibrary}
	for i, body := range []string{
		`[{"DOI":"10.1/A","RA":"Crossref"},{"DOI":"10.1/b","status":"DOI does not exist"}]`,
		`{"message":{"items":[{"DOI":"10.1/a","title":["x"],"issued":{"date-parts":[[2004,5]]},"updated-by":[{"type":"retraction"}]}]}}`,
		`{"data":[{"attributes":{"doi":"10.1/a","titles":[{"title":"x"}],"creators":[{"name":"a, b"}],"publisher":"p"}}]}`,
		`{"DOI":"10.1/a","title":{"a":1},"author":[{"literal":"<b>x"}]}`,
		`<feed><entry><id>http://arxiv.org/abs/2101.00001v2</id>` + ePrint("a", "b", "withdrawn", "") + `</entry></feed>`,
		`{"result":{"uids":["1"],"1":{"uid":"1","title":"[x].","references":[{"reftype":"Retraction in","refsource":"J. 2009 May"}],"pubtype":["Retracted Publication"]},"2":{"uid":"2","error":"cannot get document summary"}}}`,
		`{"ISBN:0306406152":{"title":"x","authors":[{"name":"y"}]}}`,
	} {
		f.Add(i, []byte(body))
	}
	f.Fuzz(func(t *testing.T, at int, body []byte) {
		told, heard := all[uint(at)%uint(len(all))].read(200, body)
		if !heard && len(told) > 0 {
			t.Error("words of a registry that said nothing")
		}
		for id, w := range told {
			m := w.metadata
			if len(m.Authors) > maxAuthors || len([]rune(m.Title)) > 2*maxTitle+2 || w.denied && !m.Zero() {
				t.Errorf("%q: %+v", id, w)
			}
			if _, err := json.Marshal(m); err != nil {
				t.Error(err)
			}
		}
	})
}

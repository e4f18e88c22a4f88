package reports

import (
	"bufio"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// The page of a hostile report holds no element, attribute or address but
// those that the templates put there.
func TestPageIsInert(t *testing.T) {
	scripts := 0
	eachElement(t, render(t, "html", rich(), Options{}), func(n *html.Node, a map[string]string) {
		switch n.Data {
		case "script", "style":
			scripts++
			if want := map[string]string{"script": pageScript, "style": pageStyle}[n.Data]; n.FirstChild.Data != want {
				t.Errorf("%s is not ours: %.200s", n.Data, n.FirstChild.Data)
			}
		case "iframe", "img", "object", "embed", "base", "audio", "video":
			t.Errorf("element %s", n.Data)
		}
		for name, value := range a {
			href := name == "href" && n.Data == "a"
			switch {
			case strings.HasPrefix(name, "on"), name == "style", name == "src", name == "formaction", name == "srcset", name == "action":
				t.Errorf("attribute %s=%q of %s", name, value, n.Data)
			case href && !strings.HasPrefix(value, "#") && webAddress(value) == "":
				t.Errorf("link to %q", value)
			case href && strings.Contains(value, "parked.example"):
				t.Error("the page leads to a parked domain")
			case name == "lang" && language(value) == "":
				t.Errorf("language %q", value)
			}
		}
	})
	if scripts != 2 {
		t.Errorf("%d scripts and styles, want 1 of each", scripts)
	}
}

// Every reason that a card names is explained further down.
func TestLegendIsWhole(t *testing.T) {
	ids, wanted := map[string]bool{}, map[string]bool{}
	eachElement(t, render(t, "html", rich(), Options{}), func(n *html.Node, a map[string]string) {
		if id := a["id"]; id != "" && ids[id] {
			t.Errorf("two elements are #%s", id)
		}
		ids[a["id"]] = true
		if n.Data == "a" && strings.HasPrefix(a["href"], "#") {
			wanted[a["href"][1:]] = true
		}
	})
	delete(wanted, "suspect-no-such-reason")
	for id := range wanted {
		if !ids[id] {
			t.Errorf("nothing is #%s", id)
		}
	}
	if len(wanted) < 10 {
		t.Errorf("only %d reasons are named", len(wanted))
	}
}

func TestContentSecurityPolicy(t *testing.T) {
	found := false
	eachElement(t, render(t, "html", empty(), Options{}), func(n *html.Node, a map[string]string) {
		if a["http-equiv"] == "Content-Security-Policy" {
			found = true
			for _, want := range []string{"default-src 'none'", hash(pageStyle), hash(pageScript), "base-uri 'none'", "form-action 'none'"} {
				if !strings.Contains(a["content"], want) {
					t.Errorf("policy %q lacks %s", a["content"], want)
				}
			}
		}
	})
	if !found {
		t.Error("no Content-Security-Policy")
	}
	for _, part := range []string{"url(", "@import", "//"} {
		if strings.Contains(pageStyle, part) {
			t.Errorf("style has %s", part)
		}
	}
}

func eachElement(t *testing.T, page string, visit func(*html.Node, map[string]string)) {
	t.Helper()
	root, err := html.ParseWithOptions(strings.NewReader(page), html.ParseOptionEnableScripting(false))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			attributes := map[string]string{}
			for _, a := range n.Attr {
				attributes[a.Key] = a.Val
			}
			visit(n, attributes)
		}
	}
}

func TestLanguage(t *testing.T) {
	for tag, want := range map[string]string{
		"zh": "zh", "zh-Hans-CN": "zh-Hans-CN", "es-419": "es-419",
		"": "", "x": "", "en us": "", "en\" onload=\"x": "", "ру": "", strings.Repeat("a", 40): "",
	} {
		if got := language(tag); got != want {
			t.Errorf("language(%q) = %q, want %q", tag, got, want)
		}
	}
}

// Halfway through a long report no format holds more than a small part of what
// it has written.
func TestMemoryIsFlat(t *testing.T) {
	if raceDetector {
		t.Skip("measures memory, of which the race detector takes many times as much")
	}
	r := many(20_000)
	for _, f := range Formats {
		size := counter(0)
		if err := f.Write(&size, r, Options{}); err != nil {
			t.Fatal(err)
		}
		w := &halfway{at: int64(size) / 2}
		before := liveHeap()
		if err := f.Write(w, r, Options{}); err != nil {
			t.Fatal(err)
		}
		if held := w.heap - before; held > int64(size)/3+64<<10 { // a buffer is held, however short the report
			t.Errorf("%s holds %d bytes halfway through %d", f.Name, held, size)
		}
	}
	runtime.KeepAlive(r)
}

func liveHeap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// halfway measures the heap when at bytes have been written.
type halfway struct{ at, heap int64 }

func (h *halfway) Write(p []byte) (int, error) {
	if h.at -= int64(len(p)); h.at <= 0 && h.heap == 0 {
		h.heap = liveHeap()
	}
	return io.Discard.Write(p)
}

// What a reader must do comes first, whatever order the document has.
func TestWorstFirst(t *testing.T) {
	for _, f := range []string{"text", "markdown"} {
		out := render(t, f, rich(), Options{Verbose: true})
		last := -1
		for _, s := range audit.States {
			words := map[string]string{"text": "\n" + stateWords[s].title + " (", "markdown": "\n## " + stateWords[s].title + " ("}[f]
			at := strings.Index(out, words)
			if at <= last {
				t.Errorf("%s: %s stands at %d, what goes before it at %d", f, s, at, last)
			}
			last = at
		}
	}
}

func TestNeeds(t *testing.T) {
	repair := func(confidence refs.Confidence, verified *bool) []audit.Repair {
		return []audit.Repair{{Target: "https://a.example/", Rule: "r", Confidence: confidence, Verified: verified}}
	}
	tests := []struct {
		state   audit.State
		reason  audit.Reason
		repairs []audit.Repair
		want    need
	}{
		{audit.OK, audit.ReasonOK, nil, needNone},
		{audit.OK, audit.ReasonOK, repair(refs.Certain, ptr(true)), needNone},
		{audit.Skipped, audit.ReasonExcluded, nil, needNone},
		{audit.Damaged, audit.ReasonWrongDash, repair(refs.Certain, nil), needMend},
		{audit.Damaged, audit.ReasonWrongDash, repair(refs.Likely, nil), needMend},
		{audit.Damaged, audit.ReasonWrongDash, repair(refs.Guess, nil), needLook},
		{audit.Damaged, audit.ReasonWrongDash, repair(refs.Certain, ptr(false)), needLook},
		{audit.Damaged, audit.ReasonMissingURL, nil, needLook},
		{audit.Moved, audit.ReasonPermanentRedirect, repair(refs.Certain, ptr(true)), needMend},
		{audit.Broken, audit.ReasonNotFound, nil, needLook},
		{audit.Broken, audit.ReasonNotFound, []audit.Repair{{Target: "https://copies.example/", Rule: audit.RuleArchivedCopy, Confidence: refs.Guess, Verified: ptr(true)}}, needMend},
		{audit.Suspect, audit.ReasonTitleMismatch, repair(refs.Certain, ptr(true)), needLook},
		{audit.Unverified, audit.ReasonBlocked, nil, needOpen},
		{audit.Unverified, audit.ReasonNotFound, nil, needLater}, // held back
		{audit.Unverified, "a later program's", nil, needLater},
		{audit.Unverified, audit.ReasonTimeout, nil, needLater},
		{audit.Unverified, audit.ReasonOffline, nil, needLater},
	}
	for _, test := range tests {
		l := &audit.Link{Verdict: audit.Verdict{State: test.state, Reason: test.reason}, Repairs: test.repairs}
		if got := needOf(l); got != test.want {
			t.Errorf("%s, %s, repairs %v: need %d, want %d", test.state, test.reason, test.repairs, got, test.want)
		}
	}
}

// Every link is in the page once, under its number in the report.
func TestPageIsWhole(t *testing.T) {
	for _, r := range []*audit.Report{rich(), many(1234)} {
		seen := map[string]bool{}
		eachElement(t, render(t, "html", r, Options{}), func(n *html.Node, a map[string]string) {
			if n.Data == "li" && strings.HasPrefix(a["id"], "f") {
				seen[a["id"]] = true
			}
		})
		for i := range r.Summary.Links {
			if !seen["f"+strconv.Itoa(i+1)] {
				t.Errorf("link %d of %d is missing", i+1, r.Summary.Links)
			}
		}
	}
}

func TestPageIsSmall(t *testing.T) {
	const n = 20_000
	size := len(render(t, "html", many(n), Options{})) - len(render(t, "html", many(1), Options{}))
	if size > 400*n {
		t.Errorf("%d bytes a finding, want at most 400", size/n)
	}
}

func TestWithin(t *testing.T) {
	missing := audit.Verdict{State: audit.Damaged, Reason: audit.ReasonMissingURL, Detail: "The link label “URL:” has no address behind it."}
	tests := []struct {
		text string
		link audit.Link
		want string // the text with the place in brackets
	}{
		{"See https://a.example/x.", audit.Link{Written: "https://a.example/x"}, "See [https://a.example/x]."},
		{"See https://a.example/ x.", audit.Link{Written: "https://a.example/\n   x"}, "See [https://a.example/ x]."},
		{"See there.", audit.Link{Written: "https://a.example/x"}, ""},
		{"A. URL: (accessed: 1.1.2020).", audit.Link{Verdict: missing}, "A. URL:[] (accessed: 1.1.2020)."},
		{"A. URL: B. URL: C.", audit.Link{Verdict: missing}, ""},
		{"A. URL: C.", audit.Link{Verdict: audit.Verdict{Reason: audit.ReasonMissingURL}}, ""},
		{"", audit.Link{Written: "  "}, ""},
	}
	for _, test := range tests {
		got := ""
		if from, to := within(test.text, &test.link); from >= 0 {
			got = test.text[:from] + "[" + test.text[from:to] + "]" + test.text[to:]
		}
		if got != test.want {
			t.Errorf("within(%q, %q) = %q, want %q", test.text, test.link.Written, got, test.want)
		}
	}
}

func TestComparisons(t *testing.T) {
	ref := audit.Reference{Text: "Quay A., Mole B. Piers and tides: a survey. Harbours. 2020.", Title: "Piers and tides: a survey", Authors: []string{"Quay A.", "Mole B."}, Year: 2020}
	type test struct {
		meta audit.Metadata
		want string // name: cited | found, differences in brackets
	}
	compare := func(t *testing.T, ref *audit.Reference, tests []test) {
		for _, test := range tests {
			var got []string
			for _, c := range comparisons(ref, &test.meta) {
				s := string(c.name) + ": " + bracketed(c.cited) + " | " + bracketed(c.found)
				if c.differs {
					s += "; differs"
				}
				got = append(got, s)
			}
			if s := strings.Join(got, "\n"); s != test.want {
				t.Errorf("got %s\nwant %s", s, test.want)
			}
		}
	}
	compare(t, &ref, []test{
		{audit.Metadata{}, ""},
		{audit.Metadata{Title: "PIERS AND TIDES – A Survey"}, "Title: PIERS AND TIDES – A Survey | PIERS AND TIDES – A Survey"},
		{audit.Metadata{Title: "Piers and moles: the survey"}, "Title: Piers and [tides: a] survey | Piers and [moles: the] survey; differs"},
		{audit.Metadata{Title: "Cheap cruises"}, "Title: Piers and tides: a survey | Cheap cruises; differs"},
		{audit.Metadata{Title: "Пирсы и приливы"}, "Title: Piers and tides: a survey | Пирсы и приливы"},
		{audit.Metadata{Authors: []string{"Ada Quay", "Bo Mole"}}, "Authors: Quay A., Mole B. | Ada Quay, Bo Mole"},
		{audit.Metadata{Authors: []string{"Ada Quay", "Cy Dock"}}, "Authors: Quay A., Mole B. | Ada Quay, [Cy Dock]; differs"},
		{audit.Metadata{Authors: []string{"А. Причал"}}, "Authors: Quay A., Mole B. | А. Причал"},
		{audit.Metadata{Published: "2020-05"}, "Year: 2020 | 2020-05"},
		{audit.Metadata{Published: "2018-05"}, "Year: [2020] | [2018]-05; differs"},
		{audit.Metadata{Container: "Harbours"}, "In: Harbours | Harbours"},
		{audit.Metadata{Container: "Journal of Piers"}, "In:  | Journal of Piers"},
		{audit.Metadata{Details: &audit.Details{Volume: "41", Issue: "3", Pages: "317-335", ISSN: "1476-4687"}}, "Volume and pages:  | vol. 41, no. 3, pp. 317–335"},
		{audit.Metadata{Details: &audit.Details{Volume: "2020", Issue: "Suppl 1", Pages: "e0123"}}, "Volume and pages: vol. 2020 | vol. 2020, Suppl 1, article e0123"},
		{audit.Metadata{Details: &audit.Details{Series: "Harbours", Pages: "7", ISBN: "9783161484100"}}, "Series: Harbours | Harbours\nVolume and pages:  | p. 7\nISBN:  | 9783161484100"},
		{audit.Metadata{Details: &audit.Details{ISBN: "2020"}}, ""}, // it is told already
	})
	// What stands in a link is not what the reference says, nor is the day of access.
	linked := audit.Reference{Text: "Quay A. Piers. doi:10.5555/piers.2019 (accessed 2021).", Links: []audit.Link{{Written: "10.5555/piers.2019"}}}
	compare(t, &linked, []test{
		{audit.Metadata{Published: "2019"}, "Year:  | 2019"},
		{audit.Metadata{Published: "2021"}, "Year:  | 2021"},
		{audit.Metadata{DOI: "10.5555/piers.2019"}, ""},
	})
	linked.Year = 2018
	compare(t, &linked, []test{{audit.Metadata{Published: "2019"}, "Year: [2018] | [2019]; differs"}})
}

func bracketed(ps []piece) string {
	var b strings.Builder
	for _, p := range ps {
		if p.hurt {
			b.WriteString("[" + p.text + "]")
		} else {
			b.WriteString(p.text)
		}
	}
	return b.String()
}

func TestHeadlineOfThePage(t *testing.T) {
	tests := []struct {
		references, links int
		byNeed            [len(needs)]int
		want              string
	}{
		{0, 0, [len(needs)]int{}, "No references were found"},
		{3, 0, [len(needs)]int{}, "The references have no links"},
		{1, 1, [len(needs)]int{needLook: 1}, "The one link needs attention"},
		{1, 1, [len(needs)]int{needNone: 1}, "The one link is fine"},
		{9, 9, [len(needs)]int{needMend: 1, needNone: 8}, "1 of 9 links needs attention"},
		{9, 9, [len(needs)]int{needMend: 1, needLook: 1, needLater: 7}, "2 of 9 links need attention"},
		{9, 9, [len(needs)]int{needLook: 9}, "All 9 links need attention"},
		{9, 9, [len(needs)]int{needLater: 9}, "No link could be checked"},
		{9, 9, [len(needs)]int{needOpen: 2, needNone: 7}, "No fault was found, but 2 of 9 links could not be checked"},
		{9, 9, [len(needs)]int{needNone: 9}, "All 9 links are fine"},
	}
	report := func(references, links int) *audit.Report {
		return &audit.Report{Run: audit.RunInfo{Complete: true}, Summary: audit.Summary{References: references, Links: links, ByState: map[audit.State]int{}}}
	}
	for _, test := range tests {
		if got := verdictOn(report(test.references, test.links), test.byNeed); got != test.want {
			t.Errorf("%d links, needs %v: %q, want %q", test.links, test.byNeed, got, test.want)
		}
	}
	t.Run("nothing sounds better than it is", func(t *testing.T) {
		skipping, incomplete, unreadable, half := report(9, 9), report(1, 1), report(0, 0), report(0, 0)
		skipping.Summary.ByState[audit.Skipped] = 2
		incomplete.Run.Complete = false
		unreadable.Documents = []audit.Document{{Path: "a.md", Error: "is empty"}}
		half.Documents = append([]audit.Document{{Path: "b.md"}}, unreadable.Documents...)
		for want, r := range map[string]*audit.Report{
			"All 7 links that were checked are fine": skipping, "The one link that was checked is fine": incomplete,
			"The document could not be read": unreadable, "No references were found, but 1 of 2 documents could not be read": half,
		} {
			if got := verdictOn(r, [len(needs)]int{needNone: r.Summary.Links}); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	})
}

// Whatever a text is, a browser reads it back as text, in an element and in an
// attribute.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", hostile, `"'<>&`, "\v", "</noscript><li id=f1>", "<!--", "&amp;lt;", "港口\x80", "]]>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var b strings.Builder
		w := bufio.NewWriter(&b)
		h := htmlWriter{w}
		h.raw(`<p title="`)
		h.text(s)
		h.raw(`">`)
		h.text(s)
		h.raw("</p>")
		h.link("http://a.example/"+s, s)
		w.Flush()
		body, err := html.ParseFragment(strings.NewReader(b.String()), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
		if err != nil || len(body) != 2 {
			t.Fatalf("%q became %d elements: %v", s, len(body), err)
		}
		want := Printable(s)
		if got := body[0].Attr[0].Val; got != want || len(body[0].Attr) != 1 {
			t.Errorf("attribute %q, want %q", got, want)
		}
		if got := body[1].Attr[0].Val; got != Printable("http://a.example/"+s) || len(body[1].Attr) != 1 {
			t.Errorf("address %q of %q", got, s)
		}
		for _, n := range body {
			if got := n.FirstChild; want == "" && got != nil || want != "" && (got.Data != want || got.NextSibling != nil) {
				t.Errorf("text %v, want %q", got, want)
			}
		}
	})
}

package refs

import "testing"

func TestAids(t *testing.T) {
	for href, want := range map[string]bool{
		"http://scholar.google.com/scholar_lookup?&title=Drift&author=Aalto":                      true,
		"https://scholar.google.de/scholar?q=Drift":                                               true,
		"https://scholar.google.com/citations?user=x":                                             false,
		"http://scholar.google.com.evil.org/scholar?q=x":                                          true, // nobody cites it
		"https://pubmed.ncbi.nlm.nih.gov/?term=Drift":                                             true,
		"https://www.ncbi.nlm.nih.gov/pubmed/?term=Drift+of":                                      true,
		"https://pubmed.ncbi.nlm.nih.gov/25544475/":                                               false,
		"http://www.ncbi.nlm.nih.gov/entrez/query.fcgi?cmd=Retrieve&db=PubMed&list_uids=25544475": false,
		"https://doi.org/10.5555/jms.12":                                                          false,
		"https://search.crossref.org/?q=Drift":                                                    true,
		"http://gateway.webofknowledge.com/gateway/Gateway.cgi?KeyUT=A1":                          true,
		"https://www.scopus.com/inward/record.url?eid=2-s2.0-1":                                   true,
		"https://www.scopus.com/sources":                                                          false,
		"http://adsabs.harvard.edu/cgi-bin/nph-data_query?bibcode=2019J":                          true,
		"https://ui.adsabs.harvard.edu/abs/2019J":                                                 false,
		"https://lib.example.edu/openurl?sid=x&genre=article":                                     true,
		"https://resolver.example.edu/x?rft.atitle=Drift":                                         true,
		"https://resolver.example.edu/x?genre=article&aulast=Aalto":                               true,
		"https://tides.org/search?q=gauges":                                                       false,
		"https://www.google.com/search?q=drift":                                                   true,
		"https://www.google.com/maps":                                                             false,
		"/scholar?q=x":                                                                            false, "mailto:a@b.org": false, "": false,
	} {
		if got := isAid(href, "Google Scholar"); got != want {
			t.Errorf("%s: %v", href, got)
		}
		if isAid(href, href) && hasLocator(href) {
			t.Errorf("%s is an aid though readers see it", href)
		}
	}
	for href, want := range map[string]bool{
		"https://twitter.com/intent/tweet?url=http://x.org/": true, "https://twitter.com/gauges/status/1": false, "https://x.com/share?url=a": true, "https://www.facebook.com/sharer/sharer.php?u=a": true,
		"https://www.facebook.com/gauges": false, "http://vk.com/share.php?url=a": true, "https://t.me/share/url?url=a": true, "https://t.me/gauges": false, "mailto:?subject=a": true, "mailto:a@b.org": false,
		"https://www.linkedin.com/shareArticle?url=a": true, "//reddit.com/submit?url=a": true, "https://tides.org/share": false, "https://wa.me/?text=a": true, "https://wa.me/49123": false, "": false,
	} {
		if got := isShare(href); got != want {
			t.Errorf("share %s: %v", href, got)
		}
	}
}

// TestAidsOfPages holds that aids are left out of lists only, shares everywhere.
func TestAidsOfPages(t *testing.T) {
	checkOutline(t, FormatHTML, `<p>See <a href="https://scholar.google.com/scholar?q=drift">what is known</a>. <a href="https://twitter.com/intent/tweet?url=http://x.org/">Tweet</a> <a rel="license" href="http://creativecommons.org/licenses/by/4.0/">CC BY</a></p>
<h2>References</h2><ol><li>Aalto, M. Drift. 2019. <a href="https://scholar.google.com/scholar?q=drift">Google Scholar</a></li>
<li>Ceder, P. All of Google Scholar. 2018. <a href="https://scholar.google.com/scholar?q=tides">https://scholar.google.com/scholar?q=tides</a></li>
<li>Brandt, K. Rain. 2017. DOI: <a href="https://scholar.google.com/scholar?q=rain">Google Scholar</a> <a href="http://creativecommons.org/licenses/by/4.0/">CC BY</a></li></ol>`, `
~ See what is known. <https://scholar.google.com/scholar?q=drift>
~ Tweet CC BY <http://creativecommons.org/licenses/by/4.0/>
[1] Aalto, M. Drift. 2019. Google Scholar
[2] Ceder, P. All of Google Scholar. 2018. https://scholar.google.com/scholar?q=tides <https://scholar.google.com/scholar?q=tides>
[3] Brandt, K. Rain. 2017. DOI: Google Scholar CC BY
`)
}

func TestUnseen(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"hidden": {`<p hidden>a http://a.org/</p><div style="color: red; DISPLAY : none">b <span>x</span> http://b.org/</div><noscript><p>http://c.org/</p></noscript>
<p>d <span aria-hidden="true">http://d.org/ <span>x</span> http://e.org/</span> http://f.org/ <a hidden href="http://g.org/">g</a> <a class="sr-only" href="http://h.org/">h <a href="http://i.org/">i</a></p><p>http://j.org/</p>
<img hidden><br hidden><p aria-hidden=false>http://k.org/</p><p style="display:block">http://l.org/</p>`, `
~ d http://f.org/ i <http://f.org/>
~ d http://f.org/ i <http://i.org/>
~ http://j.org/ <http://j.org/>
~ http://k.org/ <http://k.org/>
~ http://l.org/ <http://l.org/>
`},
		"pages that a script shows, or that a dialog covers": {`<body style="visibility:hidden"><div aria-hidden="true"><p>See http://a.org/</p></div>`, `
~ See http://a.org/ <http://a.org/>
`},
		"never closed": {`<div>a <span hidden>http://a.org/<p>b</p></div><p>http://c.org/</p>`, `
~ http://c.org/ <http://c.org/>
`},
		"lists that are folded away": {`<div style="display:none"><p>a http://a.org/</p><div class="references"><ol><li>Aalto, M. Drift. 2019. http://tides.org/</li><li hidden>Ceder, P. Tides. 2018.</li></ol></div><p>http://b.org/</p></div><p>http://c.org/</p>`, `
[1] Aalto, M. Drift. 2019. http://tides.org/ <http://tides.org/>
[2] Ceder, P. Tides. 2018.
~ http://c.org/ <http://c.org/>
`},
		"heading for programs": {`<h2 class="visually-hidden">References</h2><p>Aalto, M. Drift. 2019.</p><p>Ceder, P. Tides. 2018.</p>`, `
[] Aalto, M. Drift. 2019.
[] Ceder, P. Tides. 2018.
`},
	} {
		t.Run(name, func(t *testing.T) { checkOutline(t, FormatHTML, c.text, c.want) })
	}
}

func TestRedirectors(t *testing.T) {
	for s, want := range map[Target]Target{
		"https://www.google.com/url?sa=t&q=https%3A%2F%2Ftides.org%2Fa%3Fb&usg=x":            "https://tides.org/a?b",
		"https://www.google.de/url?q=https://tides.org/":                                     "https://tides.org/",
		"https://l.facebook.com/l.php?u=http%3A%2F%2Ftides.org%2F&h=x":                       "http://tides.org/",
		"https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Ftides.org&data=x": "https://tides.org/",
		"https://harbour.org/redirect?url=https%3A%2F%2Ftides.org%2F":                        "https://tides.org/",
		"https://harbour.org/redirect?url=%2Flocal":                                          "",
		"https://harbour.org/article?url=https%3A%2F%2Ftides.org%2F":                         "",
		"https://www.google.com/search?q=https://tides.org/":                                 "",
		"https://tides.org/": "",
	} {
		if got := redirectedTo(s); got != want {
			t.Errorf("%s: %q; want %q", s, got, want)
		}
	}
	doc, err := Read("x", []byte(`<a href="https://www.google.com/url?q=https%3A%2F%2Ftides.org%2Fa&amp;sa=D">here</a>`), Options{Format: FormatHTML})
	if err != nil || len(doc.References) != 1 {
		t.Fatal(doc, err)
	}
	l := doc.References[0].Links[0]
	if len(l.Defects) > 0 || len(l.Repairs) != 1 || l.Repairs[0].Target != "https://tides.org/a" {
		t.Errorf("%+v", l)
	}
}

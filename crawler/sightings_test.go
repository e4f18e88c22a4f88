package crawler

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// citing gives what a run looks for in the page at an address that an entry of a
// list of references ends with; nil: nothing.
func citing(t testing.TB, entry, address string) (sought *audit.Sought) {
	t.Helper()
	doc, err := refs.Read("paper.txt", []byte("References\n\n[1] "+entry+" "+address+"\n"), refs.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = audit.Run(t.Context(), []audit.Input{{Document: doc}}, audit.Options{Checker: eavesdropper(func(q audit.Question) { sought = q.Sought })})
	if err != nil {
		t.Fatal(err)
	}
	return sought
}

// An eavesdropper hears what is asked, and finds everything fine.
type eavesdropper func(audit.Question)

func (e eavesdropper) Check(_ context.Context, questions []audit.Question, answer func(audit.Outcome)) error {
	for _, q := range questions {
		e(q)
		answer(audit.Outcome{Target: q.Target, Verdict: audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}})
	}
	return nil
}

// isWithout tells whether a page at an address is found to be without what it is
// cited by there.
func (a *answer) isWithout(sought *audit.Sought, address string) bool {
	ch := &chain{url: address, purpose: toCheck, hops: []audit.Hop{{URL: address, Status: a.status}}}
	m := a.metadata(address)
	return sought != nil && slices.ContainsFunc(ch.sightings(a, sought, &m), func(s audit.Sighting) bool { return s.Lost > 0 })
}

// A page is searched only if it is one by its address, was read whole, and holds
// what it shows.
func TestSightings(t *testing.T) {
	const address = "https://guides.org/fauna/page.html"
	casino := bornAgain("Best casinos")
	with := func(old, new string) string { return strings.Replace(casino, old, new, 1) }
	said := func(what string) string { return with("</body>", what+"</body>") }
	few := bornAgain("Best casinos")
	few = few[:strings.Index(few, "</p>")]
	tests := map[string]struct {
		page, entry, address, end string // "": casino, beesEntry, address, address
		change                    func(*answer)
		lost                      bool
	}{
		"another page":                    {lost: true},
		"another page, redirected to":     {end: "https://casino.net/tables/1", lost: true},
		"at an address of one name":       {address: "https://guides.org/wild-bees", lost: true},
		"at an address of a script":       {address: "https://guides.org/?id=7", lost: true},
		"copy in an archive":              {address: "https://web.archive.org/web/20190102030405/https://guides.org/bees.html", lost: true},
		"with a frame that counts":        {page: said(`<iframe src="https://count.example/x" width="1" height="1"></iframe><noscript><iframe src="https://count.example/y"></iframe></noscript>`), lost: true},
		"with styles that say the words":  {page: said("<style>.survey .bees{}</style>"), lost: true},
		"with classes that do":            {page: said(`<div class="survey bees meadows" style="--bees:1" onclick="bees()">`), lost: true},
		"in the title":                    {page: bornAgain("Guidelines for the survey of wild bees")},
		"in the text":                     {page: said("<p>Bees.")},
		"in a heading":                    {page: said("<h2>Survey</h2>")},
		"in a menu":                       {page: said("<nav><a href=/x>Wild bees</a></nav>")},
		"in what is hidden":               {page: said(`<div hidden>Wild bees</div>`)},
		"in a template":                   {page: said(`<template><p>Wild bees</p></template>`)},
		"for readers without scripts":     {page: said(`<noscript><p>Wild bees</p></noscript>`)},
		"in a picture's text":             {page: said(`<img src=x alt="Wild bees">`)},
		"in what a picture is called":     {page: said(`<img src="/img/wild-bees.jpg">`)},
		"in the address of a background":  {page: said(`<div style="background:url(/img/bees.jpg)"></div>`)},
		"in an address that scripts open": {page: said(`<b onclick="location='bees.html'">more</b>`)},
		"in a comment":                    {page: said("<!-- <p>Wild b&#101;es</p> -->")},
		"in an address":                   {page: said(`<a href="/moved/guidelines_bees.html">moved</a>`)},
		"in an escaped address":           {page: said(`<a href="/moved/wild%20bees">moved</a>`)},
		"in a description":                {page: with("<title>", `<meta name=description content="On wild bees"><title>`)},
		"in a graph":                      {page: said(`<script type="application/ld+json">{"name":"Wild bees"}</script>`)},
		"in a script":                     {page: said(`<script>var state={"t":"b\u0065es"}</script>`)},
		"in a field":                      {page: said(`<input value="wild bees">`)},
		"in a script, escaped twice":      {page: said(`<script>var state=JSON.parse("{\"t\":\"b\\u0065\\u0065s\"}")</script>`)},
		"in a script, escaped otherwise":  {page: said(`<script>var state={t:"b\x65\u{65}s"}</script>`)},
		"in a script, old escapes":        {page: said(`<script>document.write(unescape("b%u0065%65s"))</script>`)},
		"in a script, with entities":      {page: said(`<script>var state={t:"b&#101;es"}</script>`)},
		"in a script, on a line":          {page: said(`<script>var state={t:"# Swarms\nbees"}</script>`)},
		"in an attribute, escaped":        {page: said(`<div data-page="{&quot;t&quot;:&quot;b\u0065es&quot;}">`)},
		"in an address with a mistake":    {page: said(`<a href="/moved?at=50%&to=%62%65%65s">moved</a>`)},
		"in entities":                     {page: said("<p>b&#101;es")},
		"in letters of their own":         {page: said("<p><b>B</b><span>ees</span>")},
		"with soft hyphens":               {page: said("<p>guide&shy;lines")},
		"in a text area":                  {page: said("<textarea>bees</textarea>")},
		"by its author":                   {page: said("<p>Aalto")},
		"by its publisher":                {page: said("<footer>Tide</footer>")},
		"in UTF-16":                       {page: inUTF16(said("<p>Bees."))},
		"app that is empty":               {page: `<title>Best casinos</title><div id=root></div><script src=app.js></script>`},
		"app with a notice":               {page: `<title>Best casinos</title><div id=root>` + strings.Repeat("<p>You need to enable JavaScript to run this app, for it is the one thing that it is made of, as all of them are.", 20) + "</div>"},
		"app with a footer":               {page: strings.NewReplacer("<h1>", "<div id=root></div><footer>", "</body>", "</footer></body>").Replace(casino)},
		"consent":                         {page: strings.ReplaceAll(casino, "the wheel", "the cookie")},
		"text of few words":               {page: few},
		"list of links":                   {page: said(strings.Repeat("<li><a href=/x>One of the many things that we sell to all of you</a>", 40))},
		"sentences that are links":        {page: few + strings.Repeat("<p><a href=/x>"+"come in and play with us at the tables where you will win"+"</a></p>", 20) + strings.Repeat("<p>Two words</p>", 200)},
		"app that shows its start":        {page: with("<h1>", `<div id="root"><h1>`)},
		"app in an element of its own":    {page: with("<h1>", `<app-root><h1>`)},
		"start of a site, for all":        {page: with("<title>", `<link rel=canonical href="https://guides.org/"><title>`)},
		"its own address":                 {page: with("<title>", `<link rel=canonical href="https://guides.org/fauna/page.html"><title>`), lost: true},
		"to be loaded":                    {page: said("<p>Loading…</p>")},
		"to be filled in":                 {page: said("<p>By {{ author }}</p>")},
		"canvas":                          {page: said(`<canvas id=pages></canvas>`)},
		"with a document":                 {page: said(`<p>Read <a href="/media/1234.PDF?v=2">more</a>`)},
		"with something to download":      {page: said(`<p>Read <a href="/media/1234/download">more</a>`)},
		"with a file to keep":             {page: said(`<p>Read <a href="/media?1234" download>more</a>`)},
		"with a document on all pages":    {page: said(`<footer><a href="/media/terms.pdf">Rules of the house</a></footer>`), lost: true},
		"frames":                          {page: "<title>Best casinos</title><frameset><frame src=a.html></frameset>"},
		"frame beside text":               {page: said(`<iframe src="/viewer?file=guide.pdf" width="100%"></iframe>`)},
		"viewer of a document":            {page: said(`<object data="guide.pdf"></object>`)},
		"behind a password":               {page: said(`<form><input type=Password name=p></form>`)},
		"terms to agree to":               {page: bornAgain("Terms of use")},
		"for some readers":                {page: bornAgain("For healthcare professionals only")},
		"before others":                   {page: bornAgain("Before you continue")},
		"in which to wait":                {page: bornAgain("You are now in line")},
		"login":                           {page: bornAgain("Sign in to continue")},
		"maintenance":                     {page: bornAgain("Temporarily closed for maintenance")},
		"page without a title":            {page: strings.NewReplacer("Best casinos", "", "h1", "p").Replace(casino)},
		"start page":                      {address: "https://guides.org/"},
		"start page of a language":        {address: "https://guides.org/en/index.html"},
		"start page in a language":        {address: "https://guides.org/?lang=en"},
		"start page, by its script":       {address: "https://guides.org/index.php?lang=en"},
		"copy of a start page":            {address: "https://web.archive.org/web/20190102030405/https://guides.org/"},
		"sent to the start page":          {end: "https://guides.org/"},
		"section":                         {address: "https://guides.org/publications/"},
		"section in a language":           {address: "https://guides.org/en/publications/"},
		"section of a section":            {address: "https://guides.org/research/reports.html"},
		"report of a section":             {address: "https://guides.org/research/reports.php?id=7", lost: true},
		"page of a list":                  {address: "https://guides.org/blog/page/3/"},
		"page of a list, by parameter":    {address: "https://guides.org/blog/list?page=3"},
		"list of a subject":               {address: "https://guides.org/blog/category/insects/"},
		"list of a month":                 {address: "https://guides.org/blog/2019/05/"},
		"post of a month":                 {address: "https://guides.org/blog/2019/05/wild-life", lost: true},
		"program":                         {address: "https://pypi.org/project/wildcount/"},
		"copy of a program":               {address: "https://web.archive.org/web/20190102030405/https://pypi.org/project/wildcount/"},
		"copy of a repository":            {address: "https://web.archive.org/web/20190102030405/https://github.com/guides/fauna"},
		"post":                            {address: "https://vk.com/wall-123_45"},
		"sent on from a section":          {address: "https://guides.org/publications/", end: address},
		"search":                          {address: "https://guides.org/fauna/search?name=bees"},
		"search by its parameter":         {address: "https://guides.org/fauna/list.php?q=bees"},
		"sent to a login":                 {end: "https://guides.org/login?to=/fauna/page.html"},
		"sent to a stopover":              {end: "https://consent.guides.org/fauna/page?back=%2Ffauna%2Fpage.html"},
		"made by scripts":                 {address: "https://github.com/guides/fauna/blob/main/page.md"},
		"licence":                         {address: "https://opensource.org/licenses/mit-license"},
		"half a page":                     {change: func(a *answer) { a.truncated = true }},
		"page that breaks off":            {change: func(a *answer) { a.bodyErr = http.ErrBodyReadAfterClose }},
		"other status":                    {change: func(a *answer) { a.status = http.StatusNonAuthoritativeInfo }},
		"plain text":                      {change: func(a *answer) { a.header.Set("Content-Type", "text/plain") }},
		"wall":                            {change: func(a *answer) { a.header.Set("Cf-Mitigated", "challenge") }},
		"page in another language":        {page: with("<html>", "<html lang=fi>")},
		"title in another language":       {entry: "Aalto M. (2019). Leitfaden für die Erfassung von Wildbienen auf Wiesen. Tide Press."},
	}
	for name, c := range tests {
		if c.page == "" {
			c.page = casino
		}
		if c.entry == "" {
			c.entry = beesEntry
		}
		if c.address == "" {
			c.address = address
		}
		hops := []audit.Hop{{URL: c.address, Status: http.StatusOK}}
		if c.end == "" {
			c.end = c.address
		} else {
			hops = []audit.Hop{{URL: c.address, Status: http.StatusFound}, {URL: c.end, Status: http.StatusOK}}
		}
		sought := citing(t, c.entry, c.address)
		if sought == nil {
			t.Errorf("%s: nothing is looked for", name)
			continue
		}
		a := corporaPage{contentType: "text/html", body: []byte(c.page)}.answer()
		if c.change != nil {
			c.change(a)
		}
		ch := &chain{url: c.end, purpose: toCheck, hops: hops}
		m := a.metadata(c.end)
		got := ch.sightings(a, sought, &m)
		if len(got) > 1 || (len(got) == 1 && got[0].Lost > 0) != c.lost {
			t.Errorf("%s: %+v, want lost %v", name, got, c.lost)
		}
	}
}

// What pages hold is untrusted.
func FuzzSightings(f *testing.F) {
	f.Add(bornAgain("Best casinos"))
	f.Add("<a hidden><nav></a><iframe><script>\\u00")
	sought := citing(f, beesEntry, "https://guides.org/fauna/page.html")
	f.Fuzz(func(t *testing.T, page string) {
		a := corporaPage{contentType: "text/html", body: []byte(page + "<p>" + beesTitle)}.answer()
		if !strings.Contains(page, "<") && a.isWithout(sought, "https://guides.org/fauna/page.html") {
			t.Errorf("%q", page)
		}
	})
}

package crawler

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/refmend/refmend/audit"
)

// landingPage is a plain landing page of 20 kB: tags in the head, prose behind.
func landingPage() []byte {
	var b strings.Builder
	b.WriteString(`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<title>On the migration of terns | Journal of Coastal Birds</title>
<meta name="citation_title" content="On the migration of terns">
`)
	for _, name := range []string{"Larsen, Ida", "Okafor, Chidi", "Brandt, Jonas"} {
		fmt.Fprintf(&b, "<meta name=\"citation_author\" content=\"%s\">\n", name)
	}
	b.WriteString(`<meta name="citation_journal_title" content="Journal of Coastal Birds">
<meta name="citation_publication_date" content="2018/04/09">
<meta name="citation_doi" content="10.5555/terns.2018.17">
<meta name="citation_firstpage" content="17">
<meta property="og:title" content="On the migration of terns">
<meta property="og:type" content="article">
<meta property="og:site_name" content="Journal of Coastal Birds">
<meta property="article:published_time" content="2018-04-09">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"ScholarlyArticle","headline":"On the migration of terns","author":[{"@type":"Person","name":"Larsen, Ida"},{"@type":"Person","name":"Okafor, Chidi"},{"@type":"Person","name":"Brandt, Jonas"}],"datePublished":"2018-04-09","isPartOf":{"@type":"Periodical","name":"Journal of Coastal Birds"},"identifier":"doi:10.5555/terns.2018.17"}</script>
</head><body><article><h1>On the migration of terns</h1>
`)
	for b.Len() < 20_000 {
		b.WriteString("<p>Terns were counted on nine islands from April to August, twice a day and in all weathers but fog.</p>\n")
	}
	b.WriteString("</article></body></html>\n")
	return []byte(b.String())
}

// plainPage is one of 20 kB that has a title and nothing else in its head.
func plainPage() []byte {
	return []byte("<!doctype html><html><head><title>Terns - A diary</title></head><body><h1>Terns</h1>" +
		strings.Repeat("<p>Terns were counted <b>again</b> in June, and rain kept the count low.</p>\n", 260) + "</body></html>")
}

// busyPage is the landing page with the programs and styles of a large site in
// its head.
func busyPage() []byte {
	ballast := "<style>" + strings.Repeat(".tern > .wing { color: #eee }\n", 1000) + "</style><!-- " + strings.Repeat("- ", 1000) +
		"--><script>" + strings.Repeat("if (a < b) { count('<i>'); }\n", 1000) + "</script>"
	return bytes.Replace(landingPage(), []byte("<title>"), []byte(ballast+"<title>"), 1)
}

func BenchmarkHarvest(b *testing.B) {
	for _, page := range []struct {
		name string
		body []byte
	}{
		{"landing", landingPage()},
		{"busy", busyPage()},
		{"plain", plainPage()},
		{"nested", []byte("<title>Terns</title>" + strings.Repeat("<div>", 4000))},
	} {
		b.Run(page.name, func(b *testing.B) {
			b.SetBytes(int64(len(page.body)))
			b.ReportAllocs()
			for b.Loop() {
				if harvest(page.body, "text/html; charset=utf-8", "https://terns.example/a").Title == "" {
					b.Fatal("no title")
				}
			}
		})
	}
}

func BenchmarkWall(b *testing.B) {
	header := http.Header{"Content-Type": {"text/html"}, "Set-Cookie": {"session=1; Path=/"}}
	for name, body := range map[string][]byte{"landing": landingPage(), "plain": plainPage()} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := newReply("", 200, header, body).wall(); ok {
					b.Fatal("this page is no wall")
				}
			}
		})
	}
}

// BenchmarkJudge is all that is done with a page that has come, with the title in
// it that it is cited by.
func BenchmarkJudge(b *testing.B) {
	const address = "https://terns.org/article/17.html"
	sought := citing(b, "Larsen, I. (2018). On the migration of terns. Journal of Coastal Birds, 4(2), 17-31.", address)
	header := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	wire, err := url.Parse(address)
	if err != nil || sought == nil {
		b.Fatal(err, sought)
	}
	c := newTestCrawler(b, Options{})
	for _, page := range []struct {
		name string
		body []byte
	}{{"landing", landingPage()}, {"busy", busyPage()}, {"plain", plainPage()}} {
		b.Run(page.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				a := &answer{wire: wire, status: 200, header: header, body: page.body}
				t := &task{target: address, sought: sought, chain: &chain{url: address}}
				if st, f := c.advance(t, a, time.Time{}); st.again {
					b.Fatal("the page leads elsewhere")
				} else if o := c.outcome(t, a, f); o.Verdict.State != audit.OK || o.Metadata.Title == "" {
					b.Fatal(o)
				}
			}
		})
	}
}

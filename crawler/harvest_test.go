package crawler

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
)

var updateHarvest = flag.Bool("update-harvest", false, "write the goldens of TestHarvestPages")

// TestHarvestPages harvests the pages of testdata/harvest and compares all that
// was found with the .json beside each.
func TestHarvestPages(t *testing.T) {
	pages, err := filepath.Glob("testdata/harvest/*.html")
	if err != nil || len(pages) < 6 {
		t.Fatalf("found %d pages: %v", len(pages), err)
	}
	for _, path := range pages {
		name := strings.TrimSuffix(filepath.Base(path), ".html")
		t.Run(name, func(t *testing.T) {
			body, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got := harvest(body, "text/html", "https://www."+name+".example/2014/04/09/page")
			golden := strings.TrimSuffix(path, ".html") + ".json"
			if *updateHarvest {
				out, err := json.MarshalIndent(got, "", "\t")
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(golden, append(out, '\n'), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			raw, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			var want audit.Metadata
			if err := json.Unmarshal(raw, &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestHarvestRefusesOtherTypes(t *testing.T) {
	body := []byte("<title>A title</title>")
	for kind, want := range map[string]string{
		"text/html": "A title", "TEXT/HTML; charset=utf-8": "A title", "application/xhtml+xml": "A title", "": "A title",
		"text/plain": "", "application/pdf": "", "image/svg+xml": "", "application/json": "",
	} {
		if got := harvest(body, kind, ""); got.Title != want {
			t.Errorf("%q: title %q, want %q", kind, got.Title, want)
		}
	}
	if got := harvest([]byte("%PDF-1.7 <title>A title</title>"), "text/html", ""); !got.Zero() {
		t.Errorf("a PDF called HTML gave %+v", got)
	}
}

// x/net/html refuses what is nested deeper than 512 elements; the title and
// the tags are found all the same.
func TestHarvestNestedTooDeep(t *testing.T) {
	deep := strings.Repeat("<div>", 600)
	head := `<meta name="citation_author" content="Moss, Edith"><title>A &amp; B</title>`
	for _, page := range []string{deep + head, head + deep, "<head>" + deep + head + "</head>" + deep} {
		got := harvest([]byte(page), "text/html", "")
		if got.Title != "A & B" || !slices.Equal(got.Authors, []string{"Edith Moss"}) {
			t.Errorf("got %+v", got)
		}
	}
	w := newWeb(t)
	w.on("site.example/deep", func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, "<html>"+deep+head) })
	o := check(t, newTestCrawler(t, w.options()), "http://site.example/deep")
	wantVerdict(t, o, audit.OK, audit.ReasonOK)
	if o.Metadata.Title != "A & B" || o.Evidence.Status != 200 {
		t.Errorf("got %+v", o)
	}
}

func TestHarvestIsBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("<title>" + strings.Repeat("long ", 100_000) + "</title>")
	for i := range 5000 {
		b.WriteString(`<meta name="citation_author" content="` + strings.Repeat("a", i%400) + `, B">`)
	}
	b.WriteString(`<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 20_000) + "</script>")
	b.WriteString(strings.Repeat("<p class=date>2019 <h1>x</h1>", 50_000))
	start := time.Now()
	m := harvest([]byte(b.String()), "text/html", "")
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
	if n := utf8.RuneCountInString(m.Title); n > maxTitle || n == 0 {
		t.Errorf("the title has %d runes", n)
	}
	if len(m.Authors) > maxAuthors {
		t.Errorf("there are %d authors", len(m.Authors))
	}
}

// Titles are compared with headings and the site's names, part by part: many
// of each must not multiply.
func TestHarvestTimeIsBounded(t *testing.T) {
	many := strings.Repeat("a | ", 2000)
	var b strings.Builder
	b.WriteString("<title>" + many + "</title>")
	for range 20 {
		b.WriteString(`<meta property="og:site_name" content="b` + many + `">`)
	}
	b.WriteString(`<script type="application/ld+json">[` + strings.Repeat(`{"@type":"Organization","name":"`+many[:400]+`"},`, 500) + "{}]</script>")
	for range 900 {
		b.WriteString("<h1>c" + many + "</h1><p class=date>2019</p>")
	}
	start := time.Now()
	harvest([]byte(b.String()), "text/html", "https://a.example/"+many)
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestCleanTitle(t *testing.T) {
	for _, tt := range []struct{ title, site, url, want string }{
		{"Terns | Coast Review", "", "", "Terns | Coast Review"}, // as likely one title as the other
		{"On the migration of terns | Coast Review", "", "", "On the migration of terns"},
		{"On the migration of terns - Coast Review", "Coast Review", "", "On the migration of terns"},
		{"Coast | On the migration of terns", "Coast", "", "On the migration of terns"},
		{"On the migration of terns - a survey", "Coast Review", "", "On the migration of terns - a survey"},
		{"Лёд сошёл — poima.example", "", "https://poima.example/n/1", "Лёд сошёл"},
		{"Most zamknięty - Kraj - poima.example", "", "https://www.poima.example/n/1", "Most zamknięty - Kraj"},
		{"Terns - Nature", "", "https://www.nature.com/a", "Terns"},
		{"[2101.00001v2] On terns", "", "", "On terns"},
		{"[hep-th/9901001] On terns", "", "", "On terns"},
		{"[Translated article] On terns", "", "", "[Translated article] On terns"},
		{"渡口的灯塔，今晚亮了！-河口资料网", "", "", "渡口的灯塔，今晚亮了！"},
		{"新冠COVID-19疫情通报-河口日报", "", "", "新冠COVID-19疫情通报"},
		{"Well-known birds", "Birds", "", "Well-known birds"},
		{"Coast Review", "Coast Review", "", "Coast Review"},
		{strings.Repeat("a | ", maxSegments) + "Coast Review", "Coast Review", "", strings.Repeat("a | ", maxSegments) + "Coast Review"}, // too many parts to compare
		{"C_name and D_name", "", "", "C_name and D_name"},
	} {
		p := harvested{url: tt.url, tags: []tag{{ogSite, tt.site}}}
		if got := p.cleanTitle(tt.title); got != tt.want {
			t.Errorf("%q at %q %q: got %q, want %q", tt.title, tt.site, tt.url, got, tt.want)
		}
	}
}

func TestISODate(t *testing.T) {
	for written, want := range map[string]string{
		"2006/12/20": "2006-12-20", "Dec 20, 2006": "2006-12-20", "2012 Nov 26": "2012-11-26", "2021/08": "2021-08", "1993": "1993",
		"2022-02-28T23:30:00-05:00": "2022-02-28", "2023年3月20日": "2023-03-20", "２０２３年３月": "2023-03", "20.03.2023": "2023-03-20",
		"15 августа 2016, 13:43": "2016-08-15", "Tue, 4 May 2021 19:18:00 +0200": "2021-05-04", "8. Dezember 2010 um 10:56": "2010-12-08",
		"mar. 4 mai 2021": "2021-05-04", "1er août 1999": "1999-08-01", "20 de marzo de 2023": "2023-03-20", "2023년 3월 20일": "2023-03-20",
		"20190517": "2019-05-17", "2019-05-17 10:11": "2019-05-17", "Mon Mar 03 2014 10:00:00 GMT": "2014-03-03", "12/20/2006": "2006-12-20",
		"20/12/2006": "2006-12-20", "05/06/2006": "2006", "05/2006": "2006-05", "2017-00-00": "2017", "2017-02-31": "2017-02", "2017-13-01": "2017",
		"2014-2015": "2014", "January-March 2019": "2019", "Spring 2015": "2015", "7 листопада 2011": "2011-11-07", "12 lipca 2020": "2020-07-12",
		"0000-00-00": "", "": "", "today": "", "12345": "", "13:45": "", "vol. 12": "", "99999999": "", "May": "",
	} {
		if got := isoDate(written); got != want {
			t.Errorf("%q: got %q, want %q", written, got, want)
		}
	}
}

func TestPlaceholderDates(t *testing.T) {
	for _, tt := range []struct{ publication, online, want string }{
		{"2020/01/01", "2019/12/14", "2019-12-14"},
		{"2020/01/01", "2020/03/09", "2020-03-09"},
		{"2020/01/01", "2017/03/09", "2020-01-01"},
		{"2020/01/01", "2020", "2020-01-01"},
		{"2020/02/01", "2020/03/09", "2020-02-01"},
	} {
		p := harvested{tags: []tag{{citationPublicationDate, tt.publication}, {citationOnlineDate, tt.online}}}
		if got := p.published(""); got != tt.want {
			t.Errorf("%s and %s: got %s, want %s", tt.publication, tt.online, got, tt.want)
		}
	}
}

func TestDateInURL(t *testing.T) {
	for address, want := range map[string]string{
		"http://n.example/local/2020-02/19/c_11.htm": "2020-02-19", "http://n.example/2021/07/08/a": "2021-07-08",
		"http://n.example/detail/20200102/1.html": "2020-01-02", "http://n.example/2021-07-08": "2021-07-08",
		"https://web.archive.org/web/20120611024252/http://n.example/2012-06/04/c.htm": "2012-06-04",
		"https://web.archive.org/web/20120611024252/http://n.example/":                 "",
		"http://n.example/2021/07/": "", "http://n.example/a/20209945/": "", "http://n.example/2021/02/30/": "",
	} {
		if got := dateInURL(address); got != want {
			t.Errorf("%s: got %q, want %q", address, got, want)
		}
	}
}

func TestBodyDate(t *testing.T) {
	far := strings.Repeat("<b></b>", nearSaid)
	near := strings.Repeat("<b></b>", nearShown)
	for name, tt := range map[string]struct{ body, want string }{
		"before":         {`<p class="post-date">4 May 2021</p><h1>Ice is gone</h1>`, "2021-05-04"},
		"behind":         {`<h1>Ice is gone</h1><time datetime="2021-05-04T10:00">yesterday</time>`, "2021-05-04"},
		"nearest":        {`<time>2026-11-24</time>` + near[:70] + `<h1>Ice is gone</h1><time>2021-05-04</time>`, "2021-05-04"},
		"said, further":  {`<h1>Ice is gone</h1>` + near + `<meta itemprop="a"><span itemprop="datePublished" content="2021-05-04"></span>`, "2021-05-04"},
		"shown, too far": {`<h1>Ice is gone</h1>` + near + `<time>2021-05-04</time>`, ""},
		"said, too far":  {`<h1>Ice is gone</h1>` + far + `<time itemprop="datePublished">2021-05-04</time>`, ""},
		"in a sentence":  {`<h1>Ice is gone</h1><p class="date">The ice has gone, but not for good, as it did on the 4th of May 2021.</p>`, ""},
		"banner":         {`<h1><a href="/">Ice is gone</a></h1><time>2021-05-04</time>`, ""},
	} {
		page := "<head><title>Ice is gone</title></head><body>" + tt.body + "</body>"
		if got := harvest([]byte(page), "text/html", "https://n.example/x").Published; got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
}

func TestNamesOf(t *testing.T) {
	for _, tt := range []struct {
		value string
		loose bool
		want  string
	}{
		{"Doe, Jane", false, "Jane Doe"}, {" Doe,  Jane ", true, "Jane Doe"}, {"Jane Doe", false, "Jane Doe"},
		{"King, Martin, Jr.", false, "Martin King Jr."}, {"Jane Doe, PhD", false, "Jane Doe PhD"},
		{"Doe, Jane; Roe, Richard", false, "Jane Doe|Richard Roe"}, {"Doe, Ren&eacute;; Roe, R.", false, "René Doe|R. Roe"},
		{"王小明；李 四、張三", false, "王小明|李 四|張三"}, {"Doe", false, "Doe"}, {"Doe ,", false, "Doe"}, {"Doe, Jane,", false, "Jane Doe"}, {"Doe,, Jane", false, "Doe,, Jane"},
		{"By Jane Doe, Richard Roe and Ann Poe", true, "Jane Doe|Richard Roe|Ann Poe"}, {"Jane Doe and Richard Roe", true, "Jane Doe|Richard Roe"},
		{"Jane Doe, Tide Lab, University of Mud", true, "Jane Doe, Tide Lab, University of Mud"},
		{"王, 小明", false, "王^小明"}, {"García Márquez, Gabriel", false, "Gabriel ^García Márquez"}, {"Иванов, Пётр Петрович", false, "Пётр Петрович Иванов"},
		{"admin", true, ""}, {"https://x.example/jane", true, ""}, {"Theme - http://themes.example", true, ""}, {"jane@x.example", false, ""}, {"---", false, ""},
	} {
		if got := strings.ReplaceAll(strings.Join(namesOf([]string{tt.value}, tt.loose), "|"), familyMark, "^"); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.value, got, tt.want)
		}
	}
}

func TestDOIOf(t *testing.T) {
	for value, want := range map[string]string{
		"10.1000/182": "10.1000/182", "doi:10.1000/A(1)2<3>": "10.1000/A(1)2<3>", "DOI 10.1000/182": "10.1000/182",
		"https://doi.org/10.1000/a%2Fb": "10.1000/a/b", "http://dx.doi.org/10.1000/182": "10.1000/182", "info:doi/10.1000/182": "10.1000/182",
		"10.1000.10/182": "10.1000.10/182", "10.123456789/1": "10.123456789/1", "10.1000/ж-٣": "10.1000/ж-٣", "10.1000//": "10.1000//", "10.1234567890/1": "", "10.1000./1": "", "10.1000.1a/1": "",
		"10/10001": "", "1.1000/182": "", "10.1000/": "", "10.1000/a\u00a0b": "", "10.1000/a\x7fb": "", "10.1000/\xff": "", "10.１０００/1": "",
		"d41586-018-1": "", "10.1000": "", "10.1000/a b": "", "see 10.1000/182": "", "https://x.example/10.1000/182": "", "10.12/1": "",
	} {
		if got := doiOf(value); got != want {
			t.Errorf("%q: got %q, want %q", value, got, want)
		}
	}
	for address, want := range map[string]string{
		"https://pub.example/doi/full/10.1000/ab.12?x=1": "10.1000/ab.12", "https://pub.example/articles/10.1000/ab.12/full": "10.1000/ab.12",
		"https://pub.example/articles/12": "",
	} {
		if got := doiInURL(address); got != want {
			t.Errorf("%s: got %q, want %q", address, got, want)
		}
	}
}

func TestLanguageTag(t *testing.T) {
	for written, want := range map[string]string{
		"en": "en", "En": "en", "en_US": "en-US", "zh-Hans-CN": "zh-Hans-CN", "eng": "en", "English": "en", "ru, en": "ru",
		"": "", "und": "", "klingonisch": "", "x\x00": "", "12": "",
	} {
		if got := languageTag(written); got != want {
			t.Errorf("%q: got %q, want %q", written, got, want)
		}
	}
}

func TestWorkOfSeveral(t *testing.T) {
	list := `[{"@type":"NewsArticle","headline":"Ice is gone","url":"https://n.example/1"},{"@type":"NewsArticle","headline":"Ferry starts","url":"https://n.example/2"}]`
	page := func(title, json string) string {
		return "<head><title>" + title + `</title><script type="application/ld+json">` + json + "</script></head>"
	}
	for name, tt := range map[string]struct{ page, want, source string }{
		"list":             {page("All news of today", list), "All news of today", "html"},
		"titled":           {page("Ferry starts | News", list), "Ferry starts", "json-ld"},
		"null":             {page("Ice", "null"), "Ice", "html"},
		"broken":           {page("Ice", `{"@type":"NewsArticle","headline":`), "Ice", "html"},
		"other things":     {page("Ice", `{"@type":"Product","name":"Ice cream"}`), "Ice", "html"},
		"trailing comment": {page("Ice", `{"@type":"Article","headline":"Ice is gone"} <!-- made by hand -->`), "Ice is gone", "json-ld"},
	} {
		if got := harvest([]byte(tt.page), "text/html", "https://n.example/"); got.Title != tt.want || got.Source != tt.source {
			t.Errorf("%s: got %q from %s, want %q from %s", name, got.Title, got.Source, tt.want, tt.source)
		}
	}
}

func TestFold(t *testing.T) {
	for s, want := range map[string]string{
		" a \t\n b ": "a b", "a\x00\x1b[31mb": "a[31mb", "a\u202eb\u200bc": "abc", "می\u200cخواهم": "می\u200cخواهم", "a\xffb": "a\ufffdb",
		"one two three four": "one two th", "äöüäöüäöüäöü": "äöüäöüäöüä", "123456789 abc": "123456789",
	} {
		if got := fold(s, 10); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}

func FuzzHarvest(f *testing.F) {
	pages, err := filepath.Glob("testdata/harvest/*.html")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range pages {
		body, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body, "text/html", "https://www.example.org/a/1")
	}
	f.Add([]byte("<title>Terns</title>"+coinOf("rft.atitle=Terns&rft.volume=5&rft.au=de+la+Cruz%2C+A.")), "text/html", "")
	f.Add([]byte("<title>\xc1\xaa\xcd\xa8"), "text/html; charset=gbk", "://")
	f.Fuzz(func(t *testing.T, body []byte, contentType, pageURL string) {
		m := harvest(body, contentType, pageURL)
		d := m.Told()
		texts := slices.Concat([]string{m.Title, m.Published, m.Container, m.Publisher, m.Language, m.DOI, m.Canonical, m.Type, d.Series, d.Volume, d.Issue, d.Pages, d.ISSN, d.ISBN}, m.Authors, d.Families)
		for i, family := range d.Families {
			if !strings.Contains(m.Authors[i], family) {
				t.Errorf("%q is the family of %q", family, m.Authors[i])
			}
		}
		for _, s := range texts {
			if !utf8.ValidString(s) || utf8.RuneCountInString(s) > 3*maxURL || strings.ContainsAny(s, "\x00\x1b\x1f\n\r") {
				t.Errorf("gave %q", s)
			}
		}
		if utf8.RuneCountInString(m.Title) > maxTitle || len(m.Authors) > maxAuthors || !slices.Contains([]int{0, 4, 7, 10}, len(m.Published)) {
			t.Errorf("gave %+v", m)
		}
		newReply("", 403, nil, body).wall()
		newReply("", 200, nil, body).wall()
	})
}

package refs

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

const jatsArticle = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving DTD v1.2//EN" "http://jats.nlm.nih.gov/archiving/1.2/JATS-archivearticle1.dtd" [
<!ENTITY a "http://entity.org/"> <!-- "quoted > -->
]>
<article article-type="research-article" dtd-version="1.2" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML">
<front><journal-meta><journal-id>tides</journal-id><self-uri xlink:href="http://journal.org/"/></journal-meta>
<article-meta><article-id pub-id-type="doi">10.1000/own</article-id>
<title-group><article-title>On <italic>tides</italic></article-title></title-group>
<contrib-group><contrib><contrib-id contrib-id-type="orcid">http://orcid.org/0000-0001-0000-0001</contrib-id><name><surname>Aalto</surname><given-names>M</given-names></name></contrib></contrib-group>
<permissions><license xlink:href="http://licence.org/by/4.0/"><license-p>Under <ext-link ext-link-type="uri" xlink:href="http://licence.org/by/4.0/">CC BY</ext-link>.</license-p></license></permissions>
<related-article ext-link-type="doi" related-article-type="corrected-article" xlink:href="10.1000/related"/>
</article-meta></front>
<body><sec id="s1"><label>1</label><title>Introduction</title>
<p>Tides<xref ref-type="bibr" rid="b1"><sup>1</sup></xref> are listed<fn><label>*</label><p>In <ext-link xlink:href="http://note.org/a?b&amp;c=1">a table</ext-link> of 2001.</p></fn> at <uri>http://body.org/x</uri>, &a; and <ext-link xlink:href="#s1">here</ext-link>.</p>
<p><code>curl http://code.org/</code></p></sec></body>
<back><ref-list><title>References</title>
<ref id="b1"><label>[1]</label><mixed-citation publication-type="journal" xml:lang="de"><name><surname>Brandt</surname>, <given-names>K.</given-names></name> (<year>2001</year>). <article-title>Die Gezeiten</article-title>. <source>Meer</source> <volume>3</volume>. doi:<pub-id pub-id-type="doi">10.1000/S0140-6736(97)1&lt;2</pub-id>. PMID: <pub-id pub-id-type="pmid">1234567</pub-id><pub-id pub-id-type="pmcid">PMC7654321</pub-id></mixed-citation></ref>
<ref id="b2">
  <element-citation publication-type="web">
    <person-group person-group-type="author">
      <name><surname>Ceder</surname><given-names>P-O</given-names></name>
      <collab>Buoy Group</collab>
    </person-group>
    <year iso-8601-date="2014">2014</year>
    <article-title>Buoys: a view</article-title>
    <source>Sea</source><volume>12</volume><issue>3</issue><fpage>5</fpage><lpage>9</lpage>
    <comment>Available at:</comment>
    <ext-link ext-link-type="uri" xlink:href="http://buoys.org/a">http://buoys.org/a</ext-link>
    <date-in-citation content-type="access-date" iso-8601-date="2014-07-14">July 14, 2014</date-in-citation>
    <pub-id pub-id-type="doi">10.1000/buoys.1</pub-id>
    <pub-id pub-id-type="pmid">9912</pub-id>
    <pub-id pub-id-type="arxiv">2101.00001</pub-id>
    <pub-id pub-id-type="pii">S0000-0000(00)00000-0</pub-id>
  </element-citation>
</ref>
<ref id="b3"><label>3.</label><citation-alternatives><element-citation><year>1999</year><source>Rain</source><pub-id pub-id-type="doi">10.1000/rain</pub-id></element-citation><mixed-citation>Dunn L. Rain. 1999. https://doi.org/10.1000/rain</mixed-citation></citation-alternatives></ref>
<ref id="b4"><label>4</label><mixed-citation>Ek T. Wind. 2004. <ext-link ext-link-type="doi" xlink:href="10.1000/wind">CrossRef</ext-link> URL: </mixed-citation></ref>
</ref-list>
<fn-group><title>Notes</title><fn id="f1"><label>2</label><p>See http://fn.org/ of 2003.</p></fn><fn fn-type="conflict"><p>None.</p></fn></fn-group></back>
<sub-article><front-stub><article-id pub-id-type="doi">10.1000/own.1</article-id><title-group><article-title>Letter</article-title></title-group></front-stub><body><p>A review, http://sub.org/.</p></body></sub-article>
</article>
`

func TestReadJATS(t *testing.T) {
	doc := checkOutline(t, FormatJATS, jatsArticle, `
~ Under CC BY. <http://licence.org/by/4.0/>
~ 10.1000/related <10.1000/related>
[*] In a table of 2001. <http://note.org/a?b&c=1>
~ Tides1 are listed at http://body.org/x, &a; and here. <http://body.org/x>
[1] Brandt, K. (2001). Die Gezeiten. Meer 3. doi:10.1000/S0140-6736(97)1<2. PMID: 1234567 PMC7654321 <10.1000/S0140-6736(97)1<2> <1234567> <PMC7654321>
[b2] Ceder P-O, Buoy Group. 2014. Buoys: a view. Sea 12(3): 5–9. Available at: http://buoys.org/a. accessed July 14, 2014. doi:10.1000/buoys.1. PMID:9912. arXiv:2101.00001. S0000-0000(00)00000-0 <http://buoys.org/a> <10.1000/buoys.1> <9912> <2101.00001>
[3] Dunn L. Rain. 1999. https://doi.org/10.1000/rain <https://doi.org/10.1000/rain>
[4] Ek T. Wind. 2004. CrossRef URL: <10.1000/wind> <>
[2] See http://fn.org/ of 2003. <http://fn.org/>
~ A review, http://sub.org/. <http://sub.org/>
`)
	checkFacts(t, doc, "b2 2014 2014-07-14", "1 2001  de", "3 1999")
	checkPlaces(t, jatsArticle, doc)
	if doc.Title != "On tides" {
		t.Errorf("title %q", doc.Title)
	}
}

const teiText = `<?xml version="1.0"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en" xsi:schemaLocation="http://www.tei-c.org/ns/1.0 http://schema.org/x.xsd">
<teiHeader><fileDesc><titleStmt><title level="a" type="main">On buoys</title></titleStmt>
<publicationStmt><availability><licence target="http://licence.org/"/></availability></publicationStmt>
<sourceDesc><biblStruct><idno type="DOI">10.1000/own</idno></biblStruct></sourceDesc></fileDesc>
<encodingDesc><ref target="http://tool.org/">a tool</ref></encodingDesc>
<profileDesc><abstract><p>See http://abstract.org/ too.</p></abstract></profileDesc></teiHeader>
<text><body><div><head n="1">Introduction</head>
<p>As <ref type="bibr" target="#b0">[1]</ref> and <ref target="http://body.org/a">this page</ref> say<note place="foot" n="1">At http://foot.org/x of 2004.</note>, see also <bibl>Ek, <ptr target="http://inline.org/"/></bibl>.</p></div></body>
<back><div type="references"><head>References</head><listBibl>
<biblStruct xml:id="b0"><analytic><title level="a" type="main">Moored buoys</title><author><persName><forename type="first">M</forename><surname>Aalto</surname></persName></author>
<idno type="DOI">10.1000/moored</idno><idno type="PMID">1234567</idno><ptr target="http://buoys.org/m http://buoys.org/n http://buoys.org/o"/></analytic>
<monogr><title level="j">Sea</title><imprint><publisher>Verlag</publisher><date type="published" when="2011-03"/><date type="accessed" when="2020-02-03"/></imprint></monogr></biblStruct>
<biblStruct xml:id="b1" n="2"><monogr><title xml:lang="fr">Les bou&#xE9;es</title></monogr><note type="raw_reference">Brun L. Les bouées. 2004. doi:10.1000/bouees</note><idno type="arXiv">2101.00001</idno></biblStruct>
<bibl n="3">Ceder, P. <title>Waves</title>, <date>1999</date>, <ref target="http://waves.org/">online</ref>, <idno type="ISBN">9780306406157</idno></bibl>
</listBibl></div><div><p>More at http://end.org/.</p></div></back></text></TEI>
`

func TestReadTEI(t *testing.T) {
	doc := checkOutline(t, FormatTEI, teiText, `
~ See http://abstract.org/ too. <http://abstract.org/>
~ As [1] and this page say, see also Ek, . <http://body.org/a>
[1] At http://foot.org/x of 2004. <http://foot.org/x>
~ As [1] and this page say, see also Ek, . <http://inline.org/>
[b0] Moored buoys, M Aalto. doi:10.1000/moored. PMID:1234567. Sea. Verlag. 2011. accessed 2020-02-03 <10.1000/moored> <1234567> <http://buoys.org/m> <http://buoys.org/n> <http://buoys.org/o>
[2] Brun L. Les bouées. 2004. doi:10.1000/bouees <10.1000/bouees> <2101.00001>
[3] Ceder, P. Waves, 1999, online, 9780306406157 <http://waves.org/> <9780306406157>
~ More at http://end.org/. <http://end.org/>
`)
	checkFacts(t, doc, "b0 2011 2020-02-03", "2 2004  fr", "3 1999")
	checkPlaces(t, teiText, doc)
	if doc.Title != "On buoys" {
		t.Errorf("title %q", doc.Title)
	}
}

const endNoteLibrary = `<?xml version="1.0" encoding="UTF-8" ?><xml><records><record><database name="x.enl" path="http://path.org/x">x.enl</database><source-app name="EndNote" version="20.1">EndNote</source-app><rec-number>17</rec-number><ref-type name="Journal Article">17</ref-type><contributors><authors><author><style face="normal" font="default" size="100%">Aalto, M.</style></author><author><style face="normal">Brandt, K.</style></author></authors></contributors><titles><title><style face="normal">Drift of </style><style face="italic">moored</style><style face="normal"> buoys</style></title><secondary-title>Sea</secondary-title></titles><pages>5-9</pages><volume>3</volume><number>2</number><dates><year><style face="normal">2001</style></year></dates><isbn>0000-0000</isbn><accession-num>1234567</accession-num><urls><related-urls><url><style>http://buoys.org/?a=1&amp;b=2</style></url></related-urls><pdf-urls><url>internal-pdf://1/x.pdf</url></pdf-urls></urls><custom2>PMC7654321</custom2><electronic-resource-num>10.1000/drift</electronic-resource-num><remote-database-name>PubMed</remote-database-name><language>German</language><access-date>3 May 2020</access-date></record>
<record><rec-number>18</rec-number><ref-type name="Book">6</ref-type><titles><title>Waves?</title></titles><electronic-resource-num>ARTN 12</electronic-resource-num><notes>See http://waves.org/a</notes><language>fre</language></record></records></xml>
`

const sitemapText = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><loc> http://pages.org/?a=1&amp;b=2 </loc><lastmod>2020-01-01</lastmod><image:image><image:loc>http://pages.org/i.png</image:loc></image:image><xhtml:link rel="alternate" hreflang="de" href="http://pages.org/de"/></url>
<url><loc><![CDATA[http://pages.org/b?c&d]]></loc></url>
</urlset>
`

const atomFeed = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Tides of the day</title><link rel="self" href="http://tides.org/feed.atom"/><link href="http://tides.org/"/><id>urn:uuid:1</id>
<entry><title>High &amp; low</title><link rel="alternate" href="http://tides.org/high?a&amp;b"/><link rel="edit" href="http://tides.org/edit"/><id>http://tides.org/id</id><updated>2021-02-03T00:00:00Z</updated></entry>
</feed>
`

const rssFeed = `<rss version="2.0"><channel><title>Winds</title><link>http://winds.org/</link>
<item><title>Storm</title><link>http://winds.org/storm</link><guid>http://winds.org/?p=1</guid><enclosure url="http://winds.org/storm.mp3" length="1" type="audio/mpeg"/><pubDate>Tue, 03 Mar 2020 10:00:00 GMT</pubDate></item>
<item><title>Calm</title><link>http://winds.org/calm</link><guid isPermaLink="false">http://winds.org/none</guid></item>
</channel></rss>
`

const plainXML = `<?xml version="1.0"?><catalogue xmlns="http://catalogue.org/ns"><entry href="http://entries.org/a">A</entry><note>See http://entries.org/b</note><own>http://entries.org/c</own></catalogue>`

func TestReadXMLRecords(t *testing.T) {
	for name, c := range map[string]struct {
		format      Format
		text, title string
		want        string
		facts       []string
	}{
		"EndNote": {FormatEndNote, endNoteLibrary, "", `
[17] Aalto, M.; Brandt, K. Drift of moored buoys. Sea. 3(2): 5-9. 2001 <1234567> <http://buoys.org/?a=1&b=2> <PMC7654321> <10.1000/drift>
[18] Waves? <http://waves.org/a>
`, []string{"17 2001 2020-05-03 de", "18 0  fr"}},
		"sitemap": {FormatSitemap, sitemapText, "", `
[] http://pages.org/?a=1&b=2 <http://pages.org/?a=1&b=2> <http://pages.org/i.png> <http://pages.org/de>
[] http://pages.org/b?c&d <http://pages.org/b?c&d>
`, nil},
		"Atom": {FormatFeed, atomFeed, "Tides of the day", `
[] High & low <http://tides.org/high?a&b>
`, []string{" 2021"}},
		"RSS": {FormatFeed, rssFeed, "Winds", `
[] Storm <http://winds.org/storm> <http://winds.org/?p=1> <http://winds.org/storm.mp3>
[] Calm <http://winds.org/calm>
`, []string{" 2020"}},
		"any other": {FormatXML, plainXML, "", `
~ A <http://entries.org/a>
~ See http://entries.org/b <http://entries.org/b>
~ http://entries.org/c <http://entries.org/c>
`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			doc := checkOutline(t, c.format, c.text, c.want)
			if doc.Title != c.title {
				t.Errorf("title %q", doc.Title)
			}
			checkFacts(t, doc, c.facts...)
			checkPlaces(t, c.text, doc)
			if f := detect("x.xml", "", c.text); f != c.format {
				t.Errorf("it looks like %s", f)
			}
		})
	}
}

// checkFacts wants references that tell label, year, access date and language.
func checkFacts(t *testing.T, doc Document, facts ...string) {
	t.Helper()
	var all []string
	for _, r := range doc.References {
		all = append(all, strings.TrimRight(fmt.Sprintf("%s %d %s %s", r.Label, r.Year, r.Accessed, r.Language), " "))
	}
	for _, want := range facts {
		if !slices.Contains(all, want) {
			t.Errorf("nothing tells %q, only %q", want, all)
		}
	}
}

// checkPlaces wants every link to stand where it says, character references
// resolved.
func checkPlaces(t *testing.T, text string, doc Document) {
	t.Helper()
	for _, r := range doc.References {
		for _, l := range r.Links {
			if !strings.HasPrefix(unescapeXML(text[l.Pos.Offset:]), l.Written) {
				t.Errorf("%q does not stand at %+v", l.Written, l.Pos)
			}
		}
	}
}

func TestReadXMLBroken(t *testing.T) {
	for name, c := range map[string]struct{ text, want, problem string }{
		"cut off":           {`<article><p>See http://a.org/ and`, "~ See http://a.org/ and <http://a.org/>\n", "<p> is never closed"},
		"tag cut off":       {`<article><p>See http://a.org/</p><p id="`, "~ See http://a.org/ <http://a.org/>\n", "<p> is cut off"},
		"tag in tag":        {`<article><p id="x<p>See http://a.org/</p></article>`, "~ See http://a.org/ <http://a.org/>\n", "line 1: the tag <p> is cut off"},
		"bare ampersand":    {"<article>\n<p>See http://a.org/?a=1&b=2 or R&D</p></article>", "~ See http://a.org/?a=1&b=2 or R&D <http://a.org/?a=1&b=2>\n", "line 2: an & that begins no reference"},
		"crossed elements":  {`<article><p><b>See</p><p>http://a.org/</b></p></article>`, "~ http://a.org/ <http://a.org/>\n", "<b> is never closed"},
		"entity bomb":       {`<!DOCTYPE article [<!ENTITY a "&b;&b;"><!ENTITY b "http://bomb.org/ &a;">]><article><p>&a; http://a.org/</p></article>`, "~ &a; http://a.org/ <http://a.org/>\n", ""},
		"external entity":   {`<!DOCTYPE article [<!ENTITY a SYSTEM "file:///etc/passwd">]><article><p>&a; http://a.org/</p></article>`, "~ &a; http://a.org/ <http://a.org/>\n", ""},
		"comment not ended": {`<article><p>http://a.org/</p><!-- http://b.org/ </article>`, "~ http://a.org/ <http://a.org/>\n", "a comment is never closed"},
		"reference cut off": {`<article><ref-list><ref id="r"><mixed-citation>Aalto. 2001. http://a.org/`, "[r] Aalto. 2001. http://a.org/ <http://a.org/>\n", "<mixed-citation> is never closed"},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := Read("x.xml", []byte(c.text), Options{Format: FormatJATS})
			if got := outline(doc); got != c.want {
				t.Errorf("got %q", got)
			}
			switch {
			case c.problem == "":
				if err != nil {
					t.Error(err)
				}
			case !errors.Is(err, ErrSyntax) || !strings.Contains(err.Error(), c.problem):
				t.Errorf("error %v, want %q", err, c.problem)
			}
		})
	}
}

func TestReadXMLDeep(t *testing.T) {
	const depth = 300_000
	text := "<article>" + strings.Repeat("<sec><p>", depth) + "http://a.org/" + strings.Repeat("</p></sec>", depth) + "</article>"
	for _, f := range []Format{FormatJATS, FormatXML, FormatTEI, FormatFeed} {
		doc, err := Read("x", []byte(text), Options{Format: f})
		if err != nil {
			t.Errorf("%s: %v", f, err)
		}
		if f != FormatFeed && len(doc.References) != 1 {
			t.Errorf("%s: %d references", f, len(doc.References))
		}
	}
}

func TestReadXMLCharset(t *testing.T) {
	text, err := charmap.Windows1251.NewEncoder().String("<?xml version='1.0' encoding = 'windows-1251' ?><article><back><ref-list><ref id='r'><mixed-citation>\u0412\u0435\u0442\u0435\u0440. 2001. http://a.org/</mixed-citation></ref></ref-list></back></article>")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Read("x.xml", []byte(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if doc.Format != FormatJATS || doc.References[0].Text != "Ветер. 2001. http://a.org/" || doc.References[0].Links[0].Pos.Offset != strings.Index(text, "http") {
		t.Errorf("%s: %+v", doc.Format, doc.References)
	}
}

func TestXMLReference(t *testing.T) {
	for in, want := range map[string]string{
		"&amp;": "&", "&#38;": "&", "&#x0026;": "&", "&#59;": ";", "&#x41;": "A", "&quot;": `"`, "&apos;": "'", "&ndash;": "–", "&mine;": "&mine;", "&notit;": "&notit;", "&#0;": "\uFFFD",
	} {
		if n, s, ok := xmlReference(in + "x;"); n != len(in) || s != want || !ok {
			t.Errorf("%s is %q, %d bytes, %v", in, s, n, ok)
		}
	}
	for _, in := range []string{"&", "& ", "&a b;", "&=1;", "&;", "&#;", "&#xZ;", "&a=1&amp;"} {
		if _, _, ok := xmlReference(in); ok {
			t.Errorf("%q begins a reference", in)
		}
	}
}

// TestReadXMLLinear reads documents made to be slow: were the time not linear
// in their size, this would take minutes.
func TestReadXMLLinear(t *testing.T) {
	skipLarge(t)
	const n = 200_000
	for name, text := range map[string]string{
		"parts of one citation":  "<ref-list><ref><element-citation>" + strings.Repeat("<comment>a.</comment>", n),
		"identifiers":            "<ref-list><ref><mixed-citation>" + strings.Repeat(`<pub-id pub-id-type="doi">10.1000/x</pub-id>`, n),
		"identifiers, twice":     "<ref-list><ref><citation-alternatives><mixed-citation>" + strings.Repeat("doi ", n) + "</mixed-citation><element-citation>" + strings.Repeat(`<pub-id pub-id-type="doi">10.1000/x</pub-id>`, n),
		"deep parts":             "<ref-list><ref><mixed-citation>" + strings.Repeat("a <year>", n) + strings.Repeat("</year>", n),
		"targets":                "<ref-list><ref><mixed-citation>" + strings.Repeat(`b <ext-link ext-link-type="doi" xlink:href="10.1000/a"/>`, n),
		"labels":                 "<list><list-item>" + strings.Repeat("<p>", n) + strings.Repeat("<label/>", n),
		"quotes":                 strings.Repeat(`<p a="`, n),
		"end tags":               strings.Repeat("<p>", n) + strings.Repeat("</q>", n),
		"comments never closed":  strings.Repeat("<!-- ", n),
		"sections never closed":  strings.Repeat("<![CDATA[", n),
		"types never closed":     strings.Repeat("<!DOCTYPE ", n),
		"ampersands":             "<p>" + strings.Repeat("&", n),
		"notes in notes":         "<p>" + strings.Repeat("a<fn><p>", n),
		"lists of addresses":     `<p><uri href="` + strings.Repeat("http://a.org/ ", n) + `">`,
		"many attributes":        "<ref-list><ref " + strings.Repeat(`a="b" `, n) + ">",
		"references without end": strings.Repeat("<ref>", n),
	} {
		t.Run(name, func(t *testing.T) {
			for _, f := range []Format{FormatJATS, FormatTEI, FormatSitemap} {
				if _, err := Read("x", []byte(text), Options{Format: f}); err != nil && !errors.Is(err, ErrSyntax) {
					t.Error(err)
				}
			}
		})
	}
}

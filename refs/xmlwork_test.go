package refs

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestXMLWorks holds what elements tell of the cited works: titles of articles
// before those of what they are in, authors without editors, each once.
func TestXMLWorks(t *testing.T) {
	jats := func(citation string) string {
		return "<ref-list><ref id=\"r\">" + citation + "</ref></ref-list>"
	}
	tei := func(citation string) string {
		return "<TEI><text><back><listBibl>" + citation + "</listBibl></back></text></TEI>"
	}
	for name, c := range map[string]struct {
		format Format
		text   string
		want   string // title; authors
	}{
		"article": {FormatJATS, jats(`<element-citation publication-type="journal"><person-group person-group-type="author"><name><surname>Aalto</surname><given-names>M</given-names><suffix>Jr</suffix></name><collab>Buoy <italic>Group</italic></collab><etal/></person-group>
			<person-group person-group-type="editor"><name><surname>Ek</surname><given-names>T</given-names></name></person-group><article-title>On <sub>the</sub> drift:
			a view</article-title><source>Sea</source></element-citation>`), "On the drift: a view; Aalto, M, Jr | Buoy Group"},
		"book":         {FormatJATS, jats(`<element-citation publication-type="book"><string-name>Mari Aalto</string-name><source>The Sea</source></element-citation>`), "The Sea; Mari Aalto"},
		"chapter":      {FormatJATS, jats(`<mixed-citation><string-name><surname>Aalto</surname>, <given-names>M.</given-names></string-name>, <chapter-title>Waves</chapter-title>, <source>The Sea</source></mixed-citation>`), "Waves; Aalto, M."},
		"no title":     {FormatJATS, jats(`<mixed-citation publication-type="journal"><name><surname>Aalto</surname></name> <source>Sea</source></mixed-citation>`), "; Aalto"},
		"two forms":    {FormatJATS, jats(`<citation-alternatives><element-citation><name><surname>Aalto</surname></name><article-title>Rain</article-title></element-citation><mixed-citation><name><surname>Aalto</surname></name> <article-title>Rain</article-title></mixed-citation></citation-alternatives>`), "Rain; Aalto"},
		"two scripts":  {FormatJATS, jats(`<element-citation><person-group><name-alternatives><name><surname>王</surname><given-names>明</given-names></name><name><surname>Wang</surname><given-names>Ming</given-names></name></name-alternatives><name><surname>Aalto</surname></name></person-group></element-citation>`), "; 王, 明 | Aalto"},
		"plain text":   {FormatJATS, jats(`<mixed-citation>Aalto M. On drift. 2001.</mixed-citation>`), "; Aalto M"},
		"TEI article":  {FormatTEI, tei(`<biblStruct><analytic><title level="a">Drift</title><author><persName><forename type="first">M</forename><forename type="middle">K</forename><surname>Aalto</surname></persName></author><author>Brandt, Kim</author></analytic><monogr><title level="j">Sea</title><author><persName><surname>Ceder</surname></persName></author><editor><persName><surname>Ek</surname></persName></editor></monogr></biblStruct>`), "Drift; Aalto, M K | Brandt, Kim"},
		"TEI book":     {FormatTEI, tei(`<biblStruct><monogr><title level="m">The Sea</title><author><orgName>Buoy Group</orgName></author></monogr><series><title level="s">Books</title></series></biblStruct>`), "The Sea; Buoy Group"},
		"TEI in words": {FormatTEI, tei(`<bibl><author>Ceder, P.</author>, <title>Waves</title>.</bibl>`), "Waves; Ceder, P."},
		"TEI journal":  {FormatTEI, tei(`<biblStruct><monogr><title level="j">Sea</title></monogr></biblStruct>`), "; "},
		"Atom":         {FormatFeed, `<feed><title>F</title><author><name>Ek</name></author><entry><title>High &amp; low</title><link href="http://a.org/"/><author><name>Mari Aalto</name></author></entry></feed>`, "High & low; Mari Aalto"},
		"RSS":          {FormatFeed, `<rss xmlns:dc="x"><channel><item><title>Storm</title><link>http://a.org/</link><dc:creator>Kim Brandt</dc:creator></item></channel></rss>`, "Storm; Kim Brandt"},
		"EndNote":      {FormatEndNote, `<xml><records><record><ref-type name="Book">6</ref-type><contributors><authors><author><style>Aalto, M.</style></author><author>Buoy Group,</author></authors><secondary-authors><author>Ek, T.</author></secondary-authors></contributors><titles><title><style>The </style><style>Sea</style></title><secondary-title>Books</secondary-title></titles></record></records></xml>`, "The Sea; Aalto, M. | Buoy Group"},
		"many authors": {FormatJATS, jats("<mixed-citation>" + strings.Repeat("<name><surname>Aalto</surname></name>", 200) + "</mixed-citation>"), "; " + strings.Join(slices.Repeat([]string{"Aalto"}, mostAuthors), " | ")},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := Read("x.xml", []byte(c.text), Options{Format: c.format})
			if err != nil || len(doc.References) != 1 {
				t.Fatalf("%d references, %v", len(doc.References), err)
			}
			r := doc.References[0]
			if diff := cmp.Diff(c.want, r.Title+"; "+strings.Join(r.Authors, " | ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

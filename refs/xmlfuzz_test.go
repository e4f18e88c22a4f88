package refs

import (
	"strings"
	"testing"
)

func FuzzReadXML(f *testing.F) {
	formats := []Format{FormatJATS, FormatTEI, FormatEndNote, FormatSitemap, FormatFeed, FormatXML}
	for i, text := range []string{jatsArticle, teiText, endNoteLibrary, sitemapText, atomFeed, plainXML} {
		f.Add([]byte(text), uint8(i))
	}
	f.Add([]byte(rssFeed), uint8(4))
	f.Add([]byte(`<ref-list><ref><label>a<label>b</label><citation-alternatives><mixed-citation>doi: <ext-link xlink:href="http://a.org/ http://b.org/"><pub-id pub-id-type="pmid">1</pub-id></mixed-citation></ref></ref>`), uint8(0))
	f.Add([]byte(`<p><fn><fn><ref><p><note><article-title>x<p>y</article-title></note><![CDATA[http://a.org/&]]><!DOCTYPE a [<!-- ' --> "]>" ]><?x?>&#x41;&#0;&bogus;`), uint8(0))
	f.Fuzz(func(t *testing.T, data []byte, format uint8) {
		doc, verbatim := read(t, formats[int(format)%len(formats)], data)
		if !verbatim {
			return
		}
		// A link stands byte for byte where it says, unless it is more than one
		// word of the source, with references or tags in it.
		for _, r := range doc.References {
			for _, l := range r.Links {
				at := l.Pos.Offset
				rest := string(data[min(at, len(data)):])
				if len(rest) > len(l.Written) {
					rest = rest[:len(l.Written)]
				}
				if rest != l.Written && !strings.ContainsAny(rest, "&<]\t\r\n\f\v ") && !strings.ContainsAny(l.Written, " \t\n") {
					t.Errorf("%q does not stand at %+v, but %q", l.Written, l.Pos, rest)
				}
			}
		}
	})
}

func BenchmarkReadJATS(b *testing.B) {
	var text strings.Builder
	text.WriteString("<article><body>" + strings.Repeat("<sec><title>On drift</title><p>Moored buoys<xref ref-type=\"bibr\" rid=\"b1\">1</xref> drift in shallow <italic>water</italic>, as a second look shows.</p></sec>\n", 100) + "</body><back><ref-list>\n")
	one := `<ref id="b1"><label>1</label><element-citation publication-type="journal"><person-group person-group-type="author"><name><surname>Aalto</surname><given-names>M</given-names></name><name><surname>Brandt</surname><given-names>K</given-names></name></person-group><year>2001</year><article-title>On the drift of moored buoys in shallow water: a second look</article-title><source>Journal of Applied Oceanography</source><volume>12</volume><fpage>5</fpage><lpage>19</lpage><pub-id pub-id-type="doi">10.1000/j.jao.12</pub-id></element-citation></ref>
<ref id="b2"><label>2</label><mixed-citation publication-type="web"><name><surname>Ceder</surname> <given-names>P-O</given-names></name>. Reports on buoys &amp; others. <source>Buoys</source>, <year>2004</year>. <ext-link ext-link-type="uri" xlink:href="http://www.buoys.org/reports/1">http://www.buoys.org/reports/1</ext-link> (accessed <date-in-citation content-type="access-date">3 May 2020</date-in-citation>).</mixed-citation></ref>
`
	for text.Len() < benchmarkSize {
		text.WriteString(one)
	}
	text.WriteString("</ref-list></back></article>")
	benchmarkRead(b, FormatJATS, text.String())
}

func BenchmarkReadSitemap(b *testing.B) {
	entry := "<url><loc>https://www.buoys.org/reports/station?id=12&amp;year=2001</loc><lastmod>2020-01-01</lastmod><changefreq>monthly</changefreq></url>\n"
	benchmarkRead(b, FormatSitemap, "<urlset>"+strings.Repeat(entry, benchmarkSize/len(entry))+"</urlset>")
}

package refs

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFindDamage goes through the classes of damage that references are known to
// have.
func TestFindDamage(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		// Nothing there, or only a part.
		{"Drift. Available at: (accessed 5 May 2020)", []string{"url  !missing-url"}},
		{"Drift. Verfügbar unter: (Zugriff am 3.5.2020)", []string{"url  !missing-url"}},
		{"Drift. Disponible en:", []string{"url  !missing-url"}},
		{"Drift. Available at: the library.", nil},
		{"Drift. URL: — (дата обращения: 10.03.2023).", []string{"url  !missing-url"}},
		{"Drift. https://doi.org/.", []string{"url https://doi.org/ !truncated-tail"}},
		{"Drift. URL: http://www. (accessed 3 May)", []string{"url http://www !truncated-tail"}},
		{"Drift. URL: index.php?id=7", []string{"url index.php?id=7 !truncated-head"}},
		{"Drift. URL: …/2020/drift.html", []string{"url …/2020/drift.html !truncated-head"}},
		{"Drift. http://maps.se/[...]/drift.html", []string{"url http://maps.se/[...]/drift.html !truncated-tail"}},
		{"Drift. http://maps.se/…/drift.html (accessed 3 May)", []string{"url http://maps.se/…/drift.html !truncated-tail"}},
		{"Drift. doi:10.1016/j.", []string{"doi 10.1016/j !truncated-tail"}},
		{"Drift. doi:10.5555/j.dri…", []string{"doi 10.5555/j.dri… !truncated-tail"}},
		{"Drift. https://doi.org/1016/j.drift.2009.09.033", []string{"doi https://doi.org/1016/j.drift.2009.09.033 => https://doi.org/1016/j.drift.2009.09.033 !malformed-doi +likely https://doi.org/10.1016/j.drift.2009.09.033"}},
		{"Drift. doi: 1002/(SICI)1097-0142(197409)34:3<728::AID-DRF2>3.0.CO;2-U", []string{"doi 1002/(SICI)1097-0142(197409)34:3<728::AID-DRF2>3.0.CO;2-U !malformed-doi +likely https://doi.org/10.1002/(SICI)1097-0142(197409)34:3%3C728::AID-DRF2%3E3.0.CO;2-U"}},
		// Characters changed.
		{"Drift. doi:10.5555/2020–\n10001.", []string{"doi 10.5555/2020–\n10001 !split-link !wrong-dash +certain https://doi.org/10.5555/2020-10001"}},
		{"Drift. http://maps.se/a –\n10001 more", []string{"url http://maps.se/a => http://maps.se/a"}},
		{"Drift. doi:10.5555/2686\u00ad7702 x", []string{"doi 10.5555/2686\u00ad7702 !invisible-character +likely https://doi.org/10.5555/2686-7702 +guess https://doi.org/10.5555/26867702"}},
		{"Drift. doi:10.5555/drift\u00adsea x", []string{"doi 10.5555/drift\u00adsea !invisible-character +likely https://doi.org/10.5555/driftsea +guess https://doi.org/10.5555/drift-sea"}},
		{"Drift. ht\u00adtp://maps.se/ab.html", []string{"url ht\u00adtp://maps.se/ab.html !invisible-character +certain http://maps.se/ab.html"}},
		{"Drift. https:\u200b//doi.org/10.5555/abc", []string{"doi https:\u200b//doi.org/10.5555/abc !invisible-character +certain https://doi.org/10.5555/abc"}},
		{"Drift. doi:10.5555/jm�bi.1998.2354", []string{"doi 10.5555/jm�bi.1998.2354 !malformed-doi"}},
		{"Drift. doi:10.1016/j.drift,2014.06.033", []string{"doi 10.1016/j.drift,2014.06.033 => https://doi.org/10.1016/j.drift,2014.06.033 !malformed-doi +likely https://doi.org/10.1016/j.drift.2014.06.033"}},
		{"Drift. doi:10,1016/j.drift.2014.06.033", []string{"doi 10,1016/j.drift.2014.06.033 !malformed-doi +likely https://doi.org/10.1016/j.drift.2014.06.033"}},
		{"Drift. doi:1O.1016/j.drift.2009.09.033", []string{"doi 1O.1016/j.drift.2009.09.033 !malformed-doi +likely https://doi.org/10.1016/j.drift.2009.09.033"}},
		{"Drift. doi:10.1О16/j.drift.2009", []string{"doi 10.1О16/j.drift.2009 !homoglyph !malformed-doi +likely https://doi.org/10.1016/j.drift.2009"}},
		{"Drift. doi:10.1016/j.drift.2OO9.09.033", []string{"doi 10.1016/j.drift.2OO9.09.033 => https://doi.org/10.1016/j.drift.2OO9.09.033 +guess https://doi.org/10.1016/j.drift.2009.09.033"}},
		{"Drift. doi:10.1808/02642069.2011.622369", []string{"doi 10.1808/02642069.2011.622369 => https://doi.org/10.1808/02642069.2011.622369 +guess https://doi.org/10.1088/02642069.2011.622369"}},
		{"Drift. https://dоi.оrg/10.5555/аbс", []string{"doi https://dоi.оrg/10.5555/аbс !homoglyph +certain https://doi.org/10.5555/abc"}},
		{"Drift. http://maps.se/rеport.html", []string{"url http://maps.se/rеport.html => http://maps.se/r%D0%B5port.html !homoglyph +likely http://maps.se/report.html"}},
		{"Drift. http://ru.maps.se/wiki/США", []string{"url http://ru.maps.se/wiki/США => http://ru.maps.se/wiki/%D0%A1%D0%A8%D0%90"}},
		{"Drift. DOI：１０．１３５６９／ｊ．ｃｎｋｉ．２０２０。", []string{"doi １０．１３５６９／ｊ．ｃｎｋｉ．２０２０ !homoglyph +certain https://doi.org/10.13569/j.cnki.2020"}},
		{"Drift. http:／／maps.se／a？id=7", []string{"url http:／／maps.se／a？id=7 !homoglyph +certain http://maps.se/a?id=7"}},
		{"Drift. http://maps.se/O’Brien.html", []string{"url http://maps.se/O’Brien.html => http://maps.se/O%E2%80%99Brien.html +guess http://maps.se/O'Brien.html"}},
		{"Drift. http://maps.se/São-paulo", []string{"url http://maps.se/São-paulo => http://maps.se/S%C3%A3o-paulo +guess http://maps.se/Sao-paulo"}},
		{"Drift. http://www.maps,se/a", []string{"url http://www.maps,se/a => http://www.maps,se/a !homoglyph +likely http://www.maps.se/a"}},
		{"Drift. http://maps.se/Final Report 2008.pdf", []string{"url http://maps.se/Final Report 2008.pdf !split-link +likely http://maps.se/Final%20Report%202008.pdf +guess http://maps.se/Final_Report_2008.pdf +guess http://maps.se/FinalReport2008.pdf"}},
		{"Drift. http://powel s.com/biblio", []string{"url http://powel s.com/biblio !split-link +likely http://powels.com/biblio"}},
		// Glued before or behind.
		{"Drift. 10.5555/drift.7arXiv:2101.00001", []string{"doi 10.5555/drift.7 => https://doi.org/10.5555/drift.7", "arxiv 2101.00001 => https://arxiv.org/abs/2101.00001"}},
		{"Drift. 10.5555/drift.7PMC123456", []string{"doi 10.5555/drift.7PMC123456 => https://doi.org/10.5555/drift.7PMC123456 !glued-text +likely https://doi.org/10.5555/drift.7"}},
		{"Drift. 10.5555/drift.7CrossRefGoogle Scholar", []string{"doi 10.5555/drift.7CrossRefGoogle => https://doi.org/10.5555/drift.7CrossRefGoogle !glued-text +likely https://doi.org/10.5555/drift.7"}},
		{"Drift. 10.5555/drift.7.pdf", []string{"doi 10.5555/drift.7.pdf => https://doi.org/10.5555/drift.7.pdf !glued-text +likely https://doi.org/10.5555/drift.7"}},
		{"Drift. 10.5555/drift7,2009.", []string{"doi 10.5555/drift7,2009 => https://doi.org/10.5555/drift7,2009 !glued-text +likely https://doi.org/10.5555/drift7"}},
		{"Drift. [http://maps.se/a]more", []string{"url http://maps.se/a => http://maps.se/a"}},
		{"Drift. http://maps.se/index.html😀", []string{"url http://maps.se/index.html => http://maps.se/index.html +guess http://maps.se/index.html%F0%9F%98%80"}},
		// Escapes.
		{"Drift. 10\\.5555/abc\\_1", []string{"doi 10\\.5555/abc\\_1 !bad-escape +certain https://doi.org/10.5555/abc_1"}},
		{"Drift. http://maps.se/\\textasciitilde anna/x.html", []string{"url http://maps.se/\\textasciitilde anna/x.html !bad-escape +certain http://maps.se/~anna/x.html"}},
		{"Drift. http://maps.se/$\\sim$anna", []string{"url http://maps.se/$\\sim$anna !bad-escape +certain http://maps.se/~anna"}},
		{"Drift. doi:10.5555/0004-8038(2005)122%5B0673:AR%5D2.0.CO;2.", []string{"doi 10.5555/0004-8038(2005)122%5B0673:AR%5D2.0.CO;2 !bad-escape +certain https://doi.org/10.5555/0004-8038(2005)122%5B0673:AR%5D2.0.CO;2"}},
		{"Drift. https%253A%252F%252Fmaps.se%252Fa", []string{"url https%253A%252F%252Fmaps.se%252Fa !bad-escape +certain https://maps.se/a"}},
		// Prefix and scheme.
		{"Drift. urn:doi:10.5555/abc", []string{"doi 10.5555/abc => https://doi.org/10.5555/abc"}},
		{"Drift. https://10.5555/abc", []string{"doi https://10.5555/abc !malformed-url +certain https://doi.org/10.5555/abc"}},
		{"Drift. http://doi:10.5555/abc", []string{"doi http://doi:10.5555/abc !malformed-url +certain https://doi.org/10.5555/abc"}},
		{"Drift. https://doi.org10.5555/abc", []string{"doi https://doi.org10.5555/abc !malformed-url +certain https://doi.org/10.5555/abc"}},
		{"Drift. https://doi.org/www.maps.se/a", []string{"url https://doi.org/www.maps.se/a !malformed-url +certain http://www.maps.se/a"}},
		{"Drift. https://http//maps.se/a", []string{"url https://http//maps.se/a !malformed-url +certain http://maps.se/a"}},
		{"Drift. http.//maps.se/a", []string{"url http.//maps.se/a !malformed-url +certain http://maps.se/a"}},
		{"Drift. http:\\\\www.maps.se\\a", []string{"url http:\\\\www.maps.se\\a !malformed-url +certain http://www.maps.se/a"}},
		{"Drift. hxxps://maps[.]se/a", []string{"url hxxps://maps[.]se/a !malformed-url +likely https://maps.se/a"}},
		{"Drift. http://www.maps..se/a", []string{"url http://www.maps..se/a => http://www.maps..se/a !malformed-url +likely http://www.maps.se/a"}},
		{"Drift. httpp://maps.se/a", []string{"url httpp://maps.se/a !malformed-url +certain http://maps.se/a"}},
		{"Drift. tp://maps.se/a", []string{"url tp://maps.se/a !malformed-url +certain http://maps.se/a"}},
		{"Drift. httpmaps.se/about", []string{"url httpmaps.se/about => http://httpmaps.se/about +guess http://maps.se/about"}},
		{"Drift. doi.org/d8dn", []string{"doi doi.org/d8dn => https://doi.org/d8dn"}},
		// What is no DOI.
		{"Drift. Version 10.15.7/build", nil},
		{"Drift. Law 1.10.1234/5 of 10.2014/15", nil},
		// Seems what it is not.
		{"Drift. http://maps.se/a;jsessionid=ABC123?x=1", []string{"url http://maps.se/a;jsessionid=ABC123?x=1 => http://maps.se/a;jsessionid=ABC123?x=1 +guess http://maps.se/a?x=1"}},
		{"Drift. http://maps.se/a.php?PHPSESSID=abcdef0123456789&id=7", []string{"url http://maps.se/a.php?PHPSESSID=abcdef0123456789&id=7 => http://maps.se/a.php?PHPSESSID=abcdef0123456789&id=7 +guess http://maps.se/a.php?id=7"}},
		{"Drift. http://maps.se/a?s=7", []string{"url http://maps.se/a?s=7 => http://maps.se/a?s=7"}},
		{"Drift. https://www.maps.se/content/10.1101/2020.01.30.927871v3.full", []string{"url https://www.maps.se/content/10.1101/2020.01.30.927871v3.full => https://www.maps.se/content/10.1101/2020.01.30.927871v3.full"}},
	} {
		if d := cmp.Diff(tt.want, lines(findLinks(&passage{text: tt.text}, true))); d != "" {
			t.Errorf("%q: want -, got +\n%s", tt.text, d)
		}
	}
}

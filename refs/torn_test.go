package refs

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// proposals gives what each link most probably means, without scheme.
func proposals(links []Link) (out []string) {
	for _, l := range links {
		out = append(out, bareKey(l.proposal()))
	}
	return out
}

func TestFindTornLinks(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"after every separator":     {"http://www. maps. se/ charts/ 2014/ 03/ north- sea- drift. html", []string{"maps.se/charts/2014/03/north-sea-drift.html"}},
		"before every separator":    {"http://www .maps .se /charts /north -sea -drift .html", []string{"maps.se/charts/north-sea-drift.html"}},
		"doi after every separator": {"doi:10. 1016/ j. drift. 2009. 09. 033.", []string{"doi.org/10.1016/j.drift.2009.09.033"}},
		"doi before every one":      {"doi:10 .1007 /s00227 -007 -0765 -2", []string{"doi.org/10.1007/s00227-007-0765-2"}},
		"doi without label":         {"J Drift 83, 143. 10 .1016/S0002-9149(98)01016-9.", []string{"doi.org/10.1016/s0002-9149(98)01016-9"}},
		"behind the number of pii":  {"doi: drf-2009-10[pii] 10. 1186/drf-2009-10", []string{"doi.org/10.1186/drf-2009-10"}},
		"entry ten":                 {"10. 1016/7 pages of drift", nil},
		"number behind a code":      {"doi:10.1371/journal.pone. 0071131", []string{"doi.org/10.1371/journal.pone.0071131"}},
		"number behind a serial":    {"doi:10.1080/1369118X. 2012.678878", []string{"doi.org/10.1080/1369118x.2012.678878"}},
		"split serial":              {"doi:10.1186/1471 -2458-9-489", []string{"doi.org/10.1186/1471-2458-9-489"}},
		"issue and page":            {"doi:10.1037/1528-3542. 4.3.305", []string{"doi.org/10.1037/1528-3542.4.3.305"}},
		"next entry":                {"doi:10.5555/journal.pone. 12. Smith A", []string{"doi.org/10.5555/journal.pone"}},
		"year behind":               {"doi:10.5555/drift. 2014.", []string{"doi.org/10.5555/drift"}},
		"sici before its end":       {"doi:10.1002/1097-0142(197409)34:3<728::AID-DRF2>3.0.\nCO;2-U.", []string{"doi.org/10.1002/1097-0142(197409)34:3%3c728::aid-drf2%3e3.0.co;2-u"}},
		"doi in an address":         {"https://www.jstor.org/stable/10. 2307/41486509.", []string{"jstor.org/stable/10.2307/41486509"}},
		"number of an article":      {"http://drift.org/articles/ 9199.", []string{"drift.org/articles/9199"}},
		"number of nothing":         {"http://drift.org/sea/ 9199 of them", []string{"drift.org/sea"}},
		"title of a page":           {"http://drift.org/2015/08/ north-sea-drift-maps (accessed 3 May)", []string{"drift.org/2015/08/north-sea-drift-maps"}},
		"country":                   {"http://www.maps.org. au/charts/a.pdf", []string{"maps.org.au/charts/a.pdf"}},
		"repository":                {"https://github.com/maps/ drift .", []string{"github.com/maps/drift"}},
		"check letter":              {"doi:10.1016/0006-8993(93)90650- C. Epub", []string{"doi.org/10.1016/0006-8993(93)90650-c"}},
		"resolver and prefix":       {"https://doi.org/10 .1234/drift7.", []string{"doi.org/10.1234/drift7"}},
		"hidden in the prefix":      {"doi:10.\u200b1234/drift7", []string{"doi.org/10.1234/drift7"}},
		"escaped brackets":          {"URL: &lt;http://maps.se/a-b.html&gt;", []string{"maps.se/a-b.html"}},
		"hyphens elsewhere":         {"http://maps.se/north-\nsea-drift.html", []string{"maps.se/north-sea-drift.html"}},
		"user's page":               {"http://www.maps.edu /~anna/a.html", []string{"maps.edu/~anna/a.html"}},
		"query behind a space":      {"http://www.maps.se/x?page =12.", []string{"maps.se/x?page=12"}},
		"scheme in two":             {"ht tp://www.maps.se/a", []string{"maps.se/a"}},
		"s of the scheme":           {"http s://www.maps.se/a", []string{"maps.se/a"}},
		"no scheme":                 {"Available at ://www.maps.se/a", []string{"maps.se/a"}},
		"three ts":                  {"htttp://www.maps.se/a", []string{"maps.se/a"}},
		"indented second line":      {"doi:10\n      .1016/j.drift.2009.09.033", []string{"doi.org/10.1016/j.drift.2009.09.033"}},
		"indented behind the dot":   {"https://doi.org/10.\n      1016/j.drift.2009.09.033. Aalto", []string{"doi.org/10.1016/j.drift.2009.09.033"}},
		"doi around every dot":      {"doi: 10 . 1016/j . drift . 2009 . 09 . 033. Epub 2009", []string{"doi.org/10.1016/j.drift.2009.09.033"}},
		"doi before capitals":       {"doi:10 .1097/01 .DRF .0000163262 .83456 .6d.", []string{"doi.org/10.1097/01.drf.0000163262.83456.6d"}},
		"number behind the year":    {"doi:10.1016/0006-8993(93)\n90650-C. Brandt", []string{"doi.org/10.1016/0006-8993(93)90650-c"}},
		"letters behind the year":   {"doi:10.1007/JHEP06(2013) 081.", []string{"doi.org/10.1007/jhep06(2013)081"}},
		"page behind the society":   {"doi:10.1061/(asce) cc.1943-5614.0000220", []string{"doi.org/10.1061/(asce)cc.1943-5614.0000220"}},
		"bracket closed behind":     {"doi:10.1061/(ASCE)0733-9429(1992)118:7( 1031).", []string{"doi.org/10.1061/(asce)0733-9429(1992)118:7(1031)"}},
		"sici in its version":       {"doi:10.1002/1097-0142(197409)34:3<728::AID-DRF2>3. 0.CO;2-U.", []string{"doi.org/10.1002/1097-0142(197409)34:3%3c728::aid-drf2%3e3.0.co;2-u"}},
		"sici behind its frame":     {"doi:10.1002/1097-0142(197409)34:3<728::AID-DRF2>\n3.0.CO;2-U.", []string{"doi.org/10.1002/1097-0142(197409)34:3%3c728::aid-drf2%3e3.0.co;2-u"}},
		"sici with dashes":          {"doi:10.1002/1097–0142(197409)34:3<728::AID–DRF2>3.0.CO;2–U.", []string{"doi.org/10.1002/1097-0142(197409)34:3%3c728::aid-drf2%3e3.0.co;2-u"}},
		"volume, issue, page":       {"doi:10.1093/drift/114. 6.2465. Brandt", []string{"doi.org/10.1093/drift/114.6.2465"}},
		"year that ends it":         {"doi:10.1152/jdrift.00153.\n2004. Epub", []string{"doi.org/10.1152/jdrift.00153.2004"}},
		"chapter of a book":         {"doi:10.1002/9780470034590. ch22.", []string{"doi.org/10.1002/9780470034590.ch22"}},
		"number of a thesis":        {"doi:10.1111/j.1365-246X.1979. tb06778.x.", []string{"doi.org/10.1111/j.1365-246x.1979.tb06778.x"}},
		"entry behind a volume":     {"doi:10.1002/drift.986. 12. Brandt K.", []string{"doi.org/10.1002/drift.986"}},
		"pages behind a doi":        {"doi:10.1103/PhysRevD.11.395. 123 pp.", []string{"doi.org/10.1103/physrevd.11.395"}},
		"date behind a doi":         {"doi:10.1152/jdrift.00153.2004. 10 May 2014", []string{"doi.org/10.1152/jdrift.00153.2004"}},
		"long domain":               {"Available at: drift.technology (accessed 3 May)", []string{"drift.technology"}},
		"host before every dot":     {"http://www .cl .maps .ac .uk/a.html", []string{"cl.maps.ac.uk/a.html"}},
		"stop word in the host":     {"http://www. in.maps.br/a.html", []string{"in.maps.br/a.html"}},
		"country of the host":       {"http://www.maps. va, accessed 3 May", []string{"maps.va"}},
		"query in the file":         {"http://maps.se/query.\nfcgi?cmd=get&id=7 (accessed 3 May)", []string{"maps.se/query.fcgi?cmd=get&id=7"}},
		"dot before the file":       {"http://maps.se/drift\n   .a27.html. Brandt", []string{"maps.se/drift.a27.html"}},
		"underscore before":         {"http://maps.se/north\n_sea. Brandt", []string{"maps.se/north_sea"}},
		"code of an article":        {"http://maps.se/article/pii/ S1573446399030102.", []string{"maps.se/article/pii/S1573446399030102"}},
		"value behind the equals":   {"http://maps.se/record?ln= en, accessed 3 May", []string{"maps.se/record?ln=en"}},
		"parameter like a label":    {"http://maps.se/a.cgi?no=7&\nvol=2&iss=4 (accessed 3 May)", []string{"maps.se/a.cgi?no=7&vol=2&iss=4"}},
		"host and a slash":          {"Drift. 2001. drift.maps.edu/. Retrieved 3 May.", []string{"drift.maps.edu"}},
		"space in the first label":  {"https://ti des.org/a, http://wav esofthesea.org/b", []string{"tides.org/a", "wavesofthesea.org/b"}},
		"machine and a host":        {"http://localhost maps.se/a, http://server maps.org/b", []string{"localhost", "server", "maps.org/b"}},
		"comma in the host":         {"http://www,maps.se/a", []string{"maps.se/a"}},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, proposals(findLinks(&passage{text: tt.text}, true))); d != "" {
				t.Errorf("%q: want -, got +\n%s", tt.text, d)
			}
		})
	}
}

// What sticks to the end of a link without a space is no part of it, in
// whatever language.
func TestFindNotesAtTheEnd(t *testing.T) {
	for _, note := range []string{
		"(accessed 3 May 2010)", "(abgerufen am 3. Mai 2010)", "(acesso em 3 maio 2010)", "(ultimo accesso 3 maggio 2010)", "(dostęp: 03.05.2010)", "(sk.10.03.2012.)",
		"(vid. 3 May 2010)", "(дата обращения: 05.05.2018)", "（访问日期：2020-01-01）", ".Retrieved May 3, 2010", ".Last accessed 3 May", ".Zugriff am 3.5.2010", ";Epub 2012",
		"[PubMed]", "[CrossRef]", "PMID:20847271",
	} {
		for _, link := range []string{"http://www.maps.se/a/b.html", "10.1234/drift.7"} {
			got := proposals(findLinks(&passage{text: "Aalto. Drift. " + link + note}, true))
			if len(got) == 0 || got[0] != bareKey(Target("http://www.maps.se/a/b.html")) && got[0] != "doi.org/10.1234/drift.7" {
				t.Errorf("%s%s: got %q", link, note, got)
			}
		}
	}
	for _, whole := range []string{"https://en.wikipedia.org/wiki/Drift_(film)", "http://maps.se/a(2)b", "10.1061/(asce)0733-9429(1986)112:12(1117)"} {
		if got := findLinks(&passage{text: whole + "."}, true); len(got) != 1 || got[0].Written != whole {
			t.Errorf("%s: got %q", whole, lines(got))
		}
	}
}

// A word behind the space that may belong to a link is worth a try if the link
// leads nowhere, and no more than that.
func TestFindFurtherReadings(t *testing.T) {
	for text, want := range map[string][]string{
		"http://maps.se/ asdt":             {"url http://maps.se/ => http://maps.se/ +guess http://maps.se/asdt"},
		"http://maps.se/sea/ 9199 of them": {"url http://maps.se/sea/ => http://maps.se/sea/ +guess http://maps.se/sea/9199"},
		"http://maps.se/ Smith J.":         {"url http://maps.se/ => http://maps.se/"},
		"http://maps.se/ 2014.":            {"url http://maps.se/ => http://maps.se/"},
		"http://maps.se/film(2014)":        {"url http://maps.se/film(2014) => http://maps.se/film(2014) +guess http://maps.se/film"},
		"10.1234/voices.v17i1. 890":        {"doi 10.1234/voices.v17i1 => https://doi.org/10.1234/voices.v17i1 +guess https://doi.org/10.1234/voices.v17i1.890"},
	} {
		if d := cmp.Diff(want, lines(findLinks(&passage{text: text}, true))); d != "" {
			t.Errorf("%q: want -, got +\n%s", text, d)
		}
	}
}

package refs

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFindIdentifiers(t *testing.T) {
	for text, want := range map[string][]string{
		"Maps, 2001. ISBN 978-3-16-148410-0.":           {"isbn 978-3-16-148410-0 => urn:isbn:9783161484100"},
		"ISBN-10: 0 306 40615 2, 2nd ed.":               {"isbn 0 306 40615 2 => urn:isbn:0306406152"},
		"ISBN 0–8044–2957–X":                            {"isbn 0–8044–2957–X => urn:isbn:080442957X"},
		"ISBN 978-3-16-148410-1, 2001":                  {"isbn 978-3-16-148410-1 => urn:isbn:9783161484101"}, // the check digit is wrong
		"ISBN 0-8044-2957-5":                            {"isbn 0-8044-2957-5 => urn:isbn:0804429575"},
		"ISBN 978-3-16-148410-12":                       nil,
		"ISBN 979 units of 1234567":                     nil,
		"ISBN 12":                                       nil,
		"978-3-16-148410-0":                             nil, // no label
		"ark:/12148/btv1b8449691v.":                     {"url ark:/12148/btv1b8449691v => https://n2t.net/ark:/12148/btv1b8449691v"},
		"the ark: 12 pairs":                             nil,
		"doi:10/gf4gqc.":                                {"doi 10/gf4gqc => https://doi.org/10/gf4gqc"},
		"doi:10.1101/2020.01.02.123456v2.":              {"doi 10.1101/2020.01.02.123456v2 => https://doi.org/10.1101/2020.01.02.123456v2 +likely https://doi.org/10.1101/2020.01.02.123456"},
		"doi:10.1101/2020.01.02.123456v2.full.pdf":      {"doi 10.1101/2020.01.02.123456v2.full.pdf => https://doi.org/10.1101/2020.01.02.123456v2.full.pdf !glued-text +likely https://doi.org/10.1101/2020.01.02.123456"},
		"doi:10.1101/abcv2 doi:10.1101/1v123":           {"doi 10.1101/abcv2 => https://doi.org/10.1101/abcv2", "doi 10.1101/1v123 => https://doi.org/10.1101/1v123"},
		"https://doi.org/d8dn":                          {"doi https://doi.org/d8dn => https://doi.org/d8dn"},
		"https://doi.org/resources":                     {"url https://doi.org/resources => https://doi.org/resources"},
		"arXiv hep-th/9901001v2 [hep-th]":               {"arxiv hep-th/9901001v2 => https://arxiv.org/abs/hep-th/9901001v2"},
		"Phys. Rev. D 59 (1999), quant-ph/9901001.":     {"arxiv quant-ph/9901001 => https://arxiv.org/abs/quant-ph/9901001"},
		"arXiv 1504.07660":                              {"arxiv 1504.07660 => https://arxiv.org/abs/1504.07660"},
		"math/9901001 or cs/0201001":                    nil, // words of more than one use
		"see the report maps/1999010 and hep-th/99":     nil,
		"http://www.maps.se/hep-th/9901001":             {"url http://www.maps.se/hep-th/9901001 => http://www.maps.se/hep-th/9901001"},
		"urn:nbn:de:101:1-201102033592":                 {"urn urn:nbn:de:101:1-201102033592 => https://nbn-resolving.org/urn:nbn:de:101:1-201102033592"},
		"hdl:2027/mdp.39015012345678":                   {"handle 2027/mdp.39015012345678 => https://hdl.handle.net/2027/mdp.39015012345678"},
		"http://proxy.lib.se/login?url=http://maps.se/": {"url http://proxy.lib.se/login?url=http://maps.se/ => http://proxy.lib.se/login?url=http://maps.se/ +certain http://maps.se/"},
	} {
		if d := cmp.Diff(want, lines(findLinks(&passage{text: text}, true))); d != "" {
			t.Errorf("%q: want -, got +\n%s", text, d)
		}
	}
}

func TestMiscountedISBNInText(t *testing.T) {
	if got := lines(findLinks(&passage{text: "The form ISBN 1234567890 is an example."}, false)); got != nil {
		t.Errorf("%v", got)
	}
	for id, want := range map[string]bool{"9783161484100": true, "080442957x": true, "9783161484101": false, "": false, "08044": false} {
		if ValidISBN(id) != want {
			t.Errorf("ValidISBN(%s) = %v", id, !want)
		}
	}
}

func TestIdentifierAndWork(t *testing.T) {
	for in, want := range map[Target]struct {
		kind Kind
		id   string
		work Target
	}{
		"https://arxiv.org/abs/2101.00001v2":                  {KindArXiv, "2101.00001v2", ""},
		"https://arxiv.org/abs/math.GT/0309136":               {KindArXiv, "math.GT/0309136", ""},
		"https://arxiv.org/pdf/2101.00001v2.pdf":              {work: "https://arxiv.org/abs/2101.00001v2"},
		"http://www.arxiv.org/abs/2101.00001":                 {work: "https://arxiv.org/abs/2101.00001"},
		"https://arxiv.org/abs/2101.00001#intro":              {work: "https://arxiv.org/abs/2101.00001"},
		"https://arxiv.org/abs/2101.00001?context=cs":         {},
		"https://arxiv.org/list/math/0309136":                 {},
		"https://pubmed.ncbi.nlm.nih.gov/1234567/":            {KindPMID, "1234567", ""},
		"https://pubmed.ncbi.nlm.nih.gov/1234567":             {work: "https://pubmed.ncbi.nlm.nih.gov/1234567/"},
		"https://pubmed.ncbi.nlm.nih.gov/help/":               {},
		"http://www.ncbi.nlm.nih.gov/pmc/articles/PMC123456/": {work: "https://pmc.ncbi.nlm.nih.gov/articles/PMC123456/"},
		"https://pmc.ncbi.nlm.nih.gov/articles/PMC123456/":    {KindPMCID, "PMC123456", ""},
		"https://hdl.handle.net/2027/mdp.39015":               {KindHandle, "2027/mdp.39015", ""},
		"http://hdl.handle.net/2027/mdp.39015":                {KindHandle, "2027/mdp.39015", ""},
		"https://hdl.handle.net/2027/mdp.39015?noredirect":    {},
		"https://nbn-resolving.org/urn:nbn:de:101:1-2011":     {KindURN, "urn:nbn:de:101:1-2011", ""},
		"https://nbn-resolving.org/":                          {},
		"urn:isbn:9783161484100":                              {KindISBN, "9783161484100", ""},
		"urn:isbn:97831":                                      {},
		"https://doi.org/10.1000/182":                         {},
		"https://maps.se/abs/2101.00001":                      {},
	} {
		kind, id := in.Identifier()
		if kind != want.kind || id != want.id || in.Work() != want.work {
			t.Errorf("%s: %s %q, work %q; want %+v", in, kind, id, in.Work(), want)
		}
	}
}

func TestUnproxied(t *testing.T) {
	for in, want := range map[Target]Target{
		"http://www.maps.org.ezproxy.lib.se/a?b=c":                         "http://www.maps.org/a?b=c",
		"https://0-www.maps.org.catalogue.town.edu/a":                      "https://www.maps.org/a",
		"https://www-maps-org.ezproxy.town.edu/":                           "https://www.maps.org/",
		"https://0-maps-org.books.lib.town.ac.uk/a":                        "https://maps.org/a",
		"https://north--sea-maps-org.proxy.town.edu/":                      "https://north-sea.maps.org/",
		"https://login.proxy.town.edu/login?qurl=http%3A%2F%2Fmaps.se%2Fa": "http://maps.se/a",
		"https://www.maps.com.au/a":                                        "",
		"https://maps.org.uk/":                                             "",
		"https://www.town.edu/library/maps.org/":                           "",
		"https://my-maps-org.example-town.net/":                            "",
		"https://maps.net.town.se/":                                        "",
		"https://login.maps.se/login?url=/home":                            "",
		"https://lib.town.edu/search?url=maps":                             "",
	} {
		if got, _ := unproxied(in); got != want {
			t.Errorf("unproxied(%s) = %q, want %q", in, got, want)
		}
	}
}

func TestArchived(t *testing.T) {
	for in, want := range map[Target]ArchivedCopy{
		"https://web.archive.org/web/20120304050607/http://www.maps.se/a?b=c":         {"web.archive.org", "2012-03-04T05:06:07Z", "http://www.maps.se/a?b=c"},
		"https://web.archive.org/web/20120304050607id_/http://www.maps.se/":           {"web.archive.org", "2012-03-04T05:06:07Z", "http://www.maps.se/"},
		"https://web.archive.org/web/2012/maps.se":                                    {"web.archive.org", "2012", "http://maps.se/"},
		"https://web.archive.org/web/*/http://www.maps.se/":                           {"web.archive.org", "", "http://www.maps.se/"},
		"https://web.archive.org/web/20120304/http:/maps.se/":                         {"web.archive.org", "2012-03-04", "http://maps.se/"},
		"https://web.archive.org/":                                                    {"web.archive.org", "", ""},
		"http://archive.today/2013.01.02-101112/http://maps.se/":                      {"archive.today", "2013-01-02T10:11:12Z", "http://maps.se/"},
		"https://archive.is/abcDE":                                                    {"archive.is", "", ""},
		"https://perma.cc/AB12-CD34":                                                  {"perma.cc", "", ""},
		"https://arquivo.pt/wayback/19980205082901/http://maps.se/":                   {"arquivo.pt", "1998-02-05T08:29:01Z", "http://maps.se/"},
		"https://wayback.archive-it.org/1234/20120304050607/http://maps.se/":          {"wayback.archive-it.org", "2012-03-04T05:06:07Z", "http://maps.se/"},
		"https://archive.today/2013/https://web.archive.org/web/2012/http://maps.se/": {"archive.today", "2013", "http://maps.se/"},
	} {
		got, ok := in.Archived()
		if d := cmp.Diff(want, got); d != "" || !ok {
			t.Errorf("%s: %v, want -, got +\n%s", in, ok, d)
		}
	}
	if c, ok := Target("https://www.maps.se/web/2012/http://a.se/").Archived(); ok {
		t.Errorf("an ordinary address is a copy: %+v", c)
	}
}

func TestKeyWithoutTracking(t *testing.T) {
	for in, want := range map[Target]string{
		"http://maps.se/a?utm_source=x&utm_medium=y": "http://maps.se/a",
		"http://maps.se/a?id=3&fbclid=abc#top":       "http://maps.se/a?id=3",
		"http://maps.se/a?gclid=1&page=2&page=3":     "http://maps.se/a?page=2&page=3",
		"http://maps.se/a?ref=home&source=menu":      "http://maps.se/a?ref=home&source=menu",
		"http://maps.se/a?":                          "http://maps.se/a?",
		"https://doi.org/10.1234/A7":                 "https://doi.org/10.1234/a7",
	} {
		if got := in.Key(); got != want {
			t.Errorf("Key(%s) = %s, want %s", in, got, want)
		}
	}
}

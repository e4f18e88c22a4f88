package refs

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// linked makes a passage of text in which each <...|...> is a hyperlink: what a
// reader sees, and where it leads.
func linked(markup string) *passage {
	p := &passage{}
	for {
		before, rest, ok := strings.Cut(markup, "<")
		p.text += before
		if !ok {
			return p
		}
		inside, after, _ := strings.Cut(rest, ">")
		visible, href, _ := strings.Cut(inside, "|")
		p.anchors = append(p.anchors, anchor{len(p.text), len(p.text) + len(visible), href, 1000 + len(p.text)})
		p.text += visible
		markup = after
	}
}

func TestFindInHyperlinks(t *testing.T) {
	for name, tt := range map[string]struct {
		markup string
		want   []string
	}{
		"words":           {"Tides. <The page|https://maps.se/x>.", []string{"url https://maps.se/x => https://maps.se/x"}},
		"the same":        {"URL: <http://maps.se/x|http://maps.se/x>.", []string{"url http://maps.se/x => http://maps.se/x"}},
		"without scheme":  {"<www.maps.se|http://www.maps.se/>", []string{"url www.maps.se => http://www.maps.se/"}},
		"doi":             {"doi: <10.1234/a7|https://doi.org/10.1234/a7>.", []string{"doi 10.1234/a7 => https://doi.org/10.1234/a7"}},
		"label in front":  {"URL: <here|http://maps.se/x> (accessed 2014)", []string{"url http://maps.se/x => http://maps.se/x"}},
		"linkifier's cut": {"URL: <http://www.gov.cn/xinwen/2021|http://www.gov.cn/xinwen/2021>–07/08/content_5623242.htm (accessed: 30.06.2023)", []string{"url http://www.gov.cn/xinwen/2021–07/08/content_5623242.htm !wrong-dash +certain http://www.gov.cn/xinwen/2021-07/08/content_5623242.htm"}},
		"dash behind":     {"<http://maps.se/x|http://maps.se/x> – a map", []string{"url http://maps.se/x => http://maps.se/x"}},
		"word behind":     {"<http://maps.se/x|http://maps.se/x>Accessed 2014", []string{"url http://maps.se/x => http://maps.se/x"}},
		"shortened":       {"<http://maps.se/very/lo...|https://maps.se/very/long/path>", []string{"url https://maps.se/very/long/path => https://maps.se/very/long/path"}},
		"another doi":     {"<10.1234/a7|https://doi.org/10.1234/b8>", []string{"doi 10.1234/a7 => https://doi.org/10.1234/a7", "doi https://doi.org/10.1234/b8 => https://doi.org/10.1234/b8"}},
		"mended by href":  {"<http://maps. se/x–y|http://maps.se/x-y>", []string{"url http://maps.se/x-y => http://maps.se/x-y"}},
		"relative":        {"<http://maps.se/x|/local>, <here|#top>, <now|javascript:go()>", []string{"url http://maps.se/x => http://maps.se/x"}},
		"mail, phone":     {"<Anna|mailto:anna@maps.se> <call|tel:+46123>", []string{"url mailto:anna@maps.se => mailto:anna@maps.se", "url tel:+46123 => tel:+46123"}},
		"damaged href":    {"<here|http://http://maps.se/x>", []string{"url http://http://maps.se/x !malformed-url +certain http://maps.se/x"}},
		"two":             {"<http://maps.se/1|http://maps.se/1><http://maps.se/2|http://maps.se/2>", []string{"url http://maps.se/1 => http://maps.se/1", "url http://maps.se/2 => http://maps.se/2"}},
		"picture":         {"<|https://maps.se/x>", []string{"url https://maps.se/x => https://maps.se/x"}},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, lines(findLinks(linked(tt.markup), true))); d != "" {
				t.Errorf("findLinks(%q): want -, got +\n%s", tt.markup, d)
			}
		})
	}
}

func TestPlaceOfHyperlink(t *testing.T) {
	links := findLinks(linked("Tides. <The page|https://maps.se/x>. DOI: 10.1234/a7"), true)
	if len(links) != 2 || links[0].Pos.Offset != 1007 || links[1].Pos.Offset != 22 {
		t.Errorf("got %+v; want the address at its place 1007, the DOI at 22", links)
	}
}

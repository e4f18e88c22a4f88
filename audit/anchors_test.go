package audit

import (
	"slices"
	"testing"

	"github.com/refmend/refmend/refs"
)

func TestFragment(t *testing.T) {
	for target, want := range map[refs.Target]string{
		"https://a.org/":                        "",
		"https://a.org/#":                       "",
		"https://a.org/#top":                    "",
		"https://a.org/#Section_2":              "Section_2",
		"https://a.org/#%D0%B0":                 "а",
		"https://a.org/#а":                      "а",
		"https://a.org/#:~:text=tides,moon":     "",
		"https://a.org/#part:~:text=tides":      "part",
		"https://a.org/#!/route":                "",
		"https://a.org/#/route":                 "",
		"https://a.org/#a=1&b":                  "",
		"https://a.org/paper.pdf#page=12":       "page=12",
		"https://a.org/paper.pdf#page=x":        "",
		"https://a.org/#.U3k.twitter~x":         "",
		"https://a.org/#.wlw5yueemak.twitter":   "",
		"https://a.org/#.U3kXyZab":              "",
		"https://a.org/#sthash.Ab12.dpuf":       "",
		"https://a.org/#.intro":                 ".intro",
		"https://a.org/paper.pdf#page=12&zoom=": "page=12",
		"https://a.org/paper.pdf#zoom=5&page=2": "page=2",
		"https://a.org/paper.pdf#nameddest=ch1": "",
		"https://a.org/paper.pdf#zoom=150":      "",
		"https://a.org/paper.pdf#page=":         "",
		"https://a.org/paper.pdf#search=page=2": "",
		"https://a.org/#L10":                    "",
		"https://a.org/#L10-L20":                "",
		"https://a.org/#L10C3-L20C4":            "",
		"https://a.org/#lines-10":               "",
		"https://a.org/#Lemma":                  "Lemma",
		"https://a.org/#TOP":                    "",
		"https://a.org/#%zz":                    "%zz",
		"https://a.org/?a#!route":               "",
	} {
		if got := Fragment(target); got != want {
			t.Errorf("Fragment(%s) = %q, want %q", target, got, want)
		}
	}
}

func TestAnchorsLack(t *testing.T) {
	names := []uint32{AnchorHash("intro"), AnchorHash("user-content-usage"), AnchorHash("caf\u00e9")}
	slices.Sort(names)
	for _, c := range []struct {
		anchors  *Anchors
		fragment string
		want     bool
	}{
		{nil, "x", false},
		{&Anchors{Names: names}, "intro", false},
		{&Anchors{Names: names}, "usage", false},
		{&Anchors{Names: names}, "Intro", true},
		{&Anchors{Names: names}, "caf\u00e9", false},
		{&Anchors{Names: names}, "cafe\u0301", false},
		{&Anchors{Names: names}, "page=3", false}, // of a page in HTML
		{&Anchors{Names: names}, "", false},
		{&Anchors{Names: names, Open: true}, "x", false},
		{&Anchors{}, "x", false},
		{&Anchors{Open: true, Pages: 9}, "page=9", false},
		{&Anchors{Open: true, Pages: 9}, "page=10", true},
		{&Anchors{Open: true, Pages: 9}, "page=99999999999", true},
		{&Anchors{Open: true}, "page=10", false},
	} {
		if got := c.anchors.lacks(c.fragment); got != c.want {
			t.Errorf("%+v lacks %q: %v", c.anchors, c.fragment, got)
		}
	}
}

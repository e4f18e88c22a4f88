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
		"https://a.org/paper.pdf#page=12&zoom=": "",
	} {
		if got := Fragment(target); got != want {
			t.Errorf("Fragment(%s) = %q, want %q", target, got, want)
		}
	}
}

func TestAnchorsLack(t *testing.T) {
	names := []uint32{AnchorHash("intro"), AnchorHash("user-content-usage")}
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

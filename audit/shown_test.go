package audit

import (
	"testing"

	"github.com/refmend/refmend/refs"
)

func TestShown(t *testing.T) {
	for _, c := range []struct {
		kind                  refs.Kind
		written, target, want string
	}{
		{refs.KindURL, "http://музей.рф/книги", "http://xn--e1aybc.xn--p1ai/%D0%BA%D0%BD%D0%B8%D0%B3%D0%B8", "http://музей.рф/книги"},
		{refs.KindURL, "HTTPS://a.org/ä?x#ö", "https://a.org/%C3%A4?x#%C3%B6", "HTTPS://a.org/ä?x#ö"},
		{refs.KindURL, "https://a.org/%C3%A4", "https://a.org/%C3%A4", "https://a.org/%C3%A4"},
		{refs.KindURL, `https://a.org/ä\_b`, "https://a.org/%C3%A4_b", "https://a.org/%C3%A4_b"},
		{refs.KindURL, "https://a.org/ä\n  b", "https://a.org/%C3%A4b", "https://a.org/%C3%A4b"},
		{refs.KindURL, "https://a.org/ä\u202e", "https://a.org/%C3%A4", "https://a.org/%C3%A4"},
		{refs.KindURL, "../ä", "https://a.org/%C3%A4", "https://a.org/%C3%A4"},
		{refs.KindDOI, "https://doi.org/10.5555/a–b", "https://doi.org/10.5555/a-b", "https://doi.org/10.5555/a-b"},
		{refs.KindURL, "–07/08/x.htm", "", "–07/08/x.htm"},
		{refs.KindURL, "https://a.org/x", "", "https://a.org/x"},
	} {
		l := &Link{Kind: c.kind, Written: c.written, Target: refs.Target(c.target)}
		if got := l.Shown(); got != c.want {
			t.Errorf("%q: %q, want %q", c.written, got, c.want)
		}
	}
}

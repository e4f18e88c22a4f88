package refs

import (
	"fmt"
	"strings"
	"testing"
)

// referenceText is plain text of references, about n bytes, of the usual
// mixture: some with a URL, some with a DOI, most with neither.
func referenceText(n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "[%d] Aalto, M., Brandt, K. & Ceder, P.-O. (%d). On the drift of moored buoys in shallow water: a second look. Journal of Applied Oceanography %d(%d): %d–%d.", i+1, 1970+i%50, i%90, i%12, i, i+14)
		switch i % 4 {
		case 0:
			fmt.Fprintf(&b, " doi:10.%d/j.jao.%d.%02d.%03d", 1000+i%8000, 1990+i%30, i%12, i%1000)
		case 1:
			fmt.Fprintf(&b, " Available at: http://www.buoys%d.org/reports/%d/drift-%d.html (accessed %d May 2019).", i%300, 1990+i%30, i, 1+i%30)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func BenchmarkFindLinks(b *testing.B) {
	lines := strings.SplitAfter(referenceText(1<<20), "\n")
	passages := make([]passage, len(lines))
	size := 0
	for i, l := range lines {
		passages[i].text = l
		size += len(l)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for i := range passages {
			findLinks(&passages[i], true)
		}
	}
}

// hostile are pieces of text whose repetition makes a finder of links look far
// or back many times.
var hostile = map[string]string{
	"brackets": "((((", "closers": "http://a.b/))))", "colons": "URL:", "slashes": "////", "tens": "10.1000/", "dois": "doi: 10. ",
	"schemes": "http://", "dashes": "http://a–", "entities": "&amp;", "sici": "10.1/<a", "wide": "http://中文", "spaces": "http: / ", "dots": "a.com/ ", "tail": "http://a.b/?&",
	"invisible": "\u200b", "hyphen": "10.1000/a- b", "www": "www.", "percent": "http%3A", "full stops": "http://a.b/....", "hyphens": "http://a.b/-",
	"percent signs": "http://a.b/%%", "labels": "doi:URL:", "lone dots": "10 . 1000/a . b", "lone slashes": "http : / / a.b / c", "dash at line end": "10.1000/a–\n1",
	"backslashes": `http:\\a\\`, "soft hyphens": "10.1000/a\u00ad1", "look-alikes": "http://a.b/аa", "prefix": "10. \n 1000/", "glued": "10.1000/1CrossRef",
	"elided": "http://a.b/…/", "suffixes": "10.1093/a/1. ", "open brackets": "http://a.b/((((", "angles": "10.1/<a>3.", "queries": "http://a.b/?a= ",
}

// TestFindLinksOfHostileText ends in any reasonable time only if finding is
// linear in the text.
func TestFindLinksOfHostileText(t *testing.T) {
	skipLarge(t)
	for _, unit := range hostile {
		findLinks(&passage{text: strings.Repeat(unit, 1<<18/len(unit))}, true)
	}
}

func BenchmarkFindLinksAdversarial(b *testing.B) {
	for name, unit := range hostile {
		text := strings.Repeat(unit, 1<<20/len(unit))
		// The same in pieces just short enough to be read as links.
		short := strings.Repeat(strings.Repeat(unit, maxLink/len(unit)-1)+" ", (1<<20)/maxLink)
		for form, text := range map[string]string{"whole": text, "pieces": short} {
			b.Run(name+"/"+form, func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					findLinks(&passage{text: text}, true)
				}
			})
		}
	}
}

func BenchmarkParseTarget(b *testing.B) {
	for name, raw := range map[string]string{
		"normal": "http://www.example-journal.org/reports/1998/drift-12.html?page=2",
		"mixed":  "http://WWW.Example-Journal.org/reports/../drift 12.html",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				ParseTarget(raw)
			}
		})
	}
}

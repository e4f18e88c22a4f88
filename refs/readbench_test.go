package refs

import (
	"fmt"
	"strings"
	"testing"
)

// benchmarkRead reads a document of about 4 MB.
func benchmarkRead(b *testing.B, f Format, text string) {
	data := []byte(text)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		doc, err := Read("x", data, Options{Format: f})
		if err != nil || len(doc.References) < 1000 {
			b.Fatalf("%d references, %v", len(doc.References), err)
		}
	}
}

const benchmarkSize = 4 << 20

func BenchmarkReadText(b *testing.B) {
	benchmarkRead(b, FormatText, "References\n\n"+referenceText(benchmarkSize))
}

// BenchmarkReadTextWrapped has lines of 80 bytes.
func BenchmarkReadTextWrapped(b *testing.B) {
	var text strings.Builder
	for line := range strings.Lines(referenceText(benchmarkSize)) {
		width := 0
		for word := range strings.FieldsSeq(line) {
			if width+len(word) > 80 {
				text.WriteString("\n    ")
				width = 4
			}
			text.WriteString(word + " ")
			width += len(word) + 1
		}
		text.WriteString("\n\n")
	}
	benchmarkRead(b, FormatText, text.String())
}

func BenchmarkReadHTML(b *testing.B) {
	var text strings.Builder
	text.WriteString("<html><body><h2>References</h2><ol>\n")
	for line := range strings.Lines(referenceText(benchmarkSize)) {
		line = strings.TrimSpace(line)
		fmt.Fprintf(&text, "<li class=\"ref\" id=\"r\"><p><span class=\"authors\">%s</span> &amp; <i>others</i>.</p><p><a class=\"link\" href=\"https://doi.org/10.1000/182\" target=\"_blank\">Article</a></p></li>\n", line)
	}
	benchmarkRead(b, FormatHTML, text.String())
}

func BenchmarkReadMarkdown(b *testing.B) {
	var text strings.Builder
	text.WriteString("# References\n\n")
	for line := range strings.Lines(referenceText(benchmarkSize)) {
		_, line, _ = strings.Cut(strings.TrimSpace(line), "] ")
		fmt.Fprintf(&text, "1. %s See [the *page*](https://example.com/a).\n", line)
	}
	benchmarkRead(b, FormatMarkdown, text.String())
}

func BenchmarkReadBibTeX(b *testing.B) {
	var text strings.Builder
	for i := 0; text.Len() < benchmarkSize; i++ {
		fmt.Fprintf(&text, "@article{key%d,\n  author = {Aalto, M. and Brandt, K. and Ceder, Per-Olof},\n  title = {On the drift of moored buoys in shallow water: a second look},\n"+
			"  journal = {Journal of Applied Oceanography},\n  volume = {%d},\n  pages = {%d--%d},\n  year = %d,\n  doi = {10.1000/j.jao.%d},\n  url = {http://www.buoys.org/reports/%d}\n}\n\n", i, i%90, i, i+14, 1970+i%50, i, i)
	}
	benchmarkRead(b, FormatBibTeX, text.String())
}

func BenchmarkReadHTMLAdversarial(b *testing.B) {
	for name, unit := range map[string]string{
		"divs": "<div>", "hidden": "<span hidden>", "hidden and closed": "<span hidden>a</b>", "shown": "<div hidden><div class=refs>", "entries": "<div class=csl-entry>2001", "anchors": "<a href=http://a.b/>http://a.b/</a>~",
		"anchors of one word": "<a href=http://a.b/>x</a>", "metas": `<meta name=citation_reference content="citation_title=a;citation_doi=10.1000/x">`, "lists": "<ol><li>", "end tags": "<span hidden></div>", "attributes": "<p a='", "entities": "&amp",
	} {
		text := "<h2>References</h2>" + strings.Repeat(unit, 1<<20/len(unit))
		field := `<meta name=citation_reference content="` + strings.Repeat("citation_a=;", 1<<20/12) + `">`
		for form, text := range map[string]string{name: text, "fields": field} {
			if form == "fields" && name != "metas" {
				continue
			}
			b.Run(form, func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					if _, err := Read("x", []byte(text), Options{Format: FormatHTML}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

package refs

import (
	"fmt"
	"strings"
	"testing"
)

// checkVerbatim wants every link of one word to stand where it says; plain
// makes of what stands there what a person reads.
func checkVerbatim(t *testing.T, data []byte, doc Document, plain func(string) string) {
	t.Helper()
	for _, r := range doc.References {
		for _, l := range r.Links {
			rest := string(data[min(l.Pos.Offset, len(data)):])
			if rest = plain(rest[:min(len(rest), 12*len(l.Written)+12)]); !strings.HasPrefix(rest, l.Written) && !strings.ContainsAny(l.Written, " \t\r\n\v\f\u00a0\uFEFF\uFFFD") {
				t.Errorf("%q does not stand at %+v, but %.40q", l.Written, l.Pos, rest)
			}
		}
		if len(r.Authors) > mostAuthors || len(r.Title) > longestTitle {
			t.Errorf("%d authors, a title of %d bytes", len(r.Authors), len(r.Title))
		}
	}
}

func asIs(s string) string { return s }

// fuzzTagged reads whatever comes as a format that writes links as they are.
func fuzzTagged(f *testing.F, format Format) {
	f.Fuzz(func(t *testing.T, data []byte) {
		if doc, verbatim := read(t, format, data); verbatim {
			checkVerbatim(t, data, doc, asIs)
		}
	})
}

func FuzzReadRIS(f *testing.F) {
	f.Add([]byte(risLibrary))
	f.Add([]byte("TY  - BOOK\rSN  - 0-306-40615-2 9780306406157\rUR  - http://a.org/\r\r  x;http://b.org/\rC1 - PMC1234567\rTY  - \xFF\nN1  - doi:\n10.1000/a\nER  - x\nAU  - "))
	fuzzTagged(f, FormatRIS)
}

func FuzzReadNBIB(f *testing.F) {
	f.Add([]byte(nbibLibrary))
	f.Add([]byte("PMID- 12345678\nAID - [doi]\nLID - 10.1000/a\n      [doi] [doi]\nPMC - 1234567\nISBN- 0-306-40615-2\n4099- http://a.org/\n\n\x00-\nPMID-"))
	fuzzTagged(f, FormatNBIB)
}

func FuzzReadJSON(f *testing.F) {
	formats := []Format{FormatCSL, FormatBibJSON, FormatJSON}
	for i, text := range []string{cslLibrary, bibJSONLibrary, `{"a": ["http:\/\/a.org\/\u00e9\ud83c\udf0a", 1e9, null, {"$schema": "x", "b\"": "\n[1] x\n"}]}`} {
		f.Add([]byte(text), uint8(i))
	}
	f.Add([]byte("\uFEFF[{\"DOI\":\"10.1000/a\\\",\"URL\":{\"a\":[[[]]]},,\"note\":\"\\ud800\\u\x01\" \"x\":1}{\"items\":[[{\"author\":[[],{\"family\":3}],\"issued\":{\"date-parts\":[[]]}}"), uint8(0))
	f.Fuzz(func(t *testing.T, data []byte, format uint8) {
		looksJSON(string(data))
		looksNotebook(string(data))
		if doc, verbatim := read(t, formats[int(format)%len(formats)], data); verbatim {
			checkVerbatim(t, data, doc, unescapeJSON)
		}
	})
}

func FuzzReadNotebook(f *testing.F) {
	f.Add([]byte(notebookText))
	f.Add([]byte(`{"worksheets":[{"cells":[{"cell_type":"heading","source":"References"},{"source":["1. a 2001 http://a.org/\u0026b\n",[],"2. \\_x <p>&amp;"],"cell_type":"markdown"},{"cell_type":"raw","metadata":{"format":"text/html"},"source":"<ol><li>http://b.org/"`))
	f.Fuzz(func(t *testing.T, data []byte) { read(t, FormatNotebook, data) })
}

func BenchmarkReadRIS(b *testing.B) {
	var text strings.Builder
	for i := 0; text.Len() < benchmarkSize; i++ {
		fmt.Fprintf(&text, "TY  - JOUR\nAU  - Aalto, M.\nAU  - Brandt, K.\nAU  - Ceder, Per-Olof\nTI  - On the drift of moored buoys in shallow water: a second look\nT2  - Journal of Applied Oceanography\nVL  - %d\nSP  - %d\nEP  - %d\nPY  - %d\nDO  - 10.1000/j.jao.%d\nUR  - http://www.buoys.org/reports/%d\nAB  - %s\nER  - \n\n",
			i%90, i, i+14, 1970+i%50, i, i, benchmarkAbstract)
	}
	benchmarkRead(b, FormatRIS, text.String())
}

const benchmarkAbstract = "Moored buoys drift in shallow water, as a first look has shown. This is the second one. It finds that they drift more than was thought, and in both directions."

func BenchmarkReadNBIB(b *testing.B) {
	var text strings.Builder
	for i := 0; text.Len() < benchmarkSize; i++ {
		fmt.Fprintf(&text, "PMID- %d\nOWN - NLM\nSTAT- MEDLINE\nDP  - %d May 3\nTI  - On the drift of moored buoys in shallow water: a second look at what was\n      measured.\nLID - 10.1000/j.jao.%d [doi]\nAB  - %s\n      %[4]s\nFAU - Aalto, Mari\nAU  - Aalto M\nFAU - Brandt, Kim\nAU  - Brandt K\nLA  - eng\nPT  - Journal Article\nTA  - J Appl Oceanogr\nMH  - Buoys\nMH  - Water\nAID - 10.1000/j.jao.%[3]d [doi]\nSO  - J Appl Oceanogr. 2001.\n\n",
			30_000_000+i, 1970+i%50, i, benchmarkAbstract)
	}
	benchmarkRead(b, FormatNBIB, text.String())
}

func BenchmarkReadCSL(b *testing.B) {
	var text strings.Builder
	text.WriteString("[\n")
	for i := 0; text.Len() < benchmarkSize; i++ {
		fmt.Fprintf(&text, "  {\"id\": \"key%d\", \"type\": \"article-journal\", \"title\": \"On the drift of moored buoys in shallow water: a second look\", \"container-title\": \"Journal of Applied Oceanography\", \"volume\": \"%d\", \"page\": \"%d-%d\", \"author\": [{\"family\": \"Aalto\", \"given\": \"M.\"}, {\"family\": \"Brandt\", \"given\": \"K.\"}], \"issued\": {\"date-parts\": [[%d, 5, 3]]}, \"DOI\": \"10.1000/j.jao.%d\", \"URL\": \"http:\\/\\/www.buoys.org\\/reports\\/%d\", \"abstract\": \"%s\"},\n",
			i, i%90, i, i+14, 1970+i%50, i, i, benchmarkAbstract)
	}
	benchmarkRead(b, FormatCSL, text.String()+"{}]")
}

func BenchmarkReadNotebook(b *testing.B) {
	var text strings.Builder
	text.WriteString("{\"cells\": [\n")
	for i := 0; text.Len() < benchmarkSize; i++ {
		fmt.Fprintf(&text, "  {\"cell_type\": \"markdown\", \"metadata\": {}, \"source\": [\"## Buoys of %d\\n\", \"\\n\", \"%s See [the *page*](https://example.com/a/%d).\\n\"]},\n", i, benchmarkAbstract, i)
		fmt.Fprintf(&text, "  {\"cell_type\": \"code\", \"outputs\": [{\"data\": {\"image/png\": \"%s\"}}], \"source\": [\"read(\\\"http://code.buoys.org/\\\")\"]},\n", strings.Repeat("iVBORw0KGgo", 50))
	}
	benchmarkRead(b, FormatNotebook, text.String()+"{}]}")
}

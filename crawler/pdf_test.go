package crawler

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/refmend/refmend/audit"
)

// pdfOf makes a PDF of objects, of which the first is the catalog, the second
// the tree of its pages and the third the information dictionary.
func pdfOf(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R/Info 3 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return b.Bytes()
}

const (
	pdfCatalog = "<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R/Lang(de-AT)>>"
	pdfPages3  = "<</Type/Pages/Kids[]/Count 3>>"
)

func pdfStream(data string) string {
	return fmt.Sprintf("<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream", len(data), data)
}

const packet = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" prism:publicationName="Annals of Buoys" prism:doi="10.5555/buoys.1">
<dc:title><rdf:Alt><rdf:li xml:lang="de">Bojen</rdf:li><rdf:li xml:lang="x-default">Moored buoys &amp; tides</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Maria Aalto</rdf:li><rdf:li>Brandt, Karl</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>en</rdf:li></rdf:Bag></dc:language><dc:publisher><rdf:Bag><rdf:li>Sea Press</rdf:li></rdf:Bag></dc:publisher>
<prism:coverDate>2019-05</prism:coverDate><prism:volume>5</prism:volume><prism:number>2</prism:number><prism:startingPage>17</prism:startingPage><prism:endingPage>29</prism:endingPage>
<prism:eIssn>1476-4687</prism:eIssn></rdf:Description></rdf:RDF></x:xmpmeta>`

func TestReadPDF(t *testing.T) {
	for name, test := range map[string]struct {
		file  []byte
		want  audit.Metadata
		pages int
	}{
		"information": {
			pdfOf(pdfCatalog, pdfPages3, "<</Title(Tides of the sea)/Author(Maria Aalto and Karl Brandt)>>", "<<>>"),
			audit.Metadata{Title: "Tides of the sea", Authors: []string{"Maria Aalto", "Karl Brandt"}, Language: "de-AT", Source: "pdf"}, 3,
		},
		"in UTF-16": {
			pdfOf(pdfCatalog, pdfPages3, "<</Title<FEFF041C043E04400435>>>", "<<>>"),
			audit.Metadata{Title: "Море", Language: "de-AT", Source: "pdf"}, 3,
		},
		"packet": {
			pdfOf(pdfCatalog, pdfPages3, "<</Title(draft.docx)/Author(aalto)>>", pdfStream(packet)),
			audit.Metadata{
				Title: "Moored buoys & tides", Authors: []string{"Maria Aalto", "Karl Brandt"}, Published: "2019-05", Container: "Annals of Buoys",
				Publisher: "Sea Press", Language: "en", DOI: "10.5555/buoys.1", Source: "pdf",
				Details: &audit.Details{Volume: "5", Issue: "2", Pages: "17-29", ISSN: "1476-4687"},
			}, 3,
		},
		"broken packet": {
			pdfOf(pdfCatalog, pdfPages3, "<</Title(Tides of the sea)>>", pdfStream("<x:xmpmeta><rdf:RDF")),
			audit.Metadata{Title: "Tides of the sea", Language: "de-AT", Source: "pdf"}, 3,
		},
		"nothing": {pdfOf("<</Type/Catalog/Pages 2 0 R>>", pdfPages3, "<<>>"), audit.Metadata{}, 3},
		"signs that do harm": {
			pdfOf("<</Type/Catalog/Pages 2 0 R>>", pdfPages3, "<</Title<FEFF00540069006400650073001B005B0031006D000A0061>>>"),
			audit.Metadata{Title: "Tides[1m a", Source: "pdf"}, 3,
		},
	} {
		d, err := readPDF(t.Context(), test.file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		got := d.metadata("https://a.org/a.pdf")
		if diff := cmp.Diff(test.want, got); diff != "" || d.pages != test.pages {
			t.Errorf("%s: %d pages; -want +got:\n%s", name, d.pages, diff)
		}
	}
}

// Files made to do harm cost bounded time and memory, and break nothing.
func TestReadHostilePDF(t *testing.T) {
	var bomb bytes.Buffer
	z := zlib.NewWriter(&bomb)
	z.Write(make([]byte, 3*pdfLimit))
	z.Close()
	for name, file := range map[string][]byte{
		"bomb":   pdfOf(pdfCatalog, pdfPages3, "<<>>", fmt.Sprintf("<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", bomb.Len(), &bomb)),
		"arrays": pdfOf(pdfCatalog, pdfPages3, strings.Repeat("[", 1<<20), "<<>>"),
		"dicts":  pdfOf(pdfCatalog, pdfPages3, strings.Repeat("<</A", 1<<18), "<<>>"),
		"parens": pdfOf(pdfCatalog, pdfPages3, "<</Title"+strings.Repeat("(", 1<<20)+">>", "<<>>"),
		"loop":   pdfOf(pdfCatalog, "<</Type/Pages/Kids[2 0 R]/Count 2 0 R>>", "3 0 R", "4 0 R"),
		"tables": []byte("%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF"),
		"size":   []byte("%PDF-1.7\nxref\n0 999999999\ntrailer\n<</Size 999999999/Root 1 0 R>>\nstartxref\n9\n%%EOF"),
		"ends":   []byte("%PDF-1.7\n" + strings.Repeat("startxref\n9\n%%EOF\n", 10_000)),
		"zeros":  append([]byte("%PDF-1.7\n"), make([]byte, 1<<20)...),
		"empty":  []byte("%PDF-"),
	} {
		if d, err := readPDF(t.Context(), file); err == nil && (d.title != "" || len(d.xmp) > 0) {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

func TestDocumentTitle(t *testing.T) {
	for written, want := range map[string]string{
		"Tides of the sea":                          "Tides of the sea",
		" Tides\n of the  sea ":                     "Tides of the sea",
		"Ulysses":                                   "Ulysses",
		"海":                                         "海",
		"Microsoft Word - Tides of the sea":         "Tides of the sea",
		"The use of node.js and ASP.NET":            "The use of node.js and ASP.NET",
		"COVID-19 in 2020":                          "COVID-19 in 2020",
		"Microsoft Word - draft.docx":               "",
		"Microsoft Word - Tides of the sea v2.docx": "",
		"Microsoft PowerPoint - talk":               "",
		"untitled":                                  "",
		"Untitled 21":                               "",
		"Document1":                                 "",
		"Slide 1":                                   "",
		"无标题":                                       "",
		"paper.dvi":                                 "",
		"main.tex":                                  "",
		"file:///C|/x/y":                            "",
		`C:\papers\x`:                               "",
		"nature12373 1..6":                          "",
		"Layout 1..24":                              "",
		"S0022112098001234":                         "",
		"jrv_final":                                 "",
		"PII: S0140-6736(99)00001-1":                "",
		"doi:10.5555/12":                            "",
		"10.5555/12345":                             "",
		"https://a.org/x":                           "",
		"tides-of-the-sea":                          "", // the file's own name
		"--":                                        "",
		"x":                                         "",
		"":                                          "",
	} {
		if got := documentTitle(written, "tides-of-the-sea.pdf"); got != want {
			t.Errorf("%q: %q, want %q", written, got, want)
		}
	}
}

func TestDocumentAuthors(t *testing.T) {
	for written, want := range map[string][]string{
		"Maria Aalto":              {"Maria Aalto"},
		"Maria Aalto, Karl Brandt": {"Maria Aalto", "Karl Brandt"},
		"Maria Aalto; Karl Brandt": {"Maria Aalto", "Karl Brandt"},
		"王小明":                      {"王小明"},
		"aalto":                    nil,
		"Administrator":            nil,
		"Microsoft Office User":    nil,
		"HP Inc":                   nil,
		`LAB\maria aalto`:          nil,
		"maria@a.org":              nil,
		"":                         nil,
	} {
		if got := documentAuthors([]string{written}); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", written, got, want)
		}
	}
}

func TestCheckPDFs(t *testing.T) {
	w := newWeb(t)
	file := pdfOf(pdfCatalog, pdfPages3, "<</Title(Tides of the sea)>>", "<</Length 20000>>\nstream\n"+strings.Repeat(" ", 20_000)+"\nendstream")
	serveAs := func(path, kind string, body []byte, length string) {
		w.on("site.example/"+path, func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", kind)
			if length != "" {
				rw.Header().Set("Content-Length", length)
			}
			rw.Write(body)
			if length == "" {
				rw.(http.Flusher).Flush()
			}
		})
	}
	serveAs("whole.pdf", "application/pdf", file, fmt.Sprint(len(file)))
	serveAs("chunked.pdf", "application/pdf;charset=binary", file, "")
	serveAs("cut.pdf", "application/pdf", file, fmt.Sprint(len(file)+1))
	serveAs("large.pdf", "application/pdf", file, fmt.Sprint(pdfLimit+1))
	serveAs("endless.pdf", "application/pdf", append(file, make([]byte, pdfLimit)...), "")
	serveAs("page.pdf", "application/pdf", []byte(page), "")
	serveAs("locked.pdf", "application/pdf", []byte("%PDF-1.4\ntrailer<</Encrypt 1 0 R>>"), "")
	c := newTestCrawler(t, w.options())
	var targets []string
	want := map[string]string{"whole.pdf": "Tides of the sea", "chunked.pdf": "Tides of the sea", "cut.pdf": "", "large.pdf": "", "endless.pdf": "", "page.pdf": "", "locked.pdf": ""}
	for path := range want {
		targets = append(targets, "http://site.example/"+path+"#page=4")
	}
	for target, o := range checkAll(t, c, targets...) {
		wantVerdict(t, o, audit.OK, audit.ReasonOK)
		path := strings.TrimSuffix(strings.TrimPrefix(string(target), "http://site.example/"), "#page=4")
		pages := 0
		if want[path] != "" {
			pages = 3
		}
		if o.Metadata.Title != want[path] || !o.Anchors.Open || o.Anchors.Pages != pages {
			t.Errorf("%s: %+v, %+v", path, o.Metadata, o.Anchors)
		}
	}
	if !c.pdfs.budget.TryAcquire(pdfBudget) || !c.pdfs.parsers.TryAcquire(pdfsAtOnce) {
		t.Fatal("a PDF keeps its share of the bounds")
	}
	// While there is no room, a PDF is judged without being read.
	o := w.options()
	o.Timeout = 200 * time.Millisecond
	c = newTestCrawler(t, o)
	c.pdfs.budget.TryAcquire(pdfBudget)
	got := check(t, c, "http://site.example/whole.pdf")
	wantVerdict(t, got, audit.OK, audit.ReasonOK)
	if got.Metadata.Title != "" {
		t.Errorf("%+v", got.Metadata)
	}
}

func FuzzReadPDF(f *testing.F) {
	f.Add(pdfOf(pdfCatalog, pdfPages3, "<</Title(Tides of the sea)/Author(Maria Aalto)>>", pdfStream(packet)))
	f.Add([]byte("%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF"))
	f.Fuzz(func(t *testing.T, file []byte) {
		d, err := readPDF(t.Context(), file)
		if err != nil && strings.Contains(err.Error(), "panic") {
			t.Skip(err) // caught
		}
		m := d.metadata("https://a.org/a.pdf")
		if runes(m.Title) > maxTitle || len(m.Authors) > maxAuthors || d.pages < 0 {
			t.Errorf("%+v", m)
		}
	})
}

func FuzzReadXMP(f *testing.F) {
	f.Add([]byte(packet))
	f.Add([]byte("<a xmlns='http://purl.org/dc/elements/1.1/'><title>x<title>y</title></title>"))
	f.Fuzz(func(t *testing.T, packet []byte) {
		n := 0
		for _, values := range readXMP(packet) {
			n += len(values)
		}
		if n > maxXMPValues {
			t.Errorf("%d values", n)
		}
	})
}

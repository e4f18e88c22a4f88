package reports

import (
	"testing"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// Names keep their capitals where styles make small letters of titles.
func TestBibTitle(t *testing.T) {
	for _, tt := range []struct{ title, language, bibtex, biblatex string }{
		{"A Bayesian survey of piers in Norway: Bergen and the fjords", "en", "A {Bayesian} survey of piers in {Norway}: Bergen and the fjords", ""},
		{"Tides (in Norway) and “Ebb”, a play for children", "en", "Tides (in {Norway}) and “{Ebb}”, a play for children", ""},
		{"Modern Methods for the Analysis of Tides", "en", "Modern Methods for the Analysis of Tides", ""},
		{"The tides of NASA's pH-meters", "", "The tides of {NASA's} {pH-meters}", ""},
		{"PIERS AND TIDES", "", "PIERS AND TIDES", ""},
		{"Why? Because Norway has tides – Really small tides", "en", "Why? Because {Norway} has tides – Really small tides", ""},
		{"Der Hafen im Winter", "de", "{Der Hafen im Winter}", "Der Hafen im Winter"},
		{"A {brace} & NASA_2", "en", `A \textbraceleft{}brace\textbraceright{} \& {NASA\_2}`, ""},
		{"", "en", "", ""},
	} {
		if got := (&bibDialect{ascii: true}).title(tt.title, tt.language); got != tt.bibtex {
			t.Errorf("%q for BibTeX: %q, want %q", tt.title, got, tt.bibtex)
		}
		if tt.biblatex == "" {
			tt.biblatex = tt.bibtex
		}
		if got := (&bibDialect{biblatex: true}).title(tt.title, tt.language); got != tt.biblatex {
			t.Errorf("%q for biblatex: %q, want %q", tt.title, got, tt.biblatex)
		}
	}
}

func TestBibPages(t *testing.T) {
	for pages, want := range map[string]struct{ bibtex, first, last string }{
		"583-589": {"583--589", "583", "589"}, "D36": {"D36", "D36", ""}, "4-1–4-20": {"4-1--4-20", "4-1", "4-20"}, "1-9, 12": {"1--9, 12", "1-9, 12", ""},
		"12-1-12-9": {"12-1-12-9", "12-1-12-9", ""}, "": {"", "", ""}, "5%-9}": {`5\%--9\textbraceright{}`, "5%", "9}"},
	} {
		first, last := firstAndLast(pages)
		if got := (&bibDialect{}).ranges(pages); got != want.bibtex || first != want.first || last != want.last {
			t.Errorf("%q: %q, %q to %q; want %+v", pages, got, first, last, want)
		}
	}
	for pages, want := range map[string]bool{"e0123": true, "104532": true, "E7": true, "D36": false, "7": false, "1234": false, "12-13": false, "xiv": false, "": false} {
		if got := isNumbered(pages); got != want {
			t.Errorf("%q: %t", pages, got)
		}
	}
}

// Words that are no types of CSL get the type that is nearest.
func TestKindOf(t *testing.T) {
	for _, tt := range []struct {
		word, want string
		work       work
	}{
		{"article-journal", "article-journal", work{}}, {"monograph", "book", work{}}, {"proceedings", "book", work{}}, {"reference-entry", "entry", work{container: "C", doi: "10.5555/a"}},
		{"peer-review", "review", work{}}, {"database", "dataset", work{}}, {"audiovisual", "motion_picture", work{}},
		{"component", "article-journal", work{container: "C", doi: "10.5555/a"}}, {"other", "document", work{doi: "10.5555/a"}}, {"", "webpage", work{url: "https://a.org/"}}, {"", "article", work{arxiv: "2101.00001"}},
	} {
		if got := tt.work.kindOf(tt.word); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.word, got, tt.want)
		}
	}
}

// The number of an e-print is told though only its DOI is cited.
func TestArXivDOI(t *testing.T) {
	for doi, want := range map[string]string{"10.48550/arXiv.2101.00001": "2101.00001", "10.48550/ARXIV.hep-th/9901001": "hep-th/9901001", "10.48550/arXiv.x": "", "10.5555/arxiv.2101.00001": ""} {
		link := audit.Link{Verdict: audit.Verdict{State: audit.OK, Reason: audit.ReasonOK}}
		link.Target = refs.DOITarget(doi)
		w, _ := workOf(&audit.Reference{Text: "x", Links: []audit.Link{link}})
		if w.arxiv != want {
			t.Errorf("%s: %q, want %q", doi, w.arxiv, want)
		}
	}
}

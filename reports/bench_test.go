package reports

import (
	"fmt"
	"io"
	"testing"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// many is a report of n findings: one reference each, as a long reference list
// has them.
func many(n int) *audit.Report {
	r := &audit.Report{Schema: audit.Schema, Tool: audit.Tool{Name: "refmend", Version: "1.2.3"},
		Run: audit.RunInfo{ID: "m", Started: at(24, 12), Finished: at(24, 13), Complete: true}, Documents: make([]audit.Document, 1)}
	doc := &r.Documents[0]
	doc.Path = "catalogue.bib"
	doc.References = make([]audit.Reference, n)
	evidence := &audit.Evidence{Status: 404, ContentType: "text/html", ElapsedMS: 50, Attempts: 1, CheckedAt: at(24, 12)}
	for i := range doc.References {
		target := refs.Target(fmt.Sprintf("https://site%d.example/catalogue/%d/entry.html", i%500, i))
		l := found(i+1, target, audit.Verdict{State: audit.Broken, Reason: audit.ReasonNotFound}, evidence)
		if i%4 == 0 {
			l = damaged(i+1, 9, refs.KindDOI, fmt.Sprintf("10.5555/entry–%d–x", i), audit.ReasonWrongDash, "",
				audit.Repair{Target: refs.DOITarget(fmt.Sprintf("10.5555/entry-%d-x", i)), Rule: refs.WrongDash, Confidence: refs.Certain, Verified: ptr(true)})
		}
		doc.References[i] = audit.Reference{Label: fmt.Sprint(i + 1), Line: i + 1,
			Text: fmt.Sprintf("Author %d A. On the entry number %d of a long catalogue. Journal of Catalogues. 2019. No. %d.", i, i, i%12), Links: []audit.Link{l}}
	}
	sum(r)
	return r
}

func BenchmarkWrite(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		r := many(n)
		for _, f := range everyFormat() {
			b.Run(fmt.Sprintf("%s/%d", f.Name, n), func(b *testing.B) {
				var size counter
				b.ReportAllocs()
				for b.Loop() {
					size = 0
					if err := f.Write(&size, r, Options{}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(size)/float64(n), "bytes/finding")
				b.StopTimer()
				w := &halfway{at: int64(size) / 2}
				before := liveHeap()
				if err := f.Write(w, r, Options{}); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(max(0, w.heap-before))/(1<<20), "MB-held")
			})
		}
	}
}

// A counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return io.Discard.Write(p)
}

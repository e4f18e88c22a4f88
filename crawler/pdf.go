package crawler

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"golang.org/x/sync/semaphore"
)

const (
	pdfLimit   = 8 << 20         // bytes of a PDF that is read whole; longer ones are not
	pdfBudget  = 32 << 20        // bytes of all those that are being read at once
	pdfTime    = 3 * time.Second // to parse one
	pdfsAtOnce = 2               // that are parsed
)

// pdfs bounds what all PDFs of a crawler cost: they are read whole, for what
// they say of themselves stands anywhere in them, mostly at the end.
type pdfs struct {
	ctx     context.Context
	budget  *semaphore.Weighted // bytes
	parsers *semaphore.Weighted
}

func newPDFs(ctx context.Context) *pdfs {
	return &pdfs{ctx, semaphore.NewWeighted(pdfBudget), semaphore.NewWeighted(pdfsAtOnce)}
}

// take sees whether the body of a response is a PDF to be read whole, and there
// is room for it or will be in half the time that its request has left: so the
// other half is for the body. It gives the bytes taken, 0 if there are none.
func (p *pdfs) take(response *http.Response, a *answer) int64 {
	if a.purpose != toCheck || a.head || response.StatusCode/100 != 2 || !isPDFType(response.Header) || response.ContentLength > pdfLimit {
		return 0
	}
	weight := response.ContentLength
	if weight <= 0 {
		weight = pdfLimit
	}
	ctx := a.ctx
	if deadline, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Until(deadline)/2)
		defer cancel()
	}
	if p.budget.Acquire(ctx, weight) != nil {
		return 0
	}
	return weight
}

func isPDFType(header http.Header) bool {
	if e := header.Get("Content-Encoding"); e != "" && e != "identity" {
		return false
	}
	switch mediaType(header.Get("Content-Type")) {
	case "application/pdf", "application/x-pdf":
		return true
	}
	return false
}

// keep reads the PDF that an answer holds, if it holds one whole, and lets go of
// all but its beginning. A file that keeps the parser busy for longer keeps its
// share of the bounds, but not the answer.
func (p *pdfs) keep(a *answer) {
	if a.held == 0 {
		return
	}
	body, held := a.body, a.held
	a.body, a.buffer, a.held = bytes.Clone(body[:min(len(body), otherLimit)]), nil, 0
	ctx, cancel := context.WithTimeout(p.ctx, pdfTime)
	defer cancel()
	if !isPDF(body) || a.truncated || a.bodyErr != nil || a.err != nil || p.parsers.Acquire(ctx, 1) != nil {
		p.budget.Release(held)
		return
	}
	done := make(chan *document, 1)
	go func() {
		defer p.budget.Release(held)
		defer p.parsers.Release(1)
		d, err := readPDF(ctx, body)
		if err != nil {
			done <- nil
			return
		}
		done <- &d
	}()
	select {
	case a.document = <-done:
	case <-ctx.Done():
	}
}

func isPDF(body []byte) bool { return bytes.HasPrefix(body, []byte("%PDF-")) }

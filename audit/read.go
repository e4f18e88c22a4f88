package audit

import (
	"slices"

	"github.com/refmend/refmend/refs"
)

// read makes the report's documents, packs their references, judges what the text
// alone tells, and plans what is to be asked.
func (r *run) read(inputs []Input) {
	r.report.Documents = make([]Document, len(inputs))
	r.packed = make([][]packedReference, len(inputs))
	r.subjects = make(map[string]*subject, countLinks(inputs))
	for i := range inputs {
		in := &inputs[i]
		doc := &r.report.Documents[i]
		*doc = Document{Path: in.Document.Path, Format: in.Document.Format, Title: in.Document.Title, Warnings: in.Document.Warnings}
		if in.Err != nil {
			doc.Error = in.Err.Error()
		}
		r.requests += in.Requests
		r.packed[i] = make([]packedReference, len(in.Document.References))
		for j := range in.Document.References {
			r.reference(Spot{Document: int32(i), Reference: int32(j)}, &in.Document.References[j], doc.Path)
		}
		r.tellOverruled(doc, in.Document.References)
		in.Document.References = nil // what counts of them is packed now
	}
	r.reading = Reference{}
	r.seekReadings()
	if !slices.ContainsFunc(inputs, func(in Input) bool { return in.Err != nil }) {
		r.tellUnused()
	}
}

func countLinks(inputs []Input) (n int) {
	for i := range inputs {
		for j := range inputs[i].Document.References {
			n += len(inputs[i].Document.References[j].Links)
		}
	}
	return n
}

// reference packs a reference of a document and plans what is to be asked about its
// links.
func (r *run) reference(at Spot, from *refs.Reference, document string) {
	r.reading = Reference{
		Label: from.Label, Part: from.Pos.Part, Page: from.Pos.Page, Line: from.Pos.Line, Text: from.Text,
		Title: from.Title, Authors: from.Authors, Year: from.Year, Accessed: from.Accessed, Language: from.Language, Listed: from.Listed,
		Links: r.reading.Links[:0],
	}
	ref, opened := &r.reading, len(r.open)
	for i := range from.Links {
		l := &from.Links[i]
		ruling := r.ruling(l, document)
		verdict, decided := r.judgeWritten(l, from.Listed, ruling)
		ref.Links = append(ref.Links, reportedLink(l, verdict))
		repairs := len(l.Repairs) > 0
		if !decided || verdict.State == Damaged && repairs {
			at.Link = int32(i)
			r.open = append(r.open, openLink{at, decided, repairs, nil, ruling})
		}
	}
	r.packed[at.Document][at.Reference] = ref.pack()
	for i := opened; i < len(r.open); i++ {
		r.planLink(&r.open[i], ref)
	}
}

// reportedLink is a link of a document as the report has it.
func reportedLink(l *refs.Link, v Verdict) Link {
	link := Link{
		Kind: l.Kind, Written: l.Written, Field: l.Field,
		Part: l.Pos.Part, Page: l.Pos.Page, Line: l.Pos.Line, Column: l.Pos.Column, Column16: l.Pos.Column16, Length: l.Length,
		Target: l.Target, ID: l.ID, Verdict: v,
	}
	if l.Pos.Line > 0 {
		link.Offset = &l.Pos.Offset
	}
	if c, ok := l.Target.Archived(); ok {
		link.Archived = &Archived{c.Archive, c.Time, c.Original}
	}
	for _, d := range l.Defects {
		link.Defects = append(link.Defects, Defect{Code: d.Code, Detail: d.Detail})
	}
	for _, p := range l.Repairs {
		link.Repairs = append(link.Repairs, Repair{Target: p.Target, Rule: p.Rule, Confidence: p.Confidence, Why: p.Why})
	}
	return link
}

package refs

import "strings"

// pieces parts the text of a citation at its identifiers, which the format
// tells, and at places where no link goes on. A piece that is an identifier is
// of kind item. Labels that stand before an identifier are left out: they have
// their value.
func (f *xmlForm) pieces() []passage {
	var out []passage
	at := 0
	seen, mayLead := 0, false // whether text[at:seen] has what links have
	put := func(end int) {
		if at < end || end == len(f.text) && at == end && len(f.anchors) > 0 {
			if p := f.stretch(at, end); mayHoldLink(&p) {
				out = append(out, p)
			}
		}
	}
	for _, s := range f.spans {
		switch {
		case s.start < at || f.insideAnchor(s.span):
			continue
		case s.kind == "" && s.start == s.end:
			// A label goes before its value, whatever element that is in.
			mayLead = mayLead || strings.ContainsAny(f.text[max(at, seen):s.start], "/1")
			seen = s.start
			tail := strings.TrimRight(f.text[max(at, s.start-4):s.start], " .,")
			if !mayLead || strings.HasSuffix(tail, ":") {
				continue
			}
			put(s.start)
		case s.kind == "":
			continue // an identifier of a sort that nobody follows
		default:
			put(at + len(withoutLabel(f.text[at:s.start])))
			p := f.stretch(s.start, s.end)
			out = append(out, p.identified(s.kind))
		}
		at, mayLead = max(at, s.end), false
	}
	put(len(f.text))
	return out
}

// stretch cuts text[start:end] out with the hyperlinks that begin there.
func (f *xmlForm) stretch(start, end int) passage {
	p := f.passage.cut(start, end)
	p.anchors = nil
	for _, a := range f.anchors[firstBehind(len(f.anchors), start, func(i int) int { return f.anchors[i].end }):] {
		if a.start > end || a.start == end && end < len(f.text) {
			break
		}
		if a.start >= start {
			a.start, a.end = a.start-start, min(a.end, end)-start
			p.anchors = append(p.anchors, a)
		}
	}
	return p
}

// insideAnchor tells whether a hyperlink that begins before s goes into it: it
// says more than s.
func (f *xmlForm) insideAnchor(s span) bool {
	i := firstBehind(len(f.anchors), s.start, func(i int) int { return f.anchors[i].end })
	return i < len(f.anchors) && f.anchors[i].start < s.start && f.anchors[i].end > s.start
}

func mayHoldLink(p *passage) bool {
	return len(p.anchors) > 0 || strings.ContainsAny(p.text, ":/%\uff1a") || strings.Contains(p.text, "10.") || strings.Contains(p.text, "www.") ||
		strings.Contains(p.text, "PM") || strings.Contains(p.text, "pmid ") || strings.Contains(p.text, "ISBN")
}

// withoutLabel leaves out the label, or the beginning of a resolver's address,
// with which a text ends.
func withoutLabel(s string) string {
	const longest = 40 // bytes
	tail := strings.TrimRight(s, " ")
	if strings.HasSuffix(tail, "doi.org/") {
		start := strings.LastIndexAny(tail, " <([") + 1
		return tail[:start]
	}
	head := strings.TrimRight(tail, ":= ([<")
	if _, start, ok := labelBefore(head[max(0, len(head)-longest):], min(len(head), longest)); ok {
		return head[:max(0, len(head)-longest)+start]
	}
	return s
}

// identified says that the whole of a passage is an identifier.
func (p passage) identified(kind Kind) passage {
	p.kind = item
	switch kind {
	case KindDOI, KindURL:
		p.hint = kind
	default:
		if label := idLabels[kind]; label != "" && !strings.Contains(p.text, ":") {
			p = p.labelled(label)
		}
	}
	return p
}

// labelled puts a label before the text.
func (p passage) labelled(label string) passage {
	origins := make([]origin, 0, len(p.origins)+1)
	origins = append(origins, origin{0, p.sourceAt(0)})
	for _, o := range p.origins {
		origins = append(origins, origin{o.text + len(label), o.source})
	}
	p.text, p.origins = label+p.text, origins
	anchors := p.anchors
	p.anchors = nil
	for _, a := range anchors {
		a.start, a.end = a.start+len(label), a.end+len(label)
		p.anchors = append(p.anchors, a)
	}
	return p
}

//go:build !nopdf

package refs

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// A pdfArea is a part of a page that a click on leads away from.
type pdfArea struct {
	pdfBox
	href string
}

// areas gives the hyperlinks of the page that lead out of the document, at most
// most of them.
func (t *pdfText) areas(doc references.FPDF_DOCUMENT, most int) ([]pdfArea, error) {
	var all []pdfArea
	for at := 0; len(all) < most; {
		next, err := t.s.FPDFLink_Enumerate(&requests.FPDFLink_Enumerate{Page: t.page, StartPos: at})
		if err != nil {
			return all, t.s.failed(err)
		}
		if next.Link == nil || next.NextStartPos == nil || *next.NextStartPos <= at {
			break
		}
		at = *next.NextStartPos
		href, err := t.href(doc, *next.Link)
		if err != nil {
			return all, err
		}
		if !isHref(href) {
			continue
		}
		boxes, err := t.linkBoxes(*next.Link)
		if err != nil {
			return all, err
		}
		for _, b := range boxes {
			all = append(all, pdfArea{b, href})
		}
	}
	return all, nil
}

// href gives the address that a hyperlink leads to, "" for one within the
// document.
func (t *pdfText) href(doc references.FPDF_DOCUMENT, link references.FPDF_LINK) (string, error) {
	action, err := t.s.FPDFLink_GetAction(&requests.FPDFLink_GetAction{Link: link})
	if err != nil || action.Action == nil {
		return "", t.s.failed(err)
	}
	uri, err := t.s.FPDFAction_GetURIPath(&requests.FPDFAction_GetURIPath{Document: doc, Action: *action.Action})
	if err != nil || uri.URIPath == nil {
		return "", t.s.failed(err)
	}
	if s := *uri.URIPath; utf8.ValidString(s) {
		return s, nil
	}
	return latin1(*uri.URIPath), nil
}

// latin1 reads bytes that should be ASCII (ISO 32000-1, 12.6.4.7) and are not
// even UTF-8.
func latin1(s string) string {
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}

// linkBoxes gives the quadrilaterals of a hyperlink, one for each line, or the
// rectangle around it if it has none.
func (t *pdfText) linkBoxes(link references.FPDF_LINK) ([]pdfBox, error) {
	const most = 100
	r, err := t.s.FPDFLink_GetAnnotRect(&requests.FPDFLink_GetAnnotRect{Link: link})
	if err != nil || r.Rect == nil {
		return nil, t.s.failed(err)
	}
	around := t.uprightBox(r.Rect.Left, r.Rect.Bottom, r.Rect.Right, r.Rect.Top)
	n, err := t.s.FPDFLink_CountQuadPoints(&requests.FPDFLink_CountQuadPoints{Link: link})
	if err != nil {
		return nil, t.s.failed(err)
	}
	var all []pdfBox
	for i := range min(n.Count, most) {
		q, err := t.s.FPDFLink_GetQuadPoints(&requests.FPDFLink_GetQuadPoints{Link: link, QuadIndex: i})
		if err != nil || q.Points == nil {
			if err := t.s.failed(err); err != nil {
				return nil, err
			}
			continue
		}
		p := q.Points
		b := t.uprightBox(min(p.X1, p.X2, p.X3, p.X4), min(p.Y1, p.Y2, p.Y3, p.Y4), max(p.X1, p.X2, p.X3, p.X4), max(p.Y1, p.Y2, p.Y3, p.Y4))
		// Those outside of the rectangle are to be ignored (ISO 32000-1, 12.5.6.5).
		if b.left < around.right+1 && b.right > around.left-1 && b.low < around.high+1 && b.high > around.low-1 {
			all = append(all, b)
		}
	}
	if len(all) == 0 {
		all = append(all, around)
	}
	return all, nil
}

// cover finds the text that each area covers, and makes it hyperlinks of the
// lines. An area without text belongs to the line nearest to it.
func (t *pdfText) cover(lines []pdfLine, areas []pdfArea) error {
	if len(areas) == 0 || len(lines) == 0 {
		return nil
	}
	byBase := make([]int, len(lines)) // lines, the lowest first
	for i := range byBase {
		byBase[i] = i
	}
	slices.SortStableFunc(byBase, func(a, b int) int { return cmp.Compare(lines[a].base, lines[b].base) })
	for _, a := range areas {
		if err := t.coverOne(lines, byBase, a); err != nil {
			return err
		}
	}
	for i := range lines {
		lines[i].settle()
	}
	return nil
}

func (t *pdfText) coverOne(lines []pdfLine, byBase []int, a pdfArea) error {
	const most = 100 // lines that one area can cover
	// A line belongs to an area that has the middle of its small letters.
	first := sort.Search(len(byBase), func(k int) bool {
		l := &lines[byBase[k]]
		return l.base+0.25*l.size >= a.low
	})
	covered := 0
	for k := first; k < len(byBase) && k < first+most; k++ {
		l := &lines[byBase[k]]
		if l.base+0.25*l.size > a.high {
			break
		}
		if l.right < a.left || l.left > a.right {
			continue
		}
		start, end, err := t.between(l, a.left, a.right)
		if err != nil {
			return err
		}
		if start < end {
			l.links = append(l.links, pdfSpan{start, end, a.href})
			covered++
		}
	}
	if covered > 0 {
		return nil
	}
	l := &lines[nearest(lines, byBase, first, a)]
	at := strings.LastIndexByte(l.text, ' ') + 1 // not behind the end of the sentence
	l.links = append(l.links, pdfSpan{at, at, a.href})
	return nil
}

// nearest gives the line that stands beside an area or else next to it, among
// some about byBase[k].
func nearest(lines []pdfLine, byBase []int, k int, a pdfArea) int {
	const around = 20
	best, least := byBase[min(k, len(byBase)-1)], float32(0)
	for i := max(0, k-around); i < min(len(byBase), k+around); i++ {
		l := &lines[byBase[i]]
		beside := max(a.left-l.right, l.left-a.right, 0)
		apart := max(a.low-l.base-l.size, l.base-a.high, 0)
		if far := beside + 100*apart; i == max(0, k-around) || far < least {
			best, least = byBase[i], far
		}
	}
	return best
}

// between gives the part of a line's text of which the middle of each
// character is between two places.
func (t *pdfText) between(l *pdfLine, left, right float32) (start, end int, err error) {
	if left <= l.left && l.right <= right {
		return 0, len(l.text), nil
	}
	n := len(l.chars)
	var failed error
	middle := func(k int) float32 {
		// Spaces can have no place; the letter behind them has.
		for k < n-1 && isPDFSpace(t.chars[l.chars[k]]) {
			k++
		}
		b, err := t.box(int(l.chars[k]))
		if err != nil {
			failed = err
		}
		return (b.left + b.right) / 2
	}
	backwards := n > 1 && middle(0) > middle(n-1) // Hebrew, Arabic
	from := sort.Search(n, func(k int) bool { return !backwards && middle(k) >= left || backwards && middle(k) <= right })
	to := sort.Search(n, func(k int) bool { return !backwards && middle(k) > right || backwards && middle(k) < left })
	if from >= to || failed != nil {
		return 0, 0, failed
	}
	start, end = int(l.starts[from]), len(l.text)
	if to < n {
		end = int(l.starts[to])
	}
	for start < end && l.text[start] == ' ' {
		start++
	}
	for start < end && l.text[end-1] == ' ' {
		end--
	}
	return start, end, nil
}

// settle brings the hyperlinks of a line into order and takes away what they
// share: pieces of one are joined, and one that lies on top of another has its
// text.
func (l *pdfLine) settle() {
	slices.SortStableFunc(l.links, func(a, b pdfSpan) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end)) })
	kept := l.links[:0]
	for _, s := range l.links {
		if k := len(kept) - 1; k >= 0 {
			last := &kept[k]
			if last.href == s.href && (s.start <= last.end || s.start < s.end && strings.TrimSpace(l.text[last.end:s.start]) == "") {
				last.end = max(last.end, s.end)
				continue
			}
			if s.start == s.end {
				s.start = max(s.start, last.end)
				s.end = s.start
			}
			last.end = min(last.end, s.start)
		}
		kept = append(kept, s)
	}
	l.links = kept
}

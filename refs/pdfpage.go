//go:build !nopdf

package refs

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// A pdfLine is one line of a page, as a person sees it. Places on the page are
// in points, and x grows along the text, y upwards.
type pdfLine struct {
	text        string  // without white space at its ends
	at          int     // place in the text of the document
	left, right float32 // where its letters begin and end
	base        float32 // y of what they stand on
	size        float32 // of their font
	noted       bool    // it begins with the mark of a note, set higher
	links       []pdfSpan

	// What reading makes of it.

	indent    int  // in spaces
	gap       bool // above it
	furniture bool // of the page: a running head, a page number
	heading   int  // its level, 0 if it is none

	// Known while its page is read.

	starts []int32 // places in text of its characters
	chars  []int32 // and their numbers on the page
}

// A pdfSpan is text[start:end] of a line that a hyperlink covers, ascending and
// not overlapping in a line; it is empty for a picture beside it.
type pdfSpan struct {
	start, end int
	href       string
}

// A pdfText reads the text of one page.
type pdfText struct {
	s     *pdfSandbox
	page  requests.Page
	text  references.FPDF_TEXTPAGE
	chars []rune // by their numbers on the page
	turn  int    // quarters of a circle by which the text is turned, against the clock
}

// U+0002 and U+FFFE are PDFium's marks of a hyphen that ends a line and may
// not belong to the word.
func isPDFHyphen(r rune) bool { return r == 0x2 || r == 0xFFFE }

// load gets the characters of the page. more is the number that may still be
// read; ok is false if there are more.
func (t *pdfText) load(more int) (ok bool, err error) {
	n, err := t.s.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: t.text})
	if err != nil || n.Count <= 0 {
		return true, err
	}
	if n.Count > more {
		return false, nil
	}
	got, err := t.s.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: t.text, Count: n.Count})
	if err != nil {
		return true, err
	}
	if utf8.RuneCountInString(got.Text) == n.Count {
		t.chars = []rune(got.Text)
		return true, nil
	}
	// Characters beyond the first plane, or without a meaning: one by one.
	t.chars = make([]rune, n.Count)
	for i := range t.chars {
		c, err := t.s.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: t.text, Index: i})
		if err != nil {
			return true, err
		}
		t.chars[i] = rune(c.Unicode)
	}
	return true, nil
}

// A pdfRow is a line of which only the characters [from:to] are known.
type pdfRow struct {
	from, to int
	sample   int     // a character that is about as most of them are
	size     float32 // of their font
	turn     int     // as in pdfText; -1: askew
}

// lines gives the lines of the page in the order in which they were set. Those
// that are turned against most of them, as stamps in the margin are, are left
// out.
func (t *pdfText) lines() ([]pdfLine, error) {
	var rows []pdfRow
	var letters [4]int // of lines turned so
	for from := 0; from < len(t.chars); {
		to := from
		for to < len(t.chars) && t.chars[to] != '\n' && !isPDFHyphen(t.chars[to]) {
			to++
		}
		next := to + 1
		if to < len(t.chars) && isPDFHyphen(t.chars[to]) {
			to++
		}
		r, err := t.row(from, to)
		if err != nil {
			return nil, err
		}
		if r.turn >= 0 && r.from < r.to {
			rows = append(rows, r)
			letters[r.turn] += r.to - r.from
		}
		from = next
	}
	for turn := range letters {
		if letters[turn] > letters[t.turn] {
			t.turn = turn
		}
	}
	all := make([]pdfLine, 0, len(rows))
	for _, r := range rows {
		if r.turn != t.turn {
			continue
		}
		l, err := t.line(r)
		if err != nil {
			return nil, err
		}
		if l.text != "" {
			all = append(all, l)
		}
	}
	return all, nil
}

// row looks at the characters [from:to].
func (t *pdfText) row(from, to int) (pdfRow, error) {
	for from < to && isPDFSpace(t.chars[from]) {
		from++
	}
	for from < to && isPDFSpace(t.chars[to-1]) {
		to--
	}
	r := pdfRow{from: from, to: to, sample: from + (to-from)/2}
	if from == to {
		return r, nil
	}
	for r.sample > from && !unicode.IsLetter(t.chars[r.sample]) {
		r.sample--
	}
	var err error
	r.size, r.turn, err = t.font(r.sample)
	return r, err
}

// font gives the size of the font of a character, and by how many quarters of a
// circle it is turned; see pdfRow.
func (t *pdfText) font(i int) (size float32, turn int, err error) {
	m, err := t.s.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: t.text, Index: i})
	if err != nil {
		return 0, -1, t.s.failed(err)
	}
	given, err := t.s.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: t.text, Index: i})
	if err != nil {
		return 0, -1, t.s.failed(err)
	}
	a, b, c, d := float64(m.Matrix.A), float64(m.Matrix.B), float64(m.Matrix.C), float64(m.Matrix.D)
	quarters := math.Atan2(b, a) / (math.Pi / 2)
	if turn = int(math.Round(quarters)+4) % 4; !(math.Abs(quarters-math.Round(quarters)) < 0.05) {
		turn = -1
	}
	return float32(given.FontSize * math.Hypot(c, d)), turn, nil
}

// origin gives the place of a character on its line.
func (t *pdfText) origin(i int) (x, y float32, err error) {
	o, err := t.s.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: t.text, Index: i})
	if err != nil {
		return 0, 0, t.s.failed(err)
	}
	x, y = t.upright(float32(o.X), float32(o.Y))
	return x, y, nil
}

// line makes a line of a row.
func (t *pdfText) line(r pdfRow) (pdfLine, error) {
	l := pdfLine{size: r.size}
	_, base, err := t.origin(r.sample)
	if err != nil {
		return l, err
	}
	l.base = base
	first, err := t.box(r.from)
	if err != nil {
		return l, err
	}
	last, err := t.box(r.to - 1)
	if err != nil {
		return l, err
	}
	l.left, l.right = min(first.left, last.left), max(first.right, last.right)
	var text strings.Builder
	mark, label := 0, 0 // ends of the mark of a note that is being written, and of one that begins the line
	for i := r.from; i < r.to; i++ {
		at, c := text.Len(), t.chars[i]
		if isPDFDigit(c) && i >= mark {
			n, err := t.raised(&l, i, r.to)
			if err != nil {
				return l, err
			}
			if mark = i + n; n > 0 && at == 0 {
				label, l.noted = mark, true
			}
		}
		switch {
		case isPDFHyphen(c), c == '‐' && i == r.to-1:
			text.WriteByte('-') // that is what is printed
		case c >= 0xFB00 && c <= 0xFB06:
			ligatures.WriteString(&text, string(c))
		case c < ' ' && c != '\t', c == 0x7F: // or without a meaning
		case i < mark && i >= label:
			text.WriteRune(superscripts[c-'0'])
		default:
			text.WriteRune(c)
		}
		if i+1 == label && label < r.to && t.chars[label] != ' ' {
			text.WriteByte(' ')
		}
		if text.Len() > at {
			l.starts, l.chars = append(l.starts, int32(at)), append(l.chars, int32(i))
		}
	}
	l.text = text.String()
	return l, nil
}

var superscripts = [10]rune{'⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'}

// raised gives the number of digits from i on that are the mark of a note, set
// smaller and higher than the line l that they stand in. They would be taken
// for the end of a link or of a year.
func (t *pdfText) raised(l *pdfLine, i, to int) (int, error) {
	const longest = 3
	n := 1
	for i+n < to && n <= longest && isPDFDigit(t.chars[i+n]) {
		n++
	}
	atStart := len(l.starts) == 0
	before, behind := ' ', ' '
	if !atStart {
		before = t.chars[i-1]
	}
	if i+n < to {
		behind = t.chars[i+n]
	}
	switch {
	case n > longest:
		return 0, nil
	case atStart:
		if !unicode.IsLetter(behind) && !strings.ContainsRune(" \"“«", behind) {
			return 0, nil
		}
	case before == ' ' || isPDFDigit(before) || strings.ContainsRune("-–(:=#_^$+<>", before),
		!isPDFSpace(behind) && (!unicode.IsPunct(behind) || strings.ContainsRune("/-%", behind)):
		return 0, nil
	}
	size, _, err := t.font(i)
	if err != nil || size > 0.85*l.size {
		return 0, err
	}
	_, base, err := t.origin(i)
	if err != nil || base < l.base+0.15*l.size {
		return 0, err
	}
	return n, nil
}

func isPDFDigit(r rune) bool { return '0' <= r && r <= '9' }

// A pdfBox is a part of a page.
type pdfBox struct{ left, right, low, high float32 }

// box gives the box of a character, which is as high as its font.
func (t *pdfText) box(i int) (pdfBox, error) {
	b, err := t.s.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: t.text, Index: i})
	if err != nil {
		return pdfBox{}, t.s.failed(err)
	}
	return t.uprightBox(b.Rect.Left, b.Rect.Bottom, b.Rect.Right, b.Rect.Top), nil
}

// upright turns a place on the page so that the text is upright.
func (t *pdfText) upright(x, y float32) (float32, float32) {
	switch t.turn {
	case 1:
		return y, -x
	case 2:
		return -x, -y
	case 3:
		return -y, x
	}
	return x, y
}

func (t *pdfText) uprightBox(left, low, right, high float32) pdfBox {
	x1, y1 := t.upright(left, low)
	x2, y2 := t.upright(right, high)
	return pdfBox{min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)}
}

func isPDFSpace(r rune) bool { return r == 0 || r == '\r' || unicode.IsSpace(r) }

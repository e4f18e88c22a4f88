package refs

// texBraces pairs the braces of a document of TeX, a stretch at a time, so
// that finding the end of each argument takes no more than linear time in
// all. A group does not reach over an empty line, which ends a paragraph: an
// argument of TeX's is "short", and a brace that was never closed does no
// harm to the paragraphs behind it.
type texBraces struct {
	s        string
	from, to int // the stretch that is paired
	cut      bool
	opens    []int32 // places of "{", ascending
	closes   []int32 // of the "}" of each; -1: there is none
}

// longestStretch bounds the bytes that are paired at once.
const longestStretch = 1 << 16

// closing gives the place of the "}" that belongs to the "{" at at, -1 if
// there is none.
func (b *texBraces) closing(at int) int {
	if at < b.from || at >= b.to {
		b.pair(at)
	}
	n := b.find(at)
	if n < 0 && b.cut && at > b.from+longestStretch/2 {
		b.pair(at)
		n = b.find(at)
	}
	return n
}

func (b *texBraces) find(at int) int {
	i := firstBehind(len(b.opens), at, func(i int) int { return int(b.opens[i]) })
	if i == len(b.opens) || int(b.opens[i]) != at {
		return -1
	}
	return int(b.closes[i])
}

// pair pairs the braces from at to the end of the paragraph. What follows a
// backslash is none, and lines that are comments hold none; a comment behind
// text does, as "%" is a character of addresses.
func (b *texBraces) pair(at int) {
	b.opens, b.closes = b.opens[:0], b.closes[:0]
	b.from, b.cut = at, false
	var stack []int32
	i := at
loop:
	for ; i < len(b.s); i++ {
		if i-at >= longestStretch {
			b.cut = true
			break
		}
		switch b.s[i] {
		case '\\':
			i++
		case '{':
			stack = append(stack, int32(len(b.opens)))
			b.opens, b.closes = append(b.opens, int32(i)), append(b.closes, -1)
		case '}':
			if n := len(stack) - 1; n >= 0 {
				b.closes[stack[n]] = int32(i)
				stack = stack[:n]
			}
		case '\n', '\r':
			end := texBlanks(b.s, i)
			if texEndsParagraph(b.s, i, end) {
				break loop
			}
			for end < len(b.s) && end-at < longestStretch && b.s[end] == '%' {
				next := texLineEnd(b.s, end)
				end = texBlanks(b.s, next)
				if texEndsParagraph(b.s, next, end) {
					break loop
				}
			}
			i = end - 1
		}
	}
	b.to = max(min(i, len(b.s)), at+1)
}

// texBlanks gives the place behind the white space at s[at:].
func texBlanks(s string, at int) int {
	for at < len(s) && isBlank(s[at]) {
		at++
	}
	return at
}

// texLineEnd gives the place of the line end at or behind at.
func texLineEnd(s string, at int) int {
	for at < len(s) && s[at] != '\n' && s[at] != '\r' {
		at++
	}
	return at
}

// texEndsParagraph tells whether the white space s[from:to], which begins with
// a line end, holds an empty line.
func texEndsParagraph(s string, from, to int) bool {
	lines := 0
	for i := from; i < to; i++ {
		if s[i] == '\n' || s[i] == '\r' && (i+1 == len(s) || s[i+1] != '\n') {
			if lines++; lines == 2 {
				return true
			}
		}
	}
	return false
}

package reports

import (
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// columns measures text as terminals show it: East Asian wide characters take
// two columns, combining marks none. It does not look at the locale, so that
// the same report gives the same bytes everywhere.
var columns = &runewidth.Condition{}

// Wrap breaks text, which must be [Printable], into lines of at most width
// columns: at spaces, and beside wide characters, which have no spaces between
// them. A word that is longer stays whole, so that an address can be copied.
func Wrap(text string, width int) []string {
	var lines []string
	var line strings.Builder
	used := 0
	flush := func() {
		lines = append(lines, harmless(strings.TrimRight(line.String(), " ")))
		line.Reset()
		used = 0
	}
	for text != "" {
		unit := nextUnit(text)
		text = text[len(unit):]
		n := columns.StringWidth(unit)
		if used > 0 && used+n > width {
			flush()
		}
		if unit == " " && used == 0 {
			continue
		}
		line.WriteString(unit)
		used += n
	}
	if used > 0 || len(lines) == 0 {
		flush()
	}
	return lines
}

// folded breaks a line for a terminal of so many columns, 0: not at all, and puts
// what follows below its column indent, which is not before that of the line.
func folded(line string, width, indent int) string {
	if width == 0 {
		return line
	}
	text := strings.TrimLeft(line, " ")
	lead := line[:len(line)-len(text)]
	return lead + strings.Join(Wrap(text, max(width, leastWidth)-indent), "\n"+strings.Repeat(" ", indent))
}

// nextUnit gives what stands at the beginning of s and must not be broken: a
// space, a wide character with the punctuation that closes it, or a word.
func nextUnit(s string) string {
	for i, r := range s {
		wide := columns.RuneWidth(r) == 2
		if i == 0 {
			if r == ' ' {
				return " "
			}
			if wide {
				return s[:wideUnit(s)]
			}
			continue
		}
		if r == ' ' || wide && !closing(r) {
			return s[:i]
		}
	}
	return s
}

func wideUnit(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if columns.RuneWidth(r) != 0 && !closing(r) {
			break
		}
		n += size
	}
	return n
}

// closing tells whether no line may begin with r in Chinese and Japanese
// typesetting.
func closing(r rune) bool {
	return strings.ContainsRune("，。、；：？！）」』》】〉〕］｝…,.;:?!)]}", r)
}

// harmless keeps a line from beginning with a command to the runner of a
// build: breaking lines may have brought "::" to its front.
func harmless(line string) string {
	front := strings.TrimLeft(line, " ")
	if !commandAt(front) {
		return line
	}
	return line[:len(line)-len(front)] + ":" + " " + front[1:]
}

// shorten cuts text to at most width columns.
func shorten(text string, width int) string {
	return columns.Truncate(text, width, "…")
}

// A row is one line of what is written.
type row struct{ pieces []piece }

// rows breaks pieces into rows of at most width columns.
func rows(ps []piece, width int) []row {
	var all []row
	var cur row
	used := 0
	for _, p := range ps {
		text := p.text
		if p.gone {
			text = "[" + text + "]"
		}
		rest := piece{hurt: p.hurt, gone: p.gone}
		var b strings.Builder
		for _, r := range text {
			n := columns.RuneWidth(r)
			if used > 0 && used+n > width {
				rest.text = b.String()
				cur.pieces = append(cur.pieces, rest)
				all, cur, used = append(all, cur), row{}, 0
				b.Reset()
			}
			b.WriteRune(r)
			used += n
		}
		rest.text = b.String()
		cur.pieces = append(cur.pieces, rest)
	}
	return append(all, cur)
}

// carets gives the line that points at the damage of a row.
func (r row) carets() string {
	var b strings.Builder
	for _, p := range r.pieces {
		sign := " "
		if p.hurt || p.gone {
			sign = "^"
		}
		b.WriteString(strings.Repeat(sign, columns.StringWidth(p.text)))
	}
	return strings.TrimRight(b.String(), " ")
}

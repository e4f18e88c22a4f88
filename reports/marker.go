package reports

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/refmend/refmend/audit"
)

// MinLength is the least length in bytes that Markdown can be bounded to: the
// headline, the table of states and the ending need it.
const MinLength = 2000

// A marker writes Markdown item by item and remembers the first error.
type marker struct {
	w       *bufio.Writer
	run     audit.RunInfo
	verbose bool
	err     error

	buf   strings.Builder // the item that is being made
	heads []string        // lines that stand before the next item, if there is one

	bounded bool
	room    int  // bytes that are left, if the length is bounded
	full    bool // an item found no room; no other is written
	shown   map[audit.State]int
}

func (m *marker) goesOn() bool { return m.err == nil && !m.full }

// line adds a line to the item that is being made.
func (m *marker) line(s string) {
	m.buf.WriteString(s)
	m.buf.WriteByte('\n')
}

// head has lines stand before the next item.
func (m *marker) head(lines ...string) { m.heads = append(m.heads, lines...) }

// item writes the lines that make makes, if there is room for all of them. It
// tells whether there was.
func (m *marker) item(make func()) bool {
	if !m.goesOn() {
		return false
	}
	m.buf.Reset()
	for _, l := range m.heads {
		m.line(l)
	}
	make()
	if m.bounded && m.buf.Len() > m.room {
		m.full = true
		return false
	}
	m.heads = m.heads[:0]
	m.room -= m.buf.Len()
	m.put(m.buf.String())
	return m.err == nil
}

func (m *marker) put(s string) {
	if m.err == nil {
		_, m.err = m.w.WriteString(s)
	}
}

// left counts the links that should be in the report and found no room.
func (m *marker) left(r *audit.Report) map[audit.State]int {
	if !m.full {
		return nil
	}
	left := map[audit.State]int{}
	for _, s := range audit.States {
		if quiet := s == audit.OK || s == audit.Skipped; !quiet || m.verbose {
			left[s] = r.Summary.ByState[s] - m.shown[s]
		}
	}
	return left
}

// ending gives what stands below the findings, and that some were left out.
func (m *marker) ending(r *audit.Report, left map[audit.State]int) string {
	var b strings.Builder
	if left != nil {
		words := []string{}
		for _, s := range audit.States {
			if n := left[s]; n > 0 {
				words = append(words, fmt.Sprintf("%d %s", n, stateWords[s].counted))
			}
		}
		if len(words) == 0 {
			words = append(words, "notes")
		}
		b.WriteString("\n**This report is cut short, for its length is bounded. Left out: " + strings.Join(words, ", ") + ".** The worst stand above.\n")
	}
	b.WriteString("\n---\n\n*" + prose(source(r)) + "*\n")
	if missed := shortfall(r); missed != "" {
		b.WriteString("\n**" + missed + "**\n")
	}
	return b.String()
}

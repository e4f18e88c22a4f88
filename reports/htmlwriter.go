package reports

import (
	"bufio"
	"strconv"
	"strings"
)

// A markup is HTML of our own. Constants become one by themselves; text that
// comes from elsewhere is a string and has to go through text.
type markup string

// A htmlWriter writes markup and text into it. html/template would do the same
// ten times slower, and a report may hold 100 000 findings. The first error is
// the writer's, which keeps it.
type htmlWriter struct{ w *bufio.Writer }

func (h htmlWriter) raw(m markup) { h.w.WriteString(string(m)) }
func (h htmlWriter) num(n int)    { h.w.Write(strconv.AppendInt(h.w.AvailableBuffer(), int64(n), 10)) }

// text writes s as text or as the value of an attribute in double quotes,
// [Printable] and with every character that means something to HTML escaped.
func (h htmlWriter) text(s string) {
	s = Printable(s)
	for {
		i := strings.IndexAny(s, `<>&"'`)
		if i < 0 {
			h.w.WriteString(s)
			return
		}
		h.w.WriteString(s[:i])
		switch s[i] {
		case '<':
			h.w.WriteString("&lt;")
		case '>':
			h.w.WriteString("&gt;")
		case '&':
			h.w.WriteString("&amp;")
		case '"':
			h.w.WriteString("&#34;")
		case '\'':
			h.w.WriteString("&#39;")
		}
		s = s[i+1:]
	}
}

// link writes a link to href with s as its text; only s if href is "".
func (h htmlWriter) link(href, s string) {
	if href == "" {
		h.text(s)
		return
	}
	quote := markup("")
	if href = Printable(href); strings.ContainsAny(href, " \"'=<>`") { // HTML, 13.1.2.3: unquoted attribute values
		quote = `"`
	}
	h.raw("<a href=")
	h.raw(quote)
	h.text(href)
	h.raw(quote)
	h.raw(">")
	h.text(s)
	h.raw("</a>")
}

// failed tells whether an earlier write did not succeed.
func (h htmlWriter) failed() bool {
	_, err := h.w.Write(nil)
	return err != nil
}

package reports

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/refmend/refmend/audit"
)

// writeJSON writes schema refmend-report/1, indented by two spaces. The bytes
// are those of json.Encoder for the whole report, but written reference by
// reference, and with the escapes of [quiet].
func writeJSON(w *bufio.Writer, r *audit.Report, _ Options) error {
	shell := *r
	shell.Documents = []audit.Document{}
	if shell.Summary.ByState == nil {
		shell.Summary.ByState = map[audit.State]int{}
	}
	if shell.Summary.ByReason == nil {
		shell.Summary.ByReason = map[audit.Reason]int{}
	}
	e := newIndenter(&quiet{w: w})
	// Documents is the last field: its empty list and the closing brace are
	// cut off and written when the documents are.
	if err := e.open(&shell, "", "[]\n}"); err != nil {
		return fmt.Errorf("encode run: %w", err)
	}
	e.text("[")
	for i := range r.Documents {
		e.text(separator(i, "    "))
		if err := e.document(&r.Documents[i]); err != nil {
			return fmt.Errorf("encode document %q: %w", r.Documents[i].Path, err)
		}
	}
	if len(r.Documents) > 0 {
		e.text("\n  ")
	}
	e.text("]\n}\n")
	return e.err
}

func separator(i int, indent string) string {
	if i == 0 {
		return "\n" + indent
	}
	return ",\n" + indent
}

// An indenter writes values as json.MarshalIndent does, one at a time. It
// remembers the first error of its writer.
type indenter struct {
	w   io.Writer
	buf bytes.Buffer
	enc *json.Encoder
	err error
}

func newIndenter(w io.Writer) *indenter {
	e := &indenter{w: w}
	e.enc = json.NewEncoder(&e.buf)
	e.enc.SetEscapeHTML(false)
	return e
}

func (e *indenter) document(d *audit.Document) error {
	shell := *d
	shell.References = nil
	if len(d.References) == 0 {
		return e.open(&shell, "    ", "")
	}
	if err := e.open(&shell, "    ", "\n    }"); err != nil {
		return err
	}
	e.text(",\n      \"references\": [")
	for i := range d.References {
		e.text(separator(i, "        "))
		if err := e.open(&d.References[i], "        ", ""); err != nil {
			return err
		}
	}
	e.text("\n      ]\n    }")
	return e.err
}

// open writes v, whose lines but the first are indented by prefix, without the
// ending cut.
func (e *indenter) open(v any, prefix, cut string) error {
	e.buf.Reset()
	e.enc.SetIndent(prefix, "  ")
	if err := e.enc.Encode(v); err != nil {
		return err
	}
	out := bytes.TrimSuffix(e.buf.Bytes(), []byte("\n"))
	short, ok := bytes.CutSuffix(out, []byte(cut))
	if !ok {
		return fmt.Errorf("end %T: unexpected form", v)
	}
	e.write(short)
	return e.err
}

func (e *indenter) text(s string) { e.write([]byte(s)) }

func (e *indenter) write(p []byte) {
	if e.err == nil {
		_, e.err = e.w.Write(p)
	}
}

// quiet passes JSON on with more characters escaped than JSON demands: C1
// controls and DEL, which terminals obey, everything else that has no shape,
// and the bracket of "##[", which runners of builds obey. All of them stand in
// strings only, so that the value stays the same. What is written must not end
// inside a character.
type quiet struct{ w io.Writer }

func (q *quiet) Write(p []byte) (int, error) {
	from := 0
	for i := 0; i < len(p); {
		c := p[i]
		size, escape := 1, c == 0x7f
		r := rune(c)
		switch {
		case c == '[' && i >= 2:
			escape = afterHashes(string(p[max(0, i-32):i]))
		case c >= utf8.RuneSelf:
			r, size = utf8.DecodeRune(p[i:])
			escape = hidden(r)
		}
		if escape {
			if _, err := q.w.Write(p[from:i]); err != nil {
				return from, err
			}
			if err := writeEscape(q.w, r); err != nil {
				return i, err
			}
			from = i + size
		}
		i += size
	}
	if _, err := q.w.Write(p[from:]); err != nil {
		return from, err
	}
	return len(p), nil
}

// writeEscape writes r as JSON's \uXXXX, beyond the basic plane as a pair of
// surrogates (RFC 8259, 7).
func writeEscape(w io.Writer, r rune) (err error) {
	if r < 0x10000 {
		_, err = fmt.Fprintf(w, `\u%04x`, r)
	} else {
		r -= 0x10000
		_, err = fmt.Fprintf(w, `\u%04x\u%04x`, 0xD800+r>>10, 0xDC00+r&0x3ff)
	}
	return err
}

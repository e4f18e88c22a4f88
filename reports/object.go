package reports

import (
	"bytes"
	"encoding/json"
	"io"
)

// An objector writes JSON piece by piece, values on one line each. It remembers
// the first error, and writes nothing after it.
type objector struct {
	w   io.Writer
	buf bytes.Buffer
	enc *json.Encoder
	err error
}

func newObjector(w io.Writer) *objector {
	o := &objector{w: &quiet{w: w}}
	o.enc = json.NewEncoder(&o.buf)
	o.enc.SetEscapeHTML(false)
	return o
}

// text writes punctuation and names of ours.
func (o *objector) text(s string) {
	if o.err == nil {
		_, o.err = io.WriteString(o.w, s)
	}
}

// value writes v without a line break.
func (o *objector) value(v any) {
	if o.err != nil {
		return
	}
	o.buf.Reset()
	if o.err = o.enc.Encode(v); o.err == nil {
		_, o.err = o.w.Write(bytes.TrimSuffix(o.buf.Bytes(), []byte("\n")))
	}
}

// element writes the next element of a list that was begun, on a line of its own.
func (o *objector) element(first bool, v any) {
	if first {
		o.text("\n")
	} else {
		o.text(",\n")
	}
	o.value(v)
}

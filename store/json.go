package store

import (
	"cmp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// A jsonText is JSON on its way into a record: byte for byte what encoding/json
// gives without escaping HTML, in a fraction of the time. Only what is written a
// hundred thousand times in a run is written by it. Objects and arrays are
// values, each followed by a comma that the end of what holds them takes away.
type jsonText struct {
	text []byte
	err  error // of the first value that JSON has no form for
}

// texts are those that nobody uses: what is written is copied when its size is
// known.
var texts = sync.Pool{New: func() any { return &jsonText{text: make([]byte, 0, 1<<10)} }}

func newText() *jsonText {
	j := texts.Get().(*jsonText)
	j.text, j.err = j.text[:0], nil
	return j
}

// giveBack lets others use j. A text that was large once is not kept for them.
func (j *jsonText) giveBack() {
	if cap(j.text) <= maxRecord {
		texts.Put(j)
	}
}

func (j *jsonText) open(bracket byte) { j.text = append(j.text, bracket) }

// close ends what open began.
func (j *jsonText) close(bracket byte) {
	if last := len(j.text) - 1; j.text[last] == ',' {
		j.text = j.text[:last]
	}
	j.text = append(j.text, bracket, ',')
}

// end takes away the comma behind a value that nothing holds.
func (j *jsonText) end() { j.text = j.text[:len(j.text)-1] }

// name puts the name of a field, which has nothing to be escaped.
func (j *jsonText) name(n string) {
	j.text = append(j.text, '"')
	j.text = append(j.text, n...)
	j.text = append(j.text, '"', ':')
}

// openField begins a field that is an object, which closeField ends or, if it has
// got no fields, takes back to where openField has found the text. (encoding/json
// leaves an object where lists are there but empty.)
func (j *jsonText) openField(name string) (before int) {
	before = len(j.text)
	j.name(name)
	j.open('{')
	return before
}

func (j *jsonText) closeField(before int) {
	if j.text[len(j.text)-1] == '{' {
		j.text = j.text[:before]
		return
	}
	j.close('}')
}

func (j *jsonText) string(s string) {
	j.text = append(appendQuoted(j.text, s), ',')
}

func (j *jsonText) int(n int64) {
	j.text = append(strconv.AppendInt(j.text, n, 10), ',')
}

func (j *jsonText) bool(b bool) {
	j.text = append(strconv.AppendBool(j.text, b), ',')
}

// The fields that follow are left out if their value is zero.

func (j *jsonText) stringField(name, s string) {
	if s != "" {
		j.name(name)
		j.string(s)
	}
}

func (j *jsonText) intField(name string, n int64) {
	if n != 0 {
		j.name(name)
		j.int(n)
	}
}

func (j *jsonText) boolField(name string, b bool) {
	if b {
		j.name(name)
		j.bool(b)
	}
}

func (j *jsonText) timeField(name string, t time.Time) {
	if t.IsZero() {
		return
	}
	j.name(name)
	j.open('"')
	text, err := t.AppendText(j.text)
	if err != nil {
		j.err = cmp.Or(j.err, err)
		return
	}
	j.text = append(text, '"', ',')
}

func (j *jsonText) stringsField(name string, all []string) {
	if len(all) == 0 {
		return
	}
	j.name(name)
	j.open('[')
	for _, s := range all {
		j.string(s)
	}
	j.close(']')
}

// object puts an object; fields puts its fields.
func object[T any](j *jsonText, v *T, fields func(*jsonText, *T)) {
	j.open('{')
	fields(j, v)
	j.close('}')
}

// objectField puts a field that is an object, unless that is nil.
func objectField[T any](j *jsonText, name string, v *T, fields func(*jsonText, *T)) {
	if v != nil {
		j.name(name)
		object(j, v, fields)
	}
}

// listField puts a list of objects; fields puts the fields of one.
func listField[T any](j *jsonText, name string, all []T, fields func(*jsonText, *T)) {
	if len(all) == 0 {
		return
	}
	j.name(name)
	j.open('[')
	for i := range all {
		object(j, &all[i], fields)
	}
	j.close(']')
}

// appendQuoted puts a string as JSON has it (RFC 8259, section 7). Bytes that are
// not UTF-8 become U+FFFD; the separators of lines that JavaScript knows are
// escaped.
func appendQuoted(to []byte, s string) []byte {
	to = append(to, '"')
	kept := 0 // of s is there
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x20 && c < utf8.RuneSelf && c != '"' && c != '\\' {
			i++
			continue
		}
		size := 1
		var r rune = rune(c)
		if c >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
			if r != '\u2028' && r != '\u2029' && (r != utf8.RuneError || size > 1) {
				i += size
				continue
			}
		}
		to = append(to, s[kept:i]...)
		to = appendEscaped(to, r)
		i += size
		kept = i
	}
	return append(append(to, s[kept:]...), '"')
}

const hexDigits = "0123456789abcdef"

func appendEscaped(to []byte, r rune) []byte {
	if short := strings.IndexRune("\"\\\b\f\n\r\t", r); short >= 0 {
		return append(to, '\\', `"\bfnrt`[short])
	}
	return append(to, '\\', 'u', hexDigits[r>>12&0xF], hexDigits[r>>8&0xF], hexDigits[r>>4&0xF], hexDigits[r&0xF])
}

package refs

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

// A source is a document's text in UTF-8. Bytes that are no valid UTF-8 in a
// document that otherwise is are kept as they are.
type source struct {
	data    []byte
	text    string
	bom     int               // length of the byte order mark, which is no part of text
	charset encoding.Encoding // text was decoded from it; nil: text is the document's bytes
	wide    int               // 0; of UTF-16, 1 if the low byte is first, 2 if it is last
}

var (
	utf16LE = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf16BE = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
)

// decode makes text of a document. declared is the charset that its transport
// tells, "" for none; ofHTML that its own head may tell it.
//
// What counts, in this order: a byte order mark; the look of UTF-16; valid
// UTF-8 with anything beyond ASCII in it, whatever is declared; the declared
// charset; that of the head; what the bytes look like; windows-1252.
func decode(data []byte, declared string, ofHTML bool) *source {
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		return &source{data: data, text: string(data[3:]), bom: 3}
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		return transcode(data, 2, utf16LE, 1)
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		return transcode(data, 2, utf16BE, 2)
	}
	if wide := looksUTF16(data); wide == 1 {
		return transcode(data, 0, utf16LE, 1)
	} else if wide == 2 {
		return transcode(data, 0, utf16BE, 2)
	}
	if looksUTF8(data) {
		return &source{data: data, text: string(data)}
	}
	for _, name := range []string{declared, declaredInside(data, ofHTML)} {
		if e := charsetNamed(name); e != nil && fits(data, e) {
			return transcode(data, 0, e, 0)
		}
	}
	return transcode(data, 0, guess(data), 0)
}

// transcode decodes line by line, so that one damaged character costs no more
// than its line and places can be found again.
func transcode(data []byte, bom int, e encoding.Encoding, wide int) *source {
	src := &source{data: data, bom: bom, charset: e, wide: wide}
	var b strings.Builder
	b.Grow(len(data) + len(data)/4)
	dec := e.NewDecoder()
	buf := make([]byte, 0, 4096)
	for rest := data[bom:]; len(rest) > 0; {
		n := src.lineLength(rest)
		raw := rest[:n]
		rest = rest[n:]
		dec.Reset()
		for len(raw) > 0 {
			buf = buf[:cap(buf)]
			out, in, _ := dec.Transform(buf, raw, true)
			b.Write(buf[:out])
			if in == 0 {
				if out == 0 {
					b.WriteRune(utf8.RuneError)
				}
				break
			}
			raw = raw[in:]
		}
	}
	src.text = b.String()
	return src
}

// lineLength gives the length in bytes of the first line of raw with what
// ends it. In the charsets of East Asia no byte of a longer character is LF
// or CR.
func (src *source) lineLength(raw []byte) int {
	if src.wide == 0 {
		i := bytes.IndexAny(raw, "\r\n")
		switch {
		case i < 0:
			return len(raw)
		case raw[i] == '\r' && i+1 < len(raw) && raw[i+1] == '\n':
			return i + 2
		}
		return i + 1
	}
	for i := 0; i+1 < len(raw); i += 2 {
		switch src.unit(raw[i:]) {
		case '\n':
			return i + 2
		case '\r':
			if i+3 < len(raw) && src.unit(raw[i+2:]) == '\n' {
				return i + 4
			}
			return i + 2
		}
	}
	return len(raw)
}

// endsLine tells whether raw, which is not empty, ends with the end of a line.
func (src *source) endsLine(raw []byte) bool {
	c := uint16(raw[len(raw)-1])
	if src.wide > 0 {
		if len(raw) < 2 {
			return false
		}
		c = src.unit(raw[len(raw)-2:])
	}
	return c == '\n' || c == '\r'
}

// unit gives the first unit of UTF-16.
func (src *source) unit(raw []byte) uint16 {
	if src.wide == 1 {
		return uint16(raw[0]) | uint16(raw[1])<<8
	}
	return uint16(raw[1]) | uint16(raw[0])<<8
}

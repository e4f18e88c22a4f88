package refs

import (
	"fmt"
	"slices"
	"strings"
)

// A bibEntry is an entry of a BibTeX file as it stands there.
type bibEntry struct {
	kind   string // in lower case
	key    string
	source int        // of the @
	fields []bibField // as they stand, behind them those that are inherited
	own    int        // how many of fields stand in the entry itself
	// complete: the fields that it inherits are there.
	complete bool
}

type bibField struct {
	name   string // in lower case
	value  bibValue
	shared bool // inherited from @xdata: it is this entry's as if it stood there
}

const mostBibFields = 256 // of one entry

// field gives the value of a field, nil if the entry has none; of two with one
// name the first counts, as in BibTeX.
func (e *bibEntry) field(name string) bibValue {
	for i := range e.fields {
		if e.fields[i].name == name {
			return e.fields[i].value
		}
	}
	return nil
}

// set adds a field that stands in the entry. One without a value is none.
func (e *bibEntry) set(name string, v bibValue) {
	if len(v) > 0 && e.own < mostBibFields {
		e.fields = append(e.fields, bibField{name: name, value: v})
		e.own = len(e.fields)
	}
}

// A bibValue is the value of a field: the pieces of source that make it, in
// order, markup and all.
type bibValue []bibPiece

type bibPiece struct {
	text   string
	source int
}

// A bibPlace is where something is wrong, in words. It is put into words only
// then.
type bibPlace struct{ macro, field, entry string }

func (p bibPlace) String() string {
	switch {
	case p.macro != "":
		return p.macro
	case p.field != "":
		return fmt.Sprintf("field %q of entry %q", p.field, p.entry)
	}
	return fmt.Sprintf("entry %q", p.entry)
}

// A bibScanner reads the entries of a BibTeX file. It goes on behind what it
// cannot read, at the next line that starts an entry.
type bibScanner struct {
	s        string
	at       int
	macros   map[string]bibValue
	unclosed int // bytes looked through for the end of comments that have none
	// keep: entries are kept. Otherwise each takes the memory of the one before.
	keep   bool
	last   bibEntry
	pieces []bibPiece // of the values of entries, some behind the others
	faults
}

// entry gives the next entry, nil at the end. Unless entries are kept, it holds
// until the next call.
func (b *bibScanner) entry() *bibEntry {
	for b.at < len(b.s) {
		i := strings.IndexAny(b.s[b.at:], "@%")
		if i < 0 {
			b.at = len(b.s)
			return nil
		}
		b.at += i
		if b.s[b.at] == '%' {
			b.skipLine()
			continue
		}
		start := b.at
		b.at++
		kind := strings.ToLower(b.word())
		b.space()
		if kind == "" || b.at == len(b.s) || b.s[b.at] != '{' && b.s[b.at] != '(' {
			continue // an address, say: text between entries means nothing
		}
		closer := byte('}')
		if b.s[b.at] == '(' {
			closer = ')'
		}
		b.at++
		switch kind {
		case "comment":
			b.skipComment()
		case "preamble":
			b.value(start, bibPlace{macro: "@preamble"})
			b.close(closer, start, "@preamble")
		case "string":
			b.macro(closer, start)
		default:
			e := &b.last
			if b.keep {
				e = &bibEntry{}
			} else {
				b.pieces = b.pieces[:0]
			}
			*e = bibEntry{kind: kind, source: start, fields: e.fields[:0]}
			b.fields(e, closer)
			return e
		}
	}
	return nil
}

// fields reads the key and the fields of an entry.
func (b *bibScanner) fields(e *bibEntry, closer byte) {
	b.space()
	start := b.at
	for b.at < len(b.s) && b.s[b.at] != ',' && b.s[b.at] != closer && b.s[b.at] != '\n' && !b.atEquals() {
		b.at++
	}
	e.key = strings.TrimSpace(b.s[start:b.at])
	what := bibPlace{entry: e.key}
	if b.at < len(b.s) && b.s[b.at] == '=' {
		b.fault(e.source, "entry @%s has no key", e.kind)
		e.key, b.at = "", start
	} else {
		b.space()
		if b.at < len(b.s) && b.s[b.at] == ',' {
			b.at++
		}
	}
	for {
		b.space()
		switch {
		case b.at == len(b.s) || b.atEntry():
			b.fault(e.source, "%s is never closed", what)
			return
		case b.s[b.at] == closer:
			b.at++
			return
		case b.s[b.at] == ',':
			b.at++
			continue
		}
		place := b.at
		name := strings.ToLower(b.word())
		b.space()
		if name == "" || b.at == len(b.s) || b.s[b.at] != '=' {
			b.fault(place, "%s: a field's name and = are expected", what)
			b.resume()
			return
		}
		b.at++
		v, ok := b.value(place, bibPlace{field: name, entry: e.key})
		e.set(name, v)
		if !ok {
			return
		}
	}
}

// atEquals tells whether the = of a field stands here, where a key is expected:
// one that stands apart or before a value in braces or quotes. Keys may have one
// in them.
func (b *bibScanner) atEquals() bool {
	if b.s[b.at] != '=' {
		return false
	}
	rest := b.s[b.at+1:]
	return b.at > 0 && isBlank(b.s[b.at-1]) || rest == "" || isBlank(rest[0]) || rest[0] == '{' || rest[0] == '"'
}

// value reads pieces joined by #. It is false if it cannot be told where the
// value ends; the scanner is then at the next entry.
func (b *bibScanner) value(place int, what bibPlace) (bibValue, bool) {
	if cap(b.pieces)-len(b.pieces) < 8 {
		b.pieces = make([]bibPiece, 0, 512)
	}
	start := len(b.pieces)
	v, ok := b.joined(b.pieces[start:start], place, what)
	if end := start + len(v); end <= cap(b.pieces) {
		b.pieces = b.pieces[:end]
	}
	return slices.Clip(v), ok
}

// joined appends the pieces of a value.
func (b *bibScanner) joined(v bibValue, place int, what bibPlace) (bibValue, bool) {
	const most = 100 // pieces: macros that double each other grow without end
	for {
		b.space()
		if b.at == len(b.s) {
			b.fault(place, "%s has no value", what)
			return v, false
		}
		switch c := b.s[b.at]; {
		case c == '{' || c == '"':
			piece, closed := b.delimited(c)
			v = append(v, piece)
			if !closed {
				b.fault(place, "%s is never closed", what)
				b.resume()
				return v, false
			}
		case isDigit(c):
			start := b.at
			for b.at < len(b.s) && isAlnum(b.s[b.at]) {
				b.at++
			}
			v = append(v, bibPiece{b.s[start:b.at], start})
		default:
			start := b.at
			name := b.word()
			if name == "" {
				b.fault(place, "%s has no value", what)
				if c != ',' && c != '}' && c != ')' {
					b.resume()
					return v, false
				}
				return v, true
			}
			if m, known := b.macros[strings.ToLower(name)]; known {
				v = append(v, m[:min(len(m), max(0, most-len(v)))]...)
			} else {
				v = append(v, bibPiece{name, start})
			}
		}
		b.space()
		if b.at == len(b.s) || b.s[b.at] != '#' {
			return v, true
		}
		b.at++
	}
}

// delimited reads text in braces or quotes; as in BibTeX, a backslash shields
// no brace. Text that is never closed ends
// before the next line that starts an entry.
func (b *bibScanner) delimited(opener byte) (bibPiece, bool) {
	b.at++
	start, depth := b.at, 0
	for ; b.at < len(b.s); b.at++ {
		switch c := b.s[b.at]; {
		case c == '{':
			depth++
		case c == '}' && depth > 0:
			depth--
		case c == '}' && opener == '{', c == '"' && opener == '"' && depth == 0:
			b.at++
			return bibPiece{b.s[start : b.at-1], start}, true
		case c == '\n':
			b.at++
			if b.atEntry() {
				return bibPiece{b.s[start:b.at], start}, false
			}
			b.at--
		}
	}
	return bibPiece{b.s[start:], start}, false
}

// macro reads the inside of @string.
func (b *bibScanner) macro(closer byte, start int) {
	b.space()
	name := strings.ToLower(b.word())
	b.space()
	if name == "" || b.at == len(b.s) || b.s[b.at] != '=' {
		b.fault(start, "@string: a name and = are expected")
		b.resume()
		return
	}
	b.at++
	v, ok := b.value(start, bibPlace{macro: fmt.Sprintf("@string %q", name)})
	b.macros[name] = slices.Clone(v)
	if ok {
		b.close(closer, start, "@string")
	}
}

// close expects the end of an entry.
func (b *bibScanner) close(closer byte, start int, what string) {
	b.space()
	if b.at < len(b.s) && b.s[b.at] == closer {
		b.at++
		return
	}
	b.fault(start, "%s is never closed", what)
	b.resume()
}

// skipComment leaves the rest of @comment out, entries in it too. One that no
// brace closes goes on to the next line that starts an entry.
func (b *bibScanner) skipComment() {
	depth, entry := 1, 0 // entry is where the first one begins
	for i := b.at; i < len(b.s); i++ {
		switch b.s[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				b.at = i + 1
				return
			}
		case '\n':
			if entry > 0 {
				continue
			}
			start := b.at
			b.at = i + 1
			if b.atEntry() {
				// Looking for ends that are not there takes its time: not again
				// and again.
				if entry = i + 1; b.unclosed > len(b.s) {
					return
				}
			}
			b.at = start
		}
	}
	b.unclosed += len(b.s) - b.at
	if b.at = len(b.s); entry > 0 {
		b.at = entry
	}
}

// resume goes to the next line that starts an entry.
func (b *bibScanner) resume() {
	for b.at < len(b.s) && !b.atEntry() {
		b.skipLine()
	}
}

// atEntry tells whether a line that starts a known sort of entry begins here.
func (b *bibScanner) atEntry() bool {
	if b.at > 0 && b.s[b.at-1] != '\n' {
		return false
	}
	i := b.at
	for i < len(b.s) && i-b.at < 8 && (b.s[i] == ' ' || b.s[i] == '\t') {
		i++
	}
	if i == len(b.s) || b.s[i] != '@' {
		return false
	}
	return looksBibTeX(b.s[i:min(len(b.s), i+40)])
}

// word reads a name: of an entry's sort, a field or a macro.
func (b *bibScanner) word() string {
	start := b.at
	for b.at < len(b.s) && (isAlnum(b.s[b.at]) || strings.IndexByte("-_:.+/'!$&*;<>?[]^`|", b.s[b.at]) >= 0 || b.s[b.at] >= 0x80) {
		b.at++
	}
	return b.s[start:b.at]
}

// space skips white space and lines that % makes comments.
func (b *bibScanner) space() {
	for b.at < len(b.s) {
		switch {
		case isBlank(b.s[b.at]):
			b.at++
		case b.s[b.at] == '%':
			b.skipLine()
		default:
			return
		}
	}
}

func (b *bibScanner) skipLine() {
	_, b.at = lineEnd(b.s, b.at)
}

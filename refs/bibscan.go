package refs

import (
	"fmt"
	"strings"
)

// A bibEntry is an entry of a BibTeX file as it stands there.
type bibEntry struct {
	kind   string // in lower case
	key    string
	source int // of the @
	fields map[string]bibValue
}

// A bibValue is the value of a field: the pieces of source that make it, in
// order, markup and all.
type bibValue []bibPiece

type bibPiece struct {
	text   string
	source int
}

// A bibScanner reads the entries of a BibTeX file. It goes on behind what it
// cannot read, at the next line that starts an entry.
type bibScanner struct {
	s        string
	at       int
	macros   map[string]bibValue
	problems int
	first    string // problem
	where    int    // of the first problem
}

// entry gives the next entry, nil at the end.
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
			b.skipBraced()
		case "preamble":
			b.value(start, "@preamble")
			b.close(closer, start, "@preamble")
		case "string":
			b.macro(closer, start)
		default:
			e := &bibEntry{kind: kind, source: start, fields: map[string]bibValue{}}
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
	for b.at < len(b.s) && b.s[b.at] != ',' && b.s[b.at] != closer && b.s[b.at] != '\n' && b.s[b.at] != '=' {
		b.at++
	}
	e.key = strings.TrimSpace(b.s[start:b.at])
	what := fmt.Sprintf("entry %q", e.key)
	if b.at < len(b.s) && b.s[b.at] == '=' {
		b.problem(e.source, "entry @%s has no key", e.kind)
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
			b.problem(e.source, "%s is never closed", what)
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
			b.problem(place, "%s: a field's name and = are expected", what)
			b.resume()
			return
		}
		b.at++
		v, ok := b.value(place, fmt.Sprintf("field %q of %s", name, what))
		if _, twice := e.fields[name]; !twice && len(v) > 0 {
			e.fields[name] = v
		}
		if !ok {
			return
		}
	}
}

// value reads pieces joined by #. It is false if it cannot be told where the
// value ends; the scanner is then at the next entry.
func (b *bibScanner) value(place int, what string) (v bibValue, ok bool) {
	const most = 100 // pieces: macros that double each other grow without end
	for {
		b.space()
		if b.at == len(b.s) {
			b.problem(place, "%s has no value", what)
			return v, false
		}
		switch c := b.s[b.at]; {
		case c == '{' || c == '"':
			piece, closed := b.delimited(c)
			v = append(v, piece)
			if !closed {
				b.problem(place, "%s is never closed", what)
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
				b.problem(place, "%s has no value", what)
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
		b.problem(start, "@string: a name and = are expected")
		b.resume()
		return
	}
	b.at++
	v, ok := b.value(start, fmt.Sprintf("@string %q", name))
	b.macros[name] = v
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
	b.problem(start, "%s is never closed", what)
	b.resume()
}

// skipBraced leaves the rest of @comment out, or its line if no brace closes
// it.
func (b *bibScanner) skipBraced() {
	depth := 1
	for ; b.at < len(b.s); b.at++ {
		switch b.s[b.at] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				b.at++
				return
			}
		case '\n':
			b.at++
			if b.atEntry() {
				return
			}
			b.at--
		}
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

func (b *bibScanner) problem(place int, format string, args ...any) {
	if b.problems++; b.problems == 1 {
		b.first, b.where = fmt.Sprintf(format, args...), place
	}
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

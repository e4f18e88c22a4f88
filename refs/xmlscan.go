package refs

import (
	"strings"
	"unicode/utf8"
)

// An xmlToken is a piece of an XML document that matters: a tag or text.
type xmlToken struct {
	kind   xmlKind
	name   string // of a tag, without its prefix
	prefix string // of the name, without its colon
	attrs  string // of a start tag, between name and ">"
	text   string // of text, as it stands
	source int    // where the tag, or the text, starts
	at     int    // where attrs starts
}

type xmlKind uint8

const (
	xmlEnd xmlKind = iota // of the document
	xmlStart
	xmlEmpty // a tag that is start and end in one
	xmlClose
	xmlText
	xmlCDATA // text without character references
)

// An xmlScanner parts a document into tokens (XML 1.0, fifth edition).
// Comments, processing instructions and the document type are passed over:
// entities declared there are not read, so none can grow. It goes on behind
// what is broken, and every byte is looked at a fixed number of times.
type xmlScanner struct {
	s  string
	at int
	faults
}

// next gives the next token, of kind xmlEnd at the end.
func (x *xmlScanner) next() xmlToken {
	for x.at < len(x.s) {
		start, rest := x.at, x.s[x.at:]
		if rest[0] != '<' {
			return x.textTo(start, 0)
		}
		switch {
		case strings.HasPrefix(rest, "<!--"):
			x.skip("-->", len("<!--"), "comment")
		case strings.HasPrefix(rest, "<![CDATA["):
			return x.cdata()
		case strings.HasPrefix(rest, "<?"):
			x.skip("?>", len("<?"), "processing instruction")
		case strings.HasPrefix(rest, "<!"):
			x.skipDeclaration()
		case len(rest) > 1 && (isNameStart(rest[1]) || rest[1] == '/' && len(rest) > 2 && isNameStart(rest[2])):
			if t, ok := x.tag(); ok {
				return t
			}
		default:
			x.fault(start, "a < that begins nothing")
			return x.textTo(start, 1)
		}
	}
	return xmlToken{kind: xmlEnd, source: x.at}
}

func isNameStart(c byte) bool { return isLetter(c) || c == '_' || c == ':' || c >= utf8.RuneSelf }

// textTo gives the text from start to the first < behind start+skip.
func (x *xmlScanner) textTo(start, skip int) xmlToken {
	end := len(x.s)
	if i := strings.IndexByte(x.s[start+skip:], '<'); i >= 0 {
		end = start + skip + i
	}
	x.at = end
	return xmlToken{kind: xmlText, text: x.s[start:end], source: start}
}

func (x *xmlScanner) cdata() xmlToken {
	start := x.at + len("<![CDATA[")
	n := strings.Index(x.s[start:], "]]>")
	if n < 0 {
		x.fault(x.at, "a CDATA section is never closed")
		x.at = len(x.s)
		return xmlToken{kind: xmlCDATA, text: x.s[start:], source: start}
	}
	x.at = start + n + len("]]>")
	return xmlToken{kind: xmlCDATA, text: x.s[start : start+n], source: start}
}

// skip passes over what ends with closer.
func (x *xmlScanner) skip(closer string, lead int, what string) {
	n := strings.Index(x.s[x.at+lead:], closer)
	if n < 0 {
		x.fault(x.at, "a %s is never closed", what)
		x.at = len(x.s)
		return
	}
	x.at += lead + n + len(closer)
}

// skipDeclaration passes over a document type with what is declared in it.
func (x *xmlScanner) skipDeclaration() {
	start, depth, quote := x.at, 0, byte(0)
	for i := x.at; i < len(x.s); i++ {
		c := x.s[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case strings.HasPrefix(x.s[i:], "<!--"):
			n := strings.Index(x.s[i:], "-->")
			if n < 0 {
				i = len(x.s)
				break
			}
			i += n + len("-->") - 1
		case c == '<':
			depth++
		case c == '>':
			if depth--; depth == 0 {
				x.at = i + 1
				return
			}
		}
	}
	x.fault(start, "a declaration is never closed")
	x.at = len(x.s)
}

// tag reads the tag at the scanner's place. It is false if there is none, but
// one that was cut off.
func (x *xmlScanner) tag() (xmlToken, bool) {
	start := x.at
	t := xmlToken{kind: xmlStart, source: start}
	i := start + 1
	if x.s[i] == '/' {
		t.kind = xmlClose
		i++
	}
	from := i
	for i < len(x.s) && x.s[i] != '>' && x.s[i] != '/' && x.s[i] != '<' && !isBlank(x.s[i]) {
		if x.s[i] == ':' {
			t.prefix = x.s[from:i]
		}
		i++
	}
	t.name = x.s[from:i]
	if t.prefix != "" {
		t.name = t.name[len(t.prefix)+1:]
	}
	t.at = i
	quote := byte(0)
	for ; i < len(x.s); i++ {
		switch c := x.s[i]; {
		case c == '<':
			x.fault(start, "the tag <%s> is cut off", cutRunes(t.name, longestName))
			x.at = i
			return t, false
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			x.at = i + 1
			t.attrs = x.s[t.at:i]
			if t.kind == xmlStart && strings.HasSuffix(t.attrs, "/") {
				t.kind, t.attrs = xmlEmpty, t.attrs[:len(t.attrs)-1]
			}
			return t, true
		}
	}
	x.fault(start, "the tag <%s> is cut off", cutRunes(t.name, longestName))
	x.at = len(x.s)
	return t, false
}

const longestName = 60 // bytes of an element's name that a message shows

// attribute gives the value of the tag's first attribute of a name, whatever
// its prefix, and where it stands; ok is false if there is none.
func (t *xmlToken) attribute(name string) (value string, source int, ok bool) {
	s := t.attrs
	for i := 0; i < len(s); {
		for i < len(s) && isBlank(s[i]) {
			i++
		}
		start := i
		for i < len(s) && s[i] != '=' && !isBlank(s[i]) {
			if s[i] == ':' {
				start = i + 1
			}
			i++
		}
		found := s[start:i] == name && !(start > 0 && strings.HasSuffix(s[:start], "xmlns:"))
		for i < len(s) && (s[i] == '=' || isBlank(s[i])) {
			i++
		}
		if i == len(s) {
			break
		}
		quote := s[i]
		if quote != '"' && quote != '\'' {
			continue // no value: XML has none without quotes
		}
		i++
		n := strings.IndexByte(s[i:], quote)
		if n < 0 {
			break
		}
		if found {
			return s[i : i+n], t.at + i, true
		}
		i += n + 1
	}
	return "", 0, false
}

// value gives an attribute's value, character references resolved; "" if there
// is none.
func (t *xmlToken) value(name string) string {
	v, _, _ := t.attribute(name)
	return unescapeXML(v)
}

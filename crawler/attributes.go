package crawler

import (
	"bytes"
	"slices"

	"golang.org/x/net/html"
)

// maxAttributes bounds what is kept of one tag.
const maxAttributes = 32

// attributes gives the attributes of a start tag, keys in lower case, as the
// tokenizer of x/net/html gives them.
func attributes(tag []byte) []html.Attribute { return appendAttributes(nil, tag) }

// appendAttributes adds those of a start tag to others.
func appendAttributes(to []html.Attribute, tag []byte) []html.Attribute {
	if !plainlyWritten(tag) {
		return appendTokenized(to, tag)
	}
	text := string(tag) // keys and values are parts of it
	escaped := bytes.IndexByte(tag, '&') >= 0
	m := markup{text: tag, pos: len("<")}
	m.skipTo(inName)
	for n := len(to); len(to)-n < maxAttributes && m.pos < len(tag) && !m.skipEnd(); {
		at, value := m.attribute()
		key := lowered(text[at.start:at.end])
		if key == "" || slices.ContainsFunc(to[n:], func(a html.Attribute) bool { return a.Key == key }) {
			continue // the first one counts
		}
		val := text[value.start:value.end]
		if escaped {
			val = html.UnescapeString(val)
		}
		to = append(to, html.Attribute{Key: key, Val: val})
	}
	return to
}

// appendTokenized is appendAttributes for any tag.
func appendTokenized(to []html.Attribute, tag []byte) []html.Attribute {
	z := html.NewTokenizer(bytes.NewReader(tag))
	z.Next()
	n := len(to)
	for _, more := z.TagName(); more && len(to)-n < maxAttributes; {
		var key, value []byte
		if key, value, more = z.TagAttr(); len(key) > 0 {
			to = append(to, html.Attribute{Key: string(key), Val: string(value)})
		}
	}
	return to
}

// plainlyWritten tells whether a tag is written so that its values mean the same
// as they would in a text. They do not where a character reference lacks its
// semicolon or has a name that begins like another's (HTML, "named character
// reference state"); then, and with zero bytes or the line ends of Windows, the
// tokenizer has to read the tag.
func plainlyWritten(tag []byte) bool {
	for rest := tag; ; {
		i := bytes.IndexByte(rest, '&')
		if i < 0 {
			return bytes.IndexByte(tag, '\r') < 0 && bytes.IndexByte(tag, 0) < 0
		}
		rest = rest[i+1:]
		name, _, ended := bytes.Cut(rest[:min(len(rest), len("quot;"))], []byte(";"))
		switch string(name) {
		case "amp", "lt", "gt", "quot", "apos":
		default:
			ended = len(rest) > 0 && (rest[0] == '#' || rest[0] == ' ')
		}
		if !ended {
			return false
		}
	}
}

// lowered gives s with the letters of ASCII in lower case.
func lowered(s string) string {
	isUpper := func(c byte) bool { return 'A' <= c && c <= 'Z' }
	for i := range len(s) {
		if !isUpper(s[i]) {
			continue
		}
		b := []byte(s)
		for ; i < len(b); i++ {
			if isUpper(b[i]) {
				b[i] += 'a' - 'A'
			}
		}
		return string(b)
	}
	return s
}

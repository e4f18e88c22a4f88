package refs

import (
	"strings"

	"golang.org/x/net/html"
)

// blockElements begin and end passages.
var blockElements = wordSet(`address|article|aside|blockquote|body|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|` +
	`h1|h2|h3|h4|h5|h6|head|header|hgroup|hr|html|legend|li|main|menu|nav|ol|option|p|pre|section|select|summary|table|tbody|tfoot|thead|tr|ul|` +
	`iframe|object|template`)

// isContainer has the elements that can be marked as holding references.
var isContainer = wordSet(`div|section|article|main|ol|ul|dl|table|tbody|aside|footer|header|nav|li|dd|p|blockquote`)

// asideElements hold what stands around the text of a page.
var asideElements = wordSet(`nav|header|footer|aside`)

// hiddenElements have text that nobody reads, or that is no prose.
var hiddenElements = wordSet(`template|svg|math|select|button|datalist|noscript`)

// rawElements have raw text behind them, which the tokenizer gives whole.
var rawElements = wordSet(`script|style|title|textarea|iframe|noembed|noframes|xmp`)

// tagAttributes are the attributes that matter.
type tagAttributes struct {
	href, class, id, role, start, value string
	kind                                string // epub:type
	name                                string // of a meta
	prop                                string // itemprop
	reversed, hidden                    bool
	decorates                           bool // aria-hidden
}

func readAttributes(z *html.Tokenizer) (a tagAttributes) {
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "href":
			if a.href == "" {
				a.href = string(value)
			}
		case "class":
			a.class = string(value)
		case "id":
			a.id = string(value)
		case "role":
			a.role = string(value)
		case "start":
			a.start = string(value)
		case "value":
			a.value = string(value)
		case "reversed":
			a.reversed = true
		case "epub:type":
			a.kind = string(value)
		case "name":
			a.name = string(value)
		case "itemprop":
			a.prop = string(value)
		case "hidden":
			a.hidden = true
		case "aria-hidden":
			a.decorates = string(value) == "true"
		case "style":
			a.hidden = a.hidden || setsHidden(value)
		}
	}
	return a
}

// marksReferences tells whether class, id or role of an element say that it
// holds references or notes: "references", "c-article-references",
// "ref-list", "csl-bib-body", role="doc-bibliography" (DPUB-ARIA 1.1).
func (a tagAttributes) marksReferences() bool {
	if anyName(a.role, listRoles) || anyName(a.kind, listRoles) {
		return true
	}
	return namesReferences(a.id) || namesReferences(a.class)
}

// marksComments tells whether an element holds what readers said.
func (a tagAttributes) marksComments() bool {
	for _, s := range []string{a.id, a.class} {
		for name := range strings.FieldsSeq(strings.ToLower(cutRunes(s, longestNames))) {
			switch name {
			case "comments", "comment", "commentlist", "comment-list", "comments-area", "comments-list", "disqus_thread":
				return true
			}
		}
	}
	return false
}

const longestNames = 400 // bytes of classes that are looked at

func namesReferences(names string) bool {
	for name := range strings.FieldsSeq(cutRunes(names, longestNames)) {
		words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '-' || r == '_' || r == ':' || r == '.' })
		n := len(words)
		if n == 0 || words[0] == "has" || words[0] == "no" || n > 1 && (words[n-2] == "with" || words[n-2] == "no") {
			continue
		}
		if referenceWords[words[n-1]] {
			return true
		}
		if n > 1 && referenceWords[words[n-2]+"-"+words[n-1]] {
			return true
		}
	}
	return false
}

// referenceWords end the names by which pages mark their lists of references.
var referenceWords = wordSet(`references|reflist|bibliography|biblio|footnotes|endnotes|citations|ref-list|reference-list|references-list|` +
	`citation-list|bib-body|bibliography-list|works-cited|literature|literature-cited|footnote-list|refs`)

// attributeAt gives the place of an attribute's value in the raw text of a
// tag, 0 if there is none. It follows the tokenizer's rules: the first
// attribute of a name counts.
func attributeAt(raw string, name string) int {
	i := 1
	for i < len(raw) && !isBlank(raw[i]) && raw[i] != '/' && raw[i] != '>' {
		i++
	}
	for i < len(raw) {
		for i < len(raw) && (isBlank(raw[i]) || raw[i] == '/') {
			i++
		}
		start := i
		for i < len(raw) && !isBlank(raw[i]) && raw[i] != '/' && raw[i] != '>' && (raw[i] != '=' || i == start) {
			i++
		}
		key := raw[start:i]
		if key == "" {
			return 0
		}
		at, end := attributeValue(raw, i)
		if at > 0 && strings.EqualFold(key, name) {
			return at
		}
		i = max(end, i)
	}
	return 0
}

// attributeText gives the raw value of an attribute and its place, 0 if there is
// none.
func attributeText(raw, name string) (value string, at int) {
	at = attributeAt(raw, name)
	if at == 0 {
		return "", 0
	}
	rest := raw[at:]
	end := strings.IndexAny(rest, " \t\n\f\r>")
	if q := raw[at-1]; q == '"' || q == '\'' {
		end = strings.IndexByte(rest, q)
	}
	if end < 0 {
		end = len(rest)
	}
	return rest[:end], at
}

// attributeValue reads what follows an attribute's name: the place of its
// value, 0 if it has none, and the place behind it.
func attributeValue(raw string, i int) (at, end int) {
	for i < len(raw) && isBlank(raw[i]) {
		i++
	}
	if i == len(raw) || raw[i] != '=' {
		return 0, i
	}
	i++
	for i < len(raw) && isBlank(raw[i]) {
		i++
	}
	if i == len(raw) {
		return 0, i
	}
	if q := raw[i]; q == '"' || q == '\'' {
		n := strings.IndexByte(raw[i+1:], q)
		if n < 0 {
			return i + 1, len(raw)
		}
		return i + 1, i + 1 + n + 1
	}
	at = i
	for i < len(raw) && !isBlank(raw[i]) && raw[i] != '>' {
		i++
	}
	return at, i
}

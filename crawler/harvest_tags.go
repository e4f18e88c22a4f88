package crawler

import (
	"strings"

	"golang.org/x/net/html"
)

// A tag is a meta tag that fields knows.
type tag struct {
	field field
	value string
}

// meta keeps a meta tag if it is a known one. RDFa allows several names in one
// property.
func (p *harvested) meta(attrs []html.Attribute) {
	var content string
	for i := range attrs {
		if attrs[i].Key == "content" {
			content = attrs[i].Val
		}
	}
	if content == "" {
		return
	}
	for i := range attrs {
		switch attrs[i].Key {
		case "name", "property", "http-equiv":
			for name := range strings.FieldsSeq(attrs[i].Val) {
				p.keep(name, content)
			}
		}
	}
}

func (p *harvested) keep(name, content string) {
	if len(name) > 64 || len(p.tags) >= maxTags {
		return
	}
	f, ok := fields[name]
	if !ok {
		if f, ok = fields[strings.ToLower(strings.ReplaceAll(name, ":", "."))]; !ok {
			return
		}
	}
	if len(content) > 8*maxTitle {
		content = strings.ToValidUTF8(content[:8*maxTitle], "")
	}
	p.tags = append(p.tags, tag{f, content})
}

// first gives the first value of a field that is not blank.
func (p *harvested) first(f field) string {
	for i := range p.tags {
		if p.tags[i].field == f && strings.TrimSpace(p.tags[i].value) != "" {
			return p.tags[i].value
		}
	}
	return ""
}

// all gives every value of a field in the page's order.
func (p *harvested) all(f field) []string {
	var values []string
	for i := range p.tags {
		if p.tags[i].field == f {
			values = append(values, p.tags[i].value)
		}
	}
	return values
}

// has tells whether the page uses a field at all.
func (p *harvested) has(f field) bool {
	for i := range p.tags {
		if p.tags[i].field == f {
			return true
		}
	}
	return false
}

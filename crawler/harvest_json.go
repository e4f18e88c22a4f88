package crawler

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

func isJSONLD(kind string) bool {
	kind, _, _ = strings.Cut(kind, ";")
	return strings.EqualFold(strings.TrimSpace(kind), "application/ld+json")
}

// decodeJSON decodes the first value of a block, nil if it is beyond repair.
// What follows it is not looked at. Pages put comments,
// CDATA marks, raw line breaks and trailing commas into theirs.
func decodeJSON(block string) any {
	var v any
	if json.NewDecoder(strings.NewReader(block)).Decode(&v) == nil {
		return v
	}
	v = nil
	if json.NewDecoder(bytes.NewReader(mendJSON(block))).Decode(&v) != nil {
		return nil
	}
	return v
}

// mendJSON takes out of a block what JSON does not allow but pages have: marks
// and comments around and in it, control characters in strings, commas before
// a closing bracket.
func mendJSON(block string) []byte {
	for _, mark := range []string{"<![CDATA[", "]]>", "<!--", "-->", "\ufeff"} {
		block = strings.ReplaceAll(block, mark, " ")
	}
	out := make([]byte, 0, len(block))
	quoted := false
	for i := 0; i < len(block); i++ {
		c := block[i]
		switch {
		case quoted && c == '\\' && i+1 < len(block):
			out = append(out, c, block[i+1])
			i++
			continue
		case c == '"':
			quoted = !quoted
		case c < ' ':
			c = ' '
		case quoted:
		case c == '/' && i+1 < len(block) && (block[i+1] == '/' || block[i+1] == '*'):
			end, after := "\n", 1
			if block[i+1] == '*' {
				end, after = "*/", 2
			}
			n := strings.Index(block[i+2:], end)
			if n < 0 {
				return out
			}
			i += 2 + n + after - 1
			continue
		case c == '}' || c == ']':
			for n := len(out); n > 0 && (out[n-1] == ' ' || out[n-1] == ','); n-- {
				out = out[:n-1]
			}
		}
		out = append(out, c)
	}
	return out
}

// jsonText gives a string, also as the value of a language-tagged one or as the
// first of a list; "" for anything else.
func jsonText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		if len(v) > 0 {
			s, _ := v[0].(string)
			return s
		}
	case map[string]any:
		s, _ := v["@value"].(string)
		return s
	}
	return ""
}

// jsonNumber gives what [jsonText] does, and a number as text.
func jsonNumber(v any) string {
	if list, ok := v.([]any); ok && len(list) > 0 {
		v = list[0]
	}
	if n, ok := v.(float64); ok {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return jsonText(v)
}

// workType gives the best of an object's types.
func workType(v map[string]any) (rank int, kind string) {
	eachType(v, func(t string) {
		if w := workTypes[t]; w.rank > rank {
			rank, kind = w.rank, w.kind
		}
	})
	return rank, kind
}

func hasType(v map[string]any, want string) bool {
	found := false
	eachType(v, func(t string) { found = found || t == want })
	return found
}

// eachType calls f with the types of an object, without schema.org's address.
func eachType(v map[string]any, f func(string)) {
	switch t := v["@type"].(type) {
	case string:
		f(t[strings.LastIndexAny(t, "/:#")+1:])
	case []any:
		for _, one := range t[:min(len(t), 8)] {
			if s, ok := one.(string); ok {
				f(s[strings.LastIndexAny(s, "/:#")+1:])
			}
		}
	}
}

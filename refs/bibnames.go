package refs

import "strings"

// authors gives the names of an entry's authors as lists of references order
// them, up to a bound.
func (e *bibEntry) authors() (names []string) {
	raw := e.field("author").raw()
	for at := 0; at < len(raw) && len(names) < mostAuthors; {
		end, next := nameEnd(raw, at)
		if name := bibName(raw[at:end]); name != "others" {
			names = addName(names, name)
		}
		at = next
	}
	return names
}

// raw gives the pieces of a value as they are written.
func (v bibValue) raw() string {
	if len(v) == 1 {
		return v[0].text
	}
	var b strings.Builder
	for _, piece := range v {
		b.WriteString(piece.text)
	}
	return b.String()
}

// nameEnd gives the end of the name at raw[at:], before an "and" that stands
// between white space and in no braces, and the place behind that.
func nameEnd(raw string, at int) (end, next int) {
	depth := 0
	for i := at; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '{':
			depth++
		case c == '}':
			depth--
		case isBlank(c) && depth <= 0 && i+4 < len(raw) && isBlank(raw[i+4]) && foldPrefix(raw[i+1:], "and"):
			return i, i + 4
		}
	}
	return len(raw), len(raw)
}

// bibName reads "First von Last", "von Last, First" and "von Last, Jr, First"
// (Oren Patashnik, "BibTeXing", section 4). A name in braces is one word.
func bibName(raw string) string {
	raw = cutRunes(strings.TrimSpace(raw), longestAuthor)
	if name := extendedName(raw); name != "" {
		return name
	}
	comma, second, blank := -1, -1, -1 // the first two commas and the last blank outside of braces
	depth := 0
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '{':
			depth++
		case c == '}':
			depth--
		case depth > 0:
		case c == ',' && comma < 0:
			comma = i
		case c == ',' && second < 0:
			second = i
		case (isBlank(c) || c == '~') && i > 0 && raw[i-1] != '\\':
			blank = i
		}
	}
	switch {
	case second > 0:
		junior, first := raw[comma+1:second], raw[second+1:]
		return strings.TrimSuffix(familyFirst(latexText(raw[:comma]), latexText(first))+", "+latexText(junior), ", ")
	case comma >= 0:
		if isFolded(raw) && !hasLaTeX(raw) && comma+1 < len(raw) && raw[comma+1] == ' ' {
			return raw
		}
		return familyFirst(latexText(raw[:comma]), latexText(raw[comma+1:]))
	case blank < 0:
		return latexText(raw)
	}
	// The last name is the last word, and those before it from the first one in
	// small letters on.
	last := blank + 1
	for start := 0; start < last; {
		if isLower(raw[start]) {
			last = start
			break
		}
		for start < last && !isBlank(raw[start]) && raw[start] != '~' {
			start++
		}
		start++
	}
	return familyFirst(latexText(raw[last:]), latexText(raw[:max(0, last-1)]))
}

// extendedName reads biblatex's names whose parts are named: "family=Berg,
// prefix=van den, given={Ludwig}"; "" if raw is none.
func extendedName(raw string) string {
	if !strings.Contains(raw, "family") || !strings.Contains(raw, "=") {
		return ""
	}
	parts := map[string]string{}
	depth, start := 0, 0
	for i := 0; i <= len(raw); i++ {
		switch {
		case i < len(raw) && raw[i] == '{':
			depth++
		case i < len(raw) && raw[i] == '}':
			depth--
		case i == len(raw) || depth <= 0 && raw[i] == ',':
			key, value, ok := strings.Cut(raw[start:i], "=")
			if !ok {
				return ""
			}
			parts[strings.Trim(strings.TrimSpace(key), `"{}`)] = strings.Trim(latexText(value), `"`)
			start = i + 1
		}
	}
	name := familyFirst(parts["prefix"]+" "+parts["family"], parts["given"])
	if parts["suffix"] != "" {
		name += ", " + parts["suffix"]
	}
	return name
}

// hasLaTeX tells whether there is anything in s that LaTeX does not print as it
// stands.
func hasLaTeX(s string) bool { return strings.ContainsAny(s, "\\{}$~") }

// latexText gives text without the commands and braces of LaTeX.
func latexText(raw string) string {
	raw = strings.TrimSpace(raw)
	if !hasLaTeX(raw) {
		return raw
	}
	w := newWeave()
	w.putLaTeX(raw, 0, false)
	return fold(string(w.text))
}

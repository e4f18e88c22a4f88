package refs

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/runenames"
)

// scripts are proper names.
var scripts = strings.NewReplacer("cyrillic", "Cyrillic", "greek", "Greek", "latin", "Latin")

// nameOf names the first character of s that is asked for: "an en dash (U+2013)".
func nameOf(s string, is func(rune) bool) string {
	for _, r := range s {
		if is(r) {
			name := scripts.Replace(strings.ToLower(runenames.Name(r)))
			article := "a "
			if name != "" && strings.IndexByte("aeio", name[0]) >= 0 {
				article = "an "
			}
			return fmt.Sprintf("%s%s (U+%04X)", article, name, r)
		}
	}
	return "a character"
}

// clip shortens a piece of the document for a sentence.
func clip(s string) string {
	if len(s) <= 60 {
		return s
	}
	i := 60
	for i > 0 && !utf8.RuneStart(s[i]) {
		i--
	}
	return s[:i] + "…"
}

// beginning gives the part of raw in which it differs from fixed, if both end
// alike.
func beginning(raw, fixed string) string {
	n := 0
	for n < len(raw) && n < len(fixed) && raw[len(raw)-1-n] == fixed[len(fixed)-1-n] {
		n++
	}
	for n > 0 && !utf8.RuneStart(raw[len(raw)-n]) {
		n--
	}
	if rest := raw[:len(raw)-n]; strings.TrimLeft(rest, ":/") != "" {
		return clip(rest)
	}
	return clip(raw)
}

func lastPiece(s string) string {
	if i := strings.LastIndexByte(strings.TrimRight(s, "/"), '/'); i >= 0 {
		return clip(s[i:])
	}
	return clip(s)
}

package refs

import "strings"

// readText takes the whole document for one passage: segmentation finds
// lines and paragraphs.
func readText(src *source, _ Options) (content, error) {
	p := passage{text: src.text, origins: []origin{{0, 0}}}
	return content{title: firstLine(src.text), passages: []passage{p}}, nil
}

// firstLine gives the first line of a text if it may be its title: no entry
// of a list, no link, no paragraph.
func firstLine(text string) string {
	const longest = 300 // bytes
	for at := 0; at < len(text); {
		end, next := lineEnd(text, at)
		l, ok := newLine(text, at, end)
		at = next
		if !ok {
			continue
		}
		s := text[l.start:l.end]
		if len(s) > longest || l.style != unmarked || isListHeading(s) || hasLocator(s) {
			return ""
		}
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	return ""
}

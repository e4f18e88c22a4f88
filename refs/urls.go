package refs

import "strings"

// readURLs takes every line for a URL or a DOI. Empty lines and those that
// start with # are left out, and so is what follows a space and a #.
func readURLs(src *source, _ Options) (content, error) {
	var c content
	text := src.text
	for at := 0; at < len(text); {
		end, next := lineEnd(text, at)
		l, ok := newLine(text, at, end)
		at = next
		if !ok || text[l.start] == '#' {
			continue
		}
		if len(c.records) == mostPieces {
			c.cut = true
			break
		}
		start, stop := int(l.start), int(l.end)
		if i := strings.Index(text[start:stop], " #"); i > 0 {
			stop = start + len(strings.TrimRight(text[start:start+i], " \t"))
		}
		written := text[start:stop]
		p := passage{text: written, origins: []origin{{0, start}}, hint: KindURL}
		if strings.HasPrefix(written, "10.") || foldPrefix(written, "doi:") {
			p.hint = KindDOI
		}
		c.records = append(c.records, record{
			reference: Reference{Pos: Position{Offset: start}, Text: fold(written), Listed: true},
			passages:  []passage{p},
		})
	}
	return c, nil
}

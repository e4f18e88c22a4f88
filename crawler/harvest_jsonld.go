package crawler

import "strings"

// The bounds of what is read of a page's JSON-LD. What is nested deeper than
// maxNesting is not looked at.
const (
	maxJSONLD  = 512 << 10 // bytes of all blocks; one that is too long is left out
	maxNodes   = 500       // objects that are looked at in a page
	maxNesting = 6
)

// readJSONLD reads the blocks that were collected, and forgets them. It is
// done only if they can tell something that the tags do not.
func (p *harvested) readJSONLD() {
	if p.saysAll() {
		return
	}
	g := graph{page: p, byID: map[string]map[string]any{}}
	for _, block := range p.jsonld {
		g.index(decodeJSON(block), 0)
	}
	p.jsonld = nil
	if n := g.work(); n != nil {
		p.ld = g.article(n)
	}
}

// saysAll tells that the tags leave nothing open that JSON-LD could fill in.
func (p *harvested) saysAll() bool {
	if len(p.jsonld) == 0 {
		return true
	}
	if !p.saysEnough() || !p.has(citationTitle) || !p.has(citationDOI) || !p.has(citationJournal) {
		return false
	}
	for _, block := range p.jsonld {
		if !p.has(citationPublisher) && !p.has(dcPublisher) && hasKey(block, "publisher") ||
			!p.has(inVolume) && hasKey(block, "volumeNumber") ||
			!p.has(firstPage) && !p.has(pageRange) && (hasKey(block, "pageStart") || hasKey(block, "pagination")) {
			return false
		}
	}
	return true
}

// hasKey tells whether a key stands in a block of JSON. It is looked for without its
// quotes first, of which a block is full.
func hasKey(block, key string) bool {
	return strings.Contains(block, key) && strings.Contains(block, `"`+key+`"`)
}

// A graph is the objects of all blocks of a page.
type graph struct {
	page  *harvested
	byID  map[string]map[string]any
	works []map[string]any // of the types that workTypes knows, in order
	count int
}

// within are the properties whose objects can be the page's work. Others,
// citation and hasPart and comment among them, tell of other works.
var within = [...]string{"@graph", "mainEntity", "mainEntityOfPage"}

// index collects the objects of v.
func (g *graph) index(v any, depth int) {
	if depth > maxNesting || g.count >= maxNodes {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			g.index(one, depth+1)
		}
	case map[string]any:
		g.count++
		if id, ok := v["@id"].(string); ok && len(v) > len(g.byID[id]) {
			g.byID[id] = v
		}
		if rank, _ := workType(v); rank > 0 {
			g.works = append(g.works, v)
		}
		g.nameSite(v)
		for _, key := range within {
			g.index(v[key], depth+1)
		}
	}
}

// nameSite notes what an object says to be the name of the site.
func (g *graph) nameSite(v map[string]any) {
	if hasType(v, "WebSite") || hasType(v, "Organization") || hasType(v, "NewsMediaOrganization") {
		g.page.siteNames = append(g.page.siteNames, jsonText(v["name"]), jsonText(v["alternateName"]))
	}
	for _, key := range []string{"isPartOf", "publisher"} {
		if part, ok := v[key].(map[string]any); ok {
			g.page.siteNames = append(g.page.siteNames, jsonText(part["name"]))
		}
	}
}

// work gives the object that is the page's own work: of the highest rank, the
// one that says to be of this address, else the only one, else the one whose
// title the page bears. A list of articles is nobody's work.
func (g *graph) work() map[string]any {
	top := 0
	for _, w := range g.works {
		rank, _ := workType(w)
		top = max(top, rank)
	}
	var own, titled, last map[string]any
	p := g.page
	titles := letters(p.first(citationTitle)) + "\n" + letters(p.first(ogTitle)) + "\n" + letters(p.title)
	several := false
	for _, w := range g.works {
		if rank, _ := workType(w); rank < top {
			continue
		}
		if own == nil && p.isOwn(w) {
			own = w
		}
		if t := letters(workTitle(w)); titled == nil && t != "" && strings.Contains(titles, t) {
			titled = w
		}
		several = several || last != nil && workTitle(last) != workTitle(w)
		if last == nil {
			last = w
		}
	}
	switch {
	case titled != nil:
		return titled
	case own != nil:
		return own
	case several:
		return nil
	}
	return last
}

// isOwn tells whether a work says to be what is at the page's address.
func (p *harvested) isOwn(w map[string]any) bool {
	for _, key := range []string{"url", "@id", "mainEntityOfPage"} {
		u := jsonText(w[key])
		if m, ok := w[key].(map[string]any); ok {
			u = jsonText(m["@id"])
		}
		u, _, _ = strings.Cut(u, "#")
		if u != "" && (u == p.url || u == p.canon || u == p.first(ogURL)) {
			return true
		}
	}
	return false
}

func workTitle(w map[string]any) string {
	for _, key := range []string{"headline", "name", "alternativeHeadline"} {
		if t := jsonText(w[key]); t != "" {
			return fold(unmark(t), maxTitle)
		}
	}
	return ""
}

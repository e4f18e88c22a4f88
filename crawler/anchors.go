package crawler

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"

	"github.com/refmend/refmend/audit"
)

const mostAnchors = 20_000 // of one page

// fewAnchors is the number of ids below which a page with scripts is held to be
// made by them: its places come about in the browser only.
const fewAnchors = 5

// anchorsOf gives the places in the page that an answer shows.
func anchorsOf(a *answer, at string) *audit.Anchors {
	switch {
	case a.document != nil:
		return &audit.Anchors{Open: true, Pages: a.document.pages}
	case isPDF(a.body):
		return &audit.Anchors{Open: true, Pages: pdfPages(a.body)}
	case a.truncated || a.bodyErr != nil || !a.showsPage() || builtByScripts(at):
		return &audit.Anchors{Open: true}
	}
	found := &audit.Anchors{}
	scripts := false
	text := decodeCharset(a.body, a.header.Get("Content-Type"))
	z := html.NewTokenizer(bytes.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			slices.Sort(found.Names)
			found.Names = slices.Compact(found.Names)
			found.Open = found.Open || scripts && len(found.Names) < fewAnchors
			return found
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			scripts = scripts || string(name) == "script"
			isLink := string(name) == "a"
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				if string(key) != "id" && (string(key) != "name" || !isLink) || len(value) == 0 {
					continue
				}
				if found.Open = len(found.Names) >= mostAnchors; found.Open {
					return &audit.Anchors{Open: true}
				}
				found.Names = append(found.Names, anchorHashes(string(value))...)
			}
		}
	}
}

// anchorHashes gives what an id is found by: itself, and its usual form if it is
// written with escapes or with accents of their own.
func anchorHashes(id string) []uint32 {
	all := []uint32{audit.AnchorHash(id)}
	for _, form := range []string{norm.NFC.String(id), unescaped(id)} {
		if form != id {
			all = append(all, audit.AnchorHash(form))
		}
	}
	return all
}

// scriptHosts show places in their pages that come about in the browser: lines
// of code, comments that are loaded later.
var scriptHosts = []string{"github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "google.com", "youtube.com", "twitter.com", "x.com", "facebook.com", "linkedin.com", "reddit.com", "medium.com", "notion.site", "notion.so"}

func builtByScripts(at string) bool {
	return isUnderAny(hostName(at), scriptHosts)
}

// linearized finds the number of pages that a PDF tells at its beginning, if it
// was made to be shown page by page (ISO 32000-1, annex F).
var linearized = regexp.MustCompile(`/Linearized\s+1[\s\S]{0,200}?/N\s+(\d{1,6})\b`)

// pdfPages gives that number, 0 if the PDF does not tell.
func pdfPages(body []byte) int {
	m := linearized.FindSubmatch(body[:min(len(body), otherLimit)])
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(string(m[1]))
	return n
}

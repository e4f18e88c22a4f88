package reports

import (
	"bufio"
	"crypto/sha256"
	_ "embed" // for the parts of the page
	"encoding/base64"
	"html/template"
	"iter"

	"github.com/refmend/refmend/audit"
)

var (
	//go:embed page.html.tmpl
	pageTemplate string
	//go:embed page.css
	pageStyle string
	//go:embed page.js
	pageScript string

	parts = template.Must(template.New("page").Parse(pageTemplate))
)

const (
	// atOnce is how many entries are elements of the page from the start. Those
	// behind them stand in noscript elements: a browser that runs scripts takes
	// these for text, which costs next to nothing, and page.js makes elements of
	// those that are looked at; any other browser shows them.
	atOnce = 400
	// perList is how many entries a list has. page.js makes elements by lists.
	perList = 100
)

// writeHTML writes one self-contained page: it needs no other resource, asks
// none of the network, and its Content-Security-Policy lets nothing run or
// load but what was put in here. The list is whole without scripts.
func writeHTML(w *bufio.Writer, r *audit.Report, o Options) error {
	p := &pager{htmlWriter: htmlWriter{w}, report: r}
	items := itemsOf(r)
	occurs := map[verdict]bool{}
	for i := range items {
		occurs[verdict{items[i].Link.Verdict.State, items[i].Link.Verdict.Reason}] = true
	}
	if err := parts.ExecuteTemplate(w, "top", newFront(r, items, o.Past)); err != nil {
		return err
	}
	for n := range need(len(needs)) {
		k := 0
		for k < len(items) && items[k].need == n {
			k++
		}
		p.section(n, items[:k])
		items = items[k:]
	}
	return parts.ExecuteTemplate(w, "bottom", newBack(r, occurs))
}

// A pager writes the list of the page.
type pager struct {
	htmlWriter
	report  *audit.Report
	entries int // written so far
}

// section writes what must be done in the same way. The references without any
// link stand at the end of the last one.
func (p *pager) section(n need, items []item) {
	bare := 0
	if n == needNone {
		for range linklessOf(p.report) {
			bare++
		}
	}
	if len(items)+bare == 0 {
		return
	}
	words := needs[n]
	p.raw(`<section class="need `)
	p.text(words.id)
	p.raw(`" id="`)
	p.text(words.id)
	p.raw(`"><h2>`)
	p.text(words.title)
	p.raw(" <span>")
	p.num(len(items) + bare)
	p.raw("</span></h2>\n<p class=lead>")
	p.text(words.lead)
	p.raw("\n")
	for len(items) > 0 && !p.failed() {
		k := leading(items)
		p.group(items[:k])
		items = items[k:]
	}
	if bare > 0 {
		p.bareGroup(bare)
	}
	p.raw("</section>\n")
}

// group writes the links of one verdict.
func (p *pager) group(items []item) {
	v := items[0].Link.Verdict
	info, known := audit.Explain(v.State, v.Reason)
	said := shared(items, info)
	p.raw(`<section class="group `)
	p.text(v.State.String())
	p.raw(`" data-state="`)
	p.text(v.State.String())
	p.raw(`" data-reason="`)
	p.text(string(v.Reason))
	p.raw(`"><h3>`)
	p.text(said)
	p.raw(" <span>")
	p.num(len(items))
	p.raw("</span></h3>\n<p class=do>")
	if info.Action != "" {
		p.text(info.Action)
		p.raw(" ")
	}
	p.raw("<small>")
	if known {
		p.link("#"+anchorOf(v.State, v.Reason), string(v.Reason))
	} else {
		p.text(string(v.Reason))
	}
	p.raw("</small></p>\n") // noscript would not end it
	p.lists(len(items), func(i int) {
		if items[i].need == needNone {
			p.line(&items[i], said)
		} else {
			p.card(&items[i], said)
		}
	})
	p.raw("</section>\n")
}

// bareGroup writes the references without any link.
func (p *pager) bareGroup(n int) {
	p.raw("<section class=\"group bare\"><h3>These references name no address or DOI, which is no fault. <span>")
	p.num(n)
	p.raw("</span></h3>\n")
	next, stop := iter.Pull2(linklessOf(p.report))
	defer stop()
	p.lists(n, func(i int) {
		d, ref, _ := next()
		p.bare(ref, d, i+1)
	})
	p.raw("</section>\n")
}

// linklessOf yields the references without any link, and the index of the
// document of each.
func linklessOf(r *audit.Report) iter.Seq2[int, *audit.Reference] {
	return func(yield func(int, *audit.Reference) bool) {
		for d := range r.Documents {
			for i := range r.Documents[d].References {
				if ref := &r.Documents[d].References[i]; len(ref.Links) == 0 && !yield(d, ref) {
					return
				}
			}
		}
	}
}

// lists writes n entries in lists.
func (p *pager) lists(n int, entry func(i int)) {
	for i := 0; i < n && !p.failed(); i += perList {
		later := p.entries >= atOnce
		if later {
			p.raw("<noscript>")
		}
		p.raw("<ol>\n")
		for k := i; k < min(n, i+perList); k++ {
			entry(k)
			p.entries++
		}
		p.raw("</ol>")
		if later {
			p.raw("</noscript>")
		}
		p.raw("\n")
	}
}

// hash names an inline style or script as a Content-Security-Policy does (CSP
// Level 3, 2.3.1).
func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// language gives tag if it has the form of a language tag (RFC 5646, 2.1), for
// an attribute that must not lie.
func language(tag string) string {
	if len(tag) < 2 || len(tag) > 35 {
		return ""
	}
	for _, c := range tag {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			if c != '-' && (c < '0' || c > '9') {
				return ""
			}
		}
	}
	return tag
}

package crawler

import (
	"net/url"
	"strings"
)

const (
	maxCoins = 64      // ContextObjects of a page that are looked at
	maxCoin  = 8 << 10 // bytes of one
)

// A coin is a ContextObject in SPAN: what is said of one work in the keys of
// Z39.88-2004. nil is none.
type coin url.Values

func (c coin) first(key string) string { return strings.TrimSpace(url.Values(c).Get(key)) }

// readCoin reads the title of a span of class Z3988; it gives nil for what is no
// ContextObject.
func readCoin(title string) coin {
	if len(title) > maxCoin || !strings.Contains(title, "ctx_ver=Z39.88") {
		return nil
	}
	values, err := url.ParseQuery(strings.ReplaceAll(title, ";", "%3B")) // which ParseQuery refuses
	if err != nil {
		return nil
	}
	return coin(values)
}

// titles gives the title of the work and of what it is part of. The formats for
// journals and books, old objects too, have one key for either.
func (c coin) titles() (work, container string) {
	part := c.first("rft.atitle")
	whole := c.first("rft.jtitle")
	for _, key := range []string{"rft.btitle", "rft.title", "rft.stitle"} {
		if whole == "" {
			whole = c.first(key)
		}
	}
	if part == "" {
		return whole, ""
	}
	return part, whole
}

// chooseCoin keeps the ContextObject of the page's own work, whose title is one of
// the page's: blogs and encyclopedias have one for each work that they cite.
func (p *harvested) chooseCoin() {
	if len(p.coins) == 0 {
		return
	}
	var own []string
	for _, t := range []string{p.first(citationTitle), p.ld.title, p.first(dcTitle), p.first(ogTitle), p.title} {
		own = append(own, letters(unmark(t)))
	}
	for _, h := range p.headings {
		own = append(own, letters(h.text))
	}
	const telling = 20 // letters that no title has by chance
	for _, c := range p.coins {
		title, _ := c.titles()
		l := letters(unmark(title))
		for _, t := range own {
			if l != "" && (t == l || len(l) >= telling && strings.Contains(t, l)) {
				p.coin = c
				return
			}
		}
	}
}

// coinDetails are the keys that have what details are made of. What artnum has
// is an address as often as a number.
var coinDetails = []struct {
	key   string
	field field
}{
	{"rft.series", inSeries}, {"rft.volume", inVolume}, {"rft.issue", inIssue}, {"rft.spage", firstPage}, {"rft.epage", lastPage}, {"rft.pages", pageRange},
	{"rft.issn", inISSN}, {"rft.eissn", inISSN}, {"rft.isbn", inISBN}, {"rft.eisbn", inISBN},
}

// kind gives CSL's type of the work; "" if that is not said.
func (c coin) kind() string {
	switch c.first("rft.genre") {
	case "article":
		return "article-journal"
	case "preprint":
		return "article"
	case "proceeding":
		return "paper-conference"
	case "bookitem":
		return "chapter"
	case "book", "conference":
		return "book"
	case "report":
		return "report"
	case "dissertation":
		return "thesis"
	}
	return ""
}

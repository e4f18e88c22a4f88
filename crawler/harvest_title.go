package crawler

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// arXivLabel is what arXiv puts before the titles of its pages.
var arXivLabel = regexp.MustCompile(`^\[(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?\]\s+`)

// ofSite tells whether a title or author is nothing but the name of the site,
// of which a page that means no harm has few.
func (p *harvested) ofSite(s string) bool {
	if p.siteLetters == nil {
		p.siteLetters = make([]string, 0, maxSiteNames)
		for _, f := range []field{ogSite, appName, citationJournal, dcPublisher, citationPublisher} {
			p.addSite(p.first(f))
		}
		for _, name := range p.siteNames {
			p.addSite(name)
		}
	}
	l := letters(s)
	return l != "" && slices.Contains(p.siteLetters, l) || p.ofHost(s)
}

const maxSiteNames = 16

func (p *harvested) addSite(name string) {
	if l := letters(fold(name, maxName)); l != "" && len(p.siteLetters) < maxSiteNames && !slices.Contains(p.siteLetters, l) {
		p.siteLetters = append(p.siteLetters, l)
	}
}

// ofHost tells whether s is the page's host or its name in it: "rp.pl" or
// "Nature" at www.nature.com.
func (p *harvested) ofHost(s string) bool {
	u, err := url.Parse(p.url)
	if err != nil || s == "" {
		return false
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if s = strings.TrimPrefix(strings.ToLower(s), "www."); s == host {
		return true
	}
	labels := strings.Split(host, ".")
	for i, label := range labels[:len(labels)-1] {
		if len(label) > 3 && letters(label) == letters(s) || strings.Join(labels[i:], ".") == s {
			return true
		}
	}
	return false
}

const maxSegments = 12

// A segment is a part of a title between separators.
type segment struct {
	from, to int
	sep      string // the separator behind it, "" at the end
}

// separators stand between a title and the names of its site and section. The
// strong ones seldom stand within a title; dashes do.
var separators = []struct {
	text   string
	strong bool
}{
	{" | ", true}, {"｜", true}, {" :: ", true}, {" » ", true}, {" « ", true}, {" · ", true}, {" • ", true}, {" › ", true},
	{" - ", false}, {" – ", false}, {" — ", false}, {" -- ", false}, {" ― ", false},
	{"_", true}, {"--", false}, {"-", false}, {"|", true}, {"—", false},
}

// segments cuts a title at its separators. Those without spaces count only in
// Chinese, Japanese and Korean titles.
func segments(title string) []segment {
	var all []segment
	from, cjk := 0, hasCJK(title)
	for i := 0; i < len(title); i++ {
		for _, sep := range separators {
			if !strings.HasPrefix(title[i:], sep.text) || i == 0 || i+len(sep.text) >= len(title) {
				continue
			}
			if sep.text[0] != ' ' && sep.text != "｜" && !(cjk && nearCJK(title, i, i+len(sep.text))) {
				continue
			}
			all = append(all, segment{from, i, sep.text})
			from = i + len(sep.text)
			i = from - 1
			break
		}
	}
	return append(all, segment{from, len(title), ""})
}

// nearCJK tells whether the sign before from or the one at to is of CJK
// writing, so that Latin compounds such as "COVID-19" are not cut.
func nearCJK(s string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:from])
	after, _ := utf8.DecodeRuneInString(s[to:])
	return before >= 0x2e80 && (after >= 0x2e80 || s[from] == '_' || s[from] == '|') || after >= 0x2e80 && s[from] == '_'
}

// cleanTitle takes the names of site and section off a title: what the page
// calls its site, its host, what does not stand in the heading, and in the
// last place what usage says.
func (p *harvested) cleanTitle(title string) string {
	title = arXivLabel.ReplaceAllString(title, "")
	segs := segments(title)
	if len(segs) == 1 || len(segs) > maxSegments {
		return title
	}
	if h := p.headingIn(title, segs); h != "" {
		return h
	}
	first, last := 0, len(segs)-1
	named := false
	for last > first && p.ofSite(cutTitle(title, segs[last:last+1])) {
		last--
		named = true
	}
	for !named && first < last && p.ofSite(cutTitle(title, segs[first:first+1])) {
		first++
	}
	if !named && first == 0 {
		last = unnamed(title, segs)
	}
	return strings.TrimSpace(title[segs[first].from:segs[last].to])
}

func cutTitle(title string, segs []segment) string {
	return strings.TrimSpace(title[segs[0].from:segs[len(segs)-1].to])
}

// headingIn gives the run of segments that a heading of the page repeats, ""
// if there is none. Banners do not count, nor does the name of the site.
func (p *harvested) headingIn(title string, segs []segment) string {
	for _, h := range p.headings {
		if h.banner || p.ofSite(h.text) {
			continue
		}
		for from := range segs {
			for to := len(segs); to > from; to-- {
				if run := cutTitle(title, segs[from:to]); sameWords(run, h.text) {
					return run
				}
			}
		}
	}
	return ""
}

// chineseSite is how names of Chinese sites end: net, newspaper, station,
// online, forum, encyclopedia, magazine, channel.
var chineseSite = regexp.MustCompile(`(?:网|網|报|報|站|台|在线|線上|论坛|百科|杂志|频道|新闻|知网|文库|学院|大学|研究院)$`)

// unnamed gives the last segment of a title whose site is not known: behind a
// strong separator, what is shorter than the title before it is the site; so
// is, in a Chinese title, what ends as names of sites do.
func unnamed(title string, segs []segment) int {
	last := len(segs) - 1
	if hasCJK(title) {
		for i := range last { // title_section_site
			if segs[i].sep == "_" && runes(cutTitle(title, segs[:i+1])) >= 4 {
				return i
			}
		}
		if runes(cutTitle(title, segs[:last])) >= 4 && chineseSite.MatchString(cutTitle(title, segs[last:])) {
			return last - 1
		}
	}
	for _, sep := range separators {
		if sep.text == segs[last-1].sep && sep.strong && runes(cutTitle(title, segs[last:])) < runes(cutTitle(title, segs[:last])) {
			return last - 1
		}
	}
	return last
}

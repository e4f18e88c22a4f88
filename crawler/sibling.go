package crawler

import (
	"hash/maphash"
	"math/rand/v2"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
	"unicode"

	"github.com/refmend/refmend/audit"
)

// siblingOf gives an address beside another one at which there can be nothing:
// the last part of its path is replaced by letters at random, its ending kept; if
// there is no path, every value of its query; if there is none either, such a
// path is added. A host that has the same to say of both says nothing of the
// first (Bar-Yossef et al. 2004, "Sic transit gloria telae"). It is "" for what
// is no address.
func siblingOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Opaque != "" {
		return ""
	}
	u.Fragment = ""
	dir, name := path.Split(strings.TrimSuffix(u.EscapedPath(), "/"))
	switch {
	case name != "":
		ending := path.Ext(name)
		if len(ending) > 6 || strings.ContainsAny(ending, "%") {
			ending = ""
		}
		slash := ""
		if strings.HasSuffix(u.Path, "/") {
			slash = "/"
		}
		u.RawPath = ""
		if u.Path, err = url.PathUnescape(dir + randomName() + ending + slash); err != nil {
			return ""
		}
		u.RawQuery = ""
	case u.RawQuery != "":
		q := u.Query()
		for key := range q {
			q.Set(key, randomName())
		}
		u.RawQuery = q.Encode()
	default:
		u.Path, u.RawPath = "/"+randomName(), ""
	}
	return u.String()
}

// directoryOf names what one question about a sibling answers for.
func directoryOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	dir, name := path.Split(strings.TrimSuffix(u.EscapedPath(), "/"))
	if name == "" {
		return u.Scheme + "://" + u.Host + dir + "?" + strings.SplitN(u.RawQuery, "=", 2)[0]
	}
	return u.Scheme + "://" + u.Host + dir + "*" + path.Ext(name)
}

// randomName is a name that no page has.
func randomName() string {
	const letters = "abcdefghijklmnopqrstuvwxyz"
	name := make([]byte, 25)
	for i := range name {
		name[i] = letters[rand.IntN(len(letters))]
	}
	return string(name)
}

// A sibling is what a host says of an address at which there is nothing.
type sibling struct {
	page    bool   // it shows a page, and no error or wall
	end     string // URL that its redirects end at, without fragment
	parked  bool
	missing bool    // its title or words say that nothing is there
	shows   content // if it is parked or missing
}

// A content is what pages are compared by.
type content struct {
	// headline is the title and heading, or else the words that say that nothing
	// is there, but for those in which the address is repeated.
	headline string
	text     shingles
}

// contentOf gives that of a page in HTML at an address.
func contentOf(title string, page []byte, address string) content {
	headline := title + " " + headingOf(page)
	if !saysNothingThere(headline) {
		for p := range visible(page) {
			if says := string(p.text); saysNothingThere(says) {
				headline += " " + says
				break
			}
		}
	}
	var words []string
	name := nameIn(address)
	for w := range strings.FieldsSeq(headline) {
		if !repeats(w, name) {
			words = append(words, w)
		}
	}
	return content{strings.Join(words, " "), shinglesOf(page, address)}
}

// like tells whether two pages are the same to their readers. Where the menu is
// long, the text of an article is like that of an error page, so their headlines
// must not differ at all.
func (c content) like(o content) bool { return c.headline == o.headline && c.text.like(o.text) }

// proves tells whether the host's answer about the sibling proves a doubt about
// a page that ended at end. What that shows is only asked for if it matters.
func (s *sibling) proves(d doubt, end string, shows func() content) bool {
	if !s.page {
		return false // the host tells what is there from what is not
	}
	same := withoutFragment(end) == s.end
	switch d {
	case wentHome:
		return same
	case looksParked:
		return s.parked && (same || shows().like(s.shows))
	case saysMissing:
		return s.missing && (same || shows().like(s.shows))
	}
	return false
}

// shingles are the sequences of five words of a page's text, as hashes.
type shingles map[uint64]bool

const (
	mostShingles  = 4000
	shingleLength = 5   // words
	sameText      = 0.9 // share of shingles that two pages have in common if they are one (FABLE, after Bar-Yossef 2004)
)

// shinglesOf gives those of a page in HTML at an address, whose name does not
// count: error pages repeat it.
func shinglesOf(page []byte, address string) shingles {
	name := nameIn(address)
	var words []string
	for p := range visible(page) {
		for w := range strings.FieldsSeq(string(p.text)) {
			if !repeats(w, name) {
				words = append(words, w)
			}
		}
		if len(words) >= mostShingles {
			break
		}
	}
	return shinglesOfWords(words)
}

// nameIn gives the last part of the path of an address, without its ending.
func nameIn(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	name := path.Base(u.Path)
	return strings.Trim(strings.TrimSuffix(name, path.Ext(name)), "/.")
}

// repeats tells whether a word is an address with that name, or the name.
func repeats(word, name string) bool {
	switch {
	case name == "":
		return false
	case len(name) >= longName:
		return strings.Contains(word, name)
	}
	return strings.Contains(word, "/"+name) || strings.TrimFunc(word, unicode.IsPunct) == name
}

// longName is the length in bytes from which a name is not part of words by
// chance.
const longName = 8

var shingleSeed = maphash.MakeSeed()

func shinglesOfWords(words []string) shingles {
	all := shingles{}
	hashes := make([]uint64, len(words))
	for i, w := range words {
		hashes[i] = maphash.String(shingleSeed, w)
	}
	for i := range hashes {
		const odd = 0x9e3779b97f4a7c15
		var h uint64
		for _, word := range hashes[i:min(i+shingleLength, len(hashes))] {
			h = h*odd + word + 1
		}
		all[h] = true
	}
	return all
}

// like tells whether two texts are the same but for a tenth, or a word or two.
func (s shingles) like(o shingles) bool {
	if len(s) == 0 && len(o) == 0 {
		return true
	}
	common := 0
	for h := range s {
		if o[h] {
			common++
		}
	}
	// A word that differs, such as the time, spoils as many shingles as they have words.
	spoilt := 2 * shingleLength
	larger := max(len(s), len(o))
	return float64(common) >= sameText*float64(larger) || larger > 4*spoilt && larger-common <= spoilt
}

// siblingFrom says what the answer to a question about a sibling was.
func siblingFrom(hops []audit.Hop, a *answer) *sibling {
	s := &sibling{end: withoutFragment(hops[len(hops)-1].URL)}
	if !a.showsPage() {
		return s
	}
	s.page = true
	title := a.metadata(s.end).Title
	switch doubtOf(hops, title, a.reply()) {
	case looksParked:
		s.parked = true
	case saysMissing:
		s.missing = true
	default:
		return s
	}
	s.shows = contentOf(title, a.reply().body, hops[0].URL)
	return s
}

// doubts looks whether the page that a chain has ended at may not be what was
// asked for, and tells whether to ask its host about a sibling, which the chain
// is then set to do. What is known of one directory is not asked for again.
func (c *Crawler) doubts(t *task, a *answer) bool {
	ch := t.chain
	if ch.purpose != toCheck || ch.certificate != "" || !a.showsPage() {
		return false
	}
	ch.doubt = doubtOf(ch.hops, a.metadata(ch.url).Title, a.reply())
	if ch.doubt == noDoubt || ch.doubt == wentHome && ch.viaResolver { // a resolver leads to start pages too
		return false
	}
	if known, ok := c.siblings.Load(directoryOf(ch.hops[0].URL)); ok {
		ch.weigh(known.(*sibling), a)
		return false
	}
	beside := siblingOf(ch.hops[0].URL)
	if beside == "" {
		return false
	}
	ch.page = a
	ch.elapsed += a.elapsed
	c.goTo(t, beside)
	return true
}

// weigh holds a page in doubt against what its host says of a sibling.
func (ch *chain) weigh(s *sibling, page *answer) {
	end := ch.end()
	ch.proved = s.proves(ch.doubt, end, func() content {
		return contentOf(page.metadata(end).Title, page.reply().body, ch.hops[0].URL)
	})
}

// end gives the URL that the chain of redirects has ended at.
func (ch *chain) end() string {
	if ch.page != nil || ch.purpose == toCheck && len(ch.hops) > 0 && len(ch.beside) > 0 {
		return ch.hops[len(ch.hops)-1].URL
	}
	return ch.url
}

// hearSibling takes in an answer about the sibling of a page in doubt. It is
// asked for once, whatever comes of it: what cannot be told proves nothing.
func (c *Crawler) hearSibling(t *task, a *answer, f failure, now time.Time) (st step) {
	ch := t.chain
	ch.beside = append(ch.beside, audit.Hop{URL: ch.url, Status: a.status})
	if f != noFailure {
		return step{}
	}
	if wait, ok := parseRetryAfter(a.header.Get("Retry-After"), now); ok && a.status == http.StatusTooManyRequests {
		return step{pause: min(wait, c.options.MaxRetryAfter)}
	}
	if location := a.header.Get("Location"); isRedirect(a.status, location) {
		next, f := resolveRedirect(ch.url, location)
		if f != noFailure || circle(ch.beside, next, -1) != noFailure {
			return step{}
		}
		c.goTo(t, next)
		return step{again: true}
	}
	if next := a.refreshTo(ch.url); next != "" && circle(ch.beside, next, -1) == noFailure {
		c.goTo(t, next)
		return step{again: true}
	}
	s := siblingFrom(ch.beside, a)
	c.siblings.Store(directoryOf(ch.hops[0].URL), s)
	ch.weigh(s, ch.page)
	return step{}
}

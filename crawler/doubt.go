package crawler

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"github.com/refmend/refmend/audit"
	"github.com/refmend/refmend/refs"
)

// A doubt is why a page that answers with success may not be what was asked
// for. It accuses of nothing: a question to the host has to prove it, see
// [sibling].
type doubt uint8

const (
	noDoubt     doubt = iota
	saysMissing       // its title, heading or few words say that there is nothing
	wentHome          // the redirects of a deep address end at the start of a site
	looksParked       // it shows a domain that is for sale or earns by advertisements
)

// doubtOf looks at the answer of a host to the last hop, which is a page in
// HTML with that title.
func doubtOf(hops []audit.Hop, title string, r *reply) doubt {
	switch {
	case len(hops) > 1 && parkedAt(hops[len(hops)-1].URL, hops[0].URL) || parkedPage(title, r) && !isParkingHost(hostName(hops[0].URL)):
		return looksParked
	case len(hops) > 1 && homeward(hops[0].URL, hops[len(hops)-1].URL):
		return wentHome // whatever the site is called
	case saysNothingThere(title), r.headingSaysSo(), r.size <= smallPage && r.isBare() && saysNothingThere(r.visible()):
		return saysMissing
	}
	return noDoubt
}

// smallPage is the size in bytes up to which the text of a page that has next to
// none is looked at too.
const smallPage = 16 << 10

// headingSaysSo tells whether the page's heading says that nothing is there.
// Few pages have such words in what looks like one; only they are read for it.
func (a *reply) headingSaysSo() bool {
	rest := a.body
	for range 3 { // those in scripts and templates come first
		i := indexBy(rest, "<h1", '1')
		if i < 0 {
			return false
		}
		rest = rest[i+len("<h1"):]
		within, _, _ := bytes.Cut(rest[:min(len(rest), maxHeading)], []byte("</h1"))
		if missingWords.anyIn(strings.ToLower(string(within))) {
			return saysNothingThere(headingOf(a.body))
		}
	}
	return false
}

// homeward tells whether a redirect leads from a deep address to the start of a
// site: of the same one, or of another that has taken its place. Hosts that only
// ask for a login or for consent are no sites.
func homeward(from, to string) bool {
	a, errA := url.Parse(from)
	b, errB := url.Parse(to)
	return errA == nil && errB == nil && !isStart(a) && isStart(b) && !isStopover(from, to)
}

// isStart tells whether a URL leads to the start page of a site or of one of its
// languages ("/en/", "/pt-br/index.html").
func isStart(u *url.URL) bool {
	if u.RawQuery != "" {
		return false
	}
	path := strings.Trim(strings.ToLower(u.Path), "/")
	if language, rest, _ := strings.Cut(path, "/"); isLanguageCode(language) {
		path = rest
	}
	name, ending, _ := strings.Cut(path, ".")
	return path == "" || slices.Contains(startNames, name) && len(ending) <= len("shtml")
}

// startNames are what start pages are called in paths.
var startNames = []string{"index", "default", "home", "homepage", "main", "start", "welcome"}

// isLanguageCode tells the segments by which sites part their languages.
func isLanguageCode(s string) bool {
	if len(s) == 5 && (s[2] == '-' || s[2] == '_') {
		s = s[:2] + s[3:]
	} else if len(s) != 2 {
		return false
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}

// sameSite tells whether two hosts belong to one registrable domain.
func sameSite(a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	domain := refs.Domain(a)
	return domain != "" && domain == refs.Domain(b)
}

// parkingSites serve the pages of domains that are parked or for sale.
var parkingSites = []string{
	"sedoparking.com", "sedo.com", "parkingcrew.net", "parkingcrew.com", "bodis.com", "above.com", "dan.com", "afternic.com", "hugedomains.com", "domainmarket.com",
	"uniregistry.com", "undeveloped.com", "buydomains.com", "parklogic.com", "smartname.com", "fabulous.com", "namebright.com", "domaincntrol.com",
	"cashparking.com", "voodoo.com", "skenzo.com", "dsparking.com", "zeropark.com", "namedrive.com", "parkweb.co.za", "searchhounds.com", "ww1.parked.com", "expireddomains.com",
	"forsale.godaddy.com", "parked-content.godaddy.com", "brandbucket.com", "squadhelp.com", "efty.com", "epik.com", "domainnameshop.com", "4.cn", "ename.com",
}

// parkedAt tells whether a link that led elsewhere now ends at a seller of
// domains.
func parkedAt(end, start string) bool {
	a, errA := url.Parse(end)
	b, errB := url.Parse(start)
	return errA == nil && errB == nil && !sameSite(a.Hostname(), b.Hostname()) && isParkingHost(a.Hostname())
}

func isParkingHost(host string) bool {
	return isUnderAny(strings.ToLower(host), parkingSites)
}

// isUnderAny tells whether a host is one of the sites or in one.
func isUnderAny(host string, sites []string) bool {
	return slices.ContainsFunc(sites, func(site string) bool {
		rest, ok := strings.CutSuffix(host, site)
		return ok && (rest == "" || strings.HasSuffix(rest, "."))
	})
}

// parkingMarks are what the pages of parked domains load or say, and no other
// page with next to no text of its own.
var parkingMarks = newPhrases(
	"sedoparking.com", "parkingcrew.net", "//bodis.com", ".bodis.com", "parklogic.com", "d38psrni17bvxu.cloudfront.net", "img1.wsimg.com/parking-lander", "parking-lander",
	`location.href="/lander"`, `location.replace("/lander")`,
	"domain is for sale", "domain may be for sale", "this website is for sale", "buy this domain", "this domain is parked", "domain has expired", "dieser domain-name steht zum verkauf", "diese domain steht zum verkauf",
	"домен продается", "домен продаётся", "срок регистрации домена", "ce domaine est à vendre", "nom de domaine est à vendre", "este dominio está en venta", "dominio en venta", "该域名正在出售", "域名出售", "此域名可出售", "本域名出售",
	"window.park =", "hugedomains.com/domain_profile", "dan.com/buy-domain", "afternic.com/forsale",
)

// parkedPage tells whether a page shows next to no text and bears a mark of
// parked domains.
func parkedPage(title string, r *reply) bool {
	if !r.isBare() {
		return false
	}
	return parkingMarks.anyIn(strings.ToLower(title+"\n"+string(r.body))) ||
		offersItself(strings.ToLower(title+"\n"+r.visible()), r.at)
}

// saleWords follow the name of a domain that is for sale.
var saleWords = []string{
	"is for sale", "is available for purchase", "domain name is for sale", "steht zum verkauf", "продается", "продаётся", "продається", "est à vendre",
	"está en venta", "está à venda", "è in vendita", "jest na sprzedaż",
}

// offersItself tells whether a text says of the domain that it comes from, at a
// host and path, that it is for sale.
func offersItself(text, at string) bool {
	host, _, _ := strings.Cut(at, "/")
	domain := refs.Domain(host)
	if domain == "" {
		return false
	}
	for {
		_, after, ok := strings.Cut(text, domain)
		if !ok {
			return false
		}
		after = strings.TrimLeft(after, " \n")
		if slices.ContainsFunc(saleWords, func(words string) bool { return strings.HasPrefix(after, words) }) {
			return true
		}
		text = after
	}
}

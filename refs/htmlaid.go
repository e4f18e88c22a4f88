package refs

import "strings"

// An aid is a link that a platform sets beside a reference for its readers: a
// query made of what the reference says, or the gateway of a database to which
// readers must have access. It is not what the author cited, and whether it
// finds anything says nothing of the reference. A link by which a database
// itself names the work (a DOI, a PMID) is none. Where the address is what
// readers see, an author wrote it, and it is no aid either.

// isAid tells an aid by its address and the text that readers see.
func isAid(href, visible string) bool {
	if hasLocator(visible) {
		return false
	}
	host, rest := splitHost(href)
	if host == "" {
		return false
	}
	path, query, _ := strings.Cut(rest, "?")
	if strings.HasPrefix(host, "scholar.google.") {
		return foldPrefix(path, "/scholar") && !foldPrefix(path, "/scholar_url")
	}
	for _, a := range aids {
		if !isUnder(host, a.host) || !foldPrefix(path, a.path) {
			continue
		}
		if a.query == "" || hasParameter(query, a.query) {
			return true
		}
	}
	return isOpenURL(path, query)
}

// aids are the addresses of such queries and gateways: the host or what it ends
// with, how the path starts, and a parameter that the query must have.
var aids = []struct{ host, path, query string }{
	{"pubmed.ncbi.nlm.nih.gov", "/", "term"},
	{"ncbi.nlm.nih.gov", "/", "term"},
	{"search.crossref.org", "/", ""},
	{"crossref.org", "/openurl", ""},
	{"crossref.org", "/guestquery", ""},
	{"doi.crossref.org", "/search", ""},
	{"gateway.webofknowledge.com", "/", ""},
	{"gateway.isiknowledge.com", "/", ""},
	{"gateway.webofscience.com", "/", ""},
	{"ws.isiknowledge.com", "/", ""},
	{"links.isiglobalnet2.com", "/", ""},
	{"scopus.com", "/inward/", ""},
	{"scopus.com", "/scopus/", ""},
	{"chemport.cas.org", "/", ""},
	{"adsabs.harvard.edu", "/cgi-bin/", ""},
	{"ui.adsabs.harvard.edu", "/link_gateway", ""},
	{"ams.org", "/mathscinet-getitem", ""},
	{"mathscinet.ams.org", "/", ""},
	{"zbmath.org", "/", "q"},
	{"zentralblatt-math.org", "/", ""},
	{"semanticscholar.org", "/search", ""},
	{"worldcat.org", "/search", ""},
	{"inspirehep.net", "/search", ""},
	{"inspirehep.net", "/literature", "q"},
	{"google.com", "/search", "q"},
	{"books.google.com", "/books", "q"},
	{"bing.com", "/search", "q"},
	{"duckduckgo.com", "/", "q"},
	{"baidu.com", "/s", "wd"},
	{"xueshu.baidu.com", "/s", ""},
	{"cir.nii.ac.jp", "/all", "q"},
	{"jlc.jst.go.jp", "/", ""},
	{"link.springer.com", "/article/cas-redirect", ""},
	{"nature.com", "/articles/cas-redirect", ""},
	{"elibrary.ru", "/cit_", ""},
	{"scite.ai", "/reports", ""},
	{"connectedpapers.com", "/", ""},
}

// isOpenURL tells a query to a library's link resolver (ANSI/NISO Z39.88): the
// reference in parameters.
func isOpenURL(path, query string) bool {
	if strings.Contains(path, "openurl") || strings.Contains(path, "OpenURL") || strings.Contains(path, "openUrl") {
		return true
	}
	return strings.Contains(query, "rft.") || strings.Contains(query, "rft_val_fmt") ||
		hasParameter(query, "genre") && (hasParameter(query, "title") || hasParameter(query, "aulast") || hasParameter(query, "issn"))
}

// isShare tells the addresses by which pages are shared, saved and sent around:
// they are about the page that they stand on.
func isShare(href string) bool {
	host, rest := splitHost(href)
	if host == "" {
		return foldPrefix(href, "mailto:?") || foldPrefix(href, "whatsapp:") || foldPrefix(href, "fb-messenger:") || foldPrefix(href, "tg:")
	}
	path, query, _ := strings.Cut(rest, "?")
	for _, a := range shares {
		if isUnder(host, a.host) && foldPrefix(path, a.path) && (a.query == "" || hasParameter(query, a.query)) {
			return true
		}
	}
	return false
}

var shares = []struct{ host, path, query string }{
	{"facebook.com", "/sharer", ""}, {"facebook.com", "/share.php", ""}, {"facebook.com", "/dialog/share", ""}, {"facebook.com", "/dialog/feed", ""},
	{"twitter.com", "/intent/", ""}, {"twitter.com", "/share", ""}, {"twitter.com", "/home", "status"}, {"x.com", "/intent/", ""}, {"x.com", "/share", ""},
	{"linkedin.com", "/sharearticle", ""}, {"linkedin.com", "/sharing/", ""}, {"linkedin.com", "/cws/share", ""},
	{"reddit.com", "/submit", ""}, {"plus.google.com", "/share", ""}, {"pinterest.com", "/pin/create", ""}, {"tumblr.com", "/share", ""}, {"tumblr.com", "/widgets/share", ""},
	{"t.me", "/share", ""}, {"telegram.me", "/share", ""}, {"vk.com", "/share.php", ""}, {"vkontakte.ru", "/share.php", ""}, {"connect.ok.ru", "/", ""}, {"ok.ru", "/dk", "st.shareurl"},
	{"connect.mail.ru", "/share", ""}, {"service.weibo.com", "/share", ""}, {"v.t.sina.com.cn", "/share", ""}, {"sns.qzone.qq.com", "/", ""}, {"connect.qq.com", "/widget/shareqq", ""},
	{"api.whatsapp.com", "/send", "text"}, {"wa.me", "/", "text"}, {"getpocket.com", "/save", ""}, {"getpocket.com", "/edit", ""}, {"instapaper.com", "/hello2", ""}, {"instapaper.com", "/edit", ""},
	{"news.ycombinator.com", "/submitlink", ""}, {"mendeley.com", "/import", ""}, {"citeulike.org", "/posturl", ""}, {"bibsonomy.org", "/bibtexhandler", ""}, {"delicious.com", "/save", ""},
	{"del.icio.us", "/post", ""}, {"digg.com", "/submit", ""}, {"stumbleupon.com", "/submit", ""}, {"addtoany.com", "/", ""}, {"addthis.com", "/bookmark.php", ""}, {"sharethis.com", "/", ""},
	{"bsky.app", "/intent/", ""}, {"threads.net", "/intent/", ""}, {"mastodonshare.com", "/", ""}, {"xing.com", "/spi/shares", ""}, {"xing.com", "/social/share", ""}, {"buffer.com", "/add", ""},
	{"line.me", "/r/msg", ""}, {"social-plugins.line.me", "/lineit/share", ""}, {"b.hatena.ne.jp", "/entry", ""}, {"b.hatena.ne.jp", "/add", ""}, {"share.flipboard.com", "/", ""}, {"livejournal.com", "/update.bml", ""},
}

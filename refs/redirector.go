package refs

import (
	"net/url"
	"strings"
)

// redirectors are the addresses of programs that count a click and pass it on,
// and the parameter that says where to.
var redirectors = []struct{ host, path, parameter string }{
	{"google.com", "/url", "q"}, {"google.com", "/url", "url"}, {"scholar.google.com", "/scholar_url", "url"}, {"facebook.com", "/l.php", "u"}, {"l.instagram.com", "/", "u"},
	{"youtube.com", "/redirect", "q"}, {"linkedin.com", "/redir/redirect", "url"}, {"linkedin.com", "/safety/go", "url"}, {"out.reddit.com", "/", "url"}, {"vk.com", "/away.php", "to"},
	{"t.umblr.com", "/redirect", "z"}, {"link.zhihu.com", "/", "target"}, {"safelinks.protection.outlook.com", "/", "url"}, {"duckduckgo.com", "/l/", "uddg"}, {"r.search.yahoo.com", "/", "RU"},
	{"medium.com", "/r/", "url"}, {"steamcommunity.com", "/linkfilter/", "url"}, {"slack-redir.net", "/link", "url"}, {"urldefense.com", "/v2/url", "u"}, {"away.vk.com", "/", "to"}, {"clck.ru", "/redir", "url"},
	{"getftr.com", "/", "url"}, {"weixin110.qq.com", "/cgi-bin/", "url"}, {"link.csdn.net", "/", "target"}, {"jump.bdimg.com", "/", "url"},
}

// redirectTails end the paths of such programs on any host, if they have a
// parameter of one of the names in redirectNames with a whole address in it.
var (
	redirectTails = []string{"/redirect", "/redir", "/redirect.php", "/goto", "/away", "/away.php", "/out", "/exit", "/getftrlinkout", "/linkout"}
	redirectNames = []string{"url", "u", "target", "to", "dest", "destination", "link", "goto"}
)

// redirectedTo gives the address that a redirector's address passes on to; "" if
// t is no such address.
func redirectedTo(t Target) Target {
	host, rest := splitHost(string(t))
	path, query, ok := strings.Cut(rest, "?")
	if !ok || host == "" {
		return ""
	}
	query, _, _ = strings.Cut(query, "#")
	if strings.HasPrefix(host, "google.") { // in each country
		host = "google.com"
	}
	for _, r := range redirectors {
		if isUnder(host, r.host) && strings.HasPrefix(path, r.path) {
			if to := addressIn(query, r.parameter); to != "" {
				return to
			}
		}
	}
	for _, tail := range redirectTails {
		if !foldSuffix(strings.TrimRight(path, "/"), tail) {
			continue
		}
		for _, name := range redirectNames {
			if to := addressIn(query, name); to != "" {
				return to
			}
		}
	}
	return ""
}

// addressIn gives the target of the address that a parameter of a query holds.
func addressIn(query, name string) Target {
	for p := range strings.SplitSeq(query, "&") {
		key, value, _ := strings.Cut(p, "=")
		if !strings.EqualFold(key, name) {
			continue
		}
		s, err := url.QueryUnescape(value)
		if err != nil || !foldPrefix(s, "http://") && !foldPrefix(s, "https://") {
			return ""
		}
		if t, err := ParseTarget(s); err == nil {
			return t
		}
		return ""
	}
	return ""
}

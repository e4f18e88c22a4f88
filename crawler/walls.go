package crawler

import (
	"bytes"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A wallMark is a sign of a service that turns programs away. Most such
// services also stand before pages that they let through, and mark those too:
// so each mark says how much it proves.
type wallMark struct {
	provider string
	proves   proof
	header   string // name of a header, in canonical form
	value    string // what its value must contain, in lower case; "" for any
	cookie   string // beginning of a cookie's name
	body     string // what stands in the body
	address  string // what the address asked for begins with, its scheme left out; from "/" on: its path
	statuses []int  // only with one of these; nil for any that proves allows
	most     int    // bytes of a body that may be the service's own; 0 for no bound
}

// proof is how much a mark proves.
type proof uint8

const (
	// provesAlways: the answer is a challenge or a refusal, whatever its status.
	provesAlways proof = iota
	// provesRefused: the answer is the service's own if its status refuses.
	provesRefused
	// provesForbidden: the service stands before the site; if the status is 403 it
	// is the likely author. 429 and 503 may be the site's own.
	provesForbidden
	// provesBare: the mark stands in challenges and in pages about them. It proves
	// one if the page has next to no text of its own, whatever its status.
	provesBare
)

// wallMarks are the marks, the surest of each provider first. Headers and
// cookies are mostly those of microlinkhq/is-antibot's providers.json, marks of
// bodies what the services' challenge pages contain.
var wallMarks = []wallMark{
	{provider: "cloudflare", header: "Cf-Mitigated", value: "challenge"},
	{provider: "cloudflare", proves: provesBare, body: "_cf_chl_opt"},
	{provider: "cloudflare", proves: provesRefused, body: "_cf_chl_opt"},
	{provider: "cloudflare", proves: provesRefused, body: "Attention Required! | Cloudflare"},
	{provider: "cloudflare", proves: provesRefused, body: "cf-browser-verification"},
	{provider: "cloudflare", proves: provesRefused, body: "cf-error-details", statuses: []int{403}},
	{provider: "cloudflare", proves: provesRefused, body: "error code: 10", statuses: []int{403}}, // 1015 comes with 429 and is about load
	{provider: "vercel", header: "X-Vercel-Mitigated", value: "challenge"},
	{provider: "vercel", header: "X-Vercel-Mitigated", value: "deny"},
	{provider: "vercel", proves: provesBare, body: "Vercel Security Checkpoint"},
	{provider: "aws-waf", header: "X-Amzn-Waf-Action", value: "challenge"},
	{provider: "aws-waf", header: "X-Amzn-Waf-Action", value: "captcha"},
	{provider: "aws-waf", proves: provesBare, body: "gokuProps"},
	{provider: "aws-waf", proves: provesRefused, body: "awsWafCookieDomainList"},
	{provider: "aws-waf", proves: provesForbidden, cookie: "aws-waf-token"},
	{provider: "datadome", proves: provesBare, body: "ct.captcha-delivery.com/"},
	{provider: "datadome", proves: provesRefused, body: "captcha-delivery.com"},
	{provider: "datadome", proves: provesRefused, header: "X-Datadome", value: "block"},
	{provider: "datadome", proves: provesRefused, header: "X-Dd-B", value: "1"},
	{provider: "datadome", proves: provesRefused, header: "X-Dd-B", value: "2"},
	{provider: "datadome", proves: provesForbidden, header: "X-Datadome"},
	{provider: "datadome", proves: provesForbidden, cookie: "datadome"},
	{provider: "perimeterx", proves: provesBare, body: "px-captcha"},
	{provider: "perimeterx", proves: provesRefused, body: "_pxAppId"},
	{provider: "perimeterx", proves: provesRefused, body: "px-captcha"},
	{provider: "perimeterx", body: "because we believe you are using automation tools", most: maxExplained},
	{provider: "perimeterx", proves: provesRefused, header: "X-Px-Authorization"},
	{provider: "perimeterx", proves: provesForbidden, cookie: "_px"},
	{provider: "imperva", proves: provesBare, body: "Incapsula incident ID"},
	{provider: "imperva", proves: provesBare, body: "_Incapsula_Resource?SWJIYLWA", most: 800}, // longer pages are those it was put into
	{provider: "imperva", proves: provesRefused, body: "_Incapsula_Resource"},
	{provider: "imperva", proves: provesRefused, body: "Incapsula incident ID"},
	{provider: "imperva", body: "something about your browser made us think you were a bot", most: maxExplained},
	{provider: "imperva", proves: provesForbidden, header: "X-Iinfo"},
	{provider: "imperva", proves: provesForbidden, header: "X-Cdn", value: "incapsula"},
	{provider: "imperva", proves: provesForbidden, header: "X-Cdn", value: "imperva"},
	{provider: "imperva", proves: provesForbidden, cookie: "incap_ses_"},
	{provider: "imperva", proves: provesForbidden, cookie: "reese84"},
	{provider: "kasada", proves: provesBare, body: "KPSDK.start"},
	{provider: "kasada", proves: provesRefused, header: "X-Kpsdk-Ct"},
	{provider: "kasada", proves: provesRefused, header: "X-Kasada"},
	{provider: "kasada", proves: provesRefused, body: "KPSDK"},
	{provider: "anubis", body: `<script id="anubis_`}, // in all its pages, which explain themselves at length
	{provider: "anubis", proves: provesBare, body: "anubis_challenge"},
	{provider: "anubis", proves: provesBare, body: "/.within.website/x/cmd/anubis/"},
	{provider: "anubis", proves: provesRefused, body: "anubis_challenge"},
	{provider: "go-away", body: "/go-away/cmd/go-away/assets/", most: maxExplained},
	{provider: "sucuri", proves: provesBare, body: "sucuri_cloudproxy_js"},
	{provider: "sucuri", proves: provesRefused, body: "Sucuri WebSite Firewall"},
	{provider: "sucuri", proves: provesForbidden, header: "X-Sucuri-Block"},
	{provider: "sucuri", proves: provesForbidden, header: "X-Sucuri-Id"},
	{provider: "ddos-guard", proves: provesBare, body: "check.ddos-guard.net"},
	{provider: "ddos-guard", proves: provesRefused, body: "check.ddos-guard.net"},
	{provider: "ddos-guard", proves: provesRefused, body: "<title>DDOS-GUARD"},
	{provider: "ddos-guard", proves: provesForbidden, header: "Server", value: "ddos-guard"},
	{provider: "akamai", proves: provesBare, body: "sec-if-cpt-container"},
	{provider: "akamai", proves: provesBare, body: "sec-cpt-if"},
	{provider: "akamai", proves: provesBare, body: "bm-verify="},
	{provider: "akamai", proves: provesRefused, body: "errors.edgesuite.net"},
	{provider: "akamai", proves: provesRefused, body: "errors&#46;edgesuite&#46;net"},
	{provider: "akamai", proves: provesForbidden, header: "Server", value: "akamaighost"},
	{provider: "akamai", proves: provesForbidden, header: "Akamai-Cache-Status", value: "error"},
	{provider: "akamai", proves: provesForbidden, cookie: "_abck"},
	{provider: "yandex-smartcaptcha", header: "X-Yandex-Captcha", value: "captcha"},
	{provider: "yandex-smartcaptcha", proves: provesBare, body: "/checkcaptcha?"},
	{provider: "yandex-smartcaptcha", address: "/showcaptcha"},
	{provider: "radware", proves: provesBare, body: "Radware Bot Manager"},
	{provider: "radware", address: "validate.perfdrive.com/"},
	{provider: "fastly", proves: provesBare, body: "/_fs-ch-"},
	{provider: "weibo", proves: provesBare, body: "Sina Visitor System"},
	{provider: "weibo", address: "passport.weibo.com/visitor/"},
	{provider: "baidu", address: "wappass.baidu.com/"},
	{provider: "baidu", proves: provesBare, body: "百度安全验证"},
	{provider: "wechat", proves: provesBare, body: "完成验证后即可继续访问"},
	{provider: "douban", address: "sec.douban.com/"},
	{provider: "zhihu", address: "www.zhihu.com/account/unhuman"},
	{provider: "google", address: "www.google.com/sorry/"},
	{provider: "alibaba", proves: provesBare, body: "acw_sc__v2"},
	{provider: "qrator", proves: provesBare, body: "/__qrator/"},
	{provider: "reblaze", proves: provesBare, body: "rbzns"},
	{provider: "bunny-shield", proves: provesBare, body: "/.bunny-shield/"},
	{provider: "siteground", proves: provesBare, body: "/.well-known/sgcaptcha/"},
	{provider: "siteground", address: "/.well-known/sgcaptcha/"},
	{provider: "imunify360", proves: provesBare, body: "wsidchk"},
	{provider: "wordfence", proves: provesRefused, body: "Generated by Wordfence"},
	{provider: "cloudfront", proves: provesRefused, body: "Generated by cloudfront (CloudFront)"},
	{provider: "f5", proves: provesBare, body: "The requested URL was rejected. Please consult with your administrator."},
	{provider: "f5", proves: provesBare, body: "Your support ID is"},
	{provider: "linkedin", statuses: []int{999}},
	// Of publishers, who turn away without anybody's help.
	{provider: "silverchair", address: "/crawlprevention/"},
	{provider: "silverchair", proves: provesBare, body: "/crawlprevention/governor"},
	{provider: "atypon", address: "/action/cookieAbsent"},
	{provider: "elsevier", proves: provesBare, body: "There was a problem providing the content you requested"},
}

// pageMarks are those that prove something though the status refuses nothing, as
// that of most pages.
var pageMarks = slices.DeleteFunc(slices.Clone(wallMarks), func(m wallMark) bool {
	return m.proves == provesRefused || m.proves == provesForbidden
})

// maxExplained is how long a page may be, in bytes, that tells at length why it
// turns its reader away. What quotes it is longer.
const maxExplained = 8 << 10

// captchaMarks are of services that anybody can put into any form: they prove
// a wall only where the page asks for nothing else and says so.
var captchaMarks = []struct{ provider, body string }{
	{"hcaptcha", "h-captcha"},
	{"recaptcha", "g-recaptcha"},
	{"turnstile", "cf-turnstile"},
}

// humanWords are what an interstitial asks its reader to be or to show.
var humanWords = regexp.MustCompile(`(?i)not a robot|(?:are|you're) (?:a )?human|verify (?:that )?you|unusual traffic|automated (?:requests|queries|access)|` +
	`security (?:check|verification)|checking your browser|unusual activity|are you a robot|bot (?:check|detect|verif)|не робот|подтвердите, что|nicht ein Roboter|kein Roboter|pas un robot|no (?:eres|soy) un robot|机器人|人机|验证码|安全验证`)

// wall tells whether an answer is that of a service that turns programs away
// (a refusal or a challenge), and which. A page that such a service merely
// stands before is none, whatever its headers; neither is a refusal without a
// mark, of which nobody can say whose it is.
func (a *reply) wall() (provider string, ok bool) {
	if a.judged {
		return a.provider, a.walled
	}
	a.judged = true
	a.provider, a.walled = a.findWall()
	return a.provider, a.walled
}

func (a *reply) findWall() (provider string, ok bool) {
	marks := wallMarks
	if !refuses(a.status) {
		marks = pageMarks
	}
	for i := range marks {
		if a.bears(&marks[i]) {
			return marks[i].provider, true
		}
	}
	for _, mark := range captchaMarks {
		if a.isBare() && a.holds(mark.body) && a.asksHumanity() {
			return mark.provider, true
		}
	}
	return "", false
}

const (
	wallWindow = 48 << 10 // bytes of a body that are looked at; challenges are small
	bareText   = 700      // bytes of visible text, more than challenges have
)

// A reply is an answer to a request and what was found out about it so far.
type reply struct {
	at     string // host and path that were asked for; "": not known
	status int
	header http.Header
	body   []byte // its beginning, in UTF-8 if it is text
	size   int    // of the whole body

	judged   bool // whether the next two are known
	provider string
	walled   bool

	looked bool // whether the next ones are known
	isOwn  bool // the page has content of its own
	text   string
}

func newReply(at string, status int, header http.Header, body []byte) *reply {
	r := &reply{at: at, status: status, header: header, body: body[:min(len(body), wallWindow)], size: len(body)}
	if !utf8.Valid(r.body) && textual(header) {
		r.body = decodeCharset(r.body, header.Get("Content-Type"))
	}
	return r
}

// bears tells whether the answer bears a mark, and enough else to prove it.
func (a *reply) bears(m *wallMark) bool {
	if m.statuses != nil && !slices.Contains(m.statuses, a.status) {
		return false
	}
	switch m.proves {
	case provesAlways, provesBare:
	case provesRefused:
		if !refuses(a.status) {
			return false
		}
	case provesForbidden:
		if a.status != http.StatusForbidden {
			return false
		}
	}
	switch {
	case m.address != "":
		at := a.at
		if m.address[0] == '/' {
			at = at[max(0, strings.IndexByte(at, '/')):]
		}
		return strings.HasPrefix(at, m.address)
	case m.header != "":
		values := a.header[m.header]
		return slices.ContainsFunc(values, func(v string) bool { return strings.Contains(strings.ToLower(v), m.value) })
	case m.cookie != "":
		return slices.ContainsFunc(a.header["Set-Cookie"], func(v string) bool { return strings.HasPrefix(v, m.cookie) })
	case m.body != "":
		return (m.most == 0 || a.size <= m.most) && (m.proves != provesBare || a.isBare()) && a.holds(m.body)
	}
	return true
}

// refuses tells whether a status is one that walls refuse with. 404 and 410
// are not: what is gone may be gone behind a wall too.
func refuses(status int) bool {
	switch status {
	case 401, 403, 405, 406, 418, 428, 429, 456, 498, 503, 999:
		return true
	}
	return false
}

// holds tells whether a mark stands in the body. Pages that describe a work of
// their own in the first kilobytes are not searched for it.
func (a *reply) holds(mark string) bool {
	if !refuses(a.status) && a.describesWork() {
		return false
	}
	return bytes.Contains(a.body, []byte(mark))
}

// describesWork tells whether the page bears tags that only pages with content
// have. Open Graph's do not count: Anubis passes those of the page behind on.
func (a *reply) describesWork() bool {
	if !a.looked {
		a.looked = true
		a.isOwn = indexBy(a.body, "citation_", '_') >= 0 || indexBy(a.body, "application/ld+json", '+') >= 0
	}
	return a.isOwn
}

// isBare tells whether the page shows next to no text.
func (a *reply) isBare() bool {
	return a.size <= 4*wallWindow && !a.describesWork() && len(a.visible()) < bareText
}

// visible gives the beginning of the text that the page shows.
func (a *reply) visible() string {
	if a.text != "" {
		return a.text
	}
	var b strings.Builder
	b.WriteByte(' ') // empty is "not known yet"
	for p := range visible(a.body) {
		for word := range bytes.FieldsSeq(p.text) {
			b.Write(word)
			b.WriteByte(' ')
		}
		if b.Len() >= bareText {
			break
		}
	}
	a.text = b.String()
	return a.text
}

// asksHumanity tells whether the page asks whether its reader is human, and
// does not ask for a password: forms to log in have captchas too.
func (a *reply) asksHumanity() bool {
	return humanWords.MatchString(a.visible()) && !bytes.Contains(a.body, []byte(`type="password"`))
}

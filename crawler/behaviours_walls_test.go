package crawler

import (
	"fmt"
	"html"

	"github.com/refmend/refmend/audit"
)

// challenges are pages that make their reader prove to be a person, whatever
// status they come with. Only what the services' own pages have in common is
// in them.
var challenges = []struct {
	provider, body string
	headers        []string
}{
	{"cloudflare", `<title>Just a moment...</title><script>(function(){window._cf_chl_opt={cvId:'3',cZone:'HOST',cType:'managed'};})();</script><noscript>Enable JavaScript and cookies to continue</noscript>`, []string{"Server: cloudflare", "Cf-Ray: 8f0"}},
	{"aws-waf", `<title></title><script>window.awsWafCookieDomainList=[];window.gokuProps={"key":"a","iv":"b","context":"c"};</script><script src="https://1.token.awswaf.com/1/challenge.js"></script><div id="challenge-container"></div>`, nil},
	{"datadome", `<title>press.example</title><p id="cmsg">Please enable JS and disable any ad blocker</p><script>var dd={'rt':'c','cid':'A','host':'geo.captcha-delivery.com'}</script><script src="https://ct.captcha-delivery.com/c.js"></script>`, []string{"Set-Cookie: datadome=A; Path=/"}},
	{"perimeterx", `<title>Access to this page has been denied</title><script>window._pxAppId='PX1';</script><div id="px-captcha"></div><p>Press &amp; Hold to confirm you are a human</p>`, []string{"Set-Cookie: _pxhd=1"}},
	{"imperva", `<html><body><iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=9" frameborder=0>Request unsuccessful. Incapsula incident ID: 7-1</iframe></body></html>`, []string{"X-Iinfo: 1-2-3"}},
	{"kasada", `<html><head></head><body><script>window.KPSDK={};KPSDK.now=typeof performance;KPSDK.start=KPSDK.now();</script><script src="/149e9513/p.js"></script></body></html>`, nil},
	{"anubis", `<title>Making sure you&#39;re not a bot!</title><script id="anubis_version" type="application/json">"v1"</script><script id="anubis_challenge" type="application/json">{"rules":{"difficulty":4}}</script><p id="status">Loading...</p>`, []string{"Set-Cookie: techaro.lol-anubis-auth=; Max-Age=0"}},
	{"sucuri", `<html><title>You are being redirected...</title><noscript>Javascript is required.</noscript><script>var s={},u,c;sucuri_cloudproxy_js='';S='cz1';</script></html>`, []string{"X-Sucuri-Id: 11005"}},
	{"ddos-guard", `<title>DDOS-GUARD</title><h1>Checking your browser before accessing the site</h1><script src="https://check.ddos-guard.net/check.js"></script>`, []string{"Server: ddos-guard"}},
	{"akamai", `<html><body><div id="sec-if-cpt-container" provider="crypto" data-duration=5></div><script src="/_sec/cp_challenge/sec-cpt-4.js"></script></body></html>`, []string{"Set-Cookie: sec_cpt=1~2; path=/"}},
	{"akamai", `<html><head><meta http-equiv="refresh" content="5; URL='/article?bm-verify=AAQAAAAJ'"></head><body><script>var i=1;var j=i+Number("1"+"2");</script></body></html>`, []string{"Server: AkamaiGHost"}},
	{"yandex-smartcaptcha", `<title>Вы не робот?</title><p>Нам очень жаль, но запросы с вашего устройства похожи на автоматические</p><form action="/checkcaptcha?key=1"></form>`, nil},
	{"radware", `<title>Radware Bot Manager Captcha</title><p>We apologize for the inconvenience</p>`, nil},
	{"fastly", `<title>Client Challenge</title><script src="/_fs-ch-1T1wmsGaOgGaSxcX/script.js"></script><noscript>JavaScript is disabled</noscript>`, nil},
	{"weibo", `<title>Sina Visitor System</title><script>var use_fp="1"</script>`, nil},
	{"f5", `<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your administrator.<br>Your support ID is: 123</body></html>`, nil},
	{"f5", `<html><head><noscript>Please enable JavaScript to view the page content.<br/>Your support ID is: 123.</noscript><script src="/TSPD/08a?type=9"></script></head><body></body></html>`, nil},
	{"vercel", `<title>Vercel Security Checkpoint</title><p>We're verifying your browser</p><script>window._vcrcs</script>`, nil},
	{"siteground", `<html><head><link rel="icon" href="data:;"><meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2Farticle&amp;y=ipc:192.0.2.1"></head></html>`, nil},
	{"imunify360", `<title>One moment, please...</title><h1>Please wait while your request is being verified...</h1><script>x.open('GET','/article?wsidchk=12')</script>`, nil},
	{"alibaba", `<html><script>var arg1='5E1F';function setCookie(name,value){document.cookie=name+"="+value}setCookie("acw_sc__v2",x);document.location.reload();</script></html>`, []string{"Set-Cookie: acw_tc=1;path=/;HttpOnly"}},
	{"qrator", `<html><head><script src="/__qrator/qauth_utm_v2.js"></script></head><body><noscript>Please enable JavaScript</noscript></body></html>`, nil},
	{"reblaze", `<html><body><script>window.rbzns={bereshit:"1",seed:"a"};winsocks(true);</script></body></html>`, nil},
	{"hcaptcha", `<title>Security check</title><p>Please verify you are human</p><div class="h-captcha" data-sitekey=1></div>`, nil},
	{"recaptcha", `<title>Sorry…</title><p>Our systems have detected unusual traffic from your computer network.</p><div id="recaptcha" class="g-recaptcha"></div>`, nil},
	{"recaptcha", `<title>Checking your browser - reCAPTCHA</title><p>Checking your browser before accessing the article ...</p><div class="g-recaptcha"></div>`, nil},
	{"turnstile", `<title>Verify</title><p>Please verify that you are human to read on.</p><div class="cf-turnstile" data-sitekey=1></div>`, nil},
	{"silverchair", `<title>Validate User</title><p>To help us protect our content, please show that you are not a robot.</p><form action="/crawlprevention/governor?content=%2fa"></form>`, nil},
	{"elsevier", `<title>ScienceDirect</title><p>There was a problem providing the content you requested. Please contact our support team.</p><p>Are you a robot?</p>`, nil},
}

// refusals are what the services' own refusals look like, at the status that
// they come with.
var refusals = []struct {
	provider string
	status   int
	body     string
	headers  []string
}{
	{"cloudflare", 403, "", []string{"Cf-Mitigated: challenge"}},
	{"cloudflare", 503, "", []string{"Cf-Mitigated: challenge"}},
	{"cloudflare", 404, "", []string{"Cf-Mitigated: challenge"}},
	{"cloudflare", 403, "<title>Attention Required! | Cloudflare</title><h1>Sorry, you have been blocked</h1>", nil},
	{"cloudflare", 403, "error code: 1020", nil},
	{"vercel", 429, "", []string{"X-Vercel-Mitigated: challenge"}},
	{"vercel", 403, "", []string{"X-Vercel-Mitigated: deny"}},
	{"aws-waf", 202, "", []string{"X-Amzn-Waf-Action: challenge"}},
	{"aws-waf", 405, "", []string{"X-Amzn-Waf-Action: captcha"}},
	{"aws-waf", 403, "", []string{"Set-Cookie: aws-waf-token=1"}},
	{"datadome", 403, "", []string{"Set-Cookie: datadome=1"}},
	{"datadome", 403, "", []string{"X-Datadome: protected"}},
	{"datadome", 405, "", []string{"X-Dd-B: 1"}},
	{"perimeterx", 403, "", []string{"Set-Cookie: _px3=1"}},
	{"imperva", 403, "", []string{"X-Iinfo: 1-2-3"}},
	{"imperva", 403, "", []string{"X-Cdn: Imperva"}},
	{"imperva", 403, "", []string{"Set-Cookie: incap_ses_1=2"}},
	{"kasada", 429, "", []string{"X-Kpsdk-Ct: 1"}},
	{"sucuri", 403, "<title>Sucuri WebSite Firewall - Access Denied</title>", nil},
	{"ddos-guard", 403, "", []string{"Server: ddos-guard"}},
	{"akamai", 403, "<title>Access Denied</title><p>Reference #18.1", []string{"Server: AkamaiGHost"}},
	{"akamai", 403, "<title>Access Denied</title><p>https://errors.edgesuite.net/18.1", nil},
	{"yandex-smartcaptcha", 200, "", []string{"X-Yandex-Captcha: captcha"}},
	{"cloudfront", 403, "<h1>403 ERROR</h1><p>Request blocked. Generated by cloudfront (CloudFront)", nil},
	{"wordfence", 503, "<title>Your access to this site has been limited by the site owner</title><p>Generated by Wordfence", nil},
	{"linkedin", 999, "", nil},
}

// wallBehaviours are hosts behind walls: those that show the wall, and those
// whose pages only bear its traces.
func wallBehaviours() (all []behaviour) {
	for i, ch := range challenges {
		for _, status := range []int{200, 202, 403, 503} {
			name := fmt.Sprintf("challenge %d of %s with %d", i, ch.provider, status)
			all = append(all, b(name, answers(status, ch.body, ch.headers...), "/article", blockedBy(ch.provider)))
		}
		// The same in an article about it.
		all = append(all, b(fmt.Sprintf("article on challenge %d of %s", i, ch.provider),
			answers(200, longPage("How walls against robots work", "Are you a human? Verification")+"<pre>"+html.EscapeString(ch.body)+"</pre>", ch.headers...), "/article", fine))
	}
	for i, r := range refusals {
		all = append(all, b(fmt.Sprintf("refusal %d of %s with %d", i, r.provider, r.status), answers(r.status, r.body, r.headers...), "/article", blockedBy(r.provider)))
	}
	prose := longPage("On tides", "The tide")
	for i, headers := range [][]string{
		{"Server: cloudflare", "Cf-Ray: 1", "Set-Cookie: cf_clearance=1", "Set-Cookie: __cf_bm=1"},
		{"X-Datadome: protected", "Set-Cookie: datadome=1"},
		{"X-Cdn: Incapsula", "X-Iinfo: 1-2-3", "Set-Cookie: incap_ses_1=2", "Set-Cookie: visid_incap_1=2"},
		{"Server: AkamaiGHost", "Set-Cookie: _abck=1", "Set-Cookie: bm_sz=1"},
		{"Server: ddos-guard", "Set-Cookie: __ddg1_=a"},
		{"X-Sucuri-Id: 11005", "X-Sucuri-Cache: HIT"},
		{"Set-Cookie: aws-waf-token=1", "Via: 1.1 x.cloudfront.net (CloudFront)", "X-Cache: Miss from cloudfront"},
		{"Set-Cookie: _px3=1", "Set-Cookie: _pxhd=1"},
		{"X-Kpsdk-Ct: 1"},
		{"Set-Cookie: acw_tc=1"},
	} {
		all = append(all,
			b(fmt.Sprintf("page behind service %d", i), answers(200, prose, headers...), "/article", fine),
			b(fmt.Sprintf("page of few words behind service %d", i), answers(200, page, headers...), "/article", fine),
			b(fmt.Sprintf("404 behind service %d", i), answers(404, "<title>Not found</title>", headers...), "/article", dead(audit.ReasonNotFound)),
			b(fmt.Sprintf("502 behind service %d", i), answers(502, "<title>Bad gateway</title>", headers...), "/article", unsure(audit.ReasonServerError)),
		)
	}
	return append(all,
		b("403 of nobody known", answers(403, "<h1>403 Forbidden</h1><hr>nginx"), "/article", unsure(audit.ReasonBlocked)),
		b("contact form with reCAPTCHA", answers(200, `<title>Contact</title><h1>Write to us</h1><form><textarea></textarea><div class="g-recaptcha"></div></form>`), "/contact", fine),
		b("contact form with hCaptcha", answers(200, `<title>Contact</title><form><textarea></textarea><div class="h-captcha"></div></form>`), "/contact", fine),
		b("contact form with Turnstile", answers(200, `<title>Contact</title><form><textarea></textarea><div class="cf-turnstile"></div></form>`), "/contact", fine),
		b("login with a captcha", answers(200, `<title>Sign in</title><p>Verify you are human.</p><input type="password"><div class="g-recaptcha"></div>`), "/members", fine),
		b("app that says nothing without scripts", answers(200, `<title>Tides</title><div id="root"></div><noscript>Please enable JavaScript</noscript><script src=app.js></script>`), "/app", fine),
		b("script of Cloudflare in a page", answers(200, prose+`<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>`), "/article", fine),
		b("script of PerimeterX in an app", answers(200, `<title>Tides</title><script>window._pxAppId='PX1'</script><div id=root></div>`), "/app", fine),
		b("script of Qrator in an article", answers(200, prose+`<script src="/__qrator/qauth.js"></script>`), "/article", fine),
		b("page of few words on Genesis", answers(200, "<title>Bereshit</title><p>bereshit bara elohim"), "/genesis", fine),
		b("blog titled Just a moment", answers(200, "<title>Just a moment</title><p>A poem."), "/poem", fine),
		b("blog titled Access denied", answers(200, longPage("Access denied: a history of libraries", "Libraries")), "/book", fine),
		b("page that says robot", answers(200, "<title>I am not a robot</title><p>A play in three acts."), "/play", fine),
		b("429 about load", answers(429, "error code: 1015"), "/article", unsure(audit.ReasonRateLimited)),
		b("503 of maintenance behind a wall", answers(503, "<h1>Maintenance</h1>", "Set-Cookie: datadome=1"), "/article", unsure(audit.ReasonServerError)),
		b("captcha of Atypon by redirect", only("/action/cookieAbsent", answers(200, "<title>Cookies</title>"), leadsAway("/action/cookieAbsent")), "/doi/10.1/x", blockedBy("atypon")),
		b("captcha of Silverchair by redirect", only("/crawlprevention/governor", answers(200, "<title>Validate</title>"), leadsAway("/crawlprevention/governor?content=x")), "/article/1", blockedBy("silverchair")),
		b("captcha of SiteGround by redirect", only("/.well-known/sgcaptcha/", answers(202, page), leadsAway("/.well-known/sgcaptcha/?r=x")), "/article", blockedBy("siteground")),
		b("captcha of Radware by redirect", leadsAway("https://validate.perfdrive.com/?ssa=1"), "/article", blockedBy("radware")),
		b("captcha of Baidu by redirect", leadsAway("https://wappass.baidu.com/static/captcha/"), "/article", blockedBy("baidu")),
		b("captcha of Weibo by redirect", leadsAway("https://passport.weibo.com/visitor/visitor?a=enter"), "/article", blockedBy("weibo")),
		b("page at Weibo's other address", leadsAway("https://passport.weibo.com/about"), "/article", fine),
		b("captcha of WeChat", answers(200, "<title>Weixin Official Accounts Platform</title><p>环境异常</p><p>当前环境异常，完成验证后即可继续访问。"), "/s/x", blockedBy("wechat")),
		b("captcha of Baidu", answers(200, "<title>百度安全验证</title>"), "/s/x", blockedBy("baidu")),
		b("captcha in GBK", answers(200, "<title>\xb0\xb2\xc8\xab\xd1\xe9\xd6\xa4</title><div class=h-captcha></div>", "Content-Type: text/html; charset=gbk"), "/s/x", blockedBy("hcaptcha")),
		b("captcha of Yandex by redirect", only("/showcaptcha", answers(200, challenges[11].body), answers(302, "", "Location: /showcaptcha?retpath=x")), "/article", blockedBy("yandex-smartcaptcha")),
		b("wall that leads home and challenges there", only("/", answers(403, challenges[0].body), answers(301, "", "Location: /")), "/2014/paper", blockedBy("cloudflare")),
		b("soft page whose sibling is walled", only("/gone", answers(200, "<title>Page not found</title>"), answers(200, challenges[0].body)), "/gone", fine),
	)
}

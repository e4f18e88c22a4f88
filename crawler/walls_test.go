package crawler

import (
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestWall(t *testing.T) {
	prose := "<h1>How walls work</h1>" + strings.Repeat("<p>A service that turns programs away asks them to compute something first.</p>", 20)
	why := strings.Repeat("<p>You are seeing this because the administrator of this website protects it against companies that copy it.</p>", 15)
	head := func(kv ...string) http.Header {
		h := http.Header{}
		for i := 0; i < len(kv); i += 2 {
			h.Add(kv[i], kv[i+1])
		}
		return h
	}
	for name, tt := range map[string]struct {
		status int
		header http.Header
		body   string
		want   string // "" for no wall
	}{
		"cloudflare by header":            {403, head("cf-mitigated", "challenge"), "", "cloudflare"},
		"cloudflare, any status":          {200, head("Cf-Mitigated", "challenge"), "", "cloudflare"},
		"cloudflare by body":              {503, nil, `<title>Just a moment...</title><script>window._cf_chl_opt={cType:'managed'}</script>`, "cloudflare"},
		"cloudflare challenge with 200":   {200, nil, `<title>Just a moment...</title><script>window._cf_chl_opt={}</script>`, "cloudflare"},
		"cloudflare blocks":               {403, nil, "error code: 1020", "cloudflare"},
		"cloudflare, origin down":         {503, head("Server", "cloudflare"), `<div id="cf-error-details">Bad gateway</div>`, ""},
		"cloudflare serves":               {200, head("Server", "cloudflare", "Cf-Ray", "1", "Set-Cookie", "cf_clearance=x"), prose, ""},
		"cloudflare serves a 403":         {403, head("Server", "cloudflare", "Cf-Ray", "1"), "<h1>Forbidden</h1>", ""},
		"cloudflare's script in a page":   {200, nil, prose + `<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>`, ""},
		"article about cloudflare":        {200, nil, prose + "<code>window._cf_chl_opt</code>", ""},
		"vercel":                          {429, head("X-Vercel-Mitigated", "challenge"), "", "vercel"},
		"aws 202":                         {202, head("x-amzn-waf-action", "challenge"), "", "aws-waf"},
		"aws captcha":                     {405, head("x-amzn-waf-action", "captcha"), "", "aws-waf"},
		"aws by body":                     {202, nil, `<script>window.gokuProps = {"key":"a"};</script><div id="challenge-container"></div>`, "aws-waf"},
		"datadome 403":                    {403, head("Set-Cookie", "datadome=abc; Path=/"), "", "datadome"},
		"datadome by body, 200":           {200, nil, `<script>var dd={'rt':'c'}</script><script src="https://ct.captcha-delivery.com/c.js"></script>`, "datadome"},
		"datadome serves":                 {200, head("X-Datadome", "protected", "Set-Cookie", "datadome=abc"), prose, ""},
		"datadome before a 503":           {503, head("Set-Cookie", "datadome=abc"), "<h1>Maintenance</h1>", ""},
		"perimeterx":                      {403, nil, `<script>window._pxAppId='PX1'</script><div id="px-captcha"></div>`, "perimeterx"},
		"perimeterx serves an app":        {200, nil, `<script>window._pxAppId='PX1'</script><div id="root"></div>`, ""},
		"incapsula 403":                   {403, head("X-Iinfo", "1-2-3"), "", "imperva"},
		"incapsula 200":                   {200, head("X-Iinfo", "1-2-3"), `<iframe id="main-iframe">Request unsuccessful. Incapsula incident ID: 7-1</iframe>`, "imperva"},
		"incapsula script 200":            {200, nil, `<head><meta name="robots" content="noindex,nofollow"><script src="/_Incapsula_Resource?SWJIYLWA=5"></script></head><body></body>`, "imperva"},
		"incapsula serves":                {200, head("X-Cdn", "Incapsula", "Set-Cookie", "incap_ses_1=2"), prose + `<script src="/_Incapsula_Resource?SWJIYLWA=5"></script>`, ""},
		"kasada":                          {429, head("X-Kpsdk-Ct", "a"), "", "kasada"},
		"kasada 200":                      {200, nil, `<script>window.KPSDK={};KPSDK.now=1;KPSDK.start=KPSDK.now;</script><script src="/a/ips.js"></script>`, "kasada"},
		"anubis 200":                      {200, nil, `<meta property="og:title" content="The page behind"><title>Making sure you&#39;re not a bot!</title><script id="anubis_challenge" type="application/json">{}</script><p>Loading...</p>`, "anubis"},
		"anubis 200, explained":           {200, nil, `<title>Making sure you&#39;re not a bot!</title><script id="anubis_version" type="application/json">"v1"</script><script id="preact_info" type="application/json">{}</script><p>Loading...</p><details>` + why + `</details>`, "anubis"},
		"anubis refuses with 200":         {200, nil, `<title>Oh noes!</title><img src="/.within.website/x/cmd/anubis/static/img/reject.webp"><p>Access Denied: error code 1.</p>`, "anubis"},
		"article that quotes anubis":      {200, nil, prose + `<pre>&lt;script id="anubis_challenge" type="application/json"&gt;</pre>`, ""},
		"go-away 200, explained":          {200, nil, `<title>Checking you are not a bot</title><link rel="stylesheet" href="/.well-known/.git.gammaspectra.live/git/go-away/cmd/go-away/assets/static/anubis/style.css"><details>` + why + `</details>`, "go-away"},
		"imperva explains":                {200, nil, `<title>Pardon Our Interruption</title><p>As you were browsing something about your browser made us think you were a bot. There are a few reasons this might happen:</p>` + why, "imperva"},
		"article that quotes imperva":     {200, nil, strings.Repeat(prose, 8) + `<p>It says that something about your browser made us think you were a bot.</p>`, ""},
		"perimeterx explains":             {200, nil, `<title>Access to this page has been denied.</title><p>You have been blocked because we believe you are using automation tools to browse the website.</p>` + why, "perimeterx"},
		"akamai's challenge":              {428, nil, `<title>Challenge Validation</title><div id="sec-container"><iframe id="sec-cpt-if" provider="crypto"></iframe></div>`, "akamai"},
		"akamai by body, in references":   {403, nil, `<H1>Access Denied</H1>Reference&#32;&#35;18&#46;1<P>https&#58;&#47;&#47;errors&#46;edgesuite&#46;net&#47;18&#46;1</P>`, "akamai"},
		"bunny shield":                    {200, nil, `<title>Establishing a secure connection ...</title><script src="/.bunny-shield/assets/shield-challenge.js"></script>`, "bunny-shield"},
		"article about anubis":            {200, nil, prose + `<pre>id="anubis_challenge"</pre>`, ""},
		"sucuri":                          {200, nil, `<script>var s={};sucuri_cloudproxy_js='';</script>`, "sucuri"},
		"sucuri refuses":                  {403, head("X-Sucuri-Id", "11005"), "<title>Sucuri WebSite Firewall - Access Denied</title>", "sucuri"},
		"ddos-guard":                      {403, head("Server", "ddos-guard"), "", "ddos-guard"},
		"ddos-guard serves":               {200, head("Server", "ddos-guard", "Set-Cookie", "__ddg1_=a"), prose, ""},
		"akamai":                          {403, head("Server", "AkamaiGHost"), "<h1>Access Denied</h1>", "akamai"},
		"akamai by body":                  {403, nil, "Reference #18.1 https://errors.edgesuite.net/18.1", "akamai"},
		"akamai serves":                   {200, head("Set-Cookie", "_abck=1"), prose, ""},
		"linkedin":                        {999, nil, "", "linkedin"},
		"yandex":                          {200, head("X-Yandex-Captcha", "captcha"), "", "yandex-smartcaptcha"},
		"yandex by body":                  {200, nil, `<title>Вы не робот?</title><form action="/checkcaptcha?key=1"></form>`, "yandex-smartcaptcha"},
		"recaptcha interstitial":          {429, nil, `<p>Our systems have detected unusual traffic from your network.</p><div class="g-recaptcha"></div>`, "recaptcha"},
		"hcaptcha interstitial":           {200, nil, `<title>Security check</title><p>Please verify you are human</p><div class="h-captcha"></div>`, "hcaptcha"},
		"login with recaptcha":            {200, nil, `<p>Sign in. Protected: verify you are human.</p><input type="password"><div class="g-recaptcha"></div>`, ""},
		"contact form with recaptcha":     {200, nil, `<p>Write to us</p><div class="g-recaptcha"></div>`, ""},
		"article with a mark in its head": {200, nil, `<meta name="citation_title" content="Walls"><script>_cf_chl_opt</script>`, ""},
		"unmarked 403":                    {403, head("Server", "nginx"), "<h1>403 Forbidden</h1>", ""},
		"403 of a bucket":                 {403, head("X-Cache", "Error from cloudfront"), "<Error><Code>AccessDenied</Code></Error>", ""},
		"cloudflare limits the rate":      {429, nil, "error code: 1015", ""},
		"cloudflare limits, as a page":    {429, nil, `<div id="cf-error-details">1015</div>`, ""},
		"unmarked 429":                    {429, nil, "", ""},
		"missing behind a wall":           {404, head("Server", "AkamaiGHost", "X-Iinfo", "1", "Set-Cookie", "datadome=1"), prose, ""},
		"empty page":                      {200, nil, "", ""},
	} {
		got, ok := newReply("", tt.status, tt.header, []byte(tt.body)).wall()
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("%s: got %q %v, want %q", name, got, ok, tt.want)
		}
	}
}

// The names of headers in the table must be in canonical form to be found.
func TestWallMarks(t *testing.T) {
	for _, m := range wallMarks {
		if m.provider == "" || m.header != http.CanonicalHeaderKey(m.header) || m.value != strings.ToLower(m.value) {
			t.Errorf("%+v", m)
		}
		if m.header == "" && m.cookie == "" && m.body == "" && m.address == "" && m.statuses == nil {
			t.Errorf("%+v marks everything", m)
		}
		shows := newReply(m.address, 0, http.Header{m.header: {m.value}, "Set-Cookie": {m.cookie}}, []byte(m.body))
		onPage := slices.ContainsFunc(pageMarks, func(p wallMark) bool { return reflect.DeepEqual(p, m) })
		for shows.status = 100; shows.status < 1000; shows.status++ {
			if !onPage && !refuses(shows.status) && shows.bears(&m) {
				t.Errorf("%+v proves something with status %d", m, shows.status)
			}
		}
	}
}

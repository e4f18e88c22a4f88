package crawler

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/refmend/refmend/audit"
)

// redirectBehaviours are hosts that send elsewhere.
func redirectBehaviours() []behaviour {
	nowhere := unsure(audit.ReasonMalformedAnswer)
	return []behaviour{
		b("301", leads(301, "/end"), "/from", movedTo("/end")),
		b("308", leads(308, "/end"), "/from", movedTo("/end")),
		b("302", leads(302, "/end"), "/from", fine),
		b("303", leads(303, "/end"), "/from", fine),
		b("307", leads(307, "/end"), "/from", fine),
		b("300 that names its choice", leads(300, "/end"), "/from", fine),
		b("304 with a Location", leads(304, "/end"), "/from", nowhere),
		b("201 with a Location", leads(201, "/end"), "/from", fine),
		b("301 to the whole address", leads(301, "https://HOST/end"), "/from", movedTo("/end")),
		b("301 relative", leads(301, "end?a=b"), "/from", movedTo("/end?a=b")),
		b("301 relative with dots", leads(301, "./a/../end"), "/from", movedTo("/end")),
		b("301 by a query alone", only("/from?a=b", serve, leads(301, "?a=b")), "/from", movedTo("/from?a=b")),
		b("301 without a scheme", leads(301, "//end.example/x"), "/from", movedTo("https://end.example/x")),
		b("301 to another host", leads(301, "https://end.example/y"), "/from", movedTo("https://end.example/y")),
		b("301 to a host in capitals", leads(301, "HTTPS://End.Example:443/Z"), "/from", movedTo("https://end.example/Z")),
		b("301 with backslashes", leads(301, `\end`), "/from", movedTo("/end")),
		b("301 to an address of https", leads(301, "https://HOST/from2"), "http://HOST/from", movedTo("/from2")),
		b("301 back to plain http", leads(301, "http://HOST/end"), "/from", movedTo("http://HOST/end")),
		b("301 to a place in the page", leads(301, "/end#part"), "/from", movedTo("/end#part")),
		b("301 of a place in the page", leads(301, "/end"), "/from#mine", movedTo("/end#mine")),
		b("301 with spaces", leads(301, "/the end"), "/from", movedTo("/the%20end")),
		b("301 with spaces around", leads(301, "  /end  "), "/from", movedTo("/end")),
		b("301 in UTF-8", leads(301, "/конец"), "/from", movedTo("/%D0%BA%D0%BE%D0%BD%D0%B5%D1%86")),
		b("301 in Latin-1", leads(301, "/caf\xe9"), "/from", movedTo("/caf%E9")),
		b("301 with an escaped percent", leads(301, "/100%25"), "/from", movedTo("/100%25")),
		b("301 to a host in Unicode", leads(301, "https://Bücher.example/"), "/from", dead(audit.ReasonDNS)),
		b("301 then 302", chainOf(301, 302), "/0", movedTo("/1")),
		b("302 then 301", chainOf(302, 301), "/0", fine),
		b("301 then 301 then 308", chainOf(301, 301, 308), "/0", movedTo("/3")),
		b("20 redirects", chainOf(slicesOf(302, 20)...), "/0", fine),
		b("21 redirects", chainOf(slicesOf(302, 21)...), "/0", dead(audit.ReasonRedirectLoop)),
		b("redirects without end", func(rw http.ResponseWriter, r *http.Request) {
			answers(302, "", "Location: "+r.URL.Path+"x")(rw, r)
		}, "/x", dead(audit.ReasonRedirectLoop)),
		b("circle of one", circleOf(1), "/0", dead(audit.ReasonRedirectLoop)),
		b("circle of two", circleOf(2), "/0", dead(audit.ReasonRedirectLoop)),
		b("circle of three", circleOf(3), "/0", dead(audit.ReasonRedirectLoop)),
		b("circle with a way in", only("/in", answers(301, "", "Location: /0"), circleOf(2)), "/in", dead(audit.ReasonRedirectLoop)),
		b("circle by fragments", answers(302, "", "Location: /0#x"), "/0", dead(audit.ReasonRedirectLoop)),
		b("circle between http and https", func(rw http.ResponseWriter, r *http.Request) {
			to := "https://"
			if r.TLS != nil {
				to = "http://"
			}
			answers(301, "", "Location: "+to+r.Host+r.URL.Path)(rw, r)
		}, "/0", dead(audit.ReasonRedirectLoop)),
		b("circle of cookies", answers(302, "", "Location: /0", "Set-Cookie: tag=1"), "/0", unsure(audit.ReasonBlocked).saying("cookies")),
		b("circle of changing cookies", func(rw http.ResponseWriter, r *http.Request) {
			n := len(r.Header.Get("Cookie"))
			answers(302, "", "Location: /"+fmt.Sprint(n%2), "Set-Cookie: tag="+strings.Repeat("x", n))(rw, r)
		}, "/0", unsure(audit.ReasonBlocked).saying("cookies")),
		b("test for cookies", bouncesWithoutCookie(1), "/article", fine),
		b("circle of cookies of odd names", answers(302, "", "Location: /0", "Set-Cookie: a b[]=1"), "/0", unsure(audit.ReasonBlocked).saying("cookies")),
		b("circle after a cookie", only("/in", answers(302, "", "Location: /0", "Set-Cookie: a=1"), circleOf(2)), "/in", dead(audit.ReasonRedirectLoop)),
		b("test for two cookies", bouncesWithoutCookie(2), "/article", fine),
		b("consent bounce", only("/article?consented=1", serve, answers(302, "", "Location: https://consent.example/?back=/article")), "/article", fine),
		b("consent that is remembered", only("/consent", answers(302, "", "Location: /article", "Set-Cookie: consent=1; Path=/"), func(rw http.ResponseWriter, r *http.Request) {
			if _, err := r.Cookie("consent"); err != nil {
				answers(302, "", "Location: /consent")(rw, r)
				return
			}
			serve(rw, r)
		}), "/article", fine),
		b("session in the address", leads(302, "/end;jsessionid=1A2B?sid=7"), "/from", fine),
		b("301 to 404", only("/end", answers(404, ""), leads(301, "/end")), "/from", dead(audit.ReasonNotFound)),
		b("301 to 410", only("/end", answers(410, ""), leads(301, "/end")), "/from", dead(audit.ReasonGone)),
		b("301 to 403", only("/end", answers(403, ""), leads(301, "/end")), "/from", unsure(audit.ReasonBlocked)),
		b("301 to 500", only("/end", answers(500, ""), leads(301, "/end")), "/from", unsure(audit.ReasonServerError)),
		b("301 to a host without a name", leads(301, "https://long-gone.example/"), "/from", dead(audit.ReasonDNS).saying("redirects to")),
		b("301 to an expired certificate", leads(301, "https://expired.redirected.example/"), "/from", suspicious(audit.ReasonTLSCertificate)),
		b("301 with an empty Location", leads(301, ""), "/from", nowhere),
		b("301 with two Locations", leads(301, "/end", "Location: /first"), "/from", movedTo("/first")),
		b("301 to something unreadable", leads(302, "http://[::bad"), "/from", nowhere),
		b("301 to a port out of range", leads(302, "http://end.example:99999/"), "/from", nowhere),
		b("301 to a very long address", leads(302, "/"+strings.Repeat("x", 2*maxLocation)), "/from", nowhere),
		b("redirect to mail", leads(302, "mailto:a@HOST"), "/from", nowhere),
		b("redirect to a script", leads(302, "javascript:alert(1)"), "/from", nowhere),
		b("redirect to a file", leads(302, "file:///etc/passwd"), "/from", nowhere),
		b("redirect to ftp", leads(302, "ftp://HOST/pub"), "/from", nowhere),
		b("redirect to data", leads(302, "data:text/html,<title>x</title>"), "/from", nowhere),
		b("redirect to an app", leads(302, "intent://HOST/#Intent;scheme=https;end"), "/from", nowhere),

		b("login that means to lead back", leads(302, "/login?next=/from"), "/from", suspicious(audit.ReasonRedirectedLogin)),
		b("login of the university", leads(302, "https://university.example/cas/login?service=https%3A%2F%2FHOST%2Ffrom"), "/from", suspicious(audit.ReasonRedirectedLogin)),
		b("login of Google", leads(302, "https://accounts.google.com/v3/signin?continue=https://HOST/from"), "/from", suspicious(audit.ReasonRedirectedLogin)),
		b("login for good", leads(301, "/login?next=/from"), "/from", suspicious(audit.ReasonRedirectedLogin)),
		b("login and back", only("/login", answers(302, "", "Location: /article?guest=1"), leads(302, "/login?next=/from")), "/from", fine),
		b("article on logins", leads(302, "/blog/login-pages?ref=/from"), "/from", fine),
		b("link to a login", leads(302, "/signin?next=/login"), "/login", fine),

		b("home without proof", leads(301, "/"), "/from", movedTo("/")),
		b("home for all that is gone", only("/", answers(200, longPage("Home", "Welcome")), answers(301, "", "Location: /")), "/2014/paper.html", suspicious(audit.ReasonRedirectedHome)),
		b("home in a language", only("/en/", answers(200, longPage("Home", "Welcome")), answers(302, "", "Location: /en/")), "/2014/paper.html", suspicious(audit.ReasonRedirectedHome)),
		b("home of a site that is called 404", only("/", answers(200, longPage("404 Media", "News")), answers(302, "", "Location: /")), "/2014/paper.html", suspicious(audit.ReasonRedirectedHome)),
		b("home of www", func(rw http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.Host, "www.") {
				answers(200, longPage("Home", "Welcome"))(rw, r)
				return
			}
			answers(302, "", "Location: https://www."+r.Host+"/")(rw, r)
		}, "/2014/paper.html", suspicious(audit.ReasonRedirectedHome)),
		b("host moved to www with its paths", func(rw http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.Host, "www.") {
				serve(rw, r)
				return
			}
			answers(301, "", "Location: https://www."+r.Host+r.URL.Path)(rw, r)
		}, "/2014/paper.html", movedTo("https://www.HOST/2014/paper.html")),
		b("merged page", only("/about", answers(301, "", "Location: /"), only("/", answers(200, longPage("Home", "Welcome")), answers(404, ""))), "/about", movedTo("/")),
		b("start page in the reader's language", only("/", answers(302, "", "Location: /en/"), serve), "/", fine),
		b("project moved to a domain of its own", leads(301, "https://end.example/"), "/from", movedTo("https://end.example/")),
		at("expired.redirected.example", "the expired certificate itself", serve, "/", suspicious(audit.ReasonTLSCertificate)),
	}
}

// chainOf redirects /0 to /1 and so on, each time with another of the statuses.
func chainOf(statuses ...int) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		var n int
		fmt.Sscanf(r.URL.Path, "/%d", &n)
		if n == len(statuses) {
			serve(rw, r)
			return
		}
		answers(statuses[n], "", fmt.Sprintf("Location: /%d", n+1))(rw, r)
	}
}

func slicesOf(status, n int) (all []int) {
	for range n {
		all = append(all, status)
	}
	return all
}

// circleOf redirects /0 to /1 and so on, and back after n.
func circleOf(n int) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		var i int
		fmt.Sscanf(r.URL.Path, "/%d", &i)
		answers(302, "", fmt.Sprintf("Location: /%d", (i+1)%n))(rw, r)
	}
}

// bouncesWithoutCookie sends its visitor to the same address until it brings n
// cookies, of which each answer sets one.
func bouncesWithoutCookie(n int) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		if have := len(r.Cookies()); have < n {
			answers(302, "", "Location: "+r.URL.Path, fmt.Sprintf("Set-Cookie: c%d=1; Path=/", have))(rw, r)
			return
		}
		serve(rw, r)
	}
}

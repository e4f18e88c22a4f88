package crawler

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/refmend/refmend/audit"
)

// missingIn are titles of error pages as sites of many languages have them, and
// of articles that are about such pages or have their words otherwise.
var missingIn = []struct{ language, says, about string }{
	{"English", "Page not found", "How to design a 404 page that is not found boring"},
	{"Russian", "Страница не найдена", "Почему страница не найдена: коды ошибок"},
	{"Chinese", "您访问的页面不存在", "为什么页面不存在：关于404错误的文章"},
	{"Chinese, traditional", "找不到網頁", "找不到網頁時怎麼辦"},
	{"German", "Seite nicht gefunden", "Seite nicht gefunden: was Fehler 404 bedeutet"},
	{"French", "Page introuvable", "La page introuvable, une histoire"},
	{"Spanish", "Página no encontrada", "Página no encontrada: diseño de errores"},
	{"Japanese", "ページが見つかりませんでした", "ページが見つかりませんと言われたとき"},
	{"Korean", "페이지를 찾을 수 없습니다", "페이지를 찾을 수 없습니다 오류 해결하기"},
	{"Portuguese", "Página não encontrada", "Página não encontrada e outras histórias"},
	{"Italian", "Pagina non trovata", "Pagina non trovata: arte dell'errore"},
	{"Ukrainian", "Сторінку не знайдено", "Сторінку не знайдено: що робити"},
	{"Polish", "Nie znaleziono strony", "Nie znaleziono strony, czyli o błędach"},
	{"Dutch", "Pagina niet gevonden", "Pagina niet gevonden: een essay"},
	{"Czech", "Stránka nenalezena", "Stránka nenalezena: chyba 404"},
	{"Swedish", "Sidan hittades inte", "Sidan hittades inte: om fel"},
	{"Turkish", "Sayfa bulunamadı", "Sayfa bulunamadı hatası nedir"},
	{"Arabic", "الصفحة غير موجودة", "لماذا الصفحة غير موجودة"},
}

// softBehaviours are hosts that call fine what is not there, and hosts that
// only look so.
func softBehaviours() (all []behaviour) {
	soft := dead(audit.ReasonSoft404)
	everywhere := func(title string) http.HandlerFunc { return answers(200, longPage(title, "The menu")) }
	// article is the one page of a host that tells what is missing as it should.
	article := func(title string) http.HandlerFunc {
		return only("/article", answers(200, longPage(title, "Essay")), answers(404, "<title>404</title>"))
	}
	for _, m := range missingIn {
		all = append(all,
			b("soft 404 in "+m.language, everywhere(m.says+" | Tides"), "/2014/paper.html", soft),
			b("soft 404 in a heading in "+m.language, answers(200, strings.Replace(longPage("Tides", "The menu"), "<h1>Tides", "<h1 class=t>"+m.says, 1)), "/2014/paper.html", soft),
			b("soft 404 of few words in "+m.language, answers(200, "<title>Tides</title><div><p>"+m.says+".</p></div>"), "/2014/paper.html", soft),
			b("article in "+m.language, article(m.about), "/article", fine),
		)
	}
	home := answers(200, longPage("Home", "Welcome"))
	menu := "<title>Tides</title><ul>" + strings.Repeat("<li>One of many chapters on the sea", 18) + "</ul>"
	return append(all,
		b("soft 404 that repeats the address", answers(200, longPage("Not found: PATH", "The menu")+"<p>Nothing is at PATH."), "/2014/paper.html", soft),
		b("soft 404 that tells the time", func(rw http.ResponseWriter, r *http.Request) {
			answers(200, longPage("Error 404", "The menu")+fmt.Sprintf("<p>Request %p at PATH", r))(rw, r)
		}, "/2014/paper.html", soft),
		b("soft 404 by redirect", only("/404.html", everywhere("Page not found"), answers(302, "", "Location: /404.html")), "/2014/paper.html", soft),
		b("soft 404 by redirect for good", only("/404.html", everywhere("Page not found"), answers(301, "", "Location: /404.html")), "/2014/paper.html", soft),
		b("soft 404 by redirect that tells whence", only("/error", everywhere("Page not found"), func(rw http.ResponseWriter, r *http.Request) {
			answers(302, "", "Location: /error?from="+r.URL.Path)(rw, r)
		}), "/2014/paper.html", soft),
		b("soft 404 of a query", answers(200, longPage("Article does not exist", "The menu")), "/?id=7", soft),
		b("soft 404 of a start page", answers(200, longPage("404 Not Found", "The menu")), "/", soft),
		b("soft 404 with status 203", answers(203, longPage("Page not found", "The menu")), "/2014/paper.html", soft),
		b("soft 404 in windows-1251", answers(200, "<title>\xd1\xf2\xf0\xe0\xed\xe8\xf6\xe0 \xed\xe5 \xed\xe0\xe9\xe4\xe5\xed\xe0</title>", "Content-Type: text/html; charset=windows-1251"), "/x", soft),
		b("soft 404 in windows-1251 by its text", answers(200, "<title>Tides</title><p>\xd1\xf2\xf0\xe0\xed\xe8\xf6\xe0 \xed\xe5 \xed\xe0\xe9\xe4\xe5\xed\xe0", "Content-Type: text/html; charset=windows-1251"), "/x", soft),
		b("soft 404 in GB2312 by its heading", answers(200, strings.Replace(longPage("Tides", "Menu"), "<h1>Tides", "<h1>\xd2\xb3\xc3\xe6\xb2\xbb\xb4\xe6\xd4\xda", 1), "Content-Type: text/html; charset=gb2312"), "/x", soft),
		b("soft 404 in a frame of its own words", answers(200, "<title>Oops!</title><h1>We couldn't find that page</h1><p>Try the search."), "/x", soft),

		b("Boeing 404", article("Boeing 404"), "/article", fine),
		b("Peugeot 404 on a soft host", only("/article", answers(200, longPage("Peugeot 404", "The car")), everywhere("Page not found")), "/article", fine),
		b("short article on a soft host with a long menu", only("/article",
			answers(200, longPage("The year 404", "The menu of the site is very long indeed")+"<p>Alaric crossed the Alps once more in that year.</p>"),
			answers(200, longPage("Page not found", "The menu of the site is very long indeed"))), "/article", fine),
		b("few words beside a menu on a soft host", only("/article",
			answers(200, menu+"<p>Find us at 404 Main Street, on the first floor."), answers(200, menu+"<p>Page not found.")), "/article", fine),
		b("soft 404 beside a menu", answers(200, menu+"<p>Page not found."), "/2014/paper.html", soft),
		b("article of 404 Media", article("Robots read the news - 404 Media"), "/article", fine),
		b("article on a soft host of the same title", only("/article",
			answers(200, strings.Replace(longPage("Tides", "The menu"), "<h1>Tides", "<h1>Why pages are not found", 1)),
			answers(200, strings.Replace(longPage("Tides", "The menu"), "<h1>Tides", "<h1>Page not found", 1))), "/article", fine),
		b("article on a host whose siblings are fine", only("/article", everywhere("Things that are not found"), home), "/article", fine),
		b("article of few words", only("/article", answers(200, "<title>404</title><p>A poem on numbers."), answers(404, "")), "/article", fine),
		b("article whose sibling is never answered", only("/article", everywhere("404 ways to cook"), never), "/article", fine),
		b("article whose sibling breaks", only("/article", everywhere("404 ways to cook"), raw("reset")), "/article", fine),
		b("article whose sibling goes in a circle", only("/article", everywhere("404 ways to cook"), func(rw http.ResponseWriter, r *http.Request) {
			answers(302, "", "Location: "+r.URL.Path)(rw, r)
		}), "/article", fine),
		b("article whose sibling is 500", only("/article", everywhere("404 ways to cook"), answers(500, "")), "/article", fine),
		b("article whose sibling leads home", only("/article", everywhere("404 ways to cook"), only("/", home, answers(302, "", "Location: /"))), "/article", fine),
		b("product no longer sold", only("/article", everywhere("This lamp is no longer available"), answers(404, "")), "/article", fine),
		b("app with one shell for all", answers(200, `<title>Tides</title><div id="root"></div><script src=app.js></script>`), "/2014/paper", fine),
		b("app that hides its error page", answers(200, `<title>Tides</title><div id="root"></div><template><h1>Page not found</h1></template><script>var s="Page not found"</script>`), "/2014/paper", fine),
		b("search that finds nothing", only("/search", answers(200, "<title>Search</title><p>Nothing found for “tides”."), answers(404, "")), "/search?q=tides", fine),
		b("site down for maintenance", everywhere("The site is temporarily unavailable"), "/2014/paper", fine),
		b("page temporarily unavailable", everywhere("This page is temporarily not available"), "/2014/paper", fine),
		b("page temporarily unavailable in Russian", everywhere("Страница временно недоступна"), "/2014/paper", fine),
		b("page temporarily unavailable in Spanish", everywhere("Página temporalmente no disponible"), "/2014/paper", fine),
		b("page temporarily unavailable in German", everywhere("Die Seite ist vorübergehend nicht verfügbar"), "/2014/paper", fine),
		b("film not shown in this country", everywhere("This page is not available in your country"), "/film", fine),
		b("film not shown in this country, in Spanish", everywhere("Contenido no disponible en tu país"), "/film", fine),
		b("page for members only", everywhere("This page does not exist, or you may have to log in to see it"), "/group", fine),
		b("page that friends see", everywhere("This content isn't available right now"), "/friend", fine),
	)
}

// parkedBehaviours are domains that are for sale or earn by advertisements, and
// pages about such.
func parkedBehaviours() (all []behaviour) {
	parked := dead(audit.ReasonParked)
	for i, body := range []string{
		`<title>HOST</title><script src="https://www.sedoparking.com/js/jquery.js"></script><p>Related searches`,
		`<title>HOST</title><script src="https://d38psrni17bvxu.cloudfront.net/themes/x.js"></script>`,
		`<html><head><title>HOST</title></head><body><div id="target" style="opacity: 0"></div><script>window.park = "eyJ1dWlkIjoi"</script></body></html>`,
		`<html><script>window.onload=function(){window.location.href="/lander"}</script><link href="https://img1.wsimg.com/parking-lander/static/css/main.css" rel=stylesheet></html>`,
		`<title>HOST is for sale</title><h1>This domain is for sale</h1><p>Make an offer`,
		`<title>HOST</title><p>The domain may be for sale.`,
		`<title>HOST</title><p>Buy this domain`,
		`<title>HOST</title><iframe src="https://parklogic.com/x"></iframe>`,
		`<title>HOST</title><p>This domain is parked free of charge`,
		`<title>HOST</title><p>This domain has expired. If you own it, renew it.`,
		`<title>HOST</title><h1>Домен продаётся</h1>`,
		`<title>HOST</title><h1>Срок регистрации домена истёк</h1>`,
		`<title>HOST</title><h1>Diese Domain steht zum Verkauf</h1>`,
		`<title>HOST</title><h1>Ce nom de domaine est à vendre</h1>`,
		`<title>HOST</title><h1>Este dominio está en venta</h1>`,
		`<title>HOST</title><h1>该域名正在出售</h1>`,
		`<title>HOST</title><a href="https://www.afternic.com/forsale/x">Get this name`,
	} {
		all = append(all, b(fmt.Sprintf("parked domain %d", i), answers(200, body), "/2014/paper.html", parked))
	}
	sale := "<title>%s</title><p>How to buy this domain: write to us."
	return append(all,
		b("start page of a parked domain", answers(200, `<title>x</title><script src="https://www.sedoparking.com/x.js"></script>`), "/", parked),
		b("domain sold by HugeDomains", answers(302, "", "Location: https://hugedomains.com/domain_profile.cfm?d=x"), "/paper", parked),
		b("domain sold by Dan", answers(301, "", "Location: https://dan.com/buy-domain/x"), "/paper", parked),
		b("domain sold by GoDaddy", answers(302, "", "Location: https://forsale.godaddy.com/x"), "/", parked),
		b("domain at Sedo", answers(302, "", "Location: https://ww1.sedoparking.com/?x"), "/paper", parked),
		b("blog on buying domains", only("/article", answers(200, longPage("This domain is for sale: how to buy a domain", "Domains")), answers(404, "")), "/article", fine),
		b("note on buying domains", only("/article", answers(200, fmt.Sprintf(sale, "A note")), answers(404, "")), "/article", fine),
		b("note on domains with an ordinary start page", only("/", answers(200, fmt.Sprintf(sale, "Tiny site")), answers(404, "")), "/", fine),
		b("tiny site that is for sale", only("/coast.html",
			answers(200, "<title>The coast</title><p>Two tides a day.<footer>This domain is for sale</footer>"),
			answers(200, "<title>Tides</title><p>All pages: the coast.<footer>This domain is for sale</footer>")), "/coast.html", fine),
		at("dan.com", "start page of a seller of domains", nil, "/", fine),
		b("link to a seller of domains", leads(302, "/x"), "https://hugedomains.com/about", fine),
		b("one page that leads to a seller", only("/sold", answers(302, "", "Location: https://dan.com/x"), answers(404, "")), "/sold", fine),
	)
}

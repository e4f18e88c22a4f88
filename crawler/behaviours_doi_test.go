package crawler

import (
	"net/http"

	"github.com/refmend/refmend/audit"
)

// leadingTo has the values of the DOI that is asked for lead to the host.
func (b behaviour) leadingTo(values string) behaviour {
	b.record = values
	return b
}

// doi is a behaviour of a registered DOI with a page at a host of its own.
func doi(id string, plays http.HandlerFunc, want wanted) behaviour {
	return b("page of "+id, plays, "https://doi.org/10.5555/"+id, want).leadingTo(admin + "," + value("URL", "https://HOST/article"))
}

// doiBehaviours are DOIs and what is behind them.
func doiBehaviours() []behaviour {
	pageGone := dead(audit.ReasonDOILandingNotFound)
	home := only("/", answers(200, longPage("Home", "Welcome")), answers(302, "", "Location: /"))
	special := func(name, id, values string, want wanted) behaviour {
		return at("press.example", name, serve, "https://doi.org/"+id, want).leadingTo(values)
	}
	press := value("URL", "https://press.example/article")
	unruly := func(id string, want wanted) behaviour {
		return at("press.example", "registry "+id, serve, "https://doi.org/10.5555/"+id, want)
	}
	return []behaviour{
		doi("fine", serve, fine),
		doi("pdf", answers(200, "%PDF-1.7", "Content-Type: application/pdf"), fine),
		doi("moved", only("/article", answers(301, "", "Location: /new"), serve), fine),
		doi("moved-for-good-to-404", only("/article", answers(301, "", "Location: /new"), answers(404, "")), pageGone),
		doi("page-404", answers(404, ""), pageGone),
		doi("page-410", answers(410, ""), pageGone),
		doi("page-403", answers(403, ""), doiStands),
		doi("page-401", answers(401, ""), doiStands),
		doi("page-402", answers(402, ""), doiStands),
		doi("page-418", answers(418, ""), doiStands),
		doi("page-429", answers(429, ""), doiStands),
		doi("page-500", answers(500, ""), doiStands),
		doi("page-503", answers(503, "", "Retry-After: 3600"), doiStands),
		doi("page-walled", answers(403, challenges[0].body), wanted{state: audit.OK, reason: audit.ReasonDOIRegistered, provider: "cloudflare"}),
		doi("page-walled-with-200", answers(200, challenges[0].body), wanted{state: audit.OK, reason: audit.ReasonDOIRegistered, provider: "cloudflare"}),
		doi("page-late", never, doiStands),
		doi("page-reset", aborts(""), doiStands),
		doi("page-garbled", raw("?\r\n\r\n"), doiStands),
		doi("page-in-a-circle", answers(302, "", "Location: /article"), doiStands),
		doi("page-asks-for-cookies", bouncesWithoutCookie(1), fine),
		doi("page-never-content-with-cookies", answers(302, "", "Location: /article", "Set-Cookie: a=1"), doiStands),
		doi("page-leads-home", home, doiStands),
		doi("page-leads-to-login", only("/login", serve, answers(302, "", "Location: /login?next=/article")), doiStands),
		doi("page-soft", answers(200, longPage("Page not found", "The menu")), pageGone),
		doi("page-parked", answers(200, `<title>x</title><script src="https://d38psrni17bvxu.cloudfront.net/x.js"></script>`), pageGone),
		doi("page-on-missing-pages", only("/article", answers(200, longPage("Pages that are not found: a study of 404", "Study")), answers(404, "")), fine),
		doi("page-flaky", failFirst(2, answers(500, "")), fine),
		doi("page-leads-inside", leadsAway("http://127.0.0.1/"), doiStands),
		doi("page-leads-to-mail", leadsAway("mailto:a@press.example"), doiStands),
		doi("CaseMatters", serve, fine),

		at("press.example", "DOI that is not registered", serve, "https://doi.org/10.5555/no-such-doi", dead(audit.ReasonDOIUnregistered)),
		at("press.example", "DOI of no registered prefix", serve, "https://doi.org/10.99999/x", dead(audit.ReasonDOIUnregistered)),
		special("SICI", "10.1002/(SICI)1097-4679(199901)55:1%3C1::AID-JCLP1%3E3.0.CO;2-%23", press, fine),
		special("DOI with a question mark", "10.5555/what%3Fnow", press, fine),
		special("DOI with a percent sign", "10.5555/100%25", press, fine),
		special("DOI with brackets", "10.5555/a[b]%7Bc%7D", press, fine),
		special("DOI in Unicode", "10.5555/%C3%A4", press, fine),
		special("DOI with several choices", "10.5555/choices", value("10320/loc", "<locations/>")+","+press, fine),
		special("DOI with two addresses", "10.5555/two", press+","+value("URL", "https://press.example/2"), fine),
		special("DOI that is an alias", "10.5555/alias", value("HS_ALIAS", "10.5555/fine"), fine),
		special("DOI without a page", "10.5555/pageless", admin, doiStands),
		special("DOI of an address in ftp", "10.5555/ftp", value("URL", "ftp://press.example/x"), doiStands),
		special("DOI of an address that is none", "10.5555/none", value("URL", "not an address"), doiStands),
		special("DOI that leads inside", "10.5555/inside", value("URL", "http://127.0.0.1/"), doiStands),
		special("DOI of a host that is gone", "10.5555/hostless", value("URL", "https://long-gone.example/"), pageGone),
		special("DOI of an address with spaces", "10.5555/spaces", value("URL", "  https://press.example/a b "), fine),

		unruly("says-500", fine),
		unruly("says-500-and-so-does-the-resolver", unsure(audit.ReasonServerError)),
		unruly("shows-a-page", fine),
		unruly("shows-a-page-and-the-page-is-gone", pageGone),
		unruly("shows-a-page-and-the-page-is-walled", doiStands),
		unruly("is-cut-off", fine),
		unruly("is-garbled", fine),
		unruly("says-nothing-new", fine),
		unruly("is-down-and-the-resolver-knows-nothing", dead(audit.ReasonDOIUnregistered)),
		unruly("is-somebody-else-and-so-is-the-resolver", unsure(audit.ReasonMalformedAnswer)),
		unruly("knows-what-the-resolver-does-not", doiStands),
	}
}

// playUnrulyRegistry has doi.org answer about some DOIs as it does on bad days.
func playUnrulyRegistry(w *web) {
	for id, plays := range map[string]struct{ registry, resolver http.HandlerFunc }{
		"says-500":                                {answers(500, ""), leadsAway("https://press.example/1")},
		"says-500-and-so-does-the-resolver":       {answers(500, ""), answers(500, "")},
		"shows-a-page":                            {answers(200, page), leadsAway("https://press.example/2")},
		"shows-a-page-and-the-page-is-gone":       {answers(200, page), leadsAway("https://gone-press.example/")},
		"shows-a-page-and-the-page-is-walled":     {answers(404, page), leadsAway("https://walled-press.example/")},
		"is-cut-off":                              {answers(200, `{"responseCode":1,"values":[`), leadsAway("https://press.example/3")},
		"is-garbled":                              {raw("?\r\n\r\n"), leadsAway("https://press.example/4")},
		"says-nothing-new":                        {answers(304, ""), leadsAway("https://press.example/5")},
		"is-down-and-the-resolver-knows-nothing":  {answers(500, ""), answers(404, "")},
		"is-somebody-else-and-so-is-the-resolver": {answers(404, page), answers(404, page)},
		"knows-what-the-resolver-does-not":        {answers(200, `{"responseCode":1,"values":[`+value("HS_ALIAS", "10.5555/x")+`]}`), answers(404, "")},
	} {
		w.on("doi.org/api/handles/10.5555/"+id, plays.registry)
		w.on("doi.org/10.5555/"+id, plays.resolver)
	}
}

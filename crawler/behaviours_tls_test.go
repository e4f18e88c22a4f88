package crawler

import "github.com/refmend/refmend/audit"

// certificateBehaviours are hosts with certificates that do not hold, see
// [authority].
func certificateBehaviours() []behaviour {
	invalid := suspicious(audit.ReasonTLSCertificate)
	return []behaviour{
		at("expired.one.example", "expired certificate", serve, "/", invalid.saying("has expired")),
		at("notyet.one.example", "certificate not valid yet", serve, "/", invalid.saying("not valid before")),
		at("wrong.one.example", "certificate of another name", serve, "/", invalid.saying("another name")),
		at("selfsigned.one.example", "self-signed certificate", serve, "/", invalid.saying("self-signed")),
		at("unknown.one.example", "certificate of an unknown authority", serve, "/", invalid.saying("is not known")),
		at("expired.two.example", "expired certificate before 404", answers(404, ""), "/", invalid.saying("status 404")),
		at("wrong.two.example", "certificate of another name before 410", answers(410, ""), "/", invalid.saying("status 410")),
		at("selfsigned.two.example", "self-signed certificate before 500", answers(500, ""), "/", invalid.saying("status 500")),
		at("unknown.two.example", "unknown authority before a wall", answers(403, challenges[0].body), "/", wanted{state: audit.Suspect, reason: audit.ReasonTLSCertificate, provider: "cloudflare"}),
		at("expired.three.example", "expired certificate, then a redirect", leads(301, "https://end.example/tls"), "/from", invalid.saying("is there (200)")),
		at("expired.four.example", "expired certificate before a circle", circleOf(2), "/0", invalid),
		at("expired.five.example", "expired certificate before silence", never, "/", invalid.saying("could not be seen")),
		at("expired.six.example", "expired certificate before a soft 404", answers(200, longPage("Page not found", "The menu")), "/x", invalid),
		at("selfsigned.three.example", "plain http before a self-signed certificate", leads(301, "https://HOST/end"), "http://HOST/from", invalid),
		at("expired.seven.example", "plain http of a host whose certificate expired", serve, "http://HOST/", fine),
		at("expired.eight.example", "expired certificate of a DOI's page", serve, "https://doi.org/10.5555/expired", doiStands).leadingTo(value("URL", "https://HOST/")),
	}
}

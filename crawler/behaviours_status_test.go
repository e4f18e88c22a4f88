package crawler

import (
	"fmt"
	"net/http"

	"github.com/refmend/refmend/audit"
)

// statusBehaviours are hosts that answer with a status and say little else.
func statusBehaviours() (all []behaviour) {
	statuses := func(want wanted, codes ...int) {
		for _, code := range codes {
			all = append(all, b(fmt.Sprintf("status %d", code), answers(code, page), "/page", want))
		}
	}
	statuses(fine, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 299)
	statuses(fine.saying("several versions"), 300)
	statuses(unsure(audit.ReasonMalformedAnswer), 301, 302, 303, 304, 305, 306, 307, 308, 399)
	statuses(unsure(audit.ReasonBlocked), 400, 401, 403, 405, 406, 407, 409, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 425, 426, 428, 431,
		444, 449, 450, 451, 456, 460, 494, 498, 499)
	statuses(unsure(audit.ReasonPaywall), 402)
	statuses(dead(audit.ReasonNotFound), 404)
	statuses(dead(audit.ReasonGone), 410)
	statuses(unsure(audit.ReasonTimeout).after(3), 408)
	statuses(unsure(audit.ReasonServerError), 501, 505)
	statuses(unsure(audit.ReasonServerError).after(3), 500, 502, 503, 504, 507, 508, 509, 510, 511, 520, 521, 522, 523, 524, 525, 526, 530, 598)
	statuses(unsure(audit.ReasonMalformedAnswer), 600, 666, 777)
	statuses(blockedBy("linkedin"), 999)

	onlyGET := func(refusal http.HandlerFunc) http.HandlerFunc {
		return func(rw http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodGet {
				refusal(rw, r)
				return
			}
			serve(rw, r)
		}
	}
	return append(all,
		b("HEAD is answered with 404", onlyGET(answers(404, "")), "/page", fine),
		b("HEAD is answered with 405", onlyGET(answers(405, "")), "/page", fine),
		b("HEAD is never answered", onlyGET(never), "/page", fine),
		b("HEAD breaks the connection", onlyGET(raw("reset")), "/page", fine),
		b("status of no digit", raw("HTTP/1.1 abc OK\r\n\r\n"), "/page", unsure(audit.ReasonMalformedAnswer)),
		b("status 000", raw("HTTP/1.1 000 Nothing\r\nContent-Length: 0\r\n\r\n"), "/page", unsure(audit.ReasonMalformedAnswer)),
		b("status 099", raw("HTTP/1.1 099 Nothing\r\nContent-Length: 0\r\n\r\n"), "/page", unsure(audit.ReasonMalformedAnswer)),
		b("status of four digits", raw("HTTP/1.1 4040 Nothing\r\n\r\n"), "/page", unsure(audit.ReasonMalformedAnswer)),
		b("status without a reason", raw("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"), "/page", fine),
		b("status 101 unasked", raw("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"), "/page", unsure(audit.ReasonMalformedAnswer)),
		b("404 with a page of prose", answers(404, longPage("On tides", "Tides")), "/page", dead(audit.ReasonNotFound)),
		b("404 with a form to search", answers(404, `<title>Not found</title><form><input name=q></form>`), "/page", dead(audit.ReasonNotFound)),
		b("410 with a title of a work", answers(410, `<meta name="citation_title" content="On tides">`), "/page", dead(audit.ReasonGone)),
		b("login by Basic", answers(401, "", `Www-Authenticate: Basic realm="members"`), "/page", unsure(audit.ReasonBlocked).saying("login")),
		b("402 of a newspaper", answers(402, longPage("Subscribe to read", "Offers")), "/page", unsure(audit.ReasonPaywall)),
		b("451 with its reason", answers(451, "<title>Unavailable for legal reasons</title>", "Link: <https://authority.example/>; rel=blocked-by"), "/page", unsure(audit.ReasonBlocked).saying("legal")),
	)
}

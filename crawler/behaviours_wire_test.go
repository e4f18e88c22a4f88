package crawler

import (
	"bytes"
	"compress/gzip"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"github.com/refmend/refmend/audit"
)

// never answers; it waits until its visitor has had enough. It does not end like one
// that has answered, for that might still be heard.
func never(_ http.ResponseWriter, r *http.Request) {
	<-r.Context().Done()
	panic(http.ErrAbortHandler)
}

// wire answers with f on the bare connection, which is closed then.
func wire(f func(conn net.Conn)) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) {
		conn, _, err := rw.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		f(conn)
	}
}

// thenNothing says something on the connection and holds it until the visitor leaves.
func thenNothing(says string) http.HandlerFunc {
	return wire(func(conn net.Conn) {
		io.WriteString(conn, says)
		io.Copy(io.Discard, conn)
	})
}

// endless says something, then something else again and again until the
// visitor leaves.
func endless(says, again string) http.HandlerFunc {
	again = strings.Repeat(again, 1+(16<<10)/len(again))
	return wire(func(conn net.Conn) {
		_, err := io.WriteString(conn, says)
		for err == nil {
			_, err = io.WriteString(conn, again)
		}
	})
}

// aborts says something and resets the connection.
func aborts(says string) http.HandlerFunc {
	return wire(func(conn net.Conn) {
		io.WriteString(conn, says)
		under := conn
		if secure, ok := conn.(*tls.Conn); ok {
			under = secure.NetConn()
		}
		under.(*net.TCPConn).SetLinger(0)
		under.Close()
	})
}

func gzipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, s)
	z.Close()
	return b.String()
}

// wireBehaviours are hosts whose HTTP is late, cut off, or none.
func wireBehaviours() []behaviour {
	const head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
	garbled, broke, late := unsure(audit.ReasonMalformedAnswer), unsure(audit.ReasonConnection), unsure(audit.ReasonTimeout)
	bomb := gzipped(strings.Repeat("\x00", 32<<20))
	return []behaviour{
		b("never answers", never, "/", late),
		b("never answers in plain http", never, "http://HOST/", late),
		b("begins its status and stops", thenNothing("HTTP/1.1 2"), "/", late),
		b("begins its headers and stops", thenNothing(head+"X-Slow: "), "/", late),
		b("headers without end", endless(head, "X-More: and more\r\n"), "/", garbled),
		b("one header without end", endless(head+"X-Long: ", "x"), "/", garbled),
		b("stops in its body", thenNothing(head+"Content-Length: 1000\r\n\r\n"+page), "/", fine),
		b("stops before its body", thenNothing(head+"Content-Length: 1000\r\n\r\n"), "/", fine),
		b("404 that stops in its body", thenNothing("HTTP/1.1 404 Not Found\r\nContent-Length: 1000\r\n\r\n"), "/", dead(audit.ReasonNotFound)),
		b("body without end", endless(head+"\r\n", "<p>more"), "/", fine),
		b("404 without end", endless("HTTP/1.1 404 Not Found\r\n\r\n", "<p>more"), "/", dead(audit.ReasonNotFound)),
		b("video without end", endless("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n", "\x00"), "/", fine),
		b("redirect with a body without end", endless("HTTP/1.1 302 Found\r\nLocation: https://end.example/a\r\n\r\n", "x"), "/", fine),
		b("reset at once", aborts(""), "/", broke.after(3)),
		b("reset in the headers", aborts(head), "/", broke),
		b("reset in the body", aborts(head+"Content-Length: 1000\r\n\r\n"+page), "/", fine),
		b("closed at once", raw(""), "/", broke),
		b("closed in the headers", raw(head), "/", broke),
		b("closed in the body", raw(head+"Content-Length: 1000\r\n\r\n"+page), "/", fine),
		b("body longer than told", raw(head+"Content-Length: 10\r\n\r\n"+page), "/", fine),
		b("broken chunks", raw(head+"Transfer-Encoding: chunked\r\n\r\nzz\r\n"+page), "/", fine),
		b("chunks cut off", raw(head+"Transfer-Encoding: chunked\r\n\r\n5\r\n<p>hi"), "/", fine),
		b("404 in broken chunks", raw("HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), "/", dead(audit.ReasonNotFound)),
		b("transfer coding unheard of", raw(head+"Transfer-Encoding: snail\r\n\r\n"), "/", garbled),
		b("length and chunks at once", raw(head+"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), "/", fine),
		b("two lengths", raw(head+"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"), "/", garbled),
		b("one length twice", raw(head+"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"), "/", fine),
		b("length below zero", raw(head+"Content-Length: -1\r\n\r\n"), "/", garbled),
		b("HTML without HTTP", raw("<!doctype html><title>On tides</title>"), "/", garbled),
		b("HTTP 0.9", raw("<html>404 Not Found</html>"), "http://HOST/", garbled),
		b("SSH", raw("SSH-2.0-OpenSSH_9.9\r\n"), "/", garbled),
		b("SMTP", raw("220 mail.example ESMTP\r\n"), "/", garbled),
		b("FTP", raw("220 FTP ready\r\n"), "http://HOST/", garbled),
		b("zeros", raw(strings.Repeat("\x00", 4<<10)), "/", broke),
		b("HTTP 1.0", raw("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n"+page), "/", fine),
		b("HTTP 1.0 and 404", raw("HTTP/1.0 404 Not Found\r\n\r\n"), "/", dead(audit.ReasonNotFound)),
		b("HTTP 2 unasked", raw("HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n"), "/", fine),
		b("HTTP 7", raw("HTTP/7 200 OK\r\n\r\n"), "/", garbled),
		b("ICY", raw("ICY 200 OK\r\n\r\n"), "/", garbled),
		b("header without a colon", raw(head+"no colon here\r\n\r\n"), "/", garbled),
		b("header name that is none", raw(head+"X (y): z\r\nContent-Length: 0\r\n\r\n"), "/", garbled),
		b("header in many lines", raw(head+"X-Folded: a\r\n b\r\n\tc\r\nContent-Length: 0\r\n\r\n"), "/", fine),
		b("headers that end in bare line feeds", raw("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 0\n\n"), "/", fine),
		b("header in Latin-1", raw(head+"X-Name: caf\xe9\r\nContent-Length: 0\r\n\r\n"), "/", fine),
		b("200 kB of cookies", answers(200, page, cookies(100, 2<<10)...), "/", fine),
		b("300 kB of cookies", answers(200, page, cookies(150, 2<<10)...), "/", garbled),
		b("redirect with huge cookies", leads(302, "/end", cookies(50, 2<<10)...), "/from", fine),
		b("100 unasked", raw("HTTP/1.1 100 Continue\r\n\r\n"+head+"Content-Length: 0\r\n\r\n"), "/", fine),
		b("103 before its answer", raw("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"+head+"Content-Length: 0\r\n\r\n"), "/", fine),
		b("103 before 404", raw("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"), "/", dead(audit.ReasonNotFound)),
		b("102 without end", endless("", "HTTP/1.1 102 Processing\r\n\r\n"), "/", garbled),
		b("204 with a body", raw("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello"), "/", fine),
		b("206 unasked", raw("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-4/1000\r\nContent-Length: 5\r\n\r\nhello"), "/", fine),
		b("304 unasked", raw("HTTP/1.1 304 Not Modified\r\nEtag: \"x\"\r\n\r\n"), "/", garbled),
		b("gzip", answers(200, gzipped(page), "Content-Encoding: gzip"), "/", fine),
		b("gzip that is none", answers(200, page, "Content-Encoding: gzip"), "/", fine),
		b("gzip cut off", answers(200, gzipped(longPage("On tides", "Tides"))[:100], "Content-Encoding: gzip"), "/", fine),
		b("gzip bomb", answers(200, bomb, "Content-Encoding: gzip"), "/", fine),
		b("404 with a gzip bomb", answers(404, bomb, "Content-Encoding: gzip"), "/", dead(audit.ReasonNotFound)),
		b("soft 404 that is a gzip bomb", answers(200, bomb, "Content-Encoding: gzip"), "/404", fine),
		b("gzip file", answers(200, gzipped("data"), "Content-Type: application/gzip"), "/data.tar.gz", fine),
		b("deflate unasked", answers(200, "x\x9c\x01\x00", "Content-Encoding: deflate"), "/", fine),
		b("br unasked", answers(200, "\x8b\x02\x80hello\x03", "Content-Encoding: br"), "/", fine),
		b("zstd unasked", answers(200, "\x28\xb5\x2f\xfd", "Content-Encoding: zstd"), "/", fine),
		b("coding unheard of", answers(200, page, "Content-Encoding: snail"), "/", fine),
		b("empty page", answers(200, ""), "/", fine),
		b("page nested 10 000 deep", answers(200, "<title>Deep</title>"+strings.Repeat("<div>", 10_000)+"x"), "/", fine),
		b("100 000 attributes", answers(200, "<title>Wide</title><p "+strings.Repeat("a ", 100_000)+">"), "/", fine),
		b("page without a type", answers(200, page, "Content-Type: "), "/", fine),
		b("type that is none", answers(200, page, "Content-Type: ;;=?/"), "/", fine),
		b("PDF that is called HTML", answers(200, "%PDF-1.7\n"), "/x.pdf", fine),
		b("page that is called a PDF", answers(200, "<title>Page not found</title>", "Content-Type: application/pdf"), "/x.pdf", fine),
		b("refresh header", answers(200, page, "Refresh: 300"), "/", fine),
		b("nobody listens", nil, "http://nobody-listens.example/", broke),
		at("plain-on-the-port-of-tls.example", "plain on the port of TLS", nil, "/", garbled),
		at("tls-on-the-plain-port.example", "TLS on the plain port", nil, "http://HOST/", unsure(audit.ReasonBlocked)),
	}
}

// cookies are n headers that set one of a size each.
func cookies(n, size int) (headers []string) {
	for i := range n {
		headers = append(headers, fmt.Sprintf("Set-Cookie: c%d=%s", i, strings.Repeat("x", size)))
	}
	return headers
}

// flakyBehaviours are hosts that are fine after a while, or ask for one.
func flakyBehaviours() []behaviour {
	limited := unsure(audit.ReasonRateLimited)
	return []behaviour{
		b("500 once", failFirst(1, answers(500, "")), "/", fine.after(2)),
		b("502 twice", failFirst(2, answers(502, "")), "/", fine.after(3)),
		b("503 twice", failFirst(2, answers(503, "")), "/", fine.after(3)),
		b("503 three times", failFirst(3, answers(503, "")), "/", unsure(audit.ReasonServerError).after(3)),
		b("503 once with Retry-After", failFirst(1, answers(503, "", "Retry-After: 0")), "/", fine.after(2)),
		b("503 for an hour", answers(503, "", "Retry-After: 3600"), "/", unsure(audit.ReasonServerError)),
		b("503 until a date", answers(503, "", "Retry-After: Fri, 31 Dec 2199 23:59:59 GMT"), "/", unsure(audit.ReasonServerError)),
		b("429 once", failFirst(1, answers(429, "")), "/", fine.after(2)),
		b("429 twice", failFirst(2, answers(429, "")), "/", fine.after(3)),
		b("429 for ever", answers(429, ""), "/", limited.after(3)),
		b("429 once with Retry-After", failFirst(1, answers(429, "", "Retry-After: 0.02")), "/", fine.after(2)),
		b("429 for an hour", answers(429, "", "Retry-After: 3600"), "/", limited.saying("for 60 minutes")),
		b("429 until never", answers(429, "", "Retry-After: 99999999999999999999"), "/", limited),
		b("429 with nonsense", failFirst(1, answers(429, "", "Retry-After: soon")), "/", fine.after(2)),
		b("425 once", failFirst(1, answers(425, "")), "/", fine.after(2)),
		b("408 once", failFirst(1, answers(408, "")), "/", fine.after(2)),
		b("reset once", failFirst(1, aborts("")), "/", fine.after(2)),
		b("reset twice", failFirst(2, aborts("")), "/", fine.after(3)),
		b("garbage once", failFirst(1, raw("?\r\n\r\n")), "/", fine.after(2)),
		b("garbage twice", failFirst(2, raw("?\r\n\r\n")), "/", fine.after(3)),
		b("late once", failFirst(1, never), "/", fine.after(2)),
		b("late twice", failFirst(2, never), "/", fine.after(3)),
		b("late, then gone", only("/gone", failThen(1, never, answers(404, "")), serve), "/gone", dead(audit.ReasonNotFound).after(2)),
		b("500, reset, then fine", failThen(1, answers(500, ""), failFirst(1, aborts(""))), "/", fine.after(3)),
		b("500, then a wall", failThen(1, answers(500, ""), answers(403, challenges[0].body)), "/", blockedBy("cloudflare").after(2)),
		b("redirect that fails once", only("/from", leads(301, "/end"), failFirst(1, answers(500, ""))), "/from", movedTo("/end").after(2)),
		b("redirect after a failure", failThen(1, answers(500, ""), leads(301, "/end")), "/from", movedTo("/end").after(2)),
	}
}

// closedPort is one at which nobody listens: that of a service long out of use,
// which no system hands out to a program that asks for any port, as it may one
// that was listened at and left.
const closedPort = "1"
